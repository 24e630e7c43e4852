//! The search index that the browser reads.
//!
//! Its place in the pipeline: after [`crate::site`], before [`crate::render`]. It is made from the
//! trees of articles, never from pages. Three kinds of files, all of them scripts, since a page from
//! disk may load nothing else:
//!
//! - *shards* (`merge`): for each pair of Han characters, each single one and each word, the articles
//!   that have it in their text, their title or their notes; in the order of the tokens, cut into
//!   files of about the same length. One set for all editions.
//! - a *head* for each edition (`files`): the first token of each shard, the table that folds both
//!   scripts into one (`fold`), and what filters need to know of every article.
//! - a *text* for each article in each edition: its passages, from which the browser shows excerpts,
//!   and by which it proves that a phrase stands where its pairs do.
//!
//! One index serves all editions because their texts fold to the same: a second one would hold the
//! same lists again, for the few pairs in which quotation marks, phrases or rules of conversion
//! differ. Of those the index holds both, and also the pairs of the text converted by phrases
//! (軟體, 软件), so that a word is found in the wording of another region. A text says where such words
//! stand (`variant`).
//!
//! Articles are numbered from the oldest, so that a new one changes no number.
//!
//! [`index`] is pure and of one article; [`merge`] makes the [`Index`] of all [`Records`]. What is in
//! memory until then is some three kilobytes an article. Where the pages of an article are rendered, too,
//! [`index_trees`] takes the trees that they are made from.

mod batch;
mod digits;
mod files;
mod fold;
mod merge;
mod passages;
mod record;
mod regional;
mod tokens;
mod variant;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};

use crate::article::document::{Document, Note};
use crate::article::{self, Article};
use crate::config::language::{HanScript, han_script};
use crate::config::{Config, Edition, Level};
use crate::script::{self, Conversion, Rules, runs};
use crate::site::{SearchFile, Site};
use merge::Shard;
use passages::{Passage, Place, Shown};
use record::{Field, Gathered};
use variant::{Difference, differences, stretches};

pub use batch::Records;
pub use fold::fold;
pub use record::Record;
pub use tokens::WIDE;

/// The language tags of the two wordings that a text may be in.
const MAINLAND: &str = "zh-Hans";
const TAIWAN: &str = "zh-Hant-TW";

/// What indexing an article gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexed {
    /// What it adds to the index.
    pub record: Record,
    /// The file of its text in each edition.
    pub texts: Vec<Vec<u8>>,
}

/// The index of a site, ready to be written.
#[derive(Debug, Default)]
pub struct Index {
    shards: Vec<Shard>,
    used: BTreeSet<char>,
}

/// Returns the number by which an article is known to the index.
pub fn number(site: &Site, article: usize) -> usize {
    site.articles.len() - 1 - article
}

/// Indexes an article, by its index in the site.
pub fn index(site: &Site, article: usize) -> Indexed {
    let own = &site.articles[article];
    let tree = article::document(own, &site.config);
    let editions = site.config.editions.iter().enumerate();
    let trees: Vec<Cow<'_, Document>> = editions
        .map(|(edition, Edition { tag, .. })| {
            let text = own.text_for(tag);
            let document = article::document_for(&tree, own, text, &site.config);
            runs::converted_document(document, &site.conversion(text, edition))
        })
        .collect();
    let trees: Vec<&Document> = trees.iter().map(AsRef::as_ref).collect();
    index_trees(site, article, &tree, &trees)
}

/// Indexes an article of which the trees are made already: its own, as written, and that which each
/// edition shows, in the edition's script.
pub fn index_trees(site: &Site, article: usize, tree: &Document, trees: &[&Document]) -> Indexed {
    let own = &site.articles[article];
    let texts = site.config.editions.iter();
    let texts: Vec<&Article> = texts.map(|edition| own.text_for(&edition.tag)).collect();
    let conversion = |(edition, text)| site.conversion(text, edition);
    let of_texts = texts.iter().copied().enumerate().map(conversion);
    let of_texts: Vec<Conversion<'_>> = of_texts.collect();
    let of_own = (0..texts.len()).map(|edition| conversion((edition, own)));
    let of_own: Vec<Conversion<'_>> = of_own.collect();
    let shown: Vec<Shown<'_>> = (0..trees.len())
        .map(|edition| Shown {
            article: own,
            text: texts[edition],
            document: trees[edition],
            conversion: &of_texts[edition],
            front_matter: &of_own[edition],
        })
        .collect();
    index_shown(site, article, tree, &shown)
}

