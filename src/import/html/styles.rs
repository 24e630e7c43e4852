//! What styles do to the text of a page, done before the article is looked for: they are lost then.

use dom_query::{Document, NodeRef};

use super::super::draft::Draft;
use super::article::HIDDEN;
use super::convert::BLOCKS;

/// Elements in which line ends count although no style of theirs says so: the text of a post on PTT.
const PREFORMATTED: &str = ".bbs-content";

/// Elements whose style may say that line ends count.
const STYLED: &str = "[style*='white-space' i]";

/// Values of `white-space` by which a line ends where the text has a line end (CSS Text 3, section 3).
const KEEPING: &[&str] = &["pre", "pre-wrap", "pre-line", "break-spaces"];

/// Characters that a hidden part has at least, if the text of the page is there.
const HIDDEN_MIN: usize = 100;

/// How many times as much as the rest of the page has.
const FAR_MORE: usize = 3;

/// Shows what is hidden and has far more text than all the rest of the page: a script shows it, as on pages of WeChat.
pub(super) fn show_text(document: &Document, draft: &mut Draft) {
    let all = document.body().map_or(0, |body| length(&body));
    for node in document.select(HIDDEN).nodes() {
        let own = length(node);
        if own >= HIDDEN_MIN && own > FAR_MORE * (all - own) {
            node.remove_attrs(&["hidden", "style"]);
            draft.fire("hidden-text", &node.text());
        }
    }
}

/// Returns the characters of a node's text, without white space.
fn length(node: &NodeRef<'_>) -> usize {
    let text = node.text();
    text.chars().filter(|it| !it.is_whitespace()).count()
}

/// Writes a `br` where a line ends by a style.
pub(super) fn keep_line_ends(document: &Document) {
    let mut kept: Vec<NodeRef<'_>> = document.select(PREFORMATTED).nodes().to_vec();
    let styled = document.select(STYLED);
    kept.extend(styled.nodes().iter().filter(|node| keeps_line_ends(node)));
    for text in kept.iter().flat_map(NodeRef::descendants) {
        let is_text = text.is_text() && !text.ancestors_it(None).any(|it| it.has_name("pre"));
        if is_text && text.text().contains('\n') && !is_between_blocks(&text) {
            let lines = text.text();
            let lines = lines.split('\n').map(escaped);
            text.replace_with_html(lines.collect::<Vec<String>>().join("<br>"));
        }
    }
}

/// Returns whether a text is but the white space beside a block, which ends its line itself.
fn is_between_blocks(text: &NodeRef<'_>) -> bool {
    let beside = [text.prev_sibling(), text.next_sibling()];
    let is_block = |node: &NodeRef<'_>| node.node_name().is_some_and(|it| BLOCKS.contains(&&*it));
    text.text().trim().is_empty() && beside.iter().flatten().any(is_block)
}

fn keeps_line_ends(node: &NodeRef<'_>) -> bool {
    let style = node.attr_or("style", "").to_ascii_lowercase();
    let declarations = style.split(';').filter_map(|it| it.split_once(':'));
    let mut values = declarations.filter(|(property, _)| property.trim() == "white-space");
    values.any(|(_, value)| KEEPING.contains(&value.replace("!important", "").trim()))
}

fn escaped(line: &str) -> String {
    let line = line.replace('&', "&amp;");
    line.replace('<', "&lt;").replace('>', "&gt;")
}
