//! Notes as records: what lists, counts and other programs need to know of them, without their tree.

mod characters;
mod evidence;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::copies;
use super::document::{
    Answer, Block, Document, Inline, Item, ItemKey, Leaf, Note, for_each_inline, for_each_leaf,
    leaf_text, plain_text, plain_text_and_spans,
};
use super::front_matter::Date;
use crate::config::citations::Citation;
use crate::config::fields::is_blank;
use characters::Characters;

/// Characters of context on either side of the words of a note, where these are enough to tell them
/// from the same words elsewhere.
const CONTEXT_CHARACTERS: usize = 8;

/// What the link to a copy in an archive is called, in Traditional Chinese, Simplified Chinese and
/// English (DESIGN section 4).
pub(super) const ARCHIVED: [&str; 3] = ["存檔", "存档", "archived"];

/// Returns whether a link is one to a copy, by its text.
pub(super) fn is_copy(title: &str) -> bool {
    ARCHIVED.iter().any(|name| title.eq_ignore_ascii_case(name))
}

/// A note.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// Its name.
    pub id: String,
    /// The index of its label in [`crate::config::Vocabulary`].
    pub term: usize,
    /// The words it is about, as it has them: long ones may leave out their middle.
    pub lemma: Option<String>,
    /// These words in the text.
    pub passage: Option<Passage>,
    /// The reading it proposes.
    pub reading: Option<String>,
    /// What it says.
    pub gist: Leaf,
    /// The plain text of each further paragraph and other block.
    pub more: Vec<String>,
    /// What it rests on, and what speaks against it, in the order of the note.
    pub evidence: Vec<Evidence>,
    /// How sure its author is, as written.
    pub confidence: Option<String>,
    /// Who checked it, where the note says so.
    pub reviewer: Option<String>,
    /// Its corrections, in the order of the note.
    pub corrections: Vec<Change>,
    /// What others object.
    pub dissent: Vec<Reply>,
    /// The names of the notes and the addresses that it refers to.
    pub see_also: Vec<SeeAlso>,
}

impl Record {
    /// Gives back memory that lists have beyond their length: those of all articles are held at once.
    fn shrink_to_fit(&mut self) {
        self.evidence.shrink_to_fit();
        self.corrections.shrink_to_fit();
        self.dissent.shrink_to_fit();
        self.see_also.shrink_to_fit();
    }

    /// Returns all that it says, paragraphs with an empty line between.
    pub fn text(&self) -> String {
        let gist = leaf_text(&self.gist).trim().to_owned();
        let more = self.more.iter().cloned();
        let parts: Vec<String> = [gist].into_iter().chain(more).collect();
        parts.join("\n\n").trim().to_owned()
    }
}

/// What a note refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeeAlso {
    /// Another note of the text, by its name.
    Note(String),
    /// An address, as it is written.
    Address(String),
}

/// An objection to a note, or an answer to one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reply {
    /// Who says it, and when, as written; may be empty.
    pub signature: String,
    /// What is said.
    pub said: Leaf,
    /// What is answered to it.
    pub answers: Vec<Reply>,
}

impl Reply {
    fn of(answer: &Answer) -> Reply {
        Reply {
            signature: answer.argument.clone(),
            said: answer.content.clone(),
            answers: answer.answers.iter().map(Reply::of).collect(),
        }
    }

    /// Returns what is said, as plain text.
    pub fn text(&self) -> String {
        leaf_text(&self.said).trim().to_owned()
    }
}

/// Returns the name that a signature has, which may be empty, and the day behind it.
pub fn signed(signature: &str) -> (&str, Option<Date>) {
    let last = signature.split_whitespace().next_back().unwrap_or_default();
    match Date::parse(last) {
        Some(date) => (
            signature[..signature.len() - last.len()].trim_end(),
            Some(date),
        ),
        None => (signature, None),
    }
}

