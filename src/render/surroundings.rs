//! What stands around every page of an edition: the menu, the links at the foot, the look and its files.
//!
//! What it links to is the same on all pages ([`Links`]); only the references differ, by where a page lies ([`Place`]). So
//! what templates see of it is made once for each place that pages lie in ([`Surroundings`]), of which a site has few,
//! and not once for each page.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::context::{
    Assets, ColourContext, EditionContext, LogoContext, MenuItem, SiteContext, ThemeContext,
};
use super::frame::Renderer;
use super::made::Made;
use crate::article::Article;
use crate::diagnostic::Diagnostic;
use crate::site::{self, FeedFormat, PageKind, Target, address};

/// The height of the picture in the bar, in pixels.
const LOGO_HEIGHT: usize = 24;

/// The surroundings that pages of a site have had so far.
#[derive(Debug)]
pub(super) struct KnownSurroundings {
    /// By the index of the edition.
    links: Vec<OnceLock<Links>>,
    /// What parts of pages see of each edition, by its index.
    own: Vec<OnceLock<OwnEdition>>,
    made: Mutex<HashMap<Place, Arc<Surroundings>>>,
}

/// What every page of an edition links to.
#[derive(Debug)]
struct Links {
    menu: Vec<Link>,
    more: Vec<Link>,
    data: Vec<Link>,
    /// The paths of all of them, and of what else is linked.
    paths: Vec<String>,
}

/// An edition as pages in its own language see it.
#[derive(Debug)]
pub(super) struct OwnEdition {
    pub(super) edition: Made<EditionContext>,
    /// What elements of interface words say of them.
    pub(super) attributes: String,
}

/// A link on every page of an edition.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) title: String,
    pub(super) to: LinkTarget,
    /// The language tag of the title; none for words of the interface.
    pub(super) lang: Option<String>,
}

/// Where such a link leads.
#[derive(Debug)]
pub(super) enum LinkTarget {
    /// To a path of the site.
    Path(String),
    /// To an address elsewhere.
    Address(String),
}

/// Where a page lies: pages of one place see the same references to what every page links to.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Place {
    edition: usize,
    is_in_language_of_interface: bool,
    /// Whether references begin at the root.
    is_rooted: bool,
    is_folder: bool,
    /// How many folders it is in.
    depth: usize,
    /// How many bytes of each path are folders that it is in, too.
    shared: Vec<usize>,
}

/// What templates see of what stands around a page.
#[derive(Debug)]
pub(super) struct Surroundings {
    pub(super) site: Made<SiteContext>,
    pub(super) edition: Made<EditionContext>,
    pub(super) menu: Made<Vec<MenuItem>>,
    pub(super) more: Made<Vec<MenuItem>>,
    pub(super) data: Made<Vec<MenuItem>>,
    pub(super) theme: Made<ThemeContext>,
    /// All that any page may need.
    pub(super) assets: Assets,
    pub(super) home: Made<String>,
    pub(super) root: Made<String>,
    pub(super) feed: Option<Made<String>>,
    pub(super) json_feed: Option<Made<String>>,
    pub(super) open_search: Option<Made<String>>,
    pub(super) search: Option<Made<String>>,
    /// Whether there is highlighted code in it.
    pub(super) has_code: bool,
    pub(super) problems: Vec<Diagnostic>,
}

impl KnownSurroundings {
    pub(super) fn of(editions: usize) -> KnownSurroundings {
        KnownSurroundings {
            links: (0..editions).map(|_| OnceLock::new()).collect(),
            own: (0..editions).map(|_| OnceLock::new()).collect(),
            made: Mutex::default(),
        }
    }

    /// Returns what is known of a place, or else makes it. No other thread waits for that: at worst, two make the same.
    fn at(&self, place: Place, make: impl FnOnce() -> Surroundings) -> Arc<Surroundings> {
        let known = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = known().get(&place) {
            return Arc::clone(made);
        }
        let made = Arc::new(make());
        Arc::clone(known().entry(place).or_insert(made))
    }
}

impl<'a> Renderer<'a> {
    /// Returns what stands around this page, whose language has the tag `lang`.
    pub(super) fn surroundings(&self, lang: &str) -> Arc<Surroundings> {
        let known = &self.theme.surroundings;
        let links = known.links[self.index].get_or_init(|| self.links_around());
        // What the texts at its head and foot link to is not among the links.
        if self.site.header.is_some() || self.site.footer.is_some() {
            return Arc::new(self.surroundings_in(links, lang));
        }
        known.at(self.place(links, lang), || {
            self.surroundings_in(links, lang)
        })
    }

