//! A Markdown file, with front matter or without, to a draft: its body stays as it is written, but for the
//! addresses of the pictures that lie beside it (`pictures`).
//!
//! Fields are read from the keys that Hugo, Zola, Jekyll and Obsidian use, in YAML or TOML. The front matter
//! as a whole is set aside too, so that no key of it is lost.

mod pictures;

use std::ops::Range;
use std::sync::Arc;

use super::draft::{DateKind, Dated, Draft};
use super::pictures::{Picture, Pictures};
use super::text::dates;
use super::{Companion, is_web_address};
use crate::article::front_matter;
use crate::config::fields::{self, Node, Value};
use crate::diagnostic::Source;

pub use pictures::paths as picture_paths;

/// Keys and the fields they are.
const TITLE: &[&str] = &["title", "headline"];
const DATE: &[&str] = &["date", "published", "publishdate", "pubdate", "created"];
const AUTHOR: &[&str] = &["author", "authors", "byline"];
const OUTLET: &[&str] = &["publisher", "site", "outlet", "site_name"];
const URL: &[&str] = &[
    "url",
    "link",
    "source",
    "original_url",
    "canonical",
    "canonicalurl",
];
const TAGS: &[&str] = &["tags", "keywords"];

/// Returns the draft of a Markdown text, and the pictures of it that were found beside it.
pub(super) fn read(name: &str, text: &str, companions: &[Companion]) -> (Draft, Vec<Picture>) {
    let source = Source::new(name, text);
    let mut draft = Draft::default();
    let mut start = 0;
    if let Some(found) = front_matter(&source) {
        let raw = &text[found.range.clone()];
        let node = match found.is_toml {
            true => fields::parse_toml(&Source::new(name, raw)).ok(),
            false => fields::parse_yaml(&source, found.range).ok(),
        };
        match node {
            Some(node) => take_fields(&node, &mut draft),
            None => draft.fire("front-matter-unreadable", raw),
        }
        if !raw.trim().is_empty() {
            draft.set_aside("front-matter", raw);
        }
        start = found.body;
    }
    let mut body = text[start..].trim_matches('\n');
    if let Some((heading, rest)) = first_heading(body)
        && (draft.title.is_empty() || draft.title == heading)
    {
        draft.fire("title-heading", heading);
        draft.title = heading.to_owned();
        body = rest.trim_start_matches('\n');
    }
    let mut pictures = Pictures::default();
    let body = pictures::keep(body.trim_end(), companions, &mut pictures);
    draft.markdown = Some(body + "\n");
    for picture in &pictures.missing {
        draft.set_aside("image-not-captured", picture);
    }
    (draft, pictures.kept)
}

/// The front matter of a Markdown file.
struct FrontMatter {
    /// Its bytes, between the fences.
    range: Range<usize>,
    is_toml: bool,
    /// Where the body begins.
    body: usize,
}

/// Returns the front matter: between lines of `+++` it is TOML, between lines of `---` YAML.
fn front_matter(source: &Arc<Source>) -> Option<FrontMatter> {
    if let Some(rest) = source.text().strip_prefix("+++\n") {
        let length = rest.find("\n+++")?;
        let end = 4 + length + 4;
        let body = source.text()[end..].find('\n');
        return Some(FrontMatter {
            range: 4..4 + length,
            is_toml: true,
            body: body.map_or(source.text().len(), |at| end + at),
        });
    }
    let (range, body) = match front_matter::split(source) {
        Ok((Some(range), body)) if has_fields(source, &range) => (range, body),
        Ok((Some(_), _)) => return None,
        Ok((None, _)) => return None,
        Err(_) => unclosed(source)?,
    };
    Some(FrontMatter {
        range,
        is_toml: false,
        body,
    })
}

/// Returns whether what stands between fences may be fields, good ones or bad ones: a line has a colon.
fn has_fields(source: &Arc<Source>, range: &Range<usize>) -> bool {
    let text = &source.text()[range.clone()];
    text.trim().is_empty() || text.contains(": ") || text.contains(":\n")
}

/// Returns front matter that no fence ends, and where the body begins: it ends with the first empty line,
/// when what stands above reads as fields.
fn unclosed(source: &Arc<Source>) -> Option<(Range<usize>, usize)> {
    let start = source.text().find('\n')? + 1;
    let end = start + source.text()[start..].find("\n\n")? + 1;
    let node = fields::parse_yaml(source, start..end).ok()?;
    matches!(node.value, Value::Table(_)).then_some((start..end, end))
}

/// Returns the heading of the first level that a body begins with, and what follows it, when it holds
/// no markup.
fn first_heading(body: &str) -> Option<(&str, &str)> {
    let (line, rest) = body.split_once('\n').unwrap_or((body, ""));
    let heading = line.strip_prefix("# ")?.trim().trim_end_matches('#').trim();
    let has_markup = heading.contains(['*', '_', '`', '[', '<', '\\', '&', '{']);
    (!heading.is_empty() && !has_markup).then_some((heading, rest))
}

fn take_fields(node: &Node, draft: &mut Draft) {
    let Value::Table(entries) = &node.value else {
        return;
    };
    let texts = |names: &[&str]| -> Vec<String> {
        let is_named = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let found = entries
            .iter()
            .find(|(key, node)| is_named(&key.name) && !words(node).is_empty());
        found.map(|(_, node)| words(node)).unwrap_or_default()
    };
    let first = |names: &[&str]| texts(names).into_iter().next();
    draft.title = first(TITLE).unwrap_or_default();
    draft.date = first(DATE)
        .and_then(|date| dates::first(&date))
        .map(|date| Dated {
            date,
            kind: DateKind::Unstated,
        });
    draft.authors = texts(AUTHOR);
    draft.publisher = first(OUTLET);
    draft.canonical = texts(URL).into_iter().find(|url| is_web_address(url));
    draft.tags = texts(TAGS);
    if let [only] = draft.tags.as_slice() {
        let tags = only.split([',', '，', '、']).map(str::trim);
        draft.tags = tags
            .filter(|tag| !tag.is_empty())
            .map(str::to_owned)
            .collect();
    }
    let is_true = |node: &Node| match &node.value {
        Value::Plain(text) => text.eq_ignore_ascii_case("true"),
        _ => false,
    };
    draft.is_draft = entries
        .iter()
        .any(|(key, node)| key.name.eq_ignore_ascii_case("draft") && is_true(node));
}

/// Returns the text of a value, or the texts of a list.
fn words(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Plain(text) | Value::Text(text) if !text.trim().is_empty() => {
            vec![text.trim().to_owned()]
        }
        Value::List(nodes) => nodes.iter().flat_map(words).collect(),
        _ => Vec::new(),
    }
}
