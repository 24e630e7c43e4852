//! Saved text to articles: any file becomes a faithful bundle, or a problem with a name.
//!
//! ```text
//! bytes ─decode─▶ text ─text, html─▶ Draft ─bundle─▶ index.md + source.* ─shelf─▶ content/articles/<slug>/
//!   └──archive─▶ parts ─docx, epub─────▲
//! ```
//!
//! 1. [`gather`] finds and reads the files that were named; nothing else outside the site is opened.
//! 2. [`decode`] makes text of bytes, and says how it knew the encoding.
//! 3. [`text`] and [`html`] make a [`Draft`] of the text, each rule saying that it fired; `docx`, `epub`
//!    and `warc` read what is more than one text.
//! 4. [`bundle`] writes the draft as Markdown and holds that it reads as the same text again.
//! 5. [`shelf`] knows what the site has, and puts a bundle there: whole or not at all, and never over
//!    an article.
//!
//! Nothing is made up: an unknown date stays unknown. Nothing is dropped in silence: every character
//! of a plain text is counted. There is no network access. [`read`] is pure; files are touched in
//! `gather`, `shelf` and `new_files` alone.

mod archive;
pub mod bundle;
pub mod decode;
pub mod directory;
mod docx;
pub mod draft;
mod epub;
mod format;
mod formula;
mod front_matter;
pub mod gather;
pub mod html;
pub mod language;
pub mod markdown;
mod markdown_file;
mod mhtml;
mod new_files;
pub mod original;
mod page;
mod pictures;
pub mod revision;
pub mod shelf;
pub mod slug;
pub mod text;
mod vertical_align;
mod visible;
mod warc;
mod xml;

use std::path::PathBuf;

use encoding_rs::Encoding;

use crate::article::front_matter::Date;
use crate::config::{Config, fields};
use crate::diagnostic::{self, Diagnostic};
use crate::project::TEXT_BYTES_MAX;
use archive::Archive;
use bundle::{Bundle, Reading};
use decode::{DecodeError, Decoded, Evidence};
use draft::{Draft, Retrieved, RetrievedEvidence};
use page::{WebPage, decode_page, web_archive_page, web_page};

pub use crate::config::is_web_address;
pub use format::Format;
pub use new_files::{
    NewFile, may_be_report, read_text, rewrite, write_kept, write_new, write_report,
};

/// A file to be imported.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its name, as it was given.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The pictures that were saved beside it.
    pub companions: Vec<Companion>,
    /// The other articles of the run that it leads to.
    pub articles: Vec<Linked>,
}

/// A file that was saved beside a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companion {
    /// Its path as the page refers to it, with `/` between parts.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// An article of the same run, to which a text leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    /// The path of its file as the text has it.
    pub path: String,
    /// The path of its file.
    pub file: PathBuf,
    /// The name of its folder.
    pub slug: String,
    /// The names of its headings.
    pub headings: Vec<String>,
    /// Whether ordinary builds leave it out.
    pub is_draft: bool,
}

/// What whoever imports says of the files.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Their format, when it is not to be told by name and content.
    pub format: Option<Format>,
    /// Their encoding, when it is not to be found out.
    pub encoding: Option<&'static Encoding>,
    /// Where the text was published.
    pub url: Option<String>,
    /// When it was retrieved.
    pub retrieved: Option<Date>,
    /// The outlet, whatever the text says.
    pub publisher: Option<String>,
    /// The name of the article's folder.
    pub slug: Option<String>,
    /// Whether each chapter of a book becomes an article.
    pub split: bool,
}

/// Returns what a file becomes in a site with this configuration: one article, or as many as a web
/// archive has pages and, when that is wanted, a book has chapters.
///
/// # Errors
/// For each article a diagnostic that says why it cannot be one.
pub fn read_all(
    input: &Input,
    options: &Options,
    config: &Config,
) -> Vec<Result<Bundle, Diagnostic>> {
    if is_blank(&input.bytes) {
        return vec![Err(diagnostic::import_empty(&input.name))];
    }
    // Pages and chapters are at addresses of their own, whatever that of the file.
    let elsewhere = Options {
        url: None,
        ..options.clone()
    };
    let made = |reading: Result<Reading, Diagnostic>, options: &Options| {
        reading.and_then(|reading| bundle::make(reading, options, config))
    };
    match format(input, options) {
        Some(Format::Warc) => {
            let archive = warc::read(&input.name, &input.bytes);
            let pages = archive.pages.into_iter();
            let read = |page: Result<warc::Page, Diagnostic>| {
                page.and_then(|page| web_archive_page(page, &archive.companions, &elsewhere))
            };
            pages.map(|page| made(read(page), &elsewhere)).collect()
        }
        Some(Format::Epub) if options.split => match epub::chapters(&input.name, &input.bytes) {
            Ok(chapters) => chapters
                .into_iter()
                .map(|chapter| made(completed(chapter, &elsewhere), &elsewhere))
                .collect(),
            Err(problem) => vec![Err(problem)],
        },
        format => vec![made(reading(input, format, options), options)],
    }
}

