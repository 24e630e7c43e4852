//! What the files of the search find.

mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use kaozheng::script::converter;
use kaozheng::search::fold;
use kaozheng::site::{Drafts, PageKind, SearchFile};
use kaozheng::{Prepared, project};

use crate::folder::{Folder, make};
use crate::page;
use reader::Reader;

/// Returns the folder of a site that has a search.
fn site() -> Folder {
    let folder = Folder::site();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\n[archive]\nsearch = true\n",
    );
    folder
}

fn prepare(folder: &Folder) -> Prepared {
    let config = project::read_config(folder.root()).expect("a configuration");
    let project = project::load(folder.root(), config.value).expect("a site");
    let prepared = kaozheng::prepare(&project.value, Drafts::Skip, &[]);
    assert_eq!(prepared.diagnostics, []);
    prepared.value
}

/// Returns the bytes of every file of the search, by path.
fn files(prepared: &Prepared) -> BTreeMap<String, (SearchFile, Vec<u8>)> {
    let plan = prepared.plan.iter();
    let files = plan.filter_map(|page| match &page.kind {
        PageKind::SearchFile(file) => {
            Some((page.path.clone(), (*file, prepared.search_file(file))))
        }
        _ => None,
    });
    files.collect()
}

/// Words that conversion finds hard, and some that it does not concern.
const WORDS: &str = "頭髮 後面 發展 乾燥 幹部 干涉 皇后 里程 裡面 颱風 舞臺 著作 看著 什麼 台灣 臺北 鐘錶 鍾情 面條 \
    麵粉 憑藉 慰藉 了解 瞭望 雲層 云云 於是 計劃 畫面 準備 批准 嚮導 方向 注意 註冊 谷物 山谷 出版 齣戲 \
    AI OpenAI 3.5 2024 1,000";

/// Returns those, and some thousand words of the converter's dictionaries.
fn words() -> Vec<&'static str> {
    let dictionary = include_str!("../../src/script/opencc/STPhrases.txt");
    let lines = dictionary.lines().step_by(12);
    let words = lines.filter_map(|line| line.split_once('\t')?.1.split(' ').next());
    WORDS.split_whitespace().chain(words).collect()
}

/// A generator of numbers that is always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1);
        (self.0 >> 33) as usize % end
    }
}

/// Writes a site of articles in both scripts, and returns the text of each by its slug.
fn corpus(folder: &Folder, count: usize) -> BTreeMap<String, String> {
    let words = words();
    let mut numbers = Numbers(7);
    // Some words are frequent, and most are rare.
    let mut word = || {
        let place = numbers.below(words.len()) * numbers.below(words.len());
        words[place / words.len() * numbers.below(words.len()) / words.len()]
    };
    let to_simplified = converter("tw2s").expect("a configuration");
    let mut texts = BTreeMap::new();
    for index in 0..count {
        let mut text = String::new();
        for sentence in 0..6 {
            for _ in 0..9 {
                text.push_str(word());
            }
            text.push_str(if sentence % 3 == 2 { "。\n\n" } else { "。" });
        }
        let is_simplified = index % 2 == 1;
        if is_simplified {
            text = to_simplified.convert(&text).text;
        }
        let language = if is_simplified {
            "zh-Hans"
        } else {
            "zh-Hant-TW"
        };
        let slug = format!("a{index:04}");
        let path = format!("content/articles/{slug}/index.md");
        let date = format!("20{:02}-01-0{}", index % 24, 1 + index % 9);
        folder.write(
            &path,
            format!("---\ntitle: 題{index}\ndate: {date}\nlanguage: {language}\n---\n\n{text}"),
        );
        texts.insert(slug, text);
    }
    texts
}

/// Returns fifty phrases of two to six characters out of the texts, words of letters whole.
fn phrases(texts: &BTreeMap<String, String>) -> BTreeSet<String> {
    let texts: Vec<Vec<char>> = texts.values().map(|text| text.chars().collect()).collect();
    let mut numbers = Numbers(11);
    let mut phrases = BTreeSet::new();
    while phrases.len() < 50 {
        let text = &texts[numbers.below(texts.len())];
        let length = 2 + numbers.below(5);
        let start = 1 + numbers.below(text.len() - length - 2);
        let is_word = |at: usize| text[at].is_ascii_alphanumeric() || text[at] == '.';
        let is_cut = |at: usize| is_word(at) && is_word(at - 1);
        let phrase = &text[start..start + length];
        let is_text = phrase.iter().all(|c| c.is_alphanumeric() || *c == '.');
        if is_text && !is_cut(start) && !is_cut(start + length) {
            phrases.insert(phrase.iter().collect());
        }
    }
    phrases
}

