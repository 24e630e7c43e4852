//! What templates see of an article and its notes.

use serde::Serialize;

use super::{Name, OwnNames, Tally};

/// An article's page.
#[derive(Debug, Serialize)]
pub struct ArticleContext {
    /// Its title.
    pub title: String,
    /// The language tag of the text as it is shown.
    pub lang: String,
    /// The date of the source.
    pub date: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// The reference to the list of the outlet's articles.
    pub outlet: Option<String>,
    /// The authors.
    pub author: Vec<String>,
    /// Where it was published.
    pub source_url: Option<String>,
    /// The original file.
    pub source_file: Option<SourceFile>,
    /// The day it was retrieved.
    pub retrieved: Option<String>,
    /// Whether the words are those that were imported; absent when nothing was recorded.
    pub unchanged: Option<bool>,
    /// The deliberate changes of the words, the first first.
    pub accepted: Vec<AcceptedContext>,
    /// The review.
    pub review: Option<ReviewContext>,
    /// The last correction.
    pub corrected: Option<Corrected>,
    /// Whether the text was converted.
    pub derived: bool,
    /// The same article in its own script, when this one was converted.
    pub original: Option<Original>,
    /// The reference to the words that are converted otherwise, when there are any.
    pub glossary: Option<String>,
    /// Han characters and words.
    pub characters: usize,
    /// Minutes of reading.
    pub minutes: usize,
    /// Tags.
    pub tags: Vec<Name>,
    /// What it is listed under in the taxonomies of the site's own.
    pub terms: Vec<OwnNames>,
    /// Verdicts with their counts, the worst first.
    pub tally: Vec<Tally>,
    /// The number of notes with a verdict.
    pub claims: usize,
    /// Emendations, when there are any.
    pub emendations: Option<Emendations>,
    /// The number of notes that only explain, when there are any.
    pub glosses: Option<Tally>,
    /// Its headings, when there are so many that one would look for them.
    pub contents: Vec<HeadingContext>,
    /// The text as HTML.
    pub body: String,
    /// The notes.
    pub notes: Vec<NoteContext>,
    /// What they cite by keys.
    pub references: Vec<CitedContext>,
    /// Articles of the site that have to do with it, the nearest first.
    pub see_also: Vec<Neighbour>,
    /// What the source's page carried beside the text.
    pub related: Vec<RelatedContext>,
    /// The article before this one in time.
    pub previous: Option<Neighbour>,
    /// The article after this one in time.
    pub next: Option<Neighbour>,
    /// The reference to its plain text, in its own script.
    pub plain_text: String,
    /// The reference to its notes as data, where they are published.
    pub annotations: Option<String>,
    /// The article and its verdicts as JSON-LD, for a `script` element.
    pub linked_data: String,
    /// `extra` of the front matter.
    pub extra: serde_json::Value,
}
/// A heading of the text.
#[derive(Debug, Serialize)]
pub struct HeadingContext {
    /// Its name in the page.
    pub id: String,
    /// Its level on the page, from 2.
    pub level: u8,
    /// What it says.
    pub text: String,
}
/// The original file of an article.
#[derive(Debug, Serialize)]
pub struct SourceFile {
    /// The reference to it.
    pub href: String,
    /// Its SHA-256.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
}
/// A deliberate change of the words.
#[derive(Debug, Serialize)]
pub struct AcceptedContext {
    /// The day.
    pub date: String,
    /// Why, in the edition's script.
    pub reason: String,
    /// What was changed, verbatim; may be empty.
    pub changes: Vec<ChangeContext>,
}
/// One change of words, in the article's own script.
#[derive(Debug, Serialize)]
pub struct ChangeContext {
    /// The words that are gone; may be empty.
    pub removed: String,
    /// The words in their place; may be empty.
    pub added: String,
    /// The language tag of both, when it is not that of the page.
    pub lang: Option<String>,
}
/// A review.
#[derive(Debug, Serialize)]
pub struct ReviewContext {
    /// By whom; may be empty.
    pub by: String,
    /// When; may be empty.
    pub date: String,
}
/// The last correction of an article.
#[derive(Debug, Serialize)]
pub struct Corrected {
    /// The day.
    pub date: String,
    /// The reference to the note that was corrected.
    pub href: String,
}
/// The original of a converted article.
#[derive(Debug, Serialize)]
pub struct Original {
    /// The reference to it.
    pub href: String,
    /// The name of its edition.
    pub name: String,
}
/// The emendations of an article.
#[derive(Debug, Serialize)]
pub struct Emendations {
    /// How many.
    pub count: usize,
    /// The reference to the first.
    pub href: String,
}
/// A note.
#[derive(Debug, Serialize)]
pub struct NoteContext {
    /// Its name.
    pub id: String,
    /// Its number, from 1.
    pub number: usize,
    /// `emendation`, `gloss` or `verdict`.
    pub kind: &'static str,
    /// Its term's stable name.
    pub slug: String,
    /// Its seal.
    pub seal: String,
    /// Its label.
    pub label: String,
    /// The words it is about.
    pub lemma: Option<String>,
    /// The reading it proposes, as HTML.
    pub reading: Option<String>,
    /// What it says, as HTML.
    pub gist: String,
    /// Its further paragraphs, as HTML; may be empty.
    pub blocks: String,
    /// Evidence and the like.
    pub items: Vec<ItemContext>,
    /// The references to it.
    pub references: Vec<ReferenceContext>,
    /// The reference to its words in the text.
    pub claim: String,
    /// The note after it.
    pub next: Option<String>,
    /// The note before it.
    pub previous: Option<String>,
}
/// An item of a note.
#[derive(Debug, Serialize)]
pub struct ItemContext {
    /// Its kind.
    pub key: &'static str,
    /// The word for its kind.
    pub label: String,
    /// Its argument; of an objection or an answer, who makes it.
    pub argument: Option<String>,
    /// The day of an objection or an answer.
    pub date: Option<String>,
    /// What follows, as HTML; may be empty.
    pub html: String,
    /// The answers to an objection, as lists in one another, as HTML; may be empty.
    pub answers: String,
}
/// A source in the list of references.
#[derive(Debug, Serialize)]
pub struct CitedContext {
    /// Its name on the page.
    pub id: String,
    /// Its language tag, when it is not that of the page; may be empty, for unknown.
    pub lang: Option<String>,
    /// Its number in the style, as HTML; may be empty.
    pub label: String,
    /// The reference in the style, as HTML.
    pub html: String,
    /// The notes that cite it.
    pub notes: Vec<CitingContext>,
}
/// A note that cites a source.
#[derive(Debug, Serialize)]
pub struct CitingContext {
    /// The reference to it.
    pub href: String,
    /// Its number.
    pub number: usize,
}
/// The way back from a note.
#[derive(Debug, Serialize)]
pub struct ReferenceContext {
    /// The reference.
    pub href: String,
    /// A letter, when the note is referred to more than once.
    pub label: Option<String>,
}
/// A related item.
#[derive(Debug, Serialize)]
pub struct RelatedContext {
    /// Its title.
    pub title: String,
    /// Its teaser; may be empty.
    pub text: String,
}
/// A neighbouring article.
#[derive(Debug, Serialize)]
pub struct Neighbour {
    /// Its title.
    pub title: String,
    /// The reference to it.
    pub href: String,
}
