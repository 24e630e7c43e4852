//! The readings that emendations propose, converted where they would stand.

use std::collections::HashSet;
use std::ops::Range;

use super::run::Run;
use super::widening::{Piece, Widened};
use super::{convert_leaf, convert_to_text, is_address};
use crate::article::document::{
    Document, ELLIPSIS, Inline, Leaf, Quoted, for_each_inline, leaf_text,
};
use crate::script::Conversion;

/// The readings of a document, each converted among the words that stand around it in the emended
/// text.
pub(super) struct Readings<'a> {
    conversion: &'a Conversion<'a>,
    /// Emendations of which nothing is converted.
    verbatim: &'a HashSet<usize>,
    /// Whether any note proposes one. It is asked of every leaf, and there are as many as notes.
    are_any: bool,
    /// By note, as written.
    written: Vec<Option<Quoted>>,
    /// By note, what became of their parts.
    converted: Vec<Vec<String>>,
    /// Those that stand for whole words of which the note is about parts.
    widened: HashSet<usize>,
}

impl<'a> Readings<'a> {
    /// Returns the readings, none of which is converted yet.
    pub(super) fn of(
        document: &Document,
        conversion: &'a Conversion<'a>,
        verbatim: &'a HashSet<usize>,
    ) -> Readings<'a> {
        let notes = &document.notes;
        Readings {
            conversion,
            verbatim,
            are_any: notes.iter().any(|note| note.reading.is_some()),
            written: notes.iter().map(|note| note.reading.clone()).collect(),
            converted: vec![Vec::new(); notes.len()],
            widened: HashSet::new(),
        }
    }

    /// Converts the readings that stand in a leaf, which is not converted yet. In code and in
    /// addresses they stay. `widened` are those that stand for more than their notes say.
    pub(super) fn add(&mut self, leaf: &Leaf, widened: &[Widened]) {
        if !self.are_any {
            return;
        }
        let mut run = Run::default();
        // The notes whose readings are pieces of the run, with the indices of the pieces.
        let mut pieces: Vec<(usize, Range<usize>)> = Vec::new();
        let mut addresses: HashSet<usize> = HashSet::new();
        for_each_inline(leaf, &mut |inline| {
            if let Inline::Link {
                content,
                destination,
                ..
            } = inline
                && is_address(content, destination)
            {
                for_each_inline(content, &mut |inline| addresses.extend(emended(inline)));
            }
            let (Inline::Text(piece) | Inline::Code(piece) | Inline::Math { text: piece, .. }) =
                inline
            else {
                return;
            };
            let is_code = !matches!(inline, Inline::Text(_));
            let Some(emended) = piece.marks.as_ref().and_then(|marks| marks.emendation) else {
                if is_code {
                    run.close(self.conversion);
                } else {
                    run.push(&piece.text);
                }
                return;
            };
            let written = self.written[emended.note].as_ref();
            let (Some(part), Some(written)) = (emended.reading, written) else {
                return;
            };
            let reading = part.of(&written.text);
            let longer = widened
                .iter()
                .find(|widened| widened.reading == (emended.note, part));
            if emended.is_again {
                // It reads as at the first reference.
                match longer {
                    _ if is_code => run.close(self.conversion),
                    Some(longer) => longer.pieces.iter().for_each(|piece| {
                        run.push(self.text_of(piece));
                    }),
                    None => drop(run.push(reading)),
                }
            } else if let Some(longer) = longer {
                let indices: Vec<usize> = (longer.pieces.iter())
                    .map(|piece| run.push(self.text_of(piece)))
                    .collect();
                let end = indices.last().map_or(0, |last| last + 1);
                pieces.push((emended.note, end - indices.len()..end));
                self.widened.insert(emended.note);
            } else if !written.content.is_empty() {
                // What its author has fixed is not read among other words.
                let whole = convert_to_text(&written.content, self.conversion);
                self.converted[emended.note].push(part.of(&whole).to_owned());
            } else if is_code
                || self.verbatim.contains(&emended.note)
                || addresses.contains(&emended.note)
            {
                self.converted[emended.note].push(reading.to_owned());
            } else {
                let index = run.push(reading);
                pieces.push((emended.note, index..index + 1));
            }
        });
        if pieces.is_empty() {
            return;
        }
        let (converted, _) = run.finish(self.conversion);
        for (note, indices) in pieces {
            let parts = converted[indices].iter().map(|piece| piece.text.as_str());
            self.converted[note].push(parts.collect());
        }
    }

    /// Returns a piece of an emended text as it is written.
    fn text_of<'t>(&'t self, piece: &'t Piece) -> &'t str {
        match piece {
            Piece::Kept(text) => text,
            Piece::Reading(note, part) => {
                let written = self.written[*note].as_ref();
                written.map_or("", |written| part.of(&written.text))
            }
        }
    }

    /// Returns the readings by note. One that the text does not show is converted by itself.
    pub(super) fn finish(self) -> Vec<Option<Quoted>> {
        let conversion = self.conversion;
        let readings = self.written.into_iter().zip(self.converted).enumerate();
        readings
            .map(|(note, (written, parts))| {
                let mut reading = written?;
                if self.widened.contains(&note) {
                    reading.content.clear();
                }
                convert_leaf(&mut reading.content, conversion, &HashSet::new());
                reading.text = match parts.is_empty() {
                    true if !reading.content.is_empty() => leaf_text(&reading.content),
                    true => conversion.run(&reading.text).into_owned(),
                    false => parts.join(ELLIPSIS),
                };
                Some(reading)
            })
            .collect()
    }
}

/// Returns the note that proposes something in place of an inline.
fn emended(inline: &Inline) -> Option<usize> {
    match inline {
        Inline::Text(piece) => Some(piece.marks.as_ref()?.emendation?.note),
        _ => None,
    }
}
