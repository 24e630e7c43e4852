//! The names of headings on the page.

use std::collections::HashMap;

/// The beginnings of names that the page uses for notes, for what they cite and for itself.
const RESERVED: [&str; 5] = ["c-", "n-", "r-", "ref-", "kz-"];

/// The names of the headings so far, each with the last number that was put behind it.
#[derive(Default)]
pub(super) struct HeadingIds(HashMap<String, usize>);

impl HeadingIds {
    /// Returns a name made from a heading's text: letters, digits and Han characters, the rest as
    /// hyphens; never one that was given before or that the page uses for something else.
    pub(super) fn name(&mut self, text: &str) -> String {
        let slug = slug(text);
        let is_block = slug
            .strip_prefix('p')
            .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        let is_reserved = is_block || RESERVED.iter().any(|prefix| slug.starts_with(prefix));
        let base = if is_reserved {
            format!("h-{slug}")
        } else {
            slug
        };
        let mut id = base.clone();
        // Counting goes on where it ended: a thousand headings of one name are named at once.
        let mut count = self.0.get(&base).copied().unwrap_or_default();
        while self.0.contains_key(&id) {
            count += 1;
            id = format!("{base}-{count}");
        }
        self.0.insert(base, count);
        self.0.insert(id.clone(), 0);
        id
    }
}

fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.trim().chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() || character == '_' {
            slug.push(character);
        } else if (character.is_whitespace() || character == '-') && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    match slug.trim_matches('-') {
        "" => "section".to_owned(),
        slug => slug.to_owned(),
    }
}
