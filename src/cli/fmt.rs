//! `kaozheng fmt`: write notes and front matter as they should be written.

use std::path::Path;

use rayon::prelude::*;
use serde_json::json;

use super::output::{Format, Output, counted};
use super::{Exit, article, fail};
use crate::authoring::format;
use crate::import;
use crate::project::Content;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Articles and pages: slugs, folders or paths; without any, all of the site
    #[arg(value_name = "ARTICLE")]
    articles: Vec<String>,
    /// List the files that are written otherwise, and write nothing
    #[arg(long)]
    check: bool,
    /// Write results to standard output, one JSON object a line
    #[arg(long)]
    json: bool,
}

/// Formats texts of the site that `directory` belongs to.
pub fn run(directory: &Path, arguments: &Arguments) -> Exit {
    let mut output = Output::new(match arguments.json {
        true => Format::Json,
        false => Format::Text,
    });
    formatted(directory, arguments, &mut output).unwrap_or_else(|exit| exit)
}

fn formatted(directory: &Path, arguments: &Arguments, output: &mut Output) -> Result<Exit, Exit> {
    let site = article::open(directory, output)?;
    let (project, is_whole) = (site.value, site.diagnostics.is_empty());
    let mut chosen: Vec<&Content> = Vec::new();
    for name in &arguments.articles {
        let content = article::find(&project, directory, name, output)?;
        if !chosen.iter().any(|other| std::ptr::eq(*other, content)) {
            chosen.push(content);
        }
    }
    if arguments.articles.is_empty() {
        chosen = project.content.iter().collect();
    }
    let texts: Vec<(Content, String)> = chosen
        .par_iter()
        .flat_map_iter(|content| format::texts(content, &project.config))
        .map(|(content, config)| {
            let text = format::format(&content, &config);
            (content, text)
        })
        .collect();
    let is_changed = |(content, text): &&(Content, String)| content.source.text() != *text;
    let changed: Vec<_> = texts.iter().filter(is_changed).collect();
    for (content, text) in &changed {
        let source = &content.source;
        if !arguments.check {
            import::rewrite(&project.root, &source.path, source.text(), text)
                .map_err(|failure| fail(&failure, output))?;
        }
        let data = json!({ "file": source.path, "written": !arguments.check });
        match (arguments.check, arguments.json) {
            (true, false) => output
                .data(format!("{}\n", source.path).as_bytes())
                .map_err(|error| {
                    output.error(&format!("cannot write to standard output: {error}"));
                    Exit::InputOutput
                })?,
            _ => output.result(&format!("formatted {}", source.path), &data),
        }
    }
    let count = counted(texts.len(), "file");
    if !arguments.check {
        output.say(&format!("{count} looked at, {} formatted", changed.len()));
    } else if !changed.is_empty() {
        output.say(&format!(
            "{count} looked at, {} would be formatted",
            changed.len()
        ));
        return Ok(Exit::Content);
    }
    Ok(match arguments.articles.is_empty() && !is_whole {
        true => Exit::Content,
        false => Exit::Good,
    })
}
