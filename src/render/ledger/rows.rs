//! The notes of a list, in the script of the edition.

use std::ops::Range;
use std::rc::Rc;

use tera::Value;

use super::context::{Correction, Part, Quotation, Row};
use super::{ARTICLES, CLAIMS, RowKey, SOURCE};
use crate::article::document::{ELLIPSIS, Leaf};
use crate::article::record::{Change, Passage, Record};
use crate::article::{Article, difference};
use crate::diagnostic::Diagnostic;
use crate::render::body::quotation_lang;
use crate::render::frame::{Renderer, value};
use crate::render::notes::confidence;
use crate::script::Conversion;
use crate::script::runs::{self, Among};
use crate::site::address;
use crate::site::ledger::{self, Entry, Subject};

/// Stands for the way from a page to the root of the site. No text of a page holds it, see
/// [`shown`].
pub(in crate::render) const ROOT: &str = "\u{fdd0}";

/// Returns a piece of a page where the way up to the root is known.
pub(in crate::render) fn placed(piece: &str, up: &str) -> String {
    let mut placed = String::with_capacity(piece.len() + 8 * up.len());
    let mut start = 0;
    for at in memchr::memmem::find_iter(piece.as_bytes(), ROOT) {
        placed.push_str(&piece[start..at]);
        placed.push_str(up);
        start = at + ROOT.len();
    }
    placed.push_str(&piece[start..]);
    placed
}

/// Characters of its neighbourhood by which words are converted.
const CONTEXT_CHARACTERS: usize = 8;

/// A note, or an article with its claims, as it stands in several lists.
#[derive(Debug)]
pub(in crate::render) struct WrittenRow {
    html: Rc<str>,
    /// How many of the lists have not asked for it yet.
    lists_left: usize,
}

/// What all notes of an article say of it.
struct OfArticle<'a> {
    conversion: Conversion<'a>,
    lang: String,
    title: String,
    href: String,
    publisher: Option<String>,
    date: Option<String>,
    reviewed: Option<String>,
}

