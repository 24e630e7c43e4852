//! Lossy WebP (RFC 9649).
//!
//! `zenwebp` 0.2.1 is the last release of its line under MIT or Apache-2.0, and writes what libwebp's encoder does, in
//! safe Rust. When `image-webp` comes to write lossy pictures it can take its place here.

use image::{DynamicImage, ImageFormat};
use zenwebp::Encoder;

/// The width and the height that a WebP can have, at most, in pixels.
const SIDE_MAX: u32 = 16_383;

/// How much time is taken for few bytes, from 0 to 6; the encoder's own.
const METHOD: u8 = 4;

/// Returns a picture as a WebP; none where it can be none.
pub(super) fn encode(
    pixels: &DynamicImage,
    profile: Option<&[u8]>,
    quality: u8,
) -> Option<Vec<u8>> {
    let (width, height) = (pixels.width(), pixels.height());
    if width.max(height) > SIDE_MAX {
        return None;
    }
    let bytes = pixels.as_bytes();
    let encoder = match pixels.color().has_alpha() {
        true => Encoder::new_rgba(bytes, width, height),
        false => Encoder::new_rgb(bytes, width, height),
    };
    let encoder = encoder.quality(f32::from(quality)).method(METHOD);
    let encoder = match profile {
        Some(profile) => encoder.icc_profile(profile.to_vec()),
        None => encoder,
    };
    let webp = encoder.encode().ok()?;
    // Nobody looks at these pictures before readers do: one that another decoder does not read is none.
    let read = image::load_from_memory_with_format(&webp, ImageFormat::WebP).ok()?;
    ((read.width(), read.height()) == (width, height)).then_some(webp)
}
