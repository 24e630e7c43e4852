//! The builtin engine against OpenCC's own C++ library: the same text, byte for byte, in every configuration.
//!
//! `eval "$(.ci/opencc-reference)" && cargo test --features opencc-rust --test opencc -- --nocapture` prints what was
//! compared. Both are asked through [`Converter`]: [`Converter::builtin`] is the engine with any features,
//! [`Converter::new`] the library with this one.

use std::collections::BTreeSet;
use std::fs;
use std::ops::AddAssign;
use std::path::{Path, PathBuf};

use kaozheng::script::{Converter, configurations};
use rayon::prelude::*;

/// What a comparison came to.
#[derive(Default)]
struct Tally {
    texts: usize,
    characters: usize,
    differences: Vec<String>,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.texts += other.texts;
        self.characters += other.characters;
        self.differences.extend(other.differences);
    }
}

/// Converts all texts in all configurations both ways, prints the counts, and holds that nothing differs.
fn check(what: &str, texts: &[String]) -> Tally {
    let names: Vec<&str> = configurations().collect();
    let tallies: Vec<Tally> = names.par_iter().map(|name| compare(name, texts)).collect();
    let mut total = Tally::default();
    for tally in tallies {
        total += tally;
    }
    println!(
        "{what}: {} conversions, {} characters compared, {} differences",
        total.texts,
        total.characters,
        total.differences.len()
    );
    let shown = &total.differences[..total.differences.len().min(20)];
    assert!(shown.is_empty(), "{shown:#?}");
    total
}

fn compare(name: &str, texts: &[String]) -> Tally {
    let builtin = Converter::builtin(name).expect("a configuration of the list");
    let library = Converter::new(name).expect("a configuration of the list");
    let mut tally = Tally::default();
    for text in texts {
        let (ours, theirs) = (builtin.convert(text).text, library.convert(text).text);
        assert_eq!(
            builtin.text(text),
            ours,
            "{name}: the same with and without its segments"
        );
        tally.texts += 1;
        tally.characters += text.chars().count();
        if ours != theirs {
            tally
                .differences
                .push(difference(name, text, &ours, &theirs));
        }
    }
    tally
}

