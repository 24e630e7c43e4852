//! Finds the words each note is about, and cuts the text at the borders of their spans.
//!
//! The rule (DESIGN section 4): in the block of a note's first reference, the plain text before the
//! reference must end with the lemma, exactly. There is no fuzzy matching: 「55%」 must never find
//! 「5.5%」. Since references are points, spans may overlap, nest and cross.
//!
//! A further reference to the note is about the same words where these stand before it as well; where they do
//! not, it is only a reference.

mod cutter;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::document::{
    Document, ELLIPSIS, Inline, Leaf, Note, Quoted, ReadingPart, Reference, for_each_inline_mut,
    for_each_leaf, for_each_leaf_mut,
};
use super::plain::Plain;
use crate::diagnostic::{self, Diagnostic, Source};
use cutter::cut_leaf;

/// Numbers the notes in the order of their first references, body first, and counts references.
/// Notes that nothing refers to are reported, and kept at the end so that nothing is lost.
pub(super) fn number(
    source: &Arc<Source>,
    document: &mut Document,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut numbering = Numbering {
        numbers: vec![None; document.notes.len()],
        counts: vec![0; document.notes.len()],
        order: Vec::with_capacity(document.notes.len()),
    };
    for_each_leaf_mut(&mut document.blocks, &mut |leaf| numbering.count(leaf));
    let mut next = 0;
    while let Some(index) = numbering.order.get(next).copied() {
        document.notes[index].for_each_leaf_mut(&mut |leaf| numbering.count(leaf));
        next += 1;
    }
    let mut ids = HashSet::new();
    for (index, note) in document.notes.iter().enumerate() {
        let is_first = ids.insert(note.id.to_lowercase());
        if numbering.numbers[index].is_none() && !is_first {
            // The second of two definitions with one name was reported as that already.
            numbering.give_number(index);
        } else if numbering.numbers[index].is_none() {
            diagnostics.push(diagnostic::note_unused(source, &note.id_range, &note.id));
            numbering.give_number(index);
        }
    }
    let Numbering {
        numbers,
        counts,
        order,
    } = numbering;
    let mut notes: Vec<Option<Note>> = std::mem::take(&mut document.notes)
        .into_iter()
        .map(Some)
        .collect();
    document.notes = order
        .iter()
        .filter_map(|index| notes[*index].take())
        .collect();
    for (note, index) in document.notes.iter_mut().zip(&order) {
        note.references = counts[*index];
    }
    let renumber = &mut |leaf: &mut Leaf| {
        for_each_inline_mut(leaf, &mut |inline| {
            if let Inline::Reference(reference) = inline {
                reference.note = numbers[reference.note].unwrap_or_default();
            }
        });
    };
    for_each_leaf_mut(&mut document.blocks, renumber);
    for note in &mut document.notes {
        note.for_each_leaf_mut(renumber);
    }
}

/// Notes by their definition's index, while they are being numbered.
struct Numbering {
    numbers: Vec<Option<usize>>,
    /// References to each note so far.
    counts: Vec<usize>,
    /// The notes that have a number, in its order.
    order: Vec<usize>,
}

impl Numbering {
    fn give_number(&mut self, index: usize) {
        self.numbers[index] = Some(self.order.len());
        self.order.push(index);
    }

    fn count(&mut self, leaf: &mut Leaf) {
        for_each_inline_mut(leaf, &mut |inline| {
            let Inline::Reference(reference) = inline else {
                return;
            };
            let index = reference.note;
            self.counts[index] += 1;
            reference.occurrence = self.counts[index];
            if self.numbers[index].is_none() {
                self.give_number(index);
            }
        });
    }
}

/// Reports notes whose texts refer to one another in a ring.
pub(super) fn report_cycles(
    source: &Arc<Source>,
    document: &Document,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let edges: Vec<Vec<(usize, Range<usize>)>> = document.notes.iter().map(outgoing).collect();
    // 0: not seen, 1: on the path, 2: done.
    let mut state = vec![0_u8; edges.len()];
    for root in 0..edges.len() {
        let mut path: Vec<(usize, usize)> = Vec::new();
        if state[root] == 0 {
            state[root] = 1;
            path.push((root, 0));
        }
        while let Some((node, next)) = path.last_mut() {
            let Some((target, range)) = edges[*node].get(*next) else {
                state[*node] = 2;
                path.pop();
                continue;
            };
            *next += 1;
            match state[*target] {
                0 => {
                    state[*target] = 1;
                    path.push((*target, 0));
                }
                1 => {
                    let from = path.iter().position(|(node, _)| node == target);
                    let ring: Vec<&str> = path[from.unwrap_or_default()..]
                        .iter()
                        .map(|(node, _)| document.notes[*node].id.as_str())
                        .collect();
                    diagnostics.push(diagnostic::note_cycle(source, range, &ring));
                }
                _ => {}
            }
        }
    }
}

