//! The way from the front page that stands above the text of a page.

use serde_json::Value;

use crate::folder::{Folder, Made, make};
use crate::laws::SITES;
use crate::page;
use kaozheng::site::Drafts;

/// Returns the steps above a page: the name of each, and the path that it leads to; none for the page itself.
fn steps(made: &Made, path: &str) -> Vec<(String, Option<String>)> {
    let html = page::parse(made.text(path));
    let steps = page::all(&html, "nav.crumb > ol > li").into_iter();
    steps
        .map(|step| {
            let link = step.child_elements().next();
            let is_current = step.attr("aria-current") == Some("page");
            assert_eq!(link.is_none(), is_current, "{path}");
            let target = link.map(|link| {
                let href = link.attr("href").expect("an address");
                let base = url::Url::parse(&format!("https://archive.test/{path}"));
                let target = base.expect("an address").join(href).expect("an address");
                let target = percent_encoding::percent_decode_str(&target.path()[1..]);
                target.decode_utf8().expect("a path").into_owned()
            });
            (page::text(step), target)
        })
        .collect()
}

#[test]
fn every_step_is_a_page_and_the_last_is_this_one() {
    let mut read = 0;
    for (site, made) in SITES.iter() {
        for (path, text) in made.pages() {
            let steps = steps(made, path);
            let html = page::parse(text);
            let Some(((own, here), above)) = steps.split_last() else {
                let is_alone = !text.contains("class=\"page article\"");
                assert!(is_alone, "{site}: {path}");
                continue;
            };
            assert_eq!(here, &None, "{site}: {path}");
            let heading = page::all(&html, "h1").remove(0);
            assert_eq!(own, &page::text(heading), "{site}: {path}");
            for (name, target) in above {
                let target = target.as_ref().expect("only the last is here");
                let target = format!("{target}index.html");
                assert!(made.files.contains_key(&target), "{site}: {path}: {name}");
                read += 1;
            }
        }
    }
    assert!(read > 100, "{read}");
}

#[test]
fn search_engines_are_told_the_same_way() {
    let folder = Folder::empty();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\nbase_url = \"https://archive.test/\"\n",
    );
    folder.write(
        "content/articles/a/index.md",
        "---\ntitle: 題後\n---\n\n文。\n",
    );
    let made = make(folder.root(), Drafts::Skip);
    for (tree, expected) in [
        ("", ["首頁", "文章", "題後"]),
        ("zh-hans/", ["首页", "文章", "题后"]),
    ] {
        let path = format!("{tree}articles/a/index.html");
        let html = page::parse(made.text(&path));
        let script = page::all(&html, "script[type='application/ld+json']").remove(0);
        let data: Value = serde_json::from_str(&script.inner_html()).expect("JSON");
        let graph = data["@graph"].as_array().expect("a graph");
        let list = graph.iter().find(|node| node["@type"] == "BreadcrumbList");
        let items = list.expect("a way")["itemListElement"].as_array();
        let told: Vec<(String, String)> = (items.expect("steps").iter())
            .map(|item| (&item["name"], &item["item"]))
            .map(|(name, item)| {
                (
                    name.as_str().expect("a name"),
                    item.as_str().expect("a page"),
                )
            })
            .map(|(name, item)| (name.to_owned(), item.to_owned()))
            .collect();
        let own = format!("{tree}articles/a/");
        let shown: Vec<(String, String)> = (steps(&made, &path).into_iter())
            .map(|(name, target)| (name, target.unwrap_or_else(|| own.clone())))
            .map(|(name, target)| (name, format!("https://archive.test/{target}")))
            .collect();
        assert_eq!(told, shown);
        let names: Vec<&str> = shown.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, expected);
    }
}
