//! Web archives: what becomes of their records, and what is refused.

use kaozheng::import::bundle::Bundle;

use crate::folder::Folder;
use crate::import_formats::{GIF, gzip, import_all, page};

fn record(kind: &str, url: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-01T02:03:04Z\r\n\
         Content-Type: application/http; msgtype={kind}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(url: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n");
    record("response", url, &[head.as_bytes(), body].concat())
}

#[test]
fn web_archives() {
    let html = "Content-Type: text/html; charset=utf-8";
    let first = page("第一篇", "<p><img src='/a.gif' alt='圖'></p>");
    let big5 = encoding_rs::BIG5.encode(&page("第三篇", "")).0.into_owned();
    let second = page("第二篇", "");
    let (start, end) = second.as_bytes().split_at(100);
    let chunks = [
        format!("{:x}\r\n", start.len()).as_bytes(),
        start,
        format!("\r\n{:x};a=b\r\n", end.len()).as_bytes(),
        end,
        b"\r\n0\r\n\r\n",
    ]
    .concat();
    let records = [
        record("warcinfo", "", b"software: x"),
        record(
            "request",
            "https://example.org/1",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        response("https://example.org/1", html, first.as_bytes()),
        response("https://example.org/a.gif", "Content-Type: image/gif", GIF),
        response(
            "https://example.org/2",
            &format!("{html}\r\nTransfer-Encoding: chunked"),
            &chunks,
        ),
        response(
            "https://example.org/3",
            "Content-Type: text/html; charset=big5\r\nContent-Encoding: gzip",
            &gzip(&big5),
        ),
        record(
            "response",
            "https://example.org/4",
            b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>none</p>",
        ),
        response(
            "https://example.org/5",
            "Content-Type: application/json",
            b"{}",
        ),
    ];
    let check = |bytes: &[u8]| {
        let bundles = import_all("a.warc", bytes, false);
        let bundles: Vec<Bundle> = bundles
            .into_iter()
            .map(|bundle| bundle.expect("an article"))
            .collect();
        let titles: Vec<&str> = bundles
            .iter()
            .map(|bundle| bundle.draft.title.as_str())
            .collect();
        assert_eq!(titles, ["第一篇", "第二篇", "第三篇"]);
        for (bundle, number) in bundles.iter().zip(1..) {
            assert_eq!(
                bundle.url.as_deref(),
                Some(format!("https://example.org/{number}").as_str())
            );
            assert!(
                bundle
                    .index
                    .contains("  retrieved: 2024-03-01\n  retrieved_evidence: record\n"),
                "{}",
                bundle.index
            );
            // The source of a page is its record, which is an archive of one.
            assert_eq!(bundle.files[0].0, "source.warc");
            let again = import_all("source.warc", &bundle.files[0].1, false);
            assert_eq!(again.len(), 1);
            assert_eq!(again[0].as_ref().expect("the same").sha256, bundle.sha256);
        }
        assert!(bundles[0].index.contains("![圖]("), "{}", bundles[0].index);
        assert_eq!(
            (
                bundles[2].decoded.encoding,
                bundles[2].decoded.evidence.name()
            ),
            ("Big5", "declared")
        );
    };
    check(&records.concat());
    check(&gzip(&records.concat()));
    check(
        &records
            .iter()
            .flat_map(|record| gzip(record))
            .collect::<Vec<u8>>(),
    );
}

/// Returns bytes in Brotli's format, not compressed (RFC 7932, section 9.2: one uncompressed meta-block).
fn brotli(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("a short text") - 1;
    let header = (length << 4) | (1 << 20);
    [&header.to_le_bytes()[..3], bytes, &[3]].concat()
}

/// Returns bytes in Zstandard's format, not compressed (RFC 8878, section 3.1.1: one raw block).
fn zstd(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).expect("a short text");
    let block = (length << 3) | 1;
    [
        &[0x28, 0xb5, 0x2f, 0xfd, 0, 0x58],
        &block.to_le_bytes()[..3],
        bytes,
    ]
    .concat()
}

#[test]
fn content_codings() {
    let html = page("題目", "<p>一二三</p>");
    let big = zstd(&vec![b'x'; 1 << 16]);
    let import = |coding: &str, body: &[u8]| {
        let fields =
            format!("Content-Type: text/html; charset=utf-8\r\nContent-Encoding: {coding}");
        let archive = response("https://example.org/1", &fields, body);
        import_all("a.warc", &archive, false).remove(0)
    };
    for (coding, body) in [
        ("br", brotli(html.as_bytes())),
        ("zstd", zstd(html.as_bytes())),
        ("gzip", gzip(html.as_bytes())),
        ("gzip, br", brotli(&gzip(html.as_bytes()))),
        // A crawler has unpacked it, and left the field.
        ("br", html.clone().into_bytes()),
        ("zstd", html.clone().into_bytes()),
    ] {
        let bundle = import(coding, &body).expect("an article");
        assert_eq!(bundle.draft.title, "題目", "{coding}");
    }
    for (coding, body) in [
        ("br", b"\xff\xff\xff\xff".to_vec()),
        ("zstd", big[..40].to_vec()),
        ("compress", b"\x1f\x9d".to_vec()),
    ] {
        let problem = import(coding, &body).expect_err(coding);
        assert!(
            problem.contains("record") || problem.contains("packed"),
            "{coding}: {problem}"
        );
    }
}

#[test]
fn a_bad_record_is_a_problem_of_its_own() {
    let html = "Content-Type: text/html";
    let good = |number: u8| {
        response(
            &format!("https://example.org/{number}"),
            html,
            page(&format!("篇{number}"), "").as_bytes(),
        )
    };
    let outcomes = |bytes: &[u8]| -> Vec<String> {
        let bundles = import_all("a.warc.gz", bytes, false).into_iter();
        bundles
            .map(|bundle| bundle.map_or_else(|problem| problem, |bundle| bundle.draft.title))
            .collect()
    };
    let check = |bytes: &[u8], expected: &[&str]| {
        let outcomes = outcomes(bytes);
        assert_eq!(outcomes.len(), expected.len(), "{outcomes:?}");
        for (found, expected) in outcomes.iter().zip(expected) {
            assert!(found.contains(expected), "no {expected} in {found}");
        }
    };
    let cut = good(1);
    check(
        &[good(2), cut[..cut.len() - 100].to_vec()].concat(),
        &["篇2", "import-bad-record"],
    );
    check(
        &[&b"rubbish\r\n"[..], &good(2)].concat(),
        &["import-bad-record", "篇2"],
    );
    let no_length = String::from_utf8(good(1))
        .expect("text")
        .replace("Content-Length", "Length");
    check(
        &[no_length.as_bytes(), &good(2)].concat(),
        &["import-bad-record", "篇2"],
    );
    let no_http = record("response", "https://example.org/1", b"rubbish");
    check(&[no_http, good(2)].concat(), &["import-bad-record", "篇2"]);
    let packed = response(
        "https://example.org/1",
        &format!("{html}\r\nContent-Encoding: compress"),
        b"\x01\x02",
    );
    check(&[packed, good(2)].concat(), &["`compress`", "篇2"]);
    let cut_off = String::from_utf8(good(1))
        .expect("text")
        .replace("WARC-Date", "WARC-Truncated: length\r\nWARC-Date");
    check(
        &[cut_off.as_bytes(), &good(2)].concat(),
        &["cut off", "篇2"],
    );
    let members = [gzip(&good(1)), gzip(&good(2)), gzip(&good(3))];
    let damaged = [
        &members[0][..],
        &members[1][..members[1].len() / 2],
        &members[2],
    ]
    .concat();
    check(&damaged, &["篇1", "import-bad-record", "篇3"]);
    check(&members[0][..40], &["import-bad-record"]);
    check(&record("warcinfo", "", b"x"), &["import-without-page"]);
    let inflated = gzip(&vec![b' '; 80 << 20]);
    let bomb = response(
        "https://example.org/1",
        &format!("{html}\r\nContent-Encoding: gzip"),
        &inflated,
    );
    check(&[bomb, good(2)].concat(), &["import-bad-record", "篇2"]);

    let folder = Folder::site();
    folder.write(
        "a.warc",
        [good(2), cut].concat()[..]
            .split_last()
            .map(|(_, rest)| rest[..rest.len() - 50].to_vec())
            .expect("bytes"),
    );
    let run = folder.run(&["import", "a.warc"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("1 article imported, 1 file failed"),
        "{}",
        run.stderr
    );
    assert_eq!(folder.run(&["check", "--strict"]).exit, 0);
}
