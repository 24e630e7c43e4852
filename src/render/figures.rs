//! Figures that stay on a line with what they count: a line may end between a digit and a Han character
//! (Unicode Standard Annex #14), and a reader would have to put 5 and 億 together again.

use std::ops::Range;

/// Signs that multiply a figure.
const MULTIPLIERS: &str = "十百千萬万億亿兆";

/// Signs and words that a figure counts, a longer one before what it begins with.
const UNITS: &[&str] = &[
    "美元", "歐元", "欧元", "日元", "日圓", "日圆", "英鎊", "英镑", "港元", "公里", "公尺", "公分",
    "公斤", "公克", "公頃", "公顷", "公噸", "小時", "小时", "分鐘", "分钟", "個月", "个月", "年",
    "月", "日", "號", "号", "時", "时", "分", "秒", "點", "点", "元", "圓", "塊", "块", "人", "名",
    "位", "個", "个", "家", "次", "倍", "度", "米", "克", "斤", "噸", "吨", "條", "条", "件", "章",
    "頁", "页", "期", "級", "级", "歲", "岁", "週", "周", "天", "種", "种", "層", "层", "樓", "楼",
    "成", "股", "句", "段", "篇", "卷", "冊", "册", "屆", "届",
];

/// Characters that are kept on a line at most.
const CHARACTERS_MAX: usize = 14;

/// Returns the figures of a text with what they count, in bytes.
pub(super) fn with_units(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + start;
        let is_of_number = |byte: &u8| byte.is_ascii_digit() || b".,%".contains(byte);
        let length = bytes[start..]
            .iter()
            .take_while(|byte| is_of_number(byte))
            .count();
        at = start + length;
        let counted = counted(&text[at..]);
        if counted > 0 {
            at += counted;
            // What is longer than a line of a phone should be broken.
            if text[start..at].chars().count() <= CHARACTERS_MAX {
                found.push(start..at);
            }
        }
    }
    found
}

/// Returns the length of what a figure counts, with a space before it; 0 for none.
fn counted(text: &str) -> usize {
    let words = text.strip_prefix(' ').unwrap_or(text);
    let unit = words.trim_start_matches(|sign| MULTIPLIERS.contains(sign));
    let unit = match UNITS.iter().find(|known| unit.starts_with(**known)) {
        Some(known) => &unit[known.len()..],
        None => unit,
    };
    match unit.len() == words.len() {
        true => 0,
        false => text.len() - unit.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found = with_units(text).into_iter().map(|range| &text[range]);
        assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn figures_are_kept_with_what_they_count() {
        check("2022 年 11 月,漲了8倍", &["2022 年", "11 月", "8倍"]);
        check("突破3.9萬點，達 3000 萬美元", &["3.9萬點", "3000 萬美元"]);
        check("年增5.5億股", &["5.5億股"]);
        check("2,500万人", &["2,500万人"]);
    }

    #[test]
    fn other_figures_are_left() {
        check("GPT-4與5.5%的", &[]);
        check("第3  年", &[]);
        check("in 2024 the 5 men", &[]);
        check(&format!("{}元", "9".repeat(100)), &[]);
        check(&format!("5{}", "萬".repeat(200)), &[]);
        check("", &[]);
        check("12", &[]);
    }
}
