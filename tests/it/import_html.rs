//! Saved pages: what is kept of them, and what their worst can do.

use kaozheng::config;
use kaozheng::diagnostic::Source;
use kaozheng::import::bundle::Bundle;
use kaozheng::import::draft::plain_text;
use kaozheng::import::{self, Companion, Input, Options};

use crate::folder::Folder;

fn import(html: &[u8], url: Option<&str>, companions: Vec<Companion>) -> Result<Bundle, String> {
    let config = config::read(&Source::new("kaozheng.toml", "title = \"站\"")).value;
    let input = Input {
        name: "page.html".to_owned(),
        bytes: html.to_vec(),
        companions,
        articles: Vec::new(),
    };
    let options = Options {
        url: url.map(str::to_owned),
        ..Options::default()
    };
    let bundle = import::read(&input, &options, &config);
    bundle.map_err(|problem| format!("{}: {}", problem.code, problem.message))
}

/// Sentences enough that an article is one.
const PROSE: &str = "<p>這是正文的第一段，說明了事情的經過，也引用了幾位當事人的話，並且提供了一些背景資料。</p>\
<p>這是正文的第二段，繼續說明事情的發展，還有各方面的反應，以及後來的影響，一直到今天為止。</p>";

/// Returns the body of the article that a page becomes, whose main part is `html`.
fn body(html: &str) -> String {
    let page = format!(
        "<!DOCTYPE html><html><head><title>題目</title></head><body><nav><a href=/>首頁</a></nav>\
         <article><h1>題目</h1>{PROSE}{html}{PROSE}</article><footer>版權所有 2024</footer></body></html>"
    );
    let bundle = import(
        page.as_bytes(),
        Some("https://example.org/news/1"),
        Vec::new(),
    );
    let index = bundle
        .unwrap_or_else(|problem| panic!("{problem}: {html}"))
        .index;
    let (_, body) = index.split_once("\n---\n\n").expect("front matter");
    body.to_owned()
}

/// Holds what stands between two stretches of prose.
fn check(html: &str, expected: &str) {
    let body = body(html);
    let prose = body.find("這是正文的第二段").expect("prose");
    let start = body[prose..].find("\n\n").expect("an end") + prose + 2;
    let end = body.rfind("這是正文的第一段").expect("prose");
    let found = body.get(start..end).unwrap_or_default().trim_end();
    assert_eq!(found, expected, "{html}\n{body}");
}

#[test]
fn blocks_and_inlines() {
    check("<h2>小標</h2><p>甲</p>", "## 小標\n\n甲");
    check(
        "<ul><li>甲</li><li>乙<ol><li>丙</li></ol></li></ul>",
        "- 甲\n\n- 乙\n\n  1. 丙",
    );
    check(
        "<blockquote><p>甲</p><p>乙</p></blockquote>",
        "> 甲\n>\n> 乙",
    );
    check(
        "<p>甲<strong>乙</strong><em>丙</em>丁</p>",
        "甲**乙***丙*丁",
    );
    check(
        "<p>見<a href='/a?b=1'>這裡</a>與<a href='#x'>那裡</a></p>",
        "見[這裡](https://example.org/a?b=1)與那裡",
    );
    check("<p>甲\n   乙 <b> 丙 </b>x\ny</p>", "甲乙 **丙** x y");
    check("<p>甲<br>乙<br><br>丙</p>", "甲\\\n乙\n\n丙");
    check("<p>星*號與_底線_與&lt;b&gt;</p>", "星\\*號與_底線_與\\<b>");
    check(
        "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字</p>",
        "漢字",
    );
    check("<p>甲<em> </em>x<b> y</b> <i> z</i></p>", "甲 x **y** *z*");
    check(
        "<ul>前言<li>甲</li><b>粗</b>體<li>乙</li></ul>",
        "- 前言\n\n- 甲\n\n- **粗**體\n\n- 乙",
    );
    check("<pre>a = 1<br>b = 2</pre>", "```\na = 1\nb = 2\n```");
    check(
        "<pre><code>a = 1\nb = *2*</code></pre>",
        "```\na = 1\nb = *2*\n```",
    );
    check(
        "<table><tr><th>甲</th><th>乙</th></tr><tr><td>1|2</td><td>3</td></tr></table>",
        "| 甲 | 乙 |\n| --- | --- |\n| 1\\|2 | 3 |",
    );
    check(
        "<table><tr><td><p>版面</p><p>表格</p></td></tr></table>",
        "版面\n\n表格",
    );
}

