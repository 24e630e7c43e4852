//! An edition's feeds, as Atom (RFC 4287) and as JSON Feed: the articles that were reviewed or corrected last, of all
//! and of each list, each whole, with its notes; and the last corrections.

mod json_feed;

use std::cmp::Reverse;
use std::rc::Rc;

use super::body::Standpoint;
use super::context::{CorrectionEntry, CorrectionsFeedContext, Entry, EntryContent, FeedContext};
use super::frame::{Head, Renderer, value};
use super::ledger::Row;
use super::printable::printable;
use super::{notes, references};
use crate::article;
use crate::article::front_matter::Date;
use crate::article::record::Record;
use crate::diagnostic::{Checked, Diagnostic};
use crate::site::ledger::{self, Subject};
use crate::site::{FeedFormat, address};

/// Articles in a feed.
const ENTRIES: usize = 20;

/// Articles in a feed of a list, of which there may be thousands.
const ENTRIES_OF_LIST: usize = 10;

/// Corrections in a feed.
const CORRECTIONS: usize = 50;

/// What is listed in a feed.
pub(super) type FeedList = Option<(usize, usize)>;

impl<'a> Renderer<'a> {
    /// Returns a feed of all articles, or of those of a list.
    pub(super) fn feed(&self, list: FeedList, format: FeedFormat) -> Checked<Vec<u8>> {
        let mut diagnostics = Vec::new();
        let mut feeds = self.shared.feeds.borrow_mut();
        // Both formats have the same entries.
        let context = feeds
            .entry(self.index)
            .or_insert_with(|| self.feed_context(list, &mut diagnostics));
        let folder = self.feed_folder(list);
        let id = self.absolute(&address::feed(self.edition, folder, format));
        match format {
            FeedFormat::Atom => {
                let values = [(
                    "feed",
                    value(&FeedContext {
                        id,
                        ..context.clone()
                    }),
                )];
                self.finish("feed.xml", self.feed_head(), &values, diagnostics)
            }
            FeedFormat::Json => Checked {
                value: super::json(&json_feed::articles(context, &id, &self.edition.tag)),
                diagnostics,
            },
        }
    }

