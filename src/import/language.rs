//! The language, script and region of a text, from its characters and words and never from tags.

/// Characters that only traditional texts have, and beside each the simplified one.
const PAIRS: &[(char, char)] = &[
    ('國', '国'),
    ('這', '这'),
    ('們', '们'),
    ('來', '来'),
    ('說', '说'),
    ('對', '对'),
    ('時', '时'),
    ('會', '会'),
    ('為', '为'),
    ('過', '过'),
    ('發', '发'),
    ('學', '学'),
    ('經', '经'),
    ('現', '现'),
    ('實', '实'),
    ('個', '个'),
    ('與', '与'),
    ('將', '将'),
    ('還', '还'),
    ('開', '开'),
    ('關', '关'),
    ('點', '点'),
    ('長', '长'),
    ('業', '业'),
    ('產', '产'),
    ('動', '动'),
    ('機', '机'),
    ('數', '数'),
    ('從', '从'),
    ('無', '无'),
    ('東', '东'),
    ('車', '车'),
    ('電', '电'),
    ('話', '话'),
    ('書', '书'),
    ('問', '问'),
    ('題', '题'),
    ('進', '进'),
    ('種', '种'),
    ('應', '应'),
    ('當', '当'),
    ('沒', '没'),
    ('樣', '样'),
    ('見', '见'),
    ('間', '间'),
    ('頭', '头'),
    ('報', '报'),
    ('導', '导'),
    ('據', '据'),
    ('萬', '万'),
    ('億', '亿'),
    ('後', '后'),
    ('兩', '两'),
    ('處', '处'),
    ('總', '总'),
    ('條', '条'),
    ('號', '号'),
    ('論', '论'),
    ('設', '设'),
    ('認', '认'),
    ('計', '计'),
    ('記', '记'),
    ('統', '统'),
    ('義', '义'),
    ('軍', '军'),
    ('華', '华'),
    ('聞', '闻'),
    ('錢', '钱'),
    ('銀', '银'),
    ('門', '门'),
];

/// Words that show a region, of traditional texts.
const TAIWAN: &[&str] = &[
    "臺灣",
    "台灣",
    "台北",
    "臺北",
    "人工智慧",
    "資訊",
    "使用者",
    "網路",
    "網際網路",
    "軟體",
    "硬體",
    "資料",
    "影片",
    "計畫",
    "立法院",
    "立委",
    "新台幣",
    "民國",
    "程式",
    "晶片",
    "支援",
    "行動電話",
    "捷運",
    "馬克宏",
    "川普",
    "普丁",
    "聯準會",
    "乙個",
];
const HONG_KONG: &[&str] = &[
    "香港",
    "港元",
    "港幣",
    "特首",
    "立法會",
    "網絡",
    "軟件",
    "硬件",
    "嘅",
    "喺",
    "佢",
    "咗",
    "冇",
    "唔",
    "特朗普",
    "港府",
    "的士",
    "機械人",
    "人工智能",
    "聯儲局",
];

/// Words that show a region, of simplified texts.
const CHINA: &[&str] = &[
    "中国",
    "人民币",
    "北京",
    "上海",
    "互联网",
    "软件",
    "网络",
    "信息",
    "视频",
    "亿元",
    "万元",
    "我国",
    "国务院",
    "新华社",
    "特朗普",
    "央行",
    "人工智能",
    "美联储",
    "用户",
    "数据",
];
const SINGAPORE: &[&str] = &[
    "新加坡",
    "新元",
    "我国总理",
    "联合早报",
    "组屋",
    "巴刹",
    "德士",
];

/// Frequent words of English, which other languages in Latin letters do not have together.
const ENGLISH: &[&str] = &["the", "of", "and", "to", "in", "is", "that", "for"];

/// Returns the language tag (BCP 47) of a text, with script and region where they show; none when
/// the text does not show its language.
pub fn of(text: &str) -> Option<String> {
    let count = |is_so: fn(char) -> bool| text.chars().filter(|it| is_so(*it)).count();
    let han = count(is_han);
    let kana = count(|it| matches!(it, '\u{3041}'..='\u{30ff}'));
    let hangul = count(|it| matches!(it, '\u{ac00}'..='\u{d7a3}'));
    let latin = count(|it| it.is_ascii_alphabetic());
    // A word of a Latin language is some five letters; a Chinese text may name many companies.
    if han.max(kana).max(hangul) * 5 < latin {
        return is_english(text).then(|| "en".to_owned());
    }
    if hangul > han {
        return Some("ko".to_owned());
    }
    if kana * 5 > han {
        return Some("ja".to_owned());
    }
    (han > 0).then(|| chinese(text)).flatten()
}

fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

fn chinese(text: &str) -> Option<String> {
    let (mut traditional, mut simplified) = (0, 0);
    for character in text.chars() {
        traditional += usize::from(PAIRS.iter().any(|(form, _)| *form == character));
        simplified += usize::from(PAIRS.iter().any(|(_, form)| *form == character));
    }
    let region = |tag: &str, one: (&str, &[&str]), other: (&str, &[&str])| {
        let weigh =
            |words: &[&str]| -> usize { words.iter().map(|word| text.matches(word).count()).sum() };
        let (first, second) = (weigh(one.1), weigh(other.1));
        match first.cmp(&second) {
            std::cmp::Ordering::Greater => format!("{tag}-{}", one.0),
            std::cmp::Ordering::Less => format!("{tag}-{}", other.0),
            std::cmp::Ordering::Equal => tag.to_owned(),
        }
    };
    if traditional > simplified {
        Some(region("zh-Hant", ("TW", TAIWAN), ("HK", HONG_KONG)))
    } else if simplified > traditional {
        Some(region("zh-Hans", ("CN", CHINA), ("SG", SINGAPORE)))
    } else {
        None
    }
}

fn is_english(text: &str) -> bool {
    let words = || text.split(|character: char| !character.is_alphanumeric());
    let is_frequent = |word: &&str| ENGLISH.contains(&word.to_ascii_lowercase().as_str());
    let frequent = words().filter(is_frequent).count();
    frequent >= 1 && frequent * 12 >= words().filter(|word| !word.is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(of(text).as_deref(), expected, "{text}");
        };
        check("這個軟體的使用者還在增加。", Some("zh-Hant-TW"));
        check("佢哋嘅網絡服務還沒有開始。", Some("zh-Hant-HK"));
        check("我国的软件用户还在增加。", Some("zh-Hans-CN"));
        check("新加坡的组屋价格还在上涨。", Some("zh-Hans-SG"));
        check("這篇文章還沒有寫完。", Some("zh-Hant"));
        check("The price of the house is up.", Some("en"));
        check("Le prix de la maison.", None);
        check("東京の天気はよい。", Some("ja"));
        check("서울의 날씨", Some("ko"));
        check("12345", None);
    }
}
