//! Problems in what a user wrote: where they are, what is wrong, what to do.
//!
//! A problem in content never stops at the first: every stage returns [`Checked`], its value
//! together with all it found. Each diagnostic has one constructor in this file, so that a search
//! for `diagnostic::` lists every error the program knows. This room draws nothing; see
//! [`crate::report`].

use std::fmt;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

mod catalogue;
mod source;

pub use catalogue::*;
pub use source::{Reader, Source};

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is built all the same, unless `--strict` was given.
    Warning,
    /// Nothing is published.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// A stretch of a source that a diagnostic points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes of its text that are meant; may be empty.
    pub range: Range<usize>,
    /// What is said of them; may be empty.
    pub label: String,
    /// How the text that they are the digest of differs from what it should be.
    pub differences: Vec<Difference>,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable name, in kebab case.
    pub code: &'static str,
    /// Whether it prevents publishing.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// The file, below the site folder, with `/` between parts.
    pub path: String,
    /// Where: the first is the place itself, the others bear on it. Empty when the file has no
    /// text to point into.
    pub places: Vec<Place>,
    /// What to do.
    pub help: Option<String>,
}

/// A part of a text that differs from another, among its neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its pieces, in the order of the text; none is empty.
    pub pieces: Vec<Piece>,
}

/// A piece of a text that is compared with another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Both have it.
    Same(String),
    /// Only the one that should be has it.
    Removed(String),
    /// Only the one that is has it.
    Added(String),
}

impl Piece {
    /// Returns its text.
    pub fn text(&self) -> &str {
        let (Piece::Same(text) | Piece::Removed(text) | Piece::Added(text)) = self;
        text
    }
}

impl Diagnostic {
    /// Returns an error about a file as a whole.
    fn error_in_file(code: &'static str, path: &str, message: String) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message,
            path: path.to_owned(),
            places: Vec::new(),
            help: None,
        }
    }

    /// Returns an error about a stretch of a source.
    fn error_at(
        code: &'static str,
        source: &Arc<Source>,
        range: &Range<usize>,
        message: String,
    ) -> Diagnostic {
        let start = source.floor(range.start);
        let end = source.floor(range.end).max(start);
        Diagnostic {
            code,
            severity: Severity::Error,
            message,
            path: source.path.clone(),
            places: vec![Place {
                source: Arc::clone(source),
                range: start..end,
                label: String::new(),
                differences: Vec::new(),
            }],
            help: None,
        }
    }

    fn warning(mut self) -> Diagnostic {
        self.severity = Severity::Warning;
        self
    }

    fn label(mut self, label: impl Into<String>) -> Diagnostic {
        if let Some(place) = self.places.first_mut() {
            place.label = label.into();
        }
        self
    }

    fn also(
        mut self,
        source: &Arc<Source>,
        range: &Range<usize>,
        label: impl Into<String>,
    ) -> Diagnostic {
        self.places.push(Place {
            source: Arc::clone(source),
            range: range.clone(),
            label: label.into(),
            differences: Vec::new(),
        });
        self
    }

    /// Returns the diagnostic with how a text differs from what it should be.
    pub fn with_differences(mut self, differences: Vec<Difference>) -> Diagnostic {
        if let Some(place) = self.places.first_mut() {
            place.differences = differences;
        }
        self
    }

    /// Returns how a text differs from what it should be.
    pub fn differences(&self) -> impl Iterator<Item = &Difference> {
        self.places.iter().flat_map(|place| &place.differences)
    }

    fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

/// A value, and all the problems that were met on the way to it.
#[derive(Debug, Clone)]
pub struct Checked<T> {
    /// The value: complete when there is no error among the diagnostics, the best that could be
    /// made of the input otherwise.
    pub value: T,
    /// The problems, in the order of the input.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// Returns a value with nothing to say about it.
    pub fn good(value: T) -> Checked<T> {
        Checked {
            value,
            diagnostics: Vec::new(),
        }
    }

    /// Returns the value and moves its diagnostics to the end of `all`.
    pub fn gather(self, all: &mut Vec<Diagnostic>) -> T {
        all.extend(self.diagnostics);
        self.value
    }
}

/// Returns whether any of the diagnostics prevents publishing.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// A failure of input or output, or of the environment, as opposed to a problem in content.
#[derive(Debug)]
pub enum Failure {
    /// The configuration is missing or unusable, or a setting is refused: exit code 3.
    Configuration(String),
    /// The file system failed: exit code 4. The message names the path.
    InputOutput(String),
}

impl Failure {
    /// Returns a failure of the file system, told with its path.
    pub fn input_output(action: &str, path: &Path, error: &std::io::Error) -> Failure {
        Failure::InputOutput(format!("cannot {action} {}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Configuration(message) | Failure::InputOutput(message) => {
                formatter.write_str(message)
            }
        }
    }
}

impl std::error::Error for Failure {}
