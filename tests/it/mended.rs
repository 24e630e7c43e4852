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

/// Holds what a reader sees of a body: as printed, and emended.
fn check_emended(body: &str, printed: &str, emended: &str) {
    let html = page::parse(&page("", "zh-Hant", body, "articles/a/index.html"));
    let text = page::all(&html, ".t")[0];
    let shown = |left_out: &str| page::text_without(text, &[left_out]).trim().to_owned();
    assert_eq!([shown("ins"), shown("del")], [printed, emended]);
}

#[test]
fn an_emendation_inside_code_leaves_the_rest() {
    let body = "碼`甲乙丙丁`。";
    let note = "[^a]: **校** 「乙丙」→「乙病」：註。";
    let body = body.replace("丁`", "`[^a]`丁`");
    check_emended(&format!("{body}\n\n{note}"), "碼甲乙丙丁。", "碼甲乙病丁。");
}

#[test]
fn of_two_emendations_of_the_same_words_one_is_shown() {
    let nested = "升至15%[^in]左右[^out]。\n\n[^in]: **校** 「15%」→「1.5%」：註。\n\n[^out]: **校** 「至15%左右」→「到約15%」：註。";
    check_emended(nested, "升至15%左右。", "升到約15%。");
    let crossing = "甲乙[^a]丙[^b]丁。\n\n[^a]: **校** 「甲乙」→「一」：註。\n\n[^b]: **校** 「乙丙」→「二」：註。";
    check_emended(crossing, "甲乙丙丁。", "一丙丁。");
}

#[test]
fn what_an_emendation_leaves_out_stays() {
    let note = |reading: &str| {
        format!("從甲起，說了很多，到乙止[^a]。\n\n[^a]: **校** 「甲起……到乙」→「{reading}」：註。")
            .replace("到乙止[^a]", "到乙[^a]止")
    };
    let printed = "從甲起，說了很多，到乙止。";
    check_emended(&note("丙起……至丁"), printed, "從丙起，說了很多，至丁止。");
    check_emended(&note("略"), printed, "從略止。");
    let literal = "說甲……乙[^a]。\n\n[^a]: **校** 「甲……乙」→「丙……丁」：註。";
    check_emended(literal, "說甲……乙。", "說丙……丁。");
}

#[test]
fn files_beside_a_single_file_are_its_own() {
    let folder = Folder::site();
    let text = "---\ntitle: 題\nsource: { file: one.txt }\n---\n\n![圖](one.png)![圖](one/two.png)[檔](all.pdf)\n";
    folder.write("content/articles/one.md", text);
    for file in ["one.txt", "one.png", "one/two.png", "all.pdf"] {
        folder.write(&format!("content/articles/{file}"), "檔");
    }
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    for file in ["one/one.txt", "one/one.png", "one/two.png", "all.pdf"] {
        let path = format!("articles/{file}");
        assert!(
            made.files.contains_key(&path),
            "{path}: {:?}",
            made.files.keys()
        );
    }
    let html = made.text(TWIN_OF_ONE);
    for reference in [
        "../../../articles/one/one.png",
        "../../../articles/one/two.png",
    ] {
        assert!(html.contains(&format!("src=\"{reference}\"")), "{html}");
    }
}

const TWIN_OF_ONE: &str = "zh-hans/articles/one/index.html";

#[test]
fn hidden_static_files_are_published_but_litter_is_not() {
    let folder = Folder::site();
    folder.article("a");
    for file in [
        ".well-known/security.txt",
        ".nojekyll",
        ".DS_Store",
        ".git/x",
        ".a.md.swp",
    ] {
        folder.write(&format!("static/{file}"), "檔");
    }
    let made = make(folder.root(), Drafts::Skip);
    let hidden: Vec<&String> = made
        .files
        .keys()
        .filter(|path| path.starts_with('.'))
        .collect();
    assert_eq!(hidden, [".nojekyll", ".well-known/security.txt"]);
}

#[test]
fn a_label_may_be_strong_and_emphasised() {
    let body = "甲[^a]。\n\n[^a]: ***待查*** 「甲」：註。";
    let html = page("", "zh-Hant", body, "articles/a/index.html");
    assert!(html.contains("data-v=\"pending\""), "{html}");
}
