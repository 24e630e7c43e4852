//! The text that a page shows, where it shows one: what its language is, is that of the text.

use super::{PageKind, Site};
use crate::article::Article;

/// What a page shows, by its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// An article.
    Article(usize),
    /// A plain page.
    Plain(usize),
    /// The text of the front page.
    Front,
    /// What the program makes.
    Made,
}

impl Shown {
    /// Returns what a kind of page shows.
    pub fn of(kind: &PageKind) -> Shown {
        match kind {
            PageKind::Article { article, .. } => Shown::Article(*article),
            PageKind::Plain { page, .. } => Shown::Plain(*page),
            PageKind::Front { .. } => Shown::Front,
            _ => Shown::Made,
        }
    }
}

impl Site {
    /// Returns the text that pages show; none where the program makes all that is on them.
    pub fn text_shown(&self, shown: Shown) -> Option<&Article> {
        match shown {
            Shown::Article(article) => self.articles.get(article),
            Shown::Plain(page) => self.pages.get(page),
            Shown::Front => self.front.as_ref(),
            Shown::Made => None,
        }
    }

    /// Returns the language tag that an edition, by its index, shows a text in.
    pub fn language_shown(&self, text: &Article, edition: usize) -> String {
        let tag = &self.config.editions[edition].tag;
        let text = text.text_for(tag);
        match self.conversion(text, edition).is_derivation() {
            true => tag.clone(),
            false => text.language.clone(),
        }
    }
}
