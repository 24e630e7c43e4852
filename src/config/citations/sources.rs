//! Reading a file of sources in Hayagriva's format.
//!
//! Hayagriva itself reads the file, and stops at the first problem. Where there is one, the entries are
//! tried one by one, and the fields of one that is wrong, so that every problem is told where it stands
//! and the other sources can be cited. Of fields that it does not know Hayagriva says nothing; we do.

use std::ops::Range;
use std::sync::Arc;

use hayagriva::{Entry, io};
use serde_json::{Map, Value as Json};

use crate::config::fields::{self, Key, Node, Value};
use crate::diagnostic::{self, Checked, Diagnostic, Source};

/// The fields of an entry (Hayagriva 0.10, `docs/file-format.md`), and the other name of one.
const FIELDS: [&str; 29] = [
    "type",
    "title",
    "author",
    "date",
    "parent",
    "abstract",
    "genre",
    "editor",
    "affiliated",
    "publisher",
    "location",
    "organization",
    "issue",
    "chapter",
    "volume",
    "volume-total",
    "edition",
    "page-range",
    "page-total",
    "time-range",
    "runtime",
    "url",
    "serial-number",
    "serial",
    "language",
    "archive",
    "archive-location",
    "call-number",
    "note",
];

/// What a file tells.
#[derive(Debug)]
pub(super) struct Read {
    /// The sources, in the order of the file.
    pub entries: Vec<Entry>,
    /// Whether these are all.
    pub is_whole: bool,
}

/// Reads a file. One without any source is good.
pub(super) fn read(source: &Arc<Source>) -> Checked<Read> {
    let tree = fields::parse_yaml(source, 0..source.text().len());
    if matches!(&tree, Ok(node) if node.value == Value::Null) {
        return Checked::good(Read {
            entries: Vec::new(),
            is_whole: true,
        });
    }
    let mut diagnostics = Vec::new();
    // The tree is not to be had of all YAML that Hayagriva reads: it has no aliases.
    let table = match &tree {
        Ok(Node {
            value: Value::Table(entries),
            ..
        }) => Some(entries),
        _ => None,
    };
    for (_, entry) in table.into_iter().flatten() {
        report_unknown_fields(source, entry, &mut diagnostics);
    }
    let (entries, is_whole) = match (io::from_yaml_str(source.text()), table) {
        (Ok(library), _) => (library.into_iter().collect(), true),
        (Err(_), Some(entries)) => (one_by_one(source, entries, &mut diagnostics), false),
        (Err(error), None) => {
            let place = error.location().map(|location| location.index());
            diagnostics.push(first_problem(source, place, &error.to_string()));
            (Vec::new(), false)
        }
    };
    Checked {
        value: Read { entries, is_whole },
        diagnostics,
    }
}

/// Returns the entries that can be read, after the problems of the others.
fn one_by_one(
    source: &Arc<Source>,
    entries: &[(Key, Node)],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Entry> {
    let mut read = Vec::new();
    for (index, (key, node)) in entries.iter().enumerate() {
        let mut earlier = entries[..index].iter().map(|(earlier, _)| earlier);
        if let Some(first) = earlier.find(|earlier| earlier.name == key.name) {
            let problem = diagnostic::key_twice(source, &key.range, &first.range, &key.name);
            diagnostics.push(problem);
            continue;
        }
        match entry(&key.name, fields::to_json(node)) {
            Ok(entry) => read.push(entry),
            Err(reason) => report(source, key, node, &reason, diagnostics),
        }
    }
    read
}

/// Reads one entry.
///
/// # Errors
/// What is wrong with it, in Hayagriva's words.
fn entry(key: &str, value: Json) -> Result<Entry, String> {
    let file = Json::Object(Map::from_iter([(key.to_owned(), value)]));
    let library: hayagriva::Library =
        serde_json::from_value(file).map_err(|error| error.to_string())?;
    library
        .into_iter()
        .next()
        .ok_or_else(|| "it has no entry".to_owned())
}

/// Reports what is wrong with an entry, or with one that another stands in: each field that is wrong on its
/// own, or else `reason`.
fn report(
    source: &Arc<Source>,
    key: &Key,
    node: &Node,
    reason: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let before = diagnostics.len();
    let alone = |name: &str, node: &Node| {
        let kind = ("type".to_owned(), Json::String("misc".to_owned()));
        let field = (name.to_owned(), fields::to_json(node));
        // Of two that are called the same the last counts.
        entry(&key.name, Json::Object(Map::from_iter([kind, field])))
    };
    let fields = match &node.value {
        Value::Table(fields) => fields.as_slice(),
        _ => &[],
    };
    for (field, value) in fields {
        let Err(reason) = alone(&field.name, value) else {
            continue;
        };
        if field.name != "parent" {
            let range = shown(value, field);
            diagnostics.push(diagnostic::sources_syntax(source, &range, &reason));
            continue;
        }
        let parents = match &value.value {
            Value::List(parents) => parents.as_slice(),
            _ => std::slice::from_ref(value),
        };
        for parent in parents {
            if let Err(reason) = alone("parent", parent) {
                report(source, field, parent, &reason, diagnostics);
            }
        }
    }
    if diagnostics.len() == before {
        diagnostics.push(diagnostic::sources_syntax(source, &key.range, reason));
    }
}

/// Returns the bytes of a value, or those of its key where it has none.
fn shown(value: &Node, key: &Key) -> Range<usize> {
    match value.range.is_empty() {
        true => key.range.clone(),
        false => value.range.clone(),
    }
}

fn report_unknown_fields(source: &Arc<Source>, entry: &Node, diagnostics: &mut Vec<Diagnostic>) {
    match &entry.value {
        Value::List(entries) => {
            for entry in entries {
                report_unknown_fields(source, entry, diagnostics);
            }
        }
        Value::Table(fields) => {
            for (key, value) in fields {
                if key.name == "parent" {
                    report_unknown_fields(source, value, diagnostics);
                }
                if !FIELDS.contains(&key.name.as_str()) {
                    let nearest = diagnostic::nearest(&key.name, FIELDS.into_iter());
                    let range = &key.range;
                    let problem = diagnostic::sources_field(source, range, &key.name, nearest);
                    diagnostics.push(problem);
                }
            }
        }
        _ => {}
    }
}

/// Returns the problem that Hayagriva met first, with the rest of its line. `place` counts characters.
fn first_problem(source: &Arc<Source>, place: Option<usize>, reason: &str) -> Diagnostic {
    let text = source.text().trim_end();
    let place = text.char_indices().nth(place.unwrap_or(0));
    let start = place.map_or(text.len(), |(start, _)| start);
    let line = text[start..].lines().next().unwrap_or_default();
    let range = start..start + line.trim_end().len();
    // The place is drawn, and need not be told.
    let reason = reason.split(" at line ").next().unwrap_or_default();
    diagnostic::sources_syntax(source, &range, reason)
}
