//! What a program that saved a page wrote into it: where it was, and when it was saved.
//!
//! Browsers write `saved from url=(0023)https://example.org/a` into a comment, SingleFile writes lines
//! `url: …` and `saved date: …`.

use super::super::draft::{Retrieved, RetrievedEvidence};
use super::super::is_web_address;
use super::super::text::dates;

/// Characters at the beginning of a page in which the comment stands.
const START: usize = 4096;

/// What a comment says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved {
    /// Where the page was.
    pub url: Option<String>,
    /// When it was saved.
    pub retrieved: Option<Retrieved>,
}

/// Returns what the first comment of a page says that a program wrote when it saved it.
pub fn saved_comment(html: &str) -> Saved {
    let end = html
        .char_indices()
        .nth(START)
        .map_or(html.len(), |(at, _)| at);
    let mut comments = html[..end].split("<!--").skip(1);
    let found = comments.find_map(|comment| {
        let comment = comment.split("-->").next()?;
        let is_saved = comment.contains("saved from url=") || comment.contains("SingleFile");
        is_saved.then_some(comment)
    });
    let Some(comment) = found else {
        return Saved::default();
    };
    let after = |key: &str| {
        let rest = comment.split_once(key)?.1.trim_start();
        rest.lines().next().map(str::trim)
    };
    let url = after("saved from url=")
        .and_then(|rest| rest.split_once(')'))
        .map(|(_, url)| url)
        .or_else(|| after("url:"))
        .and_then(|line| line.split_whitespace().next());
    let date = after("saved date:").and_then(dates::first);
    Saved {
        url: url.filter(|url| is_web_address(url)).map(str::to_owned),
        retrieved: date.map(|date| Retrieved {
            date,
            evidence: RetrievedEvidence::Comment,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments() {
        let check = |html: &str, url: Option<&str>, date: Option<&str>| {
            let saved = saved_comment(html);
            assert_eq!(saved.url.as_deref(), url, "{html}");
            let found = saved.retrieved.map(|retrieved| retrieved.date.to_string());
            assert_eq!(found.as_deref(), date, "{html}");
        };
        check(
            "<!DOCTYPE html>\n<!-- saved from url=(0021)https://example.org/a -->\n<html>",
            Some("https://example.org/a"),
            None,
        );
        check(
            "<html><!--\n Page saved with SingleFile \n url: https://example.org/b?c=d \n saved date: Fri Mar 01 2024 10:00:00 GMT+0800 \n-->",
            Some("https://example.org/b?c=d"),
            Some("2024-03-01"),
        );
        check("<html><!-- url: https://example.org/ -->", None, None);
        check("<!-- saved from url=(0014)about:internet -->", None, None);
        check("<!-- saved from url=(0099", None, None);
    }
}
