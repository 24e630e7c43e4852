//! `kaozheng check`: report every problem in the content, and write nothing.

use std::path::Path;

use serde_json::json;

use super::output::counted;
use super::{Exit, ReportArguments, SiteArguments, load};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    site: SiteArguments,
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
    output.diagnostics(&diagnostics);
    if arguments.report.prevents(&diagnostics) {
        return Exit::Content;
    }
    let site = &prepared.site;
    let notes: usize = site
        .articles
        .iter()
        .flat_map(|article| &article.summary.tally)
        .sum();
    let sentence = format!(
        "{}, {} and {} checked{}",
        counted(site.articles.len(), "article"),
        counted(site.pages.len(), "page"),
        counted(notes, "note"),
        match site.skipped_drafts {
            0 => String::new(),
            drafts => format!("; {} skipped", counted(drafts, "draft")),
        }
    );
    let data = json!({
        "articles": site.articles.len(),
        "pages": site.pages.len(),
        "notes": notes,
        "drafts_skipped": site.skipped_drafts,
    });
    output.result(&sentence, &data);
    Exit::Good
}
