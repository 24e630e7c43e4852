//! Normalises notes and front matter, and nothing else.
//!
//! - Of a note: its label and its keys are those of the article's script, one space stands behind the
//!   label, the arrow is `→`, the colon that of the script, and items are indented by four spaces and
//!   follow one another without empty lines.
//! - Of front matter: keys stand in the order of DESIGN section 3.1, one space stands behind the colon,
//!   and none at the end of a line. Comments stay above their keys.
//! - Two notes are parted by no more than one empty line, and the last line of a text with notes ends.
//!
//! What is not understood stays as it is. Each note, and the front matter, is changed only when the text
//! then says what it said, to the letter (`facts`); one that it would change is left alone.

use std::ops::Range;
use std::sync::Arc;

use super::facts::Facts;
use super::note::label;
use super::{Reading, front_matter, line_ending, line_start};
use crate::article::document::{Item, Note};
use crate::config::{Config, InterfaceLanguage};
use crate::diagnostic::Source;
use crate::project::Content;

/// What the lines of an item begin with, the first and all others.
const ITEM_INDENT: [&str; 2] = ["    - ", "      "];

/// A text is formatted again until it stays as it is, but no more often than this, so that it ends in any
/// case.
const PASSES_MAX: usize = 8;

/// Bytes of a text, and what takes their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

/// Returns the text of `content` as it should be written; the same text when it is written so. In a text
/// that cannot be parsed without errors what is wrong stays.
pub fn format(content: &Content, config: &Config) -> String {
    let mut content = content.clone();
    for _ in 0..PASSES_MAX {
        let text = formatted_once(&content, config);
        if text == content.source.text() {
            break;
        }
        content.source = Source::new(content.source.path.clone(), text);
    }
    content.source.text().to_owned()
}

/// Formats a text once. Of edits that touch one another one may be left for the next time.
fn formatted_once(content: &Content, config: &Config) -> String {
    let before = Reading::of(content, config);
    let source = &content.source;
    let formatter = Formatter {
        text: source.text(),
        config,
        language: InterfaceLanguage::of(&before.article.language),
    };
    let notes = &before.document.notes;
    let mut units: Vec<Vec<Edit>> = vec![front_matter::edits(source), formatter.end(notes)];
    units.extend(notes.iter().map(|note| formatter.note(note, notes)));
    units.retain(|unit| !unit.is_empty());
    if units.is_empty() {
        return source.text().to_owned();
    }
    let trial = Trial {
        content,
        config,
        facts: Facts::of(&before),
        before,
    };
    trial.text(&trial.good(&[], units))
}

/// Tries edits on a text.
struct Trial<'a> {
    content: &'a Content,
    config: &'a Config,
    before: Reading,
    facts: Facts,
}

impl Trial<'_> {
    /// Returns those of the units that leave what the text says, together with `others`: all, or the good
    /// ones of either half.
    fn good(&self, others: &[Vec<Edit>], units: Vec<Vec<Edit>>) -> Vec<Vec<Edit>> {
        let all = [others, units.as_slice()].concat();
        if units.is_empty() || self.is_good(&all) {
            return all;
        }
        if units.len() == 1 {
            return others.to_vec();
        }
        let mut first = units;
        let second = first.split_off(first.len() / 2);
        let others = self.good(others, first);
        self.good(&others, second)
    }

    fn is_good(&self, units: &[Vec<Edit>]) -> bool {
        let path = self.content.source.path.clone();
        let source = Source::new(path, self.text(units));
        let after = Reading::of_text(self.content, source, self.config);
        Facts::of(&after) == self.facts && after.new_errors(&self.before).is_empty()
    }

    /// Returns the text with edits made. Of two that overlap the first counts.
    fn text(&self, units: &[Vec<Edit>]) -> String {
        let text = self.content.source.text();
        let mut edits: Vec<&Edit> = units.iter().flatten().collect();
        edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        let mut edited = String::with_capacity(text.len());
        let mut at = 0;
        for edit in edits {
            if edit.range.start >= at {
                edited += &text[at..edit.range.start];
                edited += &edit.text;
                at = edit.range.end;
            }
        }
        edited + &text[at..]
    }
}

struct Formatter<'a> {
    text: &'a str,
    config: &'a Config,
    language: InterfaceLanguage,
}

