//! The tree of an article: blocks, inlines, notes and the marks that notes leave on the text.
//!
//! It is made once from Markdown; conversion, anchors, fidelity, plain text and HTML are passes
//! over it. How passes go from one part to the next is [`for_each_leaf`], what it says in words [`plain_text`]. It knows no URL and no template. Its depth is bounded by
//! [`super::markdown::DEPTH_MAX`], so that passes may recurse.

mod text;
mod walk;

use std::ops::Range;
use std::sync::Arc;

use super::front_matter::Date;
use crate::config::citations::Citation;
use crate::config::forms::Forms;

pub use text::{leaf_text, leaves, plain_text, plain_text_and_spans};
pub use walk::{
    for_each_inline, for_each_inline_mut, for_each_leaf, for_each_leaf_mut, remove_names,
};

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
