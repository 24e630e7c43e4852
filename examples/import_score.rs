//! Scores importing of pages against page sets that others have published.
//!
//! ```sh
//! cargo run --release --example import_score -- readability FOLDER   # test/test-pages of mozilla/readability
//! cargo run --release --example import_score -- segments FILE FOLDER # wanted and unwanted segments, as JSON
//! cargo run --release --example import_score -- bylines FILE FOLDER  # days and names that pages show, as JSON
//! ```
//!
//! - `readability`: each folder has `source.html`, `expected.html` and `expected-metadata.json`. The body is
//!   scored by tokens, a Han character or a word of another script being one; a field counts where one is
//!   expected.
//! - `segments`: a JSON object of pages, each with `file`, `with` and `without`, as trafilatura's evaluation has them;
//!   a segment counts as found when the body holds it, white space folded.
//! - `bylines`: a JSON object of pages' paths, each with the `date` and the names of the `byline` that a reader
//!   sees beside the text, `a|b` where either will do. The pages are read without their `meta` elements and
//!   their JSON-LD.
//!
//! It prints a table, and with `--verbose` the worst pages.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kaozheng::config::{self, Config};
use kaozheng::diagnostic::Source;
use kaozheng::import::draft::{Draft, plain_text};
use kaozheng::import::{self, Format, Input, Options};
use scraper::{ElementRef, Html};
use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_verbose = arguments.iter().any(|argument| argument == "--verbose");
    let plain: Vec<&str> = arguments
        .iter()
        .map(String::as_str)
        .filter(|it| !it.starts_with("--"))
        .collect();
    match plain.as_slice() {
        ["readability", folder] => readability(Path::new(folder), is_verbose),
        ["segments", file, folder] => segments(Path::new(file), Path::new(folder), is_verbose),
        ["bylines", file, folder] => bylines(Path::new(file), Path::new(folder), is_verbose),
        _ => Err(
            "usage: import_score readability FOLDER | segments FILE FOLDER | bylines FILE FOLDER"
                .into(),
        ),
    }
}

struct Importer {
    config: Config,
    pages: usize,
    time: Duration,
}

impl Importer {
    fn new() -> Importer {
        Importer {
            config: config::read(&Source::new(config::FILE_NAME, "title = \"-\"")).value,
            pages: 0,
            time: Duration::ZERO,
        }
    }

    /// Imports a page; one that is refused is an empty draft.
    fn import(&mut self, path: &Path, url: &str) -> Result<Draft, Box<dyn Error>> {
        self.import_bytes(path, fs::read(path)?, url)
    }

    fn import_bytes(
        &mut self,
        path: &Path,
        bytes: Vec<u8>,
        url: &str,
    ) -> Result<Draft, Box<dyn Error>> {
        let input = Input {
            name: path.display().to_string(),
            bytes,
            companions: Vec::new(),
            articles: Vec::new(),
        };
        let options = Options {
            format: Some(Format::Html),
            url: Some(url.to_owned()).filter(|url| import::is_web_address(url)),
            ..Options::default()
        };
        let start = Instant::now();
        let bundle = import::read(&input, &options, &self.config);
        self.time += start.elapsed();
        self.pages += 1;
        if let Err(problem) = &bundle {
            println!("{}", problem.message);
        }
        Ok(bundle.map(|bundle| bundle.draft).unwrap_or_default())
    }

    fn print_speed(&self) {
        let rate = self.pages as f64 / self.time.as_secs_f64();
        println!(
            "{:<24} {rate:>8.0} pages/s, one thread, {} pages",
            "speed", self.pages
        );
    }
}

/// How often a field was right where one was expected.
#[derive(Default)]
struct Share {
    right: usize,
    expected: usize,
}

impl Share {
    fn count(&mut self, is_right: bool) {
        self.expected += 1;
        self.right += usize::from(is_right);
    }

    fn print(&self, name: &str) {
        let share = 100.0 * self.right as f64 / self.expected.max(1) as f64;
        println!(
            "{name:<24} {share:>7.1} %  {} of {}",
            self.right, self.expected
        );
    }
}

