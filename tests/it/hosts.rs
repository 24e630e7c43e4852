//! Files for hosts, search engines and feed readers.

use std::fs;

use kaozheng::site::Drafts;
use percent_encoding::percent_decode_str;

use crate::folder::{Folder, Made, make, tree};
use crate::page;

fn made(configuration: &str) -> Made {
    let folder = Folder::empty();
    folder.write(
        "kaozheng.toml",
        format!("title = \"站 & 館\"\n{configuration}"),
    );
    folder.write(
        "content/articles/a/index.md",
        "---\ntitle: 題\ndate: 2024-02-25\naliases: [old/a, was.html]\ntags: [標籤]\n---\n\n見[關於](/about/)，水是濕的[^a]。\n\n\
         [^a]: **屬實** 「水是濕的」：見[這裡](/)。\n    - 據 推算\n    - 更正 2024-03-01 由 待查 改為 屬實：查到。\n",
    );
    folder.write("content/about.md", "---\ntitle: 關於\n---\n\n文。\n");
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    made
}

const BASE: &str = "base_url = \"https://example.org/館/\"\n[archive]\nledger = true\nsearch = true\nfeeds = true\n";

#[test]
fn the_sitemap_has_every_page_in_every_edition() {
    let made = made(BASE);
    let index = made.text("sitemap.xml");
    assert!(
        index.contains("<loc>https://example.org/%E9%A4%A8/sitemap-1.xml</loc>"),
        "{index}"
    );
    let sitemap = made.text("sitemap-1.xml");
    let document = roxmltree::Document::parse(sitemap).expect("XML");
    let urls = document
        .descendants()
        .filter(|node| node.has_tag_name("url"));
    let mut locations = Vec::new();
    for url in urls {
        let children = |name: &'static str| {
            url.children()
                .filter(move |child| child.tag_name().name() == name)
        };
        locations.extend(children("loc").filter_map(|loc| loc.text()));
        let alternates: Vec<_> = children("link")
            .filter_map(|link| link.attribute("hreflang"))
            .collect();
        assert_eq!(alternates, ["zh-Hant", "zh-Hans", "x-default"]);
    }
    let is_page = |path: &&String| path.ends_with("index.html") && !path.contains("old/");
    let pages = made.files.keys().filter(is_page).count();
    assert_eq!(locations.len(), pages);
    assert!(locations.contains(&"https://example.org/%E9%A4%A8/zh-hans/articles/a/"));
    assert!(
        sitemap.contains("<lastmod>2024-03-01</lastmod>"),
        "{sitemap}"
    );
}

#[test]
fn without_an_address_there_is_nothing_that_needs_one() {
    let made = made("");
    for name in ["sitemap.xml", "feed.xml", "feed.json", "tags/標籤/feed.xml"] {
        assert!(!made.files.contains_key(name), "{name}");
    }
    assert_eq!(made.text("robots.txt"), "User-agent: *\nAllow: /\n");
    assert_eq!(made.text(".nojekyll"), "");
    assert!(
        made.text("_redirects")
            .starts_with("/old/a /articles/a/ 301\n")
    );
}

#[test]
fn hosts_are_told_the_policy_and_the_former_paths_below_the_root_of_the_site() {
    let made = made(BASE);
    let headers = made.text("_headers");
    assert!(
        headers.starts_with("/%E9%A4%A8/*\n  Content-Security-Policy: default-src 'self';"),
        "{headers}"
    );
    assert!(
        headers
            .contains("/%E9%A4%A8/kz.css\n  Cache-Control: public, max-age=31536000, immutable\n")
    );
    let redirects: Vec<&str> = made.text("_redirects").lines().collect();
    assert_eq!(
        redirects,
        [
            "/%E9%A4%A8/old/a /%E9%A4%A8/articles/a/ 301",
            "/%E9%A4%A8/was.html /%E9%A4%A8/articles/a/ 301",
            "/%E9%A4%A8/zh-hans/old/a /%E9%A4%A8/zh-hans/articles/a/ 301",
            "/%E9%A4%A8/zh-hans/was.html /%E9%A4%A8/zh-hans/articles/a/ 301",
        ]
    );
}

#[test]
fn a_site_has_its_own_in_place_of_each() {
    let folder = Folder::site();
    folder.write("static/robots.txt", "User-agent: *\nDisallow: /\n");
    folder.write("static/_headers", "/*\n");
    folder.write("static/404.html", "無");
    folder.write("static/zh-hans/404.html", "无");
    folder.write("content/articles/a.md", "---\ntitle: 題\n---\n\n文。\n");
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    assert_eq!(made.text("robots.txt"), "User-agent: *\nDisallow: /\n");
    assert_eq!(made.text("_headers"), "/*\n");
    assert_eq!(made.text("404.html"), "無");
    assert_eq!(made.text("zh-hans/404.html"), "无");
}

