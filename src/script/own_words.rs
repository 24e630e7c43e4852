//! The words of a configuration that are given once, such as the titles of a menu, in the script of each edition.

use std::borrow::Cow;

use super::glossary::Term;
use super::{Conversion, Rules};
use crate::config::Config;

/// Returns a configuration whose own words are spelled as each edition does, with the rules of the site's glossary.
pub fn spelled(config: &Config, glossary: &[Term]) -> Config {
    let from = &config.language;
    let spell = |word: &str, to: &str| {
        let rules = Rules::between(glossary.iter().map(|term| &term.forms), from, to);
        Conversion::between(from, to, vec![Cow::Owned(rules)], config).owned(word)
    };
    let mut spelled = config.clone();
    spelled.spell(spell);
    spelled
}