/// Returns the article that a file becomes; of several, the first.
///
/// # Errors
/// A diagnostic that names the file and says why it cannot be an article.
pub fn read(input: &Input, options: &Options, config: &Config) -> Result<Bundle, Diagnostic> {
    let mut bundles = read_all(input, options, config).into_iter();
    bundles
        .next()
        .unwrap_or_else(|| Err(diagnostic::import_empty(&input.name)))
}

/// Returns the format of a file: that which was asked for, or that of its name; of a file without
/// a name that says it, that of its first bytes.
fn format(input: &Input, options: &Options) -> Option<Format> {
    let named = options.format.or_else(|| Format::of_name(&input.name));
    named.or_else(|| {
        let archive = || Archive::open(&input.name, "an archive", &input.bytes).ok();
        match input.bytes.as_slice() {
            [b'P', b'K', 3, 4, ..] => archive().and_then(|archive| {
                let is_document = docx::is_document(&archive).then_some(Format::Docx);
                is_document.or_else(|| epub::is_book(&archive).then_some(Format::Epub))
            }),
            bytes => warc::is_archive(bytes).then_some(Format::Warc),
        }
    })
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_whitespace)
}

/// Reads a file that is one article.
fn reading(
    input: &Input,
    format: Option<Format>,
    options: &Options,
) -> Result<Reading, Diagnostic> {
    let name = &input.name;
    let reading = match format {
        Some(Format::Docx) => {
            let document = docx::read(name, &input.bytes)?;
            Reading {
                name: name.clone(),
                source: input.bytes.clone(),
                extension: extension(name, Format::Docx),
                media_type: Format::Docx.media_type(),
                decoded: without_encoding(document.controls),
                draft: document.draft,
                pictures: document.pictures,
            }
        }
        Some(Format::Epub) => epub::read(name, &input.bytes)?,
        Some(Format::Mhtml) => {
            let saved = mhtml::read(&input.bytes);
            let saved = saved.ok_or_else(|| diagnostic::import_without_page(name))?;
            let page = WebPage {
                html: decode_page(name, &saved.html, None, options)?,
                url: saved.url.as_deref(),
                retrieved: saved.retrieved,
                companions: &saved.companions,
            };
            web_page(name, page, &input.bytes, Format::Mhtml, options)?
        }
        format => written(input, format, options)?,
    };
    completed(reading, options)
}

/// How a text was read that is part of a file which has no encoding itself.
fn without_encoding(controls: usize) -> Decoded {
    Decoded {
        text: String::new(),
        encoding: "",
        evidence: Evidence::Valid,
        controls,
    }
}

/// Reads a file that is text: plain, Markdown or HTML.
fn written(
    input: &Input,
    format: Option<Format>,
    options: &Options,
) -> Result<Reading, Diagnostic> {
    let name = &input.name;
    let is_plain = matches!(format, Some(Format::Text | Format::Markdown));
    let decoded = match is_plain {
        true => decode(name, &input.bytes, options, None)?,
        false => decode_page(name, &input.bytes, None, options)?,
    };
    let is_page = || format != Some(Format::Markdown) && html::is_page(&decoded.text);
    let format = match format {
        None | Some(Format::Text) if options.format.is_none() && is_page() => Format::Html,
        format => format.unwrap_or(Format::Text),
    };
    if format == Format::Html {
        let page = WebPage {
            html: match is_plain {
                true => decode_page(name, &input.bytes, None, options)?,
                false => decoded,
            },
            url: None,
            retrieved: None,
            companions: &input.companions,
        };
        return web_page(name, page, &input.bytes, format, options);
    }
    if decoded.text.len() as u64 > TEXT_BYTES_MAX {
        return Err(diagnostic::import_too_long(name, TEXT_BYTES_MAX));
    }
    let (draft, pictures) = match format {
        Format::Markdown => markdown_file::read(input, &decoded.text),
        _ => (plain(name, &decoded)?, Vec::new()),
    };
    Ok(Reading {
        name: name.clone(),
        source: input.bytes.clone(),
        extension: extension(name, format),
        media_type: format.media_type(),
        decoded,
        draft,
        pictures,
    })
}

