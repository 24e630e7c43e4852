//! Whether a text has words that other regions say otherwise.
//!
//! Most passages have none, and need not be converted to learn how they read there.

use std::sync::LazyLock;

use super::fold;
use crate::script;

/// The words, folded.
static WORDS: LazyLock<Words> = LazyLock::new(Words::new);

struct Words {
    /// Words that begin with the same character: of each, the second one, and those behind it.
    groups: Vec<Vec<(Option<char>, Vec<char>)>>,
    /// For each character of the basic plane the number of its group, from 1, or 0.
    numbers: Vec<u16>,
}

impl Words {
    fn new() -> Words {
        let mut words = Words {
            groups: Vec::new(),
            numbers: vec![0; 0x1_0000],
        };
        for word in script::regional_words() {
            let mut folded = Vec::new();
            fold::push(word, &mut folded);
            let mut rest = folded.into_iter();
            let (first, second) = (rest.next().unwrap_or_default(), rest.next());
            let number = &mut words.numbers[first as usize];
            if *number == 0 {
                words.groups.push(Vec::new());
                *number = words.groups.len() as u16;
            }
            words.groups[usize::from(*number) - 1].push((second, rest.collect()));
        }
        words
    }

    /// Returns what follows a character in the words that begin with it.
    fn beginning_with(&self, first: char) -> &[(Option<char>, Vec<char>)] {
        match self.numbers.get(first as usize) {
            None | Some(0) => &[],
            Some(number) => &self.groups[usize::from(*number) - 1],
        }
    }
}

/// Returns whether some such word stands in a folded text.
pub(super) fn stands_in(text: &[char]) -> bool {
    let words = &*WORDS;
    text.iter().enumerate().any(|(at, first)| {
        let next = text.get(at + 1);
        let mut words = words.beginning_with(*first).iter();
        words.any(|(second, rest)| {
            second.is_none() || second.as_ref() == next && text[at + 2..].starts_with(rest)
        })
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

    #[test]
    fn all_words_are_known() {
        for word in script::regional_words() {
            let mut folded = Vec::new();
            fold::push(word, &mut folded);
            assert!(stands_in(&folded), "{word}");
        }
    }
}
