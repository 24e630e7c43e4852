//! From the bytes of a file to pixels. The only file that knows the formats.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{
    AnimationDecoder as _, DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader,
    ImageResult, Limits,
};

use super::{PIXELS_MAX, Raster, Unusable};

/// The bytes that a decoder may ask for at once: a picture of [`PIXELS_MAX`] with sixteen bits for each channel.
const MEMORY_MAX: u64 = PIXELS_MAX * 8;

/// Reads a picture, whatever its name says that it is.
///
/// # Errors
/// [`Unusable`] for what is no picture, is broken or too large, moves, or is in the colours of print.
pub fn read(bytes: &[u8]) -> Result<Raster, Unusable> {
    let Ok(format) = image::guess_format(bytes) else {
        return Err(Unusable::Broken("it is in no known format".to_owned()));
    };
    if !matches!(
        format,
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP
    ) {
        return Err(Unusable::AsItIs);
    }
    decode(bytes, format)
        .map_err(broken)?
        .ok_or(Unusable::AsItIs)
}

fn broken(error: ImageError) -> Unusable {
    Unusable::Broken(match error {
        ImageError::Limits(_) => "it needs too much memory".to_owned(),
        other => other.to_string(),
    })
}

/// Returns a picture; none for one that is to stay as it is.
fn decode(bytes: &[u8], format: ImageFormat) -> ImageResult<Option<Raster>> {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MEMORY_MAX);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(too_large());
    }
    let is_of_print = format == ImageFormat::Jpeg && channels(bytes) == Some(4);
    if is_of_print || moves(bytes, format, &limits)? {
        return Ok(None);
    }
    let orientation = decoder.orientation()?;
    let profile = decoder.icc_profile()?.filter(|it| is_of_light(it));
    let mut pixels = plain(DynamicImage::from_decoder(decoder)?);
    pixels.apply_orientation(orientation);
    Ok(Some(Raster { pixels, profile }))
}

fn too_large() -> ImageError {
    let kind = image::error::LimitErrorKind::DimensionError;
    ImageError::Limits(image::error::LimitError::from_kind(kind))
}

/// Returns how many channels a JPEG has, as its frame header says (ISO/IEC 10918-1, section B.2.2). The decoder makes
/// red, green and blue of four inks without knowing what the inks look like, and does not tell.
fn channels(jpeg: &[u8]) -> Option<u8> {
    // Tables and remarks stand before the frame, each with its length.
    let mut rest = jpeg.get(2..)?;
    loop {
        let [0xff, marker, high, low, content @ ..] = rest else {
            return None;
        };
        match marker {
            0xff => rest = &rest[1..],
            0xc0..=0xcf if ![0xc4, 0xc8, 0xcc].contains(marker) => return content.get(5).copied(),
            _ => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest = rest.get(2 + length..)?;
            }
        }
    }
}

/// Returns whether a picture has more than one frame.
fn moves(bytes: &[u8], format: ImageFormat, limits: &Limits) -> ImageResult<bool> {
    let bytes = Cursor::new(bytes);
    match format {
        ImageFormat::Png => PngDecoder::with_limits(bytes, limits.clone())?.is_apng(),
        ImageFormat::WebP => Ok(WebPDecoder::new(bytes)?.has_animation()),
        ImageFormat::Gif => {
            let mut decoder = GifDecoder::new(bytes)?;
            decoder.set_limits(limits.clone())?;
            Ok(decoder.into_frames().take(2).count() > 1)
        }
        _ => Ok(false),
    }
}

/// Returns whether a profile is one of red, green and blue (ICC.1:2022, section 7.2.6): that of a picture in grey
/// does not fit the colours that it is written in.
fn is_of_light(profile: &[u8]) -> bool {
    profile.get(16..20) == Some(b"RGB ")
}

/// Returns a picture with eight bits for each colour, and with transparency only where something is transparent.
fn plain(pixels: DynamicImage) -> DynamicImage {
    if !pixels.color().has_alpha() {
        return DynamicImage::ImageRgb8(pixels.into_rgb8());
    }
    let pixels = pixels.into_rgba8();
    match pixels.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
        true => DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(pixels).into_rgb8()),
        false => DynamicImage::ImageRgba8(pixels),
    }
}
