//! What makes words a claim that can be checked: figures, superlatives, dates, attributions, quotations.
//!
//! Each rule is a row of the table `CLAIMS`, with an example that it fires on and one that it must not.

use std::ops::Range;

/// A kind of claim.
pub(super) struct Rule {
    /// Its name.
    pub(super) name: &'static str,
    /// What is to be asked.
    pub(super) says: &'static str,
    /// Returns the places in a leaf's text, in bytes.
    pub(super) find: fn(&str) -> Vec<Range<usize>>,
    /// What a note would be about.
    pub(super) extent: Extent,
    /// Texts that it fires on, once each.
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests hold the rule to it"))]
    fires: &'static [&'static str],
    /// Texts that it must not fire on.
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests hold the rule to it"))]
    spares: &'static [&'static str],
}

/// How much around a place a note would be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// The place itself.
    Place,
    /// All between two commas or stops.
    Clause,
    /// All between two stops.
    Sentence,
}

pub(super) const CLAIMS: &[Rule] = &[
    Rule {
        name: "figure",
        says: "a figure: who counted or measured, when, and what exactly?",
        find: figures,
        extent: Extent::Clause,
        fires: &[
            "股價在一年內上漲了8倍",
            "市值超过2万亿美元",
            "道瓊指數突破3.9萬點",
            "rose by 12 percent",
        ],
        spares: &["見第8章", "GPT-4很快", "iPhone 15 发布"],
    },
    Rule {
        name: "superlative",
        says: "a superlative: of what, since when, by whose count?",
        find: superlatives,
        extent: Extent::Clause,
        fires: &[
            "創下歷史最高",
            "全球唯一的工厂",
            "這是首次",
            "the largest bank",
        ],
        spares: &["最後他走了", "最近的第一時間", "在第一章"],
    },
    Rule {
        name: "date",
        says: "a date: did it happen then?",
        find: dates,
        extent: Extent::Clause,
        fires: &["2022 年 11 月推出", "于2019年破产", "on 2024-02-25"],
        spares: &["多年以來", "12345年", "第2024-1號"],
    },
    Rule {
        name: "attribution",
        says: "an attribution: does this source exist, and does it say so?",
        find: attributions,
        extent: Extent::Sentence,
        fires: &[
            "此前有報道稱會破產",
            "据市场信息显示收入很高",
            "他表示：不會",
            "according to a report",
        ],
        spares: &["依據不足", "不可據為己有", "他說了很多"],
    },
    Rule {
        name: "quotation",
        says: "a quotation: who said it, where, and in these words?",
        find: quotations,
        extent: Extent::Place,
        fires: &["網友說“我們希望AI能幫助人類”", "他說「一切都會好起來的」"],
        spares: &["所謂“泡沫”", "「」"],
    },
];

/// Signs that end a sentence.
const STOPS: &str = "。！？!?\n";

/// Signs that end a clause.
const COMMAS: &str = "，,；;：:、";

impl Extent {
    /// Returns so much of a text around a range, without the signs and the spaces at its ends.
    pub(super) fn around(self, text: &str, range: &Range<usize>) -> Range<usize> {
        if self == Extent::Place {
            return range.clone();
        }
        let is_end = |at: usize, sign: char| {
            let is_stop = STOPS.contains(sign) || is_full_stop(text, at, sign);
            is_stop || (self == Extent::Clause && COMMAS.contains(sign) && !is_in_number(text, at))
        };
        let before = text[..range.start].char_indices().rev();
        let start = before
            .filter(|(at, sign)| is_end(*at, *sign))
            .map(|(at, sign)| at + sign.len_utf8());
        let start = start.take(1).next().unwrap_or(0);
        let mut after = text[range.end..].char_indices();
        let end = after.find(|(at, sign)| is_end(range.end + at, *sign));
        let end = end.map_or(text.len(), |(at, _)| range.end + at);
        let is_edge =
            |sign: char| sign.is_whitespace() || STOPS.contains(sign) || COMMAS.contains(sign);
        let kept = text[start..end].trim_start_matches(is_edge);
        let start = end - kept.len();
        start..start + kept.trim_end_matches(is_edge).len()
    }
}

