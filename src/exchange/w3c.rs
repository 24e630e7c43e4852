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
//! | `describing` | evidence that has no address, with that of a copy |
//! | `questioning`, besides one of these two | the evidence speaks against it |
//! | `tagging` | how sure its author is |
//! | `replying` | what others object |
//! | `moderating` | a correction |
//! | `bookmarking` | what else is to be seen |

use std::borrow::Cow;
use std::io::{self, Write};
use std::rc::Rc;

use serde::Serialize;
use serde_json::ser::Formatter;

use super::{CONFIDENCE, days, page};
use crate::article::Article;
use crate::article::front_matter::Date;
use crate::article::record::{Change, Evidence, Passage, Record, Reply, SeeAlso, signed};
use crate::config::{Config, NoteClass};
use crate::script::Conversion;
use crate::site::{
    ANNOTATIONS, ANNOTATIONS_A_PAGE, ARCHIVE_ANNOTATIONS, PLAIN_TEXT, Site, address,
};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// The types of bodies and targets.
const TEXT: &str = "TextualBody";
const RESOURCE: &str = "SpecificResource";

/// The media type of what is said.
const PLAIN: &str = "text/plain";

/// Annotations, as a collection (section 4 of the model).
#[derive(Debug, Serialize)]
pub struct Collection<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    label: Cow<'a, str>,
    total: usize,
    first: First<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
}

/// The first page of a collection.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum First<'a> {
    Here(Page<'a>),
    /// Its address.
    Elsewhere(String),
}

/// A page of a collection.
#[derive(Debug, Serialize)]
pub struct Page<'a> {
    /// Where it is a file of its own.
    #[serde(rename = "@context", skip_serializing_if = "Option::is_none")]
    context: Option<&'static str>,
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "partOf")]
    part_of: String,
    #[serde(rename = "startIndex")]
    start_index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    prev: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    items: Vec<Annotation<'a>>,
}

#[derive(Debug, Serialize)]
struct Annotation<'a> {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    motivation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<Person<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    body: Vec<Body<'a>>,
    target: Target<'a>,
}

#[derive(Debug, Serialize)]
struct Person<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'a str,
}

#[derive(Debug, Default, Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    purpose: Purpose,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    selector: Option<Selector<'a>>,
    #[serde(rename = "dcterms:title", skip_serializing_if = "Option::is_none")]
    title: Option<Cow<'a, str>>,
    #[serde(rename = "schema:archivedAt", skip_serializing_if = "Option::is_none")]
    archived: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<Person<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    /// The model has no answers to bodies, so those are comments of schema.org, whose prefix its context
    /// defines.
    #[serde(rename = "schema:comment", skip_serializing_if = "Vec::is_empty")]
    comments: Vec<Body<'a>>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Purpose {
    One(&'static str),
    Two([&'static str; 2]),
}

impl Default for Purpose {
    fn default() -> Purpose {
        Purpose::One("")
    }
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Target<'a> {
    Page(Rc<str>),
    Words {
        #[serde(rename = "type")]
        kind: &'static str,
        source: Rc<str>,
        scope: Rc<str>,
        selector: [Selector<'a>; 2],
    },
}

/// What selects words of a text (sections 4.2.4 and 4.2.5 of the vocabulary).
#[derive(Debug, Serialize)]
#[serde(tag = "type")]
pub(super) enum Selector<'a> {
    #[serde(rename = "TextQuoteSelector")]
    Quote {
        exact: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        prefix: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        suffix: Option<&'a str>,
    },
    #[serde(rename = "TextPositionSelector")]
    Position { start: usize, end: usize },
}

/// Returns the annotations of an article.
pub fn annotations<'a>(article: &'a Article, site: &'a Site) -> Collection<'a> {
    let config = &site.config;
    let id = address::url(config, &address::article_file(config, article, ANNOTATIONS));
    let title = Conversion::identity(&article.language, &article.language)
        .text(&article.front_matter.title);
    let items = Standpoint::of(article, site).annotations();
    Collection::whole(id, title, items.collect())
}

/// Returns all annotations of an archive as one collection, the oldest article first.
pub fn all_annotations(site: &Site) -> Collection<'_> {
    let id = address::url(&site.config, ARCHIVE_ANNOTATIONS);
    let articles = site.articles.iter().rev();
    let items = articles.flat_map(|article| Standpoint::of(article, site).annotations());
    Collection::whole(id, site.config.title.as_str().into(), items.collect())
}

/// Returns the collection of the annotations of an archive, which are on pages of their own.
pub fn collection(site: &Site) -> Collection<'_> {
    let config = &site.config;
    let notes = site.articles.iter();
    Collection {
        context: CONTEXT,
        id: address::url(config, ARCHIVE_ANNOTATIONS),
        kind: "AnnotationCollection",
        label: config.title.as_str().into(),
        total: notes.map(|article| article.summary.records.len()).sum(),
        first: First::Elsewhere(page_id(config, 1)),
        last: Some(page_id(config, site.annotation_pages())),
    }
}

