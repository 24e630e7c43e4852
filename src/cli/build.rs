//! `kaozheng build`: render the whole site and publish it.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::output::{Output, counted};
use super::{Exit, ReportArguments, SiteArguments, fail, load};
use crate::publish::{PublishError, Report};
use crate::{BuildError, Outcome, Prepared};

/// The folder that a site is published into.
const OUTPUT: &str = "public";

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Publish into this folder instead of `public` in the site
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Make links name files, for a site that is read from a disk or a stick, also without script
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    report: ReportArguments,
}

/// Builds the site that `directory` belongs to.
pub fn run(directory: &Path, arguments: &Arguments) -> Exit {
    let mut output = arguments.report.output();
    let mut diagnostics = Vec::new();
    let mut project = match load(directory, &arguments.site, &mut diagnostics) {
        Ok(project) => project,
        Err(error) => return error.report(&mut output),
    };
    project.config.is_offline = arguments.offline;
    let drafts = arguments.site.drafts();
    let prepared = crate::prepare(&project, drafts, &[]).gather(&mut diagnostics);
    if let Some(failure) = project.changed() {
        return fail(&failure, &mut output);
    }
    if arguments.report.prevents(&diagnostics) {
        // Nothing will be published: say all that is wrong, also what only rendering finds.
        diagnostics.extend(crate::check(&prepared));
        output.diagnostics(&diagnostics);
        return Exit::Content;
    }
    let target = match &arguments.output {
        Some(path) => directory.join(path),
        None => project.root.join(OUTPUT),
    };
    let exit = match crate::build(&project, &prepared, &target) {
        Ok(Outcome::Published(report)) => {
            output.diagnostics(&diagnostics);
            published(&prepared, &report, &target, &mut output);
            Exit::Good
        }
        Ok(Outcome::Problems(problems)) => {
            diagnostics.extend(problems);
            output.diagnostics(&diagnostics);
            Exit::Content
        }
        Err(BuildError::Failure(failure)) => fail(&failure, &mut output),
        Err(BuildError::Publish(error)) => {
            output.error(&error.to_string());
            match error {
                PublishError::Refused { .. } => Exit::Configuration,
                _ => Exit::InputOutput,
            }
        }
    };
    // The process ends here: the operating system frees the memory of a large site faster.
    std::mem::forget((project, prepared));
    exit
}

fn published(prepared: &Prepared, report: &Report, target: &Path, output: &mut Output) {
    let site = &prepared.site;
    for leftover in &report.leftovers {
        output.say(&format!("warning: {leftover}"));
    }
    let sentence = format!(
        "{} and {} in {}: {} written to {}{}",
        counted(site.articles.len(), "article"),
        counted(site.pages.len(), "page"),
        counted(site.config.editions.len(), "edition"),
        counted(report.files, "file"),
        target.display(),
        match site.skipped_drafts {
            0 => String::new(),
            drafts => format!("; {} skipped", counted(drafts, "draft")),
        }
    );
    let data = json!({
        "articles": site.articles.len(),
        "pages": site.pages.len(),
        "editions": site.config.editions.len(),
        "files": report.files,
        "bytes": report.bytes,
        "drafts_skipped": site.skipped_drafts,
        "output": target.to_string_lossy(),
    });
    output.result(&sentence, &data);
}
