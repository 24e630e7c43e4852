//! What a page carries beside its text: related articles, credits, disclaimers, buttons.
//!
//! A rule fires on a whole line, never on the beginning of a sentence: 「相關新聞指出」 is text. A
//! list of related articles ends where prose begins again, so that a box in the middle of an
//! article takes none of it away.

mod words;

use super::super::draft::{Block, Draft, Inline, for_each_inline, plain_text};
use crate::article::front_matter::Related;
use words::{CREDITS, DISCLAIMERS, FURNITURE, LEADS, RELATED};

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