#[test]
fn nothing_of_a_page_is_active() {
    let inert = |html: &str| {
        // An escaped bracket ends no link's text.
        let body = body(html).replace("\\]", "");
        for word in ["javascript:", "data:", "alert(1)", "onerror", "vbscript:"] {
            let is_escaped = !body.contains(&format!("]({word}"));
            assert!(is_escaped, "{word} in {body}");
        }
        assert!(
            !body.contains("<script") && !body.contains("<img") && !body.contains("<svg"),
            "{body}"
        );
    };
    for html in [
        "<p><a href='javascript:alert(1)'>甲</a></p>",
        "<p><a href=' JaVaScRiPt:alert(1)'>甲</a></p>",
        "<p><a href='java&#10;script:alert(1)'>甲</a></p>",
        "<p><a href='data:text/html,<script>alert(1)</script>'>甲</a></p>",
        "<p><img src=x onerror=alert(1) alt='甲'></p>",
        "<p><svg onload=alert(1)><script>alert(1)</script></svg>甲</p>",
        "<p><script>alert(1)</script>甲</p>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript><p>甲</p>",
        "<p><math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>甲</p>",
        "<p><img src='https://example.org/a.png' alt='](javascript:alert(1))'></p>",
        "<p><a href='https://example.org/)](javascript:alert(1)'>甲</a></p>",
    ] {
        inert(html);
    }
    // What is shown of a page as text is text.
    check(
        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "\\<script>alert(1)\\</script>",
    );
}

#[test]
fn fields_of_the_head() {
    let page = |head: &str, body: &str| {
        let html = format!(
            "<html><head>{head}</head><body><article>{body}{PROSE}</article></body></html>"
        );
        import(html.as_bytes(), None, Vec::new()).expect("an article")
    };
    let bundle = page(
        "<title>題目的全文 - 某某日報</title><meta property=og:site_name content=某某日報>\
         <meta property=article:published_time content=2024-02-25T10:00:00+08:00><meta name=author content=王小明>\
         <link rel=canonical href=https://example.org/a><meta name=description content=摘要>",
        "<h1>題目的全文</h1>",
    );
    let draft = &bundle.draft;
    assert_eq!(draft.title, "題目的全文");
    assert_eq!(draft.publisher.as_deref(), Some("某某日報"));
    assert_eq!(draft.authors, ["王小明"]);
    assert_eq!(
        draft.date.map(|dated| dated.date.to_string()).as_deref(),
        Some("2024-02-25")
    );
    assert_eq!(bundle.url.as_deref(), Some("https://example.org/a"));
    assert_eq!(draft.lede.as_deref(), Some("摘要"));
    assert_eq!(draft.language.as_deref(), Some("zh-Hant-TW"));
    let bundle = page(
        "<title>標題</title><script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@type\":\"NewsArticle\",\
         \"headline\":\"標題\",\"datePublished\":\"2024-02-25\",\"author\":{\"@type\":\"Person\",\"name\":\"李四\"}}</script>",
        "<h1>標題</h1>",
    );
    assert_eq!(bundle.draft.authors, ["李四"]);
    assert_eq!(
        bundle
            .draft
            .date
            .map(|dated| dated.date.to_string())
            .as_deref(),
        Some("2024-02-25")
    );
}

#[test]
fn fields_of_the_text_when_the_head_is_silent() {
    let html = format!(
        "<html><head><title>標題在這裡_新聞網</title></head><body><div class=top><h1>標題在這裡</h1>\
         <div class=info><span>2024年02月25日 10:30</span> <span>來源：某某新聞網</span> <span>作者：王小明</span></div></div>\
         <div class=content>{PROSE}<p>延伸閱讀</p><ul><li><a href=/1>另一篇文章</a></li></ul></div></body></html>"
    );
    let draft = import(html.as_bytes(), None, Vec::new())
        .expect("an article")
        .draft;
    assert_eq!(draft.title, "標題在這裡");
    assert_eq!(
        draft.date.map(|dated| dated.date.to_string()).as_deref(),
        Some("2024-02-25")
    );
    assert_eq!(draft.publisher.as_deref(), Some("某某新聞網"));
    assert_eq!(draft.authors, ["王小明"]);
    assert!(
        !plain_text(&draft.body).contains("另一篇"),
        "{:?}",
        draft.body
    );
}