    /// Returns the edition as pages in its own language see it.
    pub(super) fn own_edition(&self) -> &'a OwnEdition {
        self.theme.surroundings.own[self.index].get_or_init(|| {
            let edition = self.edition_context(&self.edition.tag);
            OwnEdition {
                edition: Made::of(&edition),
                attributes: edition.attributes,
            }
        })
    }

    fn links_around(&self) -> Links {
        let (menu, more, data) = (self.menu(), self.more(), self.data());
        let links = menu.iter().chain(&more).chain(&data);
        let paths = links.filter_map(|link| match &link.to {
            LinkTarget::Path(path) => Some(path.clone()),
            LinkTarget::Address(_) => None,
        });
        let others = [
            Some(address::tree(self.edition)),
            Some(address::search(self.edition)),
            self.logo_path().map(|(path, _)| path.to_owned()),
        ];
        let mut paths: Vec<String> = paths.chain(others.into_iter().flatten()).collect();
        paths.sort();
        paths.dedup();
        Links {
            menu,
            more,
            data,
            paths,
        }
    }

    fn place(&self, links: &Links, lang: &str) -> Place {
        let paths = links.paths.iter();
        Place {
            edition: self.index,
            is_in_language_of_interface: self.is_in_language_of_interface(lang),
            is_rooted: matches!(self.page.kind, PageKind::NotFound { .. }),
            is_folder: self.is_folder(),
            depth: self.path.matches('/').count(),
            shared: paths.map(|path| address::shared(self.path, path)).collect(),
        }
    }

    fn is_folder(&self) -> bool {
        self.path.is_empty() || self.path.ends_with('/')
    }

    fn surroundings_in(&self, links: &Links, lang: &str) -> Surroundings {
        let config = &self.site.config;
        let titles = self.site_text();
        let items = |links: &[Link]| {
            let items = links.iter().map(|link| self.menu_item(link));
            Made::of(&items.collect::<Vec<MenuItem>>())
        };
        let (mut problems, has_search) = (Vec::new(), self.site.has_search());
        let (theme, has_code) = self.look(&mut problems);
        let reference = |path: &str| Made::of(&self.reference(path));
        let feed = |format| Some(Made::of(&self.feed_link(None, format)?));
        Surroundings {
            site: Made::of(&SiteContext {
                title: titles.owned(&config.title),
                description: titles.owned(&config.description),
                lang: self.site_lang(),
                extra: config.extra.clone(),
            }),
            edition: Made::of(&self.edition_context(lang)),
            menu: items(&links.menu),
            more: items(&links.more),
            data: items(&links.data),
            theme: Made::of(&theme),
            assets: self.assets(),
            home: reference(&address::tree(self.edition)),
            root: Made::of(&self.folder("")),
            feed: feed(FeedFormat::Atom),
            json_feed: feed(FeedFormat::Json),
            open_search: (has_search && config.base_url.is_some())
                .then(|| reference(&address::open_search(self.edition))),
            search: has_search.then(|| reference(&address::search(self.edition))),
            has_code,
            problems,
        }
    }

    /// Returns a link as templates see it.
    pub(super) fn menu_item(&self, link: &Link) -> MenuItem {
        let foreign = |lang: &&String| !self.is_in_language_of_interface(lang);
        MenuItem {
            title: link.title.clone(),
            href: match &link.to {
                LinkTarget::Path(path) => self.reference(path),
                LinkTarget::Address(address) => address.clone(),
            },
            lang: link.lang.as_ref().filter(foreign).cloned(),
            current: match &link.to {
                LinkTarget::Path(path) => self.is_folder() && self.path == path,
                LinkTarget::Address(_) => false,
            },
        }
    }

    /// Returns the references to all style sheets and scripts but that of the preview.
    fn assets(&self) -> Assets {
        let versioned = |name: &str| Made::of(&self.theme.versioned(name, &self.reference(name)));
        Assets {
            css: versioned("kz.css"),
            js: versioned("kz.js"),
            icon: versioned("favicon.svg"),
            ledger: Some(versioned("ledger.css")),
            lists: Some(versioned("lists.css")),
            search: (self.site.has_search()).then(|| versioned("search.css")),
            ledger_js: Some(versioned("ledger.js")),
            highlight: Some(versioned(site::HIGHLIGHT_STYLES)),
            site_css: site::has_site_styles(self.site).then(|| versioned(site::SITE_STYLES)),
            reload: None,
        }
    }

    /// Returns the look, and whether there is highlighted code in it.
    fn look(&self, problems: &mut Vec<Diagnostic>) -> (ThemeContext, bool) {
        let (header, in_header) = self.snippet(self.site.header.as_ref(), problems);
        let (footer, in_footer) = self.snippet(self.site.footer.as_ref(), problems);
        let paper = self.site.config.theme.colour("paper");
        let width = |(width, height): (usize, usize)| width * LOGO_HEIGHT / height.max(1);
        let look = ThemeContext {
            paper: ColourContext {
                light: paper.light,
                dark: paper.dark,
            },
            logo: self.logo_path().map(|(path, dimensions)| LogoContext {
                src: self.reference(path),
                width: dimensions.map(width),
            }),
            header,
            footer,
        };
        (look, in_header || in_footer)
    }

    /// Returns the path and the dimensions of the picture in the bar.
    fn logo_path(&self) -> Option<(&'a str, Option<(usize, usize)>)> {
        let logo = self.site.config.theme.logo.as_ref()?;
        match self.site.file(&logo.path)? {
            Target::File { path, dimensions } => Some((path, *dimensions)),
            _ => None,
        }
    }

    /// Returns a piece of Markdown as HTML in the edition's script, and whether there is highlighted code in it.
    fn snippet(
        &self,
        snippet: Option<&'a Article>,
        problems: &mut Vec<Diagnostic>,
    ) -> (String, bool) {
        let Some(snippet) = snippet else {
            return (String::new(), false);
        };
        let conversion = self.conversion(snippet);
        let document = self.document(snippet, &conversion, self.shared);
        let mut writer = self.writer(snippet, &document, &conversion, self.shared);
        let html = writer.blocks(&document.blocks);
        problems.append(&mut writer.diagnostics);
        (html, writer.has_code)
    }
}