#[test]
fn every_phrase_is_found_and_little_else() {
    let folder = site();
    let texts = corpus(&folder, 160);
    let reader = Reader::of(&prepare(&folder));
    let (mut right, mut found_in_all) = (0, 0);
    for phrase in phrases(&texts) {
        let found = reader.find(&phrase);
        let phrase = fold(&phrase);
        let has = |text: &&String| fold(text).contains(&phrase);
        let expected: BTreeSet<&str> = texts
            .iter()
            .filter(|(_, text)| has(text))
            .map(|(slug, _)| slug.as_str())
            .collect();
        assert!(!expected.is_empty());
        assert!(expected.is_subset(&found), "{phrase}: {found:?}");
        let also =
            |slug: &&&str| expected.contains(**slug) || reader.reads_otherwise(slug, &phrase);
        right += found.iter().filter(also).count();
        found_in_all += found.len();
    }
    let precision = right as f64 / found_in_all as f64;
    assert!(precision >= 0.95, "{right} of {found_in_all}");
}

#[test]
fn a_query_in_either_script_finds_the_same() {
    let folder = site();
    let texts = corpus(&folder, 60);
    let reader = Reader::of(&prepare(&folder));
    for phrase in phrases(&texts) {
        let found = reader.find(&phrase);
        for name in ["tw2s", "s2tw", "hk2s", "s2hk"] {
            let converter = converter(name).expect("a configuration");
            let converted = converter.convert(&phrase).text;
            assert_eq!(reader.find(&converted), found, "{phrase}, {converted}");
        }
    }
}

#[test]
fn words_of_the_other_region_are_found() {
    let folder = site();
    let write = |slug: &str, language: &str, text: &str| {
        let path = format!("content/articles/{slug}/index.md");
        let page = format!("---\ntitle: 題\nlanguage: {language}\n---\n\n{text}\n");
        folder.write(&path, page);
    };
    write("tw", "zh-Hant-TW", "免費的軟體和網路，列印資料。`程式`");
    write("cn", "zh-Hans", "免费的软件和网络，打印数据。");
    write("hk", "zh-Hant-HK", "免費的軟件和網絡。");
    let reader = Reader::of(&prepare(&folder));
    let check = |query: &str, expected: &[&str]| {
        let found = reader.find(query);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected, "{query}");
        // What is found is shown in every edition, where it reads so or otherwise.
        for texts in &reader.texts {
            for slug in expected {
                let text = &texts[*slug];
                let stands = text["texts"].as_array().expect("a list").iter();
                let mut stands = stands.map(|part| fold(part[0].as_str().expect("a text")));
                let is_shown = stands.any(|part| part.contains(&fold(query)));
                assert!(is_shown || reader.reads_otherwise(slug, &fold(query)));
            }
        }
    };
    for query in ["軟體", "软体", "軟件", "软件", "和网络", "和網路"] {
        check(query, &["cn", "hk", "tw"]);
    }
    check("列印資料", &["cn", "tw"]);
    check("打印数据", &["cn", "tw"]);
    check("程式", &["tw"]);
    check("程序", &[]);
    check("費", &["cn", "hk", "tw"]);
}

#[test]
fn titles_outlets_notes_and_captions_are_found() {
    let folder = site();
    folder.write(
        "content/articles/a/index.md",
        "---\ntitle: 標題甲\nsource: { publisher: 日報乙 }\n---\n\n正文[^n]丙。\n\n> 引丁\n\n- 條戊\n\n\
         ![圖己](x.png \"說庚\")\n\n```\n碼辛\n```\n\n[^n]: **意見** 「正文」：斷語壬。\n    - 據 [報導癸](https://example.org/)「子引」\n\n    丑段\n",
    );
    folder.write("content/articles/a/x.png", "x");
    let prepared = prepare(&folder);
    let reader = Reader::of(&prepared);
    for query in [
        "標題甲",
        "日報乙",
        "丙",
        "引丁",
        "條戊",
        "圖己",
        "說庚",
        "碼辛",
        "斷語壬",
        "報導癸",
        "子引",
        "丑段",
        "Ｘ",
    ] {
        let expected: &[&str] = if query == "Ｘ" { &[] } else { &["a"] };
        let found = reader.find(query);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected, "{query}");
    }
    let text = &reader.texts[0]["a"]["texts"];
    let block = text[2][1].as_str().expect("a block's name");
    let made = make(folder.root(), Drafts::Skip);
    let page = made.text("articles/a/index.html");
    assert!(page.contains(&format!("id=\"{block}\"")), "{block}");
    assert!(page.contains("id=\"n-n\""));
}

