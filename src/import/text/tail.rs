//! What a page carries beside its text: related articles, credits, disclaimers, buttons.
//!
//! A rule fires on a whole line, never on the beginning of a sentence: 「相關新聞指出」 is text. A
//! list of related articles ends where prose begins again, so that a box in the middle of an
//! article takes none of it away.

use super::super::draft::{Block, Draft, Inline, for_each_inline, plain_text};
use crate::article::front_matter::Related;

/// Headings of lists of other articles.
const RELATED: &[&str] = &[
    "延伸閱讀",
    "延伸阅读",
    "相關新聞",
    "相关新闻",
    "相關問題答案",
    "相关问题答案",
    "相關問題",
    "相关问题",
    "推薦閱讀",
    "推荐阅读",
    "相關閱讀",
    "相关阅读",
    "相關文章",
    "相关文章",
    "相關報導",
    "相关报道",
    "相關報道",
    "更多新聞",
    "更多新闻",
    "更多報導",
    "更多文章",
    "熱門新聞",
    "热门新闻",
    "熱門文章",
    "热门文章",
    "最新新聞",
    "最新文章",
    "猜你喜歡",
    "猜你喜欢",
    "你可能也喜歡",
    "你可能喜欢",
    "您可能感興趣",
    "您可能感兴趣",
    "看更多",
    "看了這則新聞的人也看了",
    "其他人也在看",
    "其他人也看",
    "推薦文章",
    "推荐文章",
    "推薦新聞",
    "往期推薦",
    "往期推荐",
    "往期回顧",
    "往期回顾",
    "精彩推薦",
    "精彩推荐",
    "大家都在看",
    "編輯推薦",
    "编辑推荐",
    "熱門推薦",
    "热门推荐",
    "同場加映",
    "Related articles",
    "Related stories",
    "Related",
    "Read more",
    "More from",
    "You may also like",
    "Recommended",
];

/// Headings of statements that are none of the article.
const DISCLAIMERS: &[&str] = &[
    "免責聲明",
    "免责声明",
    "版權聲明",
    "版权声明",
    "特別聲明",
    "特别声明",
    "聲明",
    "声明",
    "風險提示",
    "风险提示",
    "版權所有",
    "版权所有",
    "Disclaimer",
];

/// Lines that are a button or an end mark.
const FURNITURE: &[&str] = &[
    "分享",
    "分享到",
    "分享至",
    "列印",
    "打印",
    "收藏",
    "讚",
    "按讚",
    "點讚",
    "点赞",
    "留言",
    "回應",
    "評論",
    "评论",
    "返回頂部",
    "返回顶部",
    "回到頂部",
    "回頂部",
    "上一頁",
    "下一頁",
    "上一页",
    "下一页",
    "閱讀更多",
    "阅读更多",
    "閱讀全文",
    "阅读全文",
    "展開全文",
    "展开全文",
    "點擊查看更多",
    "点击查看更多",
    "查看更多",
    "廣告",
    "广告",
    "訂閱電子報",
    "追蹤我們",
    "關注我們",
    "关注我们",
    "加入會員",
    "登入",
    "登录",
    "註冊",
    "注册",
    "完",
    "全文完",
    "本文完",
    "END",
    "end",
    "-END-",
    "- END -",
    "— END —",
    "ADVERTISEMENT",
    "Advertisement",
    "Share",
    "Print",
    "掃碼關注",
    "扫码关注",
    "舉報",
    "举报",
    "複製連結",
    "复制链接",
];

/// Labels of lines that say who did what, of pictures too.
const CREDITS: &[&str] = &[
    "責任編輯",
    "责任编辑",
    "責編",
    "责编",
    "編輯",
    "编辑",
    "核稿編輯",
    "核稿",
    "審校",
    "审校",
    "校對",
    "校对",
    "攝影",
    "摄影",
    "圖",
    "图",
    "圖片",
    "图片",
    "圖片來源",
    "图片来源",
    "圖源",
    "图源",
    "照片",
    "首圖來源",
    "首圖",
    "題圖",
    "题图",
    "封面圖片",
    "資料來源",
    "资料来源",
    "Photo",
    "Image",
    "Editor",
    "Photo credit",
    "Image credit",
];

/// Labels of lines that lead elsewhere.
const LEADS: &[&str] = &[
    "上一篇",
    "下一篇",
    "標籤",
    "标签",
    "關鍵字",
    "关键字",
    "關鍵詞",
    "关键词",
    "Tags",
    "Keywords",
    "原文連結",
    "原文链接",
    "原文鏈接",
    "本文網址",
    "本文网址",
    "本文鏈接",
    "本文链接",
];

/// Characters of a credit.
const CREDIT_MAX: usize = 40;

/// Characters of a related title.
const TITLE_MAX: usize = 60;

/// Paragraphs at the end among which a disclaimer may begin with its label.
const END: usize = 5;

