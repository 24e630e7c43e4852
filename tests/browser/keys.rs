//! Single keys: `j` and `k` go through the claims, `o` exchanges the readings, `t` the scripts.

use crate::sites::{ARTICLE, TWIN, archive};
use crate::tab::{MODIFIERS, NARROW, SIZES, Tab, WIDE};

/// Returns the fragments of all notes that judge a claim, in order.
fn claims(tab: &Tab) -> Vec<String> {
    tab.eval("[...document.querySelectorAll('.n:not([data-v=emendation], [data-v=gloss])')].map(n => '#' + n.id)")
}

#[test]
fn j_and_k_go_from_claim_to_claim() {
    for size in SIZES {
        let tab = Tab::at(size, &archive().server.url(ARTICLE));
        let claims = claims(&tab);
        assert!(claims.len() > 10);
        for claim in &claims {
            tab.press("j");
            tab.wait_for_address(claim);
            let seal = claim.replacen("#n-", "#r-", 1);
            assert!(
                tab.rect(claim).is_in(size),
                "{claim} can be seen at {size:?}"
            );
            assert!(
                tab.rect(&seal).is_in(size),
                "{seal} can be seen at {size:?}"
            );
        }
        tab.press("j");
        assert_eq!(
            Some(&tab.fragment()),
            claims.last(),
            "after the last there is none"
        );
        for claim in claims.iter().rev().skip(1) {
            tab.press("k");
            tab.wait_for_address(claim);
        }
        tab.press("k");
        assert_eq!(
            Some(&tab.fragment()),
            claims.first(),
            "before the first there is none"
        );
    }
}

#[test]
fn j_begins_where_the_reader_is() {
    let tab = Tab::at(WIDE, &archive().server.url(ARTICLE));
    tab.eval::<()>(
        "document.getElementById('p8').scrollIntoView({block: 'start', behavior: 'instant'}), null",
    );
    let next: String = tab.eval(
        "(() => { for (const n of document.querySelectorAll('.n:not([data-v=emendation], [data-v=gloss])'))
            if (document.getElementById('r-' + n.id.slice(2)).getBoundingClientRect().top > 0) return '#' + n.id; })()",
    );
    assert_ne!(next, claims(&tab)[0]);
    tab.press("j");
    tab.wait_for_address(&next);
}

#[test]
fn o_exchanges_the_readings() {
    for size in SIZES {
        let tab = Tab::at(size, &archive().server.url(ARTICLE));
        tab.press("o");
        tab.wait_until("emended", "document.getElementById('kz-emended').checked");
        assert!(tab.shows("#c-lilv-55 ins"));
        tab.press("o");
        tab.wait_until(
            "not emended",
            "!document.getElementById('kz-emended').checked",
        );
    }
}

#[test]
fn t_exchanges_the_scripts() {
    for size in SIZES {
        let tab = Tab::at(size, &archive().server.url(ARTICLE));
        tab.press("t");
        tab.wait_for_address(TWIN);
        tab.press("t");
        tab.wait_for_address(ARTICLE);
    }
}

/// With a modifier a key is a shortcut of the browser's or of the system's.
#[test]
fn keys_do_nothing_while_a_modifier_is_held() {
    let tab = Tab::at(WIDE, &archive().server.url(ARTICLE));
    tab.eval::<()>(
        "window.heard = [], window.went = [], addEventListener('keydown', e => heard.push(e.key)),
         navigation.addEventListener('navigate', e => went.push(e.destination.url)), null",
    );
    let mut pressed = Vec::new();
    for (name, modifier) in MODIFIERS {
        for key in ["t", "j", "k", "o"] {
            tab.press_with(modifier, key);
            pressed.push(key);
            tab.wait_until(
                "the key is heard",
                &format!("heard.length === {}", pressed.len()),
            );
            assert!(!tab.is_checked("#kz-emended"), "{name}+{key}");
            assert_eq!(tab.eval::<Vec<String>>("went"), [""; 0], "{name}+{key}");
        }
    }
    assert_eq!(tab.eval::<Vec<String>>("heard"), pressed);
    // The ears were open: without a modifier the same key goes somewhere.
    tab.press("j");
    tab.wait_until("a step was taken", "went.length === 1");
}

#[test]
fn the_keys_are_told_to_those_who_can_use_them() {
    let url = archive().server.url(ARTICLE);
    assert!(Tab::at(WIDE, &url).shows("#kz-keys"));
    assert!(!Tab::scriptless_at(WIDE, &url).shows("#kz-keys"));
    assert!(!Tab::at(NARROW, &url).shows("#kz-keys"), "a phone has none");
}

#[test]
fn j_and_k_begin_where_the_reader_of_vertical_text_is() {
    for size in SIZES {
        let tab = Tab::at(size, &archive().server.url(ARTICLE));
        tab.click("#kz-tate");
        let claims = claims(&tab);
        for (key, step) in [("j", 0), ("k", -1)] {
            tab.eval::<()>(
                "document.querySelector('.t').scrollLeft = -1500, location.hash = '', null",
            );
            tab.wait_for_frames();
            let ahead: i64 = tab.eval(
                "(() => { const edge = document.querySelector('.t').getBoundingClientRect().right;
                    return [...document.querySelectorAll('.n:not([data-v=emendation], [data-v=gloss])')].findIndex(n =>
                        document.getElementById('r-' + n.id.slice(2)).getBoundingClientRect().right < edge); })()",
            );
            assert!(ahead > 3, "the reader is not at the beginning: {ahead}");
            tab.press(key);
            tab.wait_for_address(&claims[usize::try_from(ahead + step).unwrap()]);
        }
    }
}