/// Returns whether a full stop of the western kind ends a sentence: a space or nothing follows.
fn is_full_stop(text: &str, at: usize, sign: char) -> bool {
    sign == '.'
        && text[at + 1..]
            .chars()
            .next()
            .is_none_or(char::is_whitespace)
}

fn is_in_number(text: &str, at: usize) -> bool {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let bytes = text.as_bytes();
    at > 0 && digit(bytes.get(at - 1)) && digit(bytes.get(at + 1))
}

/// Units that follow a number.
const UNITS: &[&str] = &[
    "%", "％", "倍", "美元", "元", "歐元", "欧元", "人", "名", "家", "次", "座", "輛", "辆",
    "公里", "公斤", "噸", "吨", "點", "点", "歲", "岁", "位", "percent", "million", "billion",
    "trillion", "times", "dollars", "people",
];

/// Signs that multiply a number.
const MULTIPLIERS: &str = "千百萬万億亿兆";

fn figures(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    for number in numbers(text) {
        let rest = text[number.end..].trim_start_matches(' ');
        let word = rest.trim_start_matches(['多', '餘', '余', '幾', '几']);
        let unit = word.trim_start_matches(|sign| MULTIPLIERS.contains(sign));
        let length = UNITS
            .iter()
            .find(|it| unit.starts_with(**it))
            .map(|it| it.len());
        let is_multiplied = unit.len() < word.len();
        if let Some(length) = length.or(is_multiplied.then_some(0)) {
            places.push(number.start..text.len() - unit.len() + length);
        }
    }
    places
}

/// Returns the numbers in digits that belong to no word.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut numbers: Vec<Range<usize>> = Vec::new();
    let is_number = |sign: char| sign.is_ascii_digit() || sign == '.' || sign == ',';
    for (at, sign) in text.char_indices() {
        if !sign.is_ascii_digit() || numbers.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let rest = &text[at..];
        let length = rest.find(|sign| !is_number(sign)).unwrap_or(rest.len());
        let length = rest[..length].trim_end_matches(['.', ',']).len();
        let before = text[..at].chars().next_back();
        let is_part =
            before.is_some_and(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '第' | '_'));
        if !is_part {
            numbers.push(at..at + length);
        }
    }
    numbers
}

fn superlatives(text: &str) -> Vec<Range<usize>> {
    const WORDS: &[&str] = &[
        "最高",
        "最大",
        "最低",
        "最多",
        "最少",
        "最快",
        "最強",
        "最强",
        "最長",
        "最长",
        "最貴",
        "最贵",
        "首次",
        "首個",
        "首个",
        "首家",
        "唯一",
        "史上",
        "新高",
        "新低",
        "創紀錄",
        "创纪录",
        "空前",
        "前所未有",
        "largest",
        "highest",
        "lowest",
        "fastest",
        "record high",
        "for the first time",
    ];
    const FIRST_OF: &str = "時时章節节部頁页步";
    let mut places = words(text, WORDS);
    let firsts = words(text, &["第一"]).into_iter().filter(|range| {
        let next = text[range.end..].chars().next();
        !next.is_some_and(|next| FIRST_OF.contains(next))
    });
    places.extend(firsts);
    places.sort_by_key(|range| range.start);
    // 歷史最高 is one.
    places.dedup_by(|next, last| next.start < last.end);
    places
}

fn dates(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    for number in numbers(text) {
        let digits = &text[number.clone()];
        let rest = &text[number.end..];
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        let is_year = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_year && rest[spaces..].starts_with('年') {
            places.push(number.start..number.end + spaces + '年'.len_utf8());
        } else if is_year
            && let Some(day) = text.get(number.start..number.start + 10)
            && crate::article::front_matter::Date::parse(day).is_some()
        {
            places.push(number.start..number.start + 10);
        }
    }
    places
}

