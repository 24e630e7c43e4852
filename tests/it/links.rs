//! Pages of others: how they are asked for, what their answers mean, and who is never asked.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use kaozheng::links::{self, Options};
use kaozheng::project::answers::{Answer, Answers, Meaning};
use kaozheng::site::Drafts;

use crate::folder::{Folder, make};

/// A host on this machine. It ends with the process.
struct Host {
    port: u16,
    /// The method and the path of each request so far, and who asked.
    requests: Arc<Mutex<Vec<String>>>,
}

impl Host {
    fn start() -> Host {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let heard = Arc::clone(&heard);
                thread::spawn(move || serve(&stream, port, &heard));
            }
        });
        Host { port, requests }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }

    fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("nobody panicked").clone()
    }
}

fn serve(stream: &TcpStream, port: u16, requests: &Mutex<Vec<String>>) {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    assert!(
        head.iter()
            .any(|line| line.to_lowercase().starts_with("user-agent: kaozheng/"))
    );
    let mut words = first.split(' ');
    let (method, path) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    requests
        .lock()
        .expect("nobody panicked")
        .push(format!("{method} {path}"));
    let answer = match (method, path) {
        ("HEAD", "/picky") => "405 Method Not Allowed".to_owned(),
        (_, "/ok" | "/picky" | "/%E7%94%B2?a=1") => "200 OK".to_owned(),
        (_, "/gone") => "410 Gone".to_owned(),
        (_, "/secret") => "403 Forbidden".to_owned(),
        (_, "/moved") => format!("302 Found\r\nlocation: http://127.0.0.1:{port}/ok"),
        (_, "/inside") => format!("302 Found\r\nlocation: http://127.0.0.2:{port}/ok"),
        (_, "/silent") => return thread::sleep(Duration::from_secs(60)),
        _ => "404 Not Found".to_owned(),
    };
    let _ = (&*stream).write_all(
        format!("HTTP/1.1 {answer}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").as_bytes(),
    );
}

fn options() -> Options {
    Options {
        allows: |address| address == IpAddr::V4(Ipv4Addr::LOCALHOST),
        pause: Duration::ZERO,
        patience: Duration::from_secs(2),
        total: Duration::from_secs(60),
        age: 100,
        now: 1_000,
    }
}

fn ask(host: &Host, paths: &[&str], known: &Answers) -> Answers {
    let links = paths.iter().map(|path| (host.url(path), Vec::new()));
    links::ask(&links.collect(), known, &options(), &|_| {})
}

#[test]
fn answers_mean_what_they_say() {
    let host = Host::start();
    let check = |path: &str, meaning: Meaning, words: &str, requests: &[&str]| {
        let before = host.requests().len();
        let answers = ask(&host, &[path], &Answers::default());
        let answer = &answers.links[&host.url(path)];
        assert_eq!(answer.meaning, meaning, "{path}: {answer:?}");
        assert!(answer.words.contains(words), "{path}: {answer:?}");
        assert_eq!(host.requests()[before..], *requests, "{path}");
    };
    check("ok", Meaning::Alive, "200 OK", &["HEAD /ok"]);
    check(
        "picky",
        Meaning::Alive,
        "200 OK",
        &["HEAD /picky", "GET /picky"],
    );
    check("moved", Meaning::Alive, "200", &["HEAD /moved", "HEAD /ok"]);
    check(
        "gone",
        Meaning::Dead,
        "410 Gone",
        &["HEAD /gone", "GET /gone"],
    );
    check(
        "none",
        Meaning::Dead,
        "404 Not Found",
        &["HEAD /none", "GET /none"],
    );
    check(
        "secret",
        Meaning::Unsure,
        "403",
        &["HEAD /secret", "GET /secret"],
    );
    check("silent", Meaning::Unsure, "timeout", &["HEAD /silent"]);
    check("inside", Meaning::Unsure, "not public", &["HEAD /inside"]);
}

