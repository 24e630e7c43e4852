//! How much what `check` only suspects matters to a site: the table `[lints]`.

use super::fields::Table;
use crate::diagnostic::{self, Diagnostic, Severity};

/// The names of all lints: those of damage, those of conversion, those of the theme, those of pictures.
pub const NAMES: [&str; 16] = [
    "large-rate",
    "torn-figure",
    "arithmetic",
    "masked-word",
    "lost-character",
    "empty-quotation",
    "yi-for-one",
    "gongsheng-for-sheng",
    "wrong-conversion",
    "regional-word",
    "doubtful-conversion",
    "border-changes-reading",
    "language-mismatch",
    "low-contrast",
    "broken-picture",
    "large-picture",
];

/// How much each lint matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lints {
    /// What the site says: none is off.
    levels: Vec<(&'static str, Option<Severity>)>,
}

impl Lints {
    /// Returns how much a lint matters; none when it is off.
    pub fn level(&self, name: &str) -> Option<Severity> {
        let given = self.levels.iter().find(|(given, _)| *given == name);
        given.map_or(Some(Severity::Warning), |(_, level)| *level)
    }

    /// Returns whether a site must not be published with what some lint finds.
    pub fn forbid(&self) -> bool {
        let is_error = |(_, level): &(_, Option<Severity>)| *level == Some(Severity::Error);
        self.levels.iter().any(is_error)
    }

    /// Returns what a lint has found as it matters to the site; none when it is off.
    pub fn judge(&self, name: &str, found: Diagnostic) -> Option<Diagnostic> {
        let severity = self.level(name)?;
        Some(Diagnostic { severity, ..found })
    }
}

pub(super) fn read(table: &mut Table<'_>) -> Lints {
    let mut levels = Vec::new();
    for name in NAMES {
        let Some(field) = table.text(name) else {
            continue;
        };
        match field.value.as_str() {
            "off" => levels.push((name, None)),
            "warning" => levels.push((name, Some(Severity::Warning))),
            "error" => levels.push((name, Some(Severity::Error))),
            other => {
                let problem = diagnostic::bad_lint_level(table.source(), &field.range, other);
                table.report(problem);
            }
        }
    }
    Lints { levels }
}
