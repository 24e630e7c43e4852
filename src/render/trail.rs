//! The way from the front page down to a page: what stands above its text, and what the head of an article says of it.

use super::context::Crumb;
use super::frame::Renderer;
use super::languages::is_same_language;
use crate::config::By;
use crate::site::taxonomy::{TermList, TermName};
use crate::site::{PageKind, address};

/// A page on the way to another.
pub(super) struct Step {
    /// What it is called.
    pub(super) name: String,
    /// Its path.
    pub(super) path: String,
    /// The language tag of its name; none for words of the interface.
    pub(super) lang: Option<String>,
}

impl Renderer<'_> {
    /// Returns the way to this page, which is the last step; empty for a page that stands by itself.
    pub(super) fn trail(&self) -> Vec<Step> {
        let steps = match &self.page.kind {
            PageKind::List { .. } => vec![self.step_to_list()],
            PageKind::Article { article, .. } => {
                let sections = self.site.taxonomies.of(*article).iter();
                let sections = sections.filter(|it| self.taxonomy_by(it.taxonomy) == By::Sections);
                [self.step_to_list()]
                    .into_iter()
                    .chain(sections.map(|it| self.step_to_term(it.taxonomy, it.term)))
                    .chain([self.step_to_article(*article)])
                    .collect()
            }
            PageKind::Taxonomy { taxonomy, .. } => vec![self.step_to_taxonomy(*taxonomy)],
            PageKind::Term { taxonomy, term, .. } => self.steps_to_term(*taxonomy, *term),
            PageKind::Notes { list, .. } => self.steps_to_notes(*list),
            PageKind::Sources { .. } => {
                vec![self.step_by_word("sources", address::sources(self.edition))]
            }
            PageKind::Glossary { .. } => {
                vec![self.step_by_word("glossary", address::glossary(self.edition))]
            }
            PageKind::Timeline { .. } => {
                vec![self.step_by_word("timeline", address::timeline(self.edition, 1))]
            }
            PageKind::Legend { .. } => {
                vec![self.step_by_word("legend", address::legend(self.edition))]
            }
            _ => return Vec::new(),
        };
        let home = self.step_by_word("home", address::tree(self.edition));
        [home].into_iter().chain(steps).collect()
    }

    /// Returns the way to this page as its template sees it.
    pub(super) fn crumbs(&self) -> Vec<Crumb> {
        let trail = self.trail().into_iter();
        trail
            .map(|step| Crumb {
                name: step.name,
                href: self.reference(&step.path),
                lang: (step.lang).filter(|lang| !is_same_language(&self.words.tag, lang)),
            })
            .collect()
    }

    pub(super) fn step_by_word(&self, word: &str, path: String) -> Step {
        Step {
            name: self.words.get(word).to_owned(),
            path,
            lang: None,
        }
    }

    fn step_to_list(&self) -> Step {
        self.step_by_word("articles", address::list(self.edition, 1))
    }

    fn step_to_article(&self, index: usize) -> Step {
        let article = &self.site.articles[index];
        let text = article.text_for(&self.edition.tag);
        Step {
            name: self.site.title(index, self.index).to_owned(),
            path: address::article(self.edition, &article.slug),
            lang: Some(self.lang_shown(text, &self.conversion(text))),
        }
    }

    fn step_to_taxonomy(&self, index: usize) -> Step {
        let taxonomy = &self.site.config.taxonomies[index];
        Step {
            name: self.taxonomy_title(taxonomy),
            path: address::taxonomy(self.edition, taxonomy),
            lang: None,
        }
    }

    fn taxonomy_by(&self, index: usize) -> By {
        self.site.config.taxonomies[index].by
    }

    fn step_to_term(&self, taxonomy: usize, term: usize) -> Step {
        let list = self.site.taxonomies.list(taxonomy, term);
        Step {
            name: self.term_title(&self.site.config.taxonomies[taxonomy], list),
            path: address::notes(self.edition, &list.folder, 1),
            lang: match list.name {
                TermName::Named { .. } => Some(self.edition.tag.clone()),
                TermName::Year(_) | TermName::Month(..) => None,
            },
        }
    }

    /// Returns the way to a list: its taxonomy, and of a month its year, of a section those above it.
    fn steps_to_term(&self, taxonomy: usize, term: usize) -> Vec<Step> {
        let lists = &self.site.taxonomies.all[taxonomy];
        let own = &lists[term];
        let is_above = |list: &TermList| match (own.name, list.name) {
            (TermName::Month(year, _), TermName::Year(other)) => year == other,
            _ => self.taxonomy_by(taxonomy) == By::Sections && own.folder.starts_with(&list.folder),
        };
        let top = match self.taxonomy_by(taxonomy) {
            By::Sections => self.step_to_list(),
            _ => self.step_to_taxonomy(taxonomy),
        };
        let looked_at = match self.taxonomy_by(taxonomy) {
            By::Years | By::Sections => 0..lists.len(),
            _ => 0..0,
        };
        let mut above: Vec<usize> = looked_at
            .filter(|list| *list != term && is_above(&lists[*list]))
            .collect();
        above.sort_by_key(|list| lists[*list].folder.len());
        let above = above.into_iter().chain([term]);
        [top]
            .into_iter()
            .chain(above.map(|list| self.step_to_term(taxonomy, list)))
            .collect()
    }
}
