//! Whether pages of others that the site links to are still there.
//!
//! [`gather`] lists the addresses with the places that link to them, [`ask`] asks each host for them,
//! politely: one request at a time and host, with a pause between, `HEAD` before `GET`, an answer kept
//! for days. This is the only room that uses the network, and `check --links` the only command; it
//! asks public addresses only ([`is_public`]), also after a redirect.

mod ask;
mod public;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::article::document::{Block, BlockKind, Inline, for_each_inline, for_each_leaf};
use crate::article::{self, Article, markup};
use crate::diagnostic::{self, Diagnostic, Source};
use crate::project::answers::{Answer, Answers, Meaning, key};
use crate::site::{Link, Site, resolve};

pub use ask::{Options, ask};
pub use public::is_public;

/// The links of a site that lead out of it into the web, by the addresses that are asked.
pub type Links = BTreeMap<String, Vec<Place>>;

/// A place that links to an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes of the link.
    pub range: Range<usize>,
    /// The address as it is written.
    pub url: String,
    /// The address of a copy in an archive, when a note names one beside it.
    pub archived: Option<String>,
}

/// Returns the links of all texts, and the addresses that articles come from.
pub fn gather(site: &Site) -> Links {
    let mut links = Links::new();
    for article in site.texts() {
        let written = article.written.iter().map(|(_, text)| text);
        for text in [article].into_iter().chain(written) {
            gather_text(site, text, &mut links);
        }
    }
    links
}

fn gather_text(site: &Site, text: &Article, links: &mut Links) {
    let document = article::document(text, &site.config);
    let evidence = text.summary.records.iter().flat_map(|note| &note.evidence);
    let archived: HashMap<&str, &String> = evidence
        .filter_map(|evidence| Some((evidence.url.as_deref()?, evidence.archived.as_ref()?)))
        .collect();
    let mut add = |url: &str, range: &Range<usize>| {
        if let Some(key) = key(url) {
            links.entry(key).or_default().push(Place {
                source: Arc::clone(&text.source),
                range: range.clone(),
                url: url.to_owned(),
                archived: archived.get(url).map(|archived| (*archived).clone()),
            });
        }
    };
    if let Some(url) = &text.front_matter.origin.url {
        let front_matter = &text.source.text()[..text.body];
        let start = front_matter.find(url.as_str()).unwrap_or_default();
        add(url, &(start..start + url.len()));
    }
    let mut link = |destination: &str, range: &Range<usize>| {
        if let Link::External(url) = resolve(site, text, destination) {
            add(url, range);
        }
    };
    let mut visit = |leaf| {
        for_each_inline(leaf, &mut |inline| match inline {
            Inline::Link {
                destination, range, ..
            }
            | Inline::Image {
                destination, range, ..
            } => link(destination, range),
            Inline::Html { html, range } => {
                destinations(html).for_each(|destination| link(&destination, range));
            }
            Inline::Citation {
                citation, range, ..
            } => {
                let url = citation.url.as_deref();
                url.into_iter().for_each(|url| link(url, range));
            }
            _ => {}
        });
    };
    for_each_leaf(&document.blocks, &mut |leaf| visit(leaf));
    for note in &document.notes {
        note.for_each_leaf(&mut |leaf| visit(leaf));
    }
    let notes = document.notes.iter().map(|note| &note.blocks);
    for blocks in [&document.blocks].into_iter().chain(notes) {
        for_each_html(blocks, &mut |html, range| {
            destinations(html).for_each(|destination| link(&destination, range));
        });
    }
}

/// Calls `visit` with every block of raw HTML, and its bytes in the source.
fn for_each_html(blocks: &[Block], visit: &mut impl FnMut(&str, &Range<usize>)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Html(html) => visit(html, &block.range),
            BlockKind::Quote { blocks, .. } => for_each_html(blocks, visit),
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| for_each_html(item, visit));
            }
            _ => {}
        }
    }
}

/// Returns the addresses that raw HTML links to or shows.
fn destinations(html: &str) -> impl Iterator<Item = String> {
    let attributes = markup::tokens(html)
        .into_iter()
        .flat_map(|token| match token {
            markup::Token::Start { attributes, .. } => attributes,
            _ => Vec::new(),
        });
    let is_address = |name: &str| {
        ["href", "src", "cite"]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(name))
    };
    attributes
        .filter(move |(name, _)| is_address(name))
        .map(|(_, value)| markup::unescaped(value))
}

/// A link that did not answer as a page does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The place.
    pub place: Place,
    /// What the address answered.
    pub answer: Answer,
}

impl Trouble {
    /// Returns the warning about it.
    pub fn diagnostic(&self) -> Diagnostic {
        let Place {
            source,
            range,
            url,
            archived,
        } = &self.place;
        let words = &self.answer.words;
        match self.answer.meaning {
            Meaning::Dead => diagnostic::dead_link(source, range, url, words, archived.as_deref()),
            _ => diagnostic::unsure_link(source, range, url, words),
        }
    }
}

/// Returns the places whose addresses did not answer as pages do: the dead ones first, then in the
/// order of files and lines.
pub fn troubles(links: &Links, answers: &Answers) -> Vec<Trouble> {
    let mut troubles: Vec<Trouble> = links
        .iter()
        .filter_map(|(key, places)| Some((answers.links.get(key)?, places)))
        .filter(|(answer, _)| answer.meaning != Meaning::Alive)
        .flat_map(|(answer, places)| {
            places.iter().map(|place| Trouble {
                place: place.clone(),
                answer: answer.clone(),
            })
        })
        .collect();
    troubles.sort_by(|one, other| {
        let order = |trouble: &Trouble| (trouble.answer.meaning, trouble.place.range.start);
        let path = |trouble: &Trouble| trouble.place.source.path.clone();
        let (meaning, start) = order(one);
        let (other_meaning, other_start) = order(other);
        (meaning, path(one), start).cmp(&(other_meaning, path(other), other_start))
    });
    troubles
}
