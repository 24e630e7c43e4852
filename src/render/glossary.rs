//! The page that lists which words are converted otherwise than the engine would.

use super::context::{Engine, GlossaryContext, GlossaryForm, GlossaryList, GlossaryTerm};
use super::frame::{Head, Renderer, value};
use crate::config::forms::Forms;
use crate::diagnostic::Checked;
use crate::script::{self, glossary};
use crate::site::address;

impl Renderer<'_> {
    pub(super) fn glossary(&self) -> Checked<Vec<u8>> {
        let site = self.site;
        let mut lists = Vec::new();
        if !site.glossary.is_empty() {
            let converter = self.site_text();
            let terms = glossary::in_force(&site.glossary);
            lists.push(self.list_of(
                self.words.get("glossary_site").to_owned(),
                None,
                terms.map(|term| (&term.forms, converter.owned(&term.note))),
            ));
        }
        for article in &site.articles {
            let rules = &article.front_matter.conversion.rules;
            if !rules.is_empty() {
                let path = address::article(self.edition, &article.slug);
                lists.push(self.list_of(
                    self.title(article),
                    Some(self.reference(&path)),
                    rules.iter().map(|forms| (forms, String::new())),
                ));
            }
        }
        let context = GlossaryContext {
            engines: self.engines(),
            lists,
        };
        let head = Head {
            kind: "page",
            title: self.words.get("glossary").into(),
            description: self.words.get("glossary_text").into(),
            lang: self.edition.tag.as_str().into(),
            part: true,
            has_code: false,
        };
        let values = [("glossary", value(&context))];
        self.finish("glossary.html", head, &values, Vec::new())
    }

    fn list_of<'f>(
        &self,
        title: String,
        href: Option<String>,
        terms: impl Iterator<Item = (&'f Forms, String)>,
    ) -> GlossaryList {
        let terms: Vec<GlossaryTerm> = terms
            .map(|(forms, note)| GlossaryTerm {
                forms: self.forms(forms),
                note,
            })
            .collect();
        GlossaryList {
            title,
            href,
            has_notes: terms.iter().any(|term| !term.note.is_empty()),
            terms,
        }
    }

    /// Returns what a word is in each edition: its form, or for a word that is replaced one way,
    /// itself.
    fn forms(&self, forms: &Forms) -> Vec<GlossaryForm> {
        let editions = self.site.config.editions.iter();
        editions
            .map(|edition| {
                let form = forms.of(&edition.tag).map(|form| &form.text);
                GlossaryForm {
                    lang: edition.tag.clone(),
                    text: form.or(forms.from.as_ref()).cloned().unwrap_or_default(),
                }
            })
            .collect()
    }

    /// Returns the engine's configurations for this edition, by the languages of the articles.
    fn engines(&self) -> Vec<Engine> {
        let config = &self.site.config;
        let mut engines: Vec<Engine> = Vec::new();
        for article in &self.site.articles {
            let (from, to) = (&article.language, &self.edition.tag);
            let name = script::configuration(from, to, config.conversion.level);
            let is_known = engines.iter().any(|engine| engine.from == *from);
            if let (Some(name), false) = (name, is_known) {
                engines.push(Engine {
                    from: from.clone(),
                    configuration: name,
                });
            }
        }
        engines
    }
}
