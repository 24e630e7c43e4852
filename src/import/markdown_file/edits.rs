//! Changes of a text at places of it.

use std::ops::Range;

/// Changes of a text: the bytes that go, and what comes for them. They are in order, and none touches another.
pub(super) type Edits = Vec<(Range<usize>, String)>;

/// Returns a text with its changes.
pub(super) fn apply(text: &str, edits: &Edits) -> String {
    let mut changed = String::with_capacity(text.len());
    let mut at = 0;
    for (range, words) in edits {
        changed.push_str(&text[at..range.start]);
        changed.push_str(words);
        at = range.end;
    }
    changed.push_str(&text[at..]);
    changed
}
