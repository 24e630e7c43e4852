//! An article: front matter, body and notes, from its Markdown alone.
//!
//! 1. Split and read the front matter ([`front_matter`]).
//! 2. Parse the body into a [`Document`] ([`markdown`]).
//! 3. Read its footnotes as notes (`notes`) and number them.
//! 4. Anchor each note to its words and cut the text there (`anchor`).
//!
//! Parsing is pure and never fails: it gathers diagnostics. An [`Article`] has its source, a
//! [`Summary`] and its tree. Of a large site the trees are dropped ([`Article::drop_tree`]), and
//! made again by [`document()`] when their pages are: memory grows with the summaries only. This room knows no URL and no template.

mod anchor;
mod autolink;
pub mod copies;
mod cut;
pub mod destinations;
pub mod difference;
pub mod document;
mod edition;
mod emphasis;
pub mod fidelity;
mod fixed;
pub mod front_matter;
pub mod lint;
pub mod markdown;
pub mod markup;
mod notes;
pub mod plain;
pub mod record;
pub mod stretches;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::config::Config;
use crate::config::citations::Citations;
use crate::config::language::{han_script, is_of_other_region};
use crate::config::theme::Snippet;
use crate::diagnostic::{self, Checked, Diagnostic, Source};
use crate::project::{Asset, Content, ContentKind};
use document::{Block, BlockKind, Document, leaf_text};
use front_matter::{Date, FrontMatter};
use record::Record;

pub use notes::marks_around;

/// A parsed article or plain page.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Whether it is an article or a plain page.
    pub kind: ContentKind,
    /// Its place in URLs.
    pub slug: String,
    /// The sections that an article lies in, which are the folders below `content/articles/` above its own: each with
    /// those above it, `economy` before `economy/markets`.
    pub sections: Vec<String>,
    /// Its text.
    pub source: Arc<Source>,
    /// The offset in the text at which the body begins, in bytes.
    pub body: usize,
    /// Its front matter.
    pub front_matter: FrontMatter,
    /// The language tag (BCP 47) of the body.
    pub language: String,
    /// The sources that it may cite.
    pub citations: Citations,
    /// The other files of its folder.
    pub assets: Vec<Asset>,
    /// What lists and other pages need to know of it.
    pub summary: Summary,
    /// Its tree, while it is kept.
    tree: Option<Arc<Document>>,
    /// Its editions that are written by hand, by the edition's language tag. Of their front matter
    /// the title counts.
    pub written: Vec<(String, Article)>,
}

impl Article {
    /// Returns the paths of its texts: its own, and those of its written editions.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.texts().map(|text| text.source.path.as_str())
    }

    /// Returns its texts: its own, and those of its written editions.
    pub fn texts(&self) -> impl Iterator<Item = &Article> {
        let written = self.written.iter().map(|(_, article)| article);
        [self].into_iter().chain(written)
    }

    /// Returns the paths of the files it was parsed from: its texts, and the sources beside it.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let sources = self.citations.own_source();
        self.paths()
            .chain(sources.map(|sources| sources.path.as_str()))
    }

    /// Returns its tree, while it is kept.
    pub fn tree(&self) -> Option<&Document> {
        self.tree.as_deref()
    }

    /// Drops the trees of its texts.
    pub fn drop_tree(&mut self) {
        self.tree = None;
        for (_, written) in &mut self.written {
            written.drop_tree();
        }
    }

    /// Returns the day of its last change that is known: the last correction, or the review, or else
    /// the day it was retrieved or published.
    pub fn updated(&self) -> Option<Date> {
        let front_matter = &self.front_matter;
        let reviewed = front_matter.review.as_ref().and_then(|review| review.date);
        let corrections = self.summary.records.iter();
        let corrections = corrections.flat_map(|record| &record.corrections);
        let corrected = corrections.map(|correction| correction.date).max();
        let changed = reviewed.max(corrected);
        // Nothing was changed before it was published.
        let changed = changed.max(changed.and(front_matter.date));
        changed
            .or(front_matter.origin.retrieved)
            .or(front_matter.date)
    }

    /// Returns the article whose text an edition shows: one written for it, or else this one.
    pub fn text_for(&self, edition: &str) -> &Article {
        let written = self.written.iter().find(|(tag, _)| tag == edition);
        written.map_or(self, |(_, article)| article)
    }
}

