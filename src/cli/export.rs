//! `kaozheng export`: write notes as data for other programs.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::output::{Format, Output};
use super::{Exit, SiteArguments, article, fail, load};
use crate::article::Article;
use crate::diagnostic::has_errors;
use crate::project::Content;
use crate::{Site, exchange, import};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The form
    #[arg(value_enum)]
    form: Form,
    /// One article only, by its name or its file
    article: Option<String>,
    /// Write into this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    site: SiteArguments,
}

/// The forms that notes are exported in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A W3C Web Annotation collection (JSON-LD)
    W3c,
    /// As Hypothesis answers and exports (JSON)
    Hypothesis,
    /// A table, safe for spreadsheets
    Csv,
    /// As claims.json
    Json,
    /// The articles and what they cite, for BibLaTeX
    Bibtex,
}

/// Exports notes of the site that `directory` belongs to.
pub fn run(directory: &Path, arguments: &Arguments) -> Exit {
    let mut output = Output::new(Format::Text);
    let mut diagnostics = Vec::new();
    let project = match load(directory, &arguments.site, &mut diagnostics) {
        Ok(project) => project,
        Err(error) => return error.report(&mut output),
    };
    let drafts = arguments.site.drafts();
    let prepared = crate::prepare(&project, drafts, &[]).gather(&mut diagnostics);
    if let Some(failure) = project.changed() {
        return fail(&failure, &mut output);
    }
    if has_errors(&diagnostics) {
        // Notes that do not stand where they should would be exported wrongly.
        output.diagnostics(&diagnostics);
        return Exit::Content;
    }
    let site = &prepared.site;
    let article = match &arguments.article {
        None => None,
        Some(name) => match article::find(&project, directory, name, &mut output) {
            Ok(content) => match shown(site, content) {
                Some(article) => Some(article),
                None => {
                    output.error(&format!("`{name}` is no article of the site, or a draft"));
                    return Exit::Usage;
                }
            },
            Err(exit) => return exit,
        },
    };
    let is_addressed = matches!(arguments.form, Form::W3c | Form::Hypothesis);
    if is_addressed && site.config.base_url.is_none() {
        output.error(
            "annotations are named by their addresses, and the site has none: give it a `base_url`, \
             or `--base-url` here",
        );
        return Exit::Usage;
    }
    let bytes = export(site, article, arguments.form);
    match &arguments.output {
        Some(path) => match import::write_report(&directory.join(path), &bytes) {
            Ok(()) => Exit::Good,
            Err(failure) => fail(&failure, &mut output),
        },
        None => match output.data(&bytes) {
            Ok(()) => Exit::Good,
            Err(error) => {
                output.error(&format!("cannot write to standard output: {error}"));
                Exit::InputOutput
            }
        },
    }
}

/// Returns the article of a text; none for a page that is no article, or a draft that is left out.
fn shown<'a>(site: &'a Site, content: &Content) -> Option<&'a Article> {
    let path = &content.source.path;
    let mut articles = site.articles.iter();
    articles.find(|article| article.source.path == *path)
}

fn export(site: &Site, article: Option<&Article>, form: Form) -> Vec<u8> {
    let articles: Vec<&Article> = match article {
        Some(article) => vec![article],
        None => site.articles.iter().collect(),
    };
    let of_each = || articles.iter().copied();
    match (form, article) {
        (Form::W3c, Some(article)) => exchange::annotations(article, site).json(),
        (Form::W3c, None) => exchange::all_annotations(site).json(),
        (Form::Hypothesis, _) => lines(&exchange::hypothesis(of_each(), site)),
        (Form::Csv, _) => exchange::claims_table(&articles, site),
        (Form::Json, _) => exchange::claims(&articles, site),
        (Form::Bibtex, _) => exchange::bibtex(of_each(), &site.config).into_bytes(),
    }
}

fn lines(value: &serde_json::Value) -> Vec<u8> {
    let mut text = serde_json::to_string_pretty(value).expect("a JSON value can be written");
    text.push('\n');
    text.into_bytes()
}
