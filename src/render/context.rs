//! What templates see: one struct for each kind of page, serialised as it stands.
//!
//! References are ready to print, relative to the page; text is in the script of the edition.

use serde::Serialize;

use super::ledger::{ListLink, Row};
use super::made::Made;

/// What every page has.
#[derive(Debug)]
pub struct Frame {
    /// The site.
    pub site: Made<SiteContext>,
    /// The edition.
    pub edition: Made<EditionContext>,
    /// The same page in each edition: the toggle.
    pub editions: Vec<Twin>,
    /// The page.
    pub page: PageContext,
    /// The menu.
    pub menu: Made<Vec<MenuItem>>,
    /// Pages that are linked at the foot.
    pub more: Made<Vec<MenuItem>>,
    /// Files with the notes of all articles.
    pub data: Made<Vec<MenuItem>>,
    /// What the configuration says of the look.
    pub theme: Made<ThemeContext>,
    /// Style sheets and scripts.
    pub assets: Assets,
    /// The name and version of this program.
    pub generator: &'static str,
}

/// The site.
#[derive(Debug, Serialize)]
pub struct SiteContext {
    /// Its title.
    pub title: String,
    /// Its description; may be empty.
    pub description: String,
    /// The language tag of both, where that is not the language of the edition.
    pub lang: Option<String>,
    /// `extra` of the configuration.
    pub extra: serde_json::Value,
}

/// The edition.
#[derive(Debug, Serialize)]
pub struct EditionContext {
    /// Its language tag.
    pub tag: String,
    /// The language tag of its interface.
    pub lang: String,
    /// What an element of interface words says of them where they are in another language than the page: the
    /// attributes `lang` and `dir`, with a space before each; else empty.
    pub attributes: String,
}

/// A page on the way to another.
#[derive(Debug, Serialize)]
pub struct Crumb {
    /// What it is called.
    pub name: String,
    /// The reference to it.
    pub href: String,
    /// The language tag of its name, where that is not in the language of the interface.
    pub lang: Option<String>,
}

/// A page in one of the editions.
#[derive(Debug, Serialize)]
pub struct Twin {
    /// The edition's language tag.
    pub tag: String,
    /// The word on the toggle.
    pub label: String,
    /// The edition's name.
    pub name: String,
    /// The reference to the page.
    pub href: String,
    /// Whether this is the page itself.
    pub current: bool,
}

/// The page.
#[derive(Debug, Serialize)]
pub struct PageContext {
    /// `article`, `page`, `index`, `ledger`, `lists`, `search`, `not-found`, `redirect` or `feed`.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// The language tag of the page.
    pub lang: String,
    /// For search engines and previews; may be empty.
    pub description: String,
    /// Language and territory, as `zh_TW` (the Open Graph protocol, `og:locale`).
    pub locale: String,
    /// Its absolute URL, when the site has a base URL.
    pub canonical: Option<String>,
    /// Its absolute URLs in all editions, when the site has a base URL.
    pub alternates: Vec<Alternate>,
    /// The reference to the front page.
    pub home: Made<String>,
    /// The way from the front page to it, which is the last step; empty for a page that stands by itself.
    pub trail: Vec<Crumb>,
    /// The reference to the site's root, where the files of `static/` are; it ends with a slash.
    pub root: Made<String>,
    /// The reference to the edition's feed as Atom, when the site has a base URL.
    pub feed: Option<Made<String>>,
    /// The reference to that feed as JSON Feed.
    pub json_feed: Option<Made<String>>,
    /// The reference to what browsers search the edition by, when the site has a base URL and a search.
    pub open_search: Option<Made<String>>,
    /// The reference to the edition's search, when there is one.
    pub search: Option<Made<String>>,
    /// Its card, when it has one.
    pub card: Option<CardLink>,
    /// Whether the site's title follows the page's.
    pub part: bool,
}

/// The card of a page: the picture that other programs show beside a link to it.
#[derive(Debug, Serialize)]
pub struct CardLink {
    /// Its absolute URL.
    pub url: String,
    /// Its width in pixels, when the file says so.
    pub width: Option<usize>,
    /// Its height in pixels, when the file says so.
    pub height: Option<usize>,
    /// What it shows, in words.
    pub alt: String,
}

