//! `kaozheng import` and `kaozheng new`: what becomes of saved files, and what is refused.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};

use kaozheng::config;
use kaozheng::diagnostic::Source;
use kaozheng::import::draft::{Block, plain_text};
use kaozheng::import::{self, Input, Options, text};
use serde_json::Value;

use crate::folder::{Folder, Run, Tree};

const ARTICLE: &str = "題目\n\n聯合報 2024-02-25\n\n這是正文的第一段。\n\n這是第二段。\n";

/// The name of the article that [`ARTICLE`] becomes.
const SLUG: &str = "2024-02-25-timu";

/// The name of the article that `markdown_stays_as_it_is_written` imports.
const SLUG_MARKDOWN: &str = "2024-02-25-ti";

/// The archive's first article, and the folder that was made of it by hand.
fn seed() -> (String, String, Vec<u8>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("content/articles/2024-02-25-meigu-lvchuang-lishi-xingao");
    let name = folder
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    let index = std::fs::read_to_string(folder.join("index.md")).expect("the article");
    let source = std::fs::read(folder.join("source.txt")).expect("its source");
    (name, index, source)
}

/// Returns an article without its notes, and without the lines that an archivist adds.
fn without_notes(index: &str) -> String {
    let body = index.split("\n[^").next().expect("a body");
    // The first definition stands at the beginning of a line; all before it are references.
    let mut bare = String::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once("[^") {
        bare += before;
        rest = after.split_once(']').expect("a reference ends").1;
    }
    bare += rest;
    let is_source = |line: &&str| !line.starts_with("tags:") && !line.starts_with("review:");
    bare.split_inclusive('\n').filter(is_source).collect()
}

fn import(name: &str, bytes: &[u8]) -> Result<import::bundle::Bundle, String> {
    let config = config::read(&Source::new("kaozheng.toml", "title = \"站\"")).value;
    let input = Input {
        name: name.to_owned(),
        bytes: bytes.to_vec(),
        companions: Vec::new(),
        articles: Vec::new(),
    };
    let bundle = import::read(&input, &Options::default(), &config);
    bundle.map_err(|problem| format!("{}: {}", problem.code, problem.message))
}

