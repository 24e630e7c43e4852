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

/// A dictionary of the release.
pub(super) struct DictionaryFile {
    /// A key, a tab and space-separated values on each line.
    pub(super) text: &'static str,
    /// The set of this dictionary alone.
    pub(super) itself: Dictionaries,
}

/// Returns the dictionary of a name.
pub(super) fn dictionary(name: &str) -> Option<DictionaryFile> {
    let index = DICTIONARIES.iter().position(|(known, _)| *known == name)?;
    Some(DictionaryFile {
        text: DICTIONARIES[index].1,
        itself: Dictionaries(1 << index),
    })
}

/// The names and the texts of all dictionaries, earlier stages of a configuration before later ones.
pub(super) static DICTIONARIES: [(&str, &str); 21] = files! { ".txt":
    "CJK_Compatibility_Ideographs"
    "STPhrases" "STPhrases_GeneratedFromRegionalPhrases" "STCharacters"
    "HKPhrases" "HKVariantsPhrases" "HKVariants"
    "TWPhrases" "TWVariantsPhrases" "TWVariants"
    "HKPhrasesRev" "HKVariantsRevPhrases" "HKVariantsRev"
    "TWPhrasesRev" "TWVariantsRevPhrases" "TWVariantsRev"
    "TSPhrases" "TSCharacters"
    "JPShinjitaiPhrases" "JPShinjitaiCharacters" "JPShinjitaiCharactersRev"
};

/// The dictionaries of words that one region says otherwise than another.
pub(super) const REGIONAL: [&str; 4] = ["TWPhrases", "TWPhrasesRev", "HKPhrases", "HKPhrasesRev"];

/// A set of OpenCC's dictionaries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dictionaries(u32);

impl Dictionaries {
    /// Returns whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the names, such as `STPhrases`, in the order in which a configuration asks them.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let is_member = move |(index, _): &(usize, _)| self.0 & (1 << index) != 0;
        let members = DICTIONARIES.iter().enumerate().filter(is_member);
        members.map(|(_, (name, _))| *name)
    }

    /// Returns whether one of them has words that one region says otherwise than another.
    pub(super) fn have_regional_words(self) -> bool {
        self.names().any(|name| REGIONAL.contains(&name))
    }

    /// Returns whether all of the others are members.
    pub(super) fn contain(self, others: Dictionaries) -> bool {
        self.0 & others.0 == others.0
    }

    /// Returns the dictionaries of both sets.
    pub(super) fn and(self, others: Dictionaries) -> Dictionaries {
        Dictionaries(self.0 | others.0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::chain::Chain;
    use super::*;

    #[test]
    fn dictionaries_are_in_the_order_of_their_bytes() {
        for (name, text) in DICTIONARIES {
            let keys = text.lines().map(|line| line.split('\t').next());
            assert!(keys.is_sorted_by(|one, next| one < next), "{name}");
        }
    }

    #[test]
    fn dictionaries_are_in_the_order_of_the_stages() {
        for (name, json) in CONFIGURATIONS {
            let chain = Chain::read(json);
            let stages = chain.normalization.iter().chain(&chain.conversions);
            let stages: Vec<Dictionaries> = stages.map(|stage| stage.dict.files()).collect();
            for pair in stages.windows(2) {
                assert!(pair[0].0.ilog2() < pair[1].0.trailing_zeros(), "{name}");
            }
        }
    }

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
