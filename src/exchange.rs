//! Notes as data for other programs: the W3C Web Annotation collection of an article, and the notes
//! of all articles in one file.
//!
//! Follows the Web Annotation Data Model (W3C Recommendation, 23 February 2017): each note is an
//! annotation whose target names the article and selects the words by a `TextQuoteSelector`, whose
//! context tells them from the same words elsewhere, and a `TextPositionSelector`, which counts
//! characters (Unicode code points) of the plain text. The text is that of the article's own script;
//! it is written once and not once for each edition.

mod claims;

pub use claims::{CLAIMS_SCHEMA, claims, claims_table};

use serde_json::{Value, json};

use crate::article::Article;
use crate::article::document::leaf_text;
use crate::article::record::{Evidence, Passage, Record};
use crate::config::{Config, NoteClass};
use crate::script::Conversion;
use crate::site::{ANNOTATIONS, address};

/// Returns the annotations of an article as JSON-LD.
pub fn annotations(article: &Article, config: &Config) -> Value {
    let page = page(article, config);
    let items: Vec<Value> = article
        .summary
        .records
        .iter()
        .map(|record| annotation(record, &page, article, config))
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

/// Returns the URL of an article's page in the primary edition, or its path for a site that does not
/// know where it will be.
fn page(article: &Article, config: &Config) -> String {
    address::url(
        config,
        &address::article(&config.editions[0], &article.slug),
    )
}

fn annotation(record: &Record, page: &str, article: &Article, config: &Config) -> Value {
    let term = config.vocabulary.term(record.term);
    let motivation = match term.class {
        NoteClass::Emendation => "editing",
        NoteClass::Gloss => "commenting",
        NoteClass::Verdict(_) => "assessing",
    };
    let text = |purpose: &str, value: &str| {
        json!({
            "type": "TextualBody",
            "purpose": purpose,
            "format": "text/plain",
            "language": article.language,
            "value": value,
        })
    };
    let mut bodies = vec![json!({
        "type": "TextualBody",
        "purpose": "classifying",
        "value": term.slug,
    })];
    bodies.extend(
        record
            .reading
            .iter()
            .map(|reading| text("editing", reading)),
    );
    let gist = leaf_text(&record.gist);
    if !gist.trim().is_empty() {
        bodies.push(text("commenting", gist.trim()));
    }
    bodies.extend(
        record
            .evidence
            .iter()
            .filter_map(|evidence| linked(evidence, article, config)),
    );
    let mut annotation = json!({
        "id": format!("{page}#n-{}", record.id),
        "type": "Annotation",
        "motivation": motivation,
        "body": bodies,
        "target": target(page, record.passage.as_ref()),
    });
    let review = article.front_matter.review.as_ref();
    let created = review.and_then(|review| review.date);
    let corrected = record.corrections.iter().map(|change| change.date).max();
    for (key, date) in [("created", created), ("modified", corrected)] {
        if let Some(date) = date {
            annotation[key] = Value::String(date.instant());
        }
    }
    annotation
}

/// Returns evidence as a body, when it has an address.
fn linked(evidence: &Evidence, article: &Article, config: &Config) -> Option<Value> {
    let mut body = json!({
        "type": "SpecificResource",
        "purpose": "linking",
        "source": address::cited(config, article, evidence.url.as_ref()?),
    });
    if let Some(quotation) = &evidence.quotation {
        body["selector"] = json!({ "type": "TextQuoteSelector", "exact": quotation });
    }
    Some(body)
}

/// Returns the words of a note as a selection of the page; the page itself for a note without.
fn target(page: &str, passage: Option<&Passage>) -> Value {
    let Some(passage) = passage else {
        return json!(page);
    };
    json!({
        "source": page,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": passage.words,
                "prefix": passage.before,
                "suffix": passage.after,
            },
            {
                "type": "TextPositionSelector",
                "start": passage.position.start,
                "end": passage.position.end,
            },
        ],
    })
}
