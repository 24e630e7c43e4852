//! Fidelity: how a changed text is shown, and how a deliberate change is accepted.

use std::fs;

use kaozheng::report::{self, Style};
use kaozheng::site::Drafts;
use serde_json::Value;

use crate::folder::{Folder, make};
use crate::page;

const PATH: &str = "content/articles/a/index.md";

const SOURCE: &str = "利率創新高\n\n2024-02-25\n\n在短時間內將基準利率上調至5.5%的新高。\n\n美元指數也一路上漲，資本回流。\n";

/// Returns a site with one imported article, whose file was changed by hand.
fn changed(change: impl FnOnce(&str) -> String) -> Folder {
    let folder = Folder::site();
    folder.write("in.txt", SOURCE);
    let run = folder.run(&["import", "in.txt", "--slug", "a"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    fs::remove_file(folder.path("in.txt")).expect("the file");
    let text = read(&folder);
    folder.write(PATH, change(&text));
    folder
}

fn read(folder: &Folder) -> String {
    fs::read_to_string(folder.path(PATH)).expect("the article")
}

fn accept(folder: &Folder, reason: &str, date: &str) -> crate::folder::Run {
    folder.run(&["check", "--accept", "a", "--reason", reason, "--date", date])
}

/// Holds the lines that show how a body differs.
fn check_shown(from: &str, to: &str, expected: &str) {
    let folder = changed(|text| {
        assert!(text.contains(from), "{text}");
        text.replace(from, to)
    });
    let run = folder.run(&["check"]);
    assert_eq!(run.exit, 1);
    let (_, shown) = run
        .stderr
        .split_once("as it stands is ")
        .expect("a problem");
    let (_, shown) = shown.split_once('\n').expect("lines");
    let (shown, _) = shown.split_once("\n\n").expect("an end");
    assert_eq!(shown, expected.trim_matches('\n'), "\n{shown}");
}

#[test]
fn a_difference_is_shown_by_its_characters() {
    check_shown(
        "5.5%",
        "55%",
        "
  - 時間內將基準利率上調至5.5%的新高。 美元指數也
                           ^
  + 時間內將基準利率上調至55%的新高。 美元指數也",
    );
    check_shown(
        "短時間內將",
        "短期內便將",
        "
  - 在短時間內將基準利率上調至5.5%
        ^^^^^^
  + 在短期內便將基準利率上調至5.5%
        ^^^^^^",
    );
    check_shown(
        "，資本回流。",
        "。\u{202e}",
        "
  - 高。 美元指數也一路上漲，資本回流。
                           ^^^^^^^^^^^^
  + 高。 美元指數也一路上漲。\\u{202e}
                           ^^^^^^^^^^",
    );
}

#[test]
fn a_difference_is_shown_in_colour() {
    let folder = changed(|text| text.replace("5.5%", "55%"));
    let made = make(folder.root(), Drafts::Include);
    let drawn = report::text(&made.diagnostics[0], Style::Coloured);
    assert!(drawn.contains("\u{1b}[31;7m.\u{1b}[0m"), "{drawn:?}");
    assert!(drawn.contains("\u{1b}[32m"), "{drawn:?}");
    let plain = report::text(&made.diagnostics[0], Style::Plain);
    assert!(!plain.contains('\u{1b}'));
}

#[test]
fn programs_are_told_the_difference() {
    let folder = changed(|text| text.replace("5.5%", "55%"));
    let run = folder.run(&["check", "--json"]);
    let told: Value =
        serde_json::from_str(run.stdout.lines().next().expect("a line")).expect("JSON");
    assert_eq!(told["code"], "text-changed");
    assert_eq!(
        told["differences"][0]["is"],
        "時間內將基準利率上調至55%的新高。 美元指數也"
    );
}

#[test]
fn a_text_that_cannot_be_made_again_is_only_said_to_differ() {
    let folder = changed(|text| text.replace("5.5%", "55%"));
    folder.write("content/articles/a/source.txt", "別的字。\n");
    let run = folder.run(&["check"]);
    assert!(run.stderr.contains("error[text-changed]"), "{}", run.stderr);
    assert!(!run.stderr.contains("\n  + "), "{}", run.stderr);
}

#[test]
fn an_accepted_change_is_recorded_and_nothing_else() {
    let folder = changed(|text| text.replace("5.5%", "55%").replace("一路", ""));
    let before = read(&folder);
    let run = accept(&folder, "依讀者 'A' 來函", "2024-03-05");
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let after = read(&folder);
    let entry = "  accepted:
    - date: 2024-03-05
      reason: '依讀者 ''A'' 來函'
      changes:
        - { removed: '.', added: '' }
        - { removed: '一路', added: '' }
      text: ";
    let (head, rest) = after.split_once(entry).expect("an entry");
    let (digest, tail) = rest.split_once('\n').expect("a line");
    assert_eq!(digest.len(), 64);
    assert_eq!(format!("{head}{tail}"), before);
    let run = folder.run(&["check", "--drafts"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    // What is changed afterwards is told again, and nothing but that.
    folder.write(PATH, after.replace("回流", "外流"));
    let run = folder.run(&["check"]);
    assert_eq!(run.exit, 1);
    assert!(run.stderr.contains("資本外流。"), "{}", run.stderr);
    assert_eq!(run.stderr.matches("\n  + ").count(), 1, "{}", run.stderr);
    let early = accept(&folder, "再改", "2024-03-04");
    assert_eq!(early.exit, 1);
    assert!(
        early.stderr.contains("accepted-out-of-order"),
        "{}",
        early.stderr
    );
    assert_eq!(accept(&folder, "再改", "2024-03-06").exit, 0);
    let text = read(&folder);
    assert_eq!(text.matches("    - date: ").count(), 2, "{text}");
    assert!(text.contains("{ removed: '回', added: '外' }"), "{text}");
    assert_eq!(folder.run(&["check"]).exit, 0);
}

#[test]
fn line_endings_and_what_stands_around_stay() {
    let folder = changed(|text| {
        let text = text
            .replace("5.5%", "55%")
            .replace("source:\n", "source: # 來源\n");
        format!("\u{feff}{}", text.replace('\n', "\r\n"))
    });
    let before = read(&folder);
    let run = accept(&folder, "一", "2024-03-05");
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let after = read(&folder);
    assert!(after.starts_with("\u{feff}---\r\n"));
    assert!(!after.replace("\r\n", "").contains('\n'));
    let left = after.lines().filter(|line| !before.contains(line)).count();
    assert_eq!(left, 6, "{after}");
}

#[test]
fn what_was_accepted_stands_on_the_page() {
    let folder = changed(|text| text.replace("5.5%", "後5.5%"));
    assert_eq!(accept(&folder, "後補的字", "2024-03-05").exit, 0);
    let made = make(folder.root(), Drafts::Include);
    let facts = |path: &str| {
        let html = page::parse(made.text(path));
        page::text_without(page::all(&html, "footer.facts")[0], &[])
    };
    let own = facts("articles/a/index.html");
    assert!(own.contains("與匯入時一致，下列 1 次更動除外"), "{own}");
    assert!(own.contains("更動 2024-03-05後補的字"), "{own}");
    let twin = made.text("zh-hans/articles/a/index.html");
    assert!(twin.contains("后补的字"), "{twin}");
    assert!(twin.contains("<ins>上調至後</ins>"), "{twin}");
}

/// Holds that nothing is accepted, and what is said.
fn check_refused(exit: i32, word: &str, folder: &Folder, arguments: &[&str]) {
    let before = folder.tree();
    let run = folder.run(&[&["check", "--accept"], arguments].concat());
    assert_eq!(run.exit, exit, "{}", run.stderr);
    assert!(run.stderr.contains(word), "no {word} in {}", run.stderr);
    assert_eq!(folder.tree(), before);
}

#[test]
fn what_cannot_be_accepted() {
    let same = changed(str::to_owned);
    check_refused(
        1,
        "error[accept-no-change]",
        &same,
        &["a", "--reason", "一"],
    );
    check_refused(2, "--reason", &same, &["a"]);
    check_refused(2, "--reason is empty", &same, &["a", "--reason", " "]);
    check_refused(
        2,
        "error[article-unknown]",
        &same,
        &["bb", "--reason", "一"],
    );
    check_refused(
        2,
        "--date",
        &same,
        &["a", "--reason", "一", "--date", "2024-13-01"],
    );
    let plain = Folder::site();
    plain.article("a");
    let arguments = ["a", "--reason", "一"];
    check_refused(1, "error[accept-nothing-recorded]", &plain, &arguments);
    let flow = Folder::site();
    let digest = "1".repeat(64);
    flow.write(
        PATH,
        format!("---\ntitle: 題\nsource: {{ text: {digest} }}\n---\n\n文\n"),
    );
    check_refused(1, "error[accept-no-place]", &flow, &arguments);
}

#[test]
fn a_change_of_a_text_that_is_not_known_is_accepted_as_it_stands() {
    let folder = Folder::site();
    let digest = "1".repeat(64);
    folder.write(
        PATH,
        format!("---\ntitle: 題\nsource:\n  text: {digest}\n---\n\n文\n"),
    );
    assert_eq!(accept(&folder, "一", "2024-03-05").exit, 0);
    let text = read(&folder);
    assert!(!text.contains("changes:"), "{text}");
    assert_eq!(folder.run(&["check", "--strict"]).exit, 0);
}

#[test]
fn a_change_is_the_first_of_an_empty_list() {
    for list in ["[]", "[ ]  # 無", "[\n  ]"] {
        let folder = changed(|text| {
            let (head, tail) = text.split_once("  text: ").expect("a digest");
            format!("{head}  accepted: {list}\n  text: {tail}").replace("5.5%", "55%")
        });
        let run = accept(&folder, "脫小數點", "2024-03-01");
        assert_eq!(run.exit, 0, "{}", run.stderr);
        let text = read(&folder);
        let comment = if list.contains('#') { "  # 無" } else { "" };
        let expected = format!("  accepted:{comment}\n    - date: 2024-03-01\n");
        assert!(text.contains(&expected), "{text}");
        assert_eq!(folder.run(&["check"]).exit, 0, "{text}");
    }
}
