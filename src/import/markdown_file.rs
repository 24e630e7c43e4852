//! A Markdown file, with front matter or without, to a draft: its body stays as it is written, but for the
//! addresses of the pictures that lie beside it (`pictures`).
//!
//! Fields are read from the keys that Hugo, Zola, Jekyll and Obsidian use, in YAML, TOML or JSON. The front matter
//! as a whole is set aside too, so that no key of it is lost.

mod pictures;

use std::ops::Range;
use std::sync::Arc;

use serde::de::IgnoredAny;

use super::draft::{DateKind, Dated, Draft};
use super::pictures::{Picture, Pictures};
use super::text::dates;
use super::{Companion, is_web_address};
use crate::article::front_matter::{self, Date};
use crate::config::fields::{self, Key, Node, Value};
use crate::diagnostic::Source;

pub use pictures::paths as picture_paths;

/// Keys and the fields they are.
const TITLE: &[&str] = &["title", "headline"];
const DATE: &[&str] = &["date", "publishdate", "pubdate", "published"];
const CREATED: &[&str] = &["created"];
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
const LAYOUT: &[&str] = &["layout"];
const DRAFT: &[&str] = &["draft"];
/// Jekyll's, and that of Obsidian's own host; elsewhere it is a day.
const PUBLISHED: &[&str] = &["published", "publish"];

/// Commas, which divide the tags of one value.
const COMMAS: [char; 3] = [',', '，', '、'];

