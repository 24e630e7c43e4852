//! Lists of articles: the front page and the pages of the whole list.

use super::body;
use super::context::{Card, Counts, Intro, Pagination, Tally};
use super::frame::{Head, Renderer, value};
use crate::article::Article;
use crate::config::{NoteClass, Term};
use crate::diagnostic::{Checked, Diagnostic};
use crate::script::runs;
use crate::site::address;

impl<'a> Renderer<'a> {
    pub(super) fn front(&self) -> Checked<Vec<u8>> {
        let pages = self.pagination(1);
        let Some(front) = &self.site.front else {
            let titles = self.site_text();
            let intro = Intro {
                title: titles.owned(&self.site.config.title),
                html: match self.site.config.description.as_str() {
                    "" => String::new(),
                    text => format!("<p>{}</p>", body::text(&titles.text(text))),
                },
            };
            return self.list_page(intro, 1, pages, false, Vec::new());
        };
        let text = front.text_for(&self.edition.tag);
        let converter = self.conversion(text);
        let document = self.document(front, &converter, self.shared);
        let mut writer = self.writer(text, &document, &converter, self.shared);
        let intro = Intro {
            title: converter.owned(&text.front_matter.title),
            html: writer.blocks(&document.blocks),
        };
        let diagnostics = writer.diagnostics;
        self.list_page(intro, 1, pages, false, diagnostics)
    }

    pub(super) fn list(&self, number: usize) -> Checked<Vec<u8>> {
        let intro = Intro {
            title: self.words.get("articles").to_owned(),
            html: String::new(),
        };
        let pages = self.pagination(number);
        self.list_page(intro, number, pages, true, Vec::new())
    }

    fn pagination(&self, number: usize) -> Pagination {
        let total = self
            .site
            .articles
            .len()
            .div_ceil(self.site.config.page_size)
            .max(1);
        self.pages(number, total, |number| address::list(self.edition, number))
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

    fn list_page(
        &self,
        intro: Intro,
        number: usize,
        pages: Pagination,
        part: bool,
        diagnostics: Vec<Diagnostic>,
    ) -> Checked<Vec<u8>> {
        let size = self.site.config.page_size;
        let start = (number - 1) * size;
        let end = (start + size).min(self.site.articles.len());
        let shown = self.site.articles.get(start..end).unwrap_or_default();
        let head = Head {
            kind: "index",
            title: intro.title.clone().into(),
            description: self.site_text().text(&self.site.config.description),
            lang: self.edition.tag.as_str().into(),
            part,
            has_code: false,
        };
        let articles: Vec<Card> = shown.iter().map(|article| self.card(article)).collect();
        self.finish(
            "index.html",
            head,
            &[
                ("intro", value(&intro)),
                ("articles", value(&articles)),
                ("counts", value(&self.counts())),
                ("pages", value(&pages)),
            ],
            diagnostics,
        )
    }

    fn card(&self, article: &'a Article) -> Card {
        let converter = self.conversion(article);
        let text = article.text_for(&self.edition.tag);
        let front_matter = &article.front_matter;
        Card {
            title: self.title(article),
            href: self.reference(&address::article(self.edition, &article.slug)),
            lang: self.lang_shown(text, &self.conversion(text)),
            date: front_matter.date.map(|date| date.to_string()),
            publisher: converter.optional(front_matter.origin.publisher.as_ref()),
            characters: article.summary.characters,
            finding: text.summary.worst.and_then(|worst| {
                let gist = &text.summary.records[worst].gist;
                let finding = runs::convert_to_text(gist, &self.conversion(text));
                Some(finding.trim().to_owned()).filter(|finding| !finding.is_empty())
            }),
            tally: self.tally(&article.summary.tally, |_| None),
            emendations: self.emendations(&article.summary.tally),
        }
    }

    pub(super) fn counts(&self) -> Counts {
        let verdicts = self.tally(&self.site.tally, |_| None);
        Counts {
            articles: self.site.articles.len(),
            claims: verdicts.iter().map(|row| row.count).sum(),
            emendations: self.emendations(&self.site.tally),
            verdicts,
        }
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
