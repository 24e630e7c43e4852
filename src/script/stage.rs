//! One pass over a text, which replaces the words of a dictionary or cuts the text at them.
//!
//! OpenCC takes the longest match at a place, and goes on behind it, or behind the next character if there is none.

use std::ops::Range;

use super::alignment::Segment;
use super::chain::{Dictionary, MatchPolicy};
use super::data::Dictionaries;
use super::description;
use super::entries::{self, Entry};
use super::matcher::{Found, Matcher};

/// A conversion or a segmentation, ready to run.
pub(super) struct Stage {
    matcher: Matcher,
    /// What each word of the matcher becomes.
    replacements: Vec<Replacement>,
    longest_word: usize,
}

/// How a text passes the stages.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    /// Whether description sequences are looked for, because there may be some.
    pub(super) has_operator: bool,
    /// Whether it is written down what was replaced.
    pub(super) is_traced: bool,
}

/// A text on its way through the stages.
pub(super) struct Passage {
    /// The text as it is after the stages so far.
    pub(super) text: String,
    /// Where its pieces end; no match reaches from one piece into the next.
    pub(super) piece_ends: Vec<usize>,
    /// What the last stage replaced, if that is written down.
    pub(super) replacements: Vec<Segment>,
}

impl Stage {
    /// Makes a tree of dictionaries ready.
    pub(super) fn new(dictionary: &Dictionary) -> Stage {
        Stage::build(&entries::read(dictionary), Dictionaries::default())
    }

    /// Makes a tree of dictionaries ready that also cuts, at the words of its member `words`.
    ///
    /// Cutting first and replacing then comes to the same, if the group asks `words` before all else and has nothing
    /// but single characters besides: [`Stage::can_cut_at`].
    pub(super) fn cutting_at(dictionary: &Dictionary, words: &Dictionary) -> Stage {
        Stage::build(&entries::read(dictionary), words.files())
    }

    /// Returns whether [`Stage::cutting_at`] holds for a dictionary and a segmentation.
    pub(super) fn can_cut_at(dictionary: &Dictionary, words: &Dictionary) -> bool {
        match dictionary {
            Dictionary::Group {
                match_policy: MatchPolicy::ShortCircuit,
                dicts,
            } => match dicts.as_slice() {
                [first, others @ ..] => {
                    first == words
                        && others
                            .iter()
                            .flat_map(entries::read)
                            .all(|entry| is_single_character(entry.key))
                }
                [] => false,
            },
            _ => false,
        }
    }

    fn build(entries: &[Entry], words: Dictionaries) -> Stage {
        Stage {
            matcher: Matcher::new(entries.iter().map(|entry| entry.key)),
            replacements: (entries.iter())
                .map(|entry| Replacement::new(entry, words.contain(entry.dictionary)))
                .collect(),
            longest_word: (entries.iter())
                .map(|entry| entry.key.chars().count())
                .max()
                .unwrap_or(0),
        }
    }

    /// Returns where the pieces of a text end: its words, and the stretches between them.
    pub(super) fn cut(&self, text: &str, has_operator: bool) -> Vec<usize> {
        let mut piece_ends = Vec::with_capacity(text.len() / 8 + 1);
        self.for_each_match(text, has_operator, |range, _| {
            push_word(&mut piece_ends, range)
        });
        push_end(&mut piece_ends, text.len());
        piece_ends
    }

    /// Replaces what the dictionaries know in each piece of a text; none if that is nothing and the text stays as it is.
    pub(super) fn replace(
        &self,
        text: &str,
        piece_ends: &[usize],
        manner: Manner,
    ) -> Option<Passage> {
        let mut writer = Writer::new(text, manner.is_traced);
        let mut new_ends = Vec::with_capacity(piece_ends.len());
        let mut start = 0;
        for &end in piece_ends {
            self.for_each_match(
                &text[start..end],
                manner.has_operator,
                |range, replacement| {
                    writer.replace(start + range.start..start + range.end, replacement);
                },
            );
            new_ends.push(writer.output_place(end));
            start = end;
        }
        writer.finish(new_ends)
    }

