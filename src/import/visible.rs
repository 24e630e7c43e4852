//! Characters that hide or reorder others are replaced by visible names. Decoding does so; what a page
//! or a document writes as a reference, as `&#x202E;`, comes later and is replaced in the draft.

use super::draft::{Block, Draft, Inline};

/// Makes the hidden characters of a draft visible, and returns their number.
pub(super) fn make(draft: &mut Draft) -> usize {
    let mut count = 0;
    text(&mut draft.title, &mut count);
    draft
        .authors
        .iter_mut()
        .for_each(|author| text(author, &mut count));
    draft
        .publisher
        .iter_mut()
        .for_each(|name| text(name, &mut count));
    draft
        .lede
        .iter_mut()
        .for_each(|lede| text(lede, &mut count));
    blocks(&mut draft.body, &mut count);
    for (_, note) in &mut draft.notes {
        blocks(note, &mut count);
    }
    for related in &mut draft.related {
        text(&mut related.title, &mut count);
        text(&mut related.text, &mut count);
    }
    for aside in &mut draft.aside {
        text(&mut aside.text, &mut count);
    }
    count
}

fn blocks(all: &mut [Block], count: &mut usize) {
    for block in all {
        match block {
            Block::Paragraph(content) | Block::Heading(_, content) => inlines(content, count),
            Block::List(_, items) => items.iter_mut().for_each(|item| blocks(item, count)),
            Block::Quote(inside) => blocks(inside, count),
            Block::Table(rows) => rows
                .iter_mut()
                .flatten()
                .for_each(|cell| inlines(cell, count)),
            Block::Code(_, code) => text(code, count),
            Block::Rule => {}
        }
    }
}

fn inlines(all: &mut [Inline], count: &mut usize) {
    for inline in all {
        match inline {
            Inline::Text(piece) | Inline::Code(piece) | Inline::Image(_, piece) => {
                text(piece, count);
            }
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Link(_, content) => inlines(content, count),
            Inline::Break | Inline::Note(_) => {}
        }
    }
}

fn text(text: &mut String, count: &mut usize) {
    let hidden = text.chars().filter(|it| is_hiding(*it)).count();
    if hidden == 0 {
        return;
    }
    *count += hidden;
    let shown = text.chars().map(|character| match is_hiding(character) {
        true => name(character),
        false => character.to_string(),
    });
    *text = shown.collect();
}

/// Returns whether a character is one that hides or reorders text: controls but white space, and
/// the directional marks (Unicode Standard Annex 9, section 2) that Chinese needs none of.
pub(super) fn is_hiding(character: char) -> bool {
    match character {
        '\t' | '\n' | '\u{b}' | '\u{c}' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        // Noncharacters are none that a file of text can have (Unicode, section 23.7).
        '\u{fdd0}'..='\u{fdef}' => true,
        _ => character.is_control() || u32::from(character) & 0xfffe == 0xfffe,
    }
}

/// Returns a control picture where there is one, else the number of the character.
pub(super) fn name(character: char) -> String {
    let number = character as u32;
    let picture = match number {
        0..=0x1f => char::from_u32(0x2400 + number),
        0x7f => Some('\u{2421}'),
        _ => None,
    };
    picture.map_or_else(|| format!("<U+{number:04X}>"), String::from)
}
