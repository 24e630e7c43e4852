//! What the files of a page may weigh over the wire (DESIGN section 6), in the sample and the golden sites.

use std::collections::HashSet;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::laws::SITES;

const KIBIBYTE: usize = 1024;

fn gzipped(bytes: &[u8]) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap().len()
}

/// Returns the visible characters of an HTML page's body.
fn characters(html: &str) -> usize {
    let page = scraper::Html::parse_document(html);
    let body = scraper::Selector::parse("body").unwrap();
    let text = page.select(&body).flat_map(|body| body.text());
    text.flat_map(str::chars)
        .filter(|character| !character.is_whitespace())
        .count()
}

#[test]
fn files_are_small() {
    let limit = |name: &str, extension: &str, bytes: &[u8]| -> Option<usize> {
        match extension {
            "html" => {
                let html = String::from_utf8_lossy(bytes);
                Some(10 * KIBIBYTE + 16 * KIBIBYTE * characters(&html) / 10_000)
            }
            "css" if name == "kz.css" => Some(6 * KIBIBYTE),
            "css" => Some(2 * KIBIBYTE),
            "js" if name == "kz.js" => Some(4 * KIBIBYTE),
            "js" => Some(8 * KIBIBYTE),
            "svg" if name == "favicon.svg" => Some(KIBIBYTE),
            _ => None,
        }
    };
    let mut kinds = HashSet::new();
    for (site, made) in SITES.iter() {
        for (path, bytes) in &made.files {
            let name = path.rsplit('/').next().unwrap_or_default();
            let extension = name.rsplit('.').next().unwrap_or_default();
            assert!(
                !["woff", "woff2", "ttf", "otf"].contains(&extension),
                "{path} is a font"
            );
            // What a search loads is data; `tests/it/search.rs` holds how much of it.
            if path.contains("search/") {
                continue;
            }
            let Some(limit) = limit(name, extension, bytes) else {
                continue;
            };
            kinds.insert(extension);
            let size = gzipped(bytes);
            assert!(
                size <= limit,
                "{path} of {site} is {size} bytes, of {limit}"
            );
        }
    }
    assert_eq!(kinds.len(), 4, "{kinds:?}");
}
