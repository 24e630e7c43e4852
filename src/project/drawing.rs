//! The size of a drawing in SVG, as its first element says. Reads the beginning of the file, and draws nothing.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// The bytes of a file in which its first element ends, comments before it included.
const HEAD_BYTES: u64 = 16 * 1024;

/// Returns width and height in pixels, rounded; none where the file does not say them.
pub(super) fn svg_size(path: &Path) -> Option<(usize, usize)> {
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    file.take(HEAD_BYTES).read_to_end(&mut bytes).ok()?;
    size_of(&String::from_utf8_lossy(&bytes))
}

/// Returns the size that the first element of a drawing says: its own, or else that of its view box (SVG 2, section 8).
fn size_of(text: &str) -> Option<(usize, usize)> {
    let start = text.find("<svg")?;
    let element = &text[start..start + text[start..].find('>')?];
    let sides = attribute(element, "width").zip(attribute(element, "height"));
    let own = sides.and_then(|(width, height)| Some((length(width)?, length(height)?)));
    own.or_else(|| {
        let numbers = attribute(element, "viewBox")?.split([' ', ',']);
        let mut numbers = numbers.filter(|it| !it.is_empty()).skip(2);
        Some((length(numbers.next()?)?, length(numbers.next()?)?))
    })
}

/// Returns the value of an attribute of an element.
fn attribute<'e>(element: &'e str, name: &str) -> Option<&'e str> {
    element.match_indices(name).find_map(|(start, _)| {
        let is_whole = element[..start].ends_with(|before: char| before.is_ascii_whitespace());
        let value = element[start + name.len()..]
            .trim_start()
            .strip_prefix('=')?;
        let value = value.trim_start();
        let quote = value.chars().next().filter(|it| ['"', '\''].contains(it))?;
        let value = &value[1..];
        is_whole.then(|| value[..value.find(quote).unwrap_or(value.len())].trim())
    })
}

/// Returns a length in pixels. Other units depend on the screen and the font.
fn length(text: &str) -> Option<usize> {
    let number: f64 = text.strip_suffix("px").unwrap_or(text).parse().ok()?;
    let rounded = number.round();
    // A side of a picture has no more pixels than this.
    let is_side = (1.0..=65_535.0).contains(&rounded);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is within these bounds"
    )]
    is_side.then_some(rounded as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_says_its_size() {
        let check = |text: &str, expected: Option<(usize, usize)>| {
            assert_eq!(size_of(text), expected, "{text}");
        };
        check("<svg width=\"64\" height='32px'/>", Some((64, 32)));
        check(
            "<?xml version=\"1.0\"?>\n<svg\nviewBox=\"0 0 24.4 12\">",
            Some((24, 12)),
        );
        check(
            "<svg width=\"100%\" height=\"100%\" viewBox=\"0,0,8,4\">",
            Some((8, 4)),
        );
        check("<svg stroke-width=\"2\" height=\"3\">", None);
        check("<svg width=\"-1\" height=\"1e9\">", None);
        check("<p>", None);
    }
}
