//! Articles in lists: tags, outlets, years, lists of a site's own, and the timeline.

use kaozheng::site::Drafts;

use crate::folder::{Folder, Made, make};
use crate::page;

const CONFIGURATION: &str = "title = \"站\"
base_url = \"https://archive.test/\"
page_size = 2
[taxonomies.topics]
title = { zh-Hant = \"題目\", zh-Hans = \"题目\", en = \"Topics\" }
path = \"by/topic\"
[taxonomies.outlets]
pages = false
";

fn article(folder: &Folder, name: &str, front_matter: &str, body: &str) {
    let text = format!("---\n{front_matter}\n---\n\n{body}\n");
    folder.write(&format!("content/articles/{name}/index.md"), text);
}

fn site() -> Made {
    let folder = Folder::empty();
    folder.write("kaozheng.toml", CONFIGURATION);
    for (name, date, tags) in [
        ("a", "1900-01-31", "[頁, page, 財經]"),
        ("b", "2024-02-25", "[page]"),
        ("c", "9999-12-31", "[PAGE, 🎉]"),
        ("d", "2024-02-01", "[page]"),
    ] {
        let front_matter = format!(
            "title: 題{name}\ndate: {date}\ntags: {tags}\ntopics: [甲]\nsource: {{ publisher: 報 }}\n\
             review: {{ by: 編, date: 2025-01-0{} }}\nevents: [{{ date: 2024-02-20, title: 事{name} }}]",
            name.len()
        );
        let note = "水是濕的[^a]。\n\n[^a]: **錯誤** 「水是濕的」：不是。\n    - 據 [甲](https://example.com/1)\n    \
                    - 更正 2025-02-01 由 待查 改為 錯誤：查到。";
        article(&folder, name, &front_matter, note);
    }
    article(&folder, "e", "title: 無日", "文。");
    let made = make(folder.root(), Drafts::Skip);
    let codes: Vec<&str> = made.diagnostics.iter().map(|it| it.code).collect();
    assert_eq!(codes, ["same-term"], "{}", made.report());
    made
}

/// Returns the addresses of the articles on a page of a list.
fn cards(made: &Made, path: &str) -> Vec<String> {
    let html = page::parse(made.text(path));
    let links = page::all(&html, ".cards h3 a").into_iter();
    links
        .map(|link| link.attr("href").expect("a reference").to_owned())
        .collect()
}

#[test]
fn names_of_one_script_are_compared_whatever_texts_of_the_other_say() {
    let folder = Folder::empty();
    folder.write("kaozheng.toml", "title = \"站\"\n");
    for (name, language, tag) in [
        ("a", "zh-Hant-TW", "ai"),
        ("b", "zh-Hant-TW", "AI"),
        ("c", "zh-Hans", "AI"),
    ] {
        let day = name.as_bytes()[0] - b'a' + 1;
        let front_matter =
            format!("title: 題\nlanguage: {language}\ndate: 2024-01-0{day}\ntags: [{tag}]");
        article(&folder, name, &front_matter, "文。");
    }
    let made = make(folder.root(), Drafts::Skip);
    let codes: Vec<&str> = made.diagnostics.iter().map(|it| it.code).collect();
    assert_eq!(codes, ["same-term"], "{}", made.report());
}

#[test]
fn a_taxonomy_and_a_section_have_page_sizes_of_their_own() {
    let folder = Folder::empty();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\npage_size = 2\n[taxonomies.tags]\npage_size = 3\n\
         [taxonomies.sections]\npage_size = 4\n[sections.small]\npage_size = 1\n",
    );
    for section in ["small", "other"] {
        for name in ["a", "b", "c", "d"] {
            let front_matter = format!("title: 題{name}\ntags: [{section}]");
            article(&folder, &format!("{section}/{name}"), &front_matter, "文。");
        }
    }
    let made = make(folder.root(), Drafts::Skip);
    for (list, pages) in [
        ("articles", 4),
        ("tags/small", 2),
        ("tags/other", 2),
        ("articles/small", 4),
        ("articles/other", 1),
    ] {
        let path = |number: usize| match number {
            1 => format!("{list}/index.html"),
            _ => format!("{list}/page/{number}/index.html"),
        };
        let found = (1..).take_while(|number| made.files.contains_key(&path(*number)));
        assert_eq!(found.count(), pages, "{list}");
    }
    assert_eq!(cards(&made, "tags/small/index.html").len(), 3);
    assert_eq!(cards(&made, "articles/small/page/4/index.html").len(), 1);
}

