//! What must be refused: a clear error that names the file, the right exit code, nothing written,
//! nothing published, never a panic. And what the command line promises of streams and exit codes.

use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use kaozheng::diagnostic::Reader;
use kaozheng::site::Drafts;
use kaozheng::{BuildError, Outcome, project};

use crate::folder::{Folder, Run, tree};

/// Runs `build` on what `arrange` made of a published site, and holds that it ends with `exit`,
/// says all `words`, and leaves every file of the folder as it was.
fn check(exit: i32, words: &[&str], arrange: impl FnOnce(&Folder)) -> Run {
    let folder = published();
    arrange(&folder);
    let before = folder.tree();
    let run = folder.run(&["build"]);
    assert_eq!(run.exit, exit, "{}", run.stderr);
    assert_eq!(run.stdout, "", "standard output is data");
    for word in words {
        assert!(run.stderr.contains(word), "no {word:?} in {}", run.stderr);
    }
    let after = folder.tree();
    let changed: Vec<&String> = before
        .iter()
        .chain(&after)
        .filter(|(path, _)| before.get(*path) != after.get(*path))
        .map(|(path, _)| path)
        .collect();
    assert!(changed.is_empty(), "changed: {changed:?}");
    run
}

/// Returns a site with one good article, whose output holds an older version of it.
fn published() -> Folder {
    let folder = Folder::site();
    folder
        .article("good")
        .write("public/.kaozheng-output", "")
        .write("public/index.html", "the old site");
    folder
}

fn check_article(exit: i32, words: &[&str], text: impl AsRef<[u8]>) -> Run {
    check(exit, words, |folder| {
        folder.write("content/articles/bad/index.md", text);
    })
}

fn front_matter(lines: &str) -> String {
    format!("---\ntitle: 題\n{lines}\n---\n\n正文。\n")
}

#[test]
fn no_configuration() {
    let folder = Folder::empty();
    folder.article("good");
    let run = folder.run(&["build"]);
    assert_eq!((run.exit, run.stdout.as_str()), (3, ""));
    assert!(run.stderr.contains("kaozheng.toml"), "{}", run.stderr);
    assert!(!folder.path("public").exists());
}

