//! What every page links to: the menu, and what stands at the foot.

use super::context::MenuItem;
use super::frame::{Renderer, is_same_language};
use crate::article::Article;
use crate::config::{By, MenuEntry};
use crate::site::ledger::Subject;
use crate::site::{self, ClaimsFormat, FeedFormat, MADE, Target, address};

impl<'a> Renderer<'a> {
    /// Returns the menu of a page in `lang`: that of the site, or else the articles, the ledger, the timeline and the
    /// plain pages at the top.
    pub(super) fn menu(&self, lang: &str) -> Vec<MenuItem> {
        if let Some(entries) = &self.site.config.menu {
            let entries = entries.iter();
            return entries
                .filter_map(|entry| self.entry_of(entry, lang))
                .collect();
        }
        let lists = [
            ("claims", Subject::Claims),
            ("emendation", Subject::Emendations),
        ];
        let lists = lists.into_iter().filter_map(|(name, subject)| {
            let list = self.site.ledger.find(&subject)?;
            let path = address::notes(self.edition, &list.folder, 1);
            Some(self.named(name, &path))
        });
        let timeline = (!self.site.timeline.is_empty())
            .then(|| self.named("timeline", &address::timeline(self.edition, 1)));
        let pages = self.site.pages.iter();
        let pages = pages.filter(|page| !page.slug.contains('/'));
        [self.named("articles", &address::list(self.edition, 1))]
            .into_iter()
            .chain(lists)
            .chain(timeline)
            .chain(pages.map(|page| {
                let path = address::plain_page(self.edition, &page.slug);
                self.titled(page, &path, lang)
            }))
            .collect()
    }

    /// Returns an entry that the site asks for; none for one that leads nowhere, which was reported.
    fn entry_of(&self, entry: &MenuEntry, lang: &str) -> Option<MenuItem> {
        let title = entry
            .title
            .as_ref()
            .map(|title| title.of(self.edition).to_owned());
        if entry.is_outside() {
            return Some(MenuItem {
                title: title?,
                href: address::escaped(&entry.to.value),
                lang: None,
                current: false,
            });
        }
        let target = site::at(self.site, &entry.to.value)?;
        let path = address::target(self.site, self.edition, target);
        let made = match target {
            Target::Article(index) => self.titled(&self.site.articles[*index], &path, lang),
            Target::Plain(index) => self.titled(&self.site.pages[*index], &path, lang),
            Target::Front => self.named("home", &path),
            Target::List => self.named("articles", &path),
            Target::Made(made) => match MADE.iter().find(|(known, _)| known == made) {
                Some((_, word)) => self.named(word, &path),
                None => self.item(self.taxonomy_at(made).unwrap_or_default(), &path),
            },
            Target::File { .. } => self.item(String::new(), &path),
        };
        Some(match title {
            Some(title) => self.item(title, &path),
            None => made,
        })
    }

    /// Returns what the section is called whose list, or the taxonomy whose overview is at a path below the edition's tree.
    fn taxonomy_at(&self, path: &str) -> Option<String> {
        if let Some((taxonomy, section)) = self.site.section_at(path) {
            return Some(self.term_title(taxonomy, section));
        }
        let mut taxonomies = self.site.config.taxonomies.iter();
        let taxonomy = taxonomies.find(|it| path.strip_suffix('/') == Some(&it.path))?;
        Some(self.taxonomy_title(taxonomy))
    }

    fn item(&self, title: String, path: &str) -> MenuItem {
        MenuItem {
            title,
            href: self.reference(path),
            lang: None,
            current: self.path == path,
        }
    }

    fn named(&self, word: &str, path: &str) -> MenuItem {
        self.item(self.words.get(word).to_owned(), path)
    }

    fn titled(&self, page: &'a Article, path: &str, lang: &str) -> MenuItem {
        let text = page.text_for(&self.edition.tag);
        let shown = self.lang_shown(text, &self.conversion(text));
        MenuItem {
            lang: (!is_same_language(&self.words.tag, lang)).then_some(shown),
            ..self.item(self.title(page), path)
        }
    }

    /// Returns what is linked at the foot: what articles are listed by, the corrections, and the sites that evidence
    /// comes from.
    pub(super) fn more(&self) -> Vec<MenuItem> {
        let ledger = &self.site.ledger;
        let corrections = ledger.find(&Subject::Corrections).map(|list| {
            let path = address::notes(self.edition, &list.folder, 1);
            self.named("corrections", &path)
        });
        let has_sources = ledger.has_sources();
        let sources = has_sources.then(|| self.named("sources", &address::sources(self.edition)));
        let taxonomies = self.site.config.taxonomies.iter();
        let taxonomies = taxonomies
            .zip(&self.site.taxonomies.all)
            .filter(|(taxonomy, lists)| taxonomy.by != By::Sections && !lists.is_empty())
            .map(|(taxonomy, _)| {
                let path = address::taxonomy(self.edition, taxonomy);
                self.item(self.taxonomy_title(taxonomy), &path)
            });
        taxonomies.chain(corrections).chain(sources).collect()
    }

    /// Returns the files that hold the notes of all articles, and the feeds.
    pub(super) fn data(&self) -> Vec<MenuItem> {
        let item = |title: &str, href: String| MenuItem {
            title: title.to_owned(),
            href,
            lang: None,
            current: false,
        };
        let claims = match self.site.ledger.lists.is_empty() {
            true => [].as_slice(),
            false => &[ClaimsFormat::Json, ClaimsFormat::Csv],
        };
        let claims = claims.iter().map(|format| {
            let name = format.file_name();
            item(name, self.reference(name))
        });
        let feeds = [("Atom", FeedFormat::Atom), ("JSON Feed", FeedFormat::Json)];
        let feeds = feeds
            .into_iter()
            .filter_map(|(title, format)| Some(item(title, self.feed_link(None, format)?)));
        claims.chain(feeds).collect()
    }
}
