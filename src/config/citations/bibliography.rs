//! Sources as a bibliography has them: types and fields of BibLaTeX.

use hayagriva::types::EntryType;

use super::{Citation, known_part};

impl Citation {
    /// Returns its type in BibLaTeX (3.20, section 2.1.1).
    pub fn bibliography_type(&self) -> &'static str {
        let has_parent = !self.entry.parents().is_empty();
        match self.entry.entry_type() {
            EntryType::Article | EntryType::Newspaper if has_parent => "article",
            EntryType::Chapter | EntryType::Anthos => "inbook",
            EntryType::Entry => "inreference",
            EntryType::Book => "book",
            EntryType::Anthology => "collection",
            EntryType::Conference => "inproceedings",
            EntryType::Proceedings => "proceedings",
            EntryType::Periodical => "periodical",
            EntryType::Reference => "reference",
            EntryType::Report => "report",
            EntryType::Thesis => "thesis",
            EntryType::Patent => "patent",
            _ if self.url.is_some() => "online",
            _ => "misc",
        }
    }

    /// Returns what BibLaTeX has fields for, title, address and authors excepted.
    pub fn bibliography_fields(&self) -> Vec<(&'static str, String)> {
        let entry = &self.entry;
        let parent = entry.parents().first();
        let container = match self.bibliography_type() {
            "article" => "journaltitle",
            "inbook" | "inreference" | "inproceedings" => "booktitle",
            _ => "organization",
        };
        let organization = entry.organization().or_else(|| entry.publisher()?.name());
        let publisher = entry.map(|entry| entry.publisher());
        let place = publisher.and_then(|publisher| publisher.location());
        let visited = entry.url_any().and_then(|url| url.visit_date.as_ref());
        let fields = [
            (
                container,
                parent.and_then(|parent| parent.title()).map(text),
            ),
            (
                "publisher",
                publisher.and_then(|publisher| publisher.name()).map(text),
            ),
            ("organization", organization.map(text)),
            ("location", place.or_else(|| entry.location()).map(text)),
            ("date", entry.date_any().map(known_part)),
            ("urldate", visited.map(known_part)),
            ("volume", entry.map(|entry| entry.volume()).map(text)),
            ("number", entry.map(|entry| entry.issue()).map(text)),
            ("pages", entry.page_range().map(text)),
            ("edition", entry.edition().map(text)),
            ("isbn", entry.map(|entry| entry.isbn()).map(text)),
            ("issn", entry.map(|entry| entry.issn()).map(text)),
            ("doi", entry.doi().map(text)),
            ("langid", self.language()),
            ("note", entry.note().map(text)),
        ];
        let mut known: Vec<(&'static str, String)> = Vec::new();
        for (name, value) in fields {
            let is_new = known.iter().all(|(other, _)| *other != name);
            known.extend(value.filter(|_| is_new).map(|value| (name, value)));
        }
        known
    }
}

fn text(value: impl ToString) -> String {
    value.to_string()
}
