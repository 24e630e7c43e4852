//! Merges the records of all articles into shards.
//!
//! 1. Words, and the pairs of each part, become lists of articles, written as text in order.
//! 2. All of that is cut into as many shards as are planned, of about the same length.
//!
//! A shard is a string. ` 人` begins the pairs of a character, and what follows is the list of that
//! character alone; `工` behind it begins the list of 人工. `#word ` begins the list of a word. A list
//! is of three, for text, title and notes, divided by `!`; empty ones at the end are left out.
//!
//! The list of a character alone lacks the articles that its pairs have, as records do, unless these are
//! so long that they may lie in several shards: whoever looks for one character takes all lists of its group
//! in the shard together. Without that an index is a tenth longer.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::batch::{Batches, Records};
use super::digits::push_list;
use super::files;
use super::record::{FIELD_BITS, PARTS};
use super::tokens::{self, Pair};

/// Part of the index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shard {
    /// Its first token: `#` and a word, or one or two wide characters.
    pub(super) first: String,
    pub(super) text: String,
    /// What tells one state of the text from another.
    pub(super) digest: String,
}

/// Bits of an entry that say the article.
const ARTICLE_BITS: u32 = 30;

/// How long a text becomes, in bytes, before a shard may end in it.
const PIECE: usize = 1024;

/// How long the pairs of a character may be, in bytes, so that they lie in one shard.
const GROUP: usize = 12 * 1024;

/// Text of the index, with the places where it may be cut.
#[derive(Default)]
struct Listed {
    text: String,
    cuts: Vec<Cut>,
}

/// A place where text of the index may be cut.
struct Cut {
    start: usize,
    /// The token that begins there.
    first: String,
    /// What a shard needs before it, when it begins in the middle of a character's pairs.
    header: Option<char>,
}

/// The merged index.
pub(super) struct Merged {
    pub(super) shards: Vec<Shard>,
    /// The wide characters that occur.
    pub(super) used: BTreeSet<char>,
}

/// Merges records into `count` shards.
pub(super) fn merge(records: Records, count: usize) -> Merged {
    let records = Batches::from(records);
    let parts: Vec<(Listed, BTreeSet<char>)> = (0..PARTS)
        .into_par_iter()
        .map(|part| list_pairs(&records, part))
        .collect();
    let (words, mut used) = list_words(&records);
    drop(records);
    let mut listed = vec![words];
    for (part, used_there) in parts {
        listed.push(part);
        used.extend(used_there);
    }
    Merged {
        shards: cut(listed, count),
        used,
    }
}

fn list_pairs(records: &Batches, part: usize) -> (Listed, BTreeSet<char>) {
    // The key in the upper bits, the article in the lower: in order they are as they are written.
    let mut entries: Vec<u64> = Vec::with_capacity(records.length(part));
    records.for_each_key(part, |key, article| {
        entries.push(key << ARTICLE_BITS | u64::from(article));
    });
    // Each batch is in order, which this sort takes advantage of.
    entries.sort();
    let mut listed = Listed::default();
    let mut used = BTreeSet::new();
    let first_of = |entry: &u64| pair_of(entry) >> 16;
    for group in entries.chunk_by(|one, next| first_of(one) == first_of(next)) {
        used.insert(tokens::characters(pair_of(&group[0])).0);
        listed.push_group(group, records.end());
    }
    listed.text.shrink_to_fit();
    (listed, used)
}

fn list_words(records: &Batches) -> (Listed, BTreeSet<char>) {
    let mut entries: HashMap<&str, Vec<u64>> = HashMap::new();
    records.for_each_word(|word, field, article| {
        let entry = field << ARTICLE_BITS | u64::from(article);
        entries.entry(word).or_default().push(entry);
    });
    let mut words: Vec<&str> = entries.keys().copied().collect();
    // As the browser compares strings.
    words.sort_unstable_by(|one, other| one.encode_utf16().cmp(other.encode_utf16()));
    let mut listed = Listed::default();
    let mut used = BTreeSet::new();
    for word in words {
        used.extend(word.chars().filter(|character| tokens::is_wide(*character)));
        listed.may_cut(None, || format!("#{word}"));
        listed.text.push('#');
        listed.text.push_str(word);
        listed.text.push(' ');
        let mut of_word = entries.remove(word).unwrap_or_default();
        of_word.sort_unstable();
        listed.push_lists(&of_word);
    }
    (listed, used)
}

/// Returns the pair of an entry.
fn pair_of(entry: &u64) -> Pair {
    (entry >> (ARTICLE_BITS + FIELD_BITS)) as Pair
}

