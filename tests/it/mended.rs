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
fn an_emendation_holds_wherever_it_is_referred_to_behind_its_words() {
    let note = "[^a]: **校** 「晶元」→「晶片」：註。";
    let check = |body: &str, printed: &str, emended: &str| {
        check_emended(&format!("{body}\n\n{note}"), printed, emended);
    };
    check(
        "甲晶元[^a]乙晶元[^a]。\n\n丙晶元[^a]丁晶元戊[^a]。",
        "甲晶元乙晶元。\n丙晶元丁晶元戊。",
        "甲晶片乙晶片。\n丙晶片丁晶元戊。",
    );
    check("甲晶元[^a][^a]。", "甲晶元。", "甲晶片。");
    // Where another proposes something for the same words, that counts.
    let other = "[^b]: **校** 「老晶元」→「芯片」：註。";
    check(
        &format!("甲晶元[^a]，老晶元[^a][^b]，老晶元[^b]。\n\n{other}"),
        "甲晶元，老晶元，老晶元。",
        "甲晶片，芯片，芯片。",
    );
    let body = format!("甲晶元[^a]乙晶元[^a]丙晶元丁[^a]。\n\n{note}");
    let html = page::parse(&page("", "zh-Hant", &body, "articles/a/index.html"));
    let ids = |selector: &str| {
        let found = page::all(&html, selector).into_iter();
        let ids = found.map(|it| it.attr("id").unwrap_or("none").to_owned());
        ids.collect::<Vec<String>>()
    };
    assert_eq!(ids("mark[data-notes~=a]"), ["c-a", "none"]);
    assert_eq!(ids("a[data-r=\"1\"][role]"), ["r-a"]);
    assert_eq!(ids("a[data-n=\"1\"]"), ["r-a.2", "r-a.3"]);
}

/// The other script has each reading as at its first place, once.
#[test]
fn a_reading_that_holds_again_is_converted_once() {
    let body = "甲晶元[^a]乙晶元[^a]。\n\n[^a]: **校** 「晶元」→「軟體」：註。";
    let html = page("", "zh-Hant", body, "zh-hans/articles/a/index.html");
    assert_eq!(html.matches("<ins>软体</ins>").count(), 3, "{html}");
}

