//! kaozheng 考證: a static site generator for annotated Chinese articles.
//!
//! It turns source articles into annotated editions in Traditional and Simplified Chinese, every
//! claim footnoted with a verdict and its evidence, published as static files. Data flows one way:
//!
//! ```text
//! site folder ─load─▶ Project ─parse─▶ Article ─assemble─▶ Site ─plan─▶ Page ─render─▶ bytes ─publish─▶ public/
//! ```
//!
//! | stage | function | promise |
//! |---|---|---|
//! | load | [`project::load`] → [`Project`] | the only reader of the site folder |
//! | parse | [`article::parse`] → [`Article`] | pure; never fails, gathers [`Diagnostic`]s; knows no URL, no template |
//! | assemble | [`site::assemble`] → [`Site`] | sequential over summaries |
//! | plan | [`site::plan`] → [`Page`]s | every output file, named once, for every edition |
//! | render | [`render::render`] → bytes | pure; one page; converts articles edition by edition |
//! | index | [`render::index`], [`search::merge`] → [`search::Index`] | of one article, pure, with its pages; then all together |
//! | resize | [`images::publish`] → WebP | of the pictures that texts show, before the pages that name them |
//! | draw | [`cards::Card`] → PNG | of the cards, which render makes as SVG; with the machine's fonts |
//! | publish | [`publish::Publication`] | the only writer: whole old or whole new, never half |
//!
//! [`prepare`] goes from a project to a plan, [`build`] on to the published site, with the files that
//! its search loads; [`check`] renders every page and keeps none. The preview in [`serve`] calls the
//! same [`render::render`] for the one page that is asked for, and makes the index when a search
//! first needs it. No stage holds all rendered output: a page is written as soon as it is rendered,
//! and in a large site an article's text is read again and its tree made again when its pages are, so that
//! memory grows with the summaries and not with the texts or the pages.
//!
//! What an author is helped with stands beside the pipeline: [`authoring`] makes a new text of an article's
//! own, [`import::rewrite`] writes it.
//!
//! Problems in content never stop at the first: stages return [`Checked`] values. [`Failure`] is
//! for what content is not to blame for, at the edges. The same input gives the same bytes: there is
//! no clock, no randomness, no order of a hash map, and any number of threads.
//!
//! What holds, as absences: `article` and `script` know no URL and no template; `render` reads no
//! file of the site; only `project`, `import` and `serve` read the site, only `publish` and `import` write;
//! only `cards` looks for the fonts of the machine; only `links` asks others, and `serve` is asked; nothing
//! outside `cli` and `report` prints; there is no `unsafe`.

// Tests, which are crates of their own, may do what the program must not.
#![warn(clippy::print_stderr, clippy::print_stdout, clippy::unwrap_used)]

pub mod article;
pub mod authoring;
pub mod cards;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod exchange;
pub mod images;
pub mod import;
pub mod links;
pub mod project;
pub mod publish;
pub mod raster;
pub mod render;
pub mod report;
pub mod script;
pub mod search;
pub mod serve;
pub mod site;

use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;

pub use article::Article;
pub use config::Config;
pub use diagnostic::{Checked, Diagnostic, Failure};
pub use project::Project;
pub use site::{Page, Site};

use cards::Card;
use cards::fonts::Fonts;
use publish::{Kept, Publication, PublishError};
use render::theme::{self, Theme};
use render::{Purpose, Shared};
use site::{Drafts, PageKind, Parts, SearchFile};

/// The folder of drawn cards in the site's state folder.
const CARDS: &str = "cards";

/// The folder of pictures in several sizes in the site's state folder.
const IMAGES: &str = "images";

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
    fonts: Option<&'static Fonts>,
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
    fn undrawn_card(&self, page: &Page) -> Option<Checked<Card>> {
        let PageKind::Card { edition, article } = page.kind else {
            return None;
        };
        let shown = (edition, article);
        let fonts = self.fonts?;
        Some(render::card(&self.site, page, &self.theme, fonts, shown))
    }

    fn render(&self, page: &Page, shared: &Shared) -> Checked<Vec<u8>> {
        render::render(&self.site, page, &self.theme, Purpose::Publication, shared)
    }
}

