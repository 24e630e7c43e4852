//! The house of DESIGN section 2: who may import whom, and what occurs nowhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The rooms from the ground up; a room may use those of earlier lines only. `lib` is what
/// `lib.rs` gives all that stand above it.
const FLOORS: &[&[&str]] = &[
    &["diagnostic"],
    &["cards", "config", "raster", "report"],
    &["project"],
    &["article"],
    &["import", "script"],
    &["authoring"],
    &["site"],
    &["search", "exchange", "links"],
    &["render"],
    &["publish"],
    &["images"],
    &["prepare"],
    &["build"],
    &["lib"],
    &["serve"],
    &["cli"],
    &["main"],
];

/// A source file without its comments and without its tests.
struct SourceFile {
    /// The path below `src/`.
    path: String,
    room: String,
    code: String,
}

fn sources() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of sources") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let below = path.strip_prefix(&root).expect("below src");
            let below = below.to_str().expect("a name in ASCII").to_owned();
            let is_test = below.ends_with("/tests.rs");
            if let (Some(stem), false) = (below.strip_suffix(".rs"), is_test) {
                let room = stem.split('/').next().expect("a first part").to_owned();
                let text = fs::read_to_string(&path).expect("a source is text");
                let code = without_tests(&without_comments(&text));
                files.push(SourceFile {
                    path: below,
                    room,
                    code,
                });
            }
        }
    }
    assert!(files.len() > 40);
    files
}

fn without_comments(text: &str) -> String {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let lines: Vec<&str> = text.lines().filter(is_code).collect();
    lines.join("\n")
}

/// Returns the code up to the unit tests, which stand at the end of a file.
fn without_tests(code: &str) -> String {
    let tests = code.find("#[cfg(test)]\nmod tests {").unwrap_or(code.len());
    code[..tests].to_owned()
}

/// Returns the place of a room in [`FLOORS`].
fn floor(room: &str) -> usize {
    let floor = FLOORS.iter().position(|rooms| rooms.contains(&room));
    floor.unwrap_or_else(|| panic!("the room {room} has no floor"))
}

/// Returns the rooms that a file uses, by `crate::…` and by `super::…` that leads to the root.
fn used(file: &SourceFile) -> BTreeSet<String> {
    let depth = file.path.matches('/').count() + 1;
    let to_root = match file.path.as_str() {
        "lib.rs" | "main.rs" => "crate::".to_owned(),
        _ => "super::".repeat(depth),
    };
    let roots = ["crate::", to_root.as_str(), "kaozheng::"];
    let mut used = BTreeSet::new();
    for root in roots {
        for (offset, _) in file.code.match_indices(root) {
            let before = file.code[..offset].chars().next_back();
            let is_longer = before
                .is_some_and(|before| before.is_alphanumeric() || before == ':' || before == '_');
            if !is_longer {
                used.extend(names(&file.code[offset + root.len()..]));
            }
        }
    }
    used
}

