//! The command line: arguments, one file for each command, streams and exit codes.
//!
//! Standard output is data, standard error is talk. Exit codes: 0 good, 1 problems in content (or
//! warnings under `--strict`), 2 usage, 3 configuration, 4 input or output.

mod annotate;
mod article;
mod build;
mod check;
mod convert;
mod export;
mod fmt;
mod import;
mod import_notes;
mod init;
mod list;
mod new;
mod output;
mod progress;
mod serve;
mod stats;
mod suggest;
mod theme;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::article::front_matter::Date;
use crate::config::{self, Config};
use crate::diagnostic::{Checked, Diagnostic, Failure, has_errors};
use crate::project::{self, Project};
use crate::site::Drafts;
use output::{Format, Output};

/// Publish annotated Chinese articles, in Traditional and Simplified, as a static archive.
#[derive(Debug, Parser)]
#[command(name = "kaozheng", version, max_term_width = 100)]
struct Arguments {
    /// Work in this folder; the site is the nearest folder upwards with a kaozheng.toml
    #[arg(short = 'C', value_name = "DIR", global = true)]
    directory: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a new site, small and complete
    Init(init::Arguments),
    /// Make articles of saved files: each its own folder, with the file beside it
    Import(import::Arguments),
    /// Begin an article that is written by hand
    New(new::Arguments),
    /// Put a note behind words of an article
    Annotate(annotate::Arguments),
    /// List what may want a note: claims, and suspected damage
    Suggest(suggest::Arguments),
    /// Write notes and front matter as they should be written
    Fmt(fmt::Arguments),
    /// Render the whole site and publish it
    Build(build::Arguments),
    /// Report every problem in the content, and write nothing
    Check(check::Arguments),
    /// Preview the site on this machine, and reload pages when a file changes
    Serve(serve::Arguments),
    /// List articles, claims, tags, outlets, sections or drafts
    List(list::Arguments),
    /// Count what the site has
    Stats(stats::Arguments),
    /// Write notes as data: W3C annotations, Hypothesis, CSV, JSON, BibLaTeX
    Export(export::Arguments),
    /// Make notes of annotations of other programs: W3C, Hypothesis
    ImportNotes(import_notes::Arguments),
    /// List the files of the theme, and copy them to be changed
    Theme(theme::Arguments),
    /// Convert standard input from one script to the other; no site is needed
    Convert(convert::Arguments),
}

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: good.
    Good,
    /// 1: problems in content, or warnings under `--strict`.
    Content,
    /// 2: usage.
    Usage,
    /// 3: configuration.
    Configuration,
    /// 4: input or output.
    InputOutput,
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let directory = arguments.directory.unwrap_or_else(|| PathBuf::from("."));
    let exit = match arguments.command {
        Command::Init(arguments) => init::run(&directory, &arguments),
        Command::Import(arguments) => import::run(&directory, &arguments),
        Command::New(arguments) => new::run(&directory, &arguments),
        Command::Annotate(arguments) => annotate::run(&directory, &arguments),
        Command::Suggest(arguments) => suggest::run(&directory, &arguments),
        Command::Fmt(arguments) => fmt::run(&directory, &arguments),
        Command::Build(arguments) => build::run(&directory, &arguments),
        Command::Check(arguments) => check::run(&directory, &arguments),
        Command::Serve(arguments) => serve::run(&directory, &arguments),
        Command::List(arguments) => list::run(&directory, &arguments),
        Command::Stats(arguments) => stats::run(&directory, &arguments),
        Command::Export(arguments) => export::run(&directory, &arguments),
        Command::ImportNotes(arguments) => import_notes::run(&directory, &arguments),
        Command::Theme(arguments) => theme::run(&directory, &arguments),
        Command::Convert(arguments) => convert::run(&arguments),
    };
    ExitCode::from(match output::ending(exit) {
        Exit::Good => 0,
        Exit::Content => 1,
        Exit::Usage => 2,
        Exit::Configuration => 3,
        Exit::InputOutput => 4,
    })
}

