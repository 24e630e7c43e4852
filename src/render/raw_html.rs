//! Raw HTML in Markdown, where a site allows it: sanitised, its links resolved, its text converted.
//!
//! Markdown ends a block of HTML at an empty line, so that an element may begin in one block and
//! end in another, with Markdown between. Such blocks are sanitised together: what stands between
//! is a slot in the HTML, filled when that is safe.

use std::ops::Range;

use super::body::{Writer, attribute, id_attribute, text};
use super::sanitize::{self, Slots};
use crate::article::document::{Block, BlockKind};
use crate::article::markup::{self, Token};
use crate::script::Conversion;
use crate::script::runs::{self, Elements};

/// Returns how many blocks belong together from the first one on: one, or if that opens elements
/// of raw HTML, all up to the block that closes them, or to the end.
pub(super) fn group_length(blocks: &[Block]) -> usize {
    let mut open = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        match &block.kind {
            BlockKind::Html(html) => markup::follow(html, &mut open),
            _ if index == 0 => return 1,
            _ => {}
        }
        if open.is_empty() {
            return index + 1;
        }
    }
    blocks.len()
}

impl Writer<'_> {
    /// Writes blocks of which the first is raw HTML, together.
    pub(super) fn push_html_group(&mut self, blocks: &[Block], out: &mut String) {
        let Some(first) = blocks.first() else { return };
        let raw = blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Html(part) => Some(part.as_str()),
            _ => None,
        });
        let names = Slots::beside(raw);
        let mut html = String::new();
        let mut slots = 0;
        for (index, block) in blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::Html(part) => html.push_str(part),
                _ => {
                    slots += 1;
                    html.push_str(&names.slot(index));
                }
            }
        }
        let clean = sanitize::block(&html);
        let mut body = String::new();
        let filled = self.push_clean(&clean, &first.range, (blocks, &names), &mut body);
        let id = id_attribute(&first.id);
        if filled == slots {
            out.push_str(&format!("<div{id}>{body}</div>"));
            return;
        }
        // The HTML takes text for something else, as an open comment would: nothing may be lost.
        for block in blocks {
            match &block.kind {
                BlockKind::Html(part) => {
                    let id = id_attribute(&block.id);
                    out.push_str(&format!("<div{id}>"));
                    self.push_clean(&sanitize::block(part), &block.range, (&[], &names), out);
                    out.push_str("</div>");
                }
                _ => self.push_block(block, out),
            }
            out.push('\n');
        }
    }

    /// Writes one sanitised tag of raw HTML between other inlines.
    pub(super) fn push_html_tag(&mut self, clean: &str, range: &Range<usize>, out: &mut String) {
        let none = Slots::beside([clean].into_iter());
        self.push_clean(clean, range, (&[], &none), out);
    }

    /// Writes sanitised HTML, and returns how many slots were filled with blocks.
    fn push_clean(
        &mut self,
        clean: &str,
        range: &Range<usize>,
        (blocks, names): (&[Block], &Slots),
        out: &mut String,
    ) -> usize {
        let tokens = markup::tokens(clean);
        let mut texts = self.converted_texts(&tokens).into_iter();
        let mut filled = vec![false; blocks.len()];
        let mut tokens = tokens.into_iter();
        while let Some(token) = tokens.next() {
            match token {
                Token::Text(_) => out.push_str(&texts.next().unwrap_or_default()),
                Token::Start { name, attributes } => {
                    let slot = names.slot_of(name, &attributes);
                    let is_free = |index: &usize| {
                        let block = blocks.get(*index).map(|block| &block.kind);
                        !filled[*index] && !matches!(block, None | Some(BlockKind::Html(_)))
                    };
                    let slot = slot.filter(|index| *index < blocks.len());
                    match slot.filter(is_free) {
                        Some(index) => {
                            // The end tag of the slot follows at once.
                            tokens.next();
                            self.push_block(&blocks[index], out);
                            filled[index] = true;
                        }
                        None => self.push_start(name, &attributes, range, out),
                    }
                }
                Token::End(name) => {
                    if name == "a" {
                        (self.in_link, self.in_raw_link) = (false, false);
                    }
                    out.push_str(&format!("</{name}>"));
                }
                Token::Comment(_) => {}
            }
        }
        filled.into_iter().filter(|is_filled| *is_filled).count()
    }

    /// Returns the texts among tokens in the script of the edition, escaped as they were.
    fn converted_texts(&self, tokens: &[Token<'_>]) -> Vec<String> {
        let converter = self.converter;
        if converter.is_identity() {
            let texts = tokens.iter().filter_map(|token| match token {
                Token::Text(text) => Some(fixed_text(text, converter)),
                _ => None,
            });
            return texts.collect();
        }
        let mut elements = Elements::default();
        // Each text, and whether its quotation marks may be changed.
        let mut converted: Vec<(String, bool)> = Vec::new();
        let mut run: Vec<&str> = Vec::new();
        let close = |run: &mut Vec<&str>, converted: &mut Vec<(String, bool)>| {
            let pieces = runs::convert_pieces(run, converter);
            converted.extend(pieces.into_iter().map(|piece| (piece, true)));
            run.clear();
        };
        for token in tokens {
            match token {
                Token::Text(text) if elements.are_verbatim() => {
                    close(&mut run, &mut converted);
                    converted.push(((*text).to_owned(), false));
                }
                Token::Text(text) if text.contains("-{") => {
                    close(&mut run, &mut converted);
                    converted.push((fixed_text(text, converter), false));
                }
                Token::Text(text) => run.push(text),
                tag => {
                    if elements.meet(tag) == runs::Border::Yes {
                        close(&mut run, &mut converted);
                    }
                }
            }
        }
        close(&mut run, &mut converted);
        let free = converted.iter_mut().filter(|(_, is_free)| *is_free);
        converter.localise_quotations(&mut free.map(|(text, _)| text).collect::<Vec<_>>());
        converted.into_iter().map(|(text, _)| text).collect()
    }

    fn push_start(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        range: &Range<usize>,
        out: &mut String,
    ) {
        let value_of = |wanted: &str| {
            let mut attributes = attributes.iter();
            let found = attributes.find(|(name, _)| *name == wanted);
            found.map(|(_, value)| markup::unescaped(value))
        };
        let mut tag = format!("<{name}");
        for (attribute_name, value) in attributes {
            let value = markup::unescaped(value);
            let value = match *attribute_name {
                "href" | "src" | sanitize::SLOT_ATTRIBUTE => continue,
                "title" | "alt" => self.converter.owned(&value),
                _ => value,
            };
            push_attribute(attribute_name, &value, &mut tag);
        }
        match name {
            "a" => {
                (self.in_link, self.in_raw_link) = (true, true);
                if let Some(destination) = value_of("href") {
                    self.push_link_attributes(&destination, range, &mut tag);
                }
            }
            "img" => {
                let destination = value_of("src").unwrap_or_default();
                let description = self.converter.owned(&value_of("alt").unwrap_or_default());
                match self.image_file(&destination, &description, range) {
                    Ok((url, _)) => push_attribute("src", &url, &mut tag),
                    Err(instead) => return out.push_str(&instead),
                }
            }
            _ => {}
        }
        tag.push('>');
        out.push_str(&tag);
    }

    fn push_link_attributes(&mut self, destination: &str, range: &Range<usize>, tag: &mut String) {
        if let Some((href, relation)) = self.link(destination, range) {
            push_attribute("href", &href, tag);
            tag.push_str(relation);
        }
    }
}

/// Returns an escaped text with what its author has fixed in it.
fn fixed_text(escaped: &str, converter: &Conversion<'_>) -> String {
    match escaped.contains("-{") {
        true => text(&converter.text(&markup::unescaped(escaped))),
        false => converter.owned(escaped),
    }
}

fn push_attribute(name: &str, value: &str, tag: &mut String) {
    tag.push_str(&format!(" {name}=\"{}\"", attribute(value)));
}
