//! A draft: what one file became, before it is written down.
//!
//! Its texts are literal: a `*` is an asterisk and nothing else. What is markup is a node of the
//! tree, and [`super::markdown`] alone knows how either is written. A draft knows no path and no
//! site. Unknown fields are empty: nothing is made up.

use crate::article::front_matter::{Date, Related, SetAside};

/// What one file became.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// The title as printed; empty when there is none.
    pub title: String,
    /// The authors, as named.
    pub authors: Vec<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// When the source was published.
    pub date: Option<Dated>,
    /// The language tag (BCP 47) of the text, when it shows.
    pub language: Option<String>,
    /// What the source says of itself in a sentence.
    pub lede: Option<String>,
    /// Where the source was published, when what it is saved in says so.
    pub url: Option<String>,
    /// The address that the source gives itself.
    pub canonical: Option<String>,
    /// When it was retrieved.
    pub retrieved: Option<Retrieved>,
    /// The address of its lead image.
    pub image: Option<String>,
    /// Its tags, of a source that is an author's own file.
    pub tags: Vec<String>,
    /// Where it was published before, as paths from a site's root.
    pub aliases: Vec<String>,
    /// The addresses in the site of articles that it leads to.
    pub links: Vec<String>,
    /// Whether its author has not finished it.
    pub is_draft: bool,
    /// What keeps it from being published as it is, the first of its kind.
    pub unfinished: Option<Unfinished>,
    /// The text.
    pub body: Vec<Block>,
    /// The text as Markdown, when the source is that; then it stays as it is written, and `body` is
    /// empty.
    pub markdown: Option<String>,
    /// The source's own notes, by the names that [`Inline::Note`] refers to.
    pub notes: Vec<(String, Vec<Block>)>,
    /// Other articles that the source's page carried.
    pub related: Vec<Related>,
    /// What stood beside the text and is kept apart from it.
    pub aside: Vec<SetAside>,
    /// Signs of the source that became structure or others, as the bullets of a list and raised figures.
    pub signs: String,
    /// What of the source is nowhere in the bundle but in the source's file.
    pub left_out: Vec<LeftOut>,
    /// The rules that fired, in order.
    pub fired: Vec<Fired>,
}

/// A day on which a source was retrieved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retrieved {
    /// The day.
    pub date: Date,
    /// How it was known.
    pub evidence: RetrievedEvidence,
}

/// How the day was known on which a source was retrieved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetrievedEvidence {
    /// Whoever imports named it.
    Chosen,
    /// The record of a web archive has it.
    Record,
    /// The header of the saved page has it.
    Header,
    /// A comment in the saved page has it.
    Comment,
}

impl RetrievedEvidence {
    /// Returns the word that reports and front matter use.
    pub fn name(self) -> &'static str {
        match self {
            RetrievedEvidence::Chosen => "chosen",
            RetrievedEvidence::Record => "record",
            RetrievedEvidence::Header => "header",
            RetrievedEvidence::Comment => "comment",
        }
    }
}

/// What keeps a text from being published as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfinished {
    /// Markup of another program, which would be shown as it is written.
    Foreign(String),
    /// A file that it shows or leads to and that was not imported with it.
    Missing(String),
    /// A link to an article that is a draft itself.
    LeadsToDraft(String),
}

/// Text of a source that was left out, counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// The rule that left it out.
    pub rule: &'static str,
    /// Its characters, white space not counted.
    pub characters: usize,
}

/// A date, and which one it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// The day.
    pub date: Date,
    /// Of what.
    pub kind: DateKind,
}

/// What a source says of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateKind {
    /// It was published then.
    Published,
    /// It was changed then.
    Updated,
    /// It does not say.
    Unstated,
}

impl DateKind {
    /// Returns the word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            DateKind::Published => "published",
            DateKind::Updated => "updated",
            DateKind::Unstated => "unstated",
        }
    }
}

/// A rule that fired, and the words it fired on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// The rule's name.
    pub rule: &'static str,
    /// The beginning of what it fired on.
    pub on: String,
}

/// A block of literal text.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading of level 1 to 6.
    Heading(u8, Vec<Inline>),
    /// A list, with its first number when it is ordered.
    List(Option<u64>, Vec<Vec<Block>>),
    /// A block quote.
    Quote(Vec<Block>),
    /// A table; the first row is its head.
    Table(Vec<Vec<Vec<Inline>>>),
    /// Code, with its language.
    Code(String, String),
    /// A thematic break.
    Rule,
}