/// Holds what a page says of itself beside its text, with no word of it in its head: title, day, outlet and
/// authors.
fn check_beside(title: &str, above: &str, below: &str, expected: [&str; 3]) {
    let page = format!(
        "<!DOCTYPE html><title>{title}_某某網</title><div><a href=/>首頁</a> &gt; <a href=/n>新聞</a></div>\
         <div><h1>{title}</h1><div>{above}</div>{PROSE}{PROSE}<div>{below}</div></div>\
         <div><p>另一篇文章 2001-01-01</p></div>"
    );
    let draft = import(page.as_bytes(), None, Vec::new())
        .expect("an article")
        .draft;
    let day = draft.date.map(|dated| dated.date.to_string());
    let found = [
        day.unwrap_or_default(),
        draft.publisher.unwrap_or_default(),
        draft.authors.join("、"),
    ];
    assert_eq!(found, expected, "{above} {below}");
    assert_eq!(draft.title, title);
}

#[test]
fn bylines_beside_the_text() {
    let title = "這是一個夠長的題目";
    let day = "2024-02-25";
    let check = |above: &str, below: &str, expected: [&str; 3]| {
        check_beside(title, above, below, expected);
    };
    check(
        "<span>2024-02-25 10:30</span><span>來源：</span><a>中央社</a><a>舉報</a>",
        "",
        [day, "中央社", ""],
    );
    check(
        "<p>發表於 2024-02-25 21:30 |</p><p>1164次閱讀 |</p><p>來源 中央社 |</p><p>作者 王小明</p>",
        "",
        [day, "中央社", "王小明"],
    );
    check(
        "<p>時間：2024-02-25</p><p>來源：</p><p>山城報</p>",
        "",
        [day, "山城報", ""],
    );
    check(
        "<p>2024年2月25日 10:30</p><p>參考消息</p><p>縮小字體</p>",
        "",
        [day, "參考消息", ""],
    );
    check(
        "<p>新華社</p><p>2024-02-25 10:30</p><p>分享</p>",
        "",
        [day, "新華社", ""],
    );
    check(
        "<p>原創 甲乙丙丁 2024-02-25 10:30:00</p>",
        "",
        [day, "甲乙丙丁", ""],
    );
    check(
        "<div>2024</div><div>02/25</div><div>19:02</div><div>某號</div>",
        "",
        [day, "某號", ""],
    );
    check(
        "<p>澎湃新聞記者 王小明 李大同</p>",
        "",
        ["", "澎湃新聞", "王小明、李大同"],
    );
    check(
        "",
        "<p>發布日期：2024-02-25</p><p>責任編輯：李四</p>",
        [day, "某某網", ""],
    );
    // A day in a list of other articles is not this one's, nor is a button a name.
    check(
        "<p>分享</p><p>評論</p>",
        "<p>上一篇：舊文 2020-01-01</p>",
        ["", "某某網", ""],
    );
}

#[test]
fn the_account_of_a_page_of_wechat() {
    let page = format!(
        "<!DOCTYPE html><title></title><meta property=og:title content=題目><h1>題目</h1>\
         <a id=js_name> 某號 </a><em id=publish_time></em><div id=js_content>{PROSE}{PROSE}</div>"
    );
    let draft = import(page.as_bytes(), None, Vec::new())
        .expect("an article")
        .draft;
    assert_eq!(draft.publisher.as_deref(), Some("某號"));
}

