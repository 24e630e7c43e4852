//! Assembles articles into a site: what is known only when all of them are.
//!
//! Sequential, over summaries. URLs are made in this room and nowhere else: [`address`] says where
//! a page is, `links` and `places` where a link in a text leads, [`ledger`] gathers the notes,
//! [`taxonomy`] the articles, [`timeline`] what happened when, [`images`] the pictures of texts, `related` what has to do with what, `titles` has titles
//! in every script, `shown` tells the language of pages, [`plan`] lists every output file once.

pub mod address;
pub mod images;
pub mod ledger;
mod links;
pub mod naming;
mod page;
mod places;
mod plan;
mod related;
mod shown;
pub mod taxonomy;
pub mod timeline;
mod titles;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::article::Article;
use crate::config::{By, Config, Taxonomy, Vocabulary};
use crate::diagnostic::{self, Checked, Diagnostic};
use crate::project::answers::Answers;
use crate::project::{Asset, ContentKind};
use crate::script::glossary::Term;
use crate::script::{Conversion, Direction, Rules};
use images::Images;
use places::AllPlaces;
use taxonomy::TermList;
use titles::Titles;

pub use ledger::Ledger;
pub use links::{Link, at, resolve};
pub use page::{
    ANNOTATIONS, ANNOTATIONS_A_PAGE, ARCHIVE_ANNOTATIONS, ClaimsFormat, FeedFormat,
    HIGHLIGHT_STYLES, HostFile, PAGES_A_SITEMAP, PLAIN_TEXT, Page, PageKind, SITE_STYLES,
    SearchFile, Text,
};
pub use places::{Fragment, Names, fragment};
pub use plan::{has_site_styles, plan};
pub use shown::Shown;
pub use taxonomy::Taxonomies;
pub use timeline::Moment;

/// The pages that the program makes and that have names: the path below an edition's tree, and the interface word.
pub const MADE: [(&str, &str); 8] = [
    ("claims/", "claims"),
    ("emendations/", "emendation"),
    (ledger::CORRECTIONS, "corrections"),
    ("sources/", "sources"),
    ("timeline/", "timeline"),
    ("terms/", "legend"),
    ("glossary/", "glossary"),
    ("search/", "search"),
];

/// The slug of the page whose text stands on the front page.
const FRONT_SLUG: &str = "index";

/// Everything that pages are made from.
#[derive(Debug)]
pub struct Site {
    /// The configuration.
    pub config: Config,
    /// Articles, the newest source first.
    pub articles: Vec<Article>,
    /// Plain pages, in the order of the menu.
    pub pages: Vec<Article>,
    /// The text of the front page, from `content/index.md`.
    pub front: Option<Article>,
    /// What stands below the bar of every page.
    pub header: Option<Article>,
    /// What stands at the foot of every page.
    pub footer: Option<Article>,
    /// The number of notes of each term in all articles, by its index in the vocabulary.
    pub tally: Vec<usize>,
    /// All notes of the articles.
    pub ledger: Ledger,
    /// The articles in lists.
    pub taxonomies: Taxonomies,
    /// For each article those that have most to do with it, by their indices.
    pub related: Vec<Vec<usize>>,
    /// What happened when, the newest first; empty where the site wants no page of it.
    pub timeline: Vec<Moment>,
    /// Files that belong to no article.
    pub loose_assets: Vec<Asset>,
    /// Files published from the site's `static/` folder and from the theme.
    pub static_files: Vec<StaticFile>,
    /// The words that the site converts otherwise than the engine would.
    pub glossary: Vec<Term>,
    /// Whether the site or any article converts words otherwise.
    pub has_glossary: bool,
    /// What turns texts of each language into those of the editions, by their indices.
    ways: HashMap<String, Vec<Way>>,
    /// What addresses outside the site answered when they were asked last.
    pub answers: Answers,
    /// Whether there are fonts to make cards with.
    pub has_card_fonts: bool,
    /// Drafts that were left out.
    pub skipped_drafts: usize,
    /// What stands where, for links in texts.
    targets: HashMap<String, Target>,
    /// What the program makes stands at these paths; looked for when a link leads to none of `targets`.
    made: OnceLock<HashMap<String, Target>>,
    /// The pages that readers come to, once a sitemap asks for them.
    page_paths: OnceLock<Vec<(String, Shown)>>,
    /// The places on pages that links lead to.
    places: AllPlaces,
    titles: Titles,
    /// The pictures that texts show and that can be had in several sizes.
    pub images: Images,
}

