//! What all pages share: the frame around them, and the references from it.

use std::borrow::Cow;

use serde::Serialize;
use tera::{Context, Value};

use super::context::{Alternate, Assets, EditionContext, Frame, PageContext, Twin};
use super::languages::{alternates, attributes, foreign, is_same_language, locale};
use super::printable::printable_page;
use super::surroundings::Surroundings;
use super::theme::{PAGE_BYTES, PART_BYTES, Theme, Wording};
use super::{Purpose, RELOAD_SCRIPT, Shared};
use crate::article::Article;
use crate::config::{Edition, Words};
use crate::diagnostic::{Checked, Diagnostic};
use crate::script::Conversion;
use crate::site::{FeedFormat, Page, PageKind, Shown, Site, address};

/// The name and version of this program.
const GENERATOR: &str = concat!("kaozheng ", env!("CARGO_PKG_VERSION"));

pub(super) struct Renderer<'a> {
    pub(super) site: &'a Site,
    pub(super) page: &'a Page,
    pub(super) theme: &'a Theme,
    pub(super) purpose: Purpose,
    pub(super) shared: &'a Shared,
    pub(super) index: usize,
    pub(super) edition: &'a Edition,
    pub(super) words: &'a Words,
    /// The path of the page's folder, or of the page itself when it is no `index.html`.
    pub(super) path: &'a str,
}

/// What a page says of itself, in its frame.
pub(super) struct Head<'t> {
    pub(super) kind: &'static str,
    pub(super) title: Cow<'t, str>,
    pub(super) description: Cow<'t, str>,
    pub(super) lang: Cow<'t, str>,
    pub(super) part: bool,
    pub(super) has_code: bool,
}

