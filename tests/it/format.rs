//! `kaozheng fmt`: notes and front matter are written as they should be, and say what they said.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use kaozheng::article::{self, document};
use kaozheng::authoring::format::{format, texts};
use kaozheng::config::{self, Config, fields};
use kaozheng::diagnostic::Source;
use kaozheng::project::{self, Content, ContentKind};
use proptest::prelude::*;

use crate::folder::Folder;
use crate::laws::golden_sites;

static CONFIG: LazyLock<Config> =
    LazyLock::new(|| config::read(&Source::new("kaozheng.toml", "title = \"站\"")).value);

fn content(text: &str) -> Content {
    Content {
        kind: ContentKind::Article,
        slug: "a".to_owned(),
        source: Source::new("content/articles/a/index.md", text),
        assets: Vec::new(),
        written: Vec::new(),
        sources: None,
    }
}

fn formatted(text: &str) -> String {
    format(&content(text), &CONFIG)
}

/// Holds what a whole text becomes, and that it then stays so.
fn check_text(text: &str, expected: &str) {
    assert_eq!(formatted(text), expected);
    assert_eq!(formatted(expected), expected);
}

/// Holds what the notes of an article become whose text is 甲乙丙, all of which the note `a` is about.
fn check_notes(language: &str, notes: &str, expected: &str) {
    let text = |notes: &str| {
        format!("---\ntitle: 題\nlanguage: {language}\n---\n\n甲乙丙[^a]。\n\n{notes}\n")
    };
    check_text(&text(notes), &text(expected));
}

#[test]
fn a_note_is_in_the_script_of_its_article() {
    let note = "[^a]: **错误** “甲乙丙”: 不然。\n    - evidence [報](https://a.b)\n    - confidence 高\n    - 参见 [^a]";
    check_notes(
        "zh-Hant",
        note,
        "[^a]: **錯誤** “甲乙丙”：不然。\n    - 據 [報](https://a.b)\n    - 信心 高\n    - 參見 [^a]",
    );
    check_notes(
        "zh-Hans",
        note,
        "[^a]: **错误** “甲乙丙”：不然。\n    - 据 [報](https://a.b)\n    - 信心 高\n    - 参见 [^a]",
    );
    check_notes(
        "en",
        note,
        "[^a]: **False** “甲乙丙”: 不然。\n    - evidence [報](https://a.b)\n    - confidence 高\n    - see also [^a]",
    );
    check_notes(
        "zh-Hant",
        "[^a]: **校勘** 「甲乙丙」 -> 「丁」 : 誤",
        "[^a]: **校** 「甲乙丙」→「丁」：誤",
    );
    check_notes(
        "en",
        "[^a]: **gloss** “甲乙丙”:x",
        "[^a]: **Gloss** “甲乙丙”: x",
    );
}

#[test]
fn items_stand_below_their_note() {
    check_notes(
        "zh-Hant",
        "[^a]: **錯誤**「甲乙丙」： 不然。\n\n      * 據   推算\n\n      * 信心 高",
        "[^a]: **錯誤** 「甲乙丙」：不然。\n    - 據 推算\n    - 信心 高",
    );
    check_notes(
        "zh-Hant",
        "[^a]: **意見** 「甲乙丙」：不然。\n      - 異議 說法\n  不同\n",
        "[^a]: **意見** 「甲乙丙」：不然。\n    - 異議 說法\n      不同",
    );
    // A further paragraph needs its empty line.
    let further = "[^a]: **意見** 「甲乙丙」：不然。\n\n    又一段。\n\n    - 信心 高";
    check_notes("zh-Hant", further, further);
}

#[test]
fn notes_are_parted_by_one_empty_line_at_most() {
    check_notes(
        "zh-Hant",
        "[^a]: **註** 「甲乙丙」：見[^b]。\n\n\n\n[^b]: 註\n[^c]: 註 [^a]\n\n\n",
        "[^a]: **註** 「甲乙丙」：見[^b]。\n\n[^b]: 註\n[^c]: 註 [^a]",
    );
}

