//! What of an article is searched, as an edition shows it: title, outlet, blocks, notes.
//!
//! The trees come converted (DESIGN section 5.2), so that code, evidence and what authors have fixed
//! are found as they stand. Of a note the words that it is about are left out: they are in the text.

use crate::article::Article;
use crate::article::document::{
    Answer, Block, BlockKind, Document, Inline, Note, for_each_inline, for_each_leaf,
};
use crate::article::markup::{self, Token};
use crate::script::Conversion;
use crate::script::runs::Elements;

/// What an edition shows of an article.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) article: &'a Article,
    /// The article itself, or its text that was written for the edition.
    pub(super) text: &'a Article,
    /// The tree of that text, in the script of the edition.
    pub(super) document: &'a Document,
    /// What turned that tree into that script.
    pub(super) conversion: &'a Conversion<'a>,
    /// What does so with the front matter of the article.
    pub(super) front_matter: &'a Conversion<'a>,
}

/// A text that is found as a whole: words are not looked for across two of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage<'a> {
    pub(super) place: Place<'a>,
    pub(super) text: String,
}

/// Where a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place<'a> {
    Title,
    Outlet,
    /// In the block of this name.
    Block(&'a str),
    /// In the note of this name, whose label is this term.
    Note(&'a str, usize),
}

/// Returns the passages of an article in an edition, none of them empty but perhaps the first two.
pub(super) fn passages(shown: Shown<'_>) -> Vec<Passage<'_>> {
    let Shown {
        article,
        text,
        document,
        conversion,
        front_matter,
    } = shown;
    let outlet = &article.front_matter.origin.publisher;
    let head = [
        (
            Place::Title,
            conversion.owned(text.front_matter.title.trim()),
        ),
        (
            Place::Outlet,
            front_matter.optional(outlet.as_ref()).unwrap_or_default(),
        ),
    ];
    let blocks = document.blocks.iter().map(|block| {
        let mut text = String::with_capacity(block.range.len());
        push_block(block, conversion, &mut text);
        (Place::Block(&block.id), text)
    });
    let notes = document.notes.iter().map(|note| {
        let place = Place::Note(&note.id, note.term);
        (place, note_text(note, conversion))
    });
    let body = blocks
        .chain(notes)
        .filter(|(_, text)| !text.trim().is_empty());
    head.into_iter()
        .chain(body)
        .map(|(place, text)| Passage {
            place,
            text: trimmed(text),
        })
        .collect()
}

/// Returns a text without the space around it.
fn trimmed(mut text: String) -> String {
    text.truncate(text.trim_end().len());
    text.drain(..text.len() - text.trim_start().len());
    text
}

fn note_text(note: &Note, conversion: &Conversion<'_>) -> String {
    let mut text = String::new();
    if let Some(reading) = &note.reading {
        text.push_str(&reading.text);
        text.push('\n');
    }
    push_leaf(&note.gist, conversion, &mut text);
    for block in &note.blocks {
        push_block(block, conversion, &mut text);
    }
    for item in &note.items {
        push_leaf(&item.content, conversion, &mut text);
        push_answers(&item.answers, conversion, &mut text);
    }
    text
}

fn push_answers(answers: &[Answer], conversion: &Conversion<'_>, text: &mut String) {
    for answer in answers {
        push_leaf(&answer.content, conversion, text);
        push_answers(&answer.answers, conversion, text);
    }
}

fn push_block(block: &Block, conversion: &Conversion<'_>, text: &mut String) {
    match &block.kind {
        BlockKind::Code { text: code, .. } => {
            text.push_str(code);
            text.push('\n');
        }
        BlockKind::List { items, .. } => {
            for block in items.iter().flatten() {
                push_block(block, conversion, text);
            }
        }
        BlockKind::Quote { blocks, .. } => {
            for block in blocks {
                push_block(block, conversion, text);
            }
        }
        BlockKind::Html(html) => push_html(html, conversion, text),
        _ => for_each_leaf(std::slice::from_ref(block), &mut |leaf| {
            push_leaf(leaf, conversion, text);
        }),
    }
}

/// Adds the text of a leaf and a newline.
fn push_leaf(leaf: &[Inline], conversion: &Conversion<'_>, text: &mut String) {
    for_each_inline(leaf, &mut |inline| match inline {
        Inline::Text(piece) | Inline::Code(piece) | Inline::Math { text: piece, .. } => {
            text.push_str(&piece.text);
        }
        Inline::HardBreak => text.push('\n'),
        // What is said of an image is converted when it is shown.
        Inline::Image {
            title, alternative, ..
        } => {
            for said in [alternative, title] {
                text.push_str(&conversion.text(said));
                text.push('\n');
            }
        }
        _ => {}
    });
    text.push('\n');
}

/// Adds the text of raw HTML, which is converted when it is shown.
fn push_html(html: &str, conversion: &Conversion<'_>, text: &mut String) {
    let mut elements = Elements::default();
    let mut is_hidden = false;
    for token in markup::tokens(html) {
        elements.meet(&token);
        match token {
            Token::Text(_) if is_hidden => {}
            Token::Text(written) => {
                let written = markup::unescaped(written);
                if elements.are_verbatim() || conversion.is_identity() {
                    text.push_str(&written);
                } else {
                    text.push_str(&conversion.run(&written));
                }
            }
            Token::Start { name, .. } => is_hidden |= markup::is_hidden(name),
            Token::End(name) if markup::is_hidden(name) => is_hidden = false,
            _ => {}
        }
    }
    text.push('\n');
}
