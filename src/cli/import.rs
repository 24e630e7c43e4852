//! `kaozheng import`: make articles of saved files.

use std::path::{Path, PathBuf};

use encoding_rs::Encoding;
use indicatif::ProgressBar;
use serde_json::{Value, json};

use super::output::{Format as Stream, Output, counted};
use super::progress;
use super::{Exit, LoadError, fail, open_site, parse_date};
use crate::article::front_matter::Date;
use crate::config::{self, Config};
use crate::diagnostic::{self, Diagnostic, Failure, Severity, Source};
use crate::import::bundle::Bundle;
use crate::import::directory::Directory;
use crate::import::gather::{self, Found, FoundFile};
use crate::import::revision::{self, Comparison};
use crate::import::shelf::{Again, Place, Shelf};
use crate::import::{self, Format, Options};
use crate::project;
use crate::report;

mod batches;
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
        without_text: 0,
        raw_html: (0, 0),
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
    let directory = Directory::default();
    let mut read = read(file, &directory, options, &config, arguments.max_bytes);
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
    directory: &Directory,
    options: &Options,
    config: &Config,
    bytes_max: u64,
) -> Vec<Result<Bundle, Diagnostic>> {
    match gather::read(file, directory, bytes_max) {
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
    /// Files of front matter alone.
    without_text: usize,
    /// Pieces of raw HTML that will be shown as they are written, and the files that have some.
    raw_html: (usize, usize),
}

impl Importer<'_> {
    /// Reads files in parallel, and writes what they became one after the other.
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
        let files: Vec<&FoundFile> = found.files.iter().collect();
        let texts = self.texts(&files);
        let bar = progress::bar(files.len() + texts.len());
        let directory = self.survey(&pool, &bar, &texts)?;
        let (options, config) = (self.options.clone(), self.config.clone());
        let bytes_max = self.arguments.max_bytes;
        let read = |file: &FoundFile| read(file, &directory, &options, &config, bytes_max);
        batches::in_order(&pool, &bar, &files, read, |file, bundles| {
            for bundle in bundles {
                match bundle {
                    Ok(bundle) => self.write(&bundle, directory.place(&file.path))?,
                    Err(problem) => self.failed(&problem),
                }
            }
            Ok(())
        })?;
        bar.finish_and_clear();
        for path in &found.passed_over {
            self.pass_over(path);
        }
        Ok(())
    }

    /// Returns the files that may lead to each other: those in Markdown, when they are several.
    fn texts<'a>(&self, files: &[&'a FoundFile]) -> Vec<&'a FoundFile> {
        let chosen = self.options.format;
        let format = |file: &FoundFile| Format::of_name(&file.path.to_string_lossy());
        let is_text = |file: &&&FoundFile| chosen.or(format(file)) == Some(Format::Markdown);
        let texts: Vec<&FoundFile> = files.iter().filter(is_text).copied().collect();
        match texts.len() {
            1 => Vec::new(),
            _ => texts,
        }
    }

    /// Reads texts to learn what they become, and keeps their places for them.
    fn survey(
        &mut self,
        pool: &rayon::ThreadPool,
        bar: &ProgressBar,
        texts: &[&FoundFile],
    ) -> Result<Directory, Failure> {
        let paths = || texts.iter().map(|file| file.path.as_path());
        let (unread, mut directory) = (Directory::of(paths()), Directory::of(paths()));
        let (options, config) = (self.options.clone(), self.config.clone());
        let bytes_max = self.arguments.max_bytes;
        let read = |file: &FoundFile| {
            let input = gather::read(file, &unread, bytes_max).ok()?;
            let bundle = import::read(&input, &options, &config).ok()?;
            Some((input, bundle))
        };
        batches::in_order(pool, bar, texts, read, |file, made| {
            if let Some((input, bundle)) = made {
                let place = self.shelf.place(&bundle, self.again());
                let is_draft = self.shelf.is_draft(&bundle, &place);
                directory.add(&file.path, &input, &bundle, place, is_draft);
            }
            Ok(())
        })?;
        directory.settle();
        Ok(directory)
    }

    /// Returns what becomes of bytes that an article was made from before.
    fn again(&self) -> Again {
        match self.arguments.force {
            true => Again::Beside,
            false => Again::Skip,
        }
    }

    /// Tells programs of a file that is of no known format; people learn how many there are.
    fn pass_over(&mut self, path: &Path) {
        let record = record::passed_over(path);
        if self.arguments.json {
            self.output.result("", &record);
        }
        self.records.push(record);
    }

    /// Tells of what a file did not become: it failed, or it is passed over with a warning.
    fn failed(&mut self, problem: &Diagnostic) {
        let outcome = match problem.severity {
            Severity::Error => {
                self.failed += 1;
                "failed"
            }
            Severity::Warning => {
                self.without_text += 1;
                "passed-over"
            }
        };
        self.output.diagnostic(problem);
        let record = report::record(problem);
        self.records
            .push(json!({ "file": problem.path, "outcome": outcome, "problem": record }));
    }

    /// Writes a bundle to its place: the one that was kept for it, or one that is found now.
    fn write(&mut self, bundle: &Bundle, kept: Option<&Place>) -> Result<(), Failure> {
        let again = self.again();
        let place = match kept {
            Some(place) => place.clone(),
            None => self.shelf.place(bundle, again),
        };
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
        if !matches!(place, Place::Same(_)) {
            self.say_damage(bundle, &place);
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

    /// Tells people what of an article needs to be looked at; programs have it in the record.
    fn say_damage(&mut self, bundle: &Bundle, place: &Place) {
        if bundle.raw_html > 0 {
            self.raw_html.0 += bundle.raw_html;
            self.raw_html.1 += 1;
        }
        if self.arguments.json {
            return;
        }
        let damage = bundle.damage.iter();
        damage.for_each(|it| self.output.diagnostic(it));
        if let Place::New(slug) = place
            && *slug != bundle.slug
            && self.shelf.had(&bundle.slug)
        {
            let problem = diagnostic::import_beside(&bundle.input, slug, &bundle.slug);
            self.output.diagnostic(&problem);
        }
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

    fn finish(mut self, found: &Found) -> Exit {
        if let (pieces @ 1.., files) = self.raw_html {
            let problem = diagnostic::import_raw_html(config::FILE_NAME, pieces, files);
            self.output.diagnostic(&problem);
        }
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
            (self.without_text, "without a text passed over"),
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
