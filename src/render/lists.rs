//! Lists of articles: the front page and the pages of the whole list.

use std::rc::Rc;

use super::body;
use super::context::{Card, Collected, Counts, Intro, ListContext, Pagination, Tally};
use super::frame::{Head, Renderer, value};
use super::languages::foreign;
use super::ledger::{ROOT, shown};
use crate::config::{By, NoteClass, Term};
use crate::diagnostic::{Checked, Diagnostic};
use crate::script::runs;
use crate::site::address;
use crate::site::ledger::Subject;

/// The articles of a page.
struct IndexList {
    /// The name of the word above them.
    heading: &'static str,
    articles: Vec<usize>,
    pages: Pagination,
    is_front: bool,
}

impl Renderer<'_> {
    /// Returns the front page: what was reviewed or corrected last.
    pub(super) fn front(&self) -> Checked<Vec<u8>> {
        let list = IndexList {
            heading: match self
                .site
                .articles
                .iter()
                .any(|it| it.front_matter.review.is_some())
            {
                true => "newest",
                false => "articles",
            },
            articles: self.newest(),
            pages: self.pages(1, 1, |number| address::list(self.edition, number)),
            is_front: true,
        };
        let Some(front) = &self.site.front else {
            let titles = self.site_text();
            let intro = Intro {
                title: titles.owned(&self.site.config.title),
                html: match self.site.config.description.as_str() {
                    "" => String::new(),
                    text => format!("<p>{}</p>", body::text(&titles.text(text))),
                },
                lang: self.site_lang(),
            };
            return self.index_page(intro, list, Vec::new());
        };
        let text = front.text_for(&self.edition.tag);
        let converter = self.conversion(text);
        let document = self.document(front, &converter, self.shared);
        let mut writer = self.writer(text, &document, &converter, self.shared);
        let intro = Intro {
            title: converter.owned(&text.front_matter.title),
            html: writer.blocks(&document.blocks),
            lang: foreign(&self.lang_shown(text, &converter), self.edition),
        };
        let diagnostics = writer.diagnostics;
        self.index_page(intro, list, diagnostics)
    }

    /// Returns the articles that were reviewed or corrected last; those of one day, or never, by their dates.
    fn newest(&self) -> Vec<usize> {
        let articles = &self.site.articles;
        let mut order: Vec<usize> = (0..articles.len()).collect();
        order.sort_by_key(|index| std::cmp::Reverse(articles[*index].updated()));
        order.truncate(self.site.config.page_size);
        order
    }

    /// Returns a page of the list of all articles.
    pub(super) fn list(&self, number: usize) -> Checked<Vec<u8>> {
        let intro = Intro {
            title: self.words.get("articles").to_owned(),
            html: String::new(),
            lang: None,
        };
        let (size, all) = (self.site.config.page_size, self.site.articles.len());
        let start = (number - 1) * size;
        let list = IndexList {
            heading: "by_date",
            articles: (start..(start + size).min(all)).collect(),
            pages: self.pages(number, self.site.list_pages(), |number| {
                address::list(self.edition, number)
            }),
            is_front: false,
        };
        self.index_page(intro, list, Vec::new())
    }

    /// Returns where in a list of `total` pages a page is; `path` says where each of them is.
    pub(super) fn pages(
        &self,
        number: usize,
        total: usize,
        path: impl Fn(usize) -> String,
    ) -> Pagination {
        let reference = |number: usize| self.reference(&path(number));
        Pagination {
            number,
            total,
            previous: (number > 1).then(|| reference(number - 1)),
            next: (number < total).then(|| reference(number + 1)),
        }
    }

    fn index_page(
        &self,
        intro: Intro,
        list: IndexList,
        mut diagnostics: Vec<Diagnostic>,
    ) -> Checked<Vec<u8>> {
        let head = Head {
            kind: "index",
            title: intro.title.clone().into(),
            description: self.site_text().text(&self.site.config.description),
            lang: self.edition.tag.as_str().into(),
            part: !list.is_front,
            has_code: false,
        };
        let articles = self.written_cards(&list.articles, &mut diagnostics);
        let (is_front, all) = (list.is_front, self.site.articles.len());
        let more = is_front && list.articles.len() < all;
        let context = ListContext {
            heading: self.words.get(list.heading).to_owned(),
            articles,
            pages: list.pages,
            all: more.then(|| self.reference(&address::list(self.edition, 1))),
            years: self.years_link(),
            sections: self.sections_in(address::ARTICLES),
            collected: self.collected(),
        };
        self.finish(
            "index.html",
            head,
            &[
                ("intro", value(&intro)),
                ("list", value(&context)),
                ("counts", value(&self.counts())),
            ],
            diagnostics,
        )
    }

    /// Returns how many articles, claims and emendations the site has; and corrections and cited sites, where it has any.
    /// A page does not refer to itself.
    fn collected(&self) -> Vec<Collected> {
        let ledger = &self.site.ledger;
        let path_of = |subject: &Subject| {
            let list = ledger.find(subject)?;
            Some(address::notes(self.edition, &list.folder, 1))
        };
        let counts = self.counts();
        let corrections = ledger.find(&Subject::Corrections);
        let corrections = corrections.map_or(0, |list| list.entries.len());
        let is_source = |subject: &Subject| matches!(subject, Subject::Source(_));
        let always = [
            (
                "articles",
                counts.articles,
                Some(address::list(self.edition, 1)),
            ),
            ("claims", counts.claims, path_of(&Subject::Claims)),
            (
                "emendation",
                counts.emendations,
                path_of(&Subject::Emendations),
            ),
        ];
        let at_times = [
            ("corrections", corrections, path_of(&Subject::Corrections)),
            (
                "sources",
                ledger.each(is_source).count(),
                Some(address::sources(self.edition)),
            ),
        ];
        let at_times = at_times.into_iter().filter(|(_, count, _)| *count > 0);
        let kinds = always.into_iter().chain(at_times);
        kinds
            .map(|(name, count, path)| Collected {
                name: self.words.get(name).to_owned(),
                href: path
                    .filter(|path| *path != self.path)
                    .map(|path| self.reference(&path)),
                count,
            })
            .collect()
    }

    /// Returns the reference to the articles by year, where there are years.
    fn years_link(&self) -> Option<String> {
        let taxonomies = self.site.config.taxonomies.iter();
        let mut years = taxonomies.zip(&self.site.taxonomies.all);
        let (years, lists) = years.find(|(taxonomy, _)| taxonomy.by == By::Years)?;
        (!lists.is_empty()).then(|| self.reference(&address::taxonomy(self.edition, years)))
    }

    /// Returns an article as an item of a list, with [`ROOT`] in its references. Written once, it stands in many lists.
    pub(super) fn written_card(&self, index: usize, diagnostics: &mut Vec<Diagnostic>) -> Rc<str> {
        if let Some(card) = self.shared.cards.borrow().get(&index) {
            return Rc::clone(card);
        }
        let values = [("article", value(&self.card(index)))];
        let card = self.part("article_card.html", &values, diagnostics);
        let card: Rc<str> = card.trim_end().into();
        let cards = &mut self.shared.cards.borrow_mut();
        cards.insert(index, Rc::clone(&card));
        card
    }

    fn card(&self, index: usize) -> Card {
        let article = &self.site.articles[index];
        let converter = self.conversion(article);
        let text = article.text_for(&self.edition.tag);
        let front_matter = &article.front_matter;
        let from_root =
            |path: &str| format!("{ROOT}{}", address::reference(&self.site.config, "", path));
        let lang = self.lang_shown(text, &self.conversion(text));
        Card {
            title: shown(self.site.title(index, self.index).to_owned()),
            href: from_root(&address::article(self.edition, &article.slug)),
            foreign: foreign(&lang, self.edition),
            lang,
            date: front_matter.date.map(|date| date.to_string()),
            publisher: (converter.optional(front_matter.origin.publisher.as_ref())).map(shown),
            outlet: (self.term_path(index, By::Outlets, 0)).map(|path| from_root(&path)),
            characters: article.summary.characters,
            finding: text.summary.worst.and_then(|worst| {
                let gist = &text.summary.records[worst].gist;
                let finding = runs::convert_to_text(gist, &self.conversion(text));
                Some(shown(finding.trim().to_owned())).filter(|finding| !finding.is_empty())
            }),
            tally: self.tally(&article.summary.tally, |_| None),
            emendations: self.emendations(&article.summary.tally),
        }
    }

    pub(super) fn counts(&self) -> Counts {
        self.counts_of(self.site.articles.len(), &self.site.tally)
    }

    /// Returns the counts of verdicts that are not zero, in the order of the vocabulary.
    pub(super) fn tally(
        &self,
        counts: &[usize],
        href: impl Fn(usize) -> Option<String>,
    ) -> Vec<Tally> {
        let vocabulary = &self.site.config.vocabulary;
        let terms = vocabulary.terms().iter().zip(counts).enumerate();
        terms
            .filter(|(_, (term, count))| term.class.is_verdict() && **count > 0)
            .map(|(index, (_, count))| self.tally_of(index, *count, href(index)))
            .collect()
    }

    /// Returns the count of one verdict.
    pub(super) fn tally_of(&self, term: usize, count: usize, href: Option<String>) -> Tally {
        let term = self.site.config.vocabulary.term(term);
        Tally {
            slug: term.slug.clone(),
            seal: term.seals.of(self.edition).to_owned(),
            label: term.labels.of(self.edition).to_owned(),
            count,
            href,
        }
    }

    /// Returns the count of notes that only explain; none for none.
    pub(super) fn glosses(&self, counts: &[usize]) -> Option<Tally> {
        let terms = self.site.config.vocabulary.terms().iter();
        let mut counts = terms.zip(counts).enumerate();
        let is_found = |(_, (term, count)): &(usize, (&Term, &usize))| {
            term.class == NoteClass::Gloss && **count > 0
        };
        let (index, (_, count)) = counts.find(is_found)?;
        Some(self.tally_of(index, *count, None))
    }

    pub(super) fn emendations(&self, counts: &[usize]) -> usize {
        let terms = self.site.config.vocabulary.terms().iter();
        terms
            .zip(counts)
            .filter(|(term, _)| term.class == NoteClass::Emendation)
            .map(|(_, count)| count)
            .sum()
    }
}
