//! The pictures of a page: those that were saved with it become files of the bundle.
//!
//! A picture is kept under a name made of its bytes; nothing of the page is ever used as a path. What
//! it is shows by its first bytes, whatever its name says. Of a picture that was not saved the
//! description and the address are kept, beside the text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dom_query::NodeRef;
use url::Url;

use super::super::Companion;
use super::super::draft::Inline;
use super::convert::resolve;
use crate::article::fidelity;

/// Bytes of a picture; a larger one is none of an article.
const PICTURE_MAX: usize = 16 * 1024 * 1024;

/// A picture of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its name in the bundle.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The pictures of a page.
pub(super) struct Images<'a> {
    base: Option<&'a Url>,
    companions: &'a [Companion],
    /// Those that were saved.
    pub pictures: Vec<Picture>,
    /// The descriptions and addresses of those that were not.
    pub missing: Vec<String>,
}

impl<'a> Images<'a> {
    pub(super) fn new(base: Option<&'a Url>, companions: &'a [Companion]) -> Images<'a> {
        Images {
            base,
            companions,
            pictures: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Adds the picture that an `img` shows.
    pub(super) fn take(&mut self, node: &NodeRef<'_>, out: &mut Vec<Inline>) {
        let alternative = node.attr_or("alt", "");
        let alternative = alternative.trim();
        // Pages that load pictures late have the address elsewhere.
        let names = ["data-src", "data-original", "data-lazy-src", "src"];
        let sources: Vec<_> = names.iter().filter_map(|name| node.attr(name)).collect();
        if let Some(bytes) = sources.iter().find_map(|source| self.saved(source)) {
            if let Some(name) = self.keep(bytes) {
                out.push(Inline::Image(name, alternative.to_owned()));
            }
            return;
        }
        let address = sources.iter().find_map(|source| resolve(source, self.base));
        if let Some(address) = address {
            let missing = format!("{alternative} {address}").trim().to_owned();
            if !self.missing.contains(&missing) {
                self.missing.push(missing);
            }
        }
    }

    /// Returns the bytes of a picture that was saved in the page or beside it.
    fn saved(&self, source: &str) -> Option<Vec<u8>> {
        if let Some(data) = source.trim().strip_prefix("data:") {
            let (kind, data) = data.split_once(',')?;
            let data: String = data.chars().filter(|it| !it.is_whitespace()).collect();
            return kind
                .ends_with(";base64")
                .then(|| STANDARD.decode(data).ok())?;
        }
        let source = percent_encoding::percent_decode_str(source).decode_utf8_lossy();
        let wanted = source.trim_start_matches("./");
        let companion = self
            .companions
            .iter()
            .find(|companion| companion.path == wanted);
        companion.map(|companion| companion.bytes.clone())
    }

    fn keep(&mut self, bytes: Vec<u8>) -> Option<String> {
        let extension = extension(&bytes).filter(|_| bytes.len() <= PICTURE_MAX)?;
        let name = format!("{}.{extension}", &fidelity::digest(&bytes)[..16]);
        if !self.pictures.iter().any(|picture| picture.name == name) {
            self.pictures.push(Picture {
                name: name.clone(),
                bytes,
            });
        }
        Some(name)
    }
}

/// Returns the extension of a picture by its first bytes, when it is of a kind that cannot hold a
/// script.
fn extension(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("png"),
        [0xff, 0xd8, 0xff, ..] => Some("jpg"),
        [b'G', b'I', b'F', b'8', ..] => Some("gif"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("webp"),
        [
            _,
            _,
            _,
            _,
            b'f',
            b't',
            b'y',
            b'p',
            b'a',
            b'v',
            b'i',
            b'f',
            ..,
        ] => Some("avif"),
        _ => None,
    }
}
