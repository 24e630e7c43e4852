//! Words that a site gives to what is its own: labels, seals, titles.
//!
//! A word is given for each language, and then taken as it stands, or once: then it is in the language of the site, and
//! [`Forms::spell`] has it spelled as the script of each edition does. How that is done is not known here.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fields::{Table, Value};
use super::{Edition, InterfaceLanguage, Words};

/// A word in every interface language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    /// In the languages of the program, by [`InterfaceLanguage::index`].
    built_in: [String; 3],
    /// In languages that the site added, by the tag of their interface words.
    added: BTreeMap<String, String>,
    /// The word as it was written, where it was given once.
    once: Option<String>,
    /// Such a word as the editions spell it, by their tags.
    spelled: BTreeMap<String, String>,
}

impl Forms {
    /// Returns the form in an edition: as it spells what was given once, or else of its interface words, or else of the
    /// language behind them.
    pub fn of(&self, edition: &Edition) -> &str {
        let spelled = self.spelled.get(&edition.tag);
        let given = spelled.or_else(|| self.added.get(&edition.words.tag));
        given.unwrap_or(&self.built_in[edition.interface.index()])
    }

    /// Returns whether the word was given once, in the language of the site.
    pub fn is_given_once(&self) -> bool {
        self.once.is_some()
    }

    /// Returns the form in a language of the program.
    pub fn in_language(&self, language: InterfaceLanguage) -> &str {
        &self.built_in[language.index()]
    }

    /// Returns the forms that an interface word has.
    pub(super) fn of_word(name: &str, interfaces: &[Arc<Words>]) -> Forms {
        let (built_in, added) = interfaces.split_at(InterfaceLanguage::ALL.len());
        let added = added.iter();
        let in_language = |language: InterfaceLanguage| built_in[language.index()].get(name);
        Forms {
            added: added
                .map(|words| (words.tag.clone(), words.get(name).to_owned()))
                .collect(),
            ..Forms::from(InterfaceLanguage::ALL.map(in_language))
        }
    }

    /// Returns the forms of a word that is given once for all languages.
    fn once(word: &str) -> Forms {
        Forms {
            once: Some(word.to_owned()),
            ..Forms::from([word; 3])
        }
    }

    /// Spells a word that was given once in each script. `spell` takes the word and a language tag.
    pub(super) fn spell(&mut self, editions: &[Edition], spell: &impl Fn(&str, &str) -> String) {
        let Some(once) = &self.once else { return };
        self.built_in = InterfaceLanguage::ALL.map(|language| spell(once, language.tag()));
        let tags = editions.iter().map(|edition| &edition.tag);
        self.spelled = tags.map(|tag| (tag.clone(), spell(once, tag))).collect();
    }

    /// Returns every form.
    pub(super) fn all(&self) -> impl Iterator<Item = &String> {
        let built_in = self.built_in.iter();
        let others = self.added.values().chain(&self.once);
        built_in.chain(others).chain(self.spelled.values())
    }

    /// Returns the forms that each becomes something else in.
    pub(super) fn map(&self, change: impl Fn(&String) -> String) -> Forms {
        let changed = |forms: &BTreeMap<String, String>| {
            let forms = forms.iter();
            forms
                .map(|(tag, word)| (tag.clone(), change(word)))
                .collect()
        };
        Forms {
            built_in: self.built_in.each_ref().map(&change),
            added: changed(&self.added),
            once: self.once.as_ref().map(&change),
            spelled: changed(&self.spelled),
        }
    }
}

impl From<[&str; 3]> for Forms {
    fn from(built_in: [&str; 3]) -> Forms {
        Forms {
            built_in: built_in.map(str::to_owned),
            added: BTreeMap::new(),
            once: None,
            spelled: BTreeMap::new(),
        }
    }
}

/// Takes a word given once for all languages, or as a table by language; a language that is
/// missing falls back to what was known, else to another language.
pub(super) fn words(
    table: &mut Table<'_>,
    name: &'static str,
    known: Option<&Forms>,
    interfaces: &[Arc<Words>],
) -> Option<Forms> {
    let Some(node) = table.node(name) else {
        return known.cloned();
    };
    if !matches!(node.value, Value::Table(_)) {
        let word = table.word_of(node, name)?;
        return Some(Forms::once(&word));
    }
    let (given, added) = table.table_of(node, name, |table| {
        let given = InterfaceLanguage::ALL.map(|it| {
            let node = table.node(it.tag())?;
            table.word_of(node, it.tag())
        });
        let others = &interfaces[given.len()..];
        let added = table.take(|tag| others.iter().any(|words| words.tag == tag));
        let added = added.into_iter().filter_map(|(key, node)| {
            let word = table.word_of(node, &key.name)?;
            Some((key.name, word))
        });
        (given, added.collect::<BTreeMap<_, _>>())
    });
    let any = given.iter().flatten().chain(added.values()).next().cloned();
    let mut forms = Forms::from([""; 3]);
    forms.added = known.map(|known| known.added.clone()).unwrap_or_default();
    for (index, word) in given.into_iter().enumerate() {
        let fallback = || {
            known
                .map(|known| known.built_in[index].clone())
                .or_else(|| any.clone())
        };
        forms.built_in[index] = word.or_else(fallback)?;
    }
    forms.added.extend(added);
    Some(forms)
}
