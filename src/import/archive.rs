//! The parts of a document that is a ZIP archive, as DOCX and EPUB are.
//!
//! Parts are read into memory and looked up by name; no name is ever used as a path. What would only
//! be harmless for that reason is refused all the same, for whoever unpacks the source later: an
//! entry whose name leads out of the archive, and one that is a link. Limits are held while
//! unpacking, whatever sizes an archive states.

use std::collections::HashMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::decode;
use super::xml::{self, Element, XmlError};
use crate::diagnostic::{self, Diagnostic};

/// Entries of an archive.
const ENTRIES_MAX: usize = 50_000;

/// Bytes of all parts that are read, unpacked.
const UNPACKED_MAX: u64 = 256 * 1024 * 1024;

/// Bytes of one part, unpacked.
const PART_MAX: u64 = 64 * 1024 * 1024;

/// The parts of a document.
pub(super) struct Archive<'a> {
    /// The file's name, for what is said of it.
    name: &'a str,
    format: &'static str,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    entries: HashMap<String, usize>,
    /// Bytes that may still be unpacked.
    left: u64,
    /// Characters made visible in its parts.
    pub controls: usize,
}

impl<'a> Archive<'a> {
    /// Opens the archive that a file is; `format` is what it should be, for what is said of it.
    ///
    /// # Errors
    /// A diagnostic when it is no archive, or one that no program should unpack.
    pub fn open(
        name: &'a str,
        format: &'static str,
        bytes: &'a [u8],
    ) -> Result<Archive<'a>, Diagnostic> {
        let broken = |reason: String| diagnostic::import_broken(name, format, &reason);
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
        if zip.len() > ENTRIES_MAX {
            return Err(broken(format!("it has more than {ENTRIES_MAX} entries")));
        }
        let mut archive = Archive {
            name,
            format,
            zip,
            entries: HashMap::new(),
            left: UNPACKED_MAX,
            controls: 0,
        };
        for index in 0..archive.zip.len() {
            archive.enter(index)?;
        }
        Ok(archive)
    }

    /// Notes an entry, when it is one that may be unpacked.
    fn enter(&mut self, index: usize) -> Result<(), Diagnostic> {
        let entry = self.zip.by_index_raw(index);
        let entry = entry.map_err(|error| {
            diagnostic::import_broken(self.name, self.format, &error.to_string())
        })?;
        let entry_name = match entry.name() {
            Ok(entry_name) => entry_name.into_owned(),
            Err(error) => {
                let reason = error.to_string();
                return Err(diagnostic::import_broken(self.name, self.format, &reason));
            }
        };
        if leads_out(&entry_name) || entry.is_symlink() {
            return Err(diagnostic::import_leads_out(self.name, &entry_name));
        }
        if entry.encrypted() {
            return Err(diagnostic::import_encrypted(self.name, self.format));
        }
        if !entry.is_dir() {
            self.entries.insert(entry_name, index);
        }
        Ok(())
    }

    /// Returns whether there is a part of a name.
    pub fn has(&self, part: &str) -> bool {
        self.entries.contains_key(part)
    }

    /// Returns the bytes of a part; none when there is no such part.
    ///
    /// # Errors
    /// A diagnostic when it cannot be unpacked, or unpacks to too much.
    pub fn part(&mut self, part: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        let Some(index) = self.entries.get(part) else {
            return Ok(None);
        };
        let broken = |reason: &str| {
            let reason = format!("`{part}`: {reason}");
            diagnostic::import_broken(self.name, self.format, &reason)
        };
        let entry = self.zip.by_index(*index);
        let entry = entry.map_err(|error| broken(&error.to_string()))?;
        let limit = self.left.min(PART_MAX);
        let mut bytes = Vec::new();
        let read = entry.take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|error| broken(&error.to_string()))?;
        if bytes.len() as u64 > limit {
            return Err(diagnostic::import_inflates(self.name, part, limit));
        }
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
    }

    /// Returns the text of a part, hidden characters shown.
    ///
    /// # Errors
    /// As [`Archive::part`], and when it is no text.
    pub fn text(&mut self, part: &str) -> Result<Option<String>, Diagnostic> {
        let Some(bytes) = self.part(part)? else {
            return Ok(None);
        };
        match decode::decode(&bytes, None, None) {
            Ok(decoded) => {
                self.controls += decoded.controls;
                Ok(Some(decoded.text))
            }
            Err(_) => {
                let reason = format!("`{part}` is no text");
                Err(diagnostic::import_broken(self.name, self.format, &reason))
            }
        }
    }

    /// Returns the root element of a part.
    ///
    /// # Errors
    /// As [`Archive::text`], and when it is no XML that may be read.
    pub fn xml(&mut self, part: &str) -> Result<Option<Element>, Diagnostic> {
        let Some(text) = self.text(part)? else {
            return Ok(None);
        };
        let root = xml::parse(&text).map_err(|error| match error {
            XmlError::Entities => diagnostic::import_entities(self.name, part),
            XmlError::TooDeep => self.broken(part, "its elements are nested too deep"),
            XmlError::TooLarge => self.broken(part, "it has too many elements"),
            XmlError::Malformed(reason) => self.broken(part, &reason),
        })?;
        Ok(Some(root))
    }

    fn broken(&self, part: &str, reason: &str) -> Diagnostic {
        diagnostic::import_broken(self.name, self.format, &format!("`{part}`: {reason}"))
    }
}

/// Returns whether a name would leave the folder that it is unpacked into.
fn leads_out(name: &str) -> bool {
    let has_drive = name.as_bytes().get(1) == Some(&b':');
    name.starts_with(['/', '\\']) || has_drive || name.split(['/', '\\']).any(|part| part == "..")
}

/// Returns the name of a part that another refers to, `.` and `..` resolved; none when that leads out
/// of the archive or to another place.
pub(super) fn resolve(base: &str, reference: &str) -> Option<String> {
    let reference = reference.split(['#', '?']).next().unwrap_or_default();
    if reference.is_empty() || reference.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = match reference.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => base.split('/').collect(),
    };
    // The base is a part, and not the folder that it is in.
    parts.pop();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_out() {
        for name in ["../a", "a/../../b", "/etc/passwd", "..\\a", "C:\\a", "a/.."] {
            assert!(leads_out(name), "{name}");
        }
        for name in ["a", "a/b", "a..b/c", "word/document.xml"] {
            assert!(!leads_out(name), "{name}");
        }
    }

    #[test]
    fn references() {
        let check = |base: &str, reference: &str, expected: Option<&str>| {
            assert_eq!(resolve(base, reference).as_deref(), expected, "{reference}");
        };
        check(
            "OEBPS/text/1.xhtml",
            "../images/a.png",
            Some("OEBPS/images/a.png"),
        );
        check(
            "OEBPS/text/1.xhtml",
            "2.xhtml#x",
            Some("OEBPS/text/2.xhtml"),
        );
        check("word/document.xml", "/word/a.png", Some("word/a.png"));
        check("word/document.xml", "../../a", None);
        check("word/document.xml", "https://example.org/a", None);
        check("word/document.xml", "#x", None);
    }
}
