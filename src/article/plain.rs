//! The plain text of a leaf, with the way back to the source.

use std::ops::Range;

use super::document::{Inline, Text, for_each_inline};

/// The plain text of a leaf: markup and references away.
pub struct Plain<'a> {
    /// The text.
    pub text: String,
    /// The pieces it was made of, with their offsets in `text`.
    pieces: Vec<(usize, &'a Text)>,
    /// The references, with their offsets in `text`.
    pub references: Vec<(usize, &'a super::document::Reference)>,
}

impl<'a> Plain<'a> {
    /// Returns the plain text of a leaf.
    pub fn of(leaf: &'a [Inline]) -> Plain<'a> {
        let mut plain = Plain {
            text: String::new(),
            pieces: Vec::new(),
            references: Vec::new(),
        };
        for_each_inline(leaf, &mut |inline| match inline {
            Inline::Text(piece) | Inline::Code(piece) | Inline::Math { text: piece, .. } => {
                plain.pieces.push((plain.text.len(), piece));
                plain.text.push_str(&piece.text);
            }
            Inline::HardBreak => plain.text.push('\n'),
            Inline::Reference(reference) => {
                plain.references.push((plain.text.len(), reference));
            }
            _ => {}
        });
        plain
    }

    /// Returns whether a note is about some of a range, or is referred to directly behind it.
    pub fn is_noted(&self, range: &Range<usize>) -> bool {
        let is_inside = |start: usize, end: usize| start < range.end && range.start < end;
        let is_marked = |(start, piece): &(usize, &Text)| {
            let notes = piece
                .marks
                .as_ref()
                .is_some_and(|marks| !marks.notes.is_empty());
            notes && is_inside(*start, start + piece.text.len())
        };
        let is_behind = |(at, _): &(usize, &super::document::Reference)| *at == range.end;
        self.pieces.iter().any(is_marked) || self.references.iter().any(is_behind)
    }

    /// Returns the bytes of the source for a range of the text.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.source_offset(range.start, Side::Start);
        let end = if range.is_empty() {
            start
        } else {
            self.source_offset(range.end, Side::End)
        };
        start..end.max(start)
    }

    /// Returns whether the sign at an offset stands in the source as itself. One that is written as an entity is
    /// text alone: it divides nothing, and quotes nothing.
    pub fn is_as_written(&self, offset: usize) -> bool {
        let index = self.pieces.partition_point(|(start, _)| *start <= offset);
        let piece = index.checked_sub(1).map(|index| self.pieces[index].1);
        piece.is_none_or(|piece| piece.text.len() == piece.range.len())
    }

    fn source_offset(&self, offset: usize, side: Side) -> usize {
        let is_before = |(start, _): &(usize, &Text)| match side {
            Side::Start => *start <= offset,
            Side::End => *start < offset,
        };
        let index = self.pieces.partition_point(is_before);
        let Some((start, piece)) = index.checked_sub(1).map(|index| self.pieces[index]) else {
            return self
                .pieces
                .first()
                .map_or(0, |(_, piece)| piece.range.start);
        };
        let inside = offset - start;
        if inside >= piece.text.len() && side == Side::End {
            piece.range.end
        } else if piece.text.len() == piece.range.len() {
            (piece.range.start + inside).min(piece.range.end)
        } else {
            piece.range.start
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Start,
    End,
}