fn outgoing(note: &Note) -> Vec<(usize, Range<usize>)> {
    let mut edges = Vec::new();
    note.for_each_leaf(&mut |leaf| {
        for (_, reference) in Plain::of(leaf).references {
            edges.push((reference.note, reference.range.clone()));
        }
    });
    edges
}

/// A note's span in the plain text of a leaf, in bytes.
#[derive(Debug, Clone, PartialEq)]
struct Span {
    note: usize,
    range: Range<usize>,
    /// Whether the lemma leaves out the middle of the words.
    omits: bool,
    /// Whether it stands before a further reference to the note.
    is_again: bool,
}

/// The spans of a leaf, and what of its text emendations replace.
#[derive(Default)]
struct Apparatus {
    /// In the order of their starts.
    spans: Vec<Span>,
    /// Apart from one another, in their order.
    replacements: Vec<Replacement>,
}

/// A stretch of a leaf's plain text, in bytes, for which a part of a note's reading stands.
struct Replacement {
    note: usize,
    range: Range<usize>,
    part: ReadingPart,
    /// Whether it stands before a further reference to the note.
    is_again: bool,
}

/// Anchors every note and cuts the text of the document at the borders of the spans.
pub(super) fn anchor(
    source: &Arc<Source>,
    document: &mut Document,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut found: Vec<Apparatus> = Vec::new();
    let visit = &mut |leaf: &Leaf, diagnostics: &mut Vec<Diagnostic>| {
        let spans = find_spans(source, leaf, &document.notes, diagnostics);
        let replacements = replacements(source, &spans, &document.notes, diagnostics);
        found.push(Apparatus {
            spans,
            replacements,
        });
    };
    for_each_leaf(&document.blocks, &mut |leaf| visit(leaf, diagnostics));
    for note in &document.notes {
        note.for_each_leaf(&mut |leaf| visit(leaf, diagnostics));
    }
    let mut found = found.into_iter();
    let cut = &mut |leaf: &mut Leaf| {
        if let Some(found) = found.next().filter(|found| !found.spans.is_empty()) {
            cut_leaf(leaf, &found);
        }
    };
    for_each_leaf_mut(&mut document.blocks, cut);
    for note in &mut document.notes {
        note.for_each_leaf_mut(cut);
    }
}

