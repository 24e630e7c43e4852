//! Folders of articles as sections.

use kaozheng::site::Drafts;

use crate::folder::{Folder, Made, make};
use crate::page;

const CONFIGURATION: &str = "title = \"站\"
base_url = \"https://archive.test/\"
page_size = 2
menu = [\"/articles/\", \"/articles/economy/\", \"/articles/經濟/\"]

[archive]
ledger = true
search = true

[sections.economy]
title = { zh-Hant = \"經貿\", zh-Hans = \"经贸\", en = \"Trade\" }
feeds = true

[sections.\"economy/markets\"]
title = \"市場\"

[sections.hidden]
pages = false
";

/// The articles: sections, articles of folders and of files alone, and one in no section.
const ARTICLES: [(&str, &str); 7] = [
    ("economy/a/index.md", "2024-01-01"),
    ("economy/b.md", "2024-01-02"),
    ("economy/markets/c/index.md", "2024-01-03"),
    ("經濟/d/index.md", "2024-01-04"),
    ("hidden/e.md", "2024-01-05"),
    ("f/index.md", "2024-01-06"),
    ("g.md", "2024-01-07"),
];

fn folder() -> Folder {
    let folder = Folder::empty();
    folder.write("kaozheng.toml", CONFIGURATION);
    for (path, date) in ARTICLES {
        let text = format!(
            "---\ntitle: 題{path}\ndate: {date}\nlanguage: zh-Hant\n---\n\n水是濕的[^a]。\n\n[^a]: **屬實** 「水是濕的」：是。\n    - 據 推算\n"
        );
        folder.write(&format!("content/articles/{path}"), text);
    }
    folder
        .write("content/articles/economy/a/data/x.csv", "1")
        .write("content/articles/economy/b.csv", "2")
        .write("content/articles/economy/loose.csv", "3");
    folder
}

fn site() -> Made {
    let made = make(folder().root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    made
}

/// Returns the texts and the addresses of links.
fn links(made: &Made, path: &str, selector: &str) -> Vec<(String, String)> {
    let html = page::parse(made.text(path));
    let links = page::all(&html, selector).into_iter();
    links
        .map(|link| {
            (
                page::text(link),
                link.attr("href").unwrap_or_default().to_owned(),
            )
        })
        .collect()
}

fn check(made: &Made, path: &str, selector: &str, expected: &[(&str, &str)]) {
    let links = links(made, path, selector);
    let links: Vec<(&str, &str)> = links
        .iter()
        .map(|(text, href)| (text.as_str(), href.as_str()))
        .collect();
    assert_eq!(links, expected, "{selector} in {path}");
}

#[test]
fn a_folder_of_articles_is_a_section() {
    let made = site();
    for slug in [
        "economy/a",
        "economy/b",
        "economy/markets/c",
        "經濟/d",
        "hidden/e",
        "f",
        "g",
    ] {
        for tree in ["", "zh-hans/"] {
            let path = format!("{tree}articles/{slug}/index.html");
            assert!(made.files.contains_key(&path), "{path}");
        }
    }
    // Files stay where they were beside articles without a section.
    for path in [
        "articles/economy/a/data/x.csv",
        "articles/economy/b/b.csv",
        "articles/economy/loose.csv",
    ] {
        assert!(made.files.contains_key(path), "{path}");
    }
    let of_a_section = ".cards h3 a";
    check(
        &made,
        "articles/economy/index.html",
        of_a_section,
        &[
            (
                "題economy/markets/c/index.md",
                "../../articles/economy/markets/c/",
            ),
            ("題economy/b.md", "../../articles/economy/b/"),
        ],
    );
    check(
        &made,
        "zh-hans/articles/economy/page/2/index.html",
        of_a_section,
        &[(
            "题economy/a/index.md",
            "../../../../../zh-hans/articles/economy/a/",
        )],
    );
    check(
        &made,
        "articles/economy/markets/index.html",
        of_a_section,
        &[(
            "題economy/markets/c/index.md",
            "../../../articles/economy/markets/c/",
        )],
    );
    assert_eq!(
        links(&made, "articles/經濟/index.html", of_a_section).len(),
        1
    );
    assert!(!made.files.contains_key("articles/hidden/index.html"));
    assert!(made.files.contains_key("articles/economy/feed.xml"));
    assert!(!made.files.contains_key("articles/經濟/feed.xml"));
    let sitemap = made.text("sitemap-1.xml");
    for address in ["articles/economy/", "zh-hans/articles/economy/markets/"] {
        assert!(
            sitemap.contains(&format!("https://archive.test/{address}<"))
                || sitemap.contains(&format!("href=\"https://archive.test/{address}\"")),
            "{address}"
        );
    }
}

#[test]
fn sections_are_called_as_the_site_calls_them() {
    let made = site();
    check(
        &made,
        "zh-hans/articles/economy/markets/c/index.html",
        ".crumb a",
        &[
            ("首页", "../../../../"),
            ("文章", "../../../"),
            ("经贸", "../../"),
            ("市场", "../"),
        ],
    );
    check(
        &made,
        "zh-hans/articles/經濟/d/index.html",
        ".crumb a",
        &[("首页", "../../../"), ("文章", "../../"), ("经济", "../")],
    );
    check(
        &made,
        "articles/hidden/e/index.html",
        ".crumb a",
        &[("首頁", "../../../"), ("文章", "../../")],
    );
    check(
        &made,
        "articles/economy/markets/index.html",
        ".crumb a",
        &[("首頁", "../../../"), ("文章", "../../"), ("經貿", "../")],
    );
    check(
        &made,
        "articles/economy/index.html",
        "aside .vl a:not([href*=claims])",
        &[("市場", "markets/")],
    );
    let listed = "aside .vl a:not([href*=claims])";
    let sections = [("經貿", "economy/"), ("經濟", "%E7%B6%93%E6%BF%9F/")];
    check(&made, "articles/index.html", listed, &sections);
    let menu = [
        ("文章", "articles/"),
        ("经贸", "articles/economy/"),
        ("经济", "articles/%E7%B6%93%E6%BF%9F/"),
    ];
    check(
        &made,
        "zh-hans/index.html",
        ".menu a:not([data-search])",
        &menu,
    );
}

#[test]
fn articles_of_a_section_are_listed() {
    let folder = folder();
    let lines = |arguments: &[&str]| {
        let run = folder.run(arguments);
        assert_eq!(run.exit, 0, "{}", run.stderr);
        run.stdout
    };
    let names = |section: &str| -> Vec<String> {
        let lines = lines(&["list", "articles", "--section", section]);
        let names = lines
            .lines()
            .map(|line| line.split('\t').nth(1).unwrap_or_default());
        names.map(str::to_owned).collect()
    };
    assert_eq!(
        names("economy"),
        ["economy/markets/c", "economy/b", "economy/a"]
    );
    assert_eq!(names("economy/markets"), ["economy/markets/c"]);
    assert_eq!(names("经济"), ["經濟/d"]);
    assert_eq!(names("news"), [""; 0]);
    assert_eq!(
        lines(&["list", "sections"]),
        "economy\t3\nhidden\t1\n經濟\t1\neconomy/markets\t1\n"
    );
    assert!(lines(&["stats"]).contains("lists.sections\t3\n"));
    // Two that differ in script are two.
    folder.write(
        "content/articles/经济/h.md",
        "---\ntitle: 题\n---\n\n文。\n",
    );
    assert_eq!(names("经济"), ["经济/h"]);
    assert_eq!(names("經濟/"), ["經濟/d"]);
    let sections = lines(&["list", "sections"]);
    assert!(sections.contains("\n經濟\t1\n") && sections.contains("\n经济\t1\n"));
    // Commands find an article in a section by its name and by its folder.
    for name in ["economy/a", "content/articles/economy/a"] {
        let run = folder.run(&["suggest", name]);
        assert_eq!(run.exit, 0, "{}", run.stderr);
    }
}

#[test]
fn a_search_finds_what_lies_in_a_section() {
    let made = site();
    let texts = made
        .files
        .keys()
        .filter(|path| path.starts_with("search/text/"));
    let slugs: Vec<&str> = texts
        .filter_map(|path| {
            made.text(path)
                .split_once("\"slug\":\"")?
                .1
                .split('"')
                .next()
        })
        .collect();
    assert!(slugs.contains(&"economy/markets/c"), "{slugs:?}");
}

#[test]
fn a_link_leads_to_a_section_and_to_what_lies_in_it() {
    let folder = folder();
    folder.write(
        "content/articles/f/index.md",
        "---\ntitle: 題\ndate: 2024-01-06\n---\n\n[甲](/articles/economy/)、[乙](../economy/a/index.md)、[丙](../economy/b.md)。\n",
    );
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    check(
        &made,
        "zh-hans/articles/f/index.html",
        ".t a",
        &[
            ("甲", "../economy/"),
            ("乙", "../economy/a/"),
            ("丙", "../economy/b/"),
        ],
    );
}

#[test]
fn an_article_keeps_its_address_when_others_get_sections() {
    let folder = Folder::site();
    folder
        .article("a")
        .write("content/articles/a/x/y.csv", "1")
        .write("content/articles/a/x/note.md", "無");
    let before: Vec<String> = make(folder.root(), Drafts::Skip)
        .files
        .into_keys()
        .collect();
    folder.article("s/b");
    let after = make(folder.root(), Drafts::Skip);
    assert!(before.iter().all(|path| after.files.contains_key(path)));
    assert!(after.diagnostics.is_empty(), "{}", after.report());
}

#[test]
fn what_a_section_says_counts_before_what_all_say() {
    let folder = folder();
    let settings = |text: &str| {
        folder.write("kaozheng.toml", format!("title = \"站\"\n{text}"));
        let made = make(folder.root(), Drafts::Skip);
        ["economy", "economy/markets", "經濟"].map(|name| {
            made.files
                .contains_key(&format!("articles/{name}/index.html"))
        })
    };
    let none = "[taxonomies.sections]\npages = false\n";
    let one = "[sections.economy]\npages = true\n";
    let not_one = "[sections.economy]\npages = false\n";
    assert_eq!(settings(""), [true; 3]);
    assert_eq!(settings(none), [false; 3]);
    assert_eq!(settings(&format!("{none}{one}")), [true, false, false]);
    assert_eq!(settings(not_one), [false, true, true]);
}
