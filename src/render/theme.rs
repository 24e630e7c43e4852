//! The theme: templates and static files that are part of the program, each of which a site may
//! replace by a file of the same name.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use base64::Engine as _;
use tera::{Context, ErrorKind, Kwargs, ReportError, State, Tera, Value};

use super::surroundings::KnownSurroundings;
use super::{site_styles, titles};
use crate::article::fidelity;
use crate::diagnostic::{self, Checked, Diagnostic, Source};
use crate::project::{Asset, Project};
use crate::site::SITE_STYLES;

/// Bytes that most pages have no more than.
const PAGE_BYTES: usize = 32 << 10;

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

/// The static files, by name.
const STATIC_FILES: &[(&str, &[u8])] = &[
    ("favicon.svg", include_bytes!("../../static/favicon.svg")),
    ("kz.css", include_bytes!("../../static/kz.css")),
    ("ledger.css", include_bytes!("../../static/ledger.css")),
    ("lists.css", include_bytes!("../../static/lists.css")),
    ("ledger.js", include_bytes!("../../static/ledger.js")),
    ("kz.js", include_bytes!("../../static/kz.js")),
    ("search.css", include_bytes!("../../static/search.css")),
    ("search.js", include_bytes!("../../static/search.js")),
];

/// Templates ready to render, and the versions of static files.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
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

/// Returns the names of the theme's static files.
pub fn static_file_names() -> impl Iterator<Item = &'static str> {
    STATIC_FILES.iter().map(|(name, _)| *name)
}

/// Returns a static file of the theme as it is published: a script without its comments and indentation; a sheet without
/// its comments and line ends, and with the rules for no more notes than the fullest text has.
pub fn static_file(name: &str, notes: usize) -> Option<Cow<'static, [u8]>> {
    let (_, bytes) = STATIC_FILES.iter().find(|(known, _)| *known == name)?;
    Some(published(name, bytes, notes))
}

