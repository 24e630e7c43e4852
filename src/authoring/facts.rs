//! What a text says, whatever it is written like: that by which an edit is held to what it should do.

use std::ops::Range;
use std::sync::Arc;

use super::Reading;
use crate::article::document::{
    Answer, Block, BlockKind, Inline, Item, Leaf, Note, Quoted, Text, for_each_leaf_mut, plain_text,
};
use crate::article::front_matter;
use crate::article::record::Passage;
use crate::config::fields;

/// What a text says. Two texts with the same facts have the same plain text, the same markup, the same
/// notes at the same words, and the same front matter.
#[derive(Debug, PartialEq)]
pub(super) struct Facts {
    /// The body, without its places in the source. References are their notes' names.
    blocks: Vec<Block>,
    /// The plain text of the body.
    pub(super) text: String,
    /// The notes, in the order of their first references, without their places in the source.
    notes: Vec<Note>,
    /// The words that each note is about.
    passages: Vec<Option<Passage>>,
    /// The front matter, whatever the order of its keys.
    pub(super) front_matter: serde_json::Value,
}

impl Facts {
    /// Returns what a text says.
    pub(super) fn of(reading: &Reading) -> Facts {
        Facts::without(reading, None)
    }

    /// Returns what a text says but for one note, and the references to it.
    pub(super) fn without(reading: &Reading, left_out: Option<&str>) -> Facts {
        let document = &reading.document;
        let names: Vec<&str> = document.notes.iter().map(|note| note.id.as_str()).collect();
        let bare = Bare {
            names: &names,
            left_out,
        };
        let records = &reading.article.summary.records;
        let notes = document.notes.iter().zip(records);
        let kept: Vec<_> = notes
            .filter(|(note, _)| Some(note.id.as_str()) != left_out)
            .collect();
        Facts {
            blocks: bare.blocks(&document.blocks),
            text: plain_text(&document.blocks),
            notes: kept.iter().map(|(note, _)| bare.note(note)).collect(),
            passages: (kept.iter().map(|(_, record)| record.passage.clone())).collect(),
            front_matter: front_matter(reading),
        }
    }
}

/// Returns the front matter as a value; none when it has no sense.
fn front_matter(reading: &Reading) -> serde_json::Value {
    let source = &reading.article.source;
    let yaml = front_matter::split(source).ok().and_then(|(yaml, _)| yaml);
    let node = yaml.and_then(|yaml| fields::parse_yaml(source, yaml).ok());
    node.map_or(serde_json::Value::Null, |node| fields::to_json(&node))
}

/// Takes the places in the source out of a tree.
struct Bare<'a> {
    /// The names of the notes.
    names: &'a [&'a str],
    /// The note to which references are left out.
    left_out: Option<&'a str>,
}

const NOWHERE: Range<usize> = 0..0;

impl Bare<'_> {
    fn blocks(&self, blocks: &[Block]) -> Vec<Block> {
        let mut blocks = blocks.to_vec();
        forget_places(&mut blocks);
        for_each_leaf_mut(&mut blocks, &mut |leaf| *leaf = self.leaf(leaf));
        blocks
    }

    fn note(&self, note: &Note) -> Note {
        let quoted = |quoted: &Option<Quoted>| {
            quoted.as_ref().map(|quoted| Quoted {
                range: NOWHERE,
                content: self.leaf(&quoted.content),
                text: quoted.text.clone(),
            })
        };
        Note {
            id_range: NOWHERE,
            label_range: NOWHERE,
            lemma: quoted(&note.lemma),
            reading: quoted(&note.reading),
            gist: self.leaf(&note.gist),
            blocks: self.blocks(&note.blocks),
            items: (note.items.iter())
                .map(|item| Item {
                    content: self.leaf(&item.content),
                    answers: self.answers(&item.answers),
                    range: NOWHERE,
                    ..item.clone()
                })
                .collect(),
            ..note.clone()
        }
    }

    fn answers(&self, answers: &[Answer]) -> Vec<Answer> {
        let bare = |answer: &Answer| Answer {
            argument: answer.argument.clone(),
            content: self.leaf(&answer.content),
            answers: self.answers(&answer.answers),
        };
        answers.iter().map(bare).collect()
    }

    fn leaf(&self, leaf: &[Inline]) -> Leaf {
        let mut bare = Leaf::with_capacity(leaf.len());
        for inline in leaf {
            let inline = match inline {
                Inline::Text(text) => {
                    // Marks and entities divide a text; what it says is one.
                    match bare.last_mut() {
                        Some(Inline::Text(last)) => last.text.push_str(&text.text),
                        _ => bare.push(Inline::Text(text_of(&text.text))),
                    }
                    continue;
                }
                Inline::Reference(reference) => {
                    let name = self.names.get(reference.note).copied();
                    if name.is_none() || name != self.left_out {
                        let name = name.unwrap_or_default();
                        // It is told from text of the same words by its place in the tree.
                        bare.push(Inline::Emphasis(vec![Inline::Text(text_of(&format!(
                            "[^{name}]"
                        )))]));
                    }
                    continue;
                }
                // So do marks with code.
                Inline::Code(text) => match bare.last_mut() {
                    Some(Inline::Code(last)) => {
                        last.text.push_str(&text.text);
                        continue;
                    }
                    _ => Inline::Code(text_of(&text.text)),
                },
                Inline::Math { text, is_display } => Inline::Math {
                    text: text_of(&text.text),
                    is_display: *is_display,
                },
                Inline::Emphasis(content) => Inline::Emphasis(self.leaf(content)),
                Inline::Strong(content) => Inline::Strong(self.leaf(content)),
                Inline::Strikethrough(content) => Inline::Strikethrough(self.leaf(content)),
                Inline::Quotation(content) => Inline::Quotation(self.leaf(content)),
                Inline::Fixed { content, forms } => Inline::Fixed {
                    content: self.leaf(content),
                    forms: forms.clone(),
                },
                Inline::Citation {
                    citation,
                    content,
                    shows_copy,
                    ..
                } => Inline::Citation {
                    citation: Arc::clone(citation),
                    content: self.leaf(content),
                    shows_copy: *shows_copy,
                    range: NOWHERE,
                },
                Inline::Link {
                    destination,
                    title,
                    content,
                    ..
                } => Inline::Link {
                    destination: destination.clone(),
                    title: title.clone(),
                    content: self.leaf(content),
                    range: NOWHERE,
                },
                other => other.clone(),
            };
            bare.push(match inline {
                Inline::Image {
                    destination,
                    title,
                    alternative,
                    ..
                } => Inline::Image {
                    destination,
                    title,
                    alternative,
                    range: NOWHERE,
                },
                Inline::Html { html, .. } => Inline::Html {
                    html,
                    range: NOWHERE,
                },
                other => other,
            });
        }
        bare
    }
}

fn text_of(text: &str) -> Text {
    Text {
        text: text.to_owned(),
        range: NOWHERE,
        marks: None,
    }
}

fn forget_places(blocks: &mut [Block]) {
    for block in blocks {
        block.range = NOWHERE;
        match &mut block.kind {
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| forget_places(item)),
            BlockKind::Quote { blocks, .. } => forget_places(blocks),
            _ => {}
        }
    }
}
