//! Annotations of other programs, read: W3C collections and pages, and what Hypothesis exports.
//!
//! Whatever such a file holds is text. What is markup in it, or would be in a note, is escaped when the
//! note is written ([`super::markdown`]).

use std::sync::Arc;

use serde_json::Value;

use super::CONFIDENCE;
use super::selection::{self, Selection};
use crate::article;
use crate::article::document::{Inline, Text};
use crate::article::front_matter::Date;
use crate::article::record::{Change, Evidence, Record, Reply, SeeAlso};
use crate::config::fields::is_blank;
use crate::config::{Config, NoteClass};
use crate::diagnostic::Source;
use crate::project::{Content, ContentKind};

/// What the name of a note begins with in addresses.
const NOTE: &str = "#n-";

/// Where the formats keep lists of annotations.
const LISTS: [&str; 5] = ["first", "@graph", "items", "rows", "annotations"];

/// An annotation.
#[derive(Debug, Clone, PartialEq)]
pub struct Incoming {
    /// Its identifier, when it has one.
    pub id: String,
    /// The page that it is about, without a fragment.
    pub page: String,
    /// What selects the words on it, or why nothing does.
    pub(super) selection: Result<Selection, &'static str>,
    /// What it says.
    pub(super) record: Record,
    /// The annotation itself.
    pub raw: Value,
}

/// Returns the annotations of a file, in its order.
pub fn read(file: &Value, config: &Config) -> Vec<Incoming> {
    let mut annotations = Vec::new();
    collect(file, &mut annotations);
    let read = |annotation: &&Value| match annotation.get("uri") {
        Some(_) => of_hypothesis(annotation, config),
        None => of_w3c(annotation, config),
    };
    annotations.iter().map(read).collect()
}

/// Finds annotations in the lists that the formats keep them in.
fn collect<'a>(value: &'a Value, annotations: &mut Vec<&'a Value>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, annotations)),
        Value::Object(fields) => {
            if fields.contains_key("target") {
                annotations.push(value);
                return;
            }
            for key in ["first", "@graph"] {
                if let Some(inner) = fields.get(key) {
                    collect(inner, annotations);
                }
            }
            for key in ["items", "rows", "annotations"] {
                let inner = fields.get(key).map(list).unwrap_or_default();
                for value in inner {
                    let count = annotations.len();
                    collect(value, annotations);
                    // What stands among annotations and is none is kept like one without a place.
                    let is_list = LISTS.iter().any(|list| value.get(list).is_some());
                    if annotations.len() == count && !is_list {
                        annotations.push(value);
                    }
                }
            }
        }
        _ => {}
    }
}

pub(super) fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// Returns a value as a list: itself where it is one, else of one; none for nothing.
pub(super) fn list(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(values) => values.iter().collect(),
        value => vec![value],
    }
}

fn page_of(url: &str) -> String {
    url.split('#').next().unwrap_or_default().to_owned()
}

fn address_of(value: &Value) -> &str {
    match value {
        Value::String(address) => address,
        value => match word(value, "source") {
            "" => word(value, "id"),
            source => source,
        },
    }
}

fn of_w3c(annotation: &Value, config: &Config) -> Incoming {
    let id = word(annotation, "id").to_owned();
    let targets = list(&annotation["target"]);
    let target = targets.first().copied().unwrap_or(&Value::Null);
    let page = page_of(match word(target, "scope") {
        "" => address_of(target),
        scope => scope,
    });
    let mut reader = Reader::new(&id, &page, config);
    let value = word(annotation, "bodyValue");
    reader
        .texts
        .extend((!value.is_empty()).then(|| value.to_owned()));
    for body in list(&annotation["body"]) {
        reader.body(body);
    }
    let creators = list(&annotation["creator"]);
    let name = creators.first().map(|creator| word(creator, "name"));
    reader.record.reviewer = name.filter(|name| !is_blank(name)).map(str::to_owned);
    Incoming {
        selection: selection::of(&target["selector"]),
        record: reader.finish(),
        page,
        id,
        raw: annotation.clone(),
    }
}

fn of_hypothesis(annotation: &Value, config: &Config) -> Incoming {
    let id = word(annotation, "id").to_owned();
    let page = page_of(word(annotation, "uri"));
    let mut reader = Reader::new(&id, &page, config);
    for tag in list(&annotation["tags"]) {
        reader.tag(tag.as_str().unwrap_or_default());
    }
    let targets = list(&annotation["target"]);
    let target = targets.first().copied().unwrap_or(&Value::Null);
    let text = word(annotation, "text");
    let own = id
        .contains(NOTE)
        .then(|| own_record(text, reader.term, config));
    let record = match own.flatten() {
        Some(mut record) => {
            record.id.clone_from(&reader.record.id);
            let seen = record.see_also.into_iter();
            let seen = seen.map(|seen| match seen {
                SeeAlso::Address(url) => reader.seen(&url),
                note => note,
            });
            record.see_also = seen.collect();
            record
        }
        None => {
            reader.texts.push(text.to_owned());
            let user = annotation["user_info"]["display_name"].as_str();
            reader.record.reviewer = user.filter(|name| !is_blank(name)).map(str::to_owned);
            reader.finish()
        }
    };
    Incoming {
        selection: selection::of(&target["selector"]),
        record,
        page,
        id,
        raw: annotation.clone(),
    }
}

