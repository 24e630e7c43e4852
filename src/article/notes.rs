//! Reads footnotes as entries of a critical apparatus (DESIGN section 4).
//!
//! ```text
//! note  = "**" label "**" SP lemma ["→" lemma] ("：" | ": ") gist
//! lemma = 「…」 (or 『…』 "…" “…”), balanced; a long one may be 「甲……乙」
//! item  = "- " key [SP arg] ["：" text] *( link ["（[存檔](url)）"] [quote] )
//! ```
//! 1. The label: a strong beginning. A footnote without one is an ordinary remark.
//! 2. The head: lemma, reading, gist, read on the paragraph's plain text, so that markup and
//!    escapes inside a lemma do not matter.
//! 3. The items: the bullet lists that follow.
//!
//! Where the lemma stands in the body is settled in [`super::anchor`].

use std::ops::Range;
use std::sync::Arc;

use super::document::{
    Block, BlockKind, Correction, Inline, Item, ItemKey, Note, Quoted, leaf_text,
};
use super::front_matter::Date;
use super::markdown::Definition;
use super::plain::Plain;
use crate::config::{NoteClass, Vocabulary};
use crate::diagnostic::{self, Diagnostic, Source};

/// The keys of items in Traditional Chinese, Simplified Chinese and English.
const KEYS: &[(ItemKey, &[&str])] = &[
    (ItemKey::Evidence, &["據", "据", "evidence"]),
    (
        ItemKey::CounterEvidence,
        &["反證", "反证", "counter-evidence"],
    ),
    (ItemKey::Archived, &["存檔", "存档", "archived"]),
    (ItemKey::Confidence, &["信心", "confidence"]),
    (ItemKey::Reviewer, &["查核", "reviewer"]),
    (ItemKey::Dissent, &["異議", "异议", "dissent"]),
    (ItemKey::Correction, &["更正", "correction"]),
    (ItemKey::SeeAlso, &["參見", "参见", "see also"]),
];

/// Opening and closing quotation marks of a lemma.
const QUOTES: &[(char, char)] = &[('「', '」'), ('『', '』'), ('“', '”'), ('"', '"')];

/// Reads one definition as a note.
pub(super) fn read(
    source: &Arc<Source>,
    vocabulary: &Vocabulary,
    definition: Definition,
    diagnostics: &mut Vec<Diagnostic>,
) -> Note {
    let mut reader = Reader {
        source,
        vocabulary,
        diagnostics,
        note: Note {
            id: definition.id,
            id_range: definition.id_range,
            term: vocabulary.gloss(),
            ..Note::default()
        },
    };
    reader.check_id();
    let mut blocks = definition.blocks.into_iter();
    match blocks.next() {
        Some(Block {
            kind: BlockKind::Paragraph { content, .. } | BlockKind::Heading { content, .. },
            ..
        }) => reader.head(content),
        Some(other) => reader.block(other),
        None => {}
    }
    blocks.for_each(|block| reader.block(block));
    reader.check_content();
    reader.check_evidence();
    reader.check_corrections();
    reader.note
}

struct Reader<'a, 'd> {
    source: &'a Arc<Source>,
    vocabulary: &'a Vocabulary,
    diagnostics: &'d mut Vec<Diagnostic>,
    note: Note,
}

impl Reader<'_, '_> {
    fn check_id(&mut self) {
        let is_id = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !self.note.id.bytes().all(is_id) {
            self.diagnostics.push(diagnostic::note_id(
                self.source,
                &self.note.id_range,
                &self.note.id,
            ));
        }
    }

