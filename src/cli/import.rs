//! `kaozheng import`: make articles of saved files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use encoding_rs::Encoding;
use indicatif::ProgressBar;
use rayon::prelude::*;
use serde_json::{Value, json};

use super::output::{Format as Stream, Output, counted};
use super::progress;
use super::{Exit, LoadError, fail, open_site, parse_date};
use crate::article::front_matter::Date;
use crate::config::{self, Config};
use crate::diagnostic::{self, Diagnostic, Failure, Source};
use crate::import::bundle::Bundle;
use crate::import::gather::{self, Found, FoundFile};
use crate::import::revision::{self, Comparison};
use crate::import::shelf::{Again, Place, Shelf};
use crate::import::{self, Format, Options};
use crate::project;
use crate::report;

mod record;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Where the text was published; the pages of a web archive say so themselves
    #[arg(long, conflicts_with = "split")]
    url: Option<String>,
    /// The day it was retrieved
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    retrieved: Option<Date>,
    /// The format, whatever name and content say
    #[arg(long, value_name = "FORMAT", value_parser = parse_format)]
    from: Option<Format>,
    /// The encoding, as big5 or gb18030, when it cannot be found out
    #[arg(long, value_name = "LABEL", value_parser = parse_encoding)]
    encoding: Option<&'static Encoding>,
    /// The name of the article's folder
    #[arg(long, value_name = "NAME", value_parser = parse_slug)]
    slug: Option<String>,
    /// The outlet, whatever the text says
    #[arg(long, value_name = "NAME")]
    publisher: Option<String>,
    /// Make an article of each chapter of a book
    #[arg(long)]
    split: bool,
    /// Write the Markdown of one file to standard output, and nothing else
    #[arg(long, conflicts_with = "json")]
    stdout: bool,
    /// Say what would be made, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write what was made of each file, as JSON lines, into this file
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Write what was made of each file to standard output, one JSON object a line
    #[arg(long)]
    json: bool,
    /// Read this many files at once
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Import a file that an article was made from already, beside that article
    #[arg(long)]
    force: bool,
    /// Refuse larger files
    #[arg(long, value_name = "N", default_value_t = 32 * 1024 * 1024)]
    max_bytes: u64,
}

fn parse_format(name: &str) -> Result<Format, String> {
    let names = Format::ALL.map(Format::name).join(", ");
    let mut formats = Format::ALL.into_iter();
    let format = formats.find(|format| format.name() == name);
    format.ok_or_else(|| format!("the formats are {names}"))
}

fn parse_encoding(label: &str) -> Result<&'static Encoding, String> {
    import::decode::encoding(label).ok_or_else(|| "not an encoding, like big5".to_owned())
}

fn parse_slug(slug: &str) -> Result<String, String> {
    match import::slug::problem(slug) {
        Some(problem) => Err(problem.to_owned()),
        None => Ok(slug.to_owned()),
    }
}

/// Threads.
const JOBS_MAX: usize = 64;

/// Files of a batch for each thread: no more are in memory at once.
const FILES_A_THREAD: usize = 4;

/// Imports files into the site that `directory` belongs to.
pub fn run(directory: &Path, arguments: &Arguments) -> Exit {
    let format = if arguments.json {
        Stream::Json
    } else {
        Stream::Text
    };
    let mut output = Output::new(format);
    let options = options(arguments, &mut output);
    let paths: Vec<PathBuf> = arguments
        .paths
        .iter()
        .map(|path| below(directory, path))
        .collect();
    if let Some(report) = &arguments.report
        && !import::may_be_report(&below(directory, report))
    {
        output.error(&format!(
            "{} exists and is no report of an import; nothing was done",
            report.display()
        ));
        return Exit::Usage;
    }
    let site = project::find_root(directory).ok();
    let found = gather::find(&paths, site.as_deref());
    if arguments.stdout {
        return to_stdout(directory, &found, &options, arguments, &mut output);
    }
    if arguments.slug.is_some() && found.files.len() > 1 {
        output.error("--slug names one article, and these are several files");
        return Exit::Usage;
    }
    let _locked = site.as_deref().and_then(Shelf::lock);
    let (config, shelf) = match open(directory) {
        Ok(opened) => opened,
        Err(error) => return error.report(&mut output),
    };
    let mut importer = Importer {
        arguments,
        options,
        config,
        shelf,
        output,
        records: Vec::new(),
        imported: 0,
        same: 0,
        failed: 0,
    };
    let exit = importer.run(&found);
    match (exit, &arguments.report) {
        (Ok(()), None) => importer.finish(&found),
        (Ok(()), Some(path)) => match importer.write_report(&below(directory, path)) {
            Ok(()) => importer.finish(&found),
            Err(failure) => fail(&failure, &mut importer.output),
        },
        (Err(failure), _) => fail(&failure, &mut importer.output),
    }
}

