//! What no page may hold, and is shown as a replacement character.

/// Returns a text without what neither HTML nor XML may hold (XML 1.0, section 2.2; HTML, "control" and
/// "noncharacter"): control characters and noncharacters are shown as a replacement character.
pub(super) fn printable(text: String) -> String {
    match is_suspect(text.as_bytes()) {
        true => text.replace(is_forbidden, "\u{fffd}"),
        false => text,
    }
}

/// Returns the same of a page, which is UTF-8.
pub(super) fn printable_page(page: Vec<u8>) -> Vec<u8> {
    match is_suspect(&page) {
        true => printable(String::from_utf8_lossy(&page).into_owned()).into_bytes(),
        false => page,
    }
}

/// Returns whether a text may have something that is forbidden, as hardly any has: many bytes are looked at
/// at once.
fn is_suspect(text: &[u8]) -> bool {
    // Nearly all have none but line ends, which is seen without looking for the others that there may be.
    let is_rare = |byte: u8| ((byte < b' ') & (byte != b'\n')) | (byte == 0x7f);
    let has_control = |bytes: &[u8]| {
        let found = bytes.iter().map(|byte| u8::from(is_rare(*byte)));
        found.fold(0, |any, one| any | one) != 0
            && (bytes.iter()).any(|byte| is_rare(*byte) && !matches!(byte, b'\t' | b'\r'))
    };
    let after = |at: usize| text.get(at + 1).copied().unwrap_or_default();
    text.chunks(256).any(has_control)
        // The beginning of C1 controls, and of noncharacters in their block; the end of all others.
        || memchr::memchr_iter(0xc2, text).any(|at| after(at) < 0xa0)
        || memchr::memmem::find(text, b"\xef\xb7").is_some()
        || memchr::memchr_iter(0xbf, text).any(|at| after(at) & 0xfe == 0xbe)
}

fn is_forbidden(character: char) -> bool {
    let is_noncharacter =
        matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe;
    let is_space = matches!(character, '\t' | '\n' | '\r');
    is_noncharacter || character.is_control() && !is_space
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn what_no_page_may_hold_is_replaced() {
        for forbidden in [
            "\u{1}",
            "\u{7f}",
            "\u{85}",
            "\u{fdd0}",
            "\u{fdd1}",
            "\u{fffe}",
            "\u{1ffff}",
        ] {
            assert_eq!(
                printable(format!("甲{forbidden}乙")),
                "甲\u{fffd}乙",
                "{forbidden:?}"
            );
        }
        for good in ["甲·乙\u{a0}\n\t丙", "\u{fdfa}\u{1f600}，", "\u{fffd}"] {
            assert_eq!(printable(good.to_owned()), good);
        }
    }
}
