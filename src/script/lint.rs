//! Points out, and never changes, what a conversion may get wrong.
//!
//! - Words and surnames that the engine is known to break (`quirks`), and the measure word 只 after a
//!   figure.
//! - Links whose edges divide a word, so that it is read otherwise than without the link.

mod quirks;

use std::ops::Range;
use std::sync::Arc;

use super::{Conversion, Converted};
use crate::article::document::{Document, Inline, Leaf, Text, for_each_leaf};
use crate::article::front_matter;
use crate::config::language::{HanScript, han_script};
use crate::diagnostic::{self, Diagnostic, Source};
use quirks::{SURNAMES, TITLES, WORDS};

/// Returns what may be wrong with a document in `language`, which was made from `source`, when it is
/// converted; `titles` are texts of its front matter, each behind the keys that it stands below.
pub fn lint(
    document: &Document,
    language: &str,
    source: &Arc<Source>,
    titles: &[(Vec<&str>, &str)],
    conversion: &Conversion<'_>,
) -> Vec<Diagnostic> {
    let Some(script) = han_script(language).filter(|_| conversion.changes_script()) else {
        return Vec::new();
    };
    let mut linter = Linter {
        script,
        source,
        conversion,
        found: Vec::new(),
    };
    for (keys, title) in titles {
        linter.title(keys, title);
    }
    let visit = &mut |leaf: &Leaf| linter.leaf(leaf);
    for_each_leaf(&document.blocks, visit);
    for note in &document.notes {
        note.for_each_leaf(visit);
    }
    linter.found
}

/// Characters on either side of a border that are read to see whether it matters.
const CONTEXT: usize = 8;

/// What follows 只 when it is no measure word.
const AFTER_ONLY: &str = "有是要能會会不在想好顧顾限剩需";

struct Linter<'a> {
    script: HanScript,
    source: &'a Arc<Source>,
    conversion: &'a Conversion<'a>,
    found: Vec<Diagnostic>,
}

/// A stretch of text without a border.
#[derive(Default)]
struct Run {
    text: String,
    /// The pieces, each with its offset in the text and its bytes in the source.
    pieces: Vec<(usize, Range<usize>)>,
    /// Whether the text goes on after it with no character between, behind the edge of a link.
    ends_at_link: bool,
}

impl Linter<'_> {
    /// Reads a text of the front matter, and looks for its place only where there is something to say. One
    /// that is written otherwise, in folded lines or with escapes, is not looked at.
    fn title(&mut self, keys: &[&str], title: &str) {
        let known = self.found.len();
        self.run(&Run::of(title, 0));
        if self.found.len() == known {
            return;
        }
        self.found.truncate(known);
        let range = front_matter::place_of(self.source, keys, title);
        if let Some(at) = self.source.text()[range.clone()].find(title) {
            self.run(&Run::of(title, range.start + at));
        }
    }

    fn leaf(&mut self, leaf: &Leaf) {
        let mut runs = vec![Run::default()];
        collect(leaf, &mut runs);
        for run in &runs {
            self.run(run);
        }
        for pair in runs.windows(2) {
            if let [before, after] = pair
                && before.ends_at_link
            {
                self.border(before, after);
            }
        }
    }

    fn run(&mut self, run: &Run) {
        if run.text.is_empty() {
            return;
        }
        let result = self.conversion.convert(&run.text, &[]);
        self.words(run, &result);
        self.surnames(run, &result);
        self.measure_words(run, &result);
    }

    fn words(&mut self, run: &Run, result: &Converted) {
        let script = self.script;
        for row in WORDS.iter().filter(|row| row.script == script) {
            for (start, word) in run.text.match_indices(row.word) {
                let range = start..start + word.len();
                let actual = converted(run, result, &range);
                if actual != row.right {
                    self.report(run, range, &actual, row.right);
                }
            }
        }
    }

    fn surnames(&mut self, run: &Run, result: &Converted) {
        for (start, character) in run.text.char_indices() {
            let after = run.text[start + character.len_utf8()..].chars().next();
            let is_meant = |row: &&quirks::Surname| {
                row.script == self.script
                    && row.surname == character
                    && !after.is_some_and(|after| row.not_before.contains(after))
            };
            let Some(row) = SURNAMES.iter().find(is_meant) else {
                continue;
            };
            let Some(length) = name_length(&run.text, start) else {
                continue;
            };
            let surname = start..start + character.len_utf8();
            if converted(run, result, &surname) != row.right.to_string() {
                let name = start..start + length;
                let actual = converted(run, result, &name);
                let given = actual.chars().skip(1);
                let right: String = [row.right].into_iter().chain(given).collect();
                self.report(run, name, &actual, &right);
            }
        }
    }

    /// After a figure 只 is a measure word, which is 隻.
    fn measure_words(&mut self, run: &Run, result: &Converted) {
        if self.script != HanScript::Simplified {
            return;
        }
        for (start, word) in run.text.match_indices('只') {
            let before = run.text[..start].chars().next_back();
            let after = run.text[start + word.len()..].chars().next();
            let is_counted = before.is_some_and(|before| before.is_ascii_digit())
                && after.is_none_or(|after| !AFTER_ONLY.contains(after));
            let range = start..start + word.len();
            if is_counted && converted(run, result, &range) != "隻" {
                let figure = run.text[..start]
                    .trim_end_matches(|character: char| character.is_ascii_digit())
                    .len();
                let range = figure..range.end;
                let actual = converted(run, result, &range);
                let right = actual.replace('只', "隻");
                self.report(run, range, &actual, &right);
            }
        }
    }

    /// Reports a border between two texts that come out otherwise together than apart.
    fn border(&mut self, before: &Run, after: &Run) {
        let tail = last_characters(&before.text, CONTEXT);
        let head = first_characters(&after.text, CONTEXT);
        let (Some(last), Some(first)) = (tail.chars().next_back(), head.chars().next()) else {
            return;
        };
        if !is_han(last) || !is_han(first) {
            return;
        }
        let convert = |text: &str| self.conversion.run(text).into_owned();
        let together = convert(&format!("{tail}{head}"));
        let apart = format!("{}{}", convert(tail), convert(head));
        if together != apart {
            let start = before.source_range(before.text.len() - last.len_utf8()..before.text.len());
            let end = after.source_range(0..first.len_utf8());
            let [apart, together] = difference(&apart, &together);
            self.found.push(diagnostic::border_changes_reading(
                self.source,
                &(start.start..end.end.max(start.start)),
                apart,
                together,
            ));
        }
    }

    fn report(&mut self, run: &Run, range: Range<usize>, actual: &str, right: &str) {
        let word = &run.text[range.clone()];
        self.found.push(diagnostic::doubtful_conversion(
            self.source,
            &run.source_range(range.clone()),
            word,
            [actual, right],
            match self.script {
                HanScript::Traditional => "zh-hans",
                HanScript::Simplified => "zh-hant",
            },
        ));
    }
}