fn attributions(text: &str) -> Vec<Range<usize>> {
    const WORDS: &[&str] = &[
        "報道稱",
        "报道称",
        "報導稱",
        "报导称",
        "消息稱",
        "消息称",
        "根據",
        "根据",
        "according to",
        "According to",
    ];
    const SAYS: &[&str] = &[
        "顯示", "显示", "報道", "报道", "報導", "报导", "統計", "统计", "透露", "估計", "估计",
        "表示", "指出",
    ];
    const NAMED: usize = 14;
    let mut places = words(text, WORDS);
    for start in words(text, &["據", "据"]) {
        let near: usize = text[start.end..]
            .chars()
            .take(NAMED)
            .take_while(|sign| !STOPS.contains(*sign) && !COMMAS.contains(*sign))
            .map(char::len_utf8)
            .sum();
        let near = &text[start.end..start.end + near];
        if SAYS.iter().any(|word| near.contains(word)) {
            places.push(start);
        }
    }
    let verbs = [
        "表示", "指出", "稱", "称", "說", "说", "認為", "认为", "透露",
    ];
    places.extend(words(text, &verbs).into_iter().filter(|range| {
        let next = &text[range.end..];
        next.starts_with(['：', ':', '“', '「'])
    }));
    places.sort_by_key(|range| range.start);
    places.dedup_by(|next, last| next.start < last.end);
    places
}

fn quotations(text: &str) -> Vec<Range<usize>> {
    /// Characters of a quotation; what is shorter is a word that is only set apart.
    const LEAST: usize = 8;
    let mut places = Vec::new();
    for (open, close) in [('“', '”'), ('「', '」')] {
        for (start, _) in text.match_indices(open) {
            let inside = &text[start + open.len_utf8()..];
            let Some(end) = inside.find(close) else {
                continue;
            };
            let length = open.len_utf8() + end + close.len_utf8();
            if inside[..end].chars().count() >= LEAST && !inside[..end].contains(open) {
                places.push(start..start + length);
            }
        }
    }
    places.sort_by_key(|range| range.start);
    places
}

/// Returns every place of the words, in the order of the text.
fn words(text: &str, words: &[&str]) -> Vec<Range<usize>> {
    let places = words.iter().flat_map(|word| {
        let found = text.match_indices(word);
        found.map(|(start, word)| start..start + word.len())
    });
    let mut places: Vec<Range<usize>> = places.collect();
    places.sort_by_key(|range| range.start);
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_fires_on_its_examples_and_spares_the_others() {
        for rule in CLAIMS {
            for text in rule.fires {
                assert_eq!((rule.find)(text).len(), 1, "{}: {text}", rule.name);
            }
            for text in rule.spares {
                assert!((rule.find)(text).is_empty(), "{}: {text}", rule.name);
            }
        }
    }

    #[test]
    fn a_rule_spares_what_other_rules_spare() {
        for rule in CLAIMS {
            for text in CLAIMS.iter().flat_map(|other| other.spares) {
                assert!((rule.find)(text).is_empty(), "{}: {text}", rule.name);
            }
        }
    }

    #[test]
    fn a_note_would_be_about_a_clause_or_a_sentence() {
        let check = |extent: Extent, text: &str, word: &str, expected: &str| {
            let start = text.find(word).expect("a word");
            let range = extent.around(text, &(start..start + word.len()));
            assert_eq!(&text[range], expected);
        };
        let text = "一切如常。 其中,收入達3,000萬元，很高！好";
        check(Extent::Clause, text, "萬元", "收入達3,000萬元");
        check(Extent::Sentence, text, "萬元", "其中,收入達3,000萬元，很高");
        check(Extent::Clause, text, "一切", "一切如常");
        check(
            Extent::Clause,
            "He paid 5.5 dollars. Yes",
            "5.5",
            "He paid 5.5 dollars",
        );
    }
}
