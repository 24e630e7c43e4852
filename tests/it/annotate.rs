//! `kaozheng annotate`: a note is put behind words, and nothing else changes.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use kaozheng::article::{self, document};
use kaozheng::authoring::annotate::{Annotated, Citation, Request, annotate};
use kaozheng::config::{self, Config};
use kaozheng::diagnostic::{Diagnostic, Source};
use kaozheng::import;
use kaozheng::project::{self, Content, ContentKind};
use proptest::prelude::*;
use serde_json::Value;

use crate::folder::{Folder, Run};
use crate::laws::golden_sites;

static CONFIG: LazyLock<Config> =
    LazyLock::new(|| config::read(&Source::new("kaozheng.toml", "title = \"站\"")).value);

fn content(language: &str, body: &str) -> Content {
    let text = format!("---\ntitle: 題\nlanguage: {language}\n---\n\n{body}");
    Content {
        kind: ContentKind::Article,
        slug: "a".to_owned(),
        source: Source::new("content/articles/a/index.md", text),
        assets: Vec::new(),
        written: Vec::new(),
        sources: None,
    }
}

fn term(slug: &str) -> usize {
    let terms = CONFIG.vocabulary.terms();
    let term = terms.iter().position(|term| term.slug == slug);
    term.expect("a term")
}

fn pending(quote: &str) -> Request<'_> {
    Request {
        quote,
        term: term("pending"),
        id: Some("x"),
        ..Request::default()
    }
}

fn made(language: &str, body: &str, request: &Request<'_>) -> Result<String, Vec<Diagnostic>> {
    let content = content(language, body);
    let made = annotate(&content, &CONFIG, request)?;
    let text = made.text.split_once("---\n\n").expect("front matter").1;
    Ok(text.to_owned())
}

/// Holds where the reference is put: `expected` is the body with it.
fn check_place(body: &str, quote: &str, expected: &str) {
    let made = made("zh-Hant", body, &pending(quote)).unwrap_or_else(|problems| {
        panic!("{body}: {quote}: {problems:?}");
    });
    let (place, _) = made.split_once("\n\n[^x]: ").expect("a note at the end");
    assert_eq!(place, expected, "{quote}");
}

/// Holds that there is no such note, and why.
fn check_refused(body: &str, request: &Request<'_>, code: &str) {
    let problems = made("zh-Hant", body, request).expect_err(body);
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [code], "{body}");
}

#[test]
fn a_reference_stands_directly_behind_the_words() {
    check_place("甲乙丙", "乙", "甲乙[^x]丙");
    check_place("甲乙丙", "甲乙丙", "甲乙丙[^x]");
    check_place("甲[乙]", "甲", "甲[^x][乙]");
    check_place("甲[乙](https://a.b)", "甲", "甲[^x][乙](https://a.b)");
    check_place("甲乙\n丙丁", "乙丙", "甲乙\n丙[^x]丁");
    check_place("甲乙\n丙丁", "甲乙", "甲乙[^x]\n丙丁");
    check_place("> 甲\n> 乙丙", "甲乙", "> 甲\n> 乙[^x]丙");
    check_place("## 甲乙 ##\n\n文", "甲乙", "## 甲乙[^x] ##\n\n文");
    check_place("甲\\\n乙", "甲\n乙", "甲\\\n乙[^x]");
    check_place("- 甲\n- 乙", "乙", "- 甲\n- 乙[^x]");
    check_place(
        "|甲|乙|\n|-|-|\n|丙|丁|",
        "丁",
        "|甲|乙|\n|-|-|\n|丙|丁[^x]|",
    );
}

