//! Whether a text has words that other regions say otherwise.
//!
//! Most passages have none, and need not be converted to learn how they read there.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold;
use crate::script;

/// The words, folded, by their first characters.
static WORDS: LazyLock<HashMap<char, Vec<Vec<char>>>> = LazyLock::new(|| {
    let mut words: HashMap<char, Vec<Vec<char>>> = HashMap::new();
    for word in script::regional_words() {
        let mut folded = Vec::new();
        fold::push(word, &mut folded);
        if let Some(first) = folded.first() {
            words.entry(*first).or_default().push(folded);
        }
    }
    words
});

/// The numbers of the first characters, one bit for each of the basic plane.
static FIRSTS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut bits = vec![0; 0x1_0000 / 64];
    for first in WORDS.keys() {
        if let Some(bits) = bits.get_mut(*first as usize / 64) {
            *bits |= 1 << (*first as usize % 64);
        }
    }
    bits
});

/// Returns whether some such word stands in a folded text.
pub(super) fn stands_in(text: &[char]) -> bool {
    let firsts = &**FIRSTS;
    let may_begin = |character: char| {
        let bits = firsts.get(character as usize / 64);
        bits.is_none_or(|bits| bits >> (character as usize % 64) & 1 == 1)
    };
    text.iter().enumerate().any(|(at, character)| {
        let words = || WORDS.get(character).into_iter().flatten();
        may_begin(*character) && words().any(|word| text[at..].starts_with(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_both_wordings() {
        let check = |text: &str, expected: bool| {
            let mut folded = Vec::new();
            fold::push(text, &mut folded);
            assert_eq!(stands_in(&folded), expected, "{text}");
        };
        check("用的軟體", true);
        check("用的软件", true);
        check("坐計程車", true);
        check("坐出租车", true);
        check("今天天氣好", false);
    }
}
