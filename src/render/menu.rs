//! What every page links to: the menu, and what stands at the foot.

use super::frame::Renderer;
use super::surroundings::{Link, LinkTarget};
use crate::article::Article;
use crate::config::{By, MenuEntry};
use crate::site::ledger::Subject;
use crate::site::{self, ClaimsFormat, FeedFormat, MADE, Target, address};

impl<'a> Renderer<'a> {
    /// Returns the menu: that of the site, or else the articles, the ledger, the timeline and the plain pages at the
    /// top.
    pub(super) fn menu(&self) -> Vec<Link> {
        if let Some(entries) = &self.site.config.menu {
            let entries = entries.iter();
            return entries.filter_map(|entry| self.entry_of(entry)).collect();
        }
        let pages = self.site.pages.iter();
        let pages = pages.filter(|page| !page.slug.contains('/'));
        [self.named("articles", address::list(self.edition, 1))]
            .into_iter()
            .chain(self.archive())
            .chain(pages.map(|page| {
                let path = address::plain_page(self.edition, &page.slug);
                self.titled(page, path)
            }))
            .collect()
    }

    /// Returns the lists that are made of all articles: of the claims, of the emendations, and the timeline.
    pub(super) fn archive(&self) -> Vec<Link> {
        let lists = [
            ("claims", Subject::Claims),
            ("emendation", Subject::Emendations),
        ];
        let lists = lists.into_iter().filter_map(|(name, subject)| {
            let list = self.site.ledger.find(&subject)?;
            let path = address::notes(self.edition, &list.folder, 1);
            Some(self.named(name, path))
        });
        let timeline = (!self.site.timeline.is_empty())
            .then(|| self.named("timeline", address::timeline(self.edition, 1)));
        lists.chain(timeline).collect()
    }

    /// Returns an entry that the site asks for; none for one that leads nowhere, which was reported.
    fn entry_of(&self, entry: &MenuEntry) -> Option<Link> {
        let title = entry.title.as_ref();
        let own = title.filter(|title| title.is_given_once());
        let lang = own.and_then(|_| self.site_lang());
        let title = title.map(|title| title.of(self.edition).to_owned());
        if entry.is_outside() {
            return Some(Link {
                title: title?,
                to: LinkTarget::Address(address::escaped(&entry.to.value)),
                lang,
            });
        }
        let target = site::at(self.site, &entry.to.value)?;
        let path = address::target(self.site, self.edition, target);
        if let Some(title) = title {
            return Some(Link {
                lang,
                ..self.link_to(title, path)
            });
        }
        Some(match target {
            Target::Article(index) => self.titled(&self.site.articles[*index], path),
            Target::Plain(index) => self.titled(&self.site.pages[*index], path),
            Target::Front => self.named("home", path),
            Target::List => self.named("articles", path),
            Target::Made(made) => match MADE.iter().find(|(known, _)| known == made) {
                Some((_, word)) => self.named(word, path),
                None => self.link_to(self.taxonomy_at(made).unwrap_or_default(), path),
            },
            Target::File { .. } => self.link_to(String::new(), path),
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

    fn link_to(&self, title: String, path: String) -> Link {
        Link {
            title,
            to: LinkTarget::Path(path),
            lang: None,
        }
    }

    fn named(&self, word: &str, path: String) -> Link {
        self.link_to(self.words.get(word).to_owned(), path)
    }

    fn titled(&self, page: &'a Article, path: String) -> Link {
        let text = page.text_for(&self.edition.tag);
        Link {
            lang: Some(self.lang_shown(text, &self.conversion(text))),
            ..self.link_to(self.title(page), path)
        }
    }

    /// Returns what is linked at the foot: lists, and the page that explains seals and terms.
    pub(super) fn more(&self) -> Vec<Link> {
        let has_legend = self.site.has_legend();
        let legend = has_legend.then(|| self.named("legend", address::legend(self.edition)));
        self.lists().into_iter().chain(legend).collect()
    }

    /// Returns the lists that are in no menu: what articles are listed by, the corrections, and the sites that evidence
    /// comes from.
    pub(super) fn lists(&self) -> Vec<Link> {
        let ledger = &self.site.ledger;
        let corrections = ledger.find(&Subject::Corrections).map(|list| {
            let path = address::notes(self.edition, &list.folder, 1);
            self.named("corrections", path)
        });
        let has_sources = ledger.has_sources();
        let sources = has_sources.then(|| self.named("sources", address::sources(self.edition)));
        let taxonomies = self.site.config.taxonomies.iter();
        let taxonomies = taxonomies
            .zip(&self.site.taxonomies.all)
            .filter(|(taxonomy, lists)| taxonomy.by != By::Sections && !lists.is_empty())
            .map(|(taxonomy, _)| {
                let path = address::taxonomy(self.edition, taxonomy);
                self.link_to(self.taxonomy_title(taxonomy), path)
            });
        taxonomies.chain(corrections).chain(sources).collect()
    }

    /// Returns the files that hold the notes of all articles, and the feeds.
    pub(super) fn data(&self) -> Vec<Link> {
        let claims = match self.site.ledger.lists.is_empty() {
            true => [].as_slice(),
            false => &[ClaimsFormat::Json, ClaimsFormat::Csv],
        };
        let claims = claims.iter().map(|format| {
            let name = format.file_name();
            self.link_to(name.to_owned(), name.to_owned())
        });
        let feeds = match self.site.has_feed() {
            true => [("Atom", FeedFormat::Atom), ("JSON Feed", FeedFormat::Json)].as_slice(),
            false => &[],
        };
        let feeds = feeds.iter().map(|(title, format)| {
            self.link_to(
                (*title).to_owned(),
                address::feed(self.edition, "", *format),
            )
        });
        claims.chain(feeds).collect()
    }
}
