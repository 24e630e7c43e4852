//! Renders one page: pure, from the site and the theme to bytes.
//!
//! The text of an article is parsed again, converted to the edition's script on its tree
//! ([`crate::script::runs`]), written as HTML ([`body`]), and set into a template ([`theme`]) by a
//! context ([`context`]). Nothing here reads a file or keeps a page.

pub mod body;
pub mod context;
pub mod highlight;
mod notes;
mod sanitize;
pub mod theme;
pub mod words;

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::Serialize;
use tera::{Context, Value};

use crate::article::document::Document;
use crate::article::{self, Article, Summary, fidelity};
use crate::config::{Config, Edition, NoteClass};
use crate::diagnostic::{self, Checked, Diagnostic};
use crate::exchange;
use crate::script::{self, Converter};
use crate::site::{Page, PageKind, Site, address};
use context::*;
use theme::Theme;
use words::{Words, words};

/// The name and version of this program.
const GENERATOR: &str = concat!("kaozheng ", env!("CARGO_PKG_VERSION"));

/// Han characters read in a minute (DESIGN section 7).
const CHARACTERS_A_MINUTE: usize = 400;

/// What pages are rendered for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be published.
    Publication,
    /// To be looked at in the preview, which reloads pages by a script.
    Preview,
}

/// The path of the preview's script.
pub const RELOAD_SCRIPT: &str = "/__kaozheng/reload.js";

/// Returns one page of the site. A page that is a file of the site has no bytes here: the caller
/// has them.
pub fn render(site: &Site, page: &Page, theme: &Theme, purpose: Purpose) -> Checked<Vec<u8>> {
    let renderer = |edition: usize| Renderer::new(site, page, theme, purpose, edition);
    match &page.kind {
        PageKind::Front { edition } => renderer(*edition).front(),
        PageKind::List { edition, number } => renderer(*edition).list(*number),
        PageKind::Article { edition, article } => {
            renderer(*edition).article(&site.articles[*article], *article)
        }
        PageKind::Plain { edition, page } => renderer(*edition).plain(&site.pages[*page]),
        PageKind::NotFound { edition } => renderer(*edition).not_found(),
        PageKind::Redirect { edition, to } => renderer(*edition).redirect(to),
        PageKind::File(_) => Checked::good(Vec::new()),
        PageKind::ThemeFile(name) => {
            Checked::good(theme::static_file(name).unwrap_or_default().to_vec())
        }
        PageKind::HighlightStyles => Checked::good(highlight::sheet().into_bytes()),
        PageKind::SiteStyles => Checked::good(site_styles(&site.config).into_bytes()),
        PageKind::Annotations { article } => Checked::good(annotations(site, *article)),
    }
}

fn annotations(site: &Site, index: usize) -> Vec<u8> {
    let article = &site.articles[index];
    let document = article::document(article, &site.config);
    let json = exchange::annotations(article, &document, &site.config);
    let mut text = serde_json::to_string_pretty(&json).expect("a JSON value can be written");
    text.push('\n');
    text.into_bytes()
}

/// Returns the sheet with the colours of the verdicts that the site added.
fn site_styles(config: &Config) -> String {
    let mut sheet = String::new();
    let terms = config.vocabulary.terms();
    for (term, colour) in terms
        .iter()
        .filter_map(|term| Some((term, term.colour.as_ref()?)))
    {
        let (slug, light, dark) = (&term.slug, &colour.light, &colour.dark);
        // Writing to a string cannot fail.
        let _ = writeln!(
            sheet,
            "[data-v={slug}]{{--v:{light}}}[data-u={slug}]{{--u:{light}}}\n\
             @media screen and (prefers-color-scheme:dark){{[data-v={slug}]{{--v:{dark}}}[data-u={slug}]{{--u:{dark}}}}}"
        );
    }
    sheet
}

