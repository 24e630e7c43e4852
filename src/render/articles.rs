//! The pages that show a text: articles and plain pages.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::body::Standpoint;
use super::context::{
    AcceptedContext, ArticleContext, ChangeContext, ContentContext, Corrected, Emendations,
    HeadingContext, Neighbour, Original, RelatedContext, ReviewContext, SourceFile,
};
use super::frame::{Head, Renderer, value};
use super::references::{self, References};
use super::{Shared, body, notes};
use crate::article::document::{BlockKind, Document, Note, leaf_text};
use crate::article::{self, Article, fidelity};
use crate::config::language::han_script;
use crate::config::{By, Edition, NoteClass};
use crate::diagnostic::Checked;
use crate::script::{Conversion, runs};
use crate::site::{ANNOTATIONS, PLAIN_TEXT, PageKind, address};

/// Han characters read in a minute (DESIGN section 7).
const CHARACTERS_A_MINUTE: usize = 400;

/// Headings from which on an article has a table of contents.
const HEADINGS_MIN: usize = 3;

impl<'a> Renderer<'a> {
    pub(super) fn article(&self, article: &'a Article, index: usize) -> Checked<Vec<u8>> {
        let converter = self.conversion(article);
        let text = article.text_for(&self.edition.tag);
        let text_converter = self.conversion(text);
        let document = self.shared.shown(self.site, article, self.index);
        let mut writer = self.writer(text, document, &text_converter, self.shared);
        let body = writer.blocks(&document.blocks);
        let contents = contents(&writer);
        let notes = notes::contexts(&mut writer);
        let references = references::contexts(&writer);
        let (has_code, diagnostics) = (writer.has_code, writer.diagnostics);
        let front_matter = &article.front_matter;
        let first_of = |term: usize| {
            let first = document.notes.iter().find(|note| note.term == term)?;
            Some(format!("#n-{}", first.id))
        };
        let tally = self.tally(&article.summary.tally, first_of);
        let count = self.emendations(&article.summary.tally);
        let is_emendation = |note: &&Note| {
            self.site.config.vocabulary.term(note.term).class == NoteClass::Emendation
        };
        let first_emendation = document.notes.iter().find(is_emendation);
        let lang = self.lang_shown(text, &text_converter);
        let context = ArticleContext {
            title: self.site.title(index, self.index).to_owned(),
            lang: lang.clone(),
            date: front_matter.date.map(|date| date.to_string()),
            publisher: converter.optional(front_matter.origin.publisher.as_ref()),
            outlet: (self.term_path(index, By::Outlets, 0)).map(|path| self.reference(&path)),
            author: front_matter
                .origin
                .authors
                .iter()
                .map(|author| converter.owned(author))
                .collect(),
            source_url: front_matter.origin.url.as_deref().map(address::escaped),
            source_file: self.source_file(article),
            retrieved: front_matter.origin.retrieved.map(|date| date.to_string()),
            unchanged: article
                .summary
                .text_digest
                .as_ref()
                .map(|_| fidelity::check_text(article).is_none()),
            accepted: self.accepted(article, &converter, &lang),
            review: front_matter.review.as_ref().map(|review| ReviewContext {
                by: converter.optional(review.by.as_ref()).unwrap_or_default(),
                date: review.date.map(|date| date.to_string()).unwrap_or_default(),
            }),
            corrected: corrected(text),
            derived: text_converter.is_derivation(),
            original: self.original(text, &text_converter),
            glossary: self
                .site
                .has_glossary
                .then(|| self.reference(&address::glossary(self.edition))),
            characters: article.summary.characters,
            minutes: article
                .summary
                .characters
                .div_ceil(CHARACTERS_A_MINUTE)
                .max(1),
            tags: self.tags(index),
            terms: self.own_names(index),
            claims: tally.iter().map(|row| row.count).sum(),
            tally,
            emendations: first_emendation.map(|note| Emendations {
                count,
                href: format!("#n-{}", note.id),
            }),
            glosses: self.glosses(&article.summary.tally),
            contents,
            body,
            notes,
            references,
            see_also: self.see_also(index),
            related: front_matter
                .related
                .iter()
                .map(|related| RelatedContext {
                    title: converter.owned(&related.title),
                    text: converter.owned(&related.text),
                })
                .collect(),
            previous: (index + 1 < self.site.articles.len()).then(|| self.neighbour(index + 1)),
            next: index.checked_sub(1).map(|index| self.neighbour(index)),
            plain_text: self.file_of(article, PLAIN_TEXT),
            annotations: (self.site.has_annotations() && !article.summary.records.is_empty())
                .then(|| self.file_of(article, ANNOTATIONS)),
            linked_data: self.linked_data(index),
            extra: front_matter.extra.clone(),
        };
        let head = Head {
            kind: "article",
            title: context.title.clone().into(),
            description: article::lede(&document.blocks).into(),
            lang: self.page_lang(&lang),
            part: true,
            has_code,
        };
        self.finish(
            "article.html",
            head,
            &[("article", value(&context))],
            diagnostics,
        )
    }

