//! The tree of an article: blocks, inlines, notes and the marks that notes leave on the text.
//!
//! It is made once from Markdown; conversion, anchors, fidelity, plain text and HTML are passes
//! over it. It knows no URL and no template. Its depth is bounded by
//! [`super::markdown::DEPTH_MAX`], so that passes may recurse.

use std::ops::Range;
use std::sync::Arc;

use super::front_matter::Date;
use super::markup;
use crate::config::citations::Citation;
use crate::config::forms::Forms;

/// The text of an article and its notes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// The body.
    pub blocks: Vec<Block>,
    /// The notes in the order of their first references: note 1 stands first.
    pub notes: Vec<Note>,
}

/// A block, and the bytes of the source it was made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Its name on the page, the same in every edition; empty inside notes and list items.
    pub id: String,
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes in the source.
    pub range: Range<usize>,
}

/// The kinds of blocks of CommonMark and GFM.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A paragraph, or the bare text of an item in a tight list.
    Paragraph {
        /// Its text.
        content: Vec<Inline>,
        /// Whether it is the bare text of a tight item.
        tight: bool,
    },
    /// A heading of level 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A code block.
    Code {
        /// The first word of the info string; may be empty.
        language: String,
        /// The code.
        text: String,
    },
    /// A list; `start` is the first number of an ordered one.
    List {
        /// The first number, for an ordered list.
        start: Option<u64>,
        /// The blocks of each item.
        items: Vec<Vec<Block>>,
    },
    /// A block quote.
    Quote {
        /// GFM's alert kind, in lower case.
        alert: Option<&'static str>,
        /// Its blocks.
        blocks: Vec<Block>,
    },
    /// A table.
    Table {
        /// The alignment of each column.
        alignments: Vec<Alignment>,
        /// The cells of the head row.
        head: Vec<Vec<Inline>>,
        /// The cells of each further row.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A thematic break.
    Rule,
    /// Raw HTML that the site allows; not sanitised yet.
    Html(String),
}

/// The alignment of a table's column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// As the language has it.
    None,
    /// `:--`
    Start,
    /// `:-:`
    Center,
    /// `--:`
    End,
}

/// A piece of a block's text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Text.
    Text(Text),
    /// A code span; no reader and no edition changes it.
    Code(Text),
    /// A formula in TeX; its source is its text.
    Math {
        /// The formula.
        text: Text,
        /// Whether it stands in lines of its own.
        is_display: bool,
    },
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// GFM strikethrough.
    Strikethrough(Vec<Inline>),
    /// Text that no converter touches, because its author has fixed its forms.
    Fixed {
        /// The form of the article's own language.
        content: Vec<Inline>,
        /// The forms of other languages; without any this one stands for all.
        forms: Option<Box<Forms>>,
    },
    /// A link.
    Link {
        /// Where to, as written.
        destination: String,
        /// Its title; may be empty.
        title: String,
        /// Its text.
        content: Vec<Inline>,
        /// Its bytes in the source.
        range: Range<usize>,
    },
    /// A source that is cited by its key.
    Citation {
        /// The source.
        citation: Arc<Citation>,
        /// Its title, which no edition changes.
        content: Vec<Inline>,
        /// Whether the copy that the source names is to be shown, because the note has none.
        shows_copy: bool,
        /// Its bytes in the source.
        range: Range<usize>,
    },
    /// An image.
    Image {
        /// Where from, as written.
        destination: String,
        /// Its title; may be empty.
        title: String,
        /// Its alternative text.
        alternative: String,
        /// Its bytes in the source.
        range: Range<usize>,
    },
    /// A quotation that is evidence: verbatim in every edition, with its quotation marks.
    Quotation(Vec<Inline>),
    /// A line break the author asked for. (A soft one is a space, or nothing between Han characters.)
    HardBreak,
    /// A task list's check box.
    Task(bool),
    /// A tag or comment of raw HTML that the site allows; not sanitised yet.
    Html {
        /// The tag.
        html: String,
        /// Its bytes in the source.
        range: Range<usize>,
    },
    /// The point where a note is referred to.
    Reference(Reference),
}