    /// Cuts a text at the words that the stage was built with, and replaces; see [`Stage::cutting_at`].
    pub(super) fn cut_and_replace(&self, text: &str, manner: Manner) -> Passage {
        let mut writer = Writer::new(text, manner.is_traced);
        let mut piece_ends = Vec::with_capacity(text.len() / 8 + 1);
        self.for_each_match(text, manner.has_operator, |range, replacement| {
            let start = writer.output_place(range.start);
            let end = range.end;
            writer.replace(range, replacement);
            if replacement.is_word {
                push_word(&mut piece_ends, start..writer.output_place(end));
            }
        });
        push_end(&mut piece_ends, writer.output_place(text.len()));
        writer.finish_always(piece_ends)
    }

    /// Returns how many characters from a place on decide what is done there.
    pub(super) fn reach(&self) -> usize {
        self.longest_word.max(description::MAXIMUM_CHARACTERS)
    }

    /// Calls `visit` with each stretch of a text that is taken as one: words and description sequences, from left to right.
    pub(super) fn for_each_unit(
        &self,
        text: &str,
        piece_ends: &[usize],
        has_operator: bool,
        mut visit: impl FnMut(Range<usize>),
    ) {
        let mut start = 0;
        for &end in piece_ends {
            let piece = &text[start..end];
            let mut stretch_end = 0;
            let search = |stretch: Range<usize>| {
                if stretch.start > stretch_end {
                    visit(start + stretch_end..start + stretch.start);
                }
                let offset = start + stretch.start;
                stretch_end = stretch.end;
                let report = |place: usize, found: Found| visit(offset + place..offset + found.end);
                self.matcher.for_each(&piece[stretch], report);
            };
            for_each_stretch(piece, has_operator, search);
            start = end;
        }
    }

    fn for_each_match(
        &self,
        text: &str,
        has_operator: bool,
        mut visit: impl FnMut(Range<usize>, &Replacement),
    ) {
        for_each_stretch(text, has_operator, |stretch| {
            let offset = stretch.start;
            let report = |place: usize, Found { index, end }| {
                visit(offset + place..offset + end, &self.replacements[index]);
            };
            self.matcher.for_each(&text[stretch], report);
        });
    }
}

/// Calls `visit` with each stretch of a text that lies between description sequences.
fn for_each_stretch(text: &str, has_operator: bool, mut visit: impl FnMut(Range<usize>)) {
    if has_operator {
        description::for_each_stretch(text, visit);
    } else {
        visit(0..text.len());
    }
}

/// What a key becomes, without the characters at both ends that stay as they are.
struct Replacement {
    /// The value's middle.
    middle: &'static str,
    /// The bytes before the middle, the same in key and value.
    head: u32,
    /// The bytes after the middle, the same in key and value.
    tail: u32,
    /// The dictionary that says so.
    dictionary: Dictionaries,
    /// Whether the text is cut here.
    is_word: bool,
}

impl Replacement {
    /// Makes an entry ready.
    ///
    /// Equal ends are left alone only where key and value have as many characters: otherwise it is open which character
    /// of the value stands for which of the key.
    fn new(entry: &Entry, is_word: bool) -> Replacement {
        let Entry { key, value, .. } = entry;
        let (head, tail) = if key.chars().count() == value.chars().count() {
            common_ends(key, value)
        } else {
            (0, 0)
        };
        Replacement {
            middle: &value[head..value.len() - tail],
            head: u32::try_from(head).expect("a word is short"),
            tail: u32::try_from(tail).expect("a word is short"),
            dictionary: entry.dictionary,
            is_word,
        }
    }
}