/// What turns texts of a language into those of an edition, besides what an article says itself.
#[derive(Debug)]
struct Way {
    direction: Direction,
    /// The rules of the glossary.
    rules: Rules,
}

/// A file that is published at the site's root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaticFile {
    /// Its path below the site's root.
    pub name: String,
    /// The site's own file; the theme's when there is none.
    pub asset: Option<Asset>,
}

/// Something that a link inside the site can lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The front page.
    Front,
    /// The first page of the list of articles.
    List,
    /// An article, by its index in [`Site::articles`].
    Article(usize),
    /// A plain page, by its index in [`Site::pages`].
    Plain(usize),
    /// A page that the program makes, by its path below the tree of each edition.
    Made(String),
    /// A file, the same for all editions.
    File {
        /// Its path below the site's root.
        path: String,
        /// Width and height in pixels, when it is an image.
        dimensions: Option<(usize, usize)>,
    },
}

/// Whether drafts are part of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drafts {
    /// Left out, and counted.
    Skip,
    /// Built like all others.
    Include,
}

/// What a site is assembled from, besides its configuration.
pub struct Parts {
    /// Articles and plain pages, in any order.
    pub content: Vec<Article>,
    /// What stands below the bar of every page.
    pub header: Option<Article>,
    /// What stands at the foot of every page.
    pub footer: Option<Article>,
    /// Files that belong to no article.
    pub loose_assets: Vec<Asset>,
    /// The site's static files.
    pub static_files: Vec<Asset>,
    /// The site's glossary.
    pub glossary: Vec<Term>,
    /// The names of the theme's static files, below the site's root.
    pub theme_files: Vec<String>,
    /// What addresses outside the site answered.
    pub answers: Answers,
    /// Whether there are fonts to make cards with.
    pub has_card_fonts: bool,
    /// What to do with drafts.
    pub drafts: Drafts,
    /// Whether some of the content cannot be used, which was reported.
    pub lacks_content: bool,
}

/// Assembles a site. Problems: slugs that cannot be paths, and a site with nothing in it.
pub fn assemble(parts: Parts, config: Config) -> Checked<Site> {
    let mut diagnostics = Vec::new();
    let mut articles = Vec::new();
    let mut pages = Vec::new();
    let mut front = None;
    let mut skipped_drafts = 0;
    for content in parts.content {
        if content.front_matter.draft && parts.drafts == Drafts::Skip {
            skipped_drafts += 1;
            continue;
        }
        check_slug(&content, &mut diagnostics);
        match content.kind {
            ContentKind::Article => articles.push(content),
            ContentKind::Page if content.slug == FRONT_SLUG => front = Some(content),
            ContentKind::Page => pages.push(content),
        }
    }
    if articles.is_empty() && pages.is_empty() && front.is_none() && !parts.lacks_content {
        diagnostics.push(diagnostic::nothing_to_publish(skipped_drafts));
    }
    articles.shrink_to_fit();
    articles.sort_by(|one, other| {
        let date = |article: &Article| article.front_matter.date;
        date(other)
            .cmp(&date(one))
            .then_with(|| one.slug.cmp(&other.slug))
    });
    pages.sort_by(|one, other| {
        let order = |page: &Article| page.front_matter.order;
        order(one)
            .cmp(&order(other))
            .then_with(|| one.slug.cmp(&other.slug))
    });
    let taxonomies = taxonomy::gather(&articles, &config, &mut diagnostics);
    let has_rules = |article: &Article| !article.front_matter.conversion.rules.is_empty();
    let mut site = Site {
        has_glossary: !parts.glossary.is_empty() || articles.iter().any(has_rules),
        related: related::gather(&articles, &taxonomies, &config),
        timeline: match config.archive.timeline {
            true => timeline::gather(&articles),
            false => Vec::new(),
        },
        tally: tally(articles.iter(), &config.vocabulary),
        ledger: match config.archive.ledger {
            true => ledger::gather(&articles, &config, &taxonomies),
            false => Ledger::default(),
        },
        taxonomies,
        places: AllPlaces::of(articles.len(), pages.len()),
        titles: Titles::of(articles.len(), config.editions.len()),
        config,
        articles,
        pages,
        front,
        header: parts.header,
        footer: parts.footer,
        loose_assets: parts.loose_assets,
        static_files: static_files(parts.static_files, parts.theme_files),
        glossary: parts.glossary,
        ways: HashMap::new(),
        answers: parts.answers,
        has_card_fonts: parts.has_card_fonts,
        skipped_drafts,
        targets: HashMap::new(),
        made: OnceLock::new(),
        page_paths: OnceLock::new(),
        images: Images::default(),
    };
    site.ways = ways(&site);
    site.targets = links::targets(&site);
    site.images = images::gather(&site, &mut diagnostics);
    diagnostics.extend(missing_logo(&site));
    diagnostics.extend(broken_menu(&site));
    Checked {
        value: site,
        diagnostics,
    }
}

