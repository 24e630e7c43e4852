//! What the templates of the ledger see.

use serde::Serialize;

use crate::render::context::{Pagination, Tally};

/// A page of a list of notes.
#[derive(Debug, Serialize)]
pub struct LedgerContext {
    /// `claims`, `articles`, `emendations`, `corrections` or `source`.
    pub kind: &'static str,
    /// Its heading.
    pub title: String,
    /// What it is, in a sentence.
    pub about: String,
    /// Whether no other list stands above it.
    pub is_top: bool,
    /// The list of all claims, beside those of the verdicts.
    pub all: Option<ListLink>,
    /// The verdicts, as lists of their own.
    pub verdicts: Vec<VerdictLink>,
    /// The number of the first note, or article, shown, from 1.
    pub first: usize,
    /// The number of the last one shown.
    pub last: usize,
    /// How many notes, or articles, the list has.
    pub total: usize,
    /// The notes, in groups that follow one another.
    pub groups: Vec<Group>,
    /// Where in the list the page is.
    pub pages: Pagination,
    /// The reference to the feed of corrections, on their pages.
    pub feed: Option<String>,
    /// The claims of an outlet, a year or a tag by verdict.
    pub counts: Option<Bar>,
    /// The verdicts by year and by outlet, on the first page of all claims.
    pub charts: Vec<Chart>,
    /// Other lists of claims, on the first page of all claims; on that of a cited site, the articles that come
    /// from it.
    pub indices: Vec<Index>,
}

/// A link to a list.
#[derive(Debug, Serialize)]
pub struct ListLink {
    /// Its name.
    pub name: String,
    /// The reference to it.
    pub href: String,
    /// How many notes it has.
    pub count: usize,
}

/// A link to the list of a verdict.
#[derive(Debug, Serialize)]
pub struct VerdictLink {
    /// The verdict and how many notes have it, with the reference to the list.
    pub tally: Tally,
    /// Whether this is the list itself.
    pub current: bool,
}

/// Notes of one article, or notes that rest on one page.
#[derive(Debug, Serialize)]
pub struct Group {
    /// The title of the article, or of the page.
    pub title: String,
    /// The language of that, where it is not the edition's; empty for unknown.
    pub lang: Option<&'static str>,
    /// The reference to it.
    pub href: String,
    /// Whether the page is known to be gone.
    pub gone: bool,
    /// The address of the page's copy in an archive.
    pub archived: Option<String>,
    /// The outlet of the article, in the list of emendations.
    pub publisher: Option<String>,
    /// The date of its source, in the list of emendations.
    pub date: Option<String>,
    /// How many readings are proposed for it, on all pages of the list of emendations.
    pub emendations: usize,
    /// The notes, each a row of the table as HTML; in a list of articles, the articles.
    pub rows: Vec<String>,
}

/// A note in a list.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The place of its term in the order of verdicts.
    pub order: usize,
    /// Its term's stable name.
    pub slug: String,
    /// Its seal.
    pub seal: String,
    /// Its label.
    pub label: String,
    /// The reference to its words in the article.
    pub href: String,
    /// The language tag of the article as it is shown.
    pub lang: String,
    /// The number of the paragraph in which its words begin, from 1.
    pub paragraph: Option<usize>,
    /// What stands before the words in their clause, in the list of emendations.
    pub before: String,
    /// The words it is about.
    pub lemma: Option<String>,
    /// What stands after them.
    pub after: String,
    /// The reading it proposes.
    pub reading: Option<String>,
    /// The words in pieces, by whether the reading has others; in the list of emendations.
    pub lemma_parts: Vec<Part>,
    /// The reading in pieces, by whether the words are others; in the list of emendations.
    pub reading_parts: Vec<Part>,
    /// What it says.
    pub gist: String,
    /// How sure its author is.
    pub confidence: Option<String>,
    /// The title of the article.
    pub article: String,
    /// The reference to the article.
    pub article_href: String,
    /// The outlet.
    pub publisher: Option<String>,
    /// The date of the source.
    pub date: Option<String>,
    /// The day of the review.
    pub reviewed: Option<String>,
    /// The correction that the list is about.
    pub correction: Option<Correction>,
    /// What the evidence that the list is about says.
    pub quotation: Option<Quotation>,
    /// Whether that evidence speaks for the note.
    pub is_for: bool,
}

/// A piece of words that are compared with others.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// The piece.
    pub text: String,
    /// Whether the others have something else in its place.
    pub differs: bool,
}

/// A correction.
#[derive(Debug, Clone, Serialize)]
pub struct Correction {
    /// The day.
    pub date: String,
    /// The place of the verdict after it in the order of verdicts.
    pub order: Option<usize>,
    /// The verdict before and the verdict after, each with a count of 1.
    pub change: Option<[Tally; 2]>,
    /// Why.
    pub reason: String,
}

/// Words of a source.
#[derive(Debug, Clone, Serialize)]
pub struct Quotation {
    /// The words.
    pub text: String,
    /// Their language tag, where it shows and is not that of the page.
    pub lang: Option<&'static str>,
}

/// Bars of verdicts, with one scale for all.
#[derive(Debug, Serialize)]
pub struct Chart {
    /// Its name in the page.
    pub id: &'static str,
    /// Its heading.
    pub title: String,
    /// What its bars stand for.
    pub of: String,
    /// The verdicts that stand in any bar, each with its count in all of them.
    pub verdicts: Vec<Tally>,
    /// The bars.
    pub bars: Vec<Bar>,
}

/// The verdicts of one list, side by side.
#[derive(Debug, Serialize)]
pub struct Bar {
    /// The list.
    pub link: ListLink,
    /// The verdicts that it has, in their order.
    pub segments: Vec<Segment>,
    /// How many notes have each of the chart's verdicts; 0 where none has.
    pub counts: Vec<usize>,
}

/// One verdict in a bar. Places are in hundredths of the longest bar, with two decimals.
#[derive(Debug, Serialize)]
pub struct Segment {
    /// The verdict and its count.
    pub tally: Tally,
    /// Where it begins.
    pub start: String,
    /// How long it is.
    pub length: String,
    /// Where its middle is, when it is long enough to hold a seal.
    pub middle: Option<String>,
}

/// Lists of one kind.
#[derive(Debug, Serialize)]
pub struct Index {
    /// What they are.
    pub title: String,
    /// The lists.
    pub lists: Vec<ListLink>,
}
