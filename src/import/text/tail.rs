//! What a page carries beside its text: related articles, credits, disclaimers, buttons.
//!
//! A rule fires on a whole line, never on the beginning of a sentence: 「相關新聞指出」 is text. A
//! list of related articles ends where prose begins again, so that a box in the middle of an
//! article takes none of it away.

mod words;

use unicode_width::UnicodeWidthStr;

use super::super::draft::{Block, Draft, Inline, for_each_inline, plain_text};
use crate::article::front_matter::Related;
use words::{
    CALLS, CHANNELS, COMMENTS, CREDITS, DISCLAIMERS, FURNITURE, HEADINGS_ONLY, LEADS, RELATED,
    REQUESTS, RIGHTS, RIGHTS_AT_END, SEE,
};

/// Characters of a credit.
const CREDIT_MAX: usize = 40;

/// Signs of a sentence, which a credit has not.
const NO_CREDIT: [char; 12] = [
    '，', '的', '了', '嗎', '吗', '呢', '是', '元', '億', '亿', '萬', '%',
];

/// Columns of a related title.
const TITLE_MAX: usize = 120;

/// Columns of a line that asks for something, or says whose the words are.
const CALL_MAX: usize = 300;

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
        } else if has_text && let Some((label, title)) = labelled_title(&block, &text) {
            flush(draft, &mut items);
            set_images_aside(draft, &block);
            draft.set_aside("related-heading", label);
            items.push(title.to_owned());
            state = State::Text;
        } else if has_text
            && !matches!(block, Block::Heading(..))
            && let Some(rule) = line_rule(&text, index >= end)
        {
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

/// Returns whether readers' words begin below a line: it is a heading of them, with their number perhaps.
pub(in crate::import) fn begins_comments(line: &str) -> bool {
    let is_count =
        |it: char| it.is_ascii_digit() || it.is_whitespace() || "（）()條条".contains(it);
    let bare = undecorated(line).trim_matches(is_count);
    is_among(COMMENTS, bare)
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
    if is_among(RELATED, bare) {
        Some(State::Related)
    } else if is_among(DISCLAIMERS, bare) {
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
    if is_among(FURNITURE, bare) {
        return Some("furniture");
    }
    let is_short = line.width() <= CALL_MAX;
    if is_at_end && is_short && is_call(bare) {
        return Some("call");
    }
    if is_at_end && is_short && is_about_rights(bare) {
        return Some("disclaimer");
    }
    if is_labelled(bare, LEADS, CREDIT_MAX * 4) && is_at_end {
        return Some("furniture");
    }
    if is_labelled(bare, CREDITS, CREDIT_MAX) && !bare.contains(NO_CREDIT) {
        return Some("credits");
    }
    if is_labelled(bare, DISCLAIMERS, usize::MAX) && is_at_end {
        return Some("disclaimer");
    }
    None
}

/// Returns whether a line asks the reader for something: it begins so, and in Chinese names the channel too.
fn is_call(line: &str) -> bool {
    let begins = |words: &[&str]| words.iter().any(|word| line.starts_with(word));
    let names_channel = || CHANNELS.iter().any(|channel| line.contains(channel));
    begins(CALLS) || (begins(REQUESTS) && names_channel())
}

/// Returns whether a line says whose the words are: it begins or ends so.
fn is_about_rights(line: &str) -> bool {
    let line = line.trim_end_matches(['.', '。']);
    RIGHTS.iter().any(|words| line.starts_with(words))
        || RIGHTS_AT_END.iter().any(|words| line.ends_with(words))
}

/// Returns a label, and the title of another article that stands behind it.
fn labelled_title<'a>(block: &Block, line: &'a str) -> Option<(&'a str, &'a str)> {
    let colon = line.find(['：', ':'])?;
    let end = colon + line[colon..].chars().next().map_or(0, char::len_utf8);
    let (label, title) = (&line[..end], line[end..].trim());
    let is_in = |words: &[&str]| is_among(words, undecorated(label));
    let is_related = is_in(RELATED) && !is_in(HEADINGS_ONLY) || is_in(SEE) && ends_with_link(block);
    (is_related && is_title(title) && !title.is_empty()).then_some((label, title))
}

fn ends_with_link(block: &Block) -> bool {
    let mut content = match block {
        Block::Paragraph(content) | Block::Heading(_, content) => content,
        _ => return false,
    };
    while let Some(Inline::Strong(inner) | Inline::Emphasis(inner)) = content.last() {
        content = inner;
    }
    matches!(content.last(), Some(Inline::Link(..)))
}

fn lower(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// Returns whether a word is among some, whatever its case.
fn is_among(words: &[&str], word: &str) -> bool {
    let mut alike = words.iter().filter(|known| known.len() == word.len());
    alike.any(|known| lower(known).eq(lower(word)))
}

/// Returns whether a line is a label, a colon or a stroke, and no more than so many characters.
fn is_labelled(line: &str, labels: &[&str], length: usize) -> bool {
    let Some((label, rest)) = line.split_once(['：', ':', '／', '/', '|', '｜']) else {
        return false;
    };
    let label = label.trim();
    let is_label = is_among(labels, label) && !is_among(HEADINGS_ONLY, label);
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
    text.width() <= TITLE_MAX && (!text.ends_with(['。', '.']) || is_quoted_title)
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