/// Returns a path that was given, as seen from the folder to work in.
fn below(directory: &Path, path: &Path) -> PathBuf {
    if path.as_os_str() == gather::STANDARD_INPUT || directory == Path::new(".") {
        path.to_path_buf()
    } else {
        directory.join(path)
    }
}

fn options(arguments: &Arguments, output: &mut Output) -> Options {
    let is_web = |url: &&String| import::is_web_address(url);
    let url = arguments.url.as_ref().filter(is_web);
    if let (Some(given), None) = (&arguments.url, url) {
        output.diagnostics(&[diagnostic::import_bad_url(given)]);
    }
    Options {
        format: arguments.from,
        encoding: arguments.encoding,
        url: url.cloned(),
        retrieved: arguments.retrieved,
        publisher: arguments.publisher.clone(),
        slug: arguments.slug.clone(),
        split: arguments.split,
    }
}

/// Writes the Markdown of one file to standard output.
fn to_stdout(
    directory: &Path,
    found: &Found,
    options: &Options,
    arguments: &Arguments,
    output: &mut Output,
) -> Exit {
    let [file] = found.files.as_slice() else {
        output.error("--stdout takes one file");
        return Exit::Usage;
    };
    let config = configuration(directory);
    let mut read = read(file, options, &config, arguments.max_bytes);
    if read.len() > 1 {
        output.error("--stdout takes a file of one article, and this one has several");
        return Exit::Usage;
    }
    let Some(only) = read.pop() else {
        return Exit::Good;
    };
    match only {
        Ok(bundle) => match output.data(bundle.index.as_bytes()) {
            Ok(()) => Exit::Good,
            Err(error) => {
                output.error(&format!("cannot write to standard output: {error}"));
                Exit::InputOutput
            }
        },
        Err(problem) => {
            output.diagnostics(&[problem]);
            Exit::Content
        }
    }
}

/// Returns what a file becomes.
fn read(
    file: &FoundFile,
    options: &Options,
    config: &Config,
    bytes_max: u64,
) -> Vec<Result<Bundle, Diagnostic>> {
    match gather::read(file, bytes_max) {
        Ok(input) => import::read_all(&input, options, config),
        Err(problem) => vec![Err(problem)],
    }
}

/// Returns the configuration of the site that a folder belongs to, or that of a site that says
/// nothing.
fn configuration(directory: &Path) -> Config {
    let own = project::find_root(directory).and_then(|root| project::read_config(&root));
    let otherwise = || config::read(&Source::new(config::FILE_NAME, "title = \"-\""));
    own.unwrap_or_else(|_| otherwise()).value
}

/// An import into a site.
struct Importer<'a> {
    arguments: &'a Arguments,
    options: Options,
    config: Config,
    shelf: Shelf,
    output: Output,
    records: Vec<Value>,
    imported: usize,
    same: usize,
    failed: usize,
}

