//! Pictures that a browser can have in several sizes.

use super::{Standpoint, Writer, attribute, push, text};
use crate::config::ThemeConfig;
use crate::site::images::Sizes;
use crate::site::{Link, Target, resolve};

/// The characters of a line, and the size of each in pixels of CSS, as the theme's sheet has them at most.
const MEASURE: u8 = 34;
const SIZE: u8 = 19;

/// What stands beside the text on both sides together where the window is narrow, in `rem`.
const PADDING: f32 = 2.2;

impl<'a> Writer<'a> {
    /// Returns the sizes of a picture; none for one that has only its own, and where nobody knows the width of the
    /// page.
    pub(super) fn sizes(&self, destination: &str) -> Option<&'a Sizes> {
        let images = &self.site.images;
        if images.is_empty() || self.standpoint == Standpoint::Nowhere {
            return None;
        }
        match resolve(self.site, self.article, destination) {
            Link::Internal(Target::File { path, .. }, _) => images.sizes(path),
            _ => None,
        }
    }

    /// Begins a link to the original of a picture. The picture's description is its name, and where there is none,
    /// what it leads to.
    pub(super) fn push_original(&self, url: &str, description: &str, out: &mut String) {
        push(out, format_args!("<a href=\"{}\"", attribute(url)));
        if description.trim().is_empty() {
            let words = attribute(self.words.get("picture_original"));
            push(out, format_args!(" aria-label=\"{words}\""));
        }
        out.push('>');
    }

    /// Writes what a browser chooses from: the sizes, and the original unless the largest size will always do.
    pub(super) fn push_sizes(&self, sizes: &Sizes, original: &str, out: &mut String) {
        let Sizes {
            width,
            height,
            files,
        } = sizes;
        push(
            out,
            format_args!(" width=\"{width}\" height=\"{height}\" srcset=\""),
        );
        let mut largest = 0;
        for (index, (width, path)) in files.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let url = attribute(&self.reference(path));
            push(out, format_args!("{comma}{url} {width}w"));
            largest = *width;
        }
        let config = &self.site.config;
        let enough = config.images.widths.last().copied().unwrap_or_default();
        if largest < enough.min(*width) {
            push(out, format_args!(", {} {width}w", attribute(original)));
        }
        let slot = text(&slot(&config.theme));
        push(out, format_args!("\" sizes=\"{slot}\""));
    }
}

/// Returns how wide a picture is shown at most (HTML, section 4.8.4.2.2): as the column of text.
fn slot(theme: &ThemeConfig) -> String {
    let measure = f32::from(theme.measure.unwrap_or(MEASURE));
    let column = measure * f32::from(theme.size.unwrap_or(SIZE)) / 16.0;
    let window = column + PADDING;
    format!("(min-width: {window:.1}rem) {column:.1}rem, calc(100vw - {PADDING}rem)")
}
