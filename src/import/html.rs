//! A saved page to a draft.
//!
//! 1. Refuse excessive nesting before anything recurses ([`nesting`]).
//! 2. Read the fields that the page's head states (`metadata`).
//! 3. Take out what is no text: scripts, styles, readings of characters (`rt`, `rp`).
//! 4. Show the text that a script would show, and keep line ends that count (`styles`).
//! 5. Find the article (`dom_smoothie`, a port of Mozilla's Readability); a page in which it finds
//!    none is taken whole, but for its navigation.
//! 6. Make blocks of its tree (`convert`), pictures becoming files of the bundle (`images`).
//! 7. Fill from the text what the head left empty, with the rules of [`super::text`].
//! 8. Count what of the page is in none of these (`left_out`).
//!
//! No HTML of the page survives: what is kept is literal text, and addresses of known schemes. So
//! there is nothing to sanitise, and nothing that could be parsed twice.

mod article;
mod author;
mod convert;
mod formula;
mod header;
mod images;
mod left_out;
mod lines;
mod metadata;
pub mod nesting;
mod saved;
mod styles;
mod white_space;

use dom_query::{Document, NodeRef};
use dom_smoothie::Readability;
use encoding_rs::Encoding;
use url::Url;

use super::draft::{Block, Draft, text};
use super::pictures::{Picture, Pictures};
use super::text as rules;
use super::{Companion, decode};

pub use saved::saved_comment;

/// Elements nested deeper than this are refused; pages have some thirty.
pub const DEPTH_MAX: usize = 512;

/// Bytes at the beginning of a page in which it names its encoding (HTML, section 13.2.3.2, has 1024;
/// saved pages often have comments before).
const PRESCAN: usize = 4096;

/// Elements whose content is no text, wherever they stand; `convert` passes over more.
const NO_TEXT: &str = "script, style, template, rt, rp";

/// What a page became.
#[derive(Debug, Default)]
pub struct Page {
    /// The draft.
    pub draft: Draft,
    /// Its pictures.
    pub pictures: Vec<Picture>,
}

/// Returns the encoding that a page names.
pub fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let after = ["charset=", "encoding="].iter().find_map(|key| {
        let at = head.find(key)? + key.len();
        Some(head[at..].trim_start_matches(['"', '\'', ' ']))
    })?;
    let is_end = |it: char| !(it.is_ascii_alphanumeric() || "-_:".contains(it));
    decode::encoding(after.split(is_end).next()?)
}

/// Returns whether a text is a page rather than plain text.
///
/// A page begins with a tag, a comment or a declaration, and has its first element soon; a text may speak of one.
pub fn is_page(text: &str) -> bool {
    let text = text.trim_start_matches(|it: char| it.is_whitespace() || it == '\u{feff}');
    let start: String = text.chars().take(PRESCAN).collect();
    let start = start.to_ascii_lowercase();
    let is_element = start.contains("<html") || start.contains("<!doctype html");
    start.starts_with('<') && is_element
}

/// Reads a page; `url` is where it was published, `companions` the files saved beside it.
///
/// # Errors
/// [`nesting::TooDeep`] when its elements are nested too deep.
pub fn read(
    html: &str,
    url: Option<&str>,
    companions: &[Companion],
) -> Result<Page, nesting::TooDeep> {
    nesting::check_source(html)?;
    let document = Document::from(html);
    nesting::check_tree(&document.root())?;
    let mut readability = Readability::with_document(document, None, None)
        .expect("only an address can be bad, and none is given");
    let mut draft = Draft::default();
    let is_utc = metadata::read(&readability, &mut draft);
    let base = url
        .or(draft.canonical.as_deref())
        .and_then(|url| Url::parse(url).ok());
    left_out::count_elements(&readability.doc, &mut draft);
    readability.doc.select(NO_TEXT).remove();
    styles::show_text(&readability.doc, &mut draft);
    styles::keep_line_ends(&readability.doc);
    let lines = lines::of(&readability.doc);
    let account = header::account(&readability.doc);
    let heading = first_heading(&readability.doc);
    let named = author::linked(&readability.doc);
    let (content, byline) = article::find(&mut readability, html);
    let authors = author::in_byline(&byline.unwrap_or_default(), &named);
    // On pages in Chinese what is marked as a byline is less certain than what stands by the heading.
    let is_han = |name: &String| name.contains(|it| matches!(it, '\u{3400}'..='\u{9fff}'));
    let (doubtful, certain) = authors.into_iter().partition(is_han);
    take_authors(&mut draft, certain);
    let mut images = images::Images::new(base.as_ref(), companions);
    draft.body = convert::blocks(&content.root(), base.as_ref(), &mut images);
    let heading = heading.or_else(|| header::heading(&lines, &draft));
    let site = metadata::settle_title(&mut draft, heading);
    drop_title(&mut draft);
    if is_utc {
        header::settle_day(&lines, &mut draft);
    }
    header::fill_from_above(&lines, &mut draft);
    rules::fill(&mut draft);
    header::fill_from_below(&lines, &mut draft);
    author::settle(&mut draft.authors);
    take_authors(&mut draft, doubtful);
    // The head of such a page names WeChat for all of them.
    if let Some(account) = account {
        draft.fire("account", &account);
        draft.publisher = Some(account);
    }
    if let (Some(site), None) = (site, &draft.publisher) {
        draft.fire("outlet-title", &site);
        draft.publisher = Some(site);
    }
    for picture in &images.pictures.missing {
        draft.set_aside("image-not-captured", picture);
    }
    for address in &images.remote {
        draft.fire("image-not-captured", address);
    }
    left_out::count_outside(&lines, &mut draft);
    Ok(Page {
        draft,
        pictures: images.pictures.kept,
    })
}

/// Makes blocks of a whole page, as of a chapter of a book: nothing is looked for in it, and nothing of
/// its text is left out but what is counted in `draft`.
///
/// # Errors
/// [`nesting::TooDeep`] when its elements are nested too deep.
pub(super) fn whole(
    html: &str,
    companions: &[Companion],
    draft: &mut Draft,
) -> Result<(Vec<Block>, Pictures), nesting::TooDeep> {
    nesting::check_source(html)?;
    let document = Document::from(html);
    nesting::check_tree(&document.root())?;
    left_out::count_elements(&document, draft);
    let mut images = images::Images::new(None, companions);
    let body = document.body().unwrap_or_else(|| document.root());
    let blocks = convert::blocks(&body, None, &mut images);
    Ok((blocks, images.pictures))
}

fn first_heading(document: &Document) -> Option<String> {
    let heading = document.select("h1");
    let texts = heading
        .nodes()
        .iter()
        .map(|node: &NodeRef<'_>| fold(&node.text()));
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    // Of several the site's name is one, and which cannot be told.
    match texts.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Takes the authors that an element of the page names, where none are known.
fn take_authors(draft: &mut Draft, authors: Vec<String>) {
    if draft.authors.is_empty() && !authors.is_empty() {
        draft.fire("author-in-page", &authors.join(", "));
        draft.authors = authors;
    }
}

/// Drops the title where the body repeats it at its beginning.
fn drop_title(draft: &mut Draft) {
    let is_title = |block: &Block| match block {
        Block::Heading(_, content) | Block::Paragraph(content) => {
            fold(&text(content)) == draft.title
        }
        _ => false,
    };
    if let Some(at) = draft.body.iter().take(3).position(is_title) {
        draft.body.remove(at);
        draft.fired.push(super::draft::Fired {
            rule: "title-repeated",
            on: draft.title.clone(),
        });
    }
}
