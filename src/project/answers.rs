//! What addresses outside the site answered when they were asked last: the notebook that
//! `check --links` keeps in the site's state folder. No other command asks anybody.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;

/// The name of the notebook in the state folder.
pub const ANSWERS: &str = "links.json";

/// The answers, by address as [`key`] has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// The answers.
    pub links: BTreeMap<String, Answer>,
}

/// What an address answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What it means.
    pub meaning: Meaning,
    /// The answer in a few words: a status, or why there is none.
    pub words: String,
    /// When, in seconds since the beginning of 1970 (UTC).
    pub asked: u64,
}

/// What an answer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// The page is gone.
    Dead,
    /// Nobody can say: the host was busy, silent, or wants to know who asks.
    Unsure,
    /// The page is there.
    Alive,
}

impl Answers {
    /// Returns the answers of a notebook. One that cannot be read has none: all can be asked again.
    pub fn read(bytes: &[u8]) -> Answers {
        serde_json::from_slice(bytes).unwrap_or_default()
    }

    /// Returns whether the page at an address is known to be gone.
    pub fn is_dead(&self, address: &str) -> bool {
        if self.links.is_empty() {
            return false;
        }
        let answer = key(address).and_then(|key| self.links.get(&key));
        answer.is_some_and(|answer| answer.meaning == Meaning::Dead)
    }
}

/// Returns the address that is asked for a link, without its fragment; none for a link that does not
/// lead into the web.
pub fn key(address: &str) -> Option<String> {
    let address = match address.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => address.to_owned(),
    };
    let mut url = Url::parse(&address).ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}
