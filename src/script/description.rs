//! Ideographic description sequences, such as ⿰言兌: a character spelled out by its parts.
//!
//! OpenCC passes over a complete sequence, parts and all, because the parts are not words of the text. The grammar is that
//! of The Unicode Standard, chapter 18.2, with OpenCC's limits (`src/UTF8Util.hpp` of release 1.4.2).

use std::ops::Range;

/// Returns whether a text has any operator of a description sequence.
///
/// May say yes for U+2FC0 to U+2FEF as well, which costs time but changes nothing.
pub(super) fn has_operator(text: &str) -> bool {
    let bytes = text.as_bytes();
    // No early exit: the plain fold is what the compiler can vectorize.
    bytes
        .iter()
        .zip(bytes.get(1..).unwrap_or_default())
        .fold(false, |found, (first, second)| {
            found | ((*first == 0xE2) & (*second == 0xBF))
        })
}

/// Calls `visit` with each stretch of a text that lies between operators and complete sequences.
pub(super) fn for_each_stretch(text: &str, mut visit: impl FnMut(Range<usize>)) {
    let mut start = 0;
    while let Some(found) = text[start..].find(|character| operand_count(character) > 0) {
        let operator = start + found;
        visit(start..operator);
        start = operator + sequence_length(&text[operator..]).unwrap_or(OPERATOR_LENGTH);
    }
    visit(start..text.len());
}

/// The bytes of an operator in UTF-8: all lie between U+2FF0 and U+2FFF.
const OPERATOR_LENGTH: usize = 3;
/// How deep OpenCC follows operators inside operators.
const MAXIMUM_DEPTH: usize = 16;
/// How many characters OpenCC takes for one sequence.
pub(super) const MAXIMUM_CHARACTERS: usize = 64;

/// Returns the bytes of the complete sequence that a text starts with.
fn sequence_length(text: &str) -> Option<usize> {
    let mut characters = text.chars();
    let mut count = 0;
    skip_component(&mut characters, MAXIMUM_DEPTH, &mut count)?;
    Some(text.len() - characters.as_str().len())
}

/// Takes one operand from `characters`: a character, or an operator and its operands.
fn skip_component(characters: &mut std::str::Chars, depth: usize, count: &mut usize) -> Option<()> {
    let character = characters.next()?;
    if depth == 0 || *count >= MAXIMUM_CHARACTERS {
        return None;
    }
    *count += 1;
    for _ in 0..operand_count(character) {
        skip_component(characters, depth - 1, count)?;
    }
    Some(())
}

/// Returns the number of components that an operator takes; 0 for every other character.
fn operand_count(character: char) -> usize {
    match character {
        '\u{2FFE}' | '\u{2FFF}' => 1,
        '\u{2FF2}' | '\u{2FF3}' => 3,
        '\u{2FF0}'..='\u{2FFD}' => 2,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut stretches = Vec::new();
        for_each_stretch(text, |range| stretches.push(&text[range]));
        assert_eq!(stretches, expected);
        assert!(has_operator(text) || expected == [text]);
    }

    #[test]
    fn complete_sequences_are_passed_over_with_their_parts() {
        check("甲乙", &["甲乙"]);
        check("甲⿰言兌乙", &["甲", "乙"]);
        check("⿱⿰甲乙丙丁", &["", "丁"]);
        check("⿲甲乙丙丁⿾戊己", &["", "丁", "己"]);
    }

    #[test]
    fn an_incomplete_sequence_loses_its_operator_only() {
        check("甲⿰言", &["甲", "言"]);
        check("⿰⿰甲乙", &["", "", ""]);
    }

    #[test]
    fn beyond_the_limits_a_sequence_counts_as_incomplete() {
        // Two operators are one level too deep each; the third begins a sequence that fits.
        check(&format!("{}甲", "⿾".repeat(17)), &["", "", "", ""]);
        check(&format!("{}甲", "⿾".repeat(15)), &["", ""]);
    }
}
