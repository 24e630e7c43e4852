//! Converts a document, run by run (DESIGN section 5.2).
//!
//! A run is the text between two borders. Code, images, hard breaks, links' edges, quotations that
//! are evidence and raw HTML are borders; emphasis, the marks of notes and references are not. A run
//! is converted whole and given back to its pieces by the converter's segments, so that a word that
//! is half emphasised, or a claim that begins inside a word, comes out right.
//!
//! Structure, names and code are never touched: a converted document has the shape of its original.

use super::{Converter, Segment};
use crate::article::document::{
    Document, ELLIPSIS, Inline, Leaf, Quoted, for_each_inline, for_each_inline_mut,
    for_each_leaf_mut, leaf_text, plain_text_and_spans,
};
use crate::article::markup::{self, Token, is_void};

/// Whether a tag ends a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Border {
    /// The text before it and the text after it are read apart.
    Yes,
    /// A word may go on across it.
    No,
}

/// The elements of raw HTML that a text stands in.
#[derive(Debug, Default)]
pub struct Elements {
    /// Those from the outermost one on whose text is never converted.
    verbatim: Vec<String>,
}

/// Elements that a word may go on across.
const TRANSPARENT: [&str; 18] = [
    "abbr", "b", "bdi", "cite", "data", "del", "dfn", "em", "i", "ins", "mark", "q", "s", "small",
    "span", "strong", "u", "wbr",
];

/// Elements whose text is code.
const VERBATIM: [&str; 5] = ["code", "kbd", "pre", "samp", "var"];

impl Elements {
    /// Returns whether text that stands here is to be left as it is.
    pub fn are_verbatim(&self) -> bool {
        !self.verbatim.is_empty()
    }

    /// Goes on behind a tag, and returns whether that ends a run. An element is verbatim when it
    /// is code, is in a language of its own, or says that it is not to be translated.
    pub fn meet(&mut self, tag: &Token<'_>) -> Border {
        let name = match tag {
            Token::Text(_) | Token::Comment(_) => return Border::No,
            Token::Start { name, .. } | Token::End(name) => name.to_ascii_lowercase(),
        };
        let was_verbatim = self.are_verbatim();
        match tag {
            Token::Start { attributes, .. } if !is_void(&name) => {
                let is_verbatim = VERBATIM.contains(&name.as_str())
                    || attributes.iter().any(|(attribute, value)| {
                        *attribute == "lang" || (*attribute, *value) == ("translate", "no")
                    });
                if was_verbatim || is_verbatim {
                    self.verbatim.push(name.clone());
                }
            }
            Token::End(_) if self.verbatim.last() == Some(&name) => {
                self.verbatim.pop();
            }
            _ => {}
        }
        let is_transparent = TRANSPARENT.contains(&name.as_str());
        if is_transparent && was_verbatim == self.are_verbatim() {
            Border::No
        } else {
            Border::Yes
        }
    }
}

/// Converts the pieces of one run, and returns what became of each.
pub fn convert_pieces(pieces: &[&str], converter: &Converter) -> Vec<String> {
    let mut run = Run::default();
    for piece in pieces {
        run.text.push_str(piece);
        run.end_piece();
    }
    run.close(converter);
    run.converted
}

/// Converts all prose of a document.
pub fn convert_document(document: &mut Document, converter: &Converter) {
    let mut readings = Readings::of(document, converter);
    let visit = &mut |leaf: &mut Leaf| {
        readings.add(leaf);
        convert_leaf(leaf, converter);
    };
    for_each_leaf_mut(&mut document.blocks, visit);
    for note in &mut document.notes {
        note.for_each_leaf_mut(visit);
    }
    let readings = readings.finish();
    for (note, reading) in document.notes.iter_mut().zip(readings) {
        note.reading = reading;
        if let Some(lemma) = &mut note.lemma {
            lemma.text = converter.convert(&lemma.text).text;
        }
    }
    quote_from_text(document);
}

/// The readings that emendations propose, converted among the words that stand around them in the
/// emended text.
struct Readings<'a> {
    converter: &'a Converter,
    /// By note, as written.
    written: Vec<Option<Quoted>>,
    /// By note, what became of their parts.
    converted: Vec<Vec<String>>,
}

