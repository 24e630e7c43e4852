//! Lists every output file, named once, for every edition.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::taxonomy::TermName;
use super::timeline::MOMENTS_A_PAGE;
use super::{Site, address};
use crate::article::Article;
use crate::config::{self, By, Taxonomy};
use crate::diagnostic::{self, Checked, Diagnostic};
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

/// Returns the plan of a site: every output file once, in a stable order, in which the pages of one
/// text ([`PageKind::text`]) stand together, and those of lists of notes in the order of the last articles that
/// they show: so a note is shown again soon, or never. Two files at one path
/// are a problem, also when the paths differ only by letter case or Unicode normalisation.
pub fn plan(site: &Site) -> Checked<Vec<Page>> {
    let mut planner = Planner {
        pages: Vec::new(),
        origins: Vec::new(),
    };
    for edition in 0..site.config.editions.len() {
        planner.edition(site, edition);
    }
    planner.files(site);
    planner.host_files(site);
    let mut diagnostics = planner.bad_names();
    diagnostics.extend(planner.clashes());
    let mut pages = planner.pages;
    pages.shrink_to_fit();
    pages.sort_by_cached_key(|page| (page.kind.text(), last_shown(site, &page.kind)));
    Checked {
        value: pages,
        diagnostics,
    }
}

/// Returns the place of the last article that a page of a list of notes shows; the first place for a page of
/// something else.
fn last_shown(site: &Site, kind: &PageKind) -> usize {
    let PageKind::Notes { list, number, .. } = kind else {
        return 0;
    };
    let last = site.ledger.lists[*list].page(*number).last();
    last.map_or(0, |entry| site.ledger.place(entry.article))
}

struct Planner<'a> {
    pages: Vec<Page>,
    /// For each page what asked for it.
    origins: Vec<Origin<'a>>,
}

