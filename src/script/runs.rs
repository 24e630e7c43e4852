//! Converts a document, run by run (DESIGN section 5.2).
//!
//! A run is the text between two borders. Code, images, hard breaks, links' edges, quotations that
//! are evidence, protected text and most raw HTML are borders; emphasis, the marks of notes and
//! references are not. A run is converted whole and given back to its pieces by the segments, so
//! that a word that is half emphasised, or a claim that begins inside a word, comes out right.
//!
//! Structure, names and code are never touched: a converted document has the shape of its original.
//!
//! - `run`: a run and its pieces.
//! - `widening`: the marks of notes that are about parts of a word.
//! - `readings`: what emendations propose.
//! - `elements`: raw HTML.

mod elements;
mod readings;
mod run;
mod widening;

use std::borrow::Cow;
use std::collections::HashSet;

pub use elements::{Border, Elements};

use super::Conversion;
use crate::article::document::{
    Document, ELLIPSIS, Inline, Leaf, Text, for_each_inline_mut, for_each_leaf_mut, leaf_text,
    plain_text_and_spans,
};
use crate::article::markup;
use readings::Readings;
use run::{ConvertedPiece, Run};

/// Returns a document with all of its prose converted.
pub fn converted_document<'a>(
    mut document: Cow<'a, Document>,
    conversion: &Conversion<'_>,
) -> Cow<'a, Document> {
    if !conversion.is_identity() {
        convert_document(document.to_mut(), conversion);
    }
    document
}

/// Converts all prose of a document.
pub fn convert_document(document: &mut Document, conversion: &Conversion<'_>) {
    let verbatim = indistinct(document, conversion);
    let mut readings = Readings::of(document, conversion, &verbatim);
    let visit = &mut |leaf: &mut Leaf| {
        // Most leaves are one text.
        if let [] | [Inline::Text(_)] = leaf.as_slice() {
            readings.add(leaf, &[]);
            return convert_leaf(leaf, conversion, &verbatim);
        }
        let (converted, words) = run_of(leaf, conversion, &verbatim).finish(conversion);
        match widening::widen(leaf, words) {
            None => {
                readings.add(leaf, &[]);
                put_back(leaf, converted, conversion);
            }
            Some(widened) => {
                readings.add(leaf, &widened);
                convert_leaf(leaf, conversion, &verbatim);
            }
        }
    };
    for_each_leaf_mut(&mut document.blocks, visit);
    for note in &mut document.notes {
        note.for_each_leaf_mut(visit);
    }
    let readings = readings.finish();
    for (index, reading) in readings.into_iter().enumerate() {
        let note = &mut document.notes[index];
        note.reading = reading;
        if let Some(lemma) = note.lemma.as_mut().filter(|_| !verbatim.contains(&index)) {
            lemma.text = conversion.owned(&lemma.text);
        }
    }
    quote_from_text(document);
}

/// Returns the emendations whose two readings become one by conversion, as 髮 and 發 do: they are shown
/// as they were written, or nobody could see what is emended.
fn indistinct(document: &Document, conversion: &Conversion<'_>) -> HashSet<usize> {
    let mut indistinct = HashSet::new();
    for (index, note) in document.notes.iter().enumerate() {
        let (Some(lemma), Some(reading)) = (&note.lemma, &note.reading) else {
            continue;
        };
        let convert = |text| conversion.run(text);
        let is_plain = reading.content.is_empty();
        if is_plain && convert(&lemma.text) == convert(&reading.text) {
            indistinct.insert(index);
        }
    }
    indistinct
}

/// Returns a leaf as plain text, converted.
pub fn convert_to_text(leaf: &Leaf, conversion: &Conversion<'_>) -> String {
    let mut leaf = leaf.clone();
    if !conversion.is_identity() {
        convert_leaf(&mut leaf, conversion, &HashSet::new());
    }
    leaf_text(&leaf)
}

/// Converts the pieces of one run, and returns what became of each.
pub fn convert_pieces(pieces: &[&str], conversion: &Conversion<'_>) -> Vec<String> {
    let mut run = Run::default();
    for piece in pieces {
        run.push(piece);
    }
    let (converted, _) = run.finish(conversion);
    converted.into_iter().map(|piece| piece.text).collect()
}

/// Words among their neighbours, converted.
pub struct Among<'a> {
    /// What stands before the words, the words, and what stands after them.
    pub texts: [String; 3],
    /// What stood before and after the words, and is part of words that conversion takes as a whole, so
    /// that `texts` has it among the words.
    pub taken: [&'a str; 2],
}

/// Converts words, what stands before them and what stands after them together.
pub fn convert_among<'a>(
    [before, words, after]: [&'a str; 3],
    conversion: &Conversion<'_>,
) -> Among<'a> {
    if conversion.is_identity() {
        return Among {
            texts: [before, words, after].map(str::to_owned),
            taken: [""; 2],
        };
    }
    let mut run = Run::default();
    for piece in [before, words, after] {
        run.push(piece);
    }
    let inner = before.len()..before.len() + words.len();
    let (mut start, mut end) = (inner.start, inner.end);
    let (converted, divided) = run.finish(conversion);
    for word in divided {
        if word.start < inner.end && inner.start < word.end {
            start = start.min(word.start);
            end = end.max(word.end);
        }
    }
    if (start, end) == (inner.start, inner.end) {
        let mut texts = converted.into_iter().map(|piece| piece.text);
        return Among {
            texts: std::array::from_fn(|_| texts.next().unwrap_or_default()),
            taken: [""; 2],
        };
    }
    let (before, lead) = before.split_at(start);
    let (rest, after) = after.split_at(end - inner.end);
    let words = [lead, words, rest].concat();
    let mut texts = convert_pieces(&[before, &words, after], conversion).into_iter();
    Among {
        texts: std::array::from_fn(|_| texts.next().unwrap_or_default()),
        taken: [lead, rest],
    }
}

