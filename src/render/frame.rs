//! What all pages share: the frame around them, and the references from it.

use std::borrow::Cow;

use serde::Serialize;
use tera::{Context, Value};

use super::context::{Alternate, Assets, EditionContext, Frame, PageContext, SiteContext, Twin};
use super::theme::Theme;
use super::{Purpose, RELOAD_SCRIPT, Shared};
use crate::article::Article;
use crate::config::language::han_script;
use crate::config::{Edition, Words};
use crate::diagnostic::{self, Checked, Diagnostic};
use crate::script::Conversion;
use crate::site::{self, FeedFormat, Page, PageKind, Site, address};

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

/// Returns the locale of a language tag: the territory that it names, or else the one whose script it is.
fn locale(tag: &str) -> String {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let is_territory = |part: &&str| part.len() == 2;
    let territory = parts.clone().find(is_territory).or(match parts.next() {
        Some("Hant") if language == "zh" => Some("TW"),
        Some("Hans") if language == "zh" => Some("CN"),
        _ => None,
    });
    match territory {
        Some(territory) => format!("{language}_{}", territory.to_uppercase()),
        None => language.to_owned(),
    }
}

/// Returns whether two tags name one language, and for Chinese one script.
pub(super) fn is_same_language(one: &str, other: &str) -> bool {
    let language = |tag: &str| tag.split('-').next().map(str::to_ascii_lowercase);
    match (han_script(one), han_script(other)) {
        (None, None) => language(one) == language(other),
        (one, other) => one == other,
    }
}

