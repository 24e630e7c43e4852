//! Markdown to a [`Document`](super::document::Document): the events of pulldown-cmark, built into the tree.
//!
//! 1. Pad emphasis beside Chinese punctuation (`emphasis`), parse, refuse excessive depth.
//! 2. Build blocks and inlines; soft breaks become spaces, or nothing between Han characters, and
//!    what stands between `-{` and `}-` is fixed (`fixed`).
//! 3. Collect footnote definitions apart from the body.
//! 4. Report what pulldown-cmark leaves as text: references without a definition, references
//!    inside link texts.
//!
//! What a footnote means is read in `notes`.

mod checks;
mod heading_ids;
mod leaf;
mod soft_breaks;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{self as cmark, Event, Options, Parser, Tag, TagEnd};

use super::document::{Alignment, Block, BlockKind, Inline, Text, leaf_text};
use super::emphasis::{self, Padded};
use crate::config::MarkdownConfig;
use crate::diagnostic::{self, Diagnostic, Source};
use heading_ids::HeadingIds;
use leaf::is_inline;

/// Blocks and inlines nested deeper than this are refused; no article needs twenty.
pub const DEPTH_MAX: usize = 96;

/// A footnote's definition, not yet read as a note.
pub(super) struct Definition {
    pub id: String,
    /// The bytes of the name.
    pub id_range: Range<usize>,
    /// Where it ends in the source.
    pub end: usize,
    pub blocks: Vec<Block>,
}

/// The body, and the definitions in the order of the source. References hold the index of their
/// definition.
#[derive(Default)]
pub(super) struct Parsed {
    pub blocks: Vec<Block>,
    pub definitions: Vec<Definition>,
}

