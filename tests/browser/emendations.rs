//! Both readings are in the page: the source's is shown, the proposed one on demand; and whatever
//! is drawn around them, the text that is read, copied and searched is the source's own.

use std::fs;
use std::path::Path;

use crate::sites::{ARTICLE, SOURCE, archive};
use crate::tab::{SIZES, Tab, WIDE};

const BOX: &str = "#kz-emended";
const SOURCE_READING: &str = "#c-lilv-55 del";
const PROPOSED_READING: &str = "#c-lilv-55 ins";

fn shows_source(tab: &Tab) {
    assert!(tab.shows(SOURCE_READING) && !tab.shows(PROPOSED_READING));
    assert!(tab.text("#p5").contains("上調至55%的歷史新高"));
}

fn shows_proposal(tab: &Tab) {
    assert!(!tab.shows(SOURCE_READING) && tab.shows(PROPOSED_READING));
    assert!(tab.text("#p5").contains("上調至5.5%的歷史新高"));
}

#[test]
fn the_box_exchanges_the_readings_with_and_without_script() {
    for size in SIZES {
        let url = archive().server.url(ARTICLE);
        for tab in [Tab::at(size, &url), Tab::scriptless_at(size, &url)] {
            shows_source(&tab);
            tab.click(BOX);
            shows_proposal(&tab);
            tab.click(BOX);
            shows_source(&tab);
        }
    }
}

#[test]
fn every_emendation_obeys_the_box() {
    let tab = Tab::scriptless_at(WIDE, &archive().server.url(ARTICLE));
    let visible = |tag: &str| -> (usize, usize) {
        tab.eval(&format!(
            "(() => {{ const all = [...document.querySelectorAll('.t {tag}')];
                return [all.filter(e => e.checkVisibility()).length, all.length]; }})()"
        ))
    };
    let ((deletions, all_deletions), (insertions, all_insertions)) =
        (visible("del"), visible("ins"));
    assert!(all_insertions >= 10 && all_deletions >= all_insertions);
    assert_eq!((deletions, insertions), (all_deletions, 0));
    tab.click(BOX);
    assert_eq!((visible("del").0, visible("ins").0), (0, all_insertions));
}

#[test]
fn with_script_the_choice_is_remembered() {
    let url = archive().server.url(ARTICLE);
    let tab = Tab::at(WIDE, &url);
    tab.click(BOX);
    shows_proposal(&tab);
    tab.visit(&archive().server.url("about/"));
    tab.visit(&url);
    assert!(tab.is_checked(BOX));
    shows_proposal(&tab);
    tab.click(BOX);
    tab.visit(&archive().server.url("about/"));
    tab.visit(&url);
    shows_source(&tab);
}

/// Returns the paragraphs of the source, white space folded: what is between the title and the line
/// of the publisher, which are the page's header, and the related articles, which are its footer.
fn source_paragraphs() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SOURCE);
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(folded)
        .filter(|line| !line.is_empty())
        .skip(2)
        .take_while(|line| line != "相關問題答案")
        .collect()
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The innermost blocks of the text.
const BLOCKS: &str = "[...document.querySelectorAll('.t :is(p, li, h2, h3, td)')].filter(e => !e.querySelector('p, li'))";

#[test]
fn what_is_read_is_the_source_word_for_word() {
    for size in SIZES {
        let tab = Tab::at(size, &archive().server.url(ARTICLE));
        let read: Vec<String> = tab.eval(&format!("{BLOCKS}.map(e => e.innerText)"));
        let read: Vec<String> = read.iter().map(|text| folded(text)).collect();
        assert_eq!(read, source_paragraphs());
    }
}

#[test]
fn what_is_copied_is_the_source_word_for_word() {
    let tab = Tab::at(WIDE, &archive().server.url(ARTICLE));
    let copied: Vec<String> = tab.eval(&format!(
        "{BLOCKS}.map(e => {{ getSelection().selectAllChildren(e); return getSelection().toString(); }})"
    ));
    let copied: Vec<String> = copied.iter().map(|text| folded(text)).collect();
    assert_eq!(copied, source_paragraphs());
}

#[test]
fn find_in_page_goes_through_claims_seals_and_both_readings() {
    let tab = Tab::at(WIDE, &archive().server.url(ARTICLE));
    let finds = |words: &str| -> bool {
        tab.eval(&format!(
            "getSelection().removeAllRanges(), window.find('{words}')"
        ))
    };
    for words in [
        "聊天機械人chatgpt一度風靡全球",
        "上調至55%的歷史新高,美元指數",
        "最引人注目的是晶元公司英偉達",
    ] {
        assert!(finds(words), "{words}");
    }
    assert!(
        !finds("上調至5.5%的歷史新高"),
        "the proposed reading is hidden"
    );
}

#[test]
fn seals_are_drawn_and_are_not_text() {
    for size in SIZES {
        let tab = Tab::at(size, &archive().server.url(ARTICLE));
        let seals: Vec<(String, String, String)> = tab.eval(
            "[...document.querySelectorAll('.t .seal')].map(e => [e.dataset.s, e.textContent, getComputedStyle(e, '::before').content])",
        );
        assert!(seals.len() > 40, "{} seals", seals.len());
        for (seal, text, drawn) in seals {
            assert_eq!((text.as_str(), drawn), ("", format!("\"{seal}\"")));
        }
    }
}

#[test]
fn a_reading_holds_wherever_its_note_is_referred_to() {
    let tab = Tab::at(WIDE, &archive().server.url(ARTICLE));
    let count = |words: &str| tab.text(".t").matches(words).count();
    assert_eq!((count("晶元"), count("晶片"), count("乙個")), (6, 0, 6));
    tab.click(BOX);
    assert_eq!((count("晶元"), count("晶片"), count("乙個")), (0, 6, 0));
}
