//! Where in a Markdown file the fields stand: between fences, as an object in JSON, or above the first fence.

use std::ops::Range;
use std::sync::Arc;

use serde::de::IgnoredAny;

use crate::article::front_matter;
use crate::config::fields::{self, Key, Node, Value};
use crate::diagnostic::Source;

/// The front matter of a Markdown file.
pub(super) struct FrontMatter {
    /// Its bytes, between the fences.
    pub range: Range<usize>,
    pub is_toml: bool,
    /// Where the body begins.
    pub body: usize,
}

/// Returns the front matter: between lines of `+++` it is TOML, between lines of `---` YAML.
pub(super) fn find(source: &Arc<Source>) -> Option<FrontMatter> {
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
        Ok((None, _)) => unopened(source)?,
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

/// Keys of which one stands in all front matter that no fence opens.
const KNOWN: &[&str] = &["title", "date", "tags", "categories", "layout"];

/// Returns front matter that no fence opens, as Hexo reads it, and where the body begins: all that stands above the
/// first fence is fields, and some of them are known.
fn unopened(source: &Arc<Source>) -> Option<(Range<usize>, usize)> {
    let text = source.text();
    let fence = text.find("\n---")? + 1;
    let line = text[fence..].find('\n').map_or(text.len(), |at| fence + at);
    // Most texts begin otherwise, and are not read as fields.
    let (key, _) = text[..fence].split_once(':')?;
    let is_key = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '-');
    if !key.chars().all(is_key) || !text[fence + 3..line].trim().is_empty() {
        return None;
    }
    let node = fields::parse_yaml(source, 0..fence).ok()?;
    let Value::Table(entries) = node.value else {
        return None;
    };
    let is_known = |(key, _): &(Key, Node)| KNOWN.contains(&&*key.name);
    entries.iter().any(is_known).then_some((0..fence, line))
}
