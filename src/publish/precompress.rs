//! Compressed files beside the files, for hosts that send them as they are.
//!
//! Only what is text gets one, only from a size on at which it pays, and only where it is smaller. The same bytes
//! give the same compressed file, without a time in it, and it is kept from one build to the next.

use std::collections::HashSet;
use std::io::{self, Write as _};

use brotli::CompressorWriter;
use brotli::enc::BrotliEncoderParams;
use flate2::GzBuilder;

use super::error::PublishError;
use super::kept::Kept;
use crate::article::fidelity;
use crate::config::Compression;

/// The bytes of the smallest file that is compressed: a smaller one is sent in one packet either way.
const BYTES_MIN: usize = 1024;

/// The extensions of text.
const EXTENSIONS: [&str; 20] = [
    "atom",
    "bib",
    "css",
    "csv",
    "htm",
    "html",
    "js",
    "json",
    "jsonld",
    "map",
    "md",
    "mjs",
    "rss",
    "svg",
    "tsv",
    "txt",
    "webmanifest",
    "xhtml",
    "xml",
    "yml",
];

/// The effort that gzip is compressed with, of 9.
const GZIP_LEVEL: u32 = 9;

/// The effort that Brotli is compressed with, of 11. On the pages of our archive this makes 12 % less than gzip, and
/// takes as long; 10 makes 21 % less and takes twenty times as long, which a large site feels at every change of its menu.
const BROTLI_QUALITY: i32 = 6;

/// The base 2 logarithm of how many bytes Brotli looks back, at most (RFC 7932, section 9.1).
const BROTLI_WINDOW: i32 = 22;

/// What is compressed ahead, and how.
#[derive(Debug)]
pub(super) struct Precompression {
    pub(super) wanted: Vec<Compression>,
    /// Paths at which the site has a file of its own.
    pub(super) taken: HashSet<String>,
    pub(super) kept: Kept,
}

impl Precompression {
    /// Returns whether compressed files belong beside a file, unless it is short, so that it must be had as a whole.
    pub(super) fn concerns(&self, path: &str) -> bool {
        if self.wanted.is_empty() {
            return false;
        }
        let name = path.rsplit('/').next().unwrap_or(path);
        let (_, extension) = name.rsplit_once('.').unwrap_or_default();
        let mut known = EXTENSIONS.iter();
        known.any(|known| extension.eq_ignore_ascii_case(known))
    }

    /// Returns the compressed files that belong beside a file: the path and the bytes of each.
    pub(super) fn beside(
        &self,
        path: &str,
        bytes: &[u8],
    ) -> Result<Vec<(String, Vec<u8>)>, PublishError> {
        if bytes.len() < BYTES_MIN || !self.concerns(path) {
            return Ok(Vec::new());
        }
        let digest = fidelity::digest(bytes);
        let mut beside = Vec::new();
        for compression in &self.wanted {
            let path = format!("{path}.{}", compression.extension());
            if self.taken.contains(&path) {
                continue;
            }
            let key = format!(
                "{}{}{digest}",
                compression.extension(),
                effort(*compression)
            );
            let compressed = match self.kept.read(&key) {
                Some(compressed) => compressed,
                None => {
                    let compressed = compress(bytes, *compression)
                        .map_err(PublishError::io("compress", path.as_ref()))?;
                    self.kept.write(&key, &compressed)?;
                    compressed
                }
            };
            if compressed.len() < bytes.len() {
                beside.push((path, compressed));
            }
        }
        Ok(beside)
    }
}

fn effort(compression: Compression) -> i64 {
    match compression {
        Compression::Gzip => i64::from(GZIP_LEVEL),
        Compression::Brotli => i64::from(BROTLI_QUALITY),
    }
}

fn compress(bytes: &[u8], compression: Compression) -> io::Result<Vec<u8>> {
    match compression {
        Compression::Gzip => {
            // Without a time and without the name of a system (RFC 1952, section 2.3.1).
            let header = GzBuilder::new().mtime(0).operating_system(255);
            let mut encoder = header.write(Vec::new(), flate2::Compression::new(GZIP_LEVEL));
            encoder.write_all(bytes)?;
            encoder.finish()
        }
        Compression::Brotli => {
            let parameters = BrotliEncoderParams {
                quality: BROTLI_QUALITY,
                lgwin: BROTLI_WINDOW,
                size_hint: bytes.len(),
                ..BrotliEncoderParams::default()
            };
            let mut encoder = CompressorWriter::with_params(Vec::new(), 4096, &parameters);
            encoder.write_all(bytes)?;
            encoder.flush()?;
            Ok(encoder.into_inner())
        }
    }
}
