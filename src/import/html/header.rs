//! What a page says of its article beside it: between the heading and the text, and below the text.
//!
//! 1. Find the heading by the title, and the text by its first paragraph, among the page's lines.
//! 2. Read the lines between as bylines ([`byline`]), those with labels first.
//! 3. A name that stands alone beside the date is the outlet's, when nothing else is.

use dom_query::Document;

use super::super::draft::{Block, Dated, Draft, text};
use super::super::text::{self as rules, byline, byline::Byline, dates};
use super::fold;
use crate::article::front_matter::Date;

/// Lines below the heading, and below the text, in which something is looked for.
const LINES: usize = 24;

/// Lines above a text that has no heading.
const LINES_ABOVE: usize = 8;

/// Characters of a text or a heading that tell it from other lines.
const TELLING: usize = 6;

/// Characters by which a paragraph is found again.
const BEGINNING: usize = 20;

/// Characters of a name that stands alone.
const NAME_MAX: usize = 16;

/// Where WeChat, whose pages have no other mark, puts its fields.
const ACCOUNT: &str = "#js_name";

/// Returns the name of the account that published a page of WeChat.
pub(super) fn account(document: &Document) -> Option<String> {
    let name = fold(&document.select_single(ACCOUNT).text());
    (!name.is_empty() && name.chars().count() <= NAME_MAX).then_some(name)
}

/// Returns the heading: the last line above the text that the title begins with.
pub(super) fn heading(lines: &[String], draft: &Draft) -> Option<String> {
    let heading = &lines[*heading_indices(lines, draft).last()?];
    Some(heading.replace('\t', ""))
}

/// Fills the fields that are empty from between the heading and the text.
pub(super) fn fill_from_above(lines: &[String], draft: &mut Draft) {
    if is_complete(draft) {
        return;
    }
    let text = text_index(lines, draft);
    let headings = heading_indices(lines, draft);
    // A heading may be repeated below the byline.
    for heading in headings.iter().rev() {
        let start = heading + 1;
        let end = text.unwrap_or(start + LINES / 2);
        let range = start..end.min(start + LINES).min(lines.len()).max(start);
        let mut found = bylines(&lines[range]).peekable();
        if found.peek().is_some() {
            apply(draft, found);
            break;
        }
    }
    if let (true, Some(text)) = (headings.is_empty(), text) {
        let above = &lines[text.saturating_sub(LINES_ABOVE)..text];
        apply(draft, bylines(above).filter(is_certain));
    }
    if let (true, Some(first)) = (is_nobody(draft), headings.first()) {
        let start = first + 1;
        let end = text.unwrap_or(lines.len()).max(start);
        beside_date(draft, &lines[start..end.min(start + LINES)]);
    }
}

/// Takes the day that the page prints near its heading, where that is the one after the day of UTC in its head: where
/// Chinese is read it is later.
pub(super) fn settle_day(lines: &[String], draft: &mut Draft) {
    let Some(dated) = draft.date else { return };
    let headings = heading_indices(lines, draft);
    let near = headings.iter().flat_map(|heading| {
        let start = heading + 1;
        &lines[start..lines.len().min(start + LINES)]
    });
    let days: Vec<Date> = near
        .flat_map(|line| dates::all(line))
        .map(|found| found.date)
        .collect();
    let next = dated.date.next().filter(|next| days.contains(next));
    if let (Some(next), false) = (next, days.contains(&dated.date)) {
        draft.fire("date-printed", &next.to_string());
        draft.date = Some(Dated {
            date: next,
            ..dated
        });
    }
}

/// Fills the fields that are empty from below the text, where only a label is certain, or a day alone.
pub(super) fn fill_from_below(lines: &[String], draft: &mut Draft) {
    if is_complete(draft) {
        return;
    }
    let Some(end) = end_index(lines, draft) else {
        return;
    };
    let below = &lines[end + 1..(end + 1 + LINES / 2).min(lines.len())];
    let comments = below.iter().position(|line| rules::begins_comments(line));
    let below = &below[..comments.unwrap_or(below.len())];
    apply(draft, bylines(below).filter(is_certain));
}

/// Returns the lines above the text that the title is, or begins with.
fn heading_indices(lines: &[String], draft: &Draft) -> Vec<usize> {
    let title = squash(&draft.title);
    if title.is_empty() {
        return Vec::new();
    }
    let is_heading = |line: &String| {
        if line.len() * 2 < title.len() {
            return false;
        }
        let line = squash(line);
        let is_part = title.starts_with(&line) || title.ends_with(&line);
        let is_most = line.len() * 2 >= title.len() && line.chars().count() >= TELLING;
        line == title || (is_part && is_most)
    };
    let end = text_index(lines, draft).unwrap_or(lines.len());
    let above = lines[..end].iter().enumerate();
    above
        .filter(|(_, line)| is_heading(line))
        .map(|(index, _)| index)
        .collect()
}

fn text_index(lines: &[String], draft: &Draft) -> Option<usize> {
    let title = squash(&draft.title);
    let mut beginnings = draft.body.iter().filter_map(beginning);
    let beginning = beginnings.find(|beginning| !title.contains(beginning.as_str()))?;
    lines.iter().position(|line| is_beginning(&beginning, line))
}

fn end_index(lines: &[String], draft: &Draft) -> Option<usize> {
    let beginning = draft.body.iter().rev().find_map(beginning)?;
    lines
        .iter()
        .rposition(|line| is_beginning(&beginning, line))
}

