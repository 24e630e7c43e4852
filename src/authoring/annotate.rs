//! Puts a note behind words of an article.
//!
//! 1. Find the words in the plain text, so that markup and line breaks between them do not matter. They
//!    are never guessed at: words that are not there, or are there twice, are a problem with its places.
//! 2. Write the note as DESIGN section 4 has it, in the script of the article.
//! 3. Put the reference behind the words and the note at the end of the file.
//! 4. Hold that the note stands at these words, says what it should, and that nothing else changed.

use std::ops::Range;

use super::facts::Facts;
use super::nearest::nearest;
use super::note::NoteWriter;
use super::place::{Occurrence, Texts, places};
use super::{Reading, line_ending};
use crate::article::plain::Plain;
use crate::article::record::Record;
use crate::config::{Config, InterfaceLanguage};
use crate::diagnostic::{self, Diagnostic, Source};
use crate::import::slug;
use crate::project::Content;

/// Places that are shown of words that stand in a text more than once.
const PLACES_SHOWN: usize = 10;

/// Characters on either side of the words that are shown of a place.
const CONTEXT_CHARACTERS: usize = 8;

/// Bytes of a name that is made.
const ID_BYTES_MAX: usize = 24;

/// A note to be written.
#[derive(Debug, Clone, Default)]
pub struct Request<'a> {
    /// The words it is about, in plain text.
    pub quote: &'a str,
    /// Which of several places is meant, counted from 1.
    pub occurrence: Option<usize>,
    /// The index of its label in [`crate::config::Vocabulary`].
    pub term: usize,
    /// Its name; without one it is made of the words.
    pub id: Option<&'a str>,
    /// The reading that an emendation proposes, in plain text.
    pub reading: Option<&'a str>,
    /// What it says, as Markdown.
    pub gist: &'a str,
    /// What it rests on.
    pub evidence: Option<Citation<'a>>,
    /// How sure its author is.
    pub confidence: Option<&'a str>,
    /// Who checked it.
    pub reviewer: Option<&'a str>,
}

/// One piece of evidence to be written.
#[derive(Debug, Clone, Default)]
pub struct Citation<'a> {
    /// Its address.
    pub url: Option<&'a str>,
    /// What it is called.
    pub title: Option<&'a str>,
    /// Its words.
    pub quotation: Option<&'a str>,
}

/// A text with a new note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotated {
    /// The whole text.
    pub text: String,
    /// The name of the note.
    pub id: String,
    /// The bytes of the reference in the text.
    pub reference: Range<usize>,
    /// The note, as it stands at the end of the text.
    pub note: String,
}

