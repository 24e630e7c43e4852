//! Bytes to text: UTF-8 or a named reason why not.

use crate::diagnostic::{self, Diagnostic};

/// The first bytes of file formats that are often saved under a text file's name.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (or DOCX, EPUB)"),
    (b"\x1F\x8B", "a gzip archive"),
    (b"\x7FELF", "a program"),
    (b"\xFF\xFE", "text in UTF-16"),
    (b"\xFE\xFF", "text in UTF-16"),
];

/// Returns the text of a file's bytes, without a byte order mark.
///
/// # Errors
/// A diagnostic that names the file and says what it seems to be, or the byte offset of the first
/// byte that is not UTF-8.
pub fn decode(path: &str, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    let signature = SIGNATURES
        .iter()
        .find(|(signature, _)| bytes.starts_with(signature));
    if let Some((_, format)) = signature {
        return Err(diagnostic::file_not_text(path, format));
    }
    // Whether there is one is found out faster than where.
    if bytes.contains(&0) {
        let offset = bytes.iter().take_while(|byte| **byte != 0).count();
        let what = format!("binary (a NUL at byte {offset})");
        return Err(diagnostic::file_not_text(path, &what));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(without_byte_order_mark(text)),
        Err(error) => Err(diagnostic::file_not_utf8(
            path,
            error.utf8_error().valid_up_to(),
        )),
    }
}

fn without_byte_order_mark(text: String) -> String {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}
