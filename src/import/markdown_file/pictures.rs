//! The pictures that a Markdown text shows and that lie beside it.
//!
//! A destination is changed where it stands, to the name that the picture has in the bundle; nothing else of
//! the text is.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use super::super::Companion;
use super::super::pictures::Pictures;
use crate::article::destinations::of_pictures;

/// Returns the paths of the pictures beside a text that it shows, relative to its folder; none leads out of it.
pub fn paths(text: &str) -> Vec<String> {
    let destinations = of_pictures(text).into_iter();
    let paths = destinations.filter_map(|it| path_beside(&it.destination));
    paths.collect()
}

/// Keeps the pictures of a text that were found beside it, and returns the text with their new names.
pub(super) fn keep(text: &str, companions: &[Companion], pictures: &mut Pictures) -> String {
    let companions: HashMap<&str, &[u8]> = companions
        .iter()
        .map(|it| (it.path.as_str(), it.bytes.as_slice()))
        .collect();
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for destination in of_pictures(text) {
        let Some(path) = path_beside(&destination.destination) else {
            continue;
        };
        let bytes = companions.get(path.as_str());
        match bytes.and_then(|bytes| pictures.keep(bytes.to_vec())) {
            Some(name) => {
                kept.push_str(&text[at..destination.range.start]);
                match destination.is_embed {
                    true => kept.push_str(&format!("![{}]({name})", destination.description)),
                    false => kept.push_str(&name),
                }
                at = destination.range.end;
            }
            None => pictures.miss(&destination.description, &path),
        }
    }
    kept.push_str(&text[at..]);
    for path in in_tags(text).filter_map(path_beside) {
        pictures.miss("", &path);
    }
    kept
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

/// Returns a destination as the path of a file in the text's folder or below; none of another kind.
fn path_beside(destination: &str) -> Option<String> {
    let path = percent_decode_str(destination).decode_utf8().ok()?;
    let path = path.strip_prefix("./").unwrap_or(&path);
    let is_name = |name: &str| !name.is_empty() && name != "." && name != "..";
    let is_path = path.split('/').all(is_name) && !path.contains(['\\', ':', '\0']);
    (is_path && !path.starts_with(['#', '?'])).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_beside_a_text() {
        assert_eq!(path_beside("./b/a%20b.png").as_deref(), Some("b/a b.png"));
        assert_eq!(path_beside("圖.png").as_deref(), Some("圖.png"));
        for elsewhere in [
            "https://example.org/a.png",
            "/a.png",
            "../a.png",
            "a/../../b.png",
            "data:image/png;base64,AAAA",
            "%2e%2e/a.png",
            "C:\\a.png",
            "",
        ] {
            assert_eq!(path_beside(elsewhere), None, "{elsewhere}");
        }
    }
}
