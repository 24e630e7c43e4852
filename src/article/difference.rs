//! How one text differs from another, character by character.
//!
//! White space counts as the digest of a text counts it: every run of it is one space. Lines that are the
//! same are put aside first, so that the rest is compared by characters in reasonable time; what a
//! comparison leaves between two changes, when it is only a character or two, belongs to both.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::diagnostic::{Difference, Piece};

/// Characters of two stretches that are compared one by one; longer ones are changed as a whole.
const COMPARED_CHARACTERS: usize = 20_000;

/// Characters between two changes that make them one.
const JOINED_CHARACTERS: usize = 2;

/// Characters that are told with words that were only added.
const TOLD_CHARACTERS: usize = 3;

/// Characters that are shown on either side of a change.
const CONTEXT_CHARACTERS: usize = 12;

/// The first character of the scripts that Han texts are written in, which have no spaces (Unicode, CJK Radicals
/// Supplement).
const FIRST_OF_HAN: char = '\u{2e80}';

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The words that it took away; may be empty.
    pub removed: String,
    /// The words that it put in their place; may be empty.
    pub added: String,
}

/// Returns the changes that make one text of another, in their order.
pub fn changes(old: &str, new: &str) -> Vec<Change> {
    let mut before = String::new();
    let mut changes = Vec::new();
    for stretch in stretches(old, new) {
        match stretch {
            Stretch::Same(text) => before = text,
            Stretch::Changed(change) => changes.push(told(&before, &change)),
        }
    }
    changes
}

/// Returns a change as it is told without its neighbours. One that only adds words has the last of those
/// that stand `before` it, on both sides, so that it is clear where.
fn told(before: &str, change: &Change) -> Change {
    let (removed, added) = (change.removed.trim(), change.added.trim());
    let start = before.char_indices().rev().nth(TOLD_CHARACTERS - 1);
    let context = match removed {
        "" => before[start.map_or(0, |(at, _)| at)..].trim_start(),
        _ => "",
    };
    Change {
        removed: format!("{context}{removed}"),
        added: format!("{context}{added}"),
    }
}

/// Returns how one text differs from another, each change among its neighbours, in their order; changes
/// that are `known` are left out.
pub fn differences(old: &str, new: &str, known: &[Change]) -> Vec<Difference> {
    let mut known: Vec<&Change> = known.iter().collect();
    let mut differences: Vec<Difference> = Vec::new();
    // What stands before the next change, and whether the last difference goes on there.
    let mut before = String::new();
    let mut goes_on = false;
    let mut same = String::new();
    for stretch in stretches(old, new) {
        let change = match stretch {
            Stretch::Same(text) => {
                same.clone_from(&text);
                let count = text.chars().count();
                match differences.last_mut().filter(|_| goes_on) {
                    Some(last) if count <= 2 * CONTEXT_CHARACTERS => {
                        last.pieces.push(Piece::Same(text));
                        before.clear();
                    }
                    last => {
                        if let Some(last) = last {
                            last.pieces.push(Piece::Same(head(&text)));
                        }
                        goes_on = false;
                        before = tail(&text);
                    }
                }
                continue;
            }
            Stretch::Changed(change) => change,
        };
        let told = told(&same, &change);
        if let Some(place) = known.iter().position(|known| **known == told) {
            known.swap_remove(place);
            before = tail(&change.added);
            goes_on = false;
            continue;
        }
        if !goes_on {
            let before = std::mem::take(&mut before);
            differences.push(Difference {
                pieces: vec![Piece::Same(before)],
            });
            goes_on = true;
        }
        if let Some(last) = differences.last_mut() {
            last.pieces.push(Piece::Removed(change.removed));
            last.pieces.push(Piece::Added(change.added));
        }
    }
    for difference in &mut differences {
        let is_empty = |piece: &Piece| piece.text().is_empty();
        difference.pieces.retain(|piece| !is_empty(piece));
        let count = difference.pieces.len();
        // The last changes may have been joined by more than their context.
        if let Some(Piece::Same(text)) = difference.pieces.get_mut(count - 1) {
            *text = head(text);
        }
    }
    differences
}

/// A piece of a text that is compared with another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The piece.
    pub text: String,
    /// Whether the other text has something else in its place.
    pub differs: bool,
}

