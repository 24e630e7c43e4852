//! The pages of what happened when.

use super::context::{MomentContext, TimelineContext, TimelineYear};
use super::frame::{Head, Renderer, value};
use crate::diagnostic::Checked;
use crate::site::Moment;
use crate::site::address;
use crate::site::timeline::{Happening, MOMENTS_A_PAGE};

impl Renderer<'_> {
    /// Returns a page of the timeline, counted from 1.
    pub(super) fn timeline(&self, number: usize) -> Checked<Vec<u8>> {
        let all = &self.site.timeline;
        let shown = all
            .chunks(MOMENTS_A_PAGE)
            .nth(number - 1)
            .unwrap_or_default();
        let years = shown.chunk_by(|one, next| one.date.year() == next.date.year());
        let context = TimelineContext {
            years: years
                .map(|moments| TimelineYear {
                    year: format!("{:04}", moments[0].date.year()),
                    moments: moments.iter().map(|moment| self.moment(moment)).collect(),
                })
                .collect(),
            pages: self.pages(number, all.len().div_ceil(MOMENTS_A_PAGE), |number| {
                address::timeline(self.edition, number)
            }),
        };
        let head = Head {
            kind: "lists",
            title: self.words.get("timeline").into(),
            description: self.words.get("timeline_about").into(),
            lang: self.edition.tag.as_str().into(),
            part: true,
            has_code: false,
        };
        let values = [("timeline", value(&context))];
        self.finish("timeline.html", head, &values, Vec::new())
    }

    fn moment(&self, moment: &Moment) -> MomentContext {
        let article = &self.site.articles[moment.article];
        let page = address::article(self.edition, &article.slug);
        let conversion = self.conversion(article);
        let front_matter = &article.front_matter;
        let tally = &article.summary.tally;
        let claims: usize = self
            .tally(tally, |_| None)
            .iter()
            .map(|row| row.count)
            .sum();
        let (kind, about, note) = match moment.happening {
            Happening::Event { event } => {
                let title = &front_matter.events[event].title;
                ("event", conversion.owned(title), None)
            }
            Happening::Published => {
                let outlet = conversion.optional(front_matter.origin.publisher.as_ref());
                ("published", outlet.unwrap_or_default(), None)
            }
            Happening::Reviewed => {
                let claims = claims.to_string();
                let about = self.words.fill("claims_n", &[("n", &claims)]);
                ("reviewed", about, None)
            }
            Happening::Corrected { record, part } => {
                let note = &article.summary.records[record];
                let change = note.corrections.get(part).and_then(|it| it.verdicts);
                let term = |term: usize| self.tally_of(term, 0, None).label;
                let about = change.map(|(from, to)| {
                    let (from, to) = (term(from), term(to));
                    self.words
                        .fill("correction_change", &[("from", &from), ("to", &to)])
                });
                ("corrected", about.unwrap_or_default(), Some(&note.id))
            }
        };
        let text = article.text_for(&self.edition.tag);
        let date = moment.date.to_string();
        MomentContext {
            kind,
            day: date.get(5..).unwrap_or_default().to_owned(),
            date,
            title: self.site.title(moment.article, self.index).to_owned(),
            lang: self.lang_shown(text, &self.conversion(text)),
            href: match note {
                Some(note) => format!("{}#n-{note}", self.reference(&page)),
                None => self.reference(&page),
            },
            about,
        }
    }
}