/// Returns the rooms named at the beginning of the rest of a path: one, or those of a group.
fn names(rest: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        let is_word = |character: &char| character.is_alphanumeric() || *character == '_';
        text.trim_start().chars().take_while(is_word).collect()
    };
    let names = match rest.strip_prefix('{') {
        None => vec![word(rest)],
        Some(group) => {
            let mut depth = 1;
            let mut names = vec![word(group)];
            for (offset, character) in group.char_indices() {
                match character {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    ',' if depth == 1 => names.push(word(&group[offset + 1..])),
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
            names
        }
    };
    let is_room = |name: &str| FLOORS.iter().any(|rooms| rooms.contains(&name));
    let room = |name: String| match is_room(&name) {
        true => name,
        // What is no room is of the pipeline: `crate::Prepared`.
        false => "lib".to_owned(),
    };
    names
        .into_iter()
        .filter(|name| !name.is_empty())
        .map(room)
        .collect()
}

#[test]
fn paths_name_rooms() {
    let check = |path: &str, code: &str, expected: &[&str]| {
        let file = SourceFile {
            path: path.to_owned(),
            room: String::new(),
            code: code.to_owned(),
        };
        let used = used(&file);
        assert_eq!(used.iter().collect::<Vec<_>>(), expected, "{path}: {code}");
    };
    check("a.rs", "use crate::site::address;", &["site"]);
    check(
        "a.rs",
        "use crate::{config::{A, b}, site, Page};",
        &["config", "lib", "site"],
    );
    check("a.rs", "super::config::Config", &["config"]);
    check("a/b.rs", "super::config::Config", &[]);
    check("a/b.rs", "super::super::config::Config", &["config"]);
    check("a/b.rs", "use pulldown_cmark::site;", &[]);
    check("main.rs", "kaozheng::cli::main()", &["cli"]);
}

#[test]
fn no_room_uses_one_above_it() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in sources() {
        let own = floor(&file.room);
        for room in used(&file) {
            count += usize::from(room != file.room);
            if room != file.room && floor(&room) >= own {
                wrong.push(format!("{} uses {room}", file.path));
            }
        }
    }
    assert!(count > 50, "{count} uses were found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Holds that none of the words occurs in a file outside the given rooms.
fn check_absent(words: &[&str], rooms: &[&str]) {
    let mut found = Vec::new();
    for file in sources() {
        if rooms.contains(&file.room.as_str()) {
            continue;
        }
        for word in words {
            let is_whole = |offset: usize| {
                let before = file.code[..offset].chars().next_back();
                !before.is_some_and(|before| before.is_alphanumeric() || before == '_')
            };
            if file
                .code
                .match_indices(word)
                .any(|(offset, _)| is_whole(offset))
            {
                found.push(format!("{} has {word}", file.path));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn only_the_command_line_prints() {
    let words = [
        "println!",
        "eprintln!",
        "print!",
        "eprint!",
        "dbg!",
        "stdout()",
        "stderr()",
    ];
    check_absent(&words, &["cli", "report"]);
}

#[test]
fn only_four_rooms_touch_files() {
    let words = ["std::fs", "tokio::fs", "fs::", "File::open", "WalkDir"];
    check_absent(&words, &["project", "import", "publish", "serve"]);
}

#[test]
fn nothing_is_unsafe() {
    check_absent(&["unsafe "], &[]);
}

#[test]
fn nothing_is_unwrapped() {
    check_absent(
        &[
            "unwrap()",
            "unwrap_err()",
            "panic!",
            "todo!",
            "unimplemented!",
        ],
        &[],
    );
}

#[test]
fn articles_and_scripts_know_no_template() {
    let rest: Vec<&str> = FLOORS.iter().flat_map(|rooms| *rooms).copied().collect();
    let others: Vec<&str> = rest
        .into_iter()
        .filter(|room| !["article", "script", "config", "project", "diagnostic"].contains(room))
        .collect();
    check_absent(
        &["tera::", "axum::", "base_url", "href"],
        &[&others[..], &["config"]].concat(),
    );
}

#[test]
fn a_heavy_dependency_lives_in_one_room() {
    for (words, room) in [
        (
            ["pulldown_cmark::", "granit_parser::"],
            &["article", "config", "render"][..],
        ),
        (["tera::", "syntect::"], &["render"]),
        (["resvg::", "skrifa::"], &["cards"]),
        (["image::", "fast_image_resize::"], &["raster"]),
        (["zenwebp::", "WebPDecoder"], &["raster"]),
        (["ammonia::", "ammonia::Builder"], &["render", "import"]),
        (["axum::", "notify::"], &["serve"]),
        (["ureq::", "std::net"], &["links", "serve"]),
        (["chardetng::", "pinyin::"], &["import"]),
        (["dom_query::", "dom_smoothie::"], &["import"]),
        (["mail_parser::", "encoding_rs::Decoder"], &["import"]),
        (["zip::", "brotli_decompressor::"], &["import"]),
        (["brotli::", "brotli::enc"], &["publish"]),
        (["quick_xml::", "quick_xml::Reader"], &["import", "config"]),
        (["httparse::", "httparse::Response"], &["import"]),
        (["flate2::", "flate2::Crc"], &["import", "publish"]),
        (["biblatex::", "csv::"], &["exchange"]),
        (["hayagriva::", "citationberg::"], &["config"]),
        (["indicatif::", "ProgressBar"], &["cli"]),
        (["clap::", "clap::Parser"], &["cli"]),
        (["annotate_snippets::", "AnnotationKind::"], &["report"]),
        (["opencc_rust::", "OPENCC_DATA_DIR"], &["script"]),
        (["similar::", "capture_diff_slices"], &["article"]),
    ] {
        check_absent(&words, room);
    }
}

#[test]
fn no_clock_and_no_chance() {
    let words = [
        "SystemTime",
        "Instant::now",
        "Zoned::now",
        "Timestamp::now",
        "thread_rng",
        "rand::",
    ];
    // Asking hosts takes time, and no page is made of it.
    check_absent(&words, &["publish", "serve", "cli", "links"]);
}