/// Runs `import` with a text on standard input.
fn run_with_input(folder: &Folder, arguments: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kaozheng"))
        .args(arguments)
        .current_dir(folder.root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    Run {
        exit: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

fn records(run: &Run) -> Vec<Value> {
    let lines = run.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

/// Returns what is in a site but its configuration, and the saved files.
fn articles(folder: &Folder) -> Tree {
    let mut tree = folder.tree();
    tree.retain(|path, _| path.starts_with("content/articles/") && path != "content/articles/");
    tree
}

/// Runs `import` on a file that must be refused: exit 1, the words said, nothing written.
fn refused(name: &str, bytes: &[u8], words: &[&str]) {
    refused_with(&[], name, bytes, words);
}

fn refused_with(options: &[&str], name: &str, bytes: &[u8], words: &[&str]) {
    let folder = Folder::site();
    folder.write(name, bytes);
    let before = folder.tree();
    let run = folder.run(&[&["import", name], options].concat());
    assert_eq!(run.exit, 1, "{}", run.stderr);
    assert_eq!(run.stdout, "");
    for word in words.iter().chain(&[name, "help:"]) {
        assert!(run.stderr.contains(word), "no {word:?} in {}", run.stderr);
    }
    assert_eq!(folder.tree(), before);
}

#[test]
fn the_seed_becomes_the_article_that_was_made_by_hand() {
    let (slug, index, source) = seed();
    let folder = Folder::site();
    folder.write("saved.txt", &source);
    let run = folder.run(&["import", "saved.txt"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let path = format!("content/articles/{slug}");
    let tree = articles(&folder);
    let expected = [
        format!("{path}/"),
        format!("{path}/index.md"),
        format!("{path}/source.txt"),
    ];
    assert_eq!(
        tree.keys().collect::<Vec<_>>(),
        expected.iter().collect::<Vec<_>>()
    );
    assert_eq!(tree[&expected[2]], source);
    let made = String::from_utf8(tree[&expected[1]].clone()).expect("text");
    let bare = |index: &str| without_notes(index).trim_end().to_owned();
    assert_eq!(bare(&made), bare(&index));
    // What may be damaged is pointed out, by `import` and by `check`, and stays.
    for words in ["55%", "5美元虧損4億美元", "**", "“”", "乙個", "巨集大"] {
        let said = format!("warning[suspected-damage]: 「{words}」");
        assert!(run.stderr.contains(&said), "no {said} in {}", run.stderr);
    }
    let run = folder.run(&["check"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(run.stderr.contains("suspected-damage"), "{}", run.stderr);
}

#[test]
fn the_seed_is_complete() {
    let (_, _, source) = seed();
    let draft = import("seed.txt", &source).expect("an article").draft;
    assert_eq!(
        draft.title,
        "美股屢創歷史新高,AI熱潮背後是一場令人震驚的豪賭"
    );
    assert_eq!(draft.publisher.as_deref(), Some("Mondo 財經"));
    let date = draft.date.expect("a date");
    assert_eq!(
        (date.date.to_string().as_str(), date.kind.name()),
        ("2024-02-25", "updated")
    );
    assert_eq!(draft.language.as_deref(), Some("zh-Hant-TW"));
    let paragraphs = draft
        .body
        .iter()
        .filter(|block| matches!(block, Block::Paragraph(_)));
    assert_eq!(paragraphs.count(), 22);
    let lists: Vec<usize> = draft
        .body
        .iter()
        .filter_map(|block| match block {
            Block::List(_, items) => Some(items.len()),
            _ => None,
        })
        .collect();
    assert_eq!(lists, [5]);
    assert_eq!(draft.related.len(), 5);

    let text = String::from_utf8(source).expect("UTF-8");
    assert_eq!(text.chars().count(), 3281);
    let said = |text: &str| text.chars().filter(|it| !it.is_whitespace()).count();
    let related = draft
        .related
        .iter()
        .map(|related| said(&related.title) + said(&related.text));
    let aside = draft.aside.iter().map(|aside| said(&aside.text));
    let counted = [
        said(&draft.title),
        said(&plain_text(&draft.body)),
        related.sum(),
        aside.sum(),
        text.chars().filter(|it| it.is_whitespace()).count(),
    ];
    assert_eq!(counted.iter().sum::<usize>(), 3281, "{counted:?}");
    assert_eq!(text::unaccounted(&text, &draft), BTreeMap::new());
}

#[test]
fn standard_output_has_the_article_and_the_site_nothing() {
    let folder = Folder::site();
    folder.write("a.txt", ARTICLE);
    let before = folder.tree();
    let run = folder.run(&[
        "import",
        "--stdout",
        "a.txt",
        "--url",
        "https://example.org/a?b=c",
    ]);
    assert_eq!((run.exit, run.stderr.as_str()), (0, ""));
    assert!(
        run.stdout
            .starts_with("---\ntitle: 題目\ndate: 2024-02-25\n"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("  url: https://example.org/a?b=c\n"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout
            .ends_with("---\n\n這是正文的第一段。\n\n這是第二段。\n"),
        "{}",
        run.stdout
    );
    assert_eq!(folder.tree(), before);
    // No site is needed for it.
    let nowhere = Folder::empty();
    nowhere.write("a.txt", ARTICLE);
    let same = nowhere.run(&[
        "import",
        "--stdout",
        "a.txt",
        "--url",
        "https://example.org/a?b=c",
    ]);
    assert_eq!((same.exit, same.stdout), (0, run.stdout));
    assert_eq!(nowhere.run(&["import", "a.txt"]).exit, 3);
    assert_eq!(
        folder.run(&["import", "--stdout", "a.txt", "a.txt"]).exit,
        2
    );
}

#[test]
fn standard_input_is_a_file_too() {
    let folder = Folder::site();
    let options = [
        "import",
        "-",
        "--slug",
        "chosen",
        "--publisher",
        "他報",
        "--retrieved",
        "2024-03-01",
    ];
    let run = run_with_input(&folder, &options, ARTICLE.as_bytes());
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let tree = articles(&folder);
    let index = String::from_utf8_lossy(&tree["content/articles/chosen/index.md"]).into_owned();
    assert!(index.contains("  publisher: 他報\n"), "{index}");
    assert!(index.contains("  retrieved: 2024-03-01\n"), "{index}");
    assert_eq!(
        tree["content/articles/chosen/source.txt"],
        ARTICLE.as_bytes()
    );
}

#[test]
fn importing_twice_changes_nothing() {
    let folder = Folder::site();
    folder.write("a.txt", ARTICLE);
    assert_eq!(folder.run(&["import", "a.txt"]).exit, 0);
    let index = format!("content/articles/{SLUG}/index.md");
    let edited = format!(
        "{}\n[^a]: **註** 註。\n",
        String::from_utf8_lossy(&articles(&folder)[&index])
    );
    folder.write(&index, &edited);
    let before = folder.tree();
    let run = folder.run(&["import", "a.txt", "--json"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert_eq!(records(&run)[0]["outcome"], "same");
    assert_eq!(records(&run)[0]["slug"], SLUG);
    // The same bytes under another name are the same.
    folder.write("b.txt", ARTICLE);
    assert_eq!(folder.run(&["import", "b.txt"]).exit, 0);
    assert_eq!(articles(&folder), {
        let mut articles = before;
        articles
            .retain(|path, _| path.starts_with("content/articles/") && path != "content/articles/");
        articles
    });
    // With --force it stands beside, and the first is what it was.
    assert_eq!(folder.run(&["import", "a.txt", "--force"]).exit, 0);
    let tree = articles(&folder);
    assert_eq!(tree[&index], edited.as_bytes());
    assert!(
        tree.contains_key(&format!("content/articles/{SLUG}-2/index.md")),
        "{:?}",
        tree.keys()
    );
}

#[test]
fn another_version_stands_beside_the_first_as_a_draft() {
    let folder = Folder::site();
    let url = ["--url", "https://example.org/a"];
    folder.write("a.txt", ARTICLE);
    assert_eq!(
        folder.run(&[&["import", "a.txt"], &url[..]].concat()).exit,
        0
    );
    let index = format!("content/articles/{SLUG}/index.md");
    let noted = String::from_utf8_lossy(&articles(&folder)[&index])
        .replace("第一段。", "第一段[^one]。")
        .replace("這是第二段。", "這是第二段[^two]。");
    let notes = "\n[^one]: **註** 「第一段」：註。\n\n[^two]: **註** 「這是第二段」：註。\n";
    folder.write(&index, noted + notes);
    let before = articles(&folder);
    folder.write("a.txt", ARTICLE.replace("第二段", "改過的第二段"));
    let run = folder.run(&[&["import", "a.txt", "--json"], &url[..]].concat());
    let record = &records(&run)[0];
    assert_eq!(
        (&record["outcome"], &record["revision_of"]),
        (&"revision".into(), &SLUG.into())
    );
    let after = articles(&folder);
    assert!(
        before
            .iter()
            .all(|(path, bytes)| after.get(path) == Some(bytes))
    );
    let slug = record["slug"].as_str().expect("a name");
    let index =
        String::from_utf8_lossy(&after[&format!("content/articles/{slug}/index.md")]).into_owned();
    assert!(index.contains("\ndraft: true\n"), "{index}");
}

#[test]
fn a_folder_is_walked_in_order_and_one_bad_file_stops_nothing() {
    let folder = Folder::site();
    folder
        .write("saved/b.txt", ARTICLE.replace("題目", "乙"))
        .write("saved/a.txt", ARTICLE.replace("題目", "甲"))
        .write("saved/c.txt", b"\x89PNG\r\n\x1a\n")
        .write("saved/d/e.txt", ARTICLE.replace("題目", "丙"))
        .write("saved/picture.png", b"\x89PNG\r\n\x1a\n")
        .write("saved/.hidden.txt", ARTICLE)
        .write("secret.txt", ARTICLE.replace("題目", "密"));
    symlink(folder.path("secret.txt"), folder.path("saved/link.txt")).expect("a link");
    let run = folder.run(&[
        "import",
        "saved",
        "--json",
        "--jobs",
        "2",
        "--report",
        "report.jsonl",
    ]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    let report = std::fs::read_to_string(folder.path("report.jsonl")).expect("a report");
    let outcomes: Vec<(String, String)> = report
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a record"))
        .map(|record| (record["file"].to_string(), record["outcome"].to_string()))
        .collect();
    let expected = [
        ("saved/link.txt", "failed"),
        ("saved/a.txt", "imported"),
        ("saved/b.txt", "imported"),
        ("saved/c.txt", "failed"),
        ("saved/d/e.txt", "imported"),
        ("saved/picture.png", "passed-over"),
    ]
    .map(|(file, outcome)| (format!("\"{file}\""), format!("\"{outcome}\"")));
    assert_eq!(outcomes, expected);
    let tree = articles(&folder);
    let names: Vec<&String> = tree
        .keys()
        .filter(|path| path.ends_with("index.md"))
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
    let said = "1 file of no known format passed over (1 png)";
    assert!(run.stderr.contains(said), "{}", run.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_shown_how_far_a_long_import_is() {
    let folder = Folder::site();
    for number in 0..40 {
        folder.write(
            &format!("in/{number:02}.txt"),
            format!("第{number}篇\n\n{SENTENCES}\n"),
        );
    }
    let program = env!("CARGO_BIN_EXE_kaozheng");
    // `script` gives the program a terminal (util-linux).
    let output = Command::new("script")
        .args(["-qec", &format!("{program} import in"), "/dev/null"])
        .current_dir(folder.root())
        .stdin(Stdio::null())
        .output()
        .expect("util-linux is there");
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(shown.contains(" of 40, "), "{shown}");
    assert!(shown.contains("40 articles imported"), "{shown}");
    let run = folder.run(&["import", "in", "--force"]);
    assert!(!run.stderr.contains(" of 40, "), "{}", run.stderr);
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = Folder::site();
    folder.write("a.txt", ARTICLE);
    let before = folder.tree();
    let run = folder.run(&["import", "a.txt", "--dry-run"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(run.stderr.contains(SLUG), "{}", run.stderr);
    assert_eq!(folder.tree(), before);
}

#[test]
fn encodings() {
    let check = |bytes: &[u8], encoding: &str, evidence: &str| {
        let bundle = import("a.txt", bytes).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(bundle.draft.title, "題目");
        let found = (bundle.decoded.encoding, bundle.decoded.evidence.name());
        assert_eq!(found, (encoding, evidence));
    };
    let utf_16: Vec<u8> = ARTICLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&utf_16, "UTF-16LE", "zeros");
    check(
        &[b"\xff\xfe", &utf_16[..]].concat(),
        "UTF-16LE",
        "byte-order-mark",
    );
    check(&encoding_rs::BIG5.encode(ARTICLE).0, "Big5", "guessed");
    check(ARTICLE.replace('\n', "\r\n").as_bytes(), "UTF-8", "valid");
}

#[test]
fn a_damaged_byte_makes_no_other_language_of_a_text() {
    let text = format!("題目\n\n{}\n", SENTENCES.repeat(3));
    let damaged = |bytes: &[u8]| {
        let mut bytes = bytes.to_vec();
        bytes.truncate(bytes.len() - 2);
        bytes
    };
    for (bytes, encoding) in [
        (damaged(text.as_bytes()), "UTF-8"),
        (damaged(&encoding_rs::BIG5.encode(&text).0), "Big5"),
        (damaged(&encoding_rs::GB18030.encode(&text).0), "gb18030"),
    ] {
        let problem = import("a.txt", &bytes).expect_err(encoding);
        assert!(problem.contains("import-undecodable"), "{problem}");
        assert!(
            problem.contains(&format!("is not {encoding}: ")),
            "{problem}"
        );
    }
    let japanese = "題名\n\nこれは日本語の文章です。\n";
    let bytes = encoding_rs::ISO_2022_JP.encode(japanese).0;
    let bundle = import("a.txt", &bytes).expect("an article");
    assert_eq!(bundle.draft.title, "題名");
}

#[test]
fn words_that_begin_like_a_format_are_words() {
    for word in ["RIFF 檔案格式介紹", "BZh 是什麼", "%PDF 是什麼"] {
        let bundle = import("a.txt", format!("{word}\n\n{SENTENCES}\n").as_bytes());
        assert_eq!(bundle.expect(word).draft.title, word);
    }
}

#[test]
fn sums_of_money_are_no_formulas() {
    let folder = Folder::empty();
    folder
        .write("kaozheng.toml", "title = \"站\"\n[markdown]\nmath = true\n")
        .write("a.txt", "標題在此\n\n式子 $x^2$ 與 $$y$$ 是文字。\n");
    let run = folder.run(&["import", "a.txt"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert_eq!(folder.run(&["check", "--strict"]).exit, 0);
}

#[test]
fn markdown_that_cannot_be_published_is_a_draft_that_says_so() {
    let folder = Folder::site();
    let deep = format!("{}深\n", "> ".repeat(120));
    for (name, text) in [
        ("a.md", "# 一\n\n[別篇](other.md)\n"),
        ("b.md", "# 二\n\n![無](no.png)\n"),
        ("c.md", "# 三\n\n[壞](javascript:alert(1))\n"),
    ] {
        folder.write(&format!("in/{name}"), text);
    }
    folder.write(
        "in/e.md",
        "# 五\n\n[網](https://example.org/)與[此](#此)\n\n## 此\n\n文。\n",
    );
    let run = folder.run(&["import", "in"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert_eq!(
        run.stderr.matches("import-as-draft").count(),
        3,
        "{}",
        run.stderr
    );
    let run = folder.run(&["build"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(run.stderr.contains("3 drafts skipped"), "{}", run.stderr);
    let problem = import("d.md", deep.as_bytes()).expect_err("too deep");
    assert!(problem.starts_with("import-bad-markdown"), "{problem}");
    refused("d.md", deep.as_bytes(), &["nested", "--from text"]);
    folder.write("d.md", format!("題目\n\n{deep}"));
    let run = folder.run(&["import", "d.md", "--from", "text"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
}

#[test]
fn the_title_of_markdown_is_its_text() {
    let title = |text: &str| {
        import("a.md", text.as_bytes())
            .expect("an article")
            .draft
            .title
    };
    assert_eq!(title("# 沒有前言的 *文章*\n\n文。\n"), "沒有前言的 文章");
    assert_eq!(
        title("看 [別篇](https://example.org/a) 與其他。\n"),
        "看 別篇 與其他"
    );
    assert_eq!(title("---\n只是分隔線\n---\n\n正文。\n"), "只是分隔線");
}

#[test]
fn imports_at_once_wait_for_one_another() {
    let folder = Folder::site();
    for number in 0..60 {
        folder.write(
            &format!("in/{number:02}.txt"),
            format!("第{number}篇\n\n{SENTENCES}\n"),
        );
    }
    let runs: Vec<Run> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| folder.run(&["import", "in"])))
            .collect();
        threads
            .into_iter()
            .map(|it| it.join().expect("it ends"))
            .collect()
    });
    for run in &runs {
        assert_eq!(run.exit, 0, "{}", run.stderr);
    }
    let indices = articles(&folder)
        .keys()
        .filter(|path| path.ends_with("/index.md"))
        .count();
    assert_eq!(indices, 60);
}

#[test]
fn a_third_version_is_compared_with_the_article() {
    let folder = Folder::site();
    let page = |words: &str| format!("題目\n\n{words}是正文。{SENTENCES}\n");
    let run = |folder: &Folder| folder.run(&["import", "a.txt", "--url", "https://example.org/a"]);
    folder.write("a.txt", page("歷史新高"));
    assert_eq!(run(&folder).exit, 0);
    let path = "content/articles/timu/index.md";
    let index = std::fs::read_to_string(folder.path(path)).expect("the article");
    let noted = index.replace("歷史新高", "歷史新高[^h]") + "\n[^h]: **註** 「歷史新高」：如此。\n";
    folder.write(path, noted);
    for words in ["新高", "高點"] {
        folder.write("a.txt", page(words));
        let run = run(&folder);
        assert_eq!(run.exit, 0, "{}", run.stderr);
        assert!(
            run.stderr.contains("the note `h` would lose its words"),
            "{words}: {}",
            run.stderr
        );
    }
    // However often, names stay short.
    for _ in 0..12 {
        let run = folder.run(&[
            "import",
            "a.txt",
            "--url",
            "https://example.org/a",
            "--force",
        ]);
        assert_eq!(run.exit, 0, "{}", run.stderr);
    }
    let longest = articles(&folder).keys().map(String::len).max();
    assert!(longest.is_some_and(|length| length < 80), "{longest:?}");
}

#[test]
fn as_many_threads_as_there_is_work_for() {
    let folder = Folder::site();
    folder.write("a.txt", ARTICLE);
    let run = folder.run(&["import", "a.txt", "--jobs", "999999"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
}

#[test]
fn what_stays_as_it_is() {
    // Whatever Markdown could take for markup is text, and dates that are none are none.
    let text = "題目\n\n# 井號\n\n*星* _底_ `碼` <b>粗</b> [^1] [連](結) &amp; ~~刪~~ -{字}- a|b\n\n1. 只有一項\n\n2024年2月\n\n---\n\n===\n\n> 引\n\n    縮排\n";
    let bundle = import("a.txt", text.as_bytes()).expect("an article");
    assert_eq!(bundle.draft.date, None);
    assert!(bundle.index.contains("\ndate:\n"), "{}", bundle.index);
    let paragraphs = bundle.draft.body.len();
    assert_eq!(paragraphs, 8, "{}", bundle.index);
}

#[test]
fn markdown_stays_as_it_is_written() {
    let text = "---\ntitle: \"題：目\"\ndate: 2024-02-25T10:00:00+08:00\nauthors: [甲, 乙]\nlink: https://example.org/a\ntags: [經濟]\nlayout: post\n---\n\n# 題：目\n\n正文有**強調**[^1]。\n\n[^1]: 註腳。\n";
    let folder = Folder::site();
    folder.write("a.md", text);
    let run = folder.run(&["import", "a.md"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let tree = articles(&folder);
    let index =
        String::from_utf8_lossy(&tree[&format!("content/articles/{SLUG_MARKDOWN}/index.md")])
            .into_owned();
    assert!(
        index.ends_with("---\n\n正文有**強調**[^1]。\n\n[^1]: 註腳。\n"),
        "{index}"
    );
    for line in [
        "date: 2024-02-25",
        "  author: ['甲', '乙']",
        "  url: https://example.org/a",
        "tags: ['經濟']",
        "  - rule: front-matter",
    ] {
        assert!(index.contains(&format!("\n{line}\n")), "{line} in {index}");
    }
    assert!(index.contains("layout: post"), "{index}");
    let run = folder.run(&["check"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let bundle = import("b.md", "# 題目\n\n正文。\n".as_bytes()).expect("an article");
    assert_eq!(
        (
            bundle.draft.title.as_str(),
            bundle.draft.markdown.as_deref()
        ),
        ("題目", Some("正文。\n"))
    );
    let bundle = import(
        "c.md",
        "+++\ntitle = \"題\"\n+++\n\n正文，沒有題目。\n".as_bytes(),
    )
    .expect("an article");
    assert_eq!(bundle.draft.markdown.as_deref(), Some("正文，沒有題目。\n"));
    assert_eq!(bundle.draft.aside[0].text, "title = \"題\"");
}

#[test]
fn pictures_beside_a_markdown_file_come_with_it() {
    let picture = b"\x89PNG\r\n\x1a\n1";
    let folder = Folder::site();
    let text = "# 題\n\n![圖](p.png) ![又](./b/p%20q.png \"p\") ![引][r] ![遠](https://example.org/p.png)\n\n\
        ![失](missing.png) ![外](../secret.png) ![連](link.png) ![文](a.md)\n\n[r]: p.png\n";
    folder
        .write("secret.png", picture)
        .write("in/a.md", text)
        .write("in/p.png", picture)
        .write("in/b/p q.png", picture);
    symlink(folder.path("secret.png"), folder.path("in/link.png")).expect("a link");
    let run = folder.run(&["import", "in/a.md"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let tree = articles(&folder);
    let kept: Vec<&String> = tree.keys().filter(|path| path.ends_with(".png")).collect();
    let [kept] = kept.as_slice() else {
        panic!("{kept:?}");
    };
    let name = kept.rsplit('/').next().expect("a name");
    let index = String::from_utf8_lossy(&tree["content/articles/ti/index.md"]);
    let body = format!(
        "![圖]({name}) ![又]({name} \"p\") ![引][r] ![遠](https://example.org/p.png)\n\n\
         ![失](missing.png) ![外](../secret.png) ![連](link.png) ![文](a.md)\n\n[r]: {name}\n"
    );
    assert!(index.ends_with(&body), "{index}");
    for missing in ["失 missing.png", "連 link.png", "文 a.md"] {
        let aside = format!("rule: image-not-captured\n    text: '{missing}'\n");
        assert!(index.contains(&aside), "{index}");
    }
}

/// Sentences enough for an article of plain text.
const SENTENCES: &str =
    "這是正文的一段，說明了事情的經過，也引用了幾位當事人的話，並且提供了一些背景資料。";

#[test]
fn a_text_that_speaks_of_pages_is_none() {
    for title in ["談網頁", "談網頁a", "談網頁ab"] {
        let mention = "檔案開頭寫 <html> 與 <script>alert(1)</script> 即可。";
        let text = format!(
            "{title}\n\n2024年2月5日 王小明\n\n{SENTENCES}\n\n{mention}\n\n{}\n",
            SENTENCES.repeat(9)
        );
        let draft = import("a.txt", text.as_bytes()).expect("an article").draft;
        assert_eq!(draft.authors, ["王小明"], "{title}");
        assert_eq!(
            draft.body[1],
            Block::paragraph(mention.to_owned()),
            "{title}"
        );
    }
    let page = "\u{feff}\n<!-- saved from url=(0024)https://example.org/ -->\n<html><body><p>正文。</p></body></html>";
    let bundle = import("a.txt", page.as_bytes()).expect("an article");
    assert_eq!(bundle.media_type, "text/html");
}

#[test]
fn an_address_is_no_outlet() {
    for (label, outlet) in [
        ("來源：", None),
        ("原文:", None),
        ("轉載自：", None),
        ("", None),
    ] {
        let text =
            format!("關於排隊的標題\n\n{label}https://example.org/news/12345\n\n{SENTENCES}\n");
        let draft = import("a.txt", text.as_bytes()).expect("an article").draft;
        assert_eq!(draft.publisher.as_deref(), outlet, "{label}");
        assert_eq!(
            draft.canonical.as_deref(),
            Some("https://example.org/news/12345"),
            "{label}"
        );
    }
}

#[test]
fn damaged_bytes_are_imported_where_the_encoding_is_named() {
    let folder = Folder::site();
    let text = format!("題目\n\n{}\n", SENTENCES.repeat(3));
    let mut bytes = encoding_rs::BIG5.encode(&text).0.into_owned();
    bytes.insert(6, 0xff);
    folder.write("a.txt", &bytes);
    let run = folder.run(&["import", "a.txt"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    assert!(run.stderr.contains("--encoding Big5"), "{}", run.stderr);
    let run = folder.run(&["import", "--encoding", "big5", "a.txt"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let tree = articles(&folder);
    let index = tree.iter().find(|(path, _)| path.ends_with("index.md"));
    let index = String::from_utf8_lossy(index.expect("an article").1);
    assert!(index.contains('\u{fffd}'), "{index}");
    // What it is made of stays as it was, and the text is that of it.
    assert!(tree.values().any(|kept| *kept == bytes));
    let run = folder.run(&["check"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains("a character was lost here"),
        "{}",
        run.stderr
    );
}

#[test]
fn sentences_are_not_taken_for_what_they_begin_like() {
    let interview =
        "記者：請問今年會升息嗎\n\n總裁：會，今年升息兩次。\n\n編輯：那麼通膨率是百分之五嗎";
    let history = "1937年7月7日，盧溝橋事變爆發\n\n2022年2月24日：俄軍入侵";
    let end = "加入世界貿易組織以後，出口增加了。\n\n下載量在第一週創下紀錄。\n\n報告說，這些照片未經授權\n\n聲明：財政部表示，制裁有效。";
    let figures = "+ 3.5%\n\n+ 4.2%\n\n- 5.2%\n\n- 3.1%";
    let middle = "圖：去年出口一千億美元\n\n相關問題\n\n一、貨幣供給增加了百分之二十";
    for (before, after) in [
        (interview, ""),
        (history, ""),
        (middle, SENTENCES),
        (figures, SENTENCES),
        (SENTENCES, end),
    ] {
        let text = format!("題目\n\n{before}\n\n{SENTENCES}\n\n{after}\n");
        let draft = import("a.txt", text.as_bytes()).expect("an article").draft;
        let aside: Vec<&str> = draft.aside.iter().map(|it| it.text.as_str()).collect();
        assert!(
            aside.is_empty() && draft.related.is_empty(),
            "{aside:?} {:?}",
            draft.related
        );
        assert!(draft.authors.is_empty() && draft.publisher.is_none() && draft.date.is_none());
        let body = plain_text(&draft.body);
        for line in text.lines().skip(1) {
            let bare = line.trim_start_matches("一、");
            assert!(body.contains(bare), "{line} in {body}");
        }
    }
}

#[test]
fn a_related_title_at_the_end_of_a_text() {
    let text = format!("題目\n\n{SENTENCES}\n\n延伸閱讀：為什麼利率會上升\n");
    let draft = import("a.txt", text.as_bytes()).expect("an article").draft;
    assert_eq!(draft.related[0].title, "為什麼利率會上升");
    assert_eq!(draft.aside[0].text, "延伸閱讀：");
}

#[test]
fn front_matter_of_other_generators() {
    let of = |head: &str| {
        let text = format!("{head}\n{SENTENCES}\n");
        import("a.md", text.as_bytes()).expect("an article")
    };
    let bundle = of("---\ntitle: 題\ndraft: true\ntags: a, b、丙\n---");
    assert!(bundle.index.contains("\ndraft: true\n"), "{}", bundle.index);
    assert_eq!(bundle.draft.tags, ["a", "b", "丙"]);
    let draft = of("+++\ntitle = \"題\"\ndate = 2024-02-25\nauthors = [\"王小明\"]\n+++").draft;
    assert_eq!(draft.title, "題");
    assert_eq!(draft.authors, ["王小明"]);
    let bundle = of("---\ntitle: 題\ndate: 2024-02-25\n");
    assert_eq!(bundle.draft.title, "題", "a fence is missing");
    assert!(
        bundle.index.ends_with(&format!("---\n\n{SENTENCES}\n")),
        "{}",
        bundle.index
    );
    assert_eq!(of("---\n這裡沒有欄位\n").draft.title, "這裡沒有欄位");
    let draft = of("---\ntitle: [題\n---").draft;
    assert!(
        draft
            .fired
            .iter()
            .any(|fired| fired.rule == "front-matter-unreadable")
    );
}

#[test]
fn a_label_that_lies() {
    let text = format!(
        "<title>题目</title><meta charset=big5><p>{}</p>",
        "这是正文的一段，说明了事情的经过，也引用了几位当事人的话。".repeat(4)
    );
    let bytes = encoding_rs::GB18030.encode(&text).0;
    let bundle = import("a.html", &bytes).expect("an article");
    assert!(bundle.index.contains("这是正文的一段"), "{}", bundle.index);
    assert!(
        bundle.index.contains("encoding_evidence: guessed"),
        "{}",
        bundle.index
    );
}

#[test]
fn a_report_is_written_over_nothing_but_a_report() {
    let folder = Folder::site();
    folder.write("a.txt", format!("題目\n\n{SENTENCES}\n"));
    let run = folder.run(&["import", "--dry-run", "--report", "a.txt", "a.txt"]);
    assert_eq!(run.exit, 2, "{}", run.stderr);
    assert!(
        std::fs::read_to_string(folder.path("a.txt")).is_ok_and(|text| text.starts_with("題目"))
    );
    for _ in 0..2 {
        let run = folder.run(&["import", "--report", "r.json", "a.txt"]);
        assert_eq!(run.exit, 0, "{}", run.stderr);
    }
}

#[test]
fn hidden_characters_are_shown_and_counted() {
    let text = "題目\n\n甲\0乙\u{202e}丙，這一段後面還有許多別的字。\n\n第二段也有許多別的字。\n";
    let bundle = import("a.txt", text.as_bytes()).expect("an article");
    assert!(
        bundle.index.contains("甲␀乙\\<U+202E>丙"),
        "{}",
        bundle.index
    );
    assert_eq!(bundle.decoded.controls, 2);
}

#[test]
fn what_has_no_text() {
    refused("a.txt", b"", &["import-empty"]);
    refused("a.txt", b" \n\t\r\n", &["import-empty"]);
    refused("a.txt", "\u{3000}\u{a0}\n".as_bytes(), &["import-empty"]);
}

#[test]
fn what_is_no_text() {
    refused("a.txt", b"\x89PNG\r\n\x1a\n\0\0", &["import-binary", "PNG"]);
    refused("a.txt", b"%PDF-1.7\n", &["import-binary", "PDF"]);
    refused("a.txt", b"PK\x03\x04....", &["import-binary", "ZIP"]);
    let bytes = [ARTICLE.as_bytes(), b"\xff", ARTICLE.as_bytes()].concat();
    let offset = format!("number {}", ARTICLE.len());
    refused(
        "a.txt",
        &bytes,
        &["import-undecodable", &offset, "--encoding"],
    );
    refused_with(
        &["--encoding", "utf-8"],
        "a.txt",
        b"abc\xff",
        &["import-undecodable", "number 3"],
    );
}

#[test]
fn what_is_too_large() {
    refused_with(
        &["--max-bytes", "10"],
        "a.txt",
        ARTICLE.as_bytes(),
        &["import-too-large", "10"],
    );
    let folder = Folder::site();
    let run = run_with_input(
        &folder,
        &["import", "-", "--max-bytes", "10"],
        ARTICLE.as_bytes(),
    );
    assert_eq!(run.exit, 1);
    assert!(run.stderr.contains("import-too-large"), "{}", run.stderr);
}

#[test]
fn what_is_no_file() {
    let folder = Folder::site();
    let pipe = folder.path("pipe.txt");
    let made = Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .expect("mkfifo runs");
    assert!(made.success());
    for (path, code) in [
        ("pipe.txt", "import-not-a-file"),
        ("missing.txt", "import-unreadable"),
    ] {
        let run = folder.run(&["import", path]);
        assert_eq!(run.exit, 1, "{}", run.stderr);
        assert!(
            run.stderr.contains(code) && run.stderr.contains(path),
            "{}",
            run.stderr
        );
    }
    folder.write("saved/a.txt", ARTICLE);
    std::fs::rename(pipe, folder.path("saved/pipe.txt")).expect("a pipe can be moved");
    let run = folder.run(&["import", "saved"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    assert!(run.stderr.contains("import-not-a-file"), "{}", run.stderr);
    assert!(
        folder
            .path(&format!("content/articles/{SLUG}/index.md"))
            .is_file()
    );
}

#[test]
fn a_bad_url_is_reported_and_left_away() {
    let folder = Folder::site();
    folder.write("a.txt", ARTICLE);
    let run = folder.run(&["import", "a.txt", "--url", "javascript:alert(1)"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(run.stderr.contains("import-bad-url"), "{}", run.stderr);
    let index = &articles(&folder)[&format!("content/articles/{SLUG}/index.md")];
    assert!(String::from_utf8_lossy(index).contains("\n  url:\n"));
}

#[test]
fn an_address_alone_is_that_of_the_article() {
    let address = "https://example.org/新聞/1";
    for (above, below) in [
        (format!("{address}\n\n"), String::new()),
        (format!("原文網址：{address}\n\n"), String::new()),
        (String::new(), format!("\nSource: {address}\n")),
    ] {
        let text = format!("{above}{ARTICLE}{below}");
        let bundle = import("a.txt", text.as_bytes()).expect("an article");
        assert_eq!(bundle.draft.title, "題目", "{text}");
        assert_eq!(bundle.url.as_deref(), Some(address), "{text}");
    }
    let text = format!("{ARTICLE}\n他說：{address}\n");
    assert_eq!(
        import("a.txt", text.as_bytes()).expect("an article").url,
        None
    );
}

#[test]
fn names_tell_a_terminal_nothing() {
    let folder = Folder::site();
    let name = "a\u{1b}[31m.txt";
    folder.write(name, ARTICLE);
    let run = folder.run(&["import", name, "--publisher", "報\u{1b}[2J"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
    assert!(run.stderr.contains("\\u{1b}[31m"), "{}", run.stderr);
    let index = &articles(&folder)[&format!("content/articles/{SLUG}/index.md")];
    let index = String::from_utf8_lossy(index);
    assert!(index.contains("publisher: 報␛[2J\n"), "{index}");
    assert_eq!(folder.run(&["check"]).exit, 0);
}

#[test]
fn names_that_lead_elsewhere_are_no_names() {
    let folder = Folder::site();
    folder.write("a.txt", ARTICLE);
    for slug in ["../x", "a/b", "", "題"] {
        let run = folder.run(&["import", "a.txt", "--slug", slug]);
        assert_eq!(run.exit, 2, "{slug}: {}", run.stderr);
    }
    assert!(articles(&folder).is_empty());
}

#[test]
fn an_article_by_hand() {
    let folder = Folder::site();
    let run = folder.run(&["new", "新的文章：副題", "--date", "2024-02-25"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let path = "content/articles/2024-02-25-xinde-wenzhang/index.md";
    assert!(run.stderr.contains(path), "{}", run.stderr);
    let run = folder.run(&["check", "--drafts"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    // It is there now, and is not written over.
    let before = folder.tree();
    assert_eq!(
        folder
            .run(&["new", "新的文章", "--date", "2024-02-25"])
            .exit,
        3
    );
    assert_eq!(folder.run(&["new", "新的文章", "--date", "2024"]).exit, 2);
    assert_eq!(folder.tree(), before);
}

/// Pieces of text that Markdown, YAML, HTML or a rule of importing could take for more than text.
const PIECES: &[&str] = &[
    "甲",
    "乙。",
    "題目",
    "，",
    " ",
    "\n",
    "\n\n",
    "    ",
    "\t",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "#",
    "# ",
    "> ",
    "- ",
    "+ ",
    "1. ",
    "2. ",
    "1、",
    "---",
    "===",
    "|",
    "| --- |",
    "[",
    "]",
    "(",
    ")",
    "[^1]",
    "[^1]: ",
    "![",
    "<b>",
    "</b>",
    "<!--",
    "&amp;",
    "&",
    "\\",
    "-{",
    "}-",
    "{",
    "「",
    "」",
    "“",
    "”",
    ":",
    "：",
    "http://a.b/c",
    "2024-02-25",
    "2024年2月25日",
    "作者：",
    "記者王小明",
    "更新",
    "延伸閱讀",
    "相關新聞",
    "免責聲明",
    "責任編輯：",
    "一、",
    "（一）",
    "【",
    "】",
    "■ ",
    "• ",
    "...",
    "…",
    "\u{3000}",
    "\u{a0}",
    "\u{feff}",
    "\u{fdd0}",
    "\u{fdd1}",
    "\u{202e}",
    "\0",
    "\u{c}",
    "é",
    "ﬁ",
    "𠮷",
    "<p>",
    "</p>",
    "<ul><li>",
    "</ul>",
    "<a href=x>",
    "<a href=\"https://a.b/(_)*\">",
    "</a>",
    "<em>",
    "</em>",
    "<strong>",
    "</strong>",
    "<h2>",
    "</h2>",
    "<table><tr><td>",
    "</table>",
    "<br>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<blockquote>",
    "</blockquote>",
    "<del>",
    "</del>",
    "<img src=x alt=y>",
    "'",
    "\"",
];

fn pieces() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::strategy::Strategy as _;
    proptest::collection::vec(proptest::sample::select(PIECES), 1..60)
        .prop_map(|pieces| pieces.concat())
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]

    #[test]
    fn every_text_is_an_article_to_the_letter_or_has_none(text in pieces()) {
        for name in ["a.txt", "a.html", "a.md"] {
            match import(name, text.as_bytes()) {
                Ok(bundle) => {
                    let again = import(name, text.as_bytes()).expect("the same");
                    assert_eq!(bundle.index, again.index);
                }
                Err(problem) => assert!(
                    ["import-empty", "import-binary", "import-bad-markdown"]
                        .iter()
                        .any(|code| problem.starts_with(code)),
                    "{name}: {problem}"
                ),
            }
        }
    }
}