#[test]
fn the_head_knows_the_pages_of_tags_and_outlets() {
    let folder = site();
    let front =
        "title: 題\nlanguage: zh-Hant\ntags: [資訊, C++, AI]\nsource: { publisher: 日報 乙 }";
    let text = format!("---\n{front}\n---\n\n正文。\n");
    folder.write("content/articles/a/index.md", text);
    let check = |configuration: &str, expected: [serde_json::Value; 2]| {
        folder.write(
            "kaozheng.toml",
            format!("title = \"站\"\n{configuration}\n[archive]\nsearch = true\n"),
        );
        let made = make(folder.root(), Drafts::Skip);
        for (tree, expected) in ["", "zh-hans/"].into_iter().zip(expected) {
            let head = made.text(&format!("{tree}search/head.js"));
            let value = head.trim_end().strip_prefix("kaozhengSearch(\"head\",");
            let value = value.and_then(|value| value.strip_suffix(')'));
            let head: serde_json::Value =
                serde_json::from_str(value.expect("a call")).expect("JSON");
            assert_eq!(head["lists"], expected, "{tree}");
            for (group, names) in [("tag", "tags"), ("outlet", "outlets")] {
                let lists = head["lists"][group][1].as_array().expect("a list");
                for (part, name) in lists.iter().zip(head[names].as_array().expect("names")) {
                    let part = match part.as_str() {
                        Some("") => name.as_str(),
                        part => part,
                    };
                    let folder = head["lists"][group][0].as_str().expect("a folder");
                    let Some(part) = part else { continue };
                    let path = format!("{tree}{folder}{part}/index.html");
                    assert!(made.files.contains_key(&path), "{path}");
                }
            }
        }
    };
    let outlets = serde_json::json!(["outlets/", ["日報-乙"]]);
    check(
        "",
        [
            serde_json::json!({"tag": ["tags/", ["", "c-cedb1bac", "ai"]], "outlet": outlets}),
            serde_json::json!({"tag": ["tags/", ["資訊", "c-cedb1bac", "ai"]], "outlet": outlets}),
        ],
    );
    let none = serde_json::json!(["tags/", [null, null, null]]);
    let outlets = serde_json::json!(["by/outlet/", ["日報-乙"]]);
    check(
        "[taxonomies.tags]\npages = false\n[taxonomies.outlets]\npath = \"by/outlet\"",
        [(); 2].map(|()| serde_json::json!({"tag": none, "outlet": outlets})),
    );
}

#[test]
fn names_that_share_a_list_are_offered_once() {
    let folder = site();
    for (name, tag, outlet) in [
        ("a", "AI", "日報"),
        ("b", "ＡＩ", "日报"),
        ("c", "ai", "日報"),
    ] {
        let front = format!(
            "title: 題\nlanguage: zh-Hant\ntags: [{tag}]\nsource: {{ publisher: {outlet} }}"
        );
        let text = format!("---\n{front}\n---\n\n正文。\n");
        folder.write(&format!("content/articles/{name}/index.md"), text);
    }
    for pages in ["true", "false"] {
        let configuration = format!(
            "title = \"站\"\n[archive]\nsearch = true\n[taxonomies.tags]\npages = {pages}\n[taxonomies.outlets]\npages = {pages}\n"
        );
        folder.write("kaozheng.toml", configuration);
        let made = make(folder.root(), Drafts::Skip);
        let head = made.text("search/head.js");
        for list in ["\"outlets\":[", "\"tags\":["] {
            let (_, names) = head.split_once(list).expect("a list");
            let names = names.split_once(']').expect("an end").0;
            assert_eq!(
                names.matches(',').count(),
                0,
                "{list}{names} with pages = {pages}"
            );
        }
    }
}

#[test]
fn any_number_of_threads_makes_the_same_files() {
    let folder = site();
    corpus(&folder, 40);
    let made = [1, 4].map(|threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        let pool = pool.build().expect("threads");
        pool.install(|| files(&prepare(&folder)))
    });
    assert!(made[0].len() > 80);
    assert!(made[0] == made[1]);
}

