//! A site works wherever it is put: at the root of a host, in a folder of one, on a disk.

use crate::server::Server;
use crate::sites::{ARTICLE, TWIN, archive};
use crate::tab::{SIZES, Tab};

/// Goes by clicking from the front page to the article, to its twin, to the twin's front page and
/// back to the first; each is complete.
fn walk(mut tab: Tab, root: &str, index: &str) {
    let arrive = |tab: &mut Tab, path: &str| {
        tab.wait_for_address(&format!("{root}{path}{index}"));
        assert_eq!(tab.complaints(root), [""; 0], "at {path:?} below {root}");
        assert_eq!(
            tab.style(".bar", "display"),
            "flex",
            "the stylesheet is in force"
        );
        let icon: u32 = tab.eval("document.querySelector('.home img').naturalWidth");
        assert!(icon > 0, "the icon is there");
    };
    tab.visit(&format!("{root}{index}"));
    arrive(&mut tab, "");
    tab.click(".cards h3 a");
    arrive(&mut tab, ARTICLE);
    tab.click("nav.script a:not([aria-current])");
    arrive(&mut tab, TWIN);
    tab.click("a.home");
    arrive(&mut tab, "zh-hans/");
    tab.click("nav.menu a");
    arrive(&mut tab, "zh-hans/articles/");
    tab.click("nav.script a:not([aria-current])");
    arrive(&mut tab, "articles/");
    tab.click("a.home");
    arrive(&mut tab, "");
}

#[test]
fn at_the_root_of_a_host() {
    for size in SIZES {
        walk(Tab::open(size), &archive().server.url(""), "");
    }
}

#[test]
fn in_a_folder_of_a_host() {
    let server = Server::below(&archive().folder, "/sub/dir/");
    for size in SIZES {
        walk(Tab::open(size), &server.url(""), "");
        let mut scriptless = Tab::open(size);
        scriptless.forbid_scripts();
        walk(scriptless, &server.url(""), "");
    }
}

#[test]
fn on_a_disk() {
    let folder = archive().folder.to_str().expect("a path in UTF-8");
    for size in SIZES {
        walk(Tab::open(size), &format!("file://{folder}/"), "index.html");
    }
}

#[test]
fn on_a_disk_notes_open_and_close() {
    let folder = archive().folder.to_str().expect("a path in UTF-8");
    for size in SIZES {
        let tab = Tab::at(size, &format!("file://{folder}/{ARTICLE}index.html"));
        tab.click("#r-gu-8bei");
        tab.wait_for_address("#n-gu-8bei");
        assert!(tab.rect("#n-gu-8bei").is_in(size));
        tab.press("Escape");
        tab.wait_until("no note is open", "!document.querySelector('.n:target')");
    }
}
