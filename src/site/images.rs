//! The pictures that texts show and that can be had in several sizes.
//!
//! Which they are is known when the site is: a picture of the site, wide enough, in a format that is read. What sizes
//! each has is known only when somebody has made them, which takes long; until then a page shows the original.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use memchr::memmem;
use rayon::prelude::*;

use super::{Link, Site, Target, resolve};
use crate::article::document::{Document, Inline, Leaf, for_each_inline, for_each_leaf};
use crate::article::{self, Article};
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic, Source};
use crate::project::Asset;
use crate::raster::PIXELS_MAX;

/// The folder of all sizes, at the site's root. A file there has the digest of its bytes in its name.
pub const FOLDER: &str = "resized/";

/// The extensions of pictures that are read.
const EXTENSIONS: [&str; 5] = ["png", "jpg", "jpeg", "gif", "webp"];

/// The pictures that texts show and that can be had in several sizes.
#[derive(Debug, Default)]
pub struct Images {
    /// By the path of the original below the site's root.
    all: BTreeMap<String, Shown>,
    /// Those that are too small for it, or whose size cannot be told.
    others: Vec<Shown>,
}

/// A picture that some text shows.
#[derive(Debug)]
pub struct Shown {
    /// The original.
    pub asset: Asset,
    /// The first text that shows it.
    pub source: Arc<Source>,
    /// The bytes of the picture in that text.
    pub range: Range<usize>,
    /// The paths of all texts that show it.
    texts: Vec<String>,
    sizes: OnceLock<Option<Sizes>>,
}

/// The sizes of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes {
    /// The width of the original in pixels, as it is looked at.
    pub width: u32,
    /// The height of the original in pixels, as it is looked at.
    pub height: u32,
    /// The files: the width of each in pixels, and its path below the site's root; the smallest first.
    pub files: Vec<(u32, String)>,
}

impl Images {
    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns all of them, in the order of the paths of their originals.
    pub fn all(&self) -> impl Iterator<Item = &Shown> {
        self.all.values()
    }

    /// Returns the pictures that texts show and that have only their own size, or none that can be told.
    pub fn others(&self) -> impl Iterator<Item = &Shown> {
        self.others.iter()
    }

    /// Returns those that a text shows, by the path of its source.
    pub fn of_text(&self, path: &str) -> impl Iterator<Item = &Shown> {
        let shows = move |shown: &&Shown| shown.texts.iter().any(|text| text == path);
        self.all.values().filter(shows)
    }

    /// Returns the sizes of a picture, by the path of the original below the site's root, once they are made.
    pub fn sizes(&self, path: &str) -> Option<&Sizes> {
        self.all.get(path)?.sizes.get()?.as_ref()
    }
}

impl Shown {
    /// Makes the sizes known, unless they are; none for a picture that has only its own.
    pub fn set_sizes(&self, make: impl FnOnce() -> Option<Sizes>) {
        self.sizes.get_or_init(make);
    }
}

/// A picture in a text.
struct Found {
    path: String,
    source: Arc<Source>,
    range: Range<usize>,
}

/// Gathers the pictures that the texts of a site show.
pub(super) fn gather(site: &Site, diagnostics: &mut Vec<Diagnostic>) -> Images {
    let assets = assets(site);
    if assets.is_empty() {
        return Images::default();
    }
    let texts: Vec<&Article> = site.texts().collect();
    let found: Vec<Vec<Found>> = texts.par_iter().map(|text| find(site, text)).collect();
    let mut images = Images::default();
    for Found {
        path,
        source,
        range,
    } in found.into_iter().flatten()
    {
        let Some(asset) = assets.get(&path) else {
            continue;
        };
        let text = source.path.clone();
        let shown = images.all.entry(path).or_insert_with(|| Shown {
            asset: (*asset).clone(),
            source,
            range,
            texts: Vec::new(),
            sizes: OnceLock::new(),
        });
        if shown.texts.last() != Some(&text) {
            shown.texts.push(text);
        }
    }
    let is_other = |_: &String, shown: &mut Shown| !is_wide(&shown.asset, site);
    images.others = (images.all.extract_if(.., is_other))
        .map(|(_, shown)| shown)
        .collect();
    let lints = &site.config.lints;
    images.all.retain(|_, shown| {
        let dimensions = shown.asset.dimensions.unwrap_or_default();
        let fits = is_readable(dimensions);
        if !fits {
            let (source, range, path) = (&shown.source, &shown.range, &shown.asset.path);
            let problem = diagnostic::large_picture(source, range, path, dimensions, PIXELS_MAX);
            diagnostics.extend(lints.judge("large-picture", problem));
        }
        fits
    });
    images
}

