//! The labels of notes: the eight verdicts, the two other kinds, and what a site adds.
//!
//! Labels in each edition come from this table, never from conversion (DESIGN section 4).

use std::collections::HashMap;
use std::sync::Arc;

use super::colour::{self, Colour};
use super::fields::{Field, Key, Table};
use super::names::{Forms, words};
use super::{Edition, InterfaceLanguage, Words};
use crate::diagnostic;

/// What a label makes of a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteClass {
    /// A proposed reading of damaged text (校).
    Emendation,
    /// A remark that judges nothing (註).
    Gloss,
    /// A judgement of a claim, with its rating from 1 (false) to 5 (true) when it has one.
    Verdict(Option<u8>),
}

impl NoteClass {
    /// Returns its name in data and templates.
    pub fn name(self) -> &'static str {
        match self {
            NoteClass::Emendation => "emendation",
            NoteClass::Gloss => "gloss",
            NoteClass::Verdict(_) => "verdict",
        }
    }

    /// Returns whether it judges a claim.
    pub fn is_verdict(self) -> bool {
        matches!(self, NoteClass::Verdict(_))
    }
}

/// One label and all that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its stable name, in pages, data and style sheets.
    pub slug: String,
    /// Its class.
    pub class: NoteClass,
    /// The label.
    pub labels: Forms,
    /// The seal, one character where the language allows.
    pub seals: Forms,
    /// What the site says that it means; the interface has words for what the built-in terms mean.
    description: Option<Forms>,
    /// The colours a site gave it; the theme knows those of the built-in terms.
    pub colour: Option<Field<Colour>>,
}

impl Term {
    /// Returns the label in an interface language.
    pub fn label(&self, language: InterfaceLanguage) -> &str {
        self.labels.in_language(language)
    }

    /// Returns what it means, in an edition; empty for a term of the site's own that it does not describe.
    pub fn description<'a>(&'a self, edition: &'a Edition) -> &'a str {
        match (&self.description, self.row()) {
            (Some(own), _) => own.of(edition),
            (None, Some((.., word))) => edition.words.get(word),
            (None, None) => "",
        }
    }

    /// Returns whether a word that is none of its labels is understood as one, such as 校.
    fn is_also(&self, word: &str) -> bool {
        let row = self.row();
        row.is_some_and(|(.., others, _)| others.iter().any(|other| fold(other) == fold(word)))
    }

    /// Returns whether the program knows it without the site.
    pub fn is_built_in(&self) -> bool {
        self.row().is_some()
    }

    fn row(&self) -> Option<&'static Row> {
        TERMS.iter().find(|(slug, ..)| *slug == self.slug)
    }

    /// Returns whether a note of this term must name its evidence: the verdicts that say a claim
    /// is wrong, which is a rating of 1 or 2.
    pub fn needs_evidence(&self) -> bool {
        matches!(self.class, NoteClass::Verdict(Some(1 | 2)))
    }
}

/// All terms of a site, in the order in which pages list them: worst verdict first, unrated last,
/// then emendation and gloss.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    terms: Vec<Term>,
    by_label: HashMap<String, usize>,
}

type Row = (
    &'static str,
    NoteClass,
    [&'static str; 3],
    [&'static str; 3],
    &'static [&'static str],
    &'static str,
);

/// DESIGN section 4: slug, class, labels, seals (in Traditional Chinese, Simplified Chinese,
/// English), further words that are understood, the name of the interface word for what it means.
const TERMS: &[Row] = &[
    (
        "false",
        NoteClass::Verdict(Some(1)),
        ["錯誤", "错误", "False"],
        ["誤", "误", "誤"],
        &[],
        "meaning_false",
    ),
    (
        "partly-false",
        NoteClass::Verdict(Some(2)),
        ["部分錯誤", "部分错误", "Partly false"],
        ["半", "半", "半"],
        &[],
        "meaning_partly_false",
    ),
    (
        "missing-context",
        NoteClass::Verdict(Some(3)),
        ["缺乏脈絡", "缺乏背景", "Missing context"],
        ["偏", "偏", "偏"],
        &[],
        "meaning_missing_context",
    ),
    (
        "unproven",
        NoteClass::Verdict(None),
        ["證據不足", "证据不足", "Unproven"],
        ["疑", "疑", "疑"],
        &[],
        "meaning_unproven",
    ),
    (
        "mostly-true",
        NoteClass::Verdict(Some(4)),
        ["大致屬實", "大致属实", "Mostly true"],
        ["近", "近", "近"],
        &[],
        "meaning_mostly_true",
    ),
    (
        "true",
        NoteClass::Verdict(Some(5)),
        ["屬實", "属实", "True"],
        ["實", "实", "實"],
        &[],
        "meaning_true",
    ),
    (
        "opinion",
        NoteClass::Verdict(None),
        ["意見", "观点", "Opinion"],
        ["論", "论", "論"],
        &["意见"],
        "meaning_opinion",
    ),
    (
        "pending",
        NoteClass::Verdict(None),
        ["待查", "待查", "Pending"],
        ["待", "待", "待"],
        &[],
        "meaning_pending",
    ),
    (
        "emendation",
        NoteClass::Emendation,
        ["校勘", "校勘", "Emendation"],
        ["校", "校", "校"],
        &["校"],
        "meaning_emendation",
    ),
    (
        "gloss",
        NoteClass::Gloss,
        ["註", "注", "Gloss"],
        ["註", "注", "註"],
        &["Note"],
        "meaning_gloss",
    ),
];

impl Default for Vocabulary {
    fn default() -> Vocabulary {
        let mut vocabulary = Vocabulary {
            terms: Vec::new(),
            by_label: HashMap::new(),
        };
        for (slug, class, labels, seals, others, _) in TERMS {
            let term = Term {
                slug: (*slug).to_owned(),
                class: *class,
                labels: (*labels).into(),
                seals: (*seals).into(),
                description: None,
                colour: None,
            };
            let index = vocabulary.push(term);
            for other in *others {
                vocabulary.by_label.insert(fold(other), index);
            }
        }
        vocabulary
    }
}

impl Vocabulary {
    /// Returns the place of the term that a label names, in any language; letter case counts not.
    pub fn find(&self, label: &str) -> Option<usize> {
        self.by_label.get(&fold(label)).copied()
    }

    /// Returns the place of the gloss, which is also what a footnote without a label is.
    pub fn gloss(&self) -> usize {
        self.terms
            .iter()
            .position(|term| term.class == NoteClass::Gloss)
            .unwrap_or_default()
    }

    /// Returns the term at a place.
    pub fn term(&self, index: usize) -> &Term {
        &self.terms[index]
    }

    /// Returns all terms in their order.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Returns the term, another than the one at `index`, that has one of the labels now, with that
    /// label: one label cannot make two kinds of notes.
    fn taken<'a>(&'a self, index: usize, labels: &'a Forms) -> Option<(&'a Term, &'a str)> {
        labels.all().find_map(move |label| {
            let is_it = |other: &String| fold(other) == fold(label);
            let others = self.terms.iter().enumerate();
            let holder = others
                .filter(|(place, _)| *place != index)
                .map(|(_, term)| term)
                .find(|term| term.labels.all().any(is_it) || term.is_also(label))?;
            Some((holder, label.as_str()))
        })
    }

    /// Returns all labels, in all languages.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.terms
            .iter()
            .flat_map(|term| term.labels.all().map(String::as_str))
    }

    /// Spells what was given once as each edition does. Notes may use every spelling of a label that means nothing else.
    pub(super) fn spell(&mut self, editions: &[Edition], spell: &impl Fn(&str, &str) -> String) {
        for (index, term) in self.terms.iter_mut().enumerate() {
            let description = term.description.iter_mut();
            for forms in [&mut term.labels, &mut term.seals]
                .into_iter()
                .chain(description)
            {
                forms.spell(editions, spell);
            }
            for label in term.labels.all() {
                self.by_label.entry(fold(label)).or_insert(index);
            }
        }
    }

    fn push(&mut self, term: Term) -> usize {
        let index = self.terms.len();
        for label in term.labels.all() {
            self.by_label.insert(fold(label), index);
        }
        self.terms.push(term);
        index
    }
}

