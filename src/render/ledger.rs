//! The pages of the ledger: lists of notes, and the list of the sites that evidence comes from.

mod charts;
mod context;
mod rows;

use super::body::quotation_lang;
use super::frame::{Head, Renderer, value};
use super::trail::Step;
use crate::article::{Article, copies};
use crate::diagnostic::{Checked, Diagnostic};
use crate::site::ledger::{ENTRIES_A_PAGE, Entry, List, Subject};
use crate::site::{FeedFormat, address};
use context::{Group, Index, LedgerContext, VerdictLink};
pub use context::{ListLink, Row};
pub(super) use rows::{ROOT, WrittenRow, placed, shown};

/// The kinds of lists that show articles and their notes in the order of the articles, as templates know them.
const CLAIMS: &str = "claims";
const ARTICLES: &str = "articles";
const SOURCE: &str = "source";

/// What a note looks like in a list: the note, and the kind of the list.
pub(super) type RowKey = (Entry, &'static str);

impl<'a> Renderer<'a> {
    pub(super) fn notes(&self, index: usize, number: usize) -> Checked<Vec<u8>> {
        let list = &self.site.ledger.lists[index];
        let (kind, about) = match list.subject {
            Subject::Emendations => ("emendations", "emendations_about"),
            Subject::Corrections => ("corrections", "corrections_about"),
            Subject::Source(_) => (SOURCE, "source_about"),
            Subject::Outlet { .. } => (ARTICLES, "outlet_about"),
            _ if list.subject.is_of_articles() => (ARTICLES, "claims_about"),
            _ => (CLAIMS, "claims_about"),
        };
        let is_overview = list.subject == Subject::Claims && number == 1;
        let first = (number - 1) * ENTRIES_A_PAGE;
        let mut diagnostics = Vec::new();
        let groups = self.groups(list, number, kind, &mut diagnostics);
        let parent = self.step_above(&list.subject).map(|step| step.name);
        let context = LedgerContext {
            kind,
            title: self.subject(&list.subject),
            about: self.words.get(about).to_owned(),
            is_top: parent.is_none(),
            all: match kind {
                CLAIMS => self
                    .site
                    .ledger
                    .find(&Subject::Claims)
                    .map(|all| self.link(all)),
                _ => None,
            },
            verdicts: match kind {
                CLAIMS => self.verdict_links(list),
                _ => Vec::new(),
            },
            first: first + 1,
            last: first + list.page(number).len(),
            total: list.entries.len(),
            groups,
            pages: self.pages(number, list.pages(), |number| {
                address::notes(self.edition, &list.folder, number)
            }),
            feed: (kind == "corrections" && self.site.has_corrections_feed()).then(|| {
                self.reference(&address::corrections_feed(self.edition, FeedFormat::Atom))
            }),
            counts: (list.subject.is_of_articles())
                .then(|| self.bar(self.link(list), &list.claims, list.claims.iter().sum())),
            charts: match is_overview {
                true => self.charts(),
                false => Vec::new(),
            },
            indices: match &list.subject {
                Subject::Source(host) if number == 1 => self.articles_from(host),
                _ if is_overview => self.indices(),
                _ => Vec::new(),
            },
        };
        let head = Head {
            kind: "ledger",
            title: self.list_title(parent.as_deref(), &context.title).into(),
            description: self.described(&context.title, &context.about).into(),
            lang: self.edition.tag.as_str().into(),
            part: true,
            has_code: false,
        };
        let values = [("ledger", value(&context))];
        self.finish("ledger.html", head, &values, diagnostics)
    }

    pub(super) fn sources(&self) -> Checked<Vec<u8>> {
        let mut lists: Vec<ListLink> = self.links(|subject| matches!(subject, Subject::Source(_)));
        // The sort is stable: those with as many notes stand by name.
        lists.sort_by_key(|link| std::cmp::Reverse(link.count));
        let head = Head {
            kind: "ledger",
            title: self.words.get("sources").into(),
            description: self.words.get("sources_about").into(),
            lang: self.edition.tag.as_str().into(),
            part: true,
            has_code: false,
        };
        self.finish(
            "sources.html",
            head,
            &[("sources", value(&lists))],
            Vec::new(),
        )
    }

    /// Returns the title of a page with a list, which says more than its heading, above which the other list stands.
    pub(super) fn list_title(&self, parent: Option<&str>, title: &str) -> String {
        match parent {
            Some(parent) => self.described(parent, title),
            None => title.to_owned(),
        }
    }

    fn described(&self, title: &str, about: &str) -> String {
        format!("{title}{}{about}", self.words.get("colon"))
    }

    /// Returns what a list is called.
    fn subject(&self, subject: &Subject) -> String {
        let articles = &self.site.articles;
        match subject {
            Subject::Claims => self.words.get("ledger").to_owned(),
            Subject::Verdict(term) => {
                let term = self.site.config.vocabulary.term(*term);
                term.labels.of(self.edition).to_owned()
            }
            Subject::Outlet { article } => {
                let article = &articles[*article];
                let publisher = article.front_matter.origin.publisher.as_ref();
                let conversion = self.conversion(article);
                conversion.optional(publisher).unwrap_or_default()
            }
            Subject::Year(year) => format!("{year:04}"),
            Subject::Tag { article, tag } => {
                let article = &articles[*article];
                self.conversion(article)
                    .owned(&article.front_matter.tags[*tag])
            }
            Subject::Emendations => self.words.get("apparatus").to_owned(),
            Subject::Corrections => self.words.get("corrections").to_owned(),
            Subject::Source(host) => host.clone(),
        }
    }

    /// Returns the way to a list: the one above it, and itself.
    pub(super) fn steps_to_notes(&self, index: usize) -> Vec<Step> {
        let list = &self.site.ledger.lists[index];
        let own = Step {
            name: self.subject(&list.subject),
            path: address::notes(self.edition, &list.folder, 1),
            lang: match list.subject {
                Subject::Outlet { .. } | Subject::Tag { .. } => Some(self.edition.tag.clone()),
                _ => None,
            },
        };
        let above = self.step_above(&list.subject);
        above.into_iter().chain([own]).collect()
    }

    fn step_above(&self, subject: &Subject) -> Option<Step> {
        match subject {
            Subject::Claims | Subject::Emendations | Subject::Corrections => None,
            Subject::Source(_) => {
                Some(self.step_by_word("sources", address::sources(self.edition)))
            }
            _ => {
                let claims = self.site.ledger.find(&Subject::Claims)?;
                let path = address::notes(self.edition, &claims.folder, 1);
                Some(self.step_by_word("ledger", path))
            }
        }
    }

    fn link(&self, list: &List) -> ListLink {
        let count = match list.subject.is_of_articles() {
            true => list.claims.iter().sum(),
            false => list.entries.len(),
        };
        ListLink {
            name: self.subject(&list.subject),
            href: self.reference(&address::notes(self.edition, &list.folder, 1)),
            count,
        }
    }

    fn links(&self, is_wanted: fn(&Subject) -> bool) -> Vec<ListLink> {
        let lists = self.site.ledger.each(is_wanted);
        lists.map(|list| self.link(list)).collect()
    }

    /// Returns the lists of verdicts, in the order of the vocabulary.
    fn verdict_links(&self, shown: &List) -> Vec<VerdictLink> {
        let terms = 0..self.site.config.vocabulary.terms().len();
        let lists = terms.filter_map(|term| {
            let list = self.site.ledger.find(&Subject::Verdict(term))?;
            Some((term, list))
        });
        lists
            .map(|(term, list)| {
                let href = self.link(list).href;
                VerdictLink {
                    tally: self.tally_of(term, list.entries.len(), Some(href)),
                    current: list.subject == shown.subject,
                }
            })
            .collect()
    }

    /// Returns the notes of a page in groups: those on emendations by article, those on a source by
    /// its page, all others in one.
    fn groups(
        &self,
        list: &'a List,
        number: usize,
        kind: &'static str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let up = self.way_up();
        for entry in list.page(number) {
            let row = self.written((*entry, kind), &list.subject, diagnostics);
            let row = placed(&row, &up);
            let (title, href, archived) = match list.subject {
                Subject::Emendations => {
                    let article = &self.site.articles[entry.article];
                    let path = address::article(self.edition, &article.slug);
                    let title = self.site.title(entry.article, self.index);
                    (title.to_owned(), self.reference(&path), None)
                }
                Subject::Source(_) => {
                    let evidence = self.part_of(*entry, |record| &record.evidence);
                    let url = evidence.and_then(|it| it.url.clone()).unwrap_or_default();
                    let title = match evidence.map(|it| it.title.as_str()) {
                        None | Some("") => url.clone(),
                        Some(title) => title.to_owned(),
                    };
                    let article = &self.site.articles[entry.article];
                    let archived = evidence.and_then(|it| it.archived.as_ref());
                    let archived = archived.map(|copy| self.copy(article, copy));
                    (title, url, archived)
                }
                _ => (String::new(), String::new(), None),
            };
            let byline = match list.subject {
                Subject::Emendations => Some(&self.site.articles[entry.article]),
                _ => None,
            };
            let written = href;
            let href = address::escaped(&written);
            match groups.iter_mut().find(|group| group.href == href) {
                Some(group) => group.rows.push(row),
                None => groups.push(Group {
                    lang: match list.subject {
                        Subject::Source(_) => quotation_lang(&title, self.edition),
                        _ => None,
                    },
                    title,
                    gone: self.site.answers.is_dead(&written),
                    href,
                    archived,
                    publisher: byline.and_then(|article| self.outlet(article)),
                    date: byline.and_then(|article| Some(article.front_matter.date?.to_string())),
                    emendations: byline
                        .map_or(0, |article| self.emendations(&article.summary.tally)),
                    rows: vec![row],
                }),
            }
        }
        groups
    }

    /// Returns the reference to the copy of a cited page.
    fn copy(&self, article: &Article, written: &str) -> String {
        match copies::asset(&article.assets, written) {
            Some(asset) => {
                let path = address::article_file(&self.site.config, article, &asset.name);
                self.reference(&path)
            }
            None => address::escaped(written),
        }
    }

    /// Returns the articles that come from a site, with the number of their notes.
    fn articles_from(&self, host: &str) -> Vec<Index> {
        let articles = self.site.ledger.articles_from(host).iter();
        let lists: Vec<ListLink> = articles
            .map(|index| {
                let article = &self.site.articles[*index];
                let path = address::article(self.edition, &article.slug);
                ListLink {
                    name: self.site.title(*index, self.index).to_owned(),
                    href: self.reference(&path),
                    count: article.summary.records.len(),
                }
            })
            .collect();
        match lists.is_empty() {
            true => Vec::new(),
            false => vec![Index {
                title: self.words.get("articles_from").to_owned(),
                lists,
            }],
        }
    }

    fn indices(&self) -> Vec<Index> {
        let outlets = self.links(|subject| matches!(subject, Subject::Outlet { .. }));
        let tags = self.links(|subject| matches!(subject, Subject::Tag { .. }));
        let indices = [("by_outlet", outlets), ("by_tag", tags)];
        let shown = indices.into_iter().filter(|(_, lists)| !lists.is_empty());
        shown
            .map(|(title, lists)| Index {
                title: self.words.get(title).to_owned(),
                lists,
            })
            .collect()
    }
}
