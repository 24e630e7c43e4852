//! The blocks of a document (ECMA-376, part 1, section 17.2): paragraphs, lists and tables.

use super::super::draft::{Block, Inline, holds_object, text};
use super::super::xml::Element;
use super::Reader;
use super::numbering::Label;
use super::styles::{Role, value};

/// A paragraph of a list, before it has its place in the list.
struct Item {
    level: usize,
    label: Label,
    blocks: Vec<Block>,
}

/// The blocks so far, and the list that goes on.
#[derive(Default)]
struct Flow {
    blocks: Vec<Block>,
    items: Vec<Item>,
}

impl Flow {
    fn push(&mut self, block: Block) {
        self.end_list();
        match (self.blocks.last_mut(), block) {
            (Some(Block::Quote(before)), Block::Quote(blocks)) => before.extend(blocks),
            (_, block) => self.blocks.push(block),
        }
    }

    fn end_list(&mut self) {
        let items = std::mem::take(&mut self.items);
        let mut items = items.into_iter().peekable();
        while let Some(first) = items.peek() {
            let level = first.level;
            self.blocks.extend(nested(&mut items, level));
        }
    }
}

/// Makes lists of items down to a level; deeper ones belong to the item before them.
fn nested(items: &mut std::iter::Peekable<std::vec::IntoIter<Item>>, level: usize) -> Vec<Block> {
    let mut lists: Vec<Block> = Vec::new();
    while let Some(item) = items.next_if(|item| item.level >= level) {
        let mut blocks = item.blocks;
        while let Some(below) = items
            .peek()
            .map(|next| next.level)
            .filter(|next| *next > item.level)
        {
            blocks.extend(nested(items, below));
        }
        let start = match item.label {
            Label::Number(number) => Some(number),
            Label::Bullet | Label::Text(_) => None,
        };
        match lists.last_mut() {
            Some(Block::List(first, before)) if goes_on(*first, before.len(), start) => {
                before.push(blocks);
            }
            _ => lists.push(Block::List(start, vec![blocks])),
        }
    }
    lists
}

/// Returns whether an item is the next of a list.
fn goes_on(first: Option<u64>, length: usize, number: Option<u64>) -> bool {
    match (first, number) {
        (None, None) => true,
        (Some(first), Some(number)) => first + length as u64 == number,
        _ => false,
    }
}

impl Reader<'_, '_> {
    /// Returns the blocks inside an element.
    pub(super) fn blocks(&mut self, element: &Element) -> Vec<Block> {
        let mut flow = Flow::default();
        self.fill(element, &mut flow);
        flow.end_list();
        flow.blocks
    }

    fn fill(&mut self, element: &Element, flow: &mut Flow) {
        for child in element.elements() {
            match child.name.as_str() {
                "p" => self.paragraph(child, flow),
                "tbl" => {
                    for block in self.table(child) {
                        flow.push(block);
                    }
                }
                "altChunk" => {
                    let part = child.attribute("id").and_then(|id| self.target(id));
                    let part = part.unwrap_or_default();
                    self.draft.set_aside("part-not-read", &part);
                }
                "AlternateContent" => {
                    if let Some(chosen) = super::chosen(child) {
                        self.fill(chosen, flow);
                    }
                }
                "sectPr" | "sdtPr" | "tblPr" | "tblGrid" | "tcPr" => {}
                // As a formula that stands alone.
                _ if child.descendants("p").is_empty() => self.paragraph(child, flow),
                _ => self.fill(child, flow),
            }
        }
    }

