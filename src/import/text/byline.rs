//! The line that says who published an article, who wrote it and when.
//!
//! 1. Cut the line into dates, labels, separators and words.
//! 2. Give each run of words to the label before it; what has none is an outlet or a name.
//! 3. Believe it only when it says when, or who by a label, and holds no sentence.

mod words;

use super::super::draft::{DateKind, Dated};
use super::dates;
use crate::article::front_matter::Date;
use words::{
    DISTRICTS, DOUBLE_NAMES, FAMILY_NAMES, FORUMS, LABELS, Label, NOBODY, OUTLET_ENDINGS, PLACES,
    SENTENCE,
};

/// What a byline says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Byline {
    /// The authors.
    pub authors: Vec<String>,
    /// The outlet.
    pub publisher: Option<String>,
    /// Its dates, in order.
    pub dates: Vec<Dated>,
    /// Whether a label says who or when.
    pub is_labelled: bool,
    /// Whether it says where it was posted from, which no field has.
    pub has_place: bool,
}

/// How words end that say where something was reported from.
const PLACE_ENDINGS: [&str; 5] = ["報導", "报道", "報道", "電", "电"];

/// Characters of a byline; a longer line is a sentence.
const LENGTH_MAX: usize = 100;

/// The first day that a line without labels can be of: before, no article was on the web.
const PRINTED_SINCE: &str = "1991-08-06";

/// Characters of an outlet or a name, Latin letters counted half.
const NAME_MAX: usize = 16;

/// Returns what a line says as a byline; none when it is not one.
pub fn read(line: &str) -> Option<Byline> {
    if line.chars().count() > LENGTH_MAX
        || line.contains(['。', '！', '？', '!', '?', '；', '“', '「', '『'])
    {
        return None;
    }
    let mut reader = Reader::default();
    for token in tokens(line) {
        reader.take(token)?;
    }
    let byline = reader.end()?;
    let says_who = byline.is_labelled && (!byline.authors.is_empty() || byline.publisher.is_some());
    // A day of long ago beside words is one of history.
    let is_history = |dated: &Dated| dated.date.to_string().as_str() < PRINTED_SINCE;
    let has_words = byline.publisher.is_some() || !byline.authors.is_empty();
    let is_old = !byline.is_labelled && has_words && byline.dates.iter().any(is_history);
    let says_when = !byline.dates.is_empty() && !is_old;
    (says_who || says_when || byline.has_place).then_some(byline)
}

/// Returns whether a word is an outlet by its ending.
pub fn is_outlet(words: &str) -> bool {
    let is_short = length(words) <= NAME_MAX * 2;
    is_short && OUTLET_ENDINGS.iter().any(|ending| words.ends_with(ending))
}

/// Returns whether a word is a Chinese name by its beginning.
pub fn is_name(word: &str) -> bool {
    let is_han = |it: char| matches!(it, '\u{4e00}'..='\u{9fff}');
    let begins = match word.chars().count() {
        2 | 3 => word.starts_with(|it| FAMILY_NAMES.contains(it)),
        4 => DOUBLE_NAMES.iter().any(|name| word.starts_with(name)),
        _ => false,
    };
    begins && word.chars().all(is_han) && !is_outlet(word)
}

/// Returns whether a word is a place as hosts name it that say where something was posted from.
fn is_place(word: &str) -> bool {
    let is_han = |it: char| matches!(it, '\u{4e00}'..='\u{9fff}');
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    let is_district = || ends(DISTRICTS) && !ends(FORUMS) && word.chars().count() > 2;
    PLACES.contains(&word) || word.chars().all(is_han) && is_district()
}

/// Returns the name of the reporter in a dateline that a paragraph begins with, as
/// `〔記者王小明／台北報導〕`.
pub fn dateline_author(paragraph: &str) -> Option<String> {
    let rest = paragraph
        .trim_start()
        .strip_prefix(['（', '(', '〔', '[', '【'])?;
    let inside = rest.split(['）', ')', '〕', ']', '】']).next()?;
    if inside.chars().count() > 40 {
        return None;
    }
    let at = inside.find("記者").or_else(|| inside.find("记者"))? + "記者".len();
    let rest = inside[at..].trim_start();
    let delimited = rest
        .split(['／', '/', ' ', '、', '，'])
        .next()
        .unwrap_or_default();
    if delimited.len() < rest.len() && is_name(delimited) {
        return Some(delimited.to_owned());
    }
    let three: String = rest.chars().take(3).collect();
    is_name(&three).then_some(three)
}