#[test]
fn a_reference_stands_behind_markup_that_ends_with_the_words() {
    check_place("甲**乙**丙", "乙", "甲**乙**[^x]丙");
    check_place("甲**乙丙**丁", "甲乙", "甲**乙[^x]丙**丁");
    check_place("甲***乙***丙", "乙", "甲***乙***[^x]丙");
    check_place("甲~~乙~~丙", "甲乙", "甲~~乙~~[^x]丙");
    check_place("甲**「乙」**丙", "「乙」", "甲**「乙」**[^x]丙");
    check_place(
        "見[甲乙](https://a.b)。",
        "甲乙",
        "見[甲乙](https://a.b)[^x]。",
    );
    check_place(
        "見 <https://a.b/c> 乙",
        "https://a.b/c",
        "見 <https://a.b/c>[^x] 乙",
    );
    check_place(
        "見https://a.b/c 乙",
        "https://a.b/c",
        "見https://a.b/c[^x] 乙",
    );
    check_place("碼`甲乙`。", "碼甲乙", "碼`甲乙`[^x]。");
    check_place(
        "碼 -{zh-hans:乙;zh-hant:甲}-。",
        "甲",
        "碼 -{zh-hans:乙;zh-hant:甲}-[^x]。",
    );
    check_place("-{甲乙}-丙", "甲乙", "-{甲乙}-[^x]丙");
    check_place("甲&amp;乙", "甲&", "甲&amp;[^x]乙");
    check_place("甲\\*乙", "甲*", "甲\\*[^x]乙");
}

#[test]
fn a_reference_stands_behind_others() {
    let note = "\n\n[^a]: 註";
    check_place(
        &format!("甲[^a]乙{note}"),
        "甲",
        &format!("甲[^a][^x]乙{note}"),
    );
    check_place(
        &format!("甲**乙[^a]**丙{note}"),
        "乙",
        &format!("甲**乙[^a]**[^x]丙{note}"),
    );
}

#[test]
fn signs_behind_a_reference_are_not_read_with_it() {
    check_place("人工智能(AI)好", "人工智能", "人工智能[^x]\\(AI)好");
    check_place("甲\\[乙\\]", "甲", "甲[^x]\\[乙\\]");
    check_place("[甲]乙", "[甲]", "[甲][^x]乙");
    check_place("快跑!好", "快跑!", "快跑![^x]好");
}

#[test]
fn words_that_no_reference_can_follow() {
    for (body, quote) in [
        ("見[甲乙](https://a.b)。", "甲"),
        ("碼`甲乙`。", "甲"),
        ("-{zh-hans:乙;zh-hant:甲丙}-。", "甲"),
        ("甲\\乙", "甲\\"),
        ("<p>甲乙</p>", "甲"),
    ] {
        check_refused(body, &pending(quote), "annotate-no-place");
    }
}

#[test]
fn words_are_never_guessed_at() {
    check_refused(
        "利率升至5.5%。",
        &pending("利率升至55%"),
        "annotate-quote-missing",
    );
    check_refused("甲乙丙", &pending("子丑寅"), "annotate-quote-missing");
    check_refused("甲\n\n乙", &pending("甲乙"), "annotate-quote-missing");
    check_refused("甲乙，甲乙。", &pending("甲乙"), "annotate-quote-ambiguous");
    check_refused("甲甲甲", &pending("甲甲"), "annotate-quote-ambiguous");
    // A letter and its accent, two parts of one emoji: what a reader sees as one is not cut.
    check_refused("cafe\u{301}店", &pending("cafe"), "annotate-quote-missing");
    check_refused("👨\u{200d}👩來", &pending("👨"), "annotate-quote-missing");
    check_place("e\u{301}與e", "e", "e\u{301}與e[^x]");
    let third = Request {
        occurrence: Some(3),
        ..pending("甲乙")
    };
    check_refused("甲乙，甲乙。", &third, "annotate-no-occurrence");
    let second = Request {
        occurrence: Some(2),
        ..pending("甲乙")
    };
    let text = made("zh-Hant", "甲乙，甲乙。", &second).expect("a note");
    assert!(text.starts_with("甲乙，甲乙[^x]。\n"), "{text}");
}

/// Holds what is written at the end of an article without notes whose text is `quote`.
fn check_note(language: &str, quote: &str, request: &Request<'_>, expected: &str) {
    let request = Request {
        quote,
        id: Some("x"),
        ..request.clone()
    };
    let made = made(language, &format!("{quote}\n"), &request);
    let made = made.unwrap_or_else(|problems| panic!("{quote}: {problems:?}"));
    let note = made.split_once("\n\n").expect("a note").1;
    assert_eq!(note, format!("{expected}\n"));
}

