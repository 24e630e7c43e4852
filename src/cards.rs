//! Cards: the pictures that other programs show beside a link to a page.
//!
//! A card is an SVG text, which a template has made, and the family of fonts that it is set in
//! ([`fonts`]); it is drawn here as a PNG. This room knows no page, no template and no colour. It reads the
//! fonts of the machine and no other file: an address in the SVG leads nowhere.

pub mod fonts;

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, ImageHrefResolver, Options, Tree};
use sha2::{Digest as _, Sha256};

use fonts::{Family, Fonts};

/// The width of a card, in pixels.
pub const WIDTH: u32 = 1200;
/// The height of a card, in pixels.
pub const HEIGHT: u32 = 630;

/// What draws the cards: with another release the same text may be another picture.
const DRAWN_BY: [(&str, &str); 4] = [
    ("resvg", "0.49.0"),
    ("tiny-skia", "0.12.0"),
    ("harfrust", "0.12.0"),
    ("png", "0.18.1"),
];

/// A card before it is drawn.
#[derive(Debug)]
pub struct Card {
    /// The picture.
    pub svg: String,
    /// What text is set in where the picture names no font.
    pub family: Family,
}

impl Card {
    /// Returns what the bytes of the picture depend on, as hexadecimal digits: cards with the same key are
    /// the same.
    pub fn key(&self, fonts: &Fonts) -> String {
        let mut digest = Sha256::new();
        for (name, release) in DRAWN_BY {
            digest.update(format!("{name} {release}\n"));
        }
        digest.update(fonts.digest());
        digest.update(format!("\n{}\n", self.family.name));
        digest.update(&self.svg);
        let digest = digest.finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Returns the card as a PNG of [`WIDTH`] and [`HEIGHT`], whatever size the SVG says of itself.
    ///
    /// # Errors
    /// Why the text is no picture.
    pub fn draw(&self, fonts: &Fonts) -> Result<Vec<u8>, String> {
        let options = Options {
            font_family: self.family.name.clone(),
            fontdb: Arc::clone(fonts.database()),
            font_resolver: FontResolver {
                select_font: self.family.selector(),
                select_fallback: FontResolver::default_fallback_selector(),
            },
            image_href_resolver: ImageHrefResolver {
                resolve_data: ImageHrefResolver::default_data_resolver(),
                // What would read the file of that name.
                resolve_string: Box::new(|_, _| None),
            },
            ..Options::default()
        };
        let tree = Tree::from_str(&self.svg, &options).map_err(|error| error.to_string())?;
        let mut picture = Pixmap::new(WIDTH, HEIGHT).ok_or("there is no memory for it")?;
        let scale = Transform::from_scale(
            WIDTH as f32 / tree.size().width(),
            HEIGHT as f32 / tree.size().height(),
        );
        resvg::render(&tree, scale, &mut picture.as_mut());
        picture.encode_png().map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::DRAWN_BY;

    #[test]
    fn the_releases_are_those_that_draw() {
        let lock = include_str!("../Cargo.lock").replace("\r\n", "\n");
        for (name, release) in DRAWN_BY {
            let entry = format!("name = \"{name}\"\nversion = \"{release}\"\n");
            assert!(lock.contains(&entry), "{name} {release}");
        }
    }
}
