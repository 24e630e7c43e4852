//! The interface words of each language, from `words.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use tera::Value;

use crate::config::InterfaceLanguage;

/// The interface words of one language.
pub struct Words {
    words: BTreeMap<String, String>,
    /// The same as a template sees them; cheap to clone.
    pub value: Value,
}

static WORDS: LazyLock<[Words; 3]> = LazyLock::new(|| {
    let tables: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(include_str!("words.toml")).expect("the word table is tested to be TOML");
    InterfaceLanguage::ALL.map(|language| {
        let word = |(key, forms): (&String, &BTreeMap<String, String>)| {
            let word = forms.get(language.tag()).cloned().unwrap_or_default();
            (key.clone(), word)
        };
        let words: BTreeMap<String, String> = tables.iter().map(word).collect();
        Words {
            value: Value::from_serializable(&words),
            words,
        }
    })
});

/// Returns the words of a language.
pub fn words(language: InterfaceLanguage) -> &'static Words {
    &WORDS[language.index()]
}

impl Words {
    /// Returns a word; empty when the table has none of that name.
    pub fn get(&self, key: &str) -> &str {
        self.words.get(key).map_or("", String::as_str)
    }

    /// Returns a word with its places filled in: `{n}` by the value given for `n`.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        values
            .iter()
            .fold(self.get(key).to_owned(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_exists_in_every_language() {
        for language in InterfaceLanguage::ALL {
            for (key, word) in &words(language).words {
                assert!(
                    !word.is_empty(),
                    "`{key}` has no form in {}",
                    language.tag()
                );
            }
        }
    }
}