#[test]
fn notes_are_written_in_the_script_of_the_article() {
    let stub = pending("");
    check_note("zh-Hant", "甲", &stub, "[^x]: **待查** 「甲」：");
    check_note("zh-Hans", "甲", &stub, "[^x]: **待查** “甲”：");
    check_note("en", "a b", &stub, "[^x]: **Pending** “a b”:");
    let full = Request {
        term: term("false"),
        gist: "不然。",
        evidence: Some(Citation {
            url: Some("https://a.b/c?d=(e)"),
            title: Some("報 [一] 2024-01-01"),
            quotation: Some("說「是」"),
        }),
        confidence: Some("高"),
        reviewer: Some("某*某"),
        ..pending("")
    };
    let hant = "[^x]: **錯誤** 「甲」：不然。\n    - 據 [報 \\[一\\] 2024-01-01](https://a.b/c?d=%28e%29)「說「是」」\n    - 信心 高\n    - 查核 某\\*某";
    check_note("zh-Hant-TW", "甲", &full, hant);
    let hans = "[^x]: **错误** “甲”：不然。\n    - 据 [報 \\[一\\] 2024-01-01](https://a.b/c?d=%28e%29)“說「是」”\n    - 信心 高\n    - 查核 某\\*某";
    check_note("zh-Hans", "甲", &full, hans);
    let emendation = Request {
        term: term("emendation"),
        reading: Some("5.5%"),
        gist: "脫小數點。",
        ..pending("")
    };
    check_note(
        "zh-Hant",
        "55%",
        &emendation,
        "[^x]: **校** 「55%」→「5.5%」：脫小數點。",
    );
    let untitled = Request {
        evidence: Some(Citation {
            url: Some("https://a.b/c"),
            ..Citation::default()
        }),
        ..pending("")
    };
    check_note(
        "zh-Hant",
        "甲",
        &untitled,
        "[^x]: **待查** 「甲」：\n    - 據 [a.b](https://a.b/c)",
    );
    let unlinked = Request {
        evidence: Some(Citation {
            title: Some("某書 頁 3"),
            quotation: Some("甲乙"),
            ..Citation::default()
        }),
        ..pending("")
    };
    check_note(
        "zh-Hant",
        "甲",
        &unlinked,
        "[^x]: **待查** 「甲」：\n    - 據 某書 頁 3：「甲乙」",
    );
}

#[test]
fn marks_inside_the_words_stay() {
    let check = |quote: &str, expected: &str| {
        check_note(
            "zh-Hant",
            quote,
            &pending(""),
            &format!("[^x]: **待查** {expected}："),
        );
    };
    check("說「是」了", "「說「是」了」");
    check("是」了", "『是」了』");
    check("是」『了", "“是」『了”");
    check("是”『」了", "‘是”『」了’");
    check(
        "e\u{301}\u{20bb7}野\u{202b}a\u{202c}",
        "「e\u{301}\u{20bb7}野\u{202b}a\u{202c}」",
    );
    check("甲……乙", "「甲……乙」");
    let odd = "甲」『”’\"乙";
    check_refused(odd, &pending(odd), "annotate-unquotable");
}

#[test]
fn a_note_that_would_be_wrong_is_not_written() {
    let claim = Request {
        term: term("false"),
        ..pending("甲")
    };
    check_refused("甲乙", &claim, "verdict-without-evidence");
    let emendation = Request {
        term: term("emendation"),
        ..pending("甲")
    };
    check_refused("甲乙", &emendation, "emendation-without-reading");
    let sure = Request {
        confidence: Some("：高"),
        ..pending("甲")
    };
    check_refused("甲乙", &sure, "annotate-not-literal");
    check_refused("甲乙\n\n```\n", &pending("甲"), "annotate-no-end");
    check_refused("甲乙[^x]\n\n[^x]: 註", &pending("甲"), "annotate-id-taken");
}

