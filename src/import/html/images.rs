//! The pictures of a page: those that were saved with it become files of the bundle. Of a picture
//! that was not saved the description and the address are kept, beside the text.

use dom_query::NodeRef;
use url::Url;

use super::super::Companion;
use super::super::draft::Inline;
use super::super::pictures::{Pictures, data};
use super::convert::resolve;

/// The pictures of a page.
pub(super) struct Images<'a> {
    base: Option<&'a Url>,
    companions: &'a [Companion],
    /// Those that were saved, and what is known of those that were not.
    pub pictures: Pictures,
    /// The addresses of those that are elsewhere.
    pub remote: Vec<String>,
}

impl<'a> Images<'a> {
    pub(super) fn new(base: Option<&'a Url>, companions: &'a [Companion]) -> Images<'a> {
        Images {
            base,
            companions,
            pictures: Pictures::default(),
            remote: Vec::new(),
        }
    }

    /// Adds the picture that an `img` shows.
    pub(super) fn take(&mut self, node: &NodeRef<'_>, out: &mut Vec<Inline>) {
        let alternative = node.attr_or("alt", "");
        let alternative = alternative.trim();
        // Pages that load pictures late have the address elsewhere.
        let names = ["data-src", "data-original", "data-lazy-src", "src"];
        let sources: Vec<_> = names.iter().filter_map(|name| node.attr(name)).collect();
        let saved = sources.iter().find_map(|source| self.saved(source));
        let is_saved = saved.is_some();
        if let Some(name) = saved.and_then(|bytes| self.pictures.keep(bytes)) {
            out.push(Inline::Image(name, alternative.to_owned()));
            return;
        }
        let address = sources.iter().find_map(|source| resolve(source, self.base));
        match address {
            // It stays where it is: a page shows it as a link, and asks nobody for it.
            Some(address) if !is_dot(node) => {
                self.remote.push(address.clone());
                out.push(Inline::Image(address, alternative.to_owned()));
            }
            Some(address) => self.pictures.miss(alternative, &address),
            // It is in the source's file, and of a kind that is not kept.
            None if is_saved => self.pictures.miss(alternative, ""),
            None => {
                let is_data = |source: &&str| source.trim_start().starts_with("data:");
                let name = sources
                    .last()
                    .map(|source| &**source)
                    .filter(|it| !is_data(it));
                self.pictures.miss(alternative, name.unwrap_or_default());
            }
        }
    }

    /// Returns the bytes of a picture that was saved in the page or beside it.
    fn saved(&self, source: &str) -> Option<Vec<u8>> {
        if source.trim().starts_with("data:") {
            return data(source);
        }
        let source = percent_encoding::percent_decode_str(source).decode_utf8_lossy();
        let wanted = source.trim_start_matches("./");
        // A page saved with its folder refers to paths, one saved as a whole to addresses.
        let address = resolve(&source, self.base);
        let is_meant = |companion: &&Companion| {
            companion.path == wanted || Some(&companion.path) == address.as_ref()
        };
        let companion = self.companions.iter().find(is_meant);
        companion.map(|companion| companion.bytes.clone())
    }
}

/// Returns whether a picture is a dot that counts readers.
fn is_dot(node: &NodeRef<'_>) -> bool {
    let length = |name: &str| node.attr(name).and_then(|it| it.trim().parse::<u32>().ok());
    ["width", "height"]
        .iter()
        .any(|name| length(name).is_some_and(|it| it <= 1))
}
