//! The ledger: notes in lists, and as data.

use serde_json::Value;

use kaozheng::site::Drafts;

use crate::folder::{Folder, Made, make};
use crate::page;

const BODY: &str = "甲在2023年上漲了8倍[^rise]，晶元[^chip]業也漲[^up]。後來[^later]再漲8倍。\n
[^rise]: **錯誤** 「甲在2023年上漲了8倍」：其實是 3.4 倍。
    - 據 [日報 2024-02-23](https://www.example.org/a)（[存檔](https://archive.example.com/a)）「漲後 3.4 倍」
    - 反證 [週刊](https://example.net/b)
    - 信心 高
    - 查核 鍾後
    - 更正 2024-03-05 由 缺乏脈絡 改為 錯誤：補入後查的資料。
[^chip]: **校** 「晶元」→「晶片」：誤譯。
    - 據 [日報 2024-02-23](https://www.example.org/a)
[^up]: **屬實** 「業也漲」：是。
    - 更正 2024-02-01 由 待查 改為 屬實：查到。
[^later]: **註** 「後來」：何時不詳。";

fn made(body: &str) -> Made {
    let folder = Folder::site();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\nbase_url = \"https://archive.test/\"\n[archive]\nledger = true\n",
    );
    let front = "title: 題後\nlanguage: zh-Hant\ndate: 2024-02-25\nsource: { publisher: 後報 }\ntags: [標籤, 标签]\nreview: { by: 編, date: 2024-03-01 }";
    folder.write(
        "content/articles/a/index.md",
        format!("---\n{front}\n---\n\n{body}\n"),
    );
    let made = make(folder.root(), Drafts::Skip);
    let codes: Vec<&str> = made.diagnostics.iter().map(|it| it.code).collect();
    assert_eq!(codes, ["same-term"], "{}", made.report());
    made
}

/// Returns the text of each row of the tables on a page.
fn rows(made: &Made, path: &str) -> Vec<String> {
    let html = page::parse(made.text(path));
    let rows = page::all(&html, ".led tbody tr");
    rows.into_iter()
        .map(|row| page::text_without(row, &[]).split_whitespace().collect())
        .collect()
}

#[test]
fn every_claim_stands_in_every_list_that_it_belongs_to() {
    let made = made(BODY);
    let rows_of_all = rows(&made, "claims/index.html");
    assert_eq!(rows_of_all.len(), 2, "{rows_of_all:?}");
    assert!(
        rows_of_all[0].contains("甲在2023年上漲了8倍"),
        "{rows_of_all:?}"
    );
    assert!(rows_of_all[1].contains("業也漲"), "{rows_of_all:?}");
    for list in ["year/2024/", "outlet/後報/", "tag/標籤/"] {
        let html = page::parse(made.text(&format!("claims/{list}index.html")));
        let claims: Vec<String> = page::all(&html, ".arts ul li q")
            .into_iter()
            .map(|claim| page::text_without(claim, &[]))
            .collect();
        assert_eq!(claims, ["甲在2023年上漲了8倍", "業也漲"], "{list}");
        let links = page::all(&html, ".arts a[href='../../../articles/a/#c-up']");
        assert_eq!(links.len(), 1, "{list}");
    }
    assert_eq!(rows(&made, "claims/verdict/false/index.html").len(), 1);
    for (path, current) in [
        ("claims/index.html", "全部 2"),
        ("claims/verdict/false/index.html", "錯誤 1"),
    ] {
        let html = page::parse(made.text(path));
        let shown = page::all(&html, ".facets [aria-current=page]");
        let shown: Vec<String> = shown
            .into_iter()
            .map(|link| page::text_without(link, &[]))
            .collect();
        assert_eq!(shown, [current], "{path}");
        assert_eq!(page::all(&html, ".facets a").len(), 3, "{path}");
    }
    let unknown = made.files.keys().find(|path| path.contains("标签"));
    assert_eq!(unknown, None, "one list for both tags");
}

#[test]
fn a_cited_site_lists_the_articles_that_come_from_it() {
    let folder = Folder::site();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\n[archive]\nledger = true\n",
    );
    let article = |slug: &str, source: &str, cited: &str| {
        folder.write(
            &format!("content/articles/{slug}/index.md"),
            format!("---\ntitle: 題後{slug}\nsource: {{ url: \"{source}\" }}\n---\n\n字[^n]。\n\n[^n]: **屬實** 「字」：是。\n    - 據 [報]({cited})\n"),
        );
    };
    article("a", "https://www.example.org/a", "https://example.net/b");
    article("b", "https://example.net/c", "https://example.org/d");
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    for (tree, title) in [("", "題後"), ("zh-hans/", "题后")] {
        for (host, slug) in [("example.org", "a"), ("example.net", "b")] {
            let html = page::parse(made.text(&format!("{tree}sources/{host}/index.html")));
            let link = format!(".index a[href='../../articles/{slug}/']");
            let found = page::all(&html, &link);
            assert_eq!(found.len(), 1, "{link} on {tree}{host}");
            assert_eq!(page::text_without(found[0], &[]), format!("{title}{slug}"));
            assert_eq!(page::all(&html, ".index a").len(), 1);
        }
    }
}

#[test]
fn the_ledger_is_in_the_script_of_the_edition() {
    let made = made(BODY);
    let claims = rows(&made, "zh-hans/claims/index.html");
    assert!(claims[0].contains("甲在2023年上涨了8倍"), "{claims:?}");
    assert!(claims[0].contains("题后后报"), "{claims:?}");
    let readings = rows(&made, "zh-hans/emendations/index.html");
    assert_eq!(readings, ["第1段晶元业也涨晶片业也涨误译。"]);
    let sources = rows(&made, "zh-hans/sources/example.org/index.html");
    assert_eq!(sources.len(), 2);
    assert!(
        sources[0].contains("漲後3.4倍"),
        "evidence is verbatim: {sources:?}"
    );
}

#[test]
fn corrections_stand_by_their_days_with_both_verdicts() {
    let made = made(BODY);
    let corrections = rows(&made, "corrections/index.html");
    assert!(
        corrections[0].starts_with("2024-03-05缺乏脈絡→錯誤"),
        "{corrections:?}"
    );
    assert!(
        corrections[1].starts_with("2024-02-01待查→屬實"),
        "{corrections:?}"
    );
}

/// Of one day: by the article, the newest source first, then by the note, and of one note the last first.
#[test]
fn corrections_of_one_day_have_an_order() {
    let folder = Folder::site();
    let base = "title = \"站\"\nbase_url = \"https://archive.test/\"\n[archive]\nledger = true\n";
    folder.write("kaozheng.toml", base);
    let day = "2024-03-05";
    let note = |id: &str, reasons: &[&str]| {
        let head = format!("[^{id}]: **意見** 「{id}」：說。\n");
        let items = reasons
            .iter()
            .map(|it| format!("    - 更正 {day}：{it}。\n"));
        head + &items.collect::<String>()
    };
    for (name, date, notes) in [
        (
            "old",
            "2024-01-01",
            note("one", &["甲", "乙"]) + &note("two", &["丙"]),
        ),
        (
            "new",
            "2024-02-01",
            note("one", &["丁"]) + &note("two", &["戊", "己", "庚"]),
        ),
    ] {
        let text =
            format!("---\ntitle: 題{name}\ndate: {date}\n---\n\none[^one]two[^two]。\n\n{notes}");
        folder.write(&format!("content/articles/{name}/index.md"), text);
    }
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    let order = |text: &str| text.replace(|it| !"甲乙丙丁戊己庚".contains(it), "");
    let rows = rows(&made, "corrections/index.html");
    assert_eq!(order(&rows.concat()), "丁庚己戊乙甲丙", "{rows:?}");
}

#[test]
fn who_signed_a_note_has_checked_it_and_else_who_reviewed_the_article() {
    let made = made(BODY);
    let json = |path: &str| -> Value { serde_json::from_str(made.text(path)).expect("JSON") };
    let claims = json("claims.json");
    let claims = claims["claims"].as_array().expect("claims");
    let reviewers: Vec<&str> = (claims.iter())
        .map(|claim| claim["reviewer"].as_str().unwrap_or_default())
        .collect();
    assert_eq!(reviewers, ["鍾後", "編", "編", "編"]);
    let mut table = csv::Reader::from_reader(made.text("claims.csv").as_bytes());
    let column = table
        .headers()
        .expect("a head")
        .iter()
        .position(|it| it == "reviewer");
    let column = column.expect("a column");
    let signed: Vec<String> = table
        .records()
        .map(|row| row.expect("a row")[column].to_owned())
        .collect();
    assert_eq!(signed, ["鍾後", "編", "編", "編"]);
    // An annotation has been made by whoever signed it; nobody else is told.
    let annotations = json("articles/a/annotations.json");
    let items = annotations["first"]["items"].as_array().expect("items");
    let creators: Vec<Option<&str>> = items
        .iter()
        .map(|item| item["creator"]["name"].as_str())
        .collect();
    assert_eq!(creators, [Some("鍾後"), None, None, None]);
    let html = page::parse(made.text("articles/a/index.html"));
    let graph = page::all(&html, "script[type='application/ld+json']");
    let graph: Value = serde_json::from_str(&graph[0].text().collect::<String>()).expect("JSON");
    let reviews = graph["@graph"].as_array().expect("a graph").iter();
    let reviews = reviews.filter(|it| it["@type"] == "ClaimReview");
    let authors: Vec<[&str; 2]> = reviews
        .map(|it| ["@type", "name"].map(|key| it["author"][key].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(authors, [["Person", "鍾後"], ["Organization", "編"]]);
}

#[test]
fn sources_are_counted_by_site() {
    let made = made(BODY);
    let html = page::parse(made.text("sources/index.html"));
    let sources: Vec<String> = page::all(&html, ".vl li")
        .into_iter()
        .map(|item| page::text_without(item, &[]))
        .collect();
    assert_eq!(sources, ["example.org2", "example.net1"]);
    let against = rows(&made, "sources/example.net/index.html");
    assert!(against[0].starts_with("錯誤反證"), "{against:?}");
}

#[test]
fn claims_are_data() {
    let made = made(BODY);
    let data: Value = serde_json::from_str(made.text("claims.json")).expect("JSON");
    assert_eq!(data["total"], 4);
    let claim = &data["claims"][0];
    assert_eq!(claim["id"], "https://archive.test/articles/a/#n-rise");
    assert_eq!(claim["rating"], 1);
    assert_eq!(
        claim["evidence"][0]["archived"],
        "https://archive.example.com/a"
    );
    assert_eq!(claim["evidence"][0]["date"], "2024-02-23");
    assert_eq!(claim["evidence"][0]["quotation"], "漲後 3.4 倍");
    assert_eq!(claim["evidence"][1]["stance"], "against");
    assert_eq!(claim["corrections"][0]["from"], "missing-context");
    assert_eq!(claim["reviewer"], "鍾後");
    let schema: Value = serde_json::from_str(made.text("claims.schema.json")).expect("JSON");
    let known = schema["$defs"]["claim"]["properties"]
        .as_object()
        .expect("properties");
    for claim in data["claims"].as_array().expect("a list") {
        let claim = claim.as_object().expect("an object");
        assert!(claim.keys().all(|key| known.contains_key(key)), "{claim:?}");
        let required = schema["$defs"]["claim"]["required"]
            .as_array()
            .expect("a list");
        let has = |key: &Value| claim.contains_key(key.as_str().expect("a name"));
        assert!(required.iter().all(has), "{claim:?}");
    }
}

/// Holds the position of every note to a text: the words stand there, and with their neighbours nowhere
/// else.
fn check_positions(made: &Made, text: &str, count: usize) {
    let data: Value = serde_json::from_str(made.text("claims.json")).expect("JSON");
    let claims = data["claims"].as_array().expect("a list");
    assert_eq!(claims.len(), count);
    let characters: Vec<char> = text.chars().collect();
    for claim in claims {
        let position = &claim["position"];
        let part = |key: &str| position[key].as_str().expect("a text").to_owned();
        let place = |key: &str| {
            let place = position[key].as_u64().expect("a number");
            usize::try_from(place).expect("a place")
        };
        let found: String = characters[place("start")..place("end")].iter().collect();
        assert_eq!(found, part("exact"));
        let whole = part("prefix") + &part("exact") + &part("suffix");
        assert_eq!(text.matches(whole.trim_end()).count(), 1, "{whole}");
    }
}

#[test]
fn words_stand_where_the_data_says() {
    let text = "甲在2023年上漲了8倍，晶元業也漲。後來再漲8倍。";
    check_positions(&made(BODY), text, 4);
}

#[test]
fn so_do_those_of_a_crowd_of_notes() {
    let crowd = 0..600;
    let text: String = crowd
        .clone()
        .map(|year| format!("第{year}年又上漲了8倍。"))
        .collect();
    let body: String = crowd
        .clone()
        .map(|year| format!("第{year}年又上漲了8倍[^n{year}]。"))
        .collect();
    let notes: String = crowd
        .map(|year| format!("[^n{year}]: **意見** 「上漲了8倍」：說。\n"))
        .collect();
    check_positions(&made(&format!("{body}\n\n{notes}")), &text, 600);
}

#[test]
fn no_field_is_a_formula_or_ends_a_script() {
    let body = "=甲</script>[^a]。\n\n[^a]: **意見** 「=甲</script>」：=HYPERLINK(\"https://a.b\")</script>\n    - 據 </script>";
    let made = made(body);
    let table = made.text("claims.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 1);
    let is_formula = |field: &&str| field.starts_with(['=', '+', '-', '@']);
    assert_eq!(rows[0].iter().find(is_formula), None);
    assert!(rows[0].iter().any(|field| field.starts_with("'=HYPERLINK")));
    let html = made.text("articles/a/index.html");
    let (_, data) = html
        .split_once("<script type=\"application/ld+json\">")
        .expect("linked data");
    let (data, _) = data.split_once("</script>").expect("its end");
    let data: Value = serde_json::from_str(data).expect("JSON");
    assert_eq!(data["@graph"][1]["claimReviewed"], "=甲</script>");
}

#[test]
fn tables_of_emendations_say_how_many_there_are() {
    let made = made(BODY);
    for (tree, caption) in [("", "題後：校勘 1 處"), ("zh-hans/", "题后：校勘 1 处")] {
        let html = page::parse(made.text(&format!("{tree}emendations/index.html")));
        let captions = page::all(&html, "caption").into_iter().map(page::text);
        assert_eq!(captions.collect::<Vec<_>>(), [caption]);
    }
}

#[test]
fn emendations_stand_below_what_they_are_from_and_mark_what_differs() {
    let made = made(BODY);
    for (tree, [byline, printed, proposed]) in [
        (
            "",
            ["後報2024-02-25擬改 1 處", "晶[元]業也漲", "晶[片]業也漲"],
        ),
        (
            "zh-hans/",
            ["后报2024-02-25拟改 1 处", "晶[元]业也涨", "晶[片]业也涨"],
        ),
    ] {
        let html = page::parse(made.text(&format!("{tree}emendations/index.html")));
        assert_eq!(page::text(page::all(&html, "h2 + .meta")[0]), byline);
        let cells = page::all(&html, ".q");
        let drawn: Vec<String> = (cells.iter().map(|cell| cell.inner_html()))
            .map(|cell| {
                let marks = ["<del>", "</del>", "<ins>", "</ins>"].into_iter();
                let brackets = marks.zip(["[", "]", "[", "]"]);
                brackets.fold(cell, |cell, (mark, bracket)| cell.replace(mark, bracket))
            })
            .collect();
        assert_eq!(drawn, [printed, proposed]);
    }
}

#[test]
fn the_front_page_counts_what_there_is_and_leads_to_it() {
    let check = |body: &str, counts: &[&str], links: &[&str]| {
        let made = made(body);
        let html = page::parse(made.text("index.html"));
        let rows = page::all(&html, "aside .vl:last-child li").into_iter();
        assert_eq!(rows.map(page::text).collect::<Vec<_>>(), counts);
        let hrefs = page::all(&html, "aside .vl:last-child a").into_iter();
        let hrefs = hrefs.filter_map(|link| link.attr("href"));
        assert_eq!(hrefs.collect::<Vec<_>>(), links);
    };
    check(
        BODY,
        &["文章1", "主張2", "校勘1", "更正2", "所據來源2"],
        &[
            "articles/",
            "claims/",
            "emendations/",
            "corrections/",
            "sources/",
        ],
    );
    check("甲。", &["文章1", "主張0", "校勘0"], &["articles/"]);
}

#[test]
fn verdicts_are_linked_data() {
    let made = made(BODY);
    let html = page::parse(made.text("zh-hans/articles/a/index.html"));
    let script = page::all(&html, "script[type='application/ld+json']")[0];
    let data: Value = serde_json::from_str(&script.inner_html()).expect("JSON");
    let graph = data["@graph"].as_array().expect("a graph");
    let kinds: Vec<&str> = graph
        .iter()
        .filter_map(|node| node["@type"].as_str())
        .collect();
    assert_eq!(
        kinds,
        ["Article", "ClaimReview", "ClaimReview", "BreadcrumbList"]
    );
    let review = &graph[1];
    assert_eq!(review["claimReviewed"], "甲在2023年上涨了8倍");
    assert_eq!(review["reviewRating"]["ratingValue"], 1);
    assert_eq!(review["reviewRating"]["alternateName"], "错误");
    assert_eq!(review["author"]["name"], "钟后");
    let source = &graph[0]["isBasedOn"];
    assert_eq!(review["itemReviewed"]["appearance"]["@id"], source["@id"]);
    assert_eq!(source["headline"], "題後");
}

/// Returns the entries of the feed of corrections of a tree, each by its elements.
fn correction_entries(made: &Made, tree: &str) -> Vec<Vec<String>> {
    let feed = made.text(&format!("{tree}corrections/feed.xml"));
    let feed = feed.trim_start_matches("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    assert_eq!(page::unbalanced(feed), None);
    let html = page::parse(feed);
    let of = |name: &str| {
        let elements = page::all(&html, &format!("entry > {name}"));
        elements.into_iter().map(page::text)
    };
    let entries = of("id")
        .zip(of("updated"))
        .zip(of("title").zip(of("content")));
    entries
        .map(|((id, updated), (title, content))| vec![id, updated, title, content])
        .collect()
}

#[test]
fn corrections_have_a_feed_in_each_edition() {
    let made = made(BODY);
    let entries = correction_entries(&made, "");
    assert_eq!(entries.len(), 2);
    assert_eq!(
        entries[0][..3],
        [
            "https://archive.test/articles/a/#n-rise.2024-03-05",
            "2024-03-05T00:00:00Z",
            "「甲在2023年上漲了8倍」 缺乏脈絡 → 錯誤 題後",
        ]
    );
    assert!(
        entries[0][3].contains("由缺乏脈絡改為錯誤：補入後查的資料。"),
        "{entries:?}"
    );
    let entries = correction_entries(&made, "zh-hans/");
    assert_eq!(
        entries[1][..3],
        [
            "https://archive.test/zh-hans/articles/a/#n-up.2024-02-01",
            "2024-02-01T00:00:00Z",
            "「业也涨」 待查 → 属实 题后",
        ]
    );
    assert!(
        entries[0][3].contains("由缺乏背景改为错误：补入后查的资料。"),
        "{entries:?}"
    );
    let html = page::parse(made.text("corrections/index.html"));
    for link in [
        "head link[type='application/atom+xml'][href='feed.xml']",
        ".lede a[href='feed.xml']",
    ] {
        assert_eq!(page::all(&html, link).len(), 1, "{link}");
    }
}

#[test]
fn a_later_correction_leaves_the_names_of_the_earlier_ones() {
    let ids = |body: &str| -> Vec<String> {
        let entries = correction_entries(&made(body), "");
        entries.into_iter().map(|entry| entry[0].clone()).collect()
    };
    let more = BODY.replace(
        "補入後查的資料。",
        "補入後查的資料。\n    - 更正 2024-03-05：再補。\n    - 更正 2024-04-01 由 錯誤 改為 錯誤：三補。",
    );
    let (before, after) = (ids(BODY), ids(&more));
    assert_eq!(after.len(), 4);
    assert!(before.iter().all(|id| after.contains(id)), "{after:?}");
    let distinct: std::collections::HashSet<&String> = after.iter().collect();
    assert_eq!(distinct.len(), 4, "{after:?}");
}

#[test]
fn an_article_says_when_it_was_corrected_last() {
    let made = made(BODY);
    let html = page::parse(made.text("zh-hans/articles/a/index.html"));
    let link = page::all(&html, "article header a[href='#n-rise'] time");
    assert_eq!(page::text_without(link[0], &[]), "2024-03-05");
    let feed = made.text("feed.xml");
    assert!(
        feed.contains("<updated>2024-03-05T00:00:00Z</updated>"),
        "{feed}"
    );
    // The review is older than the correction, which the entry begins with.
    let (_, entry) = feed.split_once("<content").expect("an entry");
    let start = entry.find("由缺乏脈絡改為錯誤：補入後查的資料。");
    assert!(start < entry.find("業也漲"), "{entry}");
}

#[test]
fn claims_are_counted_by_year_and_outlet() {
    let made = made(BODY);
    let html = page::parse(made.text("zh-hans/claims/index.html"));
    for chart in ["kz-years", "kz-outlets"] {
        let chart = format!("section[aria-labelledby={chart}]");
        let told = page::all(&html, &format!("{chart} svg[role=img] desc"));
        assert_eq!(page::text_without(told[0], &[]), "错误 1、属实 1");
        let cells: Vec<String> = page::all(&html, &format!("{chart} details td"))
            .into_iter()
            .map(|cell| page::text_without(cell, &[]))
            .collect();
        assert_eq!(cells, ["1", "1", "2"]);
        let places: Vec<&str> = page::all(&html, &format!("{chart} rect"))
            .into_iter()
            .filter_map(|part| part.attr("x"))
            .collect();
        assert_eq!(places, ["0.00%", "50.00%"]);
    }
    let outlet = page::parse(made.text("claims/outlet/後報/index.html"));
    let counts: Vec<String> = page::all(&outlet, "aside .vl li")
        .into_iter()
        .map(|row| page::text_without(row, &[]))
        .collect();
    assert_eq!(counts, ["錯誤1", "屬實1"]);
}

#[test]
fn objections_are_answered_in_threads() {
    let body = "甲[^a]。\n\n[^a]: **意見** 「甲」：說。\n    - 異議 李後 2024-03-07：不然[^b]。\n        - 編後 2024-03-08：見[後](https://a.test/)。\n            - 李後：服了。\n        - 無名的答覆\n\n[^b]: **註** 乙。";
    let made = made(body);
    let html = page::parse(made.text("zh-hans/articles/a/index.html"));
    let said = |selector: &str| -> Vec<String> {
        let found = page::all(&html, selector);
        let texts = found
            .into_iter()
            .map(|item| page::text_without(item, &["ul", "sup"]));
        texts.collect()
    };
    assert_eq!(said(".src > li"), ["异议 李后 2024-03-07：不然。"]);
    assert_eq!(
        said(".src > li > .re > li"),
        ["答复 编后 2024-03-08：见后。", "答复：无名的答复"]
    );
    assert_eq!(said(".re .re > li"), ["答复 李后：服了。"]);
    assert_eq!(page::all(&html, ".re a[href='https://a.test/']").len(), 1);
}

#[test]
fn no_field_is_markup_in_lists_and_feeds() {
    let evil = "=HYPERLINK(1)</script><script>x</script>]]><b>";
    let escaped = "=HYPERLINK(1)\\</script\\>\\<script\\>x\\</script\\>\\]\\]\\>\\<b\\>";
    let body = format!(
        "甲{escaped}[^a]。\n\n[^a]: **意見** 「甲{escaped}」：{escaped}\n    - 據 [{escaped}](https://a.test/)「{escaped}」\n    - 查核 {escaped}\n    - 異議 {escaped}：{escaped}\n        - {escaped}：{escaped}\n    - 更正 2024-03-05：{escaped}\n"
    );
    let made = made(&body);
    let mut shown = 0;
    for (path, bytes) in &made.files {
        let is_page = path.ends_with(".html") || path.ends_with(".xml");
        let is_ours = is_page
            && (path.contains("claims")
                || path.contains("corrections")
                || path.contains("articles/a")
                || path.ends_with("feed.xml"));
        let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| is_ours) else {
            continue;
        };
        assert!(!text.contains("<script>"), "{path}");
        assert!(!path.ends_with(".xml") || !text.contains("]]>"), "{path}");
        let html = page::parse(text);
        shown += usize::from(text.contains("HYPERLINK"));
        assert_eq!(
            page::all(&html, "script:not([src]):not([type])").len(),
            0,
            "{path}"
        );
    }
    assert!(shown > 8, "{shown}");
    let entries = correction_entries(&made, "");
    assert!(entries[0][2].contains(evil), "{entries:?}");
}

#[test]
fn a_copy_beside_the_article_has_its_address_and_digest_in_the_records() {
    let folder = Folder::site();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\nbase_url = \"https://archive.test/\"\n[archive]\nledger = true\n",
    );
    folder.write(
        "content/articles/a/index.md",
        "---\ntitle: 題\n---\n\n甲[^a]。\n\n[^a]: **錯誤** 「甲」：非。\n    - 據 [報](https://example.org/a)（[存檔](copy.html)）\n",
    );
    folder.write("content/articles/a/copy.html", "foo");
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    let data: Value = serde_json::from_str(made.text("claims.json")).expect("JSON");
    let evidence = &data["claims"][0]["evidence"][0];
    let copy = "https://archive.test/articles/a/copy.html.txt";
    assert_eq!(evidence["archived"], copy);
    let digest = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
    assert_eq!(evidence["archived_sha256"], digest);
    assert_eq!(made.text("articles/a/copy.html.txt"), "foo");
    let page = made.text("articles/a/index.html");
    assert!(page.contains("href=\"copy.html.txt\""), "{page}");
    let list = made.text("sources/example.org/index.html");
    assert!(
        list.contains("href=\"../../articles/a/copy.html.txt\""),
        "{list}"
    );
}

/// The heading says what language it is in where it can: none is known of an address and of Latin letters.
#[test]
fn the_heading_of_a_cited_page_has_the_language_of_its_words() {
    let folder = Folder::site();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\n[archive]\nledger = true\n",
    );
    folder.write(
        "content/articles/a/index.md",
        "---\ntitle: 題\n---\n\n甲[^a]。\n\n[^a]: **錯誤** 「甲」：非。\n    - 據 [某報的報導](https://example.org/han)\n    \
         - 據 [某报的报导](https://example.org/hans)\n    - 據 [Gazette](https://example.org/latin)\n",
    );
    let made = make(folder.root(), Drafts::Skip);
    let headings = |path: &str| -> Vec<(String, Option<String>)> {
        let html = page::parse(made.text(path));
        let links = page::all(&html, "h2 > a[rel=external]").into_iter();
        links
            .map(|link| (page::text(link), link.attr("lang").map(str::to_owned)))
            .collect()
    };
    let expected = |hant: Option<&str>, hans: Option<&str>| {
        [
            ("某報的報導", hant),
            ("某报的报导", hans),
            ("Gazette", Some("")),
        ]
        .map(|(title, lang)| (title.to_owned(), lang.map(str::to_owned)))
    };
    let path = "sources/example.org/index.html";
    assert_eq!(headings(path), expected(None, Some("zh-Hans")));
    let path = "zh-hans/sources/example.org/index.html";
    assert_eq!(headings(path), expected(Some("zh-Hant"), None));
}
