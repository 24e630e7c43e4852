//! The file in which annotations without a place are kept: for people to read, and whole.

use super::incoming::Incoming;
use super::markdown::literal;

/// Returns the entry of an annotation: what it is about and why it has no place, and the annotation
/// itself.
pub fn unanchored(annotation: &Incoming, reason: &str) -> String {
    let raw = serde_json::to_string_pretty(&annotation.raw).expect("a JSON value can be written");
    let selection = annotation.selection.as_ref();
    let words = selection.map(|selection| format!("> {}\n\n", literal(&selection.exact)));
    // The fence is longer than any in the annotation.
    let runs = raw.split(|character| character != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default().max(2) + 1);
    format!(
        "\n## {}\n\n{}{}\n\n{fence}json\n{raw}\n{fence}\n",
        literal(&annotation.id),
        words.unwrap_or_default(),
        literal(reason),
    )
}

/// Returns the part of an entry by which it is found again: the annotation itself.
pub fn kept_part(entry: &str) -> &str {
    let start = entry.find("\n{").unwrap_or_default();
    &entry[start..]
}