/// Returns the first characters of a paragraph that is long enough to be found by them, and no byline.
fn beginning(block: &Block) -> Option<String> {
    let Block::Paragraph(content) = block else {
        return None;
    };
    let text = text(content);
    if byline::read(&text).is_some() {
        return None;
    }
    let text = squash(&text);
    let beginning: String = text.chars().take(BEGINNING).collect();
    (beginning.chars().count() == BEGINNING).then_some(beginning)
}

/// Returns whether a line begins with a text that has no white space, white space aside.
fn is_beginning(beginning: &str, line: &str) -> bool {
    let mut line = line.chars().filter(|it| !it.is_whitespace());
    beginning.chars().all(|it| line.next() == Some(it))
}

/// Returns a text without its white space.
fn squash(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace()).collect()
}

/// Returns the bylines among lines. A label at the end of a line is that of the next.
fn bylines(lines: &[String]) -> impl Iterator<Item = (&String, Byline)> {
    lines.iter().enumerate().filter_map(|(index, line)| {
        let next = lines.get(index + 1);
        let whole = match next {
            Some(next) if line.ends_with([':', '：']) => format!("{line}\t{next}"),
            Some(next) if is_year(line) => format!("{line}/{next}"),
            _ => with_year(line),
        };
        Some((line, byline::read(&whole).or_else(|| byline::read(line))?))
    })
}

/// Gives what bylines say to the fields that are empty; those with labels before the others, and of all
/// days the one of publishing.
fn apply<'a>(draft: &mut Draft, bylines: impl Iterator<Item = (&'a String, Byline)>) {
    let mut bylines: Vec<(&String, Byline)> = bylines.collect();
    for (line, _) in &bylines {
        draft.fire("byline-beside-title", &line.replace('\t', " "));
    }
    let days: Vec<_> = bylines
        .iter()
        .flat_map(|(_, it)| it.dates.clone())
        .collect();
    draft.date = draft.date.or_else(|| rules::best_date(&days));
    bylines.sort_by_key(|(_, byline)| !byline.is_labelled);
    let had_publisher = draft.publisher.is_some();
    for (_, byline) in bylines {
        rules::apply(draft, byline);
    }
    // As in a line of names beside the date, which a label below says the same of.
    let is_author = |publisher: &String| draft.authors.contains(publisher);
    if !had_publisher && draft.publisher.as_ref().is_some_and(is_author) {
        draft.publisher = None;
    }
}

/// Returns a line whose first piece is a year and whose second goes on from it as one date.
fn with_year(line: &str) -> String {
    match line.split_once('\t') {
        Some((year, rest)) if is_year(year) => format!("{year}/{rest}"),
        _ => line.to_owned(),
    }
}

/// Returns whether a line is the year of a date that goes on in the next.
fn is_year(line: &str) -> bool {
    line.len() == 4 && line.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_complete(draft: &Draft) -> bool {
    draft.date.is_some() && draft.publisher.is_some() && !draft.authors.is_empty()
}

fn is_nobody(draft: &Draft) -> bool {
    draft.publisher.is_none() && draft.authors.is_empty()
}

/// Returns whether a byline has a label, or is a day alone.
fn is_certain((_, byline): &(&String, Byline)) -> bool {
    let is_day = byline.dates.len() == 1 && byline.authors.is_empty() && byline.publisher.is_none();
    byline.is_labelled || is_day
}

/// Takes a name that stands alone in the line after the date, or in the one before it.
fn beside_date(draft: &mut Draft, lines: &[String]) {
    let is_dated = |line: &String| !dates::all(line).is_empty() || says_when(line) || is_year(line);
    let Some(start) = lines.iter().position(is_dated) else {
        return;
    };
    // A date may go on in the next lines, and the time of day stand in one of its own.
    let numbers = lines[start + 1..].iter().take_while(|line| is_number(line));
    let after = lines.get(start + 1 + numbers.count());
    let before = start.checked_sub(1).map(|before| &lines[before]);
    let beside = [after, before];
    for line in beside.into_iter().flatten() {
        // The date makes a byline of the line, so that its noise and its labels are known.
        let dated = format!("{line}\t2000-01-01");
        let is_heading = squash(&draft.title).starts_with(&squash(line));
        if let (false, true, Some(byline)) = (is_heading, is_name_alone(line), byline::read(&dated))
        {
            draft.fire("name-beside-date", line);
            let byline = Byline {
                dates: Vec::new(),
                ..byline
            };
            rules::apply(draft, byline);
            if draft.publisher.is_some() || !draft.authors.is_empty() {
                return;
            }
        }
    }
}

/// Returns whether a line says when in a form that is no date: `发布时间：10-08 12:00`.
fn says_when(line: &str) -> bool {
    ["發布時間", "發佈時間", "发布时间", "發表於", "发表于"]
        .iter()
        .any(|label| line.contains(label))
}

fn is_number(line: &str) -> bool {
    let is_sign = |it: char| it.is_ascii_digit() || matches!(it, '/' | ':' | '-' | '.' | '\t');
    line.chars().all(is_sign)
}

fn is_name_alone(line: &str) -> bool {
    line.chars().count() <= NAME_MAX
        && line.chars().any(char::is_alphabetic)
        && !line.contains(['>', '»', '。', '，', '？', '！', '：', ':'])
}