/// Words of a text among their neighbours.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Passage {
    /// What stands before the words, and with `after` tells them from the same words elsewhere.
    pub before: String,
    /// The words.
    pub words: String,
    /// What stands after them.
    pub after: String,
    /// Where they stand in the plain text, in characters (Unicode code points).
    pub position: Range<usize>,
    /// The number of the paragraph, heading or cell in which they begin, from 1.
    pub paragraph: usize,
}

/// One piece of evidence.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Evidence {
    /// Whether it speaks for what the note says, or against it.
    pub is_for: bool,
    /// What it is called: the text of the link, or what stands in its place.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// The address of a copy in an archive.
    pub archived: Option<String>,
    /// The SHA-256 of that copy, in hexadecimal, when it lies beside the article or the note has it.
    pub digest: Option<String>,
    /// The bytes of the digest that the note has.
    pub digest_range: Range<usize>,
    /// Its day, as its title or the source's entry names it.
    pub date: Option<Date>,
    /// Its words, without quotation marks.
    pub quotation: Option<String>,
    /// The source of the site that it is, when it is cited by its key.
    pub citation: Option<Arc<Citation>>,
    /// What stands beside that key, such as a page.
    pub locator: Option<String>,
}

impl Evidence {
    /// Returns what it is called, and what stands beside the key that it is cited by.
    pub fn title_and_locator(&self) -> Cow<'_, str> {
        match &self.locator {
            Some(locator) => format!("{}，{locator}", self.title).into(),
            None => self.title.as_str().into(),
        }
    }

    /// Takes the address of a copy from the link to it in an item of a note, and the digest that stands there.
    fn archive(&mut self, destination: &str, link: &Range<usize>, item: &Item) {
        self.archived = Some(destination.to_owned());
        if let Some((digest, range)) = copies::beside(&item.content, link) {
            self.digest = Some(digest);
            self.digest_range = range;
        }
    }
}

/// A correction.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The day.
    pub date: Date,
    /// The verdict before and the verdict after, by their indices in
    /// [`crate::config::Vocabulary`], when the correction names them.
    pub verdicts: Option<(usize, usize)>,
    /// Why.
    pub reason: Leaf,
}

impl Change {
    /// Returns why, as plain text.
    pub fn reason_text(&self) -> String {
        leaf_text(&self.reason).trim().to_owned()
    }
}

/// Returns the notes of a document as records, in the order of the notes.
pub fn records(document: &Document) -> Vec<Record> {
    let (text, spans) = plain_text_and_spans(document);
    let characters = Characters::of(&text, spans.iter().flatten().count());
    let paragraphs = paragraphs(document);
    let notes = document.notes.iter().zip(spans).zip(paragraphs);
    notes
        .map(|((note, span), paragraph)| {
            let passage = span.map(|span| Passage {
                paragraph,
                ..passage(&characters, characters.range(&span))
            });
            record(note, passage, document)
        })
        .collect()
}

/// Returns for each note the number of the leaf in which its words begin; 0 for a note about none.
fn paragraphs(document: &Document) -> Vec<usize> {
    let mut found = vec![0; document.notes.len()];
    let mut number = 0;
    for_each_leaf(&document.blocks, &mut |leaf| {
        number += 1;
        for_each_inline(leaf, &mut |inline| {
            let (Inline::Text(piece) | Inline::Code(piece) | Inline::Math { text: piece, .. }) =
                inline
            else {
                return;
            };
            for note in piece.marks.iter().flat_map(|marks| &marks.begins) {
                found[*note] = number;
            }
        });
    });
    found
}

/// Returns words of a text with so much of their neighbourhood that all of it occurs once.
fn passage(text: &Characters<'_>, position: Range<usize>) -> Passage {
    let mut context = CONTEXT_CHARACTERS;
    loop {
        let start = position.start.saturating_sub(context);
        let end = text.count().min(position.end + context);
        let is_all = start == 0 && end == text.count();
        if is_all || text.occurs_once(start..end) {
            return Passage {
                before: text.text(start..position.start).to_owned(),
                words: text.text(position.clone()).to_owned(),
                after: text.text(position.end..end).to_owned(),
                position,
                paragraph: 0,
            };
        }
        context *= 2;
    }
}