#[test]
fn what_was_asked_lately_is_not_asked_again() {
    let host = Host::start();
    let known = |asked: u64, meaning: Meaning| {
        let answer = Answer {
            meaning,
            words: "before".to_owned(),
            asked,
        };
        Answers {
            links: BTreeMap::from([(host.url("ok"), answer)]),
        }
    };
    assert_eq!(
        ask(&host, &["ok"], &known(901, Meaning::Dead)),
        known(901, Meaning::Dead)
    );
    assert_eq!(host.requests().len(), 0);
    let again = ask(&host, &["ok"], &known(900, Meaning::Dead));
    assert_eq!(again.links[&host.url("ok")].asked, 1_000);
    let unsure = ask(&host, &["ok"], &known(1_000, Meaning::Unsure));
    assert_eq!(unsure.links[&host.url("ok")].meaning, Meaning::Alive);
    let forgotten = ask(&host, &[], &known(1_000, Meaning::Dead));
    assert_eq!(
        forgotten,
        Answers::default(),
        "what nothing links to is forgotten"
    );
}

#[test]
fn when_the_time_is_over_nobody_is_asked() {
    let host = Host::start();
    let links = [(host.url("ok"), Vec::new())].into();
    let total = Duration::ZERO;
    let options = Options { total, ..options() };
    let answers = links::ask(&links, &Answers::default(), &options, &|_| {});
    assert_eq!(answers, Answers::default());
    assert_eq!(host.requests().len(), 0);
}

/// Returns a site whose note rests on a page of the host.
fn site(host: &Host) -> Folder {
    let folder = Folder::site();
    let [gone, copy, other] = ["gone", "copy", "甲?a=1#節"].map(|path| host.url(path));
    folder.write(
        "content/articles/a/index.md",
        format!(
            "---\ntitle: 題\nsource: {{ url: \"{gone}\" }}\n---\n\n文[^a]。[他]({other})\n\n\
             [^a]: **錯誤** 「文」：非。\n    - 據 [報]({gone})（[存檔]({copy})）\n"
        ),
    );
    folder
}

#[test]
fn links_are_found_with_their_places_and_copies() {
    let host = Host::start();
    let folder = site(&host);
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    let links = links::gather(&made.prepared.site);
    let answers = links::ask(&links, &Answers::default(), &options(), &|_| {});
    let troubles: Vec<(usize, &str, bool)> = links::troubles(&links, &answers)
        .iter()
        .map(|trouble| {
            let place = &trouble.place;
            assert!(place.source.text()[place.range.clone()].contains(&place.url));
            let (line, _) = place.source.line_column(place.range.start);
            let path = place.url.rsplit('/').next().expect("a path");
            let path = ["gone", "copy"].into_iter().find(|known| *known == path);
            (line, path.expect("one of them"), place.archived.is_some())
        })
        .collect();
    let expected = [(3, "gone", true), (9, "gone", true), (9, "copy", false)];
    assert_eq!(troubles, expected);
    assert!(host.requests().contains(&"HEAD /%E7%94%B2?a=1".to_owned()));
}