/// Converts text of one language for one edition, or leaves it as it is.
#[derive(Clone, Copy)]
struct TextConverter(Option<&'static Converter>);

impl TextConverter {
    fn new(language: &str, edition: &Edition) -> TextConverter {
        let configuration = script::configuration(language, &edition.tag);
        TextConverter(configuration.and_then(|name| script::converter(name).ok()))
    }

    fn is_identity(self) -> bool {
        self.0.is_none()
    }

    fn text<'t>(self, text: &'t str) -> Cow<'t, str> {
        match self.0 {
            Some(converter) => Cow::Owned(converter.convert(text).text),
            None => Cow::Borrowed(text),
        }
    }

    fn owned(self, text: &str) -> String {
        self.text(text).into_owned()
    }

    fn optional(self, text: Option<&String>) -> Option<String> {
        text.map(|text| self.owned(text))
    }
}

struct Renderer<'a> {
    site: &'a Site,
    page: &'a Page,
    theme: &'a Theme,
    purpose: Purpose,
    index: usize,
    edition: &'a Edition,
    words: &'static Words,
    /// The path of the page's folder, or of the page itself when it is no `index.html`.
    path: &'a str,
}

/// What a page says of itself, in its frame.
struct Head<'t> {
    kind: &'static str,
    title: Cow<'t, str>,
    description: Cow<'t, str>,
    lang: Cow<'t, str>,
    part: bool,
    has_code: bool,
}