#[test]
fn an_article_in_the_other_script_changes_no_address() {
    let folder = Folder::empty();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\n[archive]\nledger = true\n",
    );
    let note = "水是濕的[^a]。\n\n[^a]: **錯誤** 「水是濕的」：不是。\n    - 據 [甲](https://example.com/1)";
    article(
        &folder,
        "a",
        "title: 一\nlanguage: zh-Hant\ndate: 2024-01-01\ntags: [財經]",
        note,
    );
    article(
        &folder,
        "b",
        "title: 二\nlanguage: zh-Hans\ndate: 2024-01-02\ntags: [财经]",
        "文。",
    );
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    assert_eq!(cards(&made, "tags/財經/index.html").len(), 2);
    assert!(!made.files.contains_key("tags/财经/index.html"));
    // What is said of the claims of a name leads to them, whatever article has them.
    let html = page::parse(made.text("tags/財經/index.html"));
    let claims = page::all(&html, "a[href*='claims/tag']");
    assert_eq!(
        claims[0].attr("href"),
        Some("../../claims/tag/%E8%B2%A1%E7%B6%93/")
    );
    assert!(made.files.contains_key("claims/tag/財經/index.html"));
}

#[test]
fn articles_stand_in_the_lists_of_their_tags() {
    let made = site();
    // The newest first, two on a page, one list for all ways to write a tag, also one named like a folder of pages.
    let up = "../../articles/";
    assert_eq!(
        cards(&made, "tags/page/index.html"),
        [format!("{up}c/"), format!("{up}b/")]
    );
    assert_eq!(
        cards(&made, "tags/page/page/2/index.html"),
        ["../../../../articles/d/", "../../../../articles/a/"]
    );
    assert_eq!(cards(&made, "tags/u1f389/index.html").len(), 1);
    assert_eq!(cards(&made, "zh-hans/tags/財經/index.html").len(), 1);
    let names = page::parse(made.text("zh-hans/tags/index.html"));
    let names: Vec<String> = (page::all(&names, ".terms > li > a").into_iter())
        .map(|name| page::text_without(name, &[]))
        .collect();
    assert_eq!(names, ["PAGE", "🎉", "财经", "页"]);
    let article = page::parse(made.text("zh-hans/articles/a/index.html"));
    let tags: Vec<&str> = (page::all(&article, "a[rel=tag]").into_iter())
        .filter_map(|tag| tag.attr("href"))
        .collect();
    assert_eq!(
        tags,
        [
            "../../tags/%E9%A0%81/",
            "../../tags/page/",
            "../../tags/%E8%B2%A1%E7%B6%93/"
        ]
    );
}

#[test]
fn years_have_months_and_every_day_is_in_one() {
    let made = site();
    let overview = page::parse(made.text("years/index.html"));
    let years: Vec<String> = (page::all(&overview, ".terms > li > a").into_iter())
        .map(|year| page::text_without(year, &[]))
        .collect();
    assert_eq!(years, ["9999", "2024", "1900"]);
    assert_eq!(
        cards(&made, "years/2024/02/index.html"),
        ["../../../articles/b/", "../../../articles/d/"]
    );
    assert_eq!(cards(&made, "years/1900/01/index.html").len(), 1);
}

#[test]
fn a_site_has_lists_of_its_own_and_does_without_others() {
    let made = site();
    assert_eq!(cards(&made, "by/topic/甲/index.html").len(), 2);
    let article = made.text("articles/a/index.html");
    assert!(article.contains("<dt>題目</dt>"), "{article}");
    assert!(
        made.text("zh-hans/articles/a/index.html")
            .contains("<dt>题目</dt>")
    );
    assert!(!made.files.contains_key("outlets/index.html"));
}

