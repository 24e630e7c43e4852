//! Renders all pages of a site: to check them, or to publish them with the files that its search loads.
//!
//! Pages that show one text are rendered together, so that the text is read, parsed and converted once for all of them.

use std::collections::HashSet;
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use crate::article::{self, Article};
use crate::diagnostic::{self, Checked, Diagnostic, Failure};
use crate::prepare::{Prepared, draw};
use crate::project::Project;
use crate::publish::{self, Kept, Publication, PublishError};
use crate::render::{self, Shared};
use crate::site::{Page, PageKind, SearchFile, Site};
use crate::{config, images, script, search};

/// The folder of drawn cards in the site's state folder.
const CARDS: &str = "cards";

/// The folder of pictures in several sizes in the site's state folder.
const IMAGES: &str = "images";

/// Returns the pages of a plan, those that show one text together.
fn groups(plan: &[Page]) -> impl ParallelIterator<Item = &[Page]> {
    plan.par_chunk_by(|one, next| one.kind.text().is_some() && one.kind.text() == next.kind.text())
}

/// Renders every page, in parallel, keeps none, and returns the problems, together with what may be
/// wrong although it can be published. With templates that cannot be rendered there are no problems
/// but theirs, which [`prepare()`](crate::prepare()) has found.
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
    of_texts(site, lint_text)
}

/// Returns what is found in each text, in the order of the texts.
fn of_texts(site: &Site, find: fn(&Site, &Article) -> Vec<Diagnostic>) -> Vec<Diagnostic> {
    let texts: Vec<&Article> = site.texts().collect();
    let found: Vec<Vec<Diagnostic>> = texts.par_iter().map(|text| find(site, text)).collect();
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
    let mismatch = script::language_mismatch(&document, &text.language, &text.source);
    let of_language = converted.chain(mismatch);
    found.extend(of_language.filter_map(|problem| lints.judge(problem.code, problem)));
    found
}

/// Returns what the site's lints forbid in a text: with it, nothing is published.
pub fn forbidden(site: &Site, text: &Article) -> Vec<Diagnostic> {
    let mut found = match site.config.lints.forbid() {
        true => lint_text(site, text),
        false => Vec::new(),
    };
    found.retain(is_error);
    found
}

fn is_error(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity == diagnostic::Severity::Error
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
    let broken = broken.into_iter().filter(is_error);
    let forbidden = of_texts(&prepared.site, forbidden);
    let problems = distinct(found.chain(forbidden).chain(broken));
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
