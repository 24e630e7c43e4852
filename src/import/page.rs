//! A page of the web, whatever it was saved in: a file, a file of many parts, a record.

use encoding_rs::Encoding;

use super::bundle::Reading;
use super::decode::Decoded;
use super::draft::Retrieved;
use super::{Companion, Format, Options, completed, decode, extension, html, warc};
use crate::diagnostic::{self, Diagnostic};

/// A page, and what is known of it from what it is saved in.
pub(super) struct WebPage<'a> {
    pub html: Decoded,
    pub url: Option<&'a str>,
    pub retrieved: Option<Retrieved>,
    pub companions: &'a [Companion],
}

/// Decodes a page, which `encoding` was sent with where it was sent.
///
/// # Errors
/// A diagnostic when it cannot be decoded.
pub(super) fn decode_page(
    name: &str,
    html: &[u8],
    encoding: Option<&'static Encoding>,
    options: &Options,
) -> Result<Decoded, Diagnostic> {
    let declared = encoding.or_else(|| html::declared_encoding(html));
    decode(name, html, options, declared)
}

/// Reads a page, whose source is the file or the record that it was saved in.
///
/// # Errors
/// A diagnostic when it is nested too deep.
pub(super) fn web_page(
    name: &str,
    page: WebPage<'_>,
    source: &[u8],
    format: Format,
    options: &Options,
) -> Result<Reading, Diagnostic> {
    let decoded = page.html;
    let saved = html::saved_comment(&decoded.text);
    let place = page.url.or(saved.url.as_deref());
    let url = options.url.as_deref().or(place);
    let read = html::read(&decoded.text, url, page.companions);
    let html::Page {
        mut draft,
        pictures,
    } = read.map_err(|_| diagnostic::import_too_deep(name, html::DEPTH_MAX))?;
    draft.url = place.map(str::to_owned);
    draft.retrieved = page.retrieved.or(saved.retrieved);
    Ok(Reading {
        name: name.to_owned(),
        source: source.to_vec(),
        extension: extension(name, format),
        media_type: format.media_type(),
        decoded,
        draft,
        pictures,
    })
}

/// Reads a page of a web archive.
///
/// # Errors
/// A diagnostic when it cannot be decoded, or as [`web_page`].
pub(super) fn web_archive_page(
    page: warc::Page,
    companions: &[Companion],
    options: &Options,
) -> Result<Reading, Diagnostic> {
    let web = WebPage {
        html: decode_page(&page.name, &page.html, page.encoding, options)?,
        url: page.url.as_deref(),
        retrieved: page.retrieved,
        companions,
    };
    let reading = web_page(&page.name, web, &page.record, Format::Warc, options)?;
    completed(reading, options)
}