impl Importer<'_> {
    /// Reads files in parallel, a batch at a time, and writes what they became one after the other.
    fn run(&mut self, found: &Found) -> Result<(), Failure> {
        let mut builder = rayon::ThreadPoolBuilder::new();
        if let Some(jobs) = self.arguments.jobs {
            builder = builder.num_threads(jobs.clamp(1, JOBS_MAX));
        }
        let pool = builder
            .build()
            .map_err(|error| Failure::InputOutput(error.to_string()))?;
        for problem in &found.problems {
            self.failed(problem);
        }
        let bar = progress::bar(found.files.len());
        let (options, config) = (self.options.clone(), self.config.clone());
        let bytes_max = self.arguments.max_bytes;
        let batch = pool.current_num_threads() * FILES_A_THREAD;
        for batch in found.files.chunks(batch) {
            let (sender, receiver) = mpsc::channel();
            let (options, config, bar) = (&options, &config, &bar);
            pool.in_place_scope(|scope| {
                scope.spawn(move |_| {
                    let files = batch.par_iter().enumerate();
                    files.for_each_with(sender, |sender, (index, file)| {
                        let bundles = read(file, options, config, bytes_max);
                        bar.inc(1);
                        // Nobody listens after a failure to write.
                        let _ = sender.send((index, bundles));
                    });
                });
                self.write_in_order(receiver, bar)
            })?;
        }
        bar.finish_and_clear();
        for path in &found.passed_over {
            self.pass_over(path);
        }
        Ok(())
    }

    /// Tells programs of a file that is of no known format; people learn how many there are.
    fn pass_over(&mut self, path: &Path) {
        let record = record::passed_over(path);
        if self.arguments.json {
            self.output.result("", &record);
        }
        self.records.push(record);
    }

    /// Writes what files of a batch became, in their order, each as soon as those before it are written.
    fn write_in_order(
        &mut self,
        read: mpsc::Receiver<(usize, Vec<Result<Bundle, Diagnostic>>)>,
        bar: &ProgressBar,
    ) -> Result<(), Failure> {
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (index, bundles) in read {
            waiting.insert(index, bundles);
            while let Some(bundles) = waiting.remove(&next) {
                next += 1;
                for bundle in bundles {
                    bar.suspend(|| match bundle {
                        Ok(bundle) => self.write(&bundle),
                        Err(problem) => {
                            self.failed(&problem);
                            Ok(())
                        }
                    })?;
                }
            }
        }
        Ok(())
    }

    fn failed(&mut self, problem: &Diagnostic) {
        self.failed += 1;
        self.output.diagnostic(problem);
        let record = report::record(problem);
        self.records
            .push(json!({ "file": problem.path, "outcome": "failed", "problem": record }));
    }

    fn write(&mut self, bundle: &Bundle) -> Result<(), Failure> {
        let again = if self.arguments.force {
            Again::Beside
        } else {
            Again::Skip
        };
        let place = self.shelf.place(bundle, again);
        if !self.arguments.dry_run {
            self.shelf.write(bundle, &place)?;
        }
        let mut record = record::of(bundle, &place);
        if let Place::Revision { of, .. } = &place
            && let Some(older) = self.shelf.older(of)
        {
            let comparison = revision::compare(older, &bundle.index, &self.config);
            record["gone"] = json!(comparison.gone);
            record["come"] = json!(comparison.come);
            record["notes_lost"] = json!(comparison.notes_lost);
            self.say_comparison(&comparison);
        }
        if !matches!(place, Place::Same(_)) && !self.arguments.json {
            bundle
                .damage
                .iter()
                .for_each(|it| self.output.diagnostic(it));
        }
        self.output
            .result(&record::sentence(bundle, &place), &record);
        self.records.push(record);
        match place {
            Place::Same(_) => self.same += 1,
            _ => self.imported += 1,
        }
        Ok(())
    }

    /// Tells people how a version differs; programs have it in the record.
    fn say_comparison(&self, comparison: &Comparison) {
        let gone = comparison.gone.iter().map(|line| format!("- {line}"));
        let come = comparison.come.iter().map(|line| format!("+ {line}"));
        let notes = comparison.notes_lost.iter();
        let notes = notes.map(|note| format!("the note `{note}` would lose its words"));
        if !self.arguments.json {
            gone.chain(come)
                .chain(notes)
                .for_each(|line| self.output.say(&line));
        }
    }

    fn write_report(&self, path: &Path) -> Result<(), Failure> {
        let lines: String = self
            .records
            .iter()
            .map(|record| format!("{record}\n"))
            .collect();
        import::write_report(path, lines.as_bytes())
    }

    fn finish(self, found: &Found) -> Exit {
        let mut parts = vec![format!(
            "{} {}",
            counted(self.imported, "article"),
            if self.arguments.dry_run {
                "would be imported"
            } else {
                "imported"
            }
        )];
        let further = [
            (self.same, "there already"),
            (self.failed, "failed"),
            (found.passed_over.len(), "of no known format passed over"),
        ];
        let said = further.iter().filter(|(count, _)| *count > 0);
        parts.extend(said.map(|(count, what)| format!("{} {what}", counted(*count, "file"))));
        if let (false, Some(last)) = (found.passed_over.is_empty(), parts.last_mut()) {
            *last += &format!(" ({})", record::extensions(&found.passed_over));
        }
        self.output.say(&parts.join(", "));
        if self.failed > 0 {
            Exit::Content
        } else {
            Exit::Good
        }
    }
}

fn open(directory: &Path) -> Result<(Config, Shelf), LoadError> {
    let project = open_site(directory)?.value;
    let shelf = Shelf::of(&project);
    Ok((project.config, shelf))
}
