//! What is converted and what is not (DESIGN section 5.2), cell by cell; and whose word counts.

use kaozheng::site::Drafts;

use crate::folder::{Folder, Made, make};
use crate::page;

const ARTICLE: &str = "content/articles/a/index.md";
const HANS: &str = "zh-hans/articles/a/index.html";

/// Makes a site of one article in Traditional Chinese.
fn made(configuration: &str, front_matter: &str, body: &str) -> Made {
    let folder = Folder::site();
    folder.write(
        "kaozheng.toml",
        format!("title = \"站後\"\n{configuration}"),
    );
    let front = format!("title: 題後\nlanguage: zh-Hant-TW\n{front_matter}");
    folder.write(ARTICLE, format!("---\n{front}\n---\n\n{body}\n"));
    folder.write("content/articles/a/圖.png", "圖");
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    made
}

/// Holds that the Simplified edition of an article has some HTML.
fn check(front_matter: &str, body: &str, expected: &str) {
    let made = made("", front_matter, body);
    let html = made.text(HANS);
    assert!(html.contains(expected), "no {expected} in {html}");
}

/// Holds that the Simplified edition of a body is some HTML, tags of notes left out.
fn check_body(configuration: &str, front_matter: &str, body: &str, expected: &str) {
    let made = made(configuration, front_matter, body);
    let html = page::parse(made.text(HANS));
    let body = page::all(&html, ".t")[0];
    assert_eq!(page::text_without(body, &["ins"]).trim(), expected);
}

const NOTE: &str = "後[^n]。\n\n[^n]: **意見** 「後」：斷語後。\n    - 據 [報導後](https://example.org/後)「後面」，又後\n    - 查核 鍾後\n    - 異議 某人：不後";

#[test]
fn converted_in_the_front_matter() {
    check("", "文", "<h1>题<wbr>后</h1>");
    check("", "文", "<title>题后｜站后</title>");
    check("source: { publisher: 後報 }", "文", ">后报</a></span>");
    check("source: { author: 鍾後 }", "文", "<span>钟后</span>");
    check("tags: [標籤後]", "文", ">标签后</a></dd>");
    check("review: { by: 編後 }", "文", "<dd>编后</dd>");
    check(
        "related: [{ title: 相關後, text: 文後 }]",
        "文",
        "<dt>相关后</dt><dd>文后</dd>",
    );
    check(
        "",
        "正文後。",
        "<meta name=\"description\" content=\"正文后。\">",
    );
}

#[test]
fn converted_in_the_body() {
    check("", "## 標題後", ">标题后<a class=\"ha\"");
    check("", "後*面*", "后<em>面</em>");
    check("", "- 條後", "<li>条后</li>");
    check("", "> 引後", ">引后</p></blockquote>");
    check("", "|欄後|\n|-|\n|格後|", "<td>格后</td>");
    check("", "[連結後](/ \"題後\")", "title=\"题后\">连结后</a>");
    check("", "![圖後](圖.png \"說後\")", "alt=\"图后\"");
    check(
        "",
        "![圖後](圖.png \"說後\")",
        "<figcaption>说后</figcaption>",
    );
    check("", "- [x] 事後", "aria-label=\"已完成\"> 事后");
}

#[test]
fn converted_in_the_feed() {
    let made = made(
        "base_url = \"https://example.org/\"",
        "date: 2024-01-01\ntags: [標籤後]\nsource: { publisher: 後報 }",
        &format!("正文後，`碼後`。{NOTE}"),
    );
    let feed = made.text("zh-hans/feed.xml");
    for expected in [
        "<title>站后</title>",
        "<title>题后</title>",
        "<author><name>后报</name></author>",
        "<category term=\"标签后\"/>",
        "<summary>正文后，碼後。后。</summary>",
        "正文后，&lt;code&gt;碼後&lt;",
        "断语后。",
        "「後面」",
    ] {
        assert!(feed.contains(expected), "no {expected} in {feed}");
    }
}

#[test]
fn converted_in_notes() {
    check("", NOTE, "<q>后</q>");
    check("", NOTE, "断语后。");
    check("", NOTE, ">报导后</a>");
    check("", NOTE, "，又后");
    check("", NOTE, "<b>核查</b>：钟后");
    check("", NOTE, "<b>异议</b> 某人：不后");
    let emendation = "前[^e]。\n\n[^e]: **校** 「前」→「後」：註。";
    check("", emendation, "<ins>后</ins>");
}

/// Holds that the search text of an article's Simplified edition has a passage that begins so.
fn check_search(front_matter: &str, body: &str, expected: &str) {
    let made = made(
        "[archive]\nsearch = true\n[markdown]\nraw_html = true",
        front_matter,
        body,
    );
    let text = made.text("zh-hans/search/text/0.js");
    let passage = format!("[\"{expected}");
    assert!(text.contains(&passage), "no {passage} in {text}");
    let own = made.text("search/text/0.js");
    assert!(own.contains("[\"題後\"]"), "{own}");
}