impl<'a> Renderer<'a> {
    /// Returns the note of an entry, in the text that the edition shows.
    pub(in crate::render) fn record(&self, entry: Entry) -> &'a Record {
        let article = &self.site.articles[entry.article];
        let own = &article.summary.records[entry.record];
        let text = article.text_for(&self.edition.tag);
        let records = &text.summary.records;
        // A text written for the edition has the notes of the article, perhaps in another order.
        match records
            .get(entry.record)
            .filter(|record| record.id == own.id)
        {
            Some(record) => record,
            None => records
                .iter()
                .find(|record| record.id == own.id)
                .unwrap_or(own),
        }
    }

    /// Returns the part of a note that an entry is about, in the text that the edition shows. Where a text
    /// written for the edition has too few parts, which is reported, it is the article's own.
    pub(in crate::render) fn part_of<T>(
        &self,
        entry: Entry,
        parts: fn(&'a Record) -> &'a [T],
    ) -> Option<&'a T> {
        let own = &self.site.articles[entry.article].summary.records[entry.record];
        let shown = parts(self.record(entry)).get(entry.part);
        shown.or_else(|| parts(own).get(entry.part))
    }

    /// Returns an entry of a list as it stands in the page, with [`ROOT`] in its references: a note as a
    /// row of a table, or an article with all of its claims. What several lists show is written once, and kept
    /// until the last of them has it.
    pub(super) fn written(
        &self,
        (entry, kind): RowKey,
        subject: &Subject,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Rc<str> {
        // Each stands in one list, and the second one in another order.
        if matches!(subject, Subject::Emendations | Subject::Corrections) {
            let row = value(&self.row(entry, subject));
            return self.written_row(kind, row, diagnostics);
        }
        if !self.shared.rows.borrow().contains_key(&(entry, kind)) {
            self.write_rows(entry.article, diagnostics);
        }
        let mut rows = self.shared.rows.borrow_mut();
        let Some(mut row) = rows.remove(&(entry, kind)) else {
            return Rc::from("");
        };
        let html = Rc::clone(&row.html);
        row.lists_left -= 1;
        if row.lists_left > 0 {
            rows.insert((entry, kind), row);
        }
        html
    }

    /// Writes an article and its notes for all lists that show them in the order of the articles.
    fn write_rows(&self, article: usize, diagnostics: &mut Vec<Diagnostic>) {
        let keep = |entry: Entry, kind: &'static str, html: Rc<str>, lists_left: usize| {
            let row = WrittenRow { html, lists_left };
            self.shared.rows.borrow_mut().insert((entry, kind), row);
        };
        let mut claims: Vec<(Entry, Value)> = Vec::new();
        let of_article = self.of_article(article);
        for (record, note) in self.site.articles[article]
            .summary
            .records
            .iter()
            .enumerate()
        {
            let entry = Entry {
                article,
                record,
                part: 0,
            };
            let mut row = self.row_of(&of_article, entry, &Subject::Claims);
            if self
                .site
                .config
                .vocabulary
                .term(note.term)
                .class
                .is_verdict()
            {
                let row = value(&row);
                let html = self.written_row(CLAIMS, row.clone(), diagnostics);
                // In the list of all claims and in that of the verdict.
                keep(entry, CLAIMS, html, 2);
                claims.push((entry, row));
            }
            for (part, _) in ledger::sources(note) {
                let entry = Entry { part, ..entry };
                self.rest_on(&mut row, entry);
                let html = self.written_row(SOURCE, value(&row), diagnostics);
                keep(entry, SOURCE, html, 1);
            }
        }
        let lists = self.site.ledger.lists_of_article(article);
        if let Some((first, _)) = claims.first().filter(|_| lists > 0) {
            let rows: Vec<Value> = claims.iter().map(|(_, row)| row.clone()).collect();
            let values = [("claims", Value::from(rows))];
            let html = self.part("ledger_article.html", &values, diagnostics);
            keep(*first, ARTICLES, html.trim_end().into(), lists);
        }
    }

    fn written_row(
        &self,
        kind: &'static str,
        row: Value,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Rc<str> {
        let values = [("kind", Value::from(kind)), ("row", row)];
        let html = self.part("ledger_row.html", &values, diagnostics);
        html.trim_end().into()
    }

    /// Gives a row what it shows where evidence is listed by its source.
    fn rest_on(&self, row: &mut Row, entry: Entry) {
        let evidence = self.part_of(entry, |record| &record.evidence);
        let quotation = evidence.and_then(|evidence| evidence.quotation.as_ref());
        row.quotation = quotation.map(|quotation| Quotation {
            text: shown(quotation.clone()),
            lang: quotation_lang(quotation, self.edition),
        });
        row.is_for = evidence.is_none_or(|evidence| evidence.is_for);
    }

    /// Returns a note with absolute URLs, as feeds have them.
    pub(in crate::render) fn absolute_row(&self, entry: Entry, subject: &Subject) -> Row {
        let base = self.site.config.base_url.as_deref().unwrap_or_default();
        let mut row = self.row(entry, subject);
        for href in [&mut row.href, &mut row.article_href] {
            *href = placed(href, base);
        }
        row
    }

    /// Returns a note with references from this page.
    pub(in crate::render) fn row_here(&self, entry: Entry, subject: &Subject) -> Row {
        let up = self.way_up();
        let mut row = self.row(entry, subject);
        for href in [&mut row.href, &mut row.article_href] {
            *href = placed(href, &up);
        }
        row
    }

    /// Returns the way from this page up to the root of the site.
    pub(in crate::render) fn way_up(&self) -> String {
        "../".repeat(self.path.matches('/').count())
    }

    fn of_article(&self, index: usize) -> OfArticle<'a> {
        let article = &self.site.articles[index];
        let text = article.text_for(&self.edition.tag);
        let conversion = self.conversion(text);
        let front_matter = &article.front_matter;
        let path = address::article(self.edition, &article.slug);
        let review = front_matter.review.as_ref();
        OfArticle {
            lang: self.lang_shown(text, &conversion),
            title: shown(self.site.title(index, self.index).to_owned()),
            href: format!("{ROOT}{}", address::reference(&self.site.config, "", &path)),
            publisher: self.outlet(article).map(shown),
            date: front_matter.date.map(|date| date.to_string()),
            reviewed: review
                .and_then(|review| review.date)
                .map(|date| date.to_string()),
            conversion,
        }
    }

    fn row(&self, entry: Entry, subject: &Subject) -> Row {
        self.row_of(&self.of_article(entry.article), entry, subject)
    }

    fn row_of(&self, article: &OfArticle<'a>, entry: Entry, subject: &Subject) -> Row {
        let record = self.record(entry);
        let conversion = &article.conversion;
        let term = self.site.config.vocabulary.term(record.term);
        let anchor = if record.passage.is_some() { "c" } else { "r" };
        let (lemma, reading) = self.readings(record, conversion);
        let [mut before, _, mut after] = match (subject, &record.passage) {
            (Subject::Emendations, Some(passage)) => among_neighbours(passage, conversion).texts,
            _ => <[String; 3]>::default(),
        };
        conversion.localise_quotations(&mut [&mut before, &mut after]);
        let change = match subject {
            Subject::Corrections => self.part_of(entry, |record| &record.corrections),
            _ => None,
        };
        let [lemma_parts, reading_parts] = match (subject, &lemma) {
            (Subject::Emendations, Some(lemma)) => parts(lemma, reading.as_deref()),
            _ => Default::default(),
        };
        Row {
            order: record.term,
            slug: term.slug.clone(),
            seal: term.seals.of(self.edition).to_owned(),
            label: term.labels.of(self.edition).to_owned(),
            href: format!("{}#{anchor}-{}", article.href, record.id),
            lang: article.lang.clone(),
            paragraph: record.passage.as_ref().map(|passage| passage.paragraph),
            before: shown(last_clause(&before).to_owned()),
            lemma: lemma.map(shown),
            after: shown(first_clause(&after).to_owned()),
            reading: reading.map(shown),
            lemma_parts,
            reading_parts,
            gist: shown_leaf(&record.gist, conversion),
            confidence: record
                .confidence
                .as_ref()
                .map(|word| match confidence(word) {
                    Some(known) => self.words.get(known).to_owned(),
                    None => shown(conversion.owned(word)),
                }),
            article: article.title.clone(),
            article_href: article.href.clone(),
            publisher: article.publisher.clone(),
            date: article.date.clone(),
            reviewed: article.reviewed.clone(),
            correction: change.map(|change| self.correction(change, conversion)),
            quotation: None,
            is_for: true,
        }
    }

    pub(super) fn outlet(&self, article: &'a Article) -> Option<String> {
        let publisher = article.front_matter.origin.publisher.as_ref();
        self.conversion(article).optional(publisher)
    }

    /// Returns the words of a note and the reading it proposes. Two that conversion would make one
    /// stay as they are written.
    pub(in crate::render) fn readings(
        &self,
        record: &Record,
        conversion: &Conversion<'_>,
    ) -> (Option<String>, Option<String>) {
        let among = match (&record.lemma, &record.passage) {
            (Some(lemma), Some(passage)) if !lemma.contains(ELLIPSIS) => {
                Some(among_neighbours(passage, conversion))
            }
            _ => None,
        };
        let Some(Among { texts, taken }) = among else {
            let [lemma, reading] = [&record.lemma, &record.reading];
            let converted = [lemma, reading].map(|text| conversion.optional(text.as_ref()));
            return distinct(converted, record);
        };
        let [_, mut words, _] = texts;
        conversion.localise_quotations(&mut [&mut words]);
        let [lead, rest] = taken;
        let reading = record.reading.as_ref();
        let reading = reading.map(|reading| conversion.owned(&[lead, reading, rest].concat()));
        distinct([Some(words), reading], record)
    }

    fn correction(&self, change: &Change, conversion: &Conversion<'_>) -> Correction {
        Correction {
            date: change.date.to_string(),
            order: change.verdicts.map(|(_, to)| to),
            change: change
                .verdicts
                .map(|(from, to)| [from, to].map(|verdict| self.tally_of(verdict, 1, None))),
            reason: shown_leaf(&change.reason, conversion),
        }
    }
}

