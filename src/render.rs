//! Renders one page: pure, from the site and the theme to bytes.
//!
//! The text of an article is parsed again, converted to the edition's script on its tree
//! ([`crate::script::runs`]), written as HTML ([`body`]), and set into a template ([`theme`]) by a
//! context ([`context`]). Nothing here reads a file or keeps a page.

mod articles;
pub mod body;
pub mod context;
mod feeds;
mod frame;
mod glossary;
pub mod highlight;
mod lists;
mod math;
mod notes;
mod raw_html;
mod sanitize;
mod search;
pub mod theme;
pub mod words;

use std::fmt::Write as _;

use crate::article;
use crate::config::Config;
use crate::diagnostic::Checked;
use crate::exchange;
use crate::site::{Page, PageKind, Site};
use frame::Renderer;
use theme::Theme;

/// What pages are rendered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be published.
    Publication,
    /// To be looked at in the preview, which reloads pages by a script that knows the version of
    /// the site they show.
    Preview {
        /// How often the site had changed.
        version: u64,
    },
}

/// The path of the preview's script.
pub const RELOAD_SCRIPT: &str = "/__kaozheng/reload.js";

/// Returns one page of the site. A page that is a file of the site or of its search has no bytes
/// here: the caller has them.
pub fn render(site: &Site, page: &Page, theme: &Theme, purpose: Purpose) -> Checked<Vec<u8>> {
    let renderer = |edition: usize| Renderer::new(site, page, theme, purpose, edition);
    match &page.kind {
        PageKind::Front { edition } => renderer(*edition).front(),
        PageKind::List { edition, number } => renderer(*edition).list(*number),
        PageKind::Article { edition, article } => {
            renderer(*edition).article(&site.articles[*article], *article)
        }
        PageKind::Plain { edition, page } => renderer(*edition).plain(&site.pages[*page]),
        PageKind::Glossary { edition } => renderer(*edition).glossary(),
        PageKind::Feed { edition } => renderer(*edition).feed(),
        PageKind::NotFound { edition } => renderer(*edition).not_found(),
        PageKind::Redirect { edition, to } => renderer(*edition).redirect(to),
        PageKind::Search { edition } => renderer(*edition).search(),
        PageKind::File(_) | PageKind::SearchFile(_) => Checked::good(Vec::new()),
        PageKind::ThemeFile(name) => {
            Checked::good(theme::static_file(name).unwrap_or_default().to_vec())
        }
        PageKind::HighlightStyles => Checked::good(highlight::sheet().into_bytes()),
        PageKind::SiteStyles => Checked::good(site_styles(&site.config).into_bytes()),
        PageKind::Annotations { article } => Checked::good(annotations(site, *article)),
    }
}

fn annotations(site: &Site, index: usize) -> Vec<u8> {
    let article = &site.articles[index];
    let document = article::document(article, &site.config);
    let json = exchange::annotations(article, &document, &site.config);
    let mut text = serde_json::to_string_pretty(&json).expect("a JSON value can be written");
    text.push('\n');
    text.into_bytes()
}

/// Returns the sheet with the colours of the verdicts that the site added.
fn site_styles(config: &Config) -> String {
    let mut sheet = String::new();
    let terms = config.vocabulary.terms();
    for (term, colour) in terms
        .iter()
        .filter_map(|term| Some((term, term.colour.as_ref()?)))
    {
        let (slug, light, dark) = (&term.slug, &colour.light, &colour.dark);
        // Writing to a string cannot fail.
        let _ = writeln!(
            sheet,
            "[data-v={slug}]{{--v:{light}}}[data-u={slug}]{{--u:{light}}}\n\
             @media screen and (prefers-color-scheme:dark){{[data-v={slug}]{{--v:{dark}}}[data-u={slug}]{{--u:{dark}}}}}"
        );
    }
    sheet
}
