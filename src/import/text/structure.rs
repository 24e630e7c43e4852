//! Lists and headings of a plain text, by the signs that stand for them.
//!
//! - Two or more lines in a row that begin with the same bullet are a list; the bullets become
//!   structure. So are lines numbered one after the other.
//! - After a line that announces points with a colon, paragraphs that each begin with a short label
//!   and a colon are a list.
//! - A short line that begins with 一、 or （一） or ■, or stands in 【】, is a heading, unless another
//!   such line follows it at once: then it counts points. Its signs stay.

use super::super::draft::{Block, Draft, Inline};

/// Signs of list items.
const BULLETS: &[&str] = &[
    "• ", "•", "· ", "‧ ", "- ", "* ", "+ ", "– ", "◦ ", "● ", "▪ ", "○ ", "◇ ",
];

/// Characters of a heading.
const HEADING_MAX: usize = 30;

/// Characters of the label that an announced point begins with.
const LABEL_MAX: usize = 20;

/// Marks the structure of a body of paragraphs.
pub(super) fn mark(draft: &mut Draft) {
    let blocks = std::mem::take(&mut draft.body);
    let mut index = 0;
    while index < blocks.len() {
        let rest = &blocks[index..];
        let list = marked_list(rest).or_else(|| announced_list(&draft.body, rest));
        if let Some(list) = list {
            let first = rest[0].paragraph_text().unwrap_or_default();
            draft.fire(list.rule, &first);
            draft.signs += &list.signs;
            draft.body.push(Block::List(list.start, list.items));
            index += list.length;
            continue;
        }
        match heading_level(draft.body.last(), rest) {
            Some(level) => {
                let text = rest[0].paragraph_text().unwrap_or_default();
                draft.fire("heading", &text);
                draft
                    .body
                    .push(Block::Heading(level, vec![Inline::Text(text)]));
            }
            None => draft.body.push(rest[0].clone()),
        }
        index += 1;
    }
}

struct List {
    rule: &'static str,
    start: Option<u64>,
    items: Vec<Vec<Block>>,
    /// The bullets or numbers that became structure.
    signs: String,
    /// The paragraphs it is made of.
    length: usize,
}

fn texts(blocks: &[Block]) -> impl Iterator<Item = String> {
    blocks.iter().map_while(Block::paragraph_text)
}

/// Returns the list of bullets or numbers that blocks begin with.
fn marked_list(blocks: &[Block]) -> Option<List> {
    let first = blocks.first()?.paragraph_text()?;
    let bullet = BULLETS.iter().find(|bullet| first.starts_with(**bullet));
    let start = bullet.is_none().then(|| number(&first)).flatten();
    if bullet.is_none() && start.is_none() {
        return None;
    }
    let mut list = List {
        rule: if start.is_some() {
            "list-numbers"
        } else {
            "list-bullets"
        },
        start: start.map(|(number, _)| number),
        items: Vec::new(),
        signs: String::new(),
        length: 0,
    };
    for text in texts(blocks) {
        let sign = match (bullet, start) {
            (Some(bullet), _) if text.starts_with(bullet) => bullet.len(),
            (None, Some((start, _))) => match number(&text) {
                Some((number, length)) if number == start + list.length as u64 => length,
                _ => break,
            },
            _ => break,
        };
        let (sign, content) = text.split_at(sign);
        if content.trim().is_empty() || is_signed_figure(sign, content) {
            break;
        }
        list.signs += sign;
        list.items.push(vec![Block::paragraph(content.trim())]);
        list.length += 1;
    }
    (list.length >= 2).then_some(list)
}

/// Returns whether a bullet is the sign of a figure, as in `- 5.2%`.
fn is_signed_figure(sign: &str, content: &str) -> bool {
    let is_sign = matches!(sign.trim(), "+" | "-" | "–");
    is_sign
        && content
            .trim_start()
            .starts_with(|it: char| it.is_ascii_digit())
}

