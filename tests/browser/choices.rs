//! What a reader chooses: colours, and notes of one kind. Both work without script; with it the colours
//! are remembered.

use crate::sites::{ARTICLE, CROWDED, archive, crowded};
use crate::tab::{SIZES, Tab, WIDE};

const LIGHT: &str = "rgb(251, 250, 246)";
const DARK: &str = "rgb(22, 21, 19)";

/// Takes an entry of a list as a reader does who has no mouse.
fn take(tab: &Tab, list: &str, entry: &str) {
    tab.eval::<()>(&format!(
        "(() => {{ const list = document.querySelector('{list}'); list.value = '{entry}';
          list.dispatchEvent(new Event('change', {{bubbles: true}})); }})()"
    ));
    tab.wait_for_frames();
}

#[test]
fn colours_are_chosen_without_script() {
    let tab = Tab::scriptless_at(WIDE, &archive().server.url(ARTICLE));
    for (system, chosen, paper) in [
        ("light", "", LIGHT),
        ("dark", "", DARK),
        ("light", "dark", DARK),
        ("dark", "light", LIGHT),
    ] {
        tab.prefer(system);
        take(&tab, "#kz-scheme", chosen);
        let found = tab.style("body", "background-color");
        assert_eq!(found, paper, "{system}, chosen {chosen:?}");
    }
    take(&tab, "#kz-scheme", "dark");
    tab.preview_print();
    assert_eq!(tab.style("body", "background-color"), "rgb(255, 255, 255)");
}

#[test]
fn colours_are_remembered_on_every_page_and_shown_from_the_start() {
    let server = &archive().server;
    let tab = Tab::at(WIDE, &server.url(ARTICLE));
    tab.prefer("light");
    take(&tab, "#kz-scheme", "dark");
    // What the page looks like in every frame, from the first one on.
    tab.run_at_start(
        "window.papers = new Set(); const look = () => { if (document.body) papers.add(getComputedStyle(document.body).backgroundColor);
          requestAnimationFrame(look); }; look();",
    );
    for page in ["", "claims/", "about/", ARTICLE] {
        tab.visit(&server.url(page));
        tab.wait_for_frames();
        assert_eq!(tab.eval::<Vec<String>>("[...papers]"), [DARK], "{page}");
        assert_eq!(
            tab.eval::<String>("document.querySelector('#kz-scheme').value"),
            "dark"
        );
        let frames: Vec<String> = tab
            .eval("[...document.querySelectorAll('meta[name=theme-color]')].map(m => m.content)");
        assert_eq!(frames, [DARK, DARK], "{page}");
    }
    take(&tab, "#kz-scheme", "");
    let frames: Vec<String> =
        tab.eval("[...document.querySelectorAll('meta[name=theme-color]')].map(m => m.content)");
    assert_eq!(frames, ["#fbfaf6", "#161513"]);
    tab.visit(&server.url(""));
    assert_eq!(tab.eval::<Vec<String>>("[...papers]"), [LIGHT]);
    take(&tab, "#kz-scheme", "dark");
    tab.preview_print();
    assert_eq!(tab.style("body", "background-color"), "rgb(255, 255, 255)");
}

/// Returns the kinds of the notes, or of the seals in the text, that are shown.
fn kinds(tab: &Tab, of: &str) -> Vec<String> {
    tab.eval(&format!(
        "[...new Set([...document.querySelectorAll('{of}')].filter(e => e.checkVisibility()).map(e => e.dataset.v))]"
    ))
}

#[test]
fn notes_of_one_kind_are_shown_without_script() {
    for size in SIZES {
        let tab = Tab::scriptless_at(size, &archive().server.url(ARTICLE));
        assert!(kinds(&tab, ".n").len() > 6);
        for kind in ["false", "missing-context", "emendation"] {
            take(&tab, "#kz-only", kind);
            assert_eq!(kinds(&tab, ".n"), [kind], "{size:?}");
            assert_eq!(kinds(&tab, ".t .r a"), [kind], "{size:?}");
            let lit: Vec<String> = tab.eval(
                "[...document.querySelectorAll('.t mark')].filter(m => getComputedStyle(m).backgroundImage !== 'none'
                  || getComputedStyle(m).textDecorationLine !== 'none').flatMap(m => [m.dataset.v, m.dataset.u]).filter(Boolean)",
            );
            assert!(lit.iter().any(|lit| lit == kind), "{kind}: {lit:?}");
            let marks: Vec<(Option<String>, Option<String>)> = tab.eval(
                "[...document.querySelectorAll('.t mark')].filter(m => getComputedStyle(m).backgroundImage !== 'none'
                  || getComputedStyle(m).textDecorationLine !== 'none').map(m => [m.dataset.v || null, m.dataset.u || null])",
            );
            for (band, line) in marks {
                assert!([band, line].contains(&Some(kind.to_owned())), "{kind}");
            }
        }
        take(&tab, "#kz-only", "");
        assert!(kinds(&tab, ".n").len() > 6);
    }
}

