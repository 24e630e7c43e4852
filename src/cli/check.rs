//! `kaozheng check`: report every problem in the content, and write nothing.

mod links;

use std::path::Path;

use serde_json::json;

use super::output::counted;
use super::{Exit, ReportArguments, SiteArguments, load};
use crate::diagnostic::has_errors;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    links: links::LinkArguments,
    #[command(flatten)]
    report: ReportArguments,
}

/// Checks the site that `directory` belongs to.
pub fn run(directory: &Path, arguments: &Arguments) -> Exit {
    let mut output = arguments.report.output();
    let mut diagnostics = Vec::new();
    let project = match load(directory, &arguments.site, &mut diagnostics) {
        Ok(project) => project,
        Err(error) => return error.report(&mut output),
    };
    let drafts = arguments.site.drafts();
    let prepared = crate::prepare(&project, drafts, &[]).gather(&mut diagnostics);
    diagnostics.extend(crate::check(&prepared));
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
