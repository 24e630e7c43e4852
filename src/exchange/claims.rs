//! The notes of all articles in one file: JSON with a schema, and a table.

use serde::Serialize;
use serde_json::{Value, json};

use super::page;
use crate::article::Article;
use crate::article::document::leaf_text;
use crate::article::front_matter::Date;
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

/// Returns the notes of some articles as JSON, a line for each, in the order of the articles and of
/// their notes.
pub fn claims(articles: &[&Article], site: &Site) -> Vec<u8> {
    json_parts(articles.iter().copied(), site)
        .flatten()
        .collect()
}

/// Returns the file of the notes of all articles in a format, in parts that follow one another: of a large site
/// it is larger than all that is known of the articles.
pub fn claims_parts(site: &Site, format: ClaimsFormat) -> Box<dyn Iterator<Item = Vec<u8>> + '_> {
    let articles = site.articles.iter();
    match format {
        ClaimsFormat::Json => Box::new(json_parts(articles, site)),
        ClaimsFormat::Csv => Box::new(table_parts(articles, site)),
        ClaimsFormat::Schema => Box::new([CLAIMS_SCHEMA.as_bytes().to_vec()].into_iter()),
    }
}

/// Returns the notes as JSON: what stands before them, those of each article, and what stands behind them.
fn json_parts<'a>(
    articles: impl Iterator<Item = &'a Article> + Clone,
    site: &'a Site,
) -> impl Iterator<Item = Vec<u8>> {
    let total: usize = (articles.clone())
        .map(|article| article.summary.records.len())
        .sum();
    let head = json!({
        "$schema": ClaimsFormat::Schema.file_name(),
        "title": site.config.title,
        "total": total,
    });
    let mut head = head.to_string().into_bytes();
    head.truncate(head.len() - "}".len());
    head.extend_from_slice(b",\"claims\":[");
    let mut before: &[u8] = b"\n";
    let parts = articles.map(move |article| {
        let mut part = Vec::new();
        for record in &article.summary.records {
            part.extend_from_slice(std::mem::replace(&mut before, b",\n"));
            let claim = claim(article, record, site);
            serde_json::to_writer(&mut part, &claim).expect("memory can be written");
        }
        part
    });
    [head].into_iter().chain(parts).chain([b"\n]}\n".to_vec()])
}

fn claim(article: &Article, record: &Record, site: &Site) -> Claim {
    let config = &site.config;
    let page = page(article, config);
    let term = config.vocabulary.term(record.term);
    let front_matter = &article.front_matter;
    let review = front_matter.review.as_ref();
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
        reviewer: reviewer(article, record).map(str::to_owned),
        // Whoever has signed the note may have done so on another day.
        reviewed: review
            .filter(|_| record.reviewer.is_none())
            .and_then(|review| Some(review.date?.to_string())),
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

/// Returns who checked a claim: who signed the note, or else who reviewed the article.
fn reviewer<'a>(article: &'a Article, record: &'a Record) -> Option<&'a str> {
    let review = article.front_matter.review.as_ref();
    let own = record.reviewer.as_deref();
    own.or_else(|| review?.by.as_deref())
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
        ("locator", &evidence.locator),
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

/// Returns the notes of some articles as comma-separated values (RFC 4180) in UTF-8, with a head.
///
/// A field that a spreadsheet would take for a formula has an apostrophe before it, which spreadsheets
/// take for the mark of a text (OWASP, CSV Injection).
pub fn claims_table(articles: &[&Article], site: &Site) -> Vec<u8> {
    table_parts(articles.iter().copied(), site)
        .flatten()
        .collect()
}

/// Returns the notes as a table: the head, and the rows of each article.
fn table_parts<'a>(
    articles: impl Iterator<Item = &'a Article>,
    site: &'a Site,
) -> impl Iterator<Item = Vec<u8>> {
    let head = rows([COLUMNS.map(str::to_owned).to_vec()].into_iter());
    let parts = articles.map(|article| {
        let records = article.summary.records.iter();
        rows(records.map(|record| row(article, record, site)))
    });
    [head].into_iter().chain(parts)
}

fn rows(rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer
            .write_record(row)
            .expect("memory can be written, and rows are as long as the head");
    }
    writer.into_inner().expect("memory can be written")
}

fn row(article: &Article, record: &Record, site: &Site) -> Vec<String> {
    let page = page(article, &site.config);
    let term = site.config.vocabulary.term(record.term);
    let front_matter = &article.front_matter;
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let review = front_matter.review.as_ref();
    let urls = record.evidence.iter().filter_map(|one| one.url.as_ref());
    let urls = urls.map(|written| address::cited(site, article, written));
    let corrected = record.corrections.iter().map(|change| change.date).max();
    let fields = [
        format!("{page}#n-{}", record.id),
        term.class.name().to_owned(),
        term.slug.clone(),
        rating(term)
            .map(|rating| rating.to_string())
            .unwrap_or_default(),
        text(&record.lemma),
        text(&record.reading),
        record.text(),
        text(&record.confidence),
        reviewer(article, record).unwrap_or_default().to_owned(),
        day(review.and_then(|review| review.date)),
        day(corrected),
        urls.collect::<Vec<String>>().join(" "),
        page,
        front_matter.title.clone(),
        text(&front_matter.origin.publisher),
        day(front_matter.date),
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
