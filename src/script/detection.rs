//! Tells the script of a text by the characters that only one script has.

use std::sync::LazyLock;

use super::data;
use crate::config::language::HanScript;

/// Returns the script that a text is written in: the one of whose own characters it has more. None
/// when it has as many of both, as a text without Han characters does, or 山水.
pub fn script_of(text: &str) -> Option<HanScript> {
    let characters = text.chars().filter(|character| *character >= '\u{2e80}');
    let scores = characters.filter_map(|character| OWN.get(character as usize));
    match scores.map(|score| i64::from(*score)).sum::<i64>() {
        1.. => Some(HanScript::Traditional),
        0 => None,
        _ => Some(HanScript::Simplified),
    }
}

/// Returns how many characters of a text only the traditional script has, and how many only the simplified one.
pub(super) fn own_characters(text: &str) -> (usize, usize) {
    let scores = text.chars().filter_map(|it| OWN.get(it as usize));
    scores.fold((0, 0), |(traditional, simplified), score| match score {
        1.. => (traditional + 1, simplified),
        0 => (traditional, simplified),
        _ => (traditional, simplified + 1),
    })
}

/// By its code point, 1 for each character that only the traditional script has, -1 for one that only the simplified
/// script has.
static OWN: LazyLock<Vec<i8>> = LazyLock::new(|| {
    let mut scores = Vec::new();
    for (name, score) in [("TSCharacters", 1), ("STCharacters", -1)] {
        for character in always_converted(name) {
            let index = character as usize;
            if scores.len() <= index {
                scores.resize(index + 1, 0);
            }
            scores[index] += score;
        }
    }
    scores
});

/// Returns the characters of a dictionary that never stay what they are.
fn always_converted(name: &str) -> impl Iterator<Item = char> {
    let dictionary = data::dictionary(name).expect("the release has this dictionary");
    dictionary.text.lines().filter_map(|line| {
        let (key, values) = line.split_once('\t')?;
        let stays = values.split(' ').any(|value| value == key);
        key.chars().next().filter(|_| !stays)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_shows() {
        let check = |text: &str, expected: Option<HanScript>| {
            assert_eq!(script_of(text), expected, "{text}");
        };
        check("后面的里程碑，发表于此", Some(HanScript::Simplified));
        check("皇后與頭髮", Some(HanScript::Traditional));
        check("山水", None);
        check("a range of 5.25%", None);
        check("发髮", None);
    }
}
