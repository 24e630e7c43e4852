//! Integration tests: features through the library's pipeline and through the real program.
//!
//! - `golden`: small sites in `tests/sites/`, and snapshots of what is made of them.
//! - `diagnostics`: every diagnostic, standing in its input where it points.
//! - `bad_input`: what must be refused, and the command line's streams and exit codes.
//! - `convert`: `kaozheng convert` between two pipes.
//! - `conversion`: what is converted and what is not, and whose word counts.
//! - `import`, `import_html`: what becomes of saved files, and what is refused.
//! - `search`: what the files of the search find.
//! - `laws`: what holds for every site.
//! - `house`: who may import whom, and what occurs nowhere.
//! - `mended`: what was wrong once.

mod bad_input;
mod conversion;
mod convert;
mod diagnostics;
mod folder;
mod golden;
mod house;
mod import;
mod import_html;
mod laws;
mod mended;
mod page;
mod search;
