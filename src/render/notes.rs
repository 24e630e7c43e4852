//! The notes of an article as templates see them.

use super::body::{Writer, text};
use super::context::{ItemContext, NoteContext, ReferenceContext};
use crate::article::document::{Answer, Correction, Inline, Item, ItemKey, Note, leaf_text};
use crate::article::record::signed;

/// Returns the notes in their order.
pub(super) fn contexts(writer: &mut Writer<'_>) -> Vec<NoteContext> {
    let document = writer.document;
    (0..document.notes.len())
        .map(|index| context(writer, index))
        .collect()
}

fn context(writer: &mut Writer<'_>, index: usize) -> NoteContext {
    let document = writer.document;
    let note = &document.notes[index];
    let vocabulary = &writer.site.config.vocabulary;
    let term = vocabulary.term(note.term);
    let reference_to = |index: usize| {
        let note = document.notes.get(index)?;
        Some(format!("#n-{}", note.id))
    };
    NoteContext {
        id: note.id.clone(),
        number: index + 1,
        kind: term.class.name(),
        slug: term.slug.clone(),
        seal: term.seals.of(writer.edition).to_owned(),
        label: term.labels.of(writer.edition).to_owned(),
        lemma: note.lemma.as_ref().map(|lemma| lemma.text.clone()),
        reading: note.reading.as_ref().map(|reading| writer.reading(reading)),
        gist: writer.inlines(&note.gist),
        blocks: writer.blocks(&note.blocks),
        items: note
            .items
            .iter()
            .map(|item| item_context(writer, item))
            .collect(),
        references: references(note),
        // Only a note about words has a mark; another one is found at its reference.
        claim: match note.lemma {
            Some(_) => format!("#c-{}", note.id),
            None => format!("#r-{}", note.id),
        },
        next: reference_to(index + 1),
        previous: index.checked_sub(1).and_then(reference_to),
    }
}

fn references(note: &Note) -> Vec<ReferenceContext> {
    (1..=note.references)
        .map(|occurrence| ReferenceContext {
            href: match occurrence {
                1 => format!("#r-{}", note.id),
                _ => format!("#r-{}.{occurrence}", note.id),
            },
            label: (note.references > 1).then(|| letters(occurrence)),
        })
        .collect()
}

/// Returns a, b, … z, aa, ab, … for 1, 2, …
fn letters(number: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = number;
    while rest > 0 {
        rest -= 1;
        letters.push(b'a' + u8::try_from(rest % 26).unwrap_or_default());
        rest /= 26;
    }
    letters.into_iter().rev().map(char::from).collect()
}

fn item_context(writer: &mut Writer<'_>, item: &Item) -> ItemContext {
    let (key, word) = match item.key {
        ItemKey::Evidence => ("evidence", "evidence"),
        ItemKey::CounterEvidence => ("counter-evidence", "counter_evidence"),
        ItemKey::Archived => ("archived", "archived"),
        ItemKey::Confidence => ("confidence", "confidence"),
        ItemKey::Reviewer => ("reviewer", "reviewer"),
        ItemKey::Dissent => ("dissent", "dissent"),
        ItemKey::Correction => ("correction", "correction"),
        ItemKey::SeeAlso => ("see-also", "see_also"),
    };
    let argument = argument(writer, item);
    let html = match item.key {
        ItemKey::SeeAlso => see_also(writer, item),
        _ => writer.inlines(&item.content),
    };
    let (argument, date) = match item.key {
        ItemKey::Dissent => signed(&argument),
        _ => (argument.as_str(), None),
    };
    ItemContext {
        key,
        label: writer.words.get(word).to_owned(),
        argument: (!argument.is_empty()).then(|| argument.to_owned()),
        date: date.map(|date| date.to_string()),
        html,
        answers: answers(writer, &item.answers),
    }
}

/// Returns the answers to an objection as a list, with the answers to each below it.
fn answers(writer: &mut Writer<'_>, all: &[Answer]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut html = "<ul class=\"re\">".to_owned();
    for answer in all {
        let signature = writer.converter.owned(&answer.argument);
        let (name, date) = signed(&signature);
        html += "<li><b>";
        html += &text(writer.words.get("answer"));
        html += "</b>";
        if !name.is_empty() {
            html += " ";
            html += &text(name);
        }
        if let Some(date) = date {
            html += &format!(" <time datetime=\"{date}\">{date}</time>");
        }
        html += &text(writer.words.get("colon"));
        html += &writer.inlines(&answer.content);
        html += &answers(writer, &answer.answers);
        html += "</li>";
    }
    html + "</ul>"
}

/// Returns the argument in the words of the edition, where it is one of a known few.
fn argument(writer: &Writer<'_>, item: &Item) -> String {
    let words = writer.words;
    let argument = item.argument.as_str();
    let known = match (item.key, argument.to_lowercase().as_str()) {
        (ItemKey::Confidence, argument) => confidence(argument),
        (ItemKey::Evidence | ItemKey::CounterEvidence, "推算" | "calculation") => {
            Some("calculation")
        }
        _ => None,
    };
    if let Some(known) = known {
        return words.get(known).to_owned();
    }
    if let Some(correction) = item.correction
        && let Some(correction) = correction_text(writer, correction)
    {
        return correction;
    }
    writer.converter.owned(argument)
}

/// Returns the interface word for a degree of confidence, where it is one of a known few.
pub(super) fn confidence(word: &str) -> Option<&'static str> {
    match word.to_lowercase().as_str() {
        "高" | "high" => Some("confidence_high"),
        "中" | "medium" => Some("confidence_medium"),
        "低" | "low" => Some("confidence_low"),
        _ => None,
    }
}

/// Returns 「date 由 verdict 改為 verdict」 with the labels of the edition.
fn correction_text(writer: &Writer<'_>, correction: Correction) -> Option<String> {
    let vocabulary = &writer.site.config.vocabulary;
    let label = |index: usize| vocabulary.term(index).labels.of(writer.edition);
    let (from, to) = correction.change?;
    let values = [("from", label(from)), ("to", label(to))];
    let change = writer.words.fill("correction_change", &values);
    Some(format!("{} {change}", correction.date))
}

/// Writes references to other notes as links with their seals and numbers, for a bare point says
/// nothing here.
fn see_also(writer: &mut Writer<'_>, item: &Item) -> String {
    let document = writer.document;
    let has_text = !leaf_text(&item.content).trim().is_empty();
    let only_references = item
        .content
        .iter()
        .all(|inline| matches!(inline, Inline::Reference(_) | Inline::Text(_)));
    let mut html = writer.inlines(&item.content);
    if only_references && !has_text {
        let names: Vec<String> = item
            .content
            .iter()
            .filter_map(|inline| match inline {
                Inline::Reference(reference) => document.notes.get(reference.note),
                _ => None,
            })
            .filter_map(|note| note.lemma.as_ref())
            .map(|lemma| format!("「{}」", text(&lemma.text)))
            .collect();
        html = format!("{}{html}", names.join(""));
    }
    html
}
