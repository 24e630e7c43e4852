//! `kaozheng.toml`: read raw, then valid.
//!
//! A [`Config`] cannot be wrong: editions are distinct, the base URL ends in a slash, every verdict
//! has a label in each interface language. This room knows no article and no page.

pub mod citations;
pub(crate) mod colour;
mod compression;
mod editions;
pub mod fields;
pub mod forms;
mod images;
pub mod language;
pub mod lints;
mod menu;
mod names;
pub mod taxonomies;
pub mod theme;
mod vocabulary;
pub mod words;

use std::sync::Arc;

use url::Url;

use crate::diagnostic::{self, Checked, Source};
use citations::Citations;
use citations::style::{self, Style, StyleFile};
pub use colour::Colour;
pub use compression::Compression;
pub use editions::Edition;
use fields::{Field, Node, Table};
pub use images::ImagesConfig;
use language::{HanScript, is_language_tag};
pub use lints::Lints;
pub use menu::MenuEntry;
pub use names::Forms;
pub use taxonomies::{By, Lists, Section, Taxonomy};
pub use theme::ThemeConfig;
pub use vocabulary::{NoteClass, Term, Vocabulary};
pub use words::Words;

/// The name of the configuration file, which also marks the root of a site.
pub const FILE_NAME: &str = "kaozheng.toml";

/// The configuration of a site, complete with its defaults.
#[derive(Debug, Clone)]
pub struct Config {
    /// The site's name, in the script of the primary edition.
    pub title: String,
    /// One or two sentences about the site; may be empty.
    pub description: String,
    /// The absolute URL of the site's root, with a slash at the end, when it is known.
    pub base_url: Option<String>,
    /// Whether pages are read from a disk, so that links name files.
    pub is_offline: bool,
    /// The language tag (BCP 47) of articles that name none.
    pub language: String,
    /// The editions; the first is the primary one and is never missing.
    pub editions: Vec<Edition>,
    /// Articles on one page of a list, at least 1.
    pub page_size: usize,
    /// What pages there are besides articles, their list and plain pages.
    pub archive: ArchiveConfig,
    /// How texts are converted.
    pub conversion: ConversionConfig,
    /// The style that references are formatted in.
    pub citation_style: Arc<Style>,
    /// The file of the site that is to be read for that style, and the place that names it.
    pub citation_style_file: Option<StyleFile>,
    /// The sources that notes may cite, once the site's file of them was read.
    pub citations: Citations,
    /// What Markdown may hold.
    pub markdown: MarkdownConfig,
    /// How much what is only suspected matters.
    pub lints: Lints,
    /// The menu, where it is not that of the program.
    pub menu: Option<Vec<MenuEntry>>,
    /// What articles are listed by.
    pub taxonomies: Vec<Taxonomy>,
    /// What is said of sections.
    pub sections: Vec<Section>,
    /// How its pages look.
    pub theme: ThemeConfig,
    /// In which sizes pictures are published.
    pub images: ImagesConfig,
    /// How files are compressed ahead, each beside itself.
    pub precompress: Vec<Compression>,
    /// The labels of notes.
    pub vocabulary: Vocabulary,
    /// The interface words of every language that the site has.
    pub words: Vec<Arc<Words>>,
    /// Values of the site's own, for its templates.
    pub extra: serde_json::Value,
}

/// What pages there are besides articles, their list and plain pages. Each multiplies the files of a
/// site, so that it is asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ArchiveConfig {
    /// Lists of all notes, and their data.
    pub ledger: bool,
    /// The search.
    pub search: bool,
    /// The page of what happened when.
    pub timeline: bool,
    /// The page that explains seals and terms.
    pub terms: bool,
    /// Feeds of every list of articles, each with whole articles.
    pub feeds: bool,
}

/// What Markdown may hold besides CommonMark and GFM.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MarkdownConfig {
    /// Whether raw HTML is kept (and sanitised) rather than shown as text.
    pub raw_html: bool,
    /// Whether `$…$` and `$$…$$` are formulas in TeX rather than sums of money.
    pub math: bool,
}

/// How texts are converted from one script to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConversionConfig {
    /// How deep the conversion goes.
    pub level: Level,
    /// Whether quotation marks become those of the edition's script.
    pub quotation_marks: bool,
}

/// How deep a conversion goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Characters are converted, and the wording stays.
    Character,
    /// Words of one region become those of the other (`s2twp`), which changes the wording.
    Phrase,
}