/// Returns the number of an item, `1. ` or `1、` or `1)` or `（1）`, and the length of its sign.
fn number(text: &str) -> Option<(u64, usize)> {
    let (rest, closes): (&str, &[char]) = match text.strip_prefix(['(', '（']) {
        Some(rest) => (rest, &[')', '）']),
        None => (text, &['.', '、', ')', '）', '．']),
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let after = &rest[digits..];
    let close = after.chars().next().filter(|it| closes.contains(it))?;
    let content = &after[close.len_utf8()..];
    // 1.5 is no item.
    let is_figure = close == '.' && !content.starts_with(' ');
    let value = rest[..digits]
        .parse()
        .ok()
        .filter(|_| digits <= 3 && !is_figure)?;
    Some((value, text.len() - content.len()))
}

/// Returns the points that the last paragraph announced.
fn announced_list(before: &[Block], blocks: &[Block]) -> Option<List> {
    let announcement = before.last()?.paragraph_text()?;
    if !announcement.ends_with([':', '：']) {
        return None;
    }
    let items: Vec<Vec<Block>> = texts(blocks)
        .take_while(|text| is_point(text))
        .map(|text| vec![Block::paragraph(text)])
        .collect();
    (items.len() >= 2).then(|| List {
        rule: "list-announced",
        start: None,
        signs: String::new(),
        length: items.len(),
        items,
    })
}

/// Returns whether a paragraph begins with a short label and a colon, and goes on after it.
fn is_point(text: &str) -> bool {
    let Some((label, rest)) = text.split_once([':', '：']) else {
        return false;
    };
    let is_label = !label.contains(['，', ',', '。', '？', '“', '「', '"']);
    let length = label.chars().count();
    is_label
        && (1..=LABEL_MAX).contains(&length)
        && rest.chars().count() > length
        && !rest.starts_with("//")
}

/// Returns the level of the heading that blocks begin with: it has something below it, and no other
/// of its kind stands beside it.
fn heading_level(before: Option<&Block>, blocks: &[Block]) -> Option<u8> {
    let kind_of = |block: &Block| heading_kind(&block.paragraph_text()?);
    let kind = kind_of(blocks.first()?)?;
    blocks.get(1)?;
    let beside = [before, blocks.get(1)];
    if beside
        .into_iter()
        .flatten()
        .filter_map(kind_of)
        .any(|other| other == kind)
    {
        return None;
    }
    Some(match kind {
        Kind::Second => 3,
        Kind::First | Kind::Bracket | Kind::Sign => 2,
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// 一、
    First,
    /// （一）
    Second,
    /// 【…】
    Bracket,
    /// ■ …
    Sign,
}

fn heading_kind(text: &str) -> Option<Kind> {
    let is_sentence = text.ends_with(['。', '，', '；', ',', '.', ';', '!', '！', ':', '：']);
    if is_sentence || text.chars().count() > HEADING_MAX {
        return None;
    }
    let numerals = |text: &str| -> usize {
        let is_numeral = |it: &char| "一二三四五六七八九十".contains(*it);
        text.chars()
            .take_while(is_numeral)
            .map(char::len_utf8)
            .sum()
    };
    let has_more = |rest: &str| !rest.trim().is_empty();
    if let Some(rest) = text.strip_prefix(['（', '(']) {
        let count = numerals(rest);
        let closes = rest[count..]
            .strip_prefix(['）', ')'])
            .is_some_and(has_more);
        return (count > 0 && closes).then_some(Kind::Second);
    }
    let count = numerals(text);
    if count > 0 && text[count..].strip_prefix('、').is_some_and(has_more) {
        return Some(Kind::First);
    }
    if text.starts_with('【') && text.ends_with('】') {
        return Some(Kind::Bracket);
    }
    let sign = text.strip_prefix(['■', '◆', '●', '▍', '▎', '★', '▲']);
    sign.is_some_and(has_more).then_some(Kind::Sign)
}
