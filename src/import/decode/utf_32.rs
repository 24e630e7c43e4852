//! UTF-32 (Unicode Standard, section 3.10), which the web has no label for, and some programs write.

use super::{Decoded, Evidence, decoded, is_usual};

/// A byte order: its name, its mark, and the character that four bytes are.
type Order = (&'static str, [u8; 4], fn([u8; 4]) -> u32);

const ORDERS: [Order; 2] = [
    ("UTF-32LE", [0xff, 0xfe, 0, 0], u32::from_le_bytes),
    ("UTF-32BE", [0, 0, 0xfe, 0xff], u32::from_be_bytes),
];

/// Returns the text of bytes that are UTF-32 throughout, with a byte order mark or without.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let (characters, rest) = bytes.as_chunks::<4>();
    if characters.is_empty() || !rest.is_empty() {
        return None;
    }
    ORDERS.iter().find_map(|(name, mark, number)| {
        let evidence = match characters[0] == *mark {
            true => Evidence::ByteOrderMark,
            false => Evidence::Zeros,
        };
        let text: Option<String> = characters
            .iter()
            .map(|bytes| char::from_u32(number(*bytes)))
            .collect();
        let text = text?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let usual = text.chars().filter(|it| is_usual(*it)).count();
        let is_text = usual * 20 >= text.chars().count() * 19;
        (is_text || evidence == Evidence::ByteOrderMark).then(|| decoded(text, name, evidence))
    })
}