fn readability(folder: &Path, is_verbose: bool) -> Result<(), Box<dyn Error>> {
    let mut importer = Importer::new();
    let mut scores: Vec<(f64, PathBuf)> = Vec::new();
    let mut found_scores: Vec<f64> = Vec::new();
    let mut shares: HashMap<&str, Share> = HashMap::new();
    let mut folders: Vec<PathBuf> = fs::read_dir(folder)?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    folders.sort();
    for folder in folders {
        let draft = importer.import(
            &folder.join("source.html"),
            "http://fakehost/test/page.html",
        )?;
        let expected = fs::read_to_string(folder.join("expected.html"))?;
        let expected = tokens(&shown_text(Html::parse_document(&expected).root_element()));
        let body = plain_text(&draft.body);
        scores.push((f1(&tokens(&body), &expected), folder.clone()));
        found_scores.push(f1(
            &tokens(&format!("{body}\n{}", apart(&draft))),
            &expected,
        ));
        let metadata: Value =
            serde_json::from_str(&fs::read_to_string(folder.join("expected-metadata.json"))?)?;
        let date = draft.date.map(|dated| dated.date.to_string());
        let fields = [
            ("title", draft.title.clone()),
            ("byline", draft.authors.join(", ")),
            ("siteName", draft.publisher.clone().unwrap_or_default()),
            ("lang", draft.language.clone().unwrap_or_default()),
            ("publishedTime", date.unwrap_or_default()),
        ];
        for (name, found) in fields {
            let Some(wanted) = metadata[name]
                .as_str()
                .filter(|wanted| !wanted.trim().is_empty())
            else {
                continue;
            };
            let is_right = match name {
                "publishedTime" => wanted.starts_with(&found) && !found.is_empty(),
                "byline" => is_same_byline(wanted, &found),
                "siteName" => is_same_site(wanted, &found),
                "lang" => wanted.split(['-', '_']).next() == found.split('-').next(),
                _ => is_same(wanted, &found),
            };
            if !is_right && is_verbose {
                println!(
                    "{name}: {} wanted {wanted:?}, found {found:?}",
                    folder.display()
                );
            }
            shares.entry(name).or_default().count(is_right);
        }
    }
    scores.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mean = scores.iter().map(|(score, _)| score).sum::<f64>() / scores.len() as f64;
    println!("{:<24} {mean:>9.4}", "body, F1 by tokens");
    let mean = found_scores.iter().sum::<f64>() / found_scores.len() as f64;
    println!("{:<24} {mean:>9.4}", "with what is set aside");
    for name in ["title", "byline", "siteName", "lang", "publishedTime"] {
        shares.entry(name).or_default().print(name);
    }
    importer.print_speed();
    if is_verbose {
        for (score, folder) in scores.iter().take(30) {
            println!("{score:.4} {}", folder.display());
        }
    }
    Ok(())
}

fn segments(file: &Path, folder: &Path, is_verbose: bool) -> Result<(), Box<dyn Error>> {
    let pages: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let mut importer = Importer::new();
    let (mut found, mut missed, mut unwanted, mut absent) = (0, 0, 0, 0);
    let mut east_asian = Share::default();
    let empty = Vec::new();
    for (url, page) in pages.as_object().ok_or("the segments are no object")? {
        let path = folder.join(page["file"].as_str().ok_or("a page has no file")?);
        if !path.is_file() {
            continue;
        }
        let text = folded(&plain_text(&importer.import(&path, url)?.body));
        let holds = |segment: &&Value| {
            segment
                .as_str()
                .is_some_and(|segment| text.contains(&folded(segment)))
        };
        for segment in page["with"].as_array().unwrap_or(&empty) {
            match holds(&segment) {
                true => found += 1,
                false => missed += 1,
            }
            if segment.as_str().is_some_and(is_east_asian) {
                east_asian.count(holds(&segment));
            }
            if is_verbose && !holds(&segment) {
                println!("missed: {} {segment}", path.display());
            }
        }
        for segment in page["without"].as_array().unwrap_or(&empty) {
            match holds(&segment) {
                true => unwanted += 1,
                false => absent += 1,
            }
            if is_verbose && holds(&segment) {
                println!("unwanted: {} {segment}", path.display());
            }
        }
    }
    let precision = f64::from(found) / f64::from(found + unwanted);
    let recall = f64::from(found) / f64::from(found + missed);
    println!("{:<24} {found} of {}", "wanted segments", found + missed);
    println!(
        "{:<24} {unwanted} of {}",
        "unwanted segments",
        unwanted + absent
    );
    east_asian.print("wanted, Han or kana");
    println!("{:<24} {precision:>9.4}", "precision");
    println!("{:<24} {recall:>9.4}", "recall");
    println!(
        "{:<24} {:>9.4}",
        "F1",
        2.0 * precision * recall / (precision + recall)
    );
    importer.print_speed();
    Ok(())
}

