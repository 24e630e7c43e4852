//! Sources that evidence cites by their keys, `[@key]`.

use std::ops::Range;
use std::sync::Arc;

use super::super::cut::Remaining;
use super::super::document::{Inline, Text, for_each_inline, leaf_text};
use super::super::plain::Plain;
use super::super::record::ARCHIVED;
use crate::config::citations::Citations;
use crate::diagnostic::{self, Diagnostic, Source};

/// What a citation begins with.
const OPEN: &str = "[@";

/// What it ends with.
const CLOSE: char = ']';

/// Puts the sources that a leaf cites in the place of their keys. An unknown key is reported, and stays;
/// so does one that a backslash makes text.
pub(super) fn cite(
    source: &Arc<Source>,
    citations: &Citations,
    content: Vec<Inline>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Inline> {
    let text = leaf_text(&content);
    if !text.contains(OPEN) {
        return content;
    }
    let plain = Plain::of(&content);
    let found: Vec<(Range<usize>, Range<usize>)> = found(&text)
        .into_iter()
        .map(|range| (range.clone(), plain.source_range(range)))
        .filter(|(range, place)| is_written(source, place, &text[range.clone()]))
        .collect();
    drop(plain);
    let shows_copy = !has_copy(&content);
    let mut cited = Vec::with_capacity(content.len());
    let mut remaining = Remaining::new(content);
    let mut taken = 0;
    for (range, place) in found {
        let key = &text[range.start + OPEN.len()..range.end - CLOSE.len_utf8()];
        let Some(citation) = citations.get(key) else {
            if citations.are_whole() {
                let nearest = diagnostic::nearest(key, citations.keys());
                diagnostics.push(diagnostic::citation_unknown(source, &place, key, nearest));
            }
            continue;
        };
        cited.extend(remaining.take(range.start - taken));
        remaining.take(range.len());
        taken = range.end;
        cited.push(Inline::Citation {
            content: vec![Inline::Text(Text {
                text: citation.title.clone(),
                range: place.clone(),
                marks: None,
            })],
            citation: Arc::clone(citation),
            shows_copy,
            range: place,
        });
    }
    cited.extend(remaining.finish());
    cited
}

/// Returns the bytes of what has the form of a citation.
fn found(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices(OPEN) {
        let rest = &text[start + OPEN.len()..];
        let length = rest.find(['[', ']', '\n']).unwrap_or(rest.len());
        if length > 0 && rest[length..].starts_with(CLOSE) {
            found.push(start..start + OPEN.len() + length + CLOSE.len_utf8());
        }
    }
    found
}

/// Returns whether a text stands in the source just so, without a backslash before it.
fn is_written(source: &Source, place: &Range<usize>, text: &str) -> bool {
    let is_same = source.text().get(place.clone()) == Some(text);
    is_same && !source.text()[..place.start].ends_with('\\')
}

/// Returns whether an item has a copy of what it cites.
fn has_copy(content: &[Inline]) -> bool {
    let mut has_copy = false;
    for_each_inline(content, &mut |inline| {
        if let Inline::Link { content, .. } = inline {
            let title = leaf_text(content);
            let title = title.trim();
            has_copy |= ARCHIVED.iter().any(|name| title.eq_ignore_ascii_case(name));
        }
    });
    has_copy
}
