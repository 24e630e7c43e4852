//! A book (EPUB 3.3, and 2) to a draft, or to one for each chapter.
//!
//! 1. Refuse what is protected (`META-INF/encryption.xml`); fonts may be obfuscated.
//! 2. Read the package: what the book says of itself, its parts, and their order ([`package`]).
//! 3. Make blocks of each part in the order of the spine, all of its text.
//! 4. Set aside what is no text: the table of contents, the metadata as a whole.

mod package;
mod xhtml;

use super::archive::{Archive, resolve};
use super::bundle::Reading;
use super::draft::{Block, DateKind, Dated, Draft, Inline, holds_object, text};
use super::pictures::Pictures;
use super::text::dates;
use super::{Companion, Format, decode, html, is_web_address, without_encoding};
use crate::config::language::is_language_tag;
use crate::diagnostic::{self, Diagnostic};
use package::Package;

/// What the format is called.
const FORMAT: &str = "a book (EPUB)";

/// Ways of obfuscating fonts, which are no encryption of text.
const OF_FONTS: &[&str] = &[
    "http://www.idpf.org/2008/embedding",
    "http://ns.adobe.com/pdf/enc#RC",
];

/// A part of the book's text.
struct Chapter {
    /// Its name in the book.
    part: String,
    bytes: Vec<u8>,
    draft: Draft,
    pictures: Pictures,
}

/// Returns whether an archive is a book.
pub(super) fn is_book(archive: &Archive<'_>) -> bool {
    archive.has("META-INF/container.xml")
}

/// Reads a book as one article.
///
/// # Errors
/// A diagnostic when it is protected, damaged or made to do harm.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Reading, Diagnostic> {
    let mut book = Book::open(name, bytes)?;
    let mut draft = book.draft();
    draft.title.clone_from(&book.package.title());
    let mut pictures = Pictures::default();
    for chapter in book.chapters()? {
        draft.body.extend(chapter.draft.body);
        draft.aside.extend(chapter.draft.aside);
        draft.fired.extend(chapter.draft.fired);
        for left in chapter.draft.left_out {
            draft.leave_out(left.rule, left.characters);
        }
        pictures.kept.extend(chapter.pictures.kept);
        pictures.missing.extend(chapter.pictures.missing);
    }
    pictures
        .kept
        .sort_by(|one, other| one.name.cmp(&other.name));
    pictures.kept.dedup();
    for part in book.beside()? {
        draft.set_aside(part.0, &part.1);
    }
    drop_title(&mut draft);
    for picture in &pictures.missing {
        draft.set_aside("image-not-captured", picture);
    }
    Ok(Reading {
        name: name.to_owned(),
        source: bytes.to_vec(),
        extension: Format::Epub.extension().to_owned(),
        media_type: Format::Epub.media_type(),
        decoded: without_encoding(book.archive.controls),
        draft,
        pictures: pictures.kept,
    })
}

/// Reads a book as an article for each of its parts that has text. The source of each is its part.
///
/// # Errors
/// As [`read`].
pub(super) fn chapters(name: &str, bytes: &[u8]) -> Result<Vec<Reading>, Diagnostic> {
    let mut book = Book::open(name, bytes)?;
    let chapters = book.chapters()?;
    let mut beside = book.beside()?;
    let mut pictures = Vec::new();
    let mut readings: Vec<Reading> = Vec::new();
    for mut chapter in chapters {
        let has_text = !super::draft::plain_text(&chapter.draft.body)
            .trim()
            .is_empty();
        if !has_text {
            beside.push(("part-without-text", part_without_text(&chapter)));
            pictures.append(&mut chapter.pictures.kept);
            continue;
        }
        let mut draft = book.draft();
        draft.fired.append(&mut chapter.draft.fired);
        draft.aside.append(&mut chapter.draft.aside);
        draft.left_out = chapter.draft.left_out;
        draft.body = chapter.draft.body;
        draft.title = book
            .contents
            .get(&chapter.part)
            .cloned()
            .unwrap_or_default();
        take_title(&mut draft);
        for picture in &chapter.pictures.missing {
            draft.set_aside("image-not-captured", picture);
        }
        readings.push(Reading {
            name: format!("{name}#{}", chapter.part),
            source: chapter.bytes,
            extension: "xhtml".to_owned(),
            media_type: "application/xhtml+xml",
            decoded: without_encoding(0),
            draft,
            pictures: chapter.pictures.kept,
        });
    }
    match readings.first_mut() {
        Some(first) => {
            for picture in pictures {
                if !first.pictures.contains(&picture) {
                    first.pictures.push(picture);
                }
            }
            beside
                .iter()
                .for_each(|(rule, text)| first.draft.set_aside(rule, text));
        }
        None => return Err(diagnostic::import_empty(name)),
    }
    Ok(readings)
}

/// Returns the name of a part, and what pictures of it say.
fn part_without_text(chapter: &Chapter) -> String {
    let mut said = chapter.part.clone();
    super::draft::for_each_inline(&chapter.draft.body, &mut |inline| {
        if let Inline::Image(_, description) = inline {
            said += &format!(" {description}");
        }
    });
    chapter
        .pictures
        .missing
        .iter()
        .for_each(|it| said += &format!(" {it}"));
    said.trim().to_owned()
}

/// A book that is being read.
struct Book<'a> {
    name: &'a str,
    archive: Archive<'a>,
    package: Package,
    /// What the table of contents calls the parts.
    contents: std::collections::HashMap<String, String>,
}

