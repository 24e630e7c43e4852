//! The numberings of a document (ECMA-376, part 1, section 17.9), and the numbers they have come to.
//!
//! What Word numbers is printed, but is no text of the file. Bullets and plain numbers become lists;
//! a label of any other form, as 第一章 or (甲), becomes text before its paragraph.

use std::collections::HashMap;

use super::super::xml::Element;
use super::styles::{ListPlace, value};

/// The numberings, and the numbers they have come to.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// The levels of each abstract numbering.
    levels: HashMap<String, HashMap<usize, Level>>,
    /// The abstract numbering of each, and where it begins anew.
    instances: HashMap<String, (String, HashMap<usize, u64>)>,
    /// The numbers of each, level by level.
    numbers: HashMap<String, [Option<u64>; LEVELS]>,
}

const LEVELS: usize = 9;

#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    text: String,
    start: u64,
}

/// What stands before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Label {
    /// A bullet.
    Bullet,
    /// A plain number.
    Number(u64),
    /// A text.
    Text(String),
}

impl Numbering {
    pub fn of(root: &Element) -> Numbering {
        let mut numbering = Numbering::default();
        for element in root.elements() {
            match element.name.as_str() {
                "abstractNum" => {
                    let id = element.attribute("abstractNumId").unwrap_or_default();
                    let levels = element.elements().filter(|inner| inner.name == "lvl");
                    let levels = levels.filter_map(level).collect();
                    numbering.levels.insert(id.to_owned(), levels);
                }
                "num" => {
                    let id = element.attribute("numId").unwrap_or_default();
                    let kind = value(element, "abstractNumId").unwrap_or_default();
                    let starts = element.elements().filter_map(start_anew).collect();
                    let instance = (kind.to_owned(), starts);
                    numbering.instances.insert(id.to_owned(), instance);
                }
                _ => {}
            }
        }
        numbering
    }

    /// Counts a paragraph, and returns what stands before it.
    pub fn next(&mut self, place: &ListPlace) -> Label {
        let Some((kind, starts)) = self.instances.get(&place.number_id) else {
            return Label::Bullet;
        };
        let level = place.level.min(LEVELS - 1);
        let Some(levels) = self.levels.get(kind) else {
            return Label::Bullet;
        };
        let Some(own) = levels.get(&level) else {
            return Label::Bullet;
        };
        // Numberings of one kind go on with each other's numbers, unless one begins anew.
        let key = match starts.is_empty() {
            true => format!("kind {kind}"),
            false => place.number_id.clone(),
        };
        let start = |at: usize| {
            let given = starts.get(&at).copied();
            given.unwrap_or_else(|| levels.get(&at).map_or(1, |level| level.start))
        };
        let numbers = self.numbers.entry(key).or_default();
        let number = numbers[level].map_or_else(|| start(level), |number| number.saturating_add(1));
        numbers[level] = Some(number);
        numbers[level + 1..].fill(None);
        for (at, above) in numbers[..level].iter_mut().enumerate() {
            above.get_or_insert_with(|| start(at));
        }
        if own.format == "bullet" || own.format == "none" && own.text.trim().is_empty() {
            return Label::Bullet;
        }
        let own_sign = format!("%{}", level + 1);
        let signs = own.text.replacen(&own_sign, "", 1);
        let is_plain = own.format == "decimal"
            && own.text.contains(&own_sign)
            && signs.chars().all(|it| ".)、．（）( ".contains(it));
        if is_plain {
            return Label::Number(number);
        }
        let mut text = own.text.clone();
        for at in (0..=level).rev() {
            let format = levels.get(&at).map_or("decimal", |level| &level.format);
            let number = numbers[at].unwrap_or(1);
            text = text.replace(&format!("%{}", at + 1), &formatted(number, format));
        }
        Label::Text(text)
    }
}

fn level(element: &Element) -> Option<(usize, Level)> {
    let level = Level {
        format: value(element, "numFmt").unwrap_or("decimal").to_owned(),
        text: value(element, "lvlText").unwrap_or_default().to_owned(),
        start: value(element, "start")
            .and_then(|start| start.parse().ok())
            .unwrap_or(1),
    };
    Some((element.attribute("ilvl")?.parse().ok()?, level))
}

fn start_anew(element: &Element) -> Option<(usize, u64)> {
    let level = element.attribute("ilvl")?.parse().ok()?;
    Some((level, value(element, "startOverride")?.parse().ok()?))
}

/// Returns a number in one of the formats that Word has (section 17.18.59).
fn formatted(number: u64, format: &str) -> String {
    let lettered = |first: u8| {
        // After z come aa, bb …
        let index = number.saturating_sub(1);
        let letter = char::from(first + (index % 26) as u8);
        letter.to_string().repeat((index / 26 + 1).min(10) as usize)
    };
    let of = |signs: &str| {
        let sign = signs.chars().nth(number.saturating_sub(1) as usize);
        sign.map_or_else(|| number.to_string(), String::from)
    };
    match format {
        "lowerLetter" => lettered(b'a'),
        "upperLetter" => lettered(b'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "ideographTraditional" => of("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => of("子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
        "decimalFullWidth" | "decimalFullWidth2" => digits(number, "０１２３４５６７８９"),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            digits(number, "〇一二三四五六七八九")
        }
        "decimalZero" => format!("{number:02}"),
        _ if format.starts_with("chinese")
            || format.starts_with("taiwanese")
            || format.starts_with("japaneseCounting") =>
        {
            han(number)
        }
        "none" => String::new(),
        _ => number.to_string(),
    }
}

fn digits(number: u64, signs: &str) -> String {
    let signs: Vec<char> = signs.chars().collect();
    let digits = number.to_string();
    digits
        .bytes()
        .map(|digit| signs[usize::from(digit - b'0')])
        .collect()
}

/// Returns a number below a hundred as Chinese counts; a larger one digit by digit.
fn han(number: u64) -> String {
    const SIGNS: &str = "〇一二三四五六七八九";
    if number == 0 || number > 99 {
        return digits(number, SIGNS);
    }
    let (tens, units) = (number / 10, number % 10);
    let tens = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        _ => digits(tens, SIGNS) + "十",
    };
    let units = if units == 0 {
        String::new()
    } else {
        digits(units, SIGNS)
    };
    tens + &units
}

fn roman(number: u64) -> String {
    const SIGNS: [(u64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = if number > 4999 { 0 } else { number };
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            roman += sign;
            rest -= value;
        }
    }
    if roman.is_empty() {
        number.to_string()
    } else {
        roman
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let check = |format: &str, number: u64, expected: &str| {
            assert_eq!(formatted(number, format), expected, "{format}");
        };
        check("decimal", 12, "12");
        check("upperRoman", 14, "XIV");
        check("lowerLetter", 28, "bb");
        check("chineseCounting", 21, "二十一");
        check("taiwaneseCountingThousand", 10, "十");
        check("ideographTraditional", 2, "乙");
        check("ideographTraditional", 11, "11");
        check("decimalFullWidth", 30, "３０");
    }
}
