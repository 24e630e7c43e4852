//! Templates of the program with interface words written into them.
//!
//! Most of what a template of the program asks for are words, which are the same on all pages of an edition. So they are
//! written where it asks for them, once for each edition, and not looked up on each page. A template of a site, which may
//! be anything, is taken as it is.

use tera::escape_html;

use super::Wording;

/// What stands before and after the name of a word.
const WORD: (&str, &str) = ("{{ ui.", " }}");

/// What asks for the attributes of elements with words.
const ATTRIBUTES: &str = "{{ edition.attributes | safe }}";

/// Returns a template in which words stand instead of what asks for them, and likewise the attributes of their elements.
pub(super) fn text(template: &str, wording: Wording<'_>) -> String {
    let template = template.replace(ATTRIBUTES, wording.attributes);
    let mut parts = template.split(WORD.0);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let word = part
            .split_once(WORD.1)
            .and_then(|(name, rest)| Some((escaped(wording.words.get(name))?, rest)));
        match word {
            Some((word, rest)) => {
                text.push_str(&word);
                text.push_str(rest);
            }
            None => {
                text.push_str(WORD.0);
                text.push_str(part);
            }
        }
    }
    text
}

/// Returns a word as a template has it; none for one that would be read as something else there: white space may be
/// cut off beside a statement, and so may be what stands beside nothing.
fn escaped(word: &str) -> Option<String> {
    if word.is_empty() || word.trim() != word || word.contains(['{', '}']) {
        return None;
    }
    let mut escaped = Vec::with_capacity(word.len());
    escape_html(word, &mut escaped).ok()?;
    String::from_utf8(escaped).ok()
}

#[cfg(test)]
mod tests {
    use super::{Wording, text};
    use crate::config::InterfaceLanguage;
    use crate::config::words::built_in;

    #[test]
    fn words_stand_in_templates() {
        let wording = Wording {
            edition: 0,
            words: built_in(InterfaceLanguage::English),
            attributes: " lang=\"en\"",
        };
        let check = |template: &str, expected: &str| {
            assert_eq!(text(template, wording), expected);
        };
        check("<b>{{ ui.home }}</b>{{ ui.menu }}", "<b>Home</b>Main menu");
        check("{{ ui.comma }}{% if a %}", "{{ ui.comma }}{% if a %}");
        check("{{ ui.unknown }}", "{{ ui.unknown }}");
        check(
            "{{ ui.minutes | fill(n=3) }}",
            "{{ ui.minutes | fill(n=3) }}",
        );
        check("{{ ui.home", "{{ ui.home");
        check("<p{{ edition.attributes | safe }}>", "<p lang=\"en\">");
    }
}