#[test]
fn links_of_raw_html_are_found() {
    let folder = Folder::empty();
    folder
        .write(
            "kaozheng.toml",
            "title = \"站\"\n[markdown]\nraw_html = true\n",
        )
        .write(
            "content/articles/a/index.md",
            "---\ntitle: 題\n---\n\n甲<a href=\"https://a.example/?b=1&amp;c=2\">乙</a>\n\n\
             > <div><a href='https://b.example/'>丙</a> <img src=https://c.example/d.png></div>\n",
        );
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    let links = links::gather(&made.prepared.site);
    let found: Vec<(&str, usize)> = links
        .values()
        .flatten()
        .map(|place| {
            (
                place.url.as_str(),
                place.source.line_column(place.range.start).0,
            )
        })
        .collect();
    let expected = [
        ("https://a.example/?b=1&c=2", 5),
        ("https://b.example/", 7),
        ("https://c.example/d.png", 7),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_program_asks_nobody_on_this_machine() {
    let host = Host::start();
    let folder = site(&host);
    let run = folder.run(&["check", "--links"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert_eq!(host.requests().len(), 0);
    let rows: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(rows.len(), 4, "{rows:?}");
    let url = host.url("gone");
    let copy = host.url("copy");
    let expected = "content/articles/a/index.md:3:17\t? ";
    assert!(rows[0].starts_with(expected), "{rows:?}");
    assert!(
        rows[0].ends_with(&format!("not public\t{url}\t{copy}")),
        "{rows:?}"
    );
    assert!(
        run.stderr
            .contains("3 links out of the site: 0 alive, 0 dead, 3 unsure"),
        "{}",
        run.stderr
    );
    let run = folder.run(&["check", "--links", "--json", "--strict"]);
    assert_eq!(run.exit, 1);
    assert!(
        run.stdout.contains("\"code\":\"unsure-link\""),
        "{}",
        run.stdout
    );
    assert!(
        folder.run(&["check", "--days", "1"]).exit == 2,
        "days are of --links"
    );
}

#[test]
fn pages_say_what_is_gone() {
    let host = Host::start();
    let folder = site(&host);
    let page = |folder: &Folder| {
        let made = make(folder.root(), Drafts::Skip);
        made.text("zh-hans/articles/a/index.html").to_owned()
    };
    assert!(!page(&folder).contains("链接已失效"));
    let answer = Answer {
        meaning: Meaning::Dead,
        words: "410 Gone".to_owned(),
        asked: 1,
    };
    let answers = Answers {
        links: BTreeMap::from([(host.url("gone"), answer)]),
    };
    let bytes = serde_json::to_vec(&answers).expect("JSON");
    kaozheng::publish::write_state(folder.root(), "links.json", &bytes).expect("it is written");
    let html = page(&folder);
    let (link, copy) = (host.url("gone"), host.url("copy"));
    let expected = format!(
        "href=\"{link}\" rel=\"external\">报</a><small class=\"gone\">（链接已失效）</small>（<a href=\"{copy}\""
    );
    assert!(html.contains(&expected), "{html}");
    assert_eq!(html.matches("链接已失效").count(), 1, "{html}");
    folder.write(".kaozheng/links.json", "no JSON");
    assert!(!page(&folder).contains("链接已失效"));
}

#[test]
fn what_the_program_makes_can_be_linked_to() {
    let folder = Folder::empty();
    folder
        .write(
            "kaozheng.toml",
            "title = \"站\"\nbase_url = \"https://example.org/\"\n[archive]\nledger = true\nsearch = true\n",
        )
        .write(
            "content/articles/a/index.md",
            "---\ntitle: 題\ndate: 2024-02-25\nreview: { date: 2024-03-01 }\n---\n\n文[^a]。\n\n[^a]: **錯誤** 「文」：非。\n    - 據 推算\n",
        )
        .write(
            "content/about.md",
            "---\ntitle: 關於\n---\n\n[甲](/claims/) [乙](/claims.json) [丙](/feed.xml) [丁](/search/) \
             [戊](/zh-hans/claims/) [己](/claims/verdict/false/) [庚](/annotations.jsonld)\n",
        );
    let run = folder.run(&["build"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let page = |path: &str| std::fs::read_to_string(folder.path(path)).expect("a page");
    let (hant, hans) = (
        page("public/about/index.html"),
        page("public/zh-hans/about/index.html"),
    );
    for href in [
        "../claims/",
        "../claims.json",
        "../feed.xml",
        "../search/",
        "../claims/verdict/false/",
    ] {
        assert!(
            hant.contains(&format!("href=\"{href}\"")),
            "{href} in {hant}"
        );
    }
    for href in [
        "../claims/",
        "../../claims.json",
        "../feed.xml",
        "../../annotations.jsonld",
    ] {
        assert!(
            hans.contains(&format!("href=\"{href}\"")),
            "{href} in {hans}"
        );
    }
    folder.write(
        "content/about.md",
        "---\ntitle: 關於\n---\n\n[甲](/claims/none/)\n",
    );
    let run = folder.run(&["check"]);
    assert!(run.stderr.contains("broken-link"), "{}", run.stderr);
}
