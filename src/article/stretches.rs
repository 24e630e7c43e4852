//! Which stretches of a Markdown text are words, code or raw HTML, and where it names its footnotes.
//!
//! It is read as the Markdown of articles is. Nothing is judged: a text may be one that no article can be.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::emphasis;
use super::markdown::options;

/// The bytes of a Markdown text by what they are. Stretches of one kind that touch are one.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Stretches {
    /// Words that are shown, without the markup around them.
    pub words: Vec<Range<usize>>,
    /// Code in lines and in blocks, with its fences.
    pub code: Vec<Range<usize>>,
    /// Elements and comments.
    pub html: Vec<Range<usize>>,
    /// The definitions of footnotes, by their names.
    pub definitions: Vec<(String, Range<usize>)>,
    /// The references that have a definition, by their names.
    pub references: Vec<(String, Range<usize>)>,
}

/// Returns the stretches of a text, in order.
pub fn of(text: &str) -> Stretches {
    let mut stretches = Stretches::default();
    let mut in_code = false;
    let padded = emphasis::pad(text);
    for (event, range) in Parser::new_ext(&padded.text, options()).into_offset_iter() {
        let range = padded.original(&range);
        match event {
            Event::Start(Tag::CodeBlock(_)) => {
                in_code = true;
                push(&mut stretches.code, range);
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::FootnoteDefinition(name)) => {
                stretches.definitions.push((name.to_string(), range));
            }
            Event::FootnoteReference(name) => {
                stretches.references.push((name.to_string(), range));
            }
            Event::Code(_) => push(&mut stretches.code, range),
            Event::Html(_) | Event::InlineHtml(_) => push(&mut stretches.html, range),
            Event::Text(_) if !in_code => push(&mut stretches.words, range),
            _ => {}
        }
    }
    stretches
}

/// Adds a stretch, or lengthens the last one when it ends where this begins.
fn push(stretches: &mut Vec<Range<usize>>, range: Range<usize>) {
    match stretches.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ => stretches.push(range),
    }
}

/// Returns whether a place stands in one of the stretches, which are in order.
pub fn holds(stretches: &[Range<usize>], at: usize) -> bool {
    let before = stretches.partition_point(|it| it.start <= at);
    before > 0 && at < stretches[before - 1].end
}

/// The heading that a text begins with.
#[derive(Debug, PartialEq, Eq)]
pub struct FirstHeading {
    /// Its level.
    pub level: u8,
    /// Its text, without markup.
    pub text: String,
    /// The bytes of all of it.
    pub range: Range<usize>,
    /// Whether it is words and their emphasis, and nothing that leads or refers to something else.
    pub is_plain: bool,
}

/// Returns the heading that a text begins with, when nothing stands before it and it has text.
pub fn first_heading(text: &str) -> Option<FirstHeading> {
    let options = options() | Options::ENABLE_HEADING_ATTRIBUTES;
    let padded = emphasis::pad(text);
    let mut events = Parser::new_ext(&padded.text, options).into_offset_iter();
    let Some((Event::Start(Tag::Heading { level, .. }), range)) = events.next() else {
        return None;
    };
    let mut heading = FirstHeading {
        level: level as u8,
        text: String::new(),
        range: padded.original(&range),
        is_plain: true,
    };
    for (event, _) in events {
        match event {
            Event::End(TagEnd::Heading(_)) => break,
            Event::Text(words) | Event::Code(words) => {
                heading.text.push_str(&padded.strip(&words));
            }
            Event::SoftBreak | Event::HardBreak => heading.text.push(' '),
            Event::Start(Tag::Link { .. } | Tag::Image { .. })
            | Event::FootnoteReference(_)
            | Event::InlineHtml(_) => heading.is_plain = false,
            _ => {}
        }
    }
    heading.text = heading.text.trim().to_owned();
    (!heading.text.is_empty()).then_some(heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, words: &[&str], code: &[&str], html: &[&str]) {
        let found = of(text);
        let shown = |ranges: &[Range<usize>]| -> Vec<String> {
            ranges
                .iter()
                .map(|it| text[it.clone()].to_owned())
                .collect()
        };
        assert_eq!(shown(&found.words), words, "{text}");
        assert_eq!(shown(&found.code), code, "{text}");
        assert_eq!(shown(&found.html), html, "{text}");
    }

    #[test]
    fn kinds() {
        check("甲[^5]乙`c`丙", &["甲[^5]乙", "丙"], &["`c`"], &[]);
        check("甲\\[^5]乙", &["甲", "[^5]乙"], &[], &[]);
        check("甲<b>乙</b>", &["甲", "乙"], &[], &["<b>", "</b>"]);
        check("```\n{{ a }}\n```\n", &[], &["```\n{{ a }}\n```"], &[]);
        check("<!-- more -->\n\n甲", &["甲"], &[], &["<!-- more -->\n"]);
    }

    #[test]
    fn headings() {
        let check = |text: &str, expected: Option<(u8, &str)>| {
            let found = first_heading(text);
            let found = found.as_ref().map(|it| (it.level, it.text.as_str()));
            assert_eq!(found, expected, "{text}");
        };
        check("## 什麼？\n\n文", Some((2, "什麼？")));
        check("# 用 `match` *的*！", Some((1, "用 match 的！")));
        check("題：[年終] 甲，乙\n===\n", Some((1, "題：[年終] 甲，乙")));
        check("# 題 {#id}\n", Some((1, "題")));
        check("文\n\n# 題\n", None);
        check("#\n", None);
    }
}
