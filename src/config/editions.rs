//! The editions of a site: the tables `[[editions]]`.

use std::sync::Arc;

use super::fields::Table;
use super::{InterfaceLanguage, Words, valid_tag, words};
use crate::diagnostic;

/// Folders of every edition, which cannot be those of an edition.
const RESERVED_PATHS: [&str; 9] = [
    "annotations",
    "articles",
    "claims",
    "corrections",
    "emendations",
    "glossary",
    "search",
    "sources",
    "terms",
];

/// One script's tree of pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The language tag (BCP 47), as in `zh-Hant` or `zh-Hant-HK`.
    pub tag: String,
    /// The folder of the tree below the site's root; empty for the primary edition.
    pub path: String,
    /// The word on the toggle.
    pub label: String,
    /// The edition's full name, in its own language.
    pub name: String,
    /// The words of its interface.
    pub words: Arc<Words>,
    /// The language of the program that goes with them: what the words cannot say, such as punctuation.
    pub interface: InterfaceLanguage,
}

pub(super) fn read(table: &mut Table<'_>, words: &[Arc<Words>]) -> Vec<Edition> {
    let nodes = table.tables("editions", "a list of tables, each with a `tag`");
    let mut editions: Vec<Edition> = Vec::new();
    for node in nodes {
        let range = node.range.clone();
        let source = Arc::clone(table.source());
        let edition = table.table_of(node, "editions", |table| {
            read_edition(table, words, editions.is_empty())
        });
        let Some(edition) = edition else { continue };
        let is_taken = |other: &Edition| {
            other.path == edition.path || other.tag.eq_ignore_ascii_case(&edition.tag)
        };
        if editions.iter().any(is_taken) {
            table.report(diagnostic::edition_twice(&source, &range, &edition.tag));
        } else {
            editions.push(edition);
        }
    }
    if editions.is_empty() {
        editions = vec![
            edition("zh-Hant", words, true),
            edition("zh-Hans", words, false),
        ];
    }
    editions
}

fn read_edition(table: &mut Table<'_>, words: &[Arc<Words>], is_primary: bool) -> Option<Edition> {
    let tag = table.text("tag");
    let path = table.text("path");
    let label = table.word("label");
    let name = table.word("name");
    let interface = table.text("interface").and_then(|field| {
        let found = words::find(words, &field.value);
        if found.is_none() {
            let known: Vec<&str> = words.iter().map(|words| words.tag.as_str()).collect();
            let (source, range) = (table.source(), &field.range);
            table.report(diagnostic::unknown_interface(
                source,
                range,
                &field.value,
                &known,
            ));
        }
        found
    });
    let Some(tag) = tag else {
        let problem = diagnostic::edition_without_tag(table.source(), &table.range());
        table.report(problem);
        return None;
    };
    let tag = valid_tag(table, tag)?;
    let default = edition(&tag, words, is_primary);
    let path = path.and_then(|field| {
        let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let is_free = !RESERVED_PATHS.contains(&field.value.as_str());
        let is_root = is_primary && !field.value.is_empty();
        if field.value.bytes().all(is_word) && is_free && !is_root {
            return Some(field.value);
        }
        let problem = match is_root {
            true => diagnostic::primary_edition_path(table.source(), &field.range),
            false => diagnostic::bad_edition_path(table.source(), &field.range),
        };
        table.report(problem);
        None
    });
    Some(Edition {
        path: path.unwrap_or(default.path),
        label: label.unwrap_or(default.label),
        name: name.unwrap_or(default.name),
        interface: interface.map_or(default.interface, |words| InterfaceLanguage::of(&words.tag)),
        words: interface.cloned().unwrap_or(default.words),
        tag: default.tag,
    })
}

/// Returns the edition of a tag as it is when the configuration says no more.
fn edition(tag: &str, words: &[Arc<Words>], is_primary: bool) -> Edition {
    let interface = InterfaceLanguage::of(tag);
    let region = tag
        .rsplit('-')
        .next()
        .filter(|last| last.len() == 2 && *last != tag)
        .map(str::to_ascii_uppercase);
    let (label, name) = match (interface, region.as_deref()) {
        (InterfaceLanguage::TraditionalChinese, Some("HK")) => ("港", "繁體中文（香港）"),
        (InterfaceLanguage::TraditionalChinese, Some("TW")) => ("臺", "繁體中文（臺灣）"),
        (InterfaceLanguage::TraditionalChinese, Some("MO")) => ("澳", "繁體中文（澳門）"),
        (InterfaceLanguage::TraditionalChinese, _) => ("繁", "繁體中文"),
        (InterfaceLanguage::SimplifiedChinese, Some("CN")) => ("简", "简体中文（中国大陆）"),
        (InterfaceLanguage::SimplifiedChinese, Some("SG")) => ("新", "简体中文（新加坡）"),
        (InterfaceLanguage::SimplifiedChinese, Some("MY")) => ("马", "简体中文（马来西亚）"),
        (InterfaceLanguage::SimplifiedChinese, _) => ("简", "简体中文"),
        (InterfaceLanguage::English, _) => (tag, tag),
    };
    Edition {
        tag: tag.to_owned(),
        path: if is_primary {
            String::new()
        } else {
            tag.to_ascii_lowercase()
        },
        label: label.to_owned(),
        name: name.to_owned(),
        words: Arc::clone(words::nearest(words, tag)),
        interface,
    }
}
