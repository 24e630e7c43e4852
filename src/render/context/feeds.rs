//! What templates see of feeds.

use serde::Serialize;

use super::super::ledger::Row;
use super::{CitedContext, NoteContext};

/// An edition's feed.
#[derive(Debug, Clone, Serialize)]
pub struct FeedContext {
    /// Its own absolute URL.
    pub id: String,
    /// What it is called: the site, and the list that it is of.
    pub title: String,
    /// The absolute URL of the page of what is in it.
    pub home: String,
    /// When the newest entry was changed (RFC 3339).
    pub updated: String,
    /// The articles that were changed last.
    pub entries: Vec<Entry>,
}
/// An article in a feed.
#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    /// Its title.
    pub title: String,
    /// Its absolute URL.
    pub href: String,
    /// The language tag of the text as it is shown.
    pub lang: String,
    /// The date of the source (RFC 3339).
    pub published: Option<String>,
    /// When it was reviewed or corrected (RFC 3339).
    pub updated: String,
    /// The authors, or else the outlet.
    pub authors: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// The beginning of the text; may be empty.
    pub summary: String,
    /// The text and the notes as HTML.
    pub content: String,
}
/// An edition's feed of corrections.
#[derive(Debug, Serialize)]
pub struct CorrectionsFeedContext {
    /// Its own absolute URL.
    pub id: String,
    /// The absolute URL of the page of corrections.
    pub home: String,
    /// The day of the last correction (RFC 3339).
    pub updated: String,
    /// The last corrections, the newest first.
    pub entries: Vec<CorrectionEntry>,
}
/// A correction in a feed.
#[derive(Debug, Serialize)]
pub struct CorrectionEntry {
    /// The note, before and after, and the article.
    pub title: String,
    /// Its name: the absolute URL of the note with the day.
    pub id: String,
    /// The absolute URL of the note.
    pub href: String,
    /// The day (RFC 3339).
    pub updated: String,
    /// Who checked the note, or reviewed the article.
    pub author: Option<String>,
    /// What was corrected and why, as HTML.
    pub content: String,
}
/// What the content of an entry is made of.
#[derive(Debug, Serialize)]
pub struct EntryContent {
    /// Its corrections, the newest first.
    pub corrections: Vec<Row>,
    /// The text as HTML.
    pub body: String,
    /// The notes.
    pub notes: Vec<NoteContext>,
    /// What they cite by keys.
    pub references: Vec<CitedContext>,
}
