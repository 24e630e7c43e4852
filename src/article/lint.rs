//! Points out, and never changes, what may be damage of the text: what scraping, censoring and careless
//! conversion do to Chinese articles (DESIGN section 4.2).
//!
//! Each rule is a row of the table `RULES`, with an example that it fires on and one that it must not;
//! words of another region (`regional`) show only in the text as a whole. What a note is about, or
//! stands directly before a reference, is known already and not pointed out.

mod arithmetic;
mod regional;

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use aho_corasick::{AhoCorasick, MatchKind};

use super::document::{Document, Leaf, for_each_leaf};
use super::plain::Plain;
use crate::config::Lints;
use crate::diagnostic::{self, Diagnostic, Source};

/// A kind of damage.
struct Rule {
    /// Its name, one of [`crate::config::lints::NAMES`].
    name: &'static str,
    /// What is said of the place.
    says: &'static str,
    /// Returns the places in a leaf's text, in bytes.
    find: fn(&str) -> Vec<Range<usize>>,
    /// A text that it fires on.
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests hold the rule to it"))]
    fires: &'static str,
    /// A text that it must not fire on.
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests hold the rule to it"))]
    spares: &'static str,
}

/// Quotation marks that nothing stands between.
static EMPTY_QUOTATIONS: LazyLock<AhoCorasick> =
    LazyLock::new(|| matcher(&["“”", "‘’", "「」", "『』", "《》"]));

/// What stands in the place of characters that were lost: U+FFFD, and what its bytes read as in another encoding.
static LOST_CHARACTERS: LazyLock<AhoCorasick> =
    LazyLock::new(|| matcher(&["\u{fffd}", "锟斤拷", "錕斤拷", "ï¿½"]));

/// Words in which 乙 stands for 一.
static YI_FOR_ONE: LazyLock<AhoCorasick> =
    LazyLock::new(|| matcher(&["乙個", "乙份", "乙種", "乙位", "乙次", "乙場", "乙項"]));

/// Words in which 公升 stands for 升.
static GONGSHENG_FOR_SHENG: LazyLock<AhoCorasick> =
    LazyLock::new(|| matcher(&["攀公升", "上公升", "提公升", "回公升", "躍公升", "飆公升"]));

/// Words that no one writes in traditional characters, but some converters.
static WRONG_CONVERSIONS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    matcher(&[
        "髮明",
        "髮現",
        "髮展",
        "髮生",
        "髮佈",
        "製裁",
        "製定",
        "但是隻",
        "隻有",
        "隻是",
        "麵對",
        "麵積",
        "幹凈",
        "瞭解決",
        "後臺灣",
        "一衹有",
        "巨集大",
        "巨集觀",
    ])
});

const RULES: &[Rule] = &[
    Rule {
        name: "large-rate",
        says: "a rate of this size may have lost its decimal point",
        find: large_rates,
        fires: "將基準利率上調至55%的歷史新高",
        spares: "將基準利率上調至5.5%，支持率則升至55%",
    },
    Rule {
        name: "torn-figure",
        says: "a figure may be torn apart at its decimal point",
        find: torn_figures,
        fires: "去年累計高達5美元虧損4億美元",
        spares: "每股5美元，虧損4億美元",
    },
    Rule {
        name: "arithmetic",
        says: "this is not what the sum before it comes to in a year",
        find: arithmetic::wrong_years,
        fires: "每月可能至少損失 3000 萬美元一年是 36億美元",
        spares: "每月損失 3000 萬美元,一年是 3.6億美元",
    },
    Rule {
        name: "masked-word",
        says: "a word may be masked here",
        find: |text| runs(text, |it| matches!(it, '*' | '＊'), 2),
        fires: "無論是美股的連續**,還是",
        spares: "3*4等於12",
    },
    Rule {
        name: "lost-character",
        says: "a character was lost here, when the text was read in a wrong encoding or damaged",
        find: |text| words(text, &LOST_CHARACTERS),
        fires: "美股屢創歷史新\u{fffd}",
        spares: "美股屢創歷史新高",
    },
    Rule {
        name: "empty-quotation",
        says: "nothing stands between these quotation marks",
        find: |text| words(text, &EMPTY_QUOTATIONS),
        fires: "其核心邏輯是“”",
        spares: "其核心邏輯是“大力出奇蹟”",
    },
    Rule {
        name: "yi-for-one",
        says: "乙 may stand for 一, as careless conversion has it",
        find: |text| words(text, &YI_FOR_ONE),
        fires: "有必要思考這樣乙個問題",
        spares: "甲方與乙方",
    },
    Rule {
        name: "gongsheng-for-sheng",
        says: "公升 may stand for 升, as careless conversion has it",
        find: |text| words(text, &GONGSHENG_FOR_SHENG),
        fires: "用氣量不斷上公升",
        spares: "汽油每公升三十元",
    },
    Rule {
        name: "wrong-conversion",
        says: "this may be a wrong conversion from simplified characters",
        find: |text| words(text, &WRONG_CONVERSIONS),
        fires: "美國製裁了這家公司",
        spares: "美國的制裁對頭髮沒有影響",
    },
];

/// Words that may be damaged.
pub struct Finding<'a> {
    /// The name of the rule, one of [`crate::config::lints::NAMES`].
    pub rule: &'static str,
    /// What is said of them.
    pub says: String,
    /// The leaf that they stand in.
    pub leaf: &'a Leaf,
    /// Their bytes in the leaf's text.
    pub range: Range<usize>,
}