/// Returns a page of the annotations of an archive, counted from 1. The oldest article stands first, so
/// that a new one changes the last page only.
pub fn collection_page(site: &Site, number: usize) -> Page<'_> {
    let config = &site.config;
    let start = (number - 1) * ANNOTATIONS_A_PAGE;
    let mut before = 0;
    let mut items = Vec::with_capacity(ANNOTATIONS_A_PAGE);
    for article in site.articles.iter().rev() {
        let count = article.summary.records.len();
        let left = ANNOTATIONS_A_PAGE - items.len();
        if before + count > start && left > 0 {
            let annotations = Standpoint::of(article, site).annotations();
            let own = annotations.skip(start.saturating_sub(before));
            items.extend(own.take(left));
        }
        before += count;
        if items.len() == ANNOTATIONS_A_PAGE {
            break;
        }
    }
    let other = |number: usize| page_id(config, number);
    Page {
        context: Some(CONTEXT),
        id: page_id(config, number),
        kind: "AnnotationPage",
        part_of: address::url(config, ARCHIVE_ANNOTATIONS),
        start_index: start,
        prev: (number > 1).then(|| other(number - 1)),
        next: (number < site.annotation_pages()).then(|| other(number + 1)),
        items,
    }
}

impl<'a> Collection<'a> {
    /// Returns a collection that holds its only page.
    fn whole(id: String, label: Cow<'a, str>, items: Vec<Annotation<'a>>) -> Collection<'a> {
        Collection {
            context: CONTEXT,
            kind: "AnnotationCollection",
            label,
            total: items.len(),
            first: First::Here(Page {
                context: None,
                id: format!("{id}#page-1"),
                kind: "AnnotationPage",
                part_of: id.clone(),
                start_index: 0,
                prev: None,
                next: None,
                items,
            }),
            last: None,
            id,
        }
    }

    /// Returns the collection as JSON, a line for each annotation.
    pub fn json(&self) -> Vec<u8> {
        lines(self)
    }
}

impl Page<'_> {
    /// Returns the page as JSON, a line for each annotation.
    pub fn json(&self) -> Vec<u8> {
        lines(self)
    }
}

/// Returns a value as JSON, with a line for each element of the lists that are at most two levels deep.
fn lines(value: &impl Serialize) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = serde_json::Serializer::with_formatter(&mut out, Lines::default());
    value.serialize(&mut writer).expect("memory can be written");
    out.push(b'\n');
    out
}

fn page_id(config: &Config, number: usize) -> String {
    address::url(config, &address::annotations(number))
}

/// From where the notes of an article are seen.
struct Standpoint<'a> {
    site: &'a Site,
    article: &'a Article,
    /// The URL of its page.
    page: Rc<str>,
    /// That of its plain text.
    text: Rc<str>,
}

