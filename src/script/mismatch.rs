//! Points out a text whose characters say plainly that it is in another language than the one it is taken for: then
//! nothing is converted that should be, or what should not be is.

use std::sync::Arc;

use super::detection::own_characters;
use crate::article::document::{Document, plain_text};
use crate::article::front_matter;
use crate::config::language::{HanScript, han_script};
use crate::diagnostic::{self, Diagnostic, Source};

/// Fewer characters than this say nothing of a script, for a quotation may have as many.
const OWN_CHARACTERS_MIN: usize = 10;

/// Fewer letters and Han characters than this say nothing of a language.
const CHARACTERS_MIN: usize = 40;

/// One script's own characters are so many times as many as the other's where a text is plainly in that script.
const PLAINLY: usize = 10;

/// Languages that are written in Han characters and that no tag of a script is asked of.
const CHINESE: [&str; 9] = ["zh", "lzh", "yue", "nan", "hak", "wuu", "gan", "hsn", "cdo"];

/// Returns what speaks against the language that a document is taken to be in.
pub fn language_mismatch(
    document: &Document,
    language: &str,
    source: &Arc<Source>,
) -> Option<Diagnostic> {
    let text = plain_text(&document.blocks);
    let found = contradiction(&text, language)?;
    let place = front_matter::place_of(source, &["language"], language);
    Some(diagnostic::language_mismatch(
        source,
        &place,
        language,
        found.describe(),
        found.tag(),
    ))
}

/// What a text plainly is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Writing {
    Chinese(HanScript),
    NotChinese,
}

impl Writing {
    fn describe(self) -> &'static str {
        match self {
            Writing::Chinese(HanScript::Traditional) => "in Traditional Chinese",
            Writing::Chinese(HanScript::Simplified) => "in Simplified Chinese",
            Writing::NotChinese => "not in Chinese",
        }
    }

    fn tag(self) -> Option<&'static str> {
        match self {
            Writing::Chinese(script) => Some(script.tag()),
            Writing::NotChinese => None,
        }
    }
}

/// Returns what a text plainly is where that is not what its language says.
fn contradiction(text: &str, language: &str) -> Option<Writing> {
    let found = writing(text)?;
    let primary = language.split('-').next().unwrap_or(language);
    let is_chinese = CHINESE.iter().any(|it| it.eq_ignore_ascii_case(primary));
    let fits = match (found, han_script(language)) {
        (Writing::Chinese(found), Some(said)) => found == said,
        (Writing::Chinese(_), None) => is_chinese,
        (Writing::NotChinese, _) => !is_chinese,
    };
    (!fits).then_some(found)
}

/// Returns what a text plainly is, by its characters.
fn writing(text: &str) -> Option<Writing> {
    let count = |is: fn(char) -> bool| text.chars().filter(|it| is(*it)).count();
    let han = count(is_han);
    let syllables = count(is_syllable);
    let letters = count(|it| it.is_alphabetic() && !is_han(it) && !is_syllable(it));
    if han + syllables + letters < CHARACTERS_MIN {
        return None;
    }
    // Kana and Korean syllables stand among few Han characters, Latin names in a Chinese text are few.
    if syllables * 5 > han || han * 5 < letters {
        return Some(Writing::NotChinese);
    }
    let (traditional, simplified) = own_characters(text);
    let is_plainly = |one: usize, other: usize| one >= OWN_CHARACTERS_MIN && other * PLAINLY <= one;
    if is_plainly(traditional, simplified) {
        return Some(Writing::Chinese(HanScript::Traditional));
    }
    is_plainly(simplified, traditional).then_some(Writing::Chinese(HanScript::Simplified))
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns whether a character is kana or a Korean syllable.
fn is_syllable(character: char) -> bool {
    matches!(character, '\u{3041}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRADITIONAL: &str = "這幾年來，學習資訊科技的學生們發現，開發軟體與網頁並不難，難的是說明為什麼這樣做對讀者比較好，而且還要讓後來的人看得懂。";
    const SIMPLIFIED: &str = "这几年来，学习信息科技的学生们发现，开发软件与网页并不难，难的是说明为什么这样做对读者比较好，而且还要让后来的人看得懂。";
    const ENGLISH: &str = "What a text says and whether it is true, by evidence, in many words.";
    const JAPANESE: &str = "これは日本語の文章であり、漢字とかなが混ざっています。中国語ではありませんので、変換してはなりません。";

    #[test]
    fn a_language_that_the_characters_contradict() {
        let check = |text: &str, language: &str, expected: Option<Writing>| {
            assert_eq!(
                contradiction(text, language),
                expected,
                "{language}: {text}"
            );
        };
        let traditional = Some(Writing::Chinese(HanScript::Traditional));
        let simplified = Some(Writing::Chinese(HanScript::Simplified));
        check(TRADITIONAL, "zh-Hant-TW", None);
        check(TRADITIONAL, "zh-Hans", traditional);
        check(TRADITIONAL, "en", traditional);
        check(TRADITIONAL, "yue", None);
        check(SIMPLIFIED, "zh-Hant", simplified);
        check(SIMPLIFIED, "zh", None);
        check(ENGLISH, "en", None);
        check(ENGLISH, "zh-Hant", Some(Writing::NotChinese));
        check(JAPANESE, "ja", None);
        check(JAPANESE, "zh-Hans", Some(Writing::NotChinese));
        // Too little of it, or some of both.
        check("学习", "zh-Hant", None);
        check(&format!("{TRADITIONAL}{SIMPLIFIED}"), "zh-Hant", None);
    }
}