fn bylines(file: &Path, folder: &Path, is_verbose: bool) -> Result<(), Box<dyn Error>> {
    let pages: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let mut importer = Importer::new();
    let (mut dates, mut names) = (Share::default(), Share::default());
    for (name, shown) in pages.as_object().ok_or("the pages are no object")? {
        let path = folder.join(name);
        let bytes = without_tags(&fs::read(&path)?);
        let draft = importer.import_bytes(&path, bytes, "")?;
        let found = draft.date.map(|dated| dated.date.to_string());
        if let Some(date) = shown["date"].as_str() {
            let is_right = found.as_deref() == Some(date);
            dates.count(is_right);
            if is_verbose && !is_right {
                println!("date: {name} wanted {date}, found {found:?}");
            }
        } else if let (Some(found), true) = (found, is_verbose) {
            println!("date: {name} shows none, found {found}");
        }
        let found: Vec<&String> = draft.authors.iter().chain(&draft.publisher).collect();
        let wanted: Vec<&str> = shown["byline"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        if !wanted.is_empty() {
            let is_found = |name: &&str| {
                name.split('|')
                    .any(|name| found.iter().any(|it| *it == name))
            };
            let is_right = wanted.iter().all(is_found);
            names.count(is_right);
            if is_verbose && !is_right {
                println!("byline: {name} wanted {wanted:?}, found {found:?}");
            }
        } else if is_verbose && !found.is_empty() {
            println!("byline: {name} shows none, found {found:?}");
        }
    }
    dates.print("date");
    names.print("byline");
    importer.print_speed();
    Ok(())
}

/// Returns a page without what its head says for machines: `meta` elements but for the encoding, and JSON-LD.
fn without_tags(page: &[u8]) -> Vec<u8> {
    // Each byte as a character, so that a page of any encoding is cut and put together again.
    let text: String = page.iter().map(|byte| char::from(*byte)).collect();
    let lower = text.to_ascii_lowercase();
    let mut kept = String::new();
    let mut at = 0;
    while let Some(start) = lower[at..].find('<').map(|start| at + start) {
        kept.push_str(&text[at..start]);
        let rest = &lower[start..];
        let tag = &rest[..rest.find('>').map_or(rest.len(), |end| end + 1)];
        let length = if tag.starts_with("<meta") && !tag.contains("charset") {
            tag.len()
        } else if tag.starts_with("<script") && tag.contains("ld+json") {
            rest.find("</script").unwrap_or(rest.len())
        } else {
            kept.push_str(&text[start..start + tag.len()]);
            at = start + tag.len();
            continue;
        };
        at = start + length;
    }
    kept.push_str(&text[at..]);
    kept.chars().map(|it| it as u8).collect()
}

/// Elements that begin no word (HTML, section 4.5).
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr",
];

/// Returns the text of an element as it is shown: a word goes on over the edges of inline elements.
fn shown_text(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    push_shown_text(element, &mut text);
    text
}