#[test]
fn what_asks_for_consent_is_no_article() {
    let consent = "我們使用餅乾，以改善您的體驗，並且分析流量，也與合作夥伴分享資料，請您同意，才能繼續瀏覽。";
    let page = format!(
        "<!DOCTYPE html><title>題目</title><div id=cookieBanner><p>{0}</p><p>{0}</p><p>{0}</p><p>{0}</p></div>\
         <main><h1>題目</h1><div><p>這是很短的一段，也是正文的全部內容，除此以外沒有別的，讀完就沒有了，真的沒有了。</p></div></main>",
        consent
    );
    let draft = import(page.as_bytes(), None, Vec::new())
        .expect("an article")
        .draft;
    let text = plain_text(&draft.body);
    assert!(
        text.contains("正文的全部") && !text.contains("餅乾"),
        "{text}"
    );
    let same = |html: &str| {
        import(html.as_bytes(), None, Vec::new())
            .expect("an article")
            .draft
    };
    for html in [
        format!(
            "<title>題目</title><article class=cookies><h1>題目</h1><div id=cookie-list>{PROSE}</div>{PROSE}</article>"
        ),
        format!(
            "<title>題目</title><div class=gdpr-wrapper><section><h2>題目</h2>{PROSE}</section></div><footer><p>公司簡介</p></footer>"
        ),
    ] {
        let text = plain_text(&same(&html).body);
        assert!(text.contains("這是正文的第一段"), "{html}: {text}");
    }
    // What is left out is counted.
    let left: usize = draft.left_out.iter().map(|left| left.characters).sum();
    assert!(left >= 4 * consent.chars().count(), "{left}");
}

#[test]
fn lines_that_lead_elsewhere_are_set_aside() {
    let page = |line: &str| {
        format!(
            "<!DOCTYPE html><title>題目</title><article><h1>題目</h1>{PROSE}{line}{PROSE}</article>"
        )
    };
    for (line, title) in [
        ("<p>延伸閱讀：另一篇的題目</p>", Some("另一篇的題目")),
        (
            "<p><b>Lea también:</b> <a href=/x>Otro artículo</a></p>",
            Some("Otro artículo"),
        ),
        (
            "<p>詳見：<a href=https://example.org/x>另一篇的題目</a></p>",
            Some("另一篇的題目"),
        ),
        ("<p>詳見：附錄的第三張表格</p>", None),
        (
            "<p>Related: they are cousins, and both said so when they were asked</p>",
            None,
        ),
        ("<p>相關報導指出：事情並非如此。</p>", None),
    ] {
        let draft = import(page(line).as_bytes(), None, Vec::new())
            .expect("an article")
            .draft;
        let related: Vec<&str> = draft.related.iter().map(|it| it.title.as_str()).collect();
        assert_eq!(related, title.into_iter().collect::<Vec<_>>(), "{line}");
    }
}

#[test]
fn what_is_no_day_and_no_author_of_a_page() {
    let title = "這是一個夠長的題目";
    let outlet = "某某網";
    for (above, below) in [
        ("<p>攝於1998年5月6日，台北</p>", ""),
        (
            "",
            "<p>留言</p><p>作者：網友小明</p><p>2020-03-04 12:00</p>",
        ),
        (
            "<div class=comment><time datetime=2020-03-04></time></div>",
            "",
        ),
    ] {
        check_beside(title, above, below, ["", outlet, ""]);
    }
    check_beside(
        title,
        "<p>今天是2026年11月26日 星期四</p><p>2024-02-25 某報</p>",
        "",
        ["2024-02-25", "某報", ""],
    );
}

#[test]
fn numbers_of_a_list_that_jump() {
    check(
        "<ol><li value=3>甲</li><li>乙</li><li value=9>丙</li><li value=10>丁</li></ol>",
        "3. 甲\n\n4. 乙\n\n9) 丙\n\n10) 丁",
    );
    check(
        "<ul><li value=3>甲</li><li value=9>乙</li></ul>",
        "- 甲\n\n- 乙",
    );
}

#[test]
fn raised_figures_stay_apart() {
    check(
        "<p>3×10<sup>8</sup>與H<sub>2</sub>O，x<sup>2n</sup></p>",
        "3×10⁸與H₂O，x²ⁿ",
    );
    check("<p>第1<sup>st</sup></p>", "第1st");
}