/// Returns the length of a name, in Han characters and half as much for others.
fn length(text: &str) -> usize {
    text.chars()
        .map(|it| if it.is_ascii() { 1 } else { 2 })
        .sum()
}

enum Token<'a> {
    Date(Date),
    Label(Label),
    /// A label that the words follow directly, as in 記者王小明.
    Separator,
    Space,
    Word(&'a str),
    /// A colon that no label stands before.
    Colon,
    /// A comma, which stands in sentences too.
    Comma,
}

fn tokens(line: &str) -> Vec<Token<'_>> {
    let dates = dates::all(line);
    let mut tokens = Vec::new();
    let mut at = 0;
    let mut is_start = true;
    while at < line.len() {
        if let Some(found) = dates.iter().find(|found| found.range.start == at) {
            tokens.push(Token::Date(found.date));
            at = found.range.end;
            is_start = true;
            continue;
        }
        let rest = &line[at..];
        let end = dates
            .iter()
            .map(|found| found.range.start)
            .find(|start| *start > at);
        let rest = &rest[..end.unwrap_or(line.len()) - at];
        // An address names nobody.
        if is_start && (rest.starts_with("https://") || rest.starts_with("http://")) {
            tokens.push(Token::Separator);
            at += rest.find(char::is_whitespace).unwrap_or(rest.len());
            continue;
        }
        // 「Photo by Jane Doe」 says who made something else.
        let last = tokens
            .iter()
            .rev()
            .find(|token| !matches!(token, Token::Space));
        let is_inside = matches!(last, Some(Token::Word(_))) && is_preposition(rest);
        if let (true, Some((label, length))) = (is_start && !is_inside, label(rest)) {
            tokens.push(Token::Label(label));
            at += length;
            continue;
        }
        let time = time_of_day(rest).filter(|_| is_start);
        if let Some(length) = time {
            tokens.push(Token::Separator);
            at += length;
            continue;
        }
        let character = rest.chars().next().unwrap_or(' ');
        if let Some(separator) = separator(character, rest) {
            is_start = true;
            tokens.push(separator);
            at += character.len_utf8();
            continue;
        }
        let is_end = |character: char| separator(character, "").is_some();
        let length = rest
            .find(is_end)
            .unwrap_or(rest.len())
            .max(character.len_utf8());
        tokens.push(Token::Word(&rest[..length]));
        at += length;
        is_start = false;
    }
    tokens
}

fn separator<'a>(character: char, rest: &str) -> Option<Token<'a>> {
    match character {
        '，' => Some(Token::Comma),
        '|' | '｜' | '/' | '／' | '·' | '•' | '‧' | '・' | ',' | '、' | '\t' | '●' | '▪' | '&'
        | '＆' => Some(Token::Separator),
        '（' | '）' | '(' | ')' | '〔' | '〕' | '[' | ']' | '【' | '】' => {
            Some(Token::Separator)
        }
        '-' | '–' | '—'
            if rest
                .get(character.len_utf8()..)
                .is_some_and(|rest| rest.starts_with(' ')) =>
        {
            Some(Token::Separator)
        }
        ':' | '：' => Some(Token::Colon),
        _ if character.is_whitespace() => Some(Token::Space),
        _ => None,
    }
}

/// Returns the length of a time of day that a text begins with, apart from its date.
fn time_of_day(text: &str) -> Option<usize> {
    let is_part = |it: char| it.is_ascii_digit() || it == ':';
    let time = &text[..text.find(|it| !is_part(it)).unwrap_or(text.len())];
    let is_pair = |part: &str| (1..=2).contains(&part.len());
    (time.contains(':') && time.split(':').all(is_pair)).then_some(time.len())
}

/// Returns whether a text begins with a word that only a byline begins with, and any phrase may hold.
fn is_preposition(text: &str) -> bool {
    ["by ", "par "].iter().any(|word| {
        let head = text.get(..word.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(word))
    })
}

