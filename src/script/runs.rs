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
    Document, Inline, Leaf, Quoted, for_each_inline_mut, for_each_leaf_mut,
};

/// Converts all prose of a document.
pub fn convert_document(document: &mut Document, converter: &Converter) {
    let visit = &mut |leaf: &mut Leaf| convert_leaf(leaf, converter);
    for_each_leaf_mut(&mut document.blocks, visit);
    for note in &mut document.notes {
        note.for_each_leaf_mut(visit);
        for quoted in [&mut note.lemma, &mut note.reading].into_iter().flatten() {
            let Quoted { text, .. } = quoted;
            *text = converter.convert(text).text;
        }
        for item in &mut note.items {
            item.argument = converter.convert(&item.argument).text;
        }
    }
}

fn convert_leaf(leaf: &mut Leaf, converter: &Converter) {
    let mut run = Run::default();
    collect(leaf, &mut run, converter);
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
    fn close(&mut self, converter: &Converter) {
        if self.ends.is_empty() {
            return;
        }
        let result = converter.convert(&self.text);
        let mut output_start = 0;
        for end in &self.ends {
            let output_end = output_offset(&self.text, &result.text, &result.segments, *end);
            let output_end = output_end.max(output_start);
            self.converted
                .push(result.text[output_start..output_end].to_owned());
            output_start = output_end;
        }
        self.text.clear();
        self.ends.clear();
    }
}

fn collect(inlines: &[Inline], run: &mut Run, converter: &Converter) {
    for inline in inlines {
        match inline {
            Inline::Text(piece) => {
                run.text.push_str(&piece.text);
                run.ends.push(run.text.len());
            }
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content) => {
                collect(content, run, converter);
            }
            Inline::Link { content, .. } => {
                run.close(converter);
                collect(content, run, converter);
                run.close(converter);
            }
            Inline::Code(_)
            | Inline::Image { .. }
            | Inline::Quotation(_)
            | Inline::HardBreak
            | Inline::Html(_) => run.close(converter),
            Inline::Reference(_) | Inline::Task(_) => {}
        }
    }
}

/// Returns the offset in the output for an offset in the source. Inside a segment that changed,
/// characters are paired off one by one, since that is what most conversions do; where the output
/// has fewer, what is left of the source has no text of its own.
fn output_offset(source: &str, output: &str, segments: &[Segment], offset: usize) -> usize {
    let index = segments.partition_point(|segment| segment.source.end <= offset);
    let Some(segment) = segments.get(index) else {
        return output.len();
    };
    let inside = offset - segment.source.start;
    if inside == 0 {
        return segment.output.start;
    }
    let source_text = &source[segment.source.clone()];
    let output_text = &output[segment.output.clone()];
    if source_text == output_text {
        return segment.output.start + inside;
    }
    let characters = source_text[..inside].chars().count();
    let length = output_text
        .char_indices()
        .nth(characters)
        .map_or(output_text.len(), |(length, _)| length);
    segment.output.start + length
}
