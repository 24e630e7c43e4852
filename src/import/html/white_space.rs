//! White space of a page, as browsers fold it.

use dom_query::NodeRef;

use super::super::draft::Inline;

/// Adds text with its white space folded; a line end between two Han characters is none.
pub(super) fn push_text(out: &mut Vec<Inline>, text: &str) {
    let ends_in_space = ends_in_space(out);
    let is_wide = |it: char| it >= '\u{2e80}' && !matches!(it, '\u{ac00}'..='\u{d7a3}');
    let mut folded = String::with_capacity(text.len());
    let mut space: Option<bool> = None;
    for character in text.chars() {
        if matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
            *space.get_or_insert(false) |= character == '\n';
            continue;
        }
        if let Some(has_line_end) = space.take() {
            let joins = has_line_end && is_wide(character) && folded.ends_with(is_wide);
            let is_first = folded.is_empty() && ends_in_space;
            if !joins && !is_first {
                folded.push(' ');
            }
        }
        folded.push(character);
    }
    if space.is_some() && !folded.ends_with(' ') && !(folded.is_empty() && ends_in_space) {
        folded.push(' ');
    }
    match out.last_mut() {
        Some(Inline::Text(last)) => last.push_str(&folded),
        _ if folded.is_empty() => {}
        _ => out.push(Inline::Text(folded)),
    }
}

/// Adds inlines of an element, without a space at their beginning where there is one before.
pub(super) fn append(out: &mut Vec<Inline>, content: Vec<Inline>) {
    out.extend(following(out, content));
}

/// Returns inlines without a space at their beginning where there is one before.
pub(super) fn following(out: &[Inline], mut content: Vec<Inline>) -> Vec<Inline> {
    if let (true, Some(Inline::Text(first))) = (ends_in_space(out), content.first_mut()) {
        *first = first.trim_start_matches(' ').to_owned();
    }
    content
}

/// Returns whether inlines end so that a further space would not be seen. At the beginning of a
/// paragraph one is not seen either, but what has no beginning yet may stand inside of one.
fn ends_in_space(out: &[Inline]) -> bool {
    match out.last() {
        Some(Inline::Text(last)) => last.ends_with(' '),
        Some(Inline::Break) => true,
        _ => false,
    }
}

/// Returns inlines without white space and breaks at their ends; none when there is no more.
pub(super) fn trimmed(mut content: Vec<Inline>) -> Vec<Inline> {
    let is_space = |inline: &Inline| match inline {
        Inline::Text(text) => text.trim().is_empty(),
        Inline::Break => true,
        _ => false,
    };
    while content.last().is_some_and(is_space) {
        content.pop();
    }
    let start = content.iter().position(|inline| !is_space(inline));
    content.drain(..start.unwrap_or(content.len()));
    if let Some(Inline::Text(first)) = content.first_mut() {
        *first = first.trim_start().to_owned();
    }
    if let Some(Inline::Text(last)) = content.last_mut() {
        *last = last.trim_end().to_owned();
    }
    content
}

/// Returns the text of code, in which a line may end in an element.
pub(super) fn text_with_breaks(node: &NodeRef<'_>) -> String {
    let mut text = String::new();
    for inner in node.descendants_it() {
        if inner.is_text() {
            text.push_str(&inner.text());
        } else if inner.has_name("br") {
            text.push('\n');
        }
    }
    text
}

pub(super) fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
