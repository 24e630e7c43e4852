//! Small sites in `tests/sites/`, made in memory: the list of their files, and the `<main>` of the
//! pages that show something, in each edition.

use std::path::Path;

use kaozheng::site::Drafts;

use crate::folder::{Made, make};
use crate::page;

/// Makes a site and compares its list of files, and the `<main>` of the pages, with snapshots.
fn check(site: &str, drafts: Drafts, pages: &[&str]) -> Made {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let made = make(&folder.join(site), drafts);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    let files: Vec<&str> = made.files.keys().map(String::as_str).collect();
    let name = match drafts {
        Drafts::Skip => site.to_owned(),
        Drafts::Include => format!("{site}-with-drafts"),
    };
    insta::assert_snapshot!(format!("{name}__files"), files.join("\n"));
    for page in pages {
        let text = made.text(page);
        let page = page.trim_end_matches(".html").trim_end_matches("/index");
        insta::assert_snapshot!(format!("{name}__{}", page.replace('/', "_")), main(text));
    }
    made
}

/// Returns the `<main>` of a page, or the whole of a file that has none.
fn main(page: &str) -> &str {
    let start = page.find("<main").unwrap_or(0);
    let end = page
        .find("</main>")
        .map_or(page.len(), |end| end + "</main>".len());
    &page[start..end]
}

#[test]
fn minimal() {
    let pages = [
        "index.html",
        "articles/one/index.html",
        "zh-hans/articles/one/index.html",
        "404.html",
    ];
    check("minimal", Drafts::Skip, &pages);
}

#[test]
fn notes() {
    let pages = [
        "articles/kinds/index.html",
        "articles/spans/index.html",
        "articles/places/index.html",
        "articles/items/index.html",
        "zh-hans/articles/kinds/index.html",
        "zh-hans/articles/spans/index.html",
        "zh-hans/articles/items/index.html",
        "articles/items/annotations.json",
        "terms/index.html",
        "zh-hans/terms/index.html",
        "about/index.html",
        "index.html",
    ];
    check("notes", Drafts::Skip, &pages);
}

#[test]
fn citations() {
    let pages = [
        "articles/cites/index.html",
        "zh-hans/articles/cites/index.html",
        "articles/own/index.html",
        "articles/cites/annotations.json",
    ];
    check("citations", Drafts::Skip, &pages);
}

#[test]
fn markdown() {
    let pages = [
        "articles/blocks/index.html",
        "articles/inlines/index.html",
        "zh-hans/articles/inlines/index.html",
        "zh-hans/deep/page/index.html",
    ];
    check("markdown", Drafts::Skip, &pages);
}

#[test]
fn raw_html() {
    let pages = ["articles/raw/index.html", "zh-hans/articles/raw/index.html"];
    check("raw-html", Drafts::Skip, &pages);
}

#[test]
fn editions() {
    let mut pages = Vec::new();
    for tree in ["", "zh-hant-hk/", "tw/"] {
        for page in ["articles/tw", "articles/cn", "articles/en", "about"] {
            pages.push(format!("{tree}{page}/index.html"));
        }
    }
    pages.push("tw/index.html".to_owned());
    pages.push("tw/articles/page/2/index.html".to_owned());
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let made = check("editions", Drafts::Skip, &pages);
    let head = made.text("tw/articles/cn/index.html");
    for line in [
        "<html lang=\"zh-Hant-TW\">",
        "<link rel=\"canonical\" href=\"https://example.org/e/tw/articles/cn/\">",
        "<link rel=\"alternate\" hreflang=\"zh-Hans\" href=\"https://example.org/e/articles/cn/\">",
        "<link rel=\"alternate\" hreflang=\"zh-Hant-HK\" \
         href=\"https://example.org/e/zh-hant-hk/articles/cn/\">",
        "<link rel=\"alternate\" hreflang=\"zh-Hant-TW\" \
         href=\"https://example.org/e/tw/articles/cn/\">",
        "<link rel=\"alternate\" hreflang=\"x-default\" href=\"https://example.org/e/articles/cn/\">",
    ] {
        assert!(head.contains(line), "no {line} in {head}");
    }
}

#[test]
fn conversion() {
    let mut pages = Vec::new();
    for tree in ["", "zh-hans/", "hk/"] {
        for page in ["hard", "cn", "hand", "off", "ja"] {
            pages.push(format!("{tree}articles/{page}/index.html"));
        }
        pages.push(format!("{tree}glossary/index.html"));
        pages.push(format!("{tree}index.html"));
    }
    pages.push("zh-hans/feed.xml".to_owned());
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let made = check("conversion", Drafts::Skip, &pages);
    for tree in ["", "zh-hans/", "hk/"] {
        let feed = made.text(&format!("{tree}feed.xml"));
        assert_eq!(
            page::unbalanced(feed.trim_start_matches("<?xml version=\"1.0\" encoding=\"utf-8\"?>")),
            None
        );
    }
}

#[test]
fn aliases_and_drafts() {
    let pages = [
        "old/moved/index.html",
        "old.html",
        "zh-hans/舊/文章/index.html",
        "help/deep/nested/index.html",
        "z-first/index.html",
        "index.html",
    ];
    check("aliases-drafts", Drafts::Skip, &pages);
    let pages = ["articles/draft/index.html", "index.html"];
    check("aliases-drafts", Drafts::Include, &pages);
}

#[test]
fn overrides() {
    let pages = [
        "articles/own/index.html",
        "zh-hans/articles/own/index.html",
        "site.css",
        "kz.css",
        "index.html",
    ];
    let made = check("overrides", Drafts::Skip, &pages);
    let head = made.text("articles/own/index.html");
    assert!(head.contains("href=\"../../site.css"), "{head}");
}
