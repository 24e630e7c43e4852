//! Copies of cited pages that lie beside an article: `（[存檔](copy.html) sha256:…）`.
//!
//! A copy gets the digest of its bytes into the record of the evidence, so that whoever has the records
//! can hold the file to them. A digest that the note has is held to the file at every build.

use std::ops::Range;

use super::document::{Inline, for_each_inline, leaf_text};
use super::fidelity::digest;
use super::plain::Plain;
use super::{Article, record};
use crate::diagnostic::{self, Diagnostic};
use crate::project::Asset;

/// What stands before a digest in a note.
pub(super) const MARK: &str = "sha256:";

/// Returns the digest that a text has first, as it is written.
pub(super) fn written(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once(MARK)?;
    rest.split(|character: char| !character.is_ascii_alphanumeric())
        .next()
}

/// Returns the digest that belongs to the copy of a `link` in an item, and its bytes in the source: the first
/// one behind the link and before the next, or else the last before the link that is no other copy's.
pub(super) fn beside(item: &[Inline], link: &Range<usize>) -> Option<(String, Range<usize>)> {
    let mut links: Vec<(&Range<usize>, bool)> = Vec::new();
    for_each_inline(item, &mut |inline| {
        if let Inline::Link { content, range, .. } = inline {
            links.push((range, record::is_copy(leaf_text(content).trim())));
        }
    });
    let plain = Plain::of(item);
    let mut before = None;
    for (at, _) in plain.text.match_indices(MARK) {
        let digest = written(&plain.text[at..])?;
        let start = at + MARK.len();
        let range = plain.source_range(start..start + digest.len());
        let mut earlier = links.iter().rev();
        let last = earlier.find(|(link, _)| link.start < range.start);
        match last {
            Some((last, _)) if *last == link => return Some((digest.to_owned(), range)),
            None | Some((_, false)) if range.start < link.start => {
                before = Some((digest.to_owned(), range));
            }
            _ => {}
        }
    }
    before
}

/// Notes the digests of all copies of an article, and reports those that are not what the notes say.
/// `read` returns the bytes of a file beside the article.
pub fn check(article: &mut Article, read: impl Fn(&Asset) -> Option<Vec<u8>>) -> Vec<Diagnostic> {
    let mut problems = check_text(article, &read);
    let mut written = std::mem::take(&mut article.written);
    for (_, text) in &mut written {
        problems.extend(check_text(text, &read));
    }
    article.written = written;
    problems
}

fn check_text(text: &mut Article, read: &impl Fn(&Asset) -> Option<Vec<u8>>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let evidence = text.summary.records.iter_mut();
    for evidence in evidence.flat_map(|record| &mut record.evidence) {
        let Some(copy) = &evidence.archived else {
            continue;
        };
        let Some(asset) = asset(&text.assets, copy) else {
            continue;
        };
        let Some(bytes) = read(asset) else { continue };
        let actual = digest(&bytes);
        let recorded = evidence.digest.replace(actual.clone());
        let Some(recorded) = recorded.filter(|recorded| !recorded.eq_ignore_ascii_case(&actual))
        else {
            continue;
        };
        let range = evidence.digest_range.clone();
        let is_digest =
            recorded.len() == 64 && recorded.bytes().all(|byte| byte.is_ascii_hexdigit());
        problems.push(match is_digest {
            true => diagnostic::copy_changed(&text.source, &range, copy, &actual),
            false => diagnostic::bad_digest(&text.source, &range),
        });
    }
    problems
}

/// Returns the file beside an article that a link leads to.
pub fn asset<'a>(assets: &'a [Asset], destination: &str) -> Option<&'a Asset> {
    let name = percent_encoding::percent_decode_str(destination)
        .decode_utf8()
        .ok()?;
    let name = name.strip_prefix("./").unwrap_or(&name);
    let named = |name: &str| assets.iter().find(|asset| asset.name == name);
    // A place in it may follow.
    named(name).or_else(|| named(name.split(['?', '#']).next()?))
}

/// Returns whether a link to a copy may lead to the file of a name beside the article, however it is written: the copy is
/// the work of others.
pub fn may_be(link: Option<&str>, name: &str) -> bool {
    let file_of = |path: &str| path.rsplit('/').next().map(str::to_owned);
    link.is_some_and(|link| {
        let written = percent_encoding::percent_decode_str(link).decode_utf8_lossy();
        let path = written.split(['?', '#']).next().unwrap_or_default();
        file_of(path) == file_of(name) || file_of(&written) == file_of(name)
    })
}
