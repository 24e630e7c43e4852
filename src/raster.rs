//! Raster pictures in several sizes: decoded, scaled down, written as WebP.
//!
//! Bytes come in and bytes go out: this room knows no page and reads no file. A picture is read upright, as its
//! EXIF says that it is to be looked at, and keeps the profile that its colours are meant in. The heavy lifting is
//! that of libraries without C: `image` decodes (`decode`), `fast_image_resize` scales in linear light (`scale`),
//! `zenwebp` writes lossy WebP (`webp`).
//!
//! What is not for us is no mistake: pictures that move, and those in the colours of print, stay as they are.

mod decode;
mod scale;
mod webp;

use image::DynamicImage;

pub use decode::read;

/// The pixels of a picture that is read, at most: more than the cameras of phones make, and with eight bits and
/// sixteen bits of each at once still half a gigabyte.
pub const PIXELS_MAX: u64 = 64_000_000;

/// What makes the bytes: with another release the same picture may have others.
pub const MADE_BY: [(&str, &str); 7] = [
    ("image", "0.25.10"),
    ("png", "0.18.1"),
    ("zune-jpeg", "0.5.15"),
    ("gif", "0.14.2"),
    ("image-webp", "0.2.4"),
    ("fast_image_resize", "6.1.0"),
    ("zenwebp", "0.2.1"),
];

/// A picture that was read.
#[derive(Debug)]
pub struct Raster {
    /// Its pixels, upright, with eight bits for each of red, green and blue, and where it has some, transparency.
    pixels: DynamicImage,
    /// What its colours mean (an ICC profile), where it says so.
    profile: Option<Vec<u8>>,
}

/// Why a picture has no sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// It is of a kind that stays as it is.
    AsItIs,
    /// It cannot be read, for this reason.
    Broken(String),
}

/// A picture in several sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes {
    /// The width of the original in pixels, upright.
    pub width: u32,
    /// The height of the original in pixels, upright.
    pub height: u32,
    /// The sizes, the smallest first; each has fewer bytes than the next, and all have fewer than the original.
    pub all: Vec<Size>,
}

/// A picture in one size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size {
    /// Its width in pixels.
    pub width: u32,
    /// A WebP of that width.
    pub webp: Vec<u8>,
}

impl Raster {
    /// Returns the picture in those of some widths, the smallest first, that are smaller than its own, and in its own
    /// unless that is beyond all of them. A size that does not save bytes, beside the next one or the original,
    /// which has `bytes`, is left out.
    pub fn sizes(&self, widths: &[u32], quality: u8, bytes: usize) -> Sizes {
        let (width, height) = (self.pixels.width(), self.pixels.height());
        let is_smaller = |wanted: &u32| *wanted < width;
        let mut wanted: Vec<u32> = widths.iter().copied().filter(is_smaller).collect();
        if !wanted.is_empty() && wanted.len() < widths.len() {
            wanted.push(width);
        }
        let scaled = scale::to_widths(&self.pixels, &wanted);
        let profile = self.profile.as_deref();
        // One after the other: many pictures at once are enough to do for all threads, and each takes much memory.
        let made = scaled.into_iter().filter_map(|pixels| {
            let webp = webp::encode(&pixels, profile, quality)?;
            let width = pixels.width();
            Some(Size { width, webp })
        });
        let made: Vec<Size> = made.collect();
        let mut all: Vec<Size> = Vec::new();
        let mut least = bytes;
        for size in made.into_iter().rev() {
            if size.webp.len() < least {
                least = size.webp.len();
                all.push(size);
            }
        }
        all.reverse();
        Sizes { width, height, all }
    }
}

#[cfg(test)]
mod tests {
    use super::MADE_BY;

    #[test]
    fn the_releases_are_those_that_make() {
        let lock = include_str!("../Cargo.lock").replace("\r\n", "\n");
        for (name, release) in MADE_BY {
            let entry = format!("name = \"{name}\"\nversion = \"{release}\"\n");
            assert!(lock.contains(&entry), "{name} {release}");
        }
    }
}