/// A stretch of text, cut wherever the set of notes it belongs to changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Its bytes in the source; as many as `text` has unless an entity stands there.
    pub range: Range<usize>,
    /// The notes it belongs to, when there are any.
    pub marks: Option<Box<Marks>>,
}

/// The notes that a stretch of text belongs to, as indices into [`Document::notes`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marks {
    /// All of them, the outermost first.
    pub notes: Vec<usize>,
    /// Those whose span begins here, at their first references.
    pub begins: Vec<usize>,
    /// Those whose span ends here, at their first references.
    pub ends: Vec<usize>,
    /// The emendation that replaces it. Where several propose a reading for the same words it is
    /// the one that begins first.
    pub emendation: Option<Emended>,
}

/// How an emendation replaces a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emended {
    /// The index of the emendation in [`Document::notes`].
    pub note: usize,
    /// What stands in place of the words of which this stretch is the end; none for a stretch after
    /// which these words go on.
    pub reading: Option<ReadingPart>,
    /// Whether the words stand before a further reference to the note.
    pub is_again: bool,
}

/// A part of a proposed reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadingPart {
    /// All of it.
    Whole,
    /// What stands before its omission mark.
    Head,
    /// What stands after its omission mark.
    Tail,
}

impl ReadingPart {
    /// Returns this part of a reading.
    pub fn of(self, reading: &str) -> &str {
        match (self, reading.split_once(ELLIPSIS)) {
            (ReadingPart::Head, Some((head, _))) => head,
            (ReadingPart::Tail, Some((_, tail))) => tail,
            _ => reading,
        }
    }
}

/// A reference to a note.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// The index into [`Document::notes`].
    pub note: usize,
    /// 1 for the first reference to the note, which anchors it, 2 for the next …
    pub occurrence: usize,
    /// Its bytes in the source.
    pub range: Range<usize>,
}

/// A note: an ordinary footnote, read as an entry of a critical apparatus.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Note {
    /// Its name.
    pub id: String,
    /// The bytes of the name at the definition.
    pub id_range: Range<usize>,
    /// The index of its label in [`crate::config::Vocabulary`].
    pub term: usize,
    /// The bytes of its label; empty for a footnote without one.
    pub label_range: Range<usize>,
    /// The words it is about.
    pub lemma: Option<Quoted>,
    /// The reading it proposes.
    pub reading: Option<Quoted>,
    /// The rest of its first paragraph.
    pub gist: Vec<Inline>,
    /// Further paragraphs.
    pub blocks: Vec<Block>,
    /// Evidence and the like.
    pub items: Vec<Item>,
    /// How often it is referred to.
    pub references: usize,
}

/// Marks an omission inside a long lemma.
pub const ELLIPSIS: &str = "……";

/// A text in quotation marks, without them.
#[derive(Debug, Clone, PartialEq)]
pub struct Quoted {
    /// The text.
    pub text: String,
    /// Its bytes in the source, quotation marks included.
    pub range: Range<usize>,
    /// The text as it was written, where that has code or fixed forms; else nothing.
    pub content: Vec<Inline>,
}

/// An item of a note: a key, perhaps an argument, and what is said.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What kind of item.
    pub key: ItemKey,
    /// The word after the key, as in 信心 高; may be empty.
    pub argument: String,
    /// What the argument of a correction says.
    pub correction: Option<Correction>,
    /// All that follows.
    pub content: Vec<Inline>,
    /// What is answered to an objection; other items have none.
    pub answers: Vec<Answer>,
    /// Its bytes in the source.
    pub range: Range<usize>,
}

/// An answer to an objection, or to another answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Who answers, and when, as written; may be empty.
    pub argument: String,
    /// What is said.
    pub content: Vec<Inline>,
    /// What is answered to it.
    pub answers: Vec<Answer>,
}

/// When a note was corrected, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Correction {
    /// The day.
    pub date: Date,
    /// The verdict before and the verdict after, by their indices in
    /// [`crate::config::Vocabulary`], when the correction names them.
    pub change: Option<(usize, usize)>,
}

