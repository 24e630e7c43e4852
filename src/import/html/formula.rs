//! A formula in MathML Core on one line.

use dom_query::NodeRef;

use super::super::formula::{fraction, lowered, raised, root};
use super::convert::NO_TEXT;
use super::white_space::fold;

/// Returns the line of an element of a formula.
pub(super) fn line(node: &NodeRef<'_>) -> String {
    if node.is_text() {
        return fold(&node.text());
    }
    let name = node.node_name().unwrap_or_default();
    if !node.is_element() || NO_TEXT.contains(&&*name) {
        return String::new();
    }
    let is_part = |child: &NodeRef<'_>| child.is_element() || !child.text().trim().is_empty();
    let children = node.children_it(false).filter(is_part);
    let parts: Vec<String> = children.map(|child| line(&child)).collect();
    match (&*name, parts.as_slice()) {
        ("mfrac", [over, under]) => fraction(over, under),
        ("msup" | "mover", [base, above]) => format!("{base}{}", raised(above)),
        ("msub" | "munder", [base, below]) => format!("{base}{}", lowered(below)),
        ("msubsup" | "munderover", [base, below, above]) => {
            format!("{base}{}{}", lowered(below), raised(above))
        }
        ("msqrt", _) => root("", &parts.concat()),
        ("mroot", [base, degree]) => root(degree, base),
        ("mtr", _) => parts.join(" ") + " ",
        _ => parts.concat(),
    }
}
