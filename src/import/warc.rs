//! Pages of a web archive (WARC 1.1, ISO 28500): each page that a server sent is an article.
//!
//! 1. Unpack the file when it is compressed, member by member.
//! 2. Cut it into records; one that is damaged is a problem of its own, and the next is looked for.
//! 3. Take the message out of the response that a record holds ([`http`]).
//!
//! What is kept as the source of a page is its record, which is a web archive itself. Pictures among
//! the records are those of the pages.

mod http;

use std::io::Read as _;

use encoding_rs::Encoding;
use flate2::bufread::GzDecoder;

use super::draft::{Retrieved, RetrievedEvidence};
use super::{Companion, is_web_address};
use crate::article::front_matter::Date;
use crate::diagnostic::{self, Diagnostic};

/// Bytes of all records of an archive, unpacked.
const UNPACKED_MAX: usize = 256 * 1024 * 1024;

/// The first bytes of a record.
const MAGIC: &[u8] = b"WARC/";

/// The first bytes of a gzip member (RFC 1952).
const GZIP: &[u8] = b"\x1f\x8b\x08";

/// What is in a web archive.
#[derive(Debug, Default)]
pub(super) struct WebArchive {
    /// Its pages, or why a record is none.
    pub pages: Vec<Result<Page, Diagnostic>>,
    /// Its pictures, by their addresses.
    pub companions: Vec<Companion>,
}

/// A page of a web archive.
#[derive(Debug)]
pub(super) struct Page {
    /// What it is called in reports.
    pub name: String,
    /// The bytes of its record.
    pub record: Vec<u8>,
    /// Its bytes.
    pub html: Vec<u8>,
    /// The encoding that it was sent with.
    pub encoding: Option<&'static Encoding>,
    /// Where it was.
    pub url: Option<String>,
    /// When it was retrieved.
    pub retrieved: Option<Retrieved>,
}

/// Returns whether bytes are a web archive.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    if bytes.starts_with(GZIP) {
        let mut start = [0; MAGIC.len()];
        return GzDecoder::new(bytes).read_exact(&mut start).is_ok() && start == MAGIC;
    }
    bytes.starts_with(MAGIC)
}

/// Returns the pages of a file.
pub(super) fn read(name: &str, bytes: &[u8]) -> WebArchive {
    let mut reader = Reader {
        name,
        archive: WebArchive::default(),
        records: 0,
    };
    if bytes.starts_with(GZIP) {
        reader.members(bytes);
    } else {
        reader.records(bytes, 0);
    }
    if reader.archive.pages.is_empty() {
        let problem = diagnostic::import_without_page(name);
        reader.archive.pages.push(Err(problem));
    }
    reader.archive
}

struct Reader<'a> {
    name: &'a str,
    archive: WebArchive,
    /// The number of records so far.
    records: usize,
}

/// A record: its bytes, its header, and what it holds.
struct Record<'a> {
    bytes: &'a [u8],
    header: Vec<(String, String)>,
    block: &'a [u8],
}

impl Record<'_> {
    fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.header.iter();
        let found = fields.find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

