//! A formula of a document (ECMA-376, part 1, section 22.1) on one line.

use super::super::formula::{fraction, lowered, raised, root};
use super::super::vertical_align::VerticalAlign;
use super::super::xml::Element;

/// Returns the line of an element of a formula.
pub(super) fn line(element: &Element) -> String {
    let part = |name: &str| element.child(name).map(line).unwrap_or_default();
    match element.name.as_str() {
        "t" => element.text(),
        "f" => fraction(&part("num"), &part("den")),
        "sSup" => format!("{}{}", part("e"), raised(&part("sup"))),
        "sSub" => format!("{}{}", part("e"), lowered(&part("sub"))),
        "sSubSup" => {
            let (below, above) = (lowered(&part("sub")), raised(&part("sup")));
            format!("{}{below}{above}", part("e"))
        }
        "rad" => root(&part("deg"), &part("e")),
        "nary" => {
            let sign = property(element, "naryPr", "chr").unwrap_or("∫");
            let (below, above) = (lowered(&part("sub")), raised(&part("sup")));
            format!("{sign}{below}{above}{}", part("e"))
        }
        "d" => {
            let sign = |name: &str, usual| property(element, "dPr", name).unwrap_or(usual);
            let inside = element.elements().filter(|child| child.name == "e");
            let inside: Vec<String> = inside.map(line).collect();
            let inside = inside.join(sign("sepChr", "|"));
            format!("{}{inside}{}", sign("begChr", "("), sign("endChr", ")"))
        }
        // Properties, and what was taken out of the document.
        name if name.ends_with("Pr") || name == "del" => String::new(),
        _ => element.elements().map(line).collect(),
    }
}

/// Returns the characters of a formula's text that its line has in raised or lowered form.
pub(super) fn became_figures(text: &str, line: &str) -> String {
    let mut rest: Vec<char> = line.chars().collect();
    let is_figure = |it: &char| {
        VerticalAlign::Superscript
            .figures(&it.to_string())
            .is_some()
    };
    let mut is_gone = |it: &char| match rest.iter().position(|other| other == it) {
        Some(at) => {
            rest.swap_remove(at);
            false
        }
        None => true,
    };
    text.chars()
        .filter(is_figure)
        .filter(|it| is_gone(it))
        .collect()
}

/// Returns the value of a property of an element.
fn property<'a>(element: &'a Element, properties: &str, name: &str) -> Option<&'a str> {
    element.child(properties)?.child(name)?.attribute("val")
}
