//! Every diagnostic, standing in its input where it points.
//!
//! A case is a file of `tests/diagnostics/`: a small site, its files divided by lines `-- path --`
//! (without any, the text is one article). Below a line that a diagnostic points at stands a line
//! of marks: `^^^` under the characters, a Han character being two columns wide, or `|` for a
//! place between two characters, and `…` behind the marks where the place goes on in further lines.
//! Then come severity, code, message and help. `~~~` marks a place that bears on the diagnostic,
//! and what is said of it. A diagnostic of a file as a whole stands at the file's end, behind `!`.
//!
//! The marks are taken out, the site is made, what was found is drawn into it, and the result must
//! be the case again. `KAOZHENG_BLESS=1` writes the result down, to be read and judged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kaozheng::diagnostic::{Diagnostic, Place, Source};
use kaozheng::report::{self, Style};
use kaozheng::site::Drafts;
use unicode_width::UnicodeWidthStr;

use crate::folder::{Folder, make};

/// The words that follow marks.
const KINDS: [&str; 3] = ["error ", "warning ", "also "];

/// Codes that no case has, and why.
const WITHOUT_CASE: &[(&str, &str)] = &[
    (
        "file-unreadable",
        "needs a disk that fails; tests may run as root, whom nothing is denied",
    ),
    (
        "file-too-large",
        "`bad_input`: sixteen megabytes are no case to read",
    ),
    ("file-not-text", "`bad_input`: the file is binary"),
    ("file-not-utf8", "`bad_input`: the file is no text"),
    ("name-not-unicode", "`bad_input`: the name is no text"),
    ("link-out-of-site", "`bad_input`: needs a symbolic link"),
    ("linked-folder", "`bad_input`: needs a symbolic link"),
    ("not-a-file", "`bad_input`: needs a pipe"),
    (
        "cards-without-font",
        "`cards`: needs a machine without fonts",
    ),
    ("bad-card", "`cards`: needs a machine with fonts"),
    ("broken-picture", "`images`: the file is binary"),
    ("large-picture", "`images`: the file is binary"),
    ("dead-link", "`links`: needs a host that answers"),
    ("unsure-link", "`links`: needs a host that answers"),
    ("notes-syntax", "`exchange`: the file is no part of a site"),
    (
        "note-unanchored",
        "`exchange`: the file is no part of a site",
    ),
    (
        "words-missing",
        "`words`: which are missing changes with every word that is added",
    ),
    ("import-unaccounted", "no file is known that has it"),
    ("import-not-literal", "no file is known that has it"),
];

fn check(path: &Path) {
    let expected = fs::read_to_string(path).expect("a case is text");
    let bare: String = expected
        .split_inclusive('\n')
        .filter(|line| !is_mark(line))
        .collect();
    let actual = draw(&bare, &found(&bare));
    if std::env::var_os("KAOZHENG_BLESS").is_some() {
        fs::write(path, &actual).expect("a case can be written");
        return;
    }
    assert!(
        actual == expected,
        "{} has other diagnostics:\n{actual}",
        path.display()
    );
}

fn is_mark(line: &str) -> bool {
    let rest = line.trim_start_matches(' ');
    let marks: String = rest
        .chars()
        .take_while(|mark| "^~|!".contains(*mark))
        .collect();
    let is_one_kind = marks.chars().all(|mark| marks.starts_with(mark));
    let words = rest[marks.len()..].trim_start_matches('…');
    !marks.is_empty()
        && is_one_kind
        && words
            .strip_prefix(' ')
            .is_some_and(|words| KINDS.iter().any(|kind| words.starts_with(kind)))
}

/// The path of the file that a case without headings is.
const ONLY_FILE: &str = "content/articles/a/index.md";

/// Returns the path that a heading names.
fn heading(line: &str) -> Option<&str> {
    line.trim_end().strip_prefix("-- ")?.strip_suffix(" --")
}

/// Returns the files of a case: the path and the text of each.
fn files(case: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in case.split_inclusive('\n') {
        match (heading(line), files.last_mut()) {
            (Some(path), _) => files.push((path.to_owned(), String::new())),
            (None, Some((_, text))) => text.push_str(line),
            (None, None) => files.push((ONLY_FILE.to_owned(), line.to_owned())),
        }
    }
    files
}

