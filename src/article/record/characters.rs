//! A text by its characters, and which parts of it stand in it once.
//!
//! Few parts are looked for one by one. When that would read the text too often, the longest repeat
//! from each character on is found first, for all parts together: suffixes are sorted by prefix
//! doubling (Manber and Myers, 1990), and neighbours in that order are compared as Kasai et al. do
//! (2001). Both ways give the same answers.

use std::ops::Range;

use memchr::memmem::Finder;

/// Bytes that looking for parts one by one may read; an article of two thousand characters with
/// thirty notes needs a twentieth of it.
const SEARCHED_BYTES_MAX: usize = 4 << 20;

/// A text and where its characters begin.
pub(super) struct Characters<'a> {
    text: &'a str,
    /// The offset of each character in bytes, and the length of the text.
    starts: Vec<usize>,
    /// How many characters from each one on stand elsewhere too; none when parts are looked for.
    repeats: Option<Vec<usize>>,
}

impl<'a> Characters<'a> {
    /// Returns the characters of a text in which so many `parts` will be asked for.
    pub(super) fn of(text: &'a str, parts: usize) -> Characters<'a> {
        let is_long = text.len().saturating_mul(parts) > SEARCHED_BYTES_MAX;
        let repeats = is_long.then(|| longest_repeats(text));
        let starts = text.char_indices().map(|(start, _)| start);
        Characters {
            text,
            starts: starts.chain([text.len()]).collect(),
            repeats,
        }
    }

    /// Returns how many there are.
    pub(super) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// Returns the characters of a range in bytes.
    pub(super) fn range(&self, bytes: &Range<usize>) -> Range<usize> {
        let index = |offset: usize| self.starts.partition_point(|start| *start < offset);
        index(bytes.start)..index(bytes.end)
    }

    /// Returns the text of a range of characters.
    pub(super) fn text(&self, range: Range<usize>) -> &'a str {
        &self.text[self.starts[range.start]..self.starts[range.end]]
    }

    /// Returns whether a part stands nowhere else in the text.
    pub(super) fn occurs_once(&self, part: Range<usize>) -> bool {
        match &self.repeats {
            Some(repeats) => repeats
                .get(part.start)
                .is_some_and(|repeated| *repeated < part.len()),
            None => {
                let start = self.starts[part.start];
                let next = self.starts.get(part.start + 1).unwrap_or(&start);
                let wanted = Finder::new(self.text(part));
                let text = self.text.as_bytes();
                wanted.find(text) == Some(start) && wanted.find(&text[*next..]).is_none()
            }
        }
    }
}

/// Returns, for each character of a text, how many from it on stand elsewhere in the text too.
fn longest_repeats(text: &str) -> Vec<usize> {
    let characters: Vec<char> = text.chars().collect();
    let order = sorted_suffixes(&characters);
    let mut places = vec![0; order.len()];
    for (place, suffix) in order.iter().enumerate() {
        places[*suffix] = place;
    }
    let mut repeats = vec![0; order.len()];
    let mut common = 0_usize;
    for (suffix, place) in places.iter().enumerate() {
        let Some(before) = place.checked_sub(1).map(|place| order[place]) else {
            common = 0;
            continue;
        };
        let same = characters[suffix + common..]
            .iter()
            .zip(&characters[before + common..])
            .take_while(|(one, other)| one == other);
        common += same.count();
        repeats[suffix] = common.max(repeats[suffix]);
        repeats[before] = common.max(repeats[before]);
        // The suffix that begins one character later shares all but the first.
        common = common.saturating_sub(1);
    }
    repeats
}

/// Returns where the suffixes of a text begin, in their order.
fn sorted_suffixes(characters: &[char]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..characters.len()).collect();
    // The rank of each suffix by its first `width` characters.
    let mut ranks: Vec<usize> = characters
        .iter()
        .map(|character| *character as usize)
        .collect();
    let mut width = 1;
    while width < 2 * characters.len() {
        // A suffix that has ended stands before those that go on.
        let key = |suffix: usize| (ranks[suffix], ranks.get(suffix + width).copied());
        order.sort_unstable_by_key(|suffix| key(*suffix));
        let mut next = vec![0; order.len()];
        let mut rank = 0;
        for pair in order.windows(2) {
            rank += usize::from(key(pair[0]) != key(pair[1]));
            next[pair[1]] = rank;
        }
        ranks = next;
        if rank + 1 == order.len() {
            break;
        }
        width *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_ways_give_the_same_answers(text in "[甲乙a😀]{1,40}", ends in any::<(u8, u8)>()) {
            let searched = Characters::of(&text, 0);
            let indexed = Characters::of(&text, usize::MAX);
            prop_assert!(searched.repeats.is_none() && indexed.repeats.is_some());
            let count = searched.count();
            let start = usize::from(ends.0) % count;
            let end = start + 1 + usize::from(ends.1) % (count - start);
            let part = start..end;
            prop_assert_eq!(searched.occurs_once(part.clone()), indexed.occurs_once(part));
        }
    }
}
