//! What one article adds to the index: its tokens, in order and each once.

use super::passages::Place;
use super::tokens::{self, Pair, Token};

/// Where a token is found. The order is that of the lists in a shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Body,
    Title,
    Notes,
}

/// The parts into which pairs are divided by their first characters, to be merged one by one.
pub(super) const PARTS: usize = 64;

/// Bits of a key that say the field.
pub(super) const FIELD_BITS: u32 = 2;

/// A token of pairs and its field in one number.
pub(super) type Key = u64;

/// What one article adds to the index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// The number by which the index knows the article.
    pub(super) article: u32,
    /// The pairs, each with its field, in order. A character alone is among them if no pair of the field
    /// begins with it.
    pub(super) keys: Vec<Key>,
    /// Each word and the digit of its field, on lines.
    words: String,
}

impl Field {
    pub(super) fn of(place: Place<'_>) -> Field {
        match place {
            Place::Title | Place::Outlet => Field::Title,
            Place::Block(_) => Field::Body,
            Place::Note(..) => Field::Notes,
        }
    }
}

/// The tokens of an article while they are gathered.
#[derive(Default)]
pub(super) struct Gathered {
    keys: Vec<Key>,
    /// The words, one after another.
    words: String,
    /// Where each word ends, and its field.
    ends: Vec<(usize, Field)>,
}

impl Gathered {
    /// Adds the tokens of a folded text.
    pub(super) fn add(&mut self, text: &[char], field: Field) {
        self.keys.reserve(text.len());
        tokens::for_each(text, &mut |token| match token {
            Token::Pair(pair) => self.keys.push(key(pair, field)),
            Token::Word(word) => {
                self.words.extend(word);
                self.ends.push((self.words.len(), field));
            }
        });
    }

    /// Returns the record of all that was added, of the article of this number.
    pub(super) fn finish(mut self, article: u32) -> Record {
        self.keys.sort_unstable();
        self.keys.dedup();
        Record {
            article,
            keys: without_known(&self.keys),
            words: self.lines(),
        }
    }

    /// Returns each word and the digit of its field, on lines, in order.
    fn lines(&self) -> String {
        let mut start = 0;
        let words = self.ends.iter().map(|(end, field)| {
            let word = &self.words[start..*end];
            start = *end;
            (word, *field)
        });
        let mut words: Vec<(&str, Field)> = words.collect();
        words.sort_unstable();
        words.dedup();
        let mut lines = String::with_capacity(self.words.len() + 2 * words.len());
        for (word, field) in words {
            lines.push_str(word);
            lines.push(char::from(b'0' + field as u8));
            lines.push('\n');
        }
        lines
    }
}

/// Returns the keys without characters alone with which a pair of the same field begins. They come in
/// order, each once.
fn without_known(keys: &[Key]) -> Vec<Key> {
    let mut kept = Vec::with_capacity(keys.len());
    for group in keys.chunk_by(|one, next| first_of(*one) == first_of(*next)) {
        let (alone, pairs) = group.split_at(group.partition_point(|key| is_alone(*key)));
        let is_known = |key: &Key| pairs.iter().any(|pair| field_of(*pair) == field_of(*key));
        kept.extend(alone.iter().filter(|key| !is_known(key)));
        kept.extend(pairs);
    }
    kept
}

/// Returns the key of a pair in a field.
fn key(pair: Pair, field: Field) -> Key {
    u64::from(pair) << FIELD_BITS | field as u64
}

/// Returns the first character of a key, as a number.
fn first_of(key: Key) -> u64 {
    key >> (16 + FIELD_BITS)
}

/// Returns the number of the field of a key.
fn field_of(key: Key) -> u64 {
    key & ((1 << FIELD_BITS) - 1)
}

/// Returns whether a key is of one character.
fn is_alone(key: Key) -> bool {
    (key >> FIELD_BITS) & 0xffff == 0
}

impl Record {
    /// Returns the words, each with the number of its field.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u64)> {
        self.words.lines().filter_map(|line| {
            let (word, field) = line.split_at_checked(line.len().checked_sub(1)?)?;
            Some((word, field.parse().ok()?))
        })
    }
}

/// Returns the part of a key: the second half of the basic plane has few, what stands before the
/// common characters and behind them too.
pub(super) fn part(key: Key) -> usize {
    const FIRST: u64 = 0x4e00;
    const LAST: u64 = 0x9fff;
    const WIDTH: u64 = (LAST - FIRST + 1).div_ceil(PARTS as u64 - 2);
    match first_of(key) {
        ..FIRST => 0,
        character @ FIRST..=LAST => 1 + ((character - FIRST) / WIDTH) as usize,
        _ => PARTS - 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_keeps_all_tokens() {
        let mut gathered = Gathered::default();
        let text: Vec<char> = "かな人工智能ai人工한글 b2".chars().collect();
        gathered.add(&text, Field::Notes);
        gathered.add(&text[..4], Field::Title);
        let record = gathered.finish(0);
        assert!(record.keys.is_sorted());
        let shown: Vec<String> = record
            .keys
            .iter()
            .map(|key| {
                let (first, second) = tokens::characters((key >> FIELD_BITS) as Pair);
                let field = key & 3;
                format!(
                    "{first}{}{field}",
                    second.map_or(String::new(), String::from)
                )
            })
            .collect();
        let expected = "かな2 かな1 な人1 な人2 人工1 人工2 工1 工智2 工한2 智能2 能2 한글2 글2";
        let sorted = |texts: Vec<String>| {
            let mut texts = texts;
            texts.sort();
            texts
        };
        assert_eq!(
            sorted(shown),
            sorted(expected.split(' ').map(str::to_owned).collect())
        );
        let words: Vec<(&str, u64)> = record.words().collect();
        assert_eq!(words, [("ai", 2), ("b2", 2)]);
    }
}
