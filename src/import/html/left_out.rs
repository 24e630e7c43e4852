//! How much of a page's text is left out of its article, and by which rule.
//!
//! What is left out stays in the source's file. It is counted so that a report shows when too much is.

use std::collections::HashMap;

use dom_query::{Document, NodeRef};

use super::super::draft::{Draft, plain_text};

/// Elements of which nothing is kept, by the rule that says so. Scripts and styles are no text.
const RULES: &[(&str, &[&str])] = &[
    (
        "no-text",
        &[
            "script",
            "style",
            "template",
            "head",
            "annotation",
            "annotation-xml",
        ],
    ),
    ("reading", &["rt", "rp"]),
    ("drawing", &["svg"]),
    (
        "embedded",
        &["iframe", "object", "embed", "canvas", "audio", "video"],
    ),
    ("control", &["select", "textarea", "button", "input"]),
    ("noscript", &["noscript"]),
];

/// Counts the text inside elements of which nothing is kept.
pub(super) fn count_elements(document: &Document, draft: &mut Draft) {
    let mut open: Vec<(NodeRef<'_>, Option<&'static str>)> = Vec::new();
    open.extend(document.body().map(|body| (body, None)));
    while let Some((node, rule)) = open.pop() {
        if let (true, Some(rule)) = (node.is_text(), rule) {
            if rule != "no-text" {
                let text = node.text();
                let characters = text.chars().filter(|it| !it.is_whitespace());
                draft.leave_out(rule, characters.count());
            }
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        let own = RULES.iter().find(|(_, names)| names.contains(&&*name));
        let rule = rule.or(own.map(|(rule, _)| *rule));
        open.extend(node.children_it(false).map(|child| (child, rule)));
    }
}

/// Counts the text of the page's lines that the draft has nowhere.
pub(super) fn count_outside(lines: &[String], draft: &mut Draft) {
    // Most characters of most pages are in ASCII, and an array is faster than a map.
    let mut ascii = [0_i64; 128];
    let mut others: HashMap<char, i64> = HashMap::new();
    let mut count = |text: &str, by: i64| {
        for character in text.chars().filter(|it| !it.is_whitespace()) {
            match ascii.get_mut(character as usize) {
                Some(count) => *count += by,
                None => *others.entry(character).or_default() += by,
            }
        }
    };
    lines.iter().for_each(|line| count(line, 1));
    count(&plain_text(&draft.body), -1);
    count(&draft.title, -1);
    for related in &draft.related {
        count(&related.title, -1);
        count(&related.text, -1);
    }
    for aside in draft
        .aside
        .iter()
        .filter(|aside| aside.rule != "image-not-captured")
    {
        count(&aside.text, -1);
    }
    let counts = ascii.iter().chain(others.values());
    let outside: i64 = counts.filter(|count| **count > 0).sum();
    draft.leave_out("outside-article", usize::try_from(outside).unwrap_or(0));
}