fn record(note: &Note, passage: Option<Passage>, document: &Document) -> Record {
    let mut record = Record {
        id: note.id.clone(),
        term: note.term,
        lemma: note.lemma.as_ref().map(|lemma| lemma.text.clone()),
        passage,
        reading: note.reading.as_ref().map(|reading| reading.text.clone()),
        gist: note.gist.clone(),
        more: note.blocks.iter().map(block_text).collect(),
        ..Record::default()
    };
    for item in &note.items {
        match item.key {
            ItemKey::Evidence => evidence::add(item, true, &mut record.evidence),
            ItemKey::CounterEvidence => evidence::add(item, false, &mut record.evidence),
            ItemKey::Archived => add_archived(item, &mut record.evidence),
            ItemKey::Confidence => record.confidence = said(item),
            ItemKey::Reviewer => record.reviewer = said(item),
            ItemKey::Dissent => record.dissent.push(Reply {
                signature: item.argument.clone(),
                said: item.content.clone(),
                answers: item.answers.iter().map(Reply::of).collect(),
            }),
            ItemKey::Correction => {
                record
                    .corrections
                    .extend(item.correction.map(|correction| Change {
                        date: correction.date,
                        verdicts: correction.change,
                        reason: item.content.clone(),
                    }));
            }
            ItemKey::SeeAlso => for_each_inline(&item.content, &mut |inline| match inline {
                Inline::Reference(reference) => {
                    let seen = &document.notes[reference.note];
                    record.see_also.push(SeeAlso::Note(seen.id.clone()));
                }
                Inline::Link { destination, .. } => {
                    record.see_also.push(match destination.strip_prefix("#n-") {
                        Some(note) => SeeAlso::Note(note.to_owned()),
                        None => SeeAlso::Address(destination.clone()),
                    });
                }
                _ => {}
            }),
        }
    }
    record.shrink_to_fit();
    record
}

fn block_text(block: &Block) -> String {
    plain_text(std::slice::from_ref(block)).trim().to_owned()
}

/// Returns the argument of an item and what follows it; none for an empty one.
fn said(item: &Item) -> Option<String> {
    let text = leaf_text(&item.content);
    let parts = [item.argument.as_str(), text.trim()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !is_blank(part)).collect();
    (!parts.is_empty()).then(|| parts.join("："))
}

/// Adds the addresses of an item to the evidence before it that has no copy yet; where all have one, it is
/// evidence itself.
fn add_archived(item: &Item, evidence: &mut Vec<Evidence>) {
    for_each_inline(&item.content, &mut |inline| {
        let Inline::Link {
            destination,
            content,
            range,
            ..
        } = inline
        else {
            return;
        };
        let mut without = evidence.iter_mut();
        match without.rfind(|evidence| evidence.archived.is_none()) {
            Some(last) => last.archive(destination, range, item),
            None => evidence.push(Evidence {
                is_for: true,
                title: leaf_text(content).trim().to_owned(),
                url: Some(destination.clone()),
                ..Evidence::default()
            }),
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_the_same_words_elsewhere() {
        let text = "甲乙丙丁戊己庚辛壬癸子丑。甲乙丙丁戊己庚辛壬癸子丑！";
        let second = text.rfind("癸").expect("it is there");
        let characters = Characters::of(text, 1);
        let found = passage(
            &characters,
            characters.range(&(second..second + "癸".len())),
        );
        assert_eq!(
            (found.words.as_str(), found.position.clone()),
            ("癸", 22..23)
        );
        let whole = [found.before, found.words, found.after].concat();
        assert_eq!(text.matches(&whole).count(), 1);
    }
}
