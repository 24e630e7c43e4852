//! Reads footnotes as entries of a critical apparatus (DESIGN section 4).
//!
//! ```text
//! note  = "**" label "**" SP lemma ["→" lemma] ("：" | ": ") gist
//! lemma = 「…」 (or 『…』 "…" “…”), balanced; a long one may be 「甲……乙」
//! item  = "- " key [SP arg] ["：" text] *( link ["（[存檔](url)）"] [quote] ) *answer
//! answer = a nested "- " [name] [SP date] ["：" text] *answer, below 異議
//! ```
//! 1. The label: a strong beginning. A footnote without one is an ordinary remark.
//! 2. The head: lemma, reading, gist, read on the paragraph's plain text, so that markup and
//!    escapes inside a lemma do not matter.
//! 3. The items: the bullet lists that follow.
//! 4. What the note lacks, or says twice: [`check`].
//!
//! Where the lemma stands in the body is settled in [`super::anchor`].

mod check;
mod citation;
mod item;
mod quotation;

use std::ops::Range;
use std::sync::Arc;

use super::cut::Remaining;
use super::document::{
    Answer, Block, BlockKind, Correction, Inline, Item, ItemKey, Note, Quoted, leaf_text,
};
use super::front_matter::Date;
use super::markdown::{Definition, Parsed};
use super::plain::Plain;
use super::record::signed;
use crate::config::citations::Citations;
use crate::config::{NoteClass, Vocabulary};
use crate::diagnostic::{self, Diagnostic, Source};
use item::{KEYS, argument_length, is_key_end, key_of, separator_length, verdicts_of};
pub use quotation::marks_around;
use quotation::{QuotedText, mark_quotations, verbatim_content};

/// Reads one definition as a note.
pub(super) fn read(
    source: &Arc<Source>,
    vocabulary: &Vocabulary,
    citations: &Citations,
    definition: Definition,
    diagnostics: &mut Vec<Diagnostic>,
) -> Note {
    let mut reader = Reader {
        source,
        vocabulary,
        citations,
        diagnostics,
        note: Note {
            id: definition.id,
            id_range: definition.id_range,
            term: vocabulary.gloss(),
            ..Note::default()
        },
    };
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
    let note = reader.note;
    check::check(source, vocabulary, &note, diagnostics);
    note
}

/// Reports lists of items that stand directly behind a note, too little indented to belong to it.
pub(super) fn report_outside(
    source: &Arc<Source>,
    parsed: &Parsed,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for block in &parsed.blocks {
        let BlockKind::List { start: None, items } = &block.kind else {
            continue;
        };
        let is_before = |it: &&Definition| {
            let between = source.text().get(it.end..block.range.start);
            between.is_some_and(|between| between.trim().is_empty())
        };
        let first = items.first().and_then(|blocks| blocks.first());
        let has_key = first.is_some_and(|it| match &it.kind {
            BlockKind::Paragraph { content, .. } => key_of(&leaf_text(content)).is_some(),
            _ => false,
        });
        if let Some(note) = parsed.definitions.iter().find(is_before)
            && has_key
        {
            let first = first.map_or(&block.range, |it| &it.range);
            diagnostics.push(diagnostic::item_outside(source, first, &note.id));
        }
    }
}

struct Reader<'a, 'd> {
    source: &'a Arc<Source>,
    vocabulary: &'a Vocabulary,
    citations: &'a Citations,
    diagnostics: &'d mut Vec<Diagnostic>,
    note: Note,
}

