//! The statements of a template that name another one. What stands in comments is none.

use std::ops::Range;

/// Returns the bytes of the first statement that begins with a word and names a template, or any where that name is
/// empty; the beginning where there is none.
pub(super) fn place(text: &str, word: &str, template: &str) -> Range<usize> {
    let is_meant = |statement: &&Range<usize>| {
        let written = &text[(*statement).clone()];
        written.starts_with(word) && (template.is_empty() || name(written) == Some(template))
    };
    let statements = statements(text);
    statements.iter().find(is_meant).cloned().unwrap_or(0..0)
}

/// Returns the template that the first statement with a word names.
pub(super) fn named<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    name(&text[place(text, word, "")])
}

/// Returns the name that a statement has in quotation marks.
fn name(statement: &str) -> Option<&str> {
    let start = statement.find(['"', '\'', '`'])?;
    let quote = &statement[start..=start];
    statement[start + 1..].split(quote).next()
}

/// Returns the bytes of what stands in each `{% … %}` outside comments.
fn statements(text: &str) -> Vec<Range<usize>> {
    let mut statements = Vec::new();
    let mut start = 0;
    while let Some(length) = text[start..]
        .find("{%")
        .into_iter()
        .chain(text[start..].find("{#"))
        .min()
    {
        let open = start + length;
        let is_comment = text[open..].starts_with("{#");
        let close = if is_comment { "#}" } else { "%}" };
        let Some(length) = text[open..].find(close) else {
            break;
        };
        let inside = open + 2..open + length;
        start = inside.end + 2;
        if !is_comment {
            statements.push(trimmed(text, inside));
        }
    }
    statements
}

/// Returns a range without white space and the hyphens of a statement at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let is_edge = |it: char| it == '-' || it.is_whitespace();
    let inside = &text[range.clone()];
    let start = range.start + inside.len() - inside.trim_start_matches(is_edge).len();
    let end = range.start + inside.trim_end_matches(is_edge).len();
    start.min(end)..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_found_outside_comments() {
        let check = |text: &str, word: &str, template: &str, expected: &str| {
            assert_eq!(&text[place(text, word, template)], expected, "{text}");
        };
        let text =
            "{# {% include \"b.html\" %} #}include{%- include \"a.html\" -%}{% include 'b.html' %}";
        check(text, "include", "", "include \"a.html\"");
        check(text, "include", "b.html", "include 'b.html'");
        check(text, "extends", "", "");
        check("{% include", "include", "", "");
        assert_eq!(named(text, "include"), Some("a.html"));
    }
}
