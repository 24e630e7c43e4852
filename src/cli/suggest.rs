//! `kaozheng suggest`: what may want a note, with ready stubs.

use std::path::Path;

use serde_json::json;

use super::output::{Format, Output, counted};
use super::{Exit, article as named};
use crate::article;
use crate::authoring::suggest::{self, Suggestion};
use crate::project::{Content, ContentKind};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The article: its slug, its folder or the path of its text; without one, all of the site
    #[arg(value_name = "ARTICLE")]
    article: Option<String>,
    /// Write one JSON object a line
    #[arg(long)]
    json: bool,
}

/// Suggests notes for the site that `directory` belongs to.
pub fn run(directory: &Path, arguments: &Arguments) -> Exit {
    let mut output = Output::new(match arguments.json {
        true => Format::Json,
        false => Format::Text,
    });
    match suggested(directory, arguments, &mut output) {
        Ok(exit) | Err(exit) => exit,
    }
}

fn suggested(directory: &Path, arguments: &Arguments, output: &mut Output) -> Result<Exit, Exit> {
    let site = named::open(directory, output)?;
    let (project, is_whole) = (site.value, site.diagnostics.is_empty());
    let is_article = |content: &&Content| content.kind == ContentKind::Article;
    let chosen: Vec<&Content> = match &arguments.article {
        Some(name) => vec![named::find(&project, directory, name, output)?],
        None => project.content.iter().filter(is_article).collect(),
    };
    let mut text = String::new();
    let mut count = 0;
    for content in &chosen {
        let parsed = article::parse(content, &project.config).value;
        let document = article::document(&parsed, &project.config);
        for suggestion in suggest::suggest(&document, content.source.text(), &project.config) {
            count += 1;
            text += &match arguments.json {
                true => format!("{}\n", record(content, &suggestion)),
                false => drawn(content, &suggestion),
            };
        }
    }
    output.data(text.as_bytes()).map_err(|error| {
        output.error(&format!("cannot write to standard output: {error}"));
        Exit::InputOutput
    })?;
    let articles = counted(chosen.len(), "article");
    output.say(&format!("{} for {articles}", counted(count, "suggestion")));
    Ok(match arguments.article.is_none() && !is_whole {
        true => Exit::Content,
        false => Exit::Good,
    })
}

/// Returns the arguments of the command that makes a stub of a suggestion.
fn command(content: &Content, suggestion: &Suggestion) -> Vec<String> {
    let mut command: Vec<String> = ["kaozheng", "annotate", &content.slug, "--quote"]
        .map(str::to_owned)
        .to_vec();
    command.push(suggestion.quote.clone());
    if let Some(occurrence) = suggestion.occurrence {
        command.extend(["--occurrence".to_owned(), occurrence.to_string()]);
    }
    command
}

fn drawn(content: &Content, suggestion: &Suggestion) -> String {
    let source = &content.source;
    let (line, column) = source.line_column(suggestion.range.start);
    let reasons = suggestion.reasons.iter();
    let reasons: String = reasons
        .map(|(rule, says)| format!("  {rule}: {says}\n"))
        .collect();
    let command: Vec<String> = command(content, suggestion)
        .iter()
        .map(|word| shell_word(word))
        .collect();
    let (path, quote) = (&source.path, suggestion.quote.replace('\n', " "));
    let command = command.join(" ");
    format!("{path}:{line}:{column}: {quote}\n{reasons}  {command}\n\n")
}

/// Returns a word as a POSIX shell reads it.
fn shell_word(word: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
    match !word.is_empty() && word.bytes().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

fn record(content: &Content, suggestion: &Suggestion) -> serde_json::Value {
    let (line, column) = content.source.line_column(suggestion.range.start);
    let reasons = suggestion.reasons.iter();
    let reasons = reasons.map(|(rule, says)| json!({ "rule": rule, "says": says }));
    json!({
        "file": content.source.path,
        "line": line,
        "column": column,
        "quote": suggestion.quote,
        "reasons": reasons.collect::<Vec<_>>(),
        "command": command(content, suggestion),
    })
}
