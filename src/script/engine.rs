//! The builtin engine: a configuration, built and run.
//!
//! A text passes the normalization whole; then it is cut, if the configuration says so; then each piece passes all
//! conversions. Pieces are kept as a list of places in one text, so that a stage is one pass over one string.

use std::borrow::Cow;

use super::alignment::{Segment, compose, segments};
use super::chain::{Chain, Conversion, Segmentation};
use super::converter::Converted;
use super::description;
use super::stage::{Manner, Passage, Stage};

/// The stages of a configuration.
pub(super) struct Engine {
    pub(super) normalization: Vec<Stage>,
    pub(super) cutting: Cutting,
    pub(super) conversions: Vec<Stage>,
}

/// How a text is cut into the pieces that pass the conversions one by one.
pub(super) enum Cutting {
    /// Not at all.
    None,
    /// By a dictionary of its own.
    Before(Stage),
    /// By the first conversion, which goes by the same words: one automaton and one pass less.
    During(Stage),
}

impl Engine {
    /// Makes a configuration ready.
    pub(super) fn new(chain: &Chain) -> Engine {
        let (cutting, conversions) = match (&chain.segmentation, chain.conversions.as_slice()) {
            (Some(Segmentation::MaximumMatching { dict: words }), [first, others @ ..])
                if Stage::can_cut_at(&first.dict, words) =>
            {
                (
                    Cutting::During(Stage::cutting_at(&first.dict, words)),
                    others,
                )
            }
            (Some(Segmentation::MaximumMatching { dict: words }), all) => {
                (Cutting::Before(Stage::new(words)), all)
            }
            (None, all) => (Cutting::None, all),
        };
        Engine {
            normalization: stages(&chain.normalization),
            cutting,
            conversions: stages(conversions),
        }
    }

    /// Converts a text, and tells what became of each part.
    pub(super) fn convert(&self, text: &str) -> Converted {
        self.run(text, true).converted()
    }

    /// Converts a text, which stays where nothing in it changes.
    pub(super) fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.run(text, false).text {
            Some(converted) => Cow::Owned(converted),
            None => Cow::Borrowed(text),
        }
    }

    fn run<'t>(&self, text: &'t str, is_traced: bool) -> Run<'t> {
        let mut run = Run::new(text, is_traced);
        if !has_han(text) {
            return run;
        }
        if may_be_normalized(text) {
            for stage in &self.normalization {
                run.replace(stage);
            }
        }
        match &self.cutting {
            Cutting::None => {}
            Cutting::Before(stage) => run.cut(stage),
            Cutting::During(stage) => run.cut_and_replace(stage),
        }
        for stage in &self.conversions {
            run.replace(stage);
        }
        run
    }
}

fn stages(conversions: &[Conversion]) -> Vec<Stage> {
    conversions
        .iter()
        .map(|conversion| Stage::new(&conversion.dict))
        .collect()
}

/// Returns whether a text may have anything to convert: every key of the release has a character from U+2E80 on.
fn has_han(text: &str) -> bool {
    text.chars().any(|character| character >= '\u{2E80}')
}

/// Returns whether a text may have compatibility ideographs, which are all that the release normalizes: U+F900 to U+FAFF
/// and U+2F800 to U+2FA1F. May say yes for their neighbours as well.
pub(super) fn may_be_normalized(text: &str) -> bool {
    let bytes = text.as_bytes();
    // No early exit: the plain fold is what the compiler can vectorize.
    bytes
        .iter()
        .zip(bytes.get(1..).unwrap_or_default())
        .fold(false, |found, (first, second)| {
            found
                | ((*first == 0xEF) & (*second & 0xF0 == 0xA0))
                | ((*first == 0xF0) & (*second == 0xAF))
        })
}

/// One text's way through the stages.
struct Run<'a> {
    source: &'a str,
    manner: Manner,
    /// The text after the stages so far, once it is not the source any more.
    text: Option<String>,
    piece_ends: Vec<usize>,
    replacements: Vec<Segment>,
}

impl<'a> Run<'a> {
    fn new(source: &'a str, is_traced: bool) -> Run<'a> {
        Run {
            source,
            manner: Manner {
                has_operator: description::has_operator(source),
                is_traced,
            },
            text: None,
            piece_ends: vec![source.len()],
            replacements: Vec::new(),
        }
    }

    fn text(&self) -> &str {
        self.text.as_deref().unwrap_or(self.source)
    }

    fn cut(&mut self, stage: &Stage) {
        self.piece_ends = stage.cut(self.text(), self.manner.has_operator);
    }

    fn cut_and_replace(&mut self, stage: &Stage) {
        let passage = stage.cut_and_replace(self.text(), self.manner);
        self.take(passage);
    }

    fn replace(&mut self, stage: &Stage) {
        if let Some(passage) = stage.replace(self.text(), &self.piece_ends, self.manner) {
            self.take(passage);
        }
    }

    fn take(&mut self, passage: Passage) {
        self.text = Some(passage.text);
        self.piece_ends = passage.piece_ends;
        self.replacements = compose(std::mem::take(&mut self.replacements), passage.replacements);
    }

    fn converted(mut self) -> Converted {
        let text = self.text.take().unwrap_or_else(|| self.source.to_owned());
        // A later stage may undo what an earlier one did.
        self.replacements.retain(|replacement| {
            self.source[replacement.source.clone()] != text[replacement.output.clone()]
        });
        Converted {
            text,
            segments: segments(self.replacements, self.source.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::data::CONFIGURATIONS;
    use super::super::entries;
    use super::*;

    #[test]
    fn may_be_normalized_says_yes_for_every_key() {
        let mut count = 0;
        for (_, json) in CONFIGURATIONS {
            for conversion in Chain::read(json).normalization {
                for entry in entries::read(&conversion.dict) {
                    assert!(may_be_normalized(entry.key), "{}", entry.key);
                    count += 1;
                }
            }
        }
        assert!(count > 10_000 && !may_be_normalized("漢字，「字」ABC 𠀀"));
    }

    #[test]
    fn cutting_during_the_first_conversion_comes_to_the_same_as_cutting_before() {
        fn check(configuration: &str, input: &str) {
            let is_it = |(name, _): &&(&str, &str)| *name == configuration;
            let (_, json) = (CONFIGURATIONS.iter().find(is_it)).expect("it is one of the release");
            let chain = Chain::read(json);
            let Some(Segmentation::MaximumMatching { dict }) = &chain.segmentation else {
                panic!("{configuration} has no segmentation");
            };
            let during = Engine::new(&chain);
            assert!(matches!(during.cutting, Cutting::During(_)));
            let before = Engine {
                normalization: stages(&chain.normalization),
                cutting: Cutting::Before(Stage::new(dict)),
                conversions: stages(&chain.conversions),
            };
            assert_eq!(during.convert(input), before.convert(input));
        }
        check(
            "s2twp",
            "为了后面里头的干隆头发，打印机和台湾软件。⿰言說说⿰一个里面，借不出个干灯盏来⿰",
        );
        check(
            "s2hkp",
            "大白日里借不出个干灯盏来，亚历杭德罗·冈萨雷斯·伊纳里图的书",
        );
    }
}
