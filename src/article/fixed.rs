//! Text whose forms its author has fixed: `-{原樣}-`, `-{zh-hans:软件;zh-hant:軟體}-` and
//! `-{甲=>zh-hans:乙}-`, the syntax of MediaWiki's language converter.
//!
//! What stands in the article, for anchors and for its plain text, is the form of its own language.
//! A marker that is not closed, or escaped with a backslash, is text.

use std::ops::Range;
use std::sync::Arc;

use super::cut::{push, split};
use super::document::{Inline, Text};
use crate::config::forms::{self, Forms, Parsed};
use crate::diagnostic::{self, Diagnostic, Source};

const OPEN: &str = "-{";
const CLOSE: &str = "}-";

/// Makes one inline of each pair of markers and of what stands between, in a leaf of an article in
/// `language`.
pub(super) fn mark(
    leaf: &mut Vec<Inline>,
    source: &Arc<Source>,
    language: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let marker = Marker { source, language };
    marker.mark(leaf, diagnostics);
}

struct Marker<'a> {
    source: &'a Arc<Source>,
    language: &'a str,
}

impl Marker<'_> {
    fn mark(&self, inlines: &mut Vec<Inline>, diagnostics: &mut Vec<Diagnostic>) {
        for inline in inlines.iter_mut() {
            match inline {
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Link { content, .. } => self.mark(content, diagnostics),
                _ => {}
            }
        }
        let has_marker =
            |inline: &Inline| matches!(inline, Inline::Text(text) if text.text.contains(OPEN));
        if !inlines.iter().any(has_marker) {
            return;
        }
        let mut marked: Vec<Inline> = Vec::with_capacity(inlines.len());
        // The place in `marked` of the content of the marker that was opened last.
        let mut open = None;
        for inline in std::mem::take(inlines) {
            let Inline::Text(text) = inline else {
                marked.push(inline);
                continue;
            };
            let mut rest = text;
            while let Some((at, marker)) = self.next_marker(&rest, open.is_some()) {
                let (before, after) = split(rest, at);
                let (marker_text, after) = split(after, marker.len());
                push(&mut marked, before);
                match open.take() {
                    Some(start) if marker == CLOSE => {
                        // The opening marker stands before the content.
                        let content = marked.split_off(start);
                        marked.pop();
                        marked.push(self.fixed(content, diagnostics));
                    }
                    // One that was opened before, and not closed, is text.
                    _ => {
                        push(&mut marked, marker_text);
                        open = Some(marked.len());
                    }
                }
                rest = after;
            }
            push(&mut marked, rest);
        }
        *inlines = marked;
    }

    /// Returns the next marker of a text and its offset in bytes: one that opens, or when one is
    /// open, one that closes.
    fn next_marker(&self, text: &Text, is_open: bool) -> Option<(usize, &'static str)> {
        if text.text.len() != text.range.len() {
            // An entity is no marker.
            return None;
        }
        let find = |marker: &'static str| {
            let mut found = text.text.match_indices(marker).map(|(at, _)| at);
            let at = found.find(|at| !self.is_escaped(text.range.start + at))?;
            Some((at, marker))
        };
        match (find(OPEN), is_open.then(|| find(CLOSE)).flatten()) {
            (Some(opening), Some(closing)) => Some(opening.min(closing)),
            (opening, closing) => opening.or(closing),
        }
    }

    fn is_escaped(&self, offset: usize) -> bool {
        offset > 0 && self.source.text.as_bytes()[offset - 1] == b'\\'
    }

    fn fixed(&self, content: Vec<Inline>, diagnostics: &mut Vec<Diagnostic>) -> Inline {
        let mut text = String::new();
        for inline in &content {
            // Forms are text and nothing else; all other content is only protected.
            let Inline::Text(piece) = inline else {
                self.report_markup(&content, diagnostics);
                return Inline::Fixed {
                    content,
                    forms: None,
                };
            };
            text.push_str(&piece.text);
        }
        let start = match content.first() {
            Some(Inline::Text(piece)) => piece.range.start,
            _ => 0,
        };
        let end = match content.last() {
            Some(Inline::Text(piece)) => piece.range.end,
            _ => start,
        };
        let place = |range: &Range<usize>| match end - start == text.len() {
            true => start + range.start..start + range.end,
            false => start..end,
        };
        match forms::parse(&text) {
            Parsed::Forms(forms) => {
                let own = self.own(&forms, &text);
                // An empty form is a piece too: in another edition it may be none.
                let piece = Text {
                    text: text[own.clone()].to_owned(),
                    range: place(&own),
                    marks: None,
                };
                Inline::Fixed {
                    content: vec![Inline::Text(piece)],
                    forms: Some(Box::new(forms)),
                }
            }
            Parsed::Plain => Inline::Fixed {
                content,
                forms: None,
            },
            Parsed::BadTag(range) => {
                let tag = &text[range.clone()];
                let nearest = diagnostic::nearest(tag, forms::TAGS.into_iter());
                let problem = diagnostic::bad_form_tag(self.source, &place(&range), tag, nearest);
                diagnostics.push(problem);
                Inline::Fixed {
                    content,
                    forms: None,
                }
            }
        }
    }

    /// Reports content that is meant as forms and holds markup or a reference.
    fn report_markup(&self, content: &[Inline], diagnostics: &mut Vec<Diagnostic>) {
        let Some(Inline::Text(first)) = content.first() else {
            return;
        };
        if forms::begins_with_tag(&first.text) {
            diagnostics.push(diagnostic::forms_with_markup(self.source, &first.range));
        }
    }

    /// Returns the bytes of the form that stands in the article.
    fn own(&self, forms: &Forms, text: &str) -> Range<usize> {
        if let Some(from) = &forms.from {
            let start = text.find(from.as_str()).unwrap_or_default();
            return start..start + from.len();
        }
        let form = forms.of(self.language).or(forms.forms.first());
        form.map_or(0..0, |form| form.range.clone())
    }
}