#[test]
fn cells_that_go_over_rows_and_columns() {
    check(
        "<table><tr><th>年</th><th>月</th><th>利率</th></tr><tr><td rowspan=2>2023</td><td>1</td><td>5.0</td></tr>\
         <tr><td>7</td><td>5.5</td></tr><tr><td colspan=2>平均</td><td>5.2</td></tr></table>",
        "| 年 | 月 | 利率 |\n| --- | --- | --- |\n| 2023 | 1 | 5.0 |\n|  | 7 | 5.5 |\n| 平均 |  | 5.2 |",
    );
    check(
        "<table><tr><td rowspan=0>甲</td><td>一</td></tr><tr><td>二</td></tr><tr><td>三</td></tr></table>",
        "| 甲 | 一 |\n| --- | --- |\n|  | 二 |\n|  | 三 |",
    );
}

#[test]
fn formulas_keep_their_values() {
    check(
        "<p>共<math><msup><mn>10</mn><mn>6</mn></msup></math>元，占<math><semantics><mfrac><mn>1</mn><mn>2</mn></mfrac>\
         <annotation encoding='application/x-tex'>\\frac12</annotation></semantics></math>。</p>",
        "共10⁶元，占1/2。",
    );
    check(
        "<p><math display=block><msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt><mo>=</mo><msub><mi>a</mi><mi>i</mi></msub></math></p>",
        "√(x+1)=a_i",
    );
}

#[test]
fn line_ends_that_a_style_keeps() {
    check(
        "<div style='color:red; white-space: pre-wrap'>第一行&lt;\n第二行\n\n第二段</div>",
        "第一行\\<\\\n第二行\n\n第二段",
    );
    check("<div style='white-space: nowrap'>甲\n乙</div>", "甲乙");
    check(
        "<div style='white-space: pre-line'>\n<p>甲\n乙</p>\n\n<p>丙</p>\n</div>",
        "甲\\\n乙\n\n丙",
    );
}

/// The page of an article whose head has a time of publishing, and what stands below its heading.
fn dated(time: &str, line: &str) -> Bundle {
    let page = format!(
        "<!DOCTYPE html><html lang=zh-Hant><head><title>題目的文字</title>\
         <meta property=article:published_time content='{time}'></head><body><article><h1>題目的文字</h1>\
         <p>{line}</p>{PROSE}{PROSE}</article></body></html>"
    );
    import(page.as_bytes(), None, Vec::new()).expect("an article")
}

#[test]
fn the_day_is_the_one_that_the_page_prints() {
    let check = |time: &str, line: &str, expected: &str| {
        let index = dated(time, line).index;
        assert!(
            index.contains(&format!("\ndate: {expected}\n")),
            "{time} {line}: {index}"
        );
    };
    check("2024-02-04T22:30:00Z", "2024年2月5日 06:30", "2024-02-05");
    check("2024-02-04T22:30:00+00:00", "2024-02-05", "2024-02-05");
    // Neither one of another week, nor beside the day itself, nor where the zone is that of the page.
    check("2024-02-04T22:30:00Z", "2024-02-09", "2024-02-04");
    check(
        "2024-02-04T22:30:00Z",
        "2024-02-04 更新 2024-02-05",
        "2024-02-04",
    );
    check("2024-02-04T22:30:00+08:00", "更新 2024-02-05", "2024-02-04");
}

#[test]
fn a_text_that_a_script_would_show_is_the_article() {
    let page = format!(
        "<html><head><meta charset=utf-8><title></title><meta property=og:title content=题目></head><body><h1>题目</h1>\
         <div id=js_content style='visibility: hidden; opacity: 0; '>{PROSE}{PROSE}</div>\
         <div><p>预览时标签不可点，微信扫一扫关注该公众号。</p></div></body></html>"
    );
    let bundle = import(page.as_bytes(), None, Vec::new()).expect("an article");
    assert!(
        bundle.index.contains("這是正文的第一段"),
        "{}",
        bundle.index
    );
    // What is short beside the rest stays hidden.
    check(
        "<div style='display:none'><p>不給人看的一段話，長度也有四十個字上下，這裡再補上幾個字，好讓它像是一段正文的樣子。</p></div><p>甲</p>",
        "甲",
    );
}