/// Returns the words of a note and its reading as they were converted, or where these are the same, as they
/// are written.
fn distinct(
    [lemma, reading]: [Option<String>; 2],
    record: &Record,
) -> (Option<String>, Option<String>) {
    match lemma.is_some() && lemma == reading {
        true => (record.lemma.clone(), record.reading.clone()),
        false => (lemma, reading),
    }
}

/// Returns words and the reading proposed for them in pieces; words that are to be left out differ as a whole.
fn parts(lemma: &str, reading: Option<&str>) -> [Vec<Part>; 2] {
    difference::parts(lemma, reading.unwrap_or_default()).map(|parts| {
        let parts = parts.into_iter().map(|part| Part {
            text: shown(part.text),
            differs: part.differs,
        });
        parts.collect()
    })
}

/// Returns a text without what stands for the way to the root; it is no character (Unicode, section
/// 23.7), so that no text should have it.
pub(in crate::render) fn shown(text: String) -> String {
    match text.contains(ROOT) {
        true => text.replace(ROOT, "\u{fffd}"),
        false => text,
    }
}

fn shown_leaf(leaf: &Leaf, conversion: &Conversion<'_>) -> String {
    shown(runs::convert_to_text(leaf, conversion).trim().to_owned())
}

/// Returns words, what stands before them and what stands after them, converted together.
fn among_neighbours<'a>(passage: &'a Passage, conversion: &Conversion<'_>) -> Among<'a> {
    let start = passage
        .before
        .char_indices()
        .rev()
        .nth(CONTEXT_CHARACTERS - 1);
    let before = &passage.before[start.map_or(0, |(start, _)| start)..];
    let end = passage.after.char_indices().nth(CONTEXT_CHARACTERS);
    let after = &passage.after[..end.map_or(passage.after.len(), |(end, _)| end)];
    runs::convert_among([before, &passage.words, after], conversion)
}

/// Returns the end of a text from behind its last break.
fn last_clause(text: &str) -> &str {
    let start = breaks(text).last().map_or(0, |range| range.end);
    text[start..].trim_start()
}

/// Returns the beginning of a text up to its first break.
fn first_clause(text: &str) -> &str {
    let end = breaks(text).next().map_or(text.len(), |range| range.start);
    text[..end].trim_end()
}

/// Returns the signs that end a clause, in bytes; a comma or colon within a figure ends none.
fn breaks(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.char_indices().filter_map(|(at, sign)| {
        let range = at..at + sign.len_utf8();
        let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        let bytes = text.as_bytes();
        let is_within = is_digit(at.checked_sub(1).and_then(|before| bytes.get(before)))
            || is_digit(bytes.get(range.end));
        let is_break = match sign {
            '\n' | '。' | '，' | '；' | ';' | '：' | '！' | '!' | '？' | '?' => true,
            ',' | ':' => !is_within,
            _ => false,
        };
        is_break.then_some(range)
    })
}
