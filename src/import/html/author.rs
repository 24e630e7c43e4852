//! Who wrote an article, as the head of its page, its links and its byline say.
//!
//! What western pages have in such a place is cut down to names: words before them, days and times behind
//! them, and what stands there for want of a name are none.

use std::collections::HashSet;

use dom_query::Document;

use super::super::text::byline;
use super::fold;

/// Words before a name.
const BY: &[&str] = &[
    "written by",
    "posted by",
    "reported by",
    "geschrieben von",
    "veröffentlicht von",
    "erstellt von",
    "eingestellt von",
    "publiziert von",
    "artikel von",
    "ein artikel von",
    "text von",
    "escrito por",
    "publicado por",
    "rédigé par",
    "publié par",
    "by",
    "von",
    "par",
    "por",
    "author",
    "autor",
    "autorin",
    "autora",
    "auteur",
    "interview",
];

/// What ends a name: a word for when or where it was said.
const ENDS: &[&str] = &[
    " | ",
    " · ",
    " // ",
    " am ",
    " stand: ",
    " published ",
    " - ",
];

/// What pages have where an author's name should be.
const NO_AUTHOR: &[&str] = &[
    "name",
    "name (erforderlich)",
    "name (required)",
    "nom",
    "nombre",
    "author",
    "autor",
    "autor redaktion",
    "no author",
    "publisher",
    "admin",
    "administrator",
    "super user",
    "wordpressadmin",
    "editor",
    "follow",
    "redaktion",
    "redacción",
    "rédaction",
    "unknown",
    "unbenannt",
    "unbekannt",
    "anonymous",
    "anónimo",
    "anonym",
    "undefined",
    "null",
    "by",
    "von",
    "posted",
    "posted on",
    "published",
    "published on",
    "publiziert am",
    "veröffentlicht am",
    "taboola",
    "disqus",
    "powered",
    "wordpress",
    "elegant themes",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
];

/// Words behind a reader's name, above what that reader said.
const SAID: &[&str] = &[" sagt", " says", " said", " schrieb", " dice", " dit"];

/// Words that a line begins with which says something else.
const ELSE: &[&str] = &[
    "posted on",
    "on ",
    "veröffentlicht am",
    "publiziert am",
    "copyright",
    "datum:",
];

/// Characters of a name; what is longer is none.
const NAME_MAX: usize = 80;

/// Returns the authors that a value names: in its first line, for further ones say when and for whom.
pub(super) fn in_value(value: &str) -> Vec<String> {
    let mut lines = value.lines().map(fold).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let value = match lines.next() {
        Some(second) if without_by(&first).is_empty() => format!("{first} {second}"),
        _ => first,
    };
    if let Some(byline) = byline::read(&value)
        && !byline.authors.is_empty()
    {
        return byline.authors;
    }
    let names = without_by(&value).split(['、', '，', ',']);
    names.filter_map(name).collect()
}

/// Returns a text without the words for who wrote it that it begins with.
fn without_by(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let rest = BY.iter().find_map(|by| {
            let start = text.get(..by.len())?;
            let rest = &text[by.len()..];
            let is_word = rest.is_empty() || rest.starts_with([' ', ':']);
            (start.to_lowercase() == *by && is_word).then_some(rest)
        });
        match rest {
            Some(rest) => text = rest.trim_start_matches([' ', ':']),
            None => return text,
        }
    }
}

/// Leaves each name once, and none of what pages have where an author's name should be.
pub(super) fn settle(names: &mut Vec<String>) {
    let mut seen = HashSet::new();
    names.retain(|name| {
        let folded = name.to_lowercase();
        !NO_AUTHOR.contains(&folded.as_str()) && seen.insert(folded)
    });
}

/// Returns the name that a part of a byline is, without what stands behind it.
fn name(text: &str) -> Option<String> {
    let text = text.trim();
    // Of the words that are looked for all are in ASCII, and so their places are those in the text.
    let lower = text.to_ascii_lowercase();
    let is_other = text.contains("://") || text.contains('@') || lower.ends_with(" ago");
    let is_other = is_other || ELSE.iter().any(|words| lower.starts_with(words));
    // Without a colon it may be a name, but none begins in lower case.
    let is_reader = |said: &&str| {
        lower.match_indices(*said).any(|(at, _)| {
            let rest = &lower[at + said.len()..];
            rest.starts_with(':') || (rest.is_empty() && text[at..].starts_with(*said))
        })
    };
    if is_other || SAID.iter().any(is_reader) {
        return None;
    }
    let ends = ENDS.iter().filter_map(|end| lower.find(end));
    let end = ends.chain(number(text)).min().unwrap_or(text.len());
    let name = without_by(&text[..end]);
    let is_sign = |it: char| it.is_whitespace() || "*:-–—|·»~/".contains(it);
    let name = name.trim_matches(is_sign);
    let is_name = name.contains(char::is_alphabetic)
        && !NO_AUTHOR.contains(&name.to_lowercase().as_str())
        && name.chars().count() <= NAME_MAX;
    is_name.then(|| name.to_owned())
}

