//! The page to search from. Its script looks, in the files of [`crate::search`]; without script it
//! says so and leads to the lists.

use super::context::SearchContext;
use super::frame::{Head, Renderer, value};
use crate::diagnostic::Checked;
use crate::site::address;

impl Renderer<'_> {
    pub(super) fn search(&self) -> Checked<Vec<u8>> {
        let primary = &self.site.config.editions[0];
        let others = self.archive().into_iter().chain(self.lists());
        let others = others.map(|link| self.menu_item(&link)).collect();
        let context = SearchContext {
            others,
            script: (self.theme).versioned("search.js", &self.reference("search.js")),
            shards: self.folder(&address::search(primary)),
            tree: self.folder(&address::tree(self.edition)),
            list: self.reference(&address::list(self.edition, 1)),
        };
        let head = Head {
            kind: "search",
            title: self.words.get("search").into(),
            description: self.words.get("search_text").into(),
            lang: self.edition.tag.as_str().into(),
            part: true,
            has_code: false,
        };
        self.finish(
            "search.html",
            head,
            &[("search", value(&context))],
            Vec::new(),
        )
    }
}
