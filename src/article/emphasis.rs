//! Emphasis beside Chinese punctuation, and references before links.
//!
//! CommonMark decides whether a run of asterisks opens or closes by the characters beside it, and
//! takes every ideographic bracket and full stop for western punctuation: `**「引文」**後文` stays
//! asterisks. The rule used here is the one proposed to CommonMark as "CJK-friendly emphasis":
//! punctuation of East Asian width never hinders, and other punctuation does not where a Han
//! character stands on the other side.
//!
//! A link may stand directly behind a reference, as in `[^a][text](url)`, where GitHub sees both.
//!
//! The Markdown parser is left as it is. A noncharacter, which it takes for a letter, is put
//! between the asterisks and the punctuation, or the reference and the link, and taken out of all
//! it returns.

use std::borrow::Cow;
use std::ops::Range;

use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointMapDataBorrowed};
use unicode_width::UnicodeWidthChar;

/// A Markdown text with padding beside its asterisks and references.
pub(super) struct Padded<'a> {
    /// The text to be parsed.
    pub text: Cow<'a, str>,
    pad: char,
    /// The offsets in the original text before which a pad was put, ascending.
    insertions: Vec<usize>,
}

/// Returns the text with padding where it needs some; most texts need none.
pub(super) fn pad(original: &str) -> Padded<'_> {
    let mut insertions = insertions(original);
    let asterisks = insertions.len();
    insertions.extend(before_links(original));
    if insertions.len() > asterisks {
        insertions.sort_unstable();
        insertions.dedup();
    }
    // Noncharacters are never text (Unicode 16, section 23.7); of the 32 one is always free, unless
    // somebody wrote them all, who then goes without the rule.
    let free = ('\u{fdd0}'..='\u{fdef}').find(|pad| !original.contains(*pad));
    let (Some(pad), false) = (free, insertions.is_empty()) else {
        return Padded {
            text: Cow::Borrowed(original),
            pad: '\u{fdd0}',
            insertions: Vec::new(),
        };
    };
    let mut text = String::with_capacity(original.len() + insertions.len() * pad.len_utf8());
    let mut copied = 0;
    for offset in &insertions {
        text.push_str(&original[copied..*offset]);
        text.push(pad);
        copied = *offset;
    }
    text.push_str(&original[copied..]);
    Padded {
        text: Cow::Owned(text),
        pad,
        insertions,
    }
}

impl Padded<'_> {
    /// Returns a parsed text without padding.
    pub fn strip<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.insertions.is_empty() || !text.contains(self.pad) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(text.replace(self.pad, ""))
    }

    /// Returns the range of the original text for a range of the padded one.
    pub fn original(&self, range: &Range<usize>) -> Range<usize> {
        self.original_offset(range.start)..self.original_offset(range.end)
    }

    fn original_offset(&self, offset: usize) -> usize {
        let width = self.pad.len_utf8();
        // The pad before insertion `i` lies at `insertions[i] + i * width` of the padded text.
        let is_before = |index: usize| self.insertions[index] + (index + 1) * width <= offset;
        let (mut low, mut high) = (0, self.insertions.len());
        while low < high {
            let middle = low.midpoint(high);
            if is_before(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let inside = self
            .insertions
            .get(low)
            .map_or(0, |at| offset.saturating_sub(at + low * width));
        offset - low * width - inside
    }
}

fn insertions(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut insertions = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr_run(&bytes[at..]) {
        let start = at + found;
        let marker = bytes[start];
        let end = start
            + bytes[start..]
                .iter()
                .take_while(|byte| **byte == marker)
                .count();
        at = end;
        let backslashes = bytes[..start]
            .iter()
            .rev()
            .take_while(|byte| **byte == b'\\')
            .count();
        let is_run = marker == b'*' || end - start == 2;
        if backslashes % 2 == 1 || !is_run {
            continue;
        }
        let before = text[..start].chars().next_back().unwrap_or('\n');
        let after = text[end..].chars().next().unwrap_or('\n');
        if is_hindered(before, after) {
            insertions.push(start);
        }
        if is_hindered(after, before) {
            insertions.push(end);
        }
    }
    insertions
}

/// Returns where what may be a link begins directly behind what may be a reference.
fn before_links(text: &str) -> impl Iterator<Item = usize> {
    let joints = text.match_indices("][").map(|(at, _)| at);
    joints.filter_map(|at| {
        let is_end = |character: char| "[]".contains(character) || character.is_whitespace();
        let start = text[..at].rfind(is_end)?;
        let is_reference = text[start..at].starts_with("[^") && !text[at + 2..].starts_with('^');
        is_reference.then_some(at + 1)
    })
}

fn memchr_run(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| matches!(byte, b'*' | b'~'))
}

/// Returns whether punctuation beside a run would wrongly hinder it, given the other neighbour.
fn is_hindered(beside: char, other: char) -> bool {
    !beside.is_ascii_whitespace() && (is_wide(beside) || is_wide(other)) && is_punctuation(beside)
}

/// Returns whether a character takes the width of a Han character, as all ideographs and their
/// punctuation do (UAX 11).
pub(super) fn is_wide(character: char) -> bool {
    character >= '\u{1100}' && character.width() == Some(2)
}

/// Returns whether a character is punctuation or a symbol, as CommonMark 0.31 section 2.1 defines
/// Unicode punctuation.
fn is_punctuation(character: char) -> bool {
    const CATEGORIES: CodePointMapDataBorrowed<'_, GeneralCategory> =
        CodePointMapData::<GeneralCategory>::new();
    let category = CATEGORIES.get(character);
    GeneralCategoryGroup::Punctuation.contains(category)
        || GeneralCategoryGroup::Symbol.contains(category)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(original: &str, padded: &str) {
        let result = pad(original);
        assert_eq!(result.text.replace(result.pad, "|"), padded);
        for (offset, _) in result.text.char_indices() {
            let range = result.original(&(offset..result.text.len()));
            assert_eq!(
                original[range].to_owned(),
                result.strip(&result.text[offset..])
            );
        }
    }

    #[test]
    fn pads_beside_wide_punctuation_only() {
        check("**「引文」**後文", "**|「引文」|**後文");
        check("**見於史書。**云云", "**見於史書。|**云云");
        check("後文**“引文”**後文", "後文**|“引文”|**後文");
        check("**bold** text", "**bold** text");
        check("a*\"quoted\"*b", "a*\"quoted\"*b");
        check("~~「刪」~~後", "~~|「刪」|~~後");
        check("連續\\*\\*「", "連續\\*\\*「");
        check("* 「項」", "* 「項」");
    }

    #[test]
    fn pads_between_a_reference_and_a_link() {
        check("甲[^a][乙](u)", "甲[^a]|[乙](u)");
        check("**甲。**[^a][乙](u)", "**甲。|**|[^a]|[乙](u)");
        check("甲[^a][^b][c]", "甲[^a][^b]|[c]");
        check("[甲][乙]", "[甲][乙]");
        check("[^甲 乙][丙]", "[^甲 乙][丙]");
    }
}
