//! A text in a few lines of about the same length, as a card has them.

use unicode_segmentation::UnicodeSegmentation as _;

use super::titles;

/// What it costs when all lines end amid a clause, beside one whose length differs from the others' by this part of
/// the whole width.
const AMID_CLAUSE: f32 = 0.22;

/// What one more line costs than there must be.
const ONE_MORE: f32 = 0.11;

/// Returns a text in at most `most` lines, none wider than `width`; none when it needs more. `widths` is how wide
/// each character of it is.
pub(super) fn broken(text: &str, widths: &[f32], width: f32, most: usize) -> Option<Vec<String>> {
    let pieces = pieces(text, widths, width);
    // More cannot be in so few lines, however narrow its characters are.
    let total: f32 = pieces.iter().map(|piece| piece.width).sum();
    if total > width * most as f32 {
        return None;
    }
    let counts = 1..=most.min(pieces.len());
    let found = counts.filter_map(|count| balanced(&pieces, width, count));
    let (_, ends) = found
        .enumerate()
        .map(|(more, (cost, ends))| (cost + (ONE_MORE * more as f32).powi(2), ends))
        .min_by(|(one, _), (other, _)| one.total_cmp(other))?;
    let mut lines = Vec::new();
    let mut start = 0;
    for end in ends {
        let line: String = pieces[start..end].iter().map(|piece| piece.text).collect();
        lines.push(line.trim().to_owned());
        start = end;
    }
    Some(lines)
}

/// Returns a text in at most `most` lines that are filled one after the other, with an ellipsis for the rest.
pub(super) fn filled(text: &str, widths: &[f32], width: f32, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut room = width;
    for piece in pieces(text, widths, width) {
        if piece.width - piece.blank > room {
            if lines.len() == most {
                let last = lines.pop().unwrap_or_default();
                lines.push(with_ellipsis(
                    &format!("{last}{}", piece.text),
                    text,
                    widths,
                    width,
                ));
                break;
            }
            lines.push(String::new());
            room = width;
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(piece.text);
        }
        room -= piece.width;
    }
    lines.iter().map(|line| line.trim().to_owned()).collect()
}

/// Returns a text cut to a width, with an ellipsis where something is cut.
pub(super) fn cut(text: &str, widths: &[f32], width: f32) -> String {
    match widths.iter().sum::<f32>() > width {
        true => with_ellipsis(text, text, widths, width),
        false => text.to_owned(),
    }
}

/// Returns as much of a part of a text as there is room for, and an ellipsis.
fn with_ellipsis(part: &str, text: &str, widths: &[f32], width: f32) -> String {
    let start = text.find(part).map_or(0, |at| text[..at].chars().count());
    let mut widths = widths.iter().skip(start);
    let mut room = width - 1.0;
    let mut kept = String::new();
    for cluster in part.graphemes(true) {
        room -= widths.by_ref().take(cluster.chars().count()).sum::<f32>();
        if room < 0.0 {
            break;
        }
        kept.push_str(cluster);
    }
    format!("{}…", kept.trim_end())
}

/// A part of a text that a line may end behind.
struct Piece<'a> {
    text: &'a str,
    width: f32,
    /// How wide the space at its end is, which no line ends with.
    blank: f32,
    ends_clause: bool,
}

/// Returns the pieces of a text; one that is wider than a line is torn.
fn pieces<'a>(text: &'a str, widths: &[f32], width: f32) -> Vec<Piece<'a>> {
    let mut widths = widths.iter();
    let mut pieces = Vec::new();
    for text in titles::pieces(text) {
        let own: Vec<f32> = (widths.by_ref().take(text.chars().count()))
            .copied()
            .collect();
        match own.iter().sum::<f32>() > width {
            true => pieces.extend(torn(text, &own, width)),
            false => pieces.push(Piece::new(text, &own)),
        }
    }
    pieces
}

