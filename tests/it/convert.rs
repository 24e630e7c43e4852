//! `kaozheng convert`: the real program between two pipes.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use kaozheng::script::{configurations, converter};
use serde_json::Value;

/// Runs the program in a folder without a site.
fn run(arguments: &[&str], input: &[u8]) -> Output {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut child = Command::new(env!("CARGO_BIN_EXE_kaozheng"))
        .arg("convert")
        .args(arguments)
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    std::thread::scope(|scope| {
        // A program that ends early does not read all of it.
        scope.spawn(move || stdin.write_all(input));
        child.wait_with_output().expect("the program ends")
    })
}

/// Holds that the program ends with `exit` and writes `expected`; returns what it says.
fn check(arguments: &[&str], input: impl AsRef<[u8]>, exit: i32, expected: &str) -> String {
    let output = run(arguments, input.as_ref());
    let talk = String::from_utf8(output.stderr).expect("standard error is UTF-8");
    assert_eq!(output.status.code(), Some(exit), "{arguments:?}: {talk}");
    let written = String::from_utf8(output.stdout).expect("standard output is UTF-8");
    // A difference between long texts is no help on a screen.
    assert!(
        written == expected,
        "{arguments:?} wrote {} bytes, not {}",
        written.len(),
        expected.len()
    );
    talk
}

fn check_good(arguments: &[&str], input: &str, expected: &str) {
    assert_eq!(check(arguments, input, 0, expected), "");
}

#[test]
fn standard_input_becomes_standard_output() {
    check_good(&["--config", "tw2s"], "後面的頭髮\n", "后面的头发\n");
    check_good(&["--config", "s2twp"], "打印机和软件", "印表機和軟體");
    check_good(&["--config", "t2s"], "", "");
}

#[test]
fn what_is_no_word_passes_unharmed() {
    let same =
        "\u{FEFF}a\0b\r\n\u{E000}\u{F0000}𠀀\u{301}é⿰言兌\u{2066}字\u{2069}\u{202E}\u{FE0F}\t\r";
    for name in configurations() {
        check_good(&["--config", name], same, same);
    }
    check_good(
        &["--config", "t2s"],
        "說\0說⿰言說\r\n說",
        "说\0说⿰言說\r\n说",
    );
}

#[test]
fn a_large_text_is_converted_as_a_whole() {
    let article = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("content/articles/2024-02-25-meigu-lvchuang-lishi-xingao/source.txt");
    let article = fs::read_to_string(article).expect("the sample article");
    let han: String = (article.chars())
        .filter(|character| ('\u{4E00}'..='\u{9FFF}').contains(character))
        .collect();
    // No line, no punctuation, and blocks that end in the middle of characters and of words.
    let without_borders: String = han.chars().cycle().take(200_000).collect();
    let with_borders = article.repeat(20);
    for name in configurations() {
        let whole = |text: &str| converter(name).expect("listed").convert(text).text;
        for text in [&without_borders, &with_borders] {
            check_good(&["--config", name], text, &whole(text));
        }
    }
}

#[test]
fn explanations_name_the_change_and_its_dictionaries() {
    let explain = &["--config", "s2twp", "--explain"];
    let lines = "打印\t印表\tTWPhrases\n机\t機\tSTPhrases_GeneratedFromRegionalPhrases\n";
    check_good(explain, "，打印机，\n", lines);
    check_good(explain, "Latin，一二三\n", "");
    check_good(
        &["--config", "t2s", "--explain"],
        "\u{F914}",
        "\u{F914}\t乐\tCJK_Compatibility_Ideographs, TSCharacters\n",
    );
}

#[test]
fn explanations_as_json_have_their_place_in_the_input() {
    let input = "甲後，".repeat(20_000);
    let output = run(
        &["--config", "t2s", "--explain", "--json"],
        input.as_bytes(),
    );
    let lines = String::from_utf8(output.stdout).expect("UTF-8");
    let mut count = 0;
    for (index, line) in lines.lines().enumerate() {
        let change: Value = serde_json::from_str(line).expect("a JSON object");
        let expected = serde_json::json!({
            "offset": index * 9 + 3, "source": "後", "output": "后", "dictionaries": ["TSCharacters"],
        });
        assert_eq!(change, expected);
        count += 1;
    }
    assert_eq!(count, 20_000);
}

#[test]
fn what_is_not_utf8_is_an_error_with_its_place() {
    let check_bad = |input: &[u8], expected: &str, offset: usize| {
        let talk = check(&["--config", "t2s"], input, 1, expected);
        let words = format!("not UTF-8 at byte {offset},");
        assert!(talk.contains(&words), "{talk}");
    };
    check_bad(b"\xFF", "", 0);
    check_bad(
        "說\u{0}"
            .as_bytes()
            .iter()
            .chain(b"\x80abc")
            .copied()
            .collect::<Vec<u8>>()
            .as_slice(),
        "说\0",
        4,
    );
    // Cut off in the middle of a character.
    check_bad(&"字說".as_bytes()[..5], "字", 3);
    // Surrogates and what is longer than it need be are no characters.
    check_bad(b"a\xED\xA0\x80", "a", 1);
    check_bad(b"a\xC0\x80", "a", 1);
    let mut long = "說".repeat(100_000).into_bytes();
    long.extend(b"\xE8\xAA");
    check_bad(&long, &"说".repeat(100_000), 300_000);
}

#[test]
fn an_unknown_configuration_is_named_with_the_nearest_and_the_list() {
    let talk = check(&["--config", "s2twpp"], "字", 2, "");
    assert!(talk.contains("similar value exists: 's2twp'"), "{talk}");
    for name in configurations() {
        assert!(talk.contains(name), "no {name} in {talk}");
    }
    let talk = check(&[], "字", 2, "");
    assert!(talk.contains("--config"), "{talk}");
    let talk = check(&["--config", "t2s", "--json"], "字", 2, "");
    assert!(talk.contains("--explain"), "{talk}");
}

#[test]
fn a_reader_that_has_enough_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_kaozheng"))
        .args(["convert", "--config", "s2tw"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut stdout = child.stdout.take().expect("a pipe");
    let writing = std::thread::spawn(move || stdin.write_all("汉字，".repeat(400_000).as_bytes()));
    let mut first = [0; 9];
    stdout.read_exact(&mut first).expect("the first words");
    assert_eq!(first, "漢字，".as_bytes());
    drop(stdout);
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let _ = writing.join().expect("the writer does not panic");
}
