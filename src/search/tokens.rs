//! What a folded text is found by: pairs of Han characters, single ones, and words.
//!
//! A run of characters that are written without spaces gives each two neighbours and each character,
//! most of which stand in a pair already; a run of other letters and figures is a word. A point or
//! comma between figures belongs to the number. `static/search.js` cuts a query up in the same way.

use std::ops::RangeInclusive;

/// Characters of scripts that are written without spaces between words.
pub const WIDE: [RangeInclusive<char>; 16] = [
    '\u{2e80}'..='\u{2fdf}',
    '\u{3005}'..='\u{3007}',
    '\u{3021}'..='\u{3029}',
    '\u{3038}'..='\u{303b}',
    '\u{3041}'..='\u{3096}',
    '\u{309d}'..='\u{309f}',
    '\u{30a1}'..='\u{30fa}',
    '\u{30fc}'..='\u{30ff}',
    '\u{3105}'..='\u{318f}',
    '\u{31a0}'..='\u{31bf}',
    '\u{31f0}'..='\u{31ff}',
    '\u{3400}'..='\u{4dbf}',
    '\u{4e00}'..='\u{9fff}',
    '\u{a000}'..='\u{a48c}',
    '\u{ac00}'..='\u{d7a3}',
    '\u{20000}'..='\u{3ffff}',
];

/// One or two wide characters of the basic plane: the first in the upper half, the second, or
/// nothing, in the lower one.
pub(super) type Pair = u32;

/// What is found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Pair(Pair),
    /// A word; or one or two wide characters of which one is beyond the basic plane.
    Word(&'a [char]),
}

/// Returns whether a character belongs to a script that is written without spaces.
pub(super) fn is_wide(character: char) -> bool {
    match character {
        '\0'..'\u{2e80}' => false,
        '\u{4e00}'..='\u{9fff}' => true,
        _ => WIDE.iter().any(|range| range.contains(&character)),
    }
}

/// Returns whether a character that stands beside a word may be part of it.
pub(super) fn may_continue_word(character: char) -> bool {
    matches!(character, '.' | ',') || character.is_alphanumeric() && !is_wide(character)
}

/// Calls `visit` with the tokens of a folded text, in order, repeated ones again. A pair says that its
/// first character is there, which is not told again.
pub(super) fn for_each<'a>(text: &'a [char], visit: &mut impl FnMut(Token<'a>)) {
    let mut at = 0;
    while let Some(character) = text.get(at) {
        if is_wide(*character) {
            let run = text[at..].iter();
            let length = run.take_while(|character| is_wide(**character)).count();
            for_each_of_run(&text[at..at + length], visit);
            at += length;
        } else if character.is_alphanumeric() {
            let length = word_length(&text[at..]);
            visit(Token::Word(&text[at..at + length]));
            at += length;
        } else {
            at += 1;
        }
    }
}

/// Calls `visit` with the tokens of a run of wide characters.
fn for_each_of_run<'a>(run: &'a [char], visit: &mut impl FnMut(Token<'a>)) {
    for neighbours in run.windows(2) {
        let token = token(neighbours);
        if matches!(token, Token::Word(_)) {
            visit(self::token(&neighbours[..1]));
        }
        visit(token);
    }
    visit(token(&run[run.len() - 1..]));
}

/// Returns the token of one or two wide characters.
fn token(characters: &[char]) -> Token<'_> {
    let (first, second) = match characters {
        [first, second] => (*first as u32, *second as u32),
        _ => (characters[0] as u32, 0),
    };
    if first > 0xffff || second > 0xffff {
        return Token::Word(characters);
    }
    Token::Pair(first << 16 | second)
}

/// Returns how long the word at the start of a text is, in characters.
fn word_length(text: &[char]) -> usize {
    let mut length = 0;
    while let Some(character) = text.get(length) {
        let is_digit = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
        let is_in_number =
            matches!(character, '.' | ',') && is_digit(length - 1) && is_digit(length + 1);
        if !is_in_number && (is_wide(*character) || !character.is_alphanumeric()) {
            break;
        }
        length += 1;
    }
    length
}

/// Returns the characters of a pair.
pub(super) fn characters(pair: Pair) -> (char, Option<char>) {
    let character = |code: u32| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    let second = pair & 0xffff;
    (
        character(pair >> 16),
        (second != 0).then(|| character(second)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let text: Vec<char> = text.chars().collect();
        let mut found: Vec<String> = Vec::new();
        for_each(&text, &mut |token| match token {
            Token::Pair(pair) => {
                let (first, second) = characters(pair);
                found.push([Some(first), second].into_iter().flatten().collect());
            }
            Token::Word(word) => found.push(format!("[{}]", word.iter().collect::<String>())),
        });
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn pairs_and_words() {
        check("人工智能", "人工 工智 智能 能");
        check("用ai的人", "用 [ai] 的人 人");
        check("升至5.5%, 1,000.", "升至 至 [5.5] [1,000]");
        check("v2.x ...3", "[v2] [x] [3]");
        check("𠮷野", "[𠮷] [𠮷野] 野");
        check("吉𠮷", "吉 [吉𠮷] [𠮷]");
        check("。、 ", "");
    }

    /// The browser goes by the same ranges.
    #[test]
    fn the_script_has_the_same_ranges() {
        let ranges = WIDE.map(|range| {
            let escape = |character: char| match character as u32 {
                code @ ..=0xffff => format!("\\u{code:04x}"),
                code => format!("\\u{{{code:x}}}"),
            };
            format!("{}-{}", escape(*range.start()), escape(*range.end()))
        });
        let class = format!("/[{}]/u", ranges.concat());
        let script = include_str!("../../static/search.js");
        assert!(script.contains(&class), "{class}");
    }
}
