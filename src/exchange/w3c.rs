//! Notes as annotations of the Web Annotation Data Model (W3C Recommendation, 23 February 2017).
//!
//! Each note is an annotation whose target is the plain text of the article, as it is published, in the scope
//! of its page, and selects the words by a `TextQuoteSelector`, whose context tells them from the same words
//! elsewhere, and a `TextPositionSelector`, which counts characters (Unicode code points). The page itself has
//! proposed readings between the words, so that neither would find them there. The text is that of the
//! article's own script; it is written once and not once for each edition.
//!
//! What a note says are its bodies, by their purposes (section 3.3.5 of the model):
//!
//! | purpose | what |
//! |---|---|
//! | `classifying` | the stable name of the verdict or the kind |
//! | `editing` | the reading that an emendation proposes |
//! | `commenting` | what the note says, its paragraphs with an empty line between |
//! | `linking` | a page that it rests on, with the words quoted and the address of a copy |
//! | `describing` | evidence that has no address |
//! | `questioning`, besides one of these two | the evidence speaks against it |
//! | `tagging` | how sure its author is |
//! | `replying` | what others object |
//! | `moderating` | a correction |
//! | `bookmarking` | what else is to be seen |

use serde_json::{Value, json};

use super::{CONFIDENCE, days, page};
use crate::article::Article;
use crate::article::record::{Change, Evidence, Passage, Record, Reply, SeeAlso, signed};
use crate::config::{Config, NoteClass};
use crate::script::Conversion;
use crate::site::{
    ANNOTATIONS, ANNOTATIONS_A_PAGE, ARCHIVE_ANNOTATIONS, PLAIN_TEXT, Site, address,
};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// Returns the annotations of an article.
pub fn annotations(article: &Article, site: &Site) -> Value {
    let config = &site.config;
    let id = address::url(config, &address::article_file(config, article, ANNOTATIONS));
    let items: Vec<Value> = article
        .summary
        .records
        .iter()
        .map(|record| annotation(record, article, site))
        .collect();
    json!({
        "@context": CONTEXT,
        "id": id,
        "type": "AnnotationCollection",
        "label": Conversion::identity(&article.language, &article.language)
            .text(&article.front_matter.title),
        "total": items.len(),
        "first": {
            "id": format!("{id}#page-1"),
            "type": "AnnotationPage",
            "partOf": id,
            "startIndex": 0,
            "items": items,
        },
    })
}

/// Returns all annotations of an archive as one collection, a line for each, the oldest article first.
pub fn all_annotations(site: &Site) -> Vec<u8> {
    let id = collection_id(&site.config);
    let total = all(site).count();
    let label = json!(site.config.title);
    let mut out = format!(
        "{{\"@context\":\"{CONTEXT}\",\"id\":{},\"type\":\"AnnotationCollection\",\"label\":{label},\
         \"total\":{total},\"first\":{{\"id\":{},\"type\":\"AnnotationPage\",\"partOf\":{},\
         \"startIndex\":0,\"items\":[",
        json!(id),
        json!(format!("{id}#page-1")),
        json!(id)
    )
    .into_bytes();
    for (index, (article, record)) in all(site).enumerate() {
        out.extend_from_slice(if index > 0 { b",\n" } else { b"\n" });
        let item = annotation(record, article, site);
        serde_json::to_writer(&mut out, &item).expect("memory can be written");
    }
    out.extend_from_slice(b"\n]}}\n");
    out
}

/// Returns the collection of the annotations of an archive, which are on pages of their own.
pub fn collection(site: &Site) -> Value {
    let pages = site.annotation_pages();
    json!({
        "@context": CONTEXT,
        "id": collection_id(&site.config),
        "type": "AnnotationCollection",
        "label": site.config.title,
        "total": all(site).count(),
        "first": page_id(&site.config, 1),
        "last": page_id(&site.config, pages),
    })
}

/// Returns a page of the annotations of an archive, counted from 1. The oldest article stands first, so
/// that a new one changes the last page only.
pub fn collection_page(site: &Site, number: usize) -> Value {
    let config = &site.config;
    let start = (number - 1) * ANNOTATIONS_A_PAGE;
    let items = all(site).skip(start).take(ANNOTATIONS_A_PAGE);
    let items: Vec<Value> = items
        .map(|(article, record)| annotation(record, article, site))
        .collect();
    let mut page = json!({
        "@context": CONTEXT,
        "id": page_id(config, number),
        "type": "AnnotationPage",
        "partOf": collection_id(config),
        "startIndex": start,
        "items": items,
    });
    if number > 1 {
        page["prev"] = json!(page_id(config, number - 1));
    }
    if number < site.annotation_pages() {
        page["next"] = json!(page_id(config, number + 1));
    }
    page
}

fn all(site: &Site) -> impl Iterator<Item = (&Article, &Record)> {
    let articles = site.articles.iter().rev();
    articles.flat_map(|article| {
        let records = article.summary.records.iter();
        records.map(move |record| (article, record))
    })
}

fn collection_id(config: &Config) -> String {
    address::url(config, ARCHIVE_ANNOTATIONS)
}

fn page_id(config: &Config, number: usize) -> String {
    address::url(config, &address::annotations(number))
}