#[test]
fn what_is_asked_for_by_its_address_is_shown_whatever_is_chosen() {
    let url = archive().server.url(&format!("{ARTICLE}#n-gu-8bei"));
    let tab = Tab::scriptless_at(WIDE, &url);
    take(&tab, "#kz-only", "emendation");
    assert_eq!(kinds(&tab, ".n"), ["emendation", "false"]);
}

#[test]
fn keys_step_through_the_kind_that_is_shown() {
    let tab = Tab::at(WIDE, &archive().server.url(ARTICLE));
    take(&tab, "#kz-only", "false");
    let notes: Vec<String> =
        tab.eval("[...document.querySelectorAll('.n[data-v=false]')].map(n => '#' + n.id)");
    assert_eq!(notes.len(), 2);
    tab.eval::<()>("document.activeElement.blur(), null");
    for note in &notes {
        tab.press("j");
        tab.wait_for_address(note);
    }
}

#[test]
fn a_note_says_its_address() {
    for size in SIZES {
        let tab = Tab::at(size, &crowded().server.url(&format!("{CROWDED}#n-p3-0")));
        tab.click("#n-p3-0 .sh");
        tab.wait_for_frames();
        assert_eq!(tab.fragment(), "#n-p3-0");
        assert!(tab.rect("#n-p3-0").is_in(size));
    }
}

#[test]
fn keys_are_switched_off_for_good_and_on_again() {
    let server = &archive().server;
    let tab = Tab::at(WIDE, &server.url(ARTICLE));
    tab.press("?");
    tab.wait_until(
        "the switch has the focus",
        "document.activeElement.id === 'kz-k'",
    );
    assert!(tab.rect("#kz-k").is_in(WIDE));
    tab.click("#kz-k");
    tab.visit(&server.url(ARTICLE));
    assert!(!tab.is_checked("#kz-k"));
    tab.eval::<()>(
        "window.heard = [], window.went = [], addEventListener('keydown', e => heard.push(e.key)),
         navigation.addEventListener('navigate', e => went.push(e.destination.url)), null",
    );
    for (count, key) in ["j", "t", "/", "o"].into_iter().enumerate() {
        tab.press(key);
        tab.wait_until(
            "the key is heard",
            &format!("heard.length === {}", count + 1),
        );
    }
    assert_eq!(tab.eval::<Vec<String>>("went"), [""; 0]);
    assert!(!tab.is_checked("#kz-emended"));
    tab.click("#kz-k");
    tab.press("j");
    tab.wait_until("a step was taken", "went.length === 1");
}

#[test]
fn colours_of_the_system_leave_marks_seals_and_focus_to_be_seen() {
    for size in SIZES {
        let tab = Tab::open(size);
        tab.force_colours();
        tab.visit(&archive().server.url(ARTICLE));
        assert!(tab.eval::<bool>("matchMedia('(forced-colors: active)').matches"));
        assert_eq!(tab.style("mark[data-v]", "border-bottom-style"), "solid");
        assert_eq!(tab.style("sup.r .seal", "border-top-style"), "solid");
        let current = ".script [aria-current]";
        assert_eq!(tab.style(current, "outline-style"), "solid");
        tab.press("Tab");
        let outline: String = tab.eval("getComputedStyle(document.activeElement).outlineStyle");
        assert_eq!(outline, "solid");
    }
}

#[test]
fn colours_of_the_system_leave_the_open_note_and_its_claim_to_be_seen() {
    for size in SIZES {
        let tab = Tab::open(size);
        tab.force_colours();
        tab.visit(&archive().server.url(&format!("{ARTICLE}#n-gu-8bei")));
        for lit in ["#c-gu-8bei", "#n-gu-8bei"] {
            assert_eq!(
                tab.style(lit, "outline-style"),
                "solid",
                "{lit} at {size:?}"
            );
        }
        assert_eq!(tab.style("#c-chatgpt", "outline-style"), "none");
    }
}
