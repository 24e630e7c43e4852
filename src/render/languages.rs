//! What pages say of languages: locales, and whether two tags name one language.

use crate::config::Edition;
use crate::config::language::han_script;
use crate::site::{Shown, Site};

/// Returns the locale of a language tag: the territory that it names, or else the one whose script it is.
pub(super) fn locale(tag: &str) -> String {
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let is_territory = |part: &&str| part.len() == 2;
    let territory = parts.clone().find(is_territory).or(match parts.next() {
        Some("Hant") if language == "zh" => Some("TW"),
        Some("Hans") if language == "zh" => Some("CN"),
        _ => None,
    });
    match territory {
        Some(territory) => format!("{language}_{}", territory.to_uppercase()),
        None => language.to_owned(),
    }
}

/// Returns whether two tags name one language, and for Chinese one script.
pub(super) fn is_same_language(one: &str, other: &str) -> bool {
    let language = |tag: &str| tag.split('-').next().map(str::to_ascii_lowercase);
    match (han_script(one), han_script(other)) {
        (None, None) => language(one) == language(other),
        (one, other) => one == other,
    }
}

/// Returns the indices of the editions whose pages say of each other that they are the same in another language: those
/// that show it in their own. One that shows the text of another language untranslated is none of them, and one alone
/// has no other.
pub(super) fn alternates(site: &Site, shown: Shown) -> Vec<usize> {
    let editions = &site.config.editions;
    let text = site.text_shown(shown);
    let is_own = |edition: &usize| {
        let shown = text.map(|text| site.language_shown(text, *edition));
        shown.is_none_or(|shown| is_same_language(&editions[*edition].tag, &shown))
    };
    let own: Vec<usize> = (0..editions.len()).filter(is_own).collect();
    match own.len() {
        1 => Vec::new(),
        _ => own,
    }
}

/// Returns a language tag where that is not the language of an edition.
pub(super) fn foreign(lang: &str, edition: &Edition) -> Option<String> {
    (!is_same_language(lang, &edition.tag)).then(|| lang.to_owned())
}

/// Returns whether a language is written from right to left, by its script or else by what it is mostly
/// written in (CLDR, `characterOrder`).
fn is_right_to_left(tag: &str) -> bool {
    let mut parts = tag.split('-').map(str::to_ascii_lowercase);
    let language = parts.next().unwrap_or_default();
    let languages = [
        "ar", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi",
    ];
    match parts.find(|part| part.len() == 4) {
        Some(script) => ["adlm", "arab", "hebr", "nkoo", "syrc", "thaa"].contains(&script.as_str()),
        None => languages.contains(&language.as_str()),
    }
}

/// Returns what an element of interface words, whose language has a tag, says of them in a text of another language.
pub(super) fn attributes(tag: &str) -> String {
    match is_right_to_left(tag) {
        false => format!(" lang=\"{tag}\""),
        true => format!(" lang=\"{tag}\" dir=\"rtl\""),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_right_to_left, is_same_language, locale};

    #[test]
    fn locales() {
        let tags = [
            "zh-Hant",
            "zh-Hans",
            "zh-Hant-HK",
            "zh-Hans-SG",
            "zh-TW",
            "en",
            "zh",
        ];
        let locales = ["zh_TW", "zh_CN", "zh_HK", "zh_SG", "zh_TW", "en", "zh"];
        assert_eq!(tags.map(locale), locales);
    }

    #[test]
    fn languages_of_interfaces() {
        assert!(is_same_language("zh-Hant", "zh-TW"));
        assert!(is_same_language("en", "en-GB"));
        assert!(!is_same_language("zh-Hans", "zh-Hant"));
        assert!(!is_same_language("en", "zh-Hant"));
        let is_right = [
            "ar", "fa-IR", "az-Arab", "en", "zh-Hant", "ku-Latn", "fa-Latn",
        ];
        let expected = [true, true, true, false, false, false, false];
        assert_eq!(is_right.map(is_right_to_left), expected);
    }
}