impl<'a> Book<'a> {
    fn open(name: &'a str, bytes: &'a [u8]) -> Result<Book<'a>, Diagnostic> {
        let mut archive = Archive::open(name, FORMAT, bytes)?;
        if is_protected(&mut archive)? {
            return Err(diagnostic::import_encrypted(name, FORMAT));
        }
        let broken = |reason: &str| diagnostic::import_broken(name, FORMAT, reason);
        let container = archive.xml("META-INF/container.xml")?;
        let container = container.ok_or_else(|| broken("it has no `META-INF/container.xml`"))?;
        let files = container.descendants("rootfile");
        let path = files.iter().find_map(|file| file.attribute("full-path"));
        let path = path
            .ok_or_else(|| broken("its container names no package"))?
            .to_owned();
        let root = archive.xml(&path)?;
        let root = root.ok_or_else(|| broken(&format!("`{path}` is missing")))?;
        let package = Package::of(&root, &path);
        let contents = package.contents(&mut archive)?;
        Ok(Book {
            name,
            archive,
            package,
            contents,
        })
    }

    /// Returns a draft of what the book says of itself.
    fn draft(&self) -> Draft {
        let package = &self.package;
        let date = package.date().and_then(|date| dates::first(&date));
        let mut draft = Draft {
            authors: package.authors(),
            publisher: package.first("publisher"),
            date: date.map(|date| Dated {
                date,
                kind: DateKind::Published,
            }),
            language: package.first("language").filter(|tag| is_language_tag(tag)),
            lede: package
                .first("description")
                .filter(|lede| !lede.contains('<')),
            url: package.first("source").filter(|url| is_web_address(url)),
            ..Draft::default()
        };
        draft.set_aside("book-metadata", &package.metadata());
        draft
    }

    /// Reads the parts of the text, in order.
    fn chapters(&mut self) -> Result<Vec<Chapter>, Diagnostic> {
        let mut chapters = Vec::new();
        for part in self.package.text_parts() {
            let Some(bytes) = self.archive.part(&part)? else {
                let reason = format!("`{part}` is missing");
                return Err(diagnostic::import_broken(self.name, FORMAT, &reason));
            };
            chapters.push(self.chapter(part, bytes)?);
        }
        Ok(chapters)
    }

    fn chapter(&mut self, part: String, bytes: Vec<u8>) -> Result<Chapter, Diagnostic> {
        let declared = html::declared_encoding(&bytes);
        let decoded = decode::decode(&bytes, None, declared).map_err(|_| {
            let reason = format!("`{part}` is no text");
            diagnostic::import_broken(self.name, FORMAT, &reason)
        })?;
        self.archive.controls += decoded.controls;
        let text = xhtml::as_html(&decoded.text);
        let too_deep = |_| diagnostic::import_too_deep(self.name, html::DEPTH_MAX);
        html::nesting::check_source(&text).map_err(too_deep)?;
        let mut draft = Draft::default();
        let references = xhtml::pictures(&text);
        for drawn in references.drawn {
            draft.set_aside("image-in-drawing", &drawn);
        }
        let mut companions = Vec::new();
        for reference in references.shown {
            let path = percent_encoding::percent_decode_str(&reference).decode_utf8_lossy();
            let Some(target) = resolve(&part, &path) else {
                continue;
            };
            if let Some(bytes) = self.archive.part(&target)? {
                let path = path.trim_start_matches("./").to_owned();
                companions.push(Companion { path, bytes });
            }
        }
        let whole = html::whole(&text, &companions, &mut draft).map_err(too_deep)?;
        let (blocks, pictures) = whole;
        draft.body = blocks;
        Ok(Chapter {
            part,
            bytes,
            draft,
            pictures,
        })
    }

    /// Returns what is beside the text, each with the rule that keeps it apart.
    fn beside(&mut self) -> Result<Vec<(&'static str, String)>, Diagnostic> {
        let mut beside = Vec::new();
        for part in self.package.contents_parts() {
            if let Some(text) = self.archive.text(&part)? {
                let too_deep = |_| diagnostic::import_too_deep(self.name, html::DEPTH_MAX);
                let text = xhtml::as_html(&text);
                html::nesting::check_source(&text).map_err(too_deep)?;
                let lines = xhtml::lines(&text);
                beside.push(("table-of-contents", lines));
            }
        }
        for part in self.package.other_parts() {
            beside.push(("part-not-read", part));
        }
        Ok(beside)
    }
}

/// Returns whether the text of a book is encrypted.
fn is_protected(archive: &mut Archive<'_>) -> Result<bool, Diagnostic> {
    if archive.has("META-INF/license.lcpl") {
        return Ok(true);
    }
    let Some(encryption) = archive.xml("META-INF/encryption.xml")? else {
        return Ok(false);
    };
    let methods = encryption.descendants("EncryptionMethod");
    let algorithm = |method: &&super::xml::Element| {
        let algorithm = method.attribute("Algorithm").unwrap_or_default();
        !OF_FONTS.contains(&algorithm)
    };
    // The key of a book is encrypted, too, and named in the same way.
    let holders = encryption.descendants("EncryptedData");
    Ok(!holders.is_empty() && methods.iter().any(algorithm))
}

/// Takes a chapter's title from its first heading where the table of contents has none, and drops
/// the heading where it repeats the title.
fn take_title(draft: &mut Draft) {
    if draft.title.is_empty()
        && let Some(Block::Heading(_, content)) = draft.body.first()
        && !holds_object(content)
    {
        let title = fold(content);
        draft.fire("title-heading", &title);
        draft.title = title;
    }
    drop_title(draft);
}

fn drop_title(draft: &mut Draft) {
    if let Some(Block::Heading(_, content)) = draft.body.first()
        && fold(content) == draft.title
        && !holds_object(content)
        && draft.body.len() > 1
    {
        let title = draft.title.clone();
        draft.fire("title-repeated", &title);
        draft.body.remove(0);
    }
}

fn fold(content: &[Inline]) -> String {
    let text = text(content);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
