//! Notes as data for other programs: W3C Web Annotations ([`annotations`], [`collection`]), the form of
//! Hypothesis ([`hypothesis`]), the claims as JSON and as a table ([`claims`], [`claims_table`]), and what
//! they cite as a bibliography ([`bibtex`]). Annotations of other programs come in by [`read`], and become
//! notes by [`place`]; what has no place is kept ([`unanchored`]).

mod bibtex;
mod claims;
mod hypothesis;
mod incoming;
mod kept;
mod markdown;
mod placing;
mod selection;
mod w3c;

pub use bibtex::bibtex;
pub use claims::{CLAIMS_SCHEMA, claims, claims_parts, claims_table};
pub use hypothesis::hypothesis;
pub use incoming::{Incoming, parse, read};
pub use kept::{kept_part, unanchored};
pub use placing::{Placed, is_page_of, place};
pub use w3c::{all_annotations, annotations, collection, collection_page};

use crate::article::Article;
use crate::article::front_matter::Date;
use crate::article::record::Record;
use crate::config::Config;
use crate::site::address;

/// What stands before the word for how sure an author is, in a tag.
const CONFIDENCE: &str = "confidence: ";

/// Returns the day on which a note was made, as far as is known, and that of its last correction. What was
/// corrected was there before.
fn days(article: &Article, record: &Record) -> (Option<Date>, Option<Date>) {
    let review = article.front_matter.review.as_ref();
    let reviewed = review.and_then(|review| review.date);
    let corrections = || record.corrections.iter().map(|change| change.date);
    let created = reviewed.map(|date| corrections().fold(date, Date::min));
    (created, corrections().max())
}

/// Returns the URL of the page on which an article's words stand as they are, or its path for a site that does
/// not know where it will be: in the edition of its language, else of its script, else in the primary one.
fn page(article: &Article, config: &Config) -> String {
    let edition = address::own_edition(config, article);
    address::url(config, &address::article(edition, &article.slug))
}
