//! Numbers and lists of articles as printable text.
//!
//! A shard is a string in a script, so a number is written in characters that neither JSON nor
//! UTF-8 makes longer: the low six bits as one of 64, what is left before it in base 25. Up to 63
//! that is one character, up to 1,599 two. A space, `!`, `#` and `$` stay free for structure.

/// The digits that end a number, and after them those that do not.
const DIGITS: &[u8; 89] =
    b"%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";

/// How many digits end a number.
const LAST: u32 = 64;

/// Marks a list that is one bit for each article, six to a character.
const BITS: char = '$';

/// Adds a number.
pub(super) fn push_number(number: u32, text: &mut String) {
    if number < LAST {
        return text.push(char::from(DIGITS[number as usize]));
    }
    let mut high = number / LAST;
    let mut digits = [0; 8];
    let mut length = 0;
    while high > 0 {
        digits[length] = LAST + high % (DIGITS.len() as u32 - LAST);
        high /= DIGITS.len() as u32 - LAST;
        length += 1;
    }
    let last = [number % LAST];
    let digits = digits[..length].iter().rev().chain(&last);
    text.extend(digits.map(|digit| char::from(DIGITS[*digit as usize])));
}

/// Adds an ascending list: the distance of each from the one before it less one, or where that is
/// shorter, a bit for each.
pub(super) fn push_list(list: impl Iterator<Item = u32> + Clone, text: &mut String) {
    let start = text.len();
    let mut next = 0;
    for member in list.clone() {
        push_number(member - next, text);
        next = member + 1;
    }
    let bits = 1 + (next as usize).div_ceil(6);
    if text.len() - start <= bits {
        return;
    }
    text.truncate(start);
    text.push(BITS);
    let mut sixes = vec![0_u8; bits - 1];
    for member in list {
        sixes[member as usize / 6] |= 1 << (member % 6);
    }
    text.extend(sixes.iter().map(|six| char::from(DIGITS[*six as usize])));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(list: &[u32], expected: &str) {
        let mut text = String::new();
        push_list(list.iter().copied(), &mut text);
        assert_eq!(text, expected, "{list:?}");
    }

    #[test]
    fn lists_are_short() {
        check(&[], "");
        check(&[0], "%");
        check(&[63, 127], "ee");
        check(&[64], "g%");
        check(&[1600], "gf%");
        check(&[0, 1, 2, 3, 4, 5, 6, 8], "$e*");
    }

    #[test]
    fn digits_are_distinct_and_need_no_escape() {
        let mut digits = DIGITS.to_vec();
        digits.sort_unstable();
        digits.dedup();
        assert_eq!(digits.len(), DIGITS.len());
        let free = |digit: &u8| digit.is_ascii_graphic() && !b"!#$\"\\".contains(digit);
        assert!(digits.iter().all(free));
    }
}
