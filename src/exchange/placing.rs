//! Puts annotations of others into an article as notes.
//!
//! The words must stand in the text, exactly, among the neighbours that the annotation names; white
//! space between these is not compared, since pages have more of it than texts. A position only chooses
//! between places that are alike in all this. What has no place, or more than one, is left to the reader.

use percent_encoding::percent_decode_str;

use super::incoming::Incoming;
use super::markdown;
use super::selection::Selection;
use crate::article::record::Record;
use crate::article::{self, document};
use crate::authoring::annotate::{Request, annotate, offsets};
use crate::config::Config;
use crate::config::citations::Citations;
use crate::diagnostic::Source;
use crate::project::Content;
use crate::site::{PLAIN_TEXT, address};

/// What became of annotations.
#[derive(Debug, Default)]
pub struct Placed {
    /// The text of the article, with notes.
    pub text: String,
    /// The names of the new notes.
    pub added: Vec<String>,
    /// How many were notes of the article already.
    pub known: usize,
    /// Those that have no place, by their index, and why.
    pub unplaced: Vec<(usize, String)>,
}

/// Puts annotations into the article that `content` is, in their order.
pub fn place(content: &Content, config: &Config, annotations: &[&Incoming]) -> Placed {
    let mut content = Content {
        written: Vec::new(),
        ..content.clone()
    };
    let article = article::parse(&content, config).value;
    let tree = document(&article, config);
    let citations = &article.citations;
    // Notes change no word of the text, so that it is that of all steps.
    let text = document::plain_text(&tree.blocks);
    let mut placed = Placed::default();
    let mut names: Vec<String> = tree.notes.iter().map(|note| note.id.clone()).collect();
    for (index, annotation) in annotations.iter().enumerate() {
        let record = &annotation.record;
        if names.contains(&record.id) {
            placed.known += 1;
            continue;
        }
        let step = (|| {
            let selection = annotation.selection.as_ref();
            let selection = selection.map_err(|reason| (*reason).to_owned())?;
            let offset = selection.find(&text)?;
            let source = insert(&content, config, citations, record, selection, offset)?;
            Ok::<_, String>(source)
        })();
        match step {
            Ok(text) => {
                let path = content.source.path.clone();
                content.source = Source::new(path, text);
                names.push(record.id.clone());
                placed.added.push(record.id.clone());
            }
            Err(reason) => placed.unplaced.push((index, reason)),
        }
    }
    placed.text = content.source.text().to_owned();
    placed
}

/// Returns whether a page, or plain text, is that of an article, in any edition and wherever the site is, or the page
/// that the article comes from.
pub fn is_page_of(content: &Content, config: &Config, page: &str) -> bool {
    let page = percent_decode_str(page).decode_utf8_lossy();
    let path = page.split('?').next().unwrap_or_default();
    let path = path.strip_suffix("index.html").unwrap_or(path);
    let path = path.strip_suffix(PLAIN_TEXT).unwrap_or(path);
    let slashed = format!("/{}/", path.trim_matches('/'));
    let of_site = address::article(&config.editions[0], &content.slug);
    if slashed.ends_with(&format!("/{of_site}")) {
        return true;
    }
    // Reading the front matter takes longer than looking for the address.
    content.source.text().contains(page.as_ref()) && {
        let article = article::parse(content, config).value;
        article.front_matter.origin.url.as_deref() == Some(page.as_ref())
    }
}

fn insert(
    content: &Content,
    config: &Config,
    citations: &Citations,
    record: &Record,
    selection: &Selection,
    offset: usize,
) -> Result<String, String> {
    let quote = selection.exact.as_str();
    let places = offsets(content, config, quote);
    let place = places.iter().position(|place| *place == offset);
    let place = place.ok_or("the words go over more than one paragraph, or are code")?;
    let said = Record {
        reading: None,
        confidence: None,
        reviewer: None,
        ..record.clone()
    };
    let said = markdown::text(&said, config, citations, &str::to_owned);
    let gap = if said.starts_with("- ") { "\n" } else { "" };
    let reviewer = record.reviewer.as_deref();
    let request = Request {
        quote,
        occurrence: Some(place + 1),
        term: record.term,
        id: Some(&record.id),
        reading: record.reading.as_deref(),
        gist: &format!("{gap}{said}"),
        evidence: None,
        confidence: record.confidence.as_deref(),
        reviewer,
    };
    match annotate(content, config, &request) {
        Ok(annotated) => Ok(annotated.text),
        Err(problems) => {
            let messages: Vec<String> = problems
                .into_iter()
                .map(|problem| problem.message)
                .collect();
            Err(messages.join("; "))
        }
    }
}