/// Parses the Markdown that stands from `start` to the end of the source.
pub(super) fn parse(
    source: &Arc<Source>,
    start: usize,
    language: &str,
    syntax: MarkdownConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> Parsed {
    let padded = emphasis::pad(&source.text()[start..]);
    let mut options = options();
    options.set(Options::ENABLE_MATH, syntax.math);
    let mut events: Vec<(Event<'_>, Range<usize>)> = Parser::new_ext(&padded.text, options)
        .into_offset_iter()
        .map(|(event, range)| {
            let range = padded.original(&range);
            (event, range.start + start..range.end + start)
        })
        .collect();
    if let Some(range) = too_deep(&events) {
        diagnostics.push(diagnostic::nested_too_deep(source, &range, DEPTH_MAX));
        return Parsed::default();
    }
    soft_breaks::resolve(&mut events);
    let mut builder = Builder {
        source,
        language,
        padded: &padded,
        labels: HashMap::new(),
        events,
        next: 0,
        blocks_seen: 0,
        heading_ids: HeadingIds::default(),
        syntax,
        definitions: Vec::new(),
        in_definition: false,
        definition_end: 0,
        diagnostics,
    };
    builder.collect_labels();
    let blocks = builder.blocks();
    Parsed {
        blocks,
        definitions: builder.definitions,
    }
}

/// Returns what articles have of Markdown beyond CommonMark, wherever a site allows nothing more.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

fn too_deep(events: &[(Event<'_>, Range<usize>)]) -> Option<Range<usize>> {
    let mut depth = 0_usize;
    for (event, range) in events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH_MAX {
            return Some(range.start..range.start);
        }
    }
    None
}

struct Builder<'a, 'd> {
    source: &'a Arc<Source>,
    /// The language tag of the text.
    language: &'a str,
    padded: &'a Padded<'a>,
    /// Footnote labels, folded as pulldown-cmark folds them, to the index of their definition.
    labels: HashMap<String, usize>,
    events: Vec<(Event<'a>, Range<usize>)>,
    next: usize,
    blocks_seen: usize,
    heading_ids: HeadingIds,
    syntax: MarkdownConfig,
    definitions: Vec<Definition>,
    in_definition: bool,
    /// Where the last definition ended; 0 before the first.
    definition_end: usize,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a> Builder<'a, '_> {
    /// Names the definitions before anything refers to them.
    fn collect_labels(&mut self) {
        let mut first_ranges: HashMap<String, Range<usize>> = HashMap::new();
        let mut index = 0;
        for (event, range) in &self.events {
            let Event::Start(Tag::FootnoteDefinition(label)) = event else {
                continue;
            };
            let key = label.to_lowercase();
            let id_range = id_range(range, label);
            match first_ranges.get(&key) {
                Some(first) => self.diagnostics.push(diagnostic::note_twice(
                    self.source,
                    &id_range,
                    first,
                    label,
                )),
                None => {
                    self.labels.insert(key.clone(), index);
                    first_ranges.insert(key, id_range);
                }
            }
            index += 1;
        }
    }

    fn peek(&self) -> Option<&Event<'a>> {
        self.events.get(self.next).map(|(event, _)| event)
    }

    fn take(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let taken = self.events.get_mut(self.next)?;
        self.next += 1;
        Some((
            std::mem::replace(&mut taken.0, Event::Rule),
            taken.1.clone(),
        ))
    }

    /// Builds blocks up to the end of the container they stand in, and takes that end.
    fn blocks(&mut self) -> Vec<Block> {
        let mut blocks: Vec<Block> = Vec::new();
        loop {
            if self.peek().is_some_and(is_inline) {
                let start = self.events[self.next].1.start;
                let content = self.leaf();
                let end = self.events[self.next.saturating_sub(1)].1.end;
                if !content.is_empty() {
                    let kind = BlockKind::Paragraph {
                        content,
                        tight: true,
                    };
                    blocks.push(self.block(kind, start..end.max(start), String::new()));
                }
                continue;
            }
            let Some((event, range)) = self.take() else {
                return blocks;
            };
            match event {
                Event::End(_) => return blocks,
                Event::Rule => {
                    let id = self.number();
                    blocks.push(self.block(BlockKind::Rule, range, id));
                }
                Event::Start(tag) => blocks.extend(self.container(tag, range)),
                _ => {}
            }
        }
    }

    fn block(&self, kind: BlockKind, range: Range<usize>, id: String) -> Block {
        Block { id, kind, range }
    }

    /// Returns the next `p` number; blocks of notes have no name of their own.
    fn number(&mut self) -> String {
        if self.in_definition {
            return String::new();
        }
        self.blocks_seen += 1;
        format!("p{}", self.blocks_seen)
    }

    fn container(&mut self, tag: Tag<'a>, range: Range<usize>) -> Option<Block> {
        if let Tag::FootnoteDefinition(label) = tag {
            self.definition(&label, &range);
            return None;
        }
        if let Tag::Heading { level, .. } = tag {
            let content = self.leaf_to_end();
            let id = match self.in_definition {
                true => String::new(),
                false => self.heading_ids.name(&leaf_text(&content)),
            };
            let kind = BlockKind::Heading {
                level: level as u8,
                content,
            };
            return Some(self.block(kind, range, id));
        }
        let id = self.number();
        let kind = match tag {
            Tag::Paragraph => BlockKind::Paragraph {
                content: self.leaf_to_end(),
                tight: false,
            },
            Tag::BlockQuote(kind) => BlockKind::Quote {
                alert: kind.map(alert_name),
                blocks: self.blocks(),
            },
            Tag::CodeBlock(kind) => self.code_block(&kind),
            Tag::List(start) => self.list(start),
            Tag::Table(alignments) => self.table(&alignments),
            Tag::HtmlBlock => self.html_block(&range),
            _ => {
                self.blocks();
                return None;
            }
        };
        Some(self.block(kind, range, id))
    }

    fn definition(&mut self, label: &str, range: &Range<usize>) {
        let id_range = id_range(range, label);
        let line = self.source.text()[..range.start]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        let is_indented =
            range.start - line >= 4 && self.source.text()[line..range.start].trim().is_empty();
        if self.in_definition || (is_indented && self.definition_end >= line) {
            self.diagnostics
                .push(diagnostic::note_inside_note(self.source, &id_range, label));
        }
        self.definition_end = range.end;
        let outer = std::mem::replace(&mut self.in_definition, true);
        let index = self.definitions.len();
        self.definitions.push(Definition {
            id: label.to_owned(),
            id_range,
            end: range.end,
            blocks: Vec::new(),
        });
        self.definitions[index].blocks = self.blocks();
        self.in_definition = outer;
    }

    fn code_block(&mut self, kind: &cmark::CodeBlockKind<'_>) -> BlockKind {
        let language = match kind {
            cmark::CodeBlockKind::Fenced(info) => {
                let word = info.split([' ', ',', '\t', '{']).next().unwrap_or_default();
                self.padded.strip(word).into_owned()
            }
            cmark::CodeBlockKind::Indented => String::new(),
        };
        let mut text = String::new();
        while let Some((event, _)) = self.take() {
            match event {
                Event::Text(piece) => text.push_str(&self.padded.strip(&piece)),
                Event::End(_) => break,
                _ => {}
            }
        }
        BlockKind::Code { language, text }
    }

    fn list(&mut self, start: Option<u64>) -> BlockKind {
        let mut items = Vec::new();
        while let Some((event, _)) = self.take() {
            match event {
                Event::Start(Tag::Item) => items.push(self.blocks()),
                Event::End(TagEnd::List(_)) => break,
                _ => {}
            }
        }
        BlockKind::List { start, items }
    }

    fn table(&mut self, alignments: &[cmark::Alignment]) -> BlockKind {
        let mut head = Vec::new();
        let mut rows = Vec::new();
        let mut row = Vec::new();
        while let Some((event, _)) = self.take() {
            match event {
                Event::Start(Tag::TableCell) => row.push(self.leaf_to_end()),
                Event::End(TagEnd::TableHead) => head = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut row)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        let alignments = alignments
            .iter()
            .map(|alignment| match alignment {
                cmark::Alignment::None => Alignment::None,
                cmark::Alignment::Left => Alignment::Start,
                cmark::Alignment::Center => Alignment::Center,
                cmark::Alignment::Right => Alignment::End,
            })
            .collect();
        BlockKind::Table {
            alignments,
            head,
            rows,
        }
    }

    fn html_block(&mut self, range: &Range<usize>) -> BlockKind {
        let mut html = String::new();
        while let Some((event, _)) = self.take() {
            match event {
                Event::Html(piece) | Event::Text(piece) => {
                    html.push_str(&self.padded.strip(&piece))
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        if let Some(what) = checks::unclosed(&html).filter(|_| self.syntax.raw_html) {
            let start = range.start
                ..self.source.text()[range.start..]
                    .find('\n')
                    .map_or(range.end, |end| range.start + end);
            let problem = diagnostic::html_unclosed(self.source, &start, what);
            self.diagnostics.push(problem);
        }
        match self.syntax.raw_html {
            true => BlockKind::Html(html),
            false => BlockKind::Paragraph {
                content: vec![Inline::Text(Text {
                    text: html.trim_end().to_owned(),
                    range: range.clone(),
                    marks: None,
                })],
                tight: false,
            },
        }
    }
}

fn id_range(definition: &Range<usize>, label: &str) -> Range<usize> {
    let start = definition.start + "[^".len();
    start..start + label.len()
}

fn alert_name(kind: cmark::BlockQuoteKind) -> &'static str {
    match kind {
        cmark::BlockQuoteKind::Note => "note",
        cmark::BlockQuoteKind::Tip => "tip",
        cmark::BlockQuoteKind::Important => "important",
        cmark::BlockQuoteKind::Warning => "warning",
        cmark::BlockQuoteKind::Caution => "caution",
    }
}
