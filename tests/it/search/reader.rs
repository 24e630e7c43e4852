//! The files of a site's search, read as the browser reads them.

use std::collections::{BTreeMap, BTreeSet};

use kaozheng::Prepared;
use kaozheng::search::{WIDE, fold};
use kaozheng::site::SearchFile;
use serde_json::Value;

use super::files;

/// The files of a site's search, read.
pub struct Reader {
    head: Value,
    pub shards: Vec<String>,
    /// The texts of each edition by the articles' slugs.
    pub texts: Vec<BTreeMap<String, Value>>,
    /// The slug of each number.
    slugs: Vec<String>,
}

/// Returns what a file hands over.
fn read(bytes: &[u8]) -> Value {
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let arguments = text.strip_prefix("kaozhengSearch(").expect("a call");
    let arguments = arguments.strip_suffix(")\n").expect("a call and no more");
    let mut list: Value = serde_json::from_str(&format!("[{arguments}]")).expect("JSON");
    list[1].take()
}

impl Reader {
    pub fn of(prepared: &Prepared) -> Reader {
        let site = &prepared.site;
        let mut reader = Reader {
            head: Value::Null,
            shards: vec![String::new(); site.search_shards()],
            texts: vec![BTreeMap::new(); site.config.editions.len()],
            slugs: site
                .articles
                .iter()
                .rev()
                .map(|article| article.slug.clone())
                .collect(),
        };
        for (file, bytes) in files(prepared).into_values() {
            let value = read(&bytes);
            match file {
                SearchFile::Head { edition: 0 } => reader.head = value,
                SearchFile::Head { .. } => {}
                SearchFile::Shard { number } => {
                    assert!(bytes.len() <= 64 * 1024, "{number}: {}", bytes.len());
                    assert_eq!(value[0], reader_digest(&reader.head, number, &value));
                    reader.shards[number] = value[1].as_str().expect("a string").to_owned();
                }
                SearchFile::Text { edition, .. } => {
                    let slug = value["slug"].as_str().expect("a slug").to_owned();
                    reader.texts[edition].insert(slug, value);
                }
            }
        }
        reader
    }

    /// Returns the slugs of the articles that have all tokens of a phrase in one of their fields.
    pub fn find(&self, phrase: &str) -> BTreeSet<&str> {
        let keys = keys(&fold(phrase));
        assert!(!keys.is_empty(), "{phrase}");
        let lists: Vec<[BTreeSet<usize>; 3]> = keys.iter().map(|key| self.lists(key)).collect();
        let mut found = BTreeSet::new();
        for field in 0..3 {
            let (first, others) = lists.split_first().expect("a key");
            found.extend(
                first[field]
                    .iter()
                    .filter(|number| others.iter().all(|list| list[field].contains(number))),
            );
        }
        found
            .into_iter()
            .map(|number: usize| self.slugs[number].as_str())
            .collect()
    }

    fn lists(&self, key: &str) -> [BTreeSet<usize>; 3] {
        let directory = self.head["shards"].as_array().expect("a directory");
        let first = |shard: &Value| shard[0].as_str().expect("a token").to_owned();
        assert!(directory.iter().map(first).is_sorted());
        let place = directory.partition_point(|shard| first(shard).as_str() <= key);
        let text = &self.shards[place.saturating_sub(1)];
        let mut lists: [BTreeSet<usize>; 3] = Default::default();
        for written in written(text, key) {
            for (list, written) in lists.iter_mut().zip(written.split('!')) {
                list.extend(members(written));
            }
        }
        lists
    }
}