fn published(name: &str, bytes: &'static [u8], notes: usize) -> Cow<'static, [u8]> {
    match std::str::from_utf8(bytes) {
        Ok(sheet) if name.ends_with(".css") => {
            let mut sheet = compact(sheet);
            // The rules of notes stand at the end.
            let beyond = format!("[data-r=\"{}\"]{{--r:", notes + 1);
            sheet.truncate(sheet.find(&beyond).unwrap_or(sheet.len()));
            sheet.into_bytes().into()
        }
        Ok(script) if name.ends_with(".js") => {
            let lines = script.lines().map(str::trim_start);
            let code = lines.filter(|line| !line.starts_with("//"));
            code.flat_map(|line| [line, "\n"])
                .collect::<String>()
                .into_bytes()
                .into()
        }
        _ => bytes.into(),
    }
}

/// Returns a sheet of the theme without comments and line ends; no string of it holds either.
fn compact(sheet: &str) -> String {
    let mut parts = sheet.split("/*");
    let before = parts.next().unwrap_or_default().to_owned();
    let rest = parts.filter_map(|part| Some(part.split_once("*/")?.1));
    let sheet = rest.fold(before, |sheet, part| sheet + part);
    sheet.replace('\n', "")
}

/// Returns the static files of a site but for those that are copies of the theme's, which it publishes itself.
pub fn own_static_files(project: &Project) -> Vec<Asset> {
    let is_copy = |asset: &Asset| {
        let known = STATIC_FILES.iter().find(|(name, _)| *name == asset.name);
        known.is_some_and(|(_, bytes)| project.read_asset(asset).is_ok_and(|own| own == *bytes))
    };
    let files = project.static_files.iter();
    files.filter(|asset| !is_copy(asset)).cloned().collect()
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
    tera.register_filter("fill", fill);
    tera.register_filter("segmented", segmented);
    tera.register_filter("safe", safe);
    let result = tera.add_raw_templates(
        sources
            .iter()
            .map(|(name, source)| (name.as_str(), source.text())),
    );
    let mut theme = Theme {
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

/// Returns a short digest of each static file of the theme, or of the site's own in its place.
fn versions(
    project: &Project,
    notes: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let mut versions = BTreeMap::new();
    let sheet = site_styles::sheet(&project.config);
    let files = STATIC_FILES.iter().copied();
    for (name, bytes) in files.chain([(SITE_STYLES, sheet.as_bytes())]) {
        let own = project.static_files.iter().find(|asset| asset.name == name);
        let own = own.map(|asset| project.read_asset(asset));
        // A copy of the theme's file is published as the theme's.
        let own = own.filter(|own| !own.as_ref().is_ok_and(|own| own == bytes));
        let digest = match own {
            None => match static_file(name, notes) {
                Some(published) => fidelity::digest(&published),
                None => fidelity::digest(bytes),
            },
            Some(Ok(bytes)) => fidelity::digest(&bytes),
            Some(Err(failure)) => {
                let path = format!("static/{name}");
                diagnostics.push(diagnostic::asset_unreadable(&path, &failure.to_string()));
                continue;
            }
        };
        versions.insert(name.to_owned(), digest[..8].to_owned());
    }
    versions
}

/// Returns the mark of a site as a `data:` address: the logo of its bar where that is SVG, or else its icon.
fn mark(project: &Project) -> String {
    let logo = project.config.theme.logo.as_ref();
    let logo = logo.map(|logo| logo.path.as_str());
    let logo = logo.filter(|path| path.ends_with(".svg"));
    let own = logo.into_iter().chain(["favicon.svg"]).find_map(|name| {
        let mut files = project.static_files.iter();
        let asset = files.find(|asset| asset.name == name)?;
        project.read_asset(asset).ok()
    });
    let icon = || {
        static_file("favicon.svg", 0)
            .unwrap_or_default()
            .into_owned()
    };
    let mark = base64::engine::general_purpose::STANDARD.encode(own.unwrap_or_else(icon));
    format!("data:image/svg+xml;base64,{mark}")
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

    /// Returns a page.
    ///
    /// # Errors
    /// The template's error, with its place.
    pub fn render(&self, template: &str, context: &Context) -> Result<String, Diagnostic> {
        self.tera
            .render(template, context)
            .map_err(|error| self.diagnostic(&error, template))
    }

    /// Renders a template with a context and returns the bytes, which are UTF-8.
    ///
    /// # Errors
    /// As [`Theme::render`].
    pub fn render_bytes(&self, template: &str, context: &Context) -> Result<Vec<u8>, Diagnostic> {
        let mut bytes = Vec::with_capacity(PAGE_BYTES);
        self.tera
            .render_to(template, context, &mut bytes)
            .map_err(|error| self.diagnostic(&error, template))?;
        Ok(bytes)
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
            Some(diagnostic::template(source, &range, message))
        });
        reports.collect()
    }

    fn diagnostic(&self, error: &tera::Error, template: &str) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                self.located(report, error)
            }
            ErrorKind::CircularExtend { tpl, .. }
            | ErrorKind::CircularInclude { tpl, .. }
            | ErrorKind::MissingParent { current: tpl, .. } => match self.sources.get(tpl) {
                Some(source) => {
                    let range = statement_range(source.text());
                    diagnostic::template(source, &range, &error.to_string())
                }
                None => diagnostic::template_in_file(tpl, &error.to_string()),
            },
            _ => {
                let path = match template {
                    "templates" => template.to_owned(),
                    name => format!("templates/{name}"),
                };
                diagnostic::template_in_file(&path, &error.to_string())
            }
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

/// Returns the bytes of the first statement of a template that names another one.
fn statement_range(text: &str) -> Range<usize> {
    let start = ["include", "extends"]
        .iter()
        .filter_map(|word| text.find(word))
        .min()
        .unwrap_or(0);
    let end = text[start..]
        .find("%}")
        .map_or(start, |length| start + length);
    start..end
}

/// The filter `segmented`: a title as HTML that breaks between words.
fn segmented(title: &str, _: Kwargs, _: &State<'_>) -> String {
    titles::segmented(title)
}

/// The filter `safe`, as Tera has it, without a copy of a text.
fn safe(value: Value, _: Kwargs, _: &State<'_>) -> Value {
    match value.as_str() {
        Some(_) => value.mark_safe(),
        None => Value::safe_string(&value.to_string()),
    }
}

/// The filter `fill`: puts its arguments into the places of a word, `{n}` by `n`; figures are grouped
/// by thousands.
fn fill(word: &str, arguments: Kwargs, _: &State<'_>) -> String {
    arguments
        .iter()
        .fold(word.to_owned(), |text, (name, value)| {
            let value = match value.as_u64() {
                Some(number) => grouped(number),
                None => value.to_string(),
            };
            text.replace(&format!("{{{name}}}"), &value)
        })
}

/// Returns a number with commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
