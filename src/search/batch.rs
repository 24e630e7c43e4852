//! What articles add to the index, packed for the time until all are merged.
//!
//! The records of some hundred articles become one batch, which holds each token once with the articles that
//! have it: a small part of what the records hold, for articles have most of their tokens in common.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::record::{FIELD_BITS, Key, PARTS, Record, part};

/// Records that are packed together.
const RECORDS: usize = 1 << PLACE_BITS;

/// Bits that say the place of a record among those.
const PLACE_BITS: u32 = 8;

/// Records of articles, in any order. Many threads may add theirs.
#[derive(Debug, Default)]
pub struct Records {
    batches: Mutex<Vec<Batch>>,
    loose: Mutex<Vec<Record>>,
}

/// What some articles add to the index.
#[derive(Debug, Default)]
struct Batch {
    /// The numbers of the articles, ascending.
    articles: Vec<u32>,
    /// In each part the distance of each key from the one before it, and the places of its articles.
    keys: Vec<Vec<u8>>,
    /// The words, on lines, in order.
    words: String,
    /// For each word the places of its articles, each with a field.
    places: Vec<u8>,
}

impl Records {
    /// Adds the record of an article.
    pub fn push(&self, record: Record) {
        let mut loose = held(&self.loose);
        loose.push(record);
        if loose.len() == RECORDS {
            let full = std::mem::take(&mut *loose);
            // Others go on while these are packed.
            drop(loose);
            let batch = Batch::of(full);
            held(&self.batches).push(batch);
        }
    }

    /// Returns all batches, in any order.
    fn batches(self) -> Vec<Batch> {
        let mut batches = self
            .batches
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let loose = self
            .loose
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if !loose.is_empty() {
            batches.push(Batch::of(loose));
        }
        batches
    }
}

/// Returns what a lock holds; a thread that failed while it had the lock has left it whole.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// All records, packed.
pub(super) struct Batches(Vec<Batch>);

impl From<Records> for Batches {
    fn from(records: Records) -> Batches {
        Batches(records.batches())
    }
}

impl Batches {
    /// Returns a number that is higher than those of all articles.
    pub(super) fn end(&self) -> u32 {
        let last = self.0.iter().filter_map(|batch| batch.articles.last());
        last.max().map_or(0, |last| last + 1)
    }

    /// Returns a number of bytes that is no less than that of the keys of a part with their articles.
    pub(super) fn length(&self, part: usize) -> usize {
        self.0.iter().map(|batch| batch.keys[part].len()).sum()
    }

    /// Calls `visit` with each key of a part and the number of an article that has it.
    pub(super) fn for_each_key(&self, part: usize, mut visit: impl FnMut(Key, u32)) {
        for batch in &self.0 {
            let mut bytes = batch.keys[part].as_slice();
            let mut key = 0;
            while let Some(distance) = take_number(&mut bytes) {
                key += distance;
                for_each_member(&mut bytes, |place| {
                    visit(key, batch.articles[place as usize]);
                });
            }
        }
    }

    /// Calls `visit` with each word, the number of its field, and the number of an article that has it there.
    pub(super) fn for_each_word<'a>(&'a self, mut visit: impl FnMut(&'a str, u64, u32)) {
        for batch in &self.0 {
            let mut bytes = batch.places.as_slice();
            for word in batch.words.lines() {
                for_each_member(&mut bytes, |member| {
                    let (place, field) = (member >> FIELD_BITS, member & ((1 << FIELD_BITS) - 1));
                    visit(word, field, batch.articles[place as usize]);
                });
            }
        }
    }
}

