//! Titles that break between words.
//!
//! Chinese may break between any two characters, which tears words of a large title apart. Where words end
//! the dictionary of ICU4X says (`icu_segmenter`), for both scripts; there, and at punctuation, a title breaks.

use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use super::body::text;

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// Characters that belong to the word before them.
const PARTICLES: &str = "的地得了過过著着們们嗎吗呢吧";

/// Punctuation that no line begins with.
const CLOSING: &str = "，、。；：！？…—」』）》〉】〕”’,.;:!?)]}%·";

/// Punctuation that no line ends with.
const OPENING: &str = "「『（《〈【〔“‘([{";

/// Returns a title as HTML, with `<wbr>` between words of which one at least is Han; figures stay with what
/// they count.
pub(super) fn segmented(title: &str) -> String {
    let mut html = String::with_capacity(title.len() * 2);
    let mut start = 0;
    for end in SEGMENTER.segment_str(title).skip(1) {
        html.push_str(&text(&title[start..end]));
        let before = title[..end].chars().next_back().unwrap_or(' ');
        let after = title[end..].chars().next().unwrap_or(' ');
        let are_letters = before.is_alphabetic() && after.is_alphabetic();
        if are_letters && (is_han(before) || is_han(after)) && !PARTICLES.contains(after) {
            html.push_str("<wbr>");
        }
        start = end;
    }
    html
}

/// Returns a title in pieces that a line may end behind: as [`segmented`] breaks it, and where writing has spaces
/// or punctuation anyway.
pub(super) fn pieces(title: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for end in SEGMENTER.segment_str(title).skip(1) {
        let before = title[..end].chars().next_back().unwrap_or(' ');
        let after = title[end..].chars().next().unwrap_or(' ');
        let are_letters = before.is_alphabetic() && after.is_alphabetic();
        let is_between_words = are_letters && (is_han(before) || is_han(after));
        let is_end = before.is_whitespace() || CLOSING.contains(before) || OPENING.contains(after);
        let is_stuck = after.is_whitespace()
            || CLOSING.contains(after)
            || OPENING.contains(before)
            || PARTICLES.contains(after);
        // A figure is one with its points and commas: 5.5, 1,000.
        let is_figure = ".,:".contains(before) && after.is_ascii_digit();
        if ((is_between_words || is_end) && !is_stuck && !is_figure) || end == title.len() {
            pieces.push(&title[start..end]);
            start = end;
        }
    }
    pieces
}

/// Returns whether a line that ends with this text ends with a part of the sentence.
pub(super) fn ends_clause(text: &str) -> bool {
    text.trim_end().ends_with(|it| CLOSING.contains(it))
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_behind_pieces() {
        for (title, expected) in [
            (
                "歷史新高,AI熱潮的背後",
                &["歷史", "新高,", "AI", "熱潮的", "背後"][..],
            ),
            (
                "「甲」（乙）：5.5%、1,000元",
                &["「甲」", "（乙）：", "5.5%、", "1,000元"],
            ),
            ("An English, title", &["An ", "English, ", "title"]),
            ("", &[]),
        ] {
            assert_eq!(pieces(title), expected);
        }
    }

    #[test]
    fn titles_break_between_words() {
        for (title, expected) in [
            (
                "美股屢創歷史新高",
                "美<wbr>股<wbr>屢<wbr>創<wbr>歷史<wbr>新高",
            ),
            (
                "美股屡创历史新高",
                "美<wbr>股<wbr>屡<wbr>创<wbr>历史<wbr>新高",
            ),
            (
                "中央銀行與<人工智慧>：第3章",
                "中央<wbr>銀行<wbr>與&lt;人工<wbr>智慧&gt;：第3章",
            ),
            ("搬過的文章", "搬過的<wbr>文章"),
            ("An English title", "An English title"),
            ("", ""),
        ] {
            assert_eq!(segmented(title), expected);
        }
    }
}