impl Site {
    /// Returns what turns the texts of an article into those of an edition.
    pub fn conversion<'a>(&'a self, article: &'a Article, edition: usize) -> Conversion<'a> {
        let tag = &self.config.editions[edition].tag;
        let own = &article.front_matter.conversion;
        if own.is_off {
            return Conversion::identity(&article.language, tag);
        }
        if own.rules.is_empty() {
            return self.conversion_of_language(&article.language, edition, Vec::new());
        }
        let rules = Rules::between(own.rules.iter(), &article.language, tag);
        self.conversion_of_language(&article.language, edition, vec![Cow::Owned(rules)])
    }

    /// Returns what turns the site's own words, such as its title, into those of an edition.
    pub fn conversion_of_site(&self, edition: usize) -> Conversion<'_> {
        self.conversion_of_language(&self.config.language, edition, Vec::new())
    }

    /// Returns what turns texts of a language into those of an edition, with rules that count before those of
    /// the site.
    fn conversion_of_language<'a>(
        &'a self,
        language: &'a str,
        edition: usize,
        mut rules: Vec<Cow<'a, Rules>>,
    ) -> Conversion<'a> {
        let tag = &self.config.editions[edition].tag;
        match self.ways.get(language) {
            Some(ways) => {
                let Way {
                    direction,
                    rules: of_site,
                } = &ways[edition];
                if !of_site.is_empty() {
                    rules.push(Cow::Borrowed(of_site));
                }
                Conversion::along(*direction, language, tag, rules)
            }
            None => Conversion::between(language, tag, rules, &self.config),
        }
    }

    /// Returns how many pages the list of all articles has, 1 at least.
    pub fn list_pages(&self) -> usize {
        taxonomy::pages(self.articles.len(), self.config.page_size)
    }

    /// Returns whether there are feeds: their addresses are absolute, and their entries have dates.
    pub fn has_feed(&self) -> bool {
        let mut articles = self.articles.iter();
        self.config.base_url.is_some() && articles.any(|article| article.updated().is_some())
    }

    /// Returns whether a list of a taxonomy has feeds of its own.
    pub fn has_feed_of(&self, taxonomy: usize, term: usize) -> bool {
        let is_dated = |article: &usize| self.articles[*article].updated().is_some();
        let articles = &self.taxonomies.list(taxonomy, term).articles;
        let is_wanted = self.taxonomies.list(taxonomy, term).wanted.has_feeds;
        is_wanted && self.config.base_url.is_some() && articles.iter().any(is_dated)
    }

    /// Returns the list of a section by its path below an edition's tree, and the taxonomy of sections.
    pub fn section_at(&self, path: &str) -> Option<(&Taxonomy, &TermList)> {
        let mut taxonomies = self.config.taxonomies.iter().zip(&self.taxonomies.all);
        let (taxonomy, lists) = taxonomies.find(|(it, _)| it.by == By::Sections)?;
        let list = lists.iter().find(|list| list.folder == path)?;
        Some((taxonomy, list))
    }

    /// Returns the paths below an edition's tree of the pages that readers come to, each with what it shows.
    /// All editions have the same.
    pub fn page_paths(&self) -> &[(String, Shown)] {
        self.page_paths.get_or_init(|| {
            let tree = address::tree(&self.config.editions[0]);
            let pages = plan(self).value.into_iter();
            pages
                .filter(|page| page.kind.is_page_of(0))
                .map(|page| {
                    let path = page.path.strip_prefix(&tree).unwrap_or(&page.path);
                    let path = path.strip_suffix("index.html").unwrap_or(path);
                    (path.to_owned(), Shown::of(&page.kind))
                })
                .collect()
        })
    }

    /// Returns whether it has the page that explains seals and terms: there are notes that have some.
    pub fn has_legend(&self) -> bool {
        self.config.archive.terms && self.notes_max() > 0
    }

    /// Returns whether it has a feed of corrections.
    pub fn has_corrections_feed(&self) -> bool {
        let corrections = self.ledger.find(&ledger::Subject::Corrections);
        self.config.base_url.is_some() && corrections.is_some()
    }

    /// Returns whether there is a search: it looks for articles.
    pub fn has_search(&self) -> bool {
        self.config.archive.search && !self.articles.is_empty()
    }

    /// Returns whether the site asks for cards and can name them: their addresses are absolute.
    pub fn wants_cards(&self) -> bool {
        self.config.theme.cards.is_some() && self.config.base_url.is_some()
    }

    /// Returns whether the card of an article, or of the site, is made: there are fonts, and no picture of the
    /// site's own takes its place.
    pub fn makes_card(&self, article: Option<&Article>) -> bool {
        self.wants_cards() && self.has_card_fonts && self.own_card(article).is_none()
    }

    /// Returns the picture of the site's own that stands where the primary edition has the card of an article,
    /// or of the site. It is the card of all editions.
    pub fn own_card(&self, article: Option<&Article>) -> Option<&Target> {
        self.file(&address::card(&self.config.editions[0], article))
    }

    /// Returns whether annotations are published beside the articles: each is named by its absolute address.
    pub fn has_annotations(&self) -> bool {
        self.config.base_url.is_some()
    }

    /// Returns whether the annotations of all articles are published as one collection, too: it is part of
    /// the ledger.
    pub fn has_collection(&self) -> bool {
        self.has_annotations() && !self.ledger.lists.is_empty()
    }

    /// Returns how many pages the collection of all annotations has.
    pub fn annotation_pages(&self) -> usize {
        let articles = self.articles.iter();
        let notes: usize = articles.map(|article| article.summary.records.len()).sum();
        notes.div_ceil(ANNOTATIONS_A_PAGE).max(1)
    }

    /// Returns how many shards the search index has.
    ///
    /// The plan names every file before any is made, so that this is an estimate by the length of
    /// the sources. An index of little text is about three times as long, since nearly every pair
    /// in it is new and stands for itself; one of much text is a good third of it. Shards of less than
    /// half of what they may have leave room for texts that are not like others.
    pub fn search_shards(&self) -> usize {
        const SHARD: usize = 24 * 1024;
        const LITTLE: usize = 1024 * 1024;
        let texts = self.articles.iter().flat_map(Article::texts);
        let bytes: usize = texts.map(|text| text.source.bytes()).sum();
        let index = (3 * bytes).min(LITTLE + bytes * 2 / 5);
        index.div_ceil(SHARD).max(1)
    }

    /// Returns the articles, the plain pages, the text of the front page, and what stands on every page.
    pub fn texts(&self) -> impl Iterator<Item = &Article> {
        let own = self.articles.iter().chain(&self.pages).chain(&self.front);
        own.chain(&self.header).chain(&self.footer)
    }

    /// Returns how many notes the fullest text has.
    pub fn notes_max(&self) -> usize {
        let notes = self.texts().map(|text| text.summary.records.len());
        notes.max().unwrap_or_default()
    }

    /// Returns whether the site has a file of its own in `static/`, by its path there.
    pub fn is_own_file(&self, path: &str) -> bool {
        let mut own = self.static_files.iter().filter(|it| it.asset.is_some());
        own.any(|file| file.name == path)
    }

    /// Returns a file that is published, by its path below the site's root.
    pub fn file(&self, path: &str) -> Option<&Target> {
        let target = self.targets.get(&format!("/{path}"))?;
        matches!(target, Target::File { .. }).then_some(target)
    }
}