/// Puts a note behind words of the article that `content` is.
///
/// # Errors
/// Why there is no such text: the words are missing or ambiguous, no reference can stand behind them, or
/// the note would be wrong.
pub fn annotate(
    content: &Content,
    config: &Config,
    request: &Request<'_>,
) -> Result<Annotated, Vec<Diagnostic>> {
    let before = Reading::of(content, config);
    let source = &content.source;
    let occurrence = occurrence(&before, request).map_err(|problem| vec![problem])?;
    let id = id(&before, request).map_err(|problem| vec![problem])?;
    let language = InterfaceLanguage::of(&before.article.language);
    let writer = NoteWriter { config, language };
    let at = source_range(&occurrence);
    let note = writer
        .note(&id, request)
        .ok_or_else(|| vec![diagnostic::annotate_unquotable(source, &at)])?;
    let ending = line_ending(source.text());
    let note = note.replace('\n', ending);
    let facts = Facts::of(&before);
    let gap = gap(source.text(), ending);
    let mut refused = Vec::new();
    for place in places(source.text(), occurrence.leaf, occurrence.range.end) {
        let reference = format!("[^{id}]");
        // What stands in parentheses behind the reference would be read as its address.
        let escape = match source.text()[place..].starts_with('(') {
            true => "\\",
            false => "",
        };
        let (head, tail) = source.text().split_at(place);
        let text = format!("{head}{reference}{escape}{tail}{gap}{note}{ending}");
        let new_source = Source::new(source.path.clone(), text);
        let after = Reading::of_text(content, new_source, config);
        let errors = after.new_errors(&before);
        let is_kept = Facts::without(&after, Some(&id)) == facts;
        let records = &after.article.summary.records;
        let record = records.iter().find(|record| record.id == id);
        if let (Some(record), true, true) = (record, is_kept, errors.is_empty())
            && is_at(record, request, &facts.text[..occurrence.in_text.start])
        {
            let what = match ends(content, config, &after) {
                true => unlike(record, request),
                false => Some("the note, which does not end"),
            };
            if let Some(what) = what {
                return Err(vec![diagnostic::annotate_not_literal(&source.path, what)]);
            }
            return Ok(Annotated {
                reference: place..place + reference.len(),
                text: after.article.source.text().to_owned(),
                id,
                note,
            });
        }
        if refused.is_empty() && is_kept {
            refused = errors;
        }
    }
    if refused.is_empty() {
        let alone = format!("{}{gap}{note}{ending}", source.text());
        let alone = Reading::of_text(content, Source::new(source.path.clone(), alone), config);
        let is_note = alone.document.notes.iter().any(|note| note.id == id);
        let bare = Request {
            gist: "",
            ..request.clone()
        };
        refused.push(match is_note {
            true if !request.gist.is_empty() && annotate(content, config, &bare).is_ok() => {
                diagnostic::annotate_not_literal(&source.path, "what the note says")
            }
            true => diagnostic::annotate_no_place(source, &at),
            false => diagnostic::annotate_no_end(source),
        });
    }
    Err(refused)
}

/// Returns where words stand in the plain text of an article, in bytes, in the order in which
/// [`Request::occurrence`] counts them.
pub fn offsets(content: &Content, config: &Config, words: &str) -> Vec<usize> {
    let reading = Reading::of(content, config);
    let found = Texts::of(&reading.document).occurrences(words);
    let starts = found.iter().map(|occurrence| occurrence.in_text.start);
    starts.collect()
}

/// Returns whether a note is about the words that were meant.
fn is_at(record: &Record, request: &Request<'_>, before: &str) -> bool {
    let passage = record.passage.as_ref();
    record.lemma.as_deref() == Some(request.quote)
        && passage.is_some_and(|passage| {
            passage.words == request.quote && passage.position.start == before.chars().count()
        })
}

/// Returns whether what is written behind a text stands by itself: an open fence would take it in.
fn ends(content: &Content, config: &Config, text: &Reading) -> bool {
    let words = text.article.source.text();
    let ending = line_ending(words);
    // No other note has this name, which is no word of any language.
    let probe = "kz-probe-7f3a";
    let probed = format!("{words}{}[^{probe}]: x{ending}", gap(words, ending));
    let source = Source::new(text.article.source.path.clone(), probed);
    let probed = Reading::of_text(content, source, config);
    let is_note = probed.document.notes.iter().any(|note| note.id == probe);
    is_note && Facts::without(&probed, Some(probe)) == Facts::of(text)
}