impl<'a> Renderer<'a> {
    pub(super) fn new(
        site: &'a Site,
        page: &'a Page,
        theme: &'a Theme,
        purpose: Purpose,
        shared: &'a Shared,
        index: usize,
    ) -> Renderer<'a> {
        let edition = &site.config.editions[index];
        Renderer {
            site,
            page,
            theme,
            purpose,
            shared,
            index,
            edition,
            words: &edition.words,
            path: page.path.strip_suffix("index.html").unwrap_or(&page.path),
        }
    }

    pub(super) fn not_found(&self) -> Checked<Vec<u8>> {
        let head = Head {
            kind: "not-found",
            title: self.words.get("not_found").into(),
            description: "".into(),
            lang: self.edition.tag.as_str().into(),
            part: true,
            has_code: false,
        };
        self.finish("404.html", head, &[], Vec::new())
    }

    pub(super) fn redirect(&self, to: &str) -> Checked<Vec<u8>> {
        let head = Head {
            kind: "redirect",
            title: self.words.get("moved").into(),
            description: "".into(),
            lang: self.edition.tag.as_str().into(),
            part: true,
            has_code: false,
        };
        let redirect = Value::from_serializable(&self.reference(to));
        self.finish("redirect.html", head, &[("redirect", redirect)], Vec::new())
    }

    /// Returns what converts the site's own words, which are in its default language.
    pub(super) fn site_text(&self) -> Conversion<'a> {
        self.site.conversion_of_site(self.index)
    }

    /// Returns the language tag of the site's own words as this edition shows them, where that is not its own language.
    pub(super) fn site_lang(&self) -> Option<String> {
        match self.site_text().is_derivation() {
            true => None,
            false => foreign(&self.site.config.language, self.edition),
        }
    }

    /// Returns what converts an article for this edition.
    pub(super) fn conversion(&self, article: &'a Article) -> Conversion<'a> {
        self.site.conversion(article, self.index)
    }

    /// Returns the title of an article in this edition.
    pub(super) fn title(&self, article: &'a Article) -> String {
        let text = article.text_for(&self.edition.tag);
        self.conversion(text).owned(&text.front_matter.title)
    }

    /// Returns the reference from this page to a path. The page for missing pages is served for any
    /// address, so its references begin at the root.
    pub(super) fn reference(&self, path: &str) -> String {
        match self.page.kind {
            PageKind::NotFound { .. } => address::rooted(&self.site.config, path),
            _ => address::reference(&self.site.config, self.path, path),
        }
    }

    /// Returns the reference from this page to a folder, in which others than pages look for files: it ends with a
    /// slash.
    pub(super) fn folder(&self, path: &str) -> String {
        match self.page.kind {
            PageKind::NotFound { .. } => address::rooted(&self.site.config, path),
            _ => address::relative(self.path, path),
        }
    }

    pub(super) fn finish(
        &self,
        template: &str,
        head: Head<'_>,
        values: &[(&'static str, Value)],
        mut diagnostics: Vec<Diagnostic>,
    ) -> Checked<Vec<u8>> {
        let surroundings = self.surroundings(&head.lang);
        let attributes = self.attributes(&head.lang);
        diagnostics.extend_from_slice(&surroundings.problems);
        let mut context = context_of(self.frame(head, &surroundings));
        context.insert_value("ui", self.theme.words(self.index));
        for (name, value) in values {
            context.insert_value(*name, value.clone());
        }
        let wording = self.wording(&attributes);
        let rendered = self.theme.render(template, &context, wording, PAGE_BYTES);
        let value = rendered.map(printable_page).unwrap_or_else(|problem| {
            diagnostics.push(problem);
            Vec::new()
        });
        Checked { value, diagnostics }
    }

    /// Returns a part of a page, without the frame.
    pub(super) fn part(
        &self,
        template: &str,
        values: &[(&'static str, Value)],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> String {
        let mut context = Context::new();
        context.insert_value("ui", self.theme.words(self.index));
        let own = self.own_edition();
        context.insert_value("edition", own.edition.clone().into_value());
        for (name, value) in values {
            context.insert_value(*name, value.clone());
        }
        let wording = self.wording(&own.attributes);
        let rendered = self.theme.render(template, &context, wording, PART_BYTES);
        let text = rendered.unwrap_or_else(|problem| {
            diagnostics.push(problem);
            Vec::new()
        });
        String::from_utf8(text).unwrap_or_default()
    }

    fn wording<'w>(&'w self, attributes: &'w str) -> Wording<'w> {
        Wording {
            edition: self.index,
            words: self.words,
            attributes,
        }
    }

    /// Returns the edition as templates of a page in `lang` see it.
    pub(super) fn edition_context(&self, lang: &str) -> EditionContext {
        EditionContext {
            tag: self.edition.tag.clone(),
            lang: self.words.tag.clone(),
            attributes: self.attributes(lang),
        }
    }

    /// Returns what an element of interface words in a text of a language says of them.
    pub(super) fn attributes(&self, lang: &str) -> String {
        match self.is_in_language_of_interface(lang) {
            true => String::new(),
            false => attributes(&self.words.tag),
        }
    }

    /// Returns whether a text of a language is in that of the interface.
    pub(super) fn is_in_language_of_interface(&self, lang: &str) -> bool {
        is_same_language(&self.words.tag, lang)
    }

    fn frame(&self, head: Head<'_>, around: &Surroundings) -> Frame {
        let (of_ledger, of_lists) = (head.kind == "ledger", head.kind == "lists");
        let of_search = ["search", "not-found"].contains(&head.kind);
        Frame {
            site: around.site.clone(),
            edition: around.edition.clone(),
            editions: self.twins(),
            page: PageContext {
                kind: head.kind,
                title: head.title.into_owned(),
                locale: locale(&head.lang),
                lang: head.lang.into_owned(),
                description: head.description.into_owned(),
                canonical: self.canonical(),
                alternates: self.alternates(),
                home: around.home.clone(),
                trail: self.crumbs(),
                root: around.root.clone(),
                feed: around.feed.clone(),
                json_feed: around.json_feed.clone(),
                open_search: around.open_search.clone(),
                search: around.search.clone(),
                card: self.card_link(),
                part: head.part,
            },
            menu: around.menu.clone(),
            more: around.more.clone(),
            data: around.data.clone(),
            theme: around.theme.clone(),
            assets: Assets {
                ledger: around.assets.ledger.clone().filter(|_| of_ledger),
                lists: around.assets.lists.clone().filter(|_| of_lists),
                search: around.assets.search.clone().filter(|_| of_search),
                ledger_js: around.assets.ledger_js.clone().filter(|_| of_ledger),
                highlight: (around.assets.highlight.clone())
                    .filter(|_| head.has_code || around.has_code),
                reload: match self.purpose {
                    Purpose::Publication => None,
                    Purpose::Preview { version } => Some(format!("{RELOAD_SCRIPT}?{version}")),
                },
                ..around.assets.clone()
            },
            generator: GENERATOR,
        }
    }

    /// Returns the reference to a feed, where there is one.
    pub(super) fn feed_link(
        &self,
        list: Option<(usize, usize)>,
        format: FeedFormat,
    ) -> Option<String> {
        let (is_there, folder) = match list {
            None => (self.site.has_feed(), ""),
            Some((taxonomy, term)) => (
                self.site.has_feed_of(taxonomy, term),
                self.site.taxonomies.list(taxonomy, term).folder.as_str(),
            ),
        };
        let path = address::feed(self.edition, folder, format);
        is_there.then(|| self.reference(&path))
    }

    /// Returns the path of this page in another edition.
    fn twin_path(&self, edition: &Edition) -> String {
        let own_tree = address::tree(self.edition);
        let below = self
            .path
            .strip_prefix(own_tree.as_str())
            .unwrap_or(self.path);
        format!("{}{below}", address::tree(edition))
    }

    fn twins(&self) -> Vec<Twin> {
        let editions = self.site.config.editions.iter().enumerate();
        editions
            .map(|(index, edition)| Twin {
                tag: edition.tag.clone(),
                label: edition.label.clone(),
                name: edition.name.clone(),
                href: match self.page.kind {
                    PageKind::NotFound { .. } => self.reference(&address::tree(edition)),
                    _ => self.reference(&self.twin_path(edition)),
                },
                current: index == self.index,
            })
            .collect()
    }

    fn canonical(&self) -> Option<String> {
        match &self.page.kind {
            PageKind::NotFound { .. } => None,
            PageKind::Redirect { to, .. } => address::absolute(&self.site.config, to),
            _ => address::absolute(&self.site.config, self.path),
        }
    }

    fn alternates(&self) -> Vec<Alternate> {
        let config = &self.site.config;
        let is_shown = !matches!(
            self.page.kind,
            PageKind::NotFound { .. } | PageKind::Redirect { .. }
        );
        let alternates = alternates(self.site, Shown::of(&self.page.kind));
        if !is_shown || !alternates.contains(&self.index) {
            return Vec::new();
        }
        let of = |edition: &Edition, hreflang: &str| {
            Some(Alternate {
                hreflang: hreflang.to_owned(),
                href: address::absolute(config, &self.twin_path(edition))?,
            })
        };
        let default = alternates.iter().take_while(|it| **it == 0);
        let default = default.map(|it| of(&config.editions[*it], "x-default"));
        let own = alternates.iter().map(|it| &config.editions[*it]);
        let own = own.map(|edition| of(edition, &edition.tag));
        own.chain(default).flatten().collect()
    }
}

/// Returns what templates see of a frame, each field by its name.
fn context_of(frame: Frame) -> Context {
    let values = [
        ("site", frame.site.into_value()),
        ("edition", frame.edition.into_value()),
        ("editions", value(&frame.editions)),
        ("page", value(&frame.page)),
        ("menu", frame.menu.into_value()),
        ("more", frame.more.into_value()),
        ("data", frame.data.into_value()),
        ("theme", frame.theme.into_value()),
        ("assets", value(&frame.assets)),
        ("generator", Value::normal_string(frame.generator)),
    ];
    let mut context = Context::new();
    for (name, value) in values {
        context.insert_value(name, value);
    }
    context
}

pub(super) fn value(context: &impl Serialize) -> Value {
    Value::from_serializable(context)
}
