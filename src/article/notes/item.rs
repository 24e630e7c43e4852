//! The items below a note's head: their keys, arguments, and where these end.

use std::ops::Range;

use super::super::document::{Inline, ItemKey};
use super::super::plain::Plain;
use crate::config::InterfaceLanguage;

/// The keys of items, by [`InterfaceLanguage::index`].
pub(super) const KEYS: &[(ItemKey, [&str; 3])] = &[
    (ItemKey::Evidence, ["據", "据", "evidence"]),
    (
        ItemKey::CounterEvidence,
        ["反證", "反证", "counter-evidence"],
    ),
    (ItemKey::Archived, ["存檔", "存档", "archived"]),
    (ItemKey::Confidence, ["信心", "信心", "confidence"]),
    (ItemKey::Reviewer, ["查核", "查核", "reviewer"]),
    (ItemKey::Dissent, ["異議", "异议", "dissent"]),
    (ItemKey::Correction, ["更正", "更正", "correction"]),
    (ItemKey::SeeAlso, ["參見", "参见", "see also"]),
];

impl ItemKey {
    /// Returns its name in a language.
    pub fn name(self, language: InterfaceLanguage) -> &'static str {
        let row = KEYS.iter().find(|(key, _)| *key == self);
        row.map_or("", |(_, names)| names[language.index()])
    }
}

pub(super) fn is_key_end(character: char) -> bool {
    character.is_whitespace() || "：:「『“\"（(".contains(character)
}

/// Returns the key at the start of an item and its length in bytes.
pub(super) fn key_of(text: &str) -> Option<(ItemKey, usize)> {
    let names = KEYS
        .iter()
        .flat_map(|(key, names)| names.iter().map(move |name| (*key, *name)));
    names
        .filter(|(_, name)| {
            text.get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
                && text[name.len()..].chars().next().is_none_or(is_key_end)
        })
        .map(|(key, name)| (key, name.len()))
        .max_by_key(|(_, length)| *length)
}

/// Returns the length in bytes of the argument: the text up to a colon or the end. Text that runs on
/// into a link or a quotation is none but the beginning of what is said; a correction's date and
/// verdicts are one wherever they end.
pub(super) fn argument_length(
    content: &[Inline],
    plain: &Plain<'_>,
    start: usize,
    key: ItemKey,
) -> usize {
    let mut link_start = 0;
    for inline in content {
        match inline {
            Inline::Text(text) => link_start += text.text.len(),
            _ => break,
        }
    }
    let end = link_start.max(start);
    let text = &plain.text[start..end.min(plain.text.len())];
    let ends = |(at, character): &(usize, char)| {
        let is_end = "「『“（".contains(*character) || separator_length(&text[*at..]) > 0;
        is_end && plain.is_as_written(start + at)
    };
    let length = text
        .char_indices()
        .find(ends)
        .map_or(text.len(), |(at, _)| at);
    let after = &plain.text[start + length..];
    let is_argument = key == ItemKey::Correction || after.is_empty() || separator_length(after) > 0;
    let has_reference = plain.references.iter().any(|(offset, _)| *offset >= start);
    if is_argument && !(after.is_empty() && has_reference) {
        length
    } else {
        0
    }
}

/// Returns the length in bytes of the colon that a text begins with, which divides what an item says
/// from what stands before it. An ASCII one does so before a space only: addresses, times and ratios
/// have it too.
pub(super) fn separator_length(text: &str) -> usize {
    match text.chars().next() {
        Some('：') => '：'.len_utf8(),
        Some(':') if text[1..].chars().next().is_none_or(char::is_whitespace) => 1,
        _ => 0,
    }
}

/// Returns the bytes of the words between 由 and 改為, and after it; an arrow says the same.
pub(super) fn verdicts_of(argument: &str) -> Option<[Range<usize>; 2]> {
    let (_, change) = argument.split_once(char::is_whitespace)?;
    let change = change.trim_start();
    let from = change.strip_prefix('由').or(change.strip_prefix("from "));
    let from = from.unwrap_or(change);
    let (length, word) = ["改為", "改为", " to ", "→"]
        .iter()
        .find_map(|word| Some((from.find(word)?, word)))?;
    let start = argument.len() - from.len();
    Some([
        trimmed(argument, start..start + length),
        trimmed(argument, start + length + word.len()..argument.len()),
    ])
}

/// Returns a range of a text without the white space at its ends.
pub(super) fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let start = range.end - text[range.clone()].trim_start().len();
    start..start + text[range].trim().len()
}