#[test]
fn nothing_to_publish() {
    let folder = Folder::site();
    let run = folder.run(&["build"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    assert!(run.stderr.contains("no article"), "{}", run.stderr);
    assert!(!folder.path("public").exists());
    check(1, &["drafts, 1 in number"], |folder| {
        let text = front_matter("draft: true");
        folder.write("content/articles/good/index.md", text);
    });
}

#[test]
fn files_that_are_no_text() {
    let bad = "content/articles/bad/index.md";
    check_article(1, &["file-not-text", bad, "PNG"], b"\x89PNG\r\n\x1a\n\0\0");
    check_article(1, &["file-not-text", bad, "NUL at byte 3"], b"abc\0def");
    check_article(1, &["file-not-text", bad, "UTF-16"], b"\xff\xfe-\0-\0");
    check_article(1, &["file-not-text", bad, "ZIP"], b"PK\x03\x04....");
    check_article(
        1,
        &["file-not-utf8", bad, "number 3"],
        b"---\xa4\xa4\xa4\xe5",
    );
    check(1, &["file-not-utf8", "templates/page.html"], |folder| {
        folder.write("templates/page.html", b"\xff");
    });
    check(3, &["kaozheng.toml", "not UTF-8"], |folder| {
        folder.write("kaozheng.toml", b"title = \"\xa4\"");
    });
}

#[test]
fn texts_of_excessive_size_or_depth() {
    let bad = "content/articles/bad/index.md";
    let quotes = front_matter("") + &">".repeat(50_000) + " 深";
    check_article(1, &["nested-too-deep", bad], quotes);
    let lists = front_matter("") + &"- ".repeat(50_000) + "深";
    check_article(1, &["nested-too-deep", bad], lists);
    let brackets = front_matter("") + &"[".repeat(50_000) + &"](x)".repeat(50_000);
    check_article(1, &[bad], brackets);
    let stars = front_matter("") + &"*a **b ".repeat(20_000) + &"b** a*".repeat(20_000);
    check_article(1, &["nested-too-deep", bad], stars);
    let long = front_matter("") + &"長".repeat(7 * 1024 * 1024);
    check_article(1, &["file-too-large", bad], long);
}

#[test]
fn yaml_bombs() {
    let bad = "content/articles/bad/index.md";
    let mut laughs = String::from("extra:\n  a0: &a0 [ha, ha]\n");
    for index in 1..30 {
        let before = index - 1;
        laughs += &format!("  a{index}: &a{index} [*a{before}, *a{before}]\n");
    }
    check_article(1, &["front-matter-alias", bad], front_matter(&laughs));
    let flow = format!("extra: {}", "[".repeat(100_000));
    check_article(1, &["front-matter", bad], front_matter(&flow));
    let flow = format!("extra: {}", "{a: ".repeat(100_000));
    check_article(1, &["front-matter", bad], front_matter(&flow));
    let mut block = String::from("extra:\n");
    for depth in 1..500 {
        block += &format!("{}a:\n", " ".repeat(depth));
    }
    check_article(1, &["front-matter-depth", bad], front_matter(&block));
    let list = format!("extra:\n  {}", "- ".repeat(20_000));
    check_article(1, &["front-matter-depth", bad], front_matter(&list));
    let unknown: String = (0..50_000).map(|n| format!("k{n}: 1\n")).collect();
    let run = check_article(1, &["unknown-key", "49980 more"], front_matter(&unknown));
    assert!(run.stderr.len() < 100_000, "{} bytes", run.stderr.len());
}

#[test]
fn much_honest_front_matter_is_fine() {
    let check = |lines: &str| {
        let folder = Folder::site();
        folder.write("content/articles/a/index.md", front_matter(lines));
        let run = folder.run(&["build"]);
        assert_eq!(run.exit, 0, "{}", run.stderr);
    };
    let keys: String = (0..50_000).map(|n| format!("  k{n}: 值\n")).collect();
    check(&format!("extra:\n{keys}"));
    let tags: String = (0..5_000).map(|n| format!("t{n}, ")).collect();
    check(&format!("tags: [{tags}]"));
}

#[test]
fn much_of_the_same_is_fine() {
    for body in [
        "# 同\n\n".repeat(20_000),
        "文\n".repeat(50_000),
        "[".repeat(100_000),
    ] {
        let folder = Folder::site();
        folder.write("content/articles/a.md", front_matter("") + &body);
        let run = folder.run(&["build"]);
        assert_eq!(run.exit, 0, "{}", run.stderr);
    }
}

#[test]
fn templates_that_fail() {
    let check = |name: &str, text: &str, words: &[&str]| {
        let run = check(1, words, |folder| {
            folder.write(name, text);
        });
        let is_one = run.stderr.contains("\n1 error, 0 warnings\n");
        assert!(
            is_one && run.stderr.contains("error[template]"),
            "{}",
            run.stderr
        );
    };
    let article = "templates/article.html";
    check(
        article,
        "字\n{% include \"article.html\" %}",
        &["templates/article.html:2:4"],
    );
    check(
        article,
        "{% extends \"article.html\" %}",
        &["templates/article.html:1:4"],
    );
    check(
        article,
        "{% extends \"none.html\" %}",
        &["templates/article.html:1:4", "none.html"],
    );
    check(
        article,
        "<p>文</p>\n<b>字{% if %}\n",
        &["templates/article.html:2:11"],
    );
    check(
        article,
        "<p>文</p>\n<b>字{{ article.nothing.at.all }}</b>\n",
        &["templates/article.html:2:16", "nothing"],
    );
    check(
        article,
        "<p>文</p>\n<b>字{{ article.title | nosuch }}</b>\n",
        &["templates/article.html:2:", "Unknown filter `nosuch`"],
    );
    check(
        article,
        "字\n{% include \"none.html\" %}",
        &["templates/article.html:2:", "Unknown template `none.html`"],
    );
    check(
        "templates/own.html",
        "{{ unclosed",
        &["templates/own.html:1:"],
    );
}

#[test]
fn templates_that_include_one_another() {
    check(1, &["error[template]", "templates/"], |folder| {
        folder
            .write("templates/article.html", "{% include \"a.html\" %}")
            .write("templates/a.html", "{% include \"b.html\" %}")
            .write("templates/b.html", "{% include \"a.html\" %}");
    });
}

#[test]
fn links_out_of_the_site() {
    let outside = Folder::empty();
    outside
        .write("secret.md", front_matter(""))
        .write("folder/index.md", front_matter(""))
        .write("kaozheng.toml.real", "title = \"外\"");
    let link = |target: &str, name: &'static str| {
        let target = outside.path(target);
        move |folder: &Folder| {
            let place = folder.path(name);
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            symlink(target, place).unwrap();
        }
    };
    let name = "content/articles/bad.md";
    check(1, &["link-out-of-site", name], link("secret.md", name));
    let name = "content/articles/bad/index.md";
    check(1, &["link-out-of-site", name], link("secret.md", name));
    let name = "content/articles/good/picture.png";
    check(1, &["link-out-of-site", name], link("secret.md", name));
    let name = "content/articles/folder";
    check(1, &["link-out-of-site", name], link("folder", name));
    let name = "static/style.css";
    check(1, &["link-out-of-site", name], link("secret.md", name));
    let name = "templates/page.html";
    check(1, &["link-out-of-site", name], link("secret.md", name));
    let name = "static/nowhere.css";
    check(1, &["link-out-of-site", name], link("missing", name));
    let name = "static";
    check(1, &["link-out-of-site", name], link("folder", name));
    check(1, &["link-out-of-site", "content"], |folder| {
        std::fs::remove_dir_all(folder.path("content")).unwrap();
        symlink(outside.path("folder"), folder.path("content")).unwrap();
    });
    check(3, &["kaozheng.toml"], |folder| {
        std::fs::remove_file(folder.path("kaozheng.toml")).unwrap();
        symlink(
            outside.path("kaozheng.toml.real"),
            folder.path("kaozheng.toml"),
        )
        .unwrap();
    });
}

#[test]
fn links_inside_the_site() {
    check(1, &["linked-folder", "content/articles/again"], |folder| {
        symlink("good", folder.path("content/articles/again")).unwrap();
    });
    let folder = Folder::site();
    folder.article("good").write("static/one.txt", "一");
    symlink("one.txt", folder.path("static/two.txt")).unwrap();
    let run = folder.run(&["build"]);
    assert_eq!(
        run.exit, 0,
        "a link to a file inside is fine: {}",
        run.stderr
    );
    assert_eq!(
        std::fs::read(folder.path("public/two.txt")).unwrap(),
        "一".as_bytes()
    );
}

#[test]
fn special_files() {
    for name in [
        "content/articles/good/pipe",
        "content/pipe.md",
        "static/pipe.css",
        "templates/article.html",
    ] {
        check(1, &["not-a-file", name], |folder| {
            let path = folder.path(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            pipe(&path);
        });
    }
    check(3, &["kaozheng.toml"], |folder| {
        std::fs::remove_file(folder.path("kaozheng.toml")).unwrap();
        pipe(&folder.path("kaozheng.toml"));
    });
}

fn pipe(path: &Path) {
    let status = Command::new("mkfifo").arg(path).status();
    assert!(status.expect("mkfifo runs").success());
}

#[test]
fn aliases_that_lead_out() {
    for alias in [
        "../x",
        "/../x",
        "a/../../x",
        "a/./x",
        "//example.org/x",
        "https://example.org/x",
        "C:/x",
        "C:\\x",
        "a\\..\\x",
        "a//x",
        "/",
        "",
        "a?x",
        "a#x",
        "%2e%2e/x",
        "a /x",
        "a./x",
    ] {
        let text = front_matter(&format!("aliases: ['{alias}']"));
        check_article(1, &["bad-alias", "content/articles/bad/index.md"], text);
    }
}

#[test]
fn slugs_that_are_no_paths() {
    for name in [
        "content/articles/a:b/index.md",
        "content/articles/a?b.md",
        "content/articles/a#b.md",
        "content/articles/50%.md",
        "content/articles/a\"b.md",
        "content/articles/<a>.md",
        "content/articles/尾 /index.md",
        "content/articles/a./index.md",
        "content/a*b.md",
        "content/a\n.md",
        "content/深/a|b.md",
    ] {
        check(1, &["bad-slug"], |folder| {
            folder.write(name, front_matter(""));
        });
    }
    check(1, &["name-not-unicode"], |folder| {
        let name = std::ffi::OsStr::from_bytes(b"content/articles/\xff.md");
        std::fs::write(folder.root().join(name), front_matter("")).unwrap();
    });
    check(
        1,
        &["article-nested", "content/articles/2024/a/index.md"],
        |folder| {
            folder.article("2024").article("2024/a");
        },
    );
}

#[test]
fn two_files_at_one_place() {
    let check = |one: &str, other: &str, words: &[&str]| {
        check(1, words, |folder| {
            folder.write(one, front_matter(""));
            folder.write(other, front_matter(""));
        });
    };
    let articles = "content/articles";
    let one = format!("{articles}/a.md");
    let other = format!("{articles}/a/index.md");
    check(&one, &other, &["same-path", &one, &other]);
    let (one, other) = (format!("{articles}/A.md"), format!("{articles}/a.md"));
    check(&one, &other, &["same-path", &one, &other]);
    let composed = format!("{articles}/caf\u{e9}.md");
    let decomposed = format!("{articles}/cafe\u{301}.md");
    check(&composed, &decomposed, &["same-path", articles]);
    let (one, other) = (
        format!("{articles}/\u{fa0c}.md"),
        format!("{articles}/\u{5140}.md"),
    );
    check(&one, &other, &["same-path", articles]);
    let (one, other) = (format!("{articles}/ＡＩ.md"), format!("{articles}/ai.md"));
    check(&one, &other, &["same-path", articles]);
    check("content/x.md", "content/x/index.md", &["same-path"]);
    check(
        "content/x.md",
        "content/articles.md",
        &["same-path", "the list of articles"],
    );
    check(
        "content/x.md",
        "content/zh-hans.md",
        &["same-path", "the front page"],
    );
    check(
        "content/x.md",
        "static/index.html",
        &["same-path", "static/index.html"],
    );
    check("content/x.md", "static/x", &["same-path", "static/x"]);
    check("content/x.md", "content/x/index.html", &["same-path"]);
    check("content/x.md", "static/ARTICLES/index.html", &["same-path"]);
}

#[test]
fn an_alias_at_a_place_that_is_taken() {
    for alias in [
        "articles/good",
        "/articles/good/",
        "articles/GOOD",
        "zh-hans/articles/good",
        "articles",
        "index.html",
        "kz.css",
        "404.html",
    ] {
        let text = front_matter(&format!("aliases: ['{alias}']"));
        check_article(1, &["alias-taken", "content/articles/bad/index.md"], text);
    }
    let text = front_matter("aliases: [old, OLD]");
    check_article(1, &["alias-taken", "content/articles/bad/index.md"], text);
}

#[test]
fn all_problems_of_all_files_are_told() {
    let folder = published();
    let note = "\n文[^none]，[無](none.md)。\n";
    folder
        .write(
            "content/articles/one.md",
            front_matter("titel: x\ndate: 去年"),
        )
        .write("content/articles/two.md", front_matter("") + note)
        .write(
            "templates/article.html",
            "{{ article.body | safe }}{{ article.none }}",
        );
    let run = folder.run(&["check"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    for word in [
        "error[unknown-key]",
        "error[bad-date]",
        "error[note-undefined]",
        "error[broken-link]",
        "error[template]",
        "5 errors, 0 warnings",
    ] {
        assert!(run.stderr.contains(word), "no {word:?} in {}", run.stderr);
    }
}

#[test]
fn a_failed_build_leaves_the_published_site() {
    let folder = Folder::site();
    folder.article("good");
    assert_eq!(folder.run(&["build"]).exit, 0);
    let old = tree(&folder.path("public"));
    assert!(old.contains_key("articles/good/index.html"));
    folder.write(
        "content/articles/bad.md",
        front_matter("") + "[無](none.md)\n",
    );
    folder.article("better");
    assert_eq!(folder.run(&["build"]).exit, 1);
    assert!(tree(&folder.path("public")) == old);
    std::fs::remove_file(folder.path("content/articles/bad.md")).unwrap();
    assert_eq!(folder.run(&["build"]).exit, 0);
    let new = tree(&folder.path("public"));
    assert!(new.contains_key("articles/better/index.html"));
}

/// What a large site does: texts are read again when they are shown.
#[test]
fn a_text_that_changes_while_the_site_is_built_is_not_published() {
    let folder = Folder::site();
    folder.article("one").article("two");
    assert_eq!(folder.run(&["build"]).exit, 0);
    let config = project::read_config(folder.root()).expect("a site").value;
    let mut project = project::load(folder.root(), config).expect("a site").value;
    let root = folder.root().to_path_buf();
    let read: Reader = Arc::new(move |path| std::fs::read_to_string(root.join(path)).ok());
    for content in &mut project.content {
        content.source = content.source.remembered(&read);
    }
    let prepared = kaozheng::prepare(&project, Drafts::Skip, &[]).value;
    let build = |out: &str| kaozheng::build(&project, &prepared, &folder.path(out));
    assert!(matches!(build("again"), Ok(Outcome::Published(_))));
    assert!(tree(&folder.path("again")) == tree(&folder.path("public")));
    let path = "content/articles/two/index.md";
    let text = std::fs::read_to_string(folder.path(path)).expect("an article");
    for changed in [Some(format!("{text}又。\n")), None] {
        match changed {
            Some(changed) => drop(folder.write(path, changed)),
            None => std::fs::remove_file(folder.path(path)).expect("an article"),
        }
        let Err(BuildError::Failure(failure)) = build("public") else {
            panic!("it was published");
        };
        assert!(failure.to_string().starts_with(path), "{failure}");
        assert!(tree(&folder.path("again")) == tree(&folder.path("public")));
    }
}

#[test]
fn an_output_that_is_not_ours_is_refused() {
    for output in [".", "content", "static/out", "..", "/"] {
        let folder = published();
        let before = folder.tree();
        let run = folder.run(&["build", "-o", output]);
        assert_eq!(run.exit, 3, "{output}: {}", run.stderr);
        assert!(folder.tree() == before, "{output}");
    }
    let folder = published();
    folder.write("mine/letter.txt", "親啟");
    let run = folder.run(&["build", "-o", "mine"]);
    assert_eq!(run.exit, 3, "{}", run.stderr);
    assert_eq!(
        std::fs::read(folder.path("mine/letter.txt")).unwrap(),
        "親啟".as_bytes()
    );
}

#[test]
fn exit_codes() {
    let check = |arguments: &[&str], exit: i32| {
        let run = published().run(arguments);
        assert_eq!(run.exit, exit, "{arguments:?}: {}", run.stderr);
        let has_text = !run.stdout.is_empty();
        assert_eq!(has_text, arguments == ["--help"], "{arguments:?}");
    };
    check(&["build"], 0);
    check(&["check"], 0);
    check(&["build", "--strict"], 0);
    check(&["check", "--strict"], 0);
    check(&["--help"], 0);
    check(&[], 2);
    check(&["bild"], 2);
    check(&["build", "--nonsense"], 2);
    check(&["build", "--base-url", "example.org"], 2);
    check(&["build", "--base-url", "https://example.org/?q"], 2);
    check(&["-C", "nowhere", "build"], 4);
    check(&["-C", "/", "build"], 3);
}

#[test]
fn warnings_are_errors_when_strict() {
    for command in ["build", "check"] {
        let folder = published();
        folder.write("content/articles/bare/note.txt", "無文");
        let run = folder.run(&[command, "--strict"]);
        assert_eq!(run.exit, 1, "{}", run.stderr);
        let old = std::fs::read(folder.path("public/index.html")).unwrap();
        assert_eq!(old, b"the old site");
        let run = folder.run(&[command]);
        assert_eq!(run.exit, 0, "{}", run.stderr);
        for word in [
            "warning[article-without-text]",
            "content/articles/bare",
            "0 errors, 1 warning",
        ] {
            assert!(run.stderr.contains(word), "no {word:?} in {}", run.stderr);
        }
    }
}

#[test]
fn a_bad_configuration_ends_with_3() {
    let check = |text: &str, words: &[&str]| {
        check(3, words, |folder| {
            folder.write("kaozheng.toml", text);
        });
    };
    check("", &["missing-setting", "kaozheng.toml"]);
    check("title = ", &["configuration-syntax", "kaozheng.toml:1:"]);
    check(
        "title = \"站\"\ntitel = 1",
        &["unknown-key", "kaozheng.toml:2:1"],
    );
    check(
        "title = \"站\"\npage_size = 0\nbase_url = \"x\"",
        &["wrong-type", "bad-base-url", "2 errors"],
    );
}

#[test]
fn the_folder_can_be_given_before_and_after_the_command() {
    let outside = Folder::empty();
    for before in [true, false] {
        let folder = Folder::site();
        folder.article("a");
        let root = folder.root().to_str().unwrap();
        let run = match before {
            true => outside.run(&["-C", root, "build"]),
            false => outside.run(&["build", "-C", root]),
        };
        assert_eq!(run.exit, 0, "{}", run.stderr);
        assert!(folder.path("public/articles/a/index.html").is_file());
    }
    assert!(outside.tree().is_empty());
}

#[test]
fn the_site_is_found_upwards() {
    let folder = Folder::site();
    folder.article("a");
    let run = folder.run(&["-C", "content/articles/a", "build"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(folder.path("public/articles/a/index.html").is_file());
}

#[test]
fn options_of_a_build() {
    let folder = Folder::site();
    folder
        .article("a")
        .write("content/articles/b.md", front_matter("draft: true"));
    let run = folder.run(&["build", "-o", "out", "--base-url", "https://example.org/x"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(run.stderr.contains("1 draft skipped"), "{}", run.stderr);
    assert!(!folder.path("public").exists());
    assert!(!folder.path("out/articles/b").exists());
    let page = std::fs::read_to_string(folder.path("out/articles/a/index.html")).unwrap();
    let canonical = "<link rel=\"canonical\" href=\"https://example.org/x/articles/a/\">";
    assert!(page.contains(canonical), "{page}");
    let run = folder.run(&["build", "-o", "out", "--drafts"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(folder.path("out/articles/b/index.html").is_file());
}

#[test]
fn check_writes_nothing() {
    let folder = Folder::site();
    folder.article("a");
    let before = tree(folder.root());
    assert_eq!(folder.run(&["check"]).exit, 0);
    assert!(tree(folder.root()) == before);
    folder.write(
        "content/articles/a/index.md",
        front_matter("") + "[無](none.md)",
    );
    let before = tree(folder.root());
    assert_eq!(folder.run(&["check"]).exit, 1);
    assert!(tree(folder.root()) == before);
}

#[test]
fn json_lines() {
    let records = |folder: &Folder, arguments: &[&str], exit: i32| -> Vec<serde_json::Value> {
        let run = folder.run(arguments);
        assert_eq!((run.exit, run.stderr.as_str()), (exit, ""), "{arguments:?}");
        let lines = run.stdout.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}")))
            .collect()
    };
    let folder = published();
    let result = records(&folder, &["build", "--json"], 0);
    assert_eq!(result.len(), 1);
    assert_eq!(result[0]["articles"], 1);
    assert_eq!(records(&folder, &["check", "--json"], 0)[0]["notes"], 0);
    folder.write(
        "content/articles/bad.md",
        "---\ntitle: 題\n---\n\n正文文[^無]。\n[x](y.md)\n",
    );
    for command in ["build", "check"] {
        let problems = records(&folder, &[command, "--json"], 1);
        let first = &problems[0];
        assert_eq!(first["code"], "note-undefined");
        assert_eq!(first["severity"], "error");
        assert_eq!(first["file"], "content/articles/bad.md");
        assert_eq!((&first["line"], &first["column"]), (&5.into(), &4.into()));
        assert_eq!(
            (&first["end_line"], &first["end_column"]),
            (&5.into(), &8.into())
        );
        assert!(first["help"].is_string());
    }
    folder.write("kaozheng.toml", "title = [1]");
    assert_eq!(
        records(&folder, &["build", "--json"], 3)[0]["code"],
        "wrong-type"
    );
    std::fs::remove_file(folder.path("kaozheng.toml")).unwrap();
    assert_eq!(
        records(&folder, &["build", "--json"], 3)[0]["severity"],
        "error"
    );
}

#[test]
fn init_makes_a_site_that_builds() {
    let folder = Folder::empty();
    let run = folder.run(&["init", "new"]);
    assert_eq!((run.exit, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    let run = folder.run(&["check", "-C", "new", "--strict", "--json"]);
    assert_eq!(run.exit, 0, "{}{}", run.stdout, run.stderr);
    assert_eq!(
        run.stdout.lines().count(),
        1,
        "the result and no diagnostic: {}",
        run.stdout
    );
    let run = folder.run(&["build", "-C", "new"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let before = folder.tree();
    let run = folder.run(&["init", "new"]);
    assert_eq!(run.exit, 3, "{}", run.stderr);
    assert!(run.stderr.contains("exists"), "{}", run.stderr);
    assert!(folder.tree() == before);
    folder.write("half/content/about.md", "mine");
    let before = folder.tree();
    assert_eq!(folder.run(&["init", "half"]).exit, 3);
    assert!(
        folder.tree() == before,
        "none of the files is written when one exists"
    );
}

#[test]
fn a_lint_that_is_an_error_forbids_to_publish() {
    let folder = Folder::empty();
    folder
        .write(
            "kaozheng.toml",
            "title = \"站\"\n[lints]\nlarge-rate = \"error\"\n",
        )
        .write(
            "content/articles/a/index.md",
            "---\ntitle: 題\n---\n\n利率升至55%，連續**。\n",
        );
    for command in ["check", "build"] {
        let run = folder.run(&[command]);
        assert_eq!(run.exit, 1, "{command}: {}", run.stderr);
        assert!(
            run.stderr.contains("large-rate"),
            "{command}: {}",
            run.stderr
        );
    }
    assert!(!folder.path("public").exists());
    folder.write("kaozheng.toml", "title = \"站\"\n");
    let run = folder.run(&["build"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn records_that_cannot_be_written_are_told() {
    let folder = Folder::site();
    folder.write("content/articles/a.md", "---\ntitle: 題\n---\n\n文。\n");
    for command in ["build", "check", "stats"] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
        let output = Command::new(env!("CARGO_BIN_EXE_kaozheng"))
            .args([command, "--json"])
            .current_dir(folder.root())
            .stdout(full.expect("a device that is always full"))
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(4), "{command}: {said}");
        assert!(
            said.contains("cannot write to standard output"),
            "{command}: {said}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_whose_name_is_no_text_is_built() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = Folder::site();
    folder.write("content/articles/a.md", "---\ntitle: 題\n---\n\n文。\n");
    let output = std::ffi::OsStr::from_bytes(b"o\xff");
    for format in [&[][..], &["--json"]] {
        let run = Command::new(env!("CARGO_BIN_EXE_kaozheng"))
            .args(["build", "-o"])
            .arg(output)
            .args(format)
            .current_dir(folder.root())
            .output()
            .expect("the program runs");
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(0), "{said}");
    }
}