    fn head(&mut self, mut content: Vec<Inline>) {
        let Some(label) = content.first().and_then(label) else {
            self.report_weak_label(&content);
            self.note.gist = content;
            return;
        };
        let label_text = leaf_text(label);
        let label_range = Plain::of(label).source_range(0..label_text.len());
        self.note.label_range = label_range.clone();
        let Some(term) = self.term(&label_text, &label_range) else {
            content.remove(0);
            self.note.gist = content;
            return;
        };
        self.note.term = term;
        content.remove(0);
        let plain = Plain::of(&content);
        let head = self.head_text(&plain, &label_range);
        drop(plain);
        self.note.gist = match head {
            Some(head) => {
                self.note.lemma = head.lemma;
                self.note.reading = head.reading;
                split_off(content, head.gist_start)
            }
            None => content,
        };
    }

    /// Reports a label that is followed by quoted words, as in a note, but is not strong.
    fn report_weak_label(&mut self, content: &[Inline]) {
        let plain = Plain::of(content);
        let text = plain.text.trim_start();
        let start = plain.text.len() - text.len();
        let Some(length) = text.find(['「', '『', '“', '"']) else {
            return;
        };
        let label = text[..length].trim_end();
        if self.vocabulary.find(label).is_some() {
            let range = plain.source_range(start..start + label.len());
            self.diagnostics
                .push(diagnostic::label_not_strong(self.source, &range, label));
        }
    }

    /// Reads lemma and reading from the text after the label.
    fn head_text(&mut self, plain: &Plain<'_>, label: &Range<usize>) -> Option<Head> {
        let class = self.vocabulary.term(self.note.term).class;
        let mut cursor = Cursor {
            text: &plain.text,
            at: 0,
        };
        cursor.skip_spaces();
        let lemma = self.quoted(&mut cursor, plain)?;
        cursor.skip_spaces();
        let mut reading = None;
        if cursor.take("→") || cursor.take("->") {
            cursor.skip_spaces();
            reading = self.quoted(&mut cursor, plain)?;
            if reading.is_none() {
                let at = plain.source_range(cursor.at..cursor.at);
                self.diagnostics
                    .push(diagnostic::note_reading_unquoted(self.source, &at));
                return None;
            }
            cursor.skip_spaces();
        }
        match (class, &lemma, &reading) {
            (NoteClass::Emendation, _, None) => {
                self.diagnostics
                    .push(diagnostic::emendation_without_reading(self.source, label));
            }
            (NoteClass::Verdict(_) | NoteClass::Emendation, None, _) => {
                self.diagnostics
                    .push(diagnostic::note_without_lemma(self.source, label));
                return None;
            }
            (NoteClass::Verdict(_) | NoteClass::Gloss, _, Some(reading)) => {
                let problem = diagnostic::reading_without_emendation(self.source, &reading.range);
                self.diagnostics.push(problem);
            }
            _ => {}
        }
        if !(cursor.take("：") || cursor.take(":")) {
            // A gloss may have neither lemma nor colon: all of it is gist.
            lemma.as_ref()?;
            let at = plain.source_range(cursor.at..cursor.at);
            self.diagnostics
                .push(diagnostic::note_without_colon(self.source, &at));
            return None;
        }
        cursor.skip_spaces();
        Some(Head {
            lemma,
            reading,
            gist_start: cursor.at,
        })
    }

    /// Reads a text in quotation marks, which may hold balanced pairs of the same marks. Returns
    /// `None` after a diagnostic, `Some(None)` when there is no quotation mark.
    fn quoted(&mut self, cursor: &mut Cursor<'_>, plain: &Plain<'_>) -> Option<Option<Quoted>> {
        let rest = &cursor.text[cursor.at..];
        let first = rest.chars().next();
        let Some((open, close)) = QUOTES.iter().find(|(open, _)| Some(*open) == first) else {
            return Some(None);
        };
        let inside = open.len_utf8();
        let Some(length) = balanced(&rest[inside..], *open, *close) else {
            let range = plain.source_range(cursor.at..cursor.at + inside);
            self.diagnostics
                .push(diagnostic::quotation_unclosed(self.source, &range, *close));
            return None;
        };
        let end = cursor.at + inside + length + close.len_utf8();
        let range = plain.source_range(cursor.at..end);
        let text = &rest[inside..inside + length];
        cursor.at = end;
        if text.trim().is_empty() {
            self.diagnostics
                .push(diagnostic::quotation_empty(self.source, &range));
        }
        Some(Some(Quoted {
            text: text.to_owned(),
            range,
        }))
    }

