//! The XHTML of a chapter as HTML, so that one parser reads both.
//!
//! The two differ where a chapter would lose text: `<title/>` is a whole element in XML, and begins one
//! in HTML; `<![CDATA[…]]>` is text in XML, and a comment in HTML.

use std::borrow::Cow;

use dom_query::Document;

/// Elements that have no content in HTML (section 13.1.2), which may be written either way.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Returns XHTML as HTML.
pub(super) fn as_html(text: &str) -> Cow<'_, str> {
    if !text.contains("/>") && !text.contains("<![CDATA[") {
        return Cow::Borrowed(text);
    }
    let mut html = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        html += &rest[..start];
        rest = &rest[start..];
        let length = if let Some(inside) = rest.strip_prefix("<![CDATA[") {
            let end = inside.find("]]>").unwrap_or(inside.len());
            html += &inside[..end].replace('&', "&amp;").replace('<', "&lt;");
            (9 + end + 3).min(rest.len())
        } else if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |end| end + 3);
            html += &rest[..end];
            end
        } else {
            let end = tag_end(rest);
            html += &tag(&rest[..end]);
            end
        };
        rest = &rest[length..];
    }
    html += rest;
    Cow::Owned(html)
}

/// Returns where a tag ends that a text begins with; values in quotation marks may hold `>`.
fn tag_end(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            // The next tag begins: this was none.
            (None, b'<') => return at,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    // A quotation mark that does not close is no reason to take the rest for a tag.
    text.find('>').map_or(text.len(), |at| at + 1)
}

/// Returns a tag that HTML reads as XML does.
fn tag(tag: &str) -> Cow<'_, str> {
    let Some(start) = tag.strip_suffix("/>") else {
        return Cow::Borrowed(tag);
    };
    let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, ':' | '-' | '_');
    let name = start[1..]
        .split(|it: char| !is_name(it))
        .next()
        .unwrap_or_default();
    let lower = name.to_ascii_lowercase();
    if name.is_empty() || VOID.contains(&lower.as_str()) {
        return Cow::Borrowed(tag);
    }
    Cow::Owned(format!("{start}></{name}>"))
}

/// What the pictures of a chapter refer to, each once.
#[derive(Debug, Default)]
pub(super) struct References {
    /// Pictures that stand in the text.
    pub shown: Vec<String>,
    /// Pictures inside drawings (SVG), as covers often are.
    pub drawn: Vec<String>,
}

/// Returns what the pictures of a chapter refer to.
pub(super) fn pictures(html: &str) -> References {
    let document = Document::from(html);
    let mut references = References::default();
    for node in document.select("img, image").nodes() {
        let names = ["src", "xlink:href", "href"];
        let source = names
            .iter()
            .find_map(|name| node.attr(name))
            .unwrap_or_default();
        let all = match node.has_name("img") {
            true => &mut references.shown,
            false => &mut references.drawn,
        };
        let source = source.to_string();
        if !source.is_empty() && !source.starts_with("data:") && !all.contains(&source) {
            all.push(source);
        }
    }
    references
}

/// Returns the text of a part line by line.
pub(super) fn lines(html: &str) -> String {
    let document = Document::from(html);
    document.select("head, script, style").remove();
    let text = document.text();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        let check = |xhtml: &str, expected: &str| assert_eq!(as_html(xhtml), expected, "{xhtml}");
        check(
            "<title/><p>甲<br/>乙</p>",
            "<title></title><p>甲<br/>乙</p>",
        );
        check("<a id=\"x>y\"/>甲", "<a id=\"x>y\"></a>甲");
        check("<![CDATA[甲<b>&]]>乙", "甲&lt;b>&amp;乙");
        check("<!-- <p/> --><p/>", "<!-- <p/> --><p></p>");
        check("1 < 2 <p/>", "1 < 2 <p></p>");
        check("<a b='", "<a b='");
        check("<![CDATA[甲", "甲");
    }
}
