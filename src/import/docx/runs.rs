//! The runs of a paragraph (ECMA-376, part 1, section 17.3.2) to inlines.
//!
//! 1. Walk the paragraph, and note each piece of text with its format and its link.
//! 2. Join neighbours of one format and one link, and make inlines of them.
//!
//! What is not printed — deleted, hidden, readings above characters — is set aside. An element that
//! is not known is walked through, so that no text inside it is lost.

use super::super::draft::{Block, Inline};
use super::super::is_web_address;
use super::super::vertical_align::VerticalAlign;
use super::super::xml::{Element, Node};
use super::styles::toggle;
use super::{Reader, formula};

/// How a piece of text is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Format {
    is_bold: bool,
    is_italic: bool,
    is_struck: bool,
    align: VerticalAlign,
}

/// What becomes of the text of runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    Aside(&'static str),
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq)]
struct Piece {
    inline: Inline,
    format: Format,
    link: Option<String>,
}

/// A field that is open (section 17.16.18): its instruction, and whether its result has begun.
#[derive(Debug, Default)]
pub(super) struct FieldCode {
    instruction: String,
    has_result: bool,
}

/// What a paragraph holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Its inlines.
    pub inlines: Vec<Inline>,
    /// The blocks of text boxes that are anchored in it.
    pub boxes: Vec<Block>,
}

/// The walk through one paragraph.
struct Walk {
    pieces: Vec<Piece>,
    boxes: Vec<Block>,
    aside: Vec<(&'static str, String)>,
}

impl Reader<'_, '_> {
    /// Returns what a paragraph holds.
    pub(super) fn runs(&mut self, paragraph: &Element) -> Content {
        let mut walk = Walk {
            pieces: Vec::new(),
            boxes: Vec::new(),
            aside: Vec::new(),
        };
        self.inside(paragraph, Format::default(), None, Fate::Kept, &mut walk);
        for (rule, text) in walk.aside {
            self.draft.set_aside(rule, &text);
        }
        for piece in &mut walk.pieces {
            if let Inline::Text(text) = &mut piece.inline
                && let Some(figures) = piece.format.align.figures(text)
            {
                self.draft.signs += &std::mem::replace(text, figures);
            }
        }
        Content {
            inlines: inlines(walk.pieces),
            boxes: walk.boxes,
        }
    }

    fn inside(
        &mut self,
        element: &Element,
        format: Format,
        link: Option<&str>,
        fate: Fate,
        walk: &mut Walk,
    ) {
        for node in &element.children {
            if let Node::Element(child) = node {
                self.element(child, format, link, fate, walk);
            }
        }
    }

    fn element(
        &mut self,
        element: &Element,
        format: Format,
        link: Option<&str>,
        fate: Fate,
        walk: &mut Walk,
    ) {
        match element.name.as_str() {
            "pPr" | "rPr" | "sdtPr" | "rubyPr" | "proofErr" => {}
            "r" => self.run(element, format, link, fate, walk),
            "del" => self.inside(element, format, link, Fate::Aside("deleted-text"), walk),
            "moveFrom" => self.inside(element, format, link, Fate::Aside("moved-text"), walk),
            "rt" => self.inside(element, format, link, Fate::Aside("reading"), walk),
            "hyperlink" => {
                let target = element.attribute("id").and_then(|id| self.target(id));
                let target = target.filter(|target| is_web_address(target));
                self.inside(element, format, target.as_deref().or(link), fate, walk);
            }
            "fldSimple" => {
                let instruction = element.attribute("instr").unwrap_or_default();
                let target = hyperlink(instruction);
                self.inside(element, format, target.as_deref().or(link), fate, walk);
            }
            "AlternateContent" => {
                if let Some(chosen) = super::chosen(element) {
                    self.inside(chosen, format, link, fate, walk);
                }
            }
            "txbxContent" => {
                let blocks = self.blocks(element);
                match fate {
                    Fate::Kept => walk.boxes.extend(blocks),
                    Fate::Aside(rule) => {
                        let text = super::super::draft::plain_text(&blocks);
                        walk.aside.push((rule, text));
                    }
                }
            }
            "fldChar" => self.field_character(element),
            "instrText" => {
                if let Some(field) = self.fields.last_mut() {
                    field.instruction += &element.text();
                }
            }
            "t" | "delText" => self.text(&element.text(), format, link, fate, walk),
            "tab" | "ptab" => self.text(" ", format, link, fate, walk),
            "noBreakHyphen" => self.text("\u{2011}", format, link, fate, walk),
            "sym" => {
                let code = element.attribute("char").unwrap_or_default();
                let character = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
                let text = character.map(String::from).unwrap_or_default();
                self.text(&text, format, link, fate, walk);
            }
            "br" | "cr" if fate == Fate::Kept => {
                let breaks_page = matches!(element.attribute("type"), Some("page" | "column"));
                if !breaks_page {
                    walk.push(Inline::Break, format, link);
                }
            }
            "footnoteReference" | "endnoteReference" => {
                let id = element.attribute("id").unwrap_or_default();
                let is_end = element.name == "endnoteReference";
                if let (Fate::Kept, Some(name)) = (fate, self.refer(id, is_end)) {
                    walk.push(Inline::Note(name), Format::default(), None);
                }
            }
            "blip" | "imagedata" => {
                let id = element.attribute("embed").or(element.attribute("link"));
                let id = id.or(element.attribute("id")).unwrap_or_default();
                if let Some(image) = self.picture(id) {
                    walk.push(image, Format::default(), None);
                }
            }
            "oMath" => {
                let line = formula::line(element);
                self.draft.fire("formula-as-text", &line);
                self.draft.signs += &formula::became_figures(&element.text(), &line);
                self.text(&line, format, link, fate, walk);
            }
            "docPr" => {
                let said = element.attribute("descr").or(element.attribute("title"));
                self.description = said.unwrap_or_default().trim().to_owned();
            }
            _ => self.inside(element, format, link, fate, walk),
        }
    }

