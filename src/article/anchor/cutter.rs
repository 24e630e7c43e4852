//! Cuts the text of a leaf at the borders of spans, and notes on each piece whose it is.

use std::ops::Range;

use super::Apparatus;
use crate::article::document::{Emended, Inline, Leaf, Marks, Text};

/// Cuts the text pieces of a leaf at the borders of spans, and notes on each piece whose it is.
pub(super) fn cut_leaf(leaf: &mut Leaf, apparatus: &Apparatus) {
    let spans = apparatus.spans.iter().map(|span| &span.range);
    let replacements = apparatus
        .replacements
        .iter()
        .map(|replacement| &replacement.range);
    let mut borders: Vec<usize> = spans
        .chain(replacements)
        .flat_map(|range| [range.start, range.end])
        .collect();
    borders.sort_unstable();
    borders.dedup();
    let mut cutter = Cutter {
        apparatus,
        borders,
        active: Vec::new(),
        next_span: 0,
        offset: 0,
    };
    cutter.cut(leaf);
}

struct Cutter<'a> {
    apparatus: &'a Apparatus,
    borders: Vec<usize>,
    /// The spans that the text at `offset` may belong to, in the order of the spans.
    active: Vec<usize>,
    next_span: usize,
    /// The offset in the leaf's plain text, in bytes.
    offset: usize,
}

impl Cutter<'_> {
    fn cut(&mut self, inlines: &mut Vec<Inline>) {
        let mut result = Vec::with_capacity(inlines.len());
        for mut inline in std::mem::take(inlines) {
            match &mut inline {
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Quotation(content)
                | Inline::Fixed { content, .. }
                | Inline::Citation { content, .. }
                | Inline::Link { content, .. } => self.cut(content),
                Inline::Text(text) => {
                    self.cut_text(std::mem::take(text), Inline::Text, &mut result);
                    continue;
                }
                Inline::Code(text) => {
                    self.cut_text(std::mem::take(text), Inline::Code, &mut result);
                    continue;
                }
                Inline::Math { text, .. } => {
                    let start = self.offset;
                    self.offset += text.text.len();
                    text.marks = self.marks(start..self.offset);
                }
                Inline::HardBreak => self.offset += 1,
                _ => {}
            }
            result.push(inline);
        }
        *inlines = result;
    }

    fn cut_text(
        &mut self,
        mut text: Text,
        inline: impl Fn(Text) -> Inline,
        result: &mut Vec<Inline>,
    ) {
        let is_literal = text.text.len() == text.range.len();
        let end = self.offset + text.text.len();
        let from = self
            .borders
            .partition_point(|border| *border <= self.offset);
        let to = self.borders.partition_point(|border| *border < end);
        // A text may be empty, and stand on a border.
        let to = to.max(from);
        let borders: Vec<usize> = self.borders[from..to].to_vec();
        for border in borders {
            let length = border - self.offset;
            let rest = text.text.split_off(length);
            let middle = if is_literal {
                text.range.start + length
            } else {
                text.range.end
            };
            let marks = self.marks(self.offset..border);
            result.push(inline(Text {
                text: std::mem::replace(&mut text.text, rest),
                range: text.range.start..middle,
                marks,
            }));
            text.range.start = middle;
            self.offset = border;
        }
        text.marks = self.marks(self.offset..end);
        self.offset = end;
        result.push(inline(text));
    }

    /// Returns the marks of a stretch that no border divides. (A formula may be divided: it is then
    /// marked as a whole.)
    fn marks(&mut self, range: Range<usize>) -> Option<Box<Marks>> {
        let spans = &self.apparatus.spans;
        while let Some(span) = spans.get(self.next_span) {
            if span.range.start >= range.end {
                break;
            }
            self.active.push(self.next_span);
            self.next_span += 1;
        }
        self.active
            .retain(|index| spans[*index].range.end > range.start);
        if self.active.is_empty() {
            return None;
        }
        let mut marks = Marks {
            emendation: self.emendation(&range),
            ..Marks::default()
        };
        for span in self.active.iter().map(|index| &spans[*index]) {
            marks.notes.push(span.note);
            if span.is_again {
                continue;
            }
            if span.range.start >= range.start {
                marks.begins.push(span.note);
            }
            if span.range.end <= range.end {
                marks.ends.push(span.note);
            }
        }
        Some(Box::new(marks))
    }

    fn emendation(&self, range: &Range<usize>) -> Option<Emended> {
        let replacements = &self.apparatus.replacements;
        let index =
            replacements.partition_point(|replacement| replacement.range.end <= range.start);
        let replacement = replacements
            .get(index)
            .filter(|replacement| replacement.range.start <= range.start)?;
        Some(Emended {
            note: replacement.note,
            reading: (replacement.range.end == range.end).then_some(replacement.part),
            is_again: replacement.is_again,
        })
    }
}