/// The kinds of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemKey {
    /// 據
    Evidence,
    /// 反證
    CounterEvidence,
    /// 存檔
    Archived,
    /// 信心
    Confidence,
    /// 查核
    Reviewer,
    /// 異議
    Dissent,
    /// 更正
    Correction,
    /// 參見
    SeeAlso,
}

/// The texts of a document that stand for themselves: a paragraph, a heading, a cell, a note's gist.
pub type Leaf = Vec<Inline>;

/// Calls `visit` with every leaf of the blocks, in order.
pub fn for_each_leaf<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Leaf)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph { content, .. } | BlockKind::Heading { content, .. } => {
                visit(content);
            }
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| for_each_leaf(item, visit));
            }
            BlockKind::Quote { blocks, .. } => for_each_leaf(blocks, visit),
            BlockKind::Table { head, rows, .. } => {
                head.iter()
                    .chain(rows.iter().flatten())
                    .for_each(&mut *visit);
            }
            BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Html(_) => {}
        }
    }
}

/// Calls `visit` with every leaf of the blocks, in order, to be changed.
pub fn for_each_leaf_mut(blocks: &mut [Block], visit: &mut impl FnMut(&mut Leaf)) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph { content, .. } | BlockKind::Heading { content, .. } => {
                visit(content);
            }
            BlockKind::List { items, .. } => {
                items
                    .iter_mut()
                    .for_each(|item| for_each_leaf_mut(item, visit));
            }
            BlockKind::Quote { blocks, .. } => for_each_leaf_mut(blocks, visit),
            BlockKind::Table { head, rows, .. } => {
                head.iter_mut()
                    .chain(rows.iter_mut().flatten())
                    .for_each(&mut *visit);
            }
            BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Html(_) => {}
        }
    }
}

impl Note {
    /// Calls `visit` with every leaf of the note's prose, in order.
    pub fn for_each_leaf<'a>(&'a self, visit: &mut impl FnMut(&'a Leaf)) {
        visit(&self.gist);
        for_each_leaf(&self.blocks, visit);
        for item in &self.items {
            visit(&item.content);
            for_each_answer(&item.answers, visit);
        }
    }

    /// Calls `visit` with every leaf of the note's prose, in order, to be changed.
    pub fn for_each_leaf_mut(&mut self, visit: &mut impl FnMut(&mut Leaf)) {
        visit(&mut self.gist);
        for_each_leaf_mut(&mut self.blocks, visit);
        for item in &mut self.items {
            visit(&mut item.content);
            for_each_answer_mut(&mut item.answers, visit);
        }
    }
}

/// Calls `visit` with the leaf of every answer, an outer one before those to it.
fn for_each_answer<'a>(answers: &'a [Answer], visit: &mut impl FnMut(&'a Leaf)) {
    for answer in answers {
        visit(&answer.content);
        for_each_answer(&answer.answers, visit);
    }
}

/// Calls `visit` with the leaf of every answer, an outer one before those to it, to be changed.
fn for_each_answer_mut(answers: &mut [Answer], visit: &mut impl FnMut(&mut Leaf)) {
    for answer in answers {
        visit(&mut answer.content);
        for_each_answer_mut(&mut answer.answers, visit);
    }
}

/// Calls `visit` with every inline, an outer one before what it holds.
pub fn for_each_inline<'a>(inlines: &'a [Inline], visit: &mut impl FnMut(&'a Inline)) {
    for inline in inlines {
        visit(inline);
        match inline {
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Quotation(content)
            | Inline::Fixed { content, .. }
            | Inline::Citation { content, .. }
            | Inline::Link { content, .. } => for_each_inline(content, visit),
            _ => {}
        }
    }
}

/// Calls `visit` with every inline, an outer one before what it holds, to be changed.
pub fn for_each_inline_mut(inlines: &mut [Inline], visit: &mut impl FnMut(&mut Inline)) {
    for inline in inlines {
        visit(inline);
        match inline {
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Quotation(content)
            | Inline::Fixed { content, .. }
            | Inline::Citation { content, .. }
            | Inline::Link { content, .. } => for_each_inline_mut(content, visit),
            _ => {}
        }
    }
}