fn index_shown(site: &Site, number: usize, tree: &Document, shown: &[Shown<'_>]) -> Indexed {
    let own = &site.articles[number];
    let editions: Vec<Form<'_>> = shown.iter().map(|shown| Form::of(*shown)).collect();
    let by_phrases = editions
        .first()
        .map_or_else(Vec::new, |first| phrases(site, own, tree, first));
    let readings = readings(&editions, &by_phrases);
    let mut gathered = Gathered::default();
    for of_passage in &readings {
        gather(of_passage, &mut gathered);
    }
    let number = self::number(site, number);
    let texts = shown.iter().zip(&editions).map(|(shown, form)| {
        let language = match shown.conversion.is_derivation() {
            true => shown.conversion.edition(),
            false => &shown.text.language,
        };
        let variants = form.variants(&readings);
        files::text(number, own, language, &form.passages, &variants)
    });
    Indexed {
        texts: texts.collect(),
        record: gathered.finish(number as u32),
    }
}

/// Adds what the readings of a passage have.
fn gather(readings: &[Reading<'_>], gathered: &mut Gathered) {
    for (index, reading) in readings.iter().enumerate() {
        // Most forms of a passage fold to the same.
        let is_same = |before: &Reading<'_>| before.folded == reading.folded;
        if readings[..index].iter().any(is_same) {
            continue;
        }
        let field = Field::of(reading.place);
        let is_known = field == Field::of(readings[0].place);
        if reading.differences.is_empty() || !is_known {
            gathered.add(reading.folded, field);
            continue;
        }
        for stretch in stretches(reading.folded, &reading.differences) {
            gathered.add(stretch, field);
        }
    }
}

/// An article in one wording.
struct Form<'a> {
    passages: Vec<Passage<'a>>,
    /// The text of each, folded.
    folded: Vec<Vec<char>>,
}

/// A passage in one wording, folded.
struct Reading<'a> {
    place: Place<'a>,
    folded: &'a [char],
    /// Where it is another than the first reading of the passage.
    differences: Vec<Difference>,
}

impl Form<'_> {
    fn of(shown: Shown<'_>) -> Form<'_> {
        let passages = passages::passages(shown);
        let folded = passages.iter().map(|passage| {
            let mut folded = Vec::with_capacity(passage.text.len() / 2);
            fold::push(&passage.text, &mut folded);
            folded
        });
        Form {
            folded: folded.collect(),
            passages,
        }
    }

    /// Returns what each passage of another form is in this one, folded, where this one has it.
    fn in_places_of(self, other: &Form<'_>) -> Vec<Option<Vec<char>>> {
        let own = self.passages.into_iter().zip(self.folded);
        let mut own = own.peekable();
        let others = other.passages.iter().map(|other| {
            let same = own.next_if(|(passage, _)| passage.place == other.place);
            same.map(|(_, folded)| folded)
        });
        others.collect()
    }

    /// Returns how passages read in other forms, by their indices: each form of which some word is
    /// another.
    fn variants(&self, readings: &[Vec<Reading<'_>>]) -> Vec<(usize, Vec<Vec<Difference>>)> {
        let mut variants: Vec<(usize, Vec<Vec<Difference>>)> = Vec::new();
        for (index, (passage, folded)) in self.passages.iter().zip(&self.folded).enumerate() {
            let mut others: Vec<Vec<Difference>> = Vec::new();
            let is_first = readings[index][0].folded == folded;
            for other in &readings[index] {
                if other.place != passage.place || other.folded == folded {
                    continue;
                }
                let reading = match is_first {
                    true => other.differences.clone(),
                    false => differences(folded, other.folded),
                };
                if !reading.is_empty() && !others.contains(&reading) {
                    others.push(reading);
                }
            }
            if !others.is_empty() {
                variants.push((index, others));
            }
        }
        variants
    }
}

/// Returns the readings of each passage, by its index: in each edition, and where they are others than that
/// of the first edition, in the wording of other regions.
fn readings<'a>(
    editions: &'a [Form<'a>],
    by_phrases: &'a [Vec<Option<Vec<char>>>],
) -> Vec<Vec<Reading<'a>>> {
    let passages = |form: &'a Form<'a>| form.passages.iter().zip(&form.folded);
    let count = editions.iter().map(|form| form.passages.len()).max();
    let mut readings: Vec<Vec<Reading<'a>>> = Vec::new();
    readings.resize_with(count.unwrap_or_default(), Vec::new);
    for form in editions {
        for (readings, (passage, folded)) in readings.iter_mut().zip(passages(form)) {
            push_reading(passage.place, folded, readings);
        }
    }
    for form in by_phrases {
        let passages = editions.iter().take(1).flat_map(passages);
        for ((readings, (passage, _)), folded) in readings.iter_mut().zip(passages).zip(form) {
            if let Some(folded) = folded {
                push_reading(passage.place, folded, readings);
            }
        }
    }
    readings
}

