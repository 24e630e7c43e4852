//! Plain text, as scrapes have it, to a draft: rules that each say that they fired.
//!
//! 1. Take lines together to paragraphs.
//! 2. The first short line is the title.
//! 3. The byline stands among the first lines ([`byline`], [`dates`]).
//! 4. What stands behind the text, or between, and is none of it is set aside (`tail`).
//! 5. Lists and headings show by their signs (`structure`).
//!
//! No rule drops a character: each is in the body, in a field, set aside or a sign that became
//! structure, and [`unaccounted`] counts them.

pub mod byline;
pub mod dates;
mod structure;
mod tail;

use std::collections::BTreeMap;

use super::draft::{Block, DateKind, Dated, Draft, plain_text};
use super::is_web_address;
use byline::Byline;
pub(super) use tail::begins_comments;

/// Characters of a title; a longer first line is a paragraph.
const TITLE_MAX: usize = 100;

/// Lines at the beginning in which the address may stand.
const ADDRESS_LINES: usize = 3;

/// Words before an address that say whose it is.
const ADDRESS_LABELS: &[&str] = &[
    "URL",
    "網址",
    "网址",
    "原文",
    "原文網址",
    "原文网址",
    "原文連結",
    "原文链接",
    "原文鏈接",
    "連結",
    "链接",
    "鏈接",
    "文章網址",
    "文章网址",
    "本文網址",
    "本文链接",
    "本文連結",
    "來源",
    "来源",
    "文章來源",
    "文章来源",
    "出處",
    "出处",
    "轉自",
    "转自",
    "轉載自",
    "转载自",
    "Link",
    "Source",
    "Original",
];

/// Paragraphs after the title among which the byline is looked for.
const HEADER: usize = 6;

/// Paragraphs at the end among which a labelled byline is looked for.
const FOOTER: usize = 3;

/// Returns the draft of a plain text.
pub fn read(text: &str) -> Draft {
    let mut draft = Draft {
        body: paragraphs(text).into_iter().map(Block::paragraph).collect(),
        ..Draft::default()
    };
    take_address(&mut draft);
    take_title(&mut draft);
    fill(&mut draft);
    structure::mark(&mut draft);
    draft
}

/// Fills the fields of a draft that its source left empty from its text, and sets aside what is none
/// of it.
pub fn fill(draft: &mut Draft) {
    take_header(draft);
    tail::set_aside(draft);
    take_footer(draft);
    take_dateline(draft);
}

/// Returns the characters of a text that a draft of it has not, and those that it has too many,
/// each with their number; white space is not counted.
pub fn unaccounted(text: &str, draft: &Draft) -> BTreeMap<char, i64> {
    let mut counts: BTreeMap<char, i64> = BTreeMap::new();
    let mut count = |text: &str, by: i64| {
        for character in text.chars().filter(|it| !it.is_whitespace()) {
            *counts.entry(character).or_default() += by;
        }
    };
    count(text, 1);
    count(&plain_text(&draft.body), -1);
    count(&draft.title, -1);
    count(&draft.signs, -1);
    for related in &draft.related {
        count(&related.title, -1);
        count(&related.text, -1);
    }
    for aside in &draft.aside {
        count(&aside.text, -1);
    }
    counts.retain(|_, count| *count != 0);
    counts
}

/// Returns the paragraphs of a text. Lines without an empty one between them are paragraphs of their
/// own, unless they were broken to a width.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut group: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim).chain([""]) {
        if !line.is_empty() {
            group.push(line);
            continue;
        }
        if is_broken_to_width(&group) {
            paragraphs.push(join(&group));
        } else {
            paragraphs.extend(group.iter().map(|line| (*line).to_owned()));
        }
        group.clear();
    }
    paragraphs
}

/// Returns whether lines were broken to a width: all but the last are nearly as long as the longest,
/// and most end inside a sentence.
fn is_broken_to_width(lines: &[&str]) -> bool {
    let [broken @ .., _] = lines else {
        return false;
    };
    let width = |line: &&str| unicode_width::UnicodeWidthStr::width(*line);
    let longest = lines.iter().map(width).max().unwrap_or_default();
    let is_full = |line: &&str| width(line) * 10 >= longest * 8;
    let is_inside =
        |line: &&&str| !line.ends_with(['。', '！', '？', '.', '!', '?', '」', '”', ':', '：']);
    broken.len() >= 2
        && (40..=120).contains(&longest)
        && broken.iter().all(is_full)
        && broken.iter().filter(is_inside).count() * 2 > broken.len()
        // Lines of verse have no sign inside of them.
        && lines.iter().any(|line| line.contains(['，', '。', '、', '；', ',', '.', ' ']))
}