/// Returns the label that a text begins with and its length, its colon included. A label ends where
/// no word goes on, but for 記者, which a name may follow, and 屬地 and 發布於, which a place does.
fn label(text: &str) -> Option<(Label, usize)> {
    let starts = |word: &str| {
        let head = text.get(..word.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(word))
    };
    let ends = |(word, label): &(&str, Label)| {
        let after = &text[word.len()..];
        let next = after.split(|it: char| separator(it, "  ").is_some()).next();
        let is_posted = word.ends_with(['於', '于']) && matches!(label, Label::Date(_));
        let is_reporter = word.ends_with("記者") || word.ends_with("记者");
        let has_place = word.ends_with("屬地") || word.ends_with("属地");
        let name: String = after.chars().take(2).collect();
        after.is_empty()
            || after.starts_with(|it: char| separator(it, "  ").is_some())
            || (is_reporter && is_name(&name))
            || has_place
            || (is_posted && next.is_some_and(is_place))
    };
    let fitting = LABELS.iter().filter(|it| starts(it.0) && ends(it));
    let (word, label) = fitting.max_by_key(|(word, _)| word.len())?;
    let after = text[word.len()..].trim_start_matches(' ');
    let colon = after
        .chars()
        .next()
        .filter(|it| matches!(it, ':' | '：' | '／' | '/' | '|' | '｜'));
    match colon {
        Some(colon) => Some((*label, text.len() - after.len() + colon.len_utf8())),
        None => Some((*label, word.len())),
    }
}

/// The length of a label that is not known, counted as [`length`] does.
const UNKNOWN_LABEL_MAX: usize = 8;

/// Runs of words without a label in a byline.
const LOOSE_MAX: usize = 3;

#[derive(Default)]
struct Reader<'a> {
    byline: Byline,
    label: Option<Label>,
    words: Vec<&'a str>,
    is_after_comma: bool,
    /// Runs of words without a label, and how many dates stood before each.
    loose: Vec<(String, usize)>,
}

impl<'a> Reader<'a> {
    /// Takes a token; none when the line is no byline.
    fn take(&mut self, token: Token<'a>) -> Option<()> {
        match token {
            Token::Word(word) => match before_reporter(word) {
                Some(outlet) => {
                    self.words.push(outlet);
                    self.end_words()?;
                    self.byline.is_labelled = true;
                    self.label = Some(Label::Author);
                }
                None => self.words.push(word),
            },
            Token::Label(Label::Noise) => self.end_words()?,
            Token::Space => {}
            Token::Colon => self.unknown_label()?,
            Token::Separator => self.end_words()?,
            Token::Comma => {
                self.end_words()?;
                self.is_after_comma = true;
            }
            Token::Label(label) => {
                self.end_words()?;
                self.byline.is_labelled |= label != Label::Other;
                match (label, self.byline.dates.last_mut()) {
                    // As in 「2024-02-25 更新」, unless another date follows.
                    (Label::Date(kind), Some(last)) if last.kind == DateKind::Unstated => {
                        last.kind = kind;
                    }
                    _ => {}
                }
                self.label = Some(label);
            }
            Token::Date(date) => {
                let kind = match self.label {
                    Some(Label::Date(kind)) if self.words.iter().all(|it| is_place(it)) => kind,
                    _ => DateKind::Unstated,
                };
                self.end_words()?;
                self.label = None;
                self.byline.dates.push(Dated { date, kind });
            }
        }
        Some(())
    }

    /// Takes a word before a colon for a label that is not known, when a day or a label stands before it.
    fn unknown_label(&mut self) -> Option<()> {
        let is_byline = self.byline.is_labelled || !self.byline.dates.is_empty();
        let is_label = |word: &&str| is_byline && length(word) <= UNKNOWN_LABEL_MAX;
        self.words.pop().filter(is_label)?;
        self.end_words()?;
        self.label = Some(Label::Other);
        Some(())
    }

