//! An edition's Atom feeds (RFC 4287): the articles that were reviewed or corrected last, each whole,
//! with its notes; and the last corrections.

use super::context::{CorrectionEntry, CorrectionsFeedContext, Entry, EntryContent, FeedContext};
use super::frame::{Head, Renderer, value};
use super::ledger::Row;
use super::{Shared, notes, references};
use crate::article::front_matter::Date;
use crate::article::record::Record;
use crate::article::{self, Article};
use crate::diagnostic::{Checked, Diagnostic};
use crate::site::address;
use crate::site::ledger::{self, Subject};

/// Articles in a feed.
const ENTRIES: usize = 20;

/// Corrections in a feed.
const CORRECTIONS: usize = 50;

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
        self.finish(
            "feed.xml",
            self.feed_head(),
            &[("feed", value(&context))],
            diagnostics,
        )
    }

    /// Returns the head of a feed, which names itself in its template.
    fn feed_head(&self) -> Head<'a> {
        Head {
            kind: "feed",
            title: "".into(),
            description: "".into(),
            lang: self.edition.tag.as_str().into(),
            part: true,
            has_code: false,
        }
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
            corrections: self.corrections_of(article),
            body: writer.blocks(&document.blocks),
            notes: notes::contexts(&mut writer),
            references: references::contexts(&writer),
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

    /// Returns the corrections of an article, the newest first.
    fn corrections_of(&self, article: &'a Article) -> Vec<Row> {
        let mut articles = self.site.articles.iter();
        let Some(index) = articles.position(|other| std::ptr::eq(other, article)) else {
            return Vec::new();
        };
        let records = article.summary.records.iter().enumerate();
        let mut entries: Vec<(Date, ledger::Entry)> = records
            .flat_map(|(record, note)| {
                let corrections = note.corrections.iter().enumerate();
                corrections.map(move |(part, correction)| {
                    let entry = ledger::Entry {
                        article: index,
                        record,
                        part,
                    };
                    (correction.date, entry)
                })
            })
            .collect();
        entries.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
        let entries = entries.into_iter();
        entries
            .map(|(_, entry)| self.absolute_row(entry, &Subject::Corrections))
            .collect()
    }

    pub(super) fn corrections_feed(&self) -> Checked<Vec<u8>> {
        let absolute = |path: &str| address::absolute(&self.site.config, path).unwrap_or_default();
        let list = self.site.ledger.find(&Subject::Corrections);
        let all = list.map_or(&[][..], |list| list.entries.as_slice());
        let mut diagnostics = Vec::new();
        let entries: Vec<CorrectionEntry> = all
            .iter()
            .take(CORRECTIONS)
            .map(|entry| self.correction_entry(*entry, &mut diagnostics))
            .collect();
        let context = CorrectionsFeedContext {
            id: absolute(&address::corrections_feed(self.edition)),
            home: absolute(&address::notes(self.edition, ledger::CORRECTIONS, 1)),
            updated: entries
                .first()
                .map(|entry| entry.updated.clone())
                .unwrap_or_default(),
            entries,
        };
        let values = [("feed", value(&context))];
        self.finish("corrections.xml", self.feed_head(), &values, diagnostics)
    }

    fn correction_entry(
        &self,
        entry: ledger::Entry,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> CorrectionEntry {
        let article = &self.site.articles[entry.article];
        let record = self.record(entry);
        let row = self.absolute_row(entry, &Subject::Corrections);
        let change = row.correction.as_ref().and_then(|it| it.change.as_ref());
        let change = match change {
            Some([from, to]) => format!("{} → {}", from.label, to.label),
            None => row.label.clone(),
        };
        let lemma = row.lemma.as_ref().map(|lemma| format!("「{lemma}」"));
        let title = [lemma.unwrap_or_default(), change, row.article.clone()];
        let date = record.corrections.get(entry.part).map(|it| it.date);
        let href = format!("{}#n-{}", row.article_href, record.id);
        let review = article.front_matter.review.as_ref();
        let author = record.reviewer.as_ref();
        let author = author.or_else(|| review.and_then(|review| review.by.as_ref()));
        CorrectionEntry {
            title: title.join(" ").trim().to_owned(),
            id: correction_id(&href, record, entry.part),
            href,
            updated: date.map(Date::instant).unwrap_or_default(),
            author: self.conversion(article).optional(author),
            content: self.part("correction.html", &[("row", value(&row))], diagnostics),
        }
    }
}

/// Returns the name of a correction, which later ones do not change: that of the note with the day,
/// and with a number from the second of one day on.
fn correction_id(note: &str, record: &Record, part: usize) -> String {
    let corrections = &record.corrections[..record.corrections.len().min(part + 1)];
    let Some(own) = corrections.last() else {
        return note.to_owned();
    };
    let of_day = corrections.iter().filter(|other| other.date == own.date);
    match of_day.count() {
        1 => format!("{note}.{}", own.date),
        count => format!("{note}.{}.{count}", own.date),
    }
}
