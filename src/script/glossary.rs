//! The glossary of a site: the files of `glossary/`, each a list of words that are converted
//! otherwise than the engine would, or not at all.
//!
//! ```toml
//! keep = ["后羿"]
//!
//! [[term]]
//! zh-hant = "軟體"
//! zh-hans = "软件"
//! zh-hk = "軟件"
//! note = "Taiwan's word"
//!
//! [[term]]
//! from = "甲"
//! zh-hans = "乙"
//! ```

use std::ops::Range;
use std::sync::Arc;

use crate::config::fields::{self, Node, Table};
use crate::config::forms::{self, Form, Forms};
use crate::diagnostic::{self, Checked, Diagnostic, Source};

/// A word of the glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its forms.
    pub forms: Forms,
    /// What is to be said of it; may be empty.
    pub note: String,
}

/// Returns the terms that are ever found: of two with one word the first counts.
pub fn in_force(terms: &[Term]) -> impl Iterator<Item = &Term> {
    terms.iter().enumerate().filter_map(|(index, term)| {
        let is_shadowed = terms[..index]
            .iter()
            .any(|other| shared_word(&other.forms, &term.forms).is_some());
        (!is_shadowed).then_some(term)
    })
}

/// Reads one file of the glossary.
pub fn read(source: &Arc<Source>) -> Checked<Vec<Term>> {
    let mut diagnostics = Vec::new();
    let node = match fields::parse_toml(source) {
        Ok(node) => node,
        Err(diagnostics) => {
            return Checked {
                value: Vec::new(),
                diagnostics,
            };
        }
    };
    let value = read_node(source, node, &mut diagnostics);
    Checked { value, diagnostics }
}

fn read_node(source: &Arc<Source>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Vec<Term> {
    let mut table = Table::new(source, node, "glossary", diagnostics);
    let mut terms: Vec<Term> = Vec::new();
    for word in table.texts("keep") {
        if word.value.trim().is_empty() {
            let problem = diagnostic::term_without_forms(table.source(), &word.range);
            table.report(problem);
            continue;
        }
        let term = Term {
            forms: Forms::keep(&word.value),
            note: String::new(),
        };
        add(&mut terms, term, &word.range, &mut table);
    }
    for node in table.list("term") {
        let range = node.range.clone();
        if let Some(term) = table.table_of(node, "term", read_term) {
            add(&mut terms, term, &range, &mut table);
        }
    }
    table.finish();
    terms
}

/// Adds a term, unless one before it has the same word for the same readers.
fn add(terms: &mut Vec<Term>, term: Term, range: &Range<usize>, table: &mut Table<'_>) {
    let shared = terms
        .iter()
        .find_map(|other| shared_word(&other.forms, &term.forms));
    if let Some(word) = shared {
        let problem = diagnostic::term_twice(table.source(), range, word);
        table.report(problem);
    }
    terms.push(term);
}

/// Returns the word by which two terms would be found at the same place.
fn shared_word<'f>(one: &Forms, other: &'f Forms) -> Option<&'f str> {
    match (&one.from, &other.from) {
        (Some(one), Some(other)) => (one == other).then_some(other),
        (None, None) => {
            let is_shared = |form: &&Form| {
                let mut forms = one.forms.iter();
                !form.text.is_empty()
                    && forms.any(|own| own.text == form.text && own.overlaps(form))
            };
            other
                .forms
                .iter()
                .find(is_shared)
                .map(|form| form.text.as_str())
        }
        _ => None,
    }
}

fn read_term(table: &mut Table<'_>) -> Option<Term> {
    let from = table.text("from").map(|field| field.value);
    let note = table.text("note").map(|field| field.value);
    for tag in forms::TAGS {
        table.allow(tag);
    }
    let is_tag = |name: &str| {
        name.get(..2)
            .is_some_and(|zh| zh.eq_ignore_ascii_case("zh"))
    };
    let mut forms: Vec<Form> = Vec::new();
    for (key, node) in table.take(is_tag) {
        let name = key.name.clone();
        let Some(text) = table.text_of(node, &name) else {
            continue;
        };
        match Form::new(&name, &text.value) {
            Some(form) if forms.iter().any(|other| other.is_for_same(&form)) => {
                let problem = diagnostic::key_twice(table.source(), &key.range, &key.range, &name);
                table.report(problem);
            }
            Some(form) => forms.push(form),
            None => {
                let nearest = diagnostic::nearest(&name, forms::TAGS.into_iter());
                let problem = diagnostic::bad_form_tag(table.source(), &key.range, &name, nearest);
                table.report(problem);
            }
        }
    }
    let forms = Forms { from, forms };
    if !forms.is_rule() {
        let problem = diagnostic::term_without_forms(table.source(), &table.range());
        table.report(problem);
        return None;
    }
    Some(Term {
        forms,
        note: note.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glossary_lists_terms() {
        let text = "keep = [\"后羿\"]\n[[term]]\nzh-hant = \"軟體\"\nzh-hans = \"软件\"\nnote = \"注\"\n[[term]]\nfrom = \"甲\"\nzh-hans = \"乙\"\n";
        let source = Source::new("glossary/words.toml", text);
        let read = read(&source);
        assert_eq!(read.diagnostics, []);
        let shown: Vec<String> = read
            .value
            .iter()
            .map(|term| {
                let form = |tag| term.forms.of(tag).map_or("-", |form| form.text.as_str());
                format!("{}/{}/{}", form("zh-Hant"), form("zh-Hans"), term.note)
            })
            .collect();
        assert_eq!(shown, ["后羿/后羿/", "軟體/软件/注", "-/乙/"]);
    }
}
