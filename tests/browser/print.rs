//! On paper: the text, then the notes with the addresses of their sources, and nothing to click.

use crate::sites::{ARTICLE, CROWDED, archive, crowded};
use crate::tab::{SIZES, Tab, WIDE};

#[test]
fn notes_are_printed_after_the_text_with_their_addresses() {
    for (site, path) in [(archive(), ARTICLE), (crowded(), CROWDED)] {
        for size in SIZES {
            let tab = Tab::at(size, &site.server.url(path));
            // A note that is open on the screen is no different on paper.
            tab.press("j");
            tab.wait_until(
                "a note is open",
                "document.querySelector('.n:target') !== null",
            );
            tab.preview_print();
            let end = tab.rect(".t").bottom;
            let notes = tab.rects(".n");
            assert!(notes.len() > 40);
            for (id, note) in &notes {
                assert!(
                    note.top >= end,
                    "{id} begins at {}, the text ends at {end}",
                    note.top
                );
                assert!(note.bottom > note.top, "{id} is printed");
            }
            let floating: Vec<String> = tab.eval(
                "[...document.body.querySelectorAll('*')].filter(e => e.checkVisibility()
                    && ['fixed', 'absolute'].includes(getComputedStyle(e).position))
                    .map(e => e.outerHTML.slice(0, 80))",
            );
            assert_eq!(floating, [""; 0]);
            let hidden: Vec<bool> = tab.eval(
                "[...document.querySelectorAll('.bar, nav, .opts, .skip, .foot, .act, .n .m .act a')].map(e => e.checkVisibility())",
            );
            assert!(hidden.len() > 40);
            assert!(
                hidden.iter().all(|visible| !visible),
                "navigation is not printed"
            );
            let sources: Vec<(String, String, bool)> = tab.eval(
                "[...document.querySelectorAll('.n a[rel=external]')].map(a =>
                    [a.getAttribute('href'), getComputedStyle(a, '::after').content, a.checkVisibility()])",
            );
            assert!(sources.len() > 20);
            for (address, printed, visible) in sources {
                assert!(
                    visible && printed.contains(&address),
                    "{address}: {printed}"
                );
            }
        }
    }
}

#[test]
fn both_readings_are_printed_and_paper_is_white() {
    for size in SIZES {
        let tab = Tab::at(size, &archive().server.url(ARTICLE));
        tab.preview_print();
        assert!(tab.shows("#c-lilv-55 del") && tab.shows("#c-lilv-55 ins"));
        assert_eq!(tab.style("body", "background-color"), "rgb(255, 255, 255)");
        assert_eq!(tab.style("body", "color"), "rgb(0, 0, 0)");
    }
}

/// A note that is open beside a further reference when the page is printed is no different.
#[test]
fn every_seal_is_printed_with_the_number_of_its_note() {
    let tab = Tab::at(WIDE, &archive().server.url(ARTICLE));
    for opens in [false, true] {
        if opens {
            tab.click("[id='r-jingyuan.6']");
            tab.wait_for_address("#n-jingyuan");
        }
        tab.preview_print();
        let wrong: Vec<(String, String)> = tab.eval(
            "[...document.querySelectorAll('.t sup.r a')].map(a => [a.id, getComputedStyle(a, '::after').content,
                [...document.querySelectorAll('.n')].findIndex(n => '#' + n.id === a.getAttribute('href')) + 1])
                .filter(([, printed, number]) => printed.replace(/[\" ]/g, '') !== String(number)).map(([id, printed]) => [id, printed])",
        );
        assert_eq!(wrong, []);
        tab.prefer("light");
    }
}
