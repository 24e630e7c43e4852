//! Integration tests: features through the library's pipeline and through the real program.
//!
//! - `golden`: small sites in `tests/sites/`, and snapshots of what is made of them.
//! - `diagnostics`: every diagnostic, standing in its input where it points.
//! - `accept`: changes of a text that are shown, and accepted.
//! - `annotate`: notes that the command line writes.
//! - `bad_input`: what must be refused, and the command line's streams and exit codes.
//! - `cards`: pictures of pages, for links to them.
//! - `citations`: sources that notes cite by their keys.
//! - `exchange`: notes as other programs take and give them.
//! - `convert`: `kaozheng convert` between two pipes.
//! - `conversion`: what is converted and what is not, and whose word counts.
//! - `format`: notes and front matter as they should be written.
//! - `import`, `import_docx`, `import_epub`, `import_formats`, `import_html`, `import_markdown`, `import_warc`: what
//!   becomes of saved files, and what is refused.
//! - `ledger`: notes in lists, and as data.
//! - `links`: pages of others that are asked for, and how.
//! - `look`: the table `[theme]`.
//! - `plain_theme`: a second theme.
//! - `search`: what the files of the search find.
//! - `sections`: folders of articles.
//! - `suggest`: what may want a note, and lints.
//! - `trail`: the way to a page.
//! - `words`: interface words of the site.
//! - `laws`: what holds for every site.
//! - `house`: who may import whom, and what occurs nowhere.
//! - `mended`: what was wrong once.

mod accept;
mod annotate;
mod bad_input;
mod budget;
mod cards;
mod citations;
mod conversion;
mod convert;
mod diagnostics;
mod exchange;
mod folder;
mod format;
mod golden;
mod heads;
mod hosts;
mod house;
mod images;
mod import;
mod import_docx;
mod import_epub;
mod import_formats;
mod import_html;
mod import_markdown;
mod import_warc;
mod laws;
mod ledger;
mod legend;
mod links;
mod lists;
mod look;
mod mended;
mod page;
mod plain_theme;
mod precompress;
mod reading;
mod search;
mod sections;
mod suggest;
mod taxonomies;
mod templates;
mod theme;
mod trail;
mod words;
