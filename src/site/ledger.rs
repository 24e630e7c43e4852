//! The ledger: all notes of all articles, and the lists of them that have pages.
//!
//! A list holds places of records ([`Entry`]), no text. Names that differ only in script, letter case
//! or width share a list.

use std::collections::{BTreeMap, HashMap, HashSet};

use url::Url;

use super::naming;
use super::taxonomy::{Taxonomies, TermName};
use crate::article::Article;
use crate::article::record::Record;
use crate::config::{By, Config, NoteClass, Vocabulary};

/// Notes, or articles with all of their claims, on a page of a list.
pub const ENTRIES_A_PAGE: usize = 50;

/// The folders of the lists of outlets and of tags.
const OUTLETS: &str = "claims/outlet/";
const TAGS: &str = "claims/tag/";

/// The folder of the list of corrections.
pub const CORRECTIONS: &str = "corrections/";

/// All notes, in lists.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The lists, each with a page at least.
    pub lists: Vec<List>,
    /// The index of each subject's list: every page asks for some.
    places: HashMap<Subject, usize>,
    /// The articles that come from each site, in the order of the pages.
    from: HashMap<String, Vec<usize>>,
    /// The place of each article in the order of the pages.
    articles: Vec<usize>,
    /// The number of lists of articles that each article is in.
    lists_of_article: Vec<usize>,
    has_sources: bool,
}

/// Notes that share a subject.
#[derive(Debug)]
pub struct List {
    /// What they share.
    pub subject: Subject,
    /// The folder of its pages below an edition's tree, with a slash at the end.
    pub folder: String,
    /// The notes, in the order of the pages; of a list of articles, one note of each.
    pub entries: Vec<Entry>,
    /// Of a list of articles the number of their claims of each verdict, by the index of the term; of other
    /// lists none.
    pub claims: Vec<usize>,
}

/// What the notes of a list share.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Subject {
    /// They have a verdict.
    Claims,
    /// They have this verdict, by its index in the vocabulary.
    Verdict(usize),
    /// They are about articles of this outlet, whose name is that of `article`.
    Outlet {
        /// The article that names it first.
        article: usize,
    },
    /// They are about articles of this year.
    Year(i16),
    /// They are about articles with this tag, the `tag`th of `article`.
    Tag {
        /// The article that has it first.
        article: usize,
        /// Its place among the tags of the article.
        tag: usize,
    },
    /// They propose readings.
    Emendations,
    /// They were corrected.
    Corrections,
    /// They rest on pages of this site, or these speak against them.
    Source(String),
}

/// A note, by the index of its article and its own, and the part of it that a list is about: the
/// index of a correction or of a piece of evidence, else 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Entry {
    /// The article.
    pub article: usize,
    /// The note.
    pub record: usize,
    /// The part.
    pub part: usize,
}

impl Subject {
    /// Returns whether the list is one of articles, each with all of its claims.
    pub fn is_of_articles(&self) -> bool {
        matches!(
            self,
            Subject::Outlet { .. } | Subject::Year(_) | Subject::Tag { .. }
        )
    }
}

impl List {
    /// Returns the number of its pages, 1 at least.
    pub fn pages(&self) -> usize {
        self.entries.len().div_ceil(ENTRIES_A_PAGE).max(1)
    }

    /// Returns the entries of a page, counted from 1.
    pub fn page(&self, number: usize) -> &[Entry] {
        let start = ((number - 1) * ENTRIES_A_PAGE).min(self.entries.len());
        let end = (start + ENTRIES_A_PAGE).min(self.entries.len());
        &self.entries[start..end]
    }
}

impl Ledger {
    /// Returns the list of a subject.
    pub fn find(&self, subject: &Subject) -> Option<&List> {
        self.places.get(subject).map(|place| &self.lists[*place])
    }

