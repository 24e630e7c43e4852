//! A page that a browser saved as one file of many parts (MHTML, RFC 2557).

use mail_parser::{DateTime, MessageParser, MimeHeaders, PartType};

use super::draft::{Retrieved, RetrievedEvidence};
use super::{Companion, is_web_address};
use crate::article::front_matter::Date;

/// A page, and what was saved with it.
pub(super) struct Saved {
    /// The page.
    pub html: Vec<u8>,
    /// Where it was.
    pub url: Option<String>,
    /// When it was saved.
    pub retrieved: Option<Retrieved>,
    /// Its other parts, by the addresses that the page refers to.
    pub companions: Vec<Companion>,
}

/// Returns the page of a file of many parts: the first that is HTML.
pub(super) fn read(bytes: &[u8]) -> Option<Saved> {
    let message = MessageParser::default().parse(bytes)?;
    let page = message
        .parts
        .iter()
        .position(|part| matches!(part.body, PartType::Html(_)))?;
    let mut companions = Vec::new();
    for part in &message.parts {
        if !matches!(part.body, PartType::Binary(_) | PartType::InlineBinary(_)) {
            continue;
        }
        let place = part.content_location().map(str::to_owned);
        let name = part.content_id().map(|id| format!("cid:{id}"));
        companions.extend(place.into_iter().chain(name).map(|path| Companion {
            path,
            bytes: part.contents().to_vec(),
        }));
    }
    let page = &message.parts[page];
    let url = page.content_location().filter(|url| is_web_address(url));
    Some(Saved {
        html: page.contents().to_vec(),
        url: url.map(str::to_owned),
        retrieved: message.date().and_then(retrieved),
        companions,
    })
}

/// Returns the day that the header names, in the time zone that it names.
fn retrieved(date: &DateTime) -> Option<Retrieved> {
    let day = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    Some(Retrieved {
        date: Date::parse(&day)?,
        evidence: RetrievedEvidence::Header,
    })
}