    fn block(&mut self, block: Block) {
        match block.kind {
            BlockKind::List { start: None, items } => {
                for item in items {
                    self.item(item, &block.range);
                }
            }
            _ => self.note.blocks.push(block),
        }
    }

    fn item(&mut self, blocks: Vec<Block>, list: &Range<usize>) {
        let mut blocks = blocks.into_iter();
        let (content, range) = match blocks.next() {
            Some(Block {
                kind: BlockKind::Paragraph { content, .. },
                range,
                ..
            }) => (content, range),
            _ => (Vec::new(), list.clone()),
        };
        let plain = Plain::of(&content);
        let Some((key, length)) = key_of(&plain.text) else {
            let word: String = plain.text.chars().take_while(|c| !is_key_end(*c)).collect();
            let at = plain.source_range(0..word.len());
            let known = KEYS.iter().flat_map(|(_, names)| names.iter().copied());
            let nearest = diagnostic::nearest(&word, known);
            let at = if word.is_empty() { range } else { at };
            self.diagnostics
                .push(diagnostic::item_key(self.source, &at, &word, nearest));
            return;
        };
        let after = &plain.text[length..];
        let start = length + after.len() - after.trim_start().len();
        let argument_length = argument_length(&content, &plain, start, key);
        let argument = plain.text[start..start + argument_length].trim().to_owned();
        let correction = (key == ItemKey::Correction)
            .then(|| {
                let argument = plain.text[start..start + argument_length].trim();
                self.correction(&plain, start, argument, &range)
            })
            .flatten();
        let mut rest = start + argument_length;
        let after = plain.text[rest..].trim_start_matches(['：', ':']);
        rest = plain.text.len() - after.trim_start().len();
        drop(plain);
        let mut content = mark_quotations(split_off(content, rest), key);
        for block in blocks {
            let BlockKind::Paragraph { content: more, .. } = block.kind else {
                self.diagnostics
                    .push(diagnostic::item_content(self.source, &block.range));
                continue;
            };
            content.push(Inline::HardBreak);
            content.extend(more);
        }
        self.note.items.push(Item {
            key,
            argument,
            correction,
            content,
            range,
        });
    }

    /// A footnote says something.
    fn check_content(&mut self) {
        let note = &self.note;
        let is_silent = note.label_range.is_empty()
            && note.lemma.is_none()
            && note.blocks.is_empty()
            && note.items.is_empty()
            && note.gist.is_empty();
        if is_silent {
            let problem = diagnostic::note_empty(self.source, &note.id_range, &note.id);
            self.diagnostics.push(problem);
        }
    }

    fn check_evidence(&mut self) {
        let is_evidence = |item: &Item| {
            item.key == ItemKey::Evidence
                && !(item.argument.is_empty() && leaf_text(&item.content).trim().is_empty())
        };
        let term = self.vocabulary.term(self.note.term);
        if term.needs_evidence() && !self.note.items.iter().any(is_evidence) {
            self.diagnostics.push(diagnostic::verdict_without_evidence(
                self.source,
                &self.note.label_range,
                &self.note.id,
            ));
        }
    }

