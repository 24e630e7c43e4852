//! The theme: templates and static files that are part of the program, each of which a site may
//! replace by a file of the same name.

mod files;
mod filters;
mod statements;
mod written;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use tera::{Context, ErrorKind, ReportError, Tera, Value};

use super::surroundings::KnownSurroundings;
use crate::config::Words;
use crate::diagnostic::{self, Checked, Diagnostic, Source};
use crate::project::Project;
use files::{STATIC_FILES, mark, versions};
pub use files::{own_static_files, static_file, static_file_names};

/// Bytes that most pages have no more than.
pub(super) const PAGE_BYTES: usize = 32 << 10;

/// The same of parts of pages.
pub(super) const PART_BYTES: usize = 2 << 10;

/// The templates, by name.
const TEMPLATES: &[(&str, &str)] = &[
    ("404.html", include_str!("../../templates/404.html")),
    ("article.html", include_str!("../../templates/article.html")),
    (
        "article_card.html",
        include_str!("../../templates/article_card.html"),
    ),
    ("bar.html", include_str!("../../templates/bar.html")),
    ("base.html", include_str!("../../templates/base.html")),
    ("card.svg", include_str!("../../templates/card.svg")),
    (
        "correction.html",
        include_str!("../../templates/correction.html"),
    ),
    (
        "corrections.xml",
        include_str!("../../templates/corrections.xml"),
    ),
    ("entry.html", include_str!("../../templates/entry.html")),
    ("feed.xml", include_str!("../../templates/feed.xml")),
    (
        "glossary.html",
        include_str!("../../templates/glossary.html"),
    ),
    ("index.html", include_str!("../../templates/index.html")),
    ("ledger.html", include_str!("../../templates/ledger.html")),
    (
        "ledger_article.html",
        include_str!("../../templates/ledger_article.html"),
    ),
    (
        "ledger_row.html",
        include_str!("../../templates/ledger_row.html"),
    ),
    ("legend.html", include_str!("../../templates/legend.html")),
    ("notes.html", include_str!("../../templates/notes.html")),
    (
        "references.html",
        include_str!("../../templates/references.html"),
    ),
    ("page.html", include_str!("../../templates/page.html")),
    (
        "redirect.html",
        include_str!("../../templates/redirect.html"),
    ),
    ("scheme.html", include_str!("../../templates/scheme.html")),
    ("search.html", include_str!("../../templates/search.html")),
    ("sources.html", include_str!("../../templates/sources.html")),
    (
        "taxonomy.html",
        include_str!("../../templates/taxonomy.html"),
    ),
    ("term.html", include_str!("../../templates/term.html")),
    (
        "timeline.html",
        include_str!("../../templates/timeline.html"),
    ),
];

/// Templates ready to render, and the versions of static files.
#[derive(Debug)]
pub struct Theme {
    /// The templates as their authors have written them, by which problems are told.
    tera: Tera,
    /// The same with words written into them, by the index of the edition: for pages in the language of its
    /// interface, and for others.
    written: Vec<[OnceLock<Tera>; 2]>,
    sources: BTreeMap<String, Arc<Source>>,
    /// Whether the templates can be rendered at all.
    is_usable: bool,
    /// The mark of the site on its cards, as a `data:` address.
    mark: String,
    /// A short digest of each static file that pages load, by name.
    versions: BTreeMap<String, String>,
    /// The interface words of each edition, as templates see them; cheap to clone.
    words: Vec<Value>,
    /// What stands around the pages of the site.
    pub(super) surroundings: KnownSurroundings,
}

/// What the interface words of a page are.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'w> {
    /// The index of the edition.
    pub edition: usize,
    /// Its words.
    pub words: &'w Words,
    /// What elements of words say of them; empty on pages in their language, and otherwise the same on all.
    pub attributes: &'w str,
}