/// Returns where a word of figures begins that says when, as `29.07.2020` or `11:14`.
fn number(text: &str) -> Option<usize> {
    let is_figure = |word: &str| {
        let is_of_time = |it: char| it.is_ascii_digit() || matches!(it, '.' | ':' | '/' | '-');
        word.starts_with(|it: char| it.is_ascii_digit()) && word.chars().all(is_of_time)
    };
    let has_year = text.split([' ', '.', '/']).any(|word| {
        word.len() == 4
            && word.starts_with(['1', '2'])
            && word.bytes().all(|it| it.is_ascii_digit())
    });
    let mut words = text.split(' ').scan(0, |at, word| {
        let start = *at;
        *at += word.len() + 1;
        Some((start, word))
    });
    let found = words.find(|(_, word)| is_figure(word))?.0;
    (has_year || text[found..].contains(':')).then_some(found)
}

/// Returns the names in links to authors (HTML, section 4.6.7.2, `rel=author`).
pub(super) fn linked(document: &Document) -> Vec<String> {
    let links = document.select("a[rel~=author]");
    let names = links.nodes().iter().map(|link| fold(&link.text()));
    names.filter(|name| !name.is_empty()).collect()
}

/// Returns the authors of a byline: the names that links in it lead to, or those that its words give.
pub(super) fn in_byline(byline: &str, linked: &[String]) -> Vec<String> {
    let text = fold(byline);
    let mut names: Vec<String> = Vec::new();
    for name in linked.iter().filter(|name| !is_doubtful(name)) {
        if text.contains(name.as_str()) && !names.contains(name) {
            names.push(name.clone());
        }
    }
    if !names.is_empty() {
        return names;
    }
    match byline::read(&text) {
        Some(read) => read.authors,
        None if is_doubtful(&text) => Vec::new(),
        None => in_value(byline),
    }
}

/// Returns whether a byline in Chinese is as likely a button, a count or the editor.
fn is_doubtful(byline: &str) -> bool {
    let is_han = |it: char| matches!(it, '\u{3400}'..='\u{9fff}');
    let is_sign = |it: char| it.is_ascii_digit() || matches!(it, ':' | '：' | '【' | '[');
    byline.contains(is_han) && byline.contains(is_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expected: &[&str]) {
        assert_eq!(in_value(value), expected, "{value}");
    }

    #[test]
    fn names() {
        check("By Jane Doe", &["Jane Doe"]);
        check("By\nJane Doe", &["Jane Doe"]);
        check("Von: Jane Doe", &["Jane Doe"]);
        check("Geschrieben von Jane Doe am 21. April 2020", &["Jane Doe"]);
        check("Jane Doe 29.07.2020 // 12:56", &["Jane Doe"]);
        check("Jane Doe -", &["Jane Doe"]);
        check("Jane Doe | Example", &["Jane Doe"]);
        check("Jane von Example", &["Jane von Example"]);
        check("Edward Said", &["Edward Said"]);
        check("İbrahim İnce am 21. April 2020", &["İbrahim İnce"]);
        check("Byron Doe, user5105", &["Byron Doe", "user5105"]);
        check("7 News", &["7 News"]);
        check("王小明、李小華", &["王小明", "李小華"]);
    }

    #[test]
    fn what_is_no_name() {
        for value in [
            "Name (erforderlich)",
            "Nom *",
            "Posted on",
            "By",
            "Jane says:",
            "Jane Sagt: 9. Dezember 2013 at 14:57",
            "Jane said, on August 3",
            "Veröffentlicht am 8. Februar 2022",
            "Jane sagt:",
            "Donnerstag, 4. November 2021",
            "6 de mayo de 2022 05:30",
            "von Redaktion",
            "jane@example.org",
            "https://example.org/jane",
        ] {
            check(value, &[]);
        }
    }
}