#[test]
fn the_timeline_tells_what_happened_when() {
    let made = site();
    let html = page::parse(made.text("timeline/index.html"));
    let days = page::all(&html, ".tl ol li time").into_iter();
    let kinds = page::all(&html, ".tl ol li").into_iter();
    let moments: Vec<String> = days
        .zip(kinds)
        .filter_map(|(day, moment)| {
            Some(format!(
                "{} {}",
                day.attr("datetime")?,
                moment.attr("class")?
            ))
        })
        .collect();
    let count = |kind: &str| {
        moments
            .iter()
            .filter(|moment| moment.ends_with(kind))
            .count()
    };
    assert_eq!(
        ["event", "published", "reviewed", "corrected"].map(count),
        [4, 4, 4, 4]
    );
    assert_eq!(
        moments.first().map(String::as_str),
        Some("9999-12-31 published")
    );
    assert_eq!(
        moments.last().map(String::as_str),
        Some("1900-01-31 published")
    );
    let mut sorted = moments.clone();
    sorted.sort_by(|one, other| other[..10].cmp(&one[..10]));
    let days = |moments: &[String]| {
        moments
            .iter()
            .map(|it| it[..10].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(days(&moments), days(&sorted));
    let corrected = page::all(&html, ".corrected a").remove(0);
    assert_eq!(corrected.attr("href"), Some("../articles/c/#n-a"));
}

#[test]
fn articles_that_rest_on_the_same_page_are_related() {
    let made = site();
    let article = page::parse(made.text("articles/b/index.html"));
    let related: Vec<&str> = (page::all(&article, ".also a").into_iter())
        .filter_map(|link| link.attr("href"))
        .collect();
    assert_eq!(related, ["../c/", "../d/", "../a/"]);
    let alone = page::parse(made.text("articles/e/index.html"));
    assert!(page::all(&alone, ".also a").is_empty());
}

#[test]
fn a_site_says_what_stands_in_its_menu() {
    let folder = Folder::empty();
    let menu = "menu = [\"/tags/\", \"/about/\", \"/articles/a/\", \"/timeline/\", \"/articles/\", \
                { to = \"https://example.org/\", title = { zh-Hant = \"說明\", zh-Hans = \"说明\", en = \"Out\" } }]";
    folder.write("kaozheng.toml", format!("title = \"站\"\n{menu}\n"));
    article(
        &folder,
        "a",
        "title: 題後\ndate: 2024-02-25\ntags: [標籤]",
        "文。",
    );
    folder.write("content/about.md", "---\ntitle: 關於\n---\n\n文。\n");
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    let html = page::parse(made.text("zh-hans/timeline/index.html"));
    let menu: Vec<(String, &str)> = (page::all(&html, ".menu a").into_iter())
        .filter_map(|item| Some((page::text_without(item, &[]), item.attr("href")?)))
        .collect();
    let menu: Vec<(&str, &str)> = menu
        .iter()
        .map(|(title, href)| (title.as_str(), *href))
        .collect();
    assert_eq!(
        menu,
        [
            ("标签", "../tags/"),
            ("关于", "../about/"),
            ("题后", "../articles/a/"),
            ("时间线", "./"),
            ("文章", "../articles/"),
            ("说明", "https://example.org/"),
        ]
    );
}

#[test]
fn names_that_differ_in_signs_are_apart_and_long_ones_are_cut() {
    let folder = Folder::empty();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\n[archive]\nledger = true\n",
    );
    let long = "長".repeat(100);
    let note = "水是濕的[^a]。\n\n[^a]: **屬實** 「水是濕的」：是。\n    - 據 推算";
    let tags = format!(
        "title: 題\ndate: 2024-02-25\ntags: [C++, C, {long}]\nsource: {{ publisher: \" \" }}"
    );
    article(&folder, "a", &tags, note);
    article(&folder, "b", "title: 題二\ntags: [C#]", note);
    let run = folder.run(&["build"]);
    assert_eq!(
        (run.exit, run.stderr.contains("warning")),
        (0, false),
        "{}",
        run.stderr
    );
    let made = make(folder.root(), Drafts::Skip);
    assert_eq!(cards(&made, "tags/c/index.html"), ["../../articles/a/"]);
    let names = page::parse(made.text("tags/index.html"));
    assert_eq!(page::all(&names, ".terms > li").len(), 4);
    assert!(!made.files.contains_key("outlets/index.html"));
    let of_c = made
        .files
        .keys()
        .filter(|path| path.starts_with("claims/tag/c-"));
    assert_eq!(of_c.count(), 2);
}

#[test]
fn a_tag_that_comes_later_changes_no_address() {
    let folder = Folder::empty();
    let note = "水是濕的[^a]。\n\n[^a]: **屬實** 「水是濕的」：是。\n    - 據 推算";
    for pages in ["true", "false"] {
        folder.write(
            "kaozheng.toml",
            format!("title = \"站\"\n[archive]\nledger = true\n[taxonomies.tags]\npages = {pages}\n[taxonomies.topics]\n"),
        );
        let lists = |tags: &str, outlet: &str| -> Vec<String> {
            let front = format!(
                "title: 題二\ntags: [{tags}]\ntopics: [{tags}]\nsource: {{ publisher: {outlet} }}"
            );
            article(&folder, "b", &front, note);
            let made = make(folder.root(), Drafts::Skip);
            assert!(made.diagnostics.is_empty(), "{}", made.report());
            let is_list =
                |path: &&String| !path.starts_with("articles/") && path.ends_with("/index.html");
            made.files.keys().filter(is_list).cloned().collect()
        };
        let front =
            "title: 題\ntags: [C++, 《財經》]\ntopics: [C++]\nsource: { publisher: 《日報》 }";
        article(&folder, "a", front, note);
        let before = lists("甲", "乙");
        let after = lists("甲, C, C#, 財經", "日報");
        let gone: Vec<&String> = before
            .iter()
            .filter(|path| !path.contains("乙") && !after.contains(path))
            .collect();
        assert!(gone.is_empty(), "{gone:?}");
        assert!(after.len() > before.len() + 6, "{after:?}");
    }
}

#[test]
fn a_name_that_is_written_in_several_ways_stands_once() {
    let folder = Folder::empty();
    for pages in ["true", "false"] {
        folder.write(
            "kaozheng.toml",
            format!("title = \"站\"\nbase_url = \"https://archive.test/\"\n[archive]\nsearch = true\n[taxonomies.tags]\npages = {pages}\n[taxonomies.topics]\npages = {pages}\n"),
        );
        article(
            &folder,
            "a",
            "title: 題\ndate: 2024-02-25\nlanguage: zh-Hant\ntags: [軟體, 软体, Software, ＳＯＦＴＷＡＲＥ, software, 硬體]\ntopics: [ＡＢ, ab]",
            "文。",
        );
        let made = make(folder.root(), Drafts::Skip);
        for (tree, expected) in [
            ("", "軟體、Software、硬體"),
            ("zh-hans/", "软体、Software、硬体"),
        ] {
            let path = format!("{tree}articles/a/index.html");
            let html = page::parse(made.text(&path));
            let facts = page::all(&html, ".facts dd").into_iter();
            let facts: Vec<String> = facts.map(page::text).collect();
            assert!(facts.iter().any(|fact| fact == expected), "{facts:?}");
            assert!(facts.iter().any(|fact| fact == "ＡＢ"), "{facts:?}");
            let tags = page::all(&html, "meta[property='article:tag']");
            assert_eq!(tags.len(), 3);
            let feed = made.text(&format!("{tree}feed.json"));
            let feed: serde_json::Value = serde_json::from_str(feed).expect("JSON");
            assert_eq!(feed["items"][0]["tags"].as_array().map(Vec::len), Some(3));
            let head = made.text(&format!("{tree}search/head.js"));
            let tags = expected.replace('、', "\",\"");
            assert!(head.contains(&format!("\"tags\":[\"{tags}\"]")), "{head}");
        }
    }
}

#[test]
fn a_name_of_a_device_is_no_folder() {
    let folder = Folder::empty();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\n[archive]\nledger = true\n",
    );
    let note = "水是濕的[^a]。\n\n[^a]: **屬實** 「水是濕的」：是。\n    - 據 推算";
    article(
        &folder,
        "a",
        "title: 題\ntags: [CON, Nul, aux.txt, com1]\nsource: { publisher: PRN }",
        note,
    );
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    let devices = ["con", "nul", "aux", "prn", "com1"];
    for path in made.files.keys() {
        for part in path.split('/') {
            let stem = part.split('.').next().unwrap_or_default();
            assert!(!devices.contains(&stem.to_lowercase().as_str()), "{path}");
        }
    }
    let names = page::parse(made.text("tags/index.html"));
    assert_eq!(page::all(&names, ".terms > li").len(), 4);
}

