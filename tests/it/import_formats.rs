//! What the tests of Word documents, books and web archives share, and what pages say of their saving.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use kaozheng::config;
use kaozheng::diagnostic::Source;
use kaozheng::import::bundle::Bundle;
use kaozheng::import::{self, Input, Options};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A picture of one pixel.
pub const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// Sentences enough that an article is one.
pub const PROSE: &str = "<p>這是正文的第一段，說明了事情的經過，也引用了幾位當事人的話，並且提供了一些背景資料。</p>\
<p>這是正文的第二段，繼續說明事情的發展，還有各方面的反應，以及後來的影響，一直到今天為止。</p>";

pub fn import_all(name: &str, bytes: &[u8], split: bool) -> Vec<Result<Bundle, String>> {
    let config = config::read(&Source::new("kaozheng.toml", "title = \"站\"")).value;
    let input = Input {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
        companions: Vec::new(),
        articles: Vec::new(),
    };
    let options = Options {
        split,
        ..Options::default()
    };
    let bundles = import::read_all(&input, &options, &config).into_iter();
    let said = |problem: kaozheng::Diagnostic| format!("{}: {}", problem.code, problem.message);
    bundles.map(|bundle| bundle.map_err(said)).collect()
}

pub fn import(name: &str, bytes: &[u8]) -> Bundle {
    let mut bundles = import_all(name, bytes, false);
    assert_eq!(bundles.len(), 1, "{bundles:?}");
    let bundle = bundles.remove(0);
    bundle.unwrap_or_else(|problem| panic!("{problem}"))
}

/// Holds that a file is refused, with the code and the words.
pub fn refused(name: &str, bytes: &[u8], words: &[&str]) {
    let found = import_all(name, bytes, false);
    let [Err(problem)] = found.as_slice() else {
        panic!("{name}: {found:?}");
    };
    for word in words {
        assert!(problem.contains(word), "no {word} in {problem}");
    }
}

pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        writer.start_file(*name, options).expect("a part begins");
        writer.write_all(bytes).expect("a part is written");
    }
    writer.finish().expect("an archive ends").into_inner()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("it is packed");
    encoder.finish().expect("it ends")
}

pub fn page(title: &str, more: &str) -> String {
    format!(
        "<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{PROSE}{more}{PROSE}</article></body></html>"
    )
}

/// Returns the body of an article.
pub fn body(bundle: &Bundle) -> &str {
    bundle
        .index
        .split_once("\n---\n\n")
        .expect("front matter")
        .1
}

#[test]
fn what_a_saved_page_says_of_its_saving() {
    let comment = "<!--\n Page saved with SingleFile \n url: https://example.org/a?b=c \n saved date: Fri Mar 01 2024 10:00:00 GMT+0800 \n-->";
    let bundle = import(
        "a.html",
        format!("<!DOCTYPE html> <html>{comment}{}", &page("題目", "")[6..]).as_bytes(),
    );
    for line in [
        "  url: https://example.org/a?b=c",
        "  retrieved: 2024-03-01",
        "  retrieved_evidence: comment",
        "  media_type: text/html",
        "  encoding: UTF-8",
    ] {
        assert!(
            bundle.index.contains(&format!("\n{line}\n")),
            "no {line} in {}",
            bundle.index
        );
    }
}

#[test]
fn what_is_left_out_of_a_page_is_counted() {
    let html = page(
        "題目",
        "<p><ruby>漢<rt>ㄏㄢˋ</rt></ruby><button>按我</button></p>",
    )
    .replace("<article>", "<nav>首頁 新聞</nav><article>")
    .replace("</article>", "</article><footer>版權所有</footer>");
    let bundle = import("a.html", html.as_bytes());
    let mut left: Vec<(&str, usize)> = bundle
        .draft
        .left_out
        .iter()
        .map(|left| (left.rule, left.characters))
        .collect();
    left.sort_unstable();
    assert_eq!(
        left,
        [("control", 2), ("outside-article", 8), ("reading", 3)]
    );
}

#[test]
fn references_to_hidden_characters_are_shown() {
    let bundle = import("a.html", page("題目", "<p>甲&#x202E;乙</p>").as_bytes());
    assert!(bundle.index.contains("甲\\<U+202E>乙"), "{}", bundle.index);
    assert_eq!(bundle.decoded.controls, 1);
}