/// What is known of an article without its tree.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// Han characters and words of other scripts in the body.
    pub characters: usize,
    /// The number of notes of each term, by its index in the vocabulary.
    pub tally: Vec<usize>,
    /// The notes.
    pub records: Vec<Record>,
    /// Which of them has the worst verdict, by its index.
    pub worst: Option<usize>,
    /// The SHA-256 of the body's plain text, in lower-case hexadecimal, when the front matter
    /// holds one to compare it with.
    pub text_digest: Option<String>,
}

/// Characters of a lede.
const LEDE_CHARACTERS: usize = 110;

/// Parses one Markdown file of the site, and the editions of it that are written by hand.
pub fn parse(content: &Content, config: &Config) -> Checked<Article> {
    let mut diagnostics = Vec::new();
    let language = &config.language;
    let citations = &citations_of(content, config, &mut diagnostics);
    let (mut article, own) = parse_text(
        content,
        &content.source,
        language,
        citations,
        config,
        &mut diagnostics,
    );
    for (tag, source) in &content.written {
        let is_own_script = han_script(tag) == han_script(&article.language);
        if is_own_script && !is_of_other_region(&article.language, tag) {
            diagnostics.push(diagnostic::edition_of_own_script(&source.path, tag));
            continue;
        }
        let (written, document) =
            parse_text(content, source, tag, citations, config, &mut diagnostics);
        let records = [&article, &written].map(|text| &text.summary.records[..]);
        edition::compare(&own, &document, records, source, &mut diagnostics);
        article.written.push((tag.clone(), written));
    }
    Checked {
        value: article,
        diagnostics,
    }
}

/// Parses a piece of Markdown in the configuration, which becomes part of every page: it has no notes, and
/// its blocks no names.
pub fn parse_snippet(snippet: &Snippet, config: &Config) -> Checked<Article> {
    let mut diagnostics = Vec::new();
    let (source, language) = (&snippet.source, &config.language);
    let citations = Citations::default();
    let mut document = document_of(
        source,
        snippet.start,
        language,
        &citations,
        config,
        &mut diagnostics,
    );
    for note in &document.notes {
        diagnostics.push(diagnostic::note_in_snippet(source, &note.id_range));
    }
    document::remove_names(&mut document.blocks);
    let article = Article {
        kind: ContentKind::Page,
        slug: String::new(),
        sections: Vec::new(),
        source: Arc::clone(source),
        body: snippet.start,
        front_matter: FrontMatter::default(),
        language: language.clone(),
        citations,
        assets: Vec::new(),
        summary: Summary::default(),
        tree: Some(Arc::new(document)),
        written: Vec::new(),
    };
    Checked {
        value: article,
        diagnostics,
    }
}

/// Returns the sources that an article may cite.
fn citations_of(
    content: &Content,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Citations {
    let Some(sources) = &content.sources else {
        return config.citations.clone();
    };
    config.citations.with_own(sources).gather(diagnostics)
}

/// Parses one of the texts of an article, in `language` unless it names another.
fn parse_text(
    content: &Content,
    source: &Arc<Source>,
    language: &str,
    citations: &Citations,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Article, Arc<Document>) {
    let is_own = Arc::ptr_eq(source, &content.source);
    let held = &source.held();
    let (front_matter, body) = match is_own {
        true => front_matter::read(held, content.kind, &config.taxonomies, diagnostics),
        false => front_matter::read_written(held, diagnostics),
    };
    let language = front_matter
        .language
        .as_deref()
        .unwrap_or(language)
        .to_owned();
    let document = document_of(held, body, &language, citations, config, diagnostics);
    let document = Arc::new(document);
    let article = Article {
        kind: content.kind,
        slug: content.slug.clone(),
        sections: match content.kind {
            ContentKind::Article => sections(&content.slug),
            ContentKind::Page => Vec::new(),
        },
        source: Arc::clone(source),
        body,
        language,
        summary: summarise(&document, &front_matter, config),
        front_matter,
        citations: citations.clone(),
        assets: content.assets.clone(),
        written: Vec::new(),
        tree: Some(Arc::clone(&document)),
    };
    (article, document)
}

/// Returns the sections that an article of a slug lies in.
fn sections(slug: &str) -> Vec<String> {
    let slashes = slug.match_indices('/');
    slashes.map(|(slash, _)| slug[..slash].to_owned()).collect()
}

/// Returns the tree of one of the texts of an article, whose own tree is `own`: `text` is the article
/// itself or one of its written editions, whose blocks then bear the names of the article's.
pub fn document_for<'own>(
    own: &'own Document,
    article: &Article,
    text: &Article,
    config: &Config,
) -> Cow<'own, Document> {
    if std::ptr::eq(article, text) {
        return Cow::Borrowed(own);
    }
    Cow::Owned(written_document(own, text, config).0)
}