impl Batch {
    fn of(mut records: Vec<Record>) -> Batch {
        records.sort_by_key(|record| record.article);
        let mut rest: Vec<&[Key]> = records.iter().map(|record| &record.keys[..]).collect();
        let mut entries: Vec<u64> = Vec::new();
        let keys = (0..PARTS).map(|number| {
            entries.clear();
            for (place, rest) in (0..).zip(&mut rest) {
                let count = rest.partition_point(|key| part(*key) <= number);
                let (keys, others) = rest.split_at(count);
                entries.extend(keys.iter().map(|key| key << PLACE_BITS | place));
                *rest = others;
            }
            entries.sort_unstable();
            pack(&entries)
        });
        let mut batch = Batch {
            articles: records.iter().map(|record| record.article).collect(),
            keys: keys.collect(),
            ..Batch::default()
        };
        let mut words: Vec<(&str, u64)> = Vec::new();
        for (place, record) in (0_u64..).zip(&records) {
            words.extend(
                record
                    .words()
                    .map(|(word, field)| (word, place << FIELD_BITS | field)),
            );
        }
        words.sort_unstable();
        for of_word in words.chunk_by(|one, next| one.0 == next.0) {
            batch.words.push_str(of_word[0].0);
            batch.words.push('\n');
            push_list(of_word.iter().map(|(_, member)| *member), &mut batch.places);
        }
        batch.words.shrink_to_fit();
        batch.places.shrink_to_fit();
        batch
    }
}

/// Returns keys with the places of their records, in order, as a batch keeps them.
fn pack(entries: &[u64]) -> Vec<u8> {
    let key_of = |entry: &u64| entry >> PLACE_BITS;
    let mut bytes = Vec::with_capacity(entries.len() + entries.len() / 2);
    let mut before = 0;
    for of_key in entries.chunk_by(|one, next| key_of(one) == key_of(next)) {
        let key = key_of(&of_key[0]);
        push_number(key - before, &mut bytes);
        before = key;
        let places = of_key.iter().map(|entry| entry & ((1 << PLACE_BITS) - 1));
        push_list(places, &mut bytes);
    }
    bytes.shrink_to_fit();
    bytes
}

/// Adds an ascending list: how long it is, and the distance of each member from the one before it.
fn push_list(list: impl ExactSizeIterator<Item = u64>, bytes: &mut Vec<u8>) {
    push_number(list.len() as u64, bytes);
    let mut before = 0;
    for member in list {
        push_number(member - before, bytes);
        before = member;
    }
}

/// Takes a list, and calls `visit` with each member.
fn for_each_member(bytes: &mut &[u8], mut visit: impl FnMut(u64)) {
    let mut member = 0;
    for _ in 0..take_number(bytes).unwrap_or_default() {
        member += take_number(bytes).unwrap_or_default();
        visit(member);
    }
}

/// Adds a number, seven bits to a byte, the lowest first.
fn push_number(mut number: u64, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number from the start of bytes; none from the end of them.
fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    let mut shift = 0;
    loop {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::{Field, Gathered};
    use super::*;

    #[test]
    fn batches_have_all_that_their_records_have() {
        let texts = ["人工智能 ai", "人工 ai b2", "智能한글", ""];
        let count = 2 * RECORDS + 7;
        let record = |number: usize| {
            let mut gathered = Gathered::default();
            let text: Vec<char> = texts[number % texts.len()].chars().collect();
            gathered.add(&text, Field::Body);
            gathered.add(&text, Field::Notes);
            gathered.finish(number as u32)
        };
        let mut expected = Vec::new();
        let mut expected_words = Vec::new();
        let records = Records::default();
        // The newest first, as the articles of a site are.
        for number in (0..count).rev() {
            let record = record(number);
            let keys = record.keys.iter();
            expected.extend(keys.map(|key| (part(*key), *key, record.article)));
            for (word, field) in record.words() {
                expected_words.push((word.to_owned(), field, record.article));
            }
            records.push(record);
        }
        let records = Batches::from(records);
        assert_eq!(records.0.len(), 3);
        let mut found = Vec::new();
        for part in 0..PARTS {
            records.for_each_key(part, |key, article| found.push((part, key, article)));
        }
        let mut words = Vec::new();
        records.for_each_word(|word, field, article| {
            words.push((word.to_owned(), field, article));
        });
        for list in [&mut expected, &mut found] {
            list.sort_unstable();
        }
        for list in [&mut expected_words, &mut words] {
            list.sort_unstable();
        }
        assert!(expected.len() > count && expected_words.len() > count / 2);
        assert_eq!(found, expected);
        assert_eq!(words, expected_words);
    }
}