    /// Ends a run of words and gives it to its field.
    fn end_words(&mut self) -> Option<()> {
        if self.words.is_empty() {
            return Some(());
        }
        let words = std::mem::take(&mut self.words);
        let text = words.join(" ");
        // As in 「By the way」.
        let is_no_name = text.starts_with(|it: char| it.is_ascii_lowercase());
        if length(&text) > NAME_MAX * 2 || (self.label == Some(Label::Author) && is_no_name) {
            return None;
        }
        let is_after_comma = std::mem::take(&mut self.is_after_comma);
        match self.label {
            Some(Label::Author) if is_sentence(&text) => return None,
            Some(Label::Author)
                if is_after_comma && !self.byline.authors.is_empty() && !is_name(&text) => {}
            Some(Label::Author) => self.author(&text),
            Some(Label::Publisher) if is_sentence(&text) => return None,
            Some(Label::Publisher) => self.byline.publisher = Some(text),
            Some(Label::Other) => {}
            // A date of a form that is not known is no reason to take it for a name.
            Some(Label::Date(kind)) if text.contains(|it: char| it.is_ascii_digit()) => {
                let date = short_year(&text);
                self.byline
                    .dates
                    .extend(date.map(|date| Dated { date, kind }));
            }
            Some(Label::Date(_)) if words.iter().all(|it| is_place(it)) => {
                self.byline.has_place = true;
            }
            _ if is_count(&text) => {}
            // As in 「更新：股價下跌」, or in 「1937年7月7日，盧溝橋事變爆發」.
            Some(Label::Date(_)) if self.byline.dates.is_empty() => return None,
            _ if is_after_comma || is_sentence(&text) => return None,
            _ => self.unlabelled(&words, text),
        }
        // Names after a label may be several, until the next label; an outlet is one.
        if self.label != Some(Label::Author) {
            self.label = None;
        }
        Some(())
    }

    fn author(&mut self, text: &str) {
        let is_place = PLACE_ENDINGS.iter().any(|end| text.ends_with(end));
        if is_place || NOBODY.contains(&text) {
            return;
        }
        if is_outlet(text) && self.byline.publisher.is_none() && !self.byline.authors.is_empty() {
            self.byline.publisher = Some(text.to_owned());
            return;
        }
        let text = text
            .strip_prefix("記者")
            .or(text.strip_prefix("记者"))
            .unwrap_or(text);
        let parts = text.split(' ').take_while(|part| is_name(part));
        let names: Vec<String> = parts.map(str::to_owned).collect();
        if !names.is_empty() {
            self.byline.authors.extend(names);
        } else {
            self.byline.authors.push(text.to_owned());
        }
    }

    /// Keeps words without a label for the end, but for names, and for an outlet with a name behind it.
    fn unlabelled(&mut self, words: &[&str], text: String) {
        let dates = self.byline.dates.len();
        match words {
            [outlet @ .., name]
                if !outlet.is_empty() && is_name(name) && is_outlet(outlet[outlet.len() - 1]) =>
            {
                self.byline.authors.push((*name).to_owned());
                self.loose.push((outlet.join(" "), dates));
            }
            [word] if let Some((outlet, name)) = reported(word) => {
                self.byline.authors.push(name.to_owned());
                self.loose.push((outlet.to_owned(), dates));
            }
            _ => self.loose.push((text, dates)),
        }
    }

    /// Gives the runs of words without a label to the authors when they are names; of the others one is
    /// the outlet: by its ending, or next to the date.
    fn end(mut self) -> Option<Byline> {
        self.end_words()?;
        if self.loose.len() > LOOSE_MAX {
            return None;
        }
        let (names, others): (Vec<_>, Vec<_>) = self
            .loose
            .into_iter()
            .partition(|(words, _)| is_name(words));
        self.byline
            .authors
            .extend(names.into_iter().map(|(name, _)| name));
        let by_ending = others.iter().find(|(words, _)| is_outlet(words));
        let after = others.iter().find(|(_, dates)| *dates > 0);
        let next = by_ending.or(after).or(others.last());
        if self.byline.publisher.is_none() {
            self.byline.publisher = next.map(|(words, _)| words.clone());
        }
        Some(self.byline)
    }
}