/// Returns the tree of an edition that is written by hand, whose blocks bear the names of the article's
/// own tree, and these names by those that the blocks would have had.
pub fn written_document(
    own: &Document,
    text: &Article,
    config: &Config,
) -> (Document, HashMap<String, String>) {
    let mut document = document(text, config).into_owned();
    let names = edition::take_names(&mut document, own);
    (document, names)
}

/// Returns the tree of an article: that which was kept, or one that is made again. Its problems were
/// reported when it was parsed first.
pub fn document<'a>(article: &'a Article, config: &Config) -> Cow<'a, Document> {
    if let Some(tree) = article.tree() {
        return Cow::Borrowed(tree);
    }
    let (source, language) = (&article.source.held(), &article.language);
    let citations = &article.citations;
    let unheard = &mut Vec::new();
    let document = document_of(source, article.body, language, citations, config, unheard);
    Cow::Owned(document)
}

fn document_of(
    source: &Arc<Source>,
    body: usize,
    language: &str,
    citations: &Citations,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Document {
    let parsed = markdown::parse(source, body, language, config.markdown, diagnostics);
    notes::report_outside(source, &parsed, diagnostics);
    let notes = parsed
        .definitions
        .into_iter()
        .map(|definition| {
            notes::read(
                source,
                &config.vocabulary,
                citations,
                definition,
                diagnostics,
            )
        })
        .collect();
    let mut document = Document {
        blocks: parsed.blocks,
        notes,
    };
    anchor::report_cycles(source, &document, diagnostics);
    anchor::number(source, &mut document, diagnostics);
    anchor::anchor(source, &mut document, diagnostics);
    document
}

fn summarise(document: &Document, front_matter: &FrontMatter, config: &Config) -> Summary {
    let text = document::plain_text(&document.blocks);
    let vocabulary = &config.vocabulary;
    let mut tally = vec![0; vocabulary.terms().len()];
    for note in &document.notes {
        tally[note.term] += 1;
    }
    let is_verdict = |term: usize| vocabulary.term(term).class.is_verdict();
    let worst = document
        .notes
        .iter()
        .enumerate()
        .filter(|(_, note)| is_verdict(note.term))
        .min_by_key(|(_, note)| note.term);
    Summary {
        characters: count_characters(&text),
        tally,
        records: record::records(document),
        worst: worst.map(|(index, _)| index),
        text_digest: front_matter
            .origin
            .text
            .as_ref()
            .map(|_| fidelity::text_digest(&text)),
    }
}

/// Returns the number of Han characters, kana and syllables, each word of another script counted
/// as one.
fn count_characters(text: &str) -> usize {
    let mut count = 0;
    let mut in_word = false;
    for character in text.chars() {
        // Unified ideographs (Unicode, section 18.1) are most of a text, and need no lookup.
        let is_ideograph = matches!(character, '\u{4e00}'..='\u{9fff}');
        let is_letter = is_ideograph || character.is_alphanumeric();
        let is_wide = is_ideograph || (is_letter && emphasis::is_wide(character));
        if is_wide || (is_letter && !in_word) {
            count += 1;
        }
        in_word = is_letter && !is_wide;
    }
    count
}

/// Returns the beginning of a body as plain text.
pub fn lede(blocks: &[Block]) -> String {
    let mut lede = String::new();
    for block in blocks {
        let BlockKind::Paragraph { content, .. } = &block.kind else {
            continue;
        };
        let text = leaf_text(content).replace('\n', " ");
        lede.push_str(text.trim());
        if lede.chars().count() >= LEDE_CHARACTERS {
            break;
        }
    }
    if lede.chars().count() > LEDE_CHARACTERS {
        lede = lede.chars().take(LEDE_CHARACTERS - 1).collect::<String>() + "…";
    }
    lede
}
