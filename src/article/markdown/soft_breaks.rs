//! Line breaks inside a paragraph.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::article::emphasis;

/// Makes every soft break a space, or nothing between two wide characters, where the line break is
/// only the author's and no space is meant (CSS Text 4, segment break transformation).
pub(super) fn resolve(events: &mut [(Event<'_>, Range<usize>)]) {
    let mut last = None;
    let mut pending: Vec<usize> = Vec::new();
    for index in 0..events.len() {
        let (first, next) = match &events[index].0 {
            Event::Text(text) | Event::Code(text) => {
                let is_text = |character: &char| !matches!(character, '\u{fdd0}'..='\u{fdef}');
                let mut characters = text.chars().filter(is_text);
                let first = characters.next();
                let last = characters.next_back().or(first);
                // What stands between the markers of fixed text is Chinese.
                let is_opened = text.starts_with("-{").then_some('\u{4e00}');
                let is_closed = text.ends_with("}-").then_some('\u{4e00}');
                // What was put beside emphasis to have it read as such is no text.
                if first.is_none() {
                    continue;
                }
                (is_opened.or(first), is_closed.or(last))
            }
            Event::SoftBreak => {
                pending.push(index);
                continue;
            }
            Event::FootnoteReference(_) => continue,
            Event::Start(tag) if is_inline_tag(tag) => continue,
            Event::End(tag) if is_inline_end(*tag) => continue,
            _ => (None, None),
        };
        let joined = last.is_some_and(joins) && first.is_some_and(joins);
        for at in pending.drain(..) {
            events[at].0 = Event::Text(if joined { "" } else { " " }.into());
        }
        last = next;
    }
    for at in pending {
        events[at].0 = Event::Text(" ".into());
    }
}

/// Returns whether a line break beside a character of this kind is no space: a wide character that
/// is no Hangul, or one of the marks that Chinese shares with western scripts.
fn joins(character: char) -> bool {
    match character {
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7ff}' => false,
        '“' | '”' | '‘' | '’' | '—' | '…' | '·' => true,
        _ => emphasis::is_wide(character),
    }
}

/// Returns whether a tag begins an inline.
pub(super) fn is_inline_tag(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::Superscript
            | Tag::Subscript
    )
}

fn is_inline_end(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}