/// Returns whether a language is written from right to left, by its script or else by what it is mostly
/// written in (CLDR, `characterOrder`).
fn is_right_to_left(tag: &str) -> bool {
    let mut parts = tag.split('-').map(str::to_ascii_lowercase);
    let language = parts.next().unwrap_or_default();
    let languages = [
        "ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi",
    ];
    match parts.find(|part| part.len() == 4) {
        Some(script) => ["adlm", "arab", "hebr", "nkoo", "syrc", "thaa"].contains(&script.as_str()),
        None => languages.contains(&language.as_str()),
    }
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
        let frame = self.frame(head, &mut diagnostics);
        let context = Context::from_serialize(&frame);
        let mut context = context.unwrap_or_else(|error| {
            let problem = diagnostic::template_in_file(template, &error.to_string());
            diagnostics.push(problem);
            Context::new()
        });
        context.insert_value("ui", self.theme.words(self.index));
        for (name, value) in values {
            context.insert_value(*name, value.clone());
        }
        let rendered = self.theme.render_bytes(template, &context);
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
        let edition = self.edition_context(&self.edition.tag);
        context.insert_value("edition", value(&edition));
        for (name, value) in values {
            context.insert_value(*name, value.clone());
        }
        let rendered = self.theme.render(template, &context);
        rendered.unwrap_or_else(|problem| {
            diagnostics.push(problem);
            String::new()
        })
    }

    /// Returns the edition as templates of a page in `lang` see it.
    fn edition_context(&self, lang: &str) -> EditionContext {
        EditionContext {
            tag: self.edition.tag.clone(),
            lang: self.words.tag.clone(),
            attributes: self.attributes(lang),
        }
    }

    /// Returns what an element of interface words in a text of a language says of them.
    pub(super) fn attributes(&self, lang: &str) -> String {
        let own = &self.words.tag;
        match (is_same_language(own, lang), is_right_to_left(own)) {
            (true, _) => String::new(),
            (false, false) => format!(" lang=\"{own}\""),
            (false, true) => format!(" lang=\"{own}\" dir=\"rtl\""),
        }
    }

    fn frame(&self, head: Head<'_>, diagnostics: &mut Vec<Diagnostic>) -> Frame {
        let config = &self.site.config;
        let titles = self.site_text();
        let menu = self.menu(&head.lang);
        let (look, has_code) = self.look(diagnostics);
        let versioned = |name: &str| self.theme.versioned(name, &self.reference(name));
        Frame {
            site: SiteContext {
                title: titles.owned(&config.title),
                description: titles.owned(&config.description),
                extra: config.extra.clone(),
            },
            edition: self.edition_context(&head.lang),
            editions: self.twins(),
            page: PageContext {
                kind: head.kind,
                title: head.title.into_owned(),
                locale: locale(&head.lang),
                lang: head.lang.into_owned(),
                description: head.description.into_owned(),
                canonical: self.canonical(),
                alternates: self.alternates(),
                home: self.reference(&address::tree(self.edition)),
                trail: self.crumbs(),
                root: self.folder(""),
                feed: self.feed_link(None, FeedFormat::Atom),
                json_feed: self.feed_link(None, FeedFormat::Json),
                open_search: (self.site.has_search() && config.base_url.is_some())
                    .then(|| self.reference(&address::open_search(self.edition))),
                search: self
                    .site
                    .has_search()
                    .then(|| self.reference(&address::search(self.edition))),
                card: self.card_link(),
                part: head.part,
            },
            menu,
            more: self.more(),
            data: self.data(),
            theme: look,
            assets: Assets {
                css: versioned("kz.css"),
                js: versioned("kz.js"),
                icon: versioned("favicon.svg"),
                ledger: (head.kind == "ledger").then(|| versioned("ledger.css")),
                lists: (head.kind == "lists").then(|| versioned("lists.css")),
                ledger_js: (head.kind == "ledger").then(|| versioned("ledger.js")),
                highlight: (head.has_code || has_code)
                    .then(|| self.reference(site::HIGHLIGHT_STYLES)),
                site_css: site::has_site_styles(self.site).then(|| versioned(site::SITE_STYLES)),
                reload: match self.purpose {
                    Purpose::Publication => None,
                    Purpose::Preview { version } => Some(format!("{RELOAD_SCRIPT}?{version}")),
                },
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
        if !is_shown || config.editions.len() < 2 {
            return Vec::new();
        }
        let of = |edition: &Edition, hreflang: &str| {
            Some(Alternate {
                hreflang: hreflang.to_owned(),
                href: address::absolute(config, &self.twin_path(edition))?,
            })
        };
        config
            .editions
            .iter()
            .map(|edition| of(edition, &edition.tag))
            .chain([of(&config.editions[0], "x-default")])
            .flatten()
            .collect()
    }
}

pub(super) fn value(context: &impl Serialize) -> Value {
    Value::from_serializable(context)
}

/// Returns a text without what neither HTML nor XML may hold (XML 1.0, section 2.2; HTML, "control" and
/// "noncharacter"): control characters and noncharacters are shown as a replacement character.
pub(super) fn printable(text: String) -> String {
    match is_suspect(text.as_bytes()) {
        true => text.replace(is_forbidden, "\u{fffd}"),
        false => text,
    }
}

/// Returns the same of a page, which is UTF-8.
fn printable_page(page: Vec<u8>) -> Vec<u8> {
    match is_suspect(&page) {
        true => printable(String::from_utf8_lossy(&page).into_owned()).into_bytes(),
        false => page,
    }
}

/// Returns whether a text may have something that is forbidden, as hardly any has: many bytes are looked at
/// at once.
fn is_suspect(text: &[u8]) -> bool {
    let has_control = |bytes: &[u8]| {
        let is_control =
            |byte: u8| (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7f;
        bytes
            .iter()
            .fold(false, |found, byte| found | is_control(*byte))
    };
    text.chunks(256).any(has_control)
        // The beginning of C1 controls, and of noncharacters in their block; the end of all others.
        || memchr::memchr_iter(0xc2, text).any(|at| matches!(text.get(at + 1), Some(0x80..=0x9f)))
        || [[0xef, 0xb7], [0xbf, 0xbe], [0xbf, 0xbf]]
            .iter()
            .any(|part| memchr::memmem::find(text, part).is_some())
}

// U+FDD0 stands for the way to the root of the site in parts of pages, see `ledger::rows`.
fn is_forbidden(character: char) -> bool {
    let is_noncharacter =
        matches!(character, '\u{fdd1}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe;
    let is_space = matches!(character, '\t' | '\n' | '\r');
    is_noncharacter || character.is_control() && !is_space
}

#[cfg(test)]
mod tests {
    use super::{is_right_to_left, is_same_language, locale, printable};

    #[test]
    fn locales() {
        let tags = [
            "zh-Hant",
            "zh-Hans",
            "zh-Hant-HK",
            "zh-Hans-SG",
            "zh-TW",
            "en",
            "zh",
        ];
        let locales = ["zh_TW", "zh_CN", "zh_HK", "zh_SG", "zh_TW", "en", "zh"];
        assert_eq!(tags.map(locale), locales);
    }

    #[test]
    fn languages_of_interfaces() {
        assert!(is_same_language("zh-Hant", "zh-TW"));
        assert!(is_same_language("en", "en-GB"));
        assert!(!is_same_language("zh-Hans", "zh-Hant"));
        assert!(!is_same_language("en", "zh-Hant"));
        let is_right = [
            "ar", "fa-IR", "az-Arab", "en", "zh-Hant", "ku-Latn", "fa-Latn",
        ];
        let expected = [true, true, true, false, false, false, false];
        assert_eq!(is_right.map(is_right_to_left), expected);
    }

    #[test]
    fn what_no_page_may_hold_is_replaced() {
        for forbidden in [
            "\u{1}",
            "\u{7f}",
            "\u{85}",
            "\u{fdd1}",
            "\u{fffe}",
            "\u{1ffff}",
        ] {
            assert_eq!(
                printable(format!("甲{forbidden}乙")),
                "甲\u{fffd}乙",
                "{forbidden:?}"
            );
        }
        for good in ["甲·乙\u{a0}\n\t丙", "\u{fdfa}\u{1f600}，", "\u{fffd}"] {
            assert_eq!(printable(good.to_owned()), good);
        }
    }
}
