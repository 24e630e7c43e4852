//! Addresses that stand bare in a text are links (GFM, section 6.9, extended web autolinks).
//!
//! Other than there, an address also ends before the full-width punctuation of Chinese, which has no
//! spaces to end it with.

use super::cut::{push, split};
use super::document::{Inline, Text};

/// How an address begins.
const BEGINNINGS: [&str; 3] = ["https://", "http://", "www."];

/// Makes links of the addresses in a leaf. Those inside links and fixed text stay text.
pub(super) fn link_addresses(leaf: &mut Vec<Inline>) {
    for inline in leaf.iter_mut() {
        match inline {
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content) => {
                link_addresses(content);
            }
            _ => {}
        }
    }
    let has_address = |inline: &Inline| match inline {
        Inline::Text(text) => find(&text.text).is_some(),
        _ => false,
    };
    if !leaf.iter().any(has_address) {
        return;
    }
    let mut linked = Vec::with_capacity(leaf.len() + 2);
    for inline in std::mem::take(leaf) {
        let Inline::Text(mut rest) = inline else {
            linked.push(inline);
            continue;
        };
        // Where an entity stands, places in the text are none in the source.
        let is_literal = rest.text.len() == rest.range.len();
        while let Some((start, end)) = find(&rest.text).filter(|_| is_literal) {
            let (before, after) = split(rest, start);
            let (address, after) = split(after, end - start);
            push(&mut linked, before);
            linked.push(link(address));
            rest = after;
        }
        push(&mut linked, rest);
    }
    *leaf = linked;
}

fn link(address: Text) -> Inline {
    let scheme = if address.text.starts_with("www.") {
        "http://"
    } else {
        ""
    };
    Inline::Link {
        destination: format!("{scheme}{}", address.text),
        title: String::new(),
        range: address.range.clone(),
        content: vec![Inline::Text(address)],
    }
}

/// Returns the bytes of the first address in a text.
fn find(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some((start, beginning)) = first_beginning(text, from) {
        let before = text[..start].chars().next_back();
        let may_begin = before.is_none_or(|before| !before.is_ascii_alphanumeric());
        let end = start + length(&text[start..]);
        if may_begin && has_domain(&text[start + beginning.len()..end]) {
            return Some((start, end));
        }
        from = start + beginning.len();
    }
    None
}

fn first_beginning(text: &str, from: usize) -> Option<(usize, &'static str)> {
    let found = BEGINNINGS.iter().filter_map(|beginning| {
        let at = text[from..].find(beginning)?;
        Some((from + at, *beginning))
    });
    found.min()
}

/// Returns whether an address has a domain, with a full stop inside or the name of this machine.
fn has_domain(rest: &str) -> bool {
    let end = rest.find(['/', '?', '#', ':']).unwrap_or(rest.len());
    let domain = &rest[..end];
    let is_inside = |(at, _): (usize, &str)| at > 0 && at + 1 < domain.len();
    domain == "localhost" || domain.match_indices('.').any(is_inside)
}

/// Returns the length in bytes of the address that a text begins with.
fn length(text: &str) -> usize {
    let is_end = |character: char| {
        character.is_whitespace()
            || character.is_control()
            || matches!(character, '<' | '"' | '`' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}')
            || matches!(
                character,
                '：' | '；'
                    | '？'
                    | '［'
                    | '］'
                    | '｛'
                    | '｝'
                    | '～'
                    | '“'
                    | '”'
                    | '‘'
                    | '’'
                    | '…'
            )
    };
    let mut address = &text[..text.find(is_end).unwrap_or(text.len())];
    // What ends a sentence is not part of it, nor is a bracket that was opened before it.
    loop {
        let without = address.trim_end_matches(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'']);
        let opened = without.matches('(').count();
        let closed = without.matches(')').count();
        let shorter = match without.strip_suffix(')') {
            Some(shorter) if closed > opened => shorter,
            _ => without,
        };
        if shorter.len() == address.len() {
            return address.len();
        }
        address = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(
            find(text).map(|(start, end)| &text[start..end]),
            expected,
            "{text}"
        );
    }

    #[test]
    fn addresses_are_found() {
        check("見 https://a.b/後漢書。", Some("https://a.b/後漢書"));
        check("見https://a.b/x，後", Some("https://a.b/x"));
        check("(www.a.b/x).", Some("www.a.b/x"));
        check("（https://a.b/x_(y)）", Some("https://a.b/x_(y)"));
        check("http://localhost:4141/ 好", Some("http://localhost:4141/"));
        check("xhttps://a.b/", None);
        check("https:// 與 http://nodomain", None);
        check("無", None);
    }
}
