//! A record as the Markdown of a note (DESIGN section 4): what is text in the record is text in the
//! Markdown, so that nothing that came from others is markup.

use crate::article::record::{Change, Evidence, Record, Reply, SeeAlso};
use crate::config::citations::{Citation, Citations, is_key_sign};
use crate::config::{Config, InterfaceLanguage};

/// Pairs of marks that words can be quoted in, the usual one first.
const MARKS: [(char, char); 5] = [
    ('「', '」'),
    ('『', '』'),
    ('“', '”'),
    ('‘', '’'),
    ('"', '"'),
];

/// Returns all that a note says behind its label and its words, without indentation: the reading, the
/// gist, further paragraphs and the items. `cited` returns the URL for an address as a note has it; what is
/// one of `citations` is cited by its key.
pub(super) fn text(
    record: &Record,
    config: &Config,
    citations: &Citations,
    cited: &dyn Fn(&str) -> String,
) -> String {
    let mut text = match &record.reading {
        Some(reading) => format!("→{}：", quoted(reading)),
        None => String::new(),
    };
    let said = paragraphs(&record.text());
    text += &match said.strip_prefix('→') {
        // An arrow behind the words would propose a reading.
        Some(rest) if text.is_empty() => format!("&#8594;{rest}"),
        _ => said,
    };
    let items: Vec<String> = items(record, config, citations, cited);
    if !items.is_empty() {
        if !text.is_empty() {
            text += "\n\n";
        }
        text += &items.join("\n");
    }
    text
}

/// Returns texts with an empty line between as paragraphs.
fn paragraphs(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let lines: Vec<String> = paragraph
            .split('\n')
            .map(|line| literal_line(line.trim()))
            .filter(|line| !line.is_empty())
            .collect();
        lines.join("\\\n")
    });
    let paragraphs: Vec<String> = paragraphs.filter(|text| !text.is_empty()).collect();
    paragraphs.join("\n\n")
}

fn items(
    record: &Record,
    config: &Config,
    citations: &Citations,
    cited: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for evidence in &record.evidence {
        let key = if evidence.is_for { "據" } else { "反證" };
        let text = evidence_text(evidence, citations, cited);
        items.push(format!("- {key} {text}"));
        // Behind what is no link, one to a copy would be taken for the source.
        if let (None, Some(copy)) = (&evidence.url, &evidence.archived) {
            items.push(format!("- 存檔 {}", link("存檔", &cited(copy))));
        }
    }
    let confidence = record.confidence.iter();
    items.extend(confidence.map(|word| format!("- 信心 {}", literal(word))));
    let reviewer = record.reviewer.iter();
    items.extend(reviewer.map(|name| format!("- 查核 {}", literal(name))));
    let dissent = record.dissent.iter();
    items.extend(dissent.map(|said| reply(said, "異議", "")));
    let corrections = record.corrections.iter();
    items.extend(corrections.map(|change| format!("- 更正 {}", correction(change, config))));
    items.extend(record.see_also.iter().map(|seen| match seen {
        SeeAlso::Address(url) => format!("- 參見 {}", link(&cited(url), &cited(url))),
        SeeAlso::Note(id) => format!("- 參見 {}", link(id, &cited(&format!("#n-{id}")))),
    }));
    items
}

/// Returns an objection, which `key` stands before, or an answer, and the answers to it below.
fn reply(said: &Reply, key: &str, indent: &str) -> String {
    let signature = whole(&said.signature);
    let head = match key {
        "" => at_line_start(signature.trim()),
        key => format!("{key} {signature}").trim().to_owned(),
    };
    let mut lines = format!("{indent}- {head}：{}", literal(&said.text()));
    let indent = format!("{indent}  ");
    for answer in &said.answers {
        lines += "\n";
        lines += &reply(answer, "", &indent);
    }
    lines
}

fn evidence_text(
    evidence: &Evidence,
    citations: &Citations,
    cited: &dyn Fn(&str) -> String,
) -> String {
    let quotation = evidence.quotation.as_deref().map(quoted);
    let quotation = quotation.unwrap_or_default();
    let copy = evidence.archived.as_deref();
    let copy_text = |archived: &str| format!("（{}）", link("存檔", &cited(archived)));
    if let Some(citation) = citation_of(evidence, citations) {
        let copy = copy.filter(|copy| citation.archived.as_deref() != Some(copy));
        let copy = copy.map(copy_text).unwrap_or_default();
        return format!("[@{}]{copy}{quotation}", citation.key);
    }
    let Some(url) = &evidence.url else {
        let colon = if quotation.is_empty() || evidence.title.is_empty() {
            ""
        } else {
            "："
        };
        return format!("{}{colon}{quotation}", whole(&evidence.title_and_locator()));
    };
    let copy = copy.map(copy_text).unwrap_or_default();
    link(&evidence.title_and_locator(), &cited(url)) + &copy + &quotation
}

