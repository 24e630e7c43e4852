//! What a page says of its article beside it: between the heading and the text, and below the text.
//!
//! 1. Make lines of the page, the edges of inline elements kept as tabs: a date and a name that styles
//!    set apart stand side by side without a space.
//! 2. Find the heading by the title, and the text by its first paragraph.
//! 3. Read the lines between as bylines ([`byline`]), those with labels first.
//! 4. A name that stands alone beside the date is the outlet's, when nothing else is.

use dom_query::{Document, NodeRef};

use super::super::draft::{Block, Draft, text};
use super::super::text::{self as rules, byline, byline::Byline, dates};
use super::convert::{BLOCKS, NO_TEXT};
use super::fold;

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

/// Lines of a page for its header.
pub(super) struct Lines(Vec<String>);

/// Returns the lines of a page. What stands between inline elements is a tab.
pub(super) fn lines(document: &Document) -> Lines {
    let mut page = String::new();
    let mut open: Vec<Step<'_>> = document.body().map(Step::Enter).into_iter().collect();
    while let Some(step) = open.pop() {
        let node = match step {
            Step::Enter(node) => node,
            Step::Leave(edge) => {
                page.push(edge);
                continue;
            }
        };
        if node.is_text() {
            page.push_str(&node.text().replace(['\n', '\r', '\t'], " "));
            continue;
        }
        let name = match node.node_name() {
            Some(name) if node.is_element() => name,
            _ => continue,
        };
        if NO_TEXT.contains(&&*name) {
            continue;
        }
        let is_block = *name == *"br" || BLOCKS.contains(&&*name);
        let edge = if is_block { '\n' } else { '\t' };
        page.push(edge);
        open.push(Step::Leave(edge));
        open.extend(node.children().into_iter().rev().map(Step::Enter));
    }
    let lines = page.lines().map(|line| {
        let pieces = line.split('\t').map(fold);
        let pieces: Vec<String> = pieces.filter(|piece| !piece.is_empty()).collect();
        pieces.join("\t")
    });
    Lines(lines.filter(|line| !line.is_empty()).collect())
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(char),
}

/// Returns the name of the account that published a page of WeChat.
pub(super) fn account(document: &Document) -> Option<String> {
    let name = fold(&document.select_single(ACCOUNT).text());
    (!name.is_empty() && name.chars().count() <= NAME_MAX).then_some(name)
}

impl Lines {
    /// Returns the heading: the last line above the text that the title begins with.
    pub(super) fn heading(&self, draft: &Draft) -> Option<String> {
        let heading = &self.0[*self.heading_indices(draft).last()?];
        Some(heading.replace('\t', ""))
    }

    /// Fills the fields that are empty from between the heading and the text.
    pub(super) fn fill_from_above(&self, draft: &mut Draft) {
        let text = self.text_index(draft);
        let headings = self.heading_indices(draft);
        // A heading may be repeated below the byline.
        for heading in headings.iter().rev() {
            let start = heading + 1;
            let end = text.unwrap_or(start + LINES / 2);
            let range = start..end.min(start + LINES).min(self.0.len()).max(start);
            let mut found = bylines(&self.0[range]).peekable();
            if found.peek().is_some() {
                apply(draft, found);
                break;
            }
        }
        if let (true, Some(text)) = (headings.is_empty(), text) {
            let above = &self.0[text.saturating_sub(LINES_ABOVE)..text];
            apply(draft, bylines(above).filter(is_certain));
        }
        if let (true, Some(first)) = (is_nobody(draft), headings.first()) {
            let start = first + 1;
            let end = text.unwrap_or(self.0.len()).max(start);
            beside_date(draft, &self.0[start..end.min(start + LINES)]);
        }
    }

    /// Fills the fields that are empty from below the text, where only a label is certain, or a day alone.
    pub(super) fn fill_from_below(&self, draft: &mut Draft) {
        let Some(end) = self.end_index(draft) else {
            return;
        };
        let below = &self.0[end + 1..(end + 1 + LINES / 2).min(self.0.len())];
        apply(draft, bylines(below).filter(is_certain));
    }

    /// Returns the lines above the text that the title is, or begins with.
    fn heading_indices(&self, draft: &Draft) -> Vec<usize> {
        let title = squash(&draft.title);
        if title.is_empty() {
            return Vec::new();
        }
        let is_heading = |line: &String| {
            let line = squash(line);
            let is_part = title.starts_with(&line) || title.ends_with(&line);
            let is_most = line.len() * 2 >= title.len() && line.chars().count() >= TELLING;
            line == title || (is_part && is_most)
        };
        let end = self.text_index(draft).unwrap_or(self.0.len());
        let above = self.0[..end].iter().enumerate();
        above
            .filter(|(_, line)| is_heading(line))
            .map(|(index, _)| index)
            .collect()
    }

    fn text_index(&self, draft: &Draft) -> Option<usize> {
        let title = squash(&draft.title);
        let mut beginnings = draft.body.iter().filter_map(beginning);
        let beginning = beginnings.find(|beginning| !title.contains(beginning.as_str()))?;
        self.0
            .iter()
            .position(|line| squash(line).starts_with(&beginning))
    }

    fn end_index(&self, draft: &Draft) -> Option<usize> {
        let beginning = draft.body.iter().rev().find_map(beginning)?;
        self.0
            .iter()
            .rposition(|line| squash(line).starts_with(&beginning))
    }
}

/// Returns the first characters of a paragraph that is long enough to be found by them.
fn beginning(block: &Block) -> Option<String> {
    let Block::Paragraph(content) = block else {
        return None;
    };
    let text = squash(&text(content));
    let beginning: String = text.chars().take(BEGINNING).collect();
    (beginning.chars().count() == BEGINNING).then_some(beginning)
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
    let Some(at) = lines
        .iter()
        .position(|line| !dates::all(line).is_empty() || says_when(line))
    else {
        return;
    };
    let before = at.checked_sub(1).map(|at| &lines[at]);
    let beside = [lines.get(at + 1), before];
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

fn is_name_alone(line: &str) -> bool {
    line.chars().count() <= NAME_MAX
        && line.chars().any(char::is_alphabetic)
        && !line.contains(['>', '»', '。', '，', '？', '！', '：', ':'])
}