    /// Reads the argument of a correction, 「date 由 verdict 改為 verdict」, which stands at `start` of
    /// the item's text.
    fn correction(
        &mut self,
        plain: &Plain<'_>,
        start: usize,
        argument: &str,
        item: &Range<usize>,
    ) -> Option<Correction> {
        let word = argument.split_whitespace().next().unwrap_or_default();
        let Some(date) = Date::parse(word) else {
            let problem = diagnostic::correction_date(self.source, item);
            self.diagnostics.push(problem);
            return None;
        };
        let change = verdicts_of(argument).map(|verdicts| {
            verdicts.map(|verdict| {
                let range = start + verdict.start..start + verdict.end;
                self.term(&argument[verdict], &plain.source_range(range))
            })
        });
        let change = match change {
            Some([Some(from), Some(to)]) => Some((from, to)),
            _ => None,
        };
        Some(Correction { date, change })
    }

    /// Returns the term that a label names, or nothing after a diagnostic.
    fn term(&mut self, label: &str, range: &Range<usize>) -> Option<usize> {
        let term = self.vocabulary.find(label);
        if term.is_none() {
            let nearest = diagnostic::nearest(label, self.vocabulary.labels());
            let problem = diagnostic::note_label(self.source, range, label, nearest);
            self.diagnostics.push(problem);
        }
        term
    }

    /// Corrections follow one another in time.
    fn check_corrections(&mut self) {
        let mut last: Option<(Date, Range<usize>)> = None;
        for item in &self.note.items {
            let Some(Correction { date, .. }) = item.correction else {
                continue;
            };
            match &last {
                Some((earlier, range)) if *earlier > date => self.diagnostics.push(
                    diagnostic::corrections_out_of_order(self.source, &item.range, range),
                ),
                _ => last = Some((date, item.range.clone())),
            }
        }
    }
}

/// Returns the bytes of the words between 由 and 改為, and after it.
fn verdicts_of(argument: &str) -> Option<[Range<usize>; 2]> {
    let (_, change) = argument.split_once(char::is_whitespace)?;
    let change = change.trim_start();
    let from = change
        .strip_prefix('由')
        .or_else(|| change.strip_prefix("from "))?;
    let (length, word) = ["改為", "改为", " to "]
        .iter()
        .find_map(|word| Some((from.find(word)?, word)))?;
    let start = argument.len() - from.len();
    Some([
        trimmed(argument, start..start + length),
        trimmed(argument, start + length + word.len()..argument.len()),
    ])
}

/// Returns a range of a text without the white space at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let start = range.end - text[range.clone()].trim_start().len();
    start..start + text[range].trim().len()
}

/// Returns the label that an inline is: strong text, whether or not it is emphasised as well.
fn label(inline: &Inline) -> Option<&[Inline]> {
    match inline {
        Inline::Strong(label) => Some(label),
        Inline::Emphasis(content) => match content.as_slice() {
            [inner] => label(inner),
            _ => None,
        },
        _ => None,
    }
}

