//! Pages fit the window, whatever its width, and nothing moves once it is shown.

use std::collections::HashSet;
use std::time::Duration;

use crate::server::Server;
use crate::sites::{ARTICLE, CROWDED, Site, archive, crowded, sprawling};
use crate::tab::{SIZES, Size, Tab, WIDE};

const WIDTHS: [Size; 6] = [
    Size(320, 640),
    Size(390, 844),
    Size(768, 1024),
    Size(1024, 768),
    Size(1280, 900),
    Size(1920, 1080),
];

/// What sticks out of the window to the right, and lies in nothing that scrolls by itself.
const STICKING_OUT: &str = "(() => {
    const edge = document.documentElement.clientWidth + 0.5;
    const boxed = e => e && e !== document.documentElement &&
        (['auto', 'scroll'].includes(getComputedStyle(e).overflowX) || boxed(e.parentElement));
    return [...document.body.querySelectorAll('*')]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().right > edge && !boxed(e.parentElement))
        .map(e => e.outerHTML.slice(0, 120));
})()";

fn misfits(tab: &Tab) -> Vec<String> {
    let mut found: Vec<String> = tab.eval(STICKING_OUT);
    // A phone would make its window as wide as what does not fit, so the window is no measure.
    let width: u32 = tab.eval("document.documentElement.scrollWidth");
    if width > tab.size.0 {
        found.push(format!("the page is {width} px wide"));
    }
    found
}

fn fits(tab: &Tab, what: &str) {
    assert_eq!(misfits(tab), [""; 0], "{what} at {:?}", tab.size);
}

/// Holds every page to every width, at which it arrives or to which its window is brought.
fn every_page_fits(site: &Site) {
    let mut tab = Tab::open(WIDTHS[0]);
    for (number, page) in site.pages.iter().enumerate() {
        tab.visit(&site.server.url(page));
        fits(&tab, page);
        let mut widths = WIDTHS;
        // The next page arrives at another one.
        widths.rotate_left(number % WIDTHS.len());
        for width in widths {
            tab.resize(width);
            fits(&tab, page);
        }
    }
}

#[test]
fn every_page_of_the_archive_fits_every_window() {
    every_page_fits(archive());
}

#[test]
fn tables_code_images_and_long_words_fit_every_window() {
    every_page_fits(crowded());
}

#[test]
fn an_article_fits_every_window_with_a_note_open_and_with_every_option_taken() {
    let address = crowded().server.url(CROWDED);
    for width in WIDTHS {
        let tab = Tab::at(width, &format!("{address}#n-p3-0"));
        fits(&tab, "an open note");
        tab.click("#kz-emended");
        fits(&tab, "the emended text");
        tab.click("#kz-gap");
        fits(&tab, "paragraphs set apart");
        tab.click("#kz-tate");
        fits(&tab, "vertical text");
    }
}

#[test]
fn what_does_not_fit_is_noticed() {
    for size in SIZES {
        let tab = Tab::at(size, &archive().server.url(ARTICLE));
        tab.eval::<()>(
            "document.querySelector('.t').insertAdjacentHTML('beforeend', '<pre>' + 'x'.repeat(999) + '</pre>'), null",
        );
        assert_eq!(misfits(&tab), [""; 0], "long words are broken");
        tab.eval::<()>("document.querySelector('.t pre').style.whiteSpace = 'pre', null");
        assert_eq!(
            misfits(&tab).len(),
            1,
            "unbroken text sticks out of the page"
        );
        tab.eval::<()>("document.querySelector('.t pre').style.width = '3000px', null");
        assert_eq!(misfits(&tab).len(), 2, "so does a wide block");
    }
}

