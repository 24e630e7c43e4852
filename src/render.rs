//! Renders one page: pure, from the site and the theme to bytes.
//!
//! The tree of an article, the same for all pages that show it ([`Shared`]), is converted to the
//! edition's script ([`crate::script::runs`]), written as HTML ([`body`]), and set into a template
//! ([`theme`]) by a context ([`context`]). Nothing here reads a file or keeps a page.

mod articles;
pub mod body;
mod card;
pub mod context;
mod feeds;
mod figures;
mod frame;
mod glossary;
pub mod highlight;
mod hosts;
mod languages;
mod ledger;
mod legend;
mod lines;
mod linked_data;
mod lists;
mod made;
mod math;
mod menu;
mod notes;
mod printable;
mod raw_html;
mod references;
mod sanitize;
mod search;
mod site_styles;
mod surroundings;
mod terms;
pub mod theme;
mod timeline;
mod titles;
mod trail;

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::article::document::{Document, plain_text};
use crate::article::{self, Article};
use crate::cards::Card;
use crate::cards::fonts::Fonts;
use crate::config::Config;
use crate::diagnostic::Checked;
use crate::exchange;
use crate::script::runs;
use crate::search::{Indexed, index_trees};
use crate::site::{Page, PageKind, Site};
pub use card::CARD;
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

/// What the pages that show one text ([`PageKind::text`]) make once and share.
#[derive(Debug, Default)]
pub struct Shared {
    /// The tree of the text, where the text has kept none.
    document: OnceCell<Document>,
    /// What each edition shows of an article, by its index; none where that is the article's own tree.
    shown: OnceCell<Vec<OnceCell<Option<Document>>>>,
    code: RefCell<HighlightedCode>,
    /// A feed, by the index of its edition.
    feeds: RefCell<HashMap<usize, context::FeedContext>>,
    /// What pages of the articles of a feed would share, by their indices.
    entries: RefCell<HashMap<usize, Rc<Shared>>>,
    /// The articles in lists.
    cards: RefCell<HashMap<usize, Rc<str>>>,
    /// The notes that further pages show in lists, as the ledger has written them.
    rows: RefCell<HashMap<ledger::RowKey, ledger::WrittenRow>>,
}

/// The answers of [`highlight::html`], by language and code.
type HighlightedCode = HashMap<(String, String), Option<Rc<str>>>;

impl Shared {
    /// Returns the tree of the text, which is the same at each call.
    fn document<'s>(&'s self, article: &'s Article, config: &Config) -> &'s Document {
        let make = || article::document(article, config).into_owned();
        match article.tree() {
            Some(tree) => tree,
            None => self.document.get_or_init(make),
        }
    }

    /// Returns the tree that an edition shows of an article, in the edition's script, which is the same
    /// at each call.
    fn shown<'s>(&'s self, site: &Site, article: &'s Article, edition: usize) -> &'s Document {
        let own = self.document(article, &site.config);
        let editions = &site.config.editions;
        let make = || {
            let text = article.text_for(&editions[edition].tag);
            let document = article::document_for(own, article, text, &site.config);
            match runs::converted_document(document, &site.conversion(text, edition)) {
                Cow::Borrowed(_) => None,
                Cow::Owned(document) => Some(document),
            }
        };
        let shown = self
            .shown
            .get_or_init(|| vec![OnceCell::new(); editions.len()]);
        shown[edition].get_or_init(make).as_ref().unwrap_or(own)
    }

    /// Returns the code as [`highlight::html`] does.
    fn highlighted(&self, language: &str, code: &str) -> Option<Rc<str>> {
        let key = (language.to_owned(), code.to_owned());
        let mut known = self.code.borrow_mut();
        let html = known
            .entry(key)
            .or_insert_with(|| highlight::html(language, code).map(Rc::from));
        html.clone()
    }
}

