//! Which part of a page is its article.
//!
//! `dom_smoothie`, a port of Mozilla's Readability, scores the parts of a page by their prose. What asks for
//! consent to cookies has prose too, so it goes first; and where the page marks its main part and that
//! has far more prose than what was found, the marks are believed.

use dom_query::{Document, NodeRef, Selection};
use dom_smoothie::Readability;

use super::{NO_TEXT, fold};

/// Elements that stand around an article.
const AROUND: &str = "nav, header, footer, aside, form, dialog";

/// What marks the main part of a page, the narrowest first (HTML, section 4.3; schema.org; ARIA).
const MAIN: &[&str] = &["[itemprop=articleBody]", "article", "main", "[role=main]"];

/// Names of the parts that ask for consent.
const CONSENT: &[&str] = &["cookie", "consent", "gdpr"];

/// Words of a text that asks for it.
const CONSENT_WORDS: &[&str] = &[
    "cookie",
    "consent",
    "gdpr",
    "dsgvo",
    "餅乾",
    "隱私",
    "隐私",
    "個人資料",
    "个人信息",
];

/// Characters of a text that asks for consent.
const CONSENT_MAX: usize = 4_000;

/// Characters of a paragraph that counts as prose.
const PROSE_MIN: usize = 40;

/// How many times as much prose the main part has when it is believed.
const FAR_MORE: usize = 2;

/// Characters of a short article.
const SHORT: usize = 1_500;

/// Elements that are not shown.
pub(super) const HIDDEN: &str = "[hidden], [style*='display:none' i], [style*='display: none' i], \
     [style*='visibility:hidden' i], [style*='visibility: hidden' i]";

/// Returns the article of a page, and the author that stands in it; the page itself, without what
/// stands around, when none is found.
pub(super) fn find(readability: &mut Readability, html: &str) -> (Document, Option<String>) {
    remove_consent(&readability.doc);
    // Reading the page changes it.
    let main = main_part(&readability.doc);
    let Some((found, byline)) = parse(readability) else {
        let document = main.map_or_else(|| whole(html), |(main, _)| bare(&main));
        return (document, None);
    };
    let is_better = |(_, in_main): &(String, usize)| {
        let length = fold(&found.root().text()).chars().count();
        length < SHORT && *in_main > FAR_MORE * prose(&found)
    };
    match main.filter(is_better) {
        Some((main, _)) => (in_main_part(&main, found), byline),
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

/// Returns the article of the main part, or the part itself, where that has far more prose than what was
/// found.
fn in_main_part(main: &str, found: Document) -> Document {
    let enough = FAR_MORE * prose(&found);
    let main = bare(main);
    if prose(&main) <= enough {
        return found;
    }
    let article = Readability::with_document(Document::from(main.html()), None, None)
        .ok()
        .and_then(|mut readability| parse(&mut readability));
    match article {
        Some((article, _)) if prose(&article) > enough => article,
        _ => main,
    }
}

/// Removes what asks for consent to cookies.
fn remove_consent(document: &Document) {
    let is_consent = |node: &NodeRef<'_>| {
        ["id", "class"].iter().any(|name| {
            let value = node.attr_or(name, "");
            !value.is_empty() && is_named(&value, CONSENT)
        })
    };
    let body = document.body();
    let mut open: Vec<NodeRef<'_>> = body.iter().flat_map(NodeRef::children).collect();
    while let Some(node) = open.pop() {
        if !node.is_element() {
            continue;
        }
        // What stands inside of an article is its text, whatever its class.
        if node.has_name("main") || node.has_name("article") {
            continue;
        }
        if is_consent(&node) && !holds(&node, "h1, article, main") && asks_for_consent(&node) {
            node.remove_from_parent();
        } else {
            open.extend(node.children_it(false));
        }
    }
}

fn asks_for_consent(node: &NodeRef<'_>) -> bool {
    let text = node.text();
    text.chars().count() <= CONSENT_MAX && is_named(&text, CONSENT_WORDS)
}

fn is_named(value: &str, names: &[&str]) -> bool {
    let value = value.to_lowercase();
    names.iter().any(|name| value.contains(name))
}

fn holds(node: &NodeRef<'_>, selector: &str) -> bool {
    Selection::from(*node).select(selector).exists()
}

/// Returns the only part that the page marks as its main part, and the characters of its prose.
fn main_part(document: &Document) -> Option<(String, usize)> {
    MAIN.iter().find_map(|selector| {
        let parts = document.select(selector);
        match parts.nodes() {
            [one] => Some((one.html().to_string(), prose_in(&parts.select("p")))),
            _ => None,
        }
    })
}

/// Returns a part of a page without what stands around and what is not shown.
fn bare(part: &str) -> Document {
    let part = Document::from(part);
    for selector in [NO_TEXT, AROUND, HIDDEN] {
        part.select(selector).remove();
    }
    part
}

/// Returns the characters that stand in paragraphs.
fn prose(document: &Document) -> usize {
    prose_in(&document.select("p"))
}

fn prose_in(paragraphs: &Selection<'_>) -> usize {
    let lengths = paragraphs
        .nodes()
        .iter()
        .map(|paragraph| fold(&paragraph.text()).chars().count());
    lengths.filter(|length| *length >= PROSE_MIN).sum()
}
