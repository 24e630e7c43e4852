//! The search: in both scripts, wherever the site is put, and out of the reader's way.

use crate::server::Server;
use crate::sites::library;
use crate::tab::{NARROW, SIZES, Tab, WIDE};

/// The addresses of the results.
const RESULTS: &str =
    "[...document.querySelectorAll('.found h3 a')].map(a => a.getAttribute('href'))";
const MARKS: &str =
    "[...new Set([...document.querySelectorAll('mark.hit')].map(m => m.textContent))]";
const SAID: &str = "document.querySelector('#kz-search [role=status]').textContent";

/// Returns the address of a query.
fn asked(query: &str) -> String {
    let query = percent_encoding::utf8_percent_encode(query, percent_encoding::NON_ALPHANUMERIC);
    format!("search/?q={query}")
}

/// Waits until a search has ended, and returns the folders of what it found.
fn results(tab: &Tab) -> Vec<String> {
    tab.wait_until(
        "the search has ended",
        &format!("/[0-9]|沒有|没有/.test({SAID})"),
    );
    let results: Vec<String> = tab.eval(RESULTS);
    let slug = |address: &String| {
        let folder = address.strip_suffix("index.html").unwrap_or(address);
        let mut parts = folder.trim_end_matches('/').rsplit('/');
        parts.next().unwrap().to_owned()
    };
    results.iter().map(slug).collect()
}

fn check(tab: &mut Tab, root: &str, tree: &str, query: &str, expected: &[&str], marks: &[&str]) {
    let index = if root.starts_with("file:") {
        "index.html"
    } else {
        ""
    };
    let path = asked(query).replace("search/?", &format!("search/{index}?"));
    tab.visit(&format!("{root}{tree}{path}"));
    assert_eq!(results(tab), expected, "{query} in {tree:?}");
    let marked: Vec<String> = tab.eval(MARKS);
    assert_eq!(marked, marks, "{query} in {tree:?}");
    assert_eq!(tab.complaints(root), [""; 0], "{query} at {root}");
}

/// Searches below a root, and goes to what was found.
fn search_everywhere(tab: &mut Tab, root: &str) {
    let both = ["tw", "cn"];
    check(tab, root, "", "軟體", &both, &["軟體", "軟件"]);
    check(tab, root, "zh-hans/", "軟體", &both, &["软体", "软件"]);
    check(tab, root, "zh-hans/", "软件", &both, &["软体", "软件"]);
    check(tab, root, "", "网络", &["cn"], &["網絡"]);
    check(tab, root, "", "打印数据", &["tw"], &["列印資料"]);
    check(tab, root, "", "5.5%", &["cn", "tw"], &["5.5%"]);
    check(tab, root, "", "55%", &[], &[]);
    check(tab, root, "", "openai 頭髮", &["cn"], &["OpenAI", "頭髮"]);
    check(tab, root, "", "斷語", &["tw"], &["斷語"]);
    check(tab, root, "", "甲报", &["tw"], &["甲報"]);
    check(tab, root, "", "錢", &["tw"], &["錢"]);
    tab.click(".found .ex a.w");
    tab.wait_until(
        "the article",
        "document.querySelector('main.article') !== null",
    );
    let fragment = tab.fragment();
    let id = fragment.trim_start_matches('#');
    assert!(tab.eval::<bool>(&format!("document.getElementById('{id}') !== null")));
    assert_eq!(tab.complaints(root), [""; 0]);
}

#[test]
fn finds_in_both_scripts_under_a_strict_policy() {
    let root = library().server.url("");
    for size in SIZES {
        search_everywhere(&mut Tab::open(size), &root);
    }
}

#[test]
fn finds_in_a_folder_of_a_host() {
    let server = Server::below(&library().folder, "/sub/dir/");
    search_everywhere(&mut Tab::open(WIDE), &server.url(""));
}

#[test]
fn finds_on_a_disk() {
    let folder = library().folder.to_str().expect("a path in UTF-8");
    search_everywhere(&mut Tab::open(WIDE), &format!("file://{folder}/"));
}

#[test]
fn typing_searches_and_stands_in_the_address() {
    let server = &library().server;
    for size in SIZES {
        let mut tab = Tab::at(size, &server.url("search/"));
        tab.press("/");
        tab.wait_until(
            "the box has the focus",
            "document.activeElement.id === 'kz-q'",
        );
        // Not a key of the page any more, and neither are these.
        for key in ["t", "o", "/", "j"] {
            tab.press(key);
        }
        assert_eq!(tab.eval::<String>("document.activeElement.value"), "to/j");
        assert!(results(&tab).is_empty());
        assert!(tab.shows(".tips"));
        tab.eval::<()>("document.activeElement.select(), null");
        tab.insert("免費軟體");
        tab.wait_for_address("search/?q=免費軟體");
        assert_eq!(results(&tab), ["tw"]);
        tab.press("Escape");
        tab.wait_until(
            "the box has lost the focus",
            "document.activeElement === document.body",
        );
        tab.press("t");
        tab.wait_for_address("zh-hans/search/?q=免費軟體");
        tab.wait_until_loaded();
        assert_eq!(results(&tab), ["tw"]);
        assert_eq!(tab.eval::<Vec<String>>(MARKS), ["免费软体"]);
        assert_eq!(tab.complaints(&server.url("")), [""; 0]);
    }
}