/// Returns a word in pieces of which each is nearly a line.
fn torn<'a>(text: &'a str, widths: &[f32], width: f32) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let (mut start, mut first, mut count, mut room) = (0, 0, 0, width);
    for (at, cluster) in text.grapheme_indices(true) {
        let characters = cluster.chars().count();
        let own: f32 = widths[count..count + characters].iter().sum();
        if own > room && at > start {
            pieces.push(Piece::new(&text[start..at], &widths[first..count]));
            (start, first, room) = (at, count, width);
        }
        room -= own;
        count += characters;
    }
    pieces.push(Piece::new(&text[start..], &widths[first..]));
    pieces
}

impl<'a> Piece<'a> {
    fn new(text: &'a str, widths: &[f32]) -> Piece<'a> {
        let blanks = text.chars().count() - text.trim_end().chars().count();
        Piece {
            text,
            width: widths.iter().sum(),
            blank: widths[widths.len() - blanks..].iter().sum(),
            ends_clause: titles::ends_clause(text),
        }
    }
}

/// Returns where just so many lines end that differ least in length, and what they cost; none when one would be
/// too wide.
fn balanced(pieces: &[Piece<'_>], width: f32, count: usize) -> Option<(f32, Vec<usize>)> {
    let total: f32 = pieces.iter().map(|piece| piece.width).sum();
    let mean = total / count as f32;
    // For each number of pieces: what they cost in so many lines as were looked at, and where those end.
    let mut best: Vec<Option<(f32, Vec<usize>)>> = vec![None; pieces.len() + 1];
    best[0] = Some((0.0, Vec::new()));
    for _ in 0..count {
        let mut next = vec![None; pieces.len() + 1];
        for (start, reached) in best.iter().enumerate() {
            let Some((cost, ends)) = reached else {
                continue;
            };
            let mut line = 0.0;
            for end in start + 1..=pieces.len() {
                let piece = &pieces[end - 1];
                if line + piece.width - piece.blank > width {
                    break;
                }
                line += piece.width;
                let is_amid = end < pieces.len() && !piece.ends_clause;
                let amid = if is_amid { AMID_CLAUSE } else { 0.0 };
                let amid = amid.powi(2) / (count - 1).max(1) as f32;
                let cost = cost + ((line - piece.blank - mean) / width).powi(2) + amid;
                let known = next[end]
                    .as_ref()
                    .map_or(f32::INFINITY, |(known, _)| *known);
                if cost < known {
                    next[end] = Some((cost, [&ends[..], &[end]].concat()));
                }
            }
        }
        best = next;
    }
    best.pop().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(text: &str) -> Vec<f32> {
        let width = |it: char| if it.is_ascii() { 0.5 } else { 1.0 };
        text.chars().map(width).collect()
    }

    #[test]
    fn lines_are_balanced() {
        let check = |text: &str, expected: Option<&[&str]>| {
            let found = broken(text, &widths(text), 14.0, 3);
            let expected = expected.map(|lines| lines.iter().map(|it| (*it).to_owned()).collect());
            assert_eq!(found, expected, "{text}");
        };
        check(
            "美股屢創歷史新高,AI熱潮背後是一場令人震驚的豪賭",
            Some(&["美股屢創歷史新高,", "AI熱潮背後是一場", "令人震驚的豪賭"]),
        );
        check("心跳", Some(&["心跳"]));
        check("", None);
        check(
            "An English title of quite some words in it",
            Some(&["An English title of", "quite some words in it"]),
        );
        check(
            "每股漲1,000元，前所未見",
            Some(&["每股漲1,000元，前所未見"]),
        );
        check(&"字".repeat(43), None);
        check(&"a".repeat(30), Some(&[&"a".repeat(28), "aa"]));
    }

    #[test]
    fn what_is_too_long_ends_with_an_ellipsis() {
        let text = "這是一個很長的題目".repeat(9);
        let lines = filled(&text, &widths(&text), 8.0, 3);
        assert_eq!(lines.len(), 3);
        let shown = lines.concat();
        let kept = shown.strip_suffix('…').expect("an ellipsis");
        assert!(text.starts_with(kept), "{shown}");
        for line in &lines {
            assert!(widths(line).iter().sum::<f32>() <= 8.0, "{line}");
        }
        assert_eq!(cut("一二三四", &[1.0; 4], 3.0), "一二…");
        assert_eq!(cut("一二三", &[1.0; 3], 3.0), "一二三");
    }
}
