//! How names are compared, and what they are in paths.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;

use crate::diagnostic;
use crate::script::converter;

/// Bytes of a name in a path, below the 255 that file systems allow (POSIX, `NAME_MAX`).
const PART_BYTES_MAX: usize = 120;

/// Returns what all ways to write a name have in common: it is in the simplified script, in one letter case and
/// width, with single spaces. It is empty for a name of nothing but spaces.
pub fn key(name: &str) -> String {
    let simplified = match converter("t2s") {
        Ok(converter) => converter.text(name).into_owned(),
        Err(_) => name.to_owned(),
    };
    even(&simplified)
}

/// Returns a name in one letter case and width, with single spaces.
fn even(name: &str) -> String {
    let even: String = name.nfkc().flat_map(char::to_lowercase).collect();
    even.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the part of a path for each of some names, by their keys. Names that differ in signs alone, which no path has,
/// are told apart by a digest.
pub(super) fn parts<'a>(
    names: impl Iterator<Item = (&'a str, &'a str)>,
) -> HashMap<&'a str, String> {
    let mut alike: BTreeMap<String, Vec<(&str, &str)>> = BTreeMap::new();
    for (key, name) in names {
        alike.entry(part(name)).or_default().push((key, name));
    }
    let mut parts = HashMap::new();
    for (part, mut names) in alike {
        // The name that is the part itself has it, whatever others there are.
        names.sort_by_key(|(key, name)| (even(name) != part, *key));
        let is_one = names.len() == 1;
        for (index, (key, name)) in names.into_iter().enumerate() {
            let is_itself = index == 0 && even(name).replace(' ', "-") == part;
            let own = match is_one || is_itself {
                true => part.clone(),
                false => format!("{part}-{}", digest(key)),
            };
            parts.insert(key, own);
        }
    }
    parts
}

/// Returns the part of a path for a name: its letters and digits, or else the numbers of its characters; cut where it is
/// longer than file systems like, with a digest of the whole.
fn part(name: &str) -> String {
    let mut part = String::new();
    for character in even(name).chars() {
        if character.is_alphanumeric() {
            part.push(character);
        } else if !part.is_empty() && !part.ends_with('-') {
            part.push('-');
        }
    }
    let part = part.trim_end_matches('-');
    if part.is_empty() {
        let numbers = name.chars().map(|it| format!("u{:x}", u32::from(it)));
        return cut(&numbers.collect::<Vec<_>>().join("-"), name);
    }
    // Windows has devices of such names, and no folders.
    if diagnostic::portability_problem(part).is_some() {
        return format!("{part}-{}", digest(&even(name)));
    }
    cut(part, name)
}

fn cut(part: &str, name: &str) -> String {
    if part.len() <= PART_BYTES_MAX {
        return part.to_owned();
    }
    let end = part.floor_char_boundary(PART_BYTES_MAX);
    format!("{}-{}", &part[..end], digest(&even(name)))
}

fn digest(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_script_case_or_width_are_one() {
        assert_eq!(key("Mondo 財經"), key("ＭＯＮＤＯ　财经"));
        assert_ne!(key("C"), key("C++"));
        assert_ne!(key("《AB》"), key("AB"));
        assert_eq!(key(" \u{3000}"), "");
    }

    #[test]
    fn names_have_parts_of_paths() {
        let check = |name: &str, expected: &str| assert_eq!(part(name), expected);
        check("美股", "美股");
        check("AI 熱潮", "ai-熱潮");
        check("page", "page");
        check("🎉", "u1f389");
        check("…", "u2026");
        check("../etc", "etc");
        for device in ["con", "NUL", "ＡＵＸ", "com1", "lpt9"] {
            let part = part(device);
            assert_eq!(part.len(), even(device).len() + 9, "{part}");
            assert!(part.starts_with(&even(device)), "{part}");
        }
        check("com10", "com10");
        check("con.txt", "con-txt");
        let long = part(&"甲".repeat(200));
        assert_eq!(long.len(), PART_BYTES_MAX + 9);
        assert_ne!(long, part(&"甲".repeat(201)));
    }

    #[test]
    fn names_that_differ_in_signs_have_paths_of_their_own() {
        let parts = parts([("c++", "C++"), ("c", "C"), ("a&b", "A&B"), ("a b", "A B")].into_iter());
        assert_eq!(parts["c"], "c");
        assert!(
            parts["c++"].starts_with("c-") && parts["c++"].len() == 10,
            "{parts:?}"
        );
        assert_eq!(parts["a b"], "a-b");
        assert!(parts["a&b"].starts_with("a-b-"), "{parts:?}");
    }
}
