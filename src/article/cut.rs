//! Cuts a leaf at offsets into its plain text.

use std::collections::VecDeque;

use super::document::{Inline, Text, leaf_text};

/// What is left of a leaf that is taken away from its beginning.
pub(super) struct Remaining(VecDeque<Inline>);

impl Remaining {
    /// Returns a leaf of which nothing is taken yet.
    pub(super) fn new(leaf: Vec<Inline>) -> Remaining {
        Remaining(leaf.into())
    }

    /// Takes the inlines that the next `bytes` of the plain text are in. One that is cut stands on
    /// both sides; what has no text, such as a reference, goes with what follows it.
    pub(super) fn take(&mut self, bytes: usize) -> Vec<Inline> {
        let mut taken = Vec::new();
        let mut left = bytes;
        while left > 0 {
            let Some(inline) = self.0.pop_front() else {
                break;
            };
            let length = leaf_text(std::slice::from_ref(&inline)).len();
            if length <= left {
                left -= length;
                taken.push(inline);
                continue;
            }
            let (head, tail) = split_inline(inline, left);
            taken.push(head);
            self.0.push_front(tail);
            left = 0;
        }
        taken
    }

    /// Returns all that is left.
    pub(super) fn finish(self) -> Vec<Inline> {
        self.0.into()
    }
}

/// Cuts a text in two at an offset in bytes.
pub(super) fn split(mut text: Text, at: usize) -> (Text, Text) {
    let rest = text.text.split_off(at);
    let middle = (text.range.start + at).min(text.range.end);
    let rest = Text {
        text: rest,
        range: middle..text.range.end,
        marks: None,
    };
    text.range.end = middle;
    (text, rest)
}

/// Adds a text unless it is empty.
pub(super) fn push(inlines: &mut Vec<Inline>, text: Text) {
    if !text.text.is_empty() {
        inlines.push(Inline::Text(text));
    }
}

/// Cuts an inline that has more text than `at` bytes.
fn split_inline(inline: Inline, at: usize) -> (Inline, Inline) {
    let divide = |content: Vec<Inline>| {
        let mut remaining = Remaining::new(content);
        (remaining.take(at), remaining.finish())
    };
    match inline {
        Inline::Text(text) => {
            let (head, tail) = split(text, at);
            (Inline::Text(head), Inline::Text(tail))
        }
        Inline::Code(text) => {
            let (head, tail) = split(text, at);
            (Inline::Code(head), Inline::Code(tail))
        }
        Inline::Emphasis(content) => {
            let (head, tail) = divide(content);
            (Inline::Emphasis(head), Inline::Emphasis(tail))
        }
        Inline::Strong(content) => {
            let (head, tail) = divide(content);
            (Inline::Strong(head), Inline::Strong(tail))
        }
        Inline::Strikethrough(content) => {
            let (head, tail) = divide(content);
            (Inline::Strikethrough(head), Inline::Strikethrough(tail))
        }
        Inline::Quotation(content) => {
            let (head, tail) = divide(content);
            (Inline::Quotation(head), Inline::Quotation(tail))
        }
        Inline::Fixed { content, forms } => {
            let (head, tail) = divide(content);
            let of = |content, forms| Inline::Fixed { content, forms };
            // The forms stand for the whole, and are shown once.
            (of(head, forms), of(tail, None))
        }
        Inline::Link {
            destination,
            title,
            content,
            range,
        } => {
            let (head, tail) = divide(content);
            let of = |content| Inline::Link {
                destination: destination.clone(),
                title: title.clone(),
                content,
                range: range.clone(),
            };
            (of(head), of(tail))
        }
        // A formula is not cut.
        whole => {
            let rest = Text {
                text: String::new(),
                range: 0..0,
                marks: None,
            };
            (whole, Inline::Text(rest))
        }
    }
}
