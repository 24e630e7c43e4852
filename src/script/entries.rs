//! What is in a tree of dictionaries, as one list.
//!
//! OpenCC asks the members of a group in order at each place of the text: the first member with any match wins
//! (`short_circuit`), or the longest match of all (`union`). Looking for the longest match in one list does the same, if each
//! key is left out that an earlier member keeps from ever being matched.

use std::collections::HashSet;

use super::chain::{Dictionary, MatchPolicy};
use super::data;

/// The entries of a tree of dictionaries that can be matched at all, each key once.
#[derive(Default)]
pub(super) struct Entries {
    /// Each key with what it becomes.
    pub(super) pairs: Vec<(&'static str, &'static str)>,
    /// The keys alone.
    pub(super) keys: HashSet<&'static str>,
}

impl Entries {
    /// Reads a tree of dictionaries.
    pub(super) fn read(dictionary: &Dictionary) -> Entries {
        match dictionary {
            Dictionary::File { file, .. } => Entries::read_file(file),
            Dictionary::Group {
                match_policy,
                dicts,
            } => {
                let mut members = dicts.iter().map(Entries::read);
                let mut entries = members.next().unwrap_or_default();
                for member in members {
                    entries.append(member, *match_policy);
                }
                entries
            }
        }
    }

    fn read_file(file: &str) -> Entries {
        let name = file.trim_end_matches(".ocd2");
        let text =
            data::dictionary(name).expect("a configuration names dictionaries of its own release");
        let pairs: Vec<_> = text.lines().filter_map(read_line).collect();
        Entries {
            keys: pairs.iter().map(|(key, _)| *key).collect(),
            pairs,
        }
    }

    /// Adds a later member's entries, without those that this one keeps from being matched.
    fn append(&mut self, member: Entries, match_policy: MatchPolicy) {
        let start = self.pairs.len();
        let is_hidden = |key: &str| match match_policy {
            MatchPolicy::Union => self.keys.contains(key),
            // Where a longer key matches, its prefix does as well, and the earlier member wins with that.
            MatchPolicy::ShortCircuit => prefixes(key).any(|prefix| self.keys.contains(prefix)),
        };
        let visible: Vec<_> = member
            .pairs
            .into_iter()
            .filter(|(key, _)| !is_hidden(key))
            .collect();
        self.pairs.extend(visible);
        self.keys
            .extend(self.pairs[start..].iter().map(|(key, _)| *key));
    }
}

/// Reads a key and the first of its values, which is the one that OpenCC takes.
fn read_line(line: &'static str) -> Option<(&'static str, &'static str)> {
    let (key, values) = line.split_once('\t')?;
    let (value, _) = values.split_once(' ').unwrap_or((values, ""));
    Some((key, value))
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
        fn check(match_policy: MatchPolicy, expected: &[(&str, &str)]) {
            let mut group = entries(&[("甲", "1"), ("乙丙", "2")]);
            group.append(
                entries(&[("甲", "3"), ("甲乙", "4"), ("乙", "5"), ("乙丙丁", "6")]),
                match_policy,
            );
            assert_eq!(group.pairs, expected);
        }
        check(
            MatchPolicy::ShortCircuit,
            &[("甲", "1"), ("乙丙", "2"), ("乙", "5")],
        );
        check(
            MatchPolicy::Union,
            &[
                ("甲", "1"),
                ("乙丙", "2"),
                ("甲乙", "4"),
                ("乙", "5"),
                ("乙丙丁", "6"),
            ],
        );
    }

    fn entries(pairs: &[(&'static str, &'static str)]) -> Entries {
        Entries {
            pairs: pairs.to_vec(),
            keys: pairs.iter().map(|(key, _)| *key).collect(),
        }
    }
}