/// Returns the field of an entry.
fn field_of(entry: &u64) -> u64 {
    (entry >> ARTICLE_BITS) & ((1 << FIELD_BITS) - 1)
}

/// Returns the article of an entry.
fn article_of(entry: &u64) -> u32 {
    (entry & ((1 << ARTICLE_BITS) - 1)) as u32
}

/// Returns the fields and articles of entries, in order and each once, of articles below `end`.
fn distinct_places(entries: &[u64], end: u32) -> Vec<u64> {
    let mut is_there = vec![false; (end as usize) << FIELD_BITS];
    let index_of = |field: u64, article: u32| field as usize * end as usize + article as usize;
    for entry in entries {
        is_there[index_of(field_of(entry), article_of(entry))] = true;
    }
    let fields = 0..1 << FIELD_BITS;
    let all = fields.flat_map(|field| (0..end).map(move |article| (field, article)));
    all.filter(|(field, article)| is_there[index_of(*field, *article)])
        .map(|(field, article)| field << ARTICLE_BITS | u64::from(article))
        .collect()
}

impl Listed {
    /// Adds the lists of a character and of its pairs, whose entries are in order, of articles below `end`.
    fn push_group(&mut self, entries: &[u64], end: u32) {
        let (first, _) = tokens::characters(pair_of(&entries[0]));
        let is_alone = |entry: &u64| pair_of(entry) & 0xffff == 0;
        let (alone, pairs) = entries.split_at(entries.partition_point(is_alone));
        let mut of_pairs = Listed::default();
        for of_pair in pairs.chunk_by(|one, next| pair_of(one) == pair_of(next)) {
            let (_, second) = tokens::characters(pair_of(&of_pair[0]));
            let token = || [Some(first), second].into_iter().flatten().collect();
            of_pairs.may_cut(Some(first), token);
            of_pairs.text.extend(second);
            of_pairs.push_lists(of_pair);
        }
        self.may_cut(None, || first.to_string());
        self.text.push(' ');
        self.text.push(first);
        if of_pairs.text.len() > GROUP {
            self.push_lists(&distinct_places(entries, end));
            let start = self.text.len();
            self.cuts.extend(of_pairs.cuts.into_iter().map(|cut| Cut {
                start: start + cut.start,
                ..cut
            }));
        } else {
            self.push_lists(alone);
        }
        self.text.push_str(&of_pairs.text);
    }

    /// Notes that the text may be cut here, unless the last such place is near.
    fn may_cut(&mut self, header: Option<char>, first: impl FnOnce() -> String) {
        let is_near = |cut: &Cut| self.text.len() - cut.start < PIECE;
        if !self.cuts.last().is_some_and(is_near) {
            self.cuts.push(Cut {
                start: self.text.len(),
                first: first(),
                header,
            });
        }
    }

    /// Adds the lists of one token, whose entries are in order.
    fn push_lists(&mut self, entries: &[u64]) {
        let mut field = 0;
        for of_field in entries.chunk_by(|one, next| field_of(one) == field_of(next)) {
            while field < field_of(&of_field[0]) {
                self.text.push('!');
                field += 1;
            }
            push_list(of_field.iter().map(article_of), &mut self.text);
        }
    }
}

/// Cuts text into shards of about the same length.
fn cut(listed: Vec<Listed>, count: usize) -> Vec<Shard> {
    let mut shards = vec![Shard::default(); count];
    let total: usize = listed.iter().map(|part| part.text.len()).sum();
    let mut before = 0;
    for part in listed {
        let ends = part.cuts.iter().skip(1).map(|cut| cut.start);
        let ends = ends.chain([part.text.len()]);
        for (cut, end) in part.cuts.iter().zip(ends) {
            let place = (before + cut.start) * count / total.max(1);
            let shard = &mut shards[place.min(count - 1)];
            if shard.text.is_empty() {
                shard.first.clone_from(&cut.first);
                shard.text.reserve_exact(total / count + 4 * PIECE);
                if let Some(header) = cut.header {
                    shard.text.push(' ');
                    shard.text.push(header);
                }
            }
            shard.text.push_str(&part.text[cut.start..end]);
        }
        before += part.text.len();
    }
    shards
        .par_iter_mut()
        .for_each(|shard| shard.digest = files::digest(&shard.text));
    // An empty one begins where the next one does, so that nothing is looked for in it.
    let mut next = String::from("\u{ffff}");
    for shard in shards.iter_mut().rev() {
        match shard.text.is_empty() {
            true => shard.first.clone_from(&next),
            false => next.clone_from(&shard.first),
        }
    }
    shards
}
