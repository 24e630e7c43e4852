//! Text inside the marks of the notes it belongs to, emendations, and references to notes.

use super::super::math;
use super::{Writer, attribute, push, push_text, text};
use crate::article::document::{Emended, Inline, Note, Quoted, ReadingPart, Reference, Text};
use crate::config::NoteClass;
use crate::diagnostic;

impl Writer<'_> {
    /// Writes a piece of text inside the mark of the notes it belongs to.
    pub(super) fn push_piece(&mut self, piece: &Text, element: &str, out: &mut String) {
        let mut content = String::new();
        push_wrapped(element, &piece.text, &mut content);
        self.push_marked(piece, &content, element, out);
    }

    /// Writes a formula, or after a diagnostic its source.
    pub(super) fn push_math(&mut self, formula: &Text, is_display: bool, out: &mut String) {
        let content = match math::html(&formula.text, is_display) {
            // A box in a link would be a control inside another.
            Ok(content) if is_display && !self.in_link => {
                let label = attribute(self.words.get("formula_region"));
                format!(
                    "<span class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\">{content}</span>"
                )
            }
            Ok(content) => content,
            Err((at, reason)) => {
                let source = &self.article.source;
                // The dollar signs stand before the formula, as many as behind it.
                let signs = (formula.range.len().saturating_sub(formula.text.len())) / 2;
                let start = formula.range.start + signs;
                let range = start + at.start..start + at.end;
                self.diagnostics
                    .push(diagnostic::math(source, &range, &reason));
                format!("<code>{}</code>", text(&formula.text))
            }
        };
        self.push_marked(formula, &content, "code", out);
    }

    /// Writes the HTML of a piece inside the mark of the notes it belongs to.
    fn push_marked(&mut self, piece: &Text, content: &str, element: &str, out: &mut String) {
        let Some(marks) = &piece.marks else {
            return out.push_str(content);
        };
        let document = self.document;
        let notes: Vec<&Note> = marks
            .notes
            .iter()
            .map(|index| &document.notes[*index])
            .collect();
        out.push_str("<mark");
        let mut begins = marks
            .begins
            .iter()
            .map(|index| document.notes[*index].id.as_str());
        if let Some(id) = begins.next() {
            push(out, format_args!(" id=\"c-{id}\""));
        }
        let ids: Vec<&str> = notes.iter().map(|note| note.id.as_str()).collect();
        push(out, format_args!(" data-notes=\"{}\"", ids.join(" ")));
        self.push_colours(&notes, out);
        out.push('>');
        let inner: Vec<&str> = begins.collect();
        for id in &inner {
            push(out, format_args!("<span id=\"c-{id}\">"));
        }
        match &marks.emendation {
            Some(emended) => {
                push(out, format_args!("<del>{content}</del>"));
                self.push_reading(emended, element, out);
            }
            None => out.push_str(content),
        }
        out.push_str(&"</span>".repeat(inner.len()));
        out.push_str("</mark>");
    }

    /// Writes which terms colour a piece: the band is the outermost verdict's, the line the
    /// innermost other note's.
    fn push_colours(&self, notes: &[&Note], out: &mut String) {
        let is_verdict = |note: &&&Note| self.class(note).is_verdict();
        let band = notes.iter().position(|note| is_verdict(&note));
        if let Some(band) = band {
            push(out, format_args!(" data-v=\"{}\"", self.slug(notes[band])));
        }
        let line = (0..notes.len()).rev().find(|index| Some(*index) != band);
        if let Some(line) = line {
            push(out, format_args!(" data-u=\"{}\"", self.slug(notes[line])));
        }
    }

    /// Writes what is proposed in place of the words that end here.
    fn push_reading(&mut self, emended: &Emended, element: &str, out: &mut String) {
        let document = self.document;
        let reading = document.notes[emended.note].reading.as_ref();
        if let (Some(part), Some(reading)) = (emended.reading, reading) {
            out.push_str("<ins>");
            match part {
                ReadingPart::Whole if has_formula(&reading.content) => {
                    self.push_inlines(&reading.content, out);
                }
                _ => push_wrapped(element, part.of(&reading.text), out),
            }
            out.push_str("</ins>");
        }
    }

    /// Returns a proposed reading as HTML.
    pub(in crate::render) fn reading(&mut self, reading: &Quoted) -> String {
        match has_formula(&reading.content) {
            true => self.inlines(&reading.content),
            false => text(&reading.text),
        }
    }

    fn class(&self, note: &Note) -> NoteClass {
        self.site.config.vocabulary.term(note.term).class
    }

    fn slug(&self, note: &Note) -> &str {
        &self.site.config.vocabulary.term(note.term).slug
    }

    pub(super) fn push_reference(&mut self, reference: &Reference, out: &mut String) {
        if self.in_raw_link {
            let source = &self.article.source;
            self.diagnostics
                .push(diagnostic::reference_inside_link(source, &reference.range));
        }
        let note = &self.document.notes[reference.note];
        let term = self.site.config.vocabulary.term(note.term);
        let number = (reference.note + 1).to_string();
        let label = term.labels.of(self.edition);
        let values = [("n", number.as_str()), ("label", label)];
        let (id, place, word) = match reference.occurrence {
            0 | 1 => (
                format!("r-{}", note.id),
                format!(" data-r=\"{number}\""),
                "note_reference",
            ),
            again => (
                format!("r-{}.{again}", note.id),
                format!(" data-n=\"{number}\""),
                "note_reference_again",
            ),
        };
        push(
            out,
            format_args!(
                "<sup class=\"r\"><a class=\"seal\" id=\"{id}\"{place} data-v=\"{}\" data-s=\"{}\" \
                 href=\"#n-{}\" role=\"doc-noteref\"{} aria-label=\"{}\">{}</a></sup>",
                term.slug,
                attribute(term.seals.of(self.edition)),
                note.id,
                self.attributes,
                attribute(&self.words.fill(word, &values)),
                if self.shows_numbers { &number } else { "" },
            ),
        );
    }
}

fn has_formula(content: &[Inline]) -> bool {
    let is_formula = |inline: &Inline| matches!(inline, Inline::Math { .. });
    content.iter().any(is_formula)
}

fn push_wrapped(element: &str, content: &str, out: &mut String) {
    if element.is_empty() {
        push_text(content, out);
        return;
    }
    push(
        out,
        format_args!("<{element}>{}</{element}>", text(content)),
    );
}
