//! Keys and values with their places: what YAML front matter and TOML configuration both become
//! before anything is believed of them.
//!
//! Reading is done twice: first into [`Node`]s, which only know syntax, then through [`Table`],
//! which pulls typed fields and gathers every problem (wrong type, unknown key, key given twice)
//! instead of stopping at the first, as a serde derive would.

mod syntax;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;

use crate::diagnostic::{self, Diagnostic, Source};
pub use syntax::{parse_toml, parse_yaml};

/// A value and the bytes of the source it was written in.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its bytes in the source.
    pub range: Range<usize>,
}

/// A value as written.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing after the key, `~` or `null`.
    Null,
    /// A word that may be read as text, and as a number or a boolean when it was not quoted.
    Plain(String),
    /// Text in quotation marks or a block scalar: never anything but text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order of the source.
    Table(Vec<(Key, Node)>),
}

impl Value {
    fn describe(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Plain(word) if word.parse::<f64>().is_ok() => "a number",
            Value::Plain(word) if word == "true" || word == "false" => "a boolean",
            Value::Plain(_) | Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Table(_) => "a table of keys",
        }
    }
}

/// A key and its bytes in the source.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// The key.
    pub name: String,
    /// Its bytes in the source.
    pub range: Range<usize>,
}

/// A typed field and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<T> {
    /// The field.
    pub value: T,
    /// Its bytes in the source.
    pub range: Range<usize>,
}

/// Unknown keys of one table that are reported one by one; the rest are counted.
const UNKNOWN_KEYS_SHOWN: usize = 20;

/// A table being read: fields are taken one by one, and what is left at the end is unknown.
pub struct Table<'a> {
    source: &'a Arc<Source>,
    diagnostics: &'a mut Vec<Diagnostic>,
    range: Range<usize>,
    entries: Vec<(Key, Option<Node>)>,
    known: Vec<Cow<'static, str>>,
}

/// Returns whether nothing is seen of a text.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_unseen)
}

/// Returns whether nothing is seen of a character (Unicode, section 5.21).
pub fn is_unseen(character: char) -> bool {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    character.is_whitespace() || character.is_control() || ignorable.contains(character)
}

impl<'a> Table<'a> {
    /// Returns a reader of the node's keys. A node that is no table counts as an empty one, after
    /// a diagnostic; an absent value (`key:`) is an empty one without.
    pub fn new(
        source: &'a Arc<Source>,
        node: Node,
        name: &str,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Table<'a> {
        let range = node.range;
        let entries = match node.value {
            Value::Table(entries) => entries,
            Value::Null => Vec::new(),
            other => {
                let found = other.describe();
                diagnostics.push(diagnostic::wrong_type(
                    source,
                    &range,
                    name,
                    "a table of keys",
                    found,
                ));
                Vec::new()
            }
        };
        let mut seen: HashMap<String, Range<usize>> = HashMap::new();
        for (key, _) in &entries {
            match seen.get(&key.name) {
                Some(first) => {
                    diagnostics.push(diagnostic::key_twice(source, &key.range, first, &key.name));
                }
                None => {
                    seen.insert(key.name.clone(), key.range.clone());
                }
            }
        }
        Table {
            source,
            diagnostics,
            range,
            entries: entries
                .into_iter()
                .map(|(key, node)| (key, Some(node)))
                .collect(),
            known: Vec::new(),
        }
    }

