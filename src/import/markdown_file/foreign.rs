//! Markup of other programs in a Markdown text: what ends a summary, and what readers would see as it is written.

use std::ops::Range;

use super::edits::{self, Edits};
use crate::article::stretches;

/// What ends the summary of a text in Hugo, Hexo and Jekyll, and in Docusaurus.
const SUMMARY_ENDS: &[&str] = &["more", "truncate"];

/// The comments of HTML and of MDX.
const COMMENTS: [(&str, &str); 2] = [("<!--", "-->"), ("{/*", "*/}")];

/// Whether a sign is markup, by what stands before and behind it.
type IsMeant = fn(&str, &str) -> bool;

/// Takes the marks out of a text that end its summary, and returns it with them.
pub(super) fn without_summary_ends(text: &str) -> (String, Vec<String>) {
    if !COMMENTS.iter().any(|(open, _)| text.contains(open)) {
        return (text.to_owned(), Vec::new());
    }
    let stretches = stretches::of(text);
    let found = COMMENTS.iter().flat_map(|marks| summary_ends(text, *marks));
    let mut found: Vec<Range<usize>> = found
        .filter(|range| !stretches::holds(&stretches.code, range.start))
        .collect();
    found.sort_by_key(|range| range.start);
    let words = found.iter().map(|range| text[range.clone()].to_owned());
    let words = words.collect();
    let edits: Edits = found
        .into_iter()
        .map(|range| (whole_line(text, range), String::new()))
        .collect();
    (edits::apply(text, &edits), words)
}

/// Returns the comments of a text that are nothing but the end of its summary.
fn summary_ends<'a>(
    text: &'a str,
    (open, close): (&'a str, &'a str),
) -> impl Iterator<Item = Range<usize>> + 'a {
    text.match_indices(open).filter_map(move |(start, _)| {
        let inner = start + open.len();
        let end = inner + text[inner..].find(close)?;
        let word = text[inner..end].trim();
        let is_end = SUMMARY_ENDS.iter().any(|it| word.eq_ignore_ascii_case(it));
        is_end.then_some(start..end + close.len())
    })
}

/// Returns a range with the line that it stands alone in, and the empty one below.
fn whole_line(text: &str, range: Range<usize>) -> Range<usize> {
    let is_alone = text[..range.start].is_empty() || text[..range.start].ends_with('\n');
    let rest = &text[range.end..];
    let line_end = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let rest = &rest[line_end..];
    match is_alone {
        true if rest.starts_with("\n\n") => range.start..range.end + line_end + 2,
        true if rest.starts_with('\n') => range.start..range.end + line_end + 1,
        true => range.start..range.end + line_end,
        false => range,
    }
}

/// Returns the first markup of a text that is another program's and would be shown as it is written: a shortcode or a
/// tag of a template, a container, a comment of MDX.
pub(super) fn first(text: &str) -> Option<&str> {
    let signs: [(&str, IsMeant); 4] = [
        ("{{", |_, rest| is_shortcode(rest)),
        ("{%", |_, rest| is_tag(rest)),
        ("{/*", |_, rest| rest.contains("*/}")),
        (":::", is_container),
    ];
    let may_be = signs.iter().any(|(sign, _)| text.contains(sign));
    let stretches = may_be.then(|| stretches::of(text))?;
    let found = signs.iter().filter_map(|(sign, is_meant)| {
        let mut places = text.match_indices(sign).map(|(at, _)| at);
        places.find(|at| {
            is_meant(&text[..*at], &text[at + sign.len()..])
                && !stretches::holds(&stretches.code, *at)
        })
    });
    text[found.min()?..].lines().next()
}

/// Returns whether two braces open a shortcode of Hugo's or an expression of a template, and no group in a formula.
fn is_shortcode(rest: &str) -> bool {
    if rest.starts_with(['<', '%']) {
        return true;
    }
    let Some((inner, _)) = rest
        .split_once("}}")
        .filter(|(inner, _)| !inner.contains('\n'))
    else {
        return false;
    };
    let words = inner.trim();
    let name_end = words
        .find(|it: char| !is_of_name(it))
        .unwrap_or(words.len());
    let (name, after) = words.split_at(name_end);
    let is_spaced = inner.starts_with(' ') && inner.ends_with(' ');
    let is_called = after.starts_with(['.', '(', '|']);
    name.starts_with(|it: char| it.is_ascii_alphabetic()) && (is_spaced || is_called)
}

/// Returns whether a brace and a percent sign open a tag of Jekyll's, Hexo's or Zola's.
fn is_tag(rest: &str) -> bool {
    let words = rest.trim_start_matches(['-', '+']).trim_start();
    words.starts_with(|it: char| it.is_ascii_alphabetic()) && rest.contains("%}")
}

/// Returns whether colons open a container of VuePress's or Docusaurus's: at the beginning of a line.
fn is_container(before: &str, rest: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let words = rest.trim_start_matches([':', ' ', '{']);
    line.trim().is_empty() && words.starts_with(|it: char| it.is_ascii_alphabetic())
}

fn is_of_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_end() {
        let check = |text: &str, expected: &str| {
            assert_eq!(without_summary_ends(text).0, expected, "{text}");
        };
        check("甲。\n\n<!-- more -->\n\n乙。\n", "甲。\n\n乙。\n");
        check("甲。<!--more-->乙。\n", "甲。乙。\n");
        check("<!--more--> **乙**\n", "**乙**\n");
        check("甲。\n\n{/* truncate */}\n\n乙。\n", "甲。\n\n乙。\n");
        check("`<!-- more -->`\n", "`<!-- more -->`\n");
        check("<!-- 更多 -->\n", "<!-- 更多 -->\n");
    }

    #[test]
    fn markup_of_other_programs() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(first(text), expected);
        check("甲\n{{< figure >}}\n乙", Some("{{< figure >}}"));
        check(
            "甲{{ youtube(id=\"abc\") }}",
            Some("{{ youtube(id=\"abc\") }}"),
        );
        check("{{site.url}}", Some("{{site.url}}"));
        check(
            "{% quote(a=\"b\") %}\n文\n{% end %}",
            Some("{% quote(a=\"b\") %}"),
        );
        check(
            "{%- asset_img a.png 圖 %}",
            Some("{%- asset_img a.png 圖 %}"),
        );
        check("甲\n\n:::tip\n文\n:::", Some(":::tip"));
        check("::: tip 提示\n文\n:::", Some("::: tip 提示"));
        check("甲{/* 註 */}", Some("{/* 註 */}"));
        for none in [
            "`{{ a }}`",
            "$x^{{ab}}$",
            "增長{%}",
            "甲:::乙",
            "```\n{% raw %}\n```",
            ":::",
        ] {
            check(none, None);
        }
    }
}
