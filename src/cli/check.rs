//! `kaozheng check`: report every problem in the content, and write nothing; or accept one change.

mod links;

use std::path::Path;

use serde_json::json;

use super::output::{Output, counted};
use super::{Exit, ReportArguments, SiteArguments, article, fail, load, parse_date, today};
use crate::article::front_matter::Date;
use crate::authoring::accept;
use crate::diagnostic::has_errors;
use crate::images;
use crate::import;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    links: links::LinkArguments,
    #[command(flatten)]
    report: ReportArguments,
    /// Record that the words of this article were changed deliberately, in its front matter
    #[arg(long, value_name = "ARTICLE", requires = "reason")]
    accept: Option<String>,
    /// Why they were changed; the article's page shows it
    #[arg(long, value_name = "TEXT", requires = "accept")]
    reason: Option<String>,
    /// The day of the change, if it is not today
    #[arg(long, value_name = "YYYY-MM-DD", requires = "accept", value_parser = parse_date)]
    date: Option<Date>,
}

/// Checks the site that `directory` belongs to.
pub fn run(directory: &Path, arguments: &Arguments) -> Exit {
    let mut output = arguments.report.output();
    if let Some(name) = &arguments.accept {
        let accepted = accept(directory, name, arguments, &mut output);
        return accepted.map_or_else(|exit| exit, |()| Exit::Good);
    }
    let mut diagnostics = Vec::new();
    let project = match load(directory, &arguments.site, &mut diagnostics) {
        Ok(project) => project,
        Err(error) => return error.report(&mut output),
    };
    let drafts = arguments.site.drafts();
    let prepared = crate::prepare(&project, drafts, &[]).gather(&mut diagnostics);
    diagnostics.extend(crate::check(&prepared));
    diagnostics.extend(images::check(&project, &prepared.site));
    if let Some(failure) = project.changed() {
        return fail(&failure, &mut output);
    }
    let links = match has_errors(&diagnostics) {
        // What is wrong here comes first, and nobody is asked.
        true => links::Report::default(),
        false => match links::check(&project, &prepared, &arguments.links, &output) {
            Ok(links) => links,
            Err(error) => {
                output.error(&error.to_string());
                return Exit::InputOutput;
            }
        },
    };
    output.diagnostics(&diagnostics);
    if let Err(error) = output.table(&links.table, &links.diagnostics) {
        output.error(&format!("cannot write to standard output: {error}"));
        return Exit::InputOutput;
    }
    diagnostics.extend(links.diagnostics);
    if arguments.report.prevents(&diagnostics) {
        return Exit::Content;
    }
    let site = &prepared.site;
    let notes: usize = site
        .articles
        .iter()
        .flat_map(|article| &article.summary.tally)
        .sum();
    let mut sentence = format!(
        "{}, {} and {} checked{}",
        counted(site.articles.len(), "article"),
        counted(site.pages.len(), "page"),
        counted(notes, "note"),
        match site.skipped_drafts {
            0 => String::new(),
            drafts => format!("; {} skipped", counted(drafts, "draft")),
        }
    );
    let mut data = json!({
        "articles": site.articles.len(),
        "pages": site.pages.len(),
        "notes": notes,
        "drafts_skipped": site.skipped_drafts,
    });
    if let Some((links, counts)) = links.totals {
        sentence = format!("{sentence}\n{links}");
        data["external_links"] = counts;
    }
    output.result(&sentence, &data);
    Exit::Good
}

/// Accepts the words of an article as they stand.
fn accept(
    directory: &Path,
    name: &str,
    arguments: &Arguments,
    output: &mut Output,
) -> Result<(), Exit> {
    let reason = arguments.reason.as_deref().unwrap_or_default().trim();
    if reason.is_empty() {
        output.error("--reason is empty; readers are told why the words were changed");
        return Err(Exit::Usage);
    }
    let Some(date) = arguments.date.or_else(today) else {
        output.error("what day it is cannot be told; give it with --date");
        return Err(Exit::Usage);
    };
    let project = article::open(directory, output)?.value;
    let content = article::find(&project, directory, name, output)?;
    let source = &content.source;
    let parsed = crate::article::parse(content, &project.config).value;
    let imported = crate::imported_text(&project, &parsed);
    let accepted = accept::accept(content, &project.config, imported.as_deref(), reason, date);
    let accepted = accepted.map_err(|problems| {
        output.diagnostics(&problems);
        Exit::Content
    })?;
    import::rewrite(&project.root, &source.path, source.text(), &accepted.text)
        .map_err(|failure| fail(&failure, output))?;
    let changes = accepted.changes.iter();
    let changes = changes.map(|it| json!({ "removed": it.removed, "added": it.added }));
    let data = json!({
        "file": source.path,
        "date": date.to_string(),
        "reason": reason,
        "changes": changes.collect::<Vec<_>>(),
    });
    let what = match imported {
        Some(_) => counted(accepted.changes.len(), "change"),
        None => {
            "the words as they stand, which cannot be compared with the imported ones,".to_owned()
        }
    };
    output.result(&format!("{what} accepted in {}", source.path), &data);
    Ok(())
}
