//! From a project to a site that is ready to be rendered, and to the plan of its pages.

use std::sync::OnceLock;

use rayon::prelude::*;

use crate::article::{self, Article};
use crate::cards::Card;
use crate::cards::fonts::Fonts;
use crate::config::{self, Config};
use crate::diagnostic::{self, Checked, Diagnostic};
use crate::project::{self, Project};
use crate::render::theme::{self, Theme};
use crate::render::{self, Purpose, Shared};
use crate::site::{self, Drafts, Page, PageKind, Parts, SearchFile, Site};
use crate::{import, script, search};

/// A site that is ready to be rendered.
#[derive(Debug)]
pub struct Prepared {
    /// The site.
    pub site: Site,
    /// Its theme.
    pub theme: Theme,
    /// Every output file.
    pub plan: Vec<Page>,
    /// The fonts of its cards, where it has some.
    pub(crate) fonts: Option<&'static Fonts>,
    /// The index of its search, once somebody asked for it.
    search: OnceLock<search::Index>,
}

impl Prepared {
    /// Returns a file of the search. The first that needs the whole index has it made.
    pub fn search_file(&self, file: &SearchFile) -> Vec<u8> {
        if let SearchFile::Text { edition, article } = file {
            let mut indexed = search::index(&self.site, *article);
            return indexed.texts.swap_remove(*edition);
        }
        let index = self.search.get_or_init(|| {
            let records = search::Records::default();
            let articles = (0..self.site.articles.len()).into_par_iter();
            articles.for_each(|article| records.push(search::index(&self.site, article).record));
            search::merge(&self.site, records)
        });
        index.file(&self.site, file).unwrap_or_default()
    }

    /// Returns a card as a PNG.
    pub fn card(&self, page: &Page) -> Checked<Vec<u8>> {
        let (Some(fonts), Some(checked)) = (self.fonts, self.undrawn_card(page)) else {
            return Checked::good(Vec::new());
        };
        match checked.diagnostics.is_empty() {
            true => draw(&checked.value, fonts),
            false => Checked {
                value: Vec::new(),
                diagnostics: checked.diagnostics,
            },
        }
    }

    /// Returns a card before it is drawn; none for a page of another kind.
    pub(crate) fn undrawn_card(&self, page: &Page) -> Option<Checked<Card>> {
        let PageKind::Card { edition, article } = page.kind else {
            return None;
        };
        let shown = (edition, article);
        let fonts = self.fonts?;
        Some(render::card(&self.site, page, &self.theme, fonts, shown))
    }

    pub(crate) fn render(&self, page: &Page, shared: &Shared) -> Checked<Vec<u8>> {
        render::render(&self.site, page, &self.theme, Purpose::Publication, shared)
    }
}

/// Returns the configuration of a project with the words that it gives once spelled in the script of each edition, as
/// [`prepare()`] does for itself. What is wrong with the glossary is told there.
pub fn spelled(project: &Project) -> Config {
    let glossary = project.glossary.iter();
    let terms = glossary.flat_map(|source| script::glossary::read(source).value);
    script::spelled(&project.config, &terms.collect::<Vec<_>>())
}

