//! Points out what of a text may want a note: claims that can be checked, and suspected damage.
//!
//! 1. Find what the rules of `claims` and of [`crate::article::lint`] fire on, where no note is yet.
//! 2. Take the clause or the sentence around it: that is what a note would be about. Rules that mean the
//!    same words are one suggestion with several reasons.
//!
//! A suggestion judges nothing. Its stub is a note 待查, as [`super::annotate`] writes it.

use std::ops::Range;

use super::claims::{CLAIMS, Extent};
use super::place::{Texts, places};
use crate::article::document::{Document, Leaf, leaves};
use crate::article::lint;
use crate::article::plain::Plain;
use crate::config::Config;

/// Words that may want a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The words.
    pub quote: String,
    /// Their bytes in the source.
    pub range: Range<usize>,
    /// Which of the places with these words it is, counted from 1, where there are several.
    pub occurrence: Option<usize>,
    /// The rules that fired, and what each says.
    pub reasons: Vec<(&'static str, String)>,
}

/// Returns what of a document that was made from `source` may want a note, in the order of the text.
pub fn suggest(document: &Document, source: &str, config: &Config) -> Vec<Suggestion> {
    let mut found: Vec<Found<'_>> = Vec::new();
    let all = leaves(&document.blocks);
    for (start, leaf) in all.iter().copied() {
        let plain = Plain::of(leaf);
        for rule in CLAIMS {
            for range in (rule.find)(&plain.text) {
                if plain.is_noted(&range) {
                    continue;
                }
                let extents = match rule.extent {
                    Extent::Clause => [Extent::Clause, Extent::Sentence],
                    other => [other, Extent::Sentence],
                };
                let ranges = extents.map(|extent| extent.around(&plain.text, &range));
                let can_be_noted = |range: &Range<usize>| {
                    !range.is_empty() && !places(source, leaf, range.end).is_empty()
                };
                if let Some(range) = ranges.into_iter().find(can_be_noted) {
                    add(
                        &mut found,
                        start,
                        leaf,
                        range,
                        (rule.name, rule.says.to_owned()),
                    );
                }
            }
        }
    }
    for finding in lint::find(document, &config.lints) {
        let mut places = all.iter();
        if let Some((start, leaf)) = places.find(|(_, leaf)| std::ptr::eq(*leaf, finding.leaf)) {
            let reason = (finding.rule, finding.says);
            add(&mut found, *start, leaf, finding.range, reason);
        }
    }
    found.sort_by_key(|found| (found.start + found.range.start, found.range.end));
    let texts = Texts::of(document);
    let made = found.into_iter().map(|found| found.suggestion(&texts));
    made.collect()
}

struct Found<'a> {
    /// The offset of the leaf in the plain text.
    start: usize,
    leaf: &'a Leaf,
    range: Range<usize>,
    reasons: Vec<(&'static str, String)>,
}

fn add<'a>(
    found: &mut Vec<Found<'a>>,
    start: usize,
    leaf: &'a Leaf,
    range: Range<usize>,
    reason: (&'static str, String),
) {
    let mut others = found.iter_mut().rev();
    match others.find(|other| other.start == start && other.range == range) {
        Some(other) if other.reasons.contains(&reason) => {}
        Some(other) => other.reasons.push(reason),
        None => found.push(Found {
            start,
            leaf,
            range,
            reasons: vec![reason],
        }),
    }
}

impl Found<'_> {
    fn suggestion(self, texts: &Texts<'_>) -> Suggestion {
        let plain = Plain::of(self.leaf);
        let quote = plain.text[self.range.clone()].to_owned();
        let all = texts.occurrences(&quote);
        let start = self.start + self.range.start;
        let place = all.iter().position(|one| one.in_text.start == start);
        Suggestion {
            range: plain.source_range(self.range),
            occurrence: place.filter(|_| all.len() > 1).map(|place| place + 1),
            quote,
            reasons: self.reasons,
        }
    }
}
