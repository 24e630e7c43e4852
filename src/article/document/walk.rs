//! Ways through the tree of an article: every leaf, every inline, in the order of the text.

use super::{Answer, Block, BlockKind, Inline, Leaf, Note};

/// Calls `visit` with every leaf of the blocks, in order.
pub fn for_each_leaf<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Leaf)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph { content, .. } | BlockKind::Heading { content, .. } => {
                visit(content);
            }
            BlockKind::List { items, .. } => {
                items.iter().for_each(|item| for_each_leaf(item, visit));
            }
            BlockKind::Quote { blocks, .. } => for_each_leaf(blocks, visit),
            BlockKind::Table { head, rows, .. } => {
                head.iter()
                    .chain(rows.iter().flatten())
                    .for_each(&mut *visit);
            }
            BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Html(_) => {}
        }
    }
}

/// Calls `visit` with every leaf of the blocks, in order, to be changed.
pub fn for_each_leaf_mut(blocks: &mut [Block], visit: &mut impl FnMut(&mut Leaf)) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph { content, .. } | BlockKind::Heading { content, .. } => {
                visit(content);
            }
            BlockKind::List { items, .. } => {
                items
                    .iter_mut()
                    .for_each(|item| for_each_leaf_mut(item, visit));
            }
            BlockKind::Quote { blocks, .. } => for_each_leaf_mut(blocks, visit),
            BlockKind::Table { head, rows, .. } => {
                head.iter_mut()
                    .chain(rows.iter_mut().flatten())
                    .for_each(&mut *visit);
            }
            BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Html(_) => {}
        }
    }
}

impl Note {
    /// Calls `visit` with every leaf of the note's prose, in order.
    pub fn for_each_leaf<'a>(&'a self, visit: &mut impl FnMut(&'a Leaf)) {
        visit(&self.gist);
        for_each_leaf(&self.blocks, visit);
        for item in &self.items {
            visit(&item.content);
            for_each_answer(&item.answers, visit);
        }
    }

    /// Calls `visit` with every leaf of the note's prose, in order, to be changed.
    pub fn for_each_leaf_mut(&mut self, visit: &mut impl FnMut(&mut Leaf)) {
        visit(&mut self.gist);
        for_each_leaf_mut(&mut self.blocks, visit);
        for item in &mut self.items {
            visit(&mut item.content);
            for_each_answer_mut(&mut item.answers, visit);
        }
    }
}

/// Calls `visit` with the leaf of every answer, an outer one before those to it.
fn for_each_answer<'a>(answers: &'a [Answer], visit: &mut impl FnMut(&'a Leaf)) {
    for answer in answers {
        visit(&answer.content);
        for_each_answer(&answer.answers, visit);
    }
}

/// Calls `visit` with the leaf of every answer, an outer one before those to it, to be changed.
fn for_each_answer_mut(answers: &mut [Answer], visit: &mut impl FnMut(&mut Leaf)) {
    for answer in answers {
        visit(&mut answer.content);
        for_each_answer_mut(&mut answer.answers, visit);
    }
}

/// Calls `visit` with every inline, an outer one before what it holds.
pub fn for_each_inline<'a>(inlines: &'a [Inline], visit: &mut impl FnMut(&'a Inline)) {
    for inline in inlines {
        visit(inline);
        match inline {
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Quotation(content)
            | Inline::Fixed { content, .. }
            | Inline::Citation { content, .. }
            | Inline::Link { content, .. } => for_each_inline(content, visit),
            _ => {}
        }
    }
}

/// Calls `visit` with every inline, an outer one before what it holds, to be changed.
pub fn for_each_inline_mut(inlines: &mut [Inline], visit: &mut impl FnMut(&mut Inline)) {
    for inline in inlines {
        visit(inline);
        match inline {
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Quotation(content)
            | Inline::Fixed { content, .. }
            | Inline::Citation { content, .. }
            | Inline::Link { content, .. } => for_each_inline_mut(content, visit),
            _ => {}
        }
    }
}

/// Takes the names of blocks away, and of those in them.
pub fn remove_names(blocks: &mut [Block]) {
    for block in blocks {
        block.id.clear();
        match &mut block.kind {
            BlockKind::List { items, .. } => items.iter_mut().for_each(|it| remove_names(it)),
            BlockKind::Quote { blocks, .. } => remove_names(blocks),
            _ => {}
        }
    }
}
