//! The notes of all articles in one file: JSON with a schema, and a table.

use serde::Serialize;
use serde_json::{Value, json};

use super::page;
use crate::article::Article;
use crate::article::document::leaf_text;
use crate::article::record::{Change, Evidence, Record, Reply, SeeAlso, signed};
use crate::config::{Config, NoteClass, Term};
use crate::import::language;
use crate::script::script_of;
use crate::site::{ClaimsFormat, Site, address};

/// The JSON Schema (draft 2020-12) that [`claims`] obeys.
pub const CLAIMS_SCHEMA: &str = include_str!("claims.schema.json");

/// The columns of [`claims_table`].
const COLUMNS: [&str; 17] = [
    "id",
    "kind",
    "label",
    "rating",
    "lemma",
    "reading",
    "gist",
    "confidence",
    "reviewer",
    "reviewed",
    "corrected",
    "evidence",
    "article",
    "title",
    "publisher",
    "date",
    "language",
];

/// A note as data. What is not known is left out.
#[derive(Serialize)]
struct Claim {
    id: String,
    kind: &'static str,
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lemma: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<String>,
    gist: String,
    evidence: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed: Option<String>,
    corrections: Vec<Value>,
    dissent: Vec<Value>,
    see_also: Vec<String>,
    article: Value,
}

/// Returns the notes of all articles as JSON, a line for each, in the order of the articles and of
/// their notes.
pub fn claims(site: &Site) -> Vec<u8> {
    claims_of(&site.articles.iter().collect::<Vec<_>>(), site)
}

/// Returns the notes of some articles as [`claims`] does.
pub fn claims_of(articles: &[&Article], site: &Site) -> Vec<u8> {
    let head = json!({
        "$schema": ClaimsFormat::Schema.file_name(),
        "title": site.config.title,
        "total": notes(articles).count(),
    });
    let mut out = head.to_string().into_bytes();
    out.truncate(out.len() - "}".len());
    out.extend_from_slice(b",\"claims\":[");
    for (index, (article, record)) in notes(articles).enumerate() {
        out.extend_from_slice(if index > 0 { b",\n" } else { b"\n" });
        let claim = claim(article, record, site);
        serde_json::to_writer(&mut out, &claim).expect("memory can be written");
    }
    out.extend_from_slice(b"\n]}\n");
    out
}

fn notes<'a>(articles: &[&'a Article]) -> impl Iterator<Item = (&'a Article, &'a Record)> {
    articles.iter().flat_map(|article| {
        let article = *article;
        let records = article.summary.records.iter();
        records.map(move |record| (article, record))
    })
}

fn claim(article: &Article, record: &Record, site: &Site) -> Claim {
    let config = &site.config;
    let page = page(article, config);
    let term = config.vocabulary.term(record.term);
    let front_matter = &article.front_matter;
    let review = front_matter.review.as_ref();
    let reviewer = record.reviewer.clone();
    let mut of_article = json!({
        "url": page,
        "title": front_matter.title,
        "language": article.language,
    });
    let origin = &front_matter.origin;
    let date = front_matter.date.map(|date| date.to_string());
    let known = [
        ("publisher", &origin.publisher),
        ("source", &origin.url.as_deref().map(address::escaped)),
        ("date", &date),
    ];
    for (key, value) in known {
        if let Some(value) = value {
            of_article[key] = Value::String(value.clone());
        }
    }
    Claim {
        id: format!("{page}#n-{}", record.id),
        kind: term.class.name(),
        label: term.slug.clone(),
        rating: rating(term),
        lemma: record.lemma.clone(),
        position: record.passage.as_ref().map(|passage| {
            json!({
                "start": passage.position.start,
                "end": passage.position.end,
                "exact": passage.words,
                "prefix": passage.before,
                "suffix": passage.after,
            })
        }),
        reading: record.reading.clone(),
        gist: record.text(),
        evidence: record
            .evidence
            .iter()
            .map(|one| evidence(one, article, site))
            .collect(),
        confidence: record.confidence.clone(),
        reviewer: reviewer.or_else(|| review.and_then(|review| review.by.clone())),
        reviewed: review.and_then(|review| Some(review.date?.to_string())),
        corrections: record
            .corrections
            .iter()
            .map(|change| correction(change, config))
            .collect(),
        dissent: record.dissent.iter().map(reply).collect(),
        see_also: record
            .see_also
            .iter()
            .map(|seen| match seen {
                SeeAlso::Address(url) => address::cited(site, article, url),
                SeeAlso::Note(id) => format!("{page}#n-{id}"),
            })
            .collect(),
        article: of_article,
    }
}

