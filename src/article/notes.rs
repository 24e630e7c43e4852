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

use super::cut::Remaining;
use super::document::{
    Block, BlockKind, Correction, Inline, Item, ItemKey, Note, Quoted, for_each_inline, leaf_text,
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

/// A quotation that is longer than this is not looked for to its end: a mark was forgotten.
const QUOTATION_BYTES_MAX: usize = 8192;

/// Opening and closing quotation marks of a lemma.
const QUOTES: &[(char, char)] = &[
    ('「', '」'),
    ('『', '』'),
    ('“', '”'),
    ('‘', '’'),
    ('"', '"'),
];

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
        let argument_length = argument_length(&content, &plain, start, key);
        let argument = plain.text[start..start + argument_length].trim().to_owned();
        let correction = (key == ItemKey::Correction)
            .then(|| {
                let argument = plain.text[start..start + argument_length].trim();
                self.correction(&plain, start, argument, &range)
            })
            .flatten();
        let mut rest = start + argument_length;
        rest += separator_length(&plain.text[rest..]);
        rest = plain.text.len() - plain.text[rest..].trim_start().len();
        drop(plain);
        let mut content = split_off(content, rest);
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
            content: mark_quotations(content, key),
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

/// Returns the inlines of a quotation, without its marks, when it has code or fixed forms. `range` is
/// that of the quotation in the plain text, `length` that of its text, in bytes.
fn verbatim_content(content: &[Inline], range: Range<usize>, length: usize) -> Vec<Inline> {
    let mark = (range.len() - length) / 2;
    let mut remaining = Remaining::new(content.to_vec());
    remaining.take(range.start + mark);
    let quoted = remaining.take(length);
    let mut is_plain = true;
    for_each_inline(&quoted, &mut |inline| {
        is_plain &= !matches!(inline, Inline::Code(_) | Inline::Fixed { .. });
    });
    if is_plain { Vec::new() } else { quoted }
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
    let ends = |(at, character): &(usize, char)| {
        "「『“（".contains(*character) || separator_length(&text[*at..]) > 0
    };
    let length = text
        .char_indices()
        .find(ends)
        .map_or(text.len(), |(at, _)| at);
    let after = &plain.text[start + length..];
    let is_argument = key == ItemKey::Correction || after.is_empty() || separator_length(after) > 0;
    let has_reference = plain.references.iter().any(|(offset, _)| *offset >= start);
    if is_argument && !(after.is_empty() && has_reference) {
        length
    } else {
        0
    }
}

/// Returns the length in bytes of the colon that a text begins with, which divides what an item says
/// from what stands before it. An ASCII one does so before a space only: addresses, times and ratios
/// have it too.
fn separator_length(text: &str) -> usize {
    match text.chars().next() {
        Some('：') => '：'.len_utf8(),
        Some(':') if text[1..].chars().next().is_none_or(char::is_whitespace) => 1,
        _ => 0,
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
    let text = leaf_text(&content);
    let links = link_ranges(&content);
    let mut marked = Vec::with_capacity(content.len());
    let mut remaining = Remaining::new(content);
    let mut taken = 0;
    let mut from = 0;
    while let Some(quotation) = quotation(&text, from) {
        let is_inside = |link: &&Range<usize>| link.contains(&quotation.start);
        if let Some(link) = links.iter().find(is_inside) {
            // It is the title of what is linked.
            from = link.end;
            continue;
        }
        marked.extend(remaining.take(quotation.start - taken));
        marked.push(Inline::Quotation(remaining.take(quotation.len())));
        taken = quotation.end;
        from = taken;
    }
    marked.extend(remaining.finish());
    marked
}

/// Returns the bytes of each link in the plain text of a leaf.
fn link_ranges(content: &[Inline]) -> Vec<Range<usize>> {
    let mut links = Vec::new();
    let mut offset = 0;
    for inline in content {
        let length = leaf_text(std::slice::from_ref(inline)).len();
        match inline {
            Inline::Link { .. } => links.push(offset..offset + length),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strikethrough(inner) => {
                let inner = link_ranges(inner).into_iter();
                links.extend(inner.map(|link| offset + link.start..offset + link.end));
            }
            _ => {}
        }
        offset += length;
    }
    links
}

/// Returns the bytes of the first balanced quotation from an offset on, with its marks. A mark that
/// is not closed begins none.
fn quotation(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let start = at + text[at..].find(['「', '『', '“', '‘', '"'])?;
        let open = text[start..].chars().next()?;
        let (_, close) = QUOTES.iter().find(|(mark, _)| *mark == open)?;
        let inside = start + open.len_utf8();
        let end = text.floor_char_boundary((inside + QUOTATION_BYTES_MAX).min(text.len()));
        match balanced(&text[inside..end], open, *close) {
            Some(length) => return Some(start..inside + length + close.len_utf8()),
            None => at = inside,
        }
    }
}

/// Returns what follows an offset into the plain text of a leaf.
fn split_off(content: Vec<Inline>, offset: usize) -> Vec<Inline> {
    let mut remaining = Remaining::new(content);
    remaining.take(offset);
    remaining.finish()
}