fn push_reading<'a>(place: Place<'a>, folded: &'a [char], readings: &mut Vec<Reading<'a>>) {
    let first = readings.first().filter(|first| first.folded != folded);
    let differences = first.map_or_else(Vec::new, |first| differences(first.folded, folded));
    readings.push(Reading {
        place,
        folded,
        differences,
    });
}

/// Returns an article in the wording of other regions, when it may be converted at all: of the
/// mainland and of Taiwan, whichever is not its own. That of Hong Kong has few words that neither has.
/// Each passage of the article as it is has its place there, with nothing for one that reads the same.
fn phrases(
    site: &Site,
    own: &Article,
    tree: &Document,
    of_own: &Form<'_>,
) -> Vec<Vec<Option<Vec<char>>>> {
    let Some(conversion) = to_other_script(site, own) else {
        return Vec::new();
    };
    let conversion = conversion.at(Level::Phrase);
    if !conversion.changes_script() {
        return Vec::new();
    }
    let form = |document: &Document| {
        let form = Form::of(Shown {
            article: own,
            text: own,
            document,
            conversion: &conversion,
            front_matter: &conversion,
        });
        form.in_places_of(of_own)
    };
    let mut document = with_regional_words(tree, of_own);
    runs::convert_document(&mut document, &conversion);
    let mut forms = vec![form(&document)];
    let configuration = script::configuration(&own.language, MAINLAND, Level::Phrase);
    if configuration == Some("hk2sp") {
        let onward = Conversion::between(MAINLAND, TAIWAN, Vec::new(), &site.config);
        runs::convert_document(&mut document, &onward.at(Level::Phrase));
        forms.push(form(&document));
    }
    forms
}

/// Returns those blocks and notes of a tree that have words which other regions say otherwise. Notes
/// keep their places, for the text refers to them.
fn with_regional_words(tree: &Document, of_own: &Form<'_>) -> Document {
    let passages = of_own.passages.iter().zip(&of_own.folded);
    let regional: HashSet<(bool, &str)> = passages
        .filter(|(_, folded)| regional::stands_in(folded))
        .filter_map(|(passage, _)| match passage.place {
            Place::Block(id) => Some((false, id)),
            Place::Note(id, _) => Some((true, id)),
            Place::Title | Place::Outlet => None,
        })
        .collect();
    let blocks = tree.blocks.iter();
    let notes = tree.notes.iter();
    Document {
        blocks: blocks
            .filter(|block| regional.contains(&(false, block.id.as_str())))
            .cloned()
            .collect(),
        notes: notes
            .map(|note| match regional.contains(&(true, note.id.as_str())) {
                true => note.clone(),
                false => Note::default(),
            })
            .collect(),
    }
}

/// Returns the conversion of an article into the other script: that of an edition, or if none has
/// it, one without the site's rules.
fn to_other_script<'a>(site: &'a Site, own: &'a Article) -> Option<Conversion<'a>> {
    if own.front_matter.conversion.is_off {
        return None;
    }
    let (other, tag) = match han_script(&own.language)? {
        HanScript::Traditional => (HanScript::Simplified, MAINLAND),
        HanScript::Simplified => (HanScript::Traditional, TAIWAN),
    };
    let mut editions = site.config.editions.iter();
    if let Some(edition) = editions.position(|edition| han_script(&edition.tag) == Some(other)) {
        return Some(site.conversion(own, edition));
    }
    let rules = Rules::between(own.front_matter.conversion.rules.iter(), &own.language, tag);
    let config: &Config = &site.config;
    Some(Conversion::between(
        &own.language,
        tag,
        vec![Cow::Owned(rules)],
        config,
    ))
}

/// Merges the records of all articles.
pub fn merge(site: &Site, records: Records) -> Index {
    let merged = merge::merge(records, site.search_shards());
    Index {
        shards: merged.shards,
        used: merged.used,
    }
}

impl Index {
    /// Returns a file of the index; of a text there is none here, for [`index`] gives it.
    pub fn file(&self, site: &Site, file: &SearchFile) -> Option<Vec<u8>> {
        match file {
            SearchFile::Head { edition } => {
                let used = |character: char| self.used.contains(&character);
                Some(files::head(site, *edition, &self.shards, used))
            }
            SearchFile::Shard { number } => Some(files::shard(*number, self.shards.get(*number)?)),
            SearchFile::Text { .. } => None,
        }
    }
}