    fn paragraph(&mut self, element: &Element, flow: &mut Flow) {
        let properties = element.child("pPr");
        let role = self.styles.role(properties);
        let place = self.styles.list_place(properties);
        let mut content = self.runs(element);
        let label = place.as_ref().map(|place| self.numbering.next(place));
        if let (Some(Label::Text(label)), false) = (&label, is_blank(&content.inlines)) {
            self.draft.fire("number-of-paragraph", label);
            let separator = if label.ends_with(|it: char| it.is_ascii()) {
                " "
            } else {
                ""
            };
            let label = format!("{label}{separator}");
            content.inlines.insert(0, Inline::Text(label));
        }
        let is_blank = is_blank(&content.inlines);
        match (role, place, label) {
            _ if is_blank => {}
            (Role::Contents, ..) if !holds_object(&content.inlines) => {
                let line = text(&content.inlines);
                self.draft.set_aside("table-of-contents", &line);
            }
            (Role::Title, ..) if self.takes_title(&content.inlines) => {}
            (Role::Title, ..) => flow.push(Block::Heading(2, plain(content.inlines))),
            (Role::Heading(level), _, label) => {
                let mut inlines = plain(content.inlines);
                if let Some(Label::Number(number)) = label {
                    self.draft.fire("number-of-paragraph", &number.to_string());
                    inlines.insert(0, Inline::Text(format!("{number}. ")));
                }
                // The first level is the title's.
                flow.push(Block::Heading((level + 2).min(6), inlines));
            }
            (_, Some(place), Some(label @ (Label::Bullet | Label::Number(_)))) => {
                flow.items.push(Item {
                    level: place.level,
                    label,
                    blocks: vec![Block::Paragraph(content.inlines)],
                });
            }
            (Role::Quote, ..) => {
                flow.push(Block::Quote(vec![Block::Paragraph(content.inlines)]));
            }
            _ => flow.push(Block::Paragraph(content.inlines)),
        }
        for block in content.boxes {
            flow.push(block);
        }
    }

    /// Takes the first line that is set as the title.
    fn takes_title(&mut self, inlines: &[Inline]) -> bool {
        let title = text(inlines);
        let is_first = self.draft.title.is_empty() && !self.is_in_note;
        let is_plain = !holds_object(inlines);
        if is_first && is_plain {
            self.draft.fire("title-style", &title);
            self.draft.title = title.trim().to_owned();
        }
        is_first && is_plain
    }

    /// Makes a table of rows of text. One that holds other blocks, or has a single column, is layout
    /// and becomes its blocks.
    fn table(&mut self, element: &Element) -> Vec<Block> {
        let mut rows: Vec<Vec<Vec<Block>>> = Vec::new();
        for row in element.descendants_outside("tr", "tbl") {
            let mut cells = Vec::new();
            for cell in row.descendants_outside("tc", "tbl") {
                let span = cell
                    .child("tcPr")
                    .and_then(|properties| value(properties, "gridSpan"));
                let span = span.and_then(|span| span.parse().ok()).unwrap_or(1_usize);
                cells.push(self.blocks(cell));
                cells.extend(vec![Vec::new(); span.clamp(1, 64) - 1]);
            }
            rows.push(cells);
        }
        let is_text = |block: &Block| matches!(block, Block::Paragraph(_));
        let is_data = rows.iter().any(|row| row.len() > 1);
        if !is_data || !rows.iter().flatten().flatten().all(is_text) {
            return rows.into_iter().flatten().flatten().collect();
        }
        let rows: Vec<Vec<Vec<Inline>>> = rows
            .into_iter()
            .map(|row| row.into_iter().map(joined).collect())
            .collect();
        vec![Block::Table(rows)]
    }
}

/// Joins the paragraphs of a cell.
fn joined(blocks: Vec<Block>) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for block in blocks {
        if let Block::Paragraph(content) = block {
            if !inlines.is_empty() {
                inlines.push(Inline::Break);
            }
            inlines.extend(content);
        }
    }
    inlines
}

/// Returns the content of a heading, of which the style says all about how it is set.
fn plain(inlines: Vec<Inline>) -> Vec<Inline> {
    let unwrapped = inlines.into_iter().flat_map(|inline| match inline {
        Inline::Strong(content) | Inline::Emphasis(content) => content,
        Inline::Break => vec![Inline::Text(" ".to_owned())],
        inline => vec![inline],
    });
    unwrapped.collect()
}

fn is_blank(inlines: &[Inline]) -> bool {
    text(inlines).trim().is_empty() && !holds_object(inlines)
}
