//! A second theme, `tests/themes/plain/`, which has nothing of the first: what a theme needs is what
//! `docs/templates.md` says, and no more.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use kaozheng::config::InterfaceLanguage;
use kaozheng::config::words::built_in;
use kaozheng::render::theme;
use kaozheng::site::{Drafts, FeedFormat, PageKind};

use crate::folder::{Folder, Made, Tree, make, tree};
use crate::page;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the files of the theme, by their path in a site.
fn files() -> Tree {
    let mut files = tree(&repository().join("tests/themes/plain"));
    files.retain(|path, _| !path.ends_with('/'));
    files
}

/// Returns the repository's site in this theme, with something for every kind of page. A template that
/// the theme does not have is one that fails when it is rendered.
fn site() -> Folder {
    let folder = Folder::copy_of(repository());
    for (path, bytes) in files() {
        folder.write(&path, bytes);
    }
    for (path, _) in theme::files() {
        if path.starts_with("templates/") && !files().contains_key(&path) {
            folder.write(&path, "{{ this_is_of_the_other_theme }}");
        }
    }
    folder.write("glossary/words.toml", "keep = [\"后羿\"]\n");
    folder.write(
        "content/about.md",
        "---\ntitle: 關於\naliases: [old]\n---\n\n說明[^a]。\n\n[^a]: **註** 「說明」：註。\n",
    );
    folder.write(
        "content/articles/corrected/index.md",
        "---\ntitle: 題\ndate: 2024-02-25\n---\n\n水是濕的[^a]。\n\n[^a]: **屬實** 「水是濕的」：是。\n    \
         - 據 [甲](https://example.com/)「乙」\n    - 更正 2024-03-05 由 待查 改為 屬實：補證據。\n",
    );
    folder
}

static MADE: LazyLock<Made> = LazyLock::new(|| make(site().root(), Drafts::Skip));

/// Returns the name of a kind of page that a template makes.
fn kind(kind: &PageKind) -> Option<&'static str> {
    Some(match kind {
        PageKind::Front { .. } => "front",
        PageKind::List { .. } => "list",
        PageKind::Article { .. } => "article",
        PageKind::Plain { .. } => "plain",
        PageKind::Notes { .. } => "notes",
        PageKind::Taxonomy { .. } => "taxonomy",
        PageKind::Term { .. } => "term",
        PageKind::Timeline { .. } => "timeline",
        PageKind::Sources { .. } => "sources",
        PageKind::Legend { .. } => "legend",
        PageKind::Glossary { .. } => "glossary",
        PageKind::Feed {
            format: FeedFormat::Atom,
            ..
        } => "feed",
        PageKind::CorrectionsFeed {
            format: FeedFormat::Atom,
            ..
        } => "corrections feed",
        PageKind::Feed { .. } | PageKind::CorrectionsFeed { .. } => return None,
        PageKind::NotFound { .. } => "not found",
        PageKind::Redirect { .. } => "redirect",
        PageKind::Search { .. } => "search",
        PageKind::Claims(_)
        | PageKind::HostFile(_)
        | PageKind::OpenSearch { .. }
        | PageKind::SearchFile(_)
        | PageKind::Card { .. }
        | PageKind::File(_)
        | PageKind::ThemeFile(_)
        | PageKind::HighlightStyles
        | PageKind::SiteStyles
        | PageKind::Collection
        | PageKind::CollectionPage { .. }
        | PageKind::PlainText { .. }
        | PageKind::Annotations { .. } => return None,
    })
}

#[test]
fn every_kind_of_page_is_made_of_its_templates_alone() {
    assert!(MADE.diagnostics.is_empty(), "{}", MADE.report());
    let mut kinds = BTreeSet::new();
    for page in &MADE.prepared.plan {
        let Some(kind) = kind(&page.kind) else {
            continue;
        };
        kinds.insert(kind);
        let text = MADE.text(&page.path);
        assert_eq!(
            text.matches(" data-theme=\"plain\"").count(),
            1,
            "{}",
            page.path
        );
        if page.path.ends_with(".html") {
            let html = text.trim_start_matches("<!doctype html>");
            assert_eq!(page::unbalanced(html), None, "{}", page.path);
        }
    }
    assert_eq!(kinds.len(), 16, "{kinds:?}");
}

#[test]
fn nothing_of_the_other_theme_is_loaded() {
    let others: Vec<&str> = theme::static_file_names().collect();
    let mut own = 0;
    for (path, page) in MADE.pages() {
        let html = page::parse(page);
        for element in page::all(&html, "link[href], script[src], img[src]") {
            let address = element.attr("href").or_else(|| element.attr("src"));
            let address = address.expect("it was selected for it");
            let file = address.split('?').next().unwrap_or_default();
            let name = file.rsplit('/').next().unwrap_or_default();
            assert!(!others.contains(&name), "{path} loads {address}");
            own += usize::from(name == "plain.css");
        }
    }
    // A redirect loads nothing.
    let redirects = MADE
        .pages()
        .filter(|(path, _)| path.ends_with("old/index.html"));
    assert_eq!(own + redirects.count(), MADE.pages().count());
}

#[test]
fn its_sheet_is_where_its_pages_say() {
    for (path, page) in MADE.pages() {
        let html = page::parse(page);
        for sheet in page::all(&html, "link[rel=stylesheet]") {
            let address = sheet.attr("href").expect("an address");
            let folder = PathBuf::from(path);
            let folder = folder.parent().expect("a folder");
            let up = folder.components().count();
            let expected = match path.ends_with("404.html") {
                true => "/".to_owned(),
                false if up == 0 => "./".to_owned(),
                false => "../".repeat(up),
            };
            assert_eq!(address, format!("{expected}plain.css"), "{path}");
        }
    }
}

/// Every name behind a point is one of the page about templates, or an interface word.
#[test]
fn it_uses_what_is_written_down() {
    let page = fs::read_to_string(repository().join("docs/templates.md")).expect("the page");
    let mut count = 0;
    for (path, bytes) in files() {
        let text = String::from_utf8(bytes).expect("a text");
        for name in expressions(&text).flat_map(paths) {
            let mut parts = name.split('.');
            let is_word = parts.next() == Some("ui");
            for part in parts {
                let is_known = match is_word {
                    true => !built_in(InterfaceLanguage::English).get(part).is_empty(),
                    false => page.contains(&format!("| `{part}` |")),
                };
                assert!(is_known, "{path}: {name}");
            }
            count += 1;
        }
    }
    assert!(count > 80, "{count}");
}

/// Returns what stands between the braces of a template, but for the names of other templates.
fn expressions(template: &str) -> impl Iterator<Item = &str> {
    let parts = ["{{", "{%"]
        .into_iter()
        .flat_map(|open| template.split(open).skip(1))
        .map(|rest| rest.split(['%', '}']).next().unwrap_or_default());
    parts.filter(|part| !part.contains("include") && !part.contains("extends"))
}

/// Returns the names with a point in an expression.
fn paths(expression: &str) -> impl Iterator<Item = &str> {
    let is_of_name = |it: char| it.is_ascii_lowercase() || "_.".contains(it);
    let words = expression.split(move |it: char| !is_of_name(it));
    words.filter(|word| word.contains('.'))
}
