//! `kaozheng suggest`, and how much what is suspected matters.

use serde_json::Value;

use crate::folder::Folder;

const PATH: &str = "content/articles/a/index.md";

fn site(language: &str, body: &str) -> Folder {
    let folder = Folder::site();
    let text = format!("---\ntitle: 題\nlanguage: {language}\n---\n\n{body}\n");
    folder.write(PATH, text);
    folder
}

fn suggestions(folder: &Folder) -> Vec<Value> {
    let run = folder.run(&["suggest", "a", "--json"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let lines = run.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// Holds what is suggested: the words, and the rules that fired on them.
fn check(language: &str, body: &str, expected: &[(&str, &[&str])]) {
    let folder = site(language, body);
    let found: Vec<(String, Vec<String>)> = suggestions(&folder)
        .iter()
        .map(|suggestion| {
            let reasons = suggestion["reasons"].as_array().expect("reasons");
            let rules = reasons.iter().map(|reason| text(&reason["rule"]));
            assert!(
                reasons
                    .iter()
                    .all(|reason| !text(&reason["says"]).is_empty())
            );
            (text(&suggestion["quote"]), rules.collect())
        })
        .collect();
    let expected: Vec<(String, Vec<String>)> = expected
        .iter()
        .map(|(quote, rules)| {
            let rules = rules.iter().map(|rule| (*rule).to_owned());
            ((*quote).to_owned(), rules.collect())
        })
        .collect();
    assert_eq!(found, expected, "{body}");
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

const HANT: &str = "天氣很好。股價在一年內上漲了8倍，創歷史新高。據市場資訊顯示，收入很多。\n\n> 網友說：“我們希望AI能幫助人類洗碗”。這樣乙個問題。";

#[test]
fn claims_and_damage_are_pointed_out_in_both_scripts() {
    check(
        "zh-Hant",
        HANT,
        &[
            ("股價在一年內上漲了8倍", &["figure"]),
            ("創歷史新高", &["superlative"]),
            ("據市場資訊顯示，收入很多", &["attribution"]),
            ("網友說：“我們希望AI能幫助人類洗碗”", &["attribution"]),
            ("“我們希望AI能幫助人類洗碗”", &["quotation"]),
            ("乙個", &["yi-for-one"]),
        ],
    );
    check(
        "zh-Hans",
        "2022 年 11 月，市值超过2万亿美元，全球最大。根据报告，利率上调至55%。",
        &[
            ("2022 年 11 月", &["date"]),
            ("市值超过2万亿美元", &["figure"]),
            ("全球最大", &["superlative"]),
            ("根据报告，利率上调至55%", &["attribution"]),
            ("利率上调至55%", &["figure"]),
            ("55%", &["large-rate"]),
        ],
    );
    check(
        "en",
        "It rose by 12 percent, the largest. Fine.",
        &[
            ("It rose by 12 percent", &["figure"]),
            ("the largest", &["superlative"]),
        ],
    );
}

#[test]
fn what_has_a_note_is_not_suggested() {
    let note = "\n\n[^a]: **待查** 「上漲了8倍」：";
    check("zh-Hant", &format!("股價上漲了8倍[^a]，很好。{note}"), &[]);
    check(
        "zh-Hant",
        &format!("股價上漲了8倍[^a]，跌了2倍。{note}"),
        &[("跌了2倍", &["figure"])],
    );
}

#[test]
fn a_stub_can_stand_behind_its_words() {
    check(
        "zh-Hant",
        "見[股價上漲了8倍的報](https://a.b)導。",
        &[("見股價上漲了8倍的報導", &["figure"])],
    );
    check(
        "zh-Hant",
        "見[上漲了8倍，的報](https://a.b)導，好。",
        &[("見上漲了8倍，的報導，好", &["figure"])],
    );
}

#[test]
fn the_stubs_are_ready() {
    let folder = site(
        "zh-Hant",
        &format!("{HANT}\n\n又是'乙個'，又漲了8倍。\n\n又漲了8倍。"),
    );
    let found = suggestions(&folder);
    assert!(found.len() > 6);
    let commands: Vec<Vec<String>> = found
        .iter()
        .map(|suggestion| {
            let words = suggestion["command"].as_array().expect("a command");
            words.iter().map(text).collect()
        })
        .collect();
    assert!(
        commands
            .iter()
            .any(|command| command.contains(&"--occurrence".to_owned()))
    );
    for command in &commands {
        let arguments: Vec<&str> = command[1..].iter().map(String::as_str).collect();
        let run = folder.run(&arguments);
        assert_eq!(run.exit, 0, "{command:?}: {}", run.stderr);
    }
    let notes = std::fs::read_to_string(folder.path(PATH)).expect("the article");
    assert_eq!(notes.matches("**待查**").count(), commands.len());
    assert_eq!(suggestions(&folder), Vec::<Value>::new());
    let run = folder.run(&["check"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert_eq!(folder.run(&["fmt", "--check"]).exit, 0);
}

#[test]
fn people_read_places_reasons_and_commands() {
    let folder = site("zh-Hant", "他's股價上漲了8倍。");
    folder.article("b");
    let run = folder.run(&["suggest"]);
    let expected = "content/articles/a/index.md:6:1: 他's股價上漲了8倍\n  figure: a figure: who counted or measured, when, and what exactly?\n  kaozheng annotate a --quote '他'\\''s股價上漲了8倍'\n\n";
    assert_eq!(run.stdout, expected);
    assert!(
        run.stderr.contains("1 suggestion for 2 articles"),
        "{}",
        run.stderr
    );
    assert_eq!(folder.run(&["suggest", "none"]).exit, 2);
}

/// Holds how `check` ends, and whether it points out the damage of the text.
fn check_lints(configuration: &str, exit: i32, word: Option<&str>) {
    let folder = site("zh-Hant", "這樣乙個問題。");
    folder.write("kaozheng.toml", format!("title = \"站\"\n{configuration}"));
    let run = folder.run(&["check"]);
    assert_eq!(run.exit, exit, "{configuration}: {}", run.stderr);
    match word {
        Some(word) => assert!(run.stderr.contains(word), "{}", run.stderr),
        None => assert!(!run.stderr.contains("suspected-damage"), "{}", run.stderr),
    }
    let is_off = word.is_none();
    assert_eq!(suggestions(&folder).is_empty(), is_off, "{configuration}");
}

#[test]
fn a_site_says_how_much_a_lint_matters() {
    check_lints("", 0, Some("warning[suspected-damage]"));
    check_lints(
        "[lints]\nyi-for-one = \"warning\"",
        0,
        Some("warning[suspected-damage]"),
    );
    check_lints(
        "[lints]\nyi-for-one = \"error\"",
        1,
        Some("error[suspected-damage]"),
    );
    check_lints("[lints]\nyi-for-one = \"off\"", 0, None);
    check_lints(
        "[lints]\nmasked-word = \"off\"",
        0,
        Some("`yi-for-one` in `[lints]`"),
    );
}

#[test]
fn lints_of_conversion_can_be_set_as_well() {
    let folder = site("zh-Hans", "范先生来了。");
    let run = folder.run(&["check"]);
    assert!(
        run.stderr.contains("warning[doubtful-conversion]"),
        "{}",
        run.stderr
    );
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\n[lints]\ndoubtful-conversion = \"off\"\n",
    );
    let run = folder.run(&["check", "--strict"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
}
