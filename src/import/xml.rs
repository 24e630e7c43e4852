//! The XML of a document's parts as a small tree of elements and texts.
//!
//! Names are local: the prefixes of a namespace are left away, since no two names of the formats that
//! are read here differ by them alone. A part that declares entities is refused, for they can be
//! made to grow without end; so is one that is nested too deep or has too many nodes.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Elements nested deeper than this are refused.
const DEPTH_MAX: usize = 256;

/// Elements and texts of a part.
const NODES_MAX: usize = 2_000_000;

/// An element.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Element {
    /// Its local name.
    pub name: String,
    /// Its attributes by local name, in order.
    pub attributes: Vec<(String, String)>,
    /// What is inside.
    pub children: Vec<Node>,
}

/// What stands inside an element.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// A text.
    Text(String),
}

/// Why a part cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum XmlError {
    /// It declares entities.
    Entities,
    /// It is nested too deep.
    TooDeep,
    /// It has too many nodes.
    TooLarge,
    /// It is no XML.
    Malformed(String),
}

/// Returns the root element of a text.
///
/// # Errors
/// [`XmlError`] when it is not well-formed, declares entities, or is made to overwhelm a reader.
pub(super) fn parse(text: &str) -> Result<Element, XmlError> {
    let mut reader = Reader::from_str(text);
    // The last is the element that is open, the first a holder of the root.
    let mut open = vec![Element::default()];
    let mut nodes = 0;
    loop {
        nodes += 1;
        if nodes > NODES_MAX {
            return Err(XmlError::TooLarge);
        }
        let event = reader
            .read_event()
            .map_err(|error| XmlError::Malformed(error.to_string()))?;
        match event {
            Event::Start(start) => {
                if open.len() > DEPTH_MAX {
                    return Err(XmlError::TooDeep);
                }
                open.push(element(&start)?);
            }
            Event::Empty(start) => {
                let empty = element(&start)?;
                push(&mut open, Node::Element(empty));
            }
            Event::End(_) => close(&mut open),
            Event::Text(text) => push_text(&mut open, &text.xml10_content()),
            Event::CData(text) => push_text(&mut open, &text.xml10_content()),
            Event::GeneralRef(reference) => {
                let text = referred(&reference)?;
                push_text(&mut open, &text);
            }
            Event::DocType(text) if text.contains("<!ENTITY") => return Err(XmlError::Entities),
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if open.len() > 1 {
        return Err(XmlError::Malformed("it ends inside an element".to_owned()));
    }
    let holder = open.pop().unwrap_or_default();
    let mut roots = holder.children.into_iter().filter_map(|node| match node {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    });
    roots
        .next()
        .ok_or_else(|| XmlError::Malformed("it has no element".to_owned()))
}

fn element(start: &BytesStart<'_>) -> Result<Element, XmlError> {
    let mut element = Element {
        name: start.local_name().into_inner().to_owned(),
        ..Element::default()
    };
    for attribute in start.attributes() {
        let malformed = |error: String| XmlError::Malformed(error);
        let attribute = attribute.map_err(|error| malformed(error.to_string()))?;
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| malformed(error.to_string()))?;
        let name = attribute.key.local_name().into_inner().to_owned();
        element.attributes.push((name, value.into_owned()));
    }
    Ok(element)
}

/// Returns the text that a reference stands for; entities but the five of XML are declared nowhere.
fn referred(reference: &quick_xml::events::BytesRef<'_>) -> Result<String, XmlError> {
    let unknown = || XmlError::Malformed(format!("&{}; is not known", &**reference));
    if reference.is_char_ref() {
        let character = reference.resolve_char_ref().ok().flatten();
        return character.map(String::from).ok_or_else(unknown);
    }
    let known = quick_xml::escape::resolve_predefined_entity(reference);
    known.map(str::to_owned).ok_or_else(unknown)
}

fn push(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

fn push_text(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut() else {
        return;
    };
    match parent.children.last_mut() {
        Some(Node::Text(last)) => last.push_str(text),
        _ => parent.children.push(Node::Text(text.to_owned())),
    }
}

fn close(open: &mut Vec<Element>) {
    if open.len() > 1
        && let Some(closed) = open.pop()
    {
        push(open, Node::Element(closed));
    }
}

impl Element {
    /// Returns the value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns the elements inside, in order.
    pub fn elements(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Returns the first element inside of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// Returns every element of a name below, in the order of the document.
    pub fn descendants<'a>(&'a self, name: &str) -> Vec<&'a Element> {
        let mut found = Vec::new();
        let mut open: Vec<&Element> = self.elements().rev().collect();
        while let Some(element) = open.pop() {
            if element.name == name {
                found.push(element);
            }
            open.extend(element.elements().rev());
        }
        found
    }

    /// Returns the elements of a name below, but none inside another of them, nor inside elements of
    /// the other name.
    pub fn descendants_outside<'a>(&'a self, name: &str, other: &str) -> Vec<&'a Element> {
        let mut found = Vec::new();
        let mut open: Vec<&Element> = self.elements().rev().collect();
        while let Some(element) = open.pop() {
            if element.name == name {
                found.push(element);
            } else if element.name != other {
                open.extend(element.elements().rev());
            }
        }
        found
    }

    /// Returns all text inside.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut open: Vec<&Node> = self.children.iter().rev().collect();
        while let Some(node) = open.pop() {
            match node {
                Node::Text(piece) => text.push_str(piece),
                Node::Element(element) => open.extend(element.children.iter().rev()),
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_and_texts() {
        let root = parse(
            "<?xml version='1.0'?><a:b x:y='1&amp;2'>甲&lt;<c/>&#x4e59;<![CDATA[<丙>]]></a:b>",
        );
        let root = root.expect("XML");
        assert_eq!(
            (root.name.as_str(), root.attribute("y")),
            ("b", Some("1&2"))
        );
        assert_eq!(root.text(), "甲<乙<丙>");
        assert!(root.child("c").is_some());
    }

    #[test]
    fn what_is_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;'>]><a>&y;</a>";
        assert_eq!(parse(bomb), Err(XmlError::Entities));
        assert_eq!(parse(&"<a>".repeat(100_000)), Err(XmlError::TooDeep));
        for text in [
            "",
            "text",
            "<a>",
            "<a></b>",
            "<a>&nothing;</a>",
            "<a b='&c;'/>",
        ] {
            let parsed = parse(text);
            assert!(
                matches!(parsed, Err(XmlError::Malformed(_))),
                "{text}: {parsed:?}"
            );
        }
    }
}
