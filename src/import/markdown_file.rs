//! A Markdown file, with front matter or without, to a draft. Its body stays as it is written, but for what an article
//! cannot have.
//!
//! 1. Find the fields ([`front_matter`]) and read them ([`fields`]), in YAML, TOML or JSON. They are set aside as a
//!    whole too, so that no key is lost. A day that they do not have is that of the file's name ([`name`]).
//! 2. Take the title from the heading that the body begins with.
//! 3. Take out what ends a summary, and look for other programs' markup ([`foreign`]).
//! 4. Give the footnotes names that an article can have ([`footnotes`]).
//! 5. Change the addresses of the pictures that were found ([`pictures`]), and of the articles that are imported in the
//!    same run ([`links`]).

mod edits;
mod fields;
mod footnotes;
mod foreign;
mod front_matter;
mod links;
mod name;
mod pictures;

use super::Input;
use super::draft::{DateKind, Dated, Draft, Unfinished};
use super::pictures::{Picture, Pictures};
use crate::article::stretches;
use crate::config::fields as parsing;
use crate::diagnostic::Source;

pub use links::paths as linked_paths;
pub use pictures::{Wanted, wanted as wanted_pictures};

/// Returns the draft of a Markdown text that is in `input`, and the pictures of it that were found.
pub(super) fn read(input: &Input, text: &str) -> (Draft, Vec<Picture>) {
    let name = input.name.as_str();
    // Some programs put one more mark before a file each time that they save it.
    let text = text.trim_start_matches('\u{feff}');
    let mut draft = Draft::default();
    let start = take_front_matter(name, text, &mut draft);
    if draft.date.is_none() && draft.canonical.is_none() {
        take_date(name, &mut draft);
    }
    let body = without_title(text[start..].trim_matches('\n'), &mut draft);
    let (body, ends) = foreign::without_summary_ends(body);
    for end in ends {
        draft.set_aside("summary-end", &end);
    }
    if let Some(line) = foreign::first(&body) {
        draft.fire("shortcode", line);
        draft.hinder(Unfinished::Foreign(line.trim().to_owned()));
    }
    let body = footnotes::settle(&body);
    let mut pictures = Pictures::default();
    let body = pictures::keep(body.trim_end(), &input.companions, &mut pictures);
    let led = links::lead(&body, &input.articles);
    if let Some(destination) = led.to_draft {
        draft.hinder(Unfinished::LeadsToDraft(destination));
    }
    draft.links = led.destinations;
    draft.markdown = Some(led.text + "\n");
    for picture in &pictures.missing {
        draft.set_aside("image-not-captured", picture);
    }
    if let Some(path) = pictures.first_missing {
        draft.hinder(Unfinished::Missing(path));
    }
    (draft, pictures.kept)
}

/// Gives a draft what the front matter says, and returns where the body begins.
fn take_front_matter(name: &str, text: &str, draft: &mut Draft) -> usize {
    let source = Source::new(name, text);
    let Some(found) = front_matter::find(&source) else {
        return 0;
    };
    let raw = &text[found.range.clone()];
    let node = match found.is_toml {
        true => parsing::parse_toml(&Source::new(name, raw)).ok(),
        false => parsing::parse_yaml(&source, found.range).ok(),
    };
    match node {
        Some(node) => fields::take(name, &node, draft),
        None => draft.fire("front-matter-unreadable", raw),
    }
    draft.set_aside("front-matter", raw);
    found.body
}

/// Gives a draft the day that the name of its file begins with.
fn take_date(name: &str, draft: &mut Draft) {
    if let Some((date, words)) = name::date(name) {
        draft.fire("date-from-name", words);
        let kind = DateKind::Unstated;
        draft.date = Some(Dated { date, kind });
    }
}

/// Takes the title from the heading that a body begins with, unless the fields have another, and returns the body
/// without a heading of the first level that is the title.
fn without_title<'a>(body: &'a str, draft: &mut Draft) -> &'a str {
    let Some(heading) = stretches::first_heading(body) else {
        return body;
    };
    if !draft.title.is_empty() && draft.title != heading.text {
        return body;
    }
    draft.fire("title-heading", &heading.text);
    draft.title = heading.text;
    match heading.level == 1 && heading.is_plain {
        true => body[heading.range.end..].trim_start_matches('\n'),
        false => body,
    }
}