impl Run {
    /// Returns a text that stands at an offset of the source.
    fn of(text: &str, start: usize) -> Run {
        Run {
            text: text.to_owned(),
            pieces: vec![(0, start..start + text.len())],
            ends_at_link: false,
        }
    }

    fn push(&mut self, piece: &Text) {
        self.pieces.push((self.text.len(), piece.range.clone()));
        self.text.push_str(&piece.text);
    }

    /// Returns the bytes of the source for a stretch of the text.
    fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let place = |offset: usize| {
            let index = self.pieces.partition_point(|(start, _)| *start <= offset);
            let (start, source) = &self.pieces[index.saturating_sub(1)];
            (source.start + (offset - start)).min(source.end)
        };
        let last = self.text[range.clone()].chars().next_back();
        let end =
            place(range.end - last.map_or(0, char::len_utf8)) + last.map_or(0, char::len_utf8);
        place(range.start)..end
    }
}

/// Returns what becomes of a stretch of a run, among its neighbours.
fn converted(run: &Run, result: &Converted, range: &Range<usize>) -> String {
    let segments = &result.segments;
    let first = segments.partition_point(|segment| segment.source.end <= range.start);
    let touching = segments[first..]
        .iter()
        .take_while(|segment| segment.source.start < range.end);
    let mut text = String::new();
    for segment in touching {
        let source = &run.text[segment.source.clone()];
        let output = &result.text[segment.output.clone()];
        // Where a segment reaches further, characters stand for one another one by one.
        let skipped = range.start.saturating_sub(segment.source.start);
        let skip = source[..skipped].chars().count();
        let end = range.end.min(segment.source.end) - segment.source.start;
        let take = source[skipped..end].chars().count();
        text.extend(output.chars().skip(skip).take(take));
    }
    text
}

fn collect(inlines: &[Inline], runs: &mut Vec<Run>) {
    for inline in inlines {
        match inline {
            Inline::Text(piece) => current(runs).push(piece),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content) => collect(content, runs),
            Inline::Link { content, .. } => {
                border(runs, true);
                collect(content, runs);
                border(runs, true);
            }
            Inline::Image {
                alternative, range, ..
            } => {
                border(runs, false);
                let run = current(runs);
                run.pieces.push((0, range.clone()));
                run.text.push_str(alternative);
                border(runs, false);
            }
            // What is fixed was decided by its author.
            Inline::Fixed { .. }
            | Inline::Code(_)
            | Inline::Math { .. }
            | Inline::Quotation(_)
            | Inline::Citation { .. }
            | Inline::HardBreak
            | Inline::Html { .. } => border(runs, false),
            Inline::Reference(_) | Inline::Task(_) => {}
        }
    }
}