impl Reader<'_, '_> {
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
        let head = self.head_text(&content, &plain, &label_range);
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
    fn head_text(
        &mut self,
        content: &[Inline],
        plain: &Plain<'_>,
        label: &Range<usize>,
    ) -> Option<Head> {
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
            let start = cursor.at;
            reading = self.quoted(&mut cursor, plain)?.map(|reading| Quoted {
                content: verbatim_content(content, start..cursor.at, reading.text.len()),
                ..reading
            });
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
            (NoteClass::Emendation, Some(lemma), Some(reading)) if lemma.text == reading.text => {
                let problem = diagnostic::emendation_changes_nothing(self.source, &reading.range);
                self.diagnostics.push(problem);
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
        let Some(quoted) = quotation::leading(rest) else {
            return Some(None);
        };
        let QuotedText { text, length } = match quoted {
            Ok(quoted) => quoted,
            Err(close) => {
                let mark = rest.chars().next().map_or(0, char::len_utf8);
                let range = plain.source_range(cursor.at..cursor.at + mark);
                self.diagnostics
                    .push(diagnostic::quotation_unclosed(self.source, &range, close));
                return None;
            }
        };
        let end = cursor.at + length;
        let range = plain.source_range(cursor.at..end);
        cursor.at = end;
        if text.trim().is_empty() {
            self.diagnostics
                .push(diagnostic::quotation_empty(self.source, &range));
        }
        Some(Some(Quoted {
            text: text.to_owned(),
            range,
            content: Vec::new(),
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
        let content = self.with_citations(content);
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
        // Directly behind the key any colon divides.
        let after = &plain.text[length..];
        let colon = after.chars().next().filter(|next| "：:".contains(*next));
        let colon = colon.filter(|_| key == ItemKey::Correction || !after.starts_with('：'));
        let after = &after[colon.map_or(0, char::len_utf8)..];
        let start = plain.text.len() - after.trim_start().len();
        let argument_length = match key {
            ItemKey::Dissent => signature_length(&content, &plain, start),
            _ => argument_length(&content, &plain, start, key),
        };
        let argument = plain.text[start..start + argument_length].trim().to_owned();
        let correction = (key == ItemKey::Correction)
            .then(|| {
                let argument = plain.text[start..start + argument_length].trim();
                self.correction(&plain, start, argument, &range)
            })
            .flatten();
        let rest = content_start(&plain, start + argument_length);
        drop(plain);
        let mut content = split_off(content, rest);
        let answers = self.further(blocks, key, &mut content);
        self.note.items.push(Item {
            key,
            argument,
            correction,
            content: mark_quotations(content, key),
            answers,
            range,
        });
    }

    /// Reads what follows the first paragraph of an item: more paragraphs, and below an objection the
    /// answers to it.
    fn further(
        &mut self,
        blocks: impl Iterator<Item = Block>,
        key: ItemKey,
        content: &mut Vec<Inline>,
    ) -> Vec<Answer> {
        let mut answers = Vec::new();
        for block in blocks {
            match block.kind {
                BlockKind::Paragraph { content: more, .. } => {
                    content.push(Inline::HardBreak);
                    content.extend(more);
                }
                BlockKind::List { start: None, items } if key == ItemKey::Dissent => {
                    answers.extend(items.into_iter().map(|item| self.answer(item)));
                }
                _ => self
                    .diagnostics
                    .push(diagnostic::item_content(self.source, &block.range)),
            }
        }
        answers
    }

    fn answer(&mut self, blocks: Vec<Block>) -> Answer {
        let mut blocks = blocks.into_iter().peekable();
        let first = blocks.next_if(|block| matches!(block.kind, BlockKind::Paragraph { .. }));
        let content = match first.map(|block| block.kind) {
            Some(BlockKind::Paragraph { content, .. }) => content,
            _ => Vec::new(),
        };
        let plain = Plain::of(&content);
        let length = signature_length(&content, &plain, 0);
        let argument = plain.text[..length].trim().to_owned();
        let rest = content_start(&plain, length);
        drop(plain);
        let mut content = split_off(content, rest);
        let answers = self.further(blocks, ItemKey::Dissent, &mut content);
        Answer {
            argument,
            content,
            answers,
        }
    }

    /// Finds the sources that an item cites, where it is evidence.
    fn with_citations(&mut self, content: Vec<Inline>) -> Vec<Inline> {
        match key_of(&leaf_text(&content)) {
            Some((ItemKey::Evidence | ItemKey::CounterEvidence, _)) => {
                citation::cite(self.source, self.citations, content, self.diagnostics)
            }
            _ => content,
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
            let problem = diagnostic::correction_date(self.source, item, word);
            self.diagnostics.push(problem);
            return None;
        };
        let verdicts = verdicts_of(argument);
        if verdicts.is_none() && argument.trim() != word {
            let problem = diagnostic::correction_change(self.source, item);
            self.diagnostics.push(problem);
        }
        let change = verdicts.map(|verdicts| {
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

/// Returns the length in bytes of who says an objection or an answer, and when: words before a colon, or all words where
/// the last is a day. Others are what is said.
fn signature_length(content: &[Inline], plain: &Plain<'_>, start: usize) -> usize {
    let length = argument_length(content, plain, start, ItemKey::Dissent);
    let is_all = start + length == plain.text.len();
    let (_, day) = signed(plain.text[start..].trim());
    if is_all && day.is_none() { 0 } else { length }
}

/// Returns where the content of an item begins in its plain text, whose argument ends at `end`.
fn content_start(plain: &Plain<'_>, end: usize) -> usize {
    let start = end + separator_length(&plain.text[end..]);
    plain.text.len() - plain.text[start..].trim_start().len()
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

/// Returns what follows an offset into the plain text of a leaf.
fn split_off(content: Vec<Inline>, offset: usize) -> Vec<Inline> {
    let mut remaining = Remaining::new(content);
    remaining.take(offset);
    remaining.finish()
}
