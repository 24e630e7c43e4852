//! Reads HTML as a series of tags and text.
//!
//! Made for what ammonia writes: every attribute in quotation marks, `&`, `<` and `>` escaped in
//! text. On HTML as authors write it the series is good enough to count what is left open.

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token<'a> {
    /// Text, escaped as it stands.
    Text(&'a str),
    /// A start tag.
    Start {
        /// The element's name, as written.
        name: &'a str,
        /// Names and values of the attributes, the values escaped as they stand.
        attributes: Vec<(&'a str, &'a str)>,
    },
    /// An end tag, by its element's name.
    End(&'a str),
    /// A comment or a declaration.
    Comment(&'a str),
}

/// Elements without content and end tag (HTML, section 13.1.2).
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements that may stand inside a paragraph (HTML, section 3.2.5.2.5, phrasing content).
pub const INLINE: [&str; 29] = [
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img",
    "ins", "kbd", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup",
    "u", "wbr",
];

/// Returns whether the content of an element is no text.
pub fn is_hidden(name: &str) -> bool {
    ["script", "style"]
        .iter()
        .any(|hidden| name.eq_ignore_ascii_case(hidden))
}

/// Returns the text of HTML, with a line for each of its blocks: tags, comments, scripts and style
/// sheets away.
pub fn plain_text(html: &str) -> String {
    let mut text = String::new();
    let mut in_hidden = false;
    for token in tokens(html) {
        match token {
            Token::Text(_) if in_hidden => {}
            Token::Text(written) => text.push_str(&unescaped(written)),
            Token::Start { name, .. } | Token::End(name) => {
                if is_hidden(name) {
                    in_hidden = matches!(token, Token::Start { .. });
                }
                let is_inline = INLINE.iter().any(|known| name.eq_ignore_ascii_case(known));
                if !is_inline || name.eq_ignore_ascii_case("br") {
                    text.push('\n');
                }
            }
            Token::Comment(_) => {}
        }
    }
    let lines = text.lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

/// Returns whether an element has no content and no end tag.
pub fn is_void(name: &str) -> bool {
    VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
}

/// Returns the pieces of HTML, in order; nothing is left out but white space inside tags.
pub fn tokens(html: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let (token, length) = next(rest);
        rest = &rest[length..];
        let hidden = match token {
            Token::Start { name, .. } if is_hidden(name) => hidden_length(rest, name),
            _ => 0,
        };
        tokens.push(token);
        if hidden > 0 {
            tokens.push(Token::Text(&rest[..hidden]));
            rest = &rest[hidden..];
        }
    }
    tokens
}

/// Returns the length of what stands in a script or a style sheet, where no other tag begins (HTML,
/// section 13.2.5.4).
fn hidden_length(text: &str, name: &str) -> usize {
    let mut ends = text.match_indices("</").map(|(at, _)| at);
    let is_end = |at: &usize| {
        let found = text.as_bytes().get(at + 2..at + 2 + name.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    ends.find(is_end).unwrap_or(text.len())
}

/// Follows the elements that HTML opens and closes: `open` are the names of those that are open, the
/// outermost first, before it and then after it.
pub fn follow(html: &str, open: &mut Vec<String>) {
    for token in tokens(html) {
        match token {
            Token::Start { name, .. } if !is_void(name) => open.push(name.to_ascii_lowercase()),
            Token::End(name) => {
                let is_it = |open: &String| open.eq_ignore_ascii_case(name);
                if let Some(at) = open.iter().rposition(is_it) {
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }
}

/// Returns an attribute's value without its escapes.
pub fn unescaped(value: &str) -> String {
    value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

/// Returns the first piece and its length in bytes, which is not 0.
fn next(html: &str) -> (Token<'_>, usize) {
    let up_to = |end: &str| html.find(end).map_or(html.len(), |at| at + end.len());
    if html.starts_with("<!--") {
        let length = up_to("-->");
        return (Token::Comment(&html[..length]), length);
    }
    if html.starts_with("<!") || html.starts_with("<?") {
        let length = up_to(">");
        return (Token::Comment(&html[..length]), length);
    }
    let is_tag = |rest: &str| rest.starts_with(|first: char| first.is_ascii_alphabetic());
    if let Some(rest) = html.strip_prefix("</").filter(|rest| is_tag(rest)) {
        return (Token::End(name(rest)), up_to(">"));
    }
    if let Some(rest) = html.strip_prefix('<').filter(|rest| is_tag(rest)) {
        let name = name(rest);
        let (attributes, length) = attributes(&rest[name.len()..]);
        let token = Token::Start { name, attributes };
        return (token, 1 + name.len() + length);
    }
    let first = html.chars().next().map_or(0, char::len_utf8);
    let length = html[first..].find('<').map_or(html.len(), |at| first + at);
    (Token::Text(&html[..length]), length)
}

fn name(text: &str) -> &str {
    let is_end = |character: char| character.is_ascii_whitespace() || "/>".contains(character);
    &text[..text.find(is_end).unwrap_or(text.len())]
}

/// Returns the attributes of a start tag, and the length up to the end of the tag.
fn attributes(text: &str) -> (Vec<(&str, &str)>, usize) {
    let mut attributes = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return (attributes, text.len());
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (attributes, text.len() - after.len());
        }
        let is_end = |c: char| c.is_ascii_whitespace() || "=>/".contains(c);
        // A name is never empty, so that nothing stands still.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let length = rest[first..]
            .find(is_end)
            .map_or(rest.len(), |at| first + at);
        let (name, after) = rest.split_at(length);
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(value) => self::value(value.trim_start()),
            None => ("", after),
        };
        attributes.push((name, value));
        rest = after;
    }
}

/// Splits off the value that a text begins with.
fn value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    let is_end = |character: char| character.is_ascii_whitespace() || character == '>';
    text.split_at(text.find(is_end).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_read_piece_by_piece() {
        fn check(html: &str, expected: &[Token<'_>]) {
            assert_eq!(tokens(html), expected, "{html}");
        }
        let start = |name, attributes: &[(&'static str, &'static str)]| Token::Start {
            name,
            attributes: attributes.to_vec(),
        };
        check("文 &lt;字", &[Token::Text("文 &lt;字")]);
        check(
            "<a href=\"/x>y\" title='“'>字</a>",
            &[
                start("a", &[("href", "/x>y"), ("title", "“")]),
                Token::Text("字"),
                Token::End("a"),
            ],
        );
        check("<br/>", &[start("br", &[])]);
        check("<input checked>", &[start("input", &[("checked", "")])]);
        check(
            "<!-- <b> -->文",
            &[Token::Comment("<!-- <b> -->"), Token::Text("文")],
        );
        check("1 < 2", &[Token::Text("1 "), Token::Text("< 2")]);
        check("<", &[Token::Text("<")]);
        check("<a b", &[start("a", &[("b", "")])]);
        check("<a =x>", &[start("a", &[("=x", "")])]);
    }

    #[test]
    fn html_has_a_text() {
        fn check(html: &str, expected: &str) {
            assert_eq!(plain_text(html), expected, "{html}");
        }
        check("<p>甲 &amp; <b>乙</b>丙</p><p>丁</p>\n", "甲 & 乙丙\n丁");
        check("<div>\n<!-- 注 --><img alt=\"圖\">\n", "");
        check("<td>甲<br>乙</td>", "甲\n乙");
        check("<script>if (a<b) 甲</script>乙<STYLE>丙</STYLE>", "乙");
    }

    #[test]
    fn what_is_left_open_is_known() {
        fn check(html: &str, expected: &[&str]) {
            let mut open = Vec::new();
            follow(html, &mut open);
            assert_eq!(open, expected, "{html}");
        }
        check("<details><summary>摘</summary>", &["details"]);
        check("</details>", &[]);
        check("<p>一<br>二</p>", &[]);
        check("<DIV><p>", &["div", "p"]);
        check("<ul><li>一<li>二</ul>", &[]);
    }
}