#[test]
fn what_is_not_understood_stays() {
    for note in [
        "[^a]: **無此** 「甲乙丙」:x",
        "[^a]: 平常的 **註**:  x",
        "[^a]: **註** 甲乙丙:  x",
        "[^a]: **註** 「甲乙丙」：見：\n\n    ```\n    - evidence  x\n    ```",
    ] {
        check_notes("zh-Hant", note, note);
    }
    let body = "---\ntitle: 題\n---\n\n甲  乙:x   \n* 項\n\n\n\n";
    check_text(body, body);
    check_text("---\ntitle: [\n---\n\n文\n", "---\ntitle: [\n---\n\n文\n");
    check_text("---\ntitle: 題\n文", "---\ntitle: 題\n文");
}

#[test]
fn keys_stand_in_their_order_with_their_comments() {
    check_text(
        "---\n# 開頭\n\n# 標籤\n# 兩行\ntags:   [a]  \nmine: 1\n# 題\ntitle: 題 # 尾  \nsource:\n  # 裡面\n  url:  https://a.b\n  publisher:   \nlanguage: zh-Hant\n---\n\n文\n",
        "---\n# 開頭\n\n# 題\ntitle: 題 # 尾\nlanguage: zh-Hant\nsource:\n  # 裡面\n  url: https://a.b\n  publisher:\n# 標籤\n# 兩行\ntags: [a]\nmine: 1\n---\n\n文\n",
    );
    // What stands below all keys stays below.
    check_text(
        "---\ntags: [a]\ntitle: 題\n# 尾\n---\n\n文\n",
        "---\ntitle: 題\ntags: [a]\n# 尾\n---\n\n文\n",
    );
    // A text of several lines keeps its spaces.
    let block = "---\ntitle: |\n  題  \n  目\n---\n\n文\n";
    check_text(block, block);
    let flow = "---\n{ tags: [a],\n  title: 題 }\n---\n\n文\n";
    check_text(flow, flow);
}

#[test]
fn line_endings_stay() {
    let text = "---\r\ntags:  [a]\r\ntitle: 題\r\n---\r\n\r\n甲[^a]\r\n\r\n[^a]: **註** 「甲」: x\r\n\r\n     * 信心 高";
    check_text(
        text,
        "---\r\ntitle: 題\r\ntags: [a]\r\n---\r\n\r\n甲[^a]\r\n\r\n[^a]: **註** 「甲」：x\r\n    - 信心 高\r\n",
    );
}

/// What a text says: its plain text, its notes, its front matter.
fn facts(
    text: &str,
    content: &Content,
    config: &Config,
) -> (String, Vec<String>, serde_json::Value) {
    let source = Source::new(content.source.path.clone(), text);
    let (yaml, _) = article::front_matter::split(&source).expect("front matter");
    let yaml = fields::parse_yaml(&source, yaml.expect("front matter")).expect("YAML");
    let content = Content {
        source,
        ..content.clone()
    };
    let article = article::parse(&content, config).value;
    let tree = document(&article, config);
    let notes = article.summary.records.iter().map(|record| {
        let texts: Vec<String> = [&record.gist]
            .into_iter()
            .chain(record.dissent.iter().map(|reply| &reply.said))
            .chain(record.corrections.iter().map(|change| &change.reason))
            .map(|leaf| document::leaf_text(leaf))
            .collect();
        format!(
            "{:?}",
            (
                (&record.id, record.term, &record.lemma, &record.passage),
                (&record.reading, &record.evidence, &record.confidence),
                (&record.reviewer, &record.see_also, texts),
            )
        )
    });
    let notes = notes.collect();
    (
        document::plain_text(&tree.blocks),
        notes,
        fields::to_json(&yaml),
    )
}

/// Holds that formatting leaves what a text says, and leaves what it made.
fn check_law(content: &Content, config: &Config) -> Result<(), TestCaseError> {
    let text = content.source.text();
    let once = format(content, config);
    prop_assert_eq!(facts(&once, content, config), facts(text, content, config));
    let again = Content {
        source: Source::new(content.source.path.clone(), once.clone()),
        ..content.clone()
    };
    prop_assert_eq!(format(&again, config), once, "{}", text);
    Ok(())
}

#[test]
fn the_texts_of_all_sites_say_what_they_said() {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    let mut count = 0;
    for root in [archive].into_iter().chain(golden_sites()) {
        let config = project::read_config(&root).expect("a configuration").value;
        let project = project::load(&root, config).expect("a site").value;
        for content in &project.content {
            for (content, config) in texts(content, &project.config) {
                count += 1;
                check_law(&content, &config).expect("the law holds");
            }
        }
    }
    assert!(count > 10);
}

