//! Where a Markdown text names the pictures that it shows.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

/// The destination of a picture (CommonMark 0.31, section 6.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The bytes of the text that it takes: in the image, or in the definition that the image refers to.
    pub range: Range<usize>,
    /// What is written there.
    pub destination: String,
    /// The description of the first picture that has it, as plain text.
    pub description: String,
}

/// Returns the destinations of the pictures of a text, in order, each once. One that is written with escapes
/// or entities is none of them.
pub fn of_pictures(text: &str) -> Vec<Destination> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_GFM;
    let parser = Parser::new_ext(text, options);
    let definitions: Vec<(String, Range<usize>)> = parser
        .reference_definitions()
        .iter()
        .map(|(_, definition)| (definition.dest.to_string(), definition.span.clone()))
        .collect();
    let mut found: Vec<Destination> = Vec::new();
    // The picture whose description is being read.
    let mut open: Option<usize> = None;
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                ..
            }) => {
                let range = if link_type == LinkType::Inline {
                    place(text, range, "](", &dest_url)
                } else {
                    let definition = definitions.iter().find(|(dest, _)| **dest == *dest_url);
                    definition.and_then(|(_, span)| place(text, span.clone(), "]:", &dest_url))
                };
                let is_known = |range: &Range<usize>| found.iter().any(|it| it.range == *range);
                open = range.filter(|range| !is_known(range)).map(|range| {
                    found.push(Destination {
                        range,
                        destination: dest_url.to_string(),
                        description: String::new(),
                    });
                    found.len() - 1
                });
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some(open) = open {
                    found[open].description.push_str(&words);
                }
            }
            Event::End(_) => open = None,
            _ => {}
        }
    }
    found.sort_by_key(|it| it.range.start);
    found
}

/// Returns where a destination stands in an image or a definition, behind the signs before it.
fn place(text: &str, range: Range<usize>, before: &str, destination: &str) -> Option<Range<usize>> {
    let source = &text[range.clone()];
    source.match_indices(before).find_map(|(at, _)| {
        let rest = source[at + before.len()..].trim_start();
        let rest = rest.strip_prefix('<').unwrap_or(rest);
        let start = range.end - rest.len();
        let is_there = !destination.is_empty() && rest.starts_with(destination);
        is_there.then(|| start..start + destination.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = of_pictures(text);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|it| (&text[it.range.clone()], it.description.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn destinations_of_pictures() {
        check("甲![圖](a.png)乙", &[("a.png", "圖")]);
        check(
            "![`圖`一](b/a%20b.png \"a.png\")",
            &[("b/a%20b.png", "圖一")],
        );
        check("![](<a b.png>)", &[("a b.png", "")]);
        check("![[x](y)](a.png)", &[("a.png", "x")]);
        check("![甲][p] ![乙][p]\n\n[p]: a.png", &[("a.png", "甲")]);
        check("`![](a.png)`\n\n    ![](b.png)\n\n[c](c.png)", &[]);
        check("![](a\\_b.png) ![]()", &[]);
    }
}
