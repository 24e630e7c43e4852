//! Dates as Chinese and English pages print them.
//!
//! `2024-02-25`, `2024/2/25`, `2024.02.25`, `2024年2月25日`, `民國113年2月25日`, `二〇二四年二月二十五日`,
//! `February 25, 2024`, `25 Feb 2024`, `Sun Feb 25 10:30:00 2024`. A year and a month without a day are no date, nor is a day that
//! no calendar has. Whatever follows of a weekday and a time belongs to the place and not to the date.

use std::ops::Range;

use crate::article::front_matter::Date;

/// A date and the bytes of the text that it stands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its bytes, the time of day included.
    pub range: Range<usize>,
    /// The day.
    pub date: Date,
}

/// The year before the first of the Republic of China.
const REPUBLIC: u32 = 1911;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Returns the first date of a text.
pub fn first(text: &str) -> Option<Date> {
    all(text).first().map(|found| found.date)
}

/// Returns every date of a text, in order.
pub fn all(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut before = ' ';
    while let Some(character) = text[at..].chars().next() {
        let is_inside = is_word(before) && is_word(character);
        if !is_inside && let Some((date, length)) = at_start(&text[at..]) {
            let end = at + length + time_length(&text[at + length..]);
            found.push(Found {
                range: at..end,
                date,
            });
            at = end;
            before = ' ';
            continue;
        }
        at += character.len_utf8();
        before = character;
    }
    found
}

/// Returns whether a number or a month's name goes on between two such characters.
fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || digit(character).is_some()
        || han_digit(character).is_some()
}

/// Returns the date that a text begins with, and its length in bytes.
fn at_start(text: &str) -> Option<(Date, usize)> {
    let mut cursor = Cursor { rest: text };
    let date = numeric(&mut cursor).or_else(|| {
        cursor = Cursor { rest: text };
        english(&mut cursor)
    })?;
    Some((date, text.len() - cursor.rest.len()))
}

fn numeric(cursor: &mut Cursor<'_>) -> Option<Date> {
    let is_common = cursor.word("西元") || cursor.word("公元");
    let republic = ["中華民國", "中华民国", "民國", "民国"];
    let is_republican = !is_common && republic.iter().any(|era| cursor.word(era));
    cursor.spaces();
    let (year, digits) = if is_republican && cursor.word("元") {
        (1, 1)
    } else {
        cursor.number()?
    };
    let year = match (is_republican, digits) {
        (true, 1..=3) => year + REPUBLIC,
        (false, 4) => year,
        _ => return None,
    };
    cursor.spaces();
    let separator = cursor.one_of(&['年', '-', '/', '.', '／', '－', '．'])?;
    cursor.spaces();
    let (month, _) = cursor.number()?;
    cursor.spaces();
    let expected = if separator == '年' { '月' } else { separator };
    cursor.one_of(&[expected])?;
    cursor.spaces();
    let (day, _) = cursor.number()?;
    if separator == '年' {
        cursor.spaces();
        cursor.one_of(&['日', '号', '號'])?;
    } else if cursor.rest.starts_with(|next: char| digit(next).is_some()) {
        return None;
    }
    calendar(year, month, day)
}

fn english(cursor: &mut Cursor<'_>) -> Option<Date> {
    cursor.weekday();
    let (month, day) = match cursor.month() {
        Some(month) => {
            cursor.word(".");
            cursor.spaces();
            (month, cursor.ordinal()?)
        }
        None => {
            let day = cursor.ordinal()?;
            cursor.spaces();
            let month = cursor.month()?;
            cursor.word(".");
            (month, day)
        }
    };
    cursor.word(",");
    cursor.spaces();
    // As C's `ctime` has it: `Sun Feb 25 10:30:00 2024`.
    cursor.time();
    let (year, digits) = cursor.number()?;
    (digits == 4).then(|| calendar(year, month, day)).flatten()
}

fn calendar(year: u32, month: u32, day: u32) -> Option<Date> {
    Date::parse(&format!("{year:04}-{month:02}-{day:02}"))
}

/// A place in a text.
struct Cursor<'a> {
    rest: &'a str,
}

