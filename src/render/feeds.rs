//! An edition's Atom feed (RFC 4287): the articles that were reviewed or corrected last, each whole,
//! with its notes.

use super::context::{Entry, EntryContent, FeedContext};
use super::frame::{Head, Renderer, value};
use super::{Shared, notes};
use crate::article::front_matter::Date;
use crate::article::{self, Article};
use crate::diagnostic::{Checked, Diagnostic};
use crate::site::address;

/// Articles in a feed.
const ENTRIES: usize = 20;

impl<'a> Renderer<'a> {
    pub(super) fn feed(&self) -> Checked<Vec<u8>> {
        let mut articles: Vec<(Date, &Article)> = self
            .site
            .articles
            .iter()
            .filter_map(|article| Some((article.updated()?, article)))
            .collect();
        // The sort is stable: of one day, the newest source stands first.
        articles.sort_by_key(|(updated, _)| std::cmp::Reverse(*updated));
        articles.truncate(ENTRIES);
        let updated = articles.first().map(|(updated, _)| *updated);
        let mut diagnostics = Vec::new();
        let entries = articles
            .into_iter()
            .map(|(updated, article)| self.entry(article, updated, &mut diagnostics))
            .collect();
        let absolute = |path: &str| address::absolute(&self.site.config, path).unwrap_or_default();
        let context = FeedContext {
            id: absolute(&address::feed(self.edition)),
            home: absolute(&address::tree(self.edition)),
            updated: updated.map(Date::instant).unwrap_or_default(),
            entries,
        };
        let head = Head {
            kind: "feed",
            title: "".into(),
            description: "".into(),
            lang: self.edition.tag.as_str().into(),
            part: true,
            has_code: false,
        };
        self.finish("feed.xml", head, &[("feed", value(&context))], diagnostics)
    }

    fn entry(
        &self,
        article: &'a Article,
        updated: Date,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Entry {
        let conversion = self.conversion(article);
        let text = article.text_for(&self.edition.tag);
        let text_conversion = self.conversion(text);
        let shared = Shared::default();
        let document = self.document(article, &text_conversion, &shared);
        let path = address::article(self.edition, &article.slug);
        let mut writer = self.writer(text, &document, &text_conversion, &shared);
        // References are relative to the article's own page, which the feed names as their base.
        writer.page = &path;
        writer.shows_numbers = true;
        let content = EntryContent {
            body: writer.blocks(&document.blocks),
            notes: notes::contexts(&mut writer),
        };
        let front_matter = &article.front_matter;
        let origin = &front_matter.origin;
        let names = match origin.authors.as_slice() {
            [] => origin.publisher.as_slice(),
            authors => authors,
        };
        Entry {
            title: self.title(article),
            href: address::absolute(&self.site.config, &path).unwrap_or_default(),
            lang: self.lang_shown(text, &text_conversion),
            published: front_matter.date.map(Date::instant),
            updated: updated.instant(),
            authors: names.iter().map(|name| conversion.owned(name)).collect(),
            tags: front_matter
                .tags
                .iter()
                .map(|tag| conversion.owned(tag))
                .collect(),
            summary: article::lede(&document.blocks),
            content: self.part("entry.html", &[("entry", value(&content))], diagnostics),
        }
    }
}