/// Returns the plain text of a leaf: markup and references away, a hard break as a newline.
pub fn leaf_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_leaf_text(inlines, &mut text, &mut |_, _| {});
    text
}

/// Takes the names of blocks away, and of those in them.
pub fn remove_names(blocks: &mut [Block]) {
    for block in blocks {
        block.id.clear();
        match &mut block.kind {
            BlockKind::List { items, .. } => items.iter_mut().for_each(|it| remove_names(it)),
            BlockKind::Quote { blocks, .. } => remove_names(blocks),
            _ => {}
        }
    }
}

/// Returns the plain text of blocks, one line for each leaf, each line of code and each block of raw HTML.
pub fn plain_text(blocks: &[Block]) -> String {
    let mut text = String::new();
    push_plain_text(blocks, &mut text, &mut |_, _| {});
    text
}

/// Returns the leaves of blocks, each with the offset in [`plain_text`] that it begins at, in bytes.
pub fn leaves(blocks: &[Block]) -> Vec<(usize, &Leaf)> {
    fn add<'a>(blocks: &'a [Block], text: &mut String, leaves: &mut Vec<(usize, &'a Leaf)>) {
        for block in blocks {
            match &block.kind {
                BlockKind::List { items, .. } => {
                    items.iter().for_each(|item| add(item, text, leaves));
                }
                BlockKind::Quote { blocks, .. } => add(blocks, text, leaves),
                _ => {
                    let mut offset = text.len();
                    push_plain_text(std::slice::from_ref(block), text, &mut |_, _| {});
                    for_each_leaf(std::slice::from_ref(block), &mut |leaf| {
                        leaves.push((offset, leaf));
                        offset += leaf_text(leaf).len() + 1;
                    });
                }
            }
        }
    }
    let mut leaves = Vec::new();
    add(blocks, &mut String::new(), &mut leaves);
    leaves
}

/// Returns the plain text of the body, and for each note the bytes of it that the note is about.
pub fn plain_text_and_spans(document: &Document) -> (String, Vec<Option<Range<usize>>>) {
    let mut text = String::new();
    let mut spans: Vec<Option<Range<usize>>> = vec![None; document.notes.len()];
    push_plain_text(&document.blocks, &mut text, &mut |start, piece| {
        let Some(marks) = &piece.marks else { return };
        for note in &marks.begins {
            spans[*note] = Some(start..start);
        }
        for note in &marks.ends {
            if let Some(span) = &mut spans[*note] {
                span.end = start + piece.text.len();
            }
        }
    });
    (text, spans)
}

/// Adds the plain text of a leaf, and calls `visit` with each piece and its offset in `text`.
fn push_leaf_text(inlines: &[Inline], text: &mut String, visit: &mut impl FnMut(usize, &Text)) {
    for_each_inline(inlines, &mut |inline| match inline {
        Inline::Text(piece) | Inline::Code(piece) | Inline::Math { text: piece, .. } => {
            visit(text.len(), piece);
            text.push_str(&piece.text);
        }
        Inline::HardBreak => text.push('\n'),
        _ => {}
    });
}

fn push_plain_text(blocks: &[Block], text: &mut String, visit: &mut impl FnMut(usize, &Text)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Code { text: code, .. } => {
                text.push_str(code.trim_end_matches('\n'));
                text.push('\n');
            }
            BlockKind::List { items, .. } => {
                items
                    .iter()
                    .for_each(|item| push_plain_text(item, text, visit));
            }
            BlockKind::Quote { blocks, .. } => push_plain_text(blocks, text, visit),
            BlockKind::Html(html) => {
                let written = markup::plain_text(html);
                if !written.is_empty() {
                    text.push_str(&written);
                    text.push('\n');
                }
            }
            _ => for_each_leaf(std::slice::from_ref(block), &mut |leaf| {
                push_leaf_text(leaf, text, visit);
                text.push('\n');
            }),
        }
    }
}