impl Cursor<'_> {
    fn word(&mut self, word: &str) -> bool {
        let rest = self.rest.strip_prefix(word);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn spaces(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\u{a0}', '\u{3000}']);
    }

    fn one_of(&mut self, characters: &[char]) -> Option<char> {
        let character = self
            .rest
            .chars()
            .next()
            .filter(|it| characters.contains(it))?;
        self.rest = &self.rest[character.len_utf8()..];
        Some(character)
    }

    /// Takes a number in digits, of any width, or in Han numerals, and returns it with the number
    /// of its digits; of Han numerals with 十 or 百 that counts as two.
    fn number(&mut self) -> Option<(u32, usize)> {
        let digits: String = self
            .rest
            .chars()
            .take_while(|it| digit(*it).is_some())
            .collect();
        if !digits.is_empty() {
            let count = digits.chars().count();
            self.rest = &self.rest[digits.len()..];
            let value = digits.chars().filter_map(digit);
            return (count <= 4).then(|| (value.fold(0, |sum, digit| sum * 10 + digit), count));
        }
        let numerals: String = self
            .rest
            .chars()
            .take_while(|it| han_digit(*it).is_some())
            .collect();
        self.rest = &self.rest[numerals.len()..];
        let values: Vec<u32> = numerals.chars().filter_map(han_digit).collect();
        match values.len() {
            0 => None,
            1..=5 if values.iter().any(|value| *value >= 10) => Some((han_number(&values), 2)),
            count @ 1..=4 => Some((values.iter().fold(0, |sum, digit| sum * 10 + digit), count)),
            _ => None,
        }
    }

    /// Takes a day, as `25` or `25th`.
    fn ordinal(&mut self) -> Option<u32> {
        let (day, count) = self.number()?;
        for ending in ["st", "nd", "rd", "th"] {
            if self.word(ending) {
                break;
            }
        }
        (count <= 2).then_some(day)
    }

    /// Takes the name of a day of the week, whole or its first three letters, and what divides it from a date.
    fn weekday(&mut self) {
        let is_letter = |it: char| it.is_ascii_alphabetic();
        let end = self.rest.find(|it| !is_letter(it));
        let (word, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        let lower = word.to_ascii_lowercase();
        if WEEKDAYS
            .iter()
            .any(|name| *name == lower || name[..3] == lower)
        {
            self.rest = rest.trim_start_matches(['.', ',']);
            self.spaces();
        }
    }

    /// Takes a time of day with its seconds, and the spaces behind it.
    fn time(&mut self) {
        let is_part = |it: char| it.is_ascii_digit() || it == ':';
        let end = self.rest.find(|it| !is_part(it));
        let (time, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        if time.matches(':').count() == 2 {
            self.rest = rest;
            self.spaces();
        }
    }

    /// Takes the name of a month, whole or its first three letters.
    fn month(&mut self) -> Option<u32> {
        let is_letter = |it: &char| it.is_ascii_alphabetic();
        let word: String = self.rest.chars().take_while(is_letter).collect();
        let lower = word.to_ascii_lowercase();
        let is_month = |name: &&str| {
            **name == lower || name[..3] == lower || (lower == "sept" && name.starts_with("sept"))
        };
        let index = MONTHS.iter().position(is_month)?;
        self.rest = &self.rest[word.len()..];
        Some(index as u32 + 1)
    }
}

fn digit(character: char) -> Option<u32> {
    match character {
        '０'..='９' => Some(character as u32 - '０' as u32),
        _ => character.to_digit(10),
    }
}

/// Returns the value of a Han numeral; 廿 and 卅 are twenty and thirty.
fn han_digit(character: char) -> Option<u32> {
    let digits = "〇一二三四五六七八九";
    let position = digits.chars().position(|it| it == character);
    position.map(|value| value as u32).or(match character {
        '零' | '○' | 'Ｏ' => Some(0),
        '十' => Some(10),
        '廿' => Some(20),
        '卅' => Some(30),
        '百' => Some(100),
        _ => None,
    })
}

/// Returns the number that numerals with 十 or 百 are: 二十五, 廿五, 一百一十三.
fn han_number(values: &[u32]) -> u32 {
    let mut sum = 0;
    let mut pending = 0;
    for value in values {
        match value {
            10 | 100 => {
                sum += pending.max(1) * value;
                pending = 0;
            }
            20 | 30 => sum += value,
            _ => pending = *value,
        }
    }
    sum + pending
}

/// Returns the length of a weekday and a time of day that a text begins with.
fn time_length(text: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    for character in text.chars() {
        let is_time = character.is_ascii_digit()
            || matches!(
                character,
                ':' | '：' | '+' | '.' | ' ' | '\u{a0}' | 'T' | 'Z' | '-'
            )
            || "（）()星期週周上下午時时分秒".contains(character)
            || ("一二三四五六日".contains(character)
                && text[..at].ends_with(['（', '(', '期', '週', '周']));
        if !is_time {
            break;
        }
        at += character.len_utf8();
        if !character.is_whitespace() && !matches!(character, '-' | '（' | '(' | ':' | '：') {
            end = at;
        }
    }
    // A number alone is no time; a weekday is told by its word.
    let taken = &text[..end];
    let is_time = taken.contains([':', '：', '時', '时', '期', '週', '周', '）', ')']);
    if is_time { end } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = all(text)
            .iter()
            .map(|found| found.date.to_string())
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn forms() {
        for text in [
            "2024-02-25",
            "2024/2/25",
            "2024.02.25",
            "2024年2月25日",
            "2024 年 2 月 25 日",
            "２０２４年２月２５日",
            "民國113年2月25日",
            "民国113年2月25号",
            "中華民國一一三年二月二十五日",
            "民國一百一十三年二月廿五日",
            "二〇二四年二月二十五日",
            "二零二四年二月二十五日",
            "February 25, 2024",
            "Feb. 25, 2024",
            "25 February 2024",
            "25th Feb 2024",
            "Sunday, 25 February 2024",
            "Sun Feb 25 10:30:00 2024",
            "中華民國113年2月25日",
            "西元2024年2月25日",
            "公元 2024 年 2 月 25 日",
            "更新2024-02-25",
            "（2024-02-25）",
            "2024-02-25T10:30:00+08:00",
        ] {
            check(text, &["2024-02-25"]);
        }
        check("民國元年1月1日", &["1912-01-01"]);
        check(
            "2024-02-24 發布，2024-02-25 更新",
            &["2024-02-24", "2024-02-25"],
        );
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "2024年2月",
            "2024-02",
            "2024-02-30",
            "2024-2-255",
            "12024-02-25",
            "113年2月25日",
            "2月25日",
            "2024",
            "二月二十五日",
            "May 2024",
            "1.2.3",
            "Sunday",
            "公元2024年",
            "Feb 25 10:30:00",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn times_belong_to_the_place() {
        let check = |text: &str, rest: &str| {
            let found = all(text);
            assert_eq!(&text[found[0].range.end..], rest, "{text}");
        };
        check("2024-02-25 10:30 更新", " 更新");
        check("2024年2月25日 星期日 上午10:30", "");
        check("2024年2月25日（日）10時30分", "");
        check("2024-02-25 100 人", " 100 人");
        check("2024年2月25日：事發當天", "：事發當天");
        check("2024-02-25T02:30:00.000Z", "");
    }
}
