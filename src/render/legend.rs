//! The page that explains seals and terms (凡例): the verdicts of the site, the other kinds of notes, and what stands
//! in notes.

use std::cmp::Reverse;

use super::context::{LegendEntry, LegendSection, OtherLabel};
use super::frame::{Head, Renderer, value};
use crate::config::{InterfaceLanguage, NoteClass, Term};
use crate::diagnostic::Checked;
use crate::site::address;
use crate::site::ledger::Subject;

/// The interface words for the items of notes, and for what each means.
const ITEMS: [(&str, &str); 8] = [
    ("evidence", "meaning_evidence"),
    ("counter_evidence", "meaning_counter_evidence"),
    ("archived", "meaning_archived"),
    ("confidence", "meaning_confidence"),
    ("reviewer", "meaning_reviewer"),
    ("dissent", "meaning_dissent"),
    ("correction", "meaning_correction"),
    ("see_also", "meaning_see_also"),
];

impl Renderer<'_> {
    /// Returns the page that explains seals and terms.
    pub(super) fn legend(&self) -> Checked<Vec<u8>> {
        let sections = [
            self.section("verdicts", "verdicts", self.legend_verdicts()),
            self.section("kinds", "legend_kinds", self.legend_kinds()),
            self.section("items", "legend_items", self.legend_items()),
        ];
        let head = Head {
            kind: "lists",
            title: self.words.get("legend").into(),
            description: self.words.get("legend_about").into(),
            lang: self.edition.tag.as_str().into(),
            part: true,
            has_code: false,
        };
        let values = [("legend", value(&sections))];
        self.finish("legend.html", head, &values, Vec::new())
    }

    fn section(&self, kind: &'static str, word: &str, entries: Vec<LegendEntry>) -> LegendSection {
        LegendSection {
            kind,
            title: self.words.get(word).to_owned(),
            entries,
        }
    }

    fn legend_verdicts(&self) -> Vec<LegendEntry> {
        let mut verdicts = self.legend_terms(NoteClass::is_verdict);
        // The sort is stable: those of one rating stand as everywhere else.
        verdicts.sort_by_key(|verdict| Reverse(verdict.rating));
        verdicts
    }

    fn legend_kinds(&self) -> Vec<LegendEntry> {
        self.legend_terms(|class| !class.is_verdict())
    }

    fn legend_terms(&self, is_meant: fn(NoteClass) -> bool) -> Vec<LegendEntry> {
        let terms = self.site.config.vocabulary.terms().iter().enumerate();
        let terms = terms.filter(|(_, term)| is_meant(term.class));
        terms
            .map(|(index, term)| self.legend_term(index, term))
            .collect()
    }

    fn legend_term(&self, index: usize, term: &Term) -> LegendEntry {
        let (subject, rating) = match term.class {
            NoteClass::Emendation => (Some(Subject::Emendations), None),
            NoteClass::Gloss => (None, None),
            NoteClass::Verdict(rating) => (Some(Subject::Verdict(index)), rating),
        };
        let list = subject.and_then(|subject| self.site.ledger.find(&subject));
        let href = list.map(|list| self.reference(&address::notes(self.edition, &list.folder, 1)));
        let tally = self.tally_of(index, self.site.tally[index], href);
        LegendEntry {
            label: tally.label.clone(),
            // A word that is given once is the same in all languages.
            other: match term.labels.is_given_once() {
                true => None,
                false => self.other_label(&tally.label, |language| term.label(language)),
            },
            meaning: term.description(self.edition).to_owned(),
            tally: Some(tally),
            rating,
        }
    }

    fn legend_items(&self) -> Vec<LegendEntry> {
        let items = ITEMS.iter();
        items
            .map(|(word, meaning)| self.legend_item(word, meaning))
            .collect()
    }

    fn legend_item(&self, word: &str, meaning: &str) -> LegendEntry {
        let label = capitalised(self.words.get(word));
        let words = &self.site.config.words;
        LegendEntry {
            other: self.other_label(&label, |language| words[language.index()].get(word)),
            label,
            meaning: self.words.get(meaning).to_owned(),
            tally: None,
            rating: None,
        }
    }

    /// Returns a label in English, by which readers of other fact-checkers know it, or where the interface is not in
    /// Chinese, in the script of the edition; none where that is the same word.
    fn other_label<'w>(
        &self,
        label: &str,
        of: impl Fn(InterfaceLanguage) -> &'w str,
    ) -> Option<OtherLabel> {
        let language = match self.edition.interface {
            InterfaceLanguage::English => InterfaceLanguage::of(&self.edition.tag),
            _ => InterfaceLanguage::English,
        };
        let text = capitalised(of(language));
        (text != label).then(|| OtherLabel {
            text,
            lang: language.tag(),
        })
    }
}

/// Returns a word with a capital, as it stands at the beginning of a line.
fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}
