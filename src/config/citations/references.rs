//! What a text cites, as a style has it: Hayagriva's elements as plain pieces of text.

use hayagriva::citationberg::{FontStyle, FontWeight, StyleClass, VerticalAlign};
use hayagriva::{BibliographyItem, ElemChild, ElemChildren, Formatted, Rendered};

use super::Citation;
use crate::config::is_web_address;

/// What a text cites, as a style has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// Each source once, in the order of the style.
    pub list: Vec<Reference>,
    /// What stands where a source is cited, for each citation.
    pub citations: Vec<Vec<Piece>>,
}

/// A source in a list of references.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reference {
    /// Its key.
    pub key: String,
    /// Its number, where the style sets it apart.
    pub label: Vec<Piece>,
    /// All that the style says of it.
    pub text: Vec<Piece>,
}

/// A stretch of text in one form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Whether it is slanted.
    pub is_italic: bool,
    /// Whether it is bold.
    pub is_bold: bool,
    /// Whether it stands above the line.
    pub is_raised: bool,
    /// The address that it leads to.
    pub url: Option<String>,
}

/// Gathers what was rendered. A style for footnotes would say everything again in each of our notes, which
/// have the title already: they get the number of the list instead.
pub(super) fn references(rendered: Rendered, cited: &[&Citation], class: StyleClass) -> References {
    let citations = rendered.citations.into_iter();
    let citations: Vec<Vec<Piece>> = citations
        .map(|citation| pieces(&citation.citation))
        .collect();
    let mut list: Vec<Reference> = match rendered.bibliography {
        Some(bibliography) => bibliography.items.into_iter().map(reference).collect(),
        // A style without a list says all where it cites first.
        None => first_citations(cited, &citations),
    };
    if class == StyleClass::InText {
        return References { list, citations };
    }
    for (index, reference) in list.iter_mut().enumerate() {
        reference.label = numbered(index);
    }
    let number = |citation: &&Citation| {
        let place = list
            .iter()
            .position(|reference| reference.key == citation.key);
        place.map(numbered).unwrap_or_default()
    };
    References {
        citations: cited.iter().map(number).collect(),
        list,
    }
}

fn first_citations(cited: &[&Citation], citations: &[Vec<Piece>]) -> Vec<Reference> {
    let mut list: Vec<Reference> = Vec::new();
    for (citation, text) in cited.iter().zip(citations) {
        if list.iter().all(|reference| reference.key != citation.key) {
            list.push(Reference {
                key: citation.key.clone(),
                label: Vec::new(),
                text: text.clone(),
            });
        }
    }
    list
}

fn numbered(index: usize) -> Vec<Piece> {
    vec![Piece {
        text: format!("[{}]", index + 1),
        ..Piece::default()
    }]
}

fn reference(item: BibliographyItem) -> Reference {
    let label = item.first_field.map(|field| ElemChildren(vec![field]));
    Reference {
        key: item.key,
        label: label.as_ref().map(pieces).unwrap_or_default(),
        text: pieces(&item.content),
    }
}

/// Returns formatted text as pieces, without white space at its ends.
fn pieces(children: &ElemChildren) -> Vec<Piece> {
    let mut pieces = Vec::new();
    push(children, &mut pieces);
    if let Some(first) = pieces.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    if let Some(last) = pieces.last_mut() {
        last.text = last.text.trim_end().to_owned();
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

fn push(children: &ElemChildren, pieces: &mut Vec<Piece>) {
    for child in &children.0 {
        match child {
            ElemChild::Text(text) => push_text(text, None, pieces),
            ElemChild::Link { text, url } => {
                let url = is_web_address(url).then(|| url.clone());
                push_text(text, url, pieces);
            }
            ElemChild::Elem(element) => {
                push(&element.children, pieces);
                // What the style sets beside what follows stands before it here.
                if element.display.is_some() {
                    push_text(&space(), None, pieces);
                }
            }
            ElemChild::Markup(text) => {
                let text = Formatted {
                    text: text.clone(),
                    ..space()
                };
                push_text(&text, None, pieces);
            }
            ElemChild::Transparent { .. } => {}
        }
    }
}

fn space() -> Formatted {
    Formatted {
        text: " ".to_owned(),
        formatting: Default::default(),
    }
}

fn push_text(text: &Formatted, url: Option<String>, pieces: &mut Vec<Piece>) {
    let formatting = &text.formatting;
    let piece = Piece {
        text: text.text.clone(),
        is_italic: formatting.font_style == FontStyle::Italic,
        is_bold: formatting.font_weight == FontWeight::Bold,
        is_raised: formatting.vertical_align == VerticalAlign::Sup,
        url,
    };
    match pieces.last_mut() {
        Some(last) if last.is_like(&piece) => last.text += &piece.text,
        _ => pieces.push(piece),
    }
}

impl Piece {
    /// Returns whether two pieces have one form.
    fn is_like(&self, other: &Piece) -> bool {
        let form = |piece: &Piece| (piece.is_italic, piece.is_bold, piece.is_raised);
        form(self) == form(other) && self.url == other.url
    }
}
