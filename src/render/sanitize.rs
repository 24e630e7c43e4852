//! Raw HTML in Markdown, where a site allows it: cleaned by ammonia, and never left open.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

/// Elements that may stand inside a paragraph (HTML, section 3.2.5.2.5, phrasing content).
const INLINE: [&str; 29] = [
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img",
    "ins", "kbd", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup",
    "u", "wbr",
];

/// Elements whose content is no text.
const HIDDEN: [&str; 2] = ["script", "style"];

static BLOCK_POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| policy(Builder::default()));

static INLINE_POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder.tags(HashSet::from(INLINE));
    policy(builder)
});

fn policy(mut builder: Builder<'static>) -> Builder<'static> {
    // A name of the author's could be the name of a note or a block of the page.
    builder.rm_generic_attributes(["id", "name"]);
    // An image elsewhere was not captured, and nobody else is asked for it.
    builder.attribute_filter(|element, attribute, value| {
        let is_outside = value.contains(':') || value.starts_with("//");
        let is_kept = (element, attribute) != ("img", "src") || !is_outside;
        is_kept.then(|| value.into())
    });
    builder
}

/// Elements without content and end tag (HTML, section 13.1.2).
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Returns a block of raw HTML that is safe, and balanced by itself.
pub fn block(html: &str) -> String {
    BLOCK_POLICY.clean(html).to_string()
}

/// The inline elements that raw HTML has opened in one run of inlines.
#[derive(Default)]
pub struct Inlines {
    open: Vec<String>,
    hidden: Option<String>,
}

impl Inlines {
    /// Adds one tag or comment of raw HTML: its safe form, or nothing. An end tag counts only for
    /// the element that was opened last.
    pub fn push(&mut self, html: &str, out: &mut String) {
        if let Some(name) = html.strip_prefix("</") {
            let name = tag_name(name);
            if self.hidden.as_ref() == Some(&name) {
                self.hidden = None;
            }
            if self.open.last().is_some_and(|open| *open == name) {
                self.open.pop();
                out.push_str(&format!("</{name}>"));
            }
            return;
        }
        if self.hidden.is_some() {
            return;
        }
        let name = tag_name(html.trim_start_matches('<'));
        if HIDDEN.contains(&name.as_str()) {
            self.hidden = Some(name);
            return;
        }
        let clean = INLINE_POLICY.clean(html).to_string();
        if VOID.contains(&name.as_str()) || html.trim_end().ends_with("/>") {
            out.push_str(&clean);
            return;
        }
        if let Some(start_tag) = clean.strip_suffix(&format!("</{name}>")) {
            out.push_str(start_tag);
            self.open.push(name);
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
