//! What one article adds to the index: its tokens in order, each as its distance from the one before it.

use super::batch::{push_number, take_number};
use super::passages::{Passage, Place};
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
    /// The distances between ascending keys, seven bits to a byte, from 0 again in each part.
    keys: Vec<u8>,
    /// Where each part begins, and the last ends.
    starts: Vec<u32>,
    /// Each word and the digit of its field, on lines.
    words: String,
}

impl Field {
    pub(super) fn of(passage: &Passage) -> Field {
        match passage.place {
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
    words: Vec<(String, Field)>,
}

impl Gathered {
    /// Adds the tokens of a folded text.
    pub(super) fn add(&mut self, text: &[char], field: Field) {
        tokens::for_each(text, &mut |token| match token {
            Token::Pair(pair) => {
                let key = u64::from(pair) << FIELD_BITS | field as u64;
                self.keys.push(key);
            }
            Token::Word(word) => self.words.push((word.iter().collect(), field)),
        });
    }

    /// Returns the record of all that was added, of the article of this number.
    pub(super) fn finish(mut self, article: u32) -> Record {
        self.keys.sort_unstable();
        self.keys.dedup();
        self.words.sort_unstable();
        self.words.dedup();
        let mut record = Record {
            article,
            ..Record::default()
        };
        let mut before = 0;
        for key in self.keys {
            let part = part((key >> FIELD_BITS) as Pair);
            if part >= record.starts.len() {
                record.starts.resize(part + 1, record.keys.len() as u32);
                before = 0;
            }
            push_number(key - before, &mut record.keys);
            before = key;
        }
        record.starts.resize(PARTS + 1, record.keys.len() as u32);
        for (word, field) in self.words {
            record.words.push_str(&word);
            record.words.push(char::from(b'0' + field as u8));
            record.words.push('\n');
        }
        record.keys.shrink_to_fit();
        record.words.shrink_to_fit();
        record
    }
}

impl Record {
    /// Calls `visit` with the keys of a part, ascending.
    pub(super) fn for_each_key(&self, part: usize, mut visit: impl FnMut(Key)) {
        let [start, end] = [part, part + 1].map(|part| self.starts.get(part).copied());
        let (Some(start), Some(end)) = (start, end) else {
            return;
        };
        let mut bytes = &self.keys[start as usize..end as usize];
        let mut key = 0;
        while let Some(distance) = take_number(&mut bytes) {
            key += distance;
            visit(key);
        }
    }

    /// Returns the words, each with the number of its field.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, u64)> {
        self.words.lines().filter_map(|line| {
            let (word, field) = line.split_at_checked(line.len().checked_sub(1)?)?;
            Some((word, field.parse().ok()?))
        })
    }
}

/// Returns the part of a pair: the second half of the basic plane has few, what stands before the
/// common characters and behind them too.
fn part(pair: Pair) -> usize {
    const FIRST: u32 = 0x4e00;
    const LAST: u32 = 0x9fff;
    const WIDTH: u32 = (LAST - FIRST + 1).div_ceil(PARTS as u32 - 2);
    match pair >> 16 {
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
        let mut keys = Vec::new();
        for part in 0..PARTS {
            record.for_each_key(part, |key| keys.push(key));
        }
        assert!(keys.is_sorted());
        let shown: Vec<String> = keys
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
        let expected = "か2 か1 かな2 かな1 な1 な2 な人1 な人2 人1 人2 人工1 人工2 工1 工2 工智2 工한2 智2 智能2 能2 한2 한글2 글2";
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
