//! The interface words: the three languages that are part of the program, from `words.toml`, and what a
//! site says otherwise or in further languages, the tables `[words.TAG]`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use super::InterfaceLanguage;
use super::fields::{Key, Node, Table};
use super::language::is_language_tag;
use crate::diagnostic;

/// The interface words of one language. Every word has a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The language tag (BCP 47).
    pub tag: String,
    words: BTreeMap<String, String>,
}

static BUILT_IN: LazyLock<[Arc<Words>; 3]> = LazyLock::new(|| {
    let tables: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(include_str!("words.toml")).expect("the word table is tested to be TOML");
    InterfaceLanguage::ALL.map(|language| {
        let word = |(key, forms): (&String, &BTreeMap<String, String>)| {
            let word = forms.get(language.tag()).cloned().unwrap_or_default();
            (key.clone(), word)
        };
        Arc::new(Words {
            tag: language.tag().to_owned(),
            words: tables.iter().map(word).collect(),
        })
    })
});

/// Returns the words of a language as the program has them.
pub fn built_in(language: InterfaceLanguage) -> &'static Arc<Words> {
    &BUILT_IN[language.index()]
}

impl Words {
    /// Returns a word; empty when there is none of that name.
    pub fn get(&self, name: &str) -> &str {
        self.words.get(name).map_or("", String::as_str)
    }

    /// Returns a word with its places filled in: `{n}` by the value given for `n`.
    pub fn fill(&self, name: &str, values: &[(&str, &str)]) -> String {
        filled(self.get(name), |place| {
            let (_, value) = values.iter().find(|(name, _)| *name == place)?;
            Some(Cow::Borrowed(value))
        })
    }

    /// Returns the table of all words for the configuration, in the language of a tag.
    pub fn to_toml(&self, tag: &str) -> String {
        let words = self.words.iter();
        let lines = words.map(|(name, word)| format!("{name} = {}\n", toml_text(word)));
        format!("[words.{tag}]\n{}", lines.collect::<String>())
    }

    /// Returns all words, by name.
    pub fn all(&self) -> &BTreeMap<String, String> {
        &self.words
    }
}

/// Returns a word with its places filled in: `{n}` by the value of `n`, where there is one.
pub fn filled<'v>(word: &str, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> String {
    let mut filled = String::with_capacity(word.len() + 16);
    let mut rest = word;
    while let Some((before, place)) = rest.split_once('{') {
        let value = place
            .split_once('}')
            .and_then(|(name, after)| Some((value(name)?, after)));
        filled.push_str(before);
        rest = match value {
            Some((value, after)) => {
                filled.push_str(&value);
                after
            }
            None => {
                filled.push('{');
                place
            }
        };
    }
    filled.push_str(rest);
    filled
}

/// Returns the words of every language that the site's interface can have: those of the program with
/// what the site says otherwise, then those that the site adds.
pub(super) fn read(table: &mut Table<'_>) -> Vec<Arc<Words>> {
    let mut all = BUILT_IN.to_vec();
    let mut given = table.rest();
    // What others begin with is read first: `zh-Hant` before `zh-Hant-HK`.
    given.sort_by_key(|(key, _)| key.name.len());
    for (key, node) in given {
        if !is_language_tag(&key.name) {
            let problem = diagnostic::bad_language_tag(table.source(), &key.range, &key.name);
            table.report(problem);
            continue;
        }
        let known = position(&all, &key.name);
        let base = known.unwrap_or_else(|| base(&all, &key.name));
        let base = Arc::clone(&all[base]);
        let words = table.table_of(node, &key.name, |table| read_language(table, &key, &base));
        match known {
            Some(index) => all[index] = Arc::new(words),
            None => all.push(Arc::new(words)),
        }
    }
    all
}

/// Returns the words of a tag, or else those that a language of this tag would begin with.
pub fn nearest<'a>(all: &'a [Arc<Words>], tag: &str) -> &'a Arc<Words> {
    let index = position(all, tag).unwrap_or_else(|| base(all, tag));
    &all[index]
}

/// Returns the words of a tag; letter case counts not.
pub(super) fn find<'a>(all: &'a [Arc<Words>], tag: &str) -> Option<&'a Arc<Words>> {
    position(all, tag).map(|index| &all[index])
}