/// Returns what turns texts into those of the editions, for every language that a text of the site is in.
fn ways(site: &Site) -> HashMap<String, Vec<Way>> {
    let texts = site.texts().map(|text| &text.language);
    let languages: HashSet<&String> = texts.chain([&site.config.language]).collect();
    let way = |language: &str, tag: &str| Way {
        direction: Direction::between(language, tag, &site.config),
        rules: Rules::between(site.glossary.iter().map(|term| &term.forms), language, tag),
    };
    let of_language = |language: &String| {
        let editions = site.config.editions.iter();
        let ways = editions.map(|edition| way(language, &edition.tag));
        (language.clone(), ways.collect())
    };
    languages.into_iter().map(of_language).collect()
}

/// Returns the number of notes of each term in some articles, by its index in the vocabulary.
fn tally<'a>(articles: impl Iterator<Item = &'a Article>, vocabulary: &Vocabulary) -> Vec<usize> {
    let mut totals = vec![0; vocabulary.terms().len()];
    for article in articles {
        for (total, count) in totals.iter_mut().zip(&article.summary.tally) {
            *total += count;
        }
    }
    totals
}

fn check_slug(content: &Article, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(reason) = diagnostic::path_problem(&content.slug) {
        let path = &content.source.path;
        diagnostics.push(diagnostic::bad_slug(path, &content.slug, reason));
    } else if let Some(reason) = diagnostic::portability_problem(&content.slug) {
        let path = &content.source.path;
        diagnostics.push(diagnostic::unportable_name(path, reason));
    }
}