/// Returns the lists of a key in a shard, as they are written; for one character those of its pairs too.
fn written<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    let up_to = |start: usize, is_end: fn(char) -> bool| {
        let length = text[start..].find(is_end);
        &text[start..length.map_or(text.len(), |length| start + length)]
    };
    if key.starts_with('#') {
        let word = format!("{key} ");
        let place = text.find(&word);
        let list = |at| up_to(at + word.len(), |c| c == ' ' || c == '#');
        return place.map(list).into_iter().collect();
    }
    let mut characters = key.chars();
    let first = characters.next().expect("a character");
    let Some(place) = text.find(&format!(" {first}")) else {
        return Vec::new();
    };
    let group = up_to(place + 1 + first.len_utf8(), |c| c == ' ');
    let Some(second) = characters.next() else {
        return group.split(|c: char| !c.is_ascii()).collect();
    };
    let pair = group.split_once(second).map(|(_, rest)| rest);
    let list = |rest: &'a str| rest.split(|c: char| !c.is_ascii()).next();
    pair.and_then(list).into_iter().collect()
}

/// Returns the digest that the head has for a shard; that of the shard when the head is not read yet.
fn reader_digest(head: &Value, number: usize, shard: &Value) -> Value {
    match &head["shards"][number][1] {
        Value::Null => shard[0].clone(),
        known => known.clone(),
    }
}

fn members(list: &str) -> BTreeSet<usize> {
    const DIGITS: &str =
        "%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
    let digit = |c: char| DIGITS.find(c).expect("a digit");
    if let Some(bits) = list.strip_prefix('$') {
        let sixes = bits.chars().map(digit).enumerate();
        return sixes
            .flat_map(|(place, six)| {
                (0..6)
                    .filter(move |bit| six >> bit & 1 == 1)
                    .map(move |bit| place * 6 + bit)
            })
            .collect();
    }
    let mut members = BTreeSet::new();
    let (mut high, mut next) = (0, 0);
    for digit in list.chars().map(digit) {
        if digit >= 64 {
            high = high * 25 + digit - 64;
            continue;
        }
        next += high * 64 + digit;
        members.insert(next);
        (high, next) = (0, next + 1);
    }
    members
}

/// Returns what a folded phrase is looked up by.
fn keys(text: &str) -> BTreeSet<String> {
    let is_wide = |c: &char| WIDE.iter().any(|range| range.contains(c));
    let mut keys = BTreeSet::new();
    let mut rest: Vec<char> = text.chars().collect();
    while let Some(first) = rest.first() {
        let is_alike = |c: &char| is_wide(c) == is_wide(first) && c.is_alphanumeric();
        let length = rest.iter().take_while(|c| is_alike(c)).count().max(1);
        let run: Vec<char> = rest.drain(..length).collect();
        if is_wide(&run[0]) && length > 1 {
            keys.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
        } else if is_wide(&run[0]) {
            keys.insert(run[0].to_string());
        } else if run[0].is_alphanumeric() {
            keys.insert(format!("#{}", run.iter().collect::<String>()));
        }
    }
    keys
}

impl Reader {
    /// Returns whether a phrase stands in an article where words of it read otherwise.
    pub fn reads_otherwise(&self, slug: &str, phrase: &str) -> bool {
        self.texts.iter().any(|texts| {
            let text = &texts[slug];
            let variants = text["variants"].as_array().expect("a list");
            variants.iter().any(|variant| {
                let index = variant[0].as_u64().expect("an index") as usize;
                let passage = text["texts"][index][0].as_str().expect("a text");
                let readings = variant[1].as_array().expect("a list");
                readings
                    .iter()
                    .any(|reading| other_reading(passage, reading).contains(phrase))
            })
        })
    }
}

/// Returns a passage, folded, with other words in their places.
fn other_reading(passage: &str, reading: &Value) -> String {
    let units: Vec<u16> = passage.encode_utf16().collect();
    let text = |units: &[u16]| fold(&String::from_utf16(units).expect("whole characters"));
    let mut result = String::new();
    let mut at = 0;
    for place in reading.as_array().expect("a list").chunks(3) {
        let [start, length] = [0, 1].map(|part| place[part].as_u64().expect("a place") as usize);
        result.push_str(&text(&units[at..start]));
        result.push_str(place[2].as_str().expect("words"));
        at = start + length;
    }
    result + &text(&units[at..])
}