impl<'a> Standpoint<'a> {
    fn of(article: &'a Article, site: &'a Site) -> Standpoint<'a> {
        let config = &site.config;
        let text = address::article_file(config, article, PLAIN_TEXT);
        Standpoint {
            site,
            article,
            page: page(article, config).into(),
            text: address::url(config, &text).into(),
        }
    }

    fn annotations(self) -> impl Iterator<Item = Annotation<'a>> {
        let records = self.article.summary.records.iter();
        records.map(move |record| self.annotation(record))
    }

    fn annotation(&self, record: &'a Record) -> Annotation<'a> {
        let term = self.site.config.vocabulary.term(record.term);
        let (created, corrected) = days(self.article, record);
        Annotation {
            id: self.note(&record.id),
            kind: "Annotation",
            motivation: match term.class {
                NoteClass::Emendation => "editing",
                NoteClass::Gloss => "commenting",
                NoteClass::Verdict(_) => "assessing",
            },
            creator: record.reviewer.as_deref().map(person),
            created: created.map(Date::instant),
            modified: corrected.map(Date::instant),
            body: self.bodies(record),
            target: self.target(record.passage.as_ref()),
        }
    }

    fn note(&self, id: &str) -> String {
        format!("{}#n-{id}", self.page)
    }

    fn bodies(&self, record: &'a Record) -> Vec<Body<'a>> {
        let slug = |term: usize| self.site.config.vocabulary.term(term).slug.as_str();
        let mut bodies = vec![Body {
            kind: TEXT,
            purpose: Purpose::One("classifying"),
            value: Some(slug(record.term).into()),
            ..Body::default()
        }];
        let reading = record.reading.as_deref();
        bodies.extend(reading.map(|reading| self.text("editing", reading)));
        let said = record.text();
        if !said.is_empty() {
            bodies.push(self.text("commenting", said));
        }
        let evidence = record.evidence.iter();
        bodies.extend(evidence.map(|evidence| self.evidence(evidence)));
        if let Some(confidence) = &record.confidence {
            bodies.push(self.text("tagging", format!("{CONFIDENCE}{confidence}")));
        }
        bodies.extend(record.dissent.iter().map(|said| self.reply(said)));
        bodies.extend(record.corrections.iter().map(|change| Body {
            created: Some(change.date.instant()),
            ..self.text("moderating", correction(change, slug))
        }));
        bodies.extend(record.see_also.iter().map(|seen| Body {
            kind: RESOURCE,
            purpose: Purpose::One("bookmarking"),
            source: Some(match seen {
                SeeAlso::Address(url) => address::cited(self.site, self.article, url).into(),
                SeeAlso::Note(id) => self.note(id).into(),
            }),
            ..Body::default()
        }));
        bodies
    }

    fn text(&self, purpose: &'static str, value: impl Into<Cow<'a, str>>) -> Body<'a> {
        Body {
            kind: TEXT,
            purpose: Purpose::One(purpose),
            format: Some(PLAIN),
            language: Some(&self.article.language),
            value: Some(value.into()),
            ..Body::default()
        }
    }

    /// Returns an objection as a body.
    fn reply(&self, said: &'a Reply) -> Body<'a> {
        let (name, date) = signed(&said.signature);
        Body {
            creator: (!name.is_empty()).then(|| person(name)),
            created: date.map(Date::instant),
            comments: (said.answers.iter())
                .map(|answer| self.reply(answer))
                .collect(),
            ..self.text("replying", said.text())
        }
    }

    /// Returns evidence as a body: with an address as a resource, without one as a text.
    fn evidence(&self, evidence: &'a Evidence) -> Body<'a> {
        let purpose = |main: &'static str| match evidence.is_for {
            true => Purpose::One(main),
            false => Purpose::Two([main, "questioning"]),
        };
        let title = Some(evidence.title_and_locator());
        let cited = |url: &String| Cow::from(address::cited(self.site, self.article, url));
        let archived = |kept: &Option<String>| kept.as_ref().map(cited);
        match &evidence.url {
            Some(url) => Body {
                kind: RESOURCE,
                purpose: purpose("linking"),
                source: Some(cited(url)),
                title: title.filter(|title| !title.is_empty()),
                selector: (evidence.quotation.as_deref()).map(|exact| Selector::Quote {
                    exact,
                    prefix: None,
                    suffix: None,
                }),
                archived: archived(&evidence.archived),
                ..Body::default()
            },
            None => Body {
                kind: TEXT,
                purpose: purpose("describing"),
                format: Some(PLAIN),
                value: Some(match &evidence.quotation {
                    Some(quotation) => {
                        format!("{}「{quotation}」", evidence.title_and_locator()).into()
                    }
                    None => evidence.title_and_locator(),
                }),
                // Where it quotes itself, one could not tell where it ends.
                title: title.filter(|title| title.contains('「')),
                archived: archived(&evidence.archived),
                ..Body::default()
            },
        }
    }

    /// Returns the words of a note as a selection of the article's text; the page for a note without.
    fn target(&self, passage: Option<&'a Passage>) -> Target<'a> {
        match passage {
            None => Target::Page(Rc::clone(&self.page)),
            Some(passage) => Target::Words {
                kind: RESOURCE,
                source: Rc::clone(&self.text),
                scope: Rc::clone(&self.page),
                selector: selectors(passage),
            },
        }
    }
}

fn person(name: &str) -> Person<'_> {
    Person {
        kind: "Person",
        name,
    }
}

/// Returns a correction in a line: `missing-context → false: why`.
fn correction<'a>(change: &Change, slug: impl Fn(usize) -> &'a str) -> String {
    let reason = change.reason_text();
    match change.verdicts {
        Some((from, to)) => format!("{} → {}: {reason}", slug(from), slug(to)),
        None => reason,
    }
}

/// Returns what selects words of a text.
pub(super) fn selectors(passage: &Passage) -> [Selector<'_>; 2] {
    [
        Selector::Quote {
            exact: &passage.words,
            prefix: Some(&passage.before),
            suffix: Some(&passage.after),
        },
        Selector::Position {
            start: passage.position.start,
            end: passage.position.end,
        },
    ]
}

/// Writes JSON with a line for each element of a list that is in no other list.
#[derive(Default)]
struct Lines {
    /// How many lists are open.
    lists: usize,
}

impl Formatter for Lines {
    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.lists += 1;
        writer.write_all(b"[")
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        writer.write_all(match (first, self.lists) {
            (true, 1) => b"\n",
            (false, 1) => b",\n",
            (true, _) => b"",
            (false, _) => b",",
        })
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(if self.lists == 1 { b"\n]" } else { b"]" })?;
        self.lists -= 1;
        Ok(())
    }
}
