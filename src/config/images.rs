//! In which sizes pictures are published: the table `[images]`.

use super::fields::Table;

/// The widths that are made where a site names none, in pixels. A column of text has some 650 pixels of CSS on a
/// desk and 350 on a phone, of which a screen shows one to three in one.
const WIDTHS: [u32; 3] = [480, 960, 1440];

/// The quality where a site names none.
const QUALITY: u8 = 80;

/// The widths that a site may ask for, in pixels. WebP has room for 16,383; more than this is no column of text.
const WIDTH: (i64, i64) = (64, 4096);

/// In which sizes pictures are published besides the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImagesConfig {
    /// Their widths in pixels, the smallest first; none where pictures are published as they are.
    pub widths: Vec<u32>,
    /// Their quality, from 1 to 100.
    pub quality: u8,
}

pub(super) fn read(table: &mut Table<'_>) -> ImagesConfig {
    let is_on = table.boolean("enabled").is_none_or(|field| field.value);
    let quality = table.integer("quality", 1, 100);
    let mut widths = read_widths(table).unwrap_or_else(|| WIDTHS.to_vec());
    if !is_on {
        widths.clear();
    }
    ImagesConfig {
        widths,
        quality: quality.map_or(QUALITY, |field| {
            u8::try_from(field.value).unwrap_or(QUALITY)
        }),
    }
}

fn read_widths(table: &mut Table<'_>) -> Option<Vec<u32>> {
    let (from, to) = WIDTH;
    let is_there = table.has("widths");
    let nodes = table.list("widths").into_iter();
    let mut widths: Vec<u32> = nodes
        .filter_map(|node| table.integer_of(node, "widths", from, to))
        .filter_map(|field| u32::try_from(field.value).ok())
        .collect();
    widths.sort_unstable();
    widths.dedup();
    is_there.then_some(widths)
}