#[test]
fn converted_and_not_in_the_search_text() {
    check_search("", "文", "题后");
    check_search("source: { publisher: 後報 }", "文", "后报");
    check_search("", "## 標題後", "标题后");
    check_search("", "後*面*", "后面");
    check_search("", "- 條後", "条后");
    check_search("", "|欄後|\n|-|\n|格後|", "栏后\\n格后");
    check_search("", "[連結後](/)", "连结后");
    check_search("", "![圖後](圖.png \"說後\")", "图后\\n说后");
    check_search("", "前<b>後</b><kbd>後</kbd>", "前后後");
    check_search("", "<p>後<code>後</code></p>", "后後");
    check_search("", NOTE, "断语后。\\n报导后「後面」，又后");
    let emendation = "前[^e]。\n\n[^e]: **校** 「前」→「後」：註後。";
    check_search("", emendation, "后\\n注后。");
    check_search("", "`碼後`後", "碼後后");
    check_search("", "```\n碼後\n```", "碼後");
    check_search("", "-{後}-後", "後后");
    check_search("", "-{zh-hans:丙;zh-hant:丁}-後", "丙后");
    check_search("conversion: { keep: [皇後] }", "皇後後", "皇後后");
    let rules = "conversion: { rules: [\"zh-hans:软件;zh-hant:軟體\"] }";
    check_search(rules, "軟體後", "软件后");
    check_search("conversion: { off: true }", "正後", "正後");
    let folder = Folder::site();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\n[archive]\nsearch = true\n",
    );
    folder.write(
        ARTICLE,
        "---\ntitle: 題\nlanguage: zh-Hant-TW\n---\n\n正後\n",
    );
    let hand = "content/articles/a/index.zh-hans.md";
    folder.write(hand, "---\ntitle: 手題\n---\n\n手写\n");
    let made = make(folder.root(), Drafts::Skip);
    let text = made.text("zh-hans/search/text/0.js");
    assert!(
        text.contains("[\"手題\"]") && text.contains("[\"手写\""),
        "{text}"
    );
    assert!(made.text("search/text/0.js").contains("[\"正後\""));
}

#[test]
fn never_converted() {
    check(
        "",
        NOTE,
        "<span class=\"quote\" lang=\"zh-Hant\">「後面」</span>",
    );
    check("", NOTE, "href=\"https://example.org/後\"");
    check("", "`碼後`", "<code>碼後</code>");
    check(
        "",
        "```後\n碼後\n```",
        "<code class=\"language-後\">碼後\n</code>",
    );
    check("", "<https://example.org/後>", "<wbr>後</a>");
    check(
        "",
        "[後](https://example.org/後 \"x\")",
        "href=\"https://example.org/後\"",
    );
    check("", "## 標題後", "<h2 id=\"標題後\">");
    check(
        "",
        "![x](圖.png)",
        "src=\"../../../articles/a/%E5%9C%96.png\"",
    );
    check("", "-{後}-", ">後</p>");
    let emendation = "`前`[^e]。\n\n[^e]: **校** 「前」→「後」：註。";
    check("", emendation, "<ins><code>後</code></ins>");
}

#[test]
fn raw_html_is_converted_but_for_code_and_other_languages() {
    let configuration = "[markdown]\nraw_html = true";
    let body =
        "前<b>後</b><kbd>後</kbd><span lang=\"ja\">後</span><span translate=\"no\">後</span>後";
    check_body(configuration, "", body, "前后後後後后");
    let block = "<p>後<code>後</code><i lang=\"ja\">後</i>頭<b>髮</b></p>";
    check_body(configuration, "", block, "后後後头发");
}

#[test]
fn formulas_are_left_alone_and_divide_words() {
    let made = made(
        "[markdown]\nmath = true",
        "",
        "頭$x_後 < 1$髮，$$y$$[^m]\n\n[^m]: **意見** 「y」：公式。",
    );
    let html = made.text(HANS);
    for expected in [
        "头<math><semantics>",
        "<annotation encoding=\"application/x-tex\">x_後 &lt; 1</annotation></semantics></math>发",
        "<mark id=\"c-m\" data-notes=\"m\" data-v=\"opinion\"><span class=\"scroll\"",
        "\"><math display=\"block\">",
    ] {
        assert!(html.contains(expected), "no {expected} in {html}");
    }
    let html = self::made("", "", "價格$5到$6").text(HANS).to_owned();
    assert!(html.contains("价格$5到$6"), "{html}");
}

