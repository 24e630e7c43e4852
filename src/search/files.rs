//! The files that the browser loads: scripts, each of which calls one function with data.
//!
//! Scripts and not JSON, because a page from disk may load the one and not the other.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use serde_json::{Value, json};

use super::digits::push_number;
use super::fold;
use super::merge::Shard;
use super::passages::{Passage, Place};
use super::variant::Difference;
use crate::article::{Article, fidelity};
use crate::config::By;
use crate::site::naming;
use crate::site::taxonomy::{TermName, distinct_names, names as names_of};
use crate::site::{Site, address};

/// The function that takes what a file brings.
const FUNCTION: &str = "kaozhengSearch";

/// Bytes that what stands around a text has room in.
const ROOM: usize = 64;

/// Characters of a digest that tell one state of a file from another.
const DIGEST: usize = 6;

/// Returns a script that hands over a value under a name, as bytes for which `length` are set aside.
fn script(name: &str, value: &impl Serialize, length: usize) -> Vec<u8> {
    let mut script = Vec::with_capacity(length);
    script.extend_from_slice(format!("{FUNCTION}({},", Value::from(name)).as_bytes());
    serde_json::to_writer(&mut script, value).expect("memory can be written");
    script.extend_from_slice(b")\n");
    script
}

/// Returns what tells one state of a shard from another, by its text.
pub(super) fn digest(text: &str) -> String {
    let mut digest = fidelity::digest(text.as_bytes());
    digest.truncate(DIGEST);
    digest
}

/// Returns the file of a shard.
pub(super) fn shard(number: usize, shard: &Shard) -> Vec<u8> {
    let value = (&shard.digest, &shard.text);
    script(&number.to_string(), &value, shard.text.len() + ROOM)
}

/// What a result shows of an article.
#[derive(Serialize)]
struct Text<'a> {
    slug: &'a str,
    lang: &'a str,
    date: Option<String>,
    texts: Vec<Said<'a>>,
    variants: Vec<(usize, Vec<Vec<Part>>)>,
}

