//! Which part of a text became which part of another.
//!
//! A stage writes down its replacements only; what lies between two replacements is the same on both sides. [`compose`] joins the
//! replacements of two stages, [`segments`] fills the gaps at the end.

use std::ops::Range;

use super::data::Dictionaries;

/// A stretch of a source text and what became of it, in bytes.
///
/// It promises that the stretch became this output and nothing else did. It does not promise that the two differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where it stands in the source.
    pub source: Range<usize>,
    /// Where it stands in the output.
    pub output: Range<usize>,
    /// The dictionaries that made the change, through all stages. A stretch that stayed as it is has none.
    pub dictionaries: Dictionaries,
}

/// Joins the replacements from a first text to a second and from the second to a third: those from the first to the third.
///
/// Replacements that overlap in the second text become one; all others stay apart.
pub(super) fn compose(earlier: Vec<Segment>, later: Vec<Segment>) -> Vec<Segment> {
    if earlier.is_empty() {
        return later;
    }
    if later.is_empty() {
        return earlier;
    }
    let mut composed = Vec::with_capacity(earlier.len() + later.len());
    let mut earlier = Walk::new(
        &earlier,
        |segment| &segment.output,
        |segment| &segment.source,
    );
    let mut later = Walk::new(&later, |segment| &segment.source, |segment| &segment.output);
    while let Some(start) = first_of(earlier.next_start(), later.next_start()) {
        let source_start = earlier.across(start);
        let output_start = later.across(start);
        let mut end = start + 1;
        loop {
            let reached = later.take_before(earlier.take_before(end));
            if reached == end {
                break;
            }
            end = reached;
        }
        composed.push(Segment {
            source: source_start..earlier.across(end),
            output: output_start..later.across(end),
            dictionaries: earlier.take_dictionaries().and(later.take_dictionaries()),
        });
    }
    composed
}

/// Adds the unreplaced stretches, so that the segments cover the source without gaps.
pub(super) fn segments(replacements: Vec<Segment>, source_length: usize) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(replacements.len() * 2 + 1);
    let mut source_end = 0;
    let mut output_end = 0;
    for replacement in replacements {
        push_unchanged(
            &mut segments,
            source_end..replacement.source.start,
            output_end,
        );
        source_end = replacement.source.end;
        output_end = replacement.output.end;
        segments.push(replacement);
    }
    push_unchanged(&mut segments, source_end..source_length, output_end);
    segments
}

fn push_unchanged(segments: &mut Vec<Segment>, source: Range<usize>, output_start: usize) {
    if !source.is_empty() {
        let output = output_start..output_start + source.len();
        segments.push(Segment {
            source,
            output,
            dictionaries: Dictionaries::default(),
        });
    }
}

fn first_of(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// A walk along one list of replacements in step with the middle text.
struct Walk<'a, Near, Far> {
    remaining: &'a [Segment],
    /// The side that lies in the middle text.
    near: Near,
    /// The side that lies in the outer text.
    far: Far,
    near_end: usize,
    far_end: usize,
    /// Those of the replacements taken since the last question.
    dictionaries: Dictionaries,
}

