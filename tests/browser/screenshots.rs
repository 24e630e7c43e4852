//! Pictures for the eye. What they are looked at for is a matter of judgement; what can be decided
//! is that there is something in them.

use crate::sites::{ARTICLE, CROWDED, archive, crowded};
use crate::tab::{SIZES, Tab};

#[test]
fn pictures_of_every_kind_of_page() {
    for size in SIZES {
        let tab = Tab::open(size);
        let (archive, crowded) = (&archive().server, &crowded().server);
        for (name, url) in [
            ("front", archive.url("")),
            ("front-hans", archive.url("zh-hans/")),
            ("about", archive.url("about/")),
            ("not-found", archive.url("404.html")),
            ("article", archive.url(ARTICLE)),
            ("article-note", archive.url(&format!("{ARTICLE}#n-shizhi"))),
            ("crowded", crowded.url(CROWDED)),
            ("crowded-note", crowded.url(&format!("{CROWDED}#n-p9-1"))),
            ("crowded-end", crowded.url(&format!("{CROWDED}#n-end"))),
        ] {
            tab.visit(&url);
            for scheme in ["light", "dark"] {
                tab.prefer(scheme);
                tab.wait_for_frames();
                let bytes = tab.screenshot(&format!("{name}-{scheme}"));
                // A page of one colour is a few kilobytes.
                assert!(bytes > 10_000, "{name} is {bytes} bytes");
            }
        }
        tab.visit(&archive.url(ARTICLE));
        tab.preview_print();
        tab.wait_for_frames();
        assert!(tab.screenshot("article-print") > 10_000);
    }
}