#[test]
fn the_bar_does_not_move_when_its_end_arrives_late() {
    let place = "(() => { const box = document.querySelector('.home').getBoundingClientRect(); return [box.x, box.y]; })()";
    for size in SIZES {
        let tab = Tab::at(size, &archive().server.url(ARTICLE));
        let whole: [f64; 2] = tab.eval(place);
        for part in [".script", ".menu"] {
            tab.eval::<()>(&format!(
                "document.querySelector('.bar > {part}').remove(), null"
            ));
            assert_eq!(
                tab.eval::<[f64; 2]>(place),
                whole,
                "without {part} at {size:?}"
            );
        }
    }
}

#[test]
fn nothing_moves_while_an_article_loads_and_is_read() {
    for (site, path) in [(archive(), ARTICLE), (crowded(), CROWDED)] {
        let slow = Server::slow(&site.folder, Duration::from_millis(30));
        for size in SIZES {
            let tab = Tab::open(size);
            tab.run_at_start(
                "window.shifts = []; new PerformanceObserver(list => { for (const shift of list.getEntries()) \
                 shifts.push(`${shift.value} ${shift.sources.map(s => s.node && (s.node.outerHTML || s.node.data).slice(0, 80))}`) }) \
                 .observe({type: 'layout-shift', buffered: true});",
            );
            tab.visit(&slow.url(path));
            let height: u32 = tab.eval("document.documentElement.scrollHeight");
            for top in (0..height).step_by(size.1 as usize / 2) {
                tab.eval::<()>(&format!("scrollTo(0, {top}), null"));
                tab.wait_for_frames();
            }
            let shifts: Vec<String> = tab.eval("shifts");
            assert_eq!(shifts, [""; 0], "{path} at {size:?}");
            // The observer was awake.
            tab.eval::<()>(
                "scrollTo(0, 0), document.querySelector('main').style.marginTop = '200px', null",
            );
            tab.wait_until("a shift is noticed", "shifts.length > 0");
        }
    }
}

/// Returns one page of each kind, by the folder that it is in and how deep.
fn one_of_each(site: &Site) -> Vec<&String> {
    let mut seen = HashSet::new();
    let pages = site.pages.iter();
    let pages = pages.filter(|page| !page.starts_with("zh-hans/"));
    pages
        .filter(|page| seen.insert((page.split('/').next(), page.matches('/').count())))
        .collect()
}

/// A window of 1280 by 1024 pixels, enlarged to 200 and 400 per cent (WCAG 2.2, success criteria 1.4.4 and 1.4.10).
const ENLARGED: [Size; 2] = [Size(640, 512), Size(320, 256)];

#[test]
fn an_enlarged_page_loses_nothing() {
    let site = archive();
    for size in ENLARGED {
        let tab = Tab::open(size);
        for page in one_of_each(site) {
            tab.visit(&site.server.url(page));
            fits(&tab, page);
        }
        tab.visit(&site.server.url(ARTICLE));
        tab.click("sup.r a");
        tab.wait_until(
            "a note is open",
            "document.querySelector('.n:target') !== null",
        );
        fits(&tab, "an open note");
        let sheet = tab.rect(".n:target");
        assert!(sheet.is_in(size), "the sheet {sheet:?} of {size:?}");
        let hidden: f64 = tab.eval(
            "(n => (n.scrollTop = n.scrollHeight, n.querySelector('.act').getBoundingClientRect().bottom - innerHeight))(document.querySelector('.n:target'))",
        );
        assert!(hidden <= 0.0, "the sheet's end is {hidden} px too low");
    }
}

#[test]
fn text_of_twice_the_size_fits() {
    let site = archive();
    for size in [Size(640, 900), Size(1280, 900)] {
        let tab = Tab::open(size);
        for page in one_of_each(site) {
            tab.visit(&site.server.url(page));
            let before: f64 = tab.eval("parseFloat(getComputedStyle(document.body).fontSize)");
            tab.eval::<()>("document.documentElement.style.fontSize = '200%', null");
            tab.wait_for_frames();
            let after: f64 = tab.eval("parseFloat(getComputedStyle(document.body).fontSize)");
            assert!(after > 1.8 * before, "{before} and {after} px");
            fits(&tab, page);
        }
    }
}

