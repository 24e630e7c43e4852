//! A bundle: the article's folder as it is to be written, held to be its source's text.
//!
//! 1. Write the body as Markdown and the fields as front matter.
//! 2. Parse the result as the site will, and compare its plain text with the draft's.
//! 3. Where emphasis stands so that CommonMark reads it otherwise, write the text without it.

use super::decode::Decoded;
use super::draft::{Draft, plain_text};
use super::front_matter::{self, SourceFile};
use super::html::Picture;
use super::markdown::{self, Markup};
use super::{Format, Input, Options, slug};
use crate::article::{self, document::plain_text as parsed_text, fidelity};
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic, Severity, Source};
use crate::project::{Content, ContentKind};

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
    /// The format of the source.
    pub format: Format,
    /// How its text was read: the encoding, how that was known, and the controls made visible. The
    /// text itself is in the draft.
    pub decoded: Decoded,
    /// What the source became.
    pub draft: Draft,
    /// What may be damaged in its text.
    pub damage: Vec<Diagnostic>,
}

/// What was read of a file.
#[derive(Debug)]
pub struct Reading {
    /// The format that it is.
    pub format: Format,
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
pub fn make(
    input: &Input,
    options: &Options,
    config: &Config,
    reading: Reading,
) -> Result<Bundle, Diagnostic> {
    let Reading {
        format,
        decoded,
        mut draft,
        pictures,
    } = reading;
    let sha256 = fidelity::digest(&input.bytes);
    let otherwise = format!("article-{}", &sha256[..8]);
    let date = draft.date.map(|dated| dated.date);
    let minted = slug::mint(date, &draft.title, &otherwise);
    let source_name = format!("source.{}", extension(&input.name, format));
    let text = match &draft.markdown {
        Some(markdown) => parse(&format!("---\ntitle: -\n---\n\n{markdown}"), config).0,
        None => fidelity::text_digest(&plain_text(&draft.body)),
    };
    let file = SourceFile {
        name: &source_name,
        sha256: &sha256,
        text: &text,
    };
    let write = |draft: &Draft, markup| {
        let yaml = front_matter::write(draft, options, &file);
        let written = || markdown::write(&draft.body, markup);
        let body = draft.markdown.clone().unwrap_or_else(written);
        format!("---\n{yaml}---\n\n{body}")
    };
    let mut index = write(&draft, Markup::Full);
    let verified = verify(&index, &text, config);
    if let (Err(problem), Some(_)) = (&verified, &draft.markdown) {
        // The author wrote it so, and `check` says more.
        draft.fire("markdown-has-problems", problem);
    } else if let Err(problem) = verified {
        index = write(&draft, Markup::TextOnly);
        if verify(&index, &text, config).is_err() {
            return Err(diagnostic::import_not_literal(&input.name, &problem));
        }
        draft.fire("markup-left-away", &problem);
    }
    let mut files = vec![(source_name, input.bytes.clone())];
    files.extend(
        pictures
            .into_iter()
            .map(|picture| (picture.name, picture.bytes)),
    );
    let slug = options.slug.clone().unwrap_or(minted);
    Ok(Bundle {
        input: input.name.clone(),
        damage: damage(&index, &slug, config),
        slug,
        files,
        sha256,
        url: options.url.clone().or(draft.canonical.clone()),
        format,
        decoded: Decoded {
            text: String::new(),
            ..decoded
        },
        draft,
        index,
    })
}

/// Holds that an `index.md`, parsed as the site will, has no error and the text of the digest.
///
/// # Errors
/// What is wrong.
fn verify(index: &str, text: &str, config: &Config) -> Result<(), String> {
    match parse(index, config) {
        (_, Some(problem)) => Err(problem),
        (actual, None) if actual != text => Err("its text reads otherwise".to_owned()),
        _ => Ok(()),
    }
}

/// Parses an `index.md`, and returns the digest of its text and its first error.
fn parse(index: &str, config: &Config) -> (String, Option<String>) {
    let content = content("index.md", index);
    let checked = article::parse(&content, config);
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error;
    let problem = checked.diagnostics.into_iter().find(is_error);
    let document = article::document(&checked.value, config);
    let digest = fidelity::text_digest(&parsed_text(&document.blocks));
    (digest, problem.map(|problem| problem.message))
}

/// Returns what may be damaged in the text of the `index.md` of an article.
fn damage(index: &str, slug: &str, config: &Config) -> Vec<Diagnostic> {
    let path = format!("content/articles/{slug}/index.md");
    let content = content(&path, index);
    let article = article::parse(&content, config).value;
    article::lint::lint(&article::document(&article, config), &article.source)
}

fn content(path: &str, index: &str) -> Content {
    Content {
        kind: ContentKind::Article,
        slug: String::new(),
        source: Source::new(path, index),
        assets: Vec::new(),
        written: Vec::new(),
    }
}

/// Returns the extension that the source keeps: that of its name where that is a plain word.
fn extension(name: &str, format: Format) -> String {
    let word = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    let is_plain = |word: &String| {
        (1..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    word.filter(is_plain).unwrap_or_else(|| match format {
        Format::Text => "txt".to_owned(),
        Format::Html => "html".to_owned(),
        Format::Mhtml => "mhtml".to_owned(),
        Format::Markdown => "md".to_owned(),
    })
}