/// Returns the outlet and the name in a word as 中央社記者王小明台北電.
fn reported(word: &str) -> Option<(&str, &str)> {
    let (outlet, rest) = word
        .split_once("記者")
        .or_else(|| word.split_once("记者"))?;
    let is_place = PLACE_ENDINGS.iter().any(|ending| rest.ends_with(ending));
    let names = [3, 2].into_iter().filter_map(|count| {
        let (end, _) = rest.char_indices().nth(count)?;
        Some(&rest[..end]).filter(|name| is_name(name))
    });
    let name = names.into_iter().next()?;
    (is_place && is_outlet(outlet)).then_some((outlet, name))
}

/// Returns the outlet in a word as 澎湃新聞記者, which names follow.
fn before_reporter(word: &str) -> Option<&str> {
    let outlet = word
        .strip_suffix("記者")
        .or_else(|| word.strip_suffix("记者"))?;
    is_outlet(outlet).then_some(outlet)
}

/// Returns whether words are part of a sentence rather than a name: they hold a word that names have not,
/// or a number.
fn is_sentence(text: &str) -> bool {
    let is_han = |it: char| matches!(it, '\u{4e00}'..='\u{9fff}');
    let has_number = text.contains(|it: char| it.is_ascii_digit());
    let has_word = text.contains(|it| SENTENCE.contains(it));
    text.contains(is_han) && (has_number || has_word)
        || text.starts_with(|it: char| it.is_ascii_digit())
}

/// Returns whether words say how many: `1307 人参与`.
fn is_count(text: &str) -> bool {
    let rest = text.trim_start_matches(|it: char| it.is_ascii_digit() || it.is_whitespace());
    let counted = ["", "人", "次", "條", "条", "評論", "评论", "閱讀", "阅读"];
    text.starts_with(|it: char| it.is_ascii_digit())
        && counted
            .iter()
            .any(|word| rest == *word || (!word.is_empty() && rest.starts_with(word)))
}

