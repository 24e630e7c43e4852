//! Lists every output file, named once, for every edition.

mod taken;

use super::page::{
    ANNOTATIONS, ARCHIVE_ANNOTATIONS, ClaimsFormat, FeedFormat, HIGHLIGHT_STYLES, HostFile,
    PAGES_A_SITEMAP, PLAIN_TEXT, Page, PageKind, SITE_STYLES, SearchFile,
};
use super::taxonomy::TermName;
use super::timeline::MOMENTS_A_PAGE;
use super::{Site, address};
use crate::article::Article;
use crate::config::{self, By};
use crate::diagnostic::Checked;
use taken::Origin;

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
    let Planner { mut pages, origins } = planner;
    let mut diagnostics = taken::bad_names(&pages);
    diagnostics.extend(taken::clashes(&pages, &origins));
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
