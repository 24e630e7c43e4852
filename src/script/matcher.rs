//! Finds the longest word of a list that a text goes on with.
//!
//! Words are found by their first character, longer ones by their first two; at most places of a text the first question
//! is the last. An Aho-Corasick automaton finds the same, but takes five times as long to build for the fifty thousand
//! phrases of OpenCC, which is what a short run of the program would mostly wait for.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

/// A list of words, made ready for looking them up.
pub(super) struct Matcher {
    /// Where in `starts` the 256 characters of each block of Unicode begin.
    blocks: Vec<u32>,
    /// What begins with each character, block after block.
    starts: Vec<Start>,
    /// The words of two characters and more, by these two.
    pairs: HashMap<(char, char), Range<u32>, BuildHasherDefault<PairHasher>>,
    /// What comes after the first two characters, for each word of the list.
    rests: Vec<&'static str>,
}

/// A word that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Found {
    /// Where it stands in the list.
    pub(super) index: usize,
    /// Where it ends in the text.
    pub(super) end: usize,
}

/// What begins with a character.
#[derive(Clone, Copy)]
struct Start {
    /// Where the character itself stands in the list, as a word.
    word: u32,
    /// The second characters of longer words, each by the bit that [`bit_of`] gives it.
    seconds: u32,
}

/// Characters of one block.
const BLOCK: usize = 256;

impl Start {
    const NOTHING: Start = Start {
        word: u32::MAX,
        seconds: 0,
    };
}

impl Matcher {
    /// Makes a list ready: distinct words, none of them empty, in the order of their bytes.
    pub(super) fn new(words: impl Iterator<Item = &'static str>) -> Matcher {
        let mut matcher = Matcher {
            blocks: vec![0; char::MAX as usize / BLOCK + 1],
            // The first block is that of all characters without a word.
            starts: vec![Start::NOTHING; BLOCK],
            pairs: HashMap::default(),
            rests: Vec::new(),
        };
        for (index, word) in (0..).zip(words) {
            matcher.add(index, word);
        }
        matcher
    }

    fn add(&mut self, index: u32, word: &'static str) {
        let mut characters = word.chars();
        let Some(first) = characters.next() else {
            return;
        };
        let start = self.start_mut(first);
        match characters.next() {
            None => start.word = index,
            Some(second) => {
                start.seconds |= bit_of(second);
                let group = self.pairs.entry((first, second)).or_insert(index..index);
                group.end = index + 1;
            }
        }
        self.rests.push(characters.as_str());
    }

    fn start_mut(&mut self, character: char) -> &mut Start {
        let block = &mut self.blocks[character as usize / BLOCK];
        if *block == 0 {
            *block = u32::try_from(self.starts.len()).expect("Unicode has a million characters");
            self.starts
                .resize(self.starts.len() + BLOCK, Start::NOTHING);
        }
        &mut self.starts[*block as usize + character as usize % BLOCK]
    }

    fn start(&self, character: char) -> Start {
        let block = self.blocks[character as usize / BLOCK] as usize;
        self.starts[block + character as usize % BLOCK]
    }

    /// Calls `visit` with each word of a text, from left to right: the longest at its place, and the next one behind it.
    pub(super) fn for_each(&self, text: &str, mut visit: impl FnMut(usize, Found)) {
        let mut characters = text.chars();
        let mut place = 0;
        while let Some(first) = characters.next() {
            let start = self.start(first);
            let rest = characters.as_str();
            let behind = text.len() - rest.len();
            let longer = match start.seconds {
                0 => None,
                seconds => self.longer(first, seconds, rest, behind),
            };
            let found = longer.or_else(|| {
                (start.word != u32::MAX).then_some(Found {
                    index: start.word as usize,
                    end: behind,
                })
            });
            place = match found {
                None => behind,
                Some(found) => {
                    visit(place, found);
                    characters = text[found.end..].chars();
                    found.end
                }
            };
        }
    }

    /// Returns the longest word that consists of `first` and at least one character of the `rest`, which begins at a
    /// place of the text.
    fn longer(&self, first: char, seconds: u32, rest: &str, place: usize) -> Option<Found> {
        let mut characters = rest.chars();
        let second = characters.next()?;
        // Most pairs of a text are none of the list's, and most of these are told apart by one bit.
        if seconds & bit_of(second) == 0 {
            return None;
        }
        let group = self.pairs.get(&(first, second))?;
        let rest = characters.as_str();
        // In the order of bytes a word stands behind all that it goes on from.
        (group.clone().rev())
            .map(|index| index as usize)
            .find(|index| rest.starts_with(self.rests[*index]))
            .map(|index| Found {
                index,
                end: place + second.len_utf8() + self.rests[index].len(),
            })
    }
}

/// Returns one of 32 bits for a character. Several characters share each.
fn bit_of(character: char) -> u32 {
    1 << (character as u32 % u32::BITS)
}

/// Mixes two characters; the keys are OpenCC's, so that nobody chooses them to collide.
#[derive(Default)]
struct PairHasher(u64);

impl Hasher for PairHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, character: u32) {
        let mixed =
            (self.0.rotate_left(21) ^ u64::from(character)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = mixed ^ (mixed >> 32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_wins_and_the_next_begins_behind_it() {
        fn check(text: &str, expected: &[&str]) {
            let words = [
                "Q版",
                "一",
                "一二",
                "一二三四",
                "一二四",
                "丁丁",
                "𠀀",
                "𠀀𠀁",
            ];
            let matcher = Matcher::new(words.into_iter());
            let mut found = Vec::new();
            matcher.for_each(text, |place, word| {
                assert_eq!(&text[place..word.end], words[word.index]);
                found.push(words[word.index]);
            });
            assert_eq!(found, expected, "{text}");
        }
        check("", &[]);
        check("甲", &[]);
        check("一", &["一"]);
        check("甲一二三甲", &["一二"]);
        check("一二三四一二四一二", &["一二三四", "一二四", "一二"]);
        check("丁一丁丁丁丁丁", &["一", "丁丁", "丁丁"]);
        check("Q Q版q版", &["Q版"]);
        check("𠀀𠀁𠀀甲𠀁", &["𠀀𠀁", "𠀀"]);
    }
}
