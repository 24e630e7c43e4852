//! What an annotation selects on its page, and where that stands in a text.
//!
//! Several selectors of one target are ways to say the same (section 4 of the Web Annotation Data Model): the first that
//! tells words gives them, and a position chooses between places that are alike. What refines a selector selects among
//! what that has selected (section 4.2.9). A selector that is not understood selects nothing, and nor does one that is
//! refined by such: less may be meant than it says, and never more.

use serde_json::Value;

use super::incoming::{list, word};

/// What selects words of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Selection {
    /// The words; empty where a selector tells only their place.
    pub exact: String,
    /// What stands before them, as far as it is told.
    prefix: String,
    /// What stands behind them.
    suffix: String,
    /// The place of the first character.
    start: Option<usize>,
}

/// Why a target selects no words.
const NO_WORDS: &str = "it selects no words";
const NOT_UNDERSTOOD: &str = "what refines its selector is not understood";
const NOT_AMONG: &str = "what refines its selector is no one place among the words that it selects";

/// Returns what selectors of the same words select, of which `exact` is not empty, or why they select none.
pub(super) fn of(selectors: &Value) -> Result<Selection, &'static str> {
    let mut words: Option<Selection> = None;
    let mut start = None;
    let mut problem = NO_WORDS;
    for selector in list(selectors) {
        match read(selector) {
            Ok(selection) => {
                start = start.or(selection.start);
                words = words.or(Some(selection).filter(|it| !it.exact.is_empty()));
            }
            Err(reason) => problem = reason,
        }
    }
    let words = words.ok_or(problem)?;
    Ok(Selection { start, ..words })
}

/// Returns what a selector selects by itself.
fn read(selector: &Value) -> Result<Selection, &'static str> {
    let own = match word(selector, "type") {
        "TextQuoteSelector" => Selection {
            exact: word(selector, "exact").to_owned(),
            prefix: word(selector, "prefix").to_owned(),
            suffix: word(selector, "suffix").to_owned(),
            start: None,
        },
        "TextPositionSelector" => Selection {
            start: selector["start"].as_u64().and_then(|it| it.try_into().ok()),
            ..Selection::default()
        },
        _ => Selection::default(),
    };
    match &selector["refinedBy"] {
        Value::Null => Ok(own),
        refinement => own.refined(of(refinement).map_err(|_| NOT_UNDERSTOOD)?),
    }
}

impl Selection {
    /// Returns what a part of this selects, on the page.
    fn refined(self, part: Selection) -> Result<Selection, &'static str> {
        if self.exact.is_empty() {
            // Of an element of the page, or of a place: its words are not told, and those of the part are.
            let start = self.start.zip(part.start);
            let start = start.map(|(whole, part)| whole + part);
            return Ok(Selection { start, ..part });
        }
        let at = part.find(&self.exact).map_err(|_| NOT_AMONG)?;
        let (before, behind) = (&self.exact[..at], &self.exact[at + part.exact.len()..]);
        Ok(Selection {
            prefix: self.prefix + before,
            suffix: behind.to_owned() + &self.suffix,
            exact: part.exact,
            start: None,
        })
    }

    /// Returns where the words stand in a text, in bytes.
    pub(super) fn find(&self, text: &str) -> Result<usize, String> {
        let exact = self.exact.as_str();
        let [prefix, suffix] = [&self.prefix, &self.suffix].map(|part| dense(part));
        let mut found = Vec::new();
        let mut has_words = false;
        let mut from = 0;
        while let Some(at) = text[from..].find(exact).map(|at| from + at) {
            has_words = true;
            // White space folded, a neighbourhood of this many bytes has all that is compared.
            let head = text.floor_char_boundary(at.saturating_sub(2 * self.prefix.len() + 64));
            let end = at + exact.len();
            let tail = text.ceil_char_boundary((end + 2 * self.suffix.len() + 64).min(text.len()));
            let (before, behind) = (dense(&text[head..at]), dense(&text[end..tail]));
            if before.ends_with(&prefix) && behind.starts_with(&suffix) {
                found.push(at);
            }
            from = at + text[at..].chars().next().map_or(1, char::len_utf8);
        }
        let at_start = |at: &&usize| Some(text[..**at].chars().count()) == self.start;
        match found.as_slice() {
            [] if has_words => Err("the words stand among others than it says".to_owned()),
            [] => Err("the article has no such words".to_owned()),
            [at] => Ok(*at),
            several => several
                .iter()
                .find(at_start)
                .copied()
                .ok_or_else(|| format!("the words stand at {} places", several.len())),
        }
    }
}

fn dense(text: &str) -> String {
    text.split_whitespace().collect()
}
