//! What is in a tree of dictionaries, as one list.
//!
//! OpenCC asks the members of a group in order at each place of the text: the first member with any match wins
//! (`short_circuit`), or the longest match of all (`union`). Looking for the longest match in one list does the same, if each
//! key is left out that an earlier member keeps from ever being matched.

use super::chain::{Dictionary, MatchPolicy};
use super::data::{self, Dictionaries};

/// A word and what it becomes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// The word.
    pub(super) key: &'static str,
    /// What it becomes.
    pub(super) value: &'static str,
    /// The dictionary that says so.
    pub(super) dictionary: Dictionaries,
}

/// Returns the entries of a tree of dictionaries that can be matched at all: each key once, in the order of their bytes.
pub(super) fn read(dictionary: &Dictionary) -> Vec<Entry> {
    match dictionary {
        Dictionary::File { file, .. } => read_file(file),
        Dictionary::Group {
            match_policy,
            dicts,
        } => {
            let mut members = dicts.iter().map(read);
            let first = members.next().unwrap_or_default();
            members.fold(first, |entries, member| {
                join(entries, member, *match_policy)
            })
        }
    }
}

fn read_file(file: &str) -> Vec<Entry> {
    let name = file.trim_end_matches(".ocd2");
    let file =
        data::dictionary(name).expect("a configuration names dictionaries of its own release");
    // The lines stand in the order of their bytes, and so do the keys, since a tab comes before all that keys are made of.
    (file.text.lines())
        .filter_map(|line| read_line(line, file.itself))
        .collect()
}

/// Reads a key and the first of its values, which is the one that OpenCC takes.
fn read_line(line: &'static str, dictionary: Dictionaries) -> Option<Entry> {
    let (key, values) = line.split_once('\t')?;
    let (value, _) = values.split_once(' ').unwrap_or((values, ""));
    Some(Entry {
        key,
        value,
        dictionary,
    })
}

/// Adds a later member's entries, without those that the earlier ones keep from being matched.
fn join(earlier: Vec<Entry>, later: Vec<Entry>, match_policy: MatchPolicy) -> Vec<Entry> {
    let is_key = |word: &str| {
        earlier
            .binary_search_by_key(&word, |entry| entry.key)
            .is_ok()
    };
    let is_visible = |entry: &Entry| match match_policy {
        MatchPolicy::Union => !is_key(entry.key),
        // Where a longer key matches, its prefix does as well, and the earlier member wins with that.
        MatchPolicy::ShortCircuit => !prefixes(entry.key).any(is_key),
    };
    let mut visible: Vec<Entry> = later.into_iter().filter(is_visible).collect();
    let mut joined = earlier;
    joined.append(&mut visible);
    // The standard library's stable sort makes use of the two ordered halves.
    joined.sort_by_key(|entry| entry.key);
    joined
}

/// Returns all prefixes of a word, itself among them.
fn prefixes(word: &str) -> impl Iterator<Item = &str> {
    word.char_indices()
        .map(|(start, character)| &word[..start + character.len_utf8()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_member_hides_keys() {
        fn check(match_policy: MatchPolicy, expected: &[(&'static str, &'static str)]) {
            let joined = join(
                entries(&[("乙丙", "2"), ("甲", "1")]),
                entries(&[("乙", "5"), ("乙丙丁", "6"), ("甲", "3"), ("甲乙", "4")]),
                match_policy,
            );
            assert_eq!(joined, entries(expected));
        }
        check(
            MatchPolicy::ShortCircuit,
            &[("乙", "5"), ("乙丙", "2"), ("甲", "1")],
        );
        check(
            MatchPolicy::Union,
            &[
                ("乙", "5"),
                ("乙丙", "2"),
                ("乙丙丁", "6"),
                ("甲", "1"),
                ("甲乙", "4"),
            ],
        );
    }

    fn entries(pairs: &[(&'static str, &'static str)]) -> Vec<Entry> {
        let entry = |(key, value): &(&'static str, &'static str)| Entry {
            key,
            value,
            dictionary: Dictionaries::default(),
        };
        pairs.iter().map(entry).collect()
    }
}
