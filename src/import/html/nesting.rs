//! How deep elements are nested, found out without recursion.
//!
//! A page of a hundred thousand open elements takes a parser quadratic time and a recursive walk its
//! stack. So the source is looked at first, cheaply and roughly, and the parsed tree exactly.

use dom_query::NodeRef;

use super::DEPTH_MAX;

/// Elements are nested too deep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooDeep;

/// Elements open at once in the source; some pages never close theirs, and are no deeper for it.
const OPEN_MAX: usize = 8 * DEPTH_MAX;

/// Elements that have no end, or whose end may be left away (HTML, section 13.1.2.4).
const UNCOUNTED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option",
    "optgroup", "rt", "rp", "html", "head", "body",
];

/// Holds that the source does not open too many elements.
///
/// # Errors
/// [`TooDeep`] when it does.
pub fn check_source(html: &str) -> Result<(), TooDeep> {
    let bytes = html.as_bytes();
    let mut open = 0_usize;
    for found in memchr::memchr_iter(b'<', bytes) {
        let at = found + 1;
        let is_end = bytes.get(at) == Some(&b'/');
        let start = at + usize::from(is_end);
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric();
        let length = bytes[start..]
            .iter()
            .take_while(|byte| is_name(byte))
            .count();
        let name = &html[start..start + length];
        let is_uncounted = |known: &&str| known.eq_ignore_ascii_case(name);
        if length == 0 || UNCOUNTED.iter().any(is_uncounted) {
            continue;
        }
        open = if is_end {
            open.saturating_sub(1)
        } else {
            open + 1
        };
        if open > OPEN_MAX {
            return Err(TooDeep);
        }
    }
    Ok(())
}

/// Holds that a tree is not too deep.
///
/// # Errors
/// [`TooDeep`] when it is.
pub fn check_tree(root: &NodeRef<'_>) -> Result<(), TooDeep> {
    let mut node = *root;
    let mut depth = 0_usize;
    loop {
        if let Some(child) = node.first_child() {
            node = child;
            depth += 1;
            if depth > DEPTH_MAX {
                return Err(TooDeep);
            }
            continue;
        }
        loop {
            if depth == 0 {
                return Ok(());
            }
            if let Some(sibling) = node.next_sibling() {
                node = sibling;
                break;
            }
            let Some(parent) = node.parent() else {
                return Ok(());
            };
            node = parent;
            depth -= 1;
        }
    }
}
