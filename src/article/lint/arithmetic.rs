//! Sums that a text multiplies itself: so much a day, a week, a month or a quarter, so much a year.
//!
//! A figure is as exact as it is written: 3000 萬 may be anything from 2500 to 3500 萬. Only a year that no
//! such part gives is pointed out.

use std::ops::Range;

/// How many parts of a kind a year has, at least and at most, and the words after which a sum of one is told.
/// Of days, some count those of work only.
const PARTS: &[(f64, f64, &[&str])] = &[
    (240.0, 366.0, &["每天", "每日", "日均"]),
    (52.0, 53.0, &["每週", "每周", "週均", "周均"]),
    (
        12.0,
        12.0,
        &["每月", "每個月", "每个月", "月均", "一個月", "一个月"],
    ),
    (4.0, 4.0, &["每季", "每個季度", "每个季度"]),
];

/// Words after which a sum of a year is told.
const YEARLY: &[&str] = &["一年", "每年", "全年"];

/// What makes a word for a year one that no sum belongs to: 一年前, 一年內.
const NO_SUM: &str = "前後后內内以之多半期級级來来";

/// Characters between such a word and its number.
const NEAR: usize = 12;

/// Characters between the sum of a part and the word for the year.
const APART: usize = 12;

/// Returns the sums of a year that are no multiple of the sum of a part of it before them in the sentence.
pub(super) fn wrong_years(text: &str) -> Vec<Range<usize>> {
    let mut wrong = Vec::new();
    let words = PARTS
        .iter()
        .flat_map(|(fewest, most, words)| words.iter().map(move |word| (*fewest, *most, *word)));
    for (fewest, most, word) in words {
        for (at, _) in text.match_indices(word) {
            let from = at + word.len();
            let Some(part) = sum(text, from, NEAR) else {
                continue;
            };
            let Some(year) = year_after(text, part.range.end) else {
                continue;
            };
            let is_of_one_kind = part.unit == year.unit || year.unit.is_none();
            let could_be = part.least * fewest <= year.most && year.least <= part.most * most;
            if is_of_one_kind && !could_be && !wrong.contains(&year.range) {
                wrong.push(year.range);
            }
        }
    }
    wrong
}

/// Returns the sum of a year that soon follows.
fn year_after(text: &str, from: usize) -> Option<Sum> {
    let sentence = &text[from..from + near(text, from, APART)];
    let (start, word) = YEARLY
        .iter()
        .filter_map(|word| Some((sentence.find(word)?, word)))
        .min()?;
    let after = from + start + word.len();
    let next = text[after..].chars().next()?;
    match NO_SUM.contains(next) {
        true => None,
        false => sum(text, after, NEAR),
    }
}

/// A sum in a text.
struct Sum {
    /// Its bytes, with the sign that multiplies it.
    range: Range<usize>,
    /// What it may be, as exact as it is written.
    least: f64,
    most: f64,
    /// The first character of what is counted.
    unit: Option<char>,
}

/// Returns the first number of ten thousands or hundred millions that follows within so many characters.
fn sum(text: &str, from: usize, characters: usize) -> Option<Sum> {
    let near = &text[from..from + near(text, from, characters)];
    let start = from + near.find(|sign: char| sign.is_ascii_digit())?;
    let rest = &text[start..];
    let is_number = |sign: char| sign.is_ascii_digit() || sign == '.' || sign == ',';
    let length = rest.find(|sign| !is_number(sign))?;
    let digits = rest[..length].replace(',', "");
    let after = rest[length..].trim_start_matches(' ');
    let sign = after.chars().next()?;
    let multiplier = match sign {
        '萬' | '万' => 1e4,
        '億' | '亿' => 1e8,
        _ => return None,
    };
    let end = text.len() - after.len() + sign.len_utf8();
    let value: f64 = digits.parse().ok()?;
    let half = half_of_last_digit(&digits) * multiplier;
    Some(Sum {
        range: start..end,
        least: value * multiplier - half,
        most: value * multiplier + half,
        unit: text[end..]
            .trim_start_matches(' ')
            .chars()
            .next()
            .filter(|it| it.is_alphabetic()),
    })
}

/// Returns half of what the last digit counts that is not 0: 500 for 3000, 0.05 for 3.6.
fn half_of_last_digit(digits: &str) -> f64 {
    let (_, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let places = match fraction.len() {
        0 => digits.len() - digits.trim_end_matches('0').len(),
        _ => 0,
    };
    let whole = 10_f64.powi(i32::try_from(places).unwrap_or_default());
    let fraction = 10_f64.powi(-i32::try_from(fraction.len()).unwrap_or_default());
    whole * fraction / 2.0
}

/// Returns the bytes of so many characters of the sentence that goes on at an offset.
fn near(text: &str, from: usize, characters: usize) -> usize {
    let is_stop = |sign: &char| "。！？!?；\n".contains(*sign);
    let sentence = text[from..].chars().take_while(|sign| !is_stop(sign));
    sentence.take(characters).map(char::len_utf8).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let wrong = wrong_years(text);
        let found: Vec<&str> = wrong.iter().map(|range| &text[range.clone()]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn twelve_months_are_a_year() {
        check("每月可能至少損失 3000 萬美元一年是 36億美元。", &["36億"]);
        check("每月损失3000万美元，一年就是36亿美元", &["36亿"]);
        check("每個月1.5億元，全年18億元", &[]);
        check("每個月1.5億元，全年21億元", &["21億"]);
        // As exact as it is written.
        check("每月約3000萬元，一年約4億元", &[]);
        check("每月2,500萬元，每年3億元", &[]);
    }

    #[test]
    fn so_are_its_days_weeks_and_quarters() {
        check("每天70萬美元，一年約2.5億美元", &[]);
        check("日均70萬美元，全年約25億美元", &["25億"]);
        check("每週100萬元，一年5200萬元", &[]);
        check("每周100万元，一年1200万元", &["1200万"]);
        check("每季25億元，全年100億元", &[]);
        check("每個季度25億元，全年300億元", &["300億"]);
    }

    #[test]
    fn what_is_no_sum_of_a_year() {
        check("每月3000萬元。一年是36億元", &[]);
        check("每月3000萬元，一年前是36億元", &[]);
        check("每月3000萬人，一年賺36億元", &[]);
        check("每月3000萬元，一年有12個月", &[]);
        check("每月三千萬元，一年36億元", &[]);
    }
}
