//! What a test asks of an HTML page.

use scraper::{ElementRef, Html, Node, Selector};

/// Elements without content and end tag (HTML, section 13.1.2).
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr", "!doctype",
];

pub fn parse(html: &str) -> Html {
    Html::parse_document(html)
}

/// Returns all elements that a selector finds, in order.
pub fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    let selector = Selector::parse(selector).expect("a selector");
    html.select(&selector).collect()
}

/// Returns the text of an element, without that of the elements below it which have one of the given
/// names, or one of the given classes, written `.class`.
pub fn text_without(element: ElementRef<'_>, left_out: &[&str]) -> String {
    let mut text = String::new();
    for node in element.children() {
        match node.value() {
            Node::Text(piece) => text.push_str(piece),
            Node::Element(inner) => {
                let is_meant = |name: &&str| match name.strip_prefix('.') {
                    Some(class) => inner.classes().any(|own| own == class),
                    None => inner.name() == *name,
                };
                if !left_out.iter().any(is_meant) {
                    let inner = ElementRef::wrap(node).expect("an element");
                    text.push_str(&text_without(inner, left_out));
                }
            }
            _ => {}
        }
    }
    text
}

/// Returns the text of an element.
pub fn text(element: ElementRef<'_>) -> String {
    text_without(element, &[])
}

/// Returns a text with every run of white space folded into one space.
pub fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Returns the elements below the ones a selector finds, one a line, indented by their depth:
/// names, ids and the attributes that make notes, but nothing that a reader reads.
pub fn structure(html: &Html, selector: &str) -> String {
    let mut lines = String::new();
    for element in all(html, selector) {
        push_structure(element, 0, &mut lines);
    }
    lines
}

fn push_structure(element: ElementRef<'_>, depth: usize, lines: &mut String) {
    let value = element.value();
    lines.push_str(&" ".repeat(depth));
    lines.push_str(value.name());
    for attribute in [
        "id",
        "class",
        "role",
        "data-notes",
        "data-v",
        "data-u",
        "data-r",
    ] {
        if let Some(value) = value.attr(attribute) {
            lines.push_str(&format!(" {attribute}={value}"));
        }
    }
    lines.push('\n');
    for inner in element.child_elements() {
        push_structure(inner, depth + 1, lines);
    }
}

/// Returns what is wrong with the tags of a page or a part of one: every start tag must have its
/// end tag, in the order of nesting, although HTML would forgive some.
pub fn unbalanced(html: &str) -> Option<String> {
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let end = tag_end(rest)?;
        let tag = &rest[..end];
        rest = &rest[end..];
        let name = |tag: &str| -> String {
            let is_name = |character: &char| !character.is_ascii_whitespace() && *character != '/';
            tag.chars()
                .take_while(is_name)
                .collect::<String>()
                .to_lowercase()
        };
        if let Some(tag) = tag.strip_prefix('/') {
            let last = open.pop();
            if last.as_deref() != Some(name(tag).as_str()) {
                return Some(format!("</{tag}> closes {last:?} in {html}"));
            }
        } else if !tag.ends_with('/') && !VOID.contains(&name(tag).as_str()) {
            open.push(name(tag));
        }
    }
    (!open.is_empty()).then(|| format!("{open:?} are open in {html}"))
}

/// Returns the length of a tag up to the `>` that ends it, which is none inside an attribute.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (offset, character) in tag.char_indices() {
        match (quote, character) {
            (None, '>') => return Some(offset),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    Some(tag.len())
}
