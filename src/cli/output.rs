//! What the program says, and on which stream.

use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use super::Exit;
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::{self, Style};

/// Problems that are drawn for people; more of them help nobody, and the rest is counted.
const SHOWN: usize = 500;

/// In which form problems and results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people, on standard error.
    Text,
    /// For programs, on standard output: one JSON object a line.
    Json,
}

/// The streams of a run. A stream that is closed is written to no more, and that is no error.
pub struct Output {
    format: Format,
    style: Style,
}

impl Output {
    /// Returns the output of a run; in colour on a terminal unless `NO_COLOR` is set.
    pub fn new(format: Format) -> Output {
        let wants_none = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let style = if std::io::stderr().is_terminal() && !wants_none && !is_dumb {
            Style::Coloured
        } else {
            Style::Plain
        };
        Output { format, style }
    }

    /// Writes diagnostics, and for people their number at the end.
    pub fn diagnostics(&mut self, diagnostics: &[Diagnostic]) {
        let shown = match self.format {
            Format::Text => diagnostics.len().min(SHOWN),
            Format::Json => diagnostics.len(),
        };
        diagnostics[..shown]
            .iter()
            .for_each(|it| self.diagnostic(it));
        if shown < diagnostics.len() {
            let more = diagnostics.len() - shown;
            self.say(&format!("… and {more} more; `--json` writes all of them\n"));
        }
        if !diagnostics.is_empty() && self.format == Format::Text {
            let count = |severity: Severity| {
                let is_so = |diagnostic: &&Diagnostic| diagnostic.severity == severity;
                diagnostics.iter().filter(is_so).count()
            };
            let errors = counted(count(Severity::Error), "error");
            let warnings = counted(count(Severity::Warning), "warning");
            self.say(&format!("{errors}, {warnings}"));
        }
    }

    /// Writes one diagnostic of a run that has not ended yet.
    pub fn diagnostic(&mut self, diagnostic: &Diagnostic) {
        match self.format {
            Format::Text => write_line(&(report::text(diagnostic, self.style) + "\n")),
            Format::Json => write_json(&json!(report::record(diagnostic))),
        }
    }

    /// Writes problems as a table on standard output, for programs as they write all problems.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn table(&mut self, table: &str, problems: &[Diagnostic]) -> std::io::Result<()> {
        match self.format {
            Format::Text => self.data(table.as_bytes()),
            Format::Json => {
                self.diagnostics(problems);
                Ok(())
            }
        }
    }

    /// Writes an error that content is not to blame for.
    pub fn error(&mut self, message: &str) {
        match self.format {
            Format::Text => self.say(&format!("error: {message}")),
            Format::Json => write_json(&json!({ "severity": "error", "message": message })),
        }
    }

    /// Writes the result of a run.
    pub fn result(&mut self, sentence: &str, data: &Value) {
        match self.format {
            Format::Text => self.say(sentence),
            Format::Json => write_json(data),
        }
    }

    /// Writes data to standard output. That nobody listens any more is no error.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn data(&self, bytes: &[u8]) -> std::io::Result<()> {
        let mut stdout = std::io::stdout().lock();
        match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }

    /// Writes data as a command does that has nothing else to say, and returns how it ends.
    pub fn write_data(&mut self, text: &str) -> Exit {
        match self.data(text.as_bytes()) {
            Ok(()) => Exit::Good,
            Err(error) => {
                self.error(&format!("cannot write to standard output: {error}"));
                Exit::InputOutput
            }
        }
    }

    /// Writes lines to standard error. A name in them can tell the terminal nothing: control characters are
    /// escaped.
    pub fn say(&self, lines: &str) {
        let lines: Vec<String> = lines.split('\n').map(report::visible).collect();
        write_line(&lines.join("\n"));
    }
}

fn write_line(line: &str) {
    // Nobody may be listening, and then there is nobody to tell.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Whether something for programs could not be written: standard output is one for the whole run.
static IS_LOST: AtomicBool = AtomicBool::new(false);

fn write_json(value: &Value) {
    let mut stdout = std::io::stdout().lock();
    let written = writeln!(stdout, "{value}").and_then(|()| stdout.flush());
    // Nobody may be listening any more, and then there is nobody to tell.
    let failed = written.is_err_and(|error| error.kind() != std::io::ErrorKind::BrokenPipe);
    IS_LOST.fetch_or(failed, Ordering::Relaxed);
}

/// Returns how a run ends that would end so: what a program should have read may not have been written.
pub fn ending(exit: Exit) -> Exit {
    if !IS_LOST.load(Ordering::Relaxed) {
        return exit;
    }
    write_line("error: cannot write to standard output");
    Exit::InputOutput
}

/// Returns a number with its noun: `1 error`, `2 errors`.
pub fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