/// Returns what may be damage in the text of a document that was made from `source`, as it matters to
/// the site.
pub fn lint(document: &Document, source: &Arc<Source>, lints: &Lints) -> Vec<Diagnostic> {
    let found = find(document, lints).into_iter();
    found
        .filter_map(|finding| {
            let plain = Plain::of(finding.leaf);
            let words = &plain.text[finding.range.clone()];
            let place = plain.source_range(finding.range.clone());
            let (says, rule) = (&finding.says, finding.rule);
            let problem = diagnostic::suspected_damage(source, &place, words, says, rule);
            lints.judge(rule, problem)
        })
        .collect()
}

/// Returns what may be damage in the text of a document, and has no note yet.
pub fn find<'a>(document: &'a Document, lints: &Lints) -> Vec<Finding<'a>> {
    let mut leaves: Vec<&Leaf> = Vec::new();
    for_each_leaf(&document.blocks, &mut |leaf: &'a Leaf| leaves.push(leaf));
    let plains: Vec<Plain<'_>> = leaves.iter().map(|leaf| Plain::of(leaf)).collect();
    let mut found = Vec::new();
    let mut add = |number: usize, range: Range<usize>, rule, says: &str| {
        if !plains[number].is_noted(&range) && lints.level(rule).is_some() {
            found.push(Finding {
                rule,
                says: says.to_owned(),
                leaf: leaves[number],
                range,
            });
        }
    };
    for (number, plain) in plains.iter().enumerate() {
        for rule in RULES {
            for range in (rule.find)(&plain.text) {
                add(number, range, rule.name, rule.says);
            }
        }
    }
    let texts: Vec<&str> = plains.iter().map(|plain| plain.text.as_str()).collect();
    for stranger in regional::strangers(&texts) {
        add(
            stranger.leaf,
            stranger.range,
            regional::NAME,
            &stranger.says,
        );
    }
    found
}

/// Returns what finds words, of several at one place the longest.
fn matcher(words: &[&str]) -> AhoCorasick {
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(words)
        .expect("a few short words make a small automaton")
}

/// Returns every place of the words.
fn words(text: &str, words: &AhoCorasick) -> Vec<Range<usize>> {
    words.find_iter(text).map(|found| found.range()).collect()
}

/// Returns every run of so many characters of a kind, or more.
fn runs(text: &str, is_so: fn(char) -> bool, least: usize) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_so(character) && at < text.len()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                if text[from..at].chars().count() >= least {
                    places.push(from..at);
                }
                start = None;
            }
            _ => {}
        }
    }
    places
}

/// Returns the whole numbers of twenty per cent and more that soon follow an interest rate.
fn large_rates(text: &str) -> Vec<Range<usize>> {
    /// Characters between the word and the number.
    const NEAR: usize = 12;
    let mut places = Vec::new();
    for (at, word) in text.match_indices("利率") {
        let start = at + word.len();
        let before: usize = text[start..]
            .chars()
            .take_while(|it| !it.is_ascii_digit() && !matches!(it, '，' | ',' | '。'))
            .take(NEAR + 1)
            .map(char::len_utf8)
            .sum();
        let number = start + before;
        let digits = text[number..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        let end = number + digits;
        let is_large = text[number..end]
            .parse::<u32>()
            .is_ok_and(|value| (20..1000).contains(&value));
        if is_large && text[end..].starts_with('%') {
            places.push(number..end + 1);
        }
    }
    places
}

/// Returns figures such as 5美元虧損4億美元: a small sum, up to four Han characters, and digits again.
fn torn_figures(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    for (at, unit) in text.match_indices("美元") {
        let digits = text[..at]
            .bytes()
            .rev()
            .take_while(u8::is_ascii_digit)
            .count();
        let start = at - digits;
        let is_whole = digits == 1 && !text[..start].ends_with(['.', '．', ',']);
        let after = &text[at + unit.len()..];
        let is_between = |it: &char| matches!(it, '\u{4e00}'..='\u{9fff}');
        let between: usize = after
            .chars()
            .take_while(is_between)
            .map(char::len_utf8)
            .sum();
        let rest = &after[between..];
        let next = rest.bytes().take_while(u8::is_ascii_digit).count();
        let is_near = (1..=4).contains(&(between / 3)) && (1..=2).contains(&next);
        let unit_again = ["億美元", "亿美元", "萬美元", "万美元"]
            .iter()
            .find(|unit| rest[next..].starts_with(**unit));
        if let (true, true, Some(again)) = (is_whole, is_near, unit_again) {
            places.push(start..at + unit.len() + between + next + again.len());
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::lints::NAMES;

    #[test]
    fn every_rule_has_a_name_that_the_configuration_knows() {
        let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        names.push(regional::NAME);
        assert!(names.iter().all(|name| NAMES.contains(name)), "{names:?}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len() + 1);
    }

    #[test]
    fn every_rule_fires_on_its_example_and_spares_the_other() {
        for rule in RULES {
            assert_eq!((rule.find)(rule.fires).len(), 1, "{}", rule.fires);
            assert!((rule.find)(rule.spares).is_empty(), "{}", rule.spares);
        }
    }

    #[test]
    fn a_rule_spares_what_other_rules_spare() {
        for rule in RULES {
            for other in RULES {
                let found = (rule.find)(other.spares);
                assert!(found.is_empty(), "{}: {}", rule.says, other.spares);
            }
        }
    }
}