/// Returns a date whose year has two digits, as `18-03-08`; only a label says that it is one.
fn short_year(text: &str) -> Option<Date> {
    let is_short = text.get(2..3) == Some("-") && text.len() >= 8;
    is_short
        .then(|| dates::first(&format!("20{text}")))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Holds that a line is a byline: authors, outlet, and the first date with its kind.
    fn check(line: &str, authors: &[&str], publisher: Option<&str>, date: Option<&str>) {
        let byline = read(line).unwrap_or_else(|| panic!("no byline: {line}"));
        assert_eq!(byline.authors, authors, "{line}");
        assert_eq!(byline.publisher.as_deref(), publisher, "{line}");
        let first = byline.dates.first();
        let found = first.map(|dated| format!("{} {}", dated.date, dated.kind.name()));
        assert_eq!(found.as_deref(), date, "{line}");
    }

    #[test]
    fn bylines() {
        let day = Some("2024-02-25 unstated");
        let published = Some("2024-02-25 published");
        let updated = Some("2024-02-25 updated");
        check(
            "Mondo 財經 更新 2024-02-25",
            &[],
            Some("Mondo 財經"),
            updated,
        );
        check("2024-02-25 10:30 更新", &[], None, updated);
        check("2024年2月25日 10:30 來源：新華社", &[], Some("新華社"), day);
        check(
            "发布时间：2024-02-25 来源：人民网 作者：张三",
            &["张三"],
            Some("人民网"),
            published,
        );
        check("作者：王小明、李大同", &["王小明", "李大同"], None, None);
        check("文／王小明", &["王小明"], None, None);
        check("文 | 王小明 編輯 | 陳大文", &["王小明"], None, None);
        check("記者王小明／台北報導", &["王小明"], None, None);
        check(
            "2024-02-25 中央社記者王小明台北電",
            &["王小明"],
            Some("中央社"),
            Some("2024-02-25 unstated"),
        );
        check("聯合報 王小明 2024/02/25", &["王小明"], Some("聯合報"), day);
        check("王小明 2024-02-25", &["王小明"], None, day);
        check("By Jane Doe | February 25, 2024", &["Jane Doe"], None, day);
        check("Posted by Jane Doe", &["Jane Doe"], None, None);
        check(
            "Written by Jane Doe Edited by J. Roe",
            &["Jane Doe"],
            None,
            None,
        );
        check("Par Jeanne Dupont", &["Jeanne Dupont"], None, None);
        check("民國113年2月25日", &[], None, day);
        check("責任編輯：李四 2024-02-25", &[], None, day);
        check("2024-02-25 | 中央社", &[], Some("中央社"), day);
        check("發布 2024-02-25 更新 2024-03-01", &[], None, published);
        check(
            "2024-02-25 10:22 出處：科技報 作者：王小明 人氣：5380 次",
            &["王小明"],
            Some("科技報"),
            day,
        );
        check("2024-02-25 10:30 新京報 舉報", &[], Some("新京報"), day);
        check(
            "發表於 2024-02-25 21:30 | 來源 中央社 | 0 條評論 | 作者 魏星",
            &["魏星"],
            Some("中央社"),
            published,
        );
        check(
            "澎湃新聞記者 王小明 李大同",
            &["王小明", "李大同"],
            Some("澎湃新聞"),
            None,
        );
        check("發布時間：24-02-25\t23:16", &[], None, published);
        check("執筆/甲乙丙、丁戊", &["甲乙丙", "丁戊"], None, None);
        let reporter = "中華民國113年2月25日　記者王小明／台北報導";
        check(reporter, &["王小明"], None, day);
        check("公元2024年2月25日 星期日", &[], None, day);
        check(
            "发布于 2024-02-25 18:00 · IP 属地北京",
            &[],
            None,
            published,
        );
        check("编辑于 2024-02-25 18:00・IP属地上海", &[], None, updated);
        check("2024-02-25 18:00 发布于：北京市", &[], None, published);
        check("发布于：北京市 2024-02-25", &[], None, published);
        check("2024-02-25 18:00 发布于江西", &[], None, published);
        check(
            "發佈於：臺北市 大安區 2024-02-25 聯合報",
            &[],
            Some("聯合報"),
            published,
        );
        check("发布于：广东省", &[], None, None);
        check(
            "人民网 2024-02-25 18:00 发布于：内蒙古自治区",
            &[],
            Some("人民网"),
            published,
        );
        // An outlet is none, nor is what is no place.
        check("2024-02-25 發表於 聯合報", &[], Some("聯合報"), published);
        check(
            "2024-02-25 发布于 网易社区",
            &[],
            Some("网易社区"),
            published,
        );
        check("2024-02-25 发布于：知乎", &[], Some("知乎"), published);
        check(
            "2024-02-25 16:20 中国新闻网 大 中 小",
            &[],
            Some("中国新闻网"),
            day,
        );
        check(
            "2024-02-25 來源：https://example.org/news/1",
            &[],
            None,
            day,
        );
    }

    #[test]
    fn what_is_no_byline() {
        for line in [
            "2024年2月25日,OpenAI 推出了基於大規模模型技術的聊天機械人並且一度風靡全球",
            "從目前的技術來看:",
            "一切似乎都是巧合",
            "文章圖片由網友大昌生成",
            "記者會上的發言",
            "更新換代",
            "By the way",
            "Photo by Jane Doe",
            "Powered by example.org",
            "解釋性:目前的模型",
            "時間會證明",
            "2022年2月24日：俄軍入侵",
            "1937年7月7日，盧溝橋事變爆發",
            "1937年7月7日 盧溝橋",
            "今天是2026年11月26日 星期四",
            "攝於1998年5月6日，台北",
            "1975年1月28日（農曆1974年臘月十七）",
            "更新：股價下跌三成",
            "文：我們為什麼活著",
            "By 2024 the company will double",
            "來源：網路流傳，無法證實",
            "來源：https://example.org/news/12345",
            "時間：2024年5月1日到5月3日",
            "記者：請問今年會升息嗎",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn datelines() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(dateline_author(text).as_deref(), expected)
        };
        check("〔記者王小明／台北報導〕行政院今天", Some("王小明"));
        check("（中央社記者王小明台北25日電）行政院", Some("王小明"));
        check("【記者陳大文 香港報道】", Some("陳大文"));
        check("（路透倫敦25日電）", None);
        check("（記者會上）", None);
    }
}
