//! The pages of taxonomies: what names there are, and the articles that are listed under each.

use std::collections::HashMap;

use super::context::{Counts, Name, OwnNames, Span, TaxonomyContext, TermContext, TermRow};
use super::frame::{Head, Renderer, value};
use super::ledger::{ListLink, Row, placed};
use crate::config::{By, NoteClass, Taxonomy};
use crate::diagnostic::{Checked, Diagnostic};
use crate::site::ledger::{Entry, Subject};
use crate::site::taxonomy::{TermList, TermName, distinct_names, names};
use crate::site::{FeedFormat, address};

/// Claims that a list names as its worst.
const WORST_MAX: usize = 5;

/// The highest rating of such a claim, on the scale from 1 (false) to 5 (true).
const WORST_RATING: u8 = 2;

/// Names that are named as near to another.
const NEAR_MAX: usize = 8;

/// Articles of a list, and names of each, by which its nearest names are found: enough to be right about the names that
/// matter, and no more than a site with thousands of names can be asked for on each page.
const LOOKED_AT: (usize, usize) = (200, 40);

impl<'a> Renderer<'a> {
    /// Returns the overview of a taxonomy.
    pub(super) fn taxonomy(&self, index: usize) -> Checked<Vec<u8>> {
        let configured = &self.site.config.taxonomies[index];
        let lists = self.site.taxonomies.all[index].iter();
        let is_top = |list: &&TermList| !matches!(list.name, TermName::Month(..));
        let context = TaxonomyContext {
            title: self.taxonomy_title(configured),
            kind: configured.name.clone(),
            rows: lists
                .clone()
                .filter(is_top)
                .map(|list| TermRow {
                    link: self.term_link(configured, list),
                    months: self.months(index, &list.name),
                })
                .collect(),
        };
        let head = Head {
            kind: "lists",
            title: context.title.clone().into(),
            description: "".into(),
            lang: self.edition.tag.as_str().into(),
            part: true,
            has_code: false,
        };
        let values = [("taxonomy", value(&context))];
        self.finish("taxonomy.html", head, &values, Vec::new())
    }

    /// Returns a page of the articles that are listed under a name.
    pub(super) fn term(&self, taxonomy: usize, term: usize, number: usize) -> Checked<Vec<u8>> {
        let configured = &self.site.config.taxonomies[taxonomy];
        let list = self.site.taxonomies.list(taxonomy, term);
        let mut diagnostics = Vec::new();
        let is_first = number == 1;
        let title = self.term_title(configured, list);
        let context = TermContext {
            kind: configured.name.clone(),
            articles: self.written_cards(list.page(number), &mut diagnostics),
            counts: self.counts_of(list.articles.len(), &list.tally),
            span: list.span.map(|(first, last)| Span {
                first: first.to_string(),
                last: last.to_string(),
            }),
            worst: match is_first {
                true => self.worst(&list.articles),
                false => Vec::new(),
            },
            claims: self.claims_under(configured, list),
            feed: self.feed_link(Some((taxonomy, term)), FeedFormat::Atom),
            json_feed: self.feed_link(Some((taxonomy, term)), FeedFormat::Json),
            near: match (is_first, configured.by) {
                (false, _) => Vec::new(),
                (true, By::Years) => self.months(taxonomy, &list.name),
                (true, By::Sections) => self.sections_in(&list.folder),
                (true, _) => self.near(taxonomy, term),
            },
            pages: self.pages(number, list.pages(), |number| {
                address::notes(self.edition, &list.folder, number)
            }),
            title,
        };
        let head = Head {
            kind: "ledger",
            title: match configured.by {
                By::Sections => self.list_title(Some(self.words.get("articles")), &context.title),
                _ => self.list_title(Some(&self.taxonomy_title(configured)), &context.title),
            }
            .into(),
            description: "".into(),
            lang: self.edition.tag.as_str().into(),
            part: true,
            has_code: false,
        };
        self.finish("term.html", head, &[("term", value(&context))], diagnostics)
    }

    /// Returns what a taxonomy is called.
    pub(super) fn taxonomy_title(&self, taxonomy: &Taxonomy) -> String {
        match &taxonomy.title {
            Some(title) => title.of(self.edition).to_owned(),
            None if taxonomy.by == By::Own => taxonomy.name.clone(),
            None => self.words.get(&taxonomy.name).to_owned(),
        }
    }