fn decode(
    name: &str,
    bytes: &[u8],
    options: &Options,
    declared: Option<&'static Encoding>,
) -> Result<Decoded, Diagnostic> {
    decode::decode(bytes, options.encoding, declared).map_err(|error| match error {
        DecodeError::Binary(format) => diagnostic::import_binary(name, format),
        DecodeError::Invalid {
            encoding,
            offset,
            is_damaged,
        } => {
            if is_damaged {
                return diagnostic::import_damaged(name, encoding, offset);
            }
            let mut likely = decode::likely_labels().to_vec();
            likely.retain(|label| *label != encoding || options.encoding.is_none());
            diagnostic::import_undecodable(name, encoding, offset, &likely)
        }
    })
}

/// Returns the draft of a plain text, and holds that it has every character.
fn plain(name: &str, decoded: &Decoded) -> Result<Draft, Diagnostic> {
    let draft = text::read(&decoded.text);
    let unaccounted = text::unaccounted(&decoded.text, &draft);
    if unaccounted.is_empty() {
        Ok(draft)
    } else {
        Err(diagnostic::import_unaccounted(name, &unaccounted))
    }
}

/// Gives a reading what its text shows and what whoever imports says.
fn completed(mut reading: Reading, options: &Options) -> Result<Reading, Diagnostic> {
    let draft = &mut reading.draft;
    if let Some(publisher) = &options.publisher {
        draft.publisher = Some(publisher.clone());
    }
    reading.decoded.controls += visible::make(draft);
    let plain = match &draft.markdown {
        Some(markdown) => markdown.clone(),
        None => draft::plain_text(&draft.body),
    };
    if fields::is_blank(&plain) && !is_picture(draft) {
        let has_fields = draft.aside.iter().any(|aside| aside.rule == "front-matter");
        return Err(match has_fields {
            true => diagnostic::import_only_fields(&reading.name),
            false => diagnostic::import_empty(&reading.name),
        });
    }
    draft.language = language::of(&plain).or(draft.language.take());
    if let Some(date) = options.retrieved {
        let evidence = RetrievedEvidence::Chosen;
        draft.retrieved = Some(Retrieved { date, evidence });
    }
    // One of which nothing can be seen is none.
    if fields::is_blank(&draft.title) {
        draft.title.clear();
    }
    // That of Markdown is made of its text when it has been parsed.
    if draft.title.is_empty() && draft.markdown.is_none() {
        take_first_words(draft, &plain);
    }
    Ok(reading)
}

/// Returns whether a draft without text is a picture with a title.
fn is_picture(draft: &Draft) -> bool {
    let mut has_picture = false;
    draft::for_each_inline(&draft.body, &mut |inline| {
        has_picture |= matches!(inline, draft::Inline::Image(..));
    });
    has_picture && !draft.title.is_empty()
}

/// Returns the extension that the source keeps: that of its name where that is a plain word.
fn extension(name: &str, format: Format) -> String {
    if format == Format::Warc {
        return "warc".to_owned();
    }
    let word = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    let is_plain = |word: &String| {
        (1..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    word.filter(is_plain)
        .unwrap_or_else(|| format.extension().to_owned())
}

/// Characters of a title that is made of a text's first words.
const TITLE_MAX: usize = 40;

/// Makes the title of a draft of the first words of its text.
fn take_first_words(draft: &mut Draft, plain: &str) {
    let title = first_words(plain);
    draft.fire("title-from-text", &title);
    draft.title = title;
}

/// Returns the first clause of a text, or its beginning.
fn first_words(plain: &str) -> String {
    let seen = plain.trim_matches(fields::is_unseen);
    let line = seen.lines().next().unwrap_or_default();
    let clauses = line.split(['。', '！', '？', '；', '，']);
    let mut clauses = clauses.map(|clause| clause.trim_matches(fields::is_unseen));
    let clause = clauses.find(|clause| !clause.is_empty()).unwrap_or(line);
    clause
        .chars()
        .take(TITLE_MAX)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Returns the beginning of an article that is written by hand.
pub fn blank(title: &str, date: Option<Date>) -> String {
    let date = date.map(|date| format!(" {date}")).unwrap_or_default();
    let title = front_matter::scalar(title);
    format!(
        "---\ntitle: {title}\ndate:{date}\nsource:\n  publisher:\n  author:\n  url:\ntags: []\ndraft: true\n---\n\n"
    )
}
