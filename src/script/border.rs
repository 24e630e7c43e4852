//! Where a text can be cut in two so that converting the parts gives what converting the whole gives.
//!
//! OpenCC goes through a text from left to right and remembers nothing: what it does at a place depends on what follows,
//! as far as the longest word reaches. So a text can be cut wherever no word and no description sequence of any stage
//! lies across, and whatever will follow the text cannot change that as long as enough of it is known.

use super::description;
use super::engine::{Cutting, Engine, may_be_normalized};
use super::stage::{Manner, Passage, Stage};

/// Returns the last place to cut a text at which more text will be added; 0, where any text can be cut, if there is none yet.
///
/// Of the text behind the place some hundred characters are enough, unless it is made to go from word to word through all
/// stages; OpenCC's dictionaries allow no such text to go on for long.
pub(super) fn border(engine: &Engine, text: &str) -> usize {
    let mut survey = Survey::new(text);
    if may_be_normalized(text) {
        for stage in &engine.normalization {
            survey.replace(stage);
        }
    }
    match &engine.cutting {
        Cutting::None => {}
        Cutting::Before(stage) => survey.cut(stage),
        Cutting::During(stage) => survey.cut_and_replace(stage),
    }
    for stage in &engine.conversions {
        survey.replace(stage);
    }
    survey.places.last().map_or(0, |place| place.source)
}

/// A place where no stage so far has anything lie across.
#[derive(Clone, Copy)]
struct Place {
    /// Where it is in the source.
    source: usize,
    /// Where it is in the text after the stages so far.
    here: usize,
}

/// A text on its way through the stages, with the places to cut that are left.
struct Survey {
    text: String,
    manner: Manner,
    piece_ends: Vec<usize>,
    /// The places, in order. The beginning is always one of them.
    places: Vec<Place>,
    /// How much of the text will be the same whatever is added to the source.
    settled: usize,
}

impl Survey {
    fn new(source: &str) -> Survey {
        let starts = source.char_indices().map(|(start, _)| start);
        Survey {
            text: source.to_owned(),
            manner: Manner {
                has_operator: description::has_operator(source),
                is_traced: true,
            },
            piece_ends: vec![source.len()],
            places: starts
                .map(|place| Place {
                    source: place,
                    here: place,
                })
                .collect(),
            settled: source.len(),
        }
    }

    fn cut(&mut self, stage: &Stage) {
        self.keep_borders(stage);
        self.piece_ends = stage.cut(&self.text, self.manner.has_operator);
    }

    fn cut_and_replace(&mut self, stage: &Stage) {
        self.keep_borders(stage);
        self.take(stage.cut_and_replace(&self.text, self.manner));
    }

    fn replace(&mut self, stage: &Stage) {
        self.keep_borders(stage);
        let passage = stage.replace(&self.text, &self.piece_ends, self.manner);
        if let Some(passage) = passage {
            self.take(passage);
        }
    }

    /// Drops the places that a word or a sequence of this stage lies across, or might if the text went on.
    fn keep_borders(&mut self, stage: &Stage) {
        let settled = &self.text[..self.settled];
        let mut ends = settled.char_indices().rev().map(|(start, _)| start);
        let limit = ends.nth(stage.reach() - 1).unwrap_or(0);
        let mut kept = Vec::with_capacity(self.places.len());
        let mut places = self.places.iter().copied().peekable();
        let (text, ends) = (&self.text, &self.piece_ends);
        stage.for_each_unit(text, ends, self.manner.has_operator, |unit| {
            while let Some(place) = places.next_if(|place| place.here <= unit.start) {
                kept.push(place);
            }
            while places.next_if(|place| place.here < unit.end).is_some() {}
        });
        kept.extend(places);
        kept.truncate(kept.partition_point(|place| place.here <= limit));
        self.settled = kept.last().map_or(0, |place| place.here);
        self.places = kept;
    }

