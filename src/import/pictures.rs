//! The pictures of a bundle.
//!
//! A picture is kept under a name made of its bytes; nothing of the source is ever used as a path. What
//! it is shows by its first bytes, whatever its name says. Of a picture that cannot be kept what is
//! known of it is noted, to stand beside the text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::article::fidelity;

/// Bytes of a picture; a larger one is none of an article.
const PICTURE_MAX: usize = 16 * 1024 * 1024;

/// Digits of the digest that a picture is called by.
const NAME_DIGITS: usize = 16;

/// A picture of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its name in the bundle.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The pictures of a source.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    /// Those that are kept.
    pub kept: Vec<Picture>,
    /// The descriptions and addresses of those that are not.
    pub missing: Vec<String>,
    /// The address of the first of these.
    pub first_missing: Option<String>,
}

impl Pictures {
    /// Keeps a picture and returns its name in the bundle; none when it is of no kind that is kept.
    pub fn keep(&mut self, bytes: Vec<u8>) -> Option<String> {
        let extension = extension(&bytes).filter(|_| bytes.len() <= PICTURE_MAX)?;
        let name = format!("{}.{extension}", &fidelity::digest(&bytes)[..NAME_DIGITS]);
        if !self.kept.iter().any(|picture| picture.name == name) {
            self.kept.push(Picture {
                name: name.clone(),
                bytes,
            });
        }
        Some(name)
    }

    /// Notes a picture that is not kept: its description, and where it is.
    pub fn miss(&mut self, description: &str, place: &str) {
        let missing = format!("{description} {place}").trim().to_owned();
        if !place.is_empty() {
            self.first_missing.get_or_insert_with(|| place.to_owned());
        }
        if !missing.is_empty() && !self.missing.contains(&missing) {
            self.missing.push(missing);
        }
    }
}

/// Returns the bytes that an address holds itself (RFC 2397), when they are written in Base64.
pub(super) fn data(address: &str) -> Option<Vec<u8>> {
    let (kind, data) = address.trim().strip_prefix("data:")?.split_once(',')?;
    let data: String = data.chars().filter(|it| !it.is_whitespace()).collect();
    let is_encoded = kind.ends_with(";base64");
    is_encoded.then(|| STANDARD.decode(data).ok()).flatten()
}

/// Returns the extension of a picture by its first bytes, when it is of a kind that cannot hold a
/// script.
fn extension(bytes: &[u8]) -> Option<&'static str> {
    let is_at = |at: usize, word: &[u8]| bytes.get(at..).is_some_and(|it| it.starts_with(word));
    let kinds: [(bool, &str); 5] = [
        (is_at(0, b"\x89PNG"), "png"),
        (is_at(0, b"\xff\xd8\xff"), "jpg"),
        (is_at(0, b"GIF8"), "gif"),
        (is_at(0, b"RIFF") && is_at(8, b"WEBP"), "webp"),
        (is_at(4, b"ftypavif"), "avif"),
    ];
    let found = kinds.into_iter().find(|(is_so, _)| *is_so);
    found.map(|(_, extension)| extension)
}

/// Returns whether a name is one that a kept picture has.
pub(super) fn is_picture_name(name: &str) -> bool {
    name.split_once('.').is_some_and(|(digest, _)| {
        digest.len() == NAME_DIGITS && digest.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}
