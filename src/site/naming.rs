//! How names are compared, and what they are in paths.

use std::collections::{BTreeMap, HashMap};

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;

use crate::diagnostic;
use crate::script::converter;

/// Bytes of a name in a path, below the 255 that file systems allow (POSIX, `NAME_MAX`).
const PART_BYTES_MAX: usize = 120;

/// Signs that divide the words of a name, as in `Node.js`, `A/B` and 唐納·川普, and do not make it another name.
const DIVIDERS: &str = " -._/:&'’·・‧•";

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

/// Returns the part of a path for each of some names, by their keys. What a name becomes depends on no other, but for
/// names that differ only in what divides their words: one of those has the part, and the others a digest.
pub(super) fn parts<'a>(
    names: impl Iterator<Item = (&'a str, &'a str)>,
) -> HashMap<&'a str, String> {
    let mut alike: BTreeMap<String, Vec<(&str, &str)>> = BTreeMap::new();
    for (key, name) in names {
        alike.entry(part(name)).or_default().push((key, name));
    }
    let mut parts = HashMap::new();
    for (part, mut names) in alike {
        // The name that is the part itself has it.
        names.sort_by_key(|(key, name)| (even(name) != part, *key));
        for (index, (key, _)) in names.into_iter().enumerate() {
            let own = match index {
                0 => part.clone(),
                _ => format!("{part}-{}", digest(key)),
            };
            parts.insert(key, own);
        }
    }
    parts
}

/// Returns the part of a path for a name: its letters and digits, with a digest where it has signs besides those that divide its words; or
/// else the numbers of its characters; cut where it is longer than file systems like, with a digest of the whole.
fn part(name: &str) -> String {
    let even = even(name);
    let mut part = String::new();
    for character in even.chars() {
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
        return format!("{part}-{}", digest(&even));
    }
    let has_signs = even.replace(|sign| DIVIDERS.contains(sign), "-") != part;
    if has_signs && part.len() <= PART_BYTES_MAX {
        return format!("{part}-{}", digest(&key(name)));
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
    use std::collections::HashSet;

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
        check("GPT-4", "gpt-4");
        check("COVID-19 疫情", "covid-19-疫情");
        check("ＡＩ", "ai");
        check("Node.js", "node-js");
        check("A&B", "a-b");
        check("唐納·川普", "唐納-川普");
        for device in ["con", "NUL", "ＡＵＸ", "com1", "lpt9"] {
            let part = part(device);
            assert_eq!(part.len(), even(device).len() + 9, "{part}");
            assert!(part.starts_with(&even(device)), "{part}");
        }
        check("com10", "com10");
        let long = part(&"甲".repeat(200));
        assert_eq!(long.len(), PART_BYTES_MAX + 9);
        assert_ne!(long, part(&"甲".repeat(201)));
    }

    #[test]
    fn a_name_with_signs_has_a_part_of_its_own() {
        let check = |name: &str, words: &str| {
            let part = part(name);
            assert_eq!(part, format!("{words}-{}", digest(&key(name))), "{name}");
        };
        check("C++", "c");
        check("C#", "c");
        check(".NET", "net");
        check("a--b", "a-b");
        check("../etc", "etc");
        check("《財經》", "財經");
        // One list, one address.
        assert_eq!(part("C++"), part("ｃ＋＋"));
    }

    /// Of all short names of a few letters and signs.
    #[test]
    fn no_name_changes_the_part_of_another() {
        let characters = ['c', '甲', ' ', '+', '#', '》'];
        let mut names = vec![String::new()];
        for length in 0..3 {
            let longest = names.iter().filter(|name| name.chars().count() == length);
            let longer = longest.flat_map(|name| characters.map(|it| format!("{name}{it}")));
            names.extend(longer.collect::<Vec<_>>());
        }
        let keys: BTreeMap<String, &str> = (names.iter())
            .map(|name| (key(name), name.as_str()))
            .filter(|(key, _)| !key.is_empty())
            .collect();
        let all = parts(keys.iter().map(|(key, name)| (key.as_str(), *name)));
        let distinct: HashSet<&String> = all.values().collect();
        assert!(distinct.len() == keys.len() && keys.len() > 100);
        for (key, name) in &keys {
            let alone = parts([(key.as_str(), *name)].into_iter());
            assert_eq!(alone[key.as_str()], all[key.as_str()], "{name}");
        }
    }

    #[test]
    fn names_that_differ_in_what_divides_their_words_have_parts_of_their_own() {
        let parts = parts([("gpt 4", "GPT 4"), ("gpt-4", "GPT-4")].into_iter());
        assert_eq!(parts["gpt-4"], "gpt-4");
        assert_eq!(parts["gpt 4"], format!("gpt-4-{}", digest("gpt 4")));
    }
}
