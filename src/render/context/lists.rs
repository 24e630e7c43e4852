//! What templates see of lists of articles, of names and of days.

use serde::Serialize;

use super::super::ledger::{ListLink, Row};
use super::Tally;

/// What stands above a list.
#[derive(Debug, Serialize)]
pub struct Intro {
    /// The heading.
    pub title: String,
    /// HTML; may be empty.
    pub html: String,
    /// The language tag of both, where that is not the language of the edition.
    pub lang: Option<String>,
}
/// Articles in a list.
#[derive(Debug, Serialize)]
pub struct ListContext {
    /// What they are.
    pub heading: String,
    /// The articles of this page, each an item of the list as HTML.
    pub articles: Vec<String>,
    /// Where in the list the page is.
    pub pages: Pagination,
    /// The reference to the list of all articles, on the front page, where that has not all of them.
    pub all: Option<String>,
    /// The reference to the articles by year.
    pub years: Option<String>,
    /// The sections at the top.
    pub sections: Vec<ListLink>,
    /// What the site has, each kind with how many of it.
    pub collected: Vec<Collected>,
}
/// How many of one kind a site has.
#[derive(Debug, Serialize)]
pub struct Collected {
    /// What the kind is called.
    pub name: String,
    /// The reference to their list, where there is one.
    pub href: Option<String>,
    /// How many there are.
    pub count: usize,
}
/// An article in a list.
#[derive(Debug, Serialize)]
pub struct Card {
    /// Its title.
    pub title: String,
    /// The reference to it.
    pub href: String,
    /// The language tag of its title as it is shown.
    pub lang: String,
    /// The same, where that is not the language of the edition.
    pub foreign: Option<String>,
    /// The date of the source.
    pub date: Option<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// The reference to the list of its articles.
    pub outlet: Option<String>,
    /// Han characters and words.
    pub characters: usize,
    /// The gist of its worst verdict.
    pub finding: Option<String>,
    /// Verdicts with their counts.
    pub tally: Vec<Tally>,
    /// The number of emendations.
    pub emendations: usize,
}
/// Figures of the whole site.
#[derive(Debug, Serialize)]
pub struct Counts {
    /// Articles.
    pub articles: usize,
    /// Notes with a verdict.
    pub claims: usize,
    /// Emendations.
    pub emendations: usize,
    /// Verdicts with their counts.
    pub verdicts: Vec<Tally>,
}
/// A name that an article is listed under.
#[derive(Debug, Serialize)]
pub struct Name {
    /// The name.
    pub name: String,
    /// The reference to the list, where there is one.
    pub href: Option<String>,
}
/// What an article is listed under in a taxonomy of the site's own.
#[derive(Debug, Serialize)]
pub struct OwnNames {
    /// What the taxonomy is called.
    pub title: String,
    /// The names.
    pub names: Vec<Name>,
}
/// The overview of a taxonomy.
#[derive(Debug, Serialize)]
pub struct TaxonomyContext {
    /// What it is called.
    pub title: String,
    /// Its name in the configuration: `tags`, `outlets`, `years` or one of the site's own.
    pub kind: String,
    /// The names, the most frequent first; years from the newest.
    pub rows: Vec<TermRow>,
}
/// A name of a taxonomy.
#[derive(Debug, Serialize)]
pub struct TermRow {
    /// The name, with the reference to its articles and their number.
    pub link: ListLink,
    /// The months of a year, from the first on.
    pub months: Vec<ListLink>,
}
/// A page of the articles that are listed under a name.
#[derive(Debug, Serialize)]
pub struct TermContext {
    /// The name.
    pub title: String,
    /// The name of its taxonomy in the configuration.
    pub kind: String,
    /// Figures of its articles.
    pub counts: Counts,
    /// The days between which they were published, where they have any.
    pub span: Option<Span>,
    /// The articles of this page, each an item of the list as HTML.
    pub articles: Vec<String>,
    /// The claims with the worst verdicts, on the first page.
    pub worst: Vec<Row>,
    /// The reference to all of its claims, where there is a ledger.
    pub claims: Option<String>,
    /// On the first page the names that its articles have besides; the months of a year.
    pub near: Vec<ListLink>,
    /// The reference to its feed as Atom, where it has one.
    pub feed: Option<String>,
    /// The reference to that feed as JSON Feed.
    pub json_feed: Option<String>,
    /// Where in the list the page is.
    pub pages: Pagination,
}
/// Days from one to another.
#[derive(Debug, Serialize)]
pub struct Span {
    /// The first.
    pub first: String,
    /// The last.
    pub last: String,
}
/// A page of the timeline.
#[derive(Debug, Serialize)]
pub struct TimelineContext {
    /// The years, from the newest on.
    pub years: Vec<TimelineYear>,
    /// Where in the list the page is.
    pub pages: Pagination,
}
/// A year of the timeline.
#[derive(Debug, Serialize)]
pub struct TimelineYear {
    /// The year.
    pub year: String,
    /// What happened in it, the newest first.
    pub moments: Vec<MomentContext>,
}
/// Something that happened on a day.
#[derive(Debug, Serialize)]
pub struct MomentContext {
    /// `event`, `published`, `reviewed` or `corrected`.
    pub kind: &'static str,
    /// The day, as `YYYY-MM-DD`.
    pub date: String,
    /// Month and day, as `MM-DD`.
    pub day: String,
    /// The title of the article.
    pub title: String,
    /// The language tag of that title as it is shown.
    pub lang: String,
    /// The reference to the article, or to the note that was corrected.
    pub href: String,
    /// The event, the outlet, the number of claims or the change; may be empty.
    pub about: String,
}
/// Where in a list a page is.
#[derive(Debug, Serialize)]
pub struct Pagination {
    /// Its number, from 1.
    pub number: usize,
    /// How many there are.
    pub total: usize,
    /// The reference to the page before.
    pub previous: Option<String>,
    /// The reference to the page after.
    pub next: Option<String>,
}