/// Describes a difference by the first line that has it.
fn difference(name: &str, text: &str, ours: &str, theirs: &str) -> String {
    let mut lines = text.lines().zip(ours.lines().zip(theirs.lines()));
    match lines.find(|(_, (ours, theirs))| ours != theirs) {
        Some((line, (ours, theirs))) => format!("{name}: {line:?} became {ours:?}, not {theirs:?}"),
        None => format!("{name}: {text:?} differs in its lines"),
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the text files below some folders of the repository, by path.
fn files(folders: &[&str]) -> Vec<(PathBuf, String)> {
    let roots = folders.iter().map(|folder| repository().join(folder));
    let entries = roots.flat_map(|root| walkdir::WalkDir::new(root).sort_by_file_name());
    let paths = entries.map(|entry| entry.expect("the repository can be read").into_path());
    paths
        .filter(|path| path.is_file())
        .filter_map(|path| Some((path.clone(), fs::read_to_string(path).ok()?)))
        .collect()
}

/// Returns the entries of all dictionaries, as they stand there: a key, a tab and values.
fn entries() -> Vec<String> {
    let dictionaries = files(&["src/script/opencc"]).into_iter();
    let is_dictionary = |(path, _): &(PathBuf, String)| path.extension() == Some("txt".as_ref());
    dictionaries
        .filter(is_dictionary)
        .flat_map(|(_, text)| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

/// Returns the keys and all values of the dictionaries, each once.
fn words() -> Vec<String> {
    let words: BTreeSet<String> = (entries().iter())
        .flat_map(|entry| entry.split(['\t', ' ']))
        .map(str::to_owned)
        .collect();
    words.into_iter().collect()
}

#[test]
fn rare_glyphs_without_fonts_are_in_neither() {
    // Of `TSCharactersExt`, which an installed library asks and the reference that this test is for does not.
    let texts = ["遱".to_owned(), "䜀䜁".to_owned()];
    check("rare glyphs", &texts);
    assert_eq!(
        Converter::new("t2s").expect("known").convert("遱").text,
        "遱"
    );
}

#[test]
fn every_dictionary_entry() {
    let entries = entries();
    assert!(entries.len() > 60_000, "{} entries", entries.len());
    let words = words();
    let what = format!(
        "{} entries, {} words, each alone",
        entries.len(),
        words.len()
    );
    check(&what, &words);
    // One text of many lines: a word among neighbours that many words begin or end with.
    for (before, after) in [
        ("一", "上"),
        ("後头", "里的"),
        ("為发", "裡於"),
        ("SQL", "隱碼"),
    ] {
        let sentences: Vec<String> = (words.iter())
            .map(|word| format!("{before}{word}{after}"))
            .collect();
        check(&format!("{before}…{after}"), &[sentences.join("\n")]);
    }
}

#[test]
fn every_text_of_the_repository() {
    let folders = [
        "content",
        "docs",
        "src",
        "static",
        "templates",
        "tests",
        "README.md",
        "CHANGELOG.md",
    ];
    let texts: Vec<String> = files(&folders).into_iter().map(|(_, text)| text).collect();
    assert!(texts.len() > 100, "{} files", texts.len());
    check(&format!("{} files of the repository", texts.len()), &texts);
}

#[test]
fn generated_texts() {
    let words = words();
    let mut random = Random(0x6B61_6F7A_6865_6E67);
    let texts: Vec<String> = (0..1200).map(|_| random.text(&words)).collect();
    check(&format!("{} generated texts", texts.len()), &texts);
}

/// A generator of texts that are the same at each run (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).expect("below a usize")
    }

    fn character(&mut self, from: char, to: char) -> char {
        let place = self.below(to as usize - from as usize + 1);
        let point = u32::try_from(from as usize + place).expect("below a character");
        char::from_u32(point).expect("no range has surrogates")
    }

    fn choice<'a>(&mut self, list: &'a [String]) -> &'a str {
        &list[self.below(list.len())]
    }

    /// Makes a text of one to four hundred pieces. In some Han prevails, in some all else.
    fn text(&mut self, words: &[String]) -> String {
        let mut text = String::new();
        let kinds = [6, 9, 22][self.below(3)];
        // Through the library a text is in parts at a NUL, so that no description sequence may reach across one.
        let has_operators = self.below(2) == 0;
        for _ in 0..1 + self.below(400) {
            match self.below(kinds) {
                0..=2 => text.push_str(self.choice(words)),
                3 => text.push(self.character('\u{4E00}', '\u{9FFF}')),
                4 => self.push_part(words, &mut text),
                5 => text.push_str(["，", "。", "「", "\n", " ", "的", "一"][self.below(7)]),
                6 => text.push(self.character('\u{3400}', '\u{4DBF}')),
                7 => text.push(self.character('\u{F900}', '\u{FAFF}')),
                8 => text.push(self.character('\u{20000}', '\u{2FA1F}')),
                9 => text.push(self.character(' ', '~')),
                10 => text.push(self.character('\u{A0}', '\u{24F}')),
                11 => text.push(self.character('\u{300}', '\u{36F}')),
                12 => text.push(self.character('\u{E000}', '\u{F8FF}')),
                13 => text.push(self.character('\u{F0000}', '\u{10FFFD}')),
                14 => text.push(self.character('\u{1F300}', '\u{1FAFF}')),
                15 => text.push(self.character('\u{3041}', '\u{30FF}')),
                16 => text.push(self.character('\u{2E80}', '\u{2FD5}')),
                17 => text.push(self.character('\u{FE00}', '\u{FE0F}')),
                18 => text.push(self.character('\u{2066}', '\u{2069}')),
                19 => text.push_str("\r\n"),
                _ if has_operators => text.push(self.character('\u{2FF0}', '\u{2FFF}')),
                _ => text.push('\0'),
            }
        }
        text
    }

    /// Adds the beginning or the end of a word.
    fn push_part(&mut self, words: &[String], text: &mut String) {
        let word: Vec<char> = self.choice(words).chars().collect();
        let middle = self.below(word.len() + 1);
        if self.below(2) == 0 {
            text.extend(&word[..middle]);
        } else {
            text.extend(&word[middle..]);
        }
    }
}