fn find_spans(
    source: &Arc<Source>,
    leaf: &Leaf,
    notes: &[Note],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Span> {
    if !leaf.iter().any(may_hold_reference) {
        return Vec::new();
    }
    let plain = Plain::of(leaf);
    let mut spans: Vec<Span> = Vec::new();
    for (offset, reference) in &plain.references {
        let note = &notes[reference.note];
        let Some(lemma) = note.lemma.as_ref() else {
            continue;
        };
        let is_again = reference.occurrence > 1;
        match span_before(&plain.text[..*offset], &lemma.text) {
            Some((range, _)) if is_again && overlaps_own(&spans, reference.note, &range) => {}
            Some((range, omits)) => spans.push(Span {
                note: reference.note,
                range,
                omits,
                is_again,
            }),
            None if is_again => {}
            None => diagnostics.push(not_found(source, &plain, (*offset, reference), note, lemma)),
        }
    }
    // The outermost first: what begins earlier, then what ends later, then the lower number.
    spans.sort_by_key(|span| {
        (
            span.range.start,
            std::cmp::Reverse(span.range.end),
            span.note,
        )
    });
    spans
}

/// Returns whether some of a range, which ends where the last span does or behind it, belongs to a note already.
fn overlaps_own(spans: &[Span], note: usize, range: &Range<usize>) -> bool {
    let last = spans.iter().rev();
    let mut overlapping = last.take_while(|span| span.range.end > range.start);
    overlapping.any(|span| span.note == note)
}

fn may_hold_reference(inline: &Inline) -> bool {
    matches!(
        inline,
        Inline::Reference(_)
            | Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strikethrough(_)
            | Inline::Quotation(_)
            | Inline::Fixed { .. }
    )
}

/// Returns the span of a lemma at the end of a text: the lemma itself, or for 「甲……乙」 the nearest
/// stretch that begins with the one and ends with the other. It comes with whether that leaves
/// words out, for the text itself may have the mark.
fn span_before(text: &str, lemma: &str) -> Option<(Range<usize>, bool)> {
    if let Some(head) = text.strip_suffix(lemma) {
        return Some((head.len()..text.len(), false));
    }
    let (first, last) = lemma.split_once(ELLIPSIS)?;
    let head = text.strip_suffix(last)?;
    if first.is_empty() || last.is_empty() {
        return None;
    }
    let start = head.rfind(first)?;
    Some((start..text.len(), true))
}

/// Returns what emendations replace in a leaf. Of several that propose a reading for the same words
/// the first does, and the others are reported; one that is only referred to again gives way to all others.
fn replacements(
    source: &Arc<Source>,
    spans: &[Span],
    notes: &[Note],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Replacement> {
    let mut replacements: Vec<Replacement> = Vec::new();
    let (again, first): (Vec<&Span>, Vec<&Span>) = spans.iter().partition(|span| span.is_again);
    for span in first.into_iter().chain(again) {
        let note = &notes[span.note];
        let (Some(lemma), Some(reading)) = (&note.lemma, &note.reading) else {
            continue;
        };
        let own = replaced(span, &lemma.text, &reading.text);
        let taken = own.iter().find_map(|of| {
            let next = replacements.get(place_of(of, &replacements))?;
            (next.range.start < of.range.end).then_some(next.note)
        });
        if let Some(first) = taken {
            if span.is_again {
                continue;
            }
            let first = &notes[first];
            diagnostics.push(diagnostic::emendations_overlap(
                source,
                &note.label_range,
                &first.label_range,
                [&note.id, &first.id],
            ));
            continue;
        }
        for replacement in own {
            replacements.insert(place_of(&replacement, &replacements), replacement);
        }
    }
    replacements
}

/// Returns the index before which a replacement stands, or which overlaps it.
fn place_of(replacement: &Replacement, others: &[Replacement]) -> usize {
    others.partition_point(|other| other.range.end <= replacement.range.start)
}

/// Returns what an emendation replaces: all of its span, or where both lemma and reading leave out
/// their middle, the two ends.
fn replaced(span: &Span, lemma: &str, reading: &str) -> Vec<Replacement> {
    let of = |range: Range<usize>, part: ReadingPart| Replacement {
        note: span.note,
        range,
        part,
        is_again: span.is_again,
    };
    let omits = lemma.split_once(ELLIPSIS).filter(|(head, tail)| {
        span.omits && head.len() + tail.len() <= span.range.len() && reading.contains(ELLIPSIS)
    });
    match omits {
        Some((head, tail)) => vec![
            of(
                span.range.start..span.range.start + head.len(),
                ReadingPart::Head,
            ),
            of(
                span.range.end - tail.len()..span.range.end,
                ReadingPart::Tail,
            ),
        ],
        None => vec![of(span.range.clone(), ReadingPart::Whole)],
    }
}

/// Returns the diagnostic for a lemma that does not stand before its reference, with the text that
/// is most like it.
fn not_found(
    source: &Arc<Source>,
    plain: &Plain<'_>,
    (offset, reference): (usize, &Reference),
    note: &Note,
    lemma: &Quoted,
) -> Diagnostic {
    if let Some(start) = plain.text.find(&lemma.text) {
        let range = plain.source_range(start..start + lemma.text.len());
        return diagnostic::lemma_elsewhere(source, &lemma.range, &range, &note.id);
    }
    let nearest = nearest_before(&plain.text[..offset], &lemma.text);
    let range = match nearest.is_empty() {
        true => reference.range.clone(),
        false => plain.source_range(nearest.clone()),
    };
    let text = &plain.text[nearest];
    diagnostic::lemma_not_found(source, &lemma.range, &range, &note.id, text)
}

/// Returns the stretch at the end of a text that is most like the lemma.
fn nearest_before(text: &str, lemma: &str) -> Range<usize> {
    /// Comparing costs the product of the lengths; a lemma is a sentence at most.
    const COMPARED_CHARACTERS: usize = 120;
    let length = lemma.chars().count();
    let lemma: String = lemma.chars().take(COMPARED_CHARACTERS).collect();
    let lengths = length.saturating_sub(2).max(1)..=length + 2;
    let candidates = lengths.map(|length| {
        let start = text
            .char_indices()
            .rev()
            .nth(length - 1)
            .map_or(0, |(start, _)| start);
        start..text.len()
    });
    candidates
        .min_by_key(|range| {
            let candidate: String = text[range.clone()]
                .chars()
                .take(COMPARED_CHARACTERS)
                .collect();
            let distance = strsim::levenshtein(&candidate, &lemma);
            // Of two that are as like, the one that begins as the lemma does: 「5.5%」 for 「55%」.
            let begins_otherwise = candidate.chars().next() != lemma.chars().next();
            (
                distance,
                begins_otherwise,
                range.len().abs_diff(lemma.len()),
                std::cmp::Reverse(range.len()),
            )
        })
        .unwrap_or(0..0)
}
