//! The pictures that a Markdown text shows and that lie beside it or in it.
//!
//! A destination is changed where it stands, to the name that the picture has in the bundle; nothing else of
//! the text is.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use super::super::Companion;
use super::super::pictures::{Pictures, data};
use super::edits::{self, Edits};
use crate::article::destinations::{Destination, of_pictures};

/// A picture that a text shows from a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// Its path, as the text has it: seen from the text, or behind a slash from the root of a site.
    pub path: String,
    /// Whether it is an embed of Obsidian's, which finds a file by its name wherever it lies.
    pub is_embed: bool,
}

/// Returns the pictures of a text that files beside it may be.
pub fn wanted(text: &str) -> Vec<Wanted> {
    let destinations = of_pictures(text).into_iter();
    let wanted = destinations.filter_map(|it| {
        Some(Wanted {
            path: local_path(&it.destination)?,
            is_embed: it.is_embed,
        })
    });
    wanted.collect()
}

/// Keeps the pictures of a text that were found beside it or stand in it, and returns the text with their new names.
pub(super) fn keep(text: &str, companions: &[Companion], pictures: &mut Pictures) -> String {
    let companions: HashMap<&str, &[u8]> = companions
        .iter()
        .map(|it| (it.path.as_str(), it.bytes.as_slice()))
        .collect();
    let mut edits = Edits::new();
    for destination in of_pictures(text) {
        let address = destination.destination.as_str();
        let path = local_path(address);
        let bytes = match &path {
            Some(path) => companions.get(path.as_str()).map(|it| it.to_vec()),
            None if address.starts_with("data:") => data(address),
            None => continue,
        };
        match bytes.and_then(|bytes| pictures.keep(bytes)) {
            Some(name) => edits.push((destination.range.clone(), shown(&destination, &name))),
            None => pictures.miss(
                description(&destination),
                path.as_deref().unwrap_or("data:"),
            ),
        }
    }
    for path in in_tags(text).filter_map(local_path) {
        pictures.miss("", &path);
    }
    edits::apply(text, &edits)
}

/// Returns what stands for a picture under its new name.
fn shown(destination: &Destination, name: &str) -> String {
    match destination.is_embed {
        true => format!("![{}]({name})", description(destination)),
        false => name.to_owned(),
    }
}

/// Returns the description of a picture. What Obsidian writes in its place may be a width, or a width and a height.
fn description(destination: &Destination) -> &str {
    let is_of_size = |byte: u8| byte.is_ascii_digit() || byte == b'x';
    let description = destination.description.as_str();
    match destination.is_embed && description.bytes().all(is_of_size) {
        true => "",
        false => description,
    }
}

/// Returns where the `img` elements of a text have their pictures.
fn in_tags(text: &str) -> impl Iterator<Item = &str> {
    let tags = text.split("<img ").skip(1);
    let tags = tags.map(|rest| rest.split('>').next().unwrap_or_default());
    tags.filter_map(|tag| {
        let value = tag.split_once("src=")?.1;
        let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
        value[1..].split(quote).next()
    })
}

/// Returns a destination as the path of a file, without the query and the fragment behind it; none of another kind.
fn local_path(destination: &str) -> Option<String> {
    let end = destination.find(['#', '?']).unwrap_or(destination.len());
    let path = percent_decode_str(&destination[..end]).decode_utf8().ok()?;
    let path = path.strip_prefix("./").unwrap_or(&path);
    let is_elsewhere =
        path.is_empty() || path.starts_with("//") || path.contains(['\\', ':', '\0']);
    (!is_elsewhere).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_text() {
        for (destination, path) in [
            ("./b/a%20b.png", "b/a b.png"),
            ("圖.png", "圖.png"),
            ("a.png#center", "a.png"),
            ("a.png?width=300", "a.png"),
            ("a%23b.png", "a#b.png"),
            ("../a.png", "../a.png"),
            ("/a.png", "/a.png"),
        ] {
            assert_eq!(local_path(destination).as_deref(), Some(path));
        }
        for elsewhere in [
            "https://example.org/a.png",
            "//example.org/a.png",
            "data:image/png;base64,AAAA",
            "C:\\a.png",
            "",
        ] {
            assert_eq!(local_path(elsewhere), None, "{elsewhere}");
        }
    }
}