    /// Returns the articles that come from a site, named by its host, by their indices in [`super::Site::articles`].
    pub fn articles_from(&self, host: &str) -> &[usize] {
        self.from.get(host).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the place of an article in the order of the pages, by its index in [`super::Site::articles`].
    pub fn place(&self, article: usize) -> usize {
        self.articles[article]
    }

    /// Returns the number of lists of articles that an article is in, by its index in [`super::Site::articles`].
    pub fn lists_of_article(&self, article: usize) -> usize {
        self.lists_of_article[article]
    }

    /// Returns whether any evidence has an address.
    pub fn has_sources(&self) -> bool {
        self.has_sources
    }

    /// Returns the lists of one kind of subject.
    pub fn each(&self, is_wanted: fn(&Subject) -> bool) -> impl Iterator<Item = &List> {
        let lists = self.lists.iter();
        lists.filter(move |list| is_wanted(&list.subject))
    }
}

/// Gathers the notes of the articles, which stand in the order of their pages.
pub(super) fn gather(articles: &[Article], config: &Config, taxonomies: &Taxonomies) -> Ledger {
    let vocabulary = &config.vocabulary;
    let mut builder = Builder {
        lists: BTreeMap::new(),
        lists_of_article: vec![0; articles.len()],
    };
    let mut order: Vec<usize> = (0..articles.len()).collect();
    // The sort is stable: of one day, the newest source stands first.
    order.sort_by_key(|index| std::cmp::Reverse(articles[*index].updated()));
    let mut from: HashMap<String, Vec<usize>> = HashMap::new();
    let mut places = vec![0; articles.len()];
    for (place, index) in order.into_iter().enumerate() {
        places[index] = place;
        let article = &articles[index];
        if let Some(host) = article.front_matter.origin.url.as_deref().and_then(host) {
            from.entry(host).or_default().push(index);
        }
        builder.article(article, index, vocabulary);
        for (record, note) in article.summary.records.iter().enumerate() {
            let entry = Entry {
                article: index,
                record,
                part: 0,
            };
            match vocabulary.term(note.term).class {
                NoteClass::Verdict(_) => {
                    builder.add("claims/", &Subject::Claims, entry);
                    let slug = &vocabulary.term(note.term).slug;
                    let folder = format!("claims/verdict/{slug}/");
                    builder.add(&folder, &Subject::Verdict(note.term), entry);
                }
                NoteClass::Emendation => {
                    builder.add("emendations/", &Subject::Emendations, entry);
                }
                NoteClass::Gloss => {}
            }
            builder.parts(note, entry);
        }
    }
    // The last first, also of those that one note has of one day.
    let corrected = |entry: &Entry| {
        let record = &articles[entry.article].summary.records[entry.record];
        let day = std::cmp::Reverse(record.corrections[entry.part].date);
        let part = std::cmp::Reverse(entry.part);
        (day, places[entry.article], entry.record, part)
    };
    let mut lists = named(builder.lists, articles, config, taxonomies);
    for list in &mut lists {
        list.entries.shrink_to_fit();
        if list.subject.is_of_articles() {
            list.claims = claims(list, articles, vocabulary);
        }
        if list.subject == Subject::Corrections {
            list.entries.sort_by_key(corrected);
        }
    }
    Ledger {
        places: (lists.iter().enumerate())
            .map(|(place, list)| (list.subject.clone(), place))
            .collect(),
        from,
        articles: places,
        lists_of_article: builder.lists_of_article,
        has_sources: lists
            .iter()
            .any(|list| matches!(list.subject, Subject::Source(_))),
        lists,
    }
}

/// Returns the number of claims of each verdict in a list of articles, by the index of the term.
fn claims(list: &List, articles: &[Article], vocabulary: &Vocabulary) -> Vec<usize> {
    let entries = list.entries.iter();
    let mut counts = super::tally(entries.map(|entry| &articles[entry.article]), vocabulary);
    for (count, term) in counts.iter_mut().zip(vocabulary.terms()) {
        if !term.class.is_verdict() {
            *count = 0;
        }
    }
    counts
}

/// Returns the lists, those of outlets and of tags with their names and folders: those that the taxonomies have for the same
/// articles, where these have pages.
fn named(
    mut lists: BTreeMap<String, List>,
    articles: &[Article],
    config: &Config,
    taxonomies: &Taxonomies,
) -> Vec<List> {
    for folder in [OUTLETS, TAGS] {
        let own = lists.iter().filter(|(_, list)| list.folder == folder);
        let names = own.filter_map(|(key, list)| match list.subject {
            Subject::Outlet { article } => {
                let publisher = articles[article].front_matter.origin.publisher.as_deref();
                Some((key.as_str(), publisher?))
            }
            Subject::Tag { article, tag } => Some((
                key.as_str(),
                articles[article].front_matter.tags[tag].as_str(),
            )),
            _ => None,
        });
        let parts: Vec<(String, String)> = (naming::parts(names).into_iter())
            .map(|(key, part)| (key.to_owned(), part))
            .collect();
        for (key, part) in parts {
            let Some(list) = lists.get_mut(&key) else {
                continue;
            };
            let shared = shared(&list.subject, config, taxonomies);
            let (subject, part) = shared.unwrap_or((list.subject.clone(), part));
            list.subject = subject;
            list.folder = format!("{folder}{part}/");
        }
    }
    lists.into_values().collect()
}

/// Returns what the list of a taxonomy for a subject is called, and its part of a path.
fn shared(
    subject: &Subject,
    config: &Config,
    taxonomies: &Taxonomies,
) -> Option<(Subject, String)> {
    let (by, article, place) = match subject {
        Subject::Outlet { article } => (By::Outlets, *article, 0),
        Subject::Tag { article, tag } => (By::Tags, *article, *tag),
        _ => return None,
    };
    let mut all = config.taxonomies.iter();
    let taxonomy = all.position(|taxonomy| taxonomy.by == by)?;
    let list = taxonomies.list(taxonomy, taxonomies.term(article, taxonomy, place)?);
    let TermName::Named { article, place } = list.name else {
        return None;
    };
    let part = list.folder.trim_end_matches('/').rsplit('/').next()?;
    let subject = match by {
        By::Outlets => Subject::Outlet { article },
        _ => Subject::Tag {
            article,
            tag: place,
        },
    };
    Some((subject, part.to_owned()))
}

/// The lists so far.
struct Builder {
    /// By their folders; those that belong to names by what all ways to write a name have in common.
    lists: BTreeMap<String, List>,
    lists_of_article: Vec<usize>,
}

impl Builder {
    fn add(&mut self, folder: &str, subject: &Subject, entry: Entry) {
        self.add_to(folder, folder, subject, entry);
    }

