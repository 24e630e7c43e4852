//! Addresses that stand bare in a text are links (GFM, section 6.9, extended web autolinks).
//!
//! Other than there, an address also ends before the full-width punctuation of Chinese, which has no
//! spaces to end it with.

use super::cut::Remaining;
use super::document::{Inline, leaf_text};

/// What is longer is no address that anybody wrote.
const ADDRESS_BYTES_MAX: usize = 2048;

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
        Inline::Text(text) => first_beginning(&text.text, 0).is_some(),
        _ => false,
    };
    if !leaf.iter().any(has_address) {
        return;
    }
    let mut linked = Vec::with_capacity(leaf.len() + 2);
    let mut rest = std::mem::take(leaf).into_iter().peekable();
    while let Some(inline) = rest.next() {
        if !matches!(inline, Inline::Text(_)) {
            linked.push(inline);
            continue;
        }
        // An escape or an entity divides a text, but not an address.
        let mut texts = vec![inline];
        while let Some(text) = rest.next_if(|next| matches!(next, Inline::Text(_))) {
            texts.push(text);
        }
        let is_cut = matches!(
            rest.peek(),
            Some(Inline::Emphasis(_) | Inline::Strong(_) | Inline::Strikethrough(_))
        );
        link_texts(texts, is_cut, &mut linked);
    }
    *leaf = linked;
}

/// Makes links of the addresses in neighbouring texts. Where emphasis follows them at once, it may
/// have cut an address, and one that reaches their end stays text.
fn link_texts(texts: Vec<Inline>, is_cut: bool, linked: &mut Vec<Inline>) {
    let text = leaf_text(&texts);
    let mut remaining = Remaining::new(texts);
    let mut taken = 0;
    while let Some((start, end)) = find(&text, taken) {
        if is_cut && end == text.len() {
            break;
        }
        linked.extend(remaining.take(start - taken));
        linked.push(link(&text[start..end], remaining.take(end - start)));
        taken = end;
    }
    linked.extend(remaining.finish());
}

fn link(address: &str, content: Vec<Inline>) -> Inline {
    let scheme = if address.starts_with("www.") {
        "http://"
    } else {
        ""
    };
    let ranges = content.iter().filter_map(|inline| match inline {
        Inline::Text(text) => Some(text.range.clone()),
        _ => None,
    });
    let range = ranges.reduce(|all, next| all.start..next.end);
    Inline::Link {
        destination: format!("{scheme}{address}"),
        title: String::new(),
        range: range.unwrap_or_default(),
        content,
    }
}

/// Returns the bytes of the first address in a text from an offset on.
fn find(text: &str, mut from: usize) -> Option<(usize, usize)> {
    while let Some((start, beginning)) = first_beginning(text, from) {
        let before = text[..start].chars().next_back();
        let may_begin = before.is_none_or(|before| !before.is_ascii_alphanumeric());
        let end = start + length(&text[start..]);
        let rest = text.get(start + beginning.len()..end);
        if may_begin && rest.is_some_and(has_domain) {
            return Some((start, end));
        }
        from = start + beginning.len();
    }
    None
}

fn first_beginning(text: &str, from: usize) -> Option<(usize, &'static str)> {
    let may_begin = |(_, byte): &(usize, u8)| matches!(byte, b'h' | b'w');
    let mut places = text.bytes().enumerate().skip(from).filter(may_begin);
    places.find_map(|(at, _)| {
        let is_here = |beginning: &&&str| text[at..].starts_with(**beginning);
        Some((at, *BEGINNINGS.iter().find(is_here)?))
    })
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
            || matches!(character, '<' | '"' | '`' | '\u{3000}'..='\u{303f}')
            // Full-width forms of ASCII punctuation.
            || matches!(character, '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
            || matches!(character, '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}')
            || matches!(character, '“' | '”' | '‘' | '’' | '…' | '—' | '–')
    };
    let text = &text[..text.floor_char_boundary(ADDRESS_BYTES_MAX.min(text.len()))];
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
            find(text, 0).map(|(start, end)| &text[start..end]),
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
        check("見 www. 好", None);
        check("見https://a.b/x——後話", Some("https://a.b/x"));
        check("＜https://a.b/v＞＝", Some("https://a.b/v"));
    }
}
