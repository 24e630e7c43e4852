//! The message of an HTTP response as a web archive keeps it (RFC 9112): its media type, its encoding,
//! and its body as it was before it was packed for the way.

use std::io::Read;

use brotli_decompressor::Decompressor as BrotliDecoder;
use encoding_rs::Encoding;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use ruzstd::decoding::StreamingDecoder as ZstdDecoder;

use super::super::decode;

/// Bytes of a body, unpacked.
pub(super) const BODY_MAX: u64 = 16 * 1024 * 1024;

/// Bytes that are read at once.
const BUFFER: usize = 4096;

/// Fields of a header.
const FIELDS_MAX: usize = 256;

/// What a server sent.
#[derive(Debug)]
pub(super) struct Message {
    /// Its media type, in lower case, without parameters.
    pub kind: String,
    /// The encoding that it was sent with.
    pub encoding: Option<&'static Encoding>,
    /// Its bytes.
    pub body: Vec<u8>,
}

impl Message {
    /// Returns a message that was not packed.
    pub fn of(content_type: &str, body: &[u8]) -> Message {
        let mut parts = content_type.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        let label = parts.find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.eq_ignore_ascii_case("charset")
                .then(|| value.trim_matches(['"', '\'', ' ']))
        });
        Message {
            kind,
            encoding: label.and_then(decode::encoding),
            body: body.to_vec(),
        }
    }
}

/// Returns the message of a response; none when the server refused or sent the reader elsewhere.
///
/// # Errors
/// Why it cannot be read.
pub(super) fn response(bytes: &[u8]) -> Result<Option<Message>, String> {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS_MAX];
    let mut head = httparse::Response::new(&mut fields);
    let length = match head.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Err("its response is cut off".to_owned()),
        Err(error) => return Err(format!("its response is none of HTTP: {error}")),
    };
    if !matches!(head.code, Some(200..=299)) {
        return Ok(None);
    }
    let field = |name: &str| {
        let mut fields = head.headers.iter();
        let found = fields.find(|field| field.name.eq_ignore_ascii_case(name));
        found.map(|field| {
            String::from_utf8_lossy(field.value)
                .trim()
                .to_ascii_lowercase()
        })
    };
    let mut message = Message::of(&field("Content-Type").unwrap_or_default(), &[]);
    let is_wanted = message.kind.starts_with("image/") || message.kind.contains("html");
    if !is_wanted {
        return Ok(None);
    }
    let mut body = bytes[length..].to_vec();
    if field("Transfer-Encoding").is_some_and(|coding| coding.contains("chunked"))
        && let Some(joined) = joined(&body)
    {
        body = joined;
    }
    for coding in field("Content-Encoding")
        .unwrap_or_default()
        .split(',')
        .rev()
    {
        body = unpacked(body, coding.trim())?;
    }
    if body.len() as u64 > BODY_MAX {
        return Err(format!("its body has more than {BODY_MAX} bytes"));
    }
    message.body = body;
    Ok(Some(message))
}

/// Joins chunks (RFC 9112, section 7.1); none when the bytes are not chunks, as where a crawler has
/// joined them and kept the header.
fn joined(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(bytes.len());
    loop {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(&bytes[..end]).ok()?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        bytes = &bytes[end + 1..];
        if size == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(bytes.get(..size)?);
        bytes = &bytes[size..];
        bytes = bytes.strip_prefix(b"\r").unwrap_or(bytes);
        bytes = bytes.strip_prefix(b"\n")?;
    }
}

/// Undoes one content coding; a body that is not so coded is one that a crawler has unpacked.
fn unpacked(body: Vec<u8>, coding: &str) -> Result<Vec<u8>, String> {
    let read = match (coding, body.as_slice()) {
        ("gzip" | "x-gzip", [0x1f, 0x8b, ..]) => limited(MultiGzDecoder::new(&body[..])),
        ("deflate", _) => limited(ZlibDecoder::new(&body[..]))
            .or_else(|_| limited(DeflateDecoder::new(&body[..]))),
        ("zstd", [0x28, 0xb5, 0x2f, 0xfd, ..]) => ZstdDecoder::new(&body[..])
            .map_err(|error| error.to_string())
            .and_then(limited),
        ("" | "identity" | "gzip" | "x-gzip", _) => return Ok(body),
        _ if body.trim_ascii_start().starts_with(b"<") => return Ok(body),
        // Nothing at the beginning of Brotli's format tells it from a body that was unpacked (RFC 7932).
        ("br", _) => limited(BrotliDecoder::new(&body[..], BUFFER)),
        (coding, _) => return Err(format!("its body is packed as `{coding}`")),
    };
    read.map_err(|reason| format!("its body cannot be unpacked: {reason}"))
}

fn limited(reader: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = reader.take(BODY_MAX + 1).read_to_end(&mut bytes);
    read.map_err(|error| error.to_string())?;
    if bytes.len() as u64 > BODY_MAX {
        return Err(format!("it has more than {BODY_MAX} bytes"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks() {
        let whole = joined(b"4\r\nWiki\r\n6;x=y\r\npedia \r\n0\r\n\r\n");
        assert_eq!(whole.as_deref(), Some(&b"Wikipedia "[..]));
        for bytes in [
            &b"<html>"[..],
            b"4\r\nWi",
            b"ffffffffffffffff\r\nWiki\r\n0\r\n",
            b"",
        ] {
            assert_eq!(joined(bytes), None);
        }
    }
}