#[test]
fn encodings_of_pages() {
    let html = format!(
        "<html><head><meta charset=LABEL><title>題目</title></head><body>{PROSE}</body></html>"
    );
    let check = |bytes: &[u8], expected: (&str, &str)| {
        let bundle = import(bytes, None, Vec::new()).expect("an article");
        assert_eq!(
            (bundle.decoded.encoding, bundle.decoded.evidence.name()),
            expected
        );
        assert!(
            bundle.index.contains("這是正文的第一段"),
            "{}",
            bundle.index
        );
    };
    let big5 = encoding_rs::BIG5
        .encode(&html.replace("LABEL", "big5"))
        .0
        .into_owned();
    check(&big5, ("Big5", "declared"));
    check(
        html.replace("LABEL", "gb2312").as_bytes(),
        ("UTF-8", "valid"),
    );
    let gbk = encoding_rs::GB18030
        .encode(&html.replace("LABEL", "\"gb2312\""))
        .0
        .into_owned();
    check(&gbk, ("GBK", "declared"));
}

/// A picture of one pixel.
const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

#[test]
fn pictures() {
    let data = "R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==";
    let html = format!(
        "<html><head><title>題目</title></head><body><article>{PROSE}<p><img src='data:image/gif;base64,{data}' alt='內'></p>\
         <p><img src='./page_files/../../x.gif' alt='外'><img src='page_files/a.gif' alt='旁'>\
         <img src='https://example.org/far.png' alt='遠'></p>{PROSE}</article></body></html>"
    );
    let companions = vec![Companion {
        path: "page_files/a.gif".to_owned(),
        bytes: GIF.to_vec(),
    }];
    let bundle = import(html.as_bytes(), None, companions).expect("an article");
    let names: Vec<&str> = bundle.files.iter().map(|(name, _)| name.as_str()).collect();
    let is_hash = |name: &str| name.len() == 20 && name.ends_with(".gif");
    assert!(
        names.len() == 2 && names[0] == "source.html" && is_hash(names[1]),
        "{names:?}"
    );
    assert!(
        bundle.index.contains(&format!("![內]({})", names[1])),
        "{}",
        bundle.index
    );
    assert!(
        bundle.index.contains(&format!("![旁]({})", names[1])),
        "{}",
        bundle.index
    );
    assert!(
        bundle.index.contains("![遠](https://example.org/far.png)"),
        "{}",
        bundle.index
    );
    // A path that leads out is told, and never followed.
    let aside = "rule: image-not-captured\n    text: '外 ./page_files/../../x.gif'\n";
    assert!(bundle.index.contains(aside), "{}", bundle.index);
    assert!(!bundle.index.contains("x.gif)"), "{}", bundle.index);
}