/// Options of every command that reads a site.
#[derive(Debug, clap::Args)]
struct SiteArguments {
    /// The absolute URL that the site will have
    #[arg(long, value_name = "URL", value_parser = parse_base_url)]
    base_url: Option<String>,
    /// Include drafts
    #[arg(long)]
    drafts: bool,
}

impl SiteArguments {
    fn drafts(&self) -> Drafts {
        if self.drafts {
            Drafts::Include
        } else {
            Drafts::Skip
        }
    }
}

/// Options of the commands that report problems and end.
#[derive(Debug, clap::Args)]
struct ReportArguments {
    /// Take warnings for errors
    #[arg(long)]
    strict: bool,
    /// Write problems and results to standard output, one JSON object a line
    #[arg(long)]
    json: bool,
}

impl ReportArguments {
    fn output(&self) -> Output {
        Output::new(if self.json {
            Format::Json
        } else {
            Format::Text
        })
    }

    fn prevents(&self, diagnostics: &[Diagnostic]) -> bool {
        has_errors(diagnostics) || (self.strict && !diagnostics.is_empty())
    }
}

fn parse_base_url(url: &str) -> Result<String, String> {
    config::absolute_base(url)
        .ok_or_else(|| "not an absolute URL, like https://example.org/archive/".to_owned())
}

fn parse_date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "not a day, like 2024-02-25".to_owned())
}

/// Returns the day that `SOURCE_DATE_EPOCH` names, or else today (UTC).
fn today() -> Option<Date> {
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => jiff::Timestamp::from_second(seconds.parse().ok()?).ok()?,
        Err(_) => jiff::Timestamp::now(),
    };
    Date::parse(now.to_string().get(..10)?)
}

/// Why a site could not be loaded at all.
enum LoadError {
    Failure(Failure),
    Configuration(Vec<Diagnostic>),
}

impl From<Failure> for LoadError {
    fn from(failure: Failure) -> LoadError {
        LoadError::Failure(failure)
    }
}

impl LoadError {
    fn report(&self, output: &mut Output) -> Exit {
        match self {
            LoadError::Failure(failure) => fail(failure, output),
            LoadError::Configuration(diagnostics) => {
                output.diagnostics(diagnostics);
                Exit::Configuration
            }
        }
    }
}

fn fail(failure: &Failure, output: &mut Output) -> Exit {
    output.error(&failure.to_string());
    match failure {
        Failure::Configuration(_) => Exit::Configuration,
        Failure::InputOutput(_) => Exit::InputOutput,
    }
}

/// Finds, configures and loads the site that a folder belongs to.
fn load(
    directory: &std::path::Path,
    arguments: &SiteArguments,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Project, LoadError> {
    let root = project::find_root(directory)?;
    let config = load_config(&root, arguments, diagnostics)?;
    Ok(load_spelled(&root, config)?.gather(diagnostics))
}

/// Loads a site whose words are spelled in each script, so that notes may use every spelling of a label.
fn load_spelled(root: &std::path::Path, config: Config) -> Result<Checked<Project>, Failure> {
    let mut checked = project::load(root, config)?;
    checked.value.config = crate::spelled(&checked.value);
    Ok(checked)
}

/// Loads the site that a folder belongs to, to write into it: what is wrong with its content is told by
/// `check`.
fn open_site(directory: &std::path::Path) -> Result<Checked<Project>, LoadError> {
    let root = project::find_root(directory)?;
    let checked = project::read_config(&root)?;
    if has_errors(&checked.diagnostics) {
        return Err(LoadError::Configuration(checked.diagnostics));
    }
    Ok(load_spelled(&root, checked.value)?)
}

fn load_config(
    root: &std::path::Path,
    arguments: &SiteArguments,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Config, LoadError> {
    let checked = project::read_config(root)?;
    if has_errors(&checked.diagnostics) {
        return Err(LoadError::Configuration(checked.diagnostics));
    }
    let mut config = checked.gather(diagnostics);
    if let Some(base_url) = &arguments.base_url {
        config.base_url = Some(base_url.clone());
    }
    Ok(config)
}
