//! What an output file is.

use crate::project::Asset;

/// One output file.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Its path below the output folder, with `/` between parts.
    pub path: String,
    /// What it is.
    pub kind: PageKind,
}

/// What an output file is. Editions, articles and pages are indices into the site.
#[derive(Debug, Clone, PartialEq)]
pub enum PageKind {
    /// An edition's front page.
    Front {
        /// The edition.
        edition: usize,
    },
    /// A page of an edition's list of articles.
    List {
        /// The edition.
        edition: usize,
        /// The page, from 1.
        number: usize,
    },
    /// An article in an edition.
    Article {
        /// The edition.
        edition: usize,
        /// The article.
        article: usize,
    },
    /// A plain page in an edition.
    Plain {
        /// The edition.
        edition: usize,
        /// The page.
        page: usize,
    },
    /// An edition's overview of a taxonomy.
    Taxonomy {
        /// The edition.
        edition: usize,
        /// The taxonomy, by its index in the configuration.
        taxonomy: usize,
    },
    /// A page of the articles that are listed under a name.
    Term {
        /// The edition.
        edition: usize,
        /// The taxonomy.
        taxonomy: usize,
        /// The list, by its index in the taxonomy.
        term: usize,
        /// The page, from 1.
        number: usize,
    },
    /// A page of an edition's timeline.
    Timeline {
        /// The edition.
        edition: usize,
        /// The page, from 1.
        number: usize,
    },
    /// A page of a list of notes.
    Notes {
        /// The edition.
        edition: usize,
        /// The list, by its index in the ledger.
        list: usize,
        /// The page, from 1.
        number: usize,
    },
    /// An edition's list of the sites that evidence comes from.
    Sources {
        /// The edition.
        edition: usize,
    },
    /// The notes of all articles, as data.
    Claims(ClaimsFormat),
    /// An edition's page that explains seals and terms.
    Legend {
        /// The edition.
        edition: usize,
    },
    /// An edition's page of the words that are converted otherwise than the engine would.
    Glossary {
        /// The edition.
        edition: usize,
    },
    /// An edition's feed.
    Feed {
        /// The edition.
        edition: usize,
        /// The list that it is of, by the indices of its taxonomy and its own; none for that of all articles.
        list: Option<(usize, usize)>,
        /// Its format.
        format: FeedFormat,
    },
    /// An edition's feed of corrections.
    CorrectionsFeed {
        /// The edition.
        edition: usize,
        /// Its format.
        format: FeedFormat,
    },
    /// What browsers ask for to search an edition from their own field (OpenSearch 1.1).
    OpenSearch {
        /// The edition.
        edition: usize,
    },
    /// A file for hosts or for search engines.
    HostFile(HostFile),
    /// What hosts serve where nothing is, in an edition.
    NotFound {
        /// The edition.
        edition: usize,
    },
    /// A former path of a page, which leads to `to`.
    Redirect {
        /// The edition.
        edition: usize,
        /// The path of the page below the site's root.
        to: String,
    },
    /// The plain text of an article, in its own script.
    PlainText {
        /// The article.
        article: usize,
    },
    /// An edition's page to search from.
    Search {
        /// The edition.
        edition: usize,
    },
    /// A file that searching loads.
    SearchFile(SearchFile),
    /// A file of the site, as it is.
    File(Asset),
    /// A file of the theme, as it is, by its name.
    ThemeFile(String),
    /// The colours of highlighted code.
    HighlightStyles,
    /// The picture that other programs show beside a link.
    Card {
        /// The edition.
        edition: usize,
        /// The article that links lead to; none for all other pages.
        article: Option<usize>,
    },
    /// The look that the site's configuration asks for.
    SiteStyles,
    /// The collection of the annotations of all articles.
    Collection,
    /// A page of that collection.
    CollectionPage {
        /// The page, from 1.
        number: usize,
    },
    /// The data of an article's notes, once for all editions.
    Annotations {
        /// The article.
        article: usize,
    },
}

/// The formats of feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedFormat {
    /// Atom (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// Both of them.
    pub const ALL: [FeedFormat; 2] = [FeedFormat::Atom, FeedFormat::Json];

    /// Returns the name of the file.
    pub fn file_name(self) -> &'static str {
        match self {
            FeedFormat::Atom => "feed.xml",
            FeedFormat::Json => "feed.json",
        }
    }
}

/// A file for hosts or for search engines, at the site's root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HostFile {
    /// The index of the parts of the sitemap (sitemaps.org, 0.9).
    Sitemap,
    /// A part of the sitemap, from 1.
    SitemapPart(usize),
    /// What crawlers may read (RFC 9309).
    Robots,
    /// The headers of answers, as Netlify and Cloudflare Pages read them.
    Headers,
    /// Former paths, as Netlify and Cloudflare Pages read them.
    Redirects,
    /// That GitHub Pages is to publish files as they are.
    NoJekyll,
}

