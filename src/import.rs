//! Saved text to articles: any file becomes a faithful bundle, or a problem with a name.
//!
//! ```text
//! bytes ─decode─▶ text ─text, html─▶ Draft ─bundle─▶ index.md + source.* ─shelf─▶ content/articles/<slug>/
//! ```
//!
//! 1. [`gather`] finds and reads the files that were named; nothing else outside the site is opened.
//! 2. [`decode`] makes text of bytes, and says how it knew the encoding.
//! 3. [`text`] and [`html`] make a [`Draft`] of the text, each rule saying that it fired.
//! 4. [`bundle`] writes the draft as Markdown and holds that it reads as the same text again.
//! 5. [`shelf`] knows what the site has, and puts a bundle there: whole or not at all, and never over
//!    an article.
//!
//! Nothing is made up: an unknown date stays unknown. Nothing is dropped in silence: every character
//! of a plain text is counted. There is no network access. [`read`] is pure; files are touched in
//! `gather`, `shelf` and `new_files` alone.

pub mod bundle;
pub mod decode;
pub mod draft;
mod front_matter;
pub mod gather;
pub mod html;
pub mod language;
pub mod markdown;
mod markdown_file;
mod mhtml;
mod new_files;
pub mod revision;
pub mod shelf;
pub mod slug;
pub mod text;

use encoding_rs::Encoding;

use crate::article::front_matter::Date;
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use bundle::{Bundle, Reading};
use decode::{DecodeError, Decoded};
use draft::Draft;

pub use new_files::{NewFile, write_new, write_report};

/// A file to be imported.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its name, as it was given.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The pictures that were saved beside it.
    pub companions: Vec<Companion>,
}

/// A file that was saved beside a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companion {
    /// Its path as the page refers to it, with `/` between parts.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
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
}

/// The formats that can be imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// A saved page.
    Html,
    /// A page saved as one file of many parts.
    Mhtml,
    /// Markdown, with front matter or without.
    Markdown,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 4] = [Format::Text, Format::Html, Format::Mhtml, Format::Markdown];

    /// Returns the word for it on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Html => "html",
            Format::Mhtml => "mhtml",
            Format::Markdown => "markdown",
        }
    }

    /// Returns the media type (RFC 6838).
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Text => "text/plain",
            Format::Html => "text/html",
            Format::Mhtml => "multipart/related",
            Format::Markdown => "text/markdown",
        }
    }

    /// Returns the format of a file's name.
    pub fn of_name(name: &str) -> Option<Format> {
        let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
        match extension.as_str() {
            "txt" | "text" => Some(Format::Text),
            "html" | "htm" | "xhtml" | "xht" | "shtml" => Some(Format::Html),
            "mhtml" | "mht" => Some(Format::Mhtml),
            "md" | "markdown" | "mdown" | "mkd" => Some(Format::Markdown),
            _ => None,
        }
    }
}

/// Returns what a file becomes in a site with this configuration.
///
/// # Errors
/// A diagnostic that names the file and says why it cannot be an article.
pub fn read(input: &Input, options: &Options, config: &Config) -> Result<Bundle, Diagnostic> {
    let name = &input.name;
    if input.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(diagnostic::import_empty(name));
    }
    let named = options.format.or_else(|| Format::of_name(name));
    let saved = match named {
        Some(Format::Mhtml) => {
            let saved = mhtml::read(&input.bytes);
            Some(saved.ok_or_else(|| diagnostic::import_without_page(name))?)
        }
        _ => None,
    };
    let bytes = saved.as_ref().map_or(&input.bytes, |saved| &saved.html);
    let decoded = decode(name, bytes, options, named)?;
    let is_page = || named != Some(Format::Markdown) && html::is_page(&decoded.text);
    let format = match options.format.or(named) {
        None | Some(Format::Text) if options.format.is_none() && is_page() => Format::Html,
        format => format.unwrap_or(Format::Text),
    };
    let (mut draft, pictures) = match format {
        Format::Text => (plain(name, &decoded)?, Vec::new()),
        Format::Html | Format::Mhtml => {
            let saved = saved.as_ref();
            let companions = saved.map_or(&input.companions, |saved| &saved.companions);
            let place = saved.and_then(|saved| saved.url.as_deref());
            let url = options.url.as_deref().or(place);
            let page = html::read(&decoded.text, url, companions);
            let mut page = page.map_err(|_| diagnostic::import_too_deep(name, html::DEPTH_MAX))?;
            if page.draft.canonical.is_none() {
                page.draft.canonical = place.map(str::to_owned);
            }
            (page.draft, page.pictures)
        }
        Format::Markdown => (markdown_file::read(name, &decoded.text), Vec::new()),
    };
    let plain = match &draft.markdown {
        Some(markdown) => markdown.clone(),
        None => draft::plain_text(&draft.body),
    };
    if plain.trim().is_empty() {
        return Err(diagnostic::import_empty(name));
    }
    complete(&mut draft, &plain, options);
    let reading = Reading {
        format,
        decoded,
        draft,
        pictures,
    };
    bundle::make(input, options, config, reading)
}

fn decode(
    name: &str,
    bytes: &[u8],
    options: &Options,
    format: Option<Format>,
) -> Result<Decoded, Diagnostic> {
    let declared = match format {
        Some(Format::Text | Format::Markdown) => None,
        Some(Format::Html | Format::Mhtml) | None => html::declared_encoding(bytes),
    };
    decode::decode(bytes, options.encoding, declared).map_err(|error| match error {
        DecodeError::Binary(format) => diagnostic::import_binary(name, format),
        DecodeError::Invalid { encoding, offset } => {
            let likely = decode::likely_labels();
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

/// Gives a draft what its text shows and what whoever imports says.
fn complete(draft: &mut Draft, plain: &str, options: &Options) {
    draft.language = language::of(plain).or(draft.language.take());
    if let Some(publisher) = &options.publisher {
        draft.publisher = Some(publisher.clone());
    }
    if draft.title.is_empty() {
        let title = first_words(plain);
        draft.fire("title-from-text", &title);
        draft.title = title;
    }
}

/// Characters of a title that is made of a text's first words.
const TITLE_MAX: usize = 40;

/// Returns the first clause of a text, or its beginning.
fn first_words(plain: &str) -> String {
    let line = plain.trim().lines().next().unwrap_or_default();
    let mut clauses = line.split(['。', '！', '？', '；', '，']).map(str::trim);
    let clause = clauses.find(|clause| !clause.is_empty()).unwrap_or(line);
    clause
        .chars()
        .take(TITLE_MAX)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Returns whether a text is the address of something on the web.
pub fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let is_bad = |it: char| it.is_whitespace() || it.is_control() || "<>\"\\".contains(it);
    rest.is_some_and(|rest| {
        !rest.starts_with(['/', '?', '#']) && !rest.is_empty() && !rest.contains(is_bad)
    })
}

/// Returns the beginning of an article that is written by hand.
pub fn blank(title: &str, date: Option<Date>) -> String {
    let date = date.map(|date| format!(" {date}")).unwrap_or_default();
    let title = front_matter::scalar(title);
    format!(
        "---\ntitle: {title}\ndate:{date}\nsource:\n  publisher:\n  author:\n  url:\ntags: []\ndraft: true\n---\n\n"
    )
}