#[test]
fn hosts_are_told_that_the_sheet_of_the_site_never_changes() {
    let folder = Folder::site();
    folder.write("content/articles/a.md", "---\ntitle: 題\n---\n\n文。\n");
    let line = "\n/site.css\n  Cache-Control: public, max-age=31536000, immutable\n";
    let has = |folder: &Folder| {
        make(folder.root(), Drafts::Skip)
            .text("_headers")
            .contains(line)
    };
    assert!(!has(&folder));
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\n[theme.colours]\npaper = \"#ffffff\"\n",
    );
    assert!(has(&folder));
}

#[test]
fn feeds_say_the_same_in_both_formats_and_lead_to_absolute_addresses() {
    let made = made(BASE);
    for (folder, title) in [("", "站 & 馆"), ("tags/標籤/", "站 & 馆：标签")] {
        let path = format!("zh-hans/{folder}feed.json");
        let feed: serde_json::Value = serde_json::from_str(made.text(&path)).expect("JSON");
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(feed["title"], title);
        let item = &feed["items"][0];
        let content = item["content_html"].as_str().expect("content");
        for part in [
            "href=\"https://example.org/%E9%A4%A8/zh-hans/about/\"",
            "href=\"https://example.org/%E9%A4%A8/zh-hans/\"",
        ] {
            assert!(content.contains(part), "{content}");
        }
        let atom = made.text(&format!("zh-hans/{folder}feed.xml"));
        let document = roxmltree::Document::parse(atom).expect("XML");
        let find = |name: &str| {
            document
                .descendants()
                .find(|node| node.has_tag_name(("http://www.w3.org/2005/Atom", name)))
        };
        assert_eq!(find("content").and_then(|it| it.text()), Some(content));
        assert_eq!(find("title").and_then(|it| it.text()), Some(title));
    }
    let corrections: serde_json::Value =
        serde_json::from_str(made.text("corrections/feed.json")).expect("JSON");
    assert_eq!(corrections["items"].as_array().map(Vec::len), Some(1));
}

#[test]
fn browsers_are_told_how_to_search() {
    let made = made(BASE);
    let page = made.text("articles/a/index.html");
    assert!(
        page.contains("<link rel=\"search\" type=\"application/opensearchdescription+xml\" title=\"站 &amp; 館\" href=\"../../search/opensearch.xml\">"),
        "{page}"
    );
    let description = made.text("zh-hans/search/opensearch.xml");
    roxmltree::Document::parse(description).expect("XML");
    assert!(
        description
            .contains("template=\"https://example.org/%E9%A4%A8/zh-hans/search/?q={searchTerms}\"")
    );
}

#[test]
fn what_no_xml_may_hold_is_replaced_where_browsers_are_told_how_to_search() {
    let folder = Folder::site();
    folder.article("a").write(
        "kaozheng.toml",
        "title = \"站\\uFFFE館\\uFDD0\"\nbase_url = \"https://archive.test/\"\n[archive]\nsearch = true\n",
    );
    let made = make(folder.root(), Drafts::Skip);
    let description = made.text("search/opensearch.xml");
    let xml = roxmltree::Document::parse(description).expect("XML");
    let name = xml
        .descendants()
        .find(|it| it.has_tag_name(("http://a9.com/-/spec/opensearch/1.1/", "ShortName")));
    assert_eq!(name.and_then(|it| it.text()), Some("站\u{fffd}館\u{fffd}"));
}

/// Returns the references of a page that lead somewhere in the site, as paths.
fn references(page: &str) -> Vec<String> {
    let html = page::parse(page);
    let links = page::all(&html, "a[href], link[href], script[src], img[src]").into_iter();
    links
        .filter_map(|link| link.attr("href").or_else(|| link.attr("src")))
        .filter(|href| !href.starts_with("http") && !href.starts_with('#'))
        .map(|href| href.split(['#', '?']).next().unwrap_or_default())
        .map(|href| percent_decode_str(href).decode_utf8_lossy().into_owned())
        .collect()
}

#[test]
fn an_offline_site_names_files() {
    let folder = Folder::site();
    let archive = "title = \"站\"\n[archive]\nledger = true\nsearch = true\n";
    folder.write("kaozheng.toml", archive);
    folder.write(
        "content/articles/a.md",
        "---\ntitle: 題\ndate: 2024-02-25\naliases: [old]\ntags: [甲]\n---\n\n見[關於](/about/)，水是濕的[^a]。\n\n\
         [^a]: **屬實** 「水是濕的」：見[這裡](/)。\n    - 據 [甲](https://example.com/)\n",
    );
    folder.write("content/about.md", "---\ntitle: 關於\n---\n\n文。\n");
    let run = folder.run(&["build", "--offline"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let public = folder.path("public");
    let mut count = 0;
    for (path, bytes) in tree(&public) {
        if !path.ends_with(".html") || path.ends_with("404.html") {
            continue;
        }
        for reference in references(&String::from_utf8(bytes).expect("a text")) {
            let target = public.join(&path).with_file_name(&reference);
            assert!(target.is_file(), "{path}: {reference}");
            count += 1;
        }
    }
    assert!(count > 200, "{count}");
    // What scripts put before the names of files is a folder still.
    let search = fs::read_to_string(public.join("search/index.html")).expect("a page");
    assert!(
        search.contains("data-shards=\"./\" data-tree=\"../\""),
        "{search}"
    );
}
