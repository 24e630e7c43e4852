//! The search: in both scripts, wherever the site is put, and out of the reader's way.

use unicode_normalization::UnicodeNormalization as _;

use crate::server::Server;
use crate::sites::{library, sprawling};
use crate::tab::{NARROW, SIZES, Size, Tab, WIDE};

/// The addresses of the results.
const RESULTS: &str =
    "[...document.querySelectorAll('.found h3 a')].map(a => a.getAttribute('href'))";
const MARKS: &str =
    "[...new Set([...document.querySelectorAll('mark.hit')].map(m => m.textContent))]";
const SAID: &str = "document.querySelector('#kz-search [role=status]').textContent";

/// Returns a text in the parts that its characters have (Unicode, normalization form D).
fn decomposed(text: &str) -> String {
    text.nfd().collect()
}

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
    check(tab, root, "zh-hans/", "網路", &["cn"], &["网络"]);
    check(tab, root, "", "打印数据", &["tw"], &["列印資料"]);
    check(tab, root, "", "5.5%", &["cn", "tw"], &["5.5%"]);
    check(tab, root, "", "55%", &[], &[]);
    check(tab, root, "", "openai 頭髮", &["cn"], &["OpenAI", "頭髮"]);
    check(tab, root, "", "斷語", &["tw"], &["斷語"]);
    check(tab, root, "", "甲报", &["tw"], &["甲報"]);
    check(tab, root, "", "錢", &["tw"], &["錢"]);
    check(tab, root, "", "ガ", &["parts"], &["ｶﾞ"]);
    check(tab, root, "", "ﾊﾟン", &["parts"], &["ﾊﾟﾝ"]);
    check(tab, root, "", "カ", &[], &[]);
    check(tab, root, "", "出租车的パ", &["parts"], &["計程車的ﾊﾟ"]);
    check(tab, root, "", "café", &["parts"], &["cafe\u{301}"]);
    check(tab, root, "", &decomposed("한국"), &["parts"], &["한국"]);
    check(tab, root, "", "한글", &["parts"], &[&decomposed("한글")]);
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
        tab.press("Enter");
        assert!(results(&tab).is_empty());
        assert!(tab.shows(".tips"));
        tab.eval::<()>("document.activeElement.select(), null");
        tab.insert("免費軟體");
        tab.press("Enter");
        tab.wait_for_address("search/?q=免費軟體");
        assert_eq!(results(&tab), ["tw"]);
        // The first empties the box, of which what was found is still there, and the second leaves it.
        tab.press("Escape");
        check_box(&tab, ("", "false", None));
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
fn a_page_that_is_missing_has_a_form() {
    let server = &library().server;
    for size in SIZES {
        for (missing, found) in [
            ("no/such/page", "search/"),
            ("zh-hans/404.html", "zh-hans/search/"),
        ] {
            let tab = Tab::at(size, &server.url(missing));
            assert!(tab.rect(".sform button").is_in(size));
            tab.click("#kz-q");
            tab.insert("免費軟體");
            tab.press("Enter");
            tab.wait_for_address(&format!("{found}?q=免費軟體"));
            tab.wait_until_loaded();
            assert_eq!(results(&tab), ["tw"]);
        }
        // The form is no work of a script.
        let tab = Tab::scriptless_at(size, &server.url("404.html"));
        tab.click(".sform button");
        tab.wait_for_address("search/?q=");
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
    check_box(&tab, ("軟體", "false", None));
    assert_eq!(
        tab.eval::<u32>("document.querySelectorAll('[role=option]').length"),
        0
    );
    tab.insert("軟體");
    wait_for_offers(&tab);
    tab.press("Enter");
    assert_eq!(results(&tab), ["tw", "cn"]);
}

/// Returns what is in the box, whether its list is open, and the option that the keys are at.
fn box_of(tab: &Tab) -> (String, String, Option<String>) {
    tab.eval(
        "(box => [box.value, box.ariaExpanded, document.getElementById(box.getAttribute('aria-activedescendant'))?.firstChild.textContent ?? null])
            (document.getElementById('kz-q'))",
    )
}

fn check_box(tab: &Tab, (text, open, option): (&str, &str, Option<&str>)) {
    let expected = (text.to_owned(), open.to_owned(), option.map(str::to_owned));
    assert_eq!(box_of(tab), expected);
}

fn wait_for_offers(tab: &Tab) {
    tab.wait_until(
        "there are suggestions",
        "document.getElementById('kz-q').ariaExpanded === 'true' && document.querySelector('[role=listbox]').checkVisibility()",
    );
}

/// Opens the page to search from, and types a query.
fn typed(size: Size, root: &str, query: &str) -> Tab {
    let index = match root.starts_with("file:") {
        true => "index.html",
        false => "",
    };
    let tab = Tab::at(size, &format!("{root}search/{index}"));
    tab.press("/");
    tab.insert(query);
    wait_for_offers(&tab);
    tab
}

#[test]
fn suggestions_are_a_combobox() {
    let root = library().server.url("");
    for size in SIZES {
        let mut tab = typed(size, &root, "資訊");
        let options: Vec<String> = tab.eval(
            "[...document.querySelectorAll('[role=option]')].map(o => o.firstChild.textContent)",
        );
        assert_eq!(options, ["資訊"]);
        tab.eval::<()>("document.activeElement.select(), null");
        tab.insert("軟體");
        let both = "[...document.querySelectorAll('[role=option]')].map(o => o.firstChild.textContent).join() === '免費軟體,網絡雜談'";
        tab.wait_until("there are two suggestions", both);
        let at = |option| check_box(&tab, ("軟體", "true", option));
        at(None);
        for (key, option) in [
            ("ArrowDown", "免費軟體"),
            ("ArrowDown", "網絡雜談"),
            ("ArrowDown", "免費軟體"),
            ("ArrowUp", "網絡雜談"),
            ("Home", "免費軟體"),
            ("End", "網絡雜談"),
        ] {
            tab.press(key);
            at(Some(option));
            let selected: Vec<String> = tab.eval("[...document.querySelectorAll('[role=option][aria-selected=true]')].map(o => o.id)");
            assert_eq!(selected.len(), 1, "{key}");
        }
        // Back in the text.
        tab.press("ArrowLeft");
        at(None);
        // What is told of them, and nothing of what was not asked for yet.
        let told: Vec<String> =
            tab.eval("[...document.querySelectorAll('[role=status]')].map(s => s.textContent)");
        assert_eq!(
            told,
            [
                "標題、正文與註都在內。輸入繁體或簡體都可以。",
                "2 項建議，用上下鍵選擇"
            ]
        );
        assert!(tab.eval::<bool>("!location.search && document.querySelector('.found').hidden"));
        let box_named: Vec<String> = tab.eval("(b => [b.role, b.getAttribute('aria-controls'), b.ariaAutoComplete, b.labels[0].textContent])(document.getElementById('kz-q'))");
        assert_eq!(box_named, ["combobox", "kz-offers", "list", "搜尋"]);
        assert!(tab.eval::<bool>(
            "document.getElementById('kz-offers').matches('[role=listbox][aria-label]')"
        ));
        let wide: u32 = tab.eval("document.documentElement.scrollWidth");
        assert_eq!(wide, size.0);
        tab.press("Escape");
        check_box(&tab, ("軟體", "false", None));
        assert!(!tab.shows("#kz-offers"));
        tab.press("ArrowDown");
        tab.wait_until(
            "the list is open again",
            "document.querySelector('[aria-selected=true]') !== null",
        );
        at(Some("免費軟體"));
        tab.press_with(1, "ArrowUp");
        check_box(&tab, ("軟體", "false", None));
        // An open list is closed by searching, which says what was found, once.
        tab.press("ArrowDown");
        wait_for_offers(&tab);
        tab.press("ArrowLeft");
        tab.press("Enter");
        assert_eq!(results(&tab), ["tw", "cn"]);
        check_box(&tab, ("軟體", "false", None));
        let told: Vec<String> =
            tab.eval("[...document.querySelectorAll('[role=status]')].map(s => s.textContent)");
        assert_eq!(told, ["找到 2 篇。", ""]);
        assert_eq!(tab.complaints(&root), [""; 0]);
    }
}

#[test]
fn a_suggestion_leads_to_its_page() {
    let folder = library().folder.to_str().expect("a path in UTF-8");
    let below = Server::below(&library().folder, "/sub/dir/");
    for root in [below.url(""), format!("file://{folder}/")] {
        let index = match root.starts_with("file:") {
            true => "index.html",
            false => "",
        };
        for (query, address) in [
            // Titles, words of a text, a note, a tag, an outlet.
            ("免费", format!("articles/tw/{index}")),
            ("openai", format!("articles/cn/{index}#p1")),
            ("斷語", format!("articles/tw/{index}#n-free")),
            ("资讯", format!("tags/資訊/{index}")),
            ("がく", format!("tags/がく/{index}")),
            ("甲报", format!("outlets/甲報/{index}")),
        ] {
            let mut tab = typed(WIDE, &root, query);
            tab.press("ArrowDown");
            tab.press("Enter");
            tab.wait_for_address(&address);
            assert_eq!(tab.complaints(&root), [""; 0], "{query}");
        }
    }
}

#[test]
fn a_suggestion_can_be_clicked() {
    let tab = typed(NARROW, &library().server.url("zh-hans/"), "软件");
    tab.click("[role=option]:nth-child(2)");
    tab.wait_for_address("zh-hans/articles/cn/#p1");
}

#[test]
fn no_key_takes_a_suggestion_while_a_word_is_composed() {
    let tab = typed(WIDE, &library().server.url(""), "軟");
    tab.press("ArrowDown");
    let chosen = box_of(&tab);
    assert!(chosen.2.is_some());
    tab.compose("ㄊ");
    // What is composed is of no option any more, and keys are the input method's.
    check_box(&tab, ("軟ㄊ", "true", None));
    for key in ["ArrowDown", "Enter", "Escape"] {
        // The browser marks the key of an input method by this number (UI Events, section 7.3.1).
        tab.eval::<()>(&format!("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{key: '{key}', keyCode: 229, bubbles: true, cancelable: true}})), null"));
        check_box(&tab, ("軟ㄊ", "true", None));
    }
    tab.insert("體");
    tab.wait_until(
        "two are left",
        "document.querySelectorAll('[role=option]').length === 2",
    );
    tab.press("ArrowDown");
    check_box(&tab, ("軟體", "true", Some("免費軟體")));
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
fn signs_are_not_searched_for_which_is_said() {
    let mut tab = Tab::open(WIDE);
    for (tree, said) in [
        ("", "只找文字與數字，所輸入的全是標點或符號。"),
        ("zh-hans/", "只找文字与数字，所输入的全是标点或符号。"),
    ] {
        for query in ["++", "…", "？", "\"\"", "🎉 、"] {
            tab.visit(&library().server.url(&(tree.to_owned() + &asked(query))));
            tab.wait_until("it says so", &format!("{SAID} === '{said}'"));
            assert!(!tab.shows(".found") && tab.shows(".tips"), "{query}");
        }
        // What has more than signs is searched for.
        tab.visit(
            &library()
                .server
                .url(&(tree.to_owned() + &asked("？不可能有的字"))),
        );
        assert!(results(&tab).is_empty());
    }
    assert_eq!(tab.complaints(&library().server.url("")), [""; 0]);
}

#[test]
fn without_script_the_page_says_so_and_leads_to_the_list() {
    for size in SIZES {
        let mut tab = Tab::scriptless_at(size, &library().server.url("search/"));
        assert!(tab.text("noscript .box").contains("JavaScript"));
        let links = |place: &str| -> Vec<String> {
            tab.eval(&format!(
                "[...document.querySelectorAll('{place} a')].map(a => a.href)"
            ))
        };
        assert_eq!(links("noscript .box"), links(".tips"), "as for no results");
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
fn a_slash_leads_to_the_search_of_a_site_without_a_menu() {
    let tab = Tab::at(WIDE, &sprawling().server.url("articles/formulas/"));
    tab.press("/");
    tab.wait_for_address("/search/#kz-q");
}

#[test]
fn the_focus_goes_on_to_what_the_last_button_brought() {
    let tab = Tab::at(WIDE, &library().server.url(&asked("頭髮")));
    assert_eq!(results(&tab).len(), 10);
    tab.eval::<()>("document.querySelector('.next').focus(), null");
    for count in [20, 25] {
        tab.press("Enter");
        tab.wait_until(
            "there are more results",
            &format!("document.querySelectorAll('.found h3').length === {count}"),
        );
        tab.wait_for_frames();
        let place: i32 = tab
            .eval("[...document.querySelectorAll('.found h3 a')].indexOf(document.activeElement)");
        let expected = if count == 25 { 20 } else { -1 };
        assert_eq!(place, expected);
        assert_eq!(
            tab.eval::<bool>("document.activeElement.matches('.next')"),
            count == 20
        );
    }
}

#[test]
fn filters_of_the_last_query_do_not_count_for_the_next() {
    let tab = Tab::at(WIDE, &library().server.url(&asked("頭髮")));
    assert_eq!(results(&tab).len(), 10);
    tab.click("label:has([id='f-year-2024'])");
    tab.wait_until(
        "one result",
        "document.querySelectorAll('.found h3').length === 1",
    );
    let left: usize = tab.eval(
        "(document.querySelector('[name=q]').value = '軟體', document.querySelector('#kz-search form').requestSubmit(), \
         document.getElementById('kz-order').dispatchEvent(new Event('change')), document.querySelectorAll('.found fieldset').length)",
    );
    assert_eq!(left, 0);
    tab.wait_until(
        "the filters of the next",
        "document.querySelector('.found fieldset') !== null",
    );
    assert_eq!(results(&tab), ["tw", "cn"]);
}

#[test]
fn a_failure_is_told() {
    for missing in ["search/head.js", "search/text/"] {
        let server = Server::without(&library().folder, missing);
        let tab = Tab::at(WIDE, &server.url(&asked("軟體")));
        tab.wait_until("it says so", &format!("{SAID}.startsWith('無法')"));
    }
}