    /// Returns the language tag of the page: that of the text when it is Chinese, else that of the
    /// edition, with the text naming its own.
    pub(super) fn page_lang<'t>(&'t self, text: &'t str) -> Cow<'t, str> {
        match han_script(text) {
            Some(_) => text.to_owned().into(),
            None => self.edition.tag.as_str().into(),
        }
    }

    /// Returns the language tag of an article's text as this edition shows it.
    pub(super) fn lang_shown(&self, article: &Article, converter: &Conversion<'_>) -> String {
        match converter.is_derivation() {
            true => self.edition.tag.clone(),
            false => article.language.clone(),
        }
    }

    /// Returns the tree that this edition shows of an article, in the edition's script.
    pub(super) fn document<'s>(
        &self,
        article: &'s Article,
        converter: &Conversion<'_>,
        shared: &'s Shared,
    ) -> Cow<'s, Document> {
        let config = &self.site.config;
        let text = article.text_for(&self.edition.tag);
        let own = shared.document(article, config);
        let document = article::document_for(own, article, text, config);
        runs::converted_document(document, converter)
    }

    pub(super) fn writer<'w>(
        &'w self,
        article: &'w Article,
        document: &'w Document,
        converter: &'w Conversion<'w>,
        shared: &'w Shared,
    ) -> body::Writer<'w> {
        body::Writer {
            site: self.site,
            article,
            document,
            shared,
            edition: self.edition,
            converter,
            words: self.words,
            attributes: self.attributes(&self.lang_shown(article, converter)),
            page: self.path,
            standpoint: match self.page.kind {
                PageKind::NotFound { .. } => Standpoint::Root,
                _ => Standpoint::Page,
            },
            shows_numbers: false,
            in_link: false,
            in_raw_link: false,
            names: OnceCell::new(),
            references: References::of(document, &self.site.config, self.edition.interface),
            has_code: false,
            diagnostics: Vec::new(),
        }
    }

    /// Returns the deliberate changes of an article on a page in `lang`.
    fn accepted(
        &self,
        article: &Article,
        converter: &Conversion<'_>,
        lang: &str,
    ) -> Vec<AcceptedContext> {
        let own = &article.language;
        let accepted = article.front_matter.origin.accepted.iter();
        accepted
            .map(|accepted| AcceptedContext {
                date: accepted.date.to_string(),
                reason: converter.owned(&accepted.reason),
                changes: (accepted.changes.iter())
                    .map(|change| ChangeContext {
                        removed: change.removed.clone(),
                        added: change.added.clone(),
                        lang: (own != lang).then(|| own.clone()),
                    })
                    .collect(),
            })
            .collect()
    }

    fn source_file(&self, article: &Article) -> Option<SourceFile> {
        let origin = &article.front_matter.origin;
        let name = &origin.file.as_ref()?.value;
        let asset = article.assets.iter().find(|asset| asset.name == *name)?;
        Some(SourceFile {
            href: self.file_of(article, name),
            sha256: origin
                .sha256
                .as_ref()
                .map(|field| field.value.clone())
                .unwrap_or_default(),
            bytes: asset.bytes,
        })
    }

    /// Returns the reference to a file beside an article.
    fn file_of(&self, article: &Article, name: &str) -> String {
        self.reference(&address::article_file(&self.site.config, article, name))
    }

    /// Returns the page of a converted article in the edition of its own script.
    fn original(&self, article: &Article, converter: &Conversion<'_>) -> Option<Original> {
        if !converter.is_derivation() {
            return None;
        }
        let editions = &self.site.config.editions;
        let is_same_script =
            |edition: &&Edition| han_script(&edition.tag) == han_script(&article.language);
        let own = editions
            .iter()
            .find(|edition| edition.tag.eq_ignore_ascii_case(&article.language))
            .or_else(|| editions.iter().find(is_same_script))?;
        Some(Original {
            href: self.reference(&address::article(own, &article.slug)),
            name: own.name.clone(),
        })
    }

    /// Returns the articles that have to do with one.
    fn see_also(&self, index: usize) -> Vec<Neighbour> {
        let related = self.site.related[index].iter();
        related.map(|other| self.neighbour(*other)).collect()
    }

    fn neighbour(&self, index: usize) -> Neighbour {
        let slug = &self.site.articles[index].slug;
        Neighbour {
            title: self.site.title(index, self.index).to_owned(),
            href: self.reference(&address::article(self.edition, slug)),
        }
    }

    pub(super) fn plain(&self, page: &'a Article) -> Checked<Vec<u8>> {
        let text = page.text_for(&self.edition.tag);
        let converter = self.conversion(text);
        let document = self.document(page, &converter, self.shared);
        let mut writer = self.writer(text, &document, &converter, self.shared);
        let content = ContentContext {
            title: converter.owned(&text.front_matter.title),
            html: writer.blocks(&document.blocks),
            notes: notes::contexts(&mut writer),
            references: references::contexts(&writer),
            extra: page.front_matter.extra.clone(),
        };
        let (has_code, diagnostics) = (writer.has_code, writer.diagnostics);
        let lang = self.lang_shown(text, &converter);
        let head = Head {
            kind: "page",
            title: content.title.clone().into(),
            description: article::lede(&document.blocks).into(),
            lang: self.page_lang(&lang),
            part: true,
            has_code,
        };
        self.finish(
            "page.html",
            head,
            &[("content", value(&content))],
            diagnostics,
        )
    }
}

