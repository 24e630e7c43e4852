//! The fields of a document: what its properties say, and what its text says better.

use super::super::draft::{Block, Draft, holds_object, text};
use super::super::text as rules;
use super::super::xml::Element;

/// Creators that programs fill in.
const NOBODY: &[&str] = &[
    "administrator",
    "user",
    "author",
    "owner",
    "admin",
    "microsoft office user",
    "windows user",
    "python-docx",
    "apache poi",
    "un-named",
    "unknown",
];

/// Keeps what the properties of the document say (part 2, section 11). The day of a file is not that
/// of its text, and no date of it is taken.
pub(super) fn keep_properties(core: &Element, draft: &mut Draft) {
    let said = core.elements().filter_map(|property| {
        let text = property.text();
        let text = text.trim();
        (!text.is_empty()).then(|| format!("{}: {text}", property.name))
    });
    let said: Vec<String> = said.collect();
    draft.set_aside("document-properties", &said.join("\n"));
}

fn property(core: &Element, name: &str) -> Option<String> {
    let text = core.child(name)?.text().trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Takes the title, where no paragraph is set as one: a heading that the text begins with, its first
/// short line, or what the properties say.
pub(super) fn take_title(core: &Element, draft: &mut Draft) {
    if !draft.title.is_empty() {
        return;
    }
    if let Some(Block::Heading(_, content)) = draft.body.first()
        && !holds_object(content)
        && draft.body.len() > 1
    {
        let title = text(content).trim().to_owned();
        draft.body.remove(0);
        draft.fire("title-heading", &title);
        draft.title = title;
        return;
    }
    rules::take_title(draft);
    if let (true, Some(title)) = (draft.title.is_empty(), property(core, "title")) {
        draft.fire("title-property", &title);
        draft.title = title;
    }
}

/// Takes who made the document for its author, where its text names none.
pub(super) fn take_creator(core: &Element, draft: &mut Draft) {
    let creator = property(core, "creator");
    let creator = creator.filter(|name| !NOBODY.contains(&name.to_lowercase().as_str()));
    if let (true, Some(creator)) = (draft.authors.is_empty(), creator) {
        draft.fire("author-property", &creator);
        draft.authors.push(creator);
    }
}