#[test]
fn names_of_which_nothing_can_be_seen_are_none() {
    let folder = Folder::empty();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\nbase_url = \"https://archive.test/\"\n[archive]\nledger = true\nsearch = true\n[taxonomies.topics]\n",
    );
    for (name, blank) in [
        ("spaces", " \\u3000"),
        ("unseen", "\\u200b\\u2060"),
        ("filler", "\\u3164"),
    ] {
        let front = format!(
            "title: 題\ntags: [\"{blank}\"]\ntopics: [\"{blank}\"]\nsource: {{ publisher: \"{blank}\", author: \"{blank}\" }}\nreview: {{ by: \"{blank}\" }}"
        );
        let note = "水是濕的[^a]。\n\n[^a]: **屬實** 「水是濕的」：是。\n    - 據 推算\n    - 查核 \u{200b}";
        article(&folder, name, &front, note);
    }
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    for article in &made.prepared.site.articles {
        let front = &article.front_matter;
        assert_eq!(
            (&front.origin.publisher, front.origin.authors.len()),
            (&None, 0)
        );
        assert!(front.tags.is_empty() && front.terms.values().all(Vec::is_empty));
    }
    let is_list = |path: &&String| {
        ["tags/", "outlets/", "topics/", "tag/", "outlet/"]
            .iter()
            .any(|list| path.contains(list))
    };
    let lists: Vec<&String> = made.files.keys().filter(is_list).collect();
    assert!(lists.is_empty(), "{lists:?}");
    let claims: serde_json::Value = serde_json::from_str(made.text("claims.json")).expect("JSON");
    let claims = claims["claims"].as_array().expect("claims");
    assert_eq!(claims.len(), 3);
    for claim in claims {
        assert!(claim["reviewer"].is_null(), "{claim:#}");
    }
}
