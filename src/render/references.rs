//! What notes cite by keys: the title where a source is cited, and the list of references below the notes.
//!
//! References are data in the words of their sources. Nothing of them is converted; the style's own words
//! are those of the edition's language.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::body::{Writer, attribute, push_text, quotation_lang, text};
use super::context::{CitedContext, CitingContext};
use crate::article::document::{Document, Inline, for_each_inline};
use crate::config::citations::Citation;
use crate::config::citations::references::{Piece, Reference};
use crate::config::{Config, Edition, InterfaceLanguage};

/// What a text cites, in the site's style.
#[derive(Debug, Default)]
pub(super) struct References {
    list: Vec<Reference>,
    /// What stands where a source is cited, by the offset of the citation in the source.
    markers: HashMap<usize, Vec<Piece>>,
    /// Where each source is cited, in the order of the notes.
    cited: Vec<Cited>,
}

#[derive(Debug)]
struct Cited {
    citation: Arc<Citation>,
    /// The index of the note.
    note: usize,
    /// The offset in the source.
    start: usize,
}

impl References {
    /// Returns what the notes of a document cite.
    pub fn of(document: &Document, config: &Config, language: InterfaceLanguage) -> References {
        let mut cited = Vec::new();
        for (note, item) in items(document) {
            for_each_inline(item, &mut |inline| {
                if let Inline::Citation {
                    citation, range, ..
                } = inline
                {
                    cited.push(Cited {
                        citation: Arc::clone(citation),
                        note,
                        start: range.start,
                    });
                }
            });
        }
        let citations: Vec<&Citation> = cited.iter().map(|cited| cited.citation.as_ref()).collect();
        let formatted = config.citation_style.format(&citations, language);
        let starts = cited.iter().map(|cited| cited.start);
        References {
            list: formatted.list,
            markers: starts.zip(formatted.citations).collect(),
            cited,
        }
    }
}

fn items(document: &Document) -> impl Iterator<Item = (usize, &Vec<Inline>)> {
    let notes = document.notes.iter().enumerate();
    notes.flat_map(|(index, note)| note.items.iter().map(move |item| (index, &item.content)))
}

/// Returns the list of references.
pub(super) fn contexts(writer: &Writer<'_>) -> Vec<CitedContext> {
    let references = &writer.references;
    let context = |reference: &Reference| {
        let citing = references.cited.iter();
        let citing = citing.filter(|cited| cited.citation.key == reference.key);
        let citation = citing.clone().next().map(|cited| cited.citation.as_ref());
        let mut notes: Vec<usize> = citing.map(|cited| cited.note).collect();
        notes.dedup();
        CitedContext {
            id: name(&reference.key),
            lang: citation.and_then(|citation| lang(citation, writer.edition)),
            label: html(&reference.label),
            html: html(&reference.text),
            notes: notes
                .into_iter()
                .map(|note| CitingContext {
                    href: format!("#n-{}", writer.document.notes[note].id),
                    number: note + 1,
                })
                .collect(),
        }
    };
    references.list.iter().map(context).collect()
}

/// Returns the name of a reference on the page.
fn name(key: &str) -> String {
    format!("ref-{key}")
}

/// Returns the language tag of a source, unless it is that of the page.
fn lang(citation: &Citation, edition: &Edition) -> Option<String> {
    match citation.language() {
        Some(language) => Some(language).filter(|language| *language != edition.tag),
        None => quotation_lang(&citation.title, edition).map(str::to_owned),
    }
}

/// Returns pieces as HTML.
fn html(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        if let Some(url) = &piece.url {
            out += &format!("<a href=\"{}\" rel=\"external\">", attribute(url));
        }
        push_form(piece, &mut out);
        if piece.url.is_some() {
            out += "</a>";
        }
    }
    out
}

fn push_form(piece: &Piece, out: &mut String) {
    let forms = [
        (piece.is_italic, "i"),
        (piece.is_bold, "b"),
        (piece.is_raised, "sup"),
    ];
    let names: Vec<&str> = forms
        .into_iter()
        .filter_map(|(has, name)| has.then_some(name))
        .collect();
    for name in &names {
        *out += &format!("<{name}>");
    }
    push_text(&piece.text, out);
    for name in names.iter().rev() {
        *out += &format!("</{name}>");
    }
}

impl Writer<'_> {
    /// Writes the title of a source, which leads to it, and what leads to its reference.
    pub(super) fn push_citation(
        &mut self,
        citation: &Citation,
        shows_copy: bool,
        range: &Range<usize>,
        out: &mut String,
    ) {
        let lang = lang(citation, self.edition);
        let lang = lang.map(|lang| format!(" lang=\"{}\"", attribute(&lang)));
        let lang = lang.unwrap_or_default();
        let title = text(&citation.title);
        match &citation.url {
            Some(url) => self.push_address(url, &lang, &title, range, out),
            // All editions have one structure.
            None => *out += &format!("<span{lang}>{title}</span>"),
        }
        let marker = self.references.markers.get(&range.start);
        if let Some(marker) = marker.filter(|_| !self.in_link) {
            let href = attribute(&name(&citation.key));
            *out += &format!("<a class=\"cite\" role=\"doc-biblioref\" href=\"#{href}\">");
            marker.iter().for_each(|piece| push_form(piece, out));
            *out += "</a>";
        }
        if let Some(archived) = citation.archived.as_ref().filter(|_| shows_copy) {
            let word = text(self.words.get("archived"));
            let [open, close] = match self.edition.interface {
                InterfaceLanguage::English => [" (", ")"],
                _ => ["（", "）"],
            };
            *out += open;
            self.push_address(archived, "", &word, range, out);
            *out += close;
        }
    }
}