impl<'a> Renderer<'a> {
    fn new(
        site: &'a Site,
        page: &'a Page,
        theme: &'a Theme,
        purpose: Purpose,
        index: usize,
    ) -> Renderer<'a> {
        let edition = &site.config.editions[index];
        Renderer {
            site,
            page,
            theme,
            purpose,
            index,
            edition,
            words: words(edition.interface),
            path: page.path.strip_suffix("index.html").unwrap_or(&page.path),
        }
    }

    fn front(&self) -> Checked<Vec<u8>> {
        let titles = self.site_text();
        let intro = Intro {
            title: titles.owned(&self.site.config.title),
            html: match self.site.config.description.as_str() {
                "" => String::new(),
                text => format!("<p>{}</p>", body::text(&titles.text(text))),
            },
        };
        let pages = self.pagination(1, |number| address::list(self.edition, number));
        self.list_page(intro, 1, pages, false)
    }

    fn list(&self, number: usize) -> Checked<Vec<u8>> {
        let intro = Intro {
            title: self.words.get("articles").to_owned(),
            html: String::new(),
        };
        let pages = self.pagination(number, |number| address::list(self.edition, number));
        self.list_page(intro, number, pages, true)
    }

    fn pagination(&self, number: usize, path: impl Fn(usize) -> String) -> Pagination {
        let total = self
            .site
            .articles
            .len()
            .div_ceil(self.site.config.page_size)
            .max(1);
        let reference = |number: usize| self.reference(&path(number));
        Pagination {
            number,
            total,
            previous: (number > 1).then(|| reference(number - 1)),
            next: (number < total).then(|| reference(number + 1)),
        }
    }

    fn list_page(
        &self,
        intro: Intro,
        number: usize,
        pages: Pagination,
        part: bool,
    ) -> Checked<Vec<u8>> {
        let size = self.site.config.page_size;
        let start = (number - 1) * size;
        let end = (start + size).min(self.site.articles.len());
        let shown = self.site.articles.get(start..end).unwrap_or_default();
        let head = Head {
            kind: "index",
            title: intro.title.clone().into(),
            description: self.site_text().text(&self.site.config.description),
            lang: self.edition.tag.as_str().into(),
            part,
            has_code: false,
        };
        let articles: Vec<Card> = shown.iter().map(|article| self.card(article)).collect();
        self.finish(
            "index.html",
            head,
            &[
                ("intro", value(&intro)),
                ("articles", value(&articles)),
                ("counts", value(&self.counts())),
                ("pages", value(&pages)),
            ],
            Vec::new(),
        )
    }

    fn card(&self, article: &Article) -> Card {
        let converter = TextConverter::new(&article.language, self.edition);
        let front_matter = &article.front_matter;
        Card {
            title: converter.owned(&front_matter.title),
            href: self.reference(&address::article(self.edition, &article.slug)),
            lang: self.lang_shown(article, converter),
            date: front_matter.date.map(|date| date.to_string()),
            publisher: converter.optional(front_matter.origin.publisher.as_ref()),
            characters: article.summary.characters,
            finding: converter.optional(article.summary.finding.as_ref()),
            tally: self.tally(&article.summary.tally, |_| None),
            emendations: self.emendations(&article.summary),
        }
    }

    fn counts(&self) -> Counts {
        let terms = self.site.config.vocabulary.terms().len();
        let mut totals = vec![0; terms];
        for article in &self.site.articles {
            for (total, count) in totals.iter_mut().zip(&article.summary.tally) {
                *total += count;
            }
        }
        let verdicts = self.tally(&totals, |_| None);
        let summary = Summary {
            tally: totals,
            ..Summary::default()
        };
        Counts {
            articles: self.site.articles.len(),
            claims: verdicts.iter().map(|row| row.count).sum(),
            emendations: self.emendations(&summary),
            verdicts,
        }
    }

    /// Returns the counts of verdicts that are not zero, in the order of the vocabulary.
    fn tally(&self, counts: &[usize], href: impl Fn(usize) -> Option<String>) -> Vec<Tally> {
        let vocabulary = &self.site.config.vocabulary;
        let terms = vocabulary.terms().iter().zip(counts).enumerate();
        terms
            .filter(|(_, (term, count))| matches!(term.class, NoteClass::Verdict(_)) && **count > 0)
            .map(|(index, (term, count))| Tally {
                slug: term.slug.clone(),
                seal: term.seal(self.edition.interface).to_owned(),
                label: term.label(self.edition.interface).to_owned(),
                count: *count,
                href: href(index),
            })
            .collect()
    }

    fn emendations(&self, summary: &Summary) -> usize {
        let terms = self.site.config.vocabulary.terms().iter();
        terms
            .zip(&summary.tally)
            .filter(|(term, _)| term.class == NoteClass::Emendation)
            .map(|(_, count)| count)
            .sum()
    }

    fn article(&self, article: &Article, index: usize) -> Checked<Vec<u8>> {
        let converter = TextConverter::new(&article.language, self.edition);
        let document = self.document(article, converter);
        let mut writer = self.writer(article, &document);
        let body = writer.blocks(&document.blocks);
        let notes = notes::contexts(&mut writer);
        let (has_code, diagnostics) = (writer.has_code, writer.diagnostics);
        let front_matter = &article.front_matter;
        let first_of = |term: usize| {
            let first = document.notes.iter().find(|note| note.term == term)?;
            Some(format!("#n-{}", first.id))
        };
        let tally = self.tally(&article.summary.tally, first_of);
        let count = self.emendations(&article.summary);
        let is_emendation = |note: &&crate::article::document::Note| {
            self.site.config.vocabulary.term(note.term).class == NoteClass::Emendation
        };
        let first_emendation = document.notes.iter().find(is_emendation);
        let lang = self.lang_shown(article, converter);
        let context = ArticleContext {
            title: converter.owned(&front_matter.title),
            lang: lang.clone(),
            date: front_matter.date.map(|date| date.to_string()),
            publisher: converter.optional(front_matter.origin.publisher.as_ref()),
            author: front_matter
                .origin
                .authors
                .iter()
                .map(|author| converter.owned(author))
                .collect(),
            source_url: front_matter.origin.url.clone(),
            source_file: self.source_file(article),
            retrieved: front_matter.origin.retrieved.map(|date| date.to_string()),
            unchanged: article
                .summary
                .text_digest
                .as_ref()
                .map(|_| fidelity::check_text(article).is_none()),
            review: front_matter.review.as_ref().map(|review| ReviewContext {
                by: converter.optional(review.by.as_ref()).unwrap_or_default(),
                date: review.date.map(|date| date.to_string()).unwrap_or_default(),
            }),
            derived: !converter.is_identity(),
            original: self.original(article, converter),
            characters: article.summary.characters,
            minutes: article
                .summary
                .characters
                .div_ceil(CHARACTERS_A_MINUTE)
                .max(1),
            tags: front_matter
                .tags
                .iter()
                .map(|tag| converter.owned(tag))
                .collect(),
            claims: tally.iter().map(|row| row.count).sum(),
            tally,
            emendations: first_emendation.map(|note| Emendations {
                count,
                href: format!("#n-{}", note.id),
            }),
            body,
            notes,
            related: front_matter
                .related
                .iter()
                .map(|related| RelatedContext {
                    title: converter.owned(&related.title),
                    text: converter.owned(&related.text),
                })
                .collect(),
            previous: self.neighbour(self.site.articles.get(index + 1)),
            next: self.neighbour(index.checked_sub(1).map(|index| &self.site.articles[index])),
            extra: front_matter.extra.clone(),
        };
        let head = Head {
            kind: "article",
            title: context.title.clone().into(),
            description: converter.text(&article.summary.lede),
            lang: self.page_lang(&lang),
            part: true,
            has_code,
        };
        self.finish(
            "article.html",
            head,
            &[("article", value(&context))],
            diagnostics,
        )
    }

    /// Returns the language tag of the page: that of the text when it is Chinese, else that of the
    /// edition, with the text naming its own.
    fn page_lang<'t>(&'t self, text: &'t str) -> Cow<'t, str> {
        match script::han_script(text) {
            Some(_) => text.to_owned().into(),
            None => self.edition.tag.as_str().into(),
        }
    }

    /// Returns the language tag of an article's text as this edition shows it.
    fn lang_shown(&self, article: &Article, converter: TextConverter) -> String {
        if converter.is_identity() {
            article.language.clone()
        } else {
            self.edition.tag.clone()
        }
    }

    fn document(&self, article: &Article, converter: TextConverter) -> Document {
        let mut document = article::document(article, &self.site.config);
        if let TextConverter(Some(converter)) = converter {
            script::runs::convert_document(&mut document, converter);
        }
        document
    }

    fn writer<'w>(&'w self, article: &'w Article, document: &'w Document) -> body::Writer<'w> {
        body::Writer {
            site: self.site,
            article,
            document,
            edition: self.edition,
            words: self.words,
            page: self.path,
            has_code: false,
            diagnostics: Vec::new(),
        }
    }

    fn source_file(&self, article: &Article) -> Option<SourceFile> {
        let origin = &article.front_matter.origin;
        let name = &origin.file.as_ref()?.value;
        let asset = article.assets.iter().find(|asset| asset.name == *name)?;
        let path = address::article_file(&self.site.config, &article.slug, name);
        Some(SourceFile {
            href: self.reference(&path),
            sha256: origin
                .sha256
                .as_ref()
                .map(|field| field.value.clone())
                .unwrap_or_default(),
            bytes: asset.bytes,
        })
    }

    /// Returns the page of a converted article in the edition of its own script.
    fn original(&self, article: &Article, converter: TextConverter) -> Option<Original> {
        if converter.is_identity() {
            return None;
        }
        let is_own = |edition: &&Edition| {
            script::han_script(&edition.tag) == script::han_script(&article.language)
        };
        let own = self.site.config.editions.iter().find(is_own)?;
        Some(Original {
            href: self.reference(&address::article(own, &article.slug)),
            name: own.name.clone(),
        })
    }

    fn neighbour(&self, article: Option<&Article>) -> Option<Neighbour> {
        let article = article?;
        let converter = TextConverter::new(&article.language, self.edition);
        Some(Neighbour {
            title: converter.owned(&article.front_matter.title),
            href: self.reference(&address::article(self.edition, &article.slug)),
        })
    }

    fn plain(&self, page: &Article) -> Checked<Vec<u8>> {
        let converter = TextConverter::new(&page.language, self.edition);
        let document = self.document(page, converter);
        let mut writer = self.writer(page, &document);
        let content = ContentContext {
            title: converter.owned(&page.front_matter.title),
            html: writer.blocks(&document.blocks),
            notes: notes::contexts(&mut writer),
            extra: page.front_matter.extra.clone(),
        };
        let (has_code, diagnostics) = (writer.has_code, writer.diagnostics);
        let lang = self.lang_shown(page, converter);
        let head = Head {
            kind: "page",
            title: content.title.clone().into(),
            description: converter.text(&page.summary.lede),
            lang: self.page_lang(&lang),
            part: true,
            has_code,
        };
        self.finish(
            "page.html",
            head,
            &[("content", value(&content))],
            diagnostics,
        )
    }

    fn not_found(&self) -> Checked<Vec<u8>> {
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

    fn redirect(&self, to: &str) -> Checked<Vec<u8>> {
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

    /// Returns the converter for the site's own words, which are in its default language.
    fn site_text(&self) -> TextConverter {
        TextConverter::new(&self.site.config.language, self.edition)
    }

    /// Returns the reference from this page to a path. The page for missing pages is served for any
    /// address, so its references begin at the root.
    fn reference(&self, path: &str) -> String {
        match self.page.kind {
            PageKind::NotFound { .. } => address::rooted(&self.site.config, path),
            _ => address::relative(self.path, path),
        }
    }

    fn finish(
        &self,
        template: &str,
        head: Head<'_>,
        values: &[(&'static str, Value)],
        mut diagnostics: Vec<Diagnostic>,
    ) -> Checked<Vec<u8>> {
        let frame = self.frame(head);
        let context = Context::from_serialize(&frame);
        let mut context = match context {
            Ok(context) => context,
            Err(error) => {
                let problem = diagnostic::template_in_file(template, &error.to_string());
                diagnostics.push(problem);
                return Checked {
                    value: Vec::new(),
                    diagnostics,
                };
            }
        };
        context.insert_value("ui", self.words.value.clone());
        for (name, value) in values {
            context.insert_value(*name, value.clone());
        }
        let html = match self.theme.render(template, &context) {
            Ok(html) => html,
            Err(problem) => {
                diagnostics.push(problem);
                String::new()
            }
        };
        Checked {
            value: html.into_bytes(),
            diagnostics,
        }
    }

    fn frame(&self, head: Head<'_>) -> Frame {
        let config = &self.site.config;
        let titles = self.site_text();
        let versioned = |name: &str| self.theme.versioned(name, &self.reference(name));
        Frame {
            site: SiteContext {
                title: titles.owned(&config.title),
                description: titles.owned(&config.description),
                extra: config.extra.clone(),
            },
            edition: EditionContext {
                tag: self.edition.tag.clone(),
                lang: self.edition.interface.tag().to_owned(),
            },
            editions: self.twins(),
            page: PageContext {
                kind: head.kind,
                title: head.title.into_owned(),
                lang: head.lang.into_owned(),
                description: head.description.into_owned(),
                canonical: self.canonical(),
                alternates: self.alternates(),
                home: self.reference(&address::tree(self.edition)),
                part: head.part,
            },
            menu: self.menu(),
            assets: Assets {
                css: versioned("kz.css"),
                js: versioned("kz.js"),
                icon: versioned("favicon.svg"),
                highlight: head
                    .has_code
                    .then(|| self.reference(crate::site::HIGHLIGHT_STYLES)),
                site_css: crate::site::has_site_styles(self.site)
                    .then(|| self.reference(crate::site::SITE_STYLES)),
                reload: (self.purpose == Purpose::Preview).then(|| RELOAD_SCRIPT.to_owned()),
            },
            generator: GENERATOR,
        }
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

    /// Returns the menu: the articles, then the plain pages at the top.
    fn menu(&self) -> Vec<MenuItem> {
        let item = |title: String, path: String| MenuItem {
            title,
            href: self.reference(&path),
            current: self.path == path,
        };
        let articles = item(
            self.words.get("articles").to_owned(),
            address::list(self.edition, 1),
        );
        let pages = self
            .site
            .pages
            .iter()
            .filter(|page| !page.slug.contains('/'));
        let pages = pages.map(|page| {
            let converter = TextConverter::new(&page.language, self.edition);
            item(
                converter.owned(&page.front_matter.title),
                address::plain_page(self.edition, &page.slug),
            )
        });
        [articles].into_iter().chain(pages).collect()
    }
}

fn value(context: &impl Serialize) -> Value {
    Value::from_serializable(context)
}
