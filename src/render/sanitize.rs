//! Raw HTML in Markdown, where a site allows it: cleaned by ammonia, and never left open.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

static POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut policy = Builder::default();
    // A name of the author's could be the name of a note or a block of the page.
    policy.rm_generic_attributes(HashSet::from(["id", "name"]));
    policy.add_tags(["u", "section", "mark"]);
    policy
});

/// Elements without content and end tag (HTML, section 13.1.2).
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Returns a block of raw HTML that is safe, and balanced by itself.
pub fn block(html: &str) -> String {
    POLICY.clean(html).to_string()
}

/// The inline elements that raw HTML has opened in one run of inlines.
#[derive(Default)]
pub struct Inlines {
    open: Vec<String>,
}

impl Inlines {
    /// Adds one tag or comment of raw HTML: its safe form, or nothing. An end tag counts only for
    /// the element that was opened last.
    pub fn push(&mut self, html: &str, out: &mut String) {
        if let Some(name) = html.strip_prefix("</") {
            let name = tag_name(name);
            if self.open.last().is_some_and(|open| *open == name) {
                self.open.pop();
                out.push_str(&format!("</{name}>"));
            }
            return;
        }
        let name = tag_name(html.trim_start_matches('<'));
        let clean = POLICY.clean(html).to_string();
        if VOID.contains(&name.as_str()) || html.trim_end().ends_with("/>") {
            out.push_str(&clean);
            return;
        }
        if let Some(start_tag) = clean.strip_suffix(&format!("</{name}>")) {
            out.push_str(start_tag);
            self.open.push(name);
        }
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
