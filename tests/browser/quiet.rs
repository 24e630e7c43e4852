//! Pages are quiet: the browser has nothing to say about any of them, and they ask nothing of
//! anybody else.

use crate::server::Server;
use crate::sites::{archive, crowded};
use crate::tab::{NARROW, SIZES, Tab, WIDE};

#[test]
fn no_page_of_the_archive_gives_cause_for_complaint() {
    let site = archive();
    let origin = site.server.url("");
    for size in SIZES {
        let mut tab = Tab::open(size);
        for scheme in ["light", "dark"] {
            tab.prefer(scheme);
            for page in &site.pages {
                tab.visit(&site.server.url(page));
                let complaints = tab.complaints(&origin);
                assert_eq!(complaints, [""; 0], "{page}, {scheme}, {size:?}");
            }
        }
    }
}

#[test]
fn nor_does_a_crowded_one() {
    let site = crowded();
    let origin = site.server.url("");
    for size in SIZES {
        let mut tab = Tab::open(size);
        for page in &site.pages {
            tab.visit(&site.server.url(page));
            assert_eq!(tab.complaints(&origin), [""; 0], "{page}, {size:?}");
        }
    }
}

#[test]
fn a_page_that_is_missing_answers_404_and_is_quiet_otherwise() {
    let server = &archive().server;
    let origin = server.url("");
    let mut tab = Tab::open(NARROW);
    for path in ["no/such/page/", "zh-hans/no-such-file"] {
        tab.visit(&server.url(path));
        let answer = format!("answer 404: {}", server.url(path));
        let (expected, others): (Vec<String>, Vec<String>) = tab
            .complaints(&origin)
            .into_iter()
            .partition(|complaint| *complaint == answer || complaint.ends_with(&server.url(path)));
        assert!(expected.contains(&answer), "{expected:?}");
        assert_eq!(others, [""; 0]);
        assert_eq!(
            tab.style(".bar", "display"),
            "flex",
            "the stylesheet is found from {path}"
        );
    }
}

/// The tests above rest on the absence of complaints; this one shows that each kind is noticed.
#[test]
fn every_kind_of_complaint_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<!doctype html><title>-</title><link rel=icon href=data:,>\
        <script>alert('a policy forbids this')</script>\
        <script src=noisy.js></script><img src=missing.png alt=''>\
        <img src='http://127.0.0.1:9/outside.png' alt=''>";
    let script = "console.log('words', 1); console.warn('warning'); \
        new Image().src = 'http://127.0.0.1:9/blocked.png'; throw new Error('thrown')";
    std::fs::write(folder.path().join("index.html"), page).unwrap();
    std::fs::write(folder.path().join("noisy.js"), script).unwrap();
    let server = Server::at_root(folder.path());
    let mut tab = Tab::at(WIDE, &server.url(""));
    let all = tab.complaints(&server.url("")).join("\n");
    for part in [
        "console: words 1",
        "console: warning",
        "exception: Error: thrown",
        "log: Executing inline script violates",
        "log: Loading the image",
        "answer 404: ",
    ] {
        assert!(all.contains(part), "{part} is not among\n{all}");
    }
    // Without a policy in the way, the request leaves the page, and fails.
    let open = format!(
        "data:text/html,<link rel=icon href=data:,><img src='{}'>",
        "http://127.0.0.1:9/x.png"
    );
    tab.visit(&open);
    let all = tab.complaints("data:").join("\n");
    assert!(
        all.contains("outside request: http://127.0.0.1:9/x.png"),
        "{all}"
    );
    assert!(all.contains("failed request: "), "{all}");
}

#[test]
fn a_page_without_its_script_is_still_quiet_and_still_works() {
    let site = archive();
    let server = Server::without(&site.folder, "kz.js");
    for size in SIZES {
        let mut tab = Tab::at(size, &server.url(crate::sites::ARTICLE));
        let complaints = tab.complaints(&server.url(""));
        assert!(
            !complaints.is_empty(),
            "the script is missing, and that was noticed"
        );
        for complaint in complaints {
            assert!(complaint.contains("kz.js"), "{complaint}");
        }
        tab.click("#r-gu-8bei");
        tab.wait_for_address("#n-gu-8bei");
        assert!(tab.rect("#n-gu-8bei").is_in(size));
        tab.click("nav.script a:not([aria-current])");
        tab.wait_for_address(crate::sites::TWIN);
    }
}
