//! kaozheng 考證: a static site generator for annotated Chinese articles.
//!
//! It turns source articles into annotated editions in Traditional and Simplified Chinese, every
//! claim footnoted with a verdict and its evidence, published as static files. Data flows one way:
//!
//! ```text
//! site folder ─load─▶ Project ─parse─▶ Article ─assemble─▶ Site ─plan─▶ Page ─render─▶ bytes ─publish─▶ public/
//! ```
//!
//! | stage | function | promise |
//! |---|---|---|
//! | load | [`project::load`] → [`Project`] | the only reader of the site folder |
//! | parse | [`article::parse`] → [`Article`] | pure; never fails, gathers [`Diagnostic`]s; knows no URL, no template |
//! | assemble | [`site::assemble`] → [`Site`] | sequential over summaries |
//! | plan | [`site::plan`] → [`Page`]s | every output file, named once, for every edition |
//! | render | [`render::render`] → bytes | pure; one page; converts articles edition by edition |
//! | index | [`render::index`], [`search::merge`] → [`search::Index`] | of one article, pure, with its pages; then all together |
//! | resize | [`images::publish`] → WebP | of the pictures that texts show, before the pages that name them |
//! | draw | [`cards::Card`] → PNG | of the cards, which render makes as SVG; with the machine's fonts |
//! | publish | [`publish::Publication`] | the only writer: whole old or whole new, never half |
//!
//! [`prepare`] goes from a project to a plan, [`build`] on to the published site, with the files that
//! its search loads; [`check`] renders every page and keeps none. The preview in [`serve`] calls the
//! same [`render::render`] for the one page that is asked for, and makes the index when a search
//! first needs it. No stage holds all rendered output: a page is written as soon as it is rendered,
//! and in a large site an article's text is read again and its tree made again when its pages are, so that
//! memory grows with the summaries and not with the texts or the pages.
//!
//! What an author is helped with stands beside the pipeline: [`authoring`] makes a new text of an article's
//! own, [`import::rewrite`] writes it.
//!
//! Problems in content never stop at the first: stages return [`Checked`] values. [`Failure`] is
//! for what content is not to blame for, at the edges. The same input gives the same bytes: there is
//! no clock, no randomness, no order of a hash map, and any number of threads.
//!
//! What holds, as absences: `article` and `script` know no URL and no template; `render` reads no
//! file of the site; only `project`, `import` and `serve` read the site, only `publish` and `import` write;
//! only `cards` looks for the fonts of the machine; only `links` asks others, and `serve` is asked; nothing
//! outside `cli` and `report` prints; there is no `unsafe`.

// Tests, which are crates of their own, may do what the program must not.
#![warn(clippy::print_stderr, clippy::print_stdout, clippy::unwrap_used)]

pub mod article;
pub mod authoring;
mod build;
pub mod cards;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod exchange;
pub mod images;
pub mod import;
pub mod links;
mod prepare;
pub mod project;
pub mod publish;
pub mod raster;
pub mod render;
pub mod report;
pub mod script;
pub mod search;
pub mod serve;
pub mod site;

pub use article::Article;
pub use build::{BuildError, Outcome, build, check, forbidden};
pub use config::Config;
pub use diagnostic::{Checked, Diagnostic, Failure};
pub use prepare::{Prepared, imported_text, prepare, spelled};
pub use project::Project;
pub use site::{Page, Site};