/// What a card is drawn from. Colours are those of light pages.
#[derive(Debug, Serialize)]
pub struct CardContext {
    /// `article` or `site`.
    pub kind: &'static str,
    /// The language tag of its title.
    pub lang: String,
    /// The title of the site, cut to half a line.
    pub site: String,
    /// The whole title.
    pub title: String,
    /// The title in lines that are no wider than 928 pixels at its size, at most four.
    pub lines: Vec<String>,
    /// The size of the title, in pixels.
    pub size: usize,
    /// The description of the site on its own card, in at most two lines of 30 pixels.
    pub description: Vec<String>,
    /// Verdicts with their counts, the worst first, at most twelve.
    pub tally: Vec<CardSeal>,
    /// The outlet, the day and how many notes there are, as one line, cut to its width at 26 pixels.
    pub facts: String,
    /// The family of fonts that has the signs of the title.
    pub family: String,
    /// The logo of the bar where that is SVG, or else the icon, as a `data:` address.
    pub mark: String,
    /// The colour of paper.
    pub paper: String,
    /// The colour of text.
    pub ink: String,
    /// The colour of what is less important.
    pub soft: String,
    /// The colour of lines.
    pub rule: String,
    /// The colour of links, which is the site's own.
    pub link: String,
}

/// A verdict on a card.
#[derive(Debug, Serialize)]
pub struct CardSeal {
    /// Its seal.
    pub seal: String,
    /// Its colour.
    pub colour: String,
    /// How many.
    pub count: usize,
}

/// The absolute URL of a page in one edition.
#[derive(Debug, Serialize)]
pub struct Alternate {
    /// The language tag, or `x-default`.
    pub hreflang: String,
    /// The URL.
    pub href: String,
}

/// An entry of the menu.
#[derive(Debug, Serialize)]
pub struct MenuItem {
    /// Its title.
    pub title: String,
    /// Its reference.
    pub href: String,
    /// The language tag of its title, where that is not one of interface words in another language than the page.
    pub lang: Option<String>,
    /// Whether it is this page.
    pub current: bool,
}

/// What the configuration says of the look. The colours and fonts are in the site's sheet.
#[derive(Debug, Serialize)]
pub struct ThemeContext {
    /// The colour of the paper.
    pub paper: ColourContext,
    /// The picture in the bar.
    pub logo: Option<LogoContext>,
    /// What stands below the bar, as HTML; may be empty.
    pub header: String,
    /// What stands at the foot, as HTML; may be empty.
    pub footer: String,
}

/// A colour, as `#` and six hexadecimal digits.
#[derive(Debug, Serialize)]
pub struct ColourContext {
    /// On light pages.
    pub light: String,
    /// On dark pages.
    pub dark: String,
}

/// The picture in the bar.
#[derive(Debug, Serialize)]
pub struct LogoContext {
    /// The reference to it.
    pub src: String,
    /// How wide it is when it is 24 pixels high, when the file says so.
    pub width: Option<usize>,
}

/// Style sheets and scripts.
#[derive(Debug, Clone, Serialize)]
pub struct Assets {
    /// The theme's sheet.
    pub css: Made<String>,
    /// The theme's script.
    pub js: Made<String>,
    /// The icon.
    pub icon: Made<String>,
    /// The sheet of the ledger, on its pages.
    pub ledger: Option<Made<String>>,
    /// The sheet of overviews, of the timeline, and of seals and terms, on their pages.
    pub lists: Option<Made<String>>,
    /// The sheet of the search, on the pages that have a form of it.
    pub search: Option<Made<String>>,
    /// The script of the ledger, on its pages.
    pub ledger_js: Option<Made<String>>,
    /// The sheet of highlighted code, on pages that have some.
    pub highlight: Option<Made<String>>,
    /// The site's own sheet, when there is one.
    pub site_css: Option<Made<String>>,
    /// The script of the preview.
    pub reload: Option<String>,
}

/// A count of notes of one term.
#[derive(Debug, Clone, Serialize)]
pub struct Tally {
    /// The term's stable name.
    pub slug: String,
    /// Its seal.
    pub seal: String,
    /// Its label.
    pub label: String,
    /// How many.
    pub count: usize,
    /// The first of them on the page; absent in lists.
    pub href: Option<String>,
}

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