/// Returns two short texts in pieces, by whether the other one has them too. What is compared are characters, but
/// figures and words of letters as a whole. Where one text only has more, what stands next to it differs in both, for
/// there is nothing to show in the other.
pub fn parts(old: &str, new: &str) -> [Vec<Part>; 2] {
    let (old, new) = (units(old), units(new));
    let (mut of_old, mut of_new) = (vec![false; old.len()], vec![false; new.len()]);
    for operation in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (tag, mut in_old, mut in_new) = operation.as_tag_tuple();
        if tag == DiffTag::Equal {
            continue;
        }
        if in_old.is_empty() || in_new.is_empty() {
            match in_old.end < old.len() && in_new.end < new.len() {
                true => (in_old.end, in_new.end) = (in_old.end + 1, in_new.end + 1),
                false => {
                    in_old.start = in_old.start.saturating_sub(1);
                    in_new.start = in_new.start.saturating_sub(1);
                }
            }
        }
        of_old[in_old].fill(true);
        of_new[in_new].fill(true);
    }
    [joined(&old, &of_old), joined(&new, &of_new)]
}

/// Returns the units by which [`parts`] compares: a run of letters and digits, but for those of Han texts, with the marks
/// within a figure; or one character.
fn units(text: &str) -> Vec<&str> {
    let signs: Vec<(usize, char)> = text.char_indices().collect();
    let is_digit = |index: usize| (signs.get(index)).is_some_and(|(_, sign)| sign.is_ascii_digit());
    let is_of_word = |index: usize| match signs[index].1 {
        '.' | ',' => index > 0 && is_digit(index - 1) && is_digit(index + 1),
        sign => sign < FIRST_OF_HAN && sign.is_alphanumeric(),
    };
    let begins = |index: &usize| *index == 0 || !is_of_word(index - 1) || !is_of_word(*index);
    let starts = (0..signs.len()).filter(begins).map(|index| signs[index].0);
    let starts: Vec<usize> = starts.chain([text.len()]).collect();
    starts.windows(2).map(|at| &text[at[0]..at[1]]).collect()
}

/// Returns the pieces that units make, each as long as can be.
fn joined(units: &[&str], differs: &[bool]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (unit, differs) in units.iter().zip(differs) {
        match parts.last_mut() {
            Some(last) if last.differs == *differs => last.text += unit,
            _ => parts.push(Part {
                text: (*unit).to_owned(),
                differs: *differs,
            }),
        }
    }
    parts
}

enum Stretch {
    Same(String),
    Changed(Change),
}

/// Divides two texts into what they share and what they do not.
fn stretches(old: &str, new: &str) -> Vec<Stretch> {
    let (old, new) = (lines(old), lines(new));
    let mut stretches: Vec<Stretch> = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (tag, of_old, of_new) = operation.as_tag_tuple();
        let (removed, added) = (old[of_old].concat(), new[of_new].concat());
        match tag {
            DiffTag::Equal => add_same(&mut stretches, removed),
            _ => compare(&removed, &added, &mut stretches),
        }
    }
    stretches
}

/// Returns the lines of a text, each with one space at its end and between its words.
fn lines(text: &str) -> Vec<String> {
    let folded = text.lines().map(|line| {
        let words = line.split_whitespace();
        words.map(|word| format!("{word} ")).collect::<String>()
    });
    folded.filter(|line| !line.is_empty()).collect()
}

/// Compares two stretches character by character.
fn compare(old: &str, new: &str, stretches: &mut Vec<Stretch>) {
    let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    if old.len() + new.len() > COMPARED_CHARACTERS {
        add_change(
            stretches,
            old.into_iter().collect(),
            new.into_iter().collect(),
        );
        return;
    }
    for operation in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (tag, of_old, of_new) = operation.as_tag_tuple();
        let text = |characters: &[char]| characters.iter().collect::<String>();
        let (removed, added) = (text(&old[of_old]), text(&new[of_new]));
        match tag {
            DiffTag::Equal => add_same(stretches, removed),
            _ => add_change(stretches, removed, added),
        }
    }
}

fn add_same(stretches: &mut Vec<Stretch>, text: String) {
    match stretches.last_mut() {
        Some(Stretch::Same(last)) => last.push_str(&text),
        _ => stretches.push(Stretch::Same(text)),
    }
}