impl Formatter<'_> {
    fn note(&self, note: &Note, notes: &[Note]) -> Vec<Edit> {
        let mut edits = Vec::new();
        self.gap(note, notes, &mut edits);
        self.head(note, &mut edits);
        for item in &note.items {
            self.item(item, note, &mut edits);
        }
        edits
    }

    /// Adds an edit, unless it changes nothing.
    fn push(&self, range: Range<usize>, text: &str, edits: &mut Vec<Edit>) {
        if self.text[range.clone()] != *text {
            let text = text.to_owned();
            edits.push(Edit { range, text });
        }
    }

    fn head(&self, note: &Note, edits: &mut Vec<Edit>) {
        let vocabulary = &self.config.vocabulary;
        let label_range = note.label_range.clone();
        if label_range.is_empty() {
            return;
        }
        if vocabulary.find(&self.text[label_range.clone()]) == Some(note.term) {
            let name = label(vocabulary.term(note.term), self.config, self.language);
            self.push(label_range.clone(), name, edits);
        }
        let Some(lemma) = &note.lemma else { return };
        let between = label_range.end..lemma.range.start;
        let mark = self.text[between.clone()].trim_end_matches([' ', '\t']);
        if matches!(mark, "**" | "__") {
            self.push(between, &format!("{mark} "), edits);
        }
        let mut end = lemma.range.end;
        if let Some(reading) = &note.reading {
            let between = end..reading.range.start;
            if matches!(self.text[between.clone()].trim(), "→" | "->") {
                self.push(between, "→", edits);
            }
            end = reading.range.end;
        }
        let rest = &self.text[end..];
        let after = rest.trim_start_matches([' ', '\t']);
        if let Some(gist) = after.strip_prefix(['：', ':']) {
            let gist = gist.trim_start_matches([' ', '\t']);
            let colon = end..end + rest.len() - gist.len();
            let is_line = !gist.is_empty() && !gist.starts_with(['\n', '\r']);
            let sign = match self.language {
                InterfaceLanguage::English if is_line => ": ",
                InterfaceLanguage::English => ":",
                _ => "：",
            };
            self.push(colon, sign, edits);
        }
    }

    fn item(&self, item: &Item, note: &Note, edits: &mut Vec<Edit>) {
        let start = line_start(self.text, item.range.start);
        let prefix = start..item.range.start;
        let mark = self.text[prefix.clone()].trim();
        if !matches!(mark, "-" | "*" | "+") {
            // It stands in a quotation, or in the line of another.
            return;
        }
        // A note of more than a head and items may need its empty lines.
        let above = self.empty_lines(start);
        let prefix = match note.blocks.is_empty() {
            true => above.start..prefix.end,
            false => prefix,
        };
        self.push(prefix, ITEM_INDENT[0], edits);
        let text = &self.text[item.range.clone()];
        let names = InterfaceLanguage::ALL.map(|language| item.key.name(language));
        let is_key = |name: &&&str| {
            text.get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
        };
        if let Some(name) = names.iter().filter(is_key).max_by_key(|name| name.len()) {
            let rest = text[name.len()..].trim_start_matches([' ', '\t']);
            let spaces = text.len() - name.len() - rest.len();
            let range = item.range.start..item.range.start + name.len() + spaces;
            let gap = if spaces == 0 { "" } else { " " };
            self.push(
                range,
                &(item.key.name(self.language).to_owned() + gap),
                edits,
            );
        }
        for (at, _) in text.trim_end().match_indices('\n') {
            let line = &text[at + 1..];
            let spaces = line.len() - line.trim_start_matches([' ', '\t']).len();
            let start = item.range.start + at + 1;
            self.push(start..start + spaces, ITEM_INDENT[1], edits);
        }
    }

    /// Leaves no more than one empty line above a note that follows another.
    fn gap(&self, note: &Note, notes: &[Note], edits: &mut Vec<Edit>) {
        let start = line_start(self.text, note.id_range.start);
        let above = self.empty_lines(start);
        let first = notes.iter().map(|note| note.id_range.start).min();
        let is_first = first == Some(note.id_range.start);
        let count = self.text[above.clone()].matches('\n').count();
        if !is_first && count > 1 {
            self.push(above, line_ending(self.text), edits);
        }
    }

    /// Returns the empty lines that stand above the line that begins at an offset.
    fn empty_lines(&self, start: usize) -> Range<usize> {
        let above = self.text[..start].trim_end();
        let end = self.text[above.len()..start].find('\n');
        let first = end.map_or(start, |end| above.len() + end + 1);
        first..start
    }

    /// Ends the last line of a text with notes, and leaves no empty one behind it.
    fn end(&self, notes: &[Note]) -> Vec<Edit> {
        let mut edits = Vec::new();
        if !notes.is_empty() {
            let end = self.text.trim_end_matches([' ', '\t', '\n', '\r']).len();
            self.push(end..self.text.len(), line_ending(self.text), &mut edits);
        }
        edits
    }
}

/// Returns the texts of an article that can be formatted: its own, and those of its written editions, each
/// with the configuration that it is read by.
pub fn texts(content: &Content, config: &Config) -> Vec<(Content, Config)> {
    let own = (content.clone(), config.clone());
    let written = content.written.iter().map(|(tag, source)| {
        let content = Content {
            source: Arc::clone(source),
            written: Vec::new(),
            ..content.clone()
        };
        let config = Config {
            language: tag.clone(),
            ..config.clone()
        };
        (content, config)
    });
    [own].into_iter().chain(written).collect()
}
