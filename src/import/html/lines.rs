//! The text of a page line by line, all of it that is shown.
//!
//! The edges of inline elements are kept as tabs: a date and a name that styles set apart stand side by
//! side in a page without a space.

use dom_query::{Document, NodeRef};

use super::convert::{BLOCKS, NO_TEXT};
use super::fold;

/// Returns the lines of a page. What stands between inline elements is a tab.
pub(super) fn of(document: &Document) -> Vec<String> {
    let mut page = String::new();
    let mut open: Vec<Step<'_>> = document.body().map(Step::Enter).into_iter().collect();
    while let Some(step) = open.pop() {
        let node = match step {
            Step::Enter(node) => node,
            Step::Leave(edge) => {
                page.push(edge);
                continue;
            }
        };
        if node.is_text() {
            let text = node.text();
            let is_space = |it: char| matches!(it, '\n' | '\r' | '\t');
            page.extend(text.chars().map(|it| if is_space(it) { ' ' } else { it }));
            continue;
        }
        let name = match node.node_name() {
            Some(name) if node.is_element() => name,
            _ => continue,
        };
        if NO_TEXT.contains(&&*name) {
            continue;
        }
        let is_block = *name == *"br" || BLOCKS.contains(&&*name);
        let edge = if is_block { '\n' } else { '\t' };
        page.push(edge);
        open.push(Step::Leave(edge));
        open.extend(node.children_it(true).map(Step::Enter));
    }
    let lines = page.lines().map(|line| {
        let pieces = line.split('\t').map(fold);
        let pieces: Vec<String> = pieces.filter(|piece| !piece.is_empty()).collect();
        pieces.join("\t")
    });
    lines.filter(|line| !line.is_empty()).collect()
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(char),
}
