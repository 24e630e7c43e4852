//! The plain text of the tree of an article, and where in it the leaves and the notes are.

use std::ops::Range;

use super::super::markup;
use super::walk::{for_each_inline, for_each_leaf};
use super::{Block, BlockKind, Document, Inline, Leaf, Text};

/// Returns the plain text of a leaf: markup and references away, a hard break as a newline.
pub fn leaf_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_leaf_text(inlines, &mut text, &mut |_, _| {});
    text
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
