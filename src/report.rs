//! Draws diagnostics: for a terminal with annotate-snippets, and as JSON lines for programs.
//!
//! Only this room and the command line turn a [`Diagnostic`] into text. Carets stand under the
//! characters meant, a Han character being two columns wide.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Diagnostic, Difference, Piece, Place, Severity, Source};

/// Lines shown before and after the place.
const CONTEXT_LINES: usize = 1;
/// Lines of one place that are shown at most; a longer one is cut.
const PLACE_LINES: usize = 6;
/// Bytes of context kept behind a place in a very long line.
const CONTEXT_BYTES: usize = 240;
/// Bytes of context kept before a place; the renderer shows as much of them as there is room for.
const BYTES_BEFORE: usize = 2 << 10;

/// Differences that are shown.
const DIFFERENCES: usize = 12;
/// Characters of a piece of a difference that are shown.
const PIECE_CHARACTERS: usize = 160;

/// Returns the diagnostic as text, with excerpt, carets and help; in colour when `colour`.
pub fn text(diagnostic: &Diagnostic, style: Style) -> String {
    let excerpts: Vec<Excerpt> = diagnostic.places.iter().map(excerpt).collect();
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(
        level
            .primary_title(diagnostic.message.as_str())
            .id(diagnostic.code),
    );
    if excerpts.is_empty() {
        group = group.element(Origin::path(visible(&diagnostic.path)));
    }
    for (index, (excerpt, place)) in excerpts.iter().zip(&diagnostic.places).enumerate() {
        let kind = if index == 0 {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let label = visible(&place.label);
        let label = (!label.is_empty()).then_some(label);
        let snippet = Snippet::source(excerpt.text)
            .line_start(excerpt.line_number)
            .fold(false)
            .annotation(kind.span(excerpt.range.clone()).label(label));
        let path = visible(&place.source.path);
        if excerpt.begins_line {
            group = group.element(snippet.path(path));
        } else {
            // The excerpt of a very long line does not begin where the line does.
            let (line_number, column) = place.source.line_column(place.range.start);
            let origin = Origin::path(path).line(line_number).char_column(column);
            group = group.element(origin).element(snippet);
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = match style {
        Style::Coloured => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    let drawn = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
    let shown = diagnostic.differences().take(DIFFERENCES);
    let mut text = shown.fold(drawn, |text, difference| {
        format!("{text}\n{}", lines_of(difference, style))
    });
    if let Some(more) = diagnostic
        .differences()
        .count()
        .checked_sub(DIFFERENCES + 1)
    {
        text += &format!("\n  … and {} more", more + 1);
    }
    text
}

/// Draws a difference as two lines, the one that should be and the one that is, with marks under the
/// characters in which they differ.
fn lines_of(difference: &Difference, style: Style) -> String {
    let draw = |sign: char, colour: &str| {
        let (mut line, mut marks) = (String::new(), String::new());
        for piece in &difference.pieces {
            let text = visible(&shortened(piece.text()));
            let is_changed = match piece {
                Piece::Same(_) => false,
                Piece::Removed(_) if sign == '-' => true,
                Piece::Added(_) if sign == '+' => true,
                _ => continue,
            };
            let mark = if is_changed { "^" } else { " " };
            marks += &mark.repeat(text.width());
            match (style, is_changed) {
                (Style::Coloured, true) => line += &format!("\x1b[{colour};7m{text}\x1b[0m"),
                (Style::Coloured, false) => line += &format!("\x1b[{colour}m{text}\x1b[0m"),
                (Style::Plain, _) => line += &text,
            }
        }
        match marks.trim_end() {
            "" => format!("  {sign} {}", line.trim_end()),
            marks => format!("  {sign} {}\n    {marks}", line.trim_end()),
        }
    };
    format!("{}\n{}", draw('-', "31"), draw('+', "32"))
}

/// Returns a text without its middle when it is too long to be looked at.
fn shortened(text: &str) -> String {
    let count = text.chars().count();
    if count <= PIECE_CHARACTERS {
        return text.to_owned();
    }
    let head: String = text.chars().take(PIECE_CHARACTERS / 2).collect();
    let tail: String = text.chars().skip(count - PIECE_CHARACTERS / 2).collect();
    format!("{head}…{tail}")
}

/// Returns a text that a terminal shows and does not obey: control characters are escaped.
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => shown.push('⏎'),
            _ if character.is_control() || is_invisible(character) => {
                shown.extend(character.escape_unicode())
            }
            _ => shown.push(character),
        }
    }
    shown
}

/// Returns whether a character cannot be seen, or turns the direction of those around it.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether a report carries escape sequences for colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For a terminal.
    Coloured,
    /// For a file, a pipe, or a reader who set `NO_COLOR`.
    Plain,
}

