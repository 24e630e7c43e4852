//! The front matter of a draft, as YAML (DESIGN section 3.1).

use super::Options;
use super::draft::{DateKind, Draft};

/// What a bundle records of its source's file.
pub(super) struct SourceFile<'a> {
    /// Its name in the bundle.
    pub name: &'a str,
    /// Its media type.
    pub media_type: &'a str,
    /// Its encoding, and how that was known; nothing of a file that has none.
    pub encoding: &'a str,
    pub encoding_evidence: &'a str,
    /// The SHA-256 of its bytes.
    pub sha256: &'a str,
    /// The digest of the body's plain text.
    pub text: &'a str,
}

/// Returns the lines between the fences. An unknown field that an author may find out is there, and
/// empty.
pub(super) fn write(draft: &Draft, options: &Options, file: &SourceFile<'_>) -> String {
    let mut yaml = format!("title: {}\n", scalar(&draft.title));
    let date = draft.date.map(|dated| dated.date.to_string());
    push(&mut yaml, "date", date.as_deref());
    if let Some(language) = &draft.language {
        push(&mut yaml, "language", Some(language));
    }
    yaml += "source:\n";
    push(
        &mut yaml,
        "  publisher",
        draft.publisher.as_deref().map(scalar).as_deref(),
    );
    push(&mut yaml, "  author", authors(&draft.authors).as_deref());
    let url = draft.address(options.url.as_deref());
    push(&mut yaml, "  url", url.map(scalar).as_deref());
    let canonical = draft
        .canonical
        .as_deref()
        .filter(|canonical| url != Some(canonical));
    push_known(&mut yaml, "  canonical", canonical);
    push_known(&mut yaml, "  image", draft.image.as_deref());
    push_known(&mut yaml, "  lede", draft.lede.as_deref());
    let kind = draft.date.map(|dated| dated.kind);
    let kind = kind.filter(|kind| *kind != DateKind::Unstated);
    push_known(&mut yaml, "  date_kind", kind.map(DateKind::name));
    if let Some(retrieved) = draft.retrieved {
        push(&mut yaml, "  retrieved", Some(&retrieved.date.to_string()));
        let evidence = retrieved.evidence.name();
        push(&mut yaml, "  retrieved_evidence", Some(evidence));
    }
    push(&mut yaml, "  file", Some(file.name));
    push(&mut yaml, "  media_type", Some(file.media_type));
    if !file.encoding.is_empty() {
        push(&mut yaml, "  encoding", Some(file.encoding));
        push(
            &mut yaml,
            "  encoding_evidence",
            Some(file.encoding_evidence),
        );
    }
    push(&mut yaml, "  sha256", Some(file.sha256));
    push(&mut yaml, "  text", Some(file.text));
    let tags: Vec<String> = draft.tags.iter().map(|tag| quoted(tag)).collect();
    yaml += &format!("tags: [{}]\n", tags.join(", "));
    if !draft.aliases.is_empty() {
        yaml += "aliases:\n";
    }
    for alias in &draft.aliases {
        yaml += &alias_item(alias);
    }
    if !draft.related.is_empty() {
        yaml += "related:\n";
    }
    for related in &draft.related {
        yaml += &format!("  - title: {}\n", quoted(&related.title));
        if !related.text.is_empty() {
            yaml += &format!("    text: {}\n", quoted(&related.text));
        }
    }
    if !draft.aside.is_empty() {
        yaml += "aside:\n";
    }
    for aside in &draft.aside {
        yaml += &format!(
            "  - rule: {}\n    text: {}\n",
            aside.rule,
            quoted(&aside.text)
        );
    }
    yaml + &format!("draft: {}\n", draft.is_draft)
}

/// Returns the line of an alias.
pub(super) fn alias_item(alias: &str) -> String {
    format!("  - {}\n", quoted(alias))
}

fn push(yaml: &mut String, key: &str, value: Option<&str>) {
    *yaml += key;
    *yaml += ":";
    if let Some(value) = value {
        *yaml += " ";
        *yaml += value;
    }
    *yaml += "\n";
}

/// Adds a field when its value is known; an author has no reason to look for it.
fn push_known(yaml: &mut String, key: &str, value: Option<&str>) {
    if value.is_some() {
        push(yaml, key, value.map(scalar).as_deref());
    }
}

fn authors(authors: &[String]) -> Option<String> {
    match authors {
        [] => None,
        [author] => Some(scalar(author)),
        several => {
            let quoted: Vec<String> = several.iter().map(|author| quoted(author)).collect();
            Some(format!("[{}]", quoted.join(", ")))
        }
    }
}

/// Returns a text as a plain scalar where YAML 1.2 reads it as that text, quoted otherwise.
pub(super) fn scalar(text: &str) -> String {
    let folded = fold(text);
    let starts_plain = folded.starts_with(|it: char| it.is_alphabetic());
    let is_word = ["true", "false", "null", "yes", "no", "on", "off"]
        .iter()
        .any(|word| folded.eq_ignore_ascii_case(word));
    let has_sign = folded.contains(": ") || folded.contains(" #") || folded.ends_with(':');
    let is_number = folded.parse::<f64>().is_ok();
    if starts_plain && !is_word && !has_sign && !is_number {
        folded
    } else {
        quoted(text)
    }
}

/// Returns a text in single quotation marks, on one line.
fn quoted(text: &str) -> String {
    format!("'{}'", fold(text).replace('\'', "''"))
}

/// Returns a text on one line, without what YAML cannot have (YAML 1.2.2, section 5.1).
fn fold(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_hiding = |it: char| it.is_control() || matches!(it, '\u{fffe}' | '\u{ffff}');
    words.join(" ").replace(is_hiding, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars() {
        for (text, expected) in [
            ("美股屢創新高,AI熱潮", "美股屢創新高,AI熱潮"),
            ("「引號」", "'「引號」'"),
            ("5.5%", "'5.5%'"),
            ("It's", "It's"),
            ("'quoted'", "'''quoted'''"),
            ("a: b", "'a: b'"),
            ("a #b", "'a #b'"),
            ("null", "'null'"),
            ("https://example.org/a", "https://example.org/a"),
            ("兩\n行", "兩 行"),
            ("infinity", "'infinity'"),
            ("甲\u{ffff}乙\u{0}", "甲\u{fffd}乙\u{fffd}"),
        ] {
            assert_eq!(scalar(text), expected);
        }
    }
}
