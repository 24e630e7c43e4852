//! What an article's page has around its text: contents, links of headings, and where all of it is from.

use kaozheng::article::{self, document::plain_text};
use kaozheng::site::Drafts;

use crate::folder::{Folder, Made, make};
use crate::page;

const BASE: &str = "title = \"站\"\nbase_url = \"https://archive.test/\"\n";

fn made(front: &str, body: &str) -> Made {
    let folder = Folder::empty();
    folder.write("kaozheng.toml", BASE).write(
        "content/articles/a/index.md",
        format!("---\ntitle: 題\n{front}---\n\n{body}\n"),
    );
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    made
}

fn texts(html: &scraper::Html, selector: &str) -> Vec<String> {
    let found = page::all(html, selector).into_iter();
    found
        .map(|element| page::text_without(element, &[]))
        .collect()
}

#[test]
fn an_article_of_many_headings_has_contents() {
    let body =
        "## 發端\n\n甲。\n\n### 其*後*[^n]\n\n乙。\n\n## 結語\n\n丙。\n\n[^n]: **註** 「後」：說。";
    let made = made("date: 2024-01-01\n", body);
    for (path, expected) in [
        ("articles/a/index.html", ["發端", "其後", "結語"]),
        ("zh-hans/articles/a/index.html", ["发端", "其后", "结语"]),
    ] {
        let html = page::parse(made.text(path));
        assert_eq!(texts(&html, ".toc li"), expected, "{path}");
        for link in page::all(&html, ".toc a, .ha") {
            let id = &link.value().attr("href").expect("a reference")[1..];
            let named: Vec<_> = page::all(&html, ".t h2, .t h3")
                .into_iter()
                .filter(|heading| heading.value().id() == Some(id))
                .collect();
            assert_eq!(named.len(), 1, "{id} in {path}");
        }
        assert_eq!(page::all(&html, ".t .ha[aria-hidden]").len(), 3);
        let levels: Vec<_> = page::all(&html, ".toc li")
            .into_iter()
            .map(|item| item.value().attr("data-l"))
            .collect();
        assert_eq!(levels, [Some("2"), Some("3"), Some("2")]);
    }
    let feed = made.text("feed.xml");
    assert!(!feed.contains("class=&quot;ha&quot;"), "{feed}");
}

#[test]
fn one_of_few_headings_has_none() {
    let made = made("", "## 一\n\n甲。\n\n## 二\n\n乙。");
    let html = page::parse(made.text("articles/a/index.html"));
    assert_eq!(texts(&html, ".toc"), [""; 0]);
    assert_eq!(page::all(&html, ".ha").len(), 2);
}

#[test]
fn the_text_and_the_notes_can_be_taken_away() {
    let body = "晶元[^a]漲了**三**倍。\n\n- 項\n\n[^a]: **校** 「晶元」→「晶片」：誤譯。";
    let made = made("date: 2024-01-01\n", body);
    let article = &made.prepared.site.articles[0];
    let document = article::document(article, &made.prepared.site.config);
    assert_eq!(
        made.text("articles/a/plain-text.txt"),
        plain_text(&document.blocks)
    );
    assert_eq!(
        made.text("articles/a/plain-text.txt"),
        "晶元漲了三倍。\n項\n"
    );
    for (path, up) in [
        ("articles/a/", ""),
        ("zh-hans/articles/a/", "../../../articles/a/"),
    ] {
        let html = page::parse(made.text(&format!("{path}index.html")));
        for file in ["plain-text.txt", "annotations.json"] {
            let link = format!(".facts a[href='{up}{file}']");
            assert_eq!(page::all(&html, &link).len(), 1, "{link} on {path}");
        }
    }
}

#[test]
fn provenance_counts_what_was_emended_and_what_was_changed() {
    let folder = Folder::empty();
    folder
        .write("kaozheng.toml", BASE)
        .write("in/a.txt", "題目\n\n晶元漲了。\n");
    let imported = folder.run(&["import", "in/a.txt", "--slug", "a"]);
    assert_eq!(imported.exit, 0, "{}", imported.stderr);
    let path = "content/articles/a/index.md";
    let text = std::fs::read_to_string(folder.path(path)).expect("an article");
    let noted = text.replace("晶元", "晶元[^a]") + "\n[^a]: **校** 「晶元」→「晶片」：誤譯。\n";
    folder.write(path, &noted);
    let facts = |folder: &Folder| {
        let made = make(folder.root(), Drafts::Include);
        let html = page::parse(made.text("articles/a/index.html"));
        texts(&html, ".facts div").join("\n")
    };
    let found = facts(&folder);
    assert!(
        found.contains("與匯入時一致，未改一字\n校勘校勘 1 處"),
        "{found}"
    );
    folder.write(path, noted.replace("漲了", "上漲了"));
    let accepted = folder.run(&["check", "--accept", "a", "--reason", "補一字"]);
    assert_eq!(accepted.exit, 0, "{}", accepted.stderr);
    let found = facts(&folder);
    assert!(
        found.contains("文字與匯入時一致，下列 1 次更動除外\n校勘校勘 1 處\n更動"),
        "{found}"
    );
}