/// Returns one page of the site. A page that is a file of the site or of its search, or a card, has no
/// bytes here: the caller has them. Pages with the same `shared` show the same text.
pub fn render(
    site: &Site,
    page: &Page,
    theme: &Theme,
    purpose: Purpose,
    shared: &Shared,
) -> Checked<Vec<u8>> {
    let renderer = |edition: usize| Renderer::new(site, page, theme, purpose, shared, edition);
    match &page.kind {
        PageKind::Front { edition } => renderer(*edition).front(),
        PageKind::List { edition, number } => renderer(*edition).list(*number),
        PageKind::Article { edition, article } => {
            renderer(*edition).article(&site.articles[*article], *article)
        }
        PageKind::Plain { edition, page } => renderer(*edition).plain(&site.pages[*page]),
        PageKind::Notes {
            edition,
            list,
            number,
        } => renderer(*edition).notes(*list, *number),
        PageKind::Taxonomy { edition, taxonomy } => renderer(*edition).taxonomy(*taxonomy),
        PageKind::Term {
            edition,
            taxonomy,
            term,
            number,
        } => renderer(*edition).term(*taxonomy, *term, *number),
        PageKind::Timeline { edition, number } => renderer(*edition).timeline(*number),
        PageKind::Sources { edition } => renderer(*edition).sources(),
        PageKind::Claims(_) | PageKind::HostFile(_) => {
            Checked::good(parts(site, page).into_iter().flatten().flatten().collect())
        }
        PageKind::Collection => Checked::good(exchange::collection(site).json()),
        PageKind::CollectionPage { number } => {
            Checked::good(exchange::collection_page(site, *number).json())
        }
        PageKind::Legend { edition } => renderer(*edition).legend(),
        PageKind::Glossary { edition } => renderer(*edition).glossary(),
        PageKind::Feed {
            edition,
            list,
            format,
        } => renderer(*edition).feed(*list, *format),
        PageKind::CorrectionsFeed { edition, format } => {
            renderer(*edition).corrections_feed(*format)
        }
        PageKind::OpenSearch { edition } => {
            Checked::good(renderer(*edition).open_search().into_bytes())
        }
        PageKind::NotFound { edition } => renderer(*edition).not_found(),
        PageKind::Redirect { edition, to } => renderer(*edition).redirect(to),
        PageKind::Search { edition } => renderer(*edition).search(),
        PageKind::File(_) | PageKind::SearchFile(_) | PageKind::Card { .. } => {
            Checked::good(Vec::new())
        }
        PageKind::ThemeFile(name) => Checked::good(
            theme::static_file(name, site.notes_max())
                .unwrap_or_default()
                .into_owned(),
        ),
        PageKind::HighlightStyles => {
            let ground = site.config.theme.colour("wash");
            Checked::good(highlight::sheet(&ground).into_bytes())
        }
        PageKind::SiteStyles => Checked::good(site_styles::sheet(&site.config).into_bytes()),
        PageKind::PlainText { article } => {
            let article = &site.articles[*article];
            let document = shared.document(article, &site.config);
            Checked::good(plain_text(&document.blocks).into_bytes())
        }
        PageKind::Annotations { article } => {
            let article = &site.articles[*article];
            Checked::good(exchange::annotations(article, site).json())
        }
    }
}

/// Returns a file that may be as long as the site is large, in parts; none for any other page.
pub fn parts<'a>(site: &'a Site, page: &Page) -> Option<Box<dyn Iterator<Item = Vec<u8>> + 'a>> {
    match page.kind {
        PageKind::Claims(format) => Some(Box::new(exchange::claims_parts(site, format))),
        PageKind::HostFile(file) => Some(hosts::parts(site, file)),
        _ => None,
    }
}

/// Returns what the search knows of an article, by its index in the site, of the trees that its pages are
/// made from.
pub fn index(site: &Site, article: usize, shared: &Shared) -> Indexed {
    let own = &site.articles[article];
    let editions = 0..site.config.editions.len();
    let trees: Vec<&Document> = editions
        .map(|edition| shared.shown(site, own, edition))
        .collect();
    index_trees(site, article, shared.document(own, &site.config), &trees)
}

/// Returns a card, to be drawn.
pub fn card(
    site: &Site,
    page: &Page,
    theme: &Theme,
    fonts: &Fonts,
    (edition, article): (usize, Option<usize>),
) -> Checked<Card> {
    let shared = Shared::default();
    let renderer = Renderer::new(site, page, theme, Purpose::Publication, &shared, edition);
    match article {
        Some(article) => renderer.article_card(&site.articles[article], fonts),
        None => renderer.site_card(fonts),
    }
}

fn json(value: &serde_json::Value) -> Vec<u8> {
    let mut text = serde_json::to_string_pretty(value).expect("a JSON value can be written");
    text.push('\n');
    text.into_bytes()
}