/// Parses, assembles and plans a project. Articles whose text and files are those of `previous`,
/// the result of an earlier call with the same configuration, are not parsed again.
pub fn prepare(project: &Project, drafts: Drafts, previous: &[Article]) -> Checked<Prepared> {
    let mut diagnostics = Vec::new();
    let mut of_glossary = Vec::new();
    let glossary: Vec<_> = project
        .glossary
        .iter()
        .flat_map(|source| script::glossary::read(source).gather(&mut of_glossary))
        .collect();
    let config = script::spelled(&project.config, &glossary);
    let known: std::collections::HashMap<&str, &Article> = previous
        .iter()
        .map(|article| (article.source.path.as_str(), article))
        .collect();
    let parsed: Vec<Checked<Article>> = project
        .content
        .par_iter()
        .map(|content| match known.get(content.source.path.as_str()) {
            Some(article) if is_unchanged(article, content) => Checked::good((*article).clone()),
            _ => {
                let mut checked = parse(project, &config, content);
                if !content.source.is_held() {
                    checked.value.drop_tree();
                }
                checked
            }
        })
        .collect();
    let content = parsed
        .into_iter()
        .map(|checked| checked.gather(&mut diagnostics))
        .collect();
    diagnostics.append(&mut of_glossary);
    let fonts = fonts(&config, &mut diagnostics);
    let mut snippet = |snippet: &Option<config::theme::Snippet>| {
        let parsed = article::parse_snippet(snippet.as_ref()?, &config);
        Some(parsed.gather(&mut diagnostics))
    };
    let parts = Parts {
        content,
        header: snippet(&config.theme.header),
        footer: snippet(&config.theme.footer),
        glossary,
        loose_assets: project.loose_assets.clone(),
        static_files: theme::own_static_files(project),
        theme_files: theme::static_file_names().map(str::to_owned).collect(),
        answers: project.answers.clone(),
        has_card_fonts: fonts.is_some(),
        drafts,
        lacks_content: project.lacks_content,
    };
    let site = site::assemble(parts, config).gather(&mut diagnostics);
    let theme = theme::load(project, site.notes_max()).gather(&mut diagnostics);
    let plan = site::plan(&site).gather(&mut diagnostics);
    Checked {
        value: Prepared {
            site,
            theme,
            plan,
            fonts,
            search: OnceLock::new(),
        },
        diagnostics,
    }
}

/// Returns the fonts of this machine for the cards of a site that asks for some; none where they lack the signs
/// of one of its editions.
fn fonts(config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Option<&'static Fonts> {
    let wish = config.theme.cards.as_ref()?;
    config.base_url.as_ref()?;
    let fonts = Fonts::of_machine();
    let lacking = config.editions.iter().find(|it| !fonts.cover(&it.tag));
    let Some(edition) = lacking else {
        return Some(fonts);
    };
    let (source, range) = (&wish.source, &wish.range);
    diagnostics.push(diagnostic::cards_without_font(source, range, &edition.tag));
    None
}

/// Returns whether an article was parsed from just these files.
fn is_unchanged(article: &Article, content: &project::Content) -> bool {
    let written = article.written.iter();
    let written = written.map(|(tag, written)| (tag, &written.source));
    article.source == content.source
        && article.assets == content.assets
        && article.citations.own_source() == content.sources.as_ref()
        && written.eq(content.written.iter().map(|(tag, source)| (tag, source)))
}

/// Parses one file and proves its fidelity.
fn parse(project: &Project, config: &Config, content: &project::Content) -> Checked<Article> {
    let mut checked = article::parse(content, config);
    let article = &checked.value;
    let read = |asset: &project::Asset| project.read_asset(asset).ok();
    let text = article::fidelity::check_text(article)
        .map(|problem| problem.with_differences(differences(project, article)));
    let problems = [text, article::fidelity::check_file(article, read)];
    checked.diagnostics.extend(problems.into_iter().flatten());
    let copies = article::copies::check(&mut checked.value, read);
    checked.diagnostics.extend(copies);
    let start = |diagnostic: &Diagnostic| diagnostic.places.first().map(|place| place.range.start);
    checked.diagnostics.sort_by_key(start);
    checked
}

/// Returns how a body differs from the text that was imported, where that text can be made again.
fn differences(project: &Project, article: &Article) -> Vec<diagnostic::Difference> {
    let Some(imported) = imported_text(project, article) else {
        return Vec::new();
    };
    let document = article::document(article, &project.config);
    let body = article::document::plain_text(&document.blocks);
    article::fidelity::differences(article, &body, &imported)
}

/// Returns the plain text that an article was imported with, made again of its source's file.
pub fn imported_text(project: &Project, article: &Article) -> Option<String> {
    let file = article.front_matter.origin.file.as_ref()?;
    let asset = article
        .assets
        .iter()
        .find(|asset| asset.name == file.value)?;
    let bytes = project.read_asset(asset).ok()?;
    import::original::text(article, &bytes, &project.config)
}

pub(crate) fn draw(card: &Card, fonts: &Fonts) -> Checked<Vec<u8>> {
    card.draw(fonts).map_or_else(
        |reason| Checked {
            value: Vec::new(),
            diagnostics: vec![diagnostic::bad_card(render::CARD, &reason)],
        },
        Checked::good,
    )
}
