//! What a note that was read lacks, or says twice.

mod item;

use std::ops::Range;
use std::sync::Arc;

use super::super::document::{Correction, Item, ItemKey, Note, leaf_text};
use super::super::front_matter::Date;
use crate::config::{InterfaceLanguage, Vocabulary};
use crate::diagnostic::{self, Diagnostic, Source};

/// Reports what is wrong with a note as a whole.
pub(super) fn check(
    source: &Arc<Source>,
    vocabulary: &Vocabulary,
    note: &Note,
    diagnostics: &mut Vec<Diagnostic>,
) {
    diagnostics.extend(bad_id(source, note));
    diagnostics.extend(silence(source, note));
    diagnostics.extend(missing_evidence(source, vocabulary, note));
    diagnostics.extend(disordered_corrections(source, note));
    diagnostics.extend(contradicting_verdict(source, vocabulary, note));
    for item in &note.items {
        item::check(source, item, diagnostics);
    }
    for key in [ItemKey::Confidence, ItemKey::Reviewer] {
        repeated_items(source, note, key, diagnostics);
    }
}

fn bad_id(source: &Arc<Source>, note: &Note) -> Option<Diagnostic> {
    let is_id = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_good = note.id.bytes().all(is_id);
    (!is_good).then(|| diagnostic::note_id(source, &note.id_range, &note.id))
}

/// A footnote says something.
fn silence(source: &Arc<Source>, note: &Note) -> Option<Diagnostic> {
    let is_silent = note.label_range.is_empty()
        && note.lemma.is_none()
        && note.blocks.is_empty()
        && note.items.is_empty()
        && note.gist.is_empty();
    is_silent.then(|| diagnostic::note_empty(source, &note.id_range, &note.id))
}

fn missing_evidence(
    source: &Arc<Source>,
    vocabulary: &Vocabulary,
    note: &Note,
) -> Option<Diagnostic> {
    let needs_evidence = vocabulary.term(note.term).needs_evidence();
    (needs_evidence && !note.items.iter().any(is_evidence))
        .then(|| diagnostic::verdict_without_evidence(source, &note.label_range, &note.id))
}

fn is_evidence(item: &Item) -> bool {
    // Marks that nothing stands between say nothing.
    let says = |text: &str| text.contains(char::is_alphanumeric);
    item.key == ItemKey::Evidence && (says(&item.argument) || says(&leaf_text(&item.content)))
}

/// Corrections follow one another in time.
fn disordered_corrections(source: &Arc<Source>, note: &Note) -> Vec<Diagnostic> {
    let mut last: Option<(Date, &Range<usize>)> = None;
    let mut problems = Vec::new();
    for item in &note.items {
        let Some(Correction { date, .. }) = item.correction else {
            continue;
        };
        match last {
            Some((earlier, range)) if earlier > date => {
                problems.push(diagnostic::corrections_out_of_order(
                    source,
                    &item.range,
                    range,
                ));
            }
            _ => last = Some((date, &item.range)),
        }
    }
    problems
}

/// The last correction made the verdict what it is.
fn contradicting_verdict(
    source: &Arc<Source>,
    vocabulary: &Vocabulary,
    note: &Note,
) -> Option<Diagnostic> {
    let changes = note.items.iter().rev();
    let mut changes = changes.filter_map(|item| Some((item, item.correction?.change?)));
    let (item, (_, to)) = changes.next()?;
    if to == note.term {
        return None;
    }
    let label = |term: usize| {
        let term = vocabulary.term(term);
        term.label(InterfaceLanguage::TraditionalChinese)
    };
    let (now, then) = (label(note.term), label(to));
    Some(diagnostic::correction_verdict(
        source,
        &item.range,
        now,
        then,
    ))
}

/// How sure an author is, and who checked, is said once.
fn repeated_items(
    source: &Arc<Source>,
    note: &Note,
    key: ItemKey,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut items = note.items.iter().filter(|item| item.key == key);
    let Some(first) = items.next() else {
        return;
    };
    diagnostics
        .extend(items.map(|again| diagnostic::item_twice(source, &again.range, &first.range)));
}