/// Returns a note on 甲乙丙, written in one of many ways.
fn note(id: &'static str) -> impl Strategy<Value = String> {
    fn any(words: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
        proptest::sample::select(words)
    }
    let head = (
        any(&[
            "**错误**",
            "**錯誤**",
            "__False__",
            "**校**",
            "**註**",
            "註",
            "***意見***",
        ]),
        any(&[" ", "", "  ", "\t"]),
        any(&["「甲乙丙」", "“甲乙丙”", "「乙丙」", "「甲……丙」", "甲"]),
        any(&["", "→「丁」", " -> 「丁」"]),
        any(&["：", ":", ": ", " ： ", "：\n    ", ""]),
        any(&[
            "不然。",
            "a `b`  c",
            "見[^a]",
            "",
            "一\\\n    二",
            "一  \n二",
        ]),
    );
    let item = (
        any(&["\n", "\n\n", "\n\n\n", "  \n"]),
        any(&["", " ", "  ", "    ", "      ", "\t"]),
        any(&["- ", "* ", "+ ", "-   ", "1. ", ""]),
        any(&[
            "據", "evidence", "See also", "信心", "更正", "無此", "```\n",
        ]),
        any(&[" ", "  ", "：", ""]),
        any(&[
            "[報](https://a.b)「引」",
            "高",
            "推算：二",
            "2024-03-05 由 待查 改為 錯誤：x",
            "說\n    又說",
            "說\n\n      段",
        ]),
    );
    let items = proptest::collection::vec(item, 0..4);
    let end = any(&["\n", "\n\n", "\n\n\n\n", ""]);
    (head, items, end).prop_map(
        move |((label, gap, lemma, reading, colon, gist), items, end)| {
            let mut note = format!("[^{id}]: {label}{gap}{lemma}{reading}{colon}{gist}");
            for (line, indent, mark, key, gap, text) in items {
                note += &[line, indent, mark, key, gap, text].concat();
            }
            note + end
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_notes_say_what_they_said(
        notes in (note("a"), note("b"), note("c")),
        language in proptest::sample::select(&["zh-Hant", "zh-Hans", "en"][..]),
    ) {
        let (a, b, c) = notes;
        let text = format!("---\ntitle: 題\nlanguage: {language}\n---\n\n甲乙丙[^a][^b]。\n\n{a}\n{b}\n{c}");
        check_law(&content(&text), &CONFIG)?;
    }
}

#[test]
fn the_archive_is_formatted() {
    let folder = Folder::copy_of(Path::new(env!("CARGO_MANIFEST_DIR")));
    let run = folder.run(&["fmt", "--check"]);
    assert_eq!((run.exit, run.stdout.as_str()), (0, ""), "{}", run.stderr);
}

const TEXT: &str = "---\ntitle:  題\n---\n\n文\n";

#[test]
fn files_are_listed_or_written() {
    let folder = Folder::site();
    folder.article("good");
    folder.write("content/articles/bad/index.md", TEXT);
    folder.write("content/about.md", TEXT);
    folder.write("content/about.zh-hans.md", TEXT);
    let before = folder.tree();
    let run = folder.run(&["fmt", "--check"]);
    let files = "content/about.md\ncontent/about.zh-hans.md\ncontent/articles/bad/index.md\n";
    assert_eq!((run.exit, run.stdout.as_str()), (1, files));
    assert_eq!(folder.tree(), before);
    let run = folder.run(&["fmt", "bad", "content/articles/good"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains("2 files looked at, 1 formatted"),
        "{}",
        run.stderr
    );
    let files = "content/about.md\ncontent/about.zh-hans.md\n";
    assert_eq!(folder.run(&["fmt", "--check"]).stdout, files);
    assert_eq!(folder.run(&["fmt"]).exit, 0);
    let run = folder.run(&["fmt", "--check", "--json"]);
    assert_eq!((run.exit, run.stdout.as_str()), (0, ""));
    let run = folder.run(&["fmt", "bed"]);
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("did you mean `bad`?"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_read_only_stays() {
    let folder = Folder::site();
    let path = folder.path("content/articles/a/index.md");
    folder.write("content/articles/a/index.md", TEXT);
    let mut permissions = fs::metadata(&path).expect("the article").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("its permissions");
    let run = folder.run(&["fmt"]);
    assert_eq!(run.exit, 4);
    assert_eq!(fs::read_to_string(&path).expect("the article"), TEXT);
}