/// Returns the files of the theme: the path below a site's folder that each can be replaced at, and its bytes.
pub fn files() -> impl Iterator<Item = (String, &'static [u8])> {
    let templates = TEMPLATES
        .iter()
        .map(|(name, text)| (format!("templates/{name}"), text.as_bytes()));
    let files = STATIC_FILES
        .iter()
        .map(|(name, bytes)| (format!("static/{name}"), *bytes));
    templates.chain(files)
}

/// Makes the theme of a site whose fullest text has so many notes: its own templates over those of the program. A
/// template that cannot be used is a problem with its place.
pub fn load(project: &Project, notes: usize) -> Checked<Theme> {
    let mut sources: BTreeMap<String, Arc<Source>> = TEMPLATES
        .iter()
        .map(|(name, text)| {
            let path = format!("templates/{name}");
            ((*name).to_owned(), Source::new(path, *text))
        })
        .collect();
    for source in &project.templates {
        let name = source.path.trim_start_matches("templates/").to_owned();
        sources.insert(name, Arc::clone(source));
    }
    let mut tera = Tera::new();
    tera.autoescape_on(vec![".html", ".xml", ".svg"]);
    filters::register(&mut tera);
    let result = tera.add_raw_templates(
        sources
            .iter()
            .map(|(name, source)| (name.as_str(), source.text())),
    );
    let mut theme = Theme {
        written: (project.config.editions.iter())
            .map(|_| Default::default())
            .collect(),
        tera,
        sources,
        is_usable: result.is_ok(),
        mark: String::new(),
        versions: BTreeMap::new(),
        words: (project.config.editions.iter())
            .map(|edition| Value::from_serializable(edition.words.all()))
            .collect(),
        surroundings: KnownSurroundings::of(project.config.editions.len()),
    };
    let mut diagnostics = Vec::new();
    if let Err(error) = result {
        match theme.reported(&error.to_string()) {
            found if found.is_empty() => diagnostics.push(theme.diagnostic(&error, "templates")),
            found => diagnostics.extend(found),
        }
    }
    theme.versions = versions(project, notes, &mut diagnostics);
    if project.config.theme.cards.is_some() {
        theme.mark = mark(project);
    }
    Checked {
        value: theme,
        diagnostics,
    }
}

impl Theme {
    /// Returns the mark of the site, as a `data:` address of SVG; empty where no cards are asked for.
    pub fn mark(&self) -> &str {
        &self.mark
    }

    /// Returns whether the templates can be rendered at all; their problem was reported when they
    /// were loaded.
    pub fn is_usable(&self) -> bool {
        self.is_usable
    }

    /// Renders a template with a context and returns the bytes, which are UTF-8 and are likely no more than `length`.
    ///
    /// # Errors
    /// The template's error, with its place.
    pub fn render(
        &self,
        template: &str,
        context: &Context,
        wording: Wording<'_>,
        length: usize,
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut bytes = Vec::with_capacity(length);
        let [own, other] = &self.written[wording.edition];
        let written = match wording.attributes {
            "" => own,
            _ => other,
        };
        let tera = written.get_or_init(|| self.written_with(wording));
        if tera.render_to(template, context, &mut bytes).is_err() {
            bytes.clear();
            self.tera
                .render_to(template, context, &mut bytes)
                .map_err(|error| self.diagnostic(&error, template))?;
        }
        Ok(bytes)
    }

    /// Returns the templates with words written into those of the program.
    fn written_with(&self, wording: Wording<'_>) -> Tera {
        let is_own = |name: &str, text: &str| {
            let source = self.sources.get(name);
            source.is_some_and(|source| source.text() == text)
        };
        let own = TEMPLATES.iter().filter(|(name, text)| is_own(name, text));
        let texts = own.map(|(name, text)| (*name, written::text(text, wording)));
        let mut tera = self.tera.clone();
        match tera.add_raw_templates(texts) {
            Ok(()) => tera,
            Err(_) => self.tera.clone(),
        }
    }

    /// Returns the interface words of an edition, by its index.
    pub fn words(&self, edition: usize) -> Value {
        self.words[edition].clone()
    }

