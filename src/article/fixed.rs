//! Text whose forms its author has fixed: `-{原樣}-`, `-{zh-hans:软件;zh-hant:軟體}-` and
//! `-{甲=>zh-hans:乙}-`, the syntax of MediaWiki's language converter.
//!
//! What stands in the article, for anchors and for its plain text, is the form of its own language.
//! A marker that is not closed, or escaped with a backslash, is text.

use std::ops::Range;
use std::sync::Arc;

use super::cut::push;
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
            let mut start = 0;
            for (at, marker) in self.markers(&text) {
                match (marker, open) {
                    _ if at < start => continue,
                    (CLOSE, None) => continue,
                    (CLOSE, Some(opened)) => {
                        push(&mut marked, part(&text, start..at));
                        // The opening marker stands before the content.
                        let content = marked.split_off(opened);
                        marked.pop();
                        marked.push(self.fixed(content, diagnostics));
                        open = None;
                    }
                    // One that was opened before, and not closed, is text.
                    _ => {
                        push(&mut marked, part(&text, start..at));
                        push(&mut marked, part(&text, at..at + marker.len()));
                        open = Some(marked.len());
                    }
                }
                start = at + marker.len();
            }
            push(&mut marked, part(&text, start..text.text.len()));
        }
        *inlines = marked;
    }

    /// Returns the markers of a text with their offsets in bytes, in their order.
    fn markers(&self, text: &Text) -> Vec<(usize, &'static str)> {
        if text.text.len() != text.range.len() {
            // An entity is no marker.
            return Vec::new();
        }
        let bytes = text.text.as_bytes();
        let mut markers = Vec::new();
        let mut at = 0;
        while at + 1 < bytes.len() {
            let marker = match &bytes[at..at + 2] {
                b"-{" => OPEN,
                b"}-" => CLOSE,
                _ => {
                    at += 1;
                    continue;
                }
            };
            if self.is_escaped(text.range.start + at) {
                at += 1;
            } else {
                markers.push((at, marker));
                // A closing marker that closes nothing may share its hyphen with an opening one.
                at += if marker == OPEN { 2 } else { 1 };
            }
        }
        markers
    }

    fn is_escaped(&self, offset: usize) -> bool {
        offset > 0 && self.source.text().as_bytes()[offset - 1] == b'\\'
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

/// Returns a part of a text that stands as it is in the source.
fn part(text: &Text, range: Range<usize>) -> Text {
    let start = (text.range.start + range.start).min(text.range.end);
    let end = (text.range.start + range.end).min(text.range.end);
    // A text that has no markers is taken whole, and may be an entity.
    let is_whole = range.len() == text.text.len();
    Text {
        text: text.text[range].to_owned(),
        range: if is_whole {
            text.range.clone()
        } else {
            start..end
        },
        marks: None,
    }
}
