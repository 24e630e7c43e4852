//! Records a deliberate change of an article's text in its front matter, with its reason.
//!
//! 1. Compare the body with the text that was imported, as far as that can be made again.
//! 2. Write an entry below `source.accepted`, the last of the list; nothing else is touched.
//! 3. Hold that the body is the recorded text from now on, and that all else is what it was.

use std::ops::Range;

use super::facts::Facts;
use super::{Reading, line_ending, line_start};
use crate::article::difference::{self, Change};
use crate::article::document::plain_text;
use crate::article::fidelity;
use crate::article::front_matter::{self, Date};
use crate::config::Config;
use crate::config::fields::{self, Node, Value};
use crate::diagnostic::{self, Diagnostic, Source};
use crate::project::Content;

/// A text with an accepted change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// The whole text.
    pub text: String,
    /// What was accepted; nothing when the imported text is not known.
    pub changes: Vec<Change>,
}

/// Accepts the body of an article as it stands. `imported` is the plain text that it was imported with.
///
/// # Errors
/// Why that cannot be: nothing was changed, or the front matter has no place for it.
pub fn accept(
    content: &Content,
    config: &Config,
    imported: Option<&str>,
    reason: &str,
    date: Date,
) -> Result<Accepted, Vec<Diagnostic>> {
    let before = Reading::of(content, config);
    let source = &content.source;
    let path = &source.path;
    let origin = &before.article.front_matter.origin;
    let Some(recorded) = &origin.text else {
        return Err(vec![diagnostic::accept_nothing_recorded(path)]);
    };
    if fidelity::check_text(&before.article).is_none() {
        return Err(vec![diagnostic::accept_no_change(path)]);
    }
    let body = plain_text(&before.document.blocks);
    let changes = match imported {
        Some(imported) => new_changes(imported, &body, &origin.accepted_changes()),
        None => Vec::new(),
    };
    let entry = entry(date, reason, &changes, &fidelity::text_digest(&body));
    let refused = || vec![diagnostic::accept_no_place(source, &recorded.range)];
    let (place, addition) = addition(source, &entry).ok_or_else(refused)?;
    let mut text = source.text().to_owned();
    text.replace_range(place, &addition);
    let after = Reading::of_text(content, Source::new(path.clone(), text), config);
    let errors = after.new_errors(&before);
    if !errors.is_empty() {
        return Err(errors);
    }
    let is_recorded = fidelity::check_text(&after.article).is_none();
    let last = after.article.front_matter.origin.accepted.last();
    let is_said = last.is_some_and(|last| last.changes == changes && last.date == date);
    if !is_recorded || !is_said || !is_kept(&before, &after) {
        return Err(refused());
    }
    Ok(Accepted {
        text: after.article.source.text().to_owned(),
        changes,
    })
}

/// Returns the changes of a text that were not accepted before.
fn new_changes(imported: &str, body: &str, accepted: &[Change]) -> Vec<Change> {
    let mut known = accepted.to_vec();
    let mut changes = difference::changes(imported, body);
    changes.retain(
        |change| match known.iter().position(|known| known == change) {
            Some(place) => {
                known.swap_remove(place);
                false
            }
            None => true,
        },
    );
    changes
}

/// Returns whether all of a text is what it was but for the last accepted change.
fn is_kept(before: &Reading, after: &Reading) -> bool {
    let (before, mut after) = (Facts::of(before), Facts::of(after));
    let source = after.front_matter.get_mut("source");
    if let Some(source) = source.and_then(serde_json::Value::as_object_mut)
        && let Some(accepted) = source.get_mut("accepted").and_then(|it| it.as_array_mut())
    {
        accepted.pop();
        if accepted.is_empty() && before.front_matter["source"].get("accepted").is_none() {
            source.remove("accepted");
        }
    }
    before == after
}