    /// Returns what a list is called, in the script of the edition.
    pub(super) fn term_title(&self, taxonomy: &Taxonomy, list: &TermList) -> String {
        match list.name {
            TermName::Named { article, place } if taxonomy.by == By::Sections => {
                self.section_title(&self.site.articles[article].sections[place])
            }
            TermName::Named { article, place } => {
                let article = &self.site.articles[article];
                self.conversion(article)
                    .owned(&names(article, taxonomy)[place])
            }
            TermName::Year(year) => format!("{year:04}"),
            TermName::Month(year, month) => {
                let (year, month) = (format!("{year:04}"), month.to_string());
                self.words
                    .fill("month_of", &[("year", &year), ("month", &month)])
            }
        }
    }

    /// Returns what a section is called.
    fn section_title(&self, section: &str) -> String {
        let configured = self.site.config.section(section);
        let title = configured.and_then(|it| it.title.as_ref());
        match (title, section.rsplit_once('/')) {
            (Some(title), _) => title.of(self.edition).to_owned(),
            (None, Some((_, name))) => self.site_text().owned(name),
            (None, None) => self.site_text().owned(section),
        }
    }

    /// Returns the lists of the sections that lie directly in a folder of an edition's tree.
    pub(super) fn sections_in(&self, folder: &str) -> Vec<ListLink> {
        let taxonomies = self.site.config.taxonomies.iter();
        let taxonomies = taxonomies.zip(&self.site.taxonomies.all);
        let all = taxonomies.filter(|(taxonomy, _)| taxonomy.by == By::Sections);
        let all = all.flat_map(|(taxonomy, lists)| lists.iter().map(move |list| (taxonomy, list)));
        let is_in = |list: &TermList| {
            let below = list.folder.strip_prefix(folder);
            let end = below.and_then(|below| Some((below.find('/')?, below.len())));
            end.is_some_and(|(slash, end)| slash + 1 == end)
        };
        all.filter(|(_, list)| is_in(list))
            .map(|(taxonomy, list)| self.term_link(taxonomy, list))
            .collect()
    }

    fn term_link(&self, taxonomy: &Taxonomy, list: &TermList) -> ListLink {
        ListLink {
            name: self.term_title(taxonomy, list),
            href: self.reference(&address::notes(self.edition, &list.folder, 1)),
            count: list.articles.len(),
        }
    }

    /// Returns the path of the list for the name at a place of those that an article has of a taxonomy.
    pub(super) fn term_path(&self, article: usize, by: By, place: usize) -> Option<String> {
        let mut taxonomies = self.site.config.taxonomies.iter();
        let taxonomy = taxonomies.position(|taxonomy| taxonomy.by == by)?;
        let term = self.site.taxonomies.term(article, taxonomy, place)?;
        let list = self.site.taxonomies.list(taxonomy, term);
        Some(address::notes(self.edition, &list.folder, 1))
    }

    /// Returns the tags of an article, with the references to their lists.
    pub(super) fn tags(&self, article: usize) -> Vec<Name> {
        let mut taxonomies = self.site.config.taxonomies.iter();
        let tags = taxonomies.position(|taxonomy| taxonomy.by == By::Tags);
        tags.map(|tags| self.names(article, tags))
            .unwrap_or_default()
    }

    /// Returns what an article is listed under in the taxonomies of the site's own.
    pub(super) fn own_names(&self, article: usize) -> Vec<OwnNames> {
        let taxonomies = self.site.config.taxonomies.iter().enumerate();
        let taxonomies = taxonomies.filter(|(_, taxonomy)| taxonomy.by == By::Own);
        let named = taxonomies.map(|(index, taxonomy)| OwnNames {
            title: self.taxonomy_title(taxonomy),
            names: self.names(article, index),
        });
        named.filter(|own| !own.names.is_empty()).collect()
    }

    /// Returns the names that an article has of a taxonomy, each once, with the references to their lists.
    fn names(&self, article: usize, taxonomy: usize) -> Vec<Name> {
        let conversion = self.conversion(&self.site.articles[article]);
        let names = distinct_names(self.site, article, taxonomy).into_iter();
        names
            .map(|(place, name)| {
                let term = self.site.taxonomies.term(article, taxonomy, place);
                let list = term.map(|term| self.site.taxonomies.list(taxonomy, term));
                let path = list.map(|list| address::notes(self.edition, &list.folder, 1));
                Name {
                    name: conversion.owned(name),
                    href: path.map(|path| self.reference(&path)),
                }
            })
            .collect()
    }