fn add_change(stretches: &mut Vec<Stretch>, removed: String, added: String) {
    if let [.., Stretch::Changed(_), Stretch::Same(between)] = stretches.as_slice()
        && between.chars().count() <= JOINED_CHARACTERS
    {
        let between = between.clone();
        stretches.pop();
        if let Some(Stretch::Changed(last)) = stretches.last_mut() {
            last.removed += &(between.clone() + &removed);
            last.added += &(between + &added);
            return;
        }
    }
    match stretches.last_mut() {
        Some(Stretch::Changed(last)) => {
            last.removed += &removed;
            last.added += &added;
        }
        _ => stretches.push(Stretch::Changed(Change { removed, added })),
    }
}

fn head(text: &str) -> String {
    text.chars().take(CONTEXT_CHARACTERS).collect()
}

fn tail(text: &str) -> String {
    let start = text.char_indices().rev().nth(CONTEXT_CHARACTERS - 1);
    text[start.map_or(0, |(at, _)| at)..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws differences: `[-甲-]` was removed, `{+乙+}` added.
    fn check(old: &str, new: &str, expected: &[&str]) {
        let drawn: Vec<String> = differences(old, new, &[])
            .iter()
            .map(|difference| {
                let pieces = difference.pieces.iter();
                pieces
                    .map(|piece| match piece {
                        Piece::Same(text) => text.clone(),
                        Piece::Removed(text) => format!("[-{text}-]"),
                        Piece::Added(text) => format!("{{+{text}+}}"),
                    })
                    .collect()
            })
            .collect();
        assert_eq!(drawn, expected, "{old} / {new}");
    }

    #[test]
    fn changes_stand_among_their_neighbours() {
        check("甲乙丙", "甲乙丙", &[]);
        check("甲 乙\n\n丙", "甲  乙 丙\n", &[]);
        check(
            "利率升至55%的新高",
            "利率升至5.5%的新高",
            &["利率升至5{+.+}5%的新高 "],
        );
        check("甲乙丙", "甲丙", &["甲[-乙-]丙 "]);
        check("甲\n乙\n丙", "甲\n丙", &["甲 [-乙 -]丙 "]);
        check("甲乙丙丁戊", "甲子丙丑戊", &["甲[-乙丙丁-]{+子丙丑+}戊 "]);
        let long = "一二三四五六七八九十".repeat(4);
        check(
            &format!("甲{long}乙"),
            &format!("丙{long}丁"),
            &[
                "[-甲-]{+丙+}一二三四五六七八九十一二",
                "九十一二三四五六七八九十[-乙-]{+丁+} ",
            ],
        );
        check("", "甲", &["{+甲 +}"]);
    }

    /// Draws two texts: `[甲]` differs.
    #[test]
    fn what_differs_in_a_reading_is_told_from_what_does_not() {
        let check = |old: &str, new: &str, expected: [&str; 2]| {
            let drawn = parts(old, new).map(|parts| {
                let drawn = parts.iter().map(|part| match part.differs {
                    true => format!("[{}]", part.text),
                    false => part.text.clone(),
                });
                drawn.collect::<String>()
            });
            assert_eq!(drawn, expected, "{old} / {new}");
        };
        check("甲乙丙", "甲丁丙", ["甲[乙]丙", "甲[丁]丙"]);
        check("上調至55%", "上調至5.5%", ["上調至[55]%", "上調至[5.5]%"]);
        check(
            "現在還是AL去",
            "現在還是AI去",
            ["現在還是[AL]去", "現在還是[AI]去"],
        );
        check(
            "800美元總市值",
            "800美元，總市值",
            ["800美元[總]市值", "800美元[，總]市值"],
        );
        check("甲乙之之", "甲乙之", ["甲乙[之之]", "甲乙[之]"]);
        check("完。", "完", ["[完。]", "[完]"]);
        check("甲", "乙丙", ["[甲]", "[乙丙]"]);
        check("", "甲", ["", "[甲]"]);
        check("1,2.", "1,2", ["[1,2.]", "[1,2]"]);
    }

    #[test]
    fn known_changes_are_left_out() {
        let known = changes("甲乙丙，一二三四。", "甲子丙，一二三四。");
        assert_eq!(known.len(), 1);
        let left = differences("甲乙丙，一二三四。", "甲子丙，一二三五。", &known);
        assert_eq!(left.len(), 1);
        assert!(
            left[0].pieces.contains(&Piece::Removed("四".to_owned())),
            "{left:?}"
        );
    }

    #[test]
    fn long_texts_are_compared_in_reasonable_time() {
        let (old, new) = ("甲乙".repeat(200_000), "丙丁".repeat(200_000));
        assert_eq!(changes(&old, &new).len(), 1);
    }
}
