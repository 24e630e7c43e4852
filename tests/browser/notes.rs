//! A note opens by its seal: beside its claim on a wide page, as a sheet on a narrow one, with and
//! without script.

use crate::sites::{ARTICLE, CROWD, CROWDED, MANY, Site, archive, crowded, sprawling};
use crate::tab::{NARROW, Rect, SIZES, Size, Tab, WIDE};

/// A note may begin a little above or below its reference, on another line of type.
const BESIDE: f64 = 40.0;

/// Opens a page with scripts and without.
fn in_both_ways(size: Size, url: &str) -> [Tab; 2] {
    [Tab::at(size, url), Tab::scriptless_at(size, url)]
}

/// Opens a page with scripts, to try all of its notes, and without, to try every fourth: the way
/// is the same for all, and frames are slow there.
fn with_notes_to_try(size: Size, url: &str) -> [(Tab, Vec<String>); 2] {
    let [tab, scriptless] = in_both_ways(size, url);
    let all = notes(&tab);
    let some = all.iter().step_by(4).cloned().collect();
    [(tab, all), (scriptless, some)]
}

/// Returns the ids of all notes of a page, without `n-`, in order.
fn notes(tab: &Tab) -> Vec<String> {
    tab.eval("[...document.querySelectorAll('.n')].map(n => n.id.slice(2))")
}

fn open(tab: &Tab, id: &str) {
    tab.click(&format!("#r-{id}"));
    tab.wait_for_address(&format!("#n-{id}"));
    tab.move_mouse_away();
}

/// Returns whether a note lies above everything else, at its middle and near its corners.
fn is_on_top(tab: &Tab, id: &str) -> bool {
    tab.eval(&format!(
        "(() => {{ const n = document.getElementById('n-{id}'), r = n.getBoundingClientRect();
            const xs = [r.left + 6, (r.left + r.right) / 2, r.right - 6];
            const ys = [r.top + 6, (r.top + r.bottom) / 2, r.bottom - 6];
            return xs.every(x => ys.every(y => y > innerHeight || n.contains(document.elementFromPoint(x, y)))); }})()"
    ))
}

fn overlapping(rects: &[(String, Rect)]) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    for (index, (id, rect)) in rects.iter().enumerate() {
        for (other_id, other) in &rects[index + 1..] {
            if rect.overlaps(other) {
                found.push((id.as_str(), other_id.as_str()));
            }
        }
    }
    found
}

#[test]
fn on_a_wide_page_no_note_lies_over_another_nor_over_the_text() {
    for (site, path) in [(archive(), ARTICLE), (crowded(), CROWDED)] {
        for tab in in_both_ways(WIDE, &site.server.url(path)) {
            tab.move_mouse_away();
            let notes = tab.rects(".n");
            assert!(notes.len() >= 12, "{} notes are visible", notes.len());
            assert_eq!(overlapping(&notes), []);
            let tops: Vec<f64> = notes.iter().map(|(_, rect)| rect.top).collect();
            assert!(
                tops.is_sorted(),
                "notes stand in the order of their claims: {tops:?}"
            );
            let text = tab.rects(".t > *, .facts, .rel, .pn, .foot > *, main h1");
            for (id, note) in &notes {
                for (_, block) in &text {
                    assert!(!note.overlaps(block), "{id}: {note:?} lies over {block:?}");
                }
            }
        }
    }
    assert_eq!(
        notes(&Tab::at(WIDE, &crowded().server.url(CROWDED))).len(),
        CROWD
    );
}

#[test]
fn on_a_wide_page_every_note_opens_beside_its_claim() {
    for (site, path) in [(archive(), ARTICLE), (crowded(), CROWDED)] {
        for (tab, notes) in with_notes_to_try(WIDE, &site.server.url(path)) {
            for id in notes {
                open(&tab, &id);
                let (note, seal) = (tab.rect(&format!("#n-{id}")), tab.rect(&format!("#r-{id}")));
                let text = tab.rect(".t");
                assert!(
                    note.left >= text.right,
                    "{id} lies beside the text: {note:?} {text:?}"
                );
                let distance = note.top - seal.top;
                assert!(
                    distance.abs() <= BESIDE,
                    "{id} is {distance} px from its seal"
                );
                assert!(
                    note.is_in(WIDE) && seal.is_in(WIDE),
                    "{id} can be seen: {note:?} {seal:?}"
                );
                assert!(is_on_top(&tab, &id), "{id} lies above all else");
                let others: Vec<_> = tab.rects(".n:not(:target)");
                assert_eq!(overlapping(&others), [], "while {id} is open");
            }
        }
    }
}

#[test]
fn on_a_narrow_page_every_note_opens_as_a_sheet_at_the_bottom() {
    for (site, path) in [(archive(), ARTICLE), (crowded(), CROWDED)] {
        for (tab, notes) in with_notes_to_try(NARROW, &site.server.url(path)) {
            for id in notes {
                open(&tab, &id);
                let (note, selector) = (tab.rect(&format!("#n-{id}")), format!("#n-{id}"));
                assert_eq!(tab.style(&selector, "position"), "fixed", "{id}");
                assert!(note.is_in(NARROW), "{id} can be seen: {note:?}");
                assert_eq!(note.bottom, f64::from(NARROW.1), "{id} lies at the bottom");
                assert_eq!((note.left, note.right), (0.0, f64::from(NARROW.0)), "{id}");
                assert!(is_on_top(&tab, &id), "{id} lies above all else");
                close_by_cross(&tab, &id);
            }
        }
    }
}

