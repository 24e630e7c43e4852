//! Which part of a page is its article.
//!
//! `dom_smoothie`, a port of Mozilla's Readability, scores the parts of a page by their prose. What asks for
//! consent to cookies has prose too, so it goes first; and where the page marks its main part and that
//! has far more prose than what was found, the marks are believed.

use dom_query::{Document, NodeRef};
use dom_smoothie::Readability;

use super::{NO_TEXT, fold};

/// Elements that stand around an article.
const AROUND: &str = "nav, header, footer, aside, form, dialog";

/// What marks the main part of a page, the narrowest first (HTML, section 4.3; schema.org; ARIA).
const MAIN: &[&str] = &["[itemprop=articleBody]", "article", "main", "[role=main]"];

/// Names of the parts that ask for consent.
const CONSENT: &[&str] = &["cookie", "consent", "gdpr"];

/// Characters of a text that asks for consent.
const CONSENT_MAX: usize = 4_000;

/// Characters of a paragraph that counts as prose.
const PROSE_MIN: usize = 40;

/// How many times as much prose the main part has when it is believed.
const FAR_MORE: usize = 2;

/// Characters of a short article.
const SHORT: usize = 1_500;

/// Elements that are not shown.
const HIDDEN: &str = "[hidden], [style*='display:none' i], [style*='display: none' i], \
     [style*='visibility:hidden' i], [style*='visibility: hidden' i]";

/// Returns the article of a page, and the author that stands in it; the page itself, without what
/// stands around, when none is found.
pub(super) fn find(readability: &mut Readability, html: &str) -> (Document, Option<String>) {
    remove_consent(&readability.doc);
    let main = main_part(&readability.doc);
    let found = parse(readability);
    let Some((found, byline)) = found else {
        return (main.unwrap_or_else(|| whole(html)), None);
    };
    match main.filter(|main| is_better(main, &found)) {
        Some(main) => (in_main_part(main, &found), byline),
        None => (found, byline),
    }
}

fn parse(readability: &mut Readability) -> Option<(Document, Option<String>)> {
    let article = readability.parse().ok()?;
    let has_text = !article.text_content.trim().is_empty();
    has_text.then(|| (Document::from(article.content), article.byline))
}

fn whole(html: &str) -> Document {
    let document = Document::from(html);
    document.select(NO_TEXT).remove();
    document.select(AROUND).remove();
    document.select("head").remove();
    document
}

/// Returns whether the main part is to be believed rather than what was found, which is short.
fn is_better(main: &Document, found: &Document) -> bool {
    let length = fold(&found.root().text()).chars().count();
    length < SHORT && prose(main) > FAR_MORE * prose(found)
}

/// Returns the article of the main part, or the part itself where that has far more prose.
fn in_main_part(main: Document, found: &Document) -> Document {
    let html = main.html();
    let article = Readability::with_document(Document::from(html), None, None)
        .ok()
        .and_then(|mut readability| parse(&mut readability));
    match article {
        Some((article, _)) if prose(&article) > FAR_MORE * prose(found) => article,
        _ => main,
    }
}

/// Removes what asks for consent to cookies.
fn remove_consent(document: &Document) {
    let selectors: Vec<String> = CONSENT
        .iter()
        .flat_map(|name| [format!("[id*={name} i]"), format!("[class*={name} i]")])
        .collect();
    for node in document.select(&selectors.join(", ")).nodes() {
        let is_page = node.is("html, body, main, article") || holds(node, "h1, article, main");
        if !is_page && node.text().chars().count() <= CONSENT_MAX {
            node.remove_from_parent();
        }
    }
}

fn holds(node: &NodeRef<'_>, selector: &str) -> bool {
    dom_query::Selection::from(*node).select(selector).exists()
}

/// Returns a copy of the only part that the page marks as its main part, without what stands around.
fn main_part(document: &Document) -> Option<Document> {
    let part = MAIN.iter().find_map(|selector| {
        let parts = document.select(selector);
        match parts.nodes() {
            [one] => Some(one.html()),
            _ => None,
        }
    })?;
    let part = Document::from(part);
    part.select(NO_TEXT).remove();
    part.select(AROUND).remove();
    part.select(HIDDEN).remove();
    Some(part)
}

/// Returns the characters that stand in paragraphs.
fn prose(document: &Document) -> usize {
    let paragraphs = document.select("p");
    let lengths = paragraphs
        .nodes()
        .iter()
        .map(|paragraph| fold(&paragraph.text()).chars().count());
    lengths.filter(|length| *length >= PROSE_MIN).sum()
}