struct Head {
    lemma: Option<Quoted>,
    reading: Option<Quoted>,
    /// The offset of the gist in the text after the label, in bytes.
    gist_start: usize,
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl Cursor<'_> {
    fn skip_spaces(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn take(&mut self, word: &str) -> bool {
        let is_next = self.text[self.at..].starts_with(word);
        if is_next {
            self.at += word.len();
        }
        is_next
    }
}

/// Returns the length in bytes up to the mark that closes a quotation.
fn balanced(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 1;
    for (offset, character) in text.char_indices() {
        if character == close {
            depth -= 1;
            if depth == 0 {
                return Some(offset);
            }
        } else if character == open {
            depth += 1;
        }
    }
    None
}

fn is_key_end(character: char) -> bool {
    character.is_whitespace() || "：:「『“\"（(".contains(character)
}

/// Returns the key at the start of an item and its length in bytes.
fn key_of(text: &str) -> Option<(ItemKey, usize)> {
    let names = KEYS
        .iter()
        .flat_map(|(key, names)| names.iter().map(move |name| (*key, *name)));
    names
        .filter(|(_, name)| {
            text.get(..name.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(name))
                && text[name.len()..].chars().next().is_none_or(is_key_end)
        })
        .map(|(key, name)| (key, name.len()))
        .max_by_key(|(_, length)| *length)
}

/// Returns the length in bytes of the argument: the text up to a colon or the end. Text that runs on
/// into a link or a quotation is none but the beginning of what is said; a correction's date and
/// verdicts are one wherever they end.
fn argument_length(content: &[Inline], plain: &Plain<'_>, start: usize, key: ItemKey) -> usize {
    let mut link_start = 0;
    for inline in content {
        match inline {
            Inline::Text(text) => link_start += text.text.len(),
            _ => break,
        }
    }
    let end = link_start.max(start);
    let text = &plain.text[start..end.min(plain.text.len())];
    let length = text
        .find(['：', ':', '「', '『', '“', '（'])
        .unwrap_or(text.len());
    let after = &plain.text[start + length..];
    let is_argument =
        key == ItemKey::Correction || after.is_empty() || after.starts_with(['：', ':']);
    let has_reference = plain.references.iter().any(|(offset, _)| *offset >= start);
    if is_argument && !(after.is_empty() && has_reference) {
        length
    } else {
        0
    }
}

/// Makes the quotations that follow a link verbatim: they are evidence, in the words of the source.
fn mark_quotations(content: Vec<Inline>, key: ItemKey) -> Vec<Inline> {
    if !matches!(
        key,
        ItemKey::Evidence | ItemKey::CounterEvidence | ItemKey::Archived
    ) {
        return content;
    }
    let mut marked = Vec::with_capacity(content.len());
    for inline in joined(content) {
        let Inline::Text(mut text) = inline else {
            marked.push(inline);
            continue;
        };
        while let Some((start, end)) = quotation(&text.text) {
            let after = text.text.split_off(end);
            let quotation = text.text.split_off(start);
            let source_start = text.range.start;
            if !text.text.is_empty() {
                let mut before = text.clone();
                before.range.end = source_start + start;
                marked.push(Inline::Text(before));
            }
            marked.push(Inline::Quotation(quotation));
            text.text = after;
            text.range.start = (source_start + end).min(text.range.end);
        }
        if !text.text.is_empty() {
            marked.push(Inline::Text(text));
        }
    }
    marked
}

/// Returns the inlines with neighbouring pieces of text made one: a quotation may go over a line's
/// end or hold an escape.
fn joined(content: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::with_capacity(content.len());
    for inline in content {
        match (joined.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(next)) => {
                last.text.push_str(&next.text);
                last.range.end = next.range.end;
            }
            (_, inline) => joined.push(inline),
        }
    }
    joined
}

/// Returns the first balanced quotation in a text, with its marks, as bytes.
fn quotation(text: &str) -> Option<(usize, usize)> {
    let start = text.find(['「', '『', '“', '"'])?;
    let open = text[start..].chars().next()?;
    let (_, close) = QUOTES.iter().find(|(mark, _)| *mark == open)?;
    let inside = start + open.len_utf8();
    let length = balanced(&text[inside..], open, *close)?;
    Some((start, inside + length + close.len_utf8()))
}

/// Returns what follows an offset into the plain text of a leaf.
fn split_off(content: Vec<Inline>, offset: usize) -> Vec<Inline> {
    let mut left = offset;
    let mut rest = Vec::new();
    for mut inline in content {
        if left == 0 {
            rest.push(inline);
            continue;
        }
        let length = leaf_text(std::slice::from_ref(&inline)).len();
        if length <= left {
            left -= length;
            continue;
        }
        match &mut inline {
            Inline::Text(text) => {
                let is_literal = text.text.len() == text.range.len();
                text.text.drain(..left);
                text.range.start += if is_literal { left } else { 0 };
            }
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
                *inner = split_off(std::mem::take(inner), left);
            }
            Inline::Link { content, .. } | Inline::Fixed { content, .. } => {
                *content = split_off(std::mem::take(content), left);
            }
            _ => {}
        }
        left = 0;
        rest.push(inline);
    }
    rest
}
