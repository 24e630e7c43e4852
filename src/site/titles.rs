//! The titles of articles as editions show them. Lists, neighbours and the ways to pages name an article again and again;
//! its title is converted once.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::Site;

/// The converted titles, by article and edition, once somebody asked for them.
#[derive(Debug, Default)]
pub(super) struct Titles(Vec<OnceLock<Box<str>>>);

impl Titles {
    pub(super) fn of(articles: usize, editions: usize) -> Titles {
        let mut titles = Vec::new();
        titles.resize_with(articles * editions, OnceLock::new);
        Titles(titles)
    }
}

impl Site {
    /// Returns the title of an article in an edition, both by their index.
    pub fn title(&self, article: usize, edition: usize) -> &str {
        let known = &self.titles.0[article * self.config.editions.len() + edition];
        if let Some(title) = known.get() {
            return title;
        }
        let text = self.articles[article].text_for(&self.config.editions[edition].tag);
        match self
            .conversion(text, edition)
            .text(&text.front_matter.title)
        {
            Cow::Borrowed(title) => title,
            Cow::Owned(title) => known.get_or_init(|| title.into()),
        }
    }
}
