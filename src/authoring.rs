//! What an author is helped with: notes and front matter are written into an article's own file.
//!
//! - [`annotate`]: puts a note behind words of the text.
//! - [`format`](mod@format): writes notes and front matter as they should be written.
//! - [`accept`]: records a deliberate change of the text with its reason.
//!
//! All of it is pure: a text comes in, a text goes out, and [`crate::import::rewrite`] writes it. What was
//! written by hand is not written anew: an edit is an insertion or the exchange of a few bytes, and all
//! others stay. That an edit does what it should, and nothing else, is not trusted but held: the outcome
//! is parsed and compared with what was there (`facts`), or else there is none.

pub mod accept;
pub mod annotate;
mod facts;
pub mod format;
mod front_matter;
mod nearest;
mod note;
mod place;

use std::sync::Arc;

use crate::article::document::Document;
use crate::article::{self, Article};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity, Source};
use crate::project::Content;

/// A text of the site, parsed.
struct Reading {
    article: Article,
    document: Document,
    diagnostics: Vec<Diagnostic>,
}

impl Reading {
    /// Parses what stands in the file of `content`.
    fn of(content: &Content, config: &Config) -> Reading {
        Reading::of_text(content, Arc::clone(&content.source), config)
    }

    /// Parses a text as if it stood in the file of `content`.
    fn of_text(content: &Content, source: Arc<Source>, config: &Config) -> Reading {
        let content = Content {
            source,
            written: Vec::new(),
            ..content.clone()
        };
        let checked = article::parse(&content, config);
        Reading {
            document: article::document(&checked.value, config).into_owned(),
            article: checked.value,
            diagnostics: checked.diagnostics,
        }
    }

    /// Returns the errors that an earlier reading of the text did not have.
    fn new_errors(&self, before: &Reading) -> Vec<Diagnostic> {
        let mut known: Vec<(&str, &str)> = before.diagnostics.iter().map(name).collect();
        let errors = self.diagnostics.iter();
        let is_new = |problem: &&Diagnostic| {
            let place = known.iter().position(|known| *known == name(problem));
            place.map(|place| known.swap_remove(place)).is_none()
        };
        errors
            .filter(|problem| problem.severity == Severity::Error)
            .filter(is_new)
            .cloned()
            .collect()
    }
}

fn name(problem: &Diagnostic) -> (&str, &str) {
    (problem.code, &problem.message)
}

/// Returns the line ending of a text: that of its first line.
fn line_ending(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Returns the offset of the beginning of the line that an offset lies in.
fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |newline| newline + 1)
}