    /// Returns the reference to a static file with its version, so that a changed file is not
    /// taken from a cache.
    pub fn versioned(&self, name: &str, reference: &str) -> String {
        match self.versions.get(name) {
            Some(version) => format!("{reference}?v={version}"),
            None => reference.to_owned(),
        }
    }

    /// Returns the problems of a text of reports: what templates refer to and Tera does not know is
    /// told in that form only. A report is the message, the place, and the line with its carets.
    fn reported(&self, text: &str) -> Vec<Diagnostic> {
        let reports = text.split("\n\n").filter_map(|report| {
            let mut lines = report.lines();
            let message = lines.next()?.strip_prefix("error: ")?;
            let mut place = lines
                .next()?
                .trim_start()
                .strip_prefix("--> ")?
                .rsplitn(3, ':');
            let column: usize = place.next()?.parse().ok()?;
            let line: usize = place.next()?.parse().ok()?;
            let source = self.sources.get(place.next()?)?;
            let carets = lines.last().map_or(0, |line| line.matches('^').count());
            let range = characters(source.text(), line, column, carets)?;
            let problem = self.missing_block(source, message);
            Some(problem.unwrap_or_else(|| diagnostic::template(source, &range, message)))
        });
        let mut found: Vec<Diagnostic> = Vec::new();
        for report in reports {
            if !found.contains(&report) {
                found.push(report);
            }
        }
        found
    }

    /// Returns the problem that a template of the site lacks a block which one of the theme's fills, where that is what a
    /// message says: the site has no file to mend but its own.
    fn missing_block(&self, filling: &Source, message: &str) -> Option<Diagnostic> {
        let block = message
            .strip_prefix("Block `")?
            .strip_suffix("` is not defined in any parent template")?;
        let is_of_theme = |source: &Source| {
            let mut known = TEMPLATES.iter();
            known.any(|(name, text)| source.path.ends_with(name) && source.text() == *text)
        };
        let extended = statements::named(filling.text(), "extends")?;
        let parent = self.sources.get(extended)?;
        (is_of_theme(filling) && !is_of_theme(parent))
            .then(|| diagnostic::template_without_block(parent, block))
    }

    fn diagnostic(&self, error: &tera::Error, template: &str) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                self.located(report, error)
            }
            ErrorKind::CircularExtend { tpl, .. }
            | ErrorKind::MissingParent { current: tpl, .. } => {
                self.at_statement(error, tpl, "extends", "")
            }
            ErrorKind::CircularInclude { tpl, include_chain } => {
                let next = include_chain.get(1).map_or("", String::as_str);
                self.at_statement(error, tpl, "include", next)
            }
            _ => {
                let path = match template {
                    "templates" => template.to_owned(),
                    name => format!("templates/{name}"),
                };
                diagnostic::template_in_file(&path, &error.to_string())
            }
        }
    }

    /// Returns an error at the statement of a template that names another one.
    fn at_statement(
        &self,
        error: &tera::Error,
        template: &str,
        word: &str,
        other: &str,
    ) -> Diagnostic {
        match self.sources.get(template) {
            Some(source) => {
                let range = statements::place(source.text(), word, other);
                diagnostic::template(source, &range, &error.to_string())
            }
            None => diagnostic::template_in_file(template, &error.to_string()),
        }
    }

    fn located(&self, report: &ReportError, error: &tera::Error) -> Diagnostic {
        match self.sources.get(report.filename()) {
            Some(source) => diagnostic::template(source, &report.span().range, report.message()),
            None => diagnostic::template_in_file("templates", &error.to_string()),
        }
    }
}

/// Returns the bytes of `count` characters from a line and a column on, both counted from 1.
fn characters(text: &str, line: usize, column: usize, count: usize) -> Option<Range<usize>> {
    let before: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let length = |count: usize| {
        text[before..]
            .chars()
            .take(count)
            .map(char::len_utf8)
            .sum::<usize>()
    };
    let start = column.checked_sub(1)?;
    Some(before + length(start)..before + length(start + count))
}
