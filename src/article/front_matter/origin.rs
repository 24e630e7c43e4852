//! The source of an article, as its front matter records it: where and when it was published, and
//! which file the article was made from. `import` writes it; an author may correct and complete it.

use super::{Date, read_date};
use crate::config::fields::{Field, Table};
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
}

pub(super) fn read(table: &mut Table<'_>) -> Origin {
    Origin {
        publisher: read_text(table, "publisher"),
        authors: table
            .texts("author")
            .into_iter()
            .map(|field| field.value)
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
    }
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
