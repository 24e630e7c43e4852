//! What the fields of a Markdown file say, by the keys that Hugo, Zola, Jekyll, Hexo and Obsidian have for them.

use super::super::draft::{DateKind, Dated, Draft};
use super::super::is_web_address;
use super::super::text::dates;
use super::name;
use crate::config::fields::{Key, Node, Value};
use crate::diagnostic;

/// Keys and the fields they are.
const TITLE: &[&str] = &["title", "headline"];
const DATE: &[&str] = &["date", "publishdate", "pubdate", "published"];
const CREATED: &[&str] = &["created"];
const AUTHOR: &[&str] = &["author", "authors", "byline"];
const OUTLET: &[&str] = &["publisher", "site", "outlet", "site_name"];
const URL: &[&str] = &[
    "url",
    "link",
    "source",
    "original_url",
    "canonical",
    "canonicalurl",
];
const TAGS: &[&str] = &["tags", "keywords"];
const LAYOUT: &[&str] = &["layout"];
const DRAFT: &[&str] = &["draft"];
/// Jekyll's, and that of Obsidian's own host; elsewhere it is a day.
const PUBLISHED: &[&str] = &["published", "publish"];

/// Commas, which divide the tags of one value.
const COMMAS: [char; 3] = [',', '，', '、'];

/// Where other programs published the text, and from where they led there.
const ADDRESS: &[&str] = &["permalink", "url"];
const FORMER: &[&str] = &["aliases", "redirect_from"];

/// Tables in which fields stand, too.
const TABLES: &[&str] = &["taxonomies", "extra", "params"];

/// Gives a draft what fields of the file at a path say.
pub(super) fn take(path: &str, node: &Node, draft: &mut Draft) {
    let fields = Fields::of(node);
    draft.title = fields.first(TITLE, Some).unwrap_or_default();
    draft.canonical = fields.first(URL, |url| is_web_address(&url).then_some(url));
    let mut date = fields.first(DATE, |date| dates::first(&date));
    // The day that a note of a page of others was made is not that of the page.
    if draft.canonical.is_none() {
        date = date.or_else(|| fields.first(CREATED, |date| dates::first(&date)));
    }
    draft.date = date.map(|date| Dated {
        date,
        kind: DateKind::Unstated,
    });
    draft.authors = fields.all(AUTHOR);
    for author in &mut draft.authors {
        *author = without_brackets(author);
    }
    draft.publisher = fields.first(OUTLET, Some);
    draft.tags = fields.all(TAGS);
    if let [only] = draft.tags.as_slice() {
        let signs: &[char] = match only.contains(COMMAS) {
            false if is_jekyll_post(path, &fields) && !fields.is_list(TAGS) => &[' ', '\t'],
            _ => &COMMAS,
        };
        let tags = only.split(signs).map(str::trim);
        draft.tags = tags.map(str::to_owned).collect();
    }
    for tag in &mut draft.tags {
        *tag = without_brackets(tag.trim_start_matches('#'));
    }
    draft.tags.retain(|tag| !tag.is_empty());
    draft.aliases = former_paths(&fields);
    let is = |names: &[&str], word: &str| {
        let said = fields.first(names, Some);
        said.is_some_and(|said| said.eq_ignore_ascii_case(word))
    };
    draft.is_draft = is(DRAFT, "true") || is(PUBLISHED, "false");
}

/// Returns whether a file is a post of Jekyll's, where spaces divide tags (its documentation, "Front Matter"): it is named
/// by its day, and lies where posts do or names its layout. Other programs have either, and one tag of several words.
fn is_jekyll_post(path: &str, fields: &Fields<'_>) -> bool {
    let mut folders = path.rsplit(['/', '\\']);
    let name = folders.next().unwrap_or_default();
    let is_named_by_day = name::date(path).is_some_and(|(_, day)| {
        let behind = name.strip_prefix(day);
        behind.is_some_and(|behind| behind.starts_with('-'))
    });
    is_named_by_day
        && (folders.any(|folder| folder == "_posts") || fields.first(LAYOUT, Some).is_some())
}

