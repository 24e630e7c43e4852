//! Articles and the pages that their notes rest on, as entries of BibLaTeX.

use std::collections::HashSet;
use std::sync::Arc;

use biblatex::{Bibliography, Chunk, Entry, EntryType, Spanned};

use super::page;
use crate::article::Article;
use crate::article::record::Evidence;
use crate::config::Config;
use crate::config::citations::Citation;
use crate::site::address;
use crate::site::ledger::host;

/// Returns articles and what they cite as entries of the type `online` (BibLaTeX 3.20, section 2.1.1),
/// each address once, in the order in which they are met.
pub fn bibtex<'a>(articles: impl Iterator<Item = &'a Article>, config: &Config) -> String {
    let articles: Vec<&Article> = articles.collect();
    let notes = articles.iter().flat_map(|article| &article.summary.records);
    let cited = notes.flat_map(|note| &note.evidence);
    let cited = cited.filter_map(|evidence| evidence.citation.as_ref());
    let mut entries = Entries {
        taken: cited.map(|citation| citation.key.to_lowercase()).collect(),
        ..Entries::default()
    };
    for article in articles {
        entries.article(article, config);
        let notes = article.summary.records.iter();
        for evidence in notes.flat_map(|note| &note.evidence) {
            entries.evidence(evidence);
        }
    }
    entries.bibliography.to_biblatex_string()
}

#[derive(Default)]
struct Entries {
    bibliography: Bibliography,
    /// The keys of sources, in lower case, since BibTeX takes no notice of it; no article or page may have one.
    taken: HashSet<String>,
    /// The addresses of pages that have an entry.
    seen: HashSet<String>,
    /// The sources that have one.
    cited: Vec<Arc<Citation>>,
}

impl Entries {
    fn article(&mut self, article: &Article, config: &Config) {
        let front_matter = &article.front_matter;
        let origin = &front_matter.origin;
        let url = origin.url.clone();
        let url = url.unwrap_or_else(|| page(article, config));
        let mut entry = self.entry(&article.slug, &front_matter.title, &url);
        if !origin.authors.is_empty() {
            entry.set("author", names(&origin.authors));
        }
        set(&mut entry, "langid", Some(article.language.clone()));
        set(&mut entry, "organization", origin.publisher.clone());
        set(
            &mut entry,
            "date",
            front_matter.date.map(|date| date.to_string()),
        );
        set(
            &mut entry,
            "urldate",
            origin.retrieved.map(|date| date.to_string()),
        );
        self.bibliography.insert(entry);
    }

    /// Adds evidence: as the source that it is, or as a page of the web.
    fn evidence(&mut self, evidence: &Evidence) {
        if let Some(citation) = &evidence.citation {
            return self.citation(citation, evidence);
        }
        let Some((url, host)) = evidence
            .url
            .as_ref()
            .and_then(|url| Some((url, host(url)?)))
        else {
            return;
        };
        if !self.seen.insert(url.clone()) {
            return;
        }
        let year = evidence.date.map(|date| format!("-{}", date.year()));
        let name = format!("{host}{}", year.unwrap_or_default());
        let mut entry = self.entry(&name, &evidence.title, url);
        set(&mut entry, "organization", Some(host));
        set(
            &mut entry,
            "date",
            evidence.date.map(|date| date.to_string()),
        );
        set(
            &mut entry,
            "addendum",
            evidence.archived.as_deref().map(copy),
        );
        self.bibliography.insert(entry);
    }

    fn citation(&mut self, citation: &Arc<Citation>, evidence: &Evidence) {
        if self.cited.contains(citation) {
            return;
        }
        self.cited.push(Arc::clone(citation));
        if let Some(url) = &citation.url {
            self.seen.insert(url.clone());
        }
        let mut entry = Entry::new(
            self.free_key(&citation.key, |_| true),
            EntryType::new(citation.bibliography_type()),
        );
        set(&mut entry, "title", Some(citation.title.clone()));
        set(
            &mut entry,
            "url",
            citation.url.as_deref().map(address::escaped),
        );
        let authors = citation.authors();
        if !authors.is_empty() {
            entry.set("author", people(&authors));
        }
        for (field, value) in citation.bibliography_fields() {
            set(&mut entry, field, Some(value));
        }
        set(
            &mut entry,
            "addendum",
            evidence.archived.as_deref().map(copy),
        );
        self.bibliography.insert(entry);
    }

    /// Returns an entry of a page of the web.
    fn entry(&self, name: &str, title: &str, url: &str) -> Entry {
        let is_free = |key: &str| !self.taken.contains(key);
        let mut entry = Entry::new(self.free_key(&key(name), is_free), EntryType::Online);
        set(&mut entry, "title", Some(title.to_owned()));
        set(&mut entry, "url", Some(address::escaped(url)));
        entry
    }

    /// Returns a key that no entry has, and that may be had.
    fn free_key(&self, key: &str, is_free: impl Fn(&str) -> bool) -> String {
        let numbered = (2_usize..).map(|number| format!("{key}-{number}"));
        let mut keys = std::iter::once(key.to_owned()).chain(numbered);
        let key = keys.find(|key| self.bibliography.get(key).is_none() && is_free(key));
        key.unwrap_or_default()
    }
}

fn copy(archived: &str) -> String {
    format!("存檔 {archived}")
}

/// Returns a key made of a name: letters, digits and hyphens of ASCII.
fn key(name: &str) -> String {
    let word = |character: char| match character.is_ascii_alphanumeric() {
        true => character.to_ascii_lowercase(),
        false => '-',
    };
    let key: String = name.chars().map(word).collect();
    match key.trim_matches('-') {
        "" => "source".to_owned(),
        key => key.to_owned(),
    }
}

fn set(entry: &mut Entry, field: &str, value: Option<String>) {
    // A line break or another control character says nothing in a bibliography.
    let value = value.map(|value| value.replace(char::is_control, " "));
    if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
        entry.set(field, vec![Spanned::detached(Chunk::Normal(value))]);
    }
}

/// Returns names whose family names stand first, as they are told in a file of sources.
fn people(names: &[String]) -> Vec<Spanned<Chunk>> {
    let is_whole = |name: &String| !name.contains(", ") && name.contains([' ', '{']);
    let mut chunks = Vec::new();
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            chunks.push(Spanned::detached(Chunk::Normal(" and ".to_owned())));
        }
        chunks.push(Spanned::detached(match is_whole(name) {
            true => Chunk::Verbatim(name.clone()),
            false => Chunk::Normal(name.clone()),
        }));
    }
    chunks
}

/// Returns names, each as a whole: of a Chinese name the family name is not told by its place.
fn names(names: &[String]) -> Vec<Spanned<Chunk>> {
    let mut chunks = Vec::new();
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            chunks.push(Spanned::detached(Chunk::Normal(" and ".to_owned())));
        }
        chunks.push(Spanned::detached(Chunk::Verbatim(name.clone())));
    }
    chunks
}
