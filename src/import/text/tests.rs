use super::super::draft::{Block, Draft, plain_text};
use super::{read, unaccounted};

/// Reads a text, and holds that no character of it is lost.
fn draft(text: &str) -> Draft {
    let draft = read(text);
    assert_eq!(unaccounted(text, &draft), Default::default(), "{text}");
    draft
}

/// Draws blocks: `¶` a paragraph, `#` a heading, `-` an item.
fn draw(blocks: &[Block]) -> String {
    let lines = blocks.iter().map(|block| match block {
        Block::Heading(level, _) => "#".repeat(usize::from(*level)) + &draw_text(block),
        Block::List(start, items) => items
            .iter()
            .map(|item| start.map_or("-".to_owned(), |_| "1".to_owned()) + &plain_text(item))
            .collect::<String>()
            .trim()
            .to_owned(),
        _ => "¶".to_owned() + &draw_text(block),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn draw_text(block: &Block) -> String {
    plain_text(std::slice::from_ref(block)).trim().to_owned()
}

fn check_body(text: &str, expected: &str) {
    let draft = draft(&format!("題\n\n{text}"));
    assert_eq!(draw(&draft.body), expected, "{text}");
}

/// Holds what is set aside of a text, by rule and text, and which titles are related.
fn check_aside(text: &str, aside: &[(&str, &str)], related: &[&str]) {
    let draft = draft(&format!("題\n\n正文的第一段。\n\n{text}"));
    let found: Vec<(&str, &str)> = draft
        .aside
        .iter()
        .map(|aside| (aside.rule.as_str(), aside.text.as_str()))
        .collect();
    assert_eq!(found, aside, "{text}");
    let titles: Vec<&str> = draft
        .related
        .iter()
        .map(|related| related.title.as_str())
        .collect();
    assert_eq!(titles, related, "{text}");
}

#[test]
fn where_something_was_posted_from_is_no_outlet() {
    for line in [
        "发布于：北京市",
        "發佈於台北",
        "发表于 江西",
        "2024-02-25 18:00 发布于：北京市",
    ] {
        for text in [
            format!("題\n{line}\n\n正文的第一段。\n\n第二段。"),
            format!("題\n\n正文的第一段。\n\n第二段。\n\n{line}"),
        ] {
            let draft = draft(&text);
            assert_eq!(
                (draft.publisher, draft.authors),
                (None, Vec::new()),
                "{text}"
            );
            let aside: Vec<&str> = draft
                .aside
                .iter()
                .map(|aside| aside.text.as_str())
                .collect();
            assert_eq!(aside, [line], "{text}");
        }
    }
    // What has the same words and is text stays.
    check_body("论文发表于上海。\n\n正文。", "¶论文发表于上海。\n¶正文。");
}

#[test]
fn titles() {
    let check = |text: &str, expected: &str| assert_eq!(draft(text).title, expected);
    check("題目\n\n正文。", "題目");
    check("題目\n正文。\n第二段。", "題目");
    check("這一段以句號結尾。\n\n正文。", "");
    check("只有一段", "");
    check("2024-02-25\n\n正文。", "");
    check(&format!("{}\n\n正文。", "長".repeat(101)), "");
}

#[test]
fn headers() {
    let fields = |text: &str| {
        let draft = draft(text);
        let date = draft.date.map(|dated| dated.date.to_string());
        (
            draft.authors.join("+"),
            draft.publisher.unwrap_or_default(),
            date.unwrap_or_default(),
        )
    };
    let check = |text: &str, authors: &str, publisher: &str, date: &str| {
        let expected = (authors.to_owned(), publisher.to_owned(), date.to_owned());
        assert_eq!(fields(text), expected, "{text}");
    };
    check(
        "題\n\nMondo 財經 更新 2024-02-25\n\n正文。",
        "",
        "Mondo 財經",
        "2024-02-25",
    );
    check(
        "題\n聯合報\n2024/02/25 記者王小明\n正文。",
        "王小明",
        "聯合報",
        "2024-02-25",
    );
    check("題\n王小明\n2024/02/25\n正文。", "王小明", "", "2024-02-25");
    check(
        "題\n\n副題不是署名\n\n2024年2月25日\n\n正文。",
        "",
        "",
        "2024-02-25",
    );
    check("題\n\n正文。\n\n第二段。\n\n作者：王小明", "王小明", "", "");
    check("題\n\n〔記者王小明／台北報導〕正文。", "王小明", "", "");
    check(
        "題\n\n發布 2024-02-24 更新 2024-02-25\n\n正文。",
        "",
        "",
        "2024-02-24",
    );
    check("題\n\n2024年2月\n\n正文。", "", "", "");
}

#[test]
fn paragraphs() {
    check_body("甲。\n乙。\n\n丙。", "¶甲。\n¶乙。\n¶丙。");
    let line = "一二三四五六七八九十一二三四五六七八九十一二三四五";
    check_body(
        &format!("{line}\n{line}\n{line}\n尾。"),
        &format!("¶{line}{line}{line}尾。"),
    );
    let line = "the quick brown fox jumps over the lazy dog and";
    check_body(
        &format!("{line}\n{line}\n{line}."),
        &format!("¶{line} {line} {line}."),
    );
}

#[test]
fn lists() {
    check_body("• 甲\n• 乙\n後。", "-甲\n-乙\n¶後。");
    check_body("1. 甲\n2. 乙\n後。", "1甲\n1乙\n¶後。");
    check_body("1、甲\n2、乙\n4、丁。", "1甲\n1乙\n¶4、丁。");
    check_body("- 只有一行的對話。\n後。", "¶- 只有一行的對話。\n¶後。");
    check_body("1.5 倍。\n2.5 倍。", "¶1.5 倍。\n¶2.5 倍。");
    check_body(
        "至少存在一些不足:\n解釋性:目前很難解釋。\n樣本偏差:可能會出現。\n後來的一段。",
        "¶至少存在一些不足:\n-解釋性:目前很難解釋。\n-樣本偏差:可能會出現。\n¶後來的一段。",
    );
    check_body(
        "他說:\n甲方：你好嗎？我很好。",
        "¶他說:\n¶甲方：你好嗎？我很好。",
    );
}

#[test]
fn headings() {
    check_body(
        "一、甲\n正文。\n（一）乙\n正文。",
        "##一、甲\n¶正文。\n###（一）乙\n¶正文。",
    );
    check_body(
        "【甲】\n正文。\n■ 乙\n正文。",
        "##【甲】\n¶正文。\n##■ 乙\n¶正文。",
    );
    check_body(
        "一、甲\n二、乙\n三、丙\n正文。",
        "¶一、甲\n¶二、乙\n¶三、丙\n¶正文。",
    );
    check_body(
        "一、這是一個完整的句子。\n正文。",
        "¶一、這是一個完整的句子。\n¶正文。",
    );
    check_body("（完整的一句話）\n正文。", "¶（完整的一句話）\n¶正文。");
}

#[test]
fn tails() {
    check_aside(
        "延伸閱讀\n\n甲\n\n乙",
        &[("related-heading", "延伸閱讀")],
        &["甲", "乙"],
    );
    check_aside(
        "【相关新闻】\n甲\n甲的摘要說到一半...",
        &[("related-heading", "【相关新闻】")],
        &["甲"],
    );
    check_aside("相關新聞指出，這是正文。\n\n甲", &[], &[]);
    check_aside("責任編輯：王小明", &[("credits", "責任編輯：王小明")], &[]);
    check_aside(
        "圖／美聯社\n\n又一段正文。",
        &[("credits", "圖／美聯社")],
        &[],
    );
    check_aside("圖／表明了這一點。", &[], &[]);
    check_aside(
        "免責聲明\n\n本文不構成投資建議。",
        &[
            ("disclaimer", "免責聲明"),
            ("disclaimer", "本文不構成投資建議。"),
        ],
        &[],
    );
    check_aside(
        "免責聲明：本文不構成建議。",
        &[("disclaimer", "免責聲明：本文不構成建議。")],
        &[],
    );
    check_aside("免責聲明要看清楚。", &[], &[]);
    check_aside(
        "分享\n\n（完）",
        &[("furniture", "分享"), ("furniture", "（完）")],
        &[],
    );
}

#[test]
fn a_box_in_the_middle_takes_nothing_away() {
    let text =
        "題\n\n甲段。\n\n延伸閱讀\n\n另一篇的題目\n\n乙段又是正文，有一句完整的話。\n\n丙段。";
    assert_eq!(
        draw(&draft(text).body),
        "¶甲段。\n¶乙段又是正文，有一句完整的話。\n¶丙段。"
    );
}