/// Joins lines; between two Han characters no space is meant.
fn join(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let is_wide = |it: char| it >= '\u{2e80}';
        let joins = text.ends_with(is_wide) && line.starts_with(is_wide);
        if !text.is_empty() && !joins {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
}

/// Takes an address that stands alone in the first lines, or in the last one, for that of the article.
fn take_address(draft: &mut Draft) {
    let last = draft.body.len().saturating_sub(1);
    let lines = (0..ADDRESS_LINES.min(draft.body.len())).chain([last]);
    for index in lines {
        let Some(text) = draft.body.get(index).and_then(Block::paragraph_text) else {
            continue;
        };
        let starts = ["http://", "https://"].iter();
        let Some(start) = starts.filter_map(|scheme| text.find(scheme)).min() else {
            continue;
        };
        let (label, word) = text.split_at(start);
        let label = label.trim_end_matches(['：', ':', ' ']);
        if is_web_address(word) && (label.is_empty() || ADDRESS_LABELS.contains(&label)) {
            draft.canonical = Some(word.to_owned());
            draft.set_aside("address", &text);
            draft.body.remove(index);
            return;
        }
    }
}

/// Takes the first line for the title, when it is short and more follows.
pub fn take_title(draft: &mut Draft) {
    let Some(first) = draft.body.first().and_then(Block::paragraph_text) else {
        return;
    };
    let is_title = draft.body.len() > 1
        && first.chars().count() <= TITLE_MAX
        && !first.ends_with(['。', '；', ';', '，', ','])
        && byline::read(&first).is_none();
    if is_title {
        draft.fire("title-first-line", &first);
        draft.title = first;
        draft.body.remove(0);
    }
}

/// Takes bylines from among the first paragraphs, and a line between title and byline that is no
/// more than an outlet or a name.
fn take_header(draft: &mut Draft) {
    let mut index = 0;
    let mut seen = 0;
    while seen < HEADER && index < draft.body.len() {
        seen += 1;
        let Some(text) = draft.body[index].paragraph_text() else {
            index += 1;
            continue;
        };
        if begins_comments(&text) {
            return;
        }
        let alone = || {
            let next = draft.body.get(index + 1).and_then(Block::paragraph_text);
            let is_before = next.is_some_and(|next| byline::read(&next).is_some());
            (index == 0 && is_before)
                .then(|| name_alone(&text))
                .flatten()
        };
        match byline::read(&text).or_else(alone) {
            Some(byline) => {
                apply(draft, byline);
                draft.set_aside("byline", &text);
                draft.body.remove(index);
            }
            None => index += 1,
        }
    }
}

fn name_alone(text: &str) -> Option<Byline> {
    let mut byline = Byline::default();
    if byline::is_name(text) {
        byline.authors.push(text.to_owned());
    } else if byline::is_outlet(text) && !text.contains(['，', '。', ',']) {
        byline.publisher = Some(text.to_owned());
    } else {
        return None;
    }
    Some(byline)
}

/// Takes labelled bylines from among the last paragraphs.
fn take_footer(draft: &mut Draft) {
    // What stands below is signed by readers.
    if draft.aside.iter().any(|aside| begins_comments(&aside.text)) {
        return;
    }
    let start = draft.body.len().saturating_sub(FOOTER).max(1);
    for index in (start..draft.body.len()).rev() {
        let Some(text) = draft.body[index].paragraph_text() else {
            continue;
        };
        let found = byline::read(&text).filter(|byline| byline.is_labelled);
        if let Some(byline) = found {
            apply(draft, byline);
            draft.set_aside("byline-at-end", &text);
            draft.body.remove(index);
        }
    }
}

fn take_dateline(draft: &mut Draft) {
    if !draft.authors.is_empty() {
        return;
    }
    let first = draft.body.iter().find_map(Block::paragraph_text);
    if let Some(author) = first.and_then(|first| byline::dateline_author(&first)) {
        draft.fire("dateline", &author);
        draft.authors.push(author);
    }
}

/// Gives what a byline says to the fields that are empty.
pub fn apply(draft: &mut Draft, byline: Byline) {
    if draft.authors.is_empty() {
        draft.authors = byline.authors;
    }
    if draft.publisher.is_none() {
        draft.publisher = byline.publisher;
    }
    if draft.date.is_none() {
        draft.date = best_date(&byline.dates);
    }
}

/// Returns the date of publishing where one is called so, else the first.
pub fn best_date(dates: &[Dated]) -> Option<Dated> {
    let kinds = [DateKind::Published, DateKind::Unstated, DateKind::Updated];
    let of_kind = |kind: DateKind| dates.iter().find(move |dated| dated.kind == kind);
    kinds.into_iter().find_map(of_kind).copied()
}

#[cfg(test)]
mod tests;