fn close_by_cross(tab: &Tab, id: &str) {
    tab.click(&format!("#n-{id} .x"));
    tab.wait_until("no note is open", "!document.querySelector('.n:target')");
    assert_eq!(tab.style(&format!("#n-{id}"), "position"), "static");
    assert!(
        tab.rect(&format!("#r-{id}")).is_in(tab.size),
        "the claim of {id} can be seen"
    );
}

#[test]
fn escape_closes_a_note_and_gives_the_focus_back_to_its_seal() {
    for size in SIZES {
        let tab = Tab::at(size, &archive().server.url(ARTICLE));
        open(&tab, "gu-8bei");
        let before = tab.rect("#r-gu-8bei");
        tab.press("Escape");
        tab.wait_until("no note is open", "!document.querySelector('.n:target')");
        assert_eq!(tab.eval::<String>("document.activeElement.id"), "r-gu-8bei");
        let after = tab.rect("#r-gu-8bei");
        assert!(
            (before.top - after.top).abs() < 1.0,
            "the text stays where it is"
        );
    }
}

#[test]
fn the_claim_of_an_open_note_is_not_hidden_by_the_sheet() {
    for (site, path) in [(archive(), ARTICLE), (crowded(), CROWDED)] {
        let tab = Tab::at(NARROW, &site.server.url(path));
        for id in notes(&tab) {
            // From the list above or a link elsewhere the claim may be anywhere.
            tab.eval::<()>("scrollTo(0, 0), null");
            tab.eval::<()>(&format!("location.hash = 'n-{id}', null"));
            tab.wait_until(
                "the claim can be seen above the sheet",
                &format!(
                    "(() => {{ const seal = document.getElementById('r-{id}').getBoundingClientRect();
                        return seal.top >= 0 && seal.bottom <= document.getElementById('n-{id}').getBoundingClientRect().top; }})()"
                ),
            );
        }
    }
}

#[test]
fn a_long_note_scrolls_in_its_sheet() {
    let mut tab = Tab::at(NARROW, &archive().server.url(ARTICLE));
    tab.resize(Size(320, 480));
    open(&tab, "shizhi");
    assert!(tab.rect("#n-shizhi").is_in(tab.size));
    close_by_cross(&tab, "shizhi");
}

#[test]
fn a_long_note_is_closed_without_scrolling_to_its_end() {
    for size in [Size(320, 568), Size(667, 375)] {
        let mut tab = Tab::at(NARROW, &archive().server.url(ARTICLE));
        tab.resize(size);
        open(&tab, "shizhi");
        let is_long: bool = tab.eval(
            "(note => note.scrollTop === 0 && note.scrollHeight > note.clientHeight)(document.querySelector('.n:target'))",
        );
        assert!(is_long, "{size:?}");
        for action in [".x", ".sh", "[role=doc-backlink]"] {
            let selector = format!(".n:target .act {action}");
            assert!(tab.rect(&selector).is_in(size), "{action} at {size:?}");
            let is_hit: bool = tab.eval(&format!(
                "(link => {{ const box = link.getBoundingClientRect();
                   return document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2) === link; }})(document.querySelector('{selector}'))"
            ));
            assert!(is_hit, "{action} at {size:?}");
        }
        // Nothing shines through what lies over the note.
        let covered = tab.style(".n:target .act", "background-color");
        assert_eq!(covered, tab.style(".n:target", "background-color"));
        tab.screenshot("note-long");
        close_by_cross(&tab, "shizhi");
    }
}

#[test]
fn seals_that_stand_together_can_each_be_hit() {
    for (site, path) in [(archive(), ARTICLE), (crowded(), CROWDED)] {
        for size in SIZES {
            let tab = Tab::at(size, &site.server.url(path));
            let missed: Vec<String> = tab.eval(
                "[...document.querySelectorAll('.t sup.r a')].filter(a => {
                    a.scrollIntoView({block: 'center', behavior: 'instant'});
                    const r = a.getBoundingClientRect();
                    return [0.2, 0.5, 0.8].some(part =>
                        document.elementFromPoint(r.left + part * r.width, (r.top + r.bottom) / 2) !== a);
                }).map(a => a.id)",
            );
            assert_eq!(missed, [""; 0], "{path} at {size:?}");
        }
    }
}

#[test]
fn every_back_link_returns_to_its_reference() {
    every_back_link_returns(archive(), ARTICLE);
    every_back_link_returns(crowded(), CROWDED);
}