/// Reads the text of a note that this program wrote: as a note.
fn own_record(text: &str, term: Option<usize>, config: &Config) -> Option<Record> {
    let term = term?;
    let label = config
        .vocabulary
        .term(term)
        .label(config.editions[0].interface);
    let colon = if text.starts_with('→') { "" } else { "：" };
    let text = text.replace('\n', "\n    ");
    let gap = if text.starts_with("- ") { "\n    " } else { "" };
    let source =
        format!("---\ntitle: 甲\n---\n\n甲[^x]\n\n[^x]: **{label}** 「甲」{colon}{gap}{text}\n");
    let content = Content {
        kind: ContentKind::Article,
        slug: "x".to_owned(),
        source: Source::new("x", source),
        assets: Vec::new(),
        written: Vec::new(),
        sources: None,
    };
    let mut article = article::parse(&content, config).value;
    let mut records = std::mem::take(&mut article.summary.records).into_iter();
    let record = records.find(|record| record.id == "x")?;
    (record.term == term).then_some(record)
}

/// Reads what an annotation says.
struct Reader<'a> {
    config: &'a Config,
    page: &'a str,
    term: Option<usize>,
    texts: Vec<String>,
    tags: Vec<String>,
    record: Record,
}

impl<'a> Reader<'a> {
    fn new(id: &str, page: &'a str, config: &'a Config) -> Reader<'a> {
        Reader {
            config,
            page,
            term: None,
            texts: Vec::new(),
            tags: Vec::new(),
            record: Record {
                id: note_id(id),
                ..Record::default()
            },
        }
    }

    /// Takes a tag for the verdict, where it is the name or a label of one.
    fn tag(&mut self, tag: &str) {
        let terms = self.config.vocabulary.terms();
        let by_slug = terms.iter().position(|term| term.slug == tag);
        match by_slug.or_else(|| self.config.vocabulary.find(tag)) {
            Some(term) if self.term.is_none() => self.term = Some(term),
            _ if tag.trim().is_empty() => {}
            _ => self.tags.push(format!("#{}", tag.trim())),
        }
    }

    fn body(&mut self, body: &Value) {
        let purposes = list(&body["purpose"]);
        let is = |purpose: &str| purposes.iter().any(|it| it.as_str() == Some(purpose));
        let value = word(body, "value");
        let is_for = !is("questioning");
        if body.get("value").is_none() {
            let url = address_of(body);
            if is("bookmarking") {
                let seen = self.seen(url);
                self.record.see_also.push(seen);
            } else if url.contains([':', '/', '#']) && !url.contains(char::is_whitespace) {
                self.record.evidence.push(resource(body, url, is_for));
            } else if !url.is_empty() {
                // Some programs write a text where an address belongs.
                self.texts.push(url.to_owned());
            }
        } else if is("classifying") {
            self.tag(value);
        } else if is("editing") {
            self.record.reading = Some(value.to_owned());
        } else if is("describing") {
            let title = body["dcterms:title"].as_str();
            let archived = body["schema:archivedAt"].as_str().map(str::to_owned);
            self.record.evidence.push(Evidence {
                archived,
                ..described(value, title, is_for)
            });
        } else if let (true, Some(confidence)) = (is("tagging"), value.strip_prefix(CONFIDENCE)) {
            self.record.confidence = Some(confidence.to_owned());
        } else if is("tagging") {
            self.tag(value);
        } else if is("replying") {
            self.record.dissent.push(reply(body));
        } else if let (true, Some(date)) = (is("moderating"), date(body)) {
            let change = self.correction(value, date);
            self.record.corrections.push(change);
        } else if !value.is_empty() {
            self.texts.push(value.to_owned());
        }
    }

    /// Returns what is to be seen: a note of the same page, or an address.
    fn seen(&self, url: &str) -> SeeAlso {
        match url.rsplit_once(NOTE) {
            Some((page, id)) if page == self.page || page.is_empty() => {
                SeeAlso::Note(id.to_owned())
            }
            _ => SeeAlso::Address(url.to_owned()),
        }
    }

    /// Reads `missing-context → false: why`.
    fn correction(&self, value: &str, date: Date) -> Change {
        let term = |slug: &str| {
            let mut terms = self.config.vocabulary.terms().iter();
            terms.position(|term| term.slug == slug)
        };
        let parts = value.split_once(" → ").and_then(|(from, rest)| {
            let (to, reason) = rest
                .split_once(": ")
                .or_else(|| Some((rest.strip_suffix(':')?, "")))?;
            Some(((term(from)?, term(to)?), reason))
        });
        Change {
            date,
            verdicts: parts.map(|(verdicts, _)| verdicts),
            reason: leaf(parts.map_or(value, |(_, reason)| reason)),
        }
    }

    fn finish(mut self) -> Record {
        let vocabulary = &self.config.vocabulary;
        let emendation = vocabulary
            .terms()
            .iter()
            .position(|term| term.class == NoteClass::Emendation);
        let is_emendation = |term: usize| Some(term) == emendation;
        let other = match self.texts.is_empty() && self.record.evidence.is_empty() {
            true => vocabulary.gloss(),
            false => vocabulary
                .find("待查")
                .unwrap_or_else(|| vocabulary.gloss()),
        };
        let is_reading = self.record.reading.is_some();
        self.record.term = match self.term {
            Some(term) if is_emendation(term) == is_reading => term,
            _ if is_reading => emendation.unwrap_or(other),
            _ => other,
        };
        if !self.tags.is_empty() {
            self.texts.push(self.tags.join(" "));
        }
        let text = self.texts.join("\n\n");
        let text = text.replace("\r\n", "\n");
        let mut parts = text
            .split("\n\n")
            .map(str::trim)
            .filter(|part| !part.is_empty());
        self.record.gist = parts.next().map(leaf).unwrap_or_default();
        self.record.more = parts.map(str::to_owned).collect();
        self.record
    }
}

