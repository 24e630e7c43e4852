//! Where a passage reads otherwise in another form of the text.
//!
//! A reader may look for 软件 in an edition that shows 软体: the index has the pairs of both, and the
//! text says where the one stands for the other, so that it can be found and marked there.

use std::ops::Range;

use super::tokens;

/// A stretch of a folded text, and what stands there in the other one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) range: Range<usize>,
    pub(super) other: Vec<char>,
}

/// How many characters must agree for two texts to be together again, where as many characters of
/// both were left out, and where not.
const AGREEMENT: [usize; 2] = [1, 3];

/// How far apart two texts may run before they are together again.
const WINDOW: usize = 12;

/// Returns where two folded texts differ. Texts that have little in common, as of an edition that
/// is written by hand, are not compared: there is nothing then.
pub(super) fn differences(text: &[char], other: &[char]) -> Vec<Difference> {
    let mut differences = Vec::new();
    let (mut at, mut at_other) = (0, 0);
    while at < text.len() || at_other < other.len() {
        if text.get(at) == other.get(at_other) {
            at += 1;
            at_other += 1;
            continue;
        }
        let Some((length, length_other)) = skip(&text[at..], &other[at_other..]) else {
            return Vec::new();
        };
        push_difference(
            at,
            &text[at..at + length],
            &other[at_other..at_other + length_other],
            &mut differences,
        );
        at += length;
        at_other += length_other;
    }
    differences
}

/// Adds a difference. Punctuation marks at its ends stand for marks and not for parts of words: they are differences
/// of their own.
fn push_difference(at: usize, text: &[char], other: &[char], differences: &mut Vec<Difference>) {
    let are_marks = |(one, two): &(&char, &char)| !one.is_alphanumeric() && !two.is_alphanumeric();
    let before = text.iter().zip(other).take_while(are_marks).count();
    let ends = text[before..].iter().rev();
    let ends = ends.zip(other[before..].iter().rev());
    let behind = ends.take_while(are_marks).count();
    let (end, end_other) = (text.len() - behind, other.len() - behind);
    let parts = [
        (0..before, 0..before),
        (before..end, before..end_other),
        (end..text.len(), end_other..other.len()),
    ];
    for (range, range_other) in parts {
        if range.is_empty() && range_other.is_empty() {
            continue;
        }
        differences.push(Difference {
            range: at + range.start..at + range.end,
            other: other[range_other].to_vec(),
        });
    }
}

/// Returns stretches of the other text, each around one of the differences, which together have all words
/// and pairs that it has and the text has not.
pub(super) fn stretches<'a>(
    other: &'a [char],
    differences: &[Difference],
) -> impl Iterator<Item = &'a [char]> {
    let is_border = |character: &char| !tokens::may_continue_word(*character);
    let (mut put_in, mut left_out) = (0, 0);
    differences.iter().map(move |difference| {
        let start = difference.range.start + put_in - left_out;
        let end = start + difference.other.len();
        put_in += difference.other.len();
        left_out += difference.range.len();
        let before = other[..start].iter().rposition(is_border);
        let behind = other[end..].iter().position(is_border);
        &other[before.unwrap_or(0)..behind.map_or(other.len(), |length| end + length + 1)]
    })
}

/// Returns how much of two texts is to be left out so that they go on alike: as little as possible.
fn skip(text: &[char], other: &[char]) -> Option<(usize, usize)> {
    let is_together = |length: usize, length_other: usize| {
        let (rest, rest_other) = (&text[length..], &other[length_other..]);
        let agreement = AGREEMENT[usize::from(length != length_other)];
        let count = agreement.min(rest.len().max(rest_other.len()));
        rest.get(..count)
            .is_some_and(|start| rest_other.get(..count) == Some(start))
    };
    (1..=2 * WINDOW).find_map(|sum| {
        let lengths = (0..=sum).map(|length| (length, sum - length));
        let mut lengths = lengths
            .filter(|(one, two)| *one <= WINDOW.min(text.len()) && *two <= WINDOW.min(other.len()));
        lengths.find(|(one, two)| is_together(*one, *two))
    })
}

#[cfg(test)]
mod tests {
    use super::super::record::{Field, Gathered};
    use super::*;

    fn check(text: &str, other: &str, expected: &str) {
        let [text, other] = [text, other].map(|text| text.chars().collect::<Vec<char>>());
        let shown: Vec<String> = differences(&text, &other)
            .into_iter()
            .map(|difference| {
                let is: String = text[difference.range].iter().collect();
                let other: String = difference.other.iter().collect();
                format!("{is}>{other}")
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn words_are_found_that_differ() {
        check(
            "用软体写网路程式的人",
            "用软件写网络程序的人",
            "体>件 路>络 式>序",
        );
        check("看计程车去了。", "看出租车去了。", "计程>出租");
        check("以自由软体", "以自由软件", "体>件");
        check("搭公车", "搭公共汽车", ">共汽");
        check("同", "同", "");
        check("‘网络’也好", "『网路』也好", "‘>『 络>路 ’>』");
        check("用“电脑”的人", "用「计算机」的人", "“>「 电脑>计算机 ”>」");
        check(
            "前后左右上下来去之间的甲乙丙丁戊己庚辛",
            "完全是另外一篇文章的写法和说法没有相同处",
            "",
        );
    }

    #[test]
    fn stretches_have_all_that_is_new() {
        fn check(text: &str, other: &str) {
            let [text, other] = [text, other].map(|text| text.chars().collect::<Vec<char>>());
            let differences = differences(&text, &other);
            assert!(!differences.is_empty());
            let record = |stretches: &[&[char]]| {
                let mut gathered = Gathered::default();
                for stretch in stretches {
                    gathered.add(stretch, Field::Body);
                }
                gathered.finish(0)
            };
            let mut parts = vec![text.as_slice()];
            parts.extend(stretches(&other, &differences));
            assert_eq!(record(&parts), record(&[&text, &other]));
        }
        check("用软体写网路程式的人", "用软件写网络程序的人");
        check("搭公车去,看计程车。", "搭公共汽车去,看出租车。");
        check("软体", "软件");
        check("有3.5吋软体v2.1", "有3.5寸软件v2.1");
        check("用sql隐码攻击的人", "用sql注入攻击的人");
        check("在1,000元以上", "在1,500元以上");
        check("用𠮷野的软体𠮷", "用𠮷野的软件𠮷");
        check("甲乙丙丁戊己", "甲丙丁戊己");
        check("用“软体”的人", "用「软件」的人");
    }
}
