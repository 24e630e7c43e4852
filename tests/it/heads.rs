//! What the head of a page says to programs that show links to it.

use kaozheng::site::Drafts;

use crate::folder::{Folder, make};

#[test]
fn a_page_says_what_it_is() {
    let folder = Folder::empty();
    folder
        .write(
            "kaozheng.toml",
            "title = \"站<名>\"\nbase_url = \"https://example.org/a/\"\n",
        )
        .write(
            "content/articles/a/index.md",
            "---\ntitle: 題\"目\ndate: 2024-02-25\ntags: [經濟]\nreview: { date: 2025-01-02 }\n---\n\n這是第一段。\n",
        );
    let run = folder.run(&["build"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let page = |path: &str| std::fs::read_to_string(folder.path(path)).expect("a page");
    let article = page("public/zh-hans/articles/a/index.html");
    for meta in [
        "property=\"og:title\" content=\"题&quot;目\"",
        "property=\"og:type\" content=\"article\"",
        "property=\"og:site_name\" content=\"站&lt;名&gt;\"",
        "property=\"og:locale\" content=\"zh_CN\"",
        "property=\"og:description\" content=\"这是第一段。\"",
        "property=\"og:url\" content=\"https://example.org/a/zh-hans/articles/a/\"",
        "property=\"article:published_time\" content=\"2024-02-25\"",
        "property=\"article:modified_time\" content=\"2025-01-02\"",
        "property=\"article:tag\" content=\"经济\"",
        "name=\"twitter:card\" content=\"summary\"",
    ] {
        assert!(
            article.contains(&format!("\n<meta {meta}>\n")),
            "{meta} in {article}"
        );
    }
    let front = page("public/index.html");
    assert!(
        front.contains("property=\"og:type\" content=\"website\""),
        "{front}"
    );
    assert!(!front.contains("article:"), "{front}");
}

/// The colour of a browser's frame is that of the page's paper.
#[test]
fn the_theme_colour_is_that_of_the_sheet() {
    let read = |path: &str| std::fs::read_to_string(path).expect("a file of the theme");
    let sheet = read("static/kz.css");
    let made = make(Folder::site().article("a").root(), Drafts::Skip);
    let base = made.text("index.html");
    let (_, papers) = sheet.split_once("--paper:light-dark(").expect("a colour");
    let (papers, _) = papers.split_once(')').expect("two colours");
    let papers: Vec<&str> = papers.split(',').collect();
    for (colour, scheme) in papers.iter().zip(["light", "dark"]) {
        let meta = format!("content=\"{colour}\" media=\"(prefers-color-scheme:{scheme})\"");
        assert!(base.contains(&meta), "{meta}");
    }
    assert_eq!(papers.len(), 2, "{papers:?}");
}