fn fold(label: &str) -> String {
    label.trim().to_lowercase()
}

/// Reads the `[verdicts.SLUG]` tables: a known slug is renamed, a new one added.
pub(super) fn extend(
    vocabulary: &mut Vocabulary,
    interfaces: &[Arc<Words>],
    table: &mut Table<'_>,
) {
    for (key, node) in table.rest() {
        let known = vocabulary
            .terms
            .iter()
            .position(|term| term.slug == key.name);
        let term = table.table_of(node, &key.name, |table| {
            let known = known.map(|index| vocabulary.term(index));
            read_term(table, &key, known, interfaces)
        });
        let place = known.unwrap_or(vocabulary.terms.len());
        let taken = term
            .as_ref()
            .and_then(|term| vocabulary.taken(place, &term.labels));
        if let Some((holder, label)) = taken {
            let problem = diagnostic::label_taken(table.source(), &key.range, label, &holder.slug);
            table.report(problem);
            continue;
        }
        match (known, term) {
            (Some(index), Some(term)) => {
                for label in term.labels.all() {
                    vocabulary.by_label.insert(fold(label), index);
                }
                vocabulary.terms[index] = term;
            }
            (None, Some(term)) => {
                vocabulary.push(term);
            }
            (_, None) => {}
        }
    }
}

fn read_term(
    table: &mut Table<'_>,
    key: &Key,
    known: Option<&Term>,
    interfaces: &[Arc<Words>],
) -> Option<Term> {
    let has_label = table.has("label");
    let labels = words(table, "label", known.map(|term| &term.labels), interfaces);
    let seals = words(table, "seal", known.map(|term| &term.seals), interfaces);
    let meaning = known.and_then(Term::row);
    let meaning = meaning.map(|(.., word)| Forms::of_word(word, interfaces));
    let description = words(table, "description", meaning.as_ref(), interfaces);
    let rating = table
        .integer("rating", 1, 5)
        .and_then(|field| u8::try_from(field.value).ok());
    let colour = colour::read(table, "colour");
    let dark = colour::read_one(table, "colour_dark");
    let is_slug = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if key.name.is_empty() || !key.name.bytes().all(is_slug) {
        table.report(diagnostic::bad_verdict_slug(table.source(), &key.range));
        return None;
    }
    let Some(labels) = labels else {
        // What is wrong with one that is there was told.
        if !has_label {
            let (source, range) = (table.source(), &key.range);
            table.report(diagnostic::verdict_without_label(source, range, &key.name));
        }
        return None;
    };
    let first_character = |label: &String| label.chars().take(1).collect::<String>().to_uppercase();
    let class = match known.map(|term| term.class) {
        Some(NoteClass::Verdict(old)) => NoteClass::Verdict(rating.or(old)),
        Some(other) => other,
        None => NoteClass::Verdict(rating),
    };
    Some(Term {
        slug: key.name.clone(),
        class,
        seals: seals.unwrap_or_else(|| labels.map(first_character)),
        labels,
        description,
        colour: colour.map(|Field { value, range }| Field {
            value: Colour {
                dark: dark.unwrap_or(value.dark),
                light: value.light,
            },
            range,
        }),
    })
}
