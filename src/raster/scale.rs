//! Smaller pictures: in linear light, as half black and half white make a middle grey and no darker one.

use fast_image_resize::images::Image;
use fast_image_resize::{
    FilterType, PixelComponentMapper, PixelType, ResizeAlg, ResizeOptions, Resizer,
    create_srgb_mapper,
};
use image::{DynamicImage, RgbImage, RgbaImage};

/// Returns a picture in some widths, none of which is larger than its own. What cannot be had is left out.
pub(super) fn to_widths(pixels: &DynamicImage, widths: &[u32]) -> Vec<DynamicImage> {
    let mapper = create_srgb_mapper();
    let is_scaled = |width: &u32| *width != pixels.width();
    // A small picture needs none.
    let linear = match widths.iter().any(is_scaled) {
        true => to_linear(pixels, &mapper),
        false => None,
    };
    let scaled = widths.iter().filter_map(|width| match is_scaled(width) {
        true => scale(linear.as_ref()?, *width, &mapper),
        false => Some(pixels.clone()),
    });
    scaled.collect()
}

/// Returns the types of pixels of a picture: with eight bits, and with sixteen.
fn types(has_alpha: bool) -> (PixelType, PixelType) {
    match has_alpha {
        true => (PixelType::U8x4, PixelType::U16x4),
        false => (PixelType::U8x3, PixelType::U16x3),
    }
}

fn to_linear(pixels: &DynamicImage, mapper: &PixelComponentMapper) -> Option<Image<'static>> {
    let (width, height) = (pixels.width(), pixels.height());
    let (eight, sixteen) = types(pixels.color().has_alpha());
    let own = Image::from_vec_u8(width, height, pixels.as_bytes().to_vec(), eight).ok()?;
    let mut linear = Image::new(width, height, sixteen);
    mapper.forward_map(&own, &mut linear).ok()?;
    Some(linear)
}

fn scale(
    linear: &Image<'static>,
    width: u32,
    mapper: &PixelComponentMapper,
) -> Option<DynamicImage> {
    let height = height_for(width, (linear.width(), linear.height()));
    let has_alpha = linear.pixel_type() == PixelType::U16x4;
    let (eight, sixteen) = types(has_alpha);
    let mut scaled = Image::new(width, height, sixteen);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(linear, &mut scaled, &options).ok()?;
    let mut shown = Image::new(width, height, eight);
    mapper.backward_map(&scaled, &mut shown).ok()?;
    let bytes = shown.into_vec();
    Some(match has_alpha {
        true => DynamicImage::ImageRgba8(RgbaImage::from_raw(width, height, bytes)?),
        false => DynamicImage::ImageRgb8(RgbImage::from_raw(width, height, bytes)?),
    })
}

/// Returns the height that keeps the proportions of a picture, to the nearest pixel.
fn height_for(width: u32, (own_width, own_height): (u32, u32)) -> u32 {
    let (width, own_width) = (u64::from(width), u64::from(own_width));
    let height = (u64::from(own_height) * width + own_width / 2) / own_width;
    u32::try_from(height).unwrap_or(u32::MAX).max(1)
}