/// Returns the name of the note for an annotation: that which the site gave it, or one made of its
/// identifier.
fn note_id(id: &str) -> String {
    let is_name = |name: &&str| {
        let is_sign = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        !name.is_empty() && name.bytes().all(is_sign)
    };
    let own = id.rsplit_once(NOTE).map(|(_, name)| name).filter(is_name);
    match own {
        Some(name) => name.to_owned(),
        None => format!("x-{}", &article::fidelity::digest(id.as_bytes())[..10]),
    }
}

/// Returns an objection with its answers. Who made it and when is one line, as in a note.
fn reply(body: &Value) -> Reply {
    let creator = &body["creator"];
    let name = creator.as_str().unwrap_or_else(|| word(creator, "name"));
    let date = date(body).map(|date| date.to_string());
    let signature = format!("{} {}", name.trim(), date.unwrap_or_default());
    Reply {
        signature: signature.trim().to_owned(),
        said: leaf(word(body, "value")),
        answers: list(&body["schema:comment"])
            .into_iter()
            .map(reply)
            .collect(),
    }
}

fn leaf(text: &str) -> Vec<Inline> {
    match text.trim() {
        "" => Vec::new(),
        text => vec![Inline::Text(Text {
            text: text.to_owned(),
            ..Text::default()
        })],
    }
}

fn date(body: &Value) -> Option<Date> {
    Date::parse(word(body, "created").get(..10)?)
}

fn resource(body: &Value, url: &str, is_for: bool) -> Evidence {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let quotation = selection::of(&body["selector"]).ok();
    // Other programs name a copy as the model has it (section 4.3.1).
    let states = list(&body["state"]);
    let cached = states.first().map_or("", |state| word(state, "cached"));
    let archived = text(word(body, "schema:archivedAt")).or_else(|| text(cached));
    let title = match word(body, "dcterms:title").trim() {
        "" => url,
        title => title,
    };
    Evidence {
        is_for,
        title: title.to_owned(),
        url: Some(url.to_owned()),
        archived,
        quotation: quotation.map(|selection| selection.exact),
        ..Evidence::default()
    }
}

/// Returns evidence without an address, of which the words may stand behind its title. A title that quotes is told.
fn described(value: &str, title: Option<&str>, is_for: bool) -> Evidence {
    let told = title.filter(|title| value.starts_with(*title));
    let behind = &value[told.map_or(0, str::len)..];
    let quoted = behind.strip_suffix('」');
    let quotation = quoted.and_then(|quoted| Some(quoted.split_once('「')?.1));
    let marks = "「」".len();
    let length = quotation.map_or(0, |quotation| quotation.len() + marks);
    Evidence {
        is_for,
        title: value[..value.len() - length].to_owned(),
        quotation: quotation.map(str::to_owned),
        ..Evidence::default()
    }
}

/// Returns a file as JSON.
///
/// # Errors
/// The place, in bytes, and why it is none.
pub fn parse(source: &Arc<Source>) -> Result<Value, (usize, String)> {
    serde_json::from_str(source.text()).map_err(|error| {
        let lines = source.text().split_inclusive('\n');
        let before: usize = lines
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum();
        (before + error.column().saturating_sub(1), error.to_string())
    })
}
