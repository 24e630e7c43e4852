//! Compressed files beside the files.

use std::io::Read as _;

use crate::folder::{Folder, Tree, tree};

const ARTICLE: &str = "---\ntitle: 題\ndate: 2024-02-25\nlanguage: zh-Hant\n---\n\n水是濕的[^a]。\n\n\
                       [^a]: **屬實** 「水是濕的」：是。\n    - 據 [甲](https://example.com/)「乙」\n";

fn site(settings: &str) -> Folder {
    let folder = Folder::empty();
    let configuration = format!(
        "title = \"站\"\nbase_url = \"https://example.org/\"\n{settings}\n[archive]\nledger = true\nsearch = true\n"
    );
    folder
        .write("kaozheng.toml", configuration)
        .write("content/articles/a/index.md", ARTICLE)
        .write("static/many.css", "p{color:red}\n".repeat(500))
        .write("static/few.css", "p{color:red}\n")
        .write("static/many.bin", "p{color:red}\n".repeat(500));
    folder
}

fn build(folder: &Folder, arguments: &[&str], threads: &str) -> Tree {
    let run = folder.run_with(arguments, &[("RAYON_NUM_THREADS", threads)]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    tree(&folder.path("public"))
}

fn unpacked(path: &str, bytes: &[u8]) -> Vec<u8> {
    let mut unpacked = Vec::new();
    let read = match path.ends_with(".gz") {
        true => flate2::read::GzDecoder::new(bytes).read_to_end(&mut unpacked),
        false => brotli_decompressor::Decompressor::new(bytes, 4096).read_to_end(&mut unpacked),
    };
    read.unwrap_or_else(|error| panic!("{path}: {error}"));
    unpacked
}

/// Returns the files that are beside others, compressed.
fn compressed(files: &Tree) -> Vec<&String> {
    let is_compressed = |path: &&String| path.ends_with(".gz") || path.ends_with(".br");
    files.keys().filter(is_compressed).collect()
}

#[test]
fn text_of_some_length_has_compressed_files_beside_it() {
    let files = build(
        &site("build.precompress = [\"br\", \"gz\"]"),
        &["build"],
        "2",
    );
    let found = compressed(&files);
    for path in &found {
        let (own, _) = path.rsplit_once('.').expect("an extension");
        assert_eq!(unpacked(path, &files[*path]), files[own], "{path}");
        assert!(files[*path].len() < files[own].len(), "{path}");
        assert!(files[own].len() >= 1024, "{path}");
        if path.ends_with(".gz") {
            // RFC 1952, section 2.3: no flags, no time, the best compression, an unknown system.
            assert_eq!(
                &files[*path][..10],
                b"\x1f\x8b\x08\0\0\0\0\0\x02\xff",
                "{path}"
            );
        }
    }
    let has = |path: &str| found.iter().any(|found| *found == path);
    for path in [
        "index.html",
        "articles/a/index.html",
        "kz.css",
        "many.css",
        "search/search.js",
        "claims.schema.json",
        "zh-hans/feed.xml",
        "sitemap-1.xml",
    ] {
        assert!(
            !files.contains_key(path) || has(&format!("{path}.gz")),
            "{path}"
        );
        assert!(
            !files.contains_key(path) || has(&format!("{path}.br")),
            "{path}"
        );
    }
    assert!(has("index.html.br") && has("many.css.gz") && has("claims.schema.json.br"));
    assert!(!has("few.css.gz") && !has("many.bin.gz") && !has("many.bin.br"));
}

#[test]
fn they_are_asked_for_and_a_disk_has_none() {
    assert_eq!(compressed(&build(&site(""), &["build"], "2")), [""; 0]);
    let folder = site("build.precompress = \"br\"");
    let files = build(&folder, &["build"], "2");
    assert!(compressed(&files).iter().all(|path| path.ends_with(".br")));
    assert!(!compressed(&files).is_empty());
    assert_eq!(
        compressed(&build(&folder, &["build", "--offline"], "2")),
        [""; 0]
    );
}

#[test]
fn a_warm_build_is_a_cold_one() {
    let folder = site("build.precompress = [\"gz\", \"br\"]");
    let cold = build(&folder, &["build"], "1");
    let kept = folder.path(".kaozheng/precompressed");
    let count = || std::fs::read_dir(&kept).map_or(0, Iterator::count);
    let before = count();
    assert!(before > 0);
    assert!(build(&folder, &["build"], "4") == cold);
    assert_eq!(count(), before);
    std::fs::remove_dir_all(&kept).expect("what is kept");
    assert!(build(&folder, &["build"], "2") == cold);
    folder.write("kaozheng.toml", "title = \"站\"\n");
    build(&folder, &["build"], "2");
    assert_eq!(count(), 0);
}

#[test]
fn the_files_of_a_site_stay_its_own() {
    let folder = site("build.precompress = [\"gz\", \"br\"]");
    folder.write("static/many.css.gz", "own");
    let files = build(&folder, &["build"], "2");
    assert_eq!(files["many.css.gz"], b"own");
    assert!(files.contains_key("many.css.br"));
}
