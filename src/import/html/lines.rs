//! The text of a page line by line, all of it that is shown.
//!
//! The edges of inline elements are kept as tabs: a date and a name that styles set apart stand side by
//! side in a page without a space.

use dom_query::{Document, NodeRef};

use super::convert::{BLOCKS, NO_TEXT};

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
            for (index, part) in text.split(['\n', '\r', '\t']).enumerate() {
                if index > 0 {
                    page.push(' ');
                }
                page.push_str(part);
            }
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
    let lines = page.split('\n').map(folded);
    lines.filter(|line| !line.is_empty()).collect()
}

/// Returns a line with one space between the words of a piece, and a tab between pieces that have any.
fn folded(line: &str) -> String {
    let mut folded = String::new();
    for piece in line.split('\t') {
        let start = folded.len();
        for word in piece.split_whitespace() {
            if folded.len() > start {
                folded.push(' ');
            } else if start > 0 {
                folded.push('\t');
            }
            folded.push_str(word);
        }
    }
    folded
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(char),
}