    fn add_to(&mut self, key: &str, folder: &str, subject: &Subject, entry: Entry) {
        if let Some(list) = self.lists.get_mut(key) {
            return list.entries.push(entry);
        }
        let list = List {
            subject: subject.clone(),
            folder: folder.to_owned(),
            entries: vec![entry],
            claims: Vec::new(),
        };
        self.lists.insert(key.to_owned(), list);
    }

    /// Adds an article to the lists of articles, when it has claims.
    fn article(&mut self, article: &Article, index: usize, vocabulary: &Vocabulary) {
        let is_claim = |record: &Record| vocabulary.term(record.term).class.is_verdict();
        let Some(record) = article.summary.records.iter().position(is_claim) else {
            return;
        };
        let entry = Entry {
            article: index,
            record,
            part: 0,
        };
        let subjects = subjects(article, index);
        self.lists_of_article[index] = subjects.len();
        for shared in subjects {
            self.add_to(&shared.key, &shared.folder, &shared.subject, entry);
        }
    }

    /// Adds the corrections and the evidence of a note.
    fn parts(&mut self, note: &Record, entry: Entry) {
        for part in 0..note.corrections.len() {
            let entry = Entry { part, ..entry };
            self.add(CORRECTIONS, &Subject::Corrections, entry);
        }
        for (part, host) in sources(note) {
            let entry = Entry { part, ..entry };
            let folder = format!("sources/{host}/");
            self.add(&folder, &Subject::Source(host), entry);
        }
    }
}

/// Returns the evidence of a note that lists of sources show, by its index, and the site of each.
pub fn sources(note: &Record) -> impl Iterator<Item = (usize, String)> {
    let evidence = note.evidence.iter().enumerate();
    evidence.filter_map(|(part, evidence)| {
        let host = evidence.url.as_deref().and_then(host)?;
        Some((part, host))
    })
}

/// Something that the claims of an article share with those of others.
struct Shared {
    /// The folder of the list, the same for all names that share it.
    key: String,
    /// The folder as the name has it.
    folder: String,
    subject: Subject,
}

impl Shared {
    /// Returns what a name stands for.
    fn by_name(folder: &str, name: &str, subject: Subject) -> Shared {
        Shared {
            key: format!("{folder}{}", naming::key(name)),
            // That is told when all names are known.
            folder: folder.to_owned(),
            subject,
        }
    }
}

fn subjects(article: &Article, index: usize) -> Vec<Shared> {
    let front_matter = &article.front_matter;
    let mut subjects = Vec::new();
    if let Some(date) = front_matter.date {
        let year = date.year();
        let folder = format!("claims/year/{year:04}/");
        subjects.push(Shared {
            key: folder.clone(),
            folder,
            subject: Subject::Year(year),
        });
    }
    if let Some(name) = &front_matter.origin.publisher {
        let subject = Subject::Outlet { article: index };
        subjects.push(Shared::by_name(OUTLETS, name, subject));
    }
    for (tag, name) in front_matter.tags.iter().enumerate() {
        let subject = Subject::Tag {
            article: index,
            tag,
        };
        subjects.push(Shared::by_name(TAGS, name, subject));
    }
    // Two tags of one article may come to the same.
    let mut seen = HashSet::new();
    subjects.retain(|shared| seen.insert(shared.key.clone()));
    subjects
}

/// Returns the site that an address belongs to: its host without `www.`.
pub fn host(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    // An address of version 6 of the protocol has colons, which no file name may have everywhere.
    (!host.is_empty() && !host.contains(':')).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_belong_to_hosts() {
        fn check(address: &str, expected: Option<&str>) {
            assert_eq!(host(address).as_deref(), expected);
        }
        check("https://www.axios.com/a", Some("axios.com"));
        check("https://AXIOS.com:8080/a", Some("axios.com"));
        check("mailto:a@b", None);
        check("https://[::1]/", None);
        check("source.txt", None);
    }
}