#[test]
fn nothing_is_searched_while_a_word_is_composed() {
    let tab = Tab::at(WIDE, &library().server.url("search/"));
    tab.press("/");
    let before: String = tab.eval(SAID);
    tab.eval::<()>("window.searches = 0, new MutationObserver(() => searches++).observe(document.querySelector('#kz-search [role=status]'), {childList: true}), null");
    for part in ["ㄖ", "ㄖㄨ", "軟ㄊ", "軟體"] {
        tab.compose(part);
    }
    tab.wait_for_frames();
    assert_eq!(
        tab.eval::<String>("document.getElementById('kz-q').value"),
        "軟體"
    );
    assert_eq!(tab.eval::<String>(SAID), before);
    assert_eq!(tab.eval::<u32>("searches"), 0);
    tab.insert("軟體");
    assert_eq!(results(&tab), ["tw", "cn"]);
}

#[test]
fn filters_count_and_results_come_in_pages() {
    let mut tab = Tab::at(WIDE, &library().server.url(&asked("頭髮")));
    assert_eq!(results(&tab).len(), 10);
    assert_eq!(tab.eval::<String>(SAID), "找到 25 篇。");
    tab.click(".next");
    tab.wait_until(
        "twenty results",
        "document.querySelectorAll('.found h3').length === 20",
    );
    let year = "label:has([id='f-year-2024'])";
    assert_eq!(tab.text(".chk:has([id='f-year-2020']) .num"), "24");
    tab.click(year);
    tab.wait_until(
        "one result",
        "document.querySelectorAll('.found h3').length === 1",
    );
    assert_eq!(tab.eval::<String>(SAID), "找到 1 篇。");
    assert!(tab.eval::<bool>("document.activeElement.id === 'f-year-2024'"));
    assert_eq!(tab.text(".chk:has([id='f-year-2020']) .num"), "24");
    assert_eq!(tab.text(".chk:has([id='f-outlet-乙報']) .num"), "1");
    tab.click(year);
    tab.wait_until(
        "all results",
        "document.querySelectorAll('.found h3').length === 10",
    );
    tab.eval::<()>("document.getElementById('kz-order').value = 'old', document.getElementById('kz-order').dispatchEvent(new Event('change')), null");
    tab.wait_until(
        "the oldest first",
        "document.querySelector('.found h3 a')?.textContent === '第0篇'",
    );
    assert_eq!(tab.complaints(&library().server.url("")), [""; 0]);
}

#[test]
fn words_are_never_markup() {
    let mut tab = Tab::open(NARROW);
    let origin = library().server.url("");
    for query in [
        "<b>5.5",
        "<img src=x onerror=document.title='no'>",
        "\"<script>",
        "{q} $& $1",
    ] {
        tab.visit(&library().server.url(&asked(query)));
        results(&tab);
        assert!(!tab.eval::<bool>("!!document.querySelector('#kz-search :is(b, img, script)')"));
        assert!(tab.eval::<String>("document.title").starts_with("搜尋"));
    }
    assert_eq!(tab.eval::<String>(SAID), "沒有找到「{q} $& $1」。");
    tab.visit(&library().server.url(&asked(&"長".repeat(5_000))));
    assert!(results(&tab).is_empty());
    assert_eq!(tab.complaints(&origin), [""; 0]);
}

#[test]
fn without_script_the_page_says_so_and_leads_to_the_list() {
    for size in SIZES {
        let mut tab = Tab::scriptless_at(size, &library().server.url("search/"));
        assert!(tab.text("noscript .box").contains("JavaScript"));
        tab.click("noscript .box a");
        tab.wait_for_address("/articles/");
        assert_eq!(tab.complaints(&library().server.url("")), [""; 0]);
    }
}

#[test]
fn nothing_is_wider_than_the_page() {
    for size in SIZES {
        for query in ["", "頭髮", "軟體"] {
            let tab = Tab::at(size, &library().server.url(&asked(query)));
            if !query.is_empty() {
                results(&tab);
            }
            let wide: u32 = tab.eval("document.documentElement.scrollWidth");
            assert_eq!(wide, size.0, "{query}");
            tab.screenshot(&format!("search-{}", query.chars().count()));
        }
    }
}

#[test]
fn a_slash_leads_to_the_search_from_any_page() {
    let tab = Tab::at(WIDE, &library().server.url("articles/tw/"));
    tab.press("/");
    tab.wait_for_address("/search/#kz-q");
    tab.wait_until(
        "the box has the focus",
        "document.activeElement.id === 'kz-q'",
    );
}

#[test]
fn a_failure_is_told() {
    let server = Server::without(&library().folder, "search/head.js");
    let tab = Tab::at(WIDE, &server.url(&asked("軟體")));
    tab.wait_until("it says so", &format!("{SAID}.startsWith('無法')"));
}
