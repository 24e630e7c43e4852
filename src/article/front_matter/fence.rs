//! Where in a source the front matter stands, and where in it a value.

use std::ops::Range;
use std::sync::Arc;

use crate::config::fields::{self, Value};
use crate::diagnostic::{self, Diagnostic, Source};

/// Splits a source: returns the bytes of the YAML, when there is front matter, and the offset at
/// which the body begins.
///
/// # Errors
/// A diagnostic when the closing line is missing.
pub fn split(source: &Arc<Source>) -> Result<(Option<Range<usize>>, usize), Diagnostic> {
    let text = source.text();
    let Some(first) = fence_end(text, 0) else {
        return Ok((None, 0));
    };
    let mut line = first;
    while line < text.len() {
        if let Some(end) = fence_end(text, line) {
            return Ok((Some(first..line), end));
        }
        line = match text[line..].find('\n') {
            Some(newline) => line + newline + 1,
            None => text.len(),
        };
    }
    Err(diagnostic::front_matter_unclosed(source, &(0..3)))
}

/// Returns where a text stands in the front matter of a source: below these keys, itself or in lists. Where it is not to
/// be found, this is the beginning.
pub fn place_of(source: &Arc<Source>, keys: &[&str], text: &str) -> Range<usize> {
    let find = || {
        let yaml = split(source).ok()?.0?;
        let mut nodes = vec![fields::parse_yaml(source, yaml).ok()?];
        for key in keys {
            let below = nodes.into_iter().flat_map(|node| match node.value {
                Value::Table(entries) => {
                    let own = entries.into_iter().filter(|(name, _)| name.name == *key);
                    own.flat_map(|(_, node)| in_list(node)).collect()
                }
                _ => vec![node],
            });
            nodes = below.collect();
        }
        let is_meant = |node: &fields::Node| match &node.value {
            Value::Plain(value) | Value::Text(value) => value.trim() == text,
            _ => false,
        };
        nodes.into_iter().find(is_meant).map(|node| node.range)
    };
    find().unwrap_or(0..0)
}

/// Returns what a list has; what is no list, by itself.
fn in_list(node: fields::Node) -> Vec<fields::Node> {
    match node.value {
        Value::List(nodes) => nodes,
        _ => vec![node],
    }
}

/// Returns the end of the line at `start` when it is a fence.
fn fence_end(text: &str, start: usize) -> Option<usize> {
    let rest = text[start..].strip_prefix("---")?;
    let line = rest.split('\n').next()?;
    if !line.trim_end().is_empty() {
        return None;
    }
    Some((start + 3 + line.len() + 1).min(text.len()))
}