    fn run(
        &mut self,
        run: &Element,
        format: Format,
        link: Option<&str>,
        fate: Fate,
        walk: &mut Walk,
    ) {
        let properties = run.child("rPr");
        let is_on = |name: &str| {
            properties
                .and_then(|own| toggle(own, name))
                .unwrap_or(false)
        };
        let format = Format {
            is_bold: format.is_bold || is_on("b"),
            is_italic: format.is_italic || is_on("i"),
            is_struck: format.is_struck || is_on("strike") || is_on("dstrike"),
            align: self.styles.align(properties).unwrap_or(format.align),
        };
        let fate = match fate {
            Fate::Kept if self.styles.is_hidden(properties) => Fate::Aside("hidden-text"),
            fate => fate,
        };
        self.inside(run, format, link, fate, walk);
    }

    /// Adds text, unless it stands in a field's instruction, which is not printed.
    fn text(
        &mut self,
        text: &str,
        format: Format,
        link: Option<&str>,
        fate: Fate,
        walk: &mut Walk,
    ) {
        let is_code = self.fields.iter().any(|field| !field.has_result);
        match fate {
            Fate::Aside(rule) => walk.set_aside(rule, text),
            Fate::Kept if is_code => walk.set_aside("field-code", text),
            Fate::Kept => {
                let results = self.fields.iter().rev();
                let target = results
                    .into_iter()
                    .find_map(|field| hyperlink(&field.instruction));
                walk.push(
                    Inline::Text(text.to_owned()),
                    format,
                    link.or(target.as_deref()),
                );
            }
        }
    }

    fn field_character(&mut self, element: &Element) {
        match element.attribute("fldCharType") {
            Some("begin") => self.fields.push(FieldCode::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.has_result = true;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }
}

impl Walk {
    fn push(&mut self, inline: Inline, format: Format, link: Option<&str>) {
        let link = link.map(str::to_owned);
        match (self.pieces.last_mut(), &inline) {
            (Some(last), Inline::Text(text)) if last.format == format && last.link == link => {
                if let Inline::Text(before) = &mut last.inline {
                    before.push_str(text);
                    return;
                }
            }
            _ => {}
        }
        self.pieces.push(Piece {
            inline,
            format,
            link,
        });
    }

    /// Adds to what is set aside of the paragraph under a rule.
    fn set_aside(&mut self, rule: &'static str, text: &str) {
        match self.aside.last_mut() {
            Some((last, before)) if *last == rule => before.push_str(text),
            _ => self.aside.push((rule, text.to_owned())),
        }
    }
}

/// Returns the address that the instruction of a field leads to.
fn hyperlink(instruction: &str) -> Option<String> {
    let rest = instruction.trim_start().strip_prefix("HYPERLINK")?;
    let address = rest.split('"').nth(1)?;
    is_web_address(address).then(|| address.to_owned())
}

/// Makes inlines of the pieces of a paragraph.
fn inlines(pieces: Vec<Piece>) -> Vec<Inline> {
    let mut inlines: Vec<Inline> = Vec::new();
    for piece in pieces {
        let is_text = matches!(piece.inline, Inline::Text(_));
        let inline = match piece.inline {
            Inline::Text(text) => formatted(text, piece.format),
            inline => inline,
        };
        match (piece.link, inlines.last_mut()) {
            (Some(target), Some(Inline::Link(last, content))) if *last == target && is_text => {
                content.push(inline);
            }
            (Some(target), _) if is_text => inlines.push(Inline::Link(target, vec![inline])),
            _ => inlines.push(inline),
        }
    }
    inlines
}

fn formatted(text: String, format: Format) -> Inline {
    if text.trim().is_empty() {
        return Inline::Text(text);
    }
    let inline = Inline::Text(text);
    let struck = match format.is_struck {
        true => Inline::Strikethrough(vec![inline]),
        false => inline,
    };
    match format {
        Format { is_bold: true, .. } => Inline::Strong(vec![struck]),
        Format {
            is_italic: true, ..
        } => Inline::Emphasis(vec![struck]),
        _ => struck,
    }
}
