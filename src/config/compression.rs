//! How a site is written: the table `[build]`.

use super::fields::Table;
use crate::diagnostic;

/// How a file can be compressed ahead, beside itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Compression {
    /// gzip (RFC 1952).
    Gzip,
    /// Brotli (RFC 7932).
    Brotli,
}

impl Compression {
    /// All of them.
    pub const ALL: [Compression; 2] = [Compression::Gzip, Compression::Brotli];

    /// Returns the extension that hosts look for, which is also its name in the configuration.
    pub fn extension(self) -> &'static str {
        match self {
            Compression::Gzip => "gz",
            Compression::Brotli => "br",
        }
    }
}

/// Returns how files are to be compressed ahead, each way once.
pub(super) fn read(table: &mut Table<'_>) -> Vec<Compression> {
    let mut wanted = Vec::new();
    for field in table.texts("precompress") {
        let mut all = Compression::ALL.into_iter();
        match all.find(|known| known.extension() == field.value) {
            Some(compression) => wanted.push(compression),
            None => {
                let (source, value) = (table.source(), &field.value);
                table.report(diagnostic::bad_compression(source, &field.range, value));
            }
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    wanted
}