#[test]
fn a_build_writes_the_files_that_the_preview_makes() {
    let folder = site();
    corpus(&folder, 5);
    let run = folder.run(&["build"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let tree = folder.tree();
    for (path, (_, bytes)) in files(&prepare(&folder)) {
        assert!(tree[&format!("public/{path}")] == bytes, "{path}");
    }
}

#[test]
fn shards_keep_their_size_whatever_the_text() {
    let mut numbers = Numbers(3);
    for count in [1, 2000, 40_000] {
        let folder = site();
        let mut text = String::new();
        for place in 0..count {
            let code = 0x4e00 + numbers.below(0x5000) as u32;
            text.extend(char::from_u32(code));
            if place % 300 == 299 {
                text.push_str("\n\n");
            }
        }
        folder.write(
            "content/articles/a/index.md",
            format!("---\ntitle: 題\n---\n\n{text}\n"),
        );
        let reader = Reader::of(&prepare(&folder));
        assert!(reader.shards.iter().any(|shard| !shard.is_empty()));
    }
}

#[test]
fn a_site_without_articles_has_no_search() {
    let folder = site();
    folder.write("content/about.md", "---\ntitle: 關於\n---\n\n文。\n");
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.files.keys().all(|path| !path.contains("search/")));
    assert!(!made.text("index.html").contains("data-search"));
}

#[test]
fn a_site_has_a_search_when_it_asks_for_it() {
    let folder = Folder::site();
    folder.article("a");
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.files.keys().all(|path| !path.contains("search/")));
    assert!(!made.text("index.html").contains("data-search"));
}

#[test]
fn every_page_leads_to_the_search_of_its_edition() {
    let folder = site();
    folder.article("a");
    let made = make(folder.root(), Drafts::Skip);
    for (path, html) in made.pages() {
        let depth = path.matches('/').count() - usize::from(path.starts_with("zh-hans/"));
        let mut reference = "../".repeat(depth);
        match path {
            "404.html" => reference = "/search/".to_owned(),
            "zh-hans/404.html" => reference = "/zh-hans/search/".to_owned(),
            "search/index.html" | "zh-hans/search/index.html" => reference = "./".to_owned(),
            _ => write!(reference, "search/").expect("a string grows"),
        }
        let link = format!("<a href=\"{reference}\" data-search");
        assert!(html.contains(&link), "no {link} in {path}");
    }
}

#[test]
fn a_site_without_a_menu_still_leads_to_its_search() {
    let folder = site();
    folder.article("a").write(
        "kaozheng.toml",
        "title = \"站\"\nmenu = []\n[archive]\nsearch = true\n",
    );
    let made = make(folder.root(), Drafts::Skip);
    for (path, html) in made.pages() {
        let html = page::parse(html);
        assert_eq!(
            page::all(&html, "nav.menu a[data-search]").len(),
            1,
            "{path}"
        );
        assert_eq!(page::all(&html, "nav.menu a").len(), 1, "{path}");
    }
}

#[test]
fn who_finds_nothing_is_led_on() {
    let folder = Folder::site();
    let links = |configuration: &str, path: &str, selector: &str| -> Vec<String> {
        folder.write("kaozheng.toml", configuration);
        let made = make(folder.root(), Drafts::Skip);
        let html = page::parse(made.text(path));
        let links = page::all(&html, selector).into_iter();
        links
            .filter_map(|link| link.attr("href"))
            .map(str::to_owned)
            .collect()
    };
    let text = "---\ntitle: 題\ndate: 2024-01-01\ntags: [甲]\n---\n\n文[^a]。\n\n[^a]: **意見** 「文」：說。\n";
    folder.write("content/articles/a/index.md", text);
    let small = "title = \"站\"\n[archive]\nsearch = true\n";
    let full = format!("{small}ledger = true\n");
    let (page, tips) = ("search/index.html", ".tips a");
    assert_eq!(links(small, page, tips)[0], "../articles/");
    let found = links(&full, page, tips);
    for list in ["../articles/", "../claims/", "../timeline/", "../tags/"] {
        assert!(
            found.iter().any(|href| href == list),
            "no {list} in {found:?}"
        );
    }
}

#[test]
fn who_finds_no_page_can_search_at_once() {
    let check = |configuration: &str, path: &str, expected: Option<&str>| {
        let folder = Folder::site();
        folder.article("a").write("kaozheng.toml", configuration);
        let made = make(folder.root(), Drafts::Skip);
        let text = made.text(path);
        let html = page::parse(text);
        let forms = page::all(&html, ".void form");
        let found = forms.first().and_then(|form| form.attr("action"));
        assert_eq!(found, expected, "{path}: {configuration}");
        assert_eq!(text.contains("search.css"), expected.is_some());
    };
    let small = "title = \"站\"\n[archive]\nsearch = true\n";
    check(small, "404.html", Some("/search/"));
    check(small, "zh-hans/404.html", Some("/zh-hans/search/"));
    let below = format!("base_url = \"https://archive.test/sub/\"\n{small}");
    check(&below, "zh-hans/404.html", Some("/sub/zh-hans/search/"));
    check("title = \"站\"\n", "404.html", None);
}