/// A language that interface words exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InterfaceLanguage {
    /// `zh-Hant`
    TraditionalChinese,
    /// `zh-Hans`
    SimplifiedChinese,
    /// `en`
    English,
}

impl InterfaceLanguage {
    /// All of them, in the order of [`InterfaceLanguage::index`].
    pub const ALL: [InterfaceLanguage; 3] = [
        InterfaceLanguage::TraditionalChinese,
        InterfaceLanguage::SimplifiedChinese,
        InterfaceLanguage::English,
    ];

    /// Returns the language tag under which word tables name it.
    pub fn tag(self) -> &'static str {
        match self {
            InterfaceLanguage::TraditionalChinese => "zh-Hant",
            InterfaceLanguage::SimplifiedChinese => "zh-Hans",
            InterfaceLanguage::English => "en",
        }
    }

    /// Returns its place in [`InterfaceLanguage::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// Returns the interface language for a tag: the script decides for Chinese, everything else
    /// is served in English.
    pub fn of(tag: &str) -> InterfaceLanguage {
        match language::han_script(tag) {
            Some(HanScript::Traditional) => InterfaceLanguage::TraditionalChinese,
            Some(HanScript::Simplified) => InterfaceLanguage::SimplifiedChinese,
            None => InterfaceLanguage::English,
        }
    }
}

/// Articles on a page of a list unless the site says otherwise.
const PAGE_SIZE: usize = 20;

/// Reads a configuration. The value is usable only when there is no error among the diagnostics.
pub fn read(source: &Arc<Source>) -> Checked<Config> {
    let mut diagnostics = Vec::new();
    let node = match fields::parse_toml(source) {
        Ok(node) => node,
        Err(errors) => {
            diagnostics = errors;
            Node {
                value: fields::Value::Null,
                range: 0..0,
            }
        }
    };
    let failed = !diagnostics.is_empty();
    let mut table = Table::new(source, node, FILE_NAME, &mut diagnostics);
    let config = read_table(&mut table, failed);
    table.finish();
    Checked {
        value: config,
        diagnostics,
    }
}

fn read_table(table: &mut Table<'_>, failed: bool) -> Config {
    let has_title = table.has("title");
    let title = table.needed_word("title");
    if !has_title && !failed {
        table.report(diagnostic::missing_setting(table.source(), "title"));
    }
    let description = table.text("description").map(|field| field.value);
    let base_url = table
        .text("base_url")
        .and_then(|field| match absolute_base(&field.value) {
            Some(base) => Some(base),
            None => {
                table.report(diagnostic::bad_base_url(
                    table.source(),
                    &field.range,
                    &field.value,
                ));
                None
            }
        });
    let words = table.table("words", words::read);
    let editions = editions::read(table, &words);
    let menu = menu::read(table, &words);
    let language = table
        .text("language")
        .and_then(|field| valid_tag(table, field))
        .unwrap_or_else(|| editions[0].tag.clone());
    let page_size = page_size(table).unwrap_or(PAGE_SIZE);
    let archive = table.table("archive", |archive| ArchiveConfig {
        ledger: archive.boolean("ledger").is_some_and(|field| field.value),
        search: archive.boolean("search").is_some_and(|field| field.value),
        timeline: archive.boolean("timeline").is_none_or(|field| field.value),
        terms: archive.boolean("terms").is_none_or(|field| field.value),
        feeds: archive.boolean("feeds").is_some_and(|field| field.value),
    });
    let markdown = table.table("markdown", |markdown| {
        let mut is = |name| markdown.boolean(name).is_some_and(|field| field.value);
        MarkdownConfig {
            raw_html: is("raw_html"),
            math: is("math"),
        }
    });
    let conversion = table.table("conversion", |conversion| {
        let is = |field: Option<Field<bool>>, default| field.map_or(default, |field| field.value);
        ConversionConfig {
            level: match is(conversion.boolean("phrases"), false) {
                true => Level::Phrase,
                false => Level::Character,
            },
            quotation_marks: is(conversion.boolean("quotation_marks"), true),
        }
    });
    let (citation_style, citation_style_file) = table.table("citations", style::read_table);
    let lints = table.table("lints", lints::read);
    let mut vocabulary = Vocabulary::default();
    table.table("verdicts", |verdicts| {
        vocabulary::extend(&mut vocabulary, &words, verdicts);
    });
    let lists = Lists {
        has_feeds: archive.feeds,
        page_size,
    };
    let taxonomies = table.table("taxonomies", |table| taxonomies::read(table, &words, lists));
    let sections = table.table("sections", |table| taxonomies::read_sections(table, &words));
    let theme = table.table("theme", |table| theme::read(table, &lints, &vocabulary));
    let images = table.table("images", images::read);
    let precompress = table.table("build", compression::read);
    let extra = table
        .node("extra")
        .map_or(serde_json::Value::Null, |node| fields::to_json(&node));
    Config {
        title: title.unwrap_or_default(),
        description: description.unwrap_or_default(),
        base_url,
        language,
        editions,
        page_size,
        archive,
        conversion,
        citation_style: Arc::new(citation_style),
        citation_style_file,
        citations: Citations::default(),
        markdown,
        lints,
        is_offline: false,
        menu,
        taxonomies,
        sections,
        theme,
        images,
        precompress,
        vocabulary,
        words,
        extra,
    }
}