fn found(case: &str) -> Vec<Diagnostic> {
    let folder = Folder::site();
    for (path, text) in files(case) {
        folder.write(&path, text);
    }
    let read = kaozheng::project::read_config(folder.root()).expect("a configuration");
    if !read.diagnostics.is_empty() {
        return read.diagnostics;
    }
    make(folder.root(), Drafts::Skip).diagnostics
}

/// Returns the case with the diagnostics in it.
fn draw(case: &str, diagnostics: &[Diagnostic]) -> String {
    // Marks by the file and the number of the line they stand under.
    let mut marks: BTreeMap<(String, usize), Vec<(usize, String)>> = BTreeMap::new();
    let mut add = |path: &str, line: usize, column: usize, mark: String| {
        let at = (path.to_owned(), line);
        marks.entry(at).or_default().push((column, mark));
    };
    for diagnostic in diagnostics {
        let help = diagnostic.help.as_deref().unwrap_or_else(|| {
            panic!(
                "{} says not what to do: {}",
                diagnostic.code, diagnostic.message
            )
        });
        let (severity, code, message) = (diagnostic.severity, diagnostic.code, &diagnostic.message);
        let words = format!("{severity} {code}: {message} — {help}");
        let Some((first, others)) = diagnostic.places.split_first() else {
            add(&diagnostic.path, usize::MAX, 0, format!("! {words}\n"));
            continue;
        };
        assert_eq!(first.source.path, diagnostic.path);
        let label = match first.label.as_str() {
            "" => String::new(),
            label => format!(" ({label})"),
        };
        let (line, column, mark) = mark(first, '^');
        add(
            &first.source.path,
            line,
            column,
            format!("{mark} {words}{label}\n"),
        );
        for other in others {
            let (line, column, mark) = self::mark(other, '~');
            add(
                &other.source.path,
                line,
                column,
                format!("{mark} also {}\n", other.label),
            );
        }
    }
    for marks in marks.values_mut() {
        marks.sort();
    }
    let mut drawn = String::new();
    let mut path = ONLY_FILE.to_owned();
    let mut number = 0;
    let mut take = |path: &str, line: usize| -> String {
        let marks = marks.remove(&(path.to_owned(), line)).unwrap_or_default();
        marks.into_iter().map(|(_, mark)| mark).collect()
    };
    for line in case.split_inclusive('\n') {
        if let Some(next) = heading(line) {
            drawn += &take(&path, usize::MAX);
            path = next.to_owned();
            number = 0;
            drawn += line;
            drawn += &take(&path, 0);
            continue;
        }
        number += 1;
        drawn += line;
        drawn += &take(&path, number);
    }
    drawn += &take(&path, usize::MAX);
    // What belongs to no file of the case.
    drawn.extend(marks.into_values().flatten().map(|(_, mark)| mark));
    drawn
}

/// Returns the number of a place's line, its column, and the marks under it.
fn mark(place: &Place, mark: char) -> (usize, usize, String) {
    let text = place.source.text();
    let start = text[..place.range.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let number = text[..start].matches('\n').count() + 1;
    let column = text[start..place.range.start].width();
    let meant = &text[place.range.clone()];
    let line = meant.lines().next().unwrap_or_default();
    let marks = match meant {
        "" => "|".to_owned(),
        _ => mark.to_string().repeat(line.width().max(1)),
    };
    let more = if meant.len() > line.len() { "…" } else { "" };
    (
        number,
        column,
        format!("{}{marks}{more}", " ".repeat(column)),
    )
}

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the cases")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    cases.sort();
    cases
}

#[test]
fn diagnostics_stand_where_they_point() {
    let cases = cases();
    assert!(cases.len() > 10);
    for case in cases {
        check(&case);
    }
}