/// Returns what of a note is not what was asked for, if anything.
fn unlike(record: &Record, request: &Request<'_>) -> Option<&'static str> {
    let is_evidence = request.evidence.as_ref().is_none_or(|citation| {
        record.evidence.last().is_some_and(|found| {
            found.title == citation.name()
                && found.quotation.as_deref() == citation.quotation
                && found.url.is_some() == citation.url.is_some()
        })
    });
    if record.reading.as_deref() != request.reading {
        Some("the reading")
    } else if !is_evidence {
        Some("the evidence")
    } else if record.confidence.as_deref() != request.confidence {
        Some("the confidence")
    } else if record.reviewer.as_deref() != request.reviewer {
        Some("the reviewer")
    } else {
        None
    }
}

/// Returns the place that is meant.
fn occurrence<'a>(
    reading: &'a Reading,
    request: &Request<'_>,
) -> Result<Occurrence<'a>, Diagnostic> {
    let source = &reading.article.source;
    let mut found = Texts::of(&reading.document).occurrences(request.quote);
    let count = found.len();
    match (count, request.occurrence) {
        (0, _) => Err(match nearest(&reading.document, request.quote) {
            None => diagnostic::annotate_quote_unlike(&source.path),
            Some((leaf, range)) => {
                let plain = Plain::of(leaf);
                let text = plain.text[range.clone()].to_owned();
                diagnostic::annotate_quote_missing(source, &plain.source_range(range), &text)
            }
        }),
        (1, None) => Ok(found.swap_remove(0)),
        (_, Some(wanted)) if (1..=count).contains(&wanted) => Ok(found.swap_remove(wanted - 1)),
        (_, Some(wanted)) => {
            let path = &source.path;
            Err(diagnostic::annotate_no_occurrence(path, wanted, count))
        }
        (_, None) => {
            let shown = found.iter().take(PLACES_SHOWN);
            let places: Vec<(Range<usize>, String)> = shown
                .map(|occurrence| (source_range(occurrence), context(occurrence)))
                .collect();
            Err(diagnostic::annotate_quote_ambiguous(source, &places, count))
        }
    }
}

fn source_range(occurrence: &Occurrence<'_>) -> Range<usize> {
    Plain::of(occurrence.leaf).source_range(occurrence.range.clone())
}

/// Returns words among their neighbours.
fn context(occurrence: &Occurrence<'_>) -> String {
    let text = Plain::of(occurrence.leaf).text;
    let Range { start, end } = occurrence.range;
    let head = text[..start]
        .char_indices()
        .rev()
        .nth(CONTEXT_CHARACTERS - 1);
    let head = head.map_or(0, |(at, _)| at);
    let tail = text[end..].char_indices().nth(CONTEXT_CHARACTERS);
    let tail = tail.map_or(text.len(), |(at, _)| end + at);
    format!(
        "{}「{}」{}",
        &text[head..start],
        &text[start..end],
        &text[end..tail]
    )
}

/// Returns the name of the note: the one that was given, or one made of its first words.
fn id(reading: &Reading, request: &Request<'_>) -> Result<String, Diagnostic> {
    let source = &reading.article.source;
    let notes = &reading.document.notes;
    let holder = |id: &str| notes.iter().find(|note| note.id.eq_ignore_ascii_case(id));
    if let Some(id) = request.id {
        return match holder(id) {
            Some(note) => Err(diagnostic::annotate_id_taken(source, &note.id_range, id)),
            None => Ok(id.to_owned()),
        };
    }
    let mut name = slug::mint(None, request.quote, "note");
    while name.len() > ID_BYTES_MAX {
        let cut = name[..ID_BYTES_MAX].rfind('-').unwrap_or(ID_BYTES_MAX);
        name.truncate(cut);
    }
    let numbered = (2_usize..).map(|number| format!("{name}-{number}"));
    let mut names = std::iter::once(name.clone()).chain(numbered);
    let is_free = |name: &String| holder(name).is_none();
    Ok(names.find(is_free).unwrap_or(name))
}

/// Returns what stands between the end of a text and a note: an empty line.
fn gap(text: &str, ending: &str) -> String {
    let breaks = text.trim_end_matches([' ', '\t']).rsplit('\n');
    let empty = breaks.take_while(|line| line.trim().is_empty()).count();
    match empty {
        0 => ending.repeat(2),
        1 => ending.to_owned(),
        _ => String::new(),
    }
}

impl Citation<'_> {
    /// Returns what it is called: its title, or else the host of its address.
    pub(super) fn name(&self) -> &str {
        let url = self.url.unwrap_or_default();
        let host = url.split_once("://").map_or(url, |(_, rest)| rest);
        let host = host.split(['/', '?', '#']).next().unwrap_or_default();
        self.title.unwrap_or(host)
    }
}
