//! The sources that notes cite by a key, `[@key]`: a `sources.yml` in Hayagriva's format at the site's root,
//! and one beside an article, which beats it.
//!
//! What is read here is data; a style of the Citation Style Language makes references of it ([`style`]),
//! edition by edition. A site without such a file reads neither sources nor styles.

mod bibliography;
mod csl;
pub mod references;
mod sources;
pub mod style;

use std::collections::BTreeMap;
use std::sync::Arc;

use hayagriva::Entry;
use hayagriva::types::Date;

use super::is_web_address;
use crate::diagnostic::{Checked, Source};

/// The name of the file, at the site's root or beside an article.
pub const SOURCES: &str = "sources.yml";

/// A source that notes may cite.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// What notes cite it by.
    pub key: String,
    /// Its title, or its key where it has none.
    pub title: String,
    /// Its address.
    pub url: Option<String>,
    /// The address of a copy in an archive: where it is kept, when that is an address.
    pub archived: Option<String>,
    /// Its day, as `2024-02-25`, when it is known to the day.
    pub date: Option<String>,
    /// All that the file says of it.
    entry: Entry,
}

/// The sources of one file, by their keys.
#[derive(Debug)]
struct Library {
    source: Arc<Source>,
    by_key: BTreeMap<String, Arc<Citation>>,
    /// Whether all that the file tells could be read.
    is_whole: bool,
}

/// The sources that a text may cite.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Citations {
    /// Those of the article.
    own: Option<Arc<Library>>,
    /// Those of the site.
    site: Option<Arc<Library>>,
}

impl PartialEq for Library {
    /// Whether both were made of the same text.
    fn eq(&self, other: &Library) -> bool {
        self.source == other.source && self.is_whole == other.is_whole
    }
}

impl Citations {
    /// Returns the sources that the site's file tells.
    pub fn of_site(source: &Arc<Source>) -> Checked<Citations> {
        let library = Library::read(source);
        Checked {
            value: Citations {
                own: None,
                site: Some(Arc::new(library.value)),
            },
            diagnostics: library.diagnostics,
        }
    }

    /// Returns those of a site whose file is there, and could not be opened.
    pub fn unreadable() -> Citations {
        let library = Library {
            source: Source::new(SOURCES, ""),
            by_key: BTreeMap::new(),
            is_whole: false,
        };
        Citations {
            own: None,
            site: Some(Arc::new(library)),
        }
    }

    /// Returns these with those that an article's file tells, which beat them.
    pub fn with_own(&self, source: &Arc<Source>) -> Checked<Citations> {
        let library = Library::read(source);
        Checked {
            value: Citations {
                own: Some(Arc::new(library.value)),
                site: self.site.clone(),
            },
            diagnostics: library.diagnostics,
        }
    }

    /// Returns the article's file of sources.
    pub fn own_source(&self) -> Option<&Arc<Source>> {
        self.own.as_ref().map(|own| &own.source)
    }

    /// Returns whether all files of them could be read, so that it is known what is missing.
    pub fn are_whole(&self) -> bool {
        self.libraries().all(|library| library.is_whole)
    }

    /// Returns the source under a key.
    pub fn get(&self, key: &str) -> Option<&Arc<Citation>> {
        self.libraries().find_map(|library| library.by_key.get(key))
    }

    /// Returns the keys of all sources.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.libraries()
            .flat_map(|library| library.by_key.keys().map(String::as_str))
    }

    /// Returns the first source of a title and an address.
    pub fn find(&self, title: &str, url: Option<&str>) -> Option<&Arc<Citation>> {
        let is_beaten = |citation: &Arc<Citation>| {
            let beats = self.get(&citation.key);
            beats.is_none_or(|beats| !Arc::ptr_eq(beats, citation))
        };
        let mut all = self.libraries().flat_map(|library| library.by_key.values());
        all.find(|citation| {
            citation.title == title && citation.url.as_deref() == url && !is_beaten(citation)
        })
    }

    /// Returns the files, the first of which counts.
    fn libraries(&self) -> impl Iterator<Item = &Library> {
        self.own.iter().chain(&self.site).map(AsRef::as_ref)
    }
}

impl Library {
    fn read(source: &Arc<Source>) -> Checked<Library> {
        let read = sources::read(source);
        let citations = read.value.entries.into_iter().map(Citation::of);
        Checked {
            value: Library {
                source: Arc::clone(source),
                by_key: citations
                    .map(|citation| (citation.key.clone(), Arc::new(citation)))
                    .collect(),
                is_whole: read.value.is_whole,
            },
            diagnostics: read.diagnostics,
        }
    }
}

impl Citation {
    fn of(entry: Entry) -> Citation {
        let title = entry.title().map(ToString::to_string).unwrap_or_default();
        Citation {
            title: match title.trim() {
                "" => entry.key().to_owned(),
                title => title.to_owned(),
            },
            key: entry.key().to_owned(),
            url: entry.url_any().map(|url| url.value.to_string()),
            archived: kept_at(&entry),
            date: entry.date_any().and_then(day),
            entry,
        }
    }

    /// Returns the language tag of the source, where its entry has one.
    pub fn language(&self) -> Option<String> {
        self.entry.language().map(ToString::to_string)
    }

    /// Returns its authors, family names first.
    pub fn authors(&self) -> Vec<String> {
        let authors = self.entry.authors().unwrap_or_default();
        authors
            .iter()
            .map(|author| author.name_first(false, false))
            .collect()
    }
}

/// Returns the address of the place where a source is kept.
fn kept_at(entry: &Entry) -> Option<String> {
    let places = [entry.archive_location(), entry.archive()];
    let mut places = places.into_iter().flatten().map(ToString::to_string);
    places.find(|place| is_web_address(place))
}

/// Returns whether a key that notes cite may have a character.
pub fn is_key_sign(character: char) -> bool {
    character.is_alphanumeric() || "_-.:/+".contains(character)
}

/// Returns a date that is known to the day.
fn day(date: &Date) -> Option<String> {
    let is_day = date.day.is_some() && !date.approximate && (1..=9999).contains(&date.year);
    is_day.then(|| known_part(date))
}

/// Returns what is known of a date (ISO 8601, extended format).
fn known_part(date: &Date) -> String {
    let mut text = format!("{:04}", date.year);
    for part in [date.month, date.month.and(date.day)].into_iter().flatten() {
        text += &format!("-{:02}", part + 1);
    }
    text
}