impl<'a, Near, Far> Walk<'a, Near, Far>
where
    Near: Fn(&'a Segment) -> &'a Range<usize>,
    Far: Fn(&'a Segment) -> &'a Range<usize>,
{
    fn new(replacements: &'a [Segment], near: Near, far: Far) -> Self {
        Walk {
            remaining: replacements,
            near,
            far,
            near_end: 0,
            far_end: 0,
            dictionaries: Dictionaries::default(),
        }
    }

    fn next_start(&self) -> Option<usize> {
        self.remaining
            .first()
            .map(|segment| (self.near)(segment).start)
    }

    /// Takes all replacements that start before `end`, and returns how far they reach, `end` at least.
    fn take_before(&mut self, end: usize) -> usize {
        let mut reached = end;
        while let [segment, remaining @ ..] = self.remaining
            && (self.near)(segment).start < reached
        {
            self.near_end = (self.near)(segment).end;
            self.far_end = (self.far)(segment).end;
            self.dictionaries = self.dictionaries.and(segment.dictionaries);
            self.remaining = remaining;
            reached = reached.max(self.near_end);
        }
        reached
    }

    fn take_dictionaries(&mut self) -> Dictionaries {
        std::mem::take(&mut self.dictionaries)
    }

    /// Carries a place of the middle text, outside of replacements, over to the outer text.
    fn across(&self, place: usize) -> usize {
        self.far_end + (place - self.near_end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Ranges = (Range<usize>, Range<usize>);

    fn list(ranges: &[Ranges]) -> Vec<Segment> {
        ranges
            .iter()
            .cloned()
            .map(|(source, output)| segment(source, output))
            .collect()
    }

    fn segment(source: Range<usize>, output: Range<usize>) -> Segment {
        Segment {
            source,
            output,
            dictionaries: Dictionaries::default(),
        }
    }

    fn check(earlier: &[Ranges], later: &[Ranges], expected: &[Ranges]) {
        assert_eq!(compose(list(earlier), list(later)), list(expected));
    }

    #[test]
    fn replacements_apart_stay_apart() {
        check(&[(3..6, 3..9)], &[], &[(3..6, 3..9)]);
        check(&[], &[(3..6, 3..9)], &[(3..6, 3..9)]);
        check(
            &[(3..6, 3..9)],
            &[(0..3, 0..6)],
            &[(0..3, 0..6), (3..6, 6..12)],
        );
        check(
            &[(0..3, 0..6)],
            &[(6..9, 6..9)],
            &[(0..3, 0..6), (3..6, 6..9)],
        );
        check(
            &[(0..3, 0..6)],
            &[(9..12, 9..9)],
            &[(0..3, 0..6), (6..9, 9..9)],
        );
    }

    #[test]
    fn replacements_that_overlap_become_one() {
        check(&[(0..3, 0..6)], &[(0..6, 0..9)], &[(0..3, 0..9)]);
        check(&[(3..6, 3..6)], &[(0..9, 0..6)], &[(0..9, 0..6)]);
        check(
            &[(0..6, 0..6), (6..9, 6..9)],
            &[(3..9, 3..6)],
            &[(0..9, 0..6)],
        );
        check(
            &[(0..9, 0..9)],
            &[(0..3, 0..6), (6..12, 9..12)],
            &[(0..12, 0..12)],
        );
    }

    /// A place in the first text and one in the third belong together where both belong to one place in the second.
    #[test]
    fn composing_keeps_exactly_the_places_that_both_stages_keep() {
        const MIDDLE: usize = 4;
        let lists = all_lists(MIDDLE);
        for earlier in &lists {
            let earlier: Vec<Segment> = earlier.iter().map(turned).collect();
            let earlier_places: Vec<_> = places(&earlier, source_length(&earlier, MIDDLE));
            for later in &lists {
                let later_places = places(later, MIDDLE);
                let joined: Vec<(usize, usize)> = earlier_places
                    .iter()
                    .flat_map(|(source, middle)| {
                        let there = later_places.iter().find(|(place, _)| place == middle);
                        there.map(|(_, output)| (*source, *output))
                    })
                    .collect();
                let composed = compose(earlier.clone(), later.clone());
                let length = source_length(&earlier, MIDDLE);
                assert_eq!(places(&composed, length), joined, "{earlier:?} {later:?}");
            }
        }
    }

    /// Returns all lists of replacements of one or two bytes by one or two, in a source of some length.
    fn all_lists(length: usize) -> Vec<Vec<Segment>> {
        let mut open = vec![(Vec::new(), 0, 0)];
        let mut lists = Vec::new();
        while let Some((list, source, output)) = open.pop() {
            if source == length {
                lists.push(list);
                continue;
            }
            for (taken, given) in [(1, 1), (1, 2), (2, 1), (2, 2)] {
                if source + taken <= length {
                    let mut longer = list.clone();
                    longer.push(segment(source..source + taken, output..output + given));
                    open.push((longer, source + taken, output + given));
                }
            }
            open.push((list, source + 1, output + 1));
        }
        lists
    }

    fn turned(replacement: &Segment) -> Segment {
        segment(replacement.output.clone(), replacement.source.clone())
    }

    fn source_length(replacements: &[Segment], output_length: usize) -> usize {
        replacements.last().map_or(output_length, |last| {
            last.source.end + (output_length - last.output.end)
        })
    }

    /// Returns the places of the source that are not within a replacement, with their places in the output.
    fn places(replacements: &[Segment], length: usize) -> Vec<(usize, usize)> {
        let mut places = Vec::new();
        let mut end = (0, 0);
        for segment in segments(replacements.to_vec(), length) {
            let steps = if replacements.contains(&segment) {
                1
            } else {
                segment.source.len()
            };
            places.extend(
                (0..steps).map(|step| (segment.source.start + step, segment.output.start + step)),
            );
            end = (segment.source.end, segment.output.end);
        }
        places.push(end);
        places
    }

    #[test]
    fn gaps_are_filled() {
        let expected = list(&[(0..3, 0..3), (3..6, 3..9), (6..9, 9..12)]);
        assert_eq!(segments(list(&[(3..6, 3..9)]), 9), expected);
        assert_eq!(segments(Vec::new(), 4), list(&[(0..4, 0..4)]));
        assert_eq!(segments(Vec::new(), 0), Vec::new());
    }
}