/// Returns a text as TOML has it: as JSON has it, but that no character may be a DEL.
fn toml_text(text: &str) -> String {
    let text = serde_json::Value::String(text.to_owned()).to_string();
    text.replace('\u{7f}', "\\u007f")
}

fn position(all: &[Arc<Words>], tag: &str) -> Option<usize> {
    all.iter()
        .position(|words| words.tag.eq_ignore_ascii_case(tag))
}

/// Returns the place of the words that a language has where it says nothing: those of the language that
/// its tag goes on from, or else of the language of its script, or English.
fn base(all: &[Arc<Words>], tag: &str) -> usize {
    let mut shorter = tag;
    while let Some((start, _)) = shorter.rsplit_once('-') {
        if let Some(index) = position(all, start) {
            return index;
        }
        shorter = start;
    }
    InterfaceLanguage::of(tag).index()
}

fn read_language(table: &mut Table<'_>, key: &Key, base: &Words) -> Words {
    let mut words = base.words.clone();
    let mut missing: BTreeSet<&str> = base.words.keys().map(String::as_str).collect();
    for (name, node) in table.rest() {
        let Some(known) = base.words.get(&name.name) else {
            let nearest = diagnostic::nearest(&name.name, base.words.keys().map(String::as_str));
            let problem =
                diagnostic::unknown_word(table.source(), &name.range, &name.name, nearest);
            table.report(problem);
            continue;
        };
        missing.remove(name.name.as_str());
        if let Some(word) = read_word(table, node, &name.name, known) {
            words.insert(name.name, word);
        }
    }
    let language = |tag: &str| tag.split('-').next().map(str::to_ascii_lowercase);
    // A language of the program is only changed, and a regional one goes on from another.
    if language(&base.tag) != language(&key.name) && !is_chinese(&base.tag) && !missing.is_empty() {
        let missing: Vec<&str> = missing.into_iter().collect();
        let problem = diagnostic::words_missing(table.source(), &key.range, &key.name, &missing);
        table.report(problem);
    }
    let is_known = base.tag.eq_ignore_ascii_case(&key.name);
    let tag = if is_known { &base.tag } else { &key.name };
    Words {
        tag: tag.clone(),
        words,
    }
}

fn is_chinese(tag: &str) -> bool {
    InterfaceLanguage::of(tag) != InterfaceLanguage::English
}

fn read_word(table: &mut Table<'_>, node: Node, name: &str, known: &str) -> Option<String> {
    let word = table.text_of(node, name)?;
    let (expected, found) = (places(known), places(&word.value));
    if expected == found {
        return Some(word.value);
    }
    let expected: Vec<&str> = expected.into_iter().collect();
    table.report(diagnostic::word_places(
        table.source(),
        &word.range,
        name,
        &expected,
    ));
    None
}

/// Returns the places of a word, each with its braces.
pub fn places(word: &str) -> BTreeSet<&str> {
    let starts = word.match_indices('{').map(|(start, _)| start);
    starts
        .filter_map(|start| {
            let length = word[start + 1..].find(|it: char| !it.is_ascii_lowercase())?;
            let end = start + 1 + length;
            (length > 0 && word[end..].starts_with('}')).then(|| &word[start..=end])
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_exists_in_every_language_with_the_same_places() {
        let english = built_in(InterfaceLanguage::English);
        for language in InterfaceLanguage::ALL {
            for (name, word) in built_in(language).all() {
                assert!(
                    !word.is_empty(),
                    "`{name}` has no form in {}",
                    language.tag()
                );
                assert_eq!(places(word), places(english.get(name)), "{name}");
            }
        }
    }

    #[test]
    fn places_of_words() {
        let check = |word: &str, expected: &[&str]| {
            let found: Vec<&str> = places(word).into_iter().collect();
            assert_eq!(found, expected, "{word}");
        };
        check("{n} of {total}", &["{n}", "{total}"]);
        check("第{n}條", &["{n}"]);
        check("{ n } {N} {} {n {{n}}", &["{n}"]);
        check("", &[]);
    }
}