fn push_shown_text(element: ElementRef<'_>, text: &mut String) {
    let edge = if INLINE.contains(&element.value().name()) {
        ""
    } else {
        " "
    };
    text.push_str(edge);
    for child in element.children() {
        match (ElementRef::wrap(child), child.value().as_text()) {
            (Some(inner), _) => push_shown_text(inner, text),
            (None, Some(piece)) => text.push_str(piece),
            (None, None) => {}
        }
    }
    text.push_str(edge);
}

/// Returns the text that rules set apart from what was found to be the article.
fn apart(draft: &Draft) -> String {
    const OF_PAGE: &[&str] = &["image-not-captured", "image-beside-text"];
    let aside = draft
        .aside
        .iter()
        .filter(|aside| !OF_PAGE.contains(&aside.rule.as_str()));
    let aside = aside.map(|aside| aside.text.clone());
    let is_title = draft
        .fired
        .iter()
        .any(|fired| fired.rule == "title-repeated");
    let title = is_title.then(|| draft.title.clone());
    let related = draft
        .related
        .iter()
        .map(|item| format!("{}\n{}", item.title, item.text));
    aside
        .chain(title)
        .chain(related)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Returns whether a name is the one that a byline begins with; behind it may stand a degree, an address,
/// and in further lines a day or an outlet, which are fields of their own.
fn is_same_byline(wanted: &str, found: &str) -> bool {
    let bare = ["Written by", "By", "Par"]
        .iter()
        .find_map(|by| wanted.trim().strip_prefix(by));
    let bare = bare.unwrap_or(wanted).trim();
    let line = &folded(bare.lines().next().unwrap_or_default());
    let cut = line.split([',', '(']).next().unwrap_or_default();
    is_same(line, found) || is_same(cut, found)
}

/// Returns whether two outlets are the same; an address is its host.
fn is_same_site(wanted: &str, found: &str) -> bool {
    let host = wanted
        .split_once("://")
        .map(|(_, host)| host.trim_start_matches("www."));
    is_same(host.unwrap_or(wanted), found)
}

/// Returns whether two texts are the same, but for a site's name behind a title and a `By` before a name.
fn is_same(wanted: &str, found: &str) -> bool {
    let wanted = folded(wanted);
    let bare = ["By ", "by ", "BY "]
        .iter()
        .find_map(|by| wanted.strip_prefix(by))
        .unwrap_or(&wanted);
    let rest = bare
        .strip_prefix(folded(found).as_str())
        .filter(|_| !found.is_empty());
    let is_site = |rest: &str| {
        ["|", "-", "–", "_", "["]
            .iter()
            .any(|sign| rest.trim_start().starts_with(sign))
    };
    rest.is_some_and(|rest| rest.is_empty() || is_site(rest))
}

/// Returns a text with its white space folded, without soft hyphens, which are not shown.
fn folded(text: &str) -> String {
    let text = text.replace('\u{ad}', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns whether a text is Chinese or Japanese: it has Han characters or kana.
fn is_east_asian(text: &str) -> bool {
    text.chars()
        .any(|it| matches!(it, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))
}

/// Returns the tokens of a text with their numbers: a Han character, or a word of another script.
fn tokens(text: &str) -> HashMap<String, usize> {
    let mut tokens = HashMap::new();
    let mut word = String::new();
    for character in text.chars().chain([' ']) {
        let is_han = matches!(character, '\u{2e80}'..='\u{9fff}' | '\u{20000}'..='\u{323af}');
        if character.is_alphanumeric() && !is_han {
            word.push(character);
            continue;
        }
        if !word.is_empty() {
            *tokens.entry(std::mem::take(&mut word)).or_default() += 1;
        }
        if is_han && !character.is_whitespace() {
            *tokens.entry(character.to_string()).or_default() += 1;
        }
    }
    tokens
}

fn f1(found: &HashMap<String, usize>, expected: &HashMap<String, usize>) -> f64 {
    let common: usize = found
        .iter()
        .map(|(token, count)| (*count).min(expected.get(token).copied().unwrap_or_default()))
        .sum();
    let total: usize = found.values().sum::<usize>() + expected.values().sum::<usize>();
    if total == 0 {
        1.0
    } else {
        2.0 * common as f64 / total as f64
    }
}