/// A diagnostic as a program reads it. Lines and columns count from 1, columns in characters.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    code: &'a str,
    severity: String,
    message: &'a str,
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    label: Option<&'a str>,
    help: Option<&'a str>,
    /// The places that bear on it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<RecordPlace<'a>>,
    /// How a text differs from what it should be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    differences: Vec<RecordDifference>,
}

#[derive(Debug, Serialize)]
struct RecordDifference {
    should_be: String,
    is: String,
}

#[derive(Debug, Serialize)]
struct RecordPlace<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    label: &'a str,
}

/// Returns the diagnostic as a record that serialises to one JSON object.
pub fn record(diagnostic: &Diagnostic) -> Record<'_> {
    let place = diagnostic.places.first();
    let start = place.map(|place| place.source.line_column(place.range.start));
    let end = place.map(|place| place.source.line_column(place.range.end));
    Record {
        code: diagnostic.code,
        severity: diagnostic.severity.to_string(),
        message: &diagnostic.message,
        file: &diagnostic.path,
        line: start.map(|(line, _)| line),
        column: start.map(|(_, column)| column),
        end_line: end.map(|(line, _)| line),
        end_column: end.map(|(_, column)| column),
        label: place
            .map(|place| place.label.as_str())
            .filter(|label| !label.is_empty()),
        help: diagnostic.help.as_deref(),
        also: diagnostic.places.iter().skip(1).map(record_place).collect(),
        differences: diagnostic.differences().map(record_difference).collect(),
    }
}

fn record_difference(difference: &Difference) -> RecordDifference {
    let pieces = difference.pieces.iter();
    let is_wanted = |piece: &&Piece| !matches!(piece, Piece::Added(_));
    let is_actual = |piece: &&Piece| !matches!(piece, Piece::Removed(_));
    RecordDifference {
        should_be: pieces.clone().filter(is_wanted).map(Piece::text).collect(),
        is: pieces.filter(is_actual).map(Piece::text).collect(),
    }
}

fn record_place(place: &Place) -> RecordPlace<'_> {
    let (line, column) = place.source.line_column(place.range.start);
    RecordPlace {
        file: &place.source.path,
        line,
        column,
        label: &place.label,
    }
}

/// The lines of a source around a place.
pub struct Excerpt<'a> {
    /// The lines, cut when they are very long.
    pub text: &'a str,
    /// The number of the first line, from 1.
    pub line_number: usize,
    /// The place, as bytes of `text`.
    pub range: Range<usize>,
    /// Whether `text` begins at the beginning of a line.
    pub begins_line: bool,
}

/// Returns the lines around a place. Its size is bounded, however long the file's lines are.
pub fn excerpt(place: &Place) -> Excerpt<'_> {
    let source: &Source = &place.source;
    let text = source.text();
    let start = lines_before(text, place.range.start, CONTEXT_LINES);
    let shown_end = lines_after(text, place.range.start, PLACE_LINES).min(lines_after(
        text,
        place.range.end,
        CONTEXT_LINES + 1,
    ));
    let end = shown_end
        .min(place.range.end.saturating_add(CONTEXT_BYTES))
        .max(place.range.start);
    let end = text.floor_char_boundary(end.min(place.range.start + 8 * CONTEXT_BYTES));
    let cut = place.range.start.saturating_sub(BYTES_BEFORE);
    let own_line = line_start(text, place.range.start);
    let start = match start < cut {
        true if own_line < cut => text.ceil_char_boundary(cut),
        true => own_line,
        false => start,
    };
    // The line ends before the sign that belongs to its newline.
    let end = match text[end..].starts_with('\n') && text[start..end].ends_with('\r') {
        true => end - 1,
        false => end,
    };
    let range_end = place.range.end.min(end).max(place.range.start);
    Excerpt {
        text: &text[start..end.max(place.range.start)],
        line_number: text[..start].matches('\n').count() + 1,
        range: place.range.start - start..range_end - start,
        begins_line: start == line_start(text, start),
    }
}

/// Returns the start of the line that lies `count` lines before the line of `offset`.
fn lines_before(text: &str, offset: usize, count: usize) -> usize {
    let mut start = line_start(text, offset);
    for _ in 0..count {
        start = line_start(text, start.saturating_sub(1));
    }
    start
}

/// Returns the end of the `count`th line counted from the line of `offset`, without its newline.
fn lines_after(text: &str, offset: usize, count: usize) -> usize {
    let mut end = offset;
    for index in 0..count {
        let from = if index == 0 { end } else { end + 1 };
        match text.get(from..).and_then(|rest| rest.find('\n')) {
            Some(newline) => end = from + newline,
            None => return text.len(),
        }
    }
    end
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset.min(text.len())]
        .rfind('\n')
        .map_or(0, |newline| newline + 1)
}