#[test]
fn a_saved_page_and_its_folder_become_an_article_that_is_fine() {
    let folder = Folder::site();
    let html = format!(
        "<html><head><title>題目</title></head><body><article>{PROSE}<p><img src='page_files/a.gif' alt='旁'></p>{PROSE}</article></body></html>"
    );
    folder
        .write("saved/page.html", html)
        .write("saved/page_files/a.gif", GIF)
        .write("saved/page_files/b.txt", "不是文章");
    let run = folder.run(&["import", "saved"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let run = folder.run(&["check", "--strict"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let tree = folder.tree();
    let made: Vec<&String> = tree
        .keys()
        .filter(|path| path.starts_with("content/articles/timu/"))
        .collect();
    assert_eq!(made.len(), 4, "{made:?}");
}

#[test]
fn excessive_nesting_is_an_error() {
    for element in [
        "div",
        "b",
        "a",
        "font",
        "span",
        "table",
        "ul",
        "blockquote",
        "x",
    ] {
        let html = format!("<html><body>{}深", format!("<{element}>").repeat(100_000));
        let problem = import(html.as_bytes(), None, Vec::new()).map(|bundle| bundle.index);
        let is_so = problem
            .as_ref()
            .is_err_and(|problem| problem.starts_with("import-too-deep"));
        assert!(is_so, "{element}: {problem:?}");
    }
    let html = format!("<html><body>{}深", "<div>".repeat(600));
    assert!(import(html.as_bytes(), None, Vec::new()).is_err());
    assert!(
        body(&format!(
            "{}深{}",
            "<div>".repeat(400),
            "</div>".repeat(400)
        ))
        .contains('深')
    );
}

#[test]
fn many_lists_in_lists_are_written_flat() {
    let html = format!("{}深{}", "<ul><li>".repeat(100), "</ul>".repeat(100));
    assert!(body(&html).contains('深'));
    let quotes = format!(
        "{}深{}",
        "<blockquote>".repeat(100),
        "</blockquote>".repeat(100)
    );
    assert!(body(&quotes).contains('深'));
}

#[test]
fn a_page_without_text() {
    let problem = import(
        b"<html><body><script>x</script></body></html>",
        None,
        Vec::new(),
    );
    assert!(problem.is_err_and(|problem| problem.starts_with("import-empty")));
}

#[test]
fn a_page_with_a_picture_and_no_text() {
    let page = "<html><head><title>相片</title></head><body><article><h1>相片</h1>\
        <p><img src='https://example.org/a.png' alt='圖'></p></article></body></html>";
    let bundle = import(page.as_bytes(), None, Vec::new()).expect("an article");
    assert_eq!(bundle.draft.title, "相片");
    assert!(
        bundle
            .index
            .ends_with("\n\n![圖](https://example.org/a.png)\n"),
        "{}",
        bundle.index
    );
}

#[test]
fn titles_that_a_quotation_mark_broke() {
    let title = |head: &str, heading: &str| {
        let page = format!(
            "<html><head>{head}</head><body><article>{heading}{PROSE}</article></body></html>"
        );
        let bundle = import(page.as_bytes(), None, Vec::new()).expect("an article");
        bundle.draft.title
    };
    let broken = "<meta property=\"og:title\" content=\"男孩寫\" 救命啊\"紙團=\"\">";
    let whole = "男孩寫\"救命啊\"紙團拋出";
    assert_eq!(title(broken, &format!("<h1>{whole}</h1>")), whole);
    let head = format!("{broken}<title>{whole}</title>");
    assert_eq!(title(&head, ""), whole);
    // What is shorter for another reason is the title that was meant.
    let short = "<meta property=\"og:title\" content=\"男孩寫\"><title>男孩寫信</title>";
    assert_eq!(title(short, ""), "男孩寫");
}

#[test]
fn names_in_boxes_of_advertisements() {
    let page = format!(
        "<html><head><title>新聞</title></head><body><article><h1>新聞</h1>{PROSE}</article>\
         <div class=ads><a href=http://a/><span>by Taboola</span></a>\
         <a href=http://a/><span>by Taboola</span></a></div></body></html>"
    );
    let bundle = import(page.as_bytes(), None, Vec::new()).expect("an article");
    assert_eq!(bundle.draft.authors, [""; 0]);
}

#[test]
fn a_page_saved_as_one_file_of_many_parts() {
    let folder = Folder::site();
    let page = format!(
        "<html><head><title>題目</title></head><body><article>{PROSE}<p><img src='https://example.org/a.gif' alt='旁'></p>{PROSE}</article></body></html>"
    );
    let quoted: String = page
        .bytes()
        .map(|byte| format!("={byte:02X}"))
        .collect::<Vec<_>>()
        .chunks(20)
        .map(|line| line.concat() + "=\r\n")
        .collect();
    let picture = "R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==";
    let file = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.org/news/1\r\nSubject: page\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/related; type=\"text/html\"; boundary=\"----b\"\r\n\r\n------b\r\nContent-Type: text/html\r\n\
         Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/news/1\r\n\r\n{quoted}\r\n\
         ------b\r\nContent-Type: image/gif\r\nContent-Transfer-Encoding: base64\r\nContent-Location: https://example.org/a.gif\r\n\r\n\
         {picture}\r\n------b--\r\n"
    );
    folder.write("page.mhtml", &file).write(
        "none.mht",
        "MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\ntext",
    );
    let run = folder.run(&["import", "page.mhtml"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let tree = folder.tree();
    let index = String::from_utf8_lossy(&tree["content/articles/timu/index.md"]).into_owned();
    assert!(
        index.contains("\n  url: https://example.org/news/1\n"),
        "{index}"
    );
    assert!(
        index.contains("![旁](") && index.contains(".gif)"),
        "{index}"
    );
    assert_eq!(tree["content/articles/timu/source.mhtml"], file.as_bytes());
    let run = folder.run(&["import", "none.mht"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    assert!(run.stderr.contains("import-without-page"), "{}", run.stderr);
    assert_eq!(folder.run(&["check", "--strict"]).exit, 0);
}