#[test]
fn a_note_that_takes_in_what_follows_is_not_written() {
    let fence = Request {
        gist: "```\n碼\n```",
        ..pending("甲乙")
    };
    check_refused("甲乙丙。", &fence, "annotate-not-literal");
    let block = Request {
        gist: "    code\n[^q]: y\n---\ntitle: z",
        ..pending("甲乙")
    };
    check_refused("甲乙丙。", &block, "annotate-not-literal");
    let closed = Request {
        gist: "見下。\n\n```\n碼\n```",
        ..pending("甲乙")
    };
    made("zh-Hant", "甲乙丙。", &closed).expect("a note");
}

#[test]
fn a_name_is_made_of_the_words() {
    let name = |body: &str| {
        let request = Request {
            id: None,
            ..pending("股價在一年內上漲了8倍")
        };
        let content = content("zh-Hant", body);
        annotate(&content, &CONFIG, &request).expect("a note").id
    };
    let text = "股價在一年內上漲了8倍。";
    let id = name(text);
    assert_eq!(id, "gujia-zaiyi-niannei");
    assert_eq!(
        name(&format!("{text}[^{id}]\n\n[^{id}]: 註")),
        format!("{id}-2")
    );
}

fn folder(text: &[u8]) -> Folder {
    let folder = Folder::site();
    folder.write("content/articles/a/index.md", text);
    folder
}

const TEXT: &str = "---\ntitle: 題\n---\n\n甲乙丙。\n";

fn run(folder: &Folder, arguments: &[&str]) -> Run {
    folder.run(&[&["annotate"], arguments].concat())
}

