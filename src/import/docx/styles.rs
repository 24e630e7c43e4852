//! The styles of a document (ECMA-376, part 1, section 17.7): what a paragraph or a run is by its style.

use std::collections::HashMap;

use super::super::vertical_align::VerticalAlign;
use super::super::xml::Element;

/// Styles that build on others are followed so far.
const CHAIN_MAX: usize = 16;

/// The styles of a document, by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
}

#[derive(Debug, Default)]
struct Style {
    /// Its name in lower case; those of Word's own styles are English in every language.
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<ListPlace>,
    is_hidden: Option<bool>,
    align: Option<VerticalAlign>,
}

/// A place in a list: which, and how deep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ListPlace {
    /// The id of the numbering; `0` is none.
    pub number_id: String,
    /// How deep, from 0.
    pub level: usize,
}

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The title of the document.
    Title,
    /// A heading of a level from 0.
    Heading(u8),
    /// A quotation.
    Quote,
    /// A line of the table of contents.
    Contents,
    /// Text.
    Text,
}

impl Styles {
    pub fn of(root: &Element) -> Styles {
        let styles = root
            .elements()
            .filter(|element| element.name == "style")
            .filter_map(|element| {
                let properties = element.child("pPr");
                let style = Style {
                    name: value(element, "name").unwrap_or_default().to_lowercase(),
                    based_on: value(element, "basedOn").map(str::to_owned),
                    outline: properties.and_then(outline),
                    list: properties.and_then(list_place),
                    is_hidden: element.child("rPr").and_then(|run| toggle(run, "vanish")),
                    align: element.child("rPr").and_then(align),
                };
                Some((element.attribute("styleId")?.to_owned(), style))
            })
            .collect();
        Styles { styles }
    }

    /// Returns a style and those that it builds on.
    fn chain<'a>(&'a self, id: Option<&'a str>) -> impl Iterator<Item = &'a Style> {
        let first = id.and_then(|id| self.styles.get(id));
        let next = |style: &&Style| self.styles.get(style.based_on.as_deref()?);
        std::iter::successors(first, next).take(CHAIN_MAX)
    }

    /// Returns what a paragraph of these properties is.
    pub fn role(&self, properties: Option<&Element>) -> Role {
        let id = properties.and_then(|properties| value(properties, "pStyle"));
        if let Some(level) = properties.and_then(outline) {
            return heading(level);
        }
        for style in self.chain(id) {
            let name = style.name.as_str();
            let number = |prefix: &str| name.strip_prefix(prefix)?.trim().parse::<u8>().ok();
            match name {
                "title" => return Role::Title,
                "quote" | "intense quote" => return Role::Quote,
                _ if name.starts_with("toc ") => return Role::Contents,
                _ => {}
            }
            if let Some(level) = number("heading ").filter(|level| *level > 0) {
                return heading(level - 1);
            }
            if let Some(level) = style.outline {
                return heading(level);
            }
        }
        Role::Text
    }

    /// Returns the place in a list of a paragraph of these properties.
    pub fn list_place(&self, properties: Option<&Element>) -> Option<ListPlace> {
        let own = properties.and_then(list_place);
        let id = properties.and_then(|properties| value(properties, "pStyle"));
        let of_style = || self.chain(id).find_map(|style| style.list.clone());
        own.or_else(of_style).filter(|place| place.number_id != "0")
    }

    /// Returns where a run of these properties stands, when they or its style say (section 17.3.2.42).
    pub fn align(&self, properties: Option<&Element>) -> Option<VerticalAlign> {
        let own = properties.and_then(align);
        let id = properties.and_then(|properties| value(properties, "rStyle"));
        own.or_else(|| self.chain(id).find_map(|style| style.align))
    }

    /// Returns whether a run of these properties is hidden.
    pub fn is_hidden(&self, properties: Option<&Element>) -> bool {
        let own = properties.and_then(|properties| toggle(properties, "vanish"));
        let id = properties.and_then(|properties| value(properties, "rStyle"));
        let of_style = || self.chain(id).find_map(|style| style.is_hidden);
        own.or_else(of_style).unwrap_or(false)
    }
}

/// Outline levels beyond the ninth are text.
fn heading(level: u8) -> Role {
    if level < 9 {
        Role::Heading(level)
    } else {
        Role::Text
    }
}

fn outline(properties: &Element) -> Option<u8> {
    value(properties, "outlineLvl")?.parse().ok()
}

fn list_place(properties: &Element) -> Option<ListPlace> {
    let numbering = properties.child("numPr")?;
    let level = value(numbering, "ilvl").and_then(|level| level.parse().ok());
    Some(ListPlace {
        number_id: value(numbering, "numId")?.to_owned(),
        level: level.unwrap_or(0).min(8),
    })
}

fn align(properties: &Element) -> Option<VerticalAlign> {
    Some(match value(properties, "vertAlign")? {
        "superscript" => VerticalAlign::Superscript,
        "subscript" => VerticalAlign::Subscript,
        _ => VerticalAlign::Baseline,
    })
}

/// Returns the `val` of an element inside.
pub(super) fn value<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.child(name)?.attribute("val")
}

/// Returns whether a property is on; none when nothing is said of it.
pub(super) fn toggle(properties: &Element, name: &str) -> Option<bool> {
    let property = properties.child(name)?;
    let is_off = matches!(property.attribute("val"), Some("0" | "false" | "off"));
    Some(!is_off)
}