#[test]
fn a_wide_formula_has_a_box_of_its_own_to_scroll_in() {
    let body = "式：\n\n$$x+y$$\n\n說[^a]。\n\n[^a]: **註** 「說」：式。\n\n    $$a+b$$";
    let html = page(
        "[markdown]\nmath = true",
        "zh-Hant",
        body,
        "articles/a/index.html",
    );
    let html = page::parse(&html);
    assert_eq!(page::all(&html, "math[display=block]").len(), 2);
    let boxes = page::all(
        &html,
        "span.scroll[tabindex=\"0\"][role][aria-label] > math[display=block]",
    );
    assert_eq!(boxes.len(), 2);
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
fn what_editors_leave_is_not_published() {
    let folder = Folder::site();
    folder
        .article("a")
        .write("content/secret.md", "---\ntitle: 題\ndraft: true\n---\n");
    let names = [
        "content/secret.md~",
        "content/about.md.bak",
        "content/#secret.md#",
        "content/4913",
        "content/articles/a/index.md~",
        "content/articles/a/index.md.orig",
        "content/articles/a/index.md.old",
        "static/own.css~",
        "static/own.css.rej",
    ];
    for name in names {
        folder.write(name, "未發布的文字");
    }
    // Neither of these is a template.
    folder.write("templates/page.html~", "{% if %}");
    folder.write("templates/picture.png", b"\x89PNG\r\n\x1a\n\0\0");
    let made = make(folder.root(), Drafts::Skip);
    let told: Vec<&str> = made.diagnostics.iter().map(|it| it.code).collect();
    assert_eq!(told, ["backup-file"; 4], "{}", made.report());
    let is_secret = |bytes: &Vec<u8>| bytes == "未發布的文字".as_bytes();
    let published: Vec<&String> = made
        .files
        .iter()
        .filter(|(_, bytes)| is_secret(bytes))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(published, [""; 0]);
}

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

#[test]
fn a_colon_divides_an_item_before_a_space_only() {
    let check = |item: &str, expected: &str| {
        let body = format!("甲[^a]。\n\n[^a]: **待查** 「甲」：註。\n    - {item}");
        let html = page::parse(&page("", "zh-Hant", &body, "articles/a/index.html"));
        assert_eq!(page::text(page::all(&html, ".src li")[0]), expected);
    };
    check("據 https://a.b/x", "據：https://a.b/x");
    check("據 公報 12:30 「話」", "據：公報 12:30 「話」");
    check("據 推算: 1:2", "據推算：1:2");
    check("據：John 3:16", "據：John 3:16");
    check("查核 a:b", "查核：a:b");
}

#[test]
fn evidence_is_verbatim_whatever_markup_is_in_it() {
    let check = |evidence: &str, expected: &str| {
        let body = format!(
            "甲[^a]。\n\n[^a]: **待查** 「甲」：註。\n    - 據 [報](https://a.b/){evidence}"
        );
        let html = page::parse(&page("", "zh-Hant", &body, TWIN));
        let quotes = page::all(&html, ".quote");
        let quotes: Vec<String> = quotes.into_iter().map(page::text).collect();
        assert_eq!(quotes.join("|"), expected, "{evidence}");
    };
    check("「頭**髮**後」", "「頭髮後」");
    check("「頭[髮](https://a.b/)後」又後", "「頭髮後」");
    check("**「頭髮後面」**", "「頭髮後面」");
    check("「頭`髮`後」與『後』", "「頭髮後」|『後』");
    check("‘頭髮’", "‘頭髮’");
    check("「頭\\\n      髮」", "「頭髮」");
    check("「沒有關，「後」", "「後」");
}

#[test]
fn a_title_in_a_link_is_no_evidence() {
    let body = "甲[^a]。\n\n[^a]: **待查** 「甲」：註。\n    - 據 [報「後」](https://a.b/)「後」";
    let html = page("", "zh-Hant", body, TWIN);
    assert!(
        html.contains(">报“后”</a><span class=\"quote\" lang=\"zh-Hant\">「後」</span>"),
        "{html}"
    );
}

#[test]
fn a_bare_address_is_a_link_and_is_not_converted() {
    let html = page("", "zh-Hant", "見 https://a.b/後漢書。", TWIN);
    let shown = html.replace("<wbr>", "");
    let link = "<a href=\"https://a.b/後漢書\" rel=\"external\">https://a.b/後漢書</a>。";
    assert!(shown.contains(link), "{html}");
}

#[test]
fn a_line_break_beside_fixed_text_is_no_space() {
    let html = page(
        "",
        "zh-Hant",
        "頭\n-{后}-面\n軟\n-{zh-hant:體;zh-hans:件}-\n完",
        "articles/a/index.html",
    );
    assert!(html.contains(">頭后面軟體完</p>"), "{html}");
}

#[test]
fn fixed_text_may_stand_in_titles_and_readings() {
    let body = "![圖-{後}-面](x.png \"題-{後}-面\")\n\n後面[^a]甲乙[^b]。\n\n[^a]: **校** 「後面」→「-{後}-麵」：註。\n\n[^b]: **校** 「甲乙」→「甲-{zh-hans:视;zh-hant:影}-」：註。";
    let folder = Folder::site();
    folder.write("content/articles/a/x.png", "");
    folder.write(
        "content/articles/a/index.md",
        format!("---\ntitle: 題-{{後}}-後\n---\n\n{body}\n"),
    );
    let made = make(folder.root(), Drafts::Skip);
    let check = |path: &str, expected: &[&str]| {
        let text = made.text(path).replace("<wbr>", "");
        for part in expected {
            assert!(text.contains(part), "no {part} in {text}",);
        }
    };
    check(
        "articles/a/index.html",
        &[
            "<h1>題後後</h1>",
            "alt=\"圖後面\"",
            "<ins>後麵</ins>",
            "<ins>甲影</ins>",
        ],
    );
    check(
        TWIN,
        &[
            "<h1>题後后</h1>",
            "alt=\"图後面\"",
            "<figcaption>题後面</figcaption>",
            "<ins>後面</ins>",
            "<ins>甲视</ins>",
        ],
    );
}

#[test]
fn readings_that_conversion_makes_one_stay_two() {
    let html = page(
        "",
        "zh-Hant",
        "頭髮[^a]後。\n\n[^a]: **校** 「髮」→「發」：註。",
        TWIN,
    );
    assert!(html.contains("头<mark id=\"c-a\" data-notes=\"a\" data-u=\"emendation\"><del>髮</del><ins>發</ins></mark>"), "{html}");
    assert!(html.contains("<del>髮</del> → <ins>發</ins>"), "{html}");
}

#[test]
fn links_of_a_written_edition_lead_to_its_headings() {
    let folder = Folder::site();
    folder.write(
        "content/articles/a/index.md",
        "---\ntitle: 題\n---\n\n## 後標\n\n[上](#後標)\n",
    );
    folder.write(
        "content/articles/a/index.zh-hans.md",
        "---\ntitle: 题\n---\n\n## 后标\n\n[上](#后标)\n",
    );
    let made = make(folder.root(), Drafts::Skip);
    let html = made.text(TWIN);
    assert!(
        html.contains("<h2 id=\"後標\">后标<a class=\"ha\" href=\"#後標\"")
            && html.contains("href=\"#後標\""),
        "{html}"
    );
}

#[test]
fn raw_html_as_browsers_read_it() {
    let configuration = "[markdown]\nraw_html = true";
    let check = |body: &str, expected: &str| {
        let html = page(configuration, "zh-Hant", body, "articles/a/index.html");
        assert!(html.contains(expected), "no {expected} in {html}");
    };
    check(
        "行 <a href=https://a.b/>甲</a>尾",
        "<a href=\"https://a.b/\" rel=\"external\">甲</a>尾",
    );
    check("<b/>甲", "<b>甲</b>");
    check(
        "<a href=\"https://a.b/\">x [y](https://c.d/) z</a>",
        ">x y z</a>",
    );
    let html = page(configuration, "zh-Hant", "<div>「後『面』」</div>", TWIN);
    assert!(html.contains("<div>“后‘面’”</div>"), "{html}");
}

#[test]
fn a_report_obeys_no_control_character() {
    let folder = Folder::site();
    folder.write(
        "content/articles/x\u{1b}[31m/index.md",
        "---\ntitle: 題\n---\n\n甲\u{7}[^a]\n\n[^a]: **註** 「乙」：註。\n",
    );
    let run = folder.run(&["check"]);
    assert!(
        !run.stderr.contains(['\u{1b}', '\u{7}']),
        "{:?}",
        run.stderr
    );
}

#[test]
fn odd_markup_is_no_panic_and_no_hang() {
    let configuration =
        "base_url = \"https://example.org/\"\n[markdown]\nraw_html = true\nmath = true";
    for body in [
        "見 www. 好",
        "前-{zh-hans:A;zh-hant:}-尾[^d]。\n\n[^d]: **註** 「尾」：x",
        "尾-{zh-hans:A;zh-hant:}-[^d]\n\n[^d]: **校** 「尾」→「首」：x",
        "<section data-kz-slot=\"0\">\n\n甲\n\n</section>",
        "<div>\n\n<section data-kz-slot=\"1\"></section>\n\n甲\n\n</div>",
        &"https://".repeat(4_000),
        &format!(
            "甲[^d]\n\n[^d]: **註** 「甲」：x\n    - 據 [t](https://a.b/){}",
            "「".repeat(20_000)
        ),
        &"-{".repeat(30_000),
        &"}-{甲".repeat(10_000),
    ] {
        let html = page(configuration, "zh-Hant", body, TWIN);
        assert_eq!(page::unbalanced(&html), None);
        assert!(!html.contains("data-kz-slot"), "{html}");
    }
}

#[test]
fn control_characters_do_not_break_a_feed() {
    let configuration = "base_url = \"https://example.org/\"";
    let folder = Folder::site();
    folder.write(
        "kaozheng.toml",
        format!("title = \"站\\u0007\"\n{configuration}"),
    );
    folder.write(
        "content/articles/a/index.md",
        "---\ntitle: 題\ndate: 2024-01-01\n---\n\n甲\u{1b}乙&#xFFFE;丙`\u{c}`\n",
    );
    let made = make(folder.root(), Drafts::Skip);
    for path in ["feed.xml", "articles/a/index.html"] {
        let is_bad = |character: char| character < ' ' && !"\t\n\r".contains(character);
        assert!(!made.text(path).contains(is_bad), "{path}");
        assert!(
            made.text(path).contains("甲\u{fffd}乙\u{fffd}丙"),
            "{}",
            made.text(path)
        );
    }
}

#[test]
fn an_address_is_whole_or_no_link() {
    let check = |body: &str, expected: &str| {
        let html = page("", "zh-Hant", body, "articles/a/index.html").replace("<wbr>", "");
        assert!(html.contains(expected), "no {expected} in {html}");
    };
    check(
        "https://a.b/Foo\\_Bar",
        "<a href=\"https://a.b/Foo_Bar\" rel=\"external\">https://a.b/Foo_Bar</a>",
    );
    check(
        "https://a.b/x?a=1&amp;b=2 後",
        "<a href=\"https://a.b/x?a=1&amp;b=2\" rel=\"external\">",
    );
    check("https://a.b/_next_/b", ">https://a.b/<em>next</em>/b</p>");
}

#[test]
fn a_colon_directly_behind_a_key_divides() {
    let check = |item: &str, expected: &str| {
        let body = format!("甲[^a]。\n\n[^a]: **待查** 「甲」：註。\n    - {item}");
        let html = page::parse(&page("", "zh-Hant", &body, "articles/a/index.html"));
        assert_eq!(page::text(page::all(&html, ".src li")[0]), expected);
    };
    check("信心:高", "信心：高");
    check("據:[t](https://a.b/)", "據：t");
    check(
        "更正：2024-03-07 由 屬實 改為 錯誤",
        "更正：2024-03-07 由屬實改為錯誤",
    );
    check(
        "correction: 2024-03-08 from True to False: why",
        "更正 2024-03-08 由屬實改為錯誤：why",
    );
}

#[test]
fn sums_of_money_are_no_formula() {
    let html = page("[markdown]\nmath = true", "zh-Hant", "價$5，漲到$6。", TWIN);
    assert!(html.contains("价$5，涨到$6。"), "{html}");
}

#[test]
fn no_link_stands_in_a_link() {
    let configuration = "[markdown]\nraw_html = true";
    let check = |body: &str, expected: &str| {
        let html = page(configuration, "zh-Hant", body, "articles/a/index.html");
        assert!(html.contains(expected), "no {expected} in {html}");
    };
    check(
        "<a href=\"https://x.y/\"><a href=\"https://z.y/\">甲</a></a>乙",
        ">甲</a>乙",
    );
    check(
        "[甲 <a href=\"https://x.y/\">乙</a>](https://z.y/)",
        ">甲 乙</a>",
    );
    let folder = Folder::site();
    folder.write("kaozheng.toml", format!("title = \"站\"\n{configuration}"));
    folder.write("content/articles/a/index.md", "---\ntitle: 題\n---\n\n<a href=\"https://x.y/\">\n\n甲[^d]\n\n</a>\n\n[^d]: **註** 「甲」：x\n");
    let run = folder.run(&["check"]);
    assert!(
        run.stderr.contains("error[reference-inside-link]"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_reading_inside_a_linked_address_stays_as_the_address_does() {
    let body = "見 <https://example.org/后面>[^a]。\n\n[^a]: **校** 「后面」→「後記」：註。";
    let html = page("", "zh-Hant", body, TWIN).replace("<wbr>", "");
    assert!(html.contains("<del>后面</del><ins>後記</ins>"), "{html}");
}

#[test]
fn a_reading_with_a_formula_shows_the_formula() {
    let body = "得 $x$ 後[^a]。\n\n[^a]: **校** 「$x$ 後」→「$y$ 後」：註。";
    let html = page("[markdown]\nmath = true\n", "zh-Hant", body, TWIN);
    assert!(html.contains("</math> 后</ins>"), "{html}");
    assert!(!html.contains("<ins>y 后"), "{html}");
}

#[test]
fn a_page_that_was_imported_is_published_as_a_text() {
    let folder = Folder::site();
    let page = "<script>alert(1)</script>";
    for name in ["source.html", "source.xhtml"] {
        let front = format!("title: 題\nsource: {{ file: {name} }}");
        folder.write(
            "content/articles/a/index.md",
            format!("---\n{front}\n---\n\n[原檔]({name})\n"),
        );
        folder.write(&format!("content/articles/a/{name}"), page);
        let made = make(folder.root(), Drafts::Skip);
        let published = format!("articles/a/{name}.txt");
        assert_eq!(made.text(&published), page);
        assert!(!made.files.contains_key(&format!("articles/a/{name}")));
        let html = made.text("articles/a/index.html");
        assert_eq!(
            html.matches(&format!("href=\"{name}.txt\"")).count(),
            2,
            "{html}"
        );
    }
}

#[test]
fn an_edition_with_fewer_items_is_told_and_shows_those_of_the_article() {
    let check = |item: &str, code: &str, path: &str, expected: &str| {
        let folder = Folder::site();
        folder.write(
            "kaozheng.toml",
            "title = \"站\"\n[archive]\nledger = true\n",
        );
        let of = |items: &str| {
            format!(
                "---\ntitle: 題\nlanguage: zh-Hant\n---\n\n甲乙[^b]\n\n[^b]: **屬實** 「乙」：說。\n{items}"
            )
        };
        let own = of(&format!("    - {item}\n    - 據 推算\n"));
        folder.write("content/articles/a/index.md", own);
        let written = of("    - 據 推算\n").replace("zh-Hant", "zh-Hans");
        folder.write("content/articles/a/index.zh-hans.md", written);
        let run = folder.run(&["check"]);
        assert!(
            run.stderr.contains(&format!("error[{code}]")),
            "{}",
            run.stderr
        );
        assert!(!run.stderr.contains("error[template]"), "{}", run.stderr);
        let made = make(folder.root(), Drafts::Skip);
        assert!(made.text(path).contains(expected), "{}", made.text(path));
    };
    check(
        "更正 2024-01-01：補",
        "edition-corrections-differ",
        "zh-hans/corrections/index.html",
        "<time datetime=\"2024-01-01\">",
    );
    check(
        "據 推算\n    - 據 [報](https://a.b/)",
        "edition-evidence-differs",
        "zh-hans/sources/a.b/index.html",
        "href=\"https://a.b/\"",
    );
}

#[test]
fn an_emendation_may_leave_out_as_much_as_its_mark_is_long() {
    let note = "[^b]: **校** 「甲……乙」→「丙……丁」：註。";
    let check = |words: &str, printed: &str, emended: &str| {
        check_emended(&format!("{words}[^b]後。\n\n{note}"), printed, emended);
    };
    check("甲一乙", "甲一乙後。", "丙一丁後。");
    check("甲一二乙", "甲一二乙後。", "丙一二丁後。");
    check("甲一二三乙", "甲一二三乙後。", "丙一二三丁後。");
    check("甲……乙", "甲……乙後。", "丙……丁後。");
}

#[test]
fn a_reference_behind_emphasis_at_the_end_of_a_line_leaves_no_space() {
    for marks in ["**", "*", "~~"] {
        let body = format!(
            "甲{marks}乙{marks}[^b]\n丙[^c]。\n\n[^b]: **意見** 「乙」：說。\n\n[^c]: **意見** 「乙丙」：說。"
        );
        let html = page("", "zh-Hant", &body, "articles/a/index.html");
        assert!(html.contains("id=\"c-c\""), "{html}");
    }
}

#[test]
fn the_words_of_raw_html_are_held_to_the_source() {
    let folder = Folder::site();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\n[markdown]\nraw_html = true\n",
    );
    folder.write("t.md", "# 題目\n\n前文。\n\n<p>虧損五億</p>\n");
    let run = folder.run(&["import", "t.md"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert_eq!(folder.run(&["check"]).exit, 0);
    let path = "content/articles/timu/index.md";
    let text = std::fs::read_to_string(folder.path(path)).expect("an article");
    for changed in ["<p>盈利五億</p>", ""] {
        folder.write(path, text.replace("<p>虧損五億</p>", changed));
        let run = folder.run(&["check"]);
        assert!(run.stderr.contains("error[text-changed]"), "{}", run.stderr);
    }
    folder.write(path, text);
    let made = make(folder.root(), Drafts::Include);
    let plain = made
        .files
        .iter()
        .find(|(path, _)| path.ends_with("plain-text.txt"));
    let (_, plain) = plain.expect("the plain text is published");
    assert_eq!(String::from_utf8_lossy(plain), "前文。\n虧損五億\n");
}

/// Holds what the converted edition shows of a body where the author has a rule for a word and the engine
/// words of regions: as printed, emended, and in the notes.
fn check_words(body: &str, printed: &str, emended: &str, notes: &[&str]) {
    let configuration = "[conversion]\nphrases = true\n[archive]\nledger = true\n";
    let language = "zh-Hant-TW\nconversion: { rules: [\"zh-hant:網際網路;zh-hans:互联网\"] }";
    let html = page(configuration, language, body, TWIN);
    assert!(!html.contains("\"></mark>"), "{html}");
    let tree = page::parse(&html);
    let text = page::all(&tree, ".t")[0];
    let shown = |left_out: &str| page::text_without(text, &[left_out]).trim().to_owned();
    assert_eq!([shown("ins"), shown("del")], [printed, emended]);
    for note in notes {
        assert!(html.contains(note), "no {note} in {html}");
    }
}

#[test]
fn a_note_on_a_part_of_a_word_is_about_the_word_that_it_becomes() {
    let opinion = |id: &str, words: &str| format!("\n\n[^{id}]: **意見** 「{words}」：說。");
    let reading = |id: &str, words: &str, reading: &str| {
        format!("\n\n[^{id}]: **校** 「{words}」→「{reading}」：說。")
    };
    check_words(
        &["這個網際網路[^a]很慢。", &opinion("a", "路")].concat(),
        "这个互联网很慢。",
        "这个互联网很慢。",
        &[">互联网</mark>", "<q>互联网</q>"],
    );
    check_words(
        &[
            "這個網際[^b]網路很慢[^a]。",
            &opinion("a", "路很慢"),
            &opinion("b", "個網際"),
        ]
        .concat(),
        "这个互联网很慢。",
        "这个互联网很慢。",
        &["<q>互联网很慢</q>", "<q>个互联网</q>"],
    );
    check_words(
        &["這個**網際**網路[^a]很慢。", &opinion("a", "際網路")].concat(),
        "这个互联网很慢。",
        "这个互联网很慢。",
        &["<q>互联网</q>"],
    );
    check_words(
        &["這個滑[^c]鼠。", &reading("c", "滑", "老")].concat(),
        "这个鼠标。",
        "这个老鼠。",
        &[
            "<del>鼠标</del><ins>老鼠</ins>",
            "<del>鼠标</del> → <ins>老鼠</ins>",
        ],
    );
    check_words(
        &[
            "這個滑[^c]鼠[^d]。",
            &reading("c", "滑", "老"),
            &reading("d", "鼠", "虎"),
        ]
        .concat(),
        "这个鼠标。",
        "这个老虎。",
        &[],
    );
    check_words(
        &["這個滑鼠甲[^c]。", &reading("c", "鼠甲", "梯")].concat(),
        "这个鼠标甲。",
        "这个滑梯。",
        &["<del>鼠标甲</del> → <ins>滑梯</ins>"],
    );
    check_words(
        &["個網際網路甲乙[^c]。", &reading("c", "際……乙", "路……丙")].concat(),
        "个互联网甲乙。",
        "个网络网络甲丙。",
        &[],
    );
}

#[test]
fn the_ledger_has_the_words_that_a_part_of_a_word_becomes() {
    let configuration = "[conversion]\nphrases = true\n[archive]\nledger = true\n";
    let check = |note: &str, path: &str, expected: &str| {
        let body = format!("這個滑[^a]鼠。\n\n[^a]: {note}：說。\n    - 據 推算");
        let html = page(configuration, "zh-Hant-TW", &body, path);
        assert!(html.contains(expected), "no {expected} in {html}");
    };
    let claims = "zh-hans/claims/index.html";
    check("**錯誤** 「滑」", claims, ">鼠标</q>");
    let emendations = "zh-hans/emendations/index.html";
    check("**校** 「滑」→「老」", emendations, "<del>鼠标</del>");
    check("**校** 「滑」→「老」", emendations, ">老鼠</ins>");
}

#[test]
fn an_omission_between_variants_is_seen_in_the_note_as_in_the_text() {
    let body = "後甲乙丙后[^a]。\n\n[^a]: **校** 「後……后」→「后……后」：說。";
    let html = page("", "zh-Hant", body, TWIN);
    let note = "<del>後……后</del> → <ins>后……后</ins>";
    assert!(html.contains(note), "{html}");
}

#[test]
fn a_reference_stands_directly_before_a_link() {
    let body = "甲乙[^a][連結](https://a.b/)丙。\n\n[^a]: **註** 「甲乙」：說。";
    let html = page("", "zh-Hant", body, "articles/a/index.html");
    assert!(html.contains(">甲乙</mark><sup"), "{html}");
    assert!(html.contains("連結</a>丙。"), "{html}");
}

#[test]
fn no_heading_takes_the_name_of_a_cited_source() {
    let folder = Folder::site();
    folder.write("sources.yml", "k: { type: web, title: 甲 }\n");
    let body = "## ref-k\n\n甲[^a]。\n\n[^a]: **意見** 「甲」：說。\n    - 據 [@k]\n";
    folder.write(
        "content/articles/a/index.md",
        format!("---\ntitle: 題\n---\n\n{body}"),
    );
    let made = make(folder.root(), Drafts::Skip);
    let html = made.text("articles/a/index.html");
    assert_eq!(html.matches("id=\"ref-k\"").count(), 1, "{html}");
}

#[test]
fn an_article_that_cannot_be_read_is_not_said_to_be_missing() {
    let folder = Folder::site();
    folder.write(
        "content/articles/a/index.md",
        "---\ntitle: 題\n---\n\n甲\0乙\n",
    );
    let run = folder.run(&["check"]);
    assert_eq!(run.exit, 1);
    assert!(
        run.stderr.contains("\n1 error, 0 warnings\n"),
        "{}",
        run.stderr
    );
}

#[test]
fn excerpts_show_lines_without_their_ends() {
    let folder = Folder::site();
    let text = "---\r\ntitle: 題\r\nfoo: x\r\nbar: y\r\n---\r\n\r\n甲[^zz]\r\n乙\r\n";
    folder.write("content/articles/a/index.md", text);
    let run = folder.run(&["check"]);
    assert!(run.stderr.contains("4 | bar: y\n"), "{}", run.stderr);
    assert!(!run.stderr.contains('␍'), "{}", run.stderr);
    let long = "長".repeat(500);
    let text = format!("---\ntitle: 題\n---\n\n前文。\n{long}甲[^zz]後{long}\n");
    folder.write("content/articles/a/index.md", text);
    let run = folder.run(&["check"]);
    assert!(run.stderr.contains("甲[^zz]後"), "{}", run.stderr);
    assert!(run.stderr.contains("\n5 | ...\n"), "{}", run.stderr);
    assert!(!run.stderr.contains(":::"), "{}", run.stderr);
}

#[test]
fn the_verdict_that_init_proposes_can_be_read() {
    let folder = Folder::empty();
    assert_eq!(folder.run(&["init", "."]).exit, 0);
    let path = folder.path("kaozheng.toml");
    let text = std::fs::read_to_string(&path).expect("a configuration");
    let (head, verdict) = text.split_once("# [verdicts.satire]").expect("a verdict");
    let verdict = verdict.replace("\n# ", "\n");
    folder.write("kaozheng.toml", format!("{head}[verdicts.satire]{verdict}"));
    let run = folder.run(&["check", "--strict"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
}

#[test]
fn raw_html_cannot_stand_for_a_block_of_ours() {
    let raw =
        "<div><section data-kz-slot=\"1\"><article></article></section>\n\n甲\n\n</div>\n\n尾";
    let html = page(
        "[markdown]\nraw_html = true",
        "zh-Hant",
        raw,
        "articles/a/index.html",
    );
    let count = |tag: &str| html.matches(tag).count();
    assert_eq!(count("<article"), count("</article>"), "{html}");
    assert_eq!(count("<section"), count("</section>"), "{html}");
    let shown = page::parse(&html);
    let text: Vec<String> = page::all(&shown, ".t")
        .into_iter()
        .map(page::text)
        .collect();
    assert_eq!(text.concat().split_whitespace().collect::<String>(), "甲尾");
}

#[test]
fn no_character_of_a_text_stands_for_an_address() {
    let folder = Folder::site();
    let text = "---\ntitle: \"甲\\ufdd0乙\"\ndate: 2024-01-01\nsource: { publisher: \"報\\ufdd0\" }\n---\n\n文。\n";
    folder.write("content/articles/a.md", text);
    let made = make(folder.root(), Drafts::Skip);
    for path in [
        "index.html",
        "articles/index.html",
        "years/2024/index.html",
        "articles/a/index.html",
    ] {
        let html = made.text(path);
        assert!(
            html.contains("甲\u{fffd}乙") && !html.contains('\u{fdd0}'),
            "{path}: {html}"
        );
    }
}

#[test]
fn what_is_of_others_is_published_as_a_text() {
    let folder = Folder::site();
    let evidence = |copy: &str| format!("    - 據 [甲](https://a.test)「乙」（[存檔]({copy})）\n");
    let notes = format!(
        "甲[^a]。\n\n[^a]: **錯誤** 「甲」：一。\n{}{}{}",
        evidence("b.html#s2"),
        evidence("../a/c.xhtml"),
        evidence("d.png"),
    );
    let source = "source: { file: source.svgz }";
    folder
        .write(
            "content/articles/a/index.md",
            format!("---\ntitle: 題\n{source}\n---\n\n{notes}"),
        )
        .write("content/articles/a/source.svgz", "<svg/>")
        .write("content/articles/a/b.html", "<p>")
        .write("content/articles/a/c.xhtml", "<p>")
        .write("content/articles/a/d.png", "p");
    let made = make(folder.root(), Drafts::Skip);
    let names = made
        .files
        .keys()
        .filter_map(|path| path.strip_prefix("articles/a/"));
    let names: Vec<&str> = names.filter(|name| !name.ends_with("index.html")).collect();
    assert_eq!(
        names,
        [
            "b.html.txt",
            "c.xhtml.txt",
            "d.png",
            "plain-text.txt",
            "source.svgz.txt"
        ]
    );
    let page = made.text("articles/a/index.html");
    assert!(page.contains("href=\"b.html.txt#s2\""), "{page}");
}

#[test]
fn words_that_are_given_once_are_in_the_script_of_the_edition() {
    let folder = Folder::site();
    folder
        .write(
            "kaozheng.toml",
            "title = \"站\"\nmenu = [{ to = \"/articles/\", title = \"論證\" }]\n\
             [sections.one]\ntitle = \"經濟\"\n\
             [taxonomies.people]\ntitle = \"記者\"\n\
             [verdicts.satire]\nlabel = \"諷刺\"\n\
             [verdicts.rumour]\nlabel = { zh-Hant = \"謠言\" }\nseal = \"謠\"\n",
        )
        .write(
            "content/articles/one/a/index.md",
            "---\ntitle: 題\nlanguage: zh-Hant\npeople: [某人]\n---\n\n甲[^a]。乙[^b]。\n\n[^a]: **諷刺** 「甲」：註。\n\n[^b]: **謠言** 「乙」：註。\n",
        )
        .write(
            "content/articles/one/b/index.md",
            "---\ntitle: 题\nlanguage: zh-Hans\n---\n\n甲[^a]。\n\n[^a]: **讽刺** “甲”：注。\n",
        );
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    let check = |path: &str, expected: &[&str]| {
        let html = made.text(path);
        for words in expected {
            assert!(html.contains(words), "no {words} in {html}");
        }
    };
    check(
        "articles/one/a/index.html",
        &[
            "論證</a>",
            "經濟</a>",
            "諷刺",
            "data-s=\"諷\"",
            "謠言",
            "data-s=\"謠\"",
        ],
    );
    check(
        "zh-hans/articles/one/a/index.html",
        &[
            "论证</a>",
            "经济</a>",
            "讽刺",
            "data-s=\"讽\"",
            // A table is taken as it stands.
            "謠言",
            "data-s=\"谣\"",
        ],
    );
    check("zh-hans/people/index.html", &["<h1>记者</h1>"]);
    check("zh-hans/articles/one/b/index.html", &["data-v=\"satire\""]);
}

#[test]
fn a_page_of_another_language_is_no_alternate() {
    let folder = Folder::site();
    folder
        .write(
            "kaozheng.toml",
            "title = \"站名\"\nlanguage = \"zh-Hant\"\nbase_url = \"https://example.org/\"\n\
             [[editions]]\ntag = \"zh-Hant\"\n[[editions]]\ntag = \"zh-Hans\"\n[[editions]]\ntag = \"en\"\n",
        )
        .write("content/index.md", "---\ntitle: 首頁\n---\n\n說明。\n")
        .write("content/about.md", "---\ntitle: 關於\n---\n\n說明。\n")
        .write(
            "content/articles/a/index.md",
            "---\ntitle: 題\n---\n\n甲[^a]。\n\n[^a]: **意見** 「甲」：這是註。\n",
        )
        .write(
            "content/articles/b/index.md",
            "---\ntitle: 題\nsource: { publisher: 某報 }\n---\n\n正文。\n",
        )
        .write(
            "content/articles/b/index.en.md",
            "---\ntitle: Title\n---\n\nText.\n",
        );
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    let check = |path: &str, expected: &[&str]| {
        let html = page::parse(made.text(path));
        let links = page::all(&html, "link[hreflang]").into_iter();
        let tags: Vec<&str> = links.filter_map(|link| link.attr("hreflang")).collect();
        assert_eq!(tags, expected, "{path}");
    };
    let chinese = ["zh-Hant", "zh-Hans", "x-default"];
    for path in ["index.html", "about/index.html", "articles/a/index.html"] {
        check(path, &chinese);
        check(&format!("zh-hans/{path}"), &chinese);
        check(&format!("en/{path}"), &[]);
    }
    check(
        "en/articles/b/index.html",
        &["zh-Hant", "zh-Hans", "en", "x-default"],
    );
    check(
        "en/articles/index.html",
        &["zh-Hant", "zh-Hans", "en", "x-default"],
    );
    let sitemap = made.text("sitemap-1.xml");
    let of = |path: &str| {
        let entry = format!("<loc>https://example.org/{path}</loc>");
        let rest = sitemap.split(&entry).nth(1).expect("an entry");
        rest.split("</url>")
            .next()
            .expect("its end")
            .matches("hreflang")
            .count()
    };
    assert_eq!(
        ["articles/a/", "en/articles/a/", "en/articles/b/"].map(of),
        [3, 0, 4]
    );
    // What is Chinese on a page in English says so.
    let html = page::parse(made.text("en/index.html"));
    let check = |selector: &str| {
        let found = page::all(&html, selector);
        assert!(
            !found.is_empty(),
            "{selector} in {}",
            made.text("en/index.html")
        );
        for element in found {
            assert_eq!(element.attr("lang"), Some("zh-Hant"), "{selector}");
        }
    };
    check("a.home");
    check("h1");
    check(".lede");
    check(".find");
    check(".menu a[href='about/']");
    let html = page::parse(made.text("en/articles/index.html"));
    let foot = page::all(&html, ".foot p[lang='zh-Hant']");
    assert_eq!(foot.len(), 1);
}

#[test]
fn the_sheet_of_code_has_its_version() {
    let html = page(
        "",
        "zh-Hant",
        "```rust\nfn main() {}\n```",
        "articles/a/index.html",
    );
    assert!(html.contains("highlight.css?v="), "{html}");
}

#[test]
fn editions_of_regions_can_be_told_apart() {
    let tags = ["zh-CN", "zh-SG", "zh-Hans-MY", "zh-Hans"];
    let editions = tags.map(|tag| format!("[[editions]]\ntag = \"{tag}\"\n"));
    let html = page(
        &editions.concat(),
        "zh-Hans",
        "正文。",
        "articles/a/index.html",
    );
    let html = page::parse(&html);
    let links = page::all(&html, "nav.script a").into_iter();
    let mut names: Vec<&str> = links.filter_map(|link| link.attr("aria-label")).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), tags.len(), "{names:?}");
}

#[test]
fn a_logo_in_svg_has_its_width() {
    let folder = Folder::site();
    folder
        .article("a")
        .write(
            "kaozheng.toml",
            "title = \"站\"\n[theme]\nlogo = \"logo.svg\"\n",
        )
        .write(
            "static/logo.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 96 48\"/>",
        );
    let made = make(folder.root(), Drafts::Skip);
    let html = made.text("index.html");
    assert!(html.contains("width=\"48\" height=\"24\""), "{html}");
}