/// Returns the headings of a text, when there are so many that one would look for them.
fn contents(writer: &body::Writer<'_>) -> Vec<HeadingContext> {
    let blocks = writer.document.blocks.iter();
    let headings: Vec<HeadingContext> = blocks
        .filter_map(|block| match &block.kind {
            BlockKind::Heading { level, content } => Some(HeadingContext {
                id: block.id.clone(),
                level: writer.heading_level(*level),
                text: leaf_text(content).trim().to_owned(),
            }),
            _ => None,
        })
        // A heading of a picture alone has nothing to be listed by.
        .filter(|heading| !heading.text.is_empty())
        .collect();
    match headings.len() < HEADINGS_MIN {
        true => Vec::new(),
        false => headings,
    }
}

/// Returns the last correction of a text; of several of one day, that of the first note.
fn corrected(text: &Article) -> Option<Corrected> {
    let corrections = text.summary.records.iter().flat_map(|record| {
        let dates = record.corrections.iter().map(|correction| correction.date);
        dates.map(move |date| (date, record))
    });
    // Of several that are the greatest, `max_by_key` returns the last.
    let (date, record) = corrections.rev().max_by_key(|(date, _)| *date)?;
    Some(Corrected {
        date: date.to_string(),
        href: format!("#n-{}", record.id),
    })
}
