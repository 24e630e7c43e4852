//! What is wrong with one item of a note, although it can be read.

use std::ops::Range;
use std::sync::Arc;

use super::super::super::document::{Answer, Inline, Item, ItemKey};
use super::super::super::front_matter::Date;
use super::super::super::plain::Plain;
use super::super::quotation;
use crate::config::InterfaceLanguage;
use crate::diagnostic::{self, Diagnostic, Source};

/// Reports what is wrong with an item.
pub(super) fn check(source: &Arc<Source>, item: &Item, diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.extend(silence(source, item));
    let cites = matches!(
        item.key,
        ItemKey::Evidence | ItemKey::CounterEvidence | ItemKey::Archived | ItemKey::SeeAlso
    );
    if cites {
        dangling_links(source, item, diagnostics);
    }
    if matches!(item.key, ItemKey::Evidence | ItemKey::CounterEvidence) {
        diagnostics.extend(open_quotation(source, item));
    }
    if item.key == ItemKey::Dissent {
        diagnostics.extend(bad_date(source, &item.argument, &item.range));
        bad_dates(source, &item.answers, &item.range, diagnostics);
    }
}

/// An item says something. (That a correction has no date is told when it is read.)
fn silence(source: &Arc<Source>, item: &Item) -> Option<Diagnostic> {
    let is_blank = |inline: &Inline| match inline {
        Inline::Text(text) => text.text.trim().is_empty(),
        Inline::HardBreak => true,
        _ => false,
    };
    let is_silent = item.key != ItemKey::Correction
        && item.argument.is_empty()
        && item.answers.is_empty()
        && item.content.iter().all(is_blank);
    let name = item.key.name(InterfaceLanguage::TraditionalChinese);
    is_silent.then(|| diagnostic::item_empty(source, &item.range, name))
}

/// Reports what was meant as a link by reference, `[title][label]`, to a label that nothing defines.
fn dangling_links(source: &Arc<Source>, item: &Item, diagnostics: &mut Vec<Diagnostic>) {
    let plain = Plain::of(&item.content);
    for link in links_by_reference(&plain.text) {
        let place = plain.source_range(link.clone());
        let written = &source.text()[place.clone()];
        let is_escaped = source.text()[..place.start].ends_with('\\');
        if written == &plain.text[link] && !is_escaped {
            let label = written.rsplit('[').next().unwrap_or_default();
            let label = label.trim_end_matches(']');
            diagnostics.push(diagnostic::link_undefined(source, &place, label));
        }
    }
}

/// Returns the bytes of what has the form of a link by reference.
fn links_by_reference(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (middle, _) in text.match_indices("][") {
        let start = text[..middle].rfind(['[', ']']);
        let start = start.filter(|start| text[*start..].starts_with('['));
        let label = middle + "][".len();
        let length = text[label..].find(['[', ']']);
        let length = length.filter(|length| text[label + length..].starts_with(']'));
        if let (Some(start), Some(length @ 1..)) = (start, length) {
            found.push(start..label + length + "]".len());
        }
    }
    found
}

fn open_quotation(source: &Arc<Source>, item: &Item) -> Option<Diagnostic> {
    let (mark, close) = quotation::open(&item.content)?;
    let range = Plain::of(&item.content).source_range(mark);
    Some(diagnostic::quotation_unclosed(source, &range, close))
}

/// Reports answers whose date is none.
fn bad_dates(
    source: &Arc<Source>,
    answers: &[Answer],
    at: &Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for answer in answers {
        diagnostics.extend(bad_date(source, &answer.argument, at));
        bad_dates(source, &answer.answers, at, diagnostics);
    }
}

/// Reports a signature that ends in what was meant as a day.
fn bad_date(source: &Arc<Source>, signature: &str, at: &Range<usize>) -> Option<Diagnostic> {
    let last = signature.split_whitespace().next_back()?;
    let parts: Vec<&str> = last.split(['-', '/', '.']).collect();
    let is_number = |part: &&str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let is_meant = parts.len() == 3 && parts[0].len() == 4 && parts.iter().all(is_number);
    (is_meant && Date::parse(last).is_none()).then(|| diagnostic::signature_date(source, at, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_by_reference_have_a_title_and_a_label() {
        fn check(text: &str, expected: &[&str]) {
            let found = links_by_reference(text).into_iter();
            assert_eq!(found.map(|it| &text[it]).collect::<Vec<_>>(), expected);
        }
        check("見[報][bao]及[刊][kan]", &["[報][bao]", "[刊][kan]"]);
        check("[報][] 報][bao] [報]bao] [報] [bao]", &[]);
        check("[][bao]", &["[][bao]"]);
    }
}
