//! What templates see of plain pages and of an edition's own: terms, glossary, search.

use serde::Serialize;

use super::{CitedContext, MenuItem, NoteContext, Tally};

/// A plain page.
#[derive(Debug, Serialize)]
pub struct ContentContext {
    /// Its title.
    pub title: String,
    /// Its text as HTML.
    pub html: String,
    /// Its notes.
    pub notes: Vec<NoteContext>,
    /// What they cite by keys.
    pub references: Vec<CitedContext>,
    /// `extra` of the front matter.
    pub extra: serde_json::Value,
}
/// Entries of one kind on the page that explains seals and terms.
#[derive(Debug, Serialize)]
pub struct LegendSection {
    /// `verdicts`, `kinds` (of notes that judge nothing) or `items` (of notes).
    pub kind: &'static str,
    /// Its heading.
    pub title: String,
    /// The entries: verdicts from the highest rating to the lowest, then those without one.
    pub entries: Vec<LegendEntry>,
}
/// A term that is explained.
#[derive(Debug, Serialize)]
pub struct LegendEntry {
    /// The term.
    pub label: String,
    /// The term in another language, where that is another word.
    pub other: Option<OtherLabel>,
    /// What it means; may be empty.
    pub meaning: String,
    /// Of a kind of notes its seal, how many there are in articles, and the reference to the list of them, where there
    /// is one.
    pub tally: Option<Tally>,
    /// The rating of a verdict that has one, from 1 (false) to 5 (true).
    pub rating: Option<u8>,
}
/// A label in a language that is not that of the interface.
#[derive(Debug, Serialize)]
pub struct OtherLabel {
    /// The label.
    pub text: String,
    /// The language tag.
    pub lang: &'static str,
}
/// The page of words that are converted otherwise than the engine would.
#[derive(Debug, Serialize)]
pub struct GlossaryContext {
    /// What converts texts for this edition.
    pub engines: Vec<Engine>,
    /// The site's words, and then those of each article that has some.
    pub lists: Vec<GlossaryList>,
}
/// What converts texts of one language.
#[derive(Debug, Serialize)]
pub struct Engine {
    /// The language tag of the texts.
    pub from: String,
    /// OpenCC's name for the configuration.
    pub configuration: &'static str,
}
/// Words of the site or of an article.
#[derive(Debug, Serialize)]
pub struct GlossaryList {
    /// Whose they are.
    pub title: String,
    /// The reference to the article.
    pub href: Option<String>,
    /// Whether any of them has a note.
    pub has_notes: bool,
    /// The words.
    pub terms: Vec<GlossaryTerm>,
}
/// A word.
#[derive(Debug, Serialize)]
pub struct GlossaryTerm {
    /// Its form in each edition.
    pub forms: Vec<GlossaryForm>,
    /// What is said of it; may be empty.
    pub note: String,
}
/// A word in one edition.
#[derive(Debug, Serialize)]
pub struct GlossaryForm {
    /// The edition's language tag.
    pub lang: String,
    /// The word; empty where nothing is known of it.
    pub text: String,
}
/// An edition's page to search from.
#[derive(Debug, Serialize)]
pub struct SearchContext {
    /// The reference to its script.
    pub script: String,
    /// The reference to the folder of the shards, which all editions share.
    pub shards: String,
    /// The reference to the edition's tree.
    pub tree: String,
    /// The reference to the list of articles.
    pub list: String,
    /// What else there is to look in: the ledger, the timeline, the lists that articles are in.
    pub others: Vec<MenuItem>,
}
