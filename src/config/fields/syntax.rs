//! The two syntaxes that keys and values are written in, each parsed into the same tree.

use std::ops::Range;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle};

use super::{Key, Node, Value};
use crate::diagnostic::{self, Diagnostic, Source};

/// Nested lists and tables deeper than this are refused (YAML 1.2 sets no limit).
const DEPTH_MAX: usize = 64;

/// Parses the YAML that stands at `range` of the source into a tree.
///
/// Aliases and merge keys are refused rather than followed: front matter has no use for them, and
/// an alias is what a "billion laughs" file is made of.
///
/// # Errors
/// The first syntax error, as a diagnostic: after one, YAML cannot be trusted.
pub fn parse_yaml(source: &Arc<Source>, range: Range<usize>) -> Result<Node, Diagnostic> {
    let text = &source.text()[range.clone()];
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    let mut last = range.start..range.start;
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let at = range.start + error.marker().byte_offset().unwrap_or(text.len());
            let at = at.min(range.end);
            // Of a tab that stands where no text goes on, the parser tells the end of the text.
            let tab = error.info().ends_with("found a tab");
            let tab = source.text()[at..range.end].find('\t').filter(|_| tab);
            let at = at + tab.unwrap_or_default();
            diagnostic::front_matter_syntax(source, &(at..at), &error.info())
        })?;
        if let Some(bytes) = span.byte_range() {
            last = range.start + bytes.start..range.start + bytes.end;
        }
        if root.is_some() && !matches!(event, Event::DocumentEnd | Event::StreamEnd) {
            return Err(diagnostic::front_matter_goes_on(source, &last));
        }
        let node = match event {
            Event::Alias(_) => return Err(diagnostic::front_matter_alias(source, &last)),
            Event::Scalar(word, style, ..) => Node {
                value: scalar(&word, style),
                range: last.clone(),
            },
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if open.len() >= DEPTH_MAX {
                    return Err(diagnostic::front_matter_depth(source, &last, DEPTH_MAX));
                }
                open.push(Open {
                    is_table: matches!(event, Event::MappingStart(..)),
                    start: last.start,
                    nodes: Vec::new(),
                });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(closed) => closed.into_node(last.end),
                None => continue,
            },
            _ => continue,
        };
        match open.last_mut() {
            Some(parent) => parent.nodes.push(node),
            None => root = Some(node),
        }
    }
    Ok(root.unwrap_or(Node {
        value: Value::Null,
        range: last,
    }))
}

/// A list or table whose end has not been met.
struct Open {
    is_table: bool,
    start: usize,
    nodes: Vec<Node>,
}

impl Open {
    fn into_node(self, end: usize) -> Node {
        let end = self
            .nodes
            .last()
            .map_or(end, |node| node.range.end)
            .max(self.start);
        let value = if self.is_table {
            let mut entries = Vec::with_capacity(self.nodes.len() / 2);
            let mut nodes = self.nodes.into_iter();
            while let (Some(key), Some(value)) = (nodes.next(), nodes.next()) {
                let name = match key.value {
                    Value::Plain(name) | Value::Text(name) => name,
                    _ => String::new(),
                };
                entries.push((
                    Key {
                        name,
                        range: key.range,
                    },
                    value,
                ));
            }
            Value::Table(entries)
        } else {
            Value::List(self.nodes)
        };
        Node {
            value,
            range: self.start..end,
        }
    }
}

fn scalar(word: &str, style: ScalarStyle) -> Value {
    match (style, word) {
        (ScalarStyle::Plain, "" | "~" | "null") => Value::Null,
        (ScalarStyle::Plain, _) => Value::Plain(word.to_owned()),
        _ => Value::Text(word.to_owned()),
    }
}

/// Parses a whole TOML source into a tree.
///
/// # Errors
/// Every syntax error, as diagnostics.
pub fn parse_toml(source: &Arc<Source>) -> Result<Node, Vec<Diagnostic>> {
    let (table, errors) = toml::de::DeTable::parse_recoverable(source.text());
    if errors.is_empty() {
        return Ok(toml_table(table.get_ref(), table.span()));
    }
    let as_diagnostic = |error: &toml::de::Error| {
        let range = error.span().unwrap_or_default();
        diagnostic::configuration_syntax(source, &range, error.message())
    };
    Err(errors.iter().map(as_diagnostic).collect())
}

fn toml_table(table: &toml::de::DeTable<'_>, range: Range<usize>) -> Node {
    let mut entries: Vec<(Key, Node)> = table
        .iter()
        .map(|(key, value)| {
            let name = key.get_ref().to_string();
            let key = Key {
                name,
                range: key.span(),
            };
            (key, toml_value(value.get_ref(), value.span()))
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.range.start);
    Node {
        value: Value::Table(entries),
        range,
    }
}

fn toml_value(value: &toml::de::DeValue<'_>, range: Range<usize>) -> Node {
    use toml::de::DeValue;
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => Value::Plain(number.to_string()),
        DeValue::Float(number) => Value::Plain(number.to_string()),
        DeValue::Boolean(boolean) => Value::Plain(boolean.to_string()),
        DeValue::Datetime(datetime) => Value::Plain(datetime.to_string()),
        DeValue::Array(array) => Value::List(
            array
                .iter()
                .map(|value| toml_value(value.get_ref(), value.span()))
                .collect(),
        ),
        DeValue::Table(table) => return toml_table(table, range),
    };
    Node { value, range }
}
