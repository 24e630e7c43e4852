//! The text of one block: its inlines.

use std::ops::Range;

use pulldown_cmark::{self as cmark, Event, Tag};

use super::checks::Checks;
use super::{Builder, soft_breaks};
use crate::article::document::{Inline, Reference, Text, leaf_text};
use crate::article::{autolink, fixed};

impl<'a> Builder<'a, '_> {
    /// Builds a leaf and takes the end of the block it fills.
    pub(super) fn leaf_to_end(&mut self) -> Vec<Inline> {
        let leaf = self.leaf();
        self.take();
        leaf
    }

    fn checks(&mut self) -> Checks<'_, '_> {
        Checks {
            source: self.source,
            labels: &self.labels,
            diagnostics: self.diagnostics,
        }
    }

    /// Builds a leaf up to the next event that is not inline.
    pub(super) fn leaf(&mut self) -> Vec<Inline> {
        let mut leaf = self.inlines();
        fixed::mark(&mut leaf, self.source, self.language, self.diagnostics);
        autolink::link_addresses(&mut leaf);
        self.checks().leaf(&leaf);
        leaf
    }

    fn inlines(&mut self) -> Vec<Inline> {
        let mut inlines: Vec<Inline> = Vec::new();
        while self.peek().is_some_and(is_inline) {
            let Some((event, range)) = self.take() else {
                break;
            };
            let inline = match event {
                // What stands in a script or a style sheet is no text.
                Event::Text(text) if inlines.last().is_some_and(opens_code) => Inline::Html {
                    html: self.padded.strip(&text).into_owned(),
                    range,
                },
                Event::Text(text) => {
                    let text = self.padded.strip(&text).into_owned();
                    push_text(&mut inlines, text, range);
                    continue;
                }
                Event::Code(text) => Inline::Code(Text {
                    text: self.padded.strip(&text).into_owned(),
                    range,
                    marks: None,
                }),
                // Between two sums of money stands no formula (pandoc, tex_math_dollars).
                Event::InlineMath(_) if self.is_before_digit(range.end) => {
                    let text = self.source.text()[range.clone()].to_owned();
                    push_text(&mut inlines, text, range);
                    continue;
                }
                Event::InlineMath(text) => self.math(&text, range, false),
                Event::DisplayMath(text) => self.math(&text, range, true),
                Event::HardBreak => Inline::HardBreak,
                Event::TaskListMarker(checked) => Inline::Task(checked),
                Event::InlineHtml(html) | Event::Html(html) => match self.syntax.raw_html {
                    true => Inline::Html {
                        html: self.padded.strip(&html).into_owned(),
                        range,
                    },
                    false => {
                        let text = self.padded.strip(&html).into_owned();
                        push_text(&mut inlines, text, range);
                        continue;
                    }
                },
                Event::FootnoteReference(label) => match self.labels.get(&label.to_lowercase()) {
                    Some(note) => Inline::Reference(Reference {
                        note: *note,
                        occurrence: 0,
                        range,
                    }),
                    None => continue,
                },
                Event::Start(tag) => self.inline_container(tag, range),
                _ => continue,
            };
            inlines.push(inline);
        }
        inlines
    }

    fn is_before_digit(&self, offset: usize) -> bool {
        let next = self.source.text().as_bytes().get(offset);
        next.is_some_and(u8::is_ascii_digit)
    }

    fn math(&self, text: &str, range: Range<usize>, is_display: bool) -> Inline {
        Inline::Math {
            text: Text {
                text: self.padded.strip(text).into_owned(),
                range,
                marks: None,
            },
            is_display,
        }
    }

    fn inline_container(&mut self, tag: Tag<'a>, range: Range<usize>) -> Inline {
        let content = self.inlines();
        self.take();
        match tag {
            Tag::Emphasis => Inline::Emphasis(content),
            Tag::Strong => Inline::Strong(content),
            Tag::Strikethrough => Inline::Strikethrough(content),
            Tag::Image {
                dest_url, title, ..
            } => {
                self.checks().report_undefined(&content);
                Inline::Image {
                    destination: self.padded.strip(&dest_url).into_owned(),
                    title: self.padded.strip(&title).into_owned(),
                    alternative: leaf_text(&content),
                    range,
                }
            }
            Tag::Link {
                dest_url,
                title,
                link_type,
                ..
            } => {
                let destination = self.padded.strip(&dest_url).into_owned();
                Inline::Link {
                    destination: match link_type {
                        cmark::LinkType::Email => format!("mailto:{destination}"),
                        _ => destination,
                    },
                    title: self.padded.strip(&title).into_owned(),
                    content,
                    range,
                }
            }
            _ => Inline::Emphasis(content),
        }
    }
}

/// Adds text, to the end of the last piece where that is its continuation in the source.
fn push_text(inlines: &mut Vec<Inline>, text: String, range: Range<usize>) {
    if text.is_empty() {
        return;
    }
    if let Some(Inline::Text(last)) = inlines.last_mut()
        && last.range.end == range.start
        && last.text.len() == last.range.len()
        && text.len() == range.len()
    {
        last.text.push_str(&text);
        last.range.end = range.end;
        return;
    }
    inlines.push(Inline::Text(Text {
        text,
        range,
        marks: None,
    }));
}

/// Returns whether an inline is the start tag of an element whose content is code, or that code.
fn opens_code(inline: &Inline) -> bool {
    let Inline::Html { html, .. } = inline else {
        return false;
    };
    let lower = html.to_ascii_lowercase();
    !lower.starts_with('<') || lower.starts_with("<script") || lower.starts_with("<style")
}

/// Returns whether an event is part of a block's text.
pub(super) fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => soft_breaks::is_inline_tag(tag),
        Event::End(_) | Event::Rule => false,
        _ => true,
    }
}