/// Moves what is none of the text out of the body.
pub(super) fn set_aside(draft: &mut Draft) {
    let blocks = std::mem::take(&mut draft.body);
    let end = blocks.len().saturating_sub(END);
    let mut state = State::Text;
    let mut items = Vec::new();
    for (index, block) in blocks.into_iter().enumerate() {
        let text = block_text(&block);
        let has_text = !draft.body.is_empty();
        if holds_note(&block) {
            // Only a text can be set aside, and the note would have no reference.
            flush(draft, &mut items);
            state = State::Text;
            draft.body.push(block);
        } else if let (Some(next), true) = (heading(&text), has_text) {
            flush(draft, &mut items);
            set_images_aside(draft, &block);
            draft.set_aside(next.rule(), &text);
            state = next;
        } else if has_text && let Some(rule) = line_rule(&text, index >= end) {
            flush(draft, &mut items);
            set_images_aside(draft, &block);
            draft.set_aside(rule, &text);
        } else if state == State::Related && is_item(&block, &text) {
            set_images_aside(draft, &block);
            items.extend(item_texts(block));
        } else if state == State::Disclaimer && index >= end {
            set_images_aside(draft, &block);
            draft.set_aside("disclaimer", &text);
        } else {
            flush(draft, &mut items);
            state = State::Text;
            draft.body.push(block);
        }
    }
    flush(draft, &mut items);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    Related,
    Disclaimer,
}

impl State {
    fn rule(self) -> &'static str {
        match self {
            State::Related => "related-heading",
            State::Text | State::Disclaimer => "disclaimer",
        }
    }
}

fn holds_note(block: &Block) -> bool {
    let mut holds = false;
    for_each_inline(std::slice::from_ref(block), &mut |inline| {
        holds |= matches!(inline, Inline::Note(_));
    });
    holds
}

/// Keeps the names of the pictures of a block whose text is set aside.
fn set_images_aside(draft: &mut Draft, block: &Block) {
    for_each_inline(std::slice::from_ref(block), &mut |inline| {
        if let Inline::Image(name, description) = inline {
            draft.set_aside("image-beside-text", &format!("{description} {name}"));
        }
    });
}

fn block_text(block: &Block) -> String {
    plain_text(std::slice::from_ref(block)).trim().to_owned()
}

/// Returns what begins with a line, when it is a heading of something that is none of the text.
fn heading(line: &str) -> Option<State> {
    let bare = undecorated(line);
    let is_in = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(bare));
    if is_in(RELATED) {
        Some(State::Related)
    } else if is_in(DISCLAIMERS) {
        Some(State::Disclaimer)
    } else {
        None
    }
}

/// Returns a line without the signs that headings are set off with.
fn undecorated(line: &str) -> &str {
    let is_decoration = |it: char| {
        it.is_whitespace()
            || "【】[]《》〈〉「」（）()▍▎■◆●▲▼►▶★☆※|｜:：>＞<＜—–-=＝…→↓".contains(it)
    };
    line.trim_matches(is_decoration)
}

/// Returns the rule that sets a single line aside.
fn line_rule(line: &str, is_at_end: bool) -> Option<&'static str> {
    if line.contains('\n') {
        return None;
    }
    let bare = undecorated(line);
    if FURNITURE.contains(&bare) {
        return Some("furniture");
    }
    if is_labelled(bare, LEADS, CREDIT_MAX * 4) && is_at_end {
        return Some("furniture");
    }
    if is_labelled(bare, CREDITS, CREDIT_MAX) {
        return Some("credits");
    }
    if is_labelled(bare, DISCLAIMERS, usize::MAX) && is_at_end {
        return Some("disclaimer");
    }
    None
}

/// Returns whether a line is a label, a colon or a stroke, and no more than so many characters.
fn is_labelled(line: &str, labels: &[&str], length: usize) -> bool {
    let Some((label, rest)) = line.split_once(['：', ':', '／', '/', '|', '｜']) else {
        return false;
    };
    let label = label.trim();
    let is_label = labels.iter().any(|known| known.eq_ignore_ascii_case(label));
    let is_sentence = rest.contains(['。', '？', '！']) && length < usize::MAX;
    is_label && !is_sentence && rest.chars().count() <= length
}

/// Returns whether a block can stand in a list of other articles: it is a list, a title, or a teaser
/// that breaks off.
fn is_item(block: &Block, text: &str) -> bool {
    match block {
        Block::List(..) => true,
        Block::Paragraph(_) | Block::Heading(..) => is_title(text) || is_teaser(text),
        _ => false,
    }
}

fn is_title(text: &str) -> bool {
    let is_quoted_title = text.ends_with("”。") || text.ends_with("」。");
    text.chars().count() <= TITLE_MAX && (!text.ends_with('。') || is_quoted_title)
}

fn is_teaser(text: &str) -> bool {
    text.ends_with("...") || text.ends_with('…')
}

fn item_texts(block: Block) -> Vec<String> {
    match block {
        Block::List(_, items) => items
            .iter()
            .map(|item| plain_text(item).trim().replace('\n', " "))
            .filter(|text| !text.is_empty())
            .collect(),
        block => vec![block_text(&block)],
    }
}

/// Makes related articles of the lines that were gathered: a title, and the teaser after it.
fn flush(draft: &mut Draft, items: &mut Vec<String>) {
    let mut items = std::mem::take(items).into_iter().peekable();
    while let Some(title) = items.next() {
        let is_pair = !is_teaser(&title);
        let text = items.next_if(|next| is_pair && is_teaser(next));
        draft.fire("related", &title);
        draft.related.push(Related {
            title,
            text: text.unwrap_or_default(),
        });
    }
}
