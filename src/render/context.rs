//! What templates see: one struct for each kind of page, serialised as it stands.
//!
//! References are ready to print, relative to the page; text is in the script of the edition. Here stands what every
//! page has.

mod article;
mod feeds;
mod lists;
mod pages;

use serde::Serialize;

use super::made::Made;
pub use article::{
    AcceptedContext, ArticleContext, ChangeContext, CitedContext, CitingContext, Corrected,
    Emendations, HeadingContext, ItemContext, Neighbour, NoteContext, Original, ReferenceContext,
    RelatedContext, ReviewContext, SourceFile,
};
pub use feeds::{CorrectionEntry, CorrectionsFeedContext, Entry, EntryContent, FeedContext};
pub use lists::{
    Card, Collected, Counts, Intro, ListContext, MomentContext, Name, OwnNames, Pagination, Span,
    TaxonomyContext, TermContext, TermRow, TimelineContext, TimelineYear,
};
pub use pages::{
    ContentContext, Engine, GlossaryContext, GlossaryForm, GlossaryList, GlossaryTerm, LegendEntry,
    LegendSection, OtherLabel, SearchContext,
};

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
