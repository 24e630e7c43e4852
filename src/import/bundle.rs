//! A bundle: the article's folder as it is to be written, held to be its source's text.
//!
//! 1. Write the body as Markdown and the fields as front matter.
//! 2. Parse the result as the site will, and compare its plain text with the draft's.
//! 3. Where emphasis stands so that CommonMark reads it otherwise, write the text without it; where a
//!    note of the source would be read otherwise, set the notes aside.

use super::decode::Decoded;
use super::draft::{self, Block, Draft, Unfinished, plain_text};
use super::front_matter::{self, SourceFile};
use super::markdown::{self, Markup};
use super::pictures::{Picture, is_picture_name};
use super::{Options, slug, take_first_words};
use crate::article::document::{
    BlockKind, Inline, Leaf, for_each_inline, for_each_leaf, leaf_text, plain_text as parsed_text,
};
use crate::article::{self, Article, fidelity, stretches};
use crate::config::{Config, LINK_SCHEMES};
use crate::diagnostic::{self, Diagnostic, Severity, Source};
use crate::project::{Content, ContentKind, TEXT_BYTES_MAX};

/// An article's folder.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// The name of the file it was made from.
    pub input: String,
    /// The name that the folder has when no other article has it.
    pub slug: String,
    /// The text of `index.md`.
    pub index: String,
    /// The other files, by name: the source first.
    pub files: Vec<(String, Vec<u8>)>,
    /// The SHA-256 of the source's bytes.
    pub sha256: String,
    /// Where it was published, when that is known.
    pub url: Option<String>,
    /// The media type of the source.
    pub media_type: &'static str,
    /// How its text was read: the encoding, how that was known, and the controls made visible. The
    /// text itself is in the draft.
    pub decoded: Decoded,
    /// What the source became.
    pub draft: Draft,
    /// What may be damaged in its text.
    pub damage: Vec<Diagnostic>,
    /// The names of its headings.
    pub headings: Vec<String>,
    /// Pieces of raw HTML in its Markdown that the site shows as text.
    pub raw_html: usize,
}

/// What was read of a file.
#[derive(Debug)]
pub struct Reading {
    /// What it is called in reports: the file's name, and what part of the file it is.
    pub name: String,
    /// The bytes that are kept as the source.
    pub source: Vec<u8>,
    /// The extension that the source keeps.
    pub extension: String,
    /// The media type of the source (RFC 6838).
    pub media_type: &'static str,
    /// Its text.
    pub decoded: Decoded,
    /// What that became.
    pub draft: Draft,
    /// Its pictures.
    pub pictures: Vec<Picture>,
}

/// Makes the bundle of a draft.
///
/// # Errors
/// A diagnostic when the Markdown does not read as the text of the draft.
pub fn make(reading: Reading, options: &Options, config: &Config) -> Result<Bundle, Diagnostic> {
    let Reading {
        name,
        source,
        extension,
        media_type,
        decoded,
        mut draft,
        pictures,
    } = reading;
    let text = match &draft.markdown {
        Some(markdown) => {
            let untitled = format!("---\ntitle: x\n---\n\n{markdown}");
            let parsed = parse("index.md", &untitled, config);
            if let Some(problem) = &parsed.problem {
                // The author wrote it so, and a site with it could not be published.
                return Err(parsed.refused(&name, problem));
            }
            // Ordinary builds leave it out, and are not kept from publishing the others.
            if let Some(destination) = loose_destination(&parsed.article, &draft.links, config) {
                draft.hinder(Unfinished::Missing(destination));
            }
            parsed.text
        }
        None => plain_text(&draft.body),
    };
    if draft.title.is_empty() {
        take_first_words(&mut draft, &text);
    }
    let text = fidelity::text_digest(&text);
    let sha256 = fidelity::digest(&source);
    let otherwise = format!("article-{}", &sha256[..8]);
    let date = draft.date.map(|dated| dated.date);
    let minted = slug::mint(date, &draft.title, &otherwise);
    let slug = options.slug.clone().unwrap_or(minted);
    let path = format!("content/articles/{slug}/index.md");
    let source_name = format!("source.{extension}");
    let file = SourceFile {
        name: &source_name,
        media_type,
        encoding: decoded.encoding,
        encoding_evidence: decoded.evidence.name(),
        sha256: &sha256,
        text: &text,
    };
    let index = index(&path, &name, &mut draft, &file, options, config)?;
    if index.article.source.text().len() as u64 > TEXT_BYTES_MAX {
        return Err(diagnostic::import_too_long(&name, TEXT_BYTES_MAX));
    }
    let document = article::document(&index.article, config);
    let mut damage = article::lint::lint(&document, &index.article.source, &config.lints);
    if let Some(reason) = &draft.unfinished {
        damage.insert(0, as_draft(&path, reason));
    }
    let mut files = vec![(source_name.clone(), source)];
    let pictures = pictures.into_iter();
    files.extend(pictures.map(|picture| (picture.name, picture.bytes)));
    Ok(Bundle {
        input: name,
        damage,
        headings: headings(&document.blocks),
        raw_html: raw_html(&draft, config),
        slug,
        files,
        sha256,
        url: draft.address(options.url.as_deref()).map(str::to_owned),
        media_type,
        decoded: Decoded {
            text: String::new(),
            ..decoded
        },
        draft,
        index: index.article.source.text().to_owned(),
    })
}