impl Config {
    /// Returns what is said of a section, by its folder below `content/articles/`.
    pub fn section(&self, folder: &str) -> Option<&Section> {
        let mut sections = self.sections.iter();
        sections.find(|section| section.folder.value == folder)
    }

    /// Spells the words that the site gives once as each edition does. `spell` takes a word in the language of the site,
    /// and the language tag of the script that it is wanted in.
    pub fn spell(&mut self, spell: impl Fn(&str, &str) -> String) {
        self.vocabulary.spell(&self.editions, &spell);
        let taxonomies = self.taxonomies.iter_mut().map(|it| &mut it.title);
        let sections = self.sections.iter_mut().map(|it| &mut it.title);
        let entries = self.menu.iter_mut().flatten().map(|it| &mut it.title);
        for title in taxonomies.chain(sections).chain(entries).flatten() {
            title.spell(&self.editions, &spell);
        }
    }
}

/// Schemes that a link of a page may have.
pub const LINK_SCHEMES: [&str; 6] = ["http", "https", "mailto", "tel", "doi", "ftp"];

/// Returns whether a text is the address of something on the web.
pub fn is_web_address(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    let is_bad = |it: char| it.is_whitespace() || it.is_control() || "<>\"\\".contains(it);
    rest.is_some_and(|rest| {
        !rest.starts_with(['/', '?', '#']) && !rest.is_empty() && !rest.contains(is_bad)
    })
}

/// Returns the URL with a slash at its end, or nothing when it is not an absolute HTTP URL without
/// user, empty parts of its path, query and fragment.
pub fn absolute_base(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let is_web = ["https", "http"]
        .iter()
        .any(|it| scheme.eq_ignore_ascii_case(it));
    let is_plain = |character: char| {
        !character.is_whitespace()
            && !character.is_control()
            && !"?#\"<>\\^`{|}".contains(character)
    };
    // What begins with two slashes leads to another host.
    let is_doubled = rest.contains("//") || rest.starts_with('/');
    if !is_web || rest.is_empty() || is_doubled || !rest.chars().all(is_plain) {
        return None;
    }
    let slash = if url.ends_with('/') { "" } else { "/" };
    // With escapes and the host as they are sent (RFC 3986): not every reader of addresses knows others.
    let base = Url::parse(&format!("{url}{slash}")).ok()?;
    // What is published tells nobody's password.
    let is_open = base.username().is_empty() && base.password().is_none();
    is_open.then(|| base.to_string())
}

/// Takes the number of articles on a page of a list.
fn page_size(table: &mut Table<'_>) -> Option<usize> {
    let field = table.integer("page_size", 1, 1000)?;
    usize::try_from(field.value).ok()
}

fn valid_tag(table: &mut Table<'_>, field: Field<String>) -> Option<String> {
    if is_language_tag(&field.value) {
        return Some(field.value);
    }
    let diagnostic = diagnostic::bad_language_tag(table.source(), &field.range, &field.value);
    table.report(diagnostic);
    None
}

#[cfg(test)]
mod tests {
    use super::absolute_base;

    #[test]
    fn bases_of_sites() {
        let check = |url: &str, expected: Option<&str>| {
            assert_eq!(absolute_base(url).as_deref(), expected, "{url}");
        };
        check("https://example.org", Some("https://example.org/"));
        check("HTTPS://Example.ORG/A", Some("https://example.org/A/"));
        check(
            "http://example.org:8080/a/",
            Some("http://example.org:8080/a/"),
        );
        check("https://example.org//", None);
        check("https://example.org/a//b/", None);
        check("https:///a", None);
        check("https://name@example.org/", None);
        check("https://name:word@example.org/", None);
        check("https://example.org/?a", None);
        check("ftp://example.org/", None);
        check("example.org", None);
    }
}
