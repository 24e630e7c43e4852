//! Notes as data for other programs: the W3C Web Annotation collection of an article.
//!
//! Follows the Web Annotation Data Model (W3C Recommendation, 23 February 2017): each note is an
//! annotation whose target names the article and selects the words by a `TextQuoteSelector`. The
//! text is that of the article's own script; it is written once and not once for each edition.

use std::ops::Range;

use serde_json::{Value, json};

use crate::article::document::{Document, Note};
use crate::article::{Article, document};
use crate::config::{Config, NoteClass};
use crate::script::Conversion;
use crate::site::{ANNOTATIONS, address};

/// Characters of context on either side of the words.
const CONTEXT_CHARACTERS: usize = 24;

/// Returns the annotations of an article as JSON-LD.
pub fn annotations(article: &Article, document: &Document, config: &Config) -> Value {
    let folder = address::article(&config.editions[0], &article.slug);
    let page = address::absolute(config, &folder).unwrap_or_else(|| format!("/{folder}"));
    let (text, spans) = document::plain_text_and_spans(document);
    let items: Vec<Value> = document
        .notes
        .iter()
        .zip(spans)
        .map(|(note, span)| annotation(note, target(&page, &text, span), &page, article, config))
        .collect();
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": format!("{page}{ANNOTATIONS}"),
        "type": "AnnotationCollection",
        "label": Conversion::identity(&article.language, &article.language)
            .text(&article.front_matter.title),
        "total": items.len(),
        "first": {
            "id": format!("{page}{ANNOTATIONS}#page-1"),
            "type": "AnnotationPage",
            "items": items,
        },
    })
}

fn annotation(note: &Note, target: Value, page: &str, article: &Article, config: &Config) -> Value {
    let term = config.vocabulary.term(note.term);
    let motivation = match term.class {
        NoteClass::Emendation => "editing",
        NoteClass::Gloss => "commenting",
        NoteClass::Verdict(_) => "assessing",
    };
    let mut bodies = vec![json!({
        "type": "TextualBody",
        "purpose": "classifying",
        "value": term.slug,
    })];
    if let Some(reading) = &note.reading {
        bodies.push(json!({
            "type": "TextualBody",
            "purpose": "editing",
            "format": "text/plain",
            "language": article.language,
            "value": reading.text,
        }));
    }
    bodies.push(json!({
        "type": "TextualBody",
        "purpose": "commenting",
        "format": "text/plain",
        "language": article.language,
        "value": document::leaf_text(&note.gist).trim(),
    }));
    json!({
        "id": format!("{page}#n-{}", note.id),
        "type": "Annotation",
        "motivation": motivation,
        "body": bodies,
        "target": target,
    })
}

/// Returns the words of a note as a selection of the page; the page itself for a note without.
fn target(page: &str, text: &str, span: Option<Range<usize>>) -> Value {
    let Some(range) = span else {
        return json!(page);
    };
    let before = &text[..range.start];
    let prefix_start = before.char_indices().rev().nth(CONTEXT_CHARACTERS - 1);
    let after = &text[range.end..];
    let suffix_end = after.char_indices().nth(CONTEXT_CHARACTERS);
    let start = before.chars().count();
    json!({
        "source": page,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": &text[range.clone()],
                "prefix": &before[prefix_start.map_or(0, |(start, _)| start)..],
                "suffix": &after[..suffix_end.map_or(after.len(), |(end, _)| end)],
            },
            {
                "type": "TextPositionSelector",
                "start": start,
                "end": start + text[range].chars().count(),
            },
        ],
    })
}