#[test]
fn long_words_and_addresses_fit_every_list() {
    let server = &sprawling().server;
    let tables = [
        "claims/",
        "claims/verdict/false/",
        "corrections/",
        "sources/example.org/",
    ];
    for size in [Size(390, 844), Size(768, 1024), Size(1280, 900)] {
        for page in tables
            .iter()
            .chain(&["emendations/", "articles/long/", "outlets/", ""])
        {
            let tab = Tab::at(size, &server.url(page));
            fits(&tab, page);
            let too_wide: Vec<f64> = tab.eval(
                "[...document.querySelectorAll('main :not(.scroll) > table')].map(t => t.getBoundingClientRect().right - t.parentElement.getBoundingClientRect().right).filter(d => d > 1)",
            );
            assert_eq!(too_wide, [0.0; 0], "{page} at {size:?}");
            if tables.contains(page) {
                let claim = tab.rect(".led .q");
                let width = claim.right - claim.left;
                assert!(
                    width > 150.0,
                    "the claims have {width} px: {page} at {size:?}"
                );
            }
        }
    }
}

#[test]
fn cells_of_three_characters_are_one_line() {
    for size in SIZES {
        let tab = Tab::at(size, &archive().server.url(ARTICLE));
        let heights: Vec<f64> = tab.eval(
            "(text => { text.innerHTML = '<div class=scroll><table><tr>' + '<td>朝陽門'.repeat(2) + '<td>' + '很長的一段話'.repeat(20) + '<tr><td>東<td>南<td>西</table></div>';
               return [...text.querySelectorAll('td')].map(cell => { const range = document.createRange(); range.selectNodeContents(cell); return range.getClientRects().length; }); })(document.querySelector('.t'))",
        );
        assert_eq!(heights[..2], [1.0, 1.0], "{size:?}");
        assert!(heights[2] > 1.0, "{size:?}");
    }
}

#[test]
fn the_ring_of_a_focused_link_is_not_cut_off() {
    let tab = Tab::at(WIDE, &archive().server.url(ARTICLE));
    assert_eq!(tab.style(".meta", "overflow-x"), "clip");
    let margin = tab.style(".meta", "overflow-clip-margin");
    tab.eval::<()>("document.querySelector('.meta a').focus({focusVisible: true}), null");
    let pixels = |value: &str| value.trim_end_matches("px").parse::<f64>().unwrap();
    let ring = ["outline-width", "outline-offset"].map(|name| pixels(&tab.style(".meta a", name)));
    assert!(ring[0] > 0.0);
    assert!(pixels(&margin) >= ring.iter().sum(), "{margin}: {ring:?}");
}

#[test]
fn a_wide_formula_scrolls_in_its_own_box() {
    let url = sprawling().server.url("articles/formulas/");
    for size in [Size(390, 844), Size(1280, 900)] {
        let tab = Tab::at(size, &url);
        fits(&tab, "formulas");
        let notes = tab.rects(".n");
        let boxes: Vec<(f64, f64)> = tab.eval(
            "[...document.querySelectorAll('.t .scroll')].map(b => [b.getBoundingClientRect().right, b.scrollWidth - b.clientWidth])",
        );
        assert_eq!(boxes.len(), 2);
        for (right, hidden) in boxes {
            assert!(hidden > 200.0, "there is more to see: {hidden} px");
            if size == Size(1280, 900) {
                assert!(notes.iter().all(|(_, note)| note.left >= right));
            }
        }
        tab.visit(&format!("{url}#n-a"));
        fits(&tab, "a note with a formula");
        assert!(tab.rect("#n-a").is_in(size), "at {size:?}");
        let hidden: f64 = tab
            .eval("(b => b.scrollWidth - b.clientWidth)(document.querySelector('#n-a .scroll'))");
        assert!(hidden > 200.0, "{hidden} px");
    }
}