impl HostFile {
    /// Returns the name of the file.
    pub fn file_name(self) -> String {
        match self {
            HostFile::Sitemap => "sitemap.xml".to_owned(),
            HostFile::SitemapPart(number) => format!("sitemap-{number}.xml"),
            HostFile::Robots => "robots.txt".to_owned(),
            HostFile::Headers => "_headers".to_owned(),
            HostFile::Redirects => "_redirects".to_owned(),
            HostFile::NoJekyll => ".nojekyll".to_owned(),
        }
    }
}

/// Pages of one edition in a part of the sitemap. With the addresses of all editions beside each other a part of so many
/// stays below the 50 MB that it may have, and below 50,000 addresses for up to five editions.
pub const PAGES_A_SITEMAP: usize = 10_000;

/// The formats of the notes of all articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimsFormat {
    /// JSON.
    Json,
    /// Comma-separated values (RFC 4180).
    Csv,
    /// The JSON Schema that the JSON obeys.
    Schema,
}

impl ClaimsFormat {
    /// All of them.
    pub const ALL: [ClaimsFormat; 3] =
        [ClaimsFormat::Json, ClaimsFormat::Csv, ClaimsFormat::Schema];

    /// Returns the name of the file, at the site's root.
    pub fn file_name(self) -> &'static str {
        match self {
            ClaimsFormat::Json => "claims.json",
            ClaimsFormat::Csv => "claims.csv",
            ClaimsFormat::Schema => "claims.schema.json",
        }
    }
}

/// What several pages show, by its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Text {
    /// The notes of all articles, in an edition.
    Notes(usize),
    /// The list of all articles, and what lists they are in, in an edition.
    Articles(usize),
    /// The articles of a feed.
    Feed(Option<(usize, usize)>),
    /// An article.
    Article(usize),
    /// A plain page.
    Plain(usize),
}

impl PageKind {
    /// Returns whether it is a page that readers come to, of one edition.
    pub fn is_page_of(&self, index: usize) -> bool {
        match self {
            PageKind::Front { edition }
            | PageKind::List { edition, .. }
            | PageKind::Article { edition, .. }
            | PageKind::Plain { edition, .. }
            | PageKind::Taxonomy { edition, .. }
            | PageKind::Term { edition, .. }
            | PageKind::Timeline { edition, .. }
            | PageKind::Notes { edition, .. }
            | PageKind::Sources { edition }
            | PageKind::Legend { edition }
            | PageKind::Glossary { edition }
            | PageKind::Search { edition } => *edition == index,
            _ => false,
        }
    }

    /// Returns the text that the page shows; none for a page of something else.
    pub fn text(&self) -> Option<Text> {
        match self {
            PageKind::Article { article, .. }
            | PageKind::PlainText { article }
            | PageKind::Annotations { article }
            | PageKind::SearchFile(SearchFile::Text { article, .. })
            | PageKind::Card {
                article: Some(article),
                ..
            } => Some(Text::Article(*article)),
            PageKind::Plain { page, .. } => Some(Text::Plain(*page)),
            PageKind::Notes { edition, .. } => Some(Text::Notes(*edition)),
            PageKind::Feed { list, .. } => Some(Text::Feed(*list)),
            PageKind::Front { edition }
            | PageKind::List { edition, .. }
            | PageKind::Term { edition, .. } => Some(Text::Articles(*edition)),
            _ => None,
        }
    }
}

/// A file that searching loads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchFile {
    /// What an edition's search begins with.
    Head {
        /// The edition.
        edition: usize,
    },
    /// Part of the index, once for all editions.
    Shard {
        /// Its number, from 0.
        number: usize,
    },
    /// The text of an article in an edition.
    Text {
        /// The edition.
        edition: usize,
        /// The article.
        article: usize,
    },
}

/// The name of the sheet of highlighted code.
pub const HIGHLIGHT_STYLES: &str = "highlight.css";
/// The name of the site's sheet.
pub const SITE_STYLES: &str = "site.css";

/// The name of the plain text of an article, beside the article.
pub const PLAIN_TEXT: &str = "plain-text.txt";

/// The name of the data of an article's notes, beside the article.
pub const ANNOTATIONS: &str = "annotations.json";

/// The name of the collection of the notes of all articles, at the site's root.
pub const ARCHIVE_ANNOTATIONS: &str = "annotations.jsonld";

/// Annotations on one page of that collection.
pub const ANNOTATIONS_A_PAGE: usize = 500;
