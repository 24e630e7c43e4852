//! The ledger: tables that a script sorts where they stand, and that are complete without it.

use crate::sites::{archive, ledger};
use crate::tab::{NARROW, SIZES, Size, Tab, WIDE};

/// The list of three claims.
const SHORT: &str = "claims/verdict/true/";
const WORDS: &str = "[...document.querySelectorAll('.led tbody q')].map(q => q.textContent)";
const SORTED: &str =
    "[...document.querySelectorAll('.led th')].map(th => th.getAttribute('aria-sort') || '')";

/// Sorts by a column twice, and a third time, and returns the words of the rows each time.
fn sorted(tab: &Tab, column: usize) -> [Vec<String>; 3] {
    [(); 3].map(|()| {
        tab.click(&format!(".led th:nth-child({column}) button"));
        tab.eval(WORDS)
    })
}

fn check(tab: &Tab, column: usize, ascending: [&str; 3]) {
    let published: Vec<String> = tab.eval(WORDS);
    let [up, down, back] = sorted(tab, column);
    assert_eq!(up, ascending, "column {column}");
    let mut descending = ascending;
    descending.reverse();
    assert_eq!(down, descending, "column {column}");
    assert_eq!(back, published, "column {column}");
}

#[test]
fn words_are_sorted_as_the_edition_sorts_them() {
    let server = &ledger().server;
    for size in SIZES {
        let mut tab = Tab::at(size, &server.url(SHORT));
        // By strokes, and by sound.
        check(&tab, 2, ["人", "中", "安"]);
        tab.visit(&server.url(&format!("zh-hans/{SHORT}")));
        check(&tab, 2, ["安", "人", "中"]);
        assert_eq!(tab.complaints(&server.url("")), [""; 0]);
    }
}

#[test]
fn rows_that_are_alike_keep_their_order() {
    let tab = Tab::at(WIDE, &ledger().server.url(SHORT));
    let published: Vec<String> = tab.eval(WORDS);
    assert_eq!(published, ["人", "中", "安"]);
    let [up, down, _] = sorted(&tab, 4);
    assert_eq!(up, ["中", "安", "人"], "by the day of publication");
    assert_eq!(down, ["人", "中", "安"]);
    let [up, down, _] = sorted(&tab, 3);
    assert_eq!(up, ["中", "安", "人"], "by outlet, 乙 before 丁");
    assert_eq!(down, ["人", "中", "安"]);
    let [up, down, _] = sorted(&tab, 5);
    assert_eq!(
        [up, down],
        [published.clone(), published],
        "none was reviewed"
    );
}

#[test]
fn sorting_is_announced_and_told_to_be_of_one_page() {
    let server = &ledger().server;
    let mut tab = Tab::at(NARROW, &server.url("claims/"));
    tab.eval::<bool>("document.querySelector('.led th:nth-child(1) button').focus() || true");
    tab.press(" ");
    let sorts: Vec<String> = tab.eval(SORTED);
    assert_eq!(sorts, ["ascending", "", "", "", ""]);
    assert_eq!(
        tab.text(".said[role=status]"),
        "已依「判定」升序排列。只排本頁所列各條。"
    );
    let first: String = tab.eval("document.querySelector('.led tbody .v').textContent");
    assert_eq!(first, "屬實");
    tab.press(" ");
    let sorts: Vec<String> = tab.eval(SORTED);
    assert_eq!(sorts, ["descending", "", "", "", ""]);
    let first: String = tab.eval("document.querySelector('.led tbody .v').textContent");
    assert_eq!(first, "待查");
    tab.visit(&server.url(SHORT));
    tab.click(".led th:nth-child(1) button");
    assert_eq!(tab.text(".said"), "已依「判定」升序排列。");
    assert_eq!(tab.complaints(&server.url("")), [""; 0]);
}

#[test]
fn without_script_a_table_is_whole_and_has_no_buttons() {
    for size in SIZES {
        let tab = Tab::scriptless_at(size, &ledger().server.url("corrections/"));
        let rows: usize = tab.eval("document.querySelectorAll('.led tbody tr').length");
        assert_eq!(rows, 50);
        let buttons: usize = tab.eval("document.querySelectorAll('.led button').length");
        assert_eq!(buttons, 0);
        let display = tab.style(".led tbody tr", "display");
        assert_eq!(display, if size == NARROW { "block" } else { "table-row" });
    }
}

#[test]
fn claims_have_most_of_the_room_in_every_window() {
    let mut tab = Tab::open(WIDE);
    for width in [768, 895, 896, 1024, 1087, 1088, 1280] {
        tab.resize(Size(width, 800));
        for (site, page) in [
            (ledger(), "claims/"),
            (ledger(), "corrections/"),
            (archive(), "emendations/"),
        ] {
            tab.visit(&site.server.url(page));
            let of_page: f64 = tab.eval(
                "document.querySelector('.led .q').offsetWidth / document.querySelector('.led').offsetWidth",
            );
            let least = if page == "emendations/" { 0.25 } else { 0.33 };
            assert!(
                of_page > least,
                "{of_page} of {page} in a window of {width}"
            );
            let of_window: f64 =
                tab.eval("document.querySelector('.led').offsetWidth / innerWidth");
            assert!(of_window > 0.67, "{of_window} of a window of {width}");
        }
    }
}

#[test]
fn the_chosen_verdict_is_told_from_the_others_in_forced_colours() {
    let tab = Tab::open(WIDE);
    tab.force_colours();
    tab.visit(&ledger().server.url(SHORT));
    let colour = |selector: &str| tab.style(selector, "border-block-end-color");
    assert_ne!(
        colour(".facets [aria-current]"),
        colour(".facets a:not([aria-current])")
    );
}

#[test]
fn on_paper_the_columns_of_emendations_are_as_wide_as_what_they_hold() {
    let tab = Tab::at(WIDE, &archive().server.url("emendations/"));
    tab.preview_print();
    let widths: Vec<f64> = tab.eval(
        "[...document.querySelectorAll('.emendations tbody tr:first-child')].slice(0, 1).flatMap(row => [...row.cells].map(cell => cell.offsetWidth))",
    );
    let [place, printed, proposed, reason, confidence] = widths[..] else {
        panic!("{widths:?}");
    };
    let narrow = place.max(confidence);
    assert!(
        printed > 2.0 * narrow && proposed > 2.0 * narrow && reason > 2.0 * narrow,
        "{widths:?}"
    );
}
