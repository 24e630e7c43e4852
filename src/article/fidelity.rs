//! Proves that the words of an article are the words of its source (DESIGN section 4.3).
//!
//! Two digests stand in the front matter: `source.sha256` of the original file's bytes, and
//! `source.text` of the body's plain text as it was imported. Notes never change either.

use sha2::{Digest, Sha256};

use super::{Article, difference};
use crate::diagnostic::{self, Diagnostic, Difference};

/// Returns the SHA-256 of bytes, in lower-case hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::new(), |mut hexadecimal, byte| {
            use std::fmt::Write as _;
            // Writing to a string cannot fail.
            let _ = write!(hexadecimal, "{byte:02x}");
            hexadecimal
        })
}

/// Returns the SHA-256 of a plain text, every run of white space folded into one space.
pub fn text_digest(text: &str) -> String {
    let folded: Vec<&str> = text.split_whitespace().collect();
    digest(folded.join(" ").as_bytes())
}

/// Returns the problem when the body is neither the text that was imported nor the one that was accepted
/// last. It does not say how they differ: the digest is all that an article has of that text.
pub fn check_text(article: &Article) -> Option<Diagnostic> {
    let recorded = article.front_matter.origin.expected_text()?;
    let actual = article.summary.text_digest.as_ref()?;
    (recorded.value != *actual)
        .then(|| diagnostic::text_changed(&article.source, &recorded.range, actual))
}

/// Returns how the body differs from the text that was `imported`, the accepted changes left out.
pub fn differences(article: &Article, body: &str, imported: &str) -> Vec<Difference> {
    let known = article.front_matter.origin.accepted_changes();
    difference::differences(imported, body, &known)
}

/// Returns the problem when the original file is missing or not the one that was imported. `read`
/// returns the bytes of a file beside the article.
pub fn check_file(
    article: &Article,
    read: impl FnOnce(&crate::project::Asset) -> Option<Vec<u8>>,
) -> Option<Diagnostic> {
    let origin = &article.front_matter.origin;
    let file = origin.file.as_ref()?;
    let asset = article.assets.iter().find(|asset| asset.name == file.value);
    let Some(bytes) = asset.and_then(read) else {
        return Some(diagnostic::source_file_missing(
            &article.source,
            &file.range,
            &file.value,
        ));
    };
    let recorded = origin.sha256.as_ref()?;
    let actual = digest(&bytes);
    (recorded.value != actual).then(|| {
        diagnostic::source_file_changed(&article.source, &recorded.range, &file.value, &actual)
    })
}