fn reply(said: &Reply) -> Value {
    let (name, date) = signed(&said.signature);
    let mut reply = json!({ "text": said.text() });
    if !name.is_empty() {
        reply["by"] = json!(name);
    }
    if let Some(date) = date {
        reply["date"] = json!(date.to_string());
    }
    if !said.answers.is_empty() {
        reply["answers"] = said.answers.iter().map(self::reply).collect();
    }
    reply
}

fn rating(term: &Term) -> Option<u8> {
    match term.class {
        NoteClass::Verdict(rating) => rating,
        NoteClass::Emendation | NoteClass::Gloss => None,
    }
}

fn evidence(evidence: &Evidence, article: &Article, site: &Site) -> Value {
    let mut value = json!({
        "stance": if evidence.is_for { "for" } else { "against" },
        "title": evidence.title,
    });
    let date = evidence.date.map(|date| date.to_string());
    let key = evidence.citation.as_ref().map(|cited| cited.key.clone());
    let cited = |written: &String| address::cited(site, article, written);
    let known = [
        ("url", &evidence.url.as_ref().map(cited)),
        ("archived", &evidence.archived.as_ref().map(cited)),
        ("archived_sha256", &evidence.digest),
        ("date", &date),
        ("quotation", &evidence.quotation),
        ("source", &key),
    ];
    for (key, known) in known {
        if let Some(known) = known {
            value[key] = Value::String(known.clone());
        }
    }
    if let Some(language) = evidence.quotation.as_deref().and_then(language_of) {
        value["language"] = Value::String(language);
    }
    value
}

/// Returns the language of words, where it shows: the script of Chinese, or another language.
fn language_of(words: &str) -> Option<String> {
    let script = script_of(words).map(|script| script.tag().to_owned());
    script.or_else(|| language::of(words))
}

fn correction(change: &Change, config: &Config) -> Value {
    let mut value = json!({
        "date": change.date.to_string(),
        "reason": leaf_text(&change.reason).trim(),
    });
    if let Some((from, to)) = change.verdicts {
        value["from"] = Value::String(config.vocabulary.term(from).slug.clone());
        value["to"] = Value::String(config.vocabulary.term(to).slug.clone());
    }
    value
}

/// Returns the notes of all articles as comma-separated values (RFC 4180) in UTF-8, with a head.
///
/// A field that a spreadsheet would take for a formula has an apostrophe before it, which spreadsheets
/// take for the mark of a text (OWASP, CSV Injection).
pub fn claims_table(site: &Site) -> String {
    claims_table_of(&site.articles.iter().collect::<Vec<_>>(), site)
}

/// Returns the notes of some articles as [`claims_table`] does.
pub fn claims_table_of(articles: &[&Article], site: &Site) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let mut write = |row: Vec<String>| {
        writer
            .write_record(row)
            .expect("memory can be written, and rows are as long as the head");
    };
    write(COLUMNS.map(str::to_owned).to_vec());
    for (article, record) in notes(articles) {
        write(row(article, record, site));
    }
    let bytes = writer.into_inner().expect("memory can be written");
    String::from_utf8(bytes).expect("the fields are UTF-8")
}

fn row(article: &Article, record: &Record, site: &Site) -> Vec<String> {
    let claim = claim(article, record, site);
    let front_matter = &article.front_matter;
    let urls = record.evidence.iter().filter_map(|one| one.url.as_ref());
    let urls = urls.map(|written| address::cited(site, article, written));
    let corrected = record.corrections.iter().map(|change| change.date).max();
    let fields = [
        claim.id,
        claim.kind.to_owned(),
        claim.label,
        claim
            .rating
            .map(|rating| rating.to_string())
            .unwrap_or_default(),
        claim.lemma.unwrap_or_default(),
        claim.reading.unwrap_or_default(),
        claim.gist,
        claim.confidence.unwrap_or_default(),
        claim.reviewer.unwrap_or_default(),
        claim.reviewed.unwrap_or_default(),
        corrected.map(|date| date.to_string()).unwrap_or_default(),
        urls.collect::<Vec<String>>().join(" "),
        page(article, &site.config),
        front_matter.title.clone(),
        front_matter.origin.publisher.clone().unwrap_or_default(),
        front_matter
            .date
            .map(|date| date.to_string())
            .unwrap_or_default(),
        article.language.clone(),
    ];
    fields.map(harmless).to_vec()
}

fn harmless(field: String) -> String {
    let is_formula = field.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if is_formula {
        format!("'{field}")
    } else {
        field
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_finds_no_formula() {
        fn check(field: &str, expected: &str) {
            assert_eq!(harmless(field.to_owned()), expected);
        }
        check(
            "=HYPERLINK(\"https://a.b\")",
            "'=HYPERLINK(\"https://a.b\")",
        );
        check("＝1", "'＝1");
        check("-5%", "'-5%");
        check("上漲 5%", "上漲 5%");
    }
}
