//! `kaozheng theme`: list the files of the theme, and copy them into the site to be changed there; write
//! its words.

use std::path::Path;

use clap::Subcommand;
use serde_json::json;

use super::output::{Format, Output};
use super::{Exit, fail};
use crate::config::{self, language::is_language_tag};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::import::{NewFile, write_new};
use crate::project;
use crate::render::theme;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the files of the theme, and which of them the site has its own of
    List {
        /// Write one JSON object a line
        #[arg(long)]
        json: bool,
    },
    /// Copy files of the theme into the site, where they take the place of the theme's
    Eject {
        /// The names of the files, as `list` has them
        #[arg(required = true, value_name = "NAME")]
        names: Vec<String>,
    },
    /// Write the interface words of a language, as the table for `kaozheng.toml`
    Words {
        /// The language tag, like `zh-Hant` or `fr`
        #[arg(value_name = "TAG", value_parser = parse_tag)]
        tag: String,
    },
}

fn parse_tag(text: &str) -> Result<String, String> {
    match is_language_tag(text) {
        true => Ok(text.to_owned()),
        false => Err("no language tag, like zh-Hant or fr".to_owned()),
    }
}

/// Lists or copies the files of the theme for the site that `directory` belongs to.
pub fn run(directory: &Path, arguments: &Arguments) -> Exit {
    match &arguments.command {
        Command::List { json } => {
            let mut output = Output::new(match json {
                true => Format::Json,
                false => Format::Text,
            });
            list(directory, *json, &mut output)
        }
        Command::Words { tag } => words(directory, tag, &mut Output::new(Format::Text)),
        Command::Eject { names } => eject(directory, names, &mut Output::new(Format::Text)),
    }
}

fn list(directory: &Path, is_json: bool, output: &mut Output) -> Exit {
    let root = match project::find_root(directory) {
        Ok(root) => root,
        Err(failure) => return fail(&failure, output),
    };
    let mut table = String::new();
    for (path, _) in theme::files() {
        let is_own = root.join(&path).is_file();
        table += &match (is_json, is_own) {
            (true, _) => format!("{}\n", json!({ "path": path, "own": is_own })),
            (false, true) => format!("{path}  (the site's own)\n"),
            (false, false) => format!("{path}\n"),
        };
    }
    output.write_data(&table)
}

fn words(directory: &Path, tag: &str, output: &mut Output) -> Exit {
    let read = project::find_root(directory).and_then(|root| project::read_config(&root));
    // A table that is missing is what this makes.
    let stops = |problem: &Diagnostic| {
        problem.severity == Severity::Error && problem.code != "unknown-interface"
    };
    match read {
        Ok(checked) if checked.diagnostics.iter().any(stops) => {
            output.diagnostics(&checked.diagnostics);
            Exit::Configuration
        }
        Ok(checked) => {
            let words = config::words::nearest(&checked.value.words, tag);
            if primary(&words.tag) != primary(tag) {
                let own = &words.tag;
                output.say(&format!(
                    "these words are those of `{own}`, to be translated; there are none in `{tag}`"
                ));
            }
            output.write_data(&words.to_toml(tag))
        }
        Err(failure) => fail(&failure, output),
    }
}

/// Returns the language that a tag begins with, in small letters.
fn primary(tag: &str) -> String {
    let language = tag.split('-').next().unwrap_or(tag);
    language.to_ascii_lowercase()
}

fn eject(directory: &Path, names: &[String], output: &mut Output) -> Exit {
    let known: Vec<(String, &[u8])> = theme::files().collect();
    let mut files = Vec::new();
    for name in names {
        // A name may be given without its folder.
        let is_meant =
            |path: &str| path == name || path.split_once('/').is_some_and(|(_, it)| it == name);
        let Some((path, bytes)) = known.iter().find(|(path, _)| is_meant(path)) else {
            let nearest = diagnostic::nearest(
                name,
                known
                    .iter()
                    .filter_map(|(path, _)| Some(path.split_once('/')?.1)),
            );
            let hint = match nearest {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "`kaozheng theme list` has the names".to_owned(),
            };
            output.error(&format!("the theme has no file `{name}`; {hint}"));
            return Exit::Usage;
        };
        if !files.iter().any(|file: &NewFile<'_>| file.path == path) {
            files.push(NewFile { path, bytes });
        }
    }
    let written = project::find_root(directory).and_then(|root| write_new(&root, &files));
    match written {
        Ok(()) => {
            files
                .iter()
                .for_each(|file| output.say(&format!("made {}", file.path)));
            Exit::Good
        }
        Err(failure) => fail(&failure, output),
    }
}
