//! Sanitises raw HTML by ammonia, and leaves no element open.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

use crate::article::markup::{INLINE, is_hidden, is_void};

/// Elements and attributes that HTML knows no more (HTML, section 16.2).
const OBSOLETE: [&str; 5] = ["acronym", "center", "rtc", "strike", "tt"];
const OBSOLETE_ATTRIBUTES: [&str; 6] = ["align", "char", "charoff", "size", "summary", "valign"];

/// The element of a slot: one that, as a block does, ends a paragraph.
const SLOT: &str = "section";
/// The attribute of a slot.
pub const SLOT_ATTRIBUTE: &str = "data-kz-slot";

static BLOCK_POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .rm_tags(OBSOLETE)
        .add_tags([SLOT])
        .add_tag_attributes(SLOT, [SLOT_ATTRIBUTE])
        .add_tag_attributes("details", ["open"]);
    policy(builder)
});

static INLINE_POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder.tags(HashSet::from(INLINE));
    policy(builder)
});

fn policy(mut builder: Builder<'static>) -> Builder<'static> {
    builder
        // A name of the author's could be the name of a note or a block of the page.
        .rm_generic_attributes(["id", "name"])
        .add_generic_attributes(["dir", "translate"])
        .link_rel(None)
        .attribute_filter(|_, attribute, value| {
            let is_known = !OBSOLETE_ATTRIBUTES.contains(&attribute);
            is_known.then(|| value.into())
        });
    builder
}

/// Slots of one text, which raw HTML cannot forge: their name does not occur in it.
pub struct Slots(String);

impl Slots {
    /// Returns the slots for a text with these parts of raw HTML.
    pub fn beside<'p>(parts: impl Iterator<Item = &'p str> + Clone) -> Slots {
        let mut name = "s".to_owned();
        while parts.clone().any(|part| part.contains(&name)) {
            name.push('s');
        }
        Slots(name)
    }

    /// Returns the slot for the block of an index.
    pub fn slot(&self, index: usize) -> String {
        let name = &self.0;
        format!("<{SLOT} {SLOT_ATTRIBUTE}=\"{name}{index}\"></{SLOT}>")
    }

    /// Returns the index of the block whose slot a start tag is.
    pub fn slot_of(&self, name: &str, attributes: &[(&str, &str)]) -> Option<usize> {
        let is_slot = |(name, _): &&(&str, &str)| *name == SLOT_ATTRIBUTE;
        let (_, value) = attributes.iter().find(is_slot).filter(|_| name == SLOT)?;
        value.strip_prefix(self.0.as_str())?.parse().ok()
    }
}

/// Returns a block of raw HTML that is safe, and balanced by itself.
pub fn block(html: &str) -> String {
    BLOCK_POLICY.clean(html).to_string()
}

/// The inline elements that raw HTML has opened in one run of inlines.
#[derive(Default)]
pub struct Inlines {
    open: Vec<String>,
    hidden: Option<String>,
    /// Whether they stand inside a link, which cannot hold another.
    in_link: bool,
}

impl Inlines {
    /// Returns that nothing is open, inside a link or not.
    pub fn new(in_link: bool) -> Inlines {
        Inlines {
            in_link,
            ..Inlines::default()
        }
    }

    /// Returns the safe form of one tag or comment of raw HTML, which may be nothing. An end tag
    /// counts only for the element that was opened last.
    pub fn clean(&mut self, html: &str) -> String {
        if let Some(name) = html.strip_prefix("</") {
            let name = tag_name(name);
            if self.hidden.as_ref() == Some(&name) {
                self.hidden = None;
            }
            if self.open.last().is_some_and(|open| *open == name) {
                self.open.pop();
                return format!("</{name}>");
            }
            return String::new();
        }
        let name = tag_name(html.trim_start_matches('<'));
        let is_nested = name == "a" && (self.in_link || self.open.contains(&name));
        if self.hidden.is_some() || is_nested {
            return String::new();
        }
        if is_hidden(&name) {
            self.hidden = Some(name);
            return String::new();
        }
        let clean = INLINE_POLICY.clean(html).to_string();
        if is_void(&name) {
            return clean;
        }
        match clean.strip_suffix(&format!("</{name}>")) {
            Some(start_tag) => {
                self.open.push(name);
                start_tag.to_owned()
            }
            None => String::new(),
        }
    }

    /// Returns whether what stands here is the content of a script or a style sheet.
    pub fn is_hidden(&self) -> bool {
        self.hidden.is_some()
    }

    /// Closes what is still open.
    pub fn finish(mut self, out: &mut String) {
        while let Some(name) = self.open.pop() {
            out.push_str(&format!("</{name}>"));
        }
    }
}

fn tag_name(rest: &str) -> String {
    rest.chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase()
}
