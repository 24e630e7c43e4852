//! The source of an article, as its front matter records it: where and when it was published, and
//! which file the article was made from. `import` writes it; an author may correct and complete it.

use std::ops::Range;

use super::super::difference::Change;
use super::{Date, read_date};
use crate::config::fields::{Field, Table, is_blank};
use crate::diagnostic;

/// The source of an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Origin {
    /// The outlet.
    pub publisher: Option<String>,
    /// The authors, as named.
    pub authors: Vec<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The address that it gives itself, where that is another.
    pub canonical: Option<String>,
    /// The address of its lead image.
    pub image: Option<String>,
    /// What it says of itself in a sentence.
    pub lede: Option<String>,
    /// Whether its date is the day of publishing or of the last change: `published` or `updated`.
    pub date_kind: Option<String>,
    /// The day it was retrieved.
    pub retrieved: Option<Date>,
    /// How that day was known, as `chosen` or `record`.
    pub retrieved_evidence: Option<String>,
    /// The name of the original file, beside the article.
    pub file: Option<Field<String>>,
    /// The media type of that file (RFC 6838).
    pub media_type: Option<String>,
    /// The encoding of that file.
    pub encoding: Option<String>,
    /// How the encoding was known, as `valid` or `declared`.
    pub encoding_evidence: Option<String>,
    /// The SHA-256 of that file, in lower-case hexadecimal.
    pub sha256: Option<Field<String>>,
    /// The SHA-256 of the body's plain text as imported.
    pub text: Option<Field<String>>,
    /// The changes of that text that were accepted, in the order of their days.
    pub accepted: Vec<Accepted>,
}

/// A deliberate change of the body's text.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    /// The day.
    pub date: Date,
    /// Why.
    pub reason: String,
    /// What was changed, as far as it could be told.
    pub changes: Vec<Change>,
    /// The SHA-256 of the body's plain text from then on.
    pub text: Field<String>,
}

impl Origin {
    /// Returns the digest that the body's plain text must have: the one accepted last, or the one of
    /// the import.
    pub fn expected_text(&self) -> Option<&Field<String>> {
        let accepted = self.accepted.last().map(|accepted| &accepted.text);
        self.text.as_ref().map(|text| accepted.unwrap_or(text))
    }

    /// Returns all accepted changes.
    pub fn accepted_changes(&self) -> Vec<Change> {
        let accepted = self.accepted.iter();
        accepted
            .flat_map(|accepted| accepted.changes.clone())
            .collect()
    }
}

pub(super) fn read(table: &mut Table<'_>) -> Origin {
    Origin {
        publisher: read_text(table, "publisher").filter(|name| !is_blank(name)),
        authors: table
            .texts("author")
            .into_iter()
            .map(|field| field.value)
            .filter(|name| !is_blank(name))
            .collect(),
        url: read_address(table, "url"),
        canonical: read_address(table, "canonical"),
        image: read_address(table, "image"),
        lede: read_text(table, "lede"),
        date_kind: read_text(table, "date_kind"),
        retrieved: read_date(table, "retrieved"),
        retrieved_evidence: read_text(table, "retrieved_evidence"),
        file: table.text("file"),
        media_type: read_text(table, "media_type"),
        encoding: read_text(table, "encoding"),
        encoding_evidence: read_text(table, "encoding_evidence"),
        sha256: read_digest(table, "sha256"),
        text: read_digest(table, "text"),
        accepted: read_accepted(table),
    }
}

fn read_accepted(table: &mut Table<'_>) -> Vec<Accepted> {
    let mut accepted: Vec<Accepted> = Vec::new();
    let mut last: Option<(Date, Range<usize>)> = None;
    for node in table.list("accepted") {
        // The line that it begins in is enough to show.
        let text = &table.source().text()[node.range.clone()];
        let length = text.lines().next().map_or(0, str::len);
        let range = node.range.start..node.range.start + length;
        let one = table.table_of(node, "accepted", |table| read_one_accepted(table, &range));
        let Some(one) = one else { continue };
        match &last {
            Some((date, earlier)) if *date > one.date => {
                let problem = diagnostic::accepted_out_of_order(table.source(), &range, earlier);
                table.report(problem);
            }
            _ => last = Some((one.date, range)),
        }
        accepted.push(one);
    }
    accepted
}

fn read_one_accepted(table: &mut Table<'_>, range: &Range<usize>) -> Option<Accepted> {
    let has_date = table.has("date");
    let date = read_date(table, "date");
    let reason = read_text(table, "reason").filter(|reason| !reason.trim().is_empty());
    let changes = table.list("changes");
    let changes = changes.into_iter().map(|node| {
        table.table_of(node, "changes", |table| Change {
            removed: read_text(table, "removed").unwrap_or_default(),
            added: read_text(table, "added").unwrap_or_default(),
        })
    });
    let changes = changes.collect();
    let has_text = table.has("text");
    let text = read_digest(table, "text");
    if !has_date {
        table.report(diagnostic::accepted_without_date(table.source(), range));
    }
    if reason.is_none() {
        table.report(diagnostic::accepted_without_reason(table.source(), range));
    }
    if !has_text {
        table.report(diagnostic::accepted_without_text(table.source(), range));
    }
    Some(Accepted {
        date: date?,
        reason: reason?,
        changes,
        text: text?,
    })
}

fn read_text(table: &mut Table<'_>, name: &'static str) -> Option<String> {
    table.text(name).map(|field| field.value)
}

fn read_address(table: &mut Table<'_>, name: &'static str) -> Option<String> {
    let field = table.text(name)?;
    let is_web = field.value.starts_with("https://") || field.value.starts_with("http://");
    if !is_web {
        let problem = diagnostic::source_url(table.source(), &field.range);
        table.report(problem);
    }
    is_web.then_some(field.value)
}

fn read_digest(table: &mut Table<'_>, name: &'static str) -> Option<Field<String>> {
    let mut field = table.text(name)?;
    field.value.make_ascii_lowercase();
    let is_digest =
        field.value.len() == 64 && field.value.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_digest {
        let problem = diagnostic::bad_digest(table.source(), &field.range);
        table.report(problem);
    }
    is_digest.then_some(field)
}
