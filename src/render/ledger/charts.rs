//! Bars of verdicts. A bar's length is a count: no outlet and no year gets a score.

use super::context::{Bar, Chart, ListLink, Segment};
use crate::render::frame::Renderer;
use crate::site::ledger::{List, Subject};

/// Outlets in a chart; the list below it has all of them.
const OUTLETS: usize = 12;

/// Hundredths of a chart in which a seal finds room, also on a phone.
const SEAL_HUNDREDTHS: f64 = 10.0;

impl Renderer<'_> {
    /// Returns the charts that have more to show than one bar.
    pub(super) fn charts(&self) -> Vec<Chart> {
        let ledger = &self.site.ledger;
        let mut years: Vec<&List> = ledger
            .each(|subject| matches!(subject, Subject::Year(_)))
            .collect();
        years.reverse();
        let mut outlets: Vec<(usize, &List)> = ledger
            .each(|subject| matches!(subject, Subject::Outlet { .. }))
            .map(|list| (list.claims.iter().sum::<usize>(), list))
            .collect();
        // The sort is stable: those with as many claims stand by name.
        outlets.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let outlets: Vec<&List> = outlets
            .into_iter()
            .map(|(_, list)| list)
            .take(OUTLETS)
            .collect();
        let charts = [
            self.chart("kz-years", "by_year", "year", &years),
            self.chart("kz-outlets", "verdicts_by_outlet", "publisher", &outlets),
        ];
        charts.into_iter().flatten().collect()
    }

    fn chart(&self, id: &'static str, title: &str, of: &str, lists: &[&List]) -> Option<Chart> {
        let counts: Vec<&[usize]> = lists.iter().map(|list| &list.claims[..]).collect();
        let longest = counts.iter().map(|counts| counts.iter().sum()).max()?;
        let mut all = vec![0; self.site.config.vocabulary.terms().len()];
        for (total, count) in counts.iter().flat_map(|counts| counts.iter().enumerate()) {
            all[total] += count;
        }
        let bars = lists.iter().zip(&counts);
        Some(Chart {
            id,
            title: self.words.get(title).to_owned(),
            of: self.words.get(of).to_owned(),
            verdicts: self.tally(&all, |_| None),
            bars: bars
                .map(|(list, counts)| Bar {
                    counts: (counts.iter().zip(&all))
                        .filter(|(_, total)| **total > 0)
                        .map(|(count, _)| *count)
                        .collect(),
                    ..self.bar(self.link(list), counts, longest)
                })
                .collect(),
        })
    }

    /// Returns the bar of some counts, by the index of the term, where the longest bar counts `longest`.
    pub(super) fn bar(&self, link: ListLink, counts: &[usize], longest: usize) -> Bar {
        // No count of notes is so great that it could not be drawn.
        let hundredths = |count: usize| count as f64 * 100.0 / longest.max(1) as f64;
        let mut before = 0;
        let tally = self.tally(counts, |_| None);
        Bar {
            link,
            segments: tally
                .into_iter()
                .map(|tally| {
                    let (start, length) = (hundredths(before), hundredths(tally.count));
                    before += tally.count;
                    let middle = start + length / 2.0;
                    Segment {
                        tally,
                        start: format!("{start:.2}"),
                        length: format!("{length:.2}"),
                        middle: (length >= SEAL_HUNDREDTHS).then(|| format!("{middle:.2}")),
                    }
                })
                .collect(),
            counts: Vec::new(),
        }
    }
}