    /// Returns the lists of the months of a year, or of the year of a month, from the first month on. They stand below
    /// their year, so that they are not called by it again.
    fn months(&self, taxonomy: usize, name: &TermName) -> Vec<ListLink> {
        let (TermName::Year(year) | TermName::Month(year, _)) = name else {
            return Vec::new();
        };
        let lists = self.site.taxonomies.all[taxonomy].iter().rev();
        let configured = &self.site.config.taxonomies[taxonomy];
        let months = lists.filter_map(|list| match list.name {
            TermName::Month(of, month) if of == *year => Some((month, list)),
            _ => None,
        });
        months
            .map(|(month, list)| ListLink {
                name: self.words.fill("month_n", &[("month", &month.to_string())]),
                ..self.term_link(configured, list)
            })
            .collect()
    }

    /// Returns the names that articles of a list have beside its own, the most frequent first.
    fn near(&self, taxonomy: usize, term: usize) -> Vec<ListLink> {
        let lists = &self.site.taxonomies;
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for article in lists.list(taxonomy, term).articles.iter().take(LOOKED_AT.0) {
            for other in lists.of(*article).iter().take(LOOKED_AT.1) {
                if other.taxonomy == taxonomy && other.term != term {
                    *counts.entry(other.term).or_default() += 1;
                }
            }
        }
        let mut counts: Vec<(usize, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(term, count)| (std::cmp::Reverse(*count), *term));
        let configured = &self.site.config.taxonomies[taxonomy];
        let counts = counts.into_iter().take(NEAR_MAX);
        counts
            .map(|(term, _)| self.term_link(configured, lists.list(taxonomy, term)))
            .collect()
    }

    /// Returns the list of the claims in the same articles, where there is a ledger.
    fn claims_under(&self, taxonomy: &Taxonomy, list: &TermList) -> Option<String> {
        let subject = match (list.name, taxonomy.by) {
            (TermName::Year(year), _) => Subject::Year(year),
            (TermName::Named { article, .. }, By::Outlets) => Subject::Outlet { article },
            (TermName::Named { article, place }, By::Tags) => Subject::Tag {
                article,
                tag: place,
            },
            _ => return None,
        };
        let claims = self.site.ledger.find(&subject)?;
        Some(self.reference(&address::notes(self.edition, &claims.folder, 1)))
    }

    pub(super) fn counts_of(&self, articles: usize, tally: &[usize]) -> Counts {
        let verdicts = self.tally(tally, |term| {
            let list = self.site.ledger.find(&Subject::Verdict(term))?;
            Some(self.reference(&address::notes(self.edition, &list.folder, 1)))
        });
        Counts {
            articles,
            claims: verdicts.iter().map(|row| row.count).sum(),
            emendations: self.emendations(tally),
            verdicts,
        }
    }

    /// Returns the claims with the worst verdicts, of one verdict those of the newest articles.
    fn worst(&self, articles: &[usize]) -> Vec<Row> {
        let vocabulary = &self.site.config.vocabulary;
        let mut found: Vec<(usize, Entry)> = Vec::new();
        for article in articles {
            let records = &self.site.articles[*article].summary.records;
            for (record, note) in records.iter().enumerate() {
                let NoteClass::Verdict(Some(..=WORST_RATING)) = vocabulary.term(note.term).class
                else {
                    continue;
                };
                let entry = Entry {
                    article: *article,
                    record,
                    part: 0,
                };
                found.push((note.term, entry));
            }
        }
        found.sort_by_key(|(term, _)| *term);
        found.truncate(WORST_MAX);
        let found = found.into_iter();
        found
            .map(|(_, entry)| self.row_here(entry, &Subject::Claims))
            .collect()
    }

    /// Returns articles as items of a list.
    pub(super) fn written_cards(
        &self,
        articles: &[usize],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<String> {
        let up = self.way_up();
        let articles = articles.iter();
        articles
            .map(|index| placed(&self.written_card(*index, diagnostics), &up))
            .collect()
    }
}
