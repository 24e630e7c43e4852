//! The files of the OpenCC release, inside the program.
//!
//! They are text and not an archive: 1.2 MB in the program buys a reviewable history of the data, values that are
//! borrowed instead of copied, and a start without decompression.

/// Pairs each name with the text of its file.
macro_rules! files {
    ($extension:literal: $($name:literal)*) => {
        [$(($name, include_str!(concat!("opencc/", $name, $extension)))),*]
    };
}

/// How many configurations the release has.
pub(super) const CONFIGURATION_COUNT: usize = 16;

/// The names and the JSON text of all configurations, in alphabetical order.
pub(super) static CONFIGURATIONS: [(&str, &str); CONFIGURATION_COUNT] = files! { ".json":
    "hk2s" "hk2sp" "hk2t" "jp2t" "s2hk" "s2hkp" "s2t" "s2tw" "s2twp" "t2hk" "t2jp" "t2s" "t2tw" "tw2s" "tw2sp" "tw2t"
};

/// Returns a dictionary's text: a key, a tab and space-separated values on each line.
pub(super) fn dictionary(name: &str) -> Option<&'static str> {
    DICTIONARIES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}

static DICTIONARIES: [(&str, &str); 21] = files! { ".txt":
    "CJK_Compatibility_Ideographs"
    "HKPhrases" "HKPhrasesRev" "HKVariants" "HKVariantsPhrases" "HKVariantsRev" "HKVariantsRevPhrases"
    "JPShinjitaiCharacters" "JPShinjitaiCharactersRev" "JPShinjitaiPhrases"
    "STCharacters" "STPhrases" "STPhrases_GeneratedFromRegionalPhrases"
    "TSCharacters" "TSPhrases"
    "TWPhrases" "TWPhrasesRev" "TWVariants" "TWVariantsPhrases" "TWVariantsRev" "TWVariantsRevPhrases"
};

#[cfg(test)]
mod tests {
    use super::*;

    /// The fast path of the converter takes text without Han characters as unconvertible.
    #[test]
    fn every_key_has_a_han_character_and_no_description_operator() {
        for (name, text) in DICTIONARIES {
            for line in text.lines() {
                let (key, values) = line.split_once('\t').unwrap_or((line, ""));
                assert!(key.chars().any(|c| c >= '\u{2E80}'), "{name}: {line}");
                assert!(
                    !line.chars().any(|c| ('\u{2FF0}'..='\u{2FFF}').contains(&c)),
                    "{name}: {line}"
                );
                assert!(
                    !values.is_empty() && !values.starts_with(' '),
                    "{name}: {line}"
                );
            }
        }
    }
}
