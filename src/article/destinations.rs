//! Where a Markdown text names the pictures that it shows, and where its links lead.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// The destination of a picture or a link (CommonMark 0.31, sections 6.3 and 6.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// The bytes of the text that it takes: in the image, or in the definition that the image refers to; of an embed
    /// those of all of it.
    pub range: Range<usize>,
    /// Whether it is an embed, as Obsidian writes pictures: `![[a.png]]`.
    pub is_embed: bool,
    /// What is written there.
    pub destination: String,
    /// The description of the first picture that has it, as plain text.
    pub description: String,
}

/// A picture or a link whose description is being read.
struct Open {
    places: Vec<Range<usize>>,
    is_embed: bool,
    is_described: bool,
    destination: String,
    description: String,
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pictures,
    Links,
}

impl Kind {
    /// Returns how the destination is written that a tag of this kind has, and what it is.
    fn destination(self, tag: Tag<'_>) -> Option<(LinkType, CowStr<'_>)> {
        match (self, tag) {
            (
                Kind::Pictures,
                Tag::Image {
                    link_type,
                    dest_url,
                    ..
                },
            )
            | (
                Kind::Links,
                Tag::Link {
                    link_type,
                    dest_url,
                    ..
                },
            ) => Some((link_type, dest_url)),
            _ => None,
        }
    }

    fn ends(self, end: TagEnd) -> bool {
        match self {
            Kind::Pictures => end == TagEnd::Image,
            Kind::Links => end == TagEnd::Link,
        }
    }
}

/// Returns the destinations of the pictures of a text, in order, each once. One that is written with escapes
/// or entities is none of them.
pub fn of_pictures(text: &str) -> Vec<Destination> {
    of(text, Kind::Pictures)
}

/// Returns the destinations of the links of a text, as those of its pictures.
pub fn of_links(text: &str) -> Vec<Destination> {
    of(text, Kind::Links)
}

fn of(text: &str, kind: Kind) -> Vec<Destination> {
    let mut options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_GFM;
    // An article shows a link in such brackets as it is written.
    options.set(Options::ENABLE_WIKILINKS, kind == Kind::Pictures);
    let parser = Parser::new_ext(text, options);
    let mut definitions: HashMap<String, Vec<Range<usize>>> = HashMap::new();
    for (_, definition) in parser.reference_definitions().iter() {
        let spans = definitions.entry(definition.dest.to_string()).or_default();
        spans.push(definition.span.clone());
    }
    let mut found: BTreeMap<usize, Destination> = BTreeMap::new();
    // The pictures whose descriptions are being read, with what of them is known.
    let mut open: Vec<Open> = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(tag) => {
                let Some((link_type, dest_url)) = kind.destination(tag) else {
                    continue;
                };
                let places = match link_type {
                    LinkType::Inline => place(text, range, "](", &dest_url).into_iter().collect(),
                    LinkType::WikiLink { .. } => vec![range],
                    _ => {
                        let spans = definitions.get(&*dest_url).into_iter().flatten();
                        let place = |it: &Range<usize>| place(text, it.clone(), "]:", &dest_url);
                        spans.filter_map(place).collect()
                    }
                };
                open.push(Open {
                    places,
                    is_embed: matches!(link_type, LinkType::WikiLink { .. }),
                    // What stands in an embed without a description is its destination.
                    is_described: link_type != LinkType::WikiLink { has_pothole: false },
                    destination: dest_url.to_string(),
                    description: String::new(),
                });
            }
            Event::End(end) if kind.ends(end) => {
                let Some(image) = open.pop() else {
                    continue;
                };
                for range in image.places {
                    found.entry(range.start).or_insert_with(|| Destination {
                        range,
                        is_embed: image.is_embed,
                        destination: image.destination.clone(),
                        description: image.description.clone(),
                    });
                }
            }
            Event::Text(words) | Event::Code(words) => {
                for image in open.iter_mut().filter(|image| image.is_described) {
                    image.description.push_str(&words);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                for image in &mut open {
                    image.description.push(' ');
                }
            }
            _ => {}
        }
    }
    found.into_values().collect()
}

/// Returns where a destination stands in an image or a definition, behind the signs before it: the last such
/// place, for a description may hold links itself.
fn place(text: &str, range: Range<usize>, before: &str, destination: &str) -> Option<Range<usize>> {
    let source = &text[range.clone()];
    source.rmatch_indices(before).find_map(|(at, _)| {
        let rest = source[at + before.len()..].trim_start();
        let rest = rest.strip_prefix('<').unwrap_or(rest);
        let start = range.end - rest.len();
        let after = rest.strip_prefix(destination)?;
        let is_end = |it: char| it.is_whitespace() || matches!(it, ')' | '>');
        let ends = after.is_empty() || after.starts_with(is_end);
        (ends && !destination.is_empty()).then(|| start..start + destination.len())
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
        check(
            "![[x](a.png.html)](a.png) ![**圖**\n一](b.png)",
            &[("a.png", "x"), ("b.png", "圖 一")],
        );
        check("![![x](a.png)](a.p)", &[("a.png", "x"), ("a.p", "x")]);
        check(
            "![甲][p] ![乙][q]\n\n[p]: a.png\n[q]: a.png",
            &[("a.png", "甲"), ("a.png", "甲")],
        );
        check("![甲][p] ![乙][p]\n\n[p]: a.png", &[("a.png", "甲")]);
        check("`![](a.png)`\n\n    ![](b.png)\n\n[c](c.png)", &[]);
        check("![](a\\_b.png) ![]()", &[]);
        check(
            "甲![[a.png]]乙![[b c.png|說明]]",
            &[("![[a.png]]", ""), ("![[b c.png|說明]]", "說明")],
        );
        check("`![[a.png]]` [[a]]", &[]);
    }

    #[test]
    fn destinations_of_links() {
        let text = "[甲](a.md) ![](b.png) [[c]] <https://e.org> [乙][b]\n\n[b]: ./b.md#c";
        let found = of_links(text);
        let found: Vec<&str> = found.iter().map(|it| &text[it.range.clone()]).collect();
        assert_eq!(found, ["a.md", "./b.md#c"]);
    }
}