    fn feed_folder(&self, list: FeedList) -> &'a str {
        list.map_or("", |(taxonomy, term)| {
            &self.site.taxonomies.list(taxonomy, term).folder
        })
    }

    fn absolute(&self, path: &str) -> String {
        address::absolute(&self.site.config, path).unwrap_or_default()
    }

    fn feed_context(&self, list: FeedList, diagnostics: &mut Vec<Diagnostic>) -> FeedContext {
        let all = &self.site.articles;
        let indices: Vec<usize> = match list {
            Some((taxonomy, term)) => self.site.taxonomies.list(taxonomy, term).articles.clone(),
            None => (0..all.len()).collect(),
        };
        let mut articles: Vec<(Date, usize)> = indices
            .into_iter()
            .filter_map(|index| Some((all[index].updated()?, index)))
            .collect();
        // The sort is stable: of one day, the newest source stands first.
        articles.sort_by_key(|(updated, _)| Reverse(*updated));
        articles.truncate(if list.is_some() {
            ENTRIES_OF_LIST
        } else {
            ENTRIES
        });
        let updated = articles.first().map(|(updated, _)| *updated);
        let site = self.site_text().owned(&self.site.config.title);
        let (title, home) = match list {
            None => (site, address::tree(self.edition)),
            Some((taxonomy, term)) => {
                let list = self.site.taxonomies.list(taxonomy, term);
                let name = self.term_title(&self.site.config.taxonomies[taxonomy], list);
                let title = format!("{site}{}{name}", self.words.get("colon"));
                (title, address::notes(self.edition, &list.folder, 1))
            }
        };
        FeedContext {
            id: String::new(),
            title,
            home: self.absolute(&home),
            updated: updated.map(Date::instant).unwrap_or_default(),
            entries: articles
                .into_iter()
                .map(|(updated, index)| self.entry(index, updated, diagnostics))
                .collect(),
        }
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

    fn entry(&self, index: usize, updated: Date, diagnostics: &mut Vec<Diagnostic>) -> Entry {
        let article = &self.site.articles[index];
        let conversion = self.conversion(article);
        let text = article.text_for(&self.edition.tag);
        let text_conversion = self.conversion(text);
        // All editions show the same tree.
        let shared = Rc::clone(self.shared.entries.borrow_mut().entry(index).or_default());
        let document = self.document(article, &text_conversion, &shared);
        let path = address::article(self.edition, &article.slug);
        let mut writer = self.writer(text, &document, &text_conversion, &shared);
        writer.standpoint = Standpoint::Nowhere;
        writer.shows_numbers = true;
        let content = EntryContent {
            corrections: self.corrections_of(index),
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
            title: self.site.title(index, self.index).to_owned(),
            href: address::absolute(&self.site.config, &path).unwrap_or_default(),
            lang: self.lang_shown(text, &text_conversion),
            published: front_matter.date.map(Date::instant),
            updated: updated.instant(),
            authors: names.iter().map(|name| conversion.owned(name)).collect(),
            tags: (self.tags(index).into_iter()).map(|tag| tag.name).collect(),
            summary: article::lede(&document.blocks),
            content: printable(self.part("entry.html", &[("entry", value(&content))], diagnostics)),
        }
    }

    /// Returns the corrections of an article, the newest first.
    fn corrections_of(&self, index: usize) -> Vec<Row> {
        let article = &self.site.articles[index];
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
        entries.sort_by_key(|(date, _)| Reverse(*date));
        let entries = entries.into_iter();
        entries
            .map(|(_, entry)| self.absolute_row(entry, &Subject::Corrections))
            .collect()
    }

    /// Returns the feed of the last corrections.
    pub(super) fn corrections_feed(&self, format: FeedFormat) -> Checked<Vec<u8>> {
        let list = self.site.ledger.find(&Subject::Corrections);
        let all = list.map_or(&[][..], |list| list.entries.as_slice());
        let mut diagnostics = Vec::new();
        let entries: Vec<CorrectionEntry> = all
            .iter()
            .take(CORRECTIONS)
            .map(|entry| self.correction_entry(*entry, &mut diagnostics))
            .collect();
        let context = CorrectionsFeedContext {
            id: self.absolute(&address::corrections_feed(self.edition, format)),
            home: self.absolute(&address::notes(self.edition, ledger::CORRECTIONS, 1)),
            updated: entries
                .first()
                .map(|entry| entry.updated.clone())
                .unwrap_or_default(),
            entries,
        };
        match format {
            FeedFormat::Atom => {
                let values = [("feed", value(&context))];
                self.finish("corrections.xml", self.feed_head(), &values, diagnostics)
            }
            FeedFormat::Json => {
                let site = self.site_text().owned(&self.site.config.title);
                let (colon, name) = (self.words.get("colon"), self.words.get("corrections"));
                let title = format!("{site}{colon}{name}");
                Checked {
                    value: super::json(&json_feed::corrections(
                        &context,
                        &title,
                        &self.edition.tag,
                    )),
                    diagnostics,
                }
            }
        }
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
        let own = &article.summary.records[entry.record];
        let date = own.corrections.get(entry.part).map(|it| it.date);
        let href = format!("{}#n-{}", row.article_href, record.id);
        let review = article.front_matter.review.as_ref();
        let author = record.reviewer.as_ref();
        let author = author.or_else(|| review.and_then(|review| review.by.as_ref()));
        CorrectionEntry {
            title: title.join(" ").trim().to_owned(),
            id: correction_id(&href, own, entry.part),
            href,
            updated: date.map(Date::instant).unwrap_or_default(),
            author: self.conversion(article).optional(author),
            content: printable(self.part("correction.html", &[("row", value(&row))], diagnostics)),
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
