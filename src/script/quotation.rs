//! Quotation marks by script: 「」 and 『』 in Traditional Chinese, “” and ‘’ in Simplified Chinese.
//!
//! The mark goes by the depth of the quotation, since both scripts have one pair for the outer
//! quotation and one for a quotation inside it (GB/T 15834-2011, section 4.8; 重訂標點符號手冊 of
//! Taiwan's Ministry of Education, on 引號). Where the marks of a text are not balanced, as in a
//! quotation that goes over paragraphs, each becomes its counterpart instead.

use crate::config::language::HanScript;

/// Opening and closing marks, for the outer and the inner quotation.
type Marks = [(char, char); 2];

const TRADITIONAL: Marks = [('「', '」'), ('『', '』')];
const SIMPLIFIED: Marks = [('“', '”'), ('‘', '’')];

/// A quotation mark in one of several texts.
struct Mark {
    text: usize,
    /// The offset in the text, in bytes.
    offset: usize,
    mark: char,
    /// The depth of the quotation, from 1, once that is known.
    depth: Option<usize>,
}

/// Gives the texts of one paragraph, in their order, the quotation marks of a script.
pub(super) fn localise(texts: &mut [&mut String], script: HanScript) {
    let mut marks = find(texts);
    if marks.is_empty() {
        return;
    }
    let is_balanced = measure(texts, &mut marks);
    let target = match script {
        HanScript::Traditional => TRADITIONAL,
        HanScript::Simplified => SIMPLIFIED,
    };
    for mark in marks {
        let Some((kind, is_opening)) = kind_of(mark.mark) else {
            continue;
        };
        let level = match mark.depth {
            Some(depth) if is_balanced => (depth - 1) % 2,
            _ => kind,
        };
        let (opening, closing) = target[level];
        let new = if is_opening { opening } else { closing };
        // All eight marks have three bytes in UTF-8, so that offsets stay what they are.
        let range = mark.offset..mark.offset + mark.mark.len_utf8();
        texts[mark.text].replace_range(range, new.encode_utf8(&mut [0; 4]));
    }
}

fn find(texts: &[&mut String]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        for (offset, mark) in text.char_indices() {
            if kind_of(mark).is_some() && !is_apostrophe(text, offset, mark) {
                marks.push(Mark {
                    text: index,
                    offset,
                    mark,
                    depth: None,
                });
            }
        }
    }
    marks
}

/// Returns whether a mark stands for an apostrophe, as in `don’t` and `the ’90s`.
fn is_apostrophe(text: &str, offset: usize, mark: char) -> bool {
    if mark != '’' {
        return false;
    }
    let before = text[..offset].chars().next_back();
    let after = text[offset + mark.len_utf8()..].chars().next();
    let is_latin = |neighbour: Option<char>| {
        neighbour.is_some_and(|neighbour| neighbour.is_ascii_alphanumeric())
    };
    is_latin(after) && (is_latin(before) || before.is_none_or(char::is_whitespace))
}

/// Finds the depth of each mark, and returns whether every quotation is closed by its own mark. What
/// closes nothing and may be an apostrophe or a sign of measure is taken out.
fn measure(texts: &[&mut String], marks: &mut Vec<Mark>) -> bool {
    let mut open: Vec<usize> = Vec::new();
    let mut is_balanced = true;
    let mut others = Vec::new();
    for index in 0..marks.len() {
        let mark = marks[index].mark;
        if matches!(kind_of(mark), Some((_, true))) {
            open.push(index);
            marks[index].depth = Some(open.len());
            continue;
        }
        let depth = open.len();
        match open.last() {
            Some(opening) if closes(marks[*opening].mark, mark) => {
                open.pop();
                marks[index].depth = Some(depth);
            }
            _ if is_no_quotation(texts, &marks[index]) => others.push(index),
            _ => is_balanced = false,
        }
    }
    let is_closed = open.is_empty();
    let mut index = 0;
    marks.retain(|_| {
        index += 1;
        others.binary_search(&(index - 1)).is_err()
    });
    is_balanced && is_closed
}

/// Returns whether a closing mark without its opening one is an apostrophe, or behind a figure a sign
/// of feet and inches.
fn is_no_quotation(texts: &[&mut String], mark: &Mark) -> bool {
    let before = texts[mark.text][..mark.offset].chars().next_back();
    mark.mark == '’' || (mark.mark == '”' && before.is_some_and(|before| before.is_ascii_digit()))
}

fn closes(opening: char, closing: char) -> bool {
    let pairs = TRADITIONAL.into_iter().chain(SIMPLIFIED);
    pairs.into_iter().any(|pair| pair == (opening, closing))
}

/// Returns whether a quotation mark is of the outer (0) or the inner kind (1), and whether it opens.
fn kind_of(mark: char) -> Option<(usize, bool)> {
    match mark {
        '「' | '“' => Some((0, true)),
        '」' | '”' => Some((0, false)),
        '『' | '‘' => Some((1, true)),
        '』' | '’' => Some((1, false)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a paragraph whose texts are divided by `|`.
    fn check(paragraph: &str, script: HanScript, expected: &str) {
        let mut texts: Vec<String> = paragraph.split('|').map(str::to_owned).collect();
        let mut borrowed: Vec<&mut String> = texts.iter_mut().collect();
        localise(&mut borrowed, script);
        assert_eq!(texts.join("|"), expected);
    }

    #[test]
    fn marks_go_by_depth() {
        use HanScript::{Simplified, Traditional};
        check("他說「好」。", Simplified, "他說“好”。");
        check("「甲『乙「丙」』」", Simplified, "“甲‘乙“丙”’”");
        check("『甲「乙」』", Simplified, "“甲‘乙’”");
        check("“甲‘乙’”", Traditional, "「甲『乙』」");
        check("‘甲’“乙”", Traditional, "「甲」「乙」");
        check("「甲|乙『丙|』丁」", Simplified, "“甲|乙‘丙|’丁”");
        check("“甲”", Simplified, "“甲”");
    }

    #[test]
    fn unbalanced_marks_become_their_counterparts() {
        use HanScript::{Simplified, Traditional};
        check("「第一段『引』", Simplified, "“第一段‘引’");
        check("末段。”", Traditional, "末段。」");
        check("「甲”", Simplified, "“甲”");
    }

    #[test]
    fn apostrophes_stay() {
        use HanScript::Traditional;
        check("“don’t”與 ’90s", Traditional, "「don’t」與 ’90s");
        check("‘甲’", Traditional, "「甲」");
        check("读James’ book。", Traditional, "读James’ book。");
        check("rock ’n’ roll", Traditional, "rock ’n’ roll");
        check("那是’90年代", Traditional, "那是’90年代");
        check("“他’s车”", Traditional, "「他’s车」");
        check("身高5’10”", Traditional, "身高5’10”");
    }
}