impl<'a> Readings<'a> {
    fn of(document: &Document, converter: &'a Converter) -> Readings<'a> {
        let notes = &document.notes;
        Readings {
            converter,
            written: notes.iter().map(|note| note.reading.clone()).collect(),
            converted: vec![Vec::new(); notes.len()],
        }
    }

    /// Converts the readings that stand in a leaf, which is not converted yet.
    fn add(&mut self, leaf: &Leaf) {
        if self.written.iter().all(Option::is_none) {
            return;
        }
        let mut run = Run::default();
        // The notes whose readings are pieces of the run, with the index of the piece.
        let mut pieces: Vec<(usize, usize)> = Vec::new();
        for_each_inline(leaf, &mut |inline| {
            let (Inline::Text(piece) | Inline::Code(piece)) = inline else {
                return;
            };
            let emended = piece.marks.as_ref().and_then(|marks| marks.emendation);
            let is_code = matches!(inline, Inline::Code(_));
            let Some(emended) = emended else {
                run.text.push_str(if is_code { "\n" } else { &piece.text });
                run.end_piece();
                return;
            };
            let written = self.written[emended.note].as_ref();
            let (Some(part), Some(written)) = (emended.reading, written) else {
                return;
            };
            let reading = part.of(&written.text);
            if is_code {
                self.converted[emended.note].push(reading.to_owned());
            } else {
                pieces.push((emended.note, run.ends.len()));
                run.text.push_str(reading);
                run.end_piece();
            }
        });
        if pieces.is_empty() {
            return;
        }
        run.close(self.converter);
        for (note, index) in pieces {
            self.converted[note].push(run.converted[index].clone());
        }
    }

    /// Returns the readings by note. One that the text does not show is converted by itself.
    fn finish(self) -> Vec<Option<Quoted>> {
        let converter = self.converter;
        let readings = self.written.into_iter().zip(self.converted);
        readings
            .map(|(written, parts)| {
                let mut reading = written?;
                reading.text = match parts.is_empty() {
                    true => converter.convert(&reading.text).text,
                    false => parts.join(ELLIPSIS),
                };
                Some(reading)
            })
            .collect()
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

fn convert_leaf(leaf: &mut Leaf, converter: &Converter) {
    let mut run = Run::default();
    let mut elements = Elements::default();
    collect(leaf, &mut run, &mut elements, converter);
    run.close(converter);
    let mut converted = run.converted.into_iter();
    for_each_inline_mut(leaf, &mut |inline| match inline {
        Inline::Text(piece) => {
            if let Some(text) = converted.next() {
                piece.text = text;
            }
        }
        Inline::Image {
            title, alternative, ..
        } => {
            *title = converter.convert(title).text;
            *alternative = converter.convert(alternative).text;
        }
        Inline::Link { title, .. } if !title.is_empty() => {
            *title = converter.convert(title).text;
        }
        _ => {}
    });
}

/// The text of a run, and the converted pieces of all runs that were closed.
#[derive(Default)]
struct Run {
    text: String,
    /// The ends of the run's pieces in `text`, in bytes.
    ends: Vec<usize>,
    converted: Vec<String>,
}

impl Run {
    /// Ends a piece where the text ends now.
    fn end_piece(&mut self) {
        self.ends.push(self.text.len());
    }

    /// Takes pieces over as they are.
    fn keep(&mut self, inlines: &[Inline]) {
        for_each_inline(inlines, &mut |inline| {
            if let Inline::Text(piece) = inline {
                self.converted.push(piece.text.clone());
            }
        });
    }

    fn close(&mut self, converter: &Converter) {
        if self.ends.is_empty() {
            return;
        }
        let result = converter.convert(&self.text);
        let mut cutter = Cutter {
            source: &self.text,
            output: &result.text,
            segments: &result.segments,
            index: 0,
            is_unchanged: None,
        };
        let mut output_start = 0;
        for end in &self.ends {
            let output_end = cutter.output_offset(*end).max(output_start);
            self.converted
                .push(result.text[output_start..output_end].to_owned());
            output_start = output_end;
        }
        self.text.clear();
        self.ends.clear();
    }
}

/// Returns whether a link shows its own address, which no conversion may touch.
fn is_address(content: &[Inline], destination: &str) -> bool {
    let shown = leaf_text(content);
    !shown.is_empty() && destination.ends_with(&shown)
}

fn collect(inlines: &[Inline], run: &mut Run, elements: &mut Elements, converter: &Converter) {
    for inline in inlines {
        match inline {
            Inline::Text(piece) if elements.are_verbatim() => {
                run.close(converter);
                run.converted.push(piece.text.clone());
            }
            Inline::Text(piece) => {
                run.text.push_str(&piece.text);
                run.end_piece();
            }
            Inline::Html { html, .. } => {
                let tokens = markup::tokens(html);
                if tokens.iter().any(|tag| elements.meet(tag) == Border::Yes) {
                    run.close(converter);
                }
            }
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content) => {
                collect(content, run, elements, converter);
            }
            Inline::Link {
                content,
                destination,
                ..
            } => {
                run.close(converter);
                if is_address(content, destination) {
                    run.keep(content);
                } else {
                    collect(content, run, elements, converter);
                    run.close(converter);
                }
            }
            Inline::Code(_) | Inline::Image { .. } | Inline::Quotation(_) | Inline::HardBreak => {
                run.close(converter)
            }
            Inline::Reference(_) | Inline::Task(_) => {}
        }
    }
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
