//! What was wrong once.

use kaozheng::site::Drafts;

use crate::folder::{Folder, make};
use crate::page;

/// Makes one article of a site, and returns one of its pages.
fn page(configuration: &str, language: &str, body: &str, path: &str) -> String {
    let folder = Folder::site();
    folder.write("kaozheng.toml", format!("title = \"站\"\n{configuration}"));
    let text = format!("---\ntitle: 題\nlanguage: {language}\n---\n\n{body}\n");
    folder.write("content/articles/a/index.md", text);
    make(folder.root(), Drafts::Skip).text(path).to_owned()
}

const TWIN: &str = "zh-hans/articles/a/index.html";

#[test]
fn an_address_that_is_shown_is_not_converted() {
    let html = page("", "zh-Hant", "見 <https://example.org/後面>。", TWIN);
    let shown = html.replace("<wbr>", "");
    assert!(shown.contains(">https://example.org/後面</a>"), "{html}");
}

#[test]
fn the_verdicts_of_a_correction_come_from_the_table() {
    let note = "甲[^a]。\n\n[^a]: **意見** 「甲」：註。\n    - 更正 2024-03-05 由 缺乏脈絡 改為 意見：二。";
    let html = page("", "zh-Hant", note, TWIN);
    assert!(html.contains("2024-03-05 由缺乏背景改为观点"), "{html}");
}

#[test]
fn a_note_quotes_the_words_that_the_page_shows() {
    let body = "头发[^a]。\n\n[^a]: **意见** “发”：注。";
    let configuration = "[[editions]]\ntag = \"zh-Hans\"\n[[editions]]\ntag = \"zh-Hant\"\n";
    let html = page(
        configuration,
        "zh-Hans",
        body,
        "zh-hant/articles/a/index.html",
    );
    assert!(
        html.contains("data-notes=\"a\" data-v=\"opinion\">髮</mark>"),
        "{html}"
    );
    assert!(html.contains("<q>髮</q>"), "{html}");
}

#[test]
fn the_original_is_the_edition_of_its_own_region() {
    let configuration = "[[editions]]\ntag = \"zh-Hans\"\n[[editions]]\ntag = \"zh-Hant-HK\"\n\
                         [[editions]]\ntag = \"zh-Hant-TW\"\n";
    let html = page(
        configuration,
        "zh-Hant-TW",
        "正文。",
        "articles/a/index.html",
    );
    assert!(
        html.contains("href=\"../../zh-hant-tw/articles/a/\">看"),
        "{html}"
    );
}

#[test]
fn raw_html_leaves_a_paragraph_whole() {
    let html = page(
        "[markdown]\nraw_html = true",
        "zh-Hant",
        "前<p>中</p>後",
        "articles/a/index.html",
    );
    assert_eq!(page::parse(&html).errors.len(), 0, "{html}");
}

#[test]
fn a_script_between_words_is_not_shown() {
    let body = "前<script>alert(1)</script>後";
    let html = page(
        "[markdown]\nraw_html = true",
        "zh-Hant",
        body,
        "articles/a/index.html",
    );
    assert!(!html.contains("alert(1)"), "{html}");
}

#[test]
fn a_refused_table_is_one_problem() {
    let check = |text: &str| {
        let source =
            kaozheng::diagnostic::Source::new("kaozheng.toml", format!("title = \"站\"\n{text}"));
        let found = kaozheng::config::read(&source).diagnostics;
        assert_eq!(found.len(), 1, "{found:?}");
    };
    let found = kaozheng::config::read(&kaozheng::diagnostic::Source::new(
        "kaozheng.toml",
        "title = [1]",
    ));
    assert_eq!(found.diagnostics.len(), 1, "{found:?}");
    check("[[editions]]\npath = \"x\"\n");
    check("[verdicts.Satire]\nlabel = \"x\"\n");
}

#[test]
fn a_broken_template_is_one_problem() {
    let folder = Folder::site();
    folder.article("a");
    folder.write("templates/article.html", "{% if %}");
    let run = folder.run(&["check"]);
    assert!(
        run.stderr.contains("\n1 error, 0 warnings\n"),
        "{}",
        run.stderr
    );
}