fn every_back_link_returns(site: &Site, path: &str) {
    let url = site.server.url(path);
    for size in SIZES {
        for tab in in_both_ways(size, &url) {
            let mut repeated = 0;
            for id in notes(&tab) {
                let references: Vec<String> = tab.eval(&format!(
                    "[...document.querySelectorAll('[role=doc-noteref]')].filter(a => a.hash === '#n-{id}').map(a => a.id)"
                ));
                let links: Vec<String> = tab.eval(&format!(
                    "[...document.querySelectorAll('#n-{id} [role=doc-backlink]')].map(a => a.hash.slice(1))"
                ));
                assert_eq!(
                    links, references,
                    "{id} leads back to each of its references"
                );
                assert!(!links.is_empty(), "{id}");
                if links.len() == 1 && repeated > 0 {
                    continue;
                }
                repeated += usize::from(links.len() > 1);
                for reference in links {
                    // A reference in another note can be seen when that is open.
                    let within: Option<String> = tab.eval(&format!(
                        "document.getElementById('{reference}').closest('.n')?.id ?? null"
                    ));
                    if let Some(within) = within {
                        tab.visit(&format!("{url}#{within}"));
                    }
                    tab.click(&format!("[id='{reference}']"));
                    tab.wait_for_address(&format!("#n-{id}"));
                    tab.click(&format!("#n-{id} [role=doc-backlink][href='#{reference}']"));
                    tab.wait_for_address(&format!("#{reference}"));
                    let rect = tab.rect(&format!("[id='{reference}']"));
                    assert!(rect.is_in(size), "{reference} can be seen: {rect:?}");
                }
            }
            assert!(repeated > 0, "{path} has a note that is referenced twice");
        }
    }
}

/// The reader stays at a further reference to a note, and comes back to it.
#[test]
fn a_note_opens_and_closes_at_the_reference_that_was_used() {
    let again = "[id='r-jingyuan.6']";
    for size in SIZES {
        for closes_by_key in [true, false] {
            let tab = Tab::at(size, &archive().server.url(ARTICLE));
            tab.click(again);
            tab.wait_for_address("#n-jingyuan");
            tab.move_mouse_away();
            // What uncovers a claim does so a moment later.
            tab.wait_for_frames();
            let (note, seal) = (tab.rect("#n-jingyuan"), tab.rect(again));
            assert!(seal.is_in(size) && note.is_in(size), "{seal:?} {note:?}");
            assert!(!seal.overlaps(&note));
            if size == WIDE {
                let distance = note.top - seal.top;
                assert!(distance.abs() <= BESIDE, "{distance} px from its seal");
                assert_eq!(overlapping(&tab.rects(".n:not(:target)")), []);
            }
            match closes_by_key {
                true => tab.press("Escape"),
                false => tab.click("#n-jingyuan .x"),
            }
            tab.wait_for_address("#r-jingyuan.6");
            tab.wait_for_frames();
            let focus: String = tab.eval("document.activeElement.id");
            assert_eq!(focus, "r-jingyuan.6");
            let moved = tab.rect(again).top - seal.top;
            assert!(moved.abs() < 1.0, "the text moved by {moved} px");
            // By its first reference it opens at that, as ever.
            open(&tab, "jingyuan");
            let (note, first) = (tab.rect("#n-jingyuan"), tab.rect("#r-jingyuan"));
            assert!(first.is_in(size));
            assert!(size == NARROW || (note.top - first.top).abs() <= BESIDE);
        }
    }
}

/// Fewer notes stand beside the text than an article may have: those beyond are sheets on every page.
#[test]
fn the_claim_of_a_note_beyond_those_beside_the_text_can_be_seen() {
    let tab = Tab::at(WIDE, &sprawling().server.url("articles/many/#n-a110"));
    let is_seen = |id: &str| {
        tab.wait_until(
            "the claim can be seen above the sheet",
            &format!(
                "(() => {{ const seal = document.getElementById('r-{id}').getBoundingClientRect();
                    return seal.top >= 0 && seal.bottom <= document.getElementById('n-{id}').getBoundingClientRect().top; }})()"
            ),
        );
    };
    is_seen("a110");
    for number in 111..MANY {
        tab.press("j");
        tab.wait_for_address(&format!("#n-a{number}"));
        is_seen(&format!("a{number}"));
    }
}

#[test]
fn in_vertical_text_the_claim_of_an_open_note_is_seen_beside_the_sheet() {
    for size in SIZES {
        let tab = Tab::at(size, &archive().server.url(ARTICLE));
        tab.click("#kz-tate");
        for id in notes(&tab) {
            tab.eval::<()>("document.querySelector('.t').scrollLeft = 0, scrollTo(0, 0), null");
            tab.eval::<()>(&format!("location.hash = 'n-{id}', null"));
            tab.wait_until(
                "the claim can be seen in the text and above the sheet",
                &format!(
                    "(() => {{ const [seal, note, text] = ['r-{id}', 'n-{id}', ''].map(id => (id ? document.getElementById(id) : document.querySelector('.t')).getBoundingClientRect());
                        return seal.top >= 0 && seal.bottom <= note.top && seal.left >= text.left && seal.right <= text.right; }})()"
                ),
            );
        }
    }
}
