//! Where words stand in a text, and where a reference behind them may stand in its source.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use crate::article::document::{Document, Inline, Leaf, Text, leaf_text, leaves};

/// Words of a text.
pub(super) struct Occurrence<'a> {
    /// The leaf that they stand in.
    pub(super) leaf: &'a Leaf,
    /// Their bytes in the leaf's text.
    pub(super) range: Range<usize>,
    /// Their bytes in the plain text of the body.
    pub(super) in_text: Range<usize>,
}

/// The texts of a document's leaves, in which words are looked for.
pub(super) struct Texts<'a> {
    /// The offset of each leaf in the plain text of the body, the leaf, its text.
    leaves: Vec<(usize, &'a Leaf, String)>,
}

impl<'a> Texts<'a> {
    /// Returns the texts of a document.
    pub(super) fn of(document: &'a Document) -> Texts<'a> {
        let leaves = leaves(&document.blocks).into_iter();
        let leaves = leaves.map(|(start, leaf)| (start, leaf, leaf_text(leaf)));
        Texts {
            leaves: leaves.collect(),
        }
    }

    /// Returns every place at which words stand inside one leaf, in the order of the text; places may
    /// overlap. Words do not begin or end inside of what a reader sees as one character (Unicode Standard
    /// Annex 29, section 3).
    pub(super) fn occurrences(&self, words: &str) -> Vec<Occurrence<'a>> {
        let mut found = Vec::new();
        for (start, leaf, text) in &self.leaves {
            let mut from = 0;
            while let Some(at) = text[from..].find(words).map(|at| from + at) {
                let range = at..at + words.len();
                if is_boundary(text, range.start) && is_boundary(text, range.end) {
                    found.push(Occurrence {
                        leaf,
                        in_text: start + range.start..start + range.end,
                        range,
                    });
                }
                from = at + text[at..].chars().next().map_or(1, char::len_utf8);
            }
        }
        found
    }
}

/// Returns whether a character, as readers see them, ends or begins at an offset.
fn is_boundary(text: &str, offset: usize) -> bool {
    // Only the context before a chunk could be missing, and the text is one chunk.
    GraphemeCursor::new(offset, text.len(), true)
        .is_boundary(text, 0)
        .unwrap_or(true)
}

/// Returns the offsets in the source at which a reference may stand behind the first `end` bytes of a
/// leaf's text, the best first: behind the markup that ends there, and behind references that stand there
/// already, which so keep their numbers. There is none inside a link, code, a formula or fixed forms.
pub(super) fn places(source: &str, leaf: &[Inline], end: usize) -> Vec<usize> {
    let mut places = Vec::new();
    let mut finder = Finder {
        source,
        end,
        places: &mut places,
    };
    if finder.find(leaf, 0).is_none() {
        return Vec::new();
    }
    places.reverse();
    places.dedup();
    places
}

struct Finder<'a> {
    source: &'a str,
    /// The bytes of text that stand before the reference.
    end: usize,
    /// The places found, from the innermost outwards.
    places: &'a mut Vec<usize>,
}

impl Finder<'_> {
    /// Returns the outermost place in a list of inlines of which `start` bytes of text stand before.
    fn find(&mut self, inlines: &[Inline], start: usize) -> Option<usize> {
        let mut offset = start;
        for (index, inline) in inlines.iter().enumerate() {
            let length = leaf_text(std::slice::from_ref(inline)).len();
            if length == 0 || offset + length < self.end {
                offset += length;
                continue;
            }
            let mut place = self.inside(inline, offset, length)?;
            self.places.push(place);
            for next in &inlines[index + 1..] {
                match next {
                    Inline::Reference(reference) if reference.range.start == place => {
                        place = reference.range.end;
                        self.places.push(place);
                    }
                    _ => break,
                }
            }
            return Some(place);
        }
        None
    }

    /// Returns the outermost place in or behind an inline, whose text begins at `start` and has `length`
    /// bytes.
    fn inside(&mut self, inline: &Inline, start: usize, length: usize) -> Option<usize> {
        let is_whole = start + length == self.end;
        match inline {
            Inline::Text(text) => offset_in(text, self.end - start),
            Inline::Code(text) | Inline::Math { text, .. } if is_whole => Some(text.range.end),
            Inline::Emphasis(content) => self.behind(content, start, is_whole, 1),
            Inline::Strong(content) | Inline::Strikethrough(content) => {
                self.behind(content, start, is_whole, 2)
            }
            Inline::Quotation(content) => self.find(content, start),
            Inline::Fixed { content, forms } => {
                let place = self.find(content, start)?;
                if forms.is_some() {
                    self.places.clear();
                }
                match self.source[place..].find("}-") {
                    Some(close) if is_whole => Some(place + close + "}-".len()),
                    _ => forms.is_none().then_some(place),
                }
            }
            Inline::Link { range, .. } if is_whole => Some(range.end),
            _ => None,
        }
    }

    /// Returns the place behind the delimiters of emphasis, or inside where it goes on.
    fn behind(
        &mut self,
        content: &[Inline],
        start: usize,
        is_whole: bool,
        delimiters: usize,
    ) -> Option<usize> {
        let place = self.find(content, start)?;
        let rest = &self.source.as_bytes()[place..];
        let mark = rest.first().copied().unwrap_or_default();
        let count = rest.iter().take_while(|byte| **byte == mark).count();
        Some(match mark {
            b'*' | b'_' if is_whole && count >= delimiters => place + delimiters,
            b'~' if is_whole => place + count,
            _ => place,
        })
    }
}

/// Returns the offset in the source behind so many bytes of a text; none inside an entity.
fn offset_in(text: &Text, bytes: usize) -> Option<usize> {
    if text.text.len() == text.range.len() {
        Some(text.range.start + bytes)
    } else {
        (bytes == text.text.len()).then_some(text.range.end)
    }
}
