//! The preview: open pages follow the files, problems are shown in the page's place, and nobody
//! but this machine is answered.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use tempfile::TempDir;

use crate::sites::KAOZHENG;
use crate::tab::{NARROW, SIZES, Tab, WIDE, until};

const ARTICLE_FILE: &str = "content/articles/pulse/index.md";
const ARTICLE_PAGE: &str = "articles/pulse/";

const ARTICLE: &str = "\
---
title: 一天有多少次心跳
date: 2024-01-15
language: zh-Hant-TW
---

安靜的時候,心跳大約每分鐘六十次,一天就超過十萬次[^beats]。

[^beats]: **錯誤** 「一天就超過十萬次」：每分鐘六十次，一天是 86,400 次。
    - 據 推算：60 × 60 × 24 = 86,400
";

const TEMPLATE: &str = "\
{% extends \"base.html\" %}
{% block main %}
<p>自己的版面</p>{{ article.body | safe }}
{% endblock main %}
";

/// A style of the site's own, with a word before each title.
const STYLE: &str = "\
<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\">
<info><title>House</title><id>house</id><updated>2024-01-01T00:00:00+00:00</updated></info>
<citation><layout><text value=\"*\"/></layout></citation>
<bibliography><layout><text variable=\"title\" prefix=\"HERE\"/></layout></bibliography>
</style>
";

/// A running preview of a small site, killed when it is dropped.
struct Preview {
    site: TempDir,
    process: Child,
    address: SocketAddr,
}

