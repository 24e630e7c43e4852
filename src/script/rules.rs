//! Words that an author or a site converts otherwise than the engine would, or not at all.

use std::collections::HashMap;
use std::ops::Range;

use crate::config::forms::Forms;

/// The words of one list that count for one pair of languages, ready to be found in texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// By its first character, the longest first: each word with what stands for it.
    by_first: HashMap<char, Vec<(String, String)>>,
}

impl Rules {
    /// Returns the rules among terms that count for texts in the language `from` and an edition in
    /// `to`. Of two for one word the first counts.
    pub fn between<'a>(terms: impl Iterator<Item = &'a Forms>, from: &str, to: &str) -> Rules {
        let mut rules = Rules::default();
        for term in terms {
            if let Some((word, form)) = pair(term, from, to) {
                rules.add(word, form);
            }
        }
        for words in rules.by_first.values_mut() {
            // The sort is stable: of two for one word the first stays in front.
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        rules
    }

    /// Returns whether there is no rule at all.
    pub fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }

    /// Returns the words, each with what stands for it, in the order of the words.
    pub fn pairs(&self) -> Vec<(&str, &str)> {
        let words = self.by_first.values().flatten();
        let mut pairs: Vec<(&str, &str)> = words
            .map(|(word, form)| (word.as_str(), form.as_str()))
            .collect();
        pairs.sort_unstable();
        pairs
    }

    /// Returns where words of the list stand in a text, in bytes, and what stands for each: the
    /// longest at a place, and then none that overlaps it.
    pub fn find<'r>(&'r self, text: &str) -> Vec<(Range<usize>, &'r str)> {
        let mut found = Vec::new();
        if self.is_empty() {
            return found;
        }
        let mut end = 0;
        for (start, character) in text.char_indices() {
            if start < end {
                continue;
            }
            let words = self.by_first.get(&character).into_iter().flatten();
            let rest = &text[start..];
            let longest = words
                .into_iter()
                .find(|(word, _)| rest.starts_with(word.as_str()));
            if let Some((word, form)) = longest {
                end = start + word.len();
                found.push((start..end, form.as_str()));
            }
        }
        found
    }

    fn add(&mut self, word: &str, form: &str) {
        let Some(first) = word.chars().next() else {
            return;
        };
        let words = self.by_first.entry(first).or_default();
        words.push((word.to_owned(), form.to_owned()));
    }
}

/// Returns the word that a term has in one language, and its form in the other.
fn pair<'a>(term: &'a Forms, from: &str, to: &str) -> Option<(&'a str, &'a str)> {
    let word = match &term.from {
        Some(word) => word,
        None => &term.of(from)?.text,
    };
    let form = &term.of(to)?.text;
    Some((word, form))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::forms::{self, Parsed};

    fn check(terms: &[&str], from: &str, to: &str, text: &str, expected: &str) {
        let terms: Vec<Forms> = terms
            .iter()
            .map(|term| match forms::parse(term) {
                Parsed::Forms(forms) => forms,
                other => panic!("{term} is {other:?}"),
            })
            .collect();
        let rules = Rules::between(terms.iter(), from, to);
        let found: Vec<String> = rules
            .find(text)
            .into_iter()
            .map(|(range, form)| format!("{}>{form}", &text[range]))
            .collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn the_longest_word_of_the_right_language_counts() {
        let terms = &["zh-hans:软件;zh-hant:軟體", "zh-hans:软件包;zh-hant:套件"];
        check(
            terms,
            "zh-Hant-TW",
            "zh-Hans",
            "軟體與套件",
            "軟體>软件 套件>软件包",
        );
        check(
            terms,
            "zh-Hans",
            "zh-Hant",
            "软件包和软件",
            "软件包>套件 软件>軟體",
        );
        check(terms, "en", "zh-Hant", "软件", "");
        check(&["甲=>zh-hans:乙"], "zh-Hant", "zh-Hans", "甲乙", "甲>乙");
        check(&["甲=>zh-hans:乙"], "zh-Hans", "zh-Hant", "甲乙", "");
        check(&["zh:后"], "zh-Hans", "zh-Hant", "后土", "后>后");
        check(
            &["zh:甲;zh-hk:丙", "zh:甲;zh-hk:丁"],
            "zh-TW",
            "zh-HK",
            "甲",
            "甲>丙",
        );
    }
}
