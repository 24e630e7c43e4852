//! `kaozheng import-notes`: make notes of annotations of other programs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use super::output::{Format, Output, counted};
use super::{Exit, article, fail};
use crate::diagnostic::{self, Diagnostic, Failure, Source};
use crate::exchange::{self, Incoming};
use crate::import;
use crate::project::{Content, ContentKind, Project, UNANCHORED};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A W3C annotation collection (JSON-LD), or an export of Hypothesis
    file: PathBuf,
    /// The article that all annotations are about, whatever page they name
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,
    /// Say what would be done, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write problems and the result to standard output, one JSON object a line
    #[arg(long)]
    json: bool,
}

/// Imports annotations into the site that `directory` belongs to.
pub fn run(directory: &Path, arguments: &Arguments) -> Exit {
    let mut output = Output::new(match arguments.json {
        true => Format::Json,
        false => Format::Text,
    });
    match imported(directory, arguments, &mut output) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn imported(directory: &Path, arguments: &Arguments, output: &mut Output) -> Result<Exit, Exit> {
    let project = article::open(directory, output)?.value;
    let only = match &arguments.article {
        Some(name) => Some(article::find(&project, directory, name, output)?),
        None => None,
    };
    let source = import::read_text(&directory.join(&arguments.file))
        .map_err(|failure| fail(&failure, output))?;
    let file = exchange::parse(&source).map_err(|(at, reason)| {
        output.diagnostics(&[diagnostic::notes_syntax(&source, &(at..at), &reason)]);
        Exit::Content
    })?;
    let annotations = exchange::read(&file, &project.config);
    // By the path of the article's text; those of no article at the end.
    let mut groups: BTreeMap<Option<&str>, (Option<&Content>, Vec<&Incoming>)> = BTreeMap::new();
    for annotation in &annotations {
        let content = only.or_else(|| content_of(&project, annotation));
        let path = content.map(|content| content.source.path.as_str());
        let group = groups.entry(path).or_insert((content, Vec::new()));
        group.1.push(annotation);
    }
    let mut totals = Totals::default();
    for (content, annotations) in groups.into_values() {
        let unplaced = match content {
            Some(content) => place(&project, content, &annotations, arguments, &mut totals),
            None => Ok(all_unplaced(
                &annotations,
                "no article of the site is at its page",
            )),
        };
        let unplaced = unplaced.map_err(|failure| fail(&failure, output))?;
        let kept = unplaced
            .iter()
            .map(|(annotation, reason)| (*annotation, reason.as_str()));
        let kept: Vec<(&Incoming, &str)> = kept.collect();
        if !arguments.dry_run && !kept.is_empty() {
            keep(&project, content, &kept).map_err(|failure| fail(&failure, output))?;
        }
        let problems = kept.iter();
        let problem =
            |(annotation, reason): &(&Incoming, &str)| problem(&source, annotation, reason);
        totals.problems.extend(problems.map(problem));
    }
    output.diagnostics(&totals.problems);
    let unanchored = totals.problems.len();
    let sentence = format!(
        "{} read: {} added, {} known, {unanchored} without a place{}",
        counted(annotations.len(), "annotation"),
        totals.added,
        totals.known,
        if arguments.dry_run {
            "; nothing was written"
        } else {
            ""
        }
    );
    let data = json!({
        "annotations": annotations.len(),
        "added": totals.added,
        "known": totals.known,
        "unanchored": unanchored,
        "written": !arguments.dry_run,
    });
    output.result(&sentence, &data);
    for path in &totals.by_hand {
        output.say(&format!("{path}, written by hand, needs the notes as well"));
    }
    Ok(if unanchored == 0 {
        Exit::Good
    } else {
        Exit::Content
    })
}

#[derive(Default)]
struct Totals {
    added: usize,
    known: usize,
    /// The texts written for an edition that need the notes as well.
    by_hand: Vec<String>,
    problems: Vec<Diagnostic>,
}

/// Returns the article that is at the page of an annotation, or comes from there.
fn content_of<'a>(project: &'a Project, annotation: &Incoming) -> Option<&'a Content> {
    let mut articles = project.content.iter();
    articles.find(|content| {
        content.kind == ContentKind::Article
            && exchange::is_page_of(content, &project.config, &annotation.page)
    })
}

/// Writes the notes of one article, and returns the annotations that have no place in it.
fn place<'a>(
    project: &Project,
    content: &Content,
    annotations: &[&'a Incoming],
    arguments: &Arguments,
    totals: &mut Totals,
) -> Result<Vec<(&'a Incoming, String)>, Failure> {
    let placed = exchange::place(content, &project.config, annotations);
    totals.added += placed.added.len();
    totals.known += placed.known;
    let text = content.source.text();
    if !arguments.dry_run && placed.text != *text {
        import::rewrite(&project.root, &content.source.path, text, &placed.text)?;
    }
    if !placed.added.is_empty() {
        totals
            .by_hand
            .extend(content.written.iter().map(|(_, text)| text.path.clone()));
    }
    let unplaced = placed.unplaced.into_iter();
    Ok(unplaced
        .map(|(index, reason)| (annotations[index], reason))
        .collect())
}

fn all_unplaced<'a>(annotations: &[&'a Incoming], reason: &str) -> Vec<(&'a Incoming, String)> {
    let annotations = annotations.iter();
    annotations
        .map(|annotation| (*annotation, reason.to_owned()))
        .collect()
}

/// Adds annotations to the file beside an article, or at the site's root, unless it has them.
fn keep(
    project: &Project,
    content: Option<&Content>,
    annotations: &[(&Incoming, &str)],
) -> Result<(), Failure> {
    let folder = content.map(|content| {
        let path = content.source.path.as_str();
        let folder = path
            .strip_suffix("/index.md")
            .or_else(|| path.strip_suffix(".md"));
        format!("{}/", folder.unwrap_or(path))
    });
    let path = format!("{}{UNANCHORED}", folder.unwrap_or_default());
    let before = project.read_kept(&path)?;
    let mut text = before.clone();
    for (annotation, reason) in annotations {
        let entry = exchange::unanchored(annotation, reason);
        if !text.contains(exchange::kept_part(&entry)) {
            text += &entry;
        }
    }
    if text != before {
        import::write_kept(&project.root, &path, text.as_bytes())?;
    }
    Ok(())
}

/// Returns the problem of an annotation, at its words in the file.
fn problem(source: &Arc<Source>, annotation: &Incoming, reason: &str) -> Diagnostic {
    let shown = |text: &str| source.text().find(&Value::from(text).to_string());
    let start = shown(&annotation.id).unwrap_or_default();
    let length = Value::from(annotation.id.as_str()).to_string().len();
    let range = match annotation.id.is_empty() {
        true => 0..0,
        false => start..start + length,
    };
    diagnostic::note_unanchored(source, &range, reason)
}