/// Holds what a file is after `annotate a --quote 甲乙 --id x`.
fn check_bytes(before: &str, after: &str) {
    let folder = folder(before.as_bytes());
    let run = run(&folder, &["a", "--quote", "甲乙", "--id", "x"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let bytes = fs::read(folder.path("content/articles/a/index.md")).expect("the article");
    assert_eq!(String::from_utf8(bytes).expect("UTF-8"), after);
    assert_eq!(folder.run(&["check", "--strict"]).exit, 0);
}

#[test]
fn all_other_bytes_stay() {
    let note = "[^x]: **待查** 「甲乙」：";
    let after = |text: &str| text.replace("甲乙", "甲乙[^x]");
    check_bytes(TEXT, &format!("{}\n{note}\n", after(TEXT)));
    let unended = TEXT.trim_end();
    check_bytes(unended, &format!("{}\n\n{note}\n", after(unended)));
    let dos = format!("\u{feff}{}", TEXT.replace('\n', "\r\n"));
    check_bytes(&dos, &format!("{}\r\n{note}\r\n", after(&dos)));
    let spaced = format!("{TEXT}\n\n");
    check_bytes(&spaced, &format!("{}{note}\n", after(&spaced)));
    let linked = format!("{TEXT}\n[a]: https://a.b\n");
    check_bytes(&linked, &format!("{}\n{note}\n", after(&linked)));
}

/// Holds how a run ends that writes nothing, and words that it says.
fn check_run(exit: i32, words: &[&str], text: &str, arguments: &[&str]) {
    let folder = folder(text.as_bytes());
    let before = folder.tree();
    let run = run(&folder, arguments);
    assert_eq!(run.exit, exit, "{}", run.stderr);
    for word in words {
        assert!(run.stderr.contains(word), "no {word} in {}", run.stderr);
    }
    assert_eq!(folder.tree(), before);
}

#[test]
fn bad_requests_write_nothing() {
    let quote = ["a", "--quote", "甲乙"];
    check_run(2, &["--quote is empty"], TEXT, &["a", "--quote", " \n"]);
    check_run(
        2,
        &["article-unknown", "no article `b`"],
        TEXT,
        &["b", "--quote", "甲"],
    );
    let verdict = [&quote[..], &["--verdict", "fals"]].concat();
    check_run(2, &["did you mean `false`"], TEXT, &verdict);
    let id = [&quote[..], &["--id", "A b"]].concat();
    check_run(2, &["--id"], TEXT, &id);
    let source = [&quote[..], &["--source", "javascript:x"]].concat();
    check_run(2, &["--source"], TEXT, &source);
    let words = [&quote[..], &["--source-quote", "x"]].concat();
    check_run(2, &["--source-quote needs"], TEXT, &words);
    check_run(
        1,
        &[
            "error[annotate-quote-missing]",
            "index.md:5:1",
            "「甲乙丙」",
        ],
        TEXT,
        &["a", "--quote", "甲乙子"],
    );
    let twice = TEXT.replace('。', "，甲乙丁。");
    check_run(
        1,
        &[
            "stand in this article 2 times",
            "index.md:5:1",
            "index.md:5:5",
            "丙，「甲乙」丁。",
        ],
        &twice,
        &quote,
    );
    let dry = [&quote[..], &["--dry-run"]].concat();
    check_run(
        0,
        &["would stand at content/articles/a/index.md:5:3"],
        TEXT,
        &dry,
    );
}

#[test]
fn a_file_that_is_read_only_stays() {
    let folder = folder(TEXT.as_bytes());
    let path = folder.path("content/articles/a/index.md");
    let mut permissions = fs::metadata(&path).expect("the article").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("its permissions");
    let run = run(&folder, &["a", "--quote", "甲"]);
    assert_eq!(run.exit, 4);
    assert!(run.stderr.contains("is read-only"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(&path).expect("the article"), TEXT);
    let beside = fs::read_dir(folder.path("content/articles/a")).expect("its folder");
    assert_eq!(beside.count(), 1);
}

#[test]
fn a_file_that_was_changed_meanwhile_stays() {
    let folder = folder(TEXT.as_bytes());
    let path = "content/articles/a/index.md";
    let refused = import::rewrite(folder.root(), path, "別的", "新的").expect_err("a refusal");
    assert!(
        refused.to_string().contains("was changed meanwhile"),
        "{refused}"
    );
    assert_eq!(folder.tree()[path], TEXT.as_bytes());
    import::rewrite(folder.root(), path, TEXT, "新的").expect("it is written");
    assert_eq!(folder.tree()[path], "新的".as_bytes());
    let outside = import::rewrite(
        &folder.path("content/articles"),
        "../../kaozheng.toml",
        "",
        "",
    );
    let outside = outside.expect_err("a refusal");
    assert!(
        outside.to_string().contains("leads out of the site"),
        "{outside}"
    );
}

#[test]
fn an_article_is_named_by_slug_folder_or_path() {
    for name in [
        "a",
        "content/articles/a",
        "content/articles/a/",
        "content/articles/a/index.md",
        "./content/../content/articles/a/index.md",
    ] {
        let folder = folder(TEXT.as_bytes());
        let run = run(&folder, &[name, "--quote", "甲", "--verdict", "意見"]);
        assert_eq!(run.exit, 0, "{name}: {}", run.stderr);
    }
}

#[test]
fn an_article_that_is_not_there_is_guessed_at() {
    let folder = Folder::site();
    folder.article("meigu").article("oumeng");
    let run = run(&folder, &["meiguo", "--quote", "正文"]);
    assert_eq!(run.exit, 2);
    assert!(
        run.stderr.contains("did you mean `meigu`?"),
        "{}",
        run.stderr
    );
}

#[test]
fn programs_are_told_as_well() {
    let site = folder(TEXT.as_bytes());
    let quote = ["a", "--quote", "甲乙", "--json"];
    let told: Value = serde_json::from_str(&run(&site, &quote).stdout).expect("JSON");
    assert_eq!(told["id"], "jiayi");
    assert_eq!([&told["line"], &told["column"]], [5, 3]);
    let again = folder(TEXT.replace('。', "甲乙").as_bytes());
    let told: Value = serde_json::from_str(&run(&again, &quote).stdout).expect("JSON");
    assert_eq!(told["code"], "annotate-quote-ambiguous");
    assert_eq!([&told["column"], &told["also"][0]["column"]], [1, 4]);
}

#[test]
fn an_article_of_many_notes_takes_one_more() {
    let mut text = String::from("要查的話。\n\n");
    let mut notes = String::new();
    for number in 0..1500 {
        text += &format!("第{number}段[^n{number}]。\n\n");
        notes += &format!("[^n{number}]: **註** 「第{number}段」：註。\n");
    }
    let body = text + &notes;
    let made = made("zh-Hant", &body, &pending("要查的話")).expect("a note");
    let expected = body.replace("話。", "話[^x]。") + "\n[^x]: **待查** 「要查的話」：\n";
    assert_eq!(made, expected);
}

/// Articles of the sample archive and of the golden sites.
static ARTICLES: LazyLock<Vec<(Content, Config)>> = LazyLock::new(|| {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    let sites = [archive].into_iter().chain(golden_sites());
    let articles: Vec<(Content, Config)> = sites
        .flat_map(|root| {
            let config = project::read_config(&root).expect("a configuration").value;
            let project = project::load(&root, config).expect("a site").value;
            let config = project.config;
            let content = project.content.into_iter();
            content.map(move |content| (content, config.clone()))
        })
        .collect();
    assert!(articles.len() > 5);
    articles
});

/// Returns the text of each leaf of an article.
fn texts(content: &Content, config: &Config) -> Vec<String> {
    let article = article::parse(content, config).value;
    let tree = document(&article, config);
    let leaves = document::leaves(&tree.blocks).into_iter();
    leaves.map(|(_, leaf)| document::leaf_text(leaf)).collect()
}

/// Holds that a text is another with a reference and a note put in, and perhaps a backslash.
fn check_insertions(before: &str, made: &Annotated) -> Result<(), TestCaseError> {
    let (head, rest) = made.text.split_at(made.reference.start);
    let tail = &rest[made.reference.len()..];
    prop_assert!(before.starts_with(head));
    let left = &before[head.len()..];
    let tail = tail
        .strip_prefix(left)
        .or_else(|| tail.strip_prefix('\\')?.strip_prefix(left));
    prop_assert_eq!(tail.map(str::trim), Some(made.note.as_str()));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_of_a_text_take_a_note(article in 0..10_000_usize, leaf in 0..10_000_usize, start in 0..10_000_usize, length in 1..60_usize) {
        let (content, config) = &ARTICLES[article % ARTICLES.len()];
        let texts = texts(content, config);
        prop_assume!(!texts.is_empty());
        let characters: Vec<char> = texts[leaf % texts.len()].chars().collect();
        prop_assume!(!characters.is_empty());
        let start = start % characters.len();
        let words: String = characters[start..].iter().take(length).collect();
        let words = words.trim();
        prop_assume!(!words.is_empty());
        match annotate(content, config, &Request { quote: words, term: term("pending"), ..Request::default() }) {
            Ok(made) => {
                check_insertions(content.source.text(), &made)?;
                let source = Source::new(content.source.path.clone(), made.text.clone());
                let after = Content { source, ..content.clone() };
                let article = article::parse(&after, config).value;
                let record = article.summary.records.iter().find(|record| record.id == made.id);
                let passage = record.and_then(|record| record.passage.as_ref());
                prop_assert_eq!(passage.map(|passage| passage.words.as_str()), Some(words));
                prop_assert_eq!(self::texts(&after, config), texts);
            }
            Err(problems) => {
                let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
                let count: usize = texts.iter().map(|text| text.matches(words).count()).sum();
                match codes.as_slice() {
                    ["annotate-quote-ambiguous"] => {
                        // Places may overlap: 甲甲 stands in 甲甲甲 twice.
                        prop_assert!(count > 1 || words.chars().skip(1).any(|it| words.starts_with(it)));
                    }
                    ["annotate-no-place" | "annotate-unquotable"] => prop_assert_eq!(count, 1),
                    other => prop_assert!(false, "{words}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn a_label_that_is_given_once_has_every_spelling() {
    let folder = Folder::empty();
    folder
        .write(
            "kaozheng.toml",
            "title = \"站\"\n[verdicts.satire]\nlabel = \"諷刺\"\n",
        )
        .write(
            "content/articles/a/index.md",
            "---\ntitle: 题\nlanguage: zh-Hans\n---\n\n甲[^a]，乙。\n\n[^a]: **讽刺** “甲”：注。\n",
        );
    let arguments = [
        "a",
        "--quote",
        "乙",
        "--id",
        "x",
        "--verdict",
        "讽刺",
        "--note",
        "注。",
    ];
    let run = run(&folder, &arguments);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let check = folder.run(&["check", "--strict"]);
    assert_eq!(check.exit, 0, "{}", check.stderr);
}