#[test]
fn every_diagnostic_has_a_case() {
    let catalogue = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/catalogue.rs");
    let catalogue = fs::read_to_string(catalogue).expect("the catalogue");
    let mut codes: Vec<&str> = ["error_at(", "error_in_file("]
        .iter()
        .flat_map(|constructor| catalogue.split(constructor).skip(1))
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    assert!(codes.len() > 50, "{codes:?}");
    let texts: String = cases()
        .iter()
        .map(|case| fs::read_to_string(case).expect("a case is text"))
        .collect();
    let bad_input = include_str!("bad_input.rs");
    let import = [
        include_str!("import.rs"),
        include_str!("import_docx.rs"),
        include_str!("import_epub.rs"),
        include_str!("import_html.rs"),
        include_str!("import_markdown.rs"),
        include_str!("import_warc.rs"),
    ]
    .concat();
    // What is said of a request is no problem of a site.
    let requests = [include_str!("accept.rs"), include_str!("annotate.rs")].concat();
    for code in codes {
        if code.starts_with("import-") && import.contains(&format!("\"{code}")) {
            // It is of a file that is no part of a site.
            continue;
        }
        let is_of_request = ["accept-", "annotate-", "article-unknown"]
            .iter()
            .any(|start| code.starts_with(start));
        if is_of_request && requests.contains(code) {
            continue;
        }
        let has_case = ["error", "warning"]
            .iter()
            .any(|severity| texts.contains(&format!("{severity} {code}: ")));
        match WITHOUT_CASE.iter().find(|(without, _)| *without == code) {
            None => assert!(has_case, "no case has the diagnostic {code}"),
            Some((_, reason)) => {
                assert!(!has_case, "{code} has a case now");
                let is_tested = bad_input.contains(&format!("\"{code}\""));
                assert_eq!(reason.starts_with("`bad_input`"), is_tested, "{code}");
            }
        }
    }
}

/// Checks the report of the first diagnostic of an article.
fn check_report(body: &str, expected: &str) {
    let found = found(&format!("---\ntitle: 題\n---\n\n{body}"));
    let report = report::text(&found[0], Style::Plain);
    assert_eq!(report.trim(), expected.trim(), "\n{report}");
}

#[test]
fn carets_stand_under_han_characters() {
    check_report(
        "前後的文字[^無此]，後文。\n",
        "
error[note-undefined]: there is no note `無此`
 --> content/articles/a/index.md:5:6
  |
4 |
5 | 前後的文字[^無此]，後文。
  |           ^^^^^^^
  |
  = help: define it with a line `[^無此]: …`, or write `\\[^無此]` for the text itself",
    );
    check_report(
        "利率升至5.5%[^a]。\n\n[^a]: **註** 「55%」：註。\n",
        "
error[lemma-not-found]: the words of the note `a` do not stand before its reference
 --> content/articles/a/index.md:7:13
  |
6 |
7 | [^a]: **註** 「55%」：註。
  |              ^^^^^^^ these words, to the letter
  |
 ::: content/articles/a/index.md:5:5
  |
4 |
5 | 利率升至5.5%[^a]。
  |         ---- what stands there is 「5.5%」
  |
  = help: quote the text as it is printed; to correct it, add a note with the label `**校**`",
    );
}

#[test]
fn records_count_characters() {
    let check = |body: &str, expected: [usize; 4]| {
        let found = found(&format!("---\ntitle: 題\n---\n\n{body}"));
        let record = serde_json::to_value(report::record(&found[0])).expect("a record");
        let keys = ["line", "column", "end_line", "end_column"];
        assert_eq!(
            keys.map(|key| record[key].as_u64()),
            expected.map(|n| Some(n as u64))
        );
    };
    check("文[^x]", [5, 2, 5, 6]);
    check("𠮷野家、é、👨‍👩‍👧[^x]", [5, 12, 5, 16]);
    check("> 引文\n> 文[^x]\n", [6, 4, 6, 8]);
}

#[test]
fn an_excerpt_of_a_long_line_is_short() {
    let source = Source::new("a.md", "長".repeat(100_000));
    let place = Place {
        source,
        range: 150_000..150_300,
        label: String::new(),
        differences: Vec::new(),
    };
    let excerpt = report::excerpt(&place);
    assert!(excerpt.text.len() < 3_000, "{}", excerpt.text.len());
    assert_eq!(&excerpt.text[excerpt.range.clone()], "長".repeat(100));
}