/// Returns the `index.md` of a draft, with as much of its markup as reads as its text.
fn index(
    path: &str,
    name: &str,
    draft: &mut Draft,
    file: &SourceFile<'_>,
    options: &Options,
    config: &Config,
) -> Result<Parsed, Diagnostic> {
    let write = |draft: &Draft, markup| {
        let yaml = front_matter::write(draft, options, file);
        let written = || markdown::write(&draft.body, &draft.notes, markup, config.markdown.math);
        let body = draft.markdown.clone().unwrap_or_else(written);
        parse(path, &format!("---\n{yaml}---\n\n{body}"), config)
    };
    let full = write(draft, Markup::Full);
    let Err(problem) = verify(&full, file.text, draft) else {
        return Ok(full);
    };
    if draft.markdown.is_some() {
        return Err(diagnostic::import_bad_markdown(name, &problem, "", ""));
    }
    for has_notes in [true, false] {
        if !has_notes && draft.notes.is_empty() {
            break;
        }
        if !has_notes {
            set_notes_aside(draft);
        }
        for (markup, rule) in [
            (Markup::Full, "notes-left-away"),
            (Markup::NoEmphasis, "emphasis-left-away"),
            (Markup::TextOnly, "markup-left-away"),
        ] {
            if has_notes && markup == Markup::Full {
                // That is what was tried first.
                continue;
            }
            let index = write(draft, markup);
            if verify(&index, file.text, draft).is_ok() {
                draft.fire(rule, &problem);
                return Ok(index);
            }
        }
    }
    Err(diagnostic::import_not_literal(name, &problem))
}

/// Moves the notes of a source out of the apparatus, and takes their references away.
fn set_notes_aside(draft: &mut Draft) {
    for (_, blocks) in std::mem::take(&mut draft.notes) {
        draft.set_aside("footnote", &plain_text(&blocks));
    }
    without_references(&mut draft.body);
}

fn without_references(blocks: &mut [Block]) {
    let retain = |content: &mut Vec<draft::Inline>| {
        content.retain(|inline| !matches!(inline, draft::Inline::Note(_)));
    };
    for block in blocks {
        match block {
            Block::Paragraph(content) | Block::Heading(_, content) => retain(content),
            Block::List(_, items) => items.iter_mut().for_each(|item| without_references(item)),
            Block::Quote(blocks) => without_references(blocks),
            Block::Table(rows) => rows.iter_mut().flatten().for_each(retain),
            Block::Code(..) | Block::Rule => {}
        }
    }
}

/// Holds that an `index.md` has no error, the text of the digest, and the notes of the draft.
///
/// # Errors
/// What is wrong.
fn verify(index: &Parsed, text: &str, draft: &Draft) -> Result<(), String> {
    let have_notes = || {
        let notes = draft.notes.iter().map(|(_, note)| plain_text(note));
        let notes: String = notes.collect();
        index.notes.split_whitespace().eq(notes.split_whitespace())
    };
    match &index.problem {
        Some(problem) => Err(problem.message.clone()),
        None if fidelity::text_digest(&index.text) != text => {
            Err("its text reads otherwise".to_owned())
        }
        None if draft.markdown.is_none() && !have_notes() => {
            Err("its notes read otherwise".to_owned())
        }
        None => Ok(()),
    }
}

