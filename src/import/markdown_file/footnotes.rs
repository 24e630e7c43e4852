//! The footnotes of a Markdown text, so that an article can have them.
//!
//! What looks like a reference and has no definition is text, as GitHub shows it. A name becomes a part of an address,
//! and is changed where it cannot be one; the words of the text stay.

use std::collections::{HashMap, HashSet};

use super::super::slug;
use super::edits::{self, Edits};
use crate::article::stretches::{self, Stretches};

/// What a name is made of that has neither a Latin letter nor a Han character.
const NAMELESS: &str = "note";

/// Returns a text whose references have definitions and whose footnotes have names that an article can have.
pub(super) fn settle(text: &str) -> String {
    if !text.contains("[^") {
        return text.to_owned();
    }
    let stretches = stretches::of(text);
    let mut edits = escapes(text, &stretches);
    edits.extend(renamings(&stretches));
    edits.sort_by_key(|(range, _)| range.start);
    edits::apply(text, &edits)
}

/// Returns a backslash before each reference that leads nowhere.
fn escapes(text: &str, stretches: &Stretches) -> Edits {
    let mut edits = Edits::new();
    for range in &stretches.words {
        let words = &text[range.clone()];
        let is_escaped = text[..range.start].ends_with('\\');
        let found = words.match_indices("[^").map(|(at, _)| at);
        for at in found.filter(|at| *at > 0 || !is_escaped) {
            let start = range.start + at;
            if is_reference(&words[at + "[^".len()..]) {
                edits.push((start..start, "\\".to_owned()));
            }
        }
    }
    edits
}

/// Returns whether a name and a bracket follow.
fn is_reference(rest: &str) -> bool {
    let end = rest.find(|it: char| it == ']' || it.is_whitespace());
    end.is_some_and(|end| end > 0 && rest[end..].starts_with(']'))
}

/// Returns the new names of footnotes, at each place where one is named.
fn renamings(stretches: &Stretches) -> Edits {
    let names = names(stretches);
    let definitions = stretches.definitions.iter();
    let places = definitions.chain(&stretches.references);
    let renamed = places.filter_map(|(name, range)| {
        let start = range.start + "[^".len();
        let new = names.get(&name.to_lowercase())?;
        Some((start..start + name.len(), new.clone()))
    });
    renamed.collect()
}

/// Returns the names that are changed, folded as references are, with their new ones.
fn names(stretches: &Stretches) -> HashMap<String, String> {
    let written = || stretches.definitions.iter().map(|(name, _)| name);
    let mut taken: HashSet<String> = written().filter(|it| is_name(it)).cloned().collect();
    let mut names = HashMap::new();
    for name in written().filter(|it| !is_name(it)) {
        let folded = name.to_lowercase();
        if names.contains_key(&folded) || taken.contains(&folded) {
            continue;
        }
        let base = slug::mint(None, &name.replace('_', "-"), NAMELESS);
        let numbered = (2_u32..).map(|number| format!("{base}-{number}"));
        let mut free = std::iter::once(base.clone()).chain(numbered);
        let new = free.find(|it| !taken.contains(it)).unwrap_or(base);
        taken.insert(new.clone());
        names.insert(folded, new);
    }
    names
}

/// Returns whether a name may be that of a footnote in an article.
fn is_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(settle(text), expected);
    }

    #[test]
    fn references_without_a_definition_are_text() {
        check(
            "補集 [^5] 與 \\[^6] 與 `[^7]`",
            "補集 \\[^5] 與 \\[^6] 與 `[^7]`",
        );
        check("甲[^ 乙]丙[^]丁[^戊", "甲[^ 乙]丙[^]丁[^戊");
        check("甲[^a]乙[^b]\n\n[^a]: 註", "甲[^a]乙\\[^b]\n\n[^a]: 註");
    }

    #[test]
    fn names_that_are_no_part_of_an_address() {
        check(
            "據說[^pro_git]，另見[^哈喽]、[^Pro-Git]與[^＊]。\n\n[^pro_git]: 一\n\n[^哈喽]: 二\n\n[^pro-git]: 三\n\n[^＊]: 四",
            "據說[^pro-git-2]，另見[^halou]、[^Pro-Git]與[^note]。\n\n[^pro-git-2]: 一\n\n[^halou]: 二\n\n[^pro-git]: 三\n\n[^note]: 四",
        );
    }
}