impl Preview {
    fn start() -> Preview {
        let site = tempfile::tempdir().unwrap();
        fs::write(site.path().join("kaozheng.toml"), "title = \"預覽\"\n").unwrap();
        write(site.path(), ARTICLE_FILE, ARTICLE);
        fs::create_dir(site.path().join("templates")).unwrap();
        fs::create_dir(site.path().join("static")).unwrap();
        let mut process = Command::new(KAOZHENG)
            .arg("-C")
            .arg(site.path())
            .args(["serve", "--port", "0"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let mut said = Vec::new();
        let address = loop {
            let Some(Ok(line)) = lines.next() else {
                let _ = process.kill();
                panic!("the preview ended before it told its address: {said:#?}");
            };
            if let Some((_, url)) = line.split_once(" at http://") {
                break url.trim_end_matches('/').parse().unwrap();
            }
            said.push(line);
        };
        // A full pipe would stop the preview.
        thread::spawn(move || lines.for_each(drop));
        Preview {
            site,
            process,
            address,
        }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    fn write(&self, file: &str, text: &str) {
        write(self.site.path(), file, text);
    }

    /// Writes the article with one passage replaced, and returns it.
    fn rewrite(&self, old: &str, new: &str) -> String {
        assert!(ARTICLE.contains(old), "{old}");
        let text = ARTICLE.replacen(old, new, 1);
        self.write(ARTICLE_FILE, &text);
        text
    }

    /// Returns the whole answer to a request that calls the preview by some name.
    fn ask(&self, host: &str, path: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        // It may have died already, which is for the test to notice.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn write(site: &Path, file: &str, text: &str) {
    let path = site.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Waits until the page shows some text, by itself: nothing is clicked and nothing loaded again.
fn wait_to_see(tab: &Tab, words: &str) {
    tab.wait_until(
        &format!("{words} can be read"),
        &format!("document.body.innerText.includes('{words}')"),
    );
}

#[test]
fn a_page_is_shown_and_is_quiet() {
    let preview = Preview::start();
    for size in SIZES {
        let mut tab = Tab::open(size);
        for path in ["", "articles/", ARTICLE_PAGE, "zh-hans/articles/pulse/"] {
            tab.visit(&preview.url(path));
            assert_eq!(tab.complaints(&preview.url("")), [""; 0], "{path}");
            assert_eq!(tab.style(".bar", "display"), "flex", "{path}");
        }
        assert!(tab.text("h1").contains("一天有多少次心跳"));
    }
}

#[test]
fn an_open_page_follows_its_article() {
    let preview = Preview::start();
    let tab = Tab::at(WIDE, &preview.url(ARTICLE_PAGE));
    for count in ["八萬六千", "八萬七千", "八萬八千"] {
        preview.rewrite("一天是 86,400 次", &format!("一天是{count}次"));
        wait_to_see(&tab, count);
    }
    let twin = Tab::at(NARROW, &preview.url("zh-hans/articles/pulse/"));
    preview.rewrite("每分鐘六十次，", "每分鐘六十次的話，");
    wait_to_see(&tab, "每分鐘六十次的話");
    wait_to_see(&twin, "每分钟六十次的话");
}

#[test]
fn an_open_page_follows_the_sources_that_it_cites() {
    let source = |title: &str| format!("pulse:\n  type: book\n  title: {title}\n");
    let preview = Preview::start();
    preview.rewrite("據 推算：60 × 60 × 24 = 86,400", "據 [@pulse]");
    let tab = Tab::at(WIDE, &preview.url(ARTICLE_PAGE));
    wait_to_see(&tab, "citation-unknown");
    for title in ["脈經", "難經"] {
        preview.write("sources.yml", &source(title));
        wait_to_see(&tab, title);
    }
    let own = "content/articles/pulse/sources.yml";
    preview.write(own, "pulse:\n  type: boek\n");
    wait_to_see(&tab, "sources-syntax");
    preview.write(own, &source("靈樞"));
    wait_to_see(&tab, "靈樞");
    fs::remove_file(preview.site.path().join(own)).unwrap();
    wait_to_see(&tab, "難經");
    preview.write("house.csl", &STYLE.replace("HERE", "甲"));
    let config = "title = \"預覽\"\n[citations]\nstyle = \"house.csl\"\n";
    preview.write("kaozheng.toml", config);
    wait_to_see(&tab, "甲難經");
    preview.write("house.csl", &STYLE.replace("HERE", "乙"));
    wait_to_see(&tab, "乙難經");
}

#[test]
fn a_broken_note_is_shown_in_the_place_of_the_page_until_it_is_mended() {
    let preview = Preview::start();
    for size in SIZES {
        preview.write(ARTICLE_FILE, ARTICLE);
        let mut tab = Tab::at(size, &preview.url(ARTICLE_PAGE));
        wait_to_see(&tab, "86,400");
        let text = preview.rewrite("「一天就超過十萬次」", "「一天就超過百萬次」");
        tab.wait_until(
            "the error page",
            "document.querySelector('main.error .diag') !== null",
        );
        tab.wait_until_loaded();
        assert_eq!(tab.text(".diag h2 code"), "lemma-not-found");
        assert_eq!(
            tab.text(".diag .at"),
            place_of(&text, "「一天就超過百萬次」")
        );
        assert!(
            tab.text(".diag .ex").contains("一天就超過百萬次"),
            "the excerpt"
        );
        assert!(
            tab.text(".diag .help").contains("校"),
            "the help says what to do"
        );
        let heights: Vec<f64> =
            tab.eval("[...document.querySelectorAll('.ex .l')].map(line => line.offsetHeight)");
        let is_line = |height: &f64| *height > 20.0;
        assert!(heights.iter().all(is_line), "empty lines too: {heights:?}");
        let labels: String =
            tab.eval("[...document.querySelectorAll('.diag .say')].map(p => p.innerText).join()");
        assert!(
            labels.contains("一天就超過十萬次"),
            "the nearest text is named: {labels}"
        );
        assert!(tab.eval::<u32>("document.documentElement.scrollWidth") <= size.0);
        tab.screenshot("preview-error");
        preview.write(ARTICLE_FILE, ARTICLE);
        tab.wait_until(
            "the article again",
            "document.querySelector('.t .seal') !== null && document.querySelector('.diag') === null",
        );
        let complaints = tab.complaints(&preview.url(""));
        let errors = complaints
            .iter()
            .filter(|text| !text.contains(ARTICLE_PAGE));
        assert_eq!(
            errors.count(),
            0,
            "only the page itself failed: {complaints:?}"
        );
    }
}

/// Returns where a passage begins: the file, the line and the column, from 1, in characters.
fn place_of(text: &str, passage: &str) -> String {
    let start = text.find(passage).unwrap();
    let line = text[..start].matches('\n').count() + 1;
    let column = text[..start]
        .chars()
        .rev()
        .take_while(|c| *c != '\n')
        .count()
        + 1;
    format!("{ARTICLE_FILE}:{line}:{column}")
}

#[test]
fn other_pages_are_shown_while_an_article_is_broken() {
    let preview = Preview::start();
    preview.write("content/about.md", "---\ntitle: 關於\n---\n\n另一頁。\n");
    let article = Tab::at(WIDE, &preview.url(ARTICLE_PAGE));
    preview.rewrite("「一天就超過十萬次」", "「一天就超過百萬次」");
    article.wait_until("the error page", "document.querySelector('.diag') !== null");
    let about = Tab::at(WIDE, &preview.url("about/"));
    assert!(about.text("main").contains("另一頁。"));
}

#[test]
fn a_broken_configuration_is_shown_until_it_is_mended() {
    let preview = Preview::start();
    let tab = Tab::at(WIDE, &preview.url(ARTICLE_PAGE));
    preview.write("kaozheng.toml", "title = \"預覽\"\ntitel = \"誤\"\n");
    tab.wait_until("the error page", "document.querySelector('.diag') !== null");
    assert_eq!(tab.text(".diag .at"), "kaozheng.toml:2:1");
    assert!(
        tab.text(".diag .help").contains("title"),
        "the nearest key is named"
    );
    preview.write("kaozheng.toml", "title = \"改名的預覽\"\n");
    wait_to_see(&tab, "改名的預覽");
}

#[test]
fn what_a_lint_forbids_is_shown_until_it_is_mended() {
    let preview = Preview::start();
    let tab = Tab::at(WIDE, &preview.url(ARTICLE_PAGE));
    preview.write(
        "kaozheng.toml",
        "title = \"預覽\"\n[lints]\nmasked-word = \"error\"\n",
    );
    preview.rewrite("安靜的時候", "連續**的時候");
    tab.wait_until("the error page", "document.querySelector('.diag') !== null");
    assert!(tab.text(".diag .at").starts_with(ARTICLE_FILE));
    preview.write(ARTICLE_FILE, ARTICLE);
    wait_to_see(&tab, "安靜的時候");
}

#[test]
fn a_redirect_keeps_what_is_asked_for() {
    let preview = Preview::start();
    let answer = preview.ask(&preview.address.to_string(), "/articles/pulse?q=1");
    assert!(answer.starts_with("HTTP/1.1 308 "), "{answer}");
    assert!(
        answer.contains("location: /articles/pulse/?q=1\r\n"),
        "{answer}"
    );
}

#[test]
fn a_template_error_is_shown_until_it_is_mended() {
    let preview = Preview::start();
    let tab = Tab::at(WIDE, &preview.url(ARTICLE_PAGE));
    for (wrong, what) in [
        ("article.body |", "the syntax"),
        ("article.body | saef", "an unknown filter"),
        ("article.boby", "an unknown field"),
    ] {
        preview.write("templates/article.html", TEMPLATE);
        // An error page quotes the words of the template.
        tab.wait_until(
            "the page without an error",
            "document.querySelector('.diag') === null && document.body.innerText.includes('自己的版面')",
        );
        let broken = TEMPLATE.replace("article.body | safe", wrong);
        preview.write("templates/article.html", &broken);
        tab.wait_until(
            &format!("the place of {what}"),
            "[...document.querySelectorAll('.diag .at')].some(at => at.innerText.startsWith('templates/article.html:3:'))",
        );
    }
    preview.write(
        "templates/article.html",
        &TEMPLATE.replace("自己的", "改好的"),
    );
    wait_to_see(&tab, "改好的版面");
}

#[test]
fn a_stylesheet_of_the_site_takes_effect_in_an_open_page() {
    let preview = Preview::start();
    let tab = Tab::at(WIDE, &preview.url(ARTICLE_PAGE));
    for colour in ["rgb(1, 2, 3)", "rgb(4, 5, 6)"] {
        preview.write("static/kz.css", &format!("h1 {{ color: {colour} }}\n"));
        tab.wait_until(
            "the heading has the site's colour",
            &format!("getComputedStyle(document.querySelector('h1')).color === '{colour}'"),
        );
    }
}

#[test]
fn a_folder_that_comes_into_being_is_followed_like_any_other() {
    let preview = Preview::start();
    fs::remove_dir(preview.site.path().join("templates")).unwrap();
    let tab = Tab::at(WIDE, &preview.url(ARTICLE_PAGE));
    for words in ["自己的", "改過的", "又改過的"] {
        preview.write("templates/article.html", &TEMPLATE.replace("自己的", words));
        wait_to_see(&tab, &format!("{words}版面"));
    }
}

#[test]
fn a_site_that_takes_the_place_of_another_is_followed() {
    let preview = Preview::start();
    let tab = Tab::at(WIDE, &preview.url(ARTICLE_PAGE));
    let gone = preview.site.path().with_extension("gone");
    fs::rename(preview.site.path(), &gone).unwrap();
    fs::create_dir(preview.site.path()).unwrap();
    preview.write("kaozheng.toml", "title = \"預覽\"\n");
    preview.rewrite("一天是 86,400 次", "一天是八萬六千次");
    wait_to_see(&tab, "八萬六千");
    preview.rewrite("一天是 86,400 次", "一天是九萬次");
    wait_to_see(&tab, "九萬");
    fs::remove_dir_all(gone).unwrap();
}

/// The page is older than the change, its script newer: the script must not take the page for new.
#[test]
fn a_change_while_a_page_is_loading_is_not_missed() {
    let preview = Preview::start();
    let tab = Tab::at(WIDE, &preview.url("articles/"));
    let mut held = tab.hold_requests_for("*/__kaozheng/*");
    tab.eval::<()>(&format!(
        "location.assign('{}'), null",
        preview.url(ARTICLE_PAGE)
    ));
    let request = tab.next_held(&mut held);
    preview.rewrite("一天是 86,400 次", "一天是八萬六千次");
    let name = preview.address.to_string();
    let page = format!("/{ARTICLE_PAGE}");
    until(
        || preview.ask(&name, &page).contains("八萬六千"),
        || "the change is served".to_owned(),
    );
    tab.release(&request);
    wait_to_see(&tab, "八萬六千");
}

#[test]
fn articles_come_and_go_in_an_open_list() {
    let preview = Preview::start();
    let tab = Tab::at(WIDE, &preview.url("articles/"));
    preview.write(
        "content/articles/new/index.md",
        "---\ntitle: 新的一篇\ndate: 2024-02-02\nlanguage: zh-Hant-TW\n---\n\n新的一篇。\n",
    );
    wait_to_see(&tab, "新的一篇");
    tab.click(".cards h3 a");
    tab.wait_for_address("/articles/new/");
    tab.visit(&preview.url("articles/"));
    fs::remove_dir_all(preview.site.path().join("content/articles/new")).unwrap();
    tab.wait_until(
        "it is gone",
        "!document.body.innerText.includes('新的一篇')",
    );
    wait_to_see(&tab, "一天有多少次心跳");
}

#[test]
fn what_does_not_exist_is_a_page_that_says_so() {
    let preview = Preview::start();
    let tab = Tab::at(NARROW, &preview.url("no/such/page/"));
    assert_eq!(
        tab.eval::<String>("document.documentElement.lang"),
        "zh-Hant"
    );
    assert!(tab.text("h1").contains("此處闕文"));
    assert_eq!(
        tab.style(".bar", "display"),
        "flex",
        "the stylesheet is found"
    );
    let twin = Tab::at(NARROW, &preview.url("zh-hans/no-such-file"));
    assert_eq!(
        twin.eval::<String>("document.documentElement.lang"),
        "zh-Hans"
    );
    let name = preview.address.to_string();
    assert!(
        preview
            .ask(&name, "/no-such-file")
            .starts_with("HTTP/1.1 404 ")
    );
}

/// Another site can have its name lead to this machine, and so read what the browser can.
#[test]
fn only_names_of_this_machine_are_answered() {
    let preview = Preview::start();
    let port = preview.address.port();
    for name in [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
    ] {
        for host in [name.to_owned(), format!("{name}:{port}")] {
            for path in ["/", "/articles/pulse/", "/kz.css", "/__kaozheng/reload.js"] {
                let answer = preview.ask(&host, path);
                assert!(
                    answer.starts_with("HTTP/1.1 403 "),
                    "{host} {path}: {answer}"
                );
                assert!(!answer.contains("心跳"), "{host} {path}");
            }
        }
    }
    let bare = ["[::1]", "LocalHost", "localhost."].map(str::to_owned);
    let with_port = ["localhost", "127.0.0.1", "[::1]"].map(|name| format!("{name}:{port}"));
    for name in bare.iter().chain(&with_port) {
        let answer = preview.ask(name, "/articles/pulse/");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{name}: {answer}");
    }
}

/// A page of another site could load a draft as a picture or a script, and learn of it what these tell.
#[test]
fn no_page_of_another_site_can_load_what_is_answered() {
    let preview = Preview::start();
    preview.write(
        "kaozheng.toml",
        "title = \"預覽\"\n[archive]\nsearch = true\n",
    );
    let name = preview.address.to_string();
    for path in [
        "/",
        "/articles/pulse/",
        "/articles/pulse",
        "/kz.css",
        "/search/head.js",
        "/no-such-file",
        "/__kaozheng/reload.js",
    ] {
        let answer = preview.ask(&name, path).to_ascii_lowercase();
        let head = answer.split("\r\n\r\n").next().unwrap_or_default();
        for header in [
            "cross-origin-resource-policy: same-origin",
            "x-content-type-options: nosniff",
        ] {
            assert!(head.contains(header), "{path}: {head}");
        }
    }
    // Nor what stands in the place of a page that is broken.
    preview.rewrite("[^beats]。", "。");
    let broken = || preview.ask(&name, "/articles/pulse/").to_ascii_lowercase();
    until(|| broken().contains("note-unused"), broken);
    assert!(broken().contains("cross-origin-resource-policy: same-origin"));
}

#[test]
fn it_can_be_searched_and_finds_what_was_just_written() {
    let preview = Preview::start();
    preview.write(
        "kaozheng.toml",
        "title = \"預覽\"\n[archive]\nsearch = true\n",
    );
    let host = preview.address.to_string();
    for (written, query) in [("安靜的時候", "安静的时候"), ("奔跑的時候", "奔跑的时候")]
    {
        preview.write(ARTICLE_FILE, &ARTICLE.replace("安靜的時候", written));
        until(
            || {
                preview
                    .ask(&host, &format!("/{ARTICLE_PAGE}"))
                    .contains(written)
            },
            || written.to_owned(),
        );
        let tab = Tab::at(WIDE, &preview.url(&format!("search/?q={query}")));
        let mark =
            format!("document.querySelector('.found mark.hit')?.textContent === '{written}'");
        tab.wait_until("it is found", &mark);
    }
}
