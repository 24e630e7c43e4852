//! Language tags: their shape, and the script that a tag of Chinese implies.
//!
//! Tags are read by their subtags (BCP 47, RFC 5646, section 2.1), not checked against the registry.

/// The script that Chinese is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HanScript {
    /// 繁體.
    Traditional,
    /// 简体.
    Simplified,
}

impl HanScript {
    /// Returns the language tag of Chinese in this script.
    pub fn tag(self) -> &'static str {
        match self {
            HanScript::Traditional => "zh-Hant",
            HanScript::Simplified => "zh-Hans",
        }
    }
}

/// Returns the script that a BCP 47 language tag writes Chinese in, or none for other languages and other scripts.
///
/// The script subtag decides; without one the region does, then the language: bare `zh` is simplified and `yue` traditional,
/// after the likely subtags of CLDR.
pub fn han_script(language_tag: &str) -> Option<HanScript> {
    Chinese::read(language_tag).map(|chinese| chinese.script)
}

/// Returns whether a tag names a region, and another one than a second tag of the same script does.
pub fn is_of_other_region(from: &str, to: &str) -> bool {
    let region = |tag: &str| {
        let region = tag.split('-').skip(1).find(|subtag| subtag.len() == 2);
        region.map(str::to_ascii_lowercase)
    };
    match (region(from), region(to)) {
        (_, None) => false,
        (from, to) => from != to,
    }
}

/// Returns whether a language tag has the shape of one (RFC 5646: subtags of one to eight letters
/// and digits, the first of letters only).
pub fn is_language_tag(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let is_language = subtags.next().is_some_and(|first| {
        (2..=8).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    is_language
        && subtags.all(|subtag| {
            (1..=8).contains(&subtag.len())
                && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// What a tag of Chinese says.
pub struct Chinese {
    /// The script.
    pub script: HanScript,
    /// Whether the standard of Hong Kong holds, which Macau shares.
    pub in_hong_kong: bool,
}

impl Chinese {
    /// Returns what a tag says; none for other languages and other scripts.
    pub fn read(language_tag: &str) -> Option<Chinese> {
        let tag = language_tag.to_ascii_lowercase();
        // A single letter opens an extension or the private part, which say nothing about the script.
        let mut subtags = tag.split('-').take_while(|subtag| subtag.len() != 1);
        let mut language = subtags.next()?;
        let mut script = None;
        let mut region = None;
        for subtag in subtags {
            match subtag.len() {
                3 if subtag == "yue" && language == "zh" => language = "yue",
                4 if subtag.starts_with(|first: char| first.is_ascii_alphabetic()) => {
                    script = script.or(Some(subtag))
                }
                2 => region = region.or(Some(subtag)),
                _ => {}
            }
        }
        Some(Chinese {
            script: match script {
                Some(script) => named_script(language, script)?,
                None => likely_script(language, region)?,
            },
            in_hong_kong: match region {
                Some(region) => matches!(region, "hk" | "mo"),
                None => language == "yue",
            },
        })
    }
}

fn named_script(language: &str, script: &str) -> Option<HanScript> {
    match (language, script) {
        ("zh" | "cmn" | "yue", "hant") => Some(HanScript::Traditional),
        ("zh" | "cmn" | "yue", "hans") => Some(HanScript::Simplified),
        _ => None,
    }
}

fn likely_script(language: &str, region: Option<&str>) -> Option<HanScript> {
    match (language, region) {
        ("zh" | "cmn", Some("tw" | "hk" | "mo")) => Some(HanScript::Traditional),
        ("zh" | "cmn", _) => Some(HanScript::Simplified),
        ("yue", Some("cn")) => Some(HanScript::Simplified),
        ("yue", _) => Some(HanScript::Traditional),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_of_a_tag() {
        fn check(tags: &str, expected: Option<HanScript>) {
            for tag in tags.split(' ') {
                assert_eq!(han_script(tag), expected, "{tag}");
            }
        }
        check(
            "zh-Hant zh-hant-TW ZH-HANT zh-TW zh-HK zh-MO zh-cmn-Hant yue yue-HK zh-yue",
            Some(HanScript::Traditional),
        );
        check(
            "zh zh-Hans zh-hans-cn zh-CN zh-SG zh-MY zh-Hans-TW zh-x-hant cmn yue-Hans",
            Some(HanScript::Simplified),
        );
        check(
            "en ja ja-Hant zh-Latn zh-Latn-TW zho-taiwan - x-zh zhx",
            None,
        );
        assert_eq!(han_script(""), None);
    }
}
