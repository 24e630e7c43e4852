//! The marks of notes, where conversion makes something else of a word as a whole.
//!
//! A note may be about a part of a word for which no part of the converted word stands: 滑 in 滑鼠,
//! which becomes 鼠标. In that edition it is about the word, and an emendation proposes a reading for
//! all of it.

use std::ops::Range;

use crate::article::document::{
    Emended, Inline, Leaf, Marks, ReadingPart, Text, for_each_inline, for_each_inline_mut,
};

/// What stands in the emended text in place of words that were widened.
pub(super) struct Widened {
    /// The emendation that proposes it, and the part of its reading that the text shows there.
    pub(super) reading: (usize, ReadingPart),
    /// What it consists of, in the order of the text.
    pub(super) pieces: Vec<Piece>,
}

/// A piece of an emended text.
pub(super) enum Piece {
    /// Text that no emendation is about.
    Kept(String),
    /// A part of the reading of a note.
    Reading(usize, ReadingPart),
}

/// Widens the marks in a leaf, which is not converted yet, to whole `words`: ranges of all its text, in
/// bytes, as they stand in it. Returns what stands in place of emended words that this made longer; none where no mark is
/// on a part of them, and the leaf stays as it is.
pub(super) fn widen(leaf: &mut Leaf, mut words: Vec<Range<usize>>) -> Option<Vec<Widened>> {
    if words.is_empty() {
        return None;
    }
    let marked = marked(leaf);
    words.retain(|word| {
        let next = marked.partition_point(|range| range.end <= word.start);
        marked.get(next).is_some_and(|range| range.start < word.end)
    });
    if words.is_empty() {
        return None;
    }
    let mut cells = cells(leaf, &words);
    let widened = emend(&mut cells);
    let mut texts: Vec<Vec<Text>> = Vec::new();
    for cell in cells {
        texts.resize(texts.len().max(cell.inline + 1), Vec::new());
        texts[cell.inline].push(cell.text);
    }
    put_back(leaf, &mut texts.into_iter());
    Some(widened)
}

/// Returns the stretches of a leaf's text that notes are about, piece by piece.
fn marked(leaf: &Leaf) -> Vec<Range<usize>> {
    let mut marked = Vec::new();
    let mut offset = 0;
    for_each_inline(leaf, &mut |inline| {
        if let Inline::Text(piece) = inline {
            let start = offset;
            offset += piece.text.len();
            if piece.marks.is_some() && offset > start {
                marked.push(start..offset);
            }
        }
    });
    marked
}

/// A piece of a leaf, or a word that several pieces had a part in.
struct Cell {
    text: Text,
    /// Which of the inlines with text it stands in.
    inline: usize,
    /// The index of the word.
    word: Option<usize>,
    /// What was put together, and how it is emended.
    parts: Vec<(String, Option<Emended>)>,
}

impl Cell {
    fn of(text: Text, inline: usize, word: Option<usize>) -> Cell {
        let emendation = text.marks.as_ref().and_then(|marks| marks.emendation);
        Cell {
            parts: vec![(text.text.clone(), emendation)],
            text,
            inline,
            word,
        }
    }
}

/// Takes the text out of a leaf, each of the words in one cell.
fn cells(leaf: &mut Leaf, words: &[Range<usize>]) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    let (mut inline_index, mut offset) = (0, 0);
    for_each_inline_mut(leaf, &mut |inline| {
        let is_text = matches!(inline, Inline::Text(_));
        let (Inline::Text(piece) | Inline::Code(piece) | Inline::Math { text: piece, .. }) = inline
        else {
            return;
        };
        let mut rest = std::mem::take(piece);
        let index = inline_index;
        inline_index += 1;
        if !is_text {
            cells.push(Cell::of(rest, index, None));
            return;
        }
        let end = offset + rest.text.len();
        let first = words.partition_point(|word| word.end <= offset);
        for (number, word) in words.iter().enumerate().skip(first) {
            if word.start >= end {
                break;
            }
            if offset < word.start {
                let before = split_off(&mut rest, word.start - offset);
                cells.push(Cell::of(before, index, None));
                offset = word.start;
            }
            let within = split_off(&mut rest, word.end.min(end) - offset);
            offset += within.text.len();
            let part = Cell::of(within, index, Some(number));
            match cells.last_mut().filter(|last| last.word == part.word) {
                Some(last) => join(last, part),
                None => cells.push(part),
            }
        }
        if offset < end {
            cells.push(Cell::of(rest, index, None));
        }
        offset = end;
    });
    cells
}