impl Reader<'_> {
    fn problem(&mut self, offset: usize, reason: &str) {
        let problem = diagnostic::import_bad_record(self.name, offset, reason);
        self.archive.pages.push(Err(problem));
    }

    /// Reads the members of a compressed file. After a damaged one the next is looked for.
    fn members(&mut self, bytes: &[u8]) {
        let mut left = UNPACKED_MAX;
        let mut start = 0;
        while start < bytes.len() {
            let mut rest = &bytes[start..];
            let mut unpacked = Vec::new();
            let mut decoder = GzDecoder::new(&mut rest);
            let limit = (left as u64).saturating_add(1);
            let read = decoder.by_ref().take(limit).read_to_end(&mut unpacked);
            if unpacked.len() > left {
                let problem = diagnostic::import_inflates(self.name, "the archive", limit - 1);
                self.archive.pages.push(Err(problem));
                return;
            }
            left -= unpacked.len();
            match read {
                Ok(_) => {
                    self.records(&unpacked, start);
                    start = bytes.len() - rest.len();
                }
                Err(error) => {
                    self.problem(start, &error.to_string());
                    let next = find(&bytes[start + 1..], GZIP);
                    start = next.map_or(bytes.len(), |next| start + 1 + next);
                }
            }
        }
    }

    /// Reads the records of bytes that stand at an offset of the file.
    fn records(&mut self, bytes: &[u8], offset: usize) {
        let mut start = 0;
        loop {
            let space = bytes[start..]
                .iter()
                .take_while(|byte| byte.is_ascii_whitespace());
            start += space.count();
            if start == bytes.len() {
                return;
            }
            self.records += 1;
            match record(&bytes[start..]) {
                Ok(record) => {
                    let length = record.bytes.len();
                    if let Err(reason) = self.record(&record) {
                        self.problem(offset + start, &reason);
                    }
                    start += length;
                }
                Err(reason) => {
                    self.problem(offset + start, reason);
                    let next = find(&bytes[start + 1..], b"\nWARC/");
                    start = next.map_or(bytes.len(), |next| start + 1 + next);
                }
            }
        }
    }

    /// Keeps what a record holds, when that is a page or a picture.
    fn record(&mut self, record: &Record<'_>) -> Result<(), String> {
        let message = match record.field("WARC-Type") {
            Some("response") => http::response(record.block),
            Some("resource") if record.block.len() as u64 > http::BODY_MAX => Ok(None),
            Some("resource") => {
                let kind = record.field("Content-Type").unwrap_or_default();
                Ok(Some(http::Message::of(kind, record.block)))
            }
            _ => return Ok(()),
        };
        let Some(message) = message? else {
            return Ok(());
        };
        let url = record.field("WARC-Target-URI").unwrap_or_default();
        let url = url.trim_matches(['<', '>', ' ']);
        let url = is_web_address(url).then(|| url.to_owned());
        if message.kind.starts_with("image/") {
            let bytes = message.body;
            self.archive
                .companions
                .extend(url.map(|path| Companion { path, bytes }));
            return Ok(());
        }
        if !matches!(message.kind.as_str(), "text/html" | "application/xhtml+xml") {
            return Ok(());
        }
        if let Some(reason) = record.field("WARC-Truncated") {
            return Err(format!("it was cut off when it was recorded ({reason})"));
        }
        if message.body.iter().all(u8::is_ascii_whitespace) {
            return Ok(());
        }
        let date = record.field("WARC-Date").and_then(|date| date.get(..10));
        self.archive.pages.push(Ok(Page {
            name: format!("{}#{}", self.name, self.records),
            record: record.bytes.to_vec(),
            html: message.body,
            encoding: message.encoding,
            url,
            retrieved: date.and_then(Date::parse).map(|date| Retrieved {
                date,
                evidence: RetrievedEvidence::Record,
            }),
        }));
        Ok(())
    }
}

/// Returns the record that bytes begin with.
///
/// # Errors
/// Why they do not.
fn record(bytes: &[u8]) -> Result<Record<'_>, &'static str> {
    if !bytes.starts_with(MAGIC) {
        return Err("no record begins there");
    }
    let (header_end, block_start) = header_end(bytes).ok_or("its header has no end")?;
    let header = String::from_utf8_lossy(&bytes[..header_end]);
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in header.lines().skip(1) {
        match (line.split_once(':'), fields.last_mut()) {
            // A line that begins with a space goes on with the field before.
            (_, Some((_, value))) if line.starts_with([' ', '\t']) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (Some((name, value)), _) => {
                fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
            (None, _) => return Err("a line of its header is no field"),
        }
    }
    let length = fields
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("Content-Length"));
    let length = length.and_then(|(_, length)| length.parse::<usize>().ok());
    let length = length.ok_or("its length is not stated")?;
    let end = block_start
        .checked_add(length)
        .filter(|end| *end <= bytes.len());
    let end = end.ok_or("it is cut off")?;
    Ok(Record {
        bytes: &bytes[..end],
        header: fields,
        block: &bytes[block_start..end],
    })
}

/// Returns where a header ends, and where what follows its empty line begins.
pub(super) fn header_end(bytes: &[u8]) -> Option<(usize, usize)> {
    let ends = [(&b"\r\n\r\n"[..], 4), (&b"\n\n"[..], 2)];
    let found = ends.into_iter().filter_map(|(end, length)| {
        let at = find(bytes, end)?;
        Some((at, at + length))
    });
    found.min()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}