/// Returns the source that evidence is, unless citing it would say more than the evidence does.
fn citation_of<'c>(evidence: &Evidence, citations: &'c Citations) -> Option<&'c Citation> {
    let citation = citations.find(&evidence.title, evidence.url.as_deref())?;
    let says_more = citation.archived.is_some() && evidence.archived.is_none();
    let can_be_cited = citation.key.chars().all(is_key_sign);
    (can_be_cited && !says_more).then_some(citation.as_ref())
}

fn correction(change: &Change, config: &Config) -> String {
    let interface = InterfaceLanguage::TraditionalChinese;
    let label = |term: usize| config.vocabulary.term(term).label(interface);
    let verdicts = match change.verdicts {
        Some((from, to)) => format!(" 由 {} 改為 {}", label(from), label(to)),
        None => String::new(),
    };
    format!(
        "{}{verdicts}：{}",
        change.date,
        literal(&change.reason_text())
    )
}

/// Returns the marks that a text can be quoted in; none where it has an odd one of each pair.
pub(super) fn marks(text: &str) -> Option<(char, char)> {
    let is_balanced = |(open, close): &(char, char)| {
        let mut depth = 0_usize;
        for character in text.chars() {
            if character == *close && depth == 0 {
                return false;
            } else if character == *close {
                depth -= 1;
            } else if character == *open {
                depth += 1;
            }
        }
        depth == 0
    };
    MARKS.into_iter().find(is_balanced)
}

/// Returns a text in quotation marks. Where no pair will do, its marks become those of German, which
/// quote nothing here.
pub(super) fn quoted(text: &str) -> String {
    match marks(text) {
        Some((open, close)) => format!("{open}{}{close}", literal(text)),
        None => format!("「{}」", literal(&text.replace(['「', '」'], "‹"))),
    }
}

/// Returns a title that is no link, so that nothing in it divides or quotes: such signs become entities, which
/// are text alone.
fn whole(title: &str) -> String {
    let mut out = String::new();
    for character in literal(title).chars() {
        match "「『“‘\"：:（".contains(character) {
            true => out += &format!("&#{};", u32::from(character)),
            false => out.push(character),
        }
    }
    out
}

fn link(title: &str, url: &str) -> String {
    format!("[{}](<{}>)", literal(title), destination(url))
}

/// Returns an address with what would end it, or the line, percent-encoded.
fn destination(url: &str) -> String {
    let mut destination = String::with_capacity(url.len());
    for character in url.chars() {
        if character.is_control() || character.is_whitespace() || "<>\\".contains(character) {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                destination += &format!("%{byte:02X}");
            }
        } else {
            destination.push(character);
        }
    }
    destination.replace('&', "\\&")
}

/// Returns a text in one line that Markdown reads as just this text.
pub(super) fn literal(text: &str) -> String {
    let lines: Vec<&str> = text.split_whitespace().collect();
    let line = match text.contains(['\n', '\r', '\t']) {
        true => escaped(&lines.join(" ")),
        false => escaped(text),
    };
    // A file with one of these would be none of text.
    line.replace(char::is_control, "\u{fffd}")
}

/// Returns a line, what could begin a block escaped too.
fn literal_line(line: &str) -> String {
    at_line_start(&escaped(line))
}

/// Returns Markdown with what would begin a block at its beginning escaped.
fn at_line_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    match text.starts_with(['#', '>', '-', '+', '=', ':']) {
        true => format!("\\{text}"),
        false => text.to_owned(),
    }
}

/// Returns a text with all that could be inline markup escaped (CommonMark 0.31, section 2.4: a
/// backslash before any sign of ASCII punctuation stands for the sign).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        let is_markup = match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '&' | '$' | '|' | '!' => true,
            '-' => next == '{',
            '}' => next == '-',
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(if character.is_control() {
            ' '
        } else {
            character
        });
    }
    out
}