/// Cuts the beginning off a text.
fn split_off(text: &mut Text, length: usize) -> Text {
    if length == text.text.len() {
        return std::mem::take(text);
    }
    let rest = text.text.split_off(length);
    let mut before = std::mem::replace(
        text,
        Text {
            text: rest,
            ..text.clone()
        },
    );
    if let Some(marks) = &mut before.marks {
        marks.ends.clear();
        if let Some(emendation) = &mut marks.emendation {
            emendation.reading = None;
        }
    }
    if let Some(marks) = &mut text.marks {
        marks.begins.clear();
    }
    before
}

/// Adds to a cell the next part of its word.
fn join(cell: &mut Cell, part: Cell) {
    cell.text.text.push_str(&part.text.text);
    cell.parts.extend(part.parts);
    let Some(marks) = part.text.marks else { return };
    let own = cell.text.marks.get_or_insert_with(Box::<Marks>::default);
    for note in marks.notes {
        if !own.notes.contains(&note) {
            own.notes.push(note);
        }
    }
    own.begins.extend(marks.begins);
    own.ends.extend(marks.ends);
}

/// Makes each emendation one of whole cells. Where several meet in a word, the first stands for all.
fn emend(cells: &mut [Cell]) -> Vec<Widened> {
    let mut widened = Vec::new();
    let mut open: Option<(usize, Vec<Piece>)> = None;
    for cell in cells {
        let Some(first) = cell.parts.iter().find_map(|(_, emended)| *emended) else {
            continue;
        };
        let is_again = first.is_again;
        let (note, mut pieces) = open.take().unwrap_or((first.note, Vec::new()));
        let mut goes_on = false;
        for (text, emended) in std::mem::take(&mut cell.parts) {
            match emended {
                None => pieces.push(Piece::Kept(text)),
                Some(Emended { note, reading, .. }) => {
                    pieces.extend(reading.map(|part| Piece::Reading(note, part)));
                }
            }
            goes_on = emended.is_some_and(|emended| emended.reading.is_none());
        }
        let own = pieces.iter().find_map(|piece| match piece {
            Piece::Reading(of, part) if *of == note => Some(*part),
            _ => None,
        });
        let reading = own.filter(|_| !goes_on);
        if let Some(marks) = &mut cell.text.marks {
            marks.emendation = Some(Emended {
                note,
                reading,
                is_again,
            });
        }
        match reading {
            _ if goes_on => open = Some((note, pieces)),
            Some(part) if pieces.len() > 1 => widened.push(Widened {
                reading: (note, part),
                pieces,
            }),
            _ => {}
        }
    }
    widened
}

/// Gives a leaf the texts for each of its inlines that had one.
fn put_back(leaf: &mut Leaf, texts: &mut impl Iterator<Item = Vec<Text>>) {
    for mut inline in std::mem::take(leaf) {
        match &mut inline {
            Inline::Text(_) => {
                let own = texts.next().unwrap_or_default();
                leaf.extend(own.into_iter().map(Inline::Text));
                continue;
            }
            Inline::Code(piece) | Inline::Math { text: piece, .. } => {
                *piece = texts
                    .next()
                    .and_then(|mut own| own.pop())
                    .unwrap_or_default();
            }
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Quotation(content)
            | Inline::Fixed { content, .. }
            | Inline::Citation { content, .. }
            | Inline::Link { content, .. } => put_back(content, texts),
            _ => {}
        }
        leaf.push(inline);
    }
}
