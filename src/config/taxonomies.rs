//! What articles are listed by: tags, outlets, years, sections, and lists of the front matter that a site declares in
//! `[taxonomies.NAME]`. `[sections.NAME]` says more of a section.

use std::ops::Range;
use std::sync::Arc;

use super::fields::{Field, Key, Table};
use super::names::{Forms, words};
use super::{Words, page_size};
use crate::diagnostic::{self, Source};

/// The keys that front matter has without any taxonomy of the site's own, in the order of DESIGN section 3.1; those of
/// plain pages follow.
pub const KEYS: [&str; 14] = [
    "title",
    "date",
    "language",
    "source",
    "tags",
    "events",
    "review",
    "related",
    "aside",
    "draft",
    "aliases",
    "conversion",
    "order",
    "extra",
];

/// Something that articles are listed by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    /// Its name in the configuration, which is the key in front matter of one of the site's own.
    pub name: String,
    /// Where an article says what it is listed under.
    pub by: By,
    /// What it is called; the interface words have it for those of the program.
    pub title: Option<Forms>,
    /// The path of its pages below an edition's tree, without slashes at the ends.
    pub path: String,
    /// Where the configuration asks for this path: at the path, or else at the name of one of the site's own.
    pub asked: Option<(Arc<Source>, Range<usize>)>,
    /// Whether its lists have pages.
    pub has_pages: bool,
    /// What its lists are like, unless one says otherwise.
    pub lists: Lists,
}

/// What the lists of a taxonomy are like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lists {
    /// Whether each has feeds.
    pub has_feeds: bool,
    /// How many articles stand on a page.
    pub page_size: usize,
}

/// Where an article says what it is listed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Its tags.
    Tags,
    /// Its outlet.
    Outlets,
    /// The year and the month of its date.
    Years,
    /// The folders that it lies in.
    Sections,
    /// A list of the front matter that the site declares.
    Own,
}

/// The taxonomies of the program.
const BUILT_IN: [(&str, By); 4] = [
    ("tags", By::Tags),
    ("outlets", By::Outlets),
    ("years", By::Years),
    ("sections", By::Sections),
];

/// What the configuration says of one section.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its folder below `content/articles/`.
    pub folder: Field<String>,
    /// What it is called; else as its folder.
    pub title: Option<Forms>,
    /// Whether it has pages, where it says so.
    pub has_pages: Option<bool>,
    /// Whether it has feeds, where it says so.
    pub has_feeds: Option<bool>,
    /// How many articles stand on a page of it, where it says so.
    pub page_size: Option<usize>,
    /// The configuration.
    pub source: Arc<Source>,
}

impl Taxonomy {
    fn new(name: &str, by: By, lists: Lists) -> Taxonomy {
        Taxonomy {
            name: name.to_owned(),
            by,
            title: None,
            // Articles lie in the folders of their sections, and so do the lists of these.
            path: match by {
                By::Sections => "articles".to_owned(),
                _ => name.to_owned(),
            },
            asked: None,
            has_pages: true,
            lists,
        }
    }
}

/// Returns the taxonomies of a site: those of the program as it wants them, then its own. `lists` says what their lists
/// are like unless one says otherwise; that of a year is closed sooner or later, and has no feeds.
pub(super) fn read(
    table: &mut Table<'_>,
    interfaces: &[Arc<Words>],
    lists: Lists,
) -> Vec<Taxonomy> {
    let built_in = BUILT_IN.into_iter().map(|(name, by)| {
        let has_feeds = lists.has_feeds && by != By::Years;
        Taxonomy::new(name, by, Lists { has_feeds, ..lists })
    });
    let mut all: Vec<Taxonomy> = built_in.collect();
    for (key, node) in table.rest() {
        let known = all.iter().position(|taxonomy| taxonomy.name == key.name);
        table.table_of(node, &key.name, |table| {
            let index = known.or_else(|| {
                if !is_name(table, &key) {
                    return None;
                }
                all.push(Taxonomy {
                    asked: Some((Arc::clone(table.source()), key.range.clone())),
                    ..Taxonomy::new(&key.name, By::Own, lists)
                });
                Some(all.len() - 1)
            });
            match index {
                Some(index) => change(table, &mut all[index], interfaces),
                None => drop(table.rest()),
            }
        });
    }
    all
}

/// Returns what the configuration says of sections.
pub(super) fn read_sections(table: &mut Table<'_>, interfaces: &[Arc<Words>]) -> Vec<Section> {
    let sections = table.rest().into_iter();
    sections
        .map(|(key, node)| {
            let source = Arc::clone(table.source());
            table.table_of(node, &key.name, |table| Section {
                title: words(table, "title", None, interfaces),
                has_pages: table.boolean("pages").map(|field| field.value),
                has_feeds: table.boolean("feeds").map(|field| field.value),
                page_size: page_size(table),
                folder: Field {
                    value: key.name.trim_matches('/').to_owned(),
                    range: key.range,
                },
                source,
            })
        })
        .collect()
}

/// Returns whether a taxonomy can have this name, and reports it where it cannot.
fn is_name(table: &mut Table<'_>, key: &Key) -> bool {
    let is_part = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'_'
    };
    let is_good = key
        .name
        .starts_with(|first: char| first.is_ascii_lowercase())
        && key.name.bytes().all(is_part)
        && !KEYS.contains(&key.name.as_str());
    if !is_good {
        table.report(diagnostic::bad_taxonomy(
            table.source(),
            &key.range,
            &key.name,
        ));
    }
    is_good
}

fn change(table: &mut Table<'_>, taxonomy: &mut Taxonomy, interfaces: &[Arc<Words>]) {
    taxonomy.title = words(table, "title", taxonomy.title.as_ref(), interfaces);
    if let Some(pages) = table.boolean("pages") {
        taxonomy.has_pages = pages.value;
    }
    if let Some(feeds) = table.boolean("feeds") {
        taxonomy.lists.has_feeds = feeds.value;
    }
    if let Some(size) = page_size(table) {
        taxonomy.lists.page_size = size;
    }
    // The paths of sections are those of folders.
    let has_path = taxonomy.by != By::Sections;
    let Some(path) = has_path.then(|| table.text("path")).flatten() else {
        return;
    };
    let trimmed = path.value.trim_matches('/');
    let problem = diagnostic::path_problem(trimmed);
    match problem.or_else(|| diagnostic::portability_problem(trimmed)) {
        Some(reason) => {
            let problem = diagnostic::bad_taxonomy_path(table.source(), &path.range, reason);
            table.report(problem);
        }
        None => {
            taxonomy.path = trimmed.to_owned();
            taxonomy.asked = Some((Arc::clone(table.source()), path.range));
        }
    }
}