/// Returns the paths below a site's root at which the text was published. What Obsidian calls aliases is names.
fn former_paths(fields: &Fields<'_>) -> Vec<String> {
    let addresses = fields
        .values(ADDRESS)
        .flatten()
        .filter(|it| is_rooted(it) || is_page(it));
    let former = fields.values(FORMER).flatten().filter(|it| is_rooted(it));
    let mut paths: Vec<String> = Vec::new();
    for path in addresses.chain(former) {
        let is_path = diagnostic::path_problem(path.trim_matches('/')).is_none();
        if is_path && !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}

/// Returns whether an address begins at a site's root; one with two slashes begins with a host.
fn is_rooted(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//")
}

/// Returns whether an address is that of a page or a folder, as Hexo writes it.
fn is_page(address: &str) -> bool {
    !address.starts_with('/') && (address.ends_with(".html") || address.ends_with('/'))
}

/// Fields by their keys: those of the front matter, then those of the tables in it that Zola and Hugo have for the
/// author's own.
struct Fields<'a> {
    tables: Vec<&'a [(Key, Node)]>,
}

impl<'a> Fields<'a> {
    fn of(node: &'a Node) -> Fields<'a> {
        let Value::Table(entries) = &node.value else {
            return Fields { tables: Vec::new() };
        };
        let inner = entries.iter().filter_map(|(key, node)| match &node.value {
            Value::Table(entries) if TABLES.contains(&&*key.name) => Some(entries.as_slice()),
            _ => None,
        });
        Fields {
            tables: [entries.as_slice()].into_iter().chain(inner).collect(),
        }
    }

    /// Returns the values of each of these keys that is there, in the order of the keys.
    fn values<'n>(&self, names: &'n [&str]) -> impl Iterator<Item = Vec<String>> + use<'a, 'n, '_> {
        self.nodes(names).map(words)
    }

    fn nodes<'n>(&self, names: &'n [&str]) -> impl Iterator<Item = &'a Node> + use<'a, 'n, '_> {
        let found = self.tables.iter().flat_map(move |entries| {
            names.iter().flat_map(move |name| {
                let named = entries.iter();
                named.filter(move |(key, _)| key.name.eq_ignore_ascii_case(name))
            })
        });
        found.map(|(_, node)| node)
    }

    /// Returns whether the first of these keys that has a value has a list.
    fn is_list(&self, names: &[&str]) -> bool {
        let mut nodes = self.nodes(names).filter(|node| !words(node).is_empty());
        nodes
            .next()
            .is_some_and(|node| matches!(node.value, Value::List(_)))
    }

    /// Returns the first value of these keys of which something can be made.
    fn first<T>(&self, names: &[&str], make: impl Fn(String) -> Option<T>) -> Option<T> {
        self.values(names).flatten().find_map(make)
    }

    /// Returns the values of the first of these keys that has any.
    fn all(&self, names: &[&str]) -> Vec<String> {
        let mut values = self.values(names);
        values.find(|values| !values.is_empty()).unwrap_or_default()
    }
}

/// Returns a name without the brackets of a link of Obsidian's: `[[name]]`, `[[page|name]]`.
fn without_brackets(name: &str) -> String {
    let inside = name.strip_prefix("[[").and_then(|it| it.strip_suffix("]]"));
    let shown = inside.map(|inside| inside.rsplit('|').next().unwrap_or(inside));
    shown.unwrap_or(name).trim().to_owned()
}

/// Returns the text of a value, the texts of a list, or the names of a table.
fn words(node: &Node) -> Vec<String> {
    match &node.value {
        Value::Plain(text) | Value::Text(text) if !text.trim().is_empty() => {
            vec![text.trim().to_owned()]
        }
        Value::List(nodes) => nodes.iter().flat_map(words).collect(),
        Value::Table(entries) => {
            let name = entries.iter().find(|(key, _)| key.name == "name");
            name.map(|(_, node)| words(node)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}
