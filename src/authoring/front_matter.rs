//! Normalises the lines of front matter. No value, no comment and no unknown key is lost or changed.

use std::ops::Range;
use std::sync::Arc;

use super::format::Edit;
use super::line_start;
use crate::article::front_matter;
use crate::config::fields::{self, Node, Value};
use crate::config::taxonomies::KEYS;
use crate::diagnostic::Source;

/// Returns the edit that normalises front matter; none when it is as it should be, or is not understood.
pub(super) fn edits(source: &Arc<Source>) -> Vec<Edit> {
    let Ok((Some(yaml), _)) = front_matter::split(source) else {
        return Vec::new();
    };
    let Ok(root) = fields::parse_yaml(source, yaml.clone()) else {
        return Vec::new();
    };
    let mut spaces = Vec::new();
    collect_spaces(source.text(), &root, &mut spaces);
    let mut scalars = Vec::new();
    collect_scalars(&root, &mut scalars);
    spaces.extend(line_ends(source.text(), &yaml, &scalars));
    spaces.sort_by_key(|(range, _)| range.start);
    let tidied = |range: Range<usize>| {
        let mut text = String::new();
        let mut at = range.start;
        for (space, replacement) in &spaces {
            if space.start >= at && space.end <= range.end {
                text += &source.text()[at..space.start];
                text += replacement;
                at = space.end;
            }
        }
        text + &source.text()[at..range.end]
    };
    let chunks = chunks(source.text(), &yaml, &root).unwrap_or_else(|| vec![yaml.clone()]);
    let text: String = chunks.into_iter().map(tidied).collect();
    match source.text()[yaml.clone()] == text {
        true => Vec::new(),
        false => vec![Edit { range: yaml, text }],
    }
}

/// Finds the spaces between colons and values that are more than one.
fn collect_spaces(text: &str, node: &Node, spaces: &mut Vec<(Range<usize>, &'static str)>) {
    match &node.value {
        Value::Table(entries) => {
            for (key, value) in entries {
                let between = key.range.end..value.range.start.max(key.range.end);
                let is_wide = text[between.clone()]
                    .strip_prefix(':')
                    .is_some_and(|rest| rest.len() > 1 && rest.chars().all(|it| it == ' '));
                if is_wide && value.value != Value::Null {
                    spaces.push((between, ": "));
                }
                collect_spaces(text, value, spaces);
            }
        }
        Value::List(nodes) => nodes
            .iter()
            .for_each(|node| collect_spaces(text, node, spaces)),
        _ => {}
    }
}

/// Finds the scalars.
fn collect_scalars(node: &Node, scalars: &mut Vec<Range<usize>>) {
    match &node.value {
        Value::Table(entries) => entries
            .iter()
            .for_each(|(_, node)| collect_scalars(node, scalars)),
        Value::List(nodes) => nodes.iter().for_each(|node| collect_scalars(node, scalars)),
        _ => scalars.push(node.range.clone()),
    }
}

/// Returns the spaces at the ends of lines, but for those inside scalars of several lines.
fn line_ends(
    text: &str,
    yaml: &Range<usize>,
    scalars: &[Range<usize>],
) -> Vec<(Range<usize>, &'static str)> {
    let mut ends = Vec::new();
    let mut start = yaml.start;
    for line in text[yaml.clone()].split_inclusive('\n') {
        let bare = line.trim_end_matches(['\n', '\r']);
        let kept = bare.trim_end_matches([' ', '\t']);
        let range = start + kept.len()..start + bare.len();
        let is_inside =
            |scalar: &Range<usize>| scalar.start < range.end && range.start < scalar.end;
        if !range.is_empty() && !scalars.iter().any(is_inside) {
            ends.push((range, ""));
        }
        start += line.len();
    }
    ends
}

/// Returns the lines of each key with the comments directly above it, in the order that keys should have;
/// what stands before the first, and comments below the last, stay there. None when keys do not begin lines.
fn chunks(text: &str, yaml: &Range<usize>, root: &Node) -> Option<Vec<Range<usize>>> {
    let Value::Table(entries) = &root.value else {
        return None;
    };
    let mut starts = Vec::new();
    for (key, _) in entries {
        if line_start(text, key.range.start) != key.range.start {
            return None;
        }
        starts.push(comments_start(text, yaml.start, key.range.start));
    }
    let first = *starts.first()?;
    // Comments below the last key belong to none.
    let foot = comments_start(text, starts.last().copied()?, yaml.end);
    let ends = starts.iter().skip(1).copied().chain([foot]);
    let chunks = starts.iter().zip(ends).map(|(start, end)| *start..end);
    let place = |name: &str| KEYS.iter().position(|key| *key == name);
    let mut ordered: Vec<(usize, Range<usize>)> = entries
        .iter()
        .map(|(key, _)| place(&key.name).unwrap_or(KEYS.len()))
        .zip(chunks)
        .collect();
    ordered.sort_by_key(|(place, _)| *place);
    let head = std::iter::once(yaml.start..first);
    let ordered = ordered.into_iter().map(|(_, chunk)| chunk);
    let foot = std::iter::once(foot..yaml.end);
    Some(head.chain(ordered).chain(foot).collect())
}

/// Returns the offset at which the comments begin that stand directly above a line.
fn comments_start(text: &str, least: usize, start: usize) -> usize {
    let mut start = start;
    while start > least {
        let above = line_start(text, start - 1);
        if above < least || !text[above..start].starts_with('#') {
            break;
        }
        start = above;
    }
    start
}
