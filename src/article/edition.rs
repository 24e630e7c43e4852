//! Editions written by hand: a text beside the article's own that takes the place of its conversion.
//!
//! Readers go from one edition to the other at any place, so both have the same blocks and the same
//! notes, and a block's name is that of its counterpart.

use std::collections::HashMap;
use std::mem::discriminant;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::document::{
    Block, BlockKind, Document, Inline, Leaf, for_each_inline_mut, for_each_leaf_mut,
};
use super::front_matter::Date;
use super::record::Record;
use crate::diagnostic::{self, Diagnostic, Source};

/// Reports where a written edition differs from the article's own text: the first block that has no
/// counterpart, and every note. `records` are those of the two.
pub(super) fn compare(
    own: &Document,
    written: &Document,
    records: [&[Record]; 2],
    source: &Arc<Source>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if let Some(block) = first_difference(&own.blocks, &written.blocks) {
        let range = match block {
            Some(block) => {
                let words = source.text()[block.range.clone()].trim_end();
                block.range.start..block.range.start + words.len()
            }
            // It has fewer blocks: the place is its end.
            None => source.bytes()..source.bytes(),
        };
        diagnostics.push(diagnostic::edition_block_differs(source, &range));
    }
    let [own, of_written] = records.map(by_id);
    for note in &written.notes {
        let id = note.id.as_str();
        let (Some(other), Some(record)) = (own.get(id), of_written.get(id)) else {
            diagnostics.push(diagnostic::edition_note_added(source, &note.id_range, id));
            continue;
        };
        if other.term != note.term {
            let problem = diagnostic::edition_verdict_differs(source, &note.label_range, id);
            diagnostics.push(problem);
        }
        // Lists of sources and corrections take the one text for the other, item by item.
        if pages(other) != pages(record) {
            let problem = diagnostic::edition_evidence_differs(source, &note.id_range, id);
            diagnostics.push(problem);
        }
        if days(other) != days(record) {
            let problem = diagnostic::edition_corrections_differ(source, &note.id_range, id);
            diagnostics.push(problem);
        }
    }
    for record in records[0] {
        if !of_written.contains_key(record.id.as_str()) {
            diagnostics.push(diagnostic::edition_note_missing(source, &record.id));
        }
    }
}

/// Returns the page of each piece of evidence of a note, and whether it speaks for what the note says.
fn pages(record: &Record) -> Vec<(bool, Option<&str>)> {
    let evidence = record.evidence.iter();
    evidence
        .map(|evidence| (evidence.is_for, evidence.url.as_deref()))
        .collect()
}

/// Returns the days of the corrections of a note.
fn days(record: &Record) -> Vec<Date> {
    let corrections = record.corrections.iter();
    corrections.map(|correction| correction.date).collect()
}

/// Gives the blocks of a written edition the names of their counterparts, and leads the links to its
/// own headings there. Returns the new names by the old ones.
pub(super) fn take_names(written: &mut Document, own: &Document) -> HashMap<String, String> {
    let mut names = HashMap::new();
    rename(&mut written.blocks, &own.blocks, &mut names);
    let follow = &mut |leaf: &mut Leaf| {
        for_each_inline_mut(leaf, &mut |inline| {
            let Inline::Link { destination, .. } = inline else {
                return;
            };
            let Some(fragment) = destination.strip_prefix('#') else {
                return;
            };
            let name = percent_decode_str(fragment).decode_utf8_lossy();
            if let Some(new) = names.get(name.as_ref()) {
                *destination = format!("#{new}");
            }
        });
    };
    for_each_leaf_mut(&mut written.blocks, follow);
    for note in &mut written.notes {
        note.for_each_leaf_mut(follow);
    }
    names
}

/// Renames blocks, and notes the new name of each old one.
fn rename(written: &mut [Block], own: &[Block], names: &mut HashMap<String, String>) {
    for (block, counterpart) in written.iter_mut().zip(own) {
        if block.id != counterpart.id {
            let old = std::mem::replace(&mut block.id, counterpart.id.clone());
            names.insert(old, counterpart.id.clone());
        }
        match (&mut block.kind, &counterpart.kind) {
            (BlockKind::Quote { blocks, .. }, BlockKind::Quote { blocks: own, .. }) => {
                rename(blocks, own, names);
            }
            (BlockKind::List { items, .. }, BlockKind::List { items: own, .. }) => {
                for (item, own) in items.iter_mut().zip(own) {
                    rename(item, own, names);
                }
            }
            _ => {}
        }
    }
}

fn by_id(records: &[Record]) -> HashMap<&str, &Record> {
    let records = records.iter();
    let by_id = records.map(|record| (record.id.as_str(), record));
    by_id.collect()
}

/// Returns the first written block that is not like its counterpart; `Some(None)` when there are
/// too few.
fn first_difference<'a>(own: &[Block], written: &'a [Block]) -> Option<Option<&'a Block>> {
    for (index, block) in written.iter().enumerate() {
        let Some(counterpart) = own.get(index).filter(|own| is_alike(own, block)) else {
            return Some(Some(block));
        };
        let inside = match (&counterpart.kind, &block.kind) {
            (BlockKind::Quote { blocks: own, .. }, BlockKind::Quote { blocks, .. }) => {
                first_difference(own, blocks)
            }
            (BlockKind::List { items: own, .. }, BlockKind::List { items, .. }) => {
                let mut pairs = own.iter().zip(items);
                pairs.find_map(|(own, item)| first_difference(own, item))
            }
            _ => None,
        };
        if let Some(difference) = inside {
            return Some(difference.or(Some(block)));
        }
    }
    (written.len() < own.len()).then_some(None)
}

fn is_alike(one: &Block, other: &Block) -> bool {
    match (&one.kind, &other.kind) {
        (BlockKind::Heading { level: one, .. }, BlockKind::Heading { level: other, .. }) => {
            one == other
        }
        (BlockKind::List { items: one, .. }, BlockKind::List { items: other, .. }) => {
            one.len() == other.len()
        }
        (
            BlockKind::Table {
                rows: one, head, ..
            },
            BlockKind::Table {
                rows: other,
                head: other_head,
                ..
            },
        ) => one.len() == other.len() && head.len() == other_head.len(),
        (one, other) => discriminant(one) == discriminant(other),
    }
}