/// Parses, assembles and plans a project. Articles whose text and files are those of `previous`,
/// the result of an earlier call with the same configuration, are not parsed again.
pub fn prepare(project: &Project, drafts: Drafts, previous: &[Article]) -> Checked<Prepared> {
    let mut diagnostics = Vec::new();
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
                let mut checked = parse(project, content);
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
    let glossary = project
        .glossary
        .iter()
        .flat_map(|source| script::glossary::read(source).gather(&mut diagnostics))
        .collect();
    let fonts = fonts(&project.config, &mut diagnostics);
    let mut snippet = |snippet: &Option<config::theme::Snippet>| {
        let parsed = article::parse_snippet(snippet.as_ref()?, &project.config);
        Some(parsed.gather(&mut diagnostics))
    };
    let parts = Parts {
        content,
        header: snippet(&project.config.theme.header),
        footer: snippet(&project.config.theme.footer),
        glossary,
        loose_assets: project.loose_assets.clone(),
        static_files: theme::own_static_files(project),
        theme_files: theme::static_file_names().map(str::to_owned).collect(),
        answers: project.answers.clone(),
        has_card_fonts: fonts.is_some(),
        drafts,
        lacks_content: project.lacks_content,
    };
    let site = site::assemble(parts, project.config.clone()).gather(&mut diagnostics);
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
fn parse(project: &Project, content: &project::Content) -> Checked<Article> {
    let mut checked = article::parse(content, &project.config);
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

/// Returns the pages of a plan, those that show one text together.
fn groups(plan: &[Page]) -> impl ParallelIterator<Item = &[Page]> {
    plan.par_chunk_by(|one, next| one.kind.text().is_some() && one.kind.text() == next.kind.text())
}

/// Renders every page, in parallel, keeps none, and returns the problems, together with what may be
/// wrong although it can be published. With templates that cannot be rendered there are no problems
/// but theirs, which [`prepare`] has found.
pub fn check(prepared: &Prepared) -> Vec<Diagnostic> {
    if !prepared.theme.is_usable() {
        return Vec::new();
    }
    let found: Vec<Vec<Diagnostic>> = groups(&prepared.plan)
        .map(|pages| {
            let shared = Shared::default();
            let rendered = pages.iter().map(|page| match &page.kind {
                // One of each edition shows whether the template makes pictures.
                PageKind::Card { article: None, .. } => prepared.card(page).diagnostics,
                PageKind::Card { .. } => (prepared.undrawn_card(page))
                    .map(|card| card.diagnostics)
                    .unwrap_or_default(),
                _ => prepared.render(page, &shared).diagnostics,
            });
            rendered.flatten().collect()
        })
        .collect();
    distinct(
        lint(&prepared.site)
            .into_iter()
            .chain(found.into_iter().flatten()),
    )
}

/// Returns what may be damaged in each text, and what its conversion may get wrong.
fn lint(site: &Site) -> Vec<Diagnostic> {
    let texts: Vec<&Article> = site.texts().collect();
    let found: Vec<Vec<Diagnostic>> = texts.par_iter().map(|text| lint_text(site, text)).collect();
    found.into_iter().flatten().collect()
}

/// Returns what may be damaged in a text, and what its conversion may get wrong.
fn lint_text(site: &Site, text: &Article) -> Vec<Diagnostic> {
    let lints = &site.config.lints;
    let document = article::document(text, &site.config);
    let mut found = article::lint::lint(&document, &text.source, lints);
    // An edition written by hand is not converted.
    let is_converted =
        |edition: &usize| std::ptr::eq(text.text_for(&site.config.editions[*edition].tag), text);
    let editions = (0..site.config.editions.len()).filter(is_converted);
    let converted = editions.flat_map(|edition| {
        let conversion = site.conversion(text, edition);
        let titles = text.front_matter.texts();
        script::lint(
            &document,
            &text.language,
            &text.source,
            &titles,
            &conversion,
        )
    });
    found.extend(converted.filter_map(|problem| lints.judge(problem.code, problem)));
    found
}

/// Returns what the site's lints forbid in a text: with it, nothing is published.
pub fn forbidden(site: &Site, text: &Article) -> Vec<Diagnostic> {
    let mut found = match site.config.lints.forbid() {
        true => lint_text(site, text),
        false => Vec::new(),
    };
    found.retain(|it| it.severity == diagnostic::Severity::Error);
    found
}

/// What became of a build.
#[derive(Debug)]
pub enum Outcome {
    /// The site was published.
    Published(publish::Report),
    /// It has problems, and the published site is what it was.
    Problems(Vec<Diagnostic>),
}

/// Renders every page, in parallel, and publishes the site into `output`. Each page is written as
/// soon as it is rendered. With any problem nothing is published.
///
/// # Errors
/// [`BuildError`] when a file of the site cannot be read any more, or the output cannot be written.
pub fn build(project: &Project, prepared: &Prepared, output: &Path) -> Result<Outcome, BuildError> {
    let mut publication = Publication::begin(&project.root, output)?;
    precompress(prepared, &mut publication)?;
    let kept = publication.kept(CARDS)?;
    let kept_images = publication.kept(IMAGES)?;
    let broken = images::publish(project, &prepared.site, &publication, &kept_images)?;
    let records = search::Records::default();
    let found: Result<Vec<Vec<Diagnostic>>, BuildError> = groups(&prepared.plan)
        .map(|pages| write_group(project, prepared, &publication, &kept, &records, pages))
        .collect();
    let found = found?.into_iter().flatten();
    let forbidden = match prepared.site.config.lints.forbid() {
        true => lint(&prepared.site),
        false => Vec::new(),
    };
    let forbidden = forbidden
        .into_iter()
        .chain(broken)
        .filter(|it| it.severity == diagnostic::Severity::Error);
    let problems = distinct(found.chain(forbidden));
    if let Some(failure) = project.changed() {
        return Err(failure.into());
    }
    if !problems.is_empty() {
        return Ok(Outcome::Problems(problems));
    }
    write_index(prepared, &publication, records)?;
    let mut leftovers = kept.sweep();
    leftovers.extend(kept_images.sweep());
    let mut report = publication.finish()?;
    report.leftovers.extend(leftovers);
    Ok(Outcome::Published(report))
}

/// Asks for compressed files beside the others, where the site wants them: a disk or a stick has no use for them.
fn precompress(prepared: &Prepared, publication: &mut Publication) -> Result<(), PublishError> {
    let config = &prepared.site.config;
    let wanted: &[config::Compression] = match config.is_offline {
        true => &[],
        false => &config.precompress,
    };
    let paths = prepared.plan.iter().map(|page| page.path.as_str());
    let is_compressed = |path: &&str| {
        let (_, extension) = path.rsplit_once('.').unwrap_or_default();
        wanted.iter().any(|it| it.extension() == extension)
    };
    let taken = paths.filter(is_compressed).map(str::to_owned).collect();
    publication.precompress(wanted, taken)
}

/// Renders and writes the pages that show one text, all but the files that hold the index of the whole
/// search, to whose records it adds that of an article. Returns the problems.
fn write_group(
    project: &Project,
    prepared: &Prepared,
    publication: &Publication,
    kept: &Kept,
    records: &search::Records,
    pages: &[Page],
) -> Result<Vec<Diagnostic>, BuildError> {
    let shared = Shared::default();
    let mut diagnostics = Vec::new();
    let mut indexed: Option<search::Indexed> = None;
    for page in pages {
        if let Some(parts) = render::parts(&prepared.site, page) {
            publication.write_parts(&page.path, parts)?;
            continue;
        }
        let bytes = match &page.kind {
            PageKind::File(asset) => project.read_asset(asset)?,
            PageKind::SearchFile(SearchFile::Text { edition, article }) => {
                let index = || render::index(&prepared.site, *article, &shared);
                std::mem::take(&mut indexed.get_or_insert_with(index).texts[*edition])
            }
            PageKind::SearchFile(_) => continue,
            PageKind::Card { .. } => kept_card(prepared, page, kept)?.gather(&mut diagnostics),
            _ => prepared.render(page, &shared).gather(&mut diagnostics),
        };
        publication.write(&page.path, &bytes)?;
    }
    if let Some(indexed) = indexed {
        records.push(indexed.record);
    }
    Ok(diagnostics)
}

/// Merges what all articles add to the index of the search, and writes it.
fn write_index(
    prepared: &Prepared,
    publication: &Publication,
    records: search::Records,
) -> Result<(), BuildError> {
    if !prepared.site.has_search() {
        return Ok(());
    }
    let index = search::merge(&prepared.site, records);
    prepared.plan.par_iter().try_for_each(|page| {
        let PageKind::SearchFile(file) = &page.kind else {
            return Ok(());
        };
        match index.file(&prepared.site, file) {
            Some(bytes) => Ok(publication.write(&page.path, &bytes)?),
            // Texts are written already.
            None => Ok(()),
        }
    })
}

/// Returns a card as the last build drew it, or else draws it.
fn kept_card(
    prepared: &Prepared,
    page: &Page,
    kept: &Kept,
) -> Result<Checked<Vec<u8>>, BuildError> {
    let card = prepared.undrawn_card(page);
    let (Some(fonts), Some(card)) = (prepared.fonts, card) else {
        return Ok(Checked::good(Vec::new()));
    };
    if !card.diagnostics.is_empty() {
        let diagnostics = card.diagnostics;
        return Ok(Checked {
            value: Vec::new(),
            diagnostics,
        });
    }
    let key = card.value.key(fonts);
    if let Some(bytes) = kept.read(&key) {
        return Ok(Checked::good(bytes));
    }
    let drawn = draw(&card.value, fonts);
    if drawn.diagnostics.is_empty() {
        kept.write(&key, &drawn.value)?;
    }
    Ok(drawn)
}

fn draw(card: &Card, fonts: &Fonts) -> Checked<Vec<u8>> {
    card.draw(fonts).map_or_else(
        |reason| Checked {
            value: Vec::new(),
            diagnostics: vec![diagnostic::bad_card(render::CARD, &reason)],
        },
        Checked::good,
    )
}

/// Why a build came to nothing, when content is not to blame.
#[derive(Debug)]
pub enum BuildError {
    /// The site could not be read.
    Failure(Failure),
    /// The output could not be written.
    Publish(PublishError),
}

impl From<Failure> for BuildError {
    fn from(failure: Failure) -> BuildError {
        BuildError::Failure(failure)
    }
}

impl From<PublishError> for BuildError {
    fn from(error: PublishError) -> BuildError {
        BuildError::Publish(error)
    }
}

/// Returns the diagnostics in order, each once: every edition meets the problems of an article.
fn distinct(diagnostics: impl Iterator<Item = Diagnostic>) -> Vec<Diagnostic> {
    let mut seen: HashSet<(String, &'static str, Option<Range<usize>>, String)> = HashSet::new();
    diagnostics
        .filter(|diagnostic| {
            seen.insert((
                diagnostic.path.clone(),
                diagnostic.code,
                diagnostic.places.first().map(|place| place.range.clone()),
                diagnostic.message.clone(),
            ))
        })
        .collect()
}
