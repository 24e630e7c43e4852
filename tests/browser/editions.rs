//! The toggle between the scripts: a link without script; with it, it keeps the reader's place.

use std::collections::BTreeSet;

use crate::sites::{ARTICLE, CROWDED, Site, TWIN, archive, crowded};
use crate::tab::{SIZES, Tab, WIDE};

const TOGGLE: &str = "nav.script a:not([aria-current])";
const LANG: &str = "document.documentElement.lang";

#[test]
fn without_script_the_toggle_leads_to_the_same_page_of_the_other_tree_and_back() {
    let Site { pages, server, .. } = archive();
    let mut seen = BTreeSet::new();
    for size in SIZES {
        let tab = Tab::open(size);
        for page in pages.iter().filter(|page| !page.ends_with("404.html")) {
            let twin = match page.strip_prefix("zh-hans/") {
                Some(rest) => rest.to_owned(),
                None => format!("zh-hans/{page}"),
            };
            let mut tab = Tab::scriptless_at(tab.size, &server.url(page));
            let lang: String = tab.eval(LANG);
            tab.click(TOGGLE);
            tab.wait_for_address(&server.url(&twin));
            assert_ne!(tab.eval::<String>(LANG), lang, "{page}");
            assert_eq!(tab.complaints(&server.url("")), [""; 0]);
            tab.click(TOGGLE);
            tab.wait_for_address(&server.url(page));
            assert_eq!(tab.eval::<String>(LANG), lang);
            seen.insert(lang);
        }
    }
    assert!(
        seen.iter().all(|lang| lang.starts_with("zh-Han")),
        "{seen:?}"
    );
}

#[test]
fn the_words_around_the_text_change_with_the_script() {
    let server = &archive().server;
    let tab = Tab::at(WIDE, &server.url(ARTICLE));
    let original = tab.text("h1");
    assert!(original.contains("歷史"), "{original}");
    assert_eq!(tab.eval::<String>(LANG), "zh-Hant-TW", "the article's own");
    tab.click(TOGGLE);
    tab.wait_for_address(TWIN);
    assert!(tab.text("h1").contains("历史"));
    assert!(tab.eval::<String>(LANG).starts_with("zh-Hans"));
    assert!(tab.text(".notes .src").contains('据'));
}

#[test]
fn with_script_the_toggle_keeps_the_open_note() {
    let server = &archive().server;
    for size in SIZES {
        let tab = Tab::at(size, &server.url(ARTICLE));
        for id in ["chatgpt", "meiyuan", "paomo"] {
            // The sheet of the last note may lie over it where the page is.
            tab.eval::<()>(&format!(
                "document.getElementById('r-{id}').scrollIntoView({{block: 'center', behavior: 'instant'}}), null"
            ));
            tab.wait_for_frames();
            tab.click(&format!("#r-{id}"));
            tab.wait_for_address(&format!("{ARTICLE}#n-{id}"));
            tab.click(TOGGLE);
            tab.wait_for_address(&format!("{TWIN}#n-{id}"));
            assert!(tab.eval::<bool>(&format!(
                "document.getElementById('n-{id}').matches(':target')"
            )));
            tab.click(TOGGLE);
            tab.wait_for_address(&format!("{ARTICLE}#n-{id}"));
        }
    }
}

/// The first block of the text that is in view, and how far down its top is.
const PLACE: &str = "(() => { const block = [...document.querySelectorAll('.t > [id]')]
    .find(block => block.getBoundingClientRect().bottom > 60);
    return [block.id, block.getBoundingClientRect().top]; })()";

#[test]
fn with_script_the_toggle_keeps_the_place() {
    for (site, path) in [(archive(), ARTICLE), (crowded(), CROWDED)] {
        for size in SIZES {
            let mut tab = Tab::at(size, &site.server.url(path));
            let height: u32 = tab.eval("document.querySelector('.t').scrollHeight");
            for part in 1..5 {
                tab.eval::<()>(&format!("scrollTo(0, {}), null", height * part / 5));
                tab.wait_for_frames();
                let (block, top): (String, f64) = tab.eval(PLACE);
                let before: String = tab.eval(LANG);
                tab.press("t");
                tab.wait_until("the other tree", &format!("{LANG} !== '{before}'"));
                tab.wait_until_loaded();
                let same = tab.rect(&format!("[id='{block}']"));
                let moved = same.top - top;
                assert!(
                    moved.abs() < 24.0,
                    "{block} moved by {moved} px at {size:?}"
                );
                let fragment = tab.fragment();
                assert_eq!(fragment, "", "no mark is left in the address");
            }
            assert_eq!(tab.complaints(&site.server.url("")), [""; 0]);
        }
    }
}

#[test]
fn with_script_the_toggle_keeps_the_place_and_the_note() {
    let server = &archive().server;
    for size in SIZES {
        let tab = Tab::at(size, &server.url(ARTICLE));
        tab.click("#r-kuisun");
        tab.wait_for_address("#n-kuisun");
        let before = tab.rect("#r-kuisun").top;
        tab.press("t");
        tab.wait_for_address(&format!("{TWIN}#n-kuisun"));
        let after = tab.rect("#r-kuisun");
        assert!(
            (after.top - before).abs() < 60.0,
            "from {before} to {after:?} at {size:?}"
        );
        assert!(tab.rect("#n-kuisun").is_in(size));
    }
}

/// The first block of vertical text that is in view, and how far its right edge is from that of the text's box.
const VERTICAL_PLACE: &str = "(() => { const text = document.querySelector('.t'), edge = text.getBoundingClientRect().right;
    const block = [...document.querySelectorAll('.t > [id]')].find(block => edge - block.getBoundingClientRect().left > 60);
    return [block.id, edge - block.getBoundingClientRect().right]; })()";

#[test]
fn with_script_the_toggle_keeps_the_place_in_vertical_text() {
    for size in SIZES {
        let tab = Tab::at(size, &archive().server.url(ARTICLE));
        tab.click("#kz-tate");
        let width: i32 = tab.eval("document.querySelector('.t').scrollWidth");
        for part in 1..5 {
            let left = -width * part / 5;
            tab.eval::<()>(&format!(
                "document.querySelector('.t').scrollLeft = {left}, null"
            ));
            tab.wait_for_frames();
            let (block, before): (String, f64) = tab.eval(VERTICAL_PLACE);
            let lang: String = tab.eval(LANG);
            tab.press("t");
            tab.wait_until("the other tree", &format!("{LANG} !== '{lang}'"));
            tab.wait_until_loaded();
            let after: f64 = tab.eval(&format!(
                "document.querySelector('.t').getBoundingClientRect().right - document.getElementById('{block}').getBoundingClientRect().right"
            ));
            let moved = after - before;
            assert!(
                moved.abs() < 24.0,
                "{block} moved by {moved} px at {size:?}"
            );
        }
    }
}
