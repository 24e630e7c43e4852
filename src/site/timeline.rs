//! What happened when: days of events, of publishing, of reviews and of corrections, the newest first.

use crate::article::Article;
use crate::article::front_matter::Date;

/// Moments on a page of the timeline.
pub const MOMENTS_A_PAGE: usize = 100;

/// Something that happened on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The day.
    pub date: Date,
    /// What happened.
    pub happening: Happening,
    /// The article, by its index in the site.
    pub article: usize,
}

/// What happened, from the newest of one day to the oldest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happening {
    /// A verdict was corrected.
    Corrected {
        /// The note, by its index.
        record: usize,
        /// The correction, by its index in the note.
        part: usize,
    },
    /// The article was reviewed.
    Reviewed,
    /// Its source was published.
    Published,
    /// Something that it is about.
    Event {
        /// The event, by its index in the front matter.
        event: usize,
    },
}

/// Returns what happened in all articles, the newest first.
pub(super) fn gather(articles: &[Article]) -> Vec<Moment> {
    let mut moments = Vec::new();
    for (index, article) in articles.iter().enumerate() {
        let front_matter = &article.front_matter;
        let mut add = |date: Option<Date>, happening: Happening| {
            moments.extend(date.map(|date| Moment {
                date,
                happening,
                article: index,
            }));
        };
        add(front_matter.date, Happening::Published);
        let review = front_matter.review.as_ref();
        add(review.and_then(|review| review.date), Happening::Reviewed);
        for (event, happened) in front_matter.events.iter().enumerate() {
            add(Some(happened.date), Happening::Event { event });
        }
        for (record, note) in article.summary.records.iter().enumerate() {
            for (part, correction) in note.corrections.iter().enumerate() {
                add(Some(correction.date), Happening::Corrected { record, part });
            }
        }
    }
    // The sort is stable: what happened alike on one day stands in the order of the articles.
    moments.sort_by(|one, other| {
        let by_day = other.date.cmp(&one.date);
        by_day.then_with(|| one.happening.cmp(&other.happening))
    });
    moments
}
