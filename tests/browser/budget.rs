//! What showing a page may cost (DESIGN section 6): requests, and time taken by its script. What its files
//! weigh is held in `tests/it/budget.rs`.

use std::collections::HashSet;

use crate::sites::{ARTICLE, CROWDED, archive, crowded};
use crate::tab::{SIZES, Tab};

#[test]
fn an_article_is_four_requests() {
    for size in SIZES {
        for (site, page) in [(archive(), ARTICLE), (crowded(), CROWDED), (archive(), "")] {
            let tab = Tab::at(size, &site.server.url(page));
            let requests: Vec<String> = tab.eval(
                "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map(e => e.name)",
            );
            // Its pictures are the article's own, and what has code loads the colours of code.
            let is_of_article =
                |url: &&String| url.ends_with(".bmp") || url.contains("/highlight.css");
            let own: HashSet<&String> = requests.iter().filter(|url| !is_of_article(url)).collect();
            assert!(own.len() <= 4, "{page}: {own:?}");
            assert!(own.len() >= 3, "{page}: {own:?}");
        }
    }
}

/// A frame may be late for many reasons; what the page's own scripts took of it is in its record. The layout
/// that going to a note asks for is the browser's, with and without script.
#[test]
fn no_script_of_ours_takes_long() {
    for size in SIZES {
        for (site, page) in [
            (archive(), ARTICLE),
            (crowded(), CROWDED),
            (archive(), "claims/"),
        ] {
            let tab = Tab::open(size);
            tab.run_at_start(
                "window.frames_of_scripts = []; new PerformanceObserver(list => { for (const frame of list.getEntries())
                   for (const script of frame.scripts) frames_of_scripts.push([script.sourceURL, script.duration - script.forcedStyleAndLayoutDuration]); })
                 .observe({type: 'long-animation-frame', buffered: true});",
            );
            // Whatever else the machine does makes it slower at times, and never faster.
            let is_quick = (0..5).any(|_| {
                tab.visit(&site.server.url(page));
                for key in ["j", "j", "o", "k"] {
                    tab.press(key);
                    tab.wait_for_frames();
                }
                tab.eval(
                    "!frames_of_scripts.some(([url, time]) => url.includes('.js') && time > 50)",
                )
            });
            assert!(is_quick, "{page} at {size:?}");
            // The observer was awake.
            tab.eval::<()>(
                "new Promise(done => requestAnimationFrame(() => { const end = performance.now() + 120;
                   while (performance.now() < end); setTimeout(done, 50); }))",
            );
            tab.wait_until("a long frame is noticed", "frames_of_scripts.length > 0");
        }
    }
}
