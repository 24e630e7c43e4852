//! The words of a text that are most like words that do not stand in it.

use std::collections::HashSet;
use std::ops::Range;

use crate::article::document::{Document, Leaf, leaf_text, leaves};

/// Characters of words that are looked for; who quotes more has enough to go by.
const CHARACTERS_MAX: usize = 200;

/// Returns the leaf and the bytes of its text that are most like the words: the stretch of as many
/// characters that has most of their pairs of neighbours. None when it has not two fifths of them.
pub(super) fn nearest<'a>(document: &'a Document, words: &str) -> Option<(&'a Leaf, Range<usize>)> {
    let words: Vec<char> = words.chars().take(CHARACTERS_MAX).collect();
    let pairs: HashSet<(char, char)> = words.windows(2).map(pair).collect();
    let mut best: Option<(usize, &Leaf, Range<usize>)> = None;
    for (_, leaf) in leaves(&document.blocks) {
        let text = leaf_text(leaf);
        let characters: Vec<(usize, char)> = text.char_indices().collect();
        let is_known = |at: usize| {
            let next = characters.get(at + 1);
            next.is_some_and(|next| pairs.contains(&(characters[at].1, next.1)))
        };
        let length = words.len().min(characters.len());
        let mut count = (0..length.saturating_sub(1))
            .filter(|at| is_known(*at))
            .count();
        for start in 0..=characters.len() - length {
            if start > 0 {
                count -= usize::from(length > 1 && is_known(start - 1));
                count += usize::from(length > 1 && is_known(start + length - 2));
            }
            if best.as_ref().is_none_or(|(most, ..)| count > *most) {
                let offset = |at: usize| characters.get(at).map_or(text.len(), |(at, _)| *at);
                best = Some((count, leaf, offset(start)..offset(start + length)));
            }
        }
    }
    let (count, leaf, range) = best?;
    (count > 0 && count * 5 >= pairs.len() * 2).then_some((leaf, range))
}

fn pair(window: &[char]) -> (char, char) {
    (window[0], window[1])
}