    fn take(&mut self, passage: Passage) {
        let mut replacements = passage.replacements.iter().peekable();
        let (mut near, mut far) = (0, 0);
        for place in &mut self.places {
            while let Some(done) = replacements.next_if(|next| next.source.end <= place.here) {
                (near, far) = (done.source.end, done.output.end);
            }
            place.here = far + (place.here - near);
        }
        self.settled = self.places.last().map_or(0, |place| place.here);
        self.text = passage.text;
        self.piece_ends = passage.piece_ends;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::super::chain::{Chain, Segmentation};
    use super::super::converter::Converter;
    use super::super::data::CONFIGURATIONS;
    use super::super::entries;
    use super::*;

    #[test]
    fn a_border_has_nothing_across_and_enough_behind() {
        fn check(configuration: &str, text: &str, expected: &str) {
            let converter = Converter::builtin(configuration).expect("listed below");
            // What is behind is no part of any word.
            let text = format!("{text}{}", "，".repeat(200));
            let border = border(&converter.engine, &text);
            let before = text[..border].trim_end_matches('，');
            assert_eq!(before, expected, "{configuration}");
        }
        check("s2t", "", "");
        check("s2t", "后面", "后面");
        check("s2t", "甲⿰乙", "甲⿰乙");
        let unknown = |text: &str| {
            let converter = Converter::builtin("s2tw").expect("a configuration");
            border(&converter.engine, text)
        };
        assert_eq!(unknown(&"后".repeat(64)), 0);
        assert!(unknown(&"后".repeat(400)) > 0);
    }

    /// A text without borders would go from a value of one stage into a word of the next that begins within it, and from
    /// there into the middle of another value, for ever.
    #[test]
    fn no_text_goes_on_without_a_border() {
        let mut count = 0;
        for (name, json) in CONFIGURATIONS {
            let chain = Chain::read(json);
            let stages: Vec<_> = (chain.conversions.iter())
                .map(|conversion| entries::read(&conversion.dict))
                .collect();
            let ([_, _] | [_]) = stages.as_slice() else {
                panic!("{name} has more stages than this test knows");
            };
            let (Some(Segmentation::MaximumMatching { dict }), [first, second]) =
                (&chain.segmentation, stages.as_slice())
            else {
                continue;
            };
            let words = dict.files();
            // A word of the segmentation is a piece by itself, so that nothing lies across its ends.
            let is_open = |entry: &&entries::Entry| !words.contain(entry.dictionary);
            let values: HashSet<&str> = (first.iter().filter(is_open))
                .map(|entry| entry.value)
                .filter(|value| value.chars().count() > 1)
                .collect();
            let steps: HashMap<&str, Vec<&str>> = (values.iter())
                .map(|value| {
                    let reached = second.iter().filter(|entry| overlap(value, entry.key));
                    let next = |entry: &entries::Entry| {
                        let values = values.iter().copied();
                        values
                            .filter(|next| overlap(entry.key, next))
                            .collect::<Vec<_>>()
                    };
                    (*value, reached.flat_map(next).collect())
                })
                .collect();
            count += steps.values().map(Vec::len).sum::<usize>();
            assert!(ends(&steps), "{name}");
        }
        assert!(count > 100, "{count}");
    }

    /// Returns whether a word can begin within another and end behind it.
    fn overlap(earlier: &str, later: &str) -> bool {
        let mut starts = earlier.char_indices().skip(1).map(|(start, _)| start);
        starts.any(|start| {
            let common = &earlier[start..];
            later.len() > common.len() && later.starts_with(common)
        })
    }

    /// Returns whether no way leads in a circle: whether taking away what leads nowhere, again and again, leaves nothing.
    fn ends(steps: &HashMap<&str, Vec<&str>>) -> bool {
        let mut left: HashSet<&str> = steps.keys().copied().collect();
        loop {
            let leads_on = |from: &&str| steps[*from].iter().any(|to| left.contains(to));
            let next: HashSet<&str> = left.iter().copied().filter(leads_on).collect();
            if next.len() == left.len() {
                return next.is_empty();
            }
            left = next;
        }
    }
}