/// Returns what is said of a text that is a draft for a reason.
fn as_draft(path: &str, reason: &Unfinished) -> Diagnostic {
    match reason {
        Unfinished::Foreign(markup) => diagnostic::import_with_markup(path, markup),
        Unfinished::Missing(destination) => diagnostic::import_as_draft(path, destination),
        Unfinished::LeadsToDraft(destination) => diagnostic::import_to_draft(path, destination),
    }
}

/// Returns how many pieces of raw HTML a text has that the site shows as they are written.
fn raw_html(draft: &Draft, config: &Config) -> usize {
    match &draft.markdown {
        Some(markdown) if !config.markdown.raw_html => stretches::of(markdown).html.len(),
        _ => 0,
    }
}

/// Returns the names of the headings of an article.
fn headings(blocks: &[article::document::Block]) -> Vec<String> {
    let is_heading = |kind: &BlockKind| matches!(kind, BlockKind::Heading { .. });
    let headings = blocks.iter().filter(|block| is_heading(&block.kind));
    headings.map(|block| block.id.clone()).collect()
}

/// Returns whether a destination leads out of the site, in a way that a link of a page may.
fn leads_elsewhere(destination: &str) -> bool {
    let scheme = destination.split_once(':').map(|(scheme, _)| scheme);
    let is_known = |scheme: &str| {
        LINK_SCHEMES
            .iter()
            .any(|it| it.eq_ignore_ascii_case(scheme))
    };
    destination.starts_with("//") || scheme.is_some_and(is_known)
}

/// Returns a destination that leads neither to the web, nor to a place of the article, nor to another
/// article, nor to a picture that was kept under its digest.
fn loose_destination(article: &Article, links: &[String], config: &Config) -> Option<String> {
    let document = article::document(article, config);
    let mut loose = None;
    let mut visit = |leaf: &Leaf| {
        for_each_inline(leaf, &mut |inline| {
            if let Inline::Link { destination, .. } | Inline::Image { destination, .. } = inline {
                let is_fine = leads_elsewhere(destination)
                    || destination.starts_with('#')
                    || is_picture_name(destination)
                    || links.contains(destination);
                if !is_fine && loose.is_none() {
                    loose = Some(destination.clone());
                }
            }
        });
    };
    for_each_leaf(&document.blocks, &mut |leaf| visit(leaf));
    for note in &document.notes {
        note.for_each_leaf(&mut |leaf| visit(leaf));
    }
    loose
}

/// An `index.md`, read as the site will.
struct Parsed {
    article: Article,
    text: String,
    /// The text of its notes.
    notes: String,
    /// Its first error.
    problem: Option<Diagnostic>,
}

impl Parsed {
    /// Returns why a file cannot be an article, with the line that keeps it from being one.
    fn refused(&self, name: &str, problem: &Diagnostic) -> Diagnostic {
        let start = problem.places.first().map_or(0, |place| place.range.start);
        let text = self.article.source.text();
        let line = text[start..].lines().next().unwrap_or_default();
        let before = text[..start].rsplit('\n').next().unwrap_or_default();
        let line = format!("{before}{line}");
        let help = problem.help.as_deref().unwrap_or_default();
        diagnostic::import_bad_markdown(name, &problem.message, &line, help)
    }
}

fn parse(path: &str, index: &str, config: &Config) -> Parsed {
    let content = Content {
        kind: ContentKind::Article,
        slug: String::new(),
        source: Source::new(path, index),
        assets: Vec::new(),
        written: Vec::new(),
        sources: None,
    };
    let checked = article::parse(&content, config);
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    let problem = checked.diagnostics.into_iter().find(is_error);
    let document = article::document(&checked.value, config);
    let notes = document.notes.iter();
    let notes = notes.map(|note| leaf_text(&note.gist) + "\n" + &parsed_text(&note.blocks));
    let (text, notes) = (parsed_text(&document.blocks), notes.collect());
    Parsed {
        text,
        notes,
        article: checked.value,
        problem,
    }
}
