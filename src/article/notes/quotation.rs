//! Words in quotation marks: lemmas, readings, and quotations that are evidence.

use std::ops::Range;

use super::super::cut::Remaining;
use super::super::document::{Inline, ItemKey, for_each_inline, leaf_text};
use super::super::plain::Plain;
use crate::config::InterfaceLanguage;

/// A quotation that is longer than this is not looked for to its end: a mark was forgotten.
const QUOTATION_BYTES_MAX: usize = 8192;

/// Opening and closing quotation marks of a lemma.
const QUOTES: &[(char, char)] = &[
    ('「', '」'),
    ('『', '』'),
    ('“', '”'),
    ('‘', '’'),
    ('"', '"'),
];

/// Returns the quotation marks between which a note reads a text as just this text: those that the
/// language prefers, or others where the text has odd ones of these; none when it has odd ones of all.
pub fn marks_around(text: &str, language: InterfaceLanguage) -> Option<(char, char)> {
    let preferred = match language {
        InterfaceLanguage::TraditionalChinese => '「',
        InterfaceLanguage::SimplifiedChinese | InterfaceLanguage::English => '“',
    };
    let (first, others): (Vec<_>, Vec<_>) = QUOTES.iter().partition(|(open, _)| *open == preferred);
    first.into_iter().chain(others).find(|(open, close)| {
        let quotation = format!("{open}{text}{close}");
        matches!(leading(&quotation), Some(Ok(quoted)) if quoted.length == quotation.len())
    })
}

/// A text in quotation marks.
pub(super) struct QuotedText<'a> {
    /// What stands between the marks.
    pub(super) text: &'a str,
    /// The bytes of the whole, with its marks.
    pub(super) length: usize,
}

/// Returns the quotation that a text begins with, which may hold balanced pairs of the same marks;
/// `None` when it begins with no quotation mark, and the mark that is missing when it is not closed.
pub(super) fn leading(text: &str) -> Option<Result<QuotedText<'_>, char>> {
    let first = text.chars().next()?;
    let (open, close) = QUOTES.iter().find(|(open, _)| *open == first)?;
    let inside = open.len_utf8();
    let Some(length) = balanced(&text[inside..], *open, *close) else {
        return Some(Err(*close));
    };
    Some(Ok(QuotedText {
        text: &text[inside..inside + length],
        length: inside + length + close.len_utf8(),
    }))
}

/// Returns the inlines of a quotation, without its marks, when it has code, formulas or fixed forms. `range` is
/// that of the quotation in the plain text, `length` that of its text, in bytes.
pub(super) fn verbatim_content(
    content: &[Inline],
    range: Range<usize>,
    length: usize,
) -> Vec<Inline> {
    let mark = (range.len() - length) / 2;
    let mut remaining = Remaining::new(content.to_vec());
    remaining.take(range.start + mark);
    let quoted = remaining.take(length);
    let mut is_plain = true;
    for_each_inline(&quoted, &mut |inline| {
        is_plain &= !matches!(
            inline,
            Inline::Code(_) | Inline::Math { .. } | Inline::Fixed { .. }
        );
    });
    if is_plain { Vec::new() } else { quoted }
}

/// Returns the length in bytes up to the mark that closes a quotation.
fn balanced(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 1;
    for (offset, character) in text.char_indices() {
        if character == close {
            depth -= 1;
            if depth == 0 {
                return Some(offset);
            }
        } else if character == open {
            depth += 1;
        }
    }
    None
}

/// Makes the quotations that follow a link verbatim: they are evidence, in the words of the source.
pub(super) fn mark_quotations(content: Vec<Inline>, key: ItemKey) -> Vec<Inline> {
    if !matches!(
        key,
        ItemKey::Evidence | ItemKey::CounterEvidence | ItemKey::Archived
    ) {
        return content;
    }
    let mut marked = Vec::with_capacity(content.len());
    let quotations = quotations(&content);
    let mut remaining = Remaining::new(content);
    let mut taken = 0;
    for quotation in quotations {
        marked.extend(remaining.take(quotation.start - taken));
        marked.push(Inline::Quotation(remaining.take(quotation.len())));
        taken = quotation.end;
    }
    marked.extend(remaining.finish());
    marked
}

/// Returns the bytes of the quotations in the plain text of a leaf.
fn quotations(content: &[Inline]) -> Vec<Range<usize>> {
    let plain = Plain::of(content);
    let links = link_ranges(content);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(quotation) = quotation(&plain.text, from) {
        let is_inside = |link: &&Range<usize>| link.contains(&quotation.start);
        from = match links.iter().find(is_inside) {
            // It is the title of what is linked.
            Some(link) => link.end,
            None if plain.is_as_written(quotation.start) => {
                found.push(quotation.clone());
                quotation.end
            }
            None => plain.text.ceil_char_boundary(quotation.start + 1),
        };
    }
    found
}

/// Returns the first mark of a leaf that begins a quotation which nothing closes, by its bytes in the plain text, with
/// the mark that is missing. Marks that are apostrophes or inches as well begin none for certain.
pub(super) fn open(content: &[Inline]) -> Option<(Range<usize>, char)> {
    let plain = Plain::of(content);
    let links = link_ranges(content);
    let mut from = 0;
    loop {
        let start = from + plain.text[from..].find(['「', '『', '“'])?;
        let mark = plain.text[start..].chars().next()?;
        let (_, close) = QUOTES.iter().find(|(open, _)| *open == mark)?;
        let inside = start + mark.len_utf8();
        let is_inside = |link: &&Range<usize>| link.contains(&start);
        from = match balanced(&plain.text[inside..], mark, *close) {
            Some(length) => inside + length + close.len_utf8(),
            None if links.iter().any(|link| is_inside(&link)) => inside,
            None if !plain.is_as_written(start) => inside,
            None => return Some((start..inside, *close)),
        };
    }
}

/// Returns the bytes of each link and each title of a cited source in the plain text of a leaf.
fn link_ranges(content: &[Inline]) -> Vec<Range<usize>> {
    let mut links = Vec::new();
    let mut offset = 0;
    for inline in content {
        let length = leaf_text(std::slice::from_ref(inline)).len();
        match inline {
            Inline::Link { .. } | Inline::Citation { .. } => links.push(offset..offset + length),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
                let inner = link_ranges(inner).into_iter();
                links.extend(inner.map(|link| offset + link.start..offset + link.end));
            }
            _ => {}
        }
        offset += length;
    }
    links
}

/// Returns the bytes of the first balanced quotation from an offset on, with its marks. A mark that
/// is not closed begins none.
fn quotation(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let start = at + text[at..].find(['「', '『', '“', '‘', '"'])?;
        let open = text[start..].chars().next()?;
        let (_, close) = QUOTES.iter().find(|(mark, _)| *mark == open)?;
        let inside = start + open.len_utf8();
        let end = text.floor_char_boundary((inside + QUOTATION_BYTES_MAX).min(text.len()));
        match balanced(&text[inside..end], open, *close) {
            Some(length) => return Some(start..inside + length + close.len_utf8()),
            None => at = inside,
        }
    }
}