fn missing_logo(site: &Site) -> Option<Diagnostic> {
    let logo = site.config.theme.logo.as_ref()?;
    match site.file(&logo.path) {
        Some(_) => None,
        None => Some(diagnostic::logo_missing(
            &logo.source,
            &logo.range,
            &logo.path,
        )),
    }
}

/// Reports entries of the menu that lead to no page, and those to pages without a name of their own.
fn broken_menu(site: &Site) -> Vec<Diagnostic> {
    let entries = site.config.menu.iter().flatten();
    entries
        .filter(|entry| !entry.is_outside())
        .filter_map(|entry| {
            let (source, range, path) = (&entry.source, &entry.to.range, &entry.to.value);
            match at(site, path) {
                None => Some(diagnostic::broken_menu(source, range, path)),
                Some(Target::File { .. }) if entry.title.is_none() => {
                    Some(diagnostic::menu_without_title(source, range, path))
                }
                Some(Target::Made(made)) if entry.title.is_none() && !is_named(site, made) => {
                    Some(diagnostic::menu_without_title(source, range, path))
                }
                Some(_) => None,
            }
        })
        .collect()
}

/// Returns whether a page that the program makes is one that the interface has a name for.
fn is_named(site: &Site, path: &str) -> bool {
    let mut taxonomies = site.config.taxonomies.iter();
    MADE.iter().any(|(made, _)| *made == path)
        || taxonomies.any(|taxonomy| format!("{}/", taxonomy.path) == path)
        || site.section_at(path).is_some()
}

/// A file of the site takes the place of the theme's file with the same name.
fn static_files(of_site: Vec<Asset>, of_theme: Vec<String>) -> Vec<StaticFile> {
    let mut files: Vec<StaticFile> = of_site
        .into_iter()
        .map(|asset| StaticFile {
            name: asset.name.clone(),
            asset: Some(asset),
        })
        .collect();
    for name in of_theme {
        if !files.iter().any(|file| file.name == name) {
            files.push(StaticFile { name, asset: None });
        }
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files
}