fn current(runs: &mut [Run]) -> &mut Run {
    runs.last_mut().expect("there is one from the beginning")
}

fn border(runs: &mut Vec<Run>, is_link: bool) {
    current(runs).ends_at_link = is_link;
    runs.push(Run::default());
}

/// Returns the length in bytes of the name that begins at an offset with a surname, if it is one: a
/// title follows it, after a given name of up to two characters, or stands before it.
fn name_length(text: &str, start: usize) -> Option<usize> {
    let (before, rest) = text.split_at(start);
    let surname = rest.chars().next()?;
    let given: Vec<char> = rest
        .chars()
        .skip(1)
        .take_while(|c| is_han(*c))
        .take(8)
        .collect();
    let has_title_before = TITLES.iter().any(|title| before.ends_with(title));
    let is_word_before = before.chars().next_back().is_some_and(is_han);
    if !is_word_before || has_title_before {
        for count in 0..=2.min(given.len()) {
            let tail: String = given[count..].iter().collect();
            if TITLES.iter().any(|title| tail.starts_with(title)) {
                let name: usize = given[..count].iter().map(|c| c.len_utf8()).sum();
                // A surname alone is no word to be kept: its title belongs to it.
                let title = if count == 0 { "先生".len() } else { 0 };
                return Some(surname.len_utf8() + name + title);
            }
        }
    }
    let is_alone = (1..=2).contains(&given.len());
    (has_title_before && is_alone)
        .then(|| surname.len_utf8() + given.iter().map(|c| c.len_utf8()).sum::<usize>())
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn last_characters(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().nth(count.saturating_sub(1));
    &text[start.map_or(0, |(start, _)| start)..]
}

fn first_characters(text: &str, count: usize) -> &str {
    let end = text.char_indices().nth(count);
    &text[..end.map_or(text.len(), |(end, _)| end)]
}

/// Returns the parts of two texts in which they differ, with a character more on each side.
fn difference<'t>(one: &'t str, other: &'t str) -> [&'t str; 2] {
    let pairs = one.chars().zip(other.chars());
    let same = pairs.take_while(|(one, other)| one == other).count();
    let pairs = one.chars().rev().zip(other.chars().rev());
    let same_end = pairs.take_while(|(one, other)| one == other).count();
    [one, other].map(|text| {
        let count = text.chars().count();
        let start = same.saturating_sub(1);
        let end = (count - same_end.min(count) + 1).clamp(start, count);
        let offset = |index: usize| {
            let place = text.char_indices().nth(index);
            place.map_or(text.len(), |(offset, _)| offset)
        };
        &text[offset(start)..offset(end)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Level;
    use crate::script::{configuration, converter};

    /// Returns what is found in a text: `word>right`.
    fn found(script: HanScript, text: &str) -> Vec<String> {
        let (from, to) = match script {
            HanScript::Simplified => ("zh-Hans", "zh-Hant"),
            HanScript::Traditional => ("zh-Hant", "zh-Hans"),
        };
        let name = configuration(from, to, Level::Character).expect("they differ");
        let conversion = Conversion::by_engine(to, converter(name).expect("it exists"));
        let source = Source::new("a.md", text);
        let piece = Text {
            text: text.to_owned(),
            range: 0..text.len(),
            marks: None,
        };
        let mut linter = Linter {
            script,
            source: &source,
            conversion: &conversion,
            found: Vec::new(),
        };
        linter.leaf(&vec![Inline::Text(piece)]);
        let found = linter.found.iter();
        found.map(|problem| problem.message.clone()).collect()
    }

    #[test]
    fn every_row_fires_and_spares() {
        let mut wrong = Vec::new();
        for row in WORDS {
            let text = format!("前{}後", row.word);
            if found(row.script, &text).len() != 1 {
                wrong.push(text);
            }
            if !found(row.script, row.harmless).is_empty() {
                wrong.push(row.harmless.to_owned());
            }
        }
        for row in SURNAMES {
            if found(row.script, row.fires).len() != 1 {
                wrong.push(row.fires.to_owned());
            }
            if !found(row.script, row.harmless).is_empty() {
                wrong.push(row.harmless.to_owned());
            }
        }
        assert_eq!(wrong, [""; 0]);
    }

    #[test]
    fn names_stand_beside_titles() {
        use HanScript::Simplified;
        let check = |text: &str, count: usize| {
            assert_eq!(found(Simplified, text).len(), count, "{text}");
        };
        check("他说，范晓先生来了。", 1);
        check("教授范晓。", 1);
        check("范围很大。", 0);
        check("于是教授说。", 0);
        check("养了12只羊、三只鸡。", 1);
        check("这2只有一个。", 0);
    }
}
