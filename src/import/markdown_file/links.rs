//! The links of a Markdown text to others that are imported with it.

use percent_encoding::percent_decode_str;

use super::super::Linked;
use super::edits::{self, Edits};
use crate::article::destinations::of_links;

/// Returns the paths to which the links of a text lead and at which another text may lie, each once.
pub fn paths(text: &str) -> Vec<String> {
    let mut paths: Vec<String> = of_links(text)
        .iter()
        .filter_map(|it| Some(parts(&it.destination)?.0))
        .collect();
    paths.sort_unstable();
    paths.dedup();
    paths
}

/// A text with its links to other articles.
pub(super) struct Led {
    pub text: String,
    /// Where these links lead now.
    pub destinations: Vec<String>,
    /// The first destination, as it was written, that leads to a draft.
    pub to_draft: Option<String>,
}

/// Leads the links of a text to the articles that the files become to which they lead.
pub(super) fn lead(text: &str, articles: &[Linked]) -> Led {
    let mut edits = Edits::new();
    let mut to_draft = None;
    for link in of_links(text) {
        let Some((path, fragment)) = parts(&link.destination) else {
            continue;
        };
        let Some(article) = articles.iter().find(|it| it.path == path) else {
            continue;
        };
        if article.is_draft {
            to_draft.get_or_insert(link.destination);
        }
        edits.push((link.range, address(article, &fragment)));
    }
    Led {
        text: edits::apply(text, &edits),
        destinations: edits.into_iter().map(|(_, address)| address).collect(),
        to_draft,
    }
}

/// Returns the address of an article in the site, at the heading that a fragment names when there is one.
fn address(article: &Linked, fragment: &str) -> String {
    let written = percent_decode_str(fragment).decode_utf8_lossy();
    let lower = written.to_lowercase();
    let mut headings = article.headings.iter();
    let heading = headings.find(|it| **it == *written || **it == lower);
    let place = heading.map(|it| format!("#{it}")).unwrap_or_default();
    format!("/articles/{}/{place}", article.slug)
}

/// Returns the path of a destination in the site that it was written for, and the fragment; none of one elsewhere.
fn parts(destination: &str) -> Option<(String, String)> {
    let end = destination.find(['#', '?']).unwrap_or(destination.len());
    let path = percent_decode_str(&destination[..end]).decode_utf8().ok()?;
    let is_elsewhere =
        path.is_empty() || path.starts_with("//") || path.contains(['\\', ':', '\0']);
    let fragment = destination
        .split_once('#')
        .map_or("", |(_, fragment)| fragment);
    (!is_elsewhere).then(|| (path.into_owned(), fragment.to_owned()))
}