fn annotation(record: &Record, article: &Article, site: &Site) -> Value {
    let config = &site.config;
    let page = page(article, config);
    let term = config.vocabulary.term(record.term);
    let motivation = match term.class {
        NoteClass::Emendation => "editing",
        NoteClass::Gloss => "commenting",
        NoteClass::Verdict(_) => "assessing",
    };
    let mut annotation = json!({
        "id": format!("{page}#n-{}", record.id),
        "type": "Annotation",
        "motivation": motivation,
        "body": bodies(record, &page, article, site),
        "target": target(&page, record.passage.as_ref(), article, config),
    });
    if let Some(reviewer) = &record.reviewer {
        annotation["creator"] = json!({ "type": "Person", "name": reviewer });
    }
    let (created, corrected) = days(article, record);
    for (key, date) in [("created", created), ("modified", corrected)] {
        if let Some(date) = date {
            annotation[key] = json!(date.instant());
        }
    }
    annotation
}

/// Returns an objection as a body. The model has no answers to bodies, so those are comments of schema.org,
/// whose prefix its context defines.
fn reply(said: &Reply, text: &impl Fn(&str, &str) -> Value) -> Value {
    let (name, date) = signed(&said.signature);
    let mut body = text("replying", &said.text());
    if !name.is_empty() {
        body["creator"] = json!({ "type": "Person", "name": name });
    }
    if let Some(date) = date {
        body["created"] = json!(date.instant());
    }
    if !said.answers.is_empty() {
        let answers = said.answers.iter();
        body["schema:comment"] = answers.map(|answer| reply(answer, text)).collect();
    }
    body
}

fn bodies(record: &Record, page: &str, article: &Article, site: &Site) -> Vec<Value> {
    let text = |purpose: &str, value: &str| {
        json!({
            "type": "TextualBody",
            "purpose": purpose,
            "format": "text/plain",
            "language": article.language,
            "value": value,
        })
    };
    let slug = |term: usize| site.config.vocabulary.term(term).slug.as_str();
    let mut bodies = vec![json!({
        "type": "TextualBody",
        "purpose": "classifying",
        "value": slug(record.term),
    })];
    let reading = record.reading.iter();
    bodies.extend(reading.map(|reading| text("editing", reading)));
    let said = record.text();
    if !said.is_empty() {
        bodies.push(text("commenting", &said));
    }
    let evidence = record.evidence.iter();
    bodies.extend(evidence.map(|evidence| evidence_body(evidence, article, site)));
    if let Some(confidence) = &record.confidence {
        bodies.push(text("tagging", &format!("{CONFIDENCE}{confidence}")));
    }
    bodies.extend(record.dissent.iter().map(|said| reply(said, &text)));
    for change in &record.corrections {
        let mut body = text("moderating", &correction(change, slug));
        body["created"] = json!(change.date.instant());
        bodies.push(body);
    }
    bodies.extend(record.see_also.iter().map(|seen| {
        let source = match seen {
            SeeAlso::Address(url) => address::cited(site, article, url),
            SeeAlso::Note(id) => format!("{page}#n-{id}"),
        };
        json!({ "type": "SpecificResource", "purpose": "bookmarking", "source": source })
    }));
    bodies
}

/// Returns a correction in a line: `missing-context → false: why`.
fn correction<'a>(change: &Change, slug: impl Fn(usize) -> &'a str) -> String {
    let reason = change.reason_text();
    match change.verdicts {
        Some((from, to)) => format!("{} → {}: {reason}", slug(from), slug(to)),
        None => reason,
    }
}

/// Returns evidence as a body: with an address as a resource, without one as a text.
fn evidence_body(evidence: &Evidence, article: &Article, site: &Site) -> Value {
    let purpose = |main: &str| match evidence.is_for {
        true => json!(main),
        false => json!([main, "questioning"]),
    };
    let Some(url) = &evidence.url else {
        let quotation = evidence.quotation.as_ref();
        let quotation = quotation.map(|quotation| format!("「{quotation}」"));
        let mut body = json!({
            "type": "TextualBody",
            "purpose": purpose("describing"),
            "format": "text/plain",
            "value": format!("{}{}", evidence.title, quotation.unwrap_or_default()),
        });
        // Where it quotes itself, one could not tell where it ends.
        if evidence.title.contains('「') {
            body["dcterms:title"] = json!(evidence.title);
        }
        return body;
    };
    let mut body = json!({
        "type": "SpecificResource",
        "purpose": purpose("linking"),
        "source": address::cited(site, article, url),
    });
    if !evidence.title.is_empty() {
        body["dcterms:title"] = json!(evidence.title);
    }
    if let Some(quotation) = &evidence.quotation {
        body["selector"] = json!({ "type": "TextQuoteSelector", "exact": quotation });
    }
    if let Some(archived) = &evidence.archived {
        body["schema:archivedAt"] = json!(address::cited(site, article, archived));
    }
    body
}

/// Returns the words of a note as a selection of the article's text; the page for a note without.
fn target(page: &str, passage: Option<&Passage>, article: &Article, config: &Config) -> Value {
    let Some(passage) = passage else {
        return json!(page);
    };
    let text = address::article_file(config, article, PLAIN_TEXT);
    json!({
        "type": "SpecificResource",
        "source": address::url(config, &text),
        "scope": page,
        "selector": selectors(passage),
    })
}

/// Returns what selects words of a text.
pub(super) fn selectors(passage: &Passage) -> Value {
    json!([
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
    ])
}