/// A passage, and where it stands.
#[derive(Serialize)]
#[serde(untagged)]
enum Said<'a> {
    Head([&'a str; 1]),
    Block([&'a str; 2]),
    Note(&'a str, &'a str, usize),
}

/// A part of a reading.
#[derive(Serialize)]
#[serde(untagged)]
enum Part {
    Number(usize),
    Words(String),
}

/// Returns the file of an article's text in an edition: what a result shows of it, and where words
/// read otherwise in another form of the text, by the index of the passage.
pub(super) fn text(
    number: usize,
    article: &Article,
    language: &str,
    passages: &[Passage<'_>],
    variants: &[(usize, Vec<Vec<Difference>>)],
) -> Vec<u8> {
    let texts = passages.iter().map(|passage| match passage.place {
        Place::Title | Place::Outlet => Said::Head([&passage.text]),
        Place::Block(id) => Said::Block([&passage.text, id]),
        Place::Note(id, term) => Said::Note(&passage.text, id, term),
    });
    let variants = variants.iter().map(|(index, readings)| {
        let starts = fold::starts(&passages[*index].text);
        let readings = readings.iter().map(|reading| places(&starts, reading));
        (*index, readings.collect())
    });
    let text = Text {
        slug: &article.slug,
        lang: language,
        date: article.front_matter.date.map(|date| date.to_string()),
        texts: texts.collect(),
        variants: variants.collect(),
    };
    let lengths = passages.iter().map(|passage| passage.text.len() + ROOM);
    let length = lengths.sum();
    script(&format!("text/{number}"), &text, length)
}

/// Returns differences as start, length and what stands there, one after another; of the text before it was
/// folded.
fn places(starts: &[usize], differences: &[Difference]) -> Vec<Part> {
    let places = differences.iter().flat_map(|difference| {
        let start = starts[difference.range.start];
        let length = starts[difference.range.end] - start;
        let other: String = difference.other.iter().collect();
        [
            Part::Number(start),
            Part::Number(length),
            Part::Words(other),
        ]
    });
    places.collect()
}

/// Returns the file that an edition's search begins with: where each token is, the table that folds,
/// and what filters need to know of every article.
pub(super) fn head(
    site: &Site,
    edition: usize,
    shards: &[Shard],
    used: impl Fn(char) -> bool,
) -> Vec<u8> {
    let shown_in = &site.config.editions[edition];
    let vocabulary = &site.config.vocabulary;
    let terms: Vec<Value> = vocabulary
        .terms()
        .iter()
        .map(|term| {
            let is_verdict = term.class.is_verdict();
            let (label, seal) = (term.labels.of(shown_in), term.seals.of(shown_in));
            json!([term.slug, label, seal, u8::from(is_verdict)])
        })
        .collect();
    let directory: Vec<Value> = shards
        .iter()
        .map(|shard| json!([shard.first, shard.digest]))
        .collect();
    let version = fidelity::digest(Value::from(directory.clone()).to_string().as_bytes());
    let mut facets = Facets::default();
    let mut names = Names::default();
    // By number: the oldest first.
    for index in (0..site.articles.len()).rev() {
        facets.add(site, edition, index, &mut names);
    }
    // Tags are suggested, and stand in no shard.
    let of_tags = facets.tags.names.iter();
    let of_tags: HashSet<char> = of_tags
        .flat_map(|tag| fold(tag).chars().collect::<Vec<char>>())
        .collect();
    let used = |character: char| used(character) || of_tags.contains(&character);
    let value = json!({
        "version": version[..DIGEST],
        "count": site.articles.len(),
        "articles": address::ARTICLES,
        "shards": directory,
        "fold": fold::pairs(used),
        "terms": terms,
        "years": facets.years,
        "verdict": facets.verdicts,
        "outlets": facets.outlets.names,
        "outlet": facets.outlet,
        "tags": facets.tags.names,
        "tag": facets.tag,
        "lists": {
            "outlet": facets.outlets.lists(site, By::Outlets),
            "tag": facets.tags.lists(site, By::Tags),
        },
    });
    script("head", &value, 0)
}

/// What filters need to know, by article.
#[derive(Default)]
struct Facets {
    /// Each year with the number of articles that follow one another in it.
    years: Vec<(String, usize)>,
    /// A bit for each term that some note has.
    verdicts: String,
    outlets: Numbered,
    /// The number of the outlet from 1, or 0.
    outlet: String,
    tags: Numbered,
    /// How many tags, and the number of each from 0.
    tag: String,
}

/// Names with a number for each.
#[derive(Default)]
struct Numbered {
    names: Vec<String>,
    /// An article that has the name, and the place of the name in it.
    places: Vec<(usize, usize)>,
    numbers: HashMap<String, u32>,
    /// By what all ways to write a name have in common.
    keys: HashMap<String, u32>,
}

impl Numbered {
    /// Returns the number of a name; all ways to write one have the same.
    fn number(&mut self, name: &str, place: (usize, usize)) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let next = self.names.len() as u32;
        let number = *self.keys.entry(naming::key(name)).or_insert(next);
        if number == next {
            self.names.push(name.to_owned());
            self.places.push(place);
        }
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// Returns the folder of the lists of a taxonomy, and the part of each list's path below it: none for one without
    /// pages, empty for one that is the name itself, which the head has already.
    fn lists(&self, site: &Site, by: By) -> Value {
        let mut all = site.config.taxonomies.iter();
        let Some(taxonomy) = all.position(|taxonomy| taxonomy.by == by) else {
            return Value::Null;
        };
        let folder = format!("{}/", site.config.taxonomies[taxonomy].path);
        let names = self.names.iter().zip(&self.places);
        let parts = names.map(|(name, (article, place))| {
            let term = site.taxonomies.term(*article, taxonomy, *place)?;
            let list = site.taxonomies.list(taxonomy, term);
            let part = list.folder.strip_prefix(&folder)?.trim_end_matches('/');
            Some(if part == name { "" } else { part })
        });
        json!([folder, parts.collect::<Vec<Option<&str>>>()])
    }
}

/// What names of articles in a language are in the edition.
type Names = HashMap<(String, String), String>;

impl Facets {
    fn add(&mut self, site: &Site, edition: usize, index: usize, names: &mut Names) {
        let article = &site.articles[index];
        let date = article.front_matter.date.map(|date| date.to_string());
        let year = date.and_then(|date| date.split('-').next().map(str::to_owned));
        let year = year.unwrap_or_default();
        match self.years.last_mut() {
            Some((last, count)) if *last == year => *count += 1,
            _ => self.years.push((year, 1)),
        }
        let tally = article.summary.tally.iter().take(32).enumerate();
        let verdicts = tally.fold(0, |bits, (term, count)| {
            bits | u32::from(*count > 0) << term
        });
        push_number(verdicts, &mut self.verdicts);
        let mut shown = |article: &Article, name: &String| {
            let key = (article.language.clone(), name.clone());
            // An article may have rules of its own, and is not looked up then.
            let has_rules = !article.front_matter.conversion.rules.is_empty();
            if has_rules || article.front_matter.conversion.is_off {
                return site.conversion(article, edition).owned(name);
            }
            let convert = || site.conversion(article, edition).owned(name);
            names.entry(key).or_insert_with(convert).clone()
        };
        let taxonomy = |by: By| {
            let mut taxonomies = site.config.taxonomies.iter();
            taxonomies.position(|taxonomy| taxonomy.by == by)
        };
        // A list is called as one of its articles calls it.
        let mut called = |taxonomy: usize, place: usize| {
            let list = site.taxonomies.term(index, taxonomy, place);
            let list = list.map(|term| site.taxonomies.list(taxonomy, term).name);
            let (article, place) = match list {
                Some(TermName::Named { article, place }) => (article, place),
                _ => (index, place),
            };
            let article = &site.articles[article];
            let name = names_of(article, &site.config.taxonomies[taxonomy]).get(place)?;
            Some(shown(article, name))
        };
        let outlet = taxonomy(By::Outlets).and_then(|outlets| called(outlets, 0));
        let outlet = outlet.map_or(0, |name| self.outlets.number(&name, (index, 0)) + 1);
        push_number(outlet, &mut self.outlet);
        let mut tags: Vec<u32> = Vec::new();
        if let Some(taxonomy) = taxonomy(By::Tags) {
            for (place, _) in distinct_names(site, index, taxonomy) {
                let Some(name) = called(taxonomy, place) else {
                    continue;
                };
                let number = self.tags.number(&name, (index, place));
                if !tags.contains(&number) {
                    tags.push(number);
                }
            }
        }
        push_number(tags.len() as u32, &mut self.tag);
        for tag in tags {
            push_number(tag, &mut self.tag);
        }
    }
}