fn is_readable((width, height): (usize, usize)) -> bool {
    let pixels = u64::try_from(width.saturating_mul(height));
    pixels.is_ok_and(|pixels| pixels <= PIXELS_MAX)
}

/// Returns whether a picture is wider than the smallest width.
fn is_wide(asset: &Asset, site: &Site) -> bool {
    let smallest = site.config.images.widths.first();
    let (Some((width, height)), Some(smallest)) = (asset.dimensions, smallest) else {
        return false;
    };
    // One that lies on its side is as wide as it is high.
    u32::try_from(width.max(height)).map_or(true, |side| side > *smallest)
}

/// Returns the pictures of the site, by their paths below its root; none where it wants no sizes.
fn assets(site: &Site) -> BTreeMap<String, &Asset> {
    let config = &site.config;
    if config.images.widths.is_empty() {
        return BTreeMap::new();
    }
    let is_picture = |asset: &Asset| {
        let (_, extension) = asset.name.rsplit_once('.').unwrap_or_default();
        let is_known = |known: &&str| extension.eq_ignore_ascii_case(known);
        EXTENSIONS.iter().any(is_known)
    };
    let of_articles = site.articles.iter().flat_map(|article| {
        let assets = article.assets.iter().filter(|it| is_picture(it));
        assets.map(|it| (super::address::article_file(config, article, &it.name), it))
    });
    let loose = site.loose_assets.iter().filter(|it| is_picture(it));
    let loose = loose.map(|it| (it.name.clone(), it));
    let fixed = site.static_files.iter();
    let fixed = fixed.filter_map(|it| Some((it.name.clone(), it.asset.as_ref()?)));
    let fixed = fixed.filter(|(_, it)| is_picture(it));
    of_articles.chain(loose).chain(fixed).collect()
}

/// Returns the pictures of the site in a text and in its editions that are written by hand, in their order.
fn find(site: &Site, text: &Article) -> Vec<Found> {
    let mut found = Vec::new();
    for text in text.texts() {
        let source = text.source.held();
        let body = source.text().as_bytes().get(text.body..);
        // Most texts have none, and their trees are not kept in a large site.
        if body.is_some_and(|body| memmem::find(body, b"![").is_some()) {
            find_in(site, text, &site.config, &mut found);
        }
    }
    found
}

fn find_in(site: &Site, text: &Article, config: &Config, found: &mut Vec<Found>) {
    let document = article::document(text, config);
    for_each_leaf_of(&document, &mut |leaf| {
        for_each_inline(leaf, &mut |inline| {
            let Inline::Image {
                destination, range, ..
            } = inline
            else {
                return;
            };
            if let Link::Internal(Target::File { path, .. }, _) = resolve(site, text, destination) {
                found.push(Found {
                    path: path.clone(),
                    source: Arc::clone(&text.source),
                    range: range.clone(),
                });
            }
        });
    });
}

fn for_each_leaf_of<'a>(document: &'a Document, visit: &mut impl FnMut(&'a Leaf)) {
    for_each_leaf(&document.blocks, visit);
    for note in &document.notes {
        note.for_each_leaf(visit);
    }
}