/// What asks for an output file.
#[derive(Debug, Clone, Copy)]
enum Origin<'a> {
    /// A file of the site, by its path.
    File(&'a str),
    /// A former path of a page, by the page's text and the place of the alias.
    Alias(&'a Article, &'a Range<usize>),
    /// A taxonomy, whose lists it is one of.
    Lists(&'a Taxonomy),
    /// A section, by its folder.
    Section(&'a str),
    /// The program, in words.
    Program(&'static str),
    /// The program, in words, unless the key below `[archive]` says otherwise.
    Optional(&'static str, &'static str),
}

impl<'a> Origin<'a> {
    fn name(self) -> Cow<'a, str> {
        match self {
            Origin::File(name) | Origin::Program(name) | Origin::Optional(name, _) => name.into(),
            Origin::Alias(article, _) => article.source.path.as_str().into(),
            Origin::Lists(taxonomy) => format!("a list of `{}`", taxonomy.name).into(),
            Origin::Section(section) => format!("content/articles/{section}").into(),
        }
    }

    /// Returns how likely it is what is to be mended when two ask for one path.
    fn rank(self) -> u8 {
        match self {
            Origin::Alias(..) => 3,
            Origin::Lists(taxonomy) if taxonomy.asked.is_some() => 2,
            Origin::File(_) | Origin::Section(_) => 1,
            Origin::Lists(_) | Origin::Program(_) | Origin::Optional(..) => 0,
        }
    }
}

impl<'a> Planner<'a> {
    fn add(&mut self, path: String, kind: PageKind, origin: Origin<'a>) {
        self.pages.push(Page { path, kind });
        self.origins.push(origin);
    }

    fn page(&mut self, folder: &str, kind: PageKind, origin: Origin<'a>) {
        self.add(format!("{folder}index.html"), kind, origin);
    }

    fn edition(&mut self, site: &'a Site, index: usize) {
        let edition = &site.config.editions[index];
        let tree = address::tree(edition);
        let front = match &site.front {
            Some(page) => Origin::File(&page.source.path),
            None => Origin::Program("the front page"),
        };
        self.page(&tree, PageKind::Front { edition: index }, front);
        if let Some(page) = &site.front {
            self.aliases(&tree, index, page, &tree);
        }
        for number in 1..=site.list_pages() {
            let kind = PageKind::List {
                edition: index,
                number,
            };
            self.page(
                &address::list(edition, number),
                kind,
                Origin::Program("the list of articles"),
            );
        }
        if site.has_glossary {
            let kind = PageKind::Glossary { edition: index };
            let folder = address::glossary(edition);
            self.page(&folder, kind, Origin::Program("the glossary"));
        }
        self.taxonomies(site, index);
        self.notes(site, index);
        if site.has_legend() {
            let kind = PageKind::Legend { edition: index };
            let folder = address::legend(edition);
            let origin = Origin::Optional("the page of seals and terms", "terms");
            self.page(&folder, kind, origin);
        }
        if site.has_search() {
            self.search(site, index);
        }
        self.feeds(site, index);
        let not_found = format!("{tree}404.html");
        if !site.is_own_file(&not_found) {
            let origin = Origin::Program("the page for missing pages");
            self.add(not_found, PageKind::NotFound { edition: index }, origin);
        }
        for (number, article) in site.articles.iter().enumerate() {
            let kind = PageKind::Article {
                edition: index,
                article: number,
            };
            let folder = address::article(edition, &article.slug);
            self.page(&folder, kind, Origin::File(&article.source.path));
            self.aliases(&tree, index, article, &folder);
            self.card(site, index, Some(number));
        }
        self.card(site, index, None);
        for (number, page) in site.pages.iter().enumerate() {
            let kind = PageKind::Plain {
                edition: index,
                page: number,
            };
            let folder = address::plain_page(edition, &page.slug);
            self.page(&folder, kind, Origin::File(&page.source.path));
            self.aliases(&tree, index, page, &folder);
        }
    }

    fn card(&mut self, site: &'a Site, edition: usize, article: Option<usize>) {
        let shown = article.map(|article| &site.articles[article]);
        if site.makes_card(shown) {
            let path = address::card(&site.config.editions[edition], shown);
            let kind = PageKind::Card { edition, article };
            self.add(path, kind, Origin::Program("a card"));
        }
    }

    fn feeds(&mut self, site: &'a Site, index: usize) {
        let edition = &site.config.editions[index];
        for format in FeedFormat::ALL {
            if site.has_corrections_feed() {
                let kind = PageKind::CorrectionsFeed {
                    edition: index,
                    format,
                };
                let path = address::corrections_feed(edition, format);
                self.add(path, kind, Origin::Program("the feed of corrections"));
            }
            let mut feed = |list: Option<(usize, usize)>, folder: &str| {
                let kind = PageKind::Feed {
                    edition: index,
                    list,
                    format,
                };
                let path = address::feed(edition, folder, format);
                self.add(path, kind, Origin::Program("the feed"));
            };
            if site.has_feed() {
                feed(None, "");
            }
            for (taxonomy, lists) in site.taxonomies.all.iter().enumerate() {
                for (term, list) in lists.iter().enumerate() {
                    if site.has_feed_of(taxonomy, term) {
                        feed(Some((taxonomy, term)), &list.folder);
                    }
                }
            }
        }
    }

    /// Adds the files for hosts and for search engines, in whose place a site may have its own; of a part of the sitemap it
    /// may have one only with a sitemap of its own.
    fn host_files(&mut self, site: &'a Site) {
        let mut files = vec![HostFile::Robots, HostFile::Headers, HostFile::NoJekyll];
        let has_aliases = site.texts().any(|it| !it.front_matter.aliases.is_empty());
        if has_aliases {
            files.push(HostFile::Redirects);
        }
        if site.config.base_url.is_some() {
            let pages = self
                .pages
                .iter()
                .filter(|page| page.kind.is_page_of(0))
                .count();
            let parts = 1..=pages.div_ceil(PAGES_A_SITEMAP);
            files.push(HostFile::Sitemap);
            files.extend(parts.map(HostFile::SitemapPart));
        }
        let has_sitemap = site.is_own_file(&HostFile::Sitemap.file_name());
        for file in files {
            let name = file.file_name();
            let origin = match file {
                HostFile::SitemapPart(_) => Origin::Program("a part of the sitemap"),
                _ => Origin::Program("a file for hosts"),
            };
            let may_be_own = has_sitemap || !matches!(file, HostFile::SitemapPart(_));
            if !(may_be_own && site.is_own_file(&name)) {
                self.add(name, PageKind::HostFile(file), origin);
            }
        }
    }

    fn taxonomies(&mut self, site: &'a Site, index: usize) {
        let edition = &site.config.editions[index];
        let taxonomies = site.config.taxonomies.iter().zip(&site.taxonomies.all);
        for (taxonomy, (configured, lists)) in taxonomies.enumerate() {
            let origin = Origin::Lists(configured);
            if lists.is_empty() {
                continue;
            }
            // The overview of sections is the list of all articles.
            if configured.by != By::Sections {
                let folder = address::taxonomy(edition, configured);
                let kind = PageKind::Taxonomy {
                    edition: index,
                    taxonomy,
                };
                self.page(&folder, kind, origin);
            }
            for (term, list) in lists.iter().enumerate() {
                let origin = match list.name {
                    TermName::Named { article, place } if configured.by == By::Sections => {
                        Origin::Section(&site.articles[article].sections[place])
                    }
                    _ => origin,
                };
                for number in 1..=list.pages() {
                    let kind = PageKind::Term {
                        edition: index,
                        taxonomy,
                        term,
                        number,
                    };
                    self.page(&address::notes(edition, &list.folder, number), kind, origin);
                }
            }
        }
        for number in 1..=site.timeline.len().div_ceil(MOMENTS_A_PAGE) {
            let kind = PageKind::Timeline {
                edition: index,
                number,
            };
            let origin = Origin::Optional("the timeline", "timeline");
            self.page(&address::timeline(edition, number), kind, origin);
        }
    }

    fn notes(&mut self, site: &'a Site, index: usize) {
        let edition = &site.config.editions[index];
        let origin = Origin::Program("a list of notes");
        for (number_of_list, list) in site.ledger.lists.iter().enumerate() {
            for number in 1..=list.pages() {
                let kind = PageKind::Notes {
                    edition: index,
                    list: number_of_list,
                    number,
                };
                self.page(&address::notes(edition, &list.folder, number), kind, origin);
            }
        }
        if site.ledger.has_sources() {
            let kind = PageKind::Sources { edition: index };
            self.page(&address::sources(edition), kind, origin);
        }
    }

    fn search(&mut self, site: &'a Site, edition: usize) {
        let folder = address::search(&site.config.editions[edition]);
        let kind = PageKind::Search { edition };
        self.page(&folder, kind, Origin::Program("the search"));
        self.search_file(site, SearchFile::Head { edition });
        if site.config.base_url.is_some() {
            let path = address::open_search(&site.config.editions[edition]);
            let kind = PageKind::OpenSearch { edition };
            self.add(path, kind, Origin::Program("the search"));
        }
        for article in 0..site.articles.len() {
            self.search_file(site, SearchFile::Text { edition, article });
        }
    }

    fn search_file(&mut self, site: &'a Site, file: SearchFile) {
        let path = address::search_file(site, &file);
        let kind = PageKind::SearchFile(file);
        self.add(path, kind, Origin::Program("the search"));
    }

    fn aliases(&mut self, tree: &str, edition: usize, article: &'a Article, folder: &str) {
        for alias in &article.front_matter.aliases {
            let kind = PageKind::Redirect {
                edition,
                to: folder.to_owned(),
            };
            let is_file = alias.value.ends_with(".html") || alias.value.ends_with(".htm");
            let path = if is_file {
                format!("{tree}{}", alias.value)
            } else {
                format!("{tree}{}/index.html", alias.value)
            };
            self.add(path, kind, Origin::Alias(article, &alias.range));
        }
    }

    fn files(&mut self, site: &'a Site) {
        for (number, article) in site.articles.iter().enumerate() {
            for asset in &article.assets {
                let path = address::article_file(&site.config, article, &asset.name);
                let kind = PageKind::File(asset.clone());
                self.add(path, kind, Origin::File(&asset.path));
            }
            let path = address::article_file(&site.config, article, PLAIN_TEXT);
            let kind = PageKind::PlainText { article: number };
            self.add(path, kind, Origin::File(&article.source.path));
            let has_notes = article.summary.tally.iter().any(|count| *count > 0);
            if has_notes && site.has_annotations() {
                let path = address::article_file(&site.config, article, ANNOTATIONS);
                let kind = PageKind::Annotations { article: number };
                self.add(path, kind, Origin::File(&article.source.path));
            }
        }
        if !site.ledger.lists.is_empty() {
            for format in ClaimsFormat::ALL {
                let kind = PageKind::Claims(format);
                let origin = Origin::Program("the notes as data");
                self.add(format.file_name().to_owned(), kind, origin);
            }
        }
        if site.has_collection() {
            let origin = Origin::Program("the notes as data");
            self.add(ARCHIVE_ANNOTATIONS.to_owned(), PageKind::Collection, origin);
            for number in 1..=site.annotation_pages() {
                let kind = PageKind::CollectionPage { number };
                self.add(address::annotations(number), kind, origin);
            }
        }
        if site.has_search() {
            for number in 0..site.search_shards() {
                self.search_file(site, SearchFile::Shard { number });
            }
        }
        for asset in &site.loose_assets {
            self.add(
                asset.name.clone(),
                PageKind::File(asset.clone()),
                Origin::File(&asset.path),
            );
        }
        for file in &site.static_files {
            let (kind, origin) = match &file.asset {
                Some(asset) => (PageKind::File(asset.clone()), Origin::File(&asset.path)),
                None => (
                    PageKind::ThemeFile(file.name.clone()),
                    Origin::Program("the theme"),
                ),
            };
            self.add(file.name.clone(), kind, origin);
        }
        let owns = |name: &str| site.static_files.iter().any(|file| file.name == name);
        if !owns(HIGHLIGHT_STYLES) {
            self.add(
                HIGHLIGHT_STYLES.to_owned(),
                PageKind::HighlightStyles,
                Origin::Program("the theme"),
            );
        }
        if !owns(SITE_STYLES) && has_site_styles(site) {
            self.add(
                SITE_STYLES.to_owned(),
                PageKind::SiteStyles,
                Origin::File(config::FILE_NAME),
            );
        }
    }

    /// Reports files whose names are none on another system.
    fn bad_names(&self) -> Vec<Diagnostic> {
        let assets = self.pages.iter().filter_map(|page| match &page.kind {
            PageKind::File(asset) => Some(asset),
            _ => None,
        });
        assets
            .filter_map(|asset| {
                if let Some(reason) = diagnostic::file_name_problem(&asset.name) {
                    return Some(diagnostic::bad_file_name(&asset.path, reason));
                }
                let reason = diagnostic::portability_problem(&asset.name)?;
                Some(diagnostic::unportable_name(&asset.path, reason))
            })
            .collect()
    }

    fn clashes(&self) -> Vec<Diagnostic> {
        let paths: Vec<String> = self.pages.iter().map(|page| folded(&page.path)).collect();
        let mut seen: HashMap<&str, usize> = HashMap::with_capacity(paths.len());
        let mut problems = Vec::new();
        let mut told = HashSet::new();
        // Every edition has the clashes of the first one; each pair is told once.
        let mut clash = |path: &str, first: usize, second: usize| {
            let (mut first, mut second) = (self.origins[first], self.origins[second]);
            if first.rank() > second.rank() {
                std::mem::swap(&mut first, &mut second);
            }
            let (one, other) = (first.name(), second.name());
            if !told.insert((one.clone(), other.clone())) {
                return;
            }
            problems.push(match (first, second) {
                (_, Origin::Alias(article, range)) => {
                    diagnostic::alias_taken(&article.source, range, path, &one)
                }
                (
                    _,
                    Origin::Lists(Taxonomy {
                        asked: Some((source, range)),
                        ..
                    }),
                ) => diagnostic::taxonomy_path_taken(source, range, &other, path, &one),
                (Origin::Optional(_, key), _) => {
                    diagnostic::archive_path_taken(path, &one, &other, key)
                }
                _ => diagnostic::same_path(path, &one, &other),
            });
        };
        for (index, path) in paths.iter().enumerate() {
            match seen.get(path.as_str()) {
                Some(first) => clash(&self.pages[index].path, *first, index),
                None => {
                    seen.insert(path, index);
                }
            }
        }
        // A file cannot stand where another file needs a folder.
        for (index, path) in paths.iter().enumerate() {
            for (slash, _) in path.match_indices('/') {
                if let Some(file) = seen.get(&path[..slash]) {
                    clash(&self.pages[*file].path, *file, index);
                }
            }
        }
        problems
    }
}

/// Returns whether the site has a sheet besides that of the theme: one of its own, or one for the look that its
/// configuration asks for.
pub fn has_site_styles(site: &Site) -> bool {
    let is_own = site
        .static_files
        .iter()
        .any(|file| file.name == SITE_STYLES);
    if is_own || site.config.theme.has_styles() {
        return true;
    }
    let terms = site.config.vocabulary.terms();
    terms
        .iter()
        .any(|term| term.colour.is_some() || !term.is_built_in())
}

/// Returns a path as the least careful file systems compare it.
fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfkc()
        .collect::<String>()
        .to_lowercase()
        .nfc()
        .collect()
}
