//! `kaozheng list` and `kaozheng stats`.

use crate::folder::Folder;

fn site() -> Folder {
    let folder = Folder::site();
    for (name, date, tags, draft) in [
        ("a", "2024-02-25", "[財經, AI]", false),
        ("b", "2023-01-01", "[财经]", false),
        ("c", "2025-01-01", "[ＡＩ]", true),
    ] {
        folder.write(
            &format!("content/articles/{name}/index.md"),
            format!(
                "---\ntitle: 題{name}\ndate: {date}\ntags: {tags}\ndraft: {draft}\nsource: {{ publisher: 日報 }}\n---\n\n\
                 水是濕的[^a]，火是冷的[^b]。\n\n[^a]: **屬實** 「水是濕的」：是。\n    - 據 推算\n\
                 [^b]: **錯誤** 「火是冷的」：不是。\n    - 據 [甲](https://www.example.com/a)\n"
            ),
        );
    }
    folder
}

fn lines(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let run = folder.run(arguments);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    run.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn articles_are_listed_by_what_they_have() {
    let folder = site();
    assert_eq!(
        lines(&folder, &["list", "articles"]),
        ["2024-02-25\ta\t題a\t日報\t2", "2023-01-01\tb\t題b\t日報\t2"]
    );
    // A name is that of all ways to write it.
    assert_eq!(
        lines(&folder, &["list", "articles", "--tag", "ai"]).len(),
        1
    );
    assert_eq!(
        lines(&folder, &["list", "articles", "--tag", "财经"]).len(),
        2
    );
    assert_eq!(
        lines(&folder, &["list", "articles", "--year", "2023"]).len(),
        1
    );
    assert_eq!(
        lines(&folder, &["list", "articles", "--outlet", "日报"]).len(),
        2
    );
    assert_eq!(
        lines(&folder, &["list", "articles", "--outlet", "週報"]).len(),
        0
    );
    for year in ["24", "02024", "+202", "二〇二四", "-024", ""] {
        let run = folder.run(&["list", "articles", &format!("--year={year}")]);
        assert_eq!(run.exit, 2, "{year}: {}", run.stdout);
        assert!(
            run.stderr.contains("a year has four digits"),
            "{}",
            run.stderr
        );
    }
    let drafts = lines(&folder, &["list", "drafts", "--json"]);
    let draft: serde_json::Value = serde_json::from_str(&drafts[0]).expect("JSON");
    assert_eq!((drafts.len(), &draft["name"]), (1, &"c".into()));
}

#[test]
fn claims_and_names_are_listed() {
    let folder = site();
    assert_eq!(
        lines(&folder, &["list", "claims", "--verdict", "誤"]),
        ["false\t火是冷的\ta\tb", "false\t火是冷的\tb\tb"]
    );
    assert_eq!(
        lines(&folder, &["list", "claims", "--year", "2024"]).len(),
        2
    );
    assert_eq!(lines(&folder, &["list", "tags"]), ["財經\t2", "AI\t1"]);
    assert_eq!(
        lines(&folder, &["list", "tags", "--year", "2024"]),
        ["財經\t1", "AI\t1"]
    );
    assert_eq!(lines(&folder, &["list", "outlets"]), ["日報\t2"]);
    let run = folder.run(&["list", "claims", "--verdict", "無"]);
    assert_eq!(run.exit, 2);
    assert!(run.stderr.contains("missing-context"), "{}", run.stderr);
}

#[test]
fn a_site_is_counted() {
    let folder = site();
    let run = folder.run(&["stats", "--json"]);
    let figures: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    for (name, count) in [
        ("articles", 2),
        ("drafts_left_out", 1),
        ("claims", 4),
        ("evidence", 4),
        ("cited_sites", 1),
    ] {
        assert_eq!(figures[name], count, "{name}");
    }
    assert_eq!(figures["verdicts"]["false"], 2);
    assert_eq!(figures["first_date"], "2023-01-01");
    let lines = lines(&folder, &["stats"]);
    assert!(lines.contains(&"verdicts.false\t2".to_owned()), "{lines:?}");
}

#[test]
fn a_text_tells_the_terminal_nothing() {
    let folder = Folder::site();
    let text = "---\ntitle: \"甲\\u001b]0;x\\u0007\"\ntags: [\"t\\u001b[31m\"]\n---\n\n文。\n";
    folder.write("content/articles/a.md", text);
    for what in ["articles", "tags"] {
        let run = folder.run(&["list", what]);
        assert!(
            !run.stdout.contains('\u{1b}') && run.stdout.contains("\\u{1b}"),
            "{}",
            run.stdout
        );
    }
}

#[test]
fn files_that_cannot_be_read_are_said_to_be_missing_from_lists_and_figures() {
    let folder = site();
    folder.write("content/articles/z/index.md", b"\xff\xfe\xff");
    for command in [&["list", "articles"][..], &["stats"]] {
        let run = folder.run(command);
        assert_eq!(run.exit, 0, "{}", run.stderr);
        assert!(
            run.stderr.contains("the content has errors"),
            "{command:?}: {}",
            run.stderr
        );
    }
}

#[test]
fn programs_read_what_went_wrong_too() {
    let folder = Folder::empty();
    for command in [&["list", "articles", "--json"][..], &["stats", "--json"]] {
        let run = folder.run(command);
        let record: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(record["severity"], "error", "{command:?}");
    }
}