/// Tables in which fields stand, too.
const TABLES: &[&str] = &["taxonomies", "extra", "params"];

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
            Some(node) => take_fields(name, &node, &mut draft),
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
    // Readers would see it as it is written.
    if let Some(at) = ["{{<", "{{%"].iter().filter_map(|it| body.find(it)).min() {
        draft.fire("shortcode", body[at..].lines().next().unwrap_or_default());
        draft.is_draft = true;
    }
    let mut pictures = Pictures::default();
    let body = pictures::keep(body.trim_end(), companions, &mut pictures);
    draft.markdown = Some(body + "\n");
    for picture in &pictures.missing {
        draft.set_aside("image-not-captured", picture);
        draft.is_draft = true;
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
    if source.text().starts_with("+++\n") {
        // The line end before the first field may be that before the second fence.
        let fence = 3 + source.text()[3..].find("\n+++")?;
        let end = fence + "\n+++".len();
        let body = source.text()[end..].find('\n');
        return Some(FrontMatter {
            range: 4..fence.max(4),
            is_toml: true,
            body: body.map_or(source.text().len(), |at| end + at),
        });
    }
    if let Some(end) = json_object(source.text()) {
        return Some(FrontMatter {
            range: 0..end,
            is_toml: false,
            body: end,
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

/// Returns where the object in JSON ends that a text begins with, when nothing but a line end follows it.
fn json_object(text: &str) -> Option<usize> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let is_object = text.starts_with('{') && values.next()?.is_ok();
    let end = values.byte_offset();
    (is_object && text[end..].starts_with('\n')).then_some(end)
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

fn take_fields(name: &str, node: &Node, draft: &mut Draft) {
    let fields = Fields::of(node);
    draft.title = fields.first(TITLE, Some).unwrap_or_default();
    draft.canonical = fields.first(URL, |url| is_web_address(&url).then_some(url));
    let mut date = fields.first(DATE, |date| dates::first(&date));
    // The day that a note of a page of others was made is not that of the page.
    if draft.canonical.is_none() {
        date = date.or_else(|| fields.first(CREATED, |date| dates::first(&date)));
    }
    draft.date = date.map(|date| Dated {
        date,
        kind: DateKind::Unstated,
    });
    draft.authors = fields.all(AUTHOR);
    for author in &mut draft.authors {
        *author = without_brackets(author);
    }
    draft.publisher = fields.first(OUTLET, Some);
    draft.tags = fields.all(TAGS);
    if let [only] = draft.tags.as_slice() {
        let signs: &[char] = match only.contains(COMMAS) {
            false if is_jekyll_post(name, &fields) && !fields.is_list(TAGS) => &[' ', '\t'],
            _ => &COMMAS,
        };
        let tags = only.split(signs).map(str::trim);
        draft.tags = tags.map(str::to_owned).collect();
    }
    for tag in &mut draft.tags {
        *tag = without_brackets(tag.trim_start_matches('#'));
    }
    draft.tags.retain(|tag| !tag.is_empty());
    let is = |names: &[&str], word: &str| {
        let said = fields.first(names, Some);
        said.is_some_and(|said| said.eq_ignore_ascii_case(word))
    };
    draft.is_draft = is(DRAFT, "true") || is(PUBLISHED, "false");
}

/// Returns whether a file is a post of Jekyll's, where spaces divide tags (its documentation, "Front Matter"): it is named
/// by its day, and lies where posts do or names its layout. Other programs have either, and one tag of several words.
fn is_jekyll_post(path: &str, fields: &Fields<'_>) -> bool {
    let mut folders = path.rsplit(['/', '\\']);
    let name = folders.next().unwrap_or_default();
    let day = name.get(..10).and_then(Date::parse);
    let is_named_by_day = day.is_some() && name[10..].starts_with('-');
    is_named_by_day
        && (folders.any(|folder| folder == "_posts") || fields.first(LAYOUT, Some).is_some())
}

/// Fields by their keys: those of the front matter, then those of the tables in it that Zola and Hugo have for the
/// author's own.
struct Fields<'a> {
    tables: Vec<&'a [(Key, Node)]>,
}

impl<'a> Fields<'a> {
    fn of(node: &'a Node) -> Fields<'a> {
        let Value::Table(entries) = &node.value else {
            return Fields { tables: Vec::new() };
        };
        let inner = entries.iter().filter_map(|(key, node)| match &node.value {
            Value::Table(entries) if TABLES.contains(&&*key.name) => Some(entries.as_slice()),
            _ => None,
        });
        Fields {
            tables: [entries.as_slice()].into_iter().chain(inner).collect(),
        }
    }

    /// Returns the values of each of these keys that is there, in the order of the keys.
    fn values<'n>(&self, names: &'n [&str]) -> impl Iterator<Item = Vec<String>> + use<'a, 'n, '_> {
        self.nodes(names).map(words)
    }

    fn nodes<'n>(&self, names: &'n [&str]) -> impl Iterator<Item = &'a Node> + use<'a, 'n, '_> {
        let found = self.tables.iter().flat_map(move |entries| {
            names.iter().flat_map(move |name| {
                let named = entries.iter();
                named.filter(move |(key, _)| key.name.eq_ignore_ascii_case(name))
            })
        });
        found.map(|(_, node)| node)
    }

    /// Returns whether the first of these keys that has a value has a list.
    fn is_list(&self, names: &[&str]) -> bool {
        let mut nodes = self.nodes(names).filter(|node| !words(node).is_empty());
        nodes
            .next()
            .is_some_and(|node| matches!(node.value, Value::List(_)))
    }

    /// Returns the first value of these keys of which something can be made.
    fn first<T>(&self, names: &[&str], make: impl Fn(String) -> Option<T>) -> Option<T> {
        self.values(names).flatten().find_map(make)
    }

    /// Returns the values of the first of these keys that has any.
    fn all(&self, names: &[&str]) -> Vec<String> {
        let mut values = self.values(names);
        values.find(|values| !values.is_empty()).unwrap_or_default()
    }
}

/// Returns a name without the brackets of a link of Obsidian's: `[[name]]`, `[[page|name]]`.
fn without_brackets(name: &str) -> String {
    let inside = name.strip_prefix("[[").and_then(|it| it.strip_suffix("]]"));
    let shown = inside.map(|inside| inside.rsplit('|').next().unwrap_or(inside));
    shown.unwrap_or(name).trim().to_owned()
}

/// Returns the text of a value, the texts of a list, or the names of a table.
fn words(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Plain(text) | Value::Text(text) if !text.trim().is_empty() => {
            vec![text.trim().to_owned()]
        }
        Value::List(nodes) => nodes.iter().flat_map(words).collect(),
        Value::Table(entries) => {
            let name = entries.iter().find(|(key, _)| key.name == "name");
            name.map(|(_, node)| words(node)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}