/// Returns the bytes of the equal characters at the start, and of those at the end of what remains.
fn common_ends(key: &str, value: &str) -> (usize, usize) {
    let equal_bytes = |(one, other): (char, char)| (one == other).then_some(one.len_utf8());
    let head = key.chars().zip(value.chars()).map_while(equal_bytes).sum();
    let key_rest = key[head..].chars().rev();
    let value_rest = value[head..].chars().rev();
    (head, key_rest.zip(value_rest).map_while(equal_bytes).sum())
}

/// Writes the output of a stage: replacements one by one, the stretches between them in bulk.
struct Writer<'a> {
    source: &'a str,
    output: String,
    copied: usize,
    is_traced: bool,
    replacements: Vec<Segment>,
}

impl<'a> Writer<'a> {
    fn new(source: &'a str, is_traced: bool) -> Writer<'a> {
        Writer {
            source,
            output: String::new(),
            copied: 0,
            is_traced,
            replacements: Vec::new(),
        }
    }

    fn replace(&mut self, matched: Range<usize>, replacement: &Replacement) {
        let source =
            matched.start + replacement.head as usize..matched.end - replacement.tail as usize;
        if source.is_empty() {
            return;
        }
        if self.copied == 0 {
            self.output
                .reserve(self.source.len() + self.source.len() / 8);
        }
        self.output
            .push_str(&self.source[self.copied..source.start]);
        let start = self.output.len();
        self.output.push_str(replacement.middle);
        self.copied = source.end;
        if self.is_traced {
            self.replacements.push(Segment {
                source,
                output: start..self.output.len(),
                dictionaries: replacement.dictionary,
            });
        }
    }

    /// Returns where a place of the source that no replacement has reached yet comes to stand.
    fn output_place(&self, source_place: usize) -> usize {
        self.output.len() + (source_place - self.copied)
    }

    fn finish(self, piece_ends: Vec<usize>) -> Option<Passage> {
        if self.copied == 0 {
            return None;
        }
        Some(self.finish_always(piece_ends))
    }

    fn finish_always(mut self, piece_ends: Vec<usize>) -> Passage {
        self.output.push_str(&self.source[self.copied..]);
        Passage {
            text: self.output,
            piece_ends,
            replacements: self.replacements,
        }
    }
}

fn push_word(piece_ends: &mut Vec<usize>, word: Range<usize>) {
    push_end(piece_ends, word.start);
    piece_ends.push(word.end);
}

/// Ends a piece, unless it would be empty.
fn push_end(piece_ends: &mut Vec<usize>, end: usize) {
    if end > piece_ends.last().copied().unwrap_or(0) {
        piece_ends.push(end);
    }
}

fn is_single_character(word: &str) -> bool {
    word.chars().nth(1).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(key: &'static str, value: &'static str) -> Entry {
        Entry {
            key,
            value,
            dictionary: Dictionaries::default(),
        }
    }

    #[test]
    fn equal_ends_stay_as_they_are() {
        fn check(key: &'static str, value: &'static str, expected: (usize, &str, usize)) {
            let replacement = Replacement::new(&entry(key, value), false);
            assert_eq!(
                (
                    replacement.head as usize,
                    replacement.middle,
                    replacement.tail as usize
                ),
                expected
            );
        }
        check("后面", "後面", (0, "後", 3));
        check("乾隆", "乾隆", (6, "", 0));
        check("皇后后", "皇后後", (6, "後", 0));
        check("印表機", "打印機", (0, "打印", 3));
        check("超音波", "B超", (0, "B超", 0));
    }

    #[test]
    fn pieces_are_words_and_the_stretches_between_them() {
        fn check(text: &str, expected: &[usize]) {
            let words = [entry("丙", ""), entry("甲乙", "")];
            let stage = Stage::build(&words, Dictionaries::default());
            assert_eq!(stage.cut(text, description::has_operator(text)), expected);
        }
        check("", &[]);
        check("丁", &[3]);
        check("甲乙丙", &[6, 9]);
        check("丁甲乙丁丁", &[3, 9, 15]);
        check("⿰甲乙丙", &[9, 12]);
    }
}
