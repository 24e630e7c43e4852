//! The elements of raw HTML, as far as conversion goes by them.

use crate::article::markup::{Token, is_void};

/// Whether a tag ends a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Border {
    /// The text before it and the text after it are read apart.
    Yes,
    /// A word may go on across it.
    No,
}

/// The elements of raw HTML that a text stands in.
#[derive(Debug, Default)]
pub struct Elements {
    /// Those from the outermost one on whose text is never converted.
    verbatim: Vec<String>,
}

/// Elements that a word may go on across.
const TRANSPARENT: [&str; 18] = [
    "abbr", "b", "bdi", "cite", "data", "del", "dfn", "em", "i", "ins", "mark", "q", "s", "small",
    "span", "strong", "u", "wbr",
];

/// Elements whose text is code.
const VERBATIM: [&str; 5] = ["code", "kbd", "pre", "samp", "var"];

impl Elements {
    /// Returns whether text that stands here is to be left as it is.
    pub fn are_verbatim(&self) -> bool {
        !self.verbatim.is_empty()
    }

    /// Goes on behind a tag, and returns whether that ends a run. An element is verbatim when it
    /// is code, is in a language of its own, or says that it is not to be translated.
    pub fn meet(&mut self, tag: &Token<'_>) -> Border {
        let name = match tag {
            Token::Text(_) | Token::Comment(_) => return Border::No,
            Token::Start { name, .. } | Token::End(name) => name.to_ascii_lowercase(),
        };
        let was_verbatim = self.are_verbatim();
        match tag {
            Token::Start { attributes, .. } if !is_void(&name) => {
                let is_verbatim = VERBATIM.contains(&name.as_str())
                    || attributes.iter().any(|(attribute, value)| {
                        *attribute == "lang" || (*attribute, *value) == ("translate", "no")
                    });
                if was_verbatim || is_verbatim {
                    self.verbatim.push(name.clone());
                }
            }
            Token::End(_) if self.verbatim.last() == Some(&name) => {
                self.verbatim.pop();
            }
            _ => {}
        }
        let is_transparent = TRANSPARENT.contains(&name.as_str());
        if is_transparent && was_verbatim == self.are_verbatim() {
            Border::No
        } else {
            Border::Yes
        }
    }
}
