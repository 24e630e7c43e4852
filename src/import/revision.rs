//! Another version of a text that the site has: what became different, and which notes would have no
//! words to stand on.

use crate::article::document::{ELLIPSIS, plain_text};
use crate::article::{self, document};
use crate::config::Config;
use crate::diagnostic::Source;
use crate::project::{Content, ContentKind};

/// How two versions differ.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Lines of the older that the newer has not.
    pub gone: Vec<String>,
    /// Lines of the newer that the older has not.
    pub come: Vec<String>,
    /// The notes of the older whose words the newer has not, by name.
    pub notes_lost: Vec<String>,
}

/// Compares an article of the site with the `index.md` of a newer version.
pub fn compare(older: &Content, newer: &str, config: &Config) -> Comparison {
    let newer = Content {
        kind: ContentKind::Article,
        slug: older.slug.clone(),
        source: Source::new(older.source.path.clone(), newer),
        assets: Vec::new(),
        written: Vec::new(),
        sources: None,
    };
    let older = document_of(older, config);
    let newer = plain_text(&document_of(&newer, config).blocks);
    let text = plain_text(&older.blocks);
    let lines_not_in = |text: &str, other: &str| -> Vec<String> {
        let lines: Vec<&str> = other.lines().collect();
        let is_new = |line: &&str| !line.trim().is_empty() && !lines.contains(line);
        text.lines().filter(is_new).map(str::to_owned).collect()
    };
    let is_lost = |note: &&document::Note| {
        let lemma = note.lemma.as_ref().map_or("", |lemma| lemma.text.as_str());
        !lemma.split(ELLIPSIS).all(|part| newer.contains(part))
    };
    Comparison {
        gone: lines_not_in(&text, &newer),
        come: lines_not_in(&newer, &text),
        notes_lost: (older.notes.iter().filter(is_lost))
            .map(|note| note.id.clone())
            .collect(),
    }
}

/// Parses a text whose problems are those of `check`.
fn document_of(content: &Content, config: &Config) -> document::Document {
    let article = article::parse(content, config).value;
    document(&article, config).into_owned()
}
