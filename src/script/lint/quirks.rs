//! What OpenCC 1.4.2 is known to convert wrongly, as tables. Each row was tried with its command
//! line (`s2tw`, `tw2s`), has an example that fires, and one that must not.

use crate::config::language::HanScript::{self, Simplified, Traditional};

/// A word that comes out wrong.
pub(super) struct Word {
    /// The script of the text.
    pub(super) script: HanScript,
    /// The word as it is written.
    pub(super) word: &'static str,
    /// The word as it should come out.
    pub(super) right: &'static str,
    /// A text with the same characters that comes out right.
    #[cfg_attr(not(test), expect(dead_code, reason = "an example is for the tests"))]
    pub(super) harmless: &'static str,
}

/// A character that comes out wrong where it is a surname.
pub(super) struct Surname {
    /// The script of the text.
    pub(super) script: HanScript,
    /// The surname as it is written.
    pub(super) surname: char,
    /// The surname as it should come out.
    pub(super) right: char,
    /// Characters that make another word of it.
    pub(super) not_before: &'static str,
    /// A name that fires.
    #[cfg_attr(not(test), expect(dead_code, reason = "an example is for the tests"))]
    pub(super) fires: &'static str,
    /// A text with the character that must not.
    #[cfg_attr(not(test), expect(dead_code, reason = "an example is for the tests"))]
    pub(super) harmless: &'static str,
}

const fn word(
    script: HanScript,
    word: &'static str,
    right: &'static str,
    harmless: &'static str,
) -> Word {
    Word {
        script,
        word,
        right,
        harmless,
    }
}

const fn surname(
    surname: char,
    right: char,
    not_before: &'static str,
    fires: &'static str,
    harmless: &'static str,
) -> Surname {
    Surname {
        script: Simplified,
        surname,
        right,
        not_before,
        fires,
        harmless,
    }
}

/// Words and names of one reading that the engine gives another.
pub(super) const WORDS: &[Word] = &[
    word(Simplified, "克制", "克制", "克服制度"),
    word(Simplified, "胡同", "胡同", "胡说同意"),
    word(Simplified, "家具", "家具", "家庭工具"),
    word(Simplified, "子丑", "子丑", "丑角"),
    word(Simplified, "干宝", "干寶", "宝石干净"),
    word(Simplified, "余华", "余華", "剩余的华人"),
    word(Simplified, "余秋雨", "余秋雨", "余光中"),
    word(Simplified, "于和伟", "于和偉", "于右任"),
    word(Simplified, "冬冬", "冬冬", "冬天"),
    word(Traditional, "原著", "原著", "沿著"),
    word(Traditional, "編著", "编著", "沿著"),
    word(Traditional, "論著", "论著", "談論著作"),
    word(Traditional, "遺著", "遗著", "遺留著作"),
    word(Traditional, "譯著", "译著", "譯作"),
    word(Traditional, "拙著", "拙著", "拙作"),
    word(Traditional, "新著", "新著", "新書"),
    word(Traditional, "大著", "大著", "大作"),
    word(Traditional, "卓著", "卓著", "卓越"),
    word(Traditional, "土著", "土著", "土地"),
    word(Traditional, "李承乾", "李承乾", "乾燥"),
    word(Traditional, "徐乾學", "徐乾学", "乾淨"),
    word(Traditional, "承乾宮", "承乾宫", "乾清宮"),
];

/// Surnames that are also the simplified form of another character. 钟, 姜, 沈 and 松 come out right
/// in release 1.4.2, and have no row.
pub(super) const SURNAMES: &[Surname] = &[
    surname('范', '范', "围例本畴式文", "范先生", "范围先生"),
    surname('干', '干', "部预涉旱净燥杯脆劲什", "干女士", "干部先生说"),
    surname('于', '于', "是此其今一", "于教授", "于是教授"),
    surname('余', '余', "下额地款年人", "余主任", "余下主任"),
    surname('后', '后', "来面者续期天边方备果台勤", "后老师", "后来老师"),
    surname('里', '里', "面边程头", "里先生", "里面先生们"),
    surname('丑', '丑', "角陋闻恶", "丑女士", "丑角女士"),
    surname('郁', '郁', "闷金", "郁教授", "郁闷教授"),
    surname('游', '游', "客行戏泳玩览", "游校长", "游客校长"),
    surname('涂', '涂', "料改抹鸦层", "涂委员", "涂料委员"),
    surname('征', '征', "收服文求兵税婚战程", "征先生", "征求先生"),
    surname('岳', '岳', "父母", "岳先生", "岳父先生"),
    surname('占', '占', "领有据用比", "占先生", "占领先生"),
    Surname {
        script: Traditional,
        ..surname('於', '於', "是此其今一", "於先生", "於是先生")
    },
];

/// Words that stand before or behind a name.
pub(super) const TITLES: &[&str] = &[
    "先生",
    "女士",
    "小姐",
    "太太",
    "夫人",
    "教授",
    "博士",
    "老師",
    "老师",
    "主席",
    "部長",
    "部长",
    "總理",
    "总理",
    "總統",
    "总统",
    "總裁",
    "总裁",
    "經理",
    "经理",
    "董事長",
    "董事长",
    "主任",
    "院長",
    "院长",
    "校長",
    "校长",
    "醫生",
    "医生",
    "律師",
    "律师",
    "記者",
    "记者",
    "議員",
    "议员",
    "委員",
    "委员",
    "將軍",
    "将军",
    "局長",
    "局长",
    "市長",
    "市长",
    "書記",
    "书记",
    "導演",
    "导演",
];