/// The text of a whole block counts, whatever markup is in it.
#[test]
fn words_go_on_across_markup() {
    let check = |body: &str, expected: &str| {
        let folder = Folder::site();
        folder.write("kaozheng.toml", "title = \"站\"\nlanguage = \"zh-Hans\"\n");
        folder.write(ARTICLE, format!("---\ntitle: 题\n---\n\n{body}\n"));
        let made = make(folder.root(), Drafts::Skip);
        let html = page::parse(made.text("articles/a/index.html"));
        let text = page::all(&html, ".t")[0];
        assert_eq!(
            page::text_without(text, &["ins"]).trim(),
            expected,
            "{body}"
        );
    };
    check("头*发*", "頭髮");
    check("**头**~~发~~", "頭髮");
    check("头[^n]发\n\n[^n]: **意见** “头”：注。", "頭髮");
    check("头发[^n]\n\n[^n]: **意见** “发”：注。", "頭髮");
    check("皇[后](https://example.org/)", "皇後");
    check("头`x`发", "頭x發");
    check("头\\\n发", "頭發");
    check("头-{x}-发", "頭x發");
}

#[test]
fn phrases_that_change_their_length_are_given_back() {
    let folder = Folder::site();
    let configuration = "title = \"站\"\nlanguage = \"zh-Hans\"\n[conversion]\nphrases = true\n";
    folder.write("kaozheng.toml", configuration);
    let body = "打*印*机，SQL注**入**，软件[^n]包。\n\n[^n]: **意见** “软件”：注。";
    folder.write(ARTICLE, format!("---\ntitle: 题\n---\n\n{body}\n"));
    let made = make(folder.root(), Drafts::Skip);
    let html = page::parse(made.text("articles/a/index.html"));
    let text = page::all(&html, ".t")[0];
    assert_eq!(page::text(text).trim(), "印表機，SQL隱碼攻擊，軟體包。");
    assert_eq!(page::text(page::all(&html, ".t em")[0]), "表");
    assert_eq!(page::text(page::all(&html, ".t strong")[0]), "碼攻擊");
    assert_eq!(page::text(page::all(&html, ".t mark")[0]), "軟體");
    assert_eq!(page::text(page::all(&html, ".notes q")[0]), "軟體");
}

#[test]
fn what_is_said_nearest_counts_first() {
    let glossary = "[[term]]\nzh-hant = \"後面\"\nzh-hans = \"站的\"\n[[term]]\nzh-hant = \"後面的人\"\nzh-hans = \"站的長\"\n";
    let check = |front_matter: &str, body: &str, expected: &str| {
        let folder = Folder::site();
        folder.write("glossary/words.toml", glossary);
        let front = format!("title: 題\nlanguage: zh-Hant-TW\n{front_matter}");
        folder.write(ARTICLE, format!("---\n{front}\n---\n\n{body}\n"));
        let made = make(folder.root(), Drafts::Skip);
        assert!(made.diagnostics.is_empty(), "{}", made.report());
        let html = page::parse(made.text(HANS));
        assert_eq!(
            page::text(page::all(&html, ".t")[0]).trim(),
            expected,
            "{body}"
        );
    };
    let rule = "conversion: { rules: [\"zh-hant:後面;zh-hans:文的\"] }";
    check("", "後頭", "后头");
    check("", "後面", "站的");
    check("", "後面的人", "站的長");
    check(rule, "後面", "文的");
    check(rule, "後面的人", "文的的人");
    check(rule, "-{zh-hant:後面;zh-hans:這裡}-", "這裡");
    check("conversion: { keep: [後面] }", "後面與後頭", "後面与后头");
    check("conversion: { off: true }", "後面", "後面");
    check("conversion: { rules: [後=>zh-hans:先] }", "前後", "前先");
}

#[test]
fn quotation_marks_are_those_of_the_script() {
    check_body("", "", "「外『內』」", "“外‘内’”");
    check_body("", "", "「外*『內*』」", "“外‘内’”");
    check_body(
        "[conversion]\nquotation_marks = false",
        "",
        "「外『內』」",
        "「外『内』」",
    );
    check("", "「`「碼」`」", "“<code>「碼」</code>”");
    let evidence = "後[^n]\n\n[^n]: **意見** 「後」：「斷」。\n    - 據 [報](https://example.org/)「引『文』」";
    check("", evidence, "<span class=\"quote\">「引『文』」</span>");
    check("", evidence, "“断”。");
}

#[test]
fn a_heading_is_found_by_the_name_that_any_edition_gives_it() {
    let folder = Folder::site();
    let front = "---\ntitle: 題\nlanguage: zh-Hant-TW\n---\n\n";
    folder.write(
        "content/articles/b/index.md",
        format!("{front}## 概要\n\n文。\n"),
    );
    folder.write(
        "content/articles/b/index.zh-hans.md",
        "---\ntitle: 题\n---\n\n## 摘要\n\n文。\n",
    );
    folder.write(
        "content/articles/a/index.md",
        format!("{front}[一](../b/index.md#概要)、[二](../b/index.zh-hans.md?q#摘要)。\n"),
    );
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    for page in ["articles/a/index.html", "zh-hans/articles/a/index.html"] {
        let html = made.text(page);
        assert!(html.contains("href=\"../b/#概要\""), "{html}");
        assert!(html.contains("href=\"../b/?q#概要\""), "{html}");
    }
    let shown = made.text("zh-hans/articles/b/index.html");
    assert!(shown.contains("id=\"概要\">摘要<"), "{shown}");
}