    /// Returns the bytes of the whole table.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Returns the source that is being read.
    pub fn source(&self) -> &'a Arc<Source> {
        self.source
    }

    /// Adds a diagnostic found by the caller.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Takes the value of a key, whatever its type; `None` when it is absent or empty.
    pub fn node(&mut self, name: &'static str) -> Option<Node> {
        self.known.push(name.into());
        let (_, slot) = self.entries.iter_mut().find(|(key, _)| key.name == name)?;
        slot.take().filter(|node| node.value != Value::Null)
    }

    /// Returns whether a key is given, with whatever value.
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(key, _)| key.name == name)
    }

    /// Takes all keys that no field has asked for, to be read as names of the user's own.
    pub fn rest(&mut self) -> Vec<(Key, Node)> {
        self.take(|_| true)
    }

    /// Takes all keys that no field has asked for and whose names are of some kind.
    pub fn take(&mut self, is_meant: impl Fn(&str) -> bool) -> Vec<(Key, Node)> {
        let entries = self.entries.iter_mut();
        entries
            .filter(|(key, _)| is_meant(&key.name))
            .filter_map(|(key, node)| Some((key.clone(), node.take()?)))
            .collect()
    }

    /// Says that a table may have a key, although nothing takes it here.
    pub fn allow(&mut self, name: &str) {
        self.known.push(name.to_owned().into());
    }

    /// Takes a text; a number or date without quotation marks counts as the text it was written as.
    pub fn text(&mut self, name: &'static str) -> Option<Field<String>> {
        let node = self.node(name)?;
        self.text_of(node, name)
    }

    /// Returns a node's text, or nothing after a diagnostic.
    pub fn text_of(&mut self, node: Node, name: &str) -> Option<Field<String>> {
        match node.value {
            Value::Plain(value) | Value::Text(value) => Some(Field {
                value,
                range: node.range,
            }),
            other => {
                self.wrong_type(&node.range, name, "text", other.describe());
                None
            }
        }
    }

    /// Takes a text of which something can be seen.
    pub fn word(&mut self, name: &'static str) -> Option<String> {
        let node = self.node(name)?;
        self.word_of(node, name)
    }

    /// Returns a node's text of which something can be seen, or nothing after a diagnostic.
    pub fn word_of(&mut self, node: Node, name: &str) -> Option<String> {
        let Field { value, range } = self.text_of(node, name)?;
        if is_blank(&value) {
            self.wrong_type(&range, name, "a word", "empty text");
            return None;
        }
        Some(value)
    }

    /// Takes a text that there must be, and of which something can be seen.
    pub fn needed_word(&mut self, name: &'static str) -> Option<String> {
        let field = self.text(name)?;
        if is_blank(&field.value) {
            self.report(diagnostic::empty_setting(self.source(), &field.range, name));
            return None;
        }
        Some(field.value)
    }

    /// Takes a boolean.
    pub fn boolean(&mut self, name: &'static str) -> Option<Field<bool>> {
        let node = self.node(name)?;
        let value = match &node.value {
            Value::Plain(word) if word == "true" => true,
            Value::Plain(word) if word == "false" => false,
            other => {
                self.wrong_type(&node.range, name, "true or false", other.describe());
                return None;
            }
        };
        Some(Field {
            value,
            range: node.range,
        })
    }

    /// Takes a whole number between two bounds, both included.
    pub fn integer(&mut self, name: &'static str, from: i64, to: i64) -> Option<Field<i64>> {
        let node = self.node(name)?;
        self.integer_of(node, name, from, to)
    }

    /// Returns a node's whole number between two bounds, both included, or nothing after a diagnostic.
    pub fn integer_of(&mut self, node: Node, name: &str, from: i64, to: i64) -> Option<Field<i64>> {
        let number = match &node.value {
            Value::Plain(word) => word.parse::<i64>().ok(),
            _ => None,
        };
        match number.filter(|number| (from..=to).contains(number)) {
            Some(value) => Some(Field {
                value,
                range: node.range,
            }),
            None => {
                let expected = format!("a whole number from {from} to {to}");
                self.wrong_type(&node.range, name, &expected, node.value.describe());
                None
            }
        }
    }

    /// Takes a list; a single value counts as a list of one.
    pub fn list(&mut self, name: &'static str) -> Vec<Node> {
        match self.node(name) {
            Some(Node {
                value: Value::List(nodes),
                ..
            }) => nodes,
            Some(node) => vec![node],
            None => Vec::new(),
        }
    }

    /// Takes a list of tables; a single table counts as a list of one. What is none is left out after a diagnostic, which
    /// says what the list is of.
    pub fn tables(&mut self, name: &'static str, expected: &str) -> Vec<Node> {
        let mut nodes = self.list(name);
        nodes.retain(|node| {
            let is_table = matches!(node.value, Value::Table(_));
            if !is_table {
                self.wrong_type(&node.range, name, expected, node.value.describe());
            }
            is_table
        });
        nodes
    }

    /// Takes a list of what may be tables, too; a single value counts as a list of one, unless it is a table: that one is
    /// reported, with what the list is of.
    pub fn list_not_table(&mut self, name: &'static str, expected: &str) -> Vec<Node> {
        match self.node(name) {
            Some(Node {
                value: Value::List(nodes),
                ..
            }) => nodes,
            Some(node) if matches!(node.value, Value::Table(_)) => {
                self.wrong_type(&node.range, name, expected, node.value.describe());
                Vec::new()
            }
            node => node.into_iter().collect(),
        }
    }

    /// Takes a list of texts.
    pub fn texts(&mut self, name: &'static str) -> Vec<Field<String>> {
        match self.node(name) {
            Some(node) => self.texts_of(node, name),
            None => Vec::new(),
        }
    }

    /// Returns the texts of a list; a single value counts as a list of one.
    pub fn texts_of(&mut self, node: Node, name: &str) -> Vec<Field<String>> {
        let nodes = match node.value {
            Value::List(nodes) => nodes,
            _ => vec![node],
        };
        let nodes = nodes.into_iter();
        nodes.filter_map(|node| self.text_of(node, name)).collect()
    }

    /// Takes a table and reads it with `read`; an absent one is read as an empty one.
    pub fn table<T>(&mut self, name: &'static str, read: impl FnOnce(&mut Table<'_>) -> T) -> T {
        let node = self.node(name).unwrap_or(Node {
            value: Value::Null,
            range: self.range.clone(),
        });
        self.table_of(node, name, read)
    }

    /// Reads a node as a table with `read`.
    pub fn table_of<T>(
        &mut self,
        node: Node,
        name: &str,
        read: impl FnOnce(&mut Table<'_>) -> T,
    ) -> T {
        let mut table = Table::new(self.source, node, name, self.diagnostics);
        let value = read(&mut table);
        table.finish();
        value
    }

    /// Reports every key that no field has asked for, with the nearest known one.
    pub fn finish(self) {
        let is_known = |key: &Key| self.known.iter().any(|known| *known == key.name);
        let known: Vec<&str> = self.known.iter().map(AsRef::as_ref).collect();
        let unknown: Vec<&Key> = self
            .entries
            .iter()
            .filter(|(key, node)| node.is_some() && !is_known(key))
            .map(|(key, _)| key)
            .collect();
        for key in unknown.iter().take(UNKNOWN_KEYS_SHOWN) {
            let nearest = diagnostic::nearest(&key.name, known.iter().copied());
            self.diagnostics.push(diagnostic::unknown_key(
                self.source,
                &key.range,
                &key.name,
                nearest,
                &known,
            ));
        }
        if let Some(next) = unknown.get(UNKNOWN_KEYS_SHOWN) {
            let count = unknown.len() - UNKNOWN_KEYS_SHOWN;
            self.diagnostics.push(diagnostic::more_unknown_keys(
                self.source,
                &next.range,
                count,
            ));
        }
    }

    fn wrong_type(&mut self, range: &Range<usize>, name: &str, expected: &str, found: &str) {
        self.diagnostics.push(diagnostic::wrong_type(
            self.source,
            range,
            name,
            expected,
            found,
        ));
    }
}

/// Returns the node as a JSON value, for templates. Plain words become numbers and booleans where
/// they can be read as such.
pub fn to_json(node: &Node) -> serde_json::Value {
    use serde_json::Value as Json;
    match &node.value {
        Value::Null => Json::Null,
        Value::Text(text) => Json::String(text.clone()),
        Value::Plain(word) => match serde_json::from_str::<Json>(word) {
            Ok(value @ (Json::Bool(_) | Json::Number(_))) => value,
            _ => Json::String(word.clone()),
        },
        Value::List(nodes) => nodes.iter().map(to_json).collect(),
        Value::Table(entries) => entries
            .iter()
            .map(|(key, node)| (key.name.clone(), to_json(node)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
    }
}
