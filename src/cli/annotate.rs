//! `kaozheng annotate`: put a note behind words of an article.

use std::path::Path;

use serde_json::json;

use super::output::{Format, Output};
use super::{Exit, article, fail};
use crate::authoring::annotate::{self, Annotated, Citation, Request};
use crate::config::Vocabulary;
use crate::diagnostic::{self, Source};
use crate::import;
use crate::project::Content;

/// The verdict of a claim that nobody has looked at.
const PENDING: &str = "pending";

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The article: its slug, its folder or the path of its text
    #[arg(value_name = "ARTICLE")]
    article: String,
    /// The words that the note is about, as they are printed, without markup
    #[arg(long, allow_hyphen_values = true, value_name = "WORDS")]
    quote: String,
    /// Which one is meant of several places that have these words
    #[arg(long, value_name = "N")]
    occurrence: Option<usize>,
    /// The verdict, or another kind of note, by name or label; without it the note is a claim to be
    /// looked at
    #[arg(long, allow_hyphen_values = true, value_name = "VERDICT")]
    verdict: Option<String>,
    /// The reading that an emendation proposes
    #[arg(long, allow_hyphen_values = true, value_name = "WORDS")]
    reading: Option<String>,
    /// What the note says, in Markdown
    #[arg(
        long,
        allow_hyphen_values = true,
        value_name = "TEXT",
        default_value = ""
    )]
    note: String,
    /// The address of what it rests on
    #[arg(long, value_name = "URL", value_parser = parse_url)]
    source: Option<String>,
    /// What that is called, with its day, as "Axios 2023-07-26"
    #[arg(long, allow_hyphen_values = true, value_name = "TITLE")]
    source_title: Option<String>,
    /// Its words, verbatim
    #[arg(long, allow_hyphen_values = true, value_name = "WORDS")]
    source_quote: Option<String>,
    /// How sure you are
    #[arg(long, allow_hyphen_values = true, value_name = "WORD")]
    confidence: Option<String>,
    /// Who checked it
    #[arg(long, allow_hyphen_values = true, value_name = "NAME")]
    reviewer: Option<String>,
    /// The name of the note, instead of one made of its words
    #[arg(long, allow_hyphen_values = true, value_name = "NAME", value_parser = parse_id)]
    id: Option<String>,
    /// Write the note to standard output, and nothing into the article
    #[arg(long)]
    dry_run: bool,
    /// Write problems and the result to standard output, one JSON object a line
    #[arg(long)]
    json: bool,
}

fn parse_url(url: &str) -> Result<String, String> {
    match import::is_web_address(url) {
        true => Ok(url.to_owned()),
        false => Err("not an address of the web, like https://example.org/".to_owned()),
    }
}

fn parse_id(id: &str) -> Result<String, String> {
    let is_id = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    match !id.is_empty() && id.bytes().all(is_id) {
        true => Ok(id.to_owned()),
        false => Err("a name has the signs a–z, 0–9 and hyphens".to_owned()),
    }
}

/// Annotates an article of the site that `directory` belongs to.
pub fn run(directory: &Path, arguments: &Arguments) -> Exit {
    let mut output = Output::new(match arguments.json {
        true => Format::Json,
        false => Format::Text,
    });
    match annotated(directory, arguments, &mut output) {
        Ok(()) => Exit::Good,
        Err(exit) => exit,
    }
}

fn annotated(directory: &Path, arguments: &Arguments, output: &mut Output) -> Result<(), Exit> {
    let quote = arguments.quote.trim();
    if quote.is_empty() {
        output.error("--quote is empty; give the words that the note is about");
        return Err(Exit::Usage);
    }
    let has_name = arguments.source.is_some() || arguments.source_title.is_some();
    if arguments.source_quote.is_some() && !has_name {
        output.error("--source-quote needs --source or --source-title: whose words are they?");
        return Err(Exit::Usage);
    }
    let project = article::open(directory, output)?.value;
    let vocabulary = &project.config.vocabulary;
    let term = term(vocabulary, arguments, output)?;
    let content = article::find(&project, directory, &arguments.article, output)?;
    let request = Request {
        quote,
        occurrence: arguments.occurrence,
        term,
        id: arguments.id.as_deref(),
        reading: arguments.reading.as_deref(),
        gist: &arguments.note,
        evidence: has_name.then_some(Citation {
            url: arguments.source.as_deref(),
            title: arguments.source_title.as_deref(),
            quotation: arguments.source_quote.as_deref(),
        }),
        confidence: arguments.confidence.as_deref(),
        reviewer: arguments.reviewer.as_deref(),
    };
    let made = annotate::annotate(content, &project.config, &request).map_err(|problems| {
        output.diagnostics(&problems);
        Exit::Content
    })?;
    if arguments.dry_run && !arguments.json {
        let note = made.note.clone() + "\n";
        output.data(note.as_bytes()).map_err(|error| {
            output.error(&format!("cannot write to standard output: {error}"));
            Exit::InputOutput
        })?;
    }
    if !arguments.dry_run {
        let source = &content.source;
        import::rewrite(&project.root, &source.path, source.text(), &made.text)
            .map_err(|failure| fail(&failure, output))?;
    }
    say(content, &made, arguments.dry_run, output);
    Ok(())
}

/// Returns the term that the arguments name, by its name or its label.
fn term(
    vocabulary: &Vocabulary,
    arguments: &Arguments,
    output: &mut Output,
) -> Result<usize, Exit> {
    let wanted = arguments.verdict.as_deref().unwrap_or(PENDING);
    let terms = vocabulary.terms();
    let by_name = terms.iter().position(|term| term.slug == wanted);
    by_name.or_else(|| vocabulary.find(wanted)).ok_or_else(|| {
        let names = terms.iter().map(|term| term.slug.as_str());
        let known = names.clone().collect::<Vec<_>>().join(", ");
        let hint = match diagnostic::nearest(wanted, names.chain(vocabulary.labels())) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("there are {known}, and their labels"),
        };
        output.error(&format!("--verdict: there is no `{wanted}`; {hint}"));
        Exit::Usage
    })
}

/// Says where the note stands.
fn say(content: &Content, made: &Annotated, is_dry: bool, output: &mut Output) {
    let source = Source::new(content.source.path.clone(), made.text.clone());
    let (line, column) = source.line_column(made.reference.start);
    let path = &source.path;
    let verb = if is_dry { "would stand" } else { "stands" };
    let sentence = format!("the note `{}` {verb} at {path}:{line}:{column}", made.id);
    let data = json!({
        "file": path,
        "line": line,
        "column": column,
        "id": made.id,
        "note": made.note,
        "written": !is_dry,
    });
    output.result(&sentence, &data);
    for (_, written) in &content.written {
        let path = &written.path;
        output.say(&format!("{path}, written by hand, needs the note as well"));
    }
}
