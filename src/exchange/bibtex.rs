//! Articles and the pages that their notes rest on, as entries of BibLaTeX.

use std::collections::HashSet;

use biblatex::{Bibliography, Chunk, Entry, EntryType, Spanned};

use super::page;
use crate::article::Article;
use crate::article::record::Evidence;
use crate::config::Config;
use crate::site::ledger::host;

/// Returns articles and what they cite as entries of the type `online` (BibLaTeX 3.20, section 2.1.1),
/// each address once, in the order in which they are met.
pub fn bibtex<'a>(articles: impl Iterator<Item = &'a Article>, config: &Config) -> String {
    let mut entries = Entries::default();
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
    /// The addresses of pages that have an entry.
    seen: HashSet<String>,
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

    fn evidence(&mut self, evidence: &Evidence) {
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
        let archived = evidence.archived.as_ref();
        set(
            &mut entry,
            "addendum",
            archived.map(|copy| format!("存檔 {copy}")),
        );
        self.bibliography.insert(entry);
    }

    /// Returns an entry under a key that no other has.
    fn entry(&self, name: &str, title: &str, url: &str) -> Entry {
        let key = key(name);
        let numbered = (2_usize..).map(|number| format!("{key}-{number}"));
        let mut keys = std::iter::once(key.clone()).chain(numbered);
        let key = keys.find(|key| self.bibliography.get(key).is_none());
        let mut entry = Entry::new(key.unwrap_or_default(), EntryType::Online);
        set(&mut entry, "title", Some(title.to_owned()));
        set(&mut entry, "url", Some(url.to_owned()));
        entry
    }
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
