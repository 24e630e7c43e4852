//! A run: text that is converted as a whole, and given back to the pieces it came from.

use std::ops::Range;

use crate::article::document::{Inline, for_each_inline};
use crate::script::{Conversion, Converted, Segment};

/// The text of a run, and the converted pieces of all runs that were closed.
#[derive(Default)]
pub(super) struct Run {
    text: String,
    /// The run's pieces.
    pieces: Vec<Piece>,
    /// The forms that stand for stretches of `text`.
    fixed: Vec<(Range<usize>, String)>,
    converted: Vec<ConvertedPiece>,
    /// The length of the runs that were closed, in bytes.
    closed: usize,
    /// The words that pieces divide and conversion does not, as ranges of the text of all runs.
    words: Vec<Range<usize>>,
}

struct Piece {
    /// Its end in the text, in bytes.
    end: usize,
    is_fixed: bool,
}

/// A piece of text, converted.
pub(super) struct ConvertedPiece {
    /// The text.
    pub(super) text: String,
    /// Whether its author has fixed it, so that its quotation marks stay.
    pub(super) is_fixed: bool,
}

impl Run {
    /// Adds a piece to the end of the text, and returns its index among all pieces.
    pub(super) fn push(&mut self, text: &str) -> usize {
        self.text.push_str(text);
        self.end_piece(false)
    }

    /// Adds pieces for which, all together, one form stands.
    pub(super) fn push_fixed(&mut self, content: &[Inline], form: &str) {
        let start = self.text.len();
        for_each_inline(content, &mut |inline| {
            if let Inline::Text(piece) = inline {
                self.text.push_str(&piece.text);
                self.end_piece(true);
            }
        });
        self.fixed.push((start..self.text.len(), form.to_owned()));
    }

    /// Ends the run, and takes a text over as it is.
    pub(super) fn keep(&mut self, text: &str, conversion: &Conversion<'_>) {
        self.close(conversion);
        self.closed += text.len();
        self.converted.push(ConvertedPiece {
            text: text.to_owned(),
            is_fixed: true,
        });
    }

    /// Ends the run, and takes all text of some inlines over as it is.
    pub(super) fn keep_all(&mut self, inlines: &[Inline], conversion: &Conversion<'_>) {
        self.close(conversion);
        for_each_inline(inlines, &mut |inline| {
            if let Inline::Text(piece) = inline {
                self.keep(&piece.text, conversion);
            }
        });
    }

    /// Ends the run: what comes next is read apart from it.
    pub(super) fn close(&mut self, conversion: &Conversion<'_>) {
        if self.pieces.is_empty() {
            return;
        }
        if let [piece] = self.pieces.as_slice()
            && self.fixed.is_empty()
        {
            self.converted.push(ConvertedPiece {
                text: conversion.run(&self.text).into_owned(),
                is_fixed: piece.is_fixed,
            });
            self.closed += self.text.len();
            self.text.clear();
            self.pieces.clear();
            return;
        }
        let fixed: Vec<(Range<usize>, &str)> = self
            .fixed
            .iter()
            .map(|(range, form)| (range.clone(), form.as_str()))
            .collect();
        let result = conversion.convert(&self.text, &fixed);
        let mut cutter = Cutter {
            source: &self.text,
            output: &result.text,
            segments: &result.segments,
            index: 0,
            is_unchanged: None,
        };
        let mut output_start = 0;
        for piece in &self.pieces {
            let output_end = cutter.output_offset(piece.end).max(output_start);
            self.converted.push(ConvertedPiece {
                text: result.text[output_start..output_end].to_owned(),
                is_fixed: piece.is_fixed,
            });
            output_start = output_end;
        }
        self.note_words(&result);
        self.closed += self.text.len();
        self.text.clear();
        self.pieces.clear();
        self.fixed.clear();
    }

    /// Notes the words in which a piece ends, and of which only the whole became what the output has.
    fn note_words(&mut self, result: &Converted) {
        let mut last = None;
        for piece in &self.pieces {
            let segments = &result.segments;
            let index = segments.partition_point(|segment| segment.source.end <= piece.end);
            let Some(segment) = segments.get(index).filter(|_| last != Some(index)) else {
                continue;
            };
            let source = &self.text[segment.source.clone()];
            let output = &result.text[segment.output.clone()];
            if segment.source.start < piece.end && is_whole(segment, source, output) {
                let Range { start, end } = segment.source;
                self.words.push(self.closed + start..self.closed + end);
                last = Some(index);
            }
        }
    }

    /// Returns what became of all pieces, and the words that they divide and conversion does not, as ranges in bytes of all
    /// text that was added; both in their order.
    pub(super) fn finish(
        mut self,
        conversion: &Conversion<'_>,
    ) -> (Vec<ConvertedPiece>, Vec<Range<usize>>) {
        self.close(conversion);
        (self.converted, self.words)
    }

    fn end_piece(&mut self, is_fixed: bool) -> usize {
        self.pieces.push(Piece {
            end: self.text.len(),
            is_fixed,
        });
        self.converted.len() + self.pieces.len() - 1
    }
}

/// Returns whether no part of a segment's output stands for a part of its source: an author's form, the
/// word of another region, or more or fewer characters than before.
fn is_whole(segment: &Segment, source: &str, output: &str) -> bool {
    let dictionaries = segment.dictionaries;
    source != output
        && (dictionaries.is_empty()
            || dictionaries.have_regional_words()
            || source.chars().count() != output.chars().count())
}

/// Finds where to cut a converted text, for ascending offsets of its source.
struct Cutter<'a> {
    source: &'a str,
    output: &'a str,
    segments: &'a [Segment],
    /// The segment of the last offset.
    index: usize,
    /// Whether that segment is the same on both sides, once that was asked.
    is_unchanged: Option<bool>,
}

impl Cutter<'_> {
    /// Returns the offset in the output for an offset in the source. Inside a segment that changed,
    /// characters are paired off one by one, since that is what most conversions do; where the
    /// output has fewer, what is left of the source has no text of its own.
    fn output_offset(&mut self, offset: usize) -> usize {
        while self
            .segments
            .get(self.index)
            .is_some_and(|segment| segment.source.end <= offset)
        {
            self.index += 1;
            self.is_unchanged = None;
        }
        let Some(segment) = self.segments.get(self.index) else {
            return self.output.len();
        };
        let inside = offset - segment.source.start;
        let source_text = &self.source[segment.source.clone()];
        let output_text = &self.output[segment.output.clone()];
        let is_unchanged = *self
            .is_unchanged
            .get_or_insert_with(|| source_text == output_text);
        if inside == 0 || is_unchanged {
            return segment.output.start + inside;
        }
        let characters = source_text[..inside].chars().count();
        let length = output_text
            .char_indices()
            .nth(characters)
            .map_or(output_text.len(), |(length, _)| length);
        segment.output.start + length
    }
}
