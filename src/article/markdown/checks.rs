//! What a leaf must not hold: references that lead nowhere or stand where none may, and raw HTML that
//! hides what follows it.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::article::document::{Inline, for_each_inline};
use crate::diagnostic::{self, Diagnostic, Source};

/// A footnote's name is not longer than this.
const LABEL_BYTES_MAX: usize = 200;

/// Checks one leaf after the other of a source.
pub(super) struct Checks<'a, 'd> {
    pub(super) source: &'a Arc<Source>,
    /// The labels of all definitions.
    pub(super) labels: &'a HashMap<String, usize>,
    pub(super) diagnostics: &'d mut Vec<Diagnostic>,
}

impl Checks<'_, '_> {
    /// Reports all that is wrong with a leaf.
    pub(super) fn leaf(&mut self, leaf: &[Inline]) {
        self.report_hidden(leaf);
        self.report_undefined(leaf);
        self.report_inside_link(leaf);
    }

    /// Reports `[^name]` in text: a reference whose definition is missing. An escaped one is meant
    /// as text.
    pub(super) fn report_undefined(&mut self, leaf: &[Inline]) {
        let mut found = Vec::new();
        for_each_inline(leaf, &mut |inline| {
            let Inline::Text(text) = inline else { return };
            // To learn that there is none is faster than to look for the first.
            if text.text.len() != text.range.len() || !text.text.contains("[^") {
                return;
            }
            for (offset, _) in text.text.match_indices("[^") {
                // A label is a word; what is longer is no label, and is not searched to its end.
                let rest = &text.text[offset + 2..];
                let rest = &rest[..rest.floor_char_boundary(LABEL_BYTES_MAX.min(rest.len()))];
                let label = rest
                    .split(|character: char| character == ']' || character.is_whitespace())
                    .next()
                    .unwrap_or_default();
                let end = offset + 2 + label.len();
                let is_escaped = offset == 0
                    && text.range.start > 0
                    && self.source.text().as_bytes()[text.range.start - 1] == b'\\';
                if !label.is_empty() && text.text[end..].starts_with(']') && !is_escaped {
                    let start = text.range.start + offset;
                    found.push((start..text.range.start + end + 1, label.to_owned()));
                }
            }
        });
        for (range, label) in found {
            let nearest = diagnostic::nearest(&label, self.labels.keys().map(String::as_str));
            self.diagnostics.push(diagnostic::note_undefined(
                self.source,
                &range,
                &label,
                nearest,
            ));
        }
    }

    /// Reports the start of a script or a style sheet that is not closed: what follows it in the leaf
    /// would not be seen.
    fn report_hidden(&mut self, leaf: &[Inline]) {
        let mut hidden: Option<(Range<usize>, &'static str)> = None;
        for inline in leaf {
            let Inline::Html { html, range } = inline else {
                continue;
            };
            for element in ["script", "style"] {
                let lower = html.to_ascii_lowercase();
                if lower.starts_with(&format!("</{element}")) {
                    hidden = hidden.filter(|(_, open)| *open != element);
                } else if lower.starts_with(&format!("<{element}")) && hidden.is_none() {
                    hidden = Some((range.clone(), element));
                }
            }
        }
        if let Some((range, element)) = hidden {
            let problem = diagnostic::html_unclosed(self.source, &range, element);
            self.diagnostics.push(problem);
        }
    }

    /// Reports a reference inside what was meant as a link's text or an image's description:
    /// pulldown-cmark then leaves the brackets as text.
    fn report_inside_link(&mut self, leaf: &[Inline]) {
        let mut open: Vec<Bracket> = Vec::new();
        let bytes = self.source.text().as_bytes();
        let mut found = Vec::new();
        for_each_inline(leaf, &mut |inline| match inline {
            Inline::Link { content, .. } => {
                found.extend(first_reference(content).map(|reference| (reference, false)));
            }
            Inline::Reference(reference) => {
                for bracket in &mut open {
                    bracket.reference.get_or_insert(reference.range.clone());
                }
            }
            Inline::Text(text) if text.text.len() == text.range.len() => {
                for (offset, bracket) in text.text.match_indices(['[', ']']) {
                    let at = text.range.start + offset;
                    if bracket == "[" {
                        open.push(Bracket {
                            is_image: at > 0 && bytes[at - 1] == b'!',
                            reference: None,
                        });
                        continue;
                    }
                    if let Some(bracket) = open.pop()
                        && let Some(reference) = bracket.reference
                        && matches!(bytes.get(at + 1), Some(b'(' | b'['))
                    {
                        found.push((reference, bracket.is_image));
                    }
                }
            }
            _ => {}
        });
        for (reference, is_image) in found {
            self.diagnostics.push(if is_image {
                diagnostic::reference_inside_image(self.source, &reference)
            } else {
                diagnostic::reference_inside_link(self.source, &reference)
            });
        }
    }
}

/// A bracket that was opened in a text.
struct Bracket {
    is_image: bool,
    /// The first reference since.
    reference: Option<Range<usize>>,
}

fn first_reference(content: &[Inline]) -> Option<Range<usize>> {
    let mut found = None;
    for_each_inline(content, &mut |inline| {
        if let (Inline::Reference(reference), None) = (inline, &found) {
            found = Some(reference.range.clone());
        }
    });
    found
}

/// Returns what a block of raw HTML begins and does not end, so that it goes on to the end of the
/// document (CommonMark, section 4.6, kinds 1 and 2).
pub(super) fn unclosed(html: &str) -> Option<&'static str> {
    let lower = html.trim_start().to_ascii_lowercase();
    if lower.starts_with("<!--") {
        return (!lower.contains("-->")).then_some("comment");
    }
    let elements = ["script", "style", "textarea", "pre"];
    let opened = elements.into_iter().find(|element| {
        lower
            .strip_prefix('<')
            .is_some_and(|rest| rest.starts_with(element))
    })?;
    let is_closed = elements
        .iter()
        .any(|element| lower.contains(&format!("</{element}>")));
    (!is_closed).then_some(opened)
}