/// Returns the lines of an entry, without indentation.
fn entry(date: Date, reason: &str, changes: &[Change], digest: &str) -> Vec<String> {
    let mut lines = vec![
        format!("- date: {date}"),
        format!("  reason: {}", quoted(reason)),
    ];
    if !changes.is_empty() {
        lines.push("  changes:".to_owned());
    }
    for change in changes {
        let (removed, added) = (quoted(&change.removed), quoted(&change.added));
        lines.push(format!("    - {{ removed: {removed}, added: {added} }}"));
    }
    lines.push(format!("  text: {digest}"));
    lines
}

/// Returns a text as a YAML scalar on one line: in single quotation marks, or in double ones, which may
/// escape, when it has characters that are not shown.
fn quoted(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let folded = words.join(" ");
    let is_plain = |character: char| !character.is_control() && character != '\u{feff}';
    match folded.chars().all(is_plain) {
        true => format!("'{}'", folded.replace('\'', "''")),
        false => serde_json::Value::from(folded).to_string(),
    }
}

/// Returns what is put in place of which bytes, so that the entry is the last of `source.accepted`; none when the front
/// matter is not written in lines.
fn addition(source: &Source, entry: &[String]) -> Option<(Range<usize>, String)> {
    let ending = line_ending(source.text());
    let shared = Source::new(source.path.clone(), source.text());
    let (yaml, _) = front_matter::split(&shared).ok()?;
    let root = fields::parse_yaml(&shared, yaml?).ok()?;
    let origin = value(&root, "source")?;
    let Value::Table(entries) = &origin.value else {
        return None;
    };
    let accepted = value(origin, "accepted").filter(|it| it.value != Value::Null);
    // Entries take the place of the brackets of an empty list.
    let brackets = accepted.filter(|it| it.value == Value::List(Vec::new()));
    let (indent, heading) = match accepted {
        Some(_) if brackets.is_some() => {
            let mut keys = entries.iter().map(|(key, _)| key);
            let key = keys.find(|key| key.name == "accepted")?.range.start;
            let indent = &source.text()[line_start(source.text(), key)..key];
            if !indent.trim().is_empty() || indent.is_empty() {
                return None;
            }
            (format!("{indent}  "), None)
        }
        Some(accepted) => {
            let Value::List(items) = &accepted.value else {
                return None;
            };
            let first = items.first()?.range.start;
            let start = line_start(source.text(), first);
            let prefix = &source.text()[start..first];
            let indent = prefix
                .strip_suffix("- ")
                .filter(|rest| rest.trim().is_empty())?;
            (indent.to_owned(), None)
        }
        None if value(origin, "accepted").is_some() => return None,
        None => {
            let first = entries.first()?.0.range.start;
            let start = line_start(source.text(), first);
            let indent = &source.text()[start..first];
            if !indent.trim().is_empty() || indent.is_empty() {
                return None;
            }
            let heading = format!("{indent}accepted:{ending}");
            (format!("{indent}  "), Some(heading))
        }
    };
    let last = match heading {
        Some(_) => origin.range.clone(),
        None => value(origin, "accepted")?.range.clone(),
    };
    let lines = entry.iter().map(|line| format!("{indent}{line}{ending}"));
    let lines: String = lines.collect();
    let place = line_end(source.text(), last);
    if let Some(brackets) = brackets {
        let before = source.text()[..brackets.range.start].trim_end().len();
        let rest = source.text()[brackets.range.end..place].trim_end();
        return Some((before..place, format!("{rest}{ending}{lines}")));
    }
    Some((place..place, heading.unwrap_or_default() + &lines))
}

/// Returns the value of a key.
fn value<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    let Value::Table(entries) = &node.value else {
        return None;
    };
    let entry = entries.iter().find(|(key, _)| key.name == name);
    entry.map(|(_, value)| value)
}

/// Returns the offset behind the line in which the last sign of a range stands.
fn line_end(text: &str, range: Range<usize>) -> usize {
    let last = range.start + text[range.clone()].trim_end().len();
    let newline = text[last..].find('\n');
    newline.map_or(text.len(), |newline| last + newline + 1)
}