/// Makes each lemma the words that stand in the converted text: by itself a word may be converted
/// otherwise than among its neighbours. One that leaves words out stays as it is.
fn quote_from_text(document: &mut Document) {
    let (text, spans) = plain_text_and_spans(document);
    for (note, span) in document.notes.iter_mut().zip(spans) {
        if let (Some(lemma), Some(span)) = (&mut note.lemma, span)
            && !lemma.text.contains(ELLIPSIS)
        {
            lemma.text = text[span].to_owned();
        }
    }
}

fn convert_leaf(leaf: &mut Leaf, conversion: &Conversion<'_>, verbatim: &HashSet<usize>) {
    if let [Inline::Text(piece)] = leaf.as_mut_slice() {
        if !is_verbatim(piece, verbatim) {
            convert_in_place(&mut piece.text, conversion);
        }
        return;
    }
    let (converted, _) = run_of(leaf, conversion, verbatim).finish(conversion);
    put_back(leaf, converted, conversion);
}

/// Returns the texts of a leaf, to be converted together.
fn run_of(leaf: &Leaf, conversion: &Conversion<'_>, verbatim: &HashSet<usize>) -> Run {
    let mut pass = Pass {
        conversion,
        verbatim,
        elements: Elements::default(),
    };
    let mut run = Run::default();
    pass.collect(leaf, &mut run);
    run
}

/// Gives a leaf what became of its texts.
fn put_back(leaf: &mut Leaf, mut converted: Vec<ConvertedPiece>, conversion: &Conversion<'_>) {
    let free = converted.iter_mut().filter(|piece| !piece.is_fixed);
    let mut quotable: Vec<&mut String> = free.map(|piece| &mut piece.text).collect();
    conversion.localise_quotations(&mut quotable);
    let mut converted = converted.into_iter();
    for_each_inline_mut(leaf, &mut |inline| {
        if let Inline::Text(piece) = inline
            && let Some(converted) = converted.next()
        {
            piece.text = converted.text;
        }
    });
}

fn convert_in_place(text: &mut String, conversion: &Conversion<'_>) {
    if let Cow::Owned(converted) = conversion.run(text) {
        *text = converted;
    }
    conversion.localise_quotations(&mut [text]);
}

/// Returns whether a link shows its own address, which no conversion may touch.
fn is_address(content: &[Inline], destination: &str) -> bool {
    let shown = leaf_text(content);
    !shown.is_empty() && destination.ends_with(&shown)
}

/// The pass over one leaf.
struct Pass<'a> {
    conversion: &'a Conversion<'a>,
    /// Emendations of which nothing is converted.
    verbatim: &'a HashSet<usize>,
    elements: Elements,
}

impl Pass<'_> {
    /// Adds the text of inlines to a run.
    fn collect(&mut self, inlines: &[Inline], run: &mut Run) {
        let conversion = self.conversion;
        for inline in inlines {
            match inline {
                Inline::Text(piece) if self.is_verbatim(piece) => run.keep(&piece.text, conversion),
                Inline::Text(piece) => {
                    run.push(&piece.text);
                }
                Inline::Html { html, .. } => {
                    let tokens = markup::tokens(html);
                    if tokens
                        .iter()
                        .any(|tag| self.elements.meet(tag) == Border::Yes)
                    {
                        run.close(conversion);
                    }
                }
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content) => {
                    self.collect(content, run);
                }
                Inline::Fixed { content, forms } => match forms {
                    None => run.keep_all(content, conversion),
                    Some(forms) => match forms.of(conversion.edition()) {
                        Some(form) => run.push_fixed(content, &form.text),
                        None => self.collect(content, run),
                    },
                },
                Inline::Quotation(content) | Inline::Citation { content, .. } => {
                    run.keep_all(content, conversion);
                }
                Inline::Link {
                    content,
                    destination,
                    ..
                } => {
                    run.close(conversion);
                    if is_address(content, destination) {
                        run.keep_all(content, conversion);
                    } else {
                        self.collect(content, run);
                        run.close(conversion);
                    }
                }
                Inline::Code(_)
                | Inline::Math { .. }
                | Inline::Image { .. }
                | Inline::HardBreak => {
                    run.close(conversion);
                }
                Inline::Reference(_) | Inline::Task(_) => {}
            }
        }
    }

    fn is_verbatim(&self, piece: &Text) -> bool {
        self.elements.are_verbatim() || is_verbatim(piece, self.verbatim)
    }
}

/// Returns whether a text is shown as it is written, since it is emended by one of these notes.
fn is_verbatim(piece: &Text, verbatim: &HashSet<usize>) -> bool {
    let emended = piece.marks.as_ref().and_then(|marks| marks.emendation);
    emended.is_some_and(|emended| verbatim.contains(&emended.note))
}
