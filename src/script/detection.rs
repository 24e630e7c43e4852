//! Tells the script of a text by the characters that only one script has.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::data;
use crate::config::language::HanScript;

/// Returns the script that a text is written in: the one of whose own characters it has more. None
/// when it has as many of both, as a text without Han characters does, or 山水.
pub fn script_of(text: &str) -> Option<HanScript> {
    let mut traditional = 0_usize;
    let mut simplified = 0_usize;
    for character in text.chars().filter(|character| *character >= '\u{2e80}') {
        traditional += usize::from(TRADITIONAL.contains(&character));
        simplified += usize::from(SIMPLIFIED.contains(&character));
    }
    match traditional.cmp(&simplified) {
        std::cmp::Ordering::Greater => Some(HanScript::Traditional),
        std::cmp::Ordering::Less => Some(HanScript::Simplified),
        std::cmp::Ordering::Equal => None,
    }
}

static TRADITIONAL: LazyLock<HashSet<char>> = LazyLock::new(|| always_converted("TSCharacters"));
static SIMPLIFIED: LazyLock<HashSet<char>> = LazyLock::new(|| always_converted("STCharacters"));

/// Returns the characters of a dictionary that never stay what they are.
fn always_converted(name: &str) -> HashSet<char> {
    let dictionary = data::dictionary(name).expect("the release has this dictionary");
    let lines = dictionary.text.lines();
    lines
        .filter_map(|line| {
            let (key, values) = line.split_once('\t')?;
            let stays = values.split(' ').any(|value| value == key);
            key.chars().next().filter(|_| !stays)
        })
        .collect()
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