/// A piece of literal text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Text.
    Text(String),
    /// Code.
    Code(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Strikethrough.
    Strikethrough(Vec<Inline>),
    /// A link: where to, and its text.
    Link(String, Vec<Inline>),
    /// An image: where from, and its alternative text.
    Image(String, String),
    /// A reference to a note of the source.
    Note(String),
    /// A line break.
    Break,
}

/// Characters of a text that a report shows.
const SHOWN: usize = 40;

impl Draft {
    /// Notes that a rule fired on a text.
    pub fn fire(&mut self, rule: &'static str, on: &str) {
        let on = on.trim().chars().take(SHOWN).collect();
        self.fired.push(Fired { rule, on });
    }

    /// Makes it a draft for a reason, unless one is known.
    pub fn hinder(&mut self, reason: Unfinished) {
        self.is_draft = true;
        self.unfinished.get_or_insert(reason);
    }

    /// Returns where the source was published: what whoever imports says, else what it is saved in,
    /// else what it says itself.
    pub fn address<'a>(&'a self, chosen: Option<&'a str>) -> Option<&'a str> {
        let known = [chosen, self.url.as_deref(), self.canonical.as_deref()];
        known.into_iter().flatten().next()
    }

    /// Counts characters of a text that is left out.
    pub fn leave_out(&mut self, rule: &'static str, characters: usize) {
        match self.left_out.iter_mut().find(|left| left.rule == rule) {
            Some(left) => left.characters += characters,
            None if characters > 0 => self.left_out.push(LeftOut { rule, characters }),
            None => {}
        }
    }

    /// Sets a text aside, under the name of the rule that did it; white space alone is none.
    pub fn set_aside(&mut self, rule: &'static str, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        self.fire(rule, text);
        self.aside.push(SetAside {
            rule: rule.to_owned(),
            text: text.trim().to_owned(),
        });
    }
}

impl Block {
    /// Returns a paragraph of plain text.
    pub fn paragraph(text: impl Into<String>) -> Block {
        Block::Paragraph(vec![Inline::Text(text.into())])
    }

    /// Returns the text of a paragraph that is text and nothing else.
    pub fn paragraph_text(&self) -> Option<String> {
        match self {
            Block::Paragraph(content) if !holds_object(content) => Some(text(content)),
            _ => None,
        }
    }
}

/// Calls a function with every inline of blocks, those inside others too.
pub fn for_each_inline<'a>(blocks: &'a [Block], call: &mut impl FnMut(&'a Inline)) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading(_, content) => each(content, call),
            Block::List(_, items) => items.iter().for_each(|item| for_each_inline(item, call)),
            Block::Quote(blocks) => for_each_inline(blocks, call),
            Block::Table(rows) => rows.iter().flatten().for_each(|cell| each(cell, call)),
            Block::Code(..) | Block::Rule => {}
        }
    }
}

fn each<'a>(inlines: &'a [Inline], call: &mut impl FnMut(&'a Inline)) {
    for inline in inlines {
        call(inline);
        match inline {
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Link(_, content) => each(content, call),
            _ => {}
        }
    }
}

/// Returns whether an image or a reference to a note stands among inlines.
pub fn holds_object(content: &[Inline]) -> bool {
    let mut holds = false;
    each(content, &mut |inline| {
        holds |= matches!(inline, Inline::Image(..) | Inline::Note(_));
    });
    holds
}

/// Returns the text of inlines: markup away, a break as a newline, an image as nothing.
pub fn text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_text(inlines, &mut text);
    text
}

fn push_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(piece) | Inline::Code(piece) => text.push_str(piece),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Link(_, content) => push_text(content, text),
            Inline::Image(..) | Inline::Note(_) => {}
            Inline::Break => text.push('\n'),
        }
    }
}

/// Returns the plain text of blocks as the tree of an article gives it: one line for each leaf.
pub fn plain_text(blocks: &[Block]) -> String {
    let mut plain = String::new();
    push_plain_text(blocks, &mut plain);
    plain
}

fn push_plain_text(blocks: &[Block], plain: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading(_, content) => {
                push_text(content, plain);
                plain.push('\n');
            }
            Block::List(_, items) => items.iter().for_each(|item| push_plain_text(item, plain)),
            Block::Quote(blocks) => push_plain_text(blocks, plain),
            Block::Table(rows) => {
                for cell in rows.iter().flatten() {
                    push_text(cell, plain);
                    plain.push('\n');
                }
            }
            Block::Code(_, code) => {
                plain.push_str(code);
                plain.push('\n');
            }
            Block::Rule => {}
        }
    }
}
