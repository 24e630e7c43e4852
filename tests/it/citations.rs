//! Sources that notes cite by their keys: in notes, in the list of references, and as data.

use kaozheng::site::Drafts;
use serde_json::Value;

use crate::folder::{Folder, Made, make};
use crate::page;

/// Two sources, one of them a book without an address.
const SOURCES: &str = "axios:\n  type: web\n  title: Fed raises rates\n  author: Brown, Courtenay\n  date: 2023-07-26\n  url:\n    value: https://www.axios.com/fed\n    date: 2024-03-01\n  archive-location: https://archive.org/fed\nbook:\n  type: book\n  title: 後漢書\n  author: 范曄\n  date: 1965\n";

/// The configuration of a site with three editions.
const EDITIONS: &str = "title = \"站\"\nbase_url = \"https://archive.test/\"\n[archive]\nledger = true\n[[editions]]\ntag = \"zh-Hant\"\n[[editions]]\ntag = \"zh-Hans\"\n[[editions]]\ntag = \"en\"\n";

/// Returns a site with an article whose note has these items.
fn site(items: &[&str]) -> Folder {
    let folder = Folder::empty();
    folder.write("kaozheng.toml", EDITIONS);
    folder.write("sources.yml", SOURCES);
    folder.write("content/articles/a/index.md", article_of(items));
    folder
}

/// Returns an article whose note has these items; without any it has no note.
fn article_of(items: &[&str]) -> String {
    let head = "---\ntitle: 題\nlanguage: zh-Hant\ndate: 2024-01-01\n---\n\n";
    let list: String = items.iter().map(|item| format!("    - {item}\n")).collect();
    match items {
        [] => format!("{head}後。\n"),
        _ => format!("{head}後[^a]。\n\n[^a]: **錯誤** 「後」：非。\n{list}"),
    }
}

fn made(folder: &Folder) -> Made {
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    made
}

fn styled(folder: &Folder, style: &str) -> Made {
    folder.write(
        "kaozheng.toml",
        format!("{EDITIONS}[citations]\nstyle = \"{style}\"\n"),
    );
    made(folder)
}

/// Returns the text of each element of an edition's page.
fn texts(made: &Made, tree: &str, selector: &str) -> Vec<String> {
    let page = page::parse(made.text(&format!("{tree}articles/a/index.html")));
    let elements = page::all(&page, selector).into_iter();
    elements.map(page::text).collect()
}

fn evidence(made: &Made) -> Value {
    let claims: Value = serde_json::from_str(made.text("claims.json")).expect("JSON");
    claims["claims"][0]["evidence"].clone()
}

#[test]
fn a_title_leads_to_its_source_and_to_its_reference() {
    let made = made(&site(&["據 [@axios]「a range」", "反證 [@book]"]));
    let items = texts(&made, "", ".src li");
    assert_eq!(items[0], "據：Fed raises rates[1]（存檔）「a range」");
    assert_eq!(items[1], "反證：後漢書[2]");
    let html = page::parse(made.text("articles/a/index.html"));
    for link in [
        ".src a[href='https://www.axios.com/fed'][rel=external]",
        ".src a[href='https://archive.org/fed']",
        ".src a[role=doc-biblioref][href='#ref-axios']",
        "#ref-axios a[role=doc-backlink][href='#n-a']",
        ".refs[role=doc-bibliography] #ref-book",
    ] {
        assert_eq!(page::all(&html, link).len(), 1, "{link}");
    }
    let feed = made.text("feed.xml");
    assert!(feed.contains("ref-axios"), "{feed}");
}

#[test]
fn references_are_verbatim_and_the_words_around_them_are_those_of_the_edition() {
    let folder = site(&["據 [@book]「後」", "據 [@axios]"]);
    let made = styled(&folder, "apa");
    let heads = ["", "zh-hans/", "en/"].map(|tree| texts(&made, tree, "#kz-refs").concat());
    assert_eq!(heads, ["參考文獻", "参考文献", "References"]);
    for tree in ["", "zh-hans/", "en/"] {
        let all = texts(&made, tree, ".refs li").join("\n");
        assert!(all.contains("後漢書"), "{all}");
        let item = &texts(&made, tree, ".src li")[0];
        assert!(item.contains("後漢書(范曄"), "{item}");
    }
    let [own, english] = ["", "en/"].map(|tree| texts(&made, tree, "#ref-axios").concat());
    assert!(english.contains("July 26"), "{english}");
    assert!(own.contains("七月"), "{own}");
}

#[test]
fn a_style_decides_order_and_form() {
    let folder = site(&["據 [@book]", "據 [@axios]", "據 [@book]"]);
    let list = |style: &str| texts(&styled(&folder, style), "en/", ".refs li");
    let numbered = list("gb-7714-2015-numeric");
    assert!(numbered[0].starts_with("[1] 范曄"), "{numbered:?}");
    assert!(numbered[1].starts_with("[2] B"), "{numbered:?}");
    assert_eq!(numbered.len(), 2);
    let sorted = list("apa");
    assert!(
        sorted[0].starts_with("Brown, C. (2023, July 26)"),
        "{sorted:?}"
    );
    // A style for footnotes says all in each of them; notes have the title, and need a number only.
    let made = styled(&folder, "chicago-notes");
    let items = texts(&made, "en/", ".src li");
    assert!(items[0].ends_with("後漢書[2]"), "{items:?}");
    let list = texts(&made, "en/", ".refs li");
    assert!(list[1].starts_with("[2] "), "{list:?}");
}

/// A style of a site: `<<title>> year`.
const STYLE: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\"><info><title>House</title><id>house</id><updated>2024-01-01T00:00:00+00:00</updated></info><citation><layout prefix=\"{\" suffix=\"}\"><text variable=\"title\"/></layout></citation><bibliography><layout><text variable=\"title\" prefix=\"&lt;&lt;\" suffix=\"&gt;&gt; \"/><date variable=\"issued\"><date-part name=\"year\"/></date></layout></bibliography></style>\n";

#[test]
fn a_site_may_have_a_style_of_its_own() {
    let folder = site(&["據 [@book]"]);
    folder.write("house.csl", STYLE);
    let made = styled(&folder, "house.csl");
    assert_eq!(texts(&made, "", ".src li"), ["據：後漢書{後漢書}"]);
    assert_eq!(texts(&made, "", ".refs li"), ["<<後漢書>> 1965 ↑1"]);
}

/// Returns the codes of what is wrong with a style of the site that has these macros.
fn problems_of_style(macros: &str, used: &str) -> Vec<&'static str> {
    let folder = site(&["據 [@book]"]);
    let body = format!("</info>{macros}<citation><layout>{used}</layout></citation><bibliography>");
    folder.write("house.csl", STYLE.replace("</info>", &body).replace(
        "<citation><layout prefix=\"{\" suffix=\"}\"><text variable=\"title\"/></layout></citation><bibliography>",
        "",
    ));
    folder.write(
        "kaozheng.toml",
        format!("{EDITIONS}[citations]\nstyle = \"house.csl\"\n"),
    );
    let made = make(folder.root(), Drafts::Skip);
    made.diagnostics
        .iter()
        .map(|problem| problem.code)
        .collect()
}

#[test]
fn a_style_that_would_never_end_is_refused() {
    let chain = |count: usize, uses: usize| -> String {
        let used = |next: usize| format!("<text macro=\"m{next}\"/>").repeat(uses);
        let link = |at: usize| format!("<macro name=\"m{at}\">{}</macro>", used(at + 1));
        let last = format!("<macro name=\"m{count}\"><text variable=\"title\"/></macro>");
        (0..count).map(link).collect::<String>() + &last
    };
    let first = "<text macro=\"m0\"/>";
    assert!(problems_of_style(&chain(10, 2), first).is_empty());
    assert!(problems_of_style(&chain(40, 2), first).contains(&"style-endless"));
    assert!(problems_of_style(&chain(5000, 1), first).contains(&"style-endless"));
    let circle = "<macro name=\"m0\"><group><text macro=\"m0\"/></group></macro>";
    assert_eq!(problems_of_style(circle, first), ["style-endless"]);
    let nested = |count: usize| {
        let title = "<text variable=\"title\"/>";
        "<group>".repeat(count) + title + &"</group>".repeat(count)
    };
    assert_eq!(problems_of_style("", &nested(5000)), ["style-syntax"]);
    // As deep as may be, which the stack must bear.
    assert!(problems_of_style("", &nested(120)).is_empty());
    let halves = format!("<macro name=\"m0\">{}</macro>", nested(60));
    let half = "<group>".repeat(60) + first + &"</group>".repeat(60);
    assert!(problems_of_style(&halves, &half).is_empty());
}

#[test]
fn records_and_exports_have_what_the_entry_says() {
    let folder = site(&["據 [@axios]「a range」", "反證 [@book]"]);
    let made = made(&folder);
    let evidence = evidence(&made);
    let expected = serde_json::json!([
        { "stance": "for", "title": "Fed raises rates", "url": "https://www.axios.com/fed",
          "archived": "https://archive.org/fed", "date": "2023-07-26", "quotation": "a range", "source": "axios" },
        { "stance": "against", "title": "後漢書", "source": "book" },
    ]);
    assert_eq!(evidence, expected);
    let page = made.text("articles/a/index.html");
    assert!(
        page.contains(r#""citation":[{"@type":"CreativeWork","name":"Fed raises rates","url":"https://www.axios.com/fed","datePublished":"2023-07-26","archivedAt":"https://archive.org/fed","creditText":"Brown, Courtenay"},{"@type":"CreativeWork","name":"後漢書","creditText":"范曄"}]"#),
        "{page}"
    );
    let run = folder.run(&["export", "bibtex"]);
    let read = biblatex::Bibliography::parse(&run.stdout).expect("a bibliography");
    let entry = |key: &str| {
        let entry = read.get(key).unwrap_or_else(|| panic!("{}", run.stdout));
        let field = |name: &str| {
            use biblatex::ChunksExt as _;
            let chunks = entry.get(name);
            chunks
                .map(|chunks| chunks.format_verbatim())
                .unwrap_or_default()
        };
        let fields = ["title", "author", "date", "url", "urldate"].map(field);
        (entry.entry_type.to_string(), fields.join("|"))
    };
    let web = "Fed raises rates|Brown, Courtenay|2023-07-26|https://www.axios.com/fed|2024-03-01";
    assert_eq!(entry("axios"), ("online".to_owned(), web.to_owned()));
    assert_eq!(
        entry("book"),
        ("book".to_owned(), "後漢書|范曄|1965||".to_owned())
    );
}

/// Exports the notes of the article, takes them out of it, and imports them again, in one of the formats. Returns
/// the text of the article after that.
fn there_and_back(folder: &Folder, format: &str) -> String {
    let article = "content/articles/a/index.md";
    let export = folder.run(&["export", format]).stdout;
    folder.write("notes.json", &export);
    folder.write(article, article_of(&[]));
    let run = folder.run(&["import-notes", "notes.json"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert_eq!(folder.run(&["export", format]).stdout, export, "{format}");
    std::fs::read_to_string(folder.path(article)).expect("a text")
}

#[test]
fn what_comes_back_cites_its_sources_again() {
    for format in ["w3c", "hypothesis"] {
        let folder = site(&["據 [@axios]「a range」", "反證 [@book]"]);
        let text = there_and_back(&folder, format);
        assert!(text.contains("- 據 [@axios]「a range」\n"), "{text}");
        assert!(text.contains("- 反證 [@book]\n"), "{text}");
        // In an archive without these sources the same is said.
        let folder = site(&["據 [@axios]「a range」", "反證 [@book]"]);
        let export = folder.run(&["export", format]).stdout;
        folder.write("sources.yml", "");
        folder.write("content/articles/a/index.md", article_of(&[]));
        folder.write("notes.json", &export);
        assert_eq!(folder.run(&["import-notes", "notes.json"]).exit, 0);
        assert_eq!(folder.run(&["export", format]).stdout, export, "{format}");
    }
}

#[test]
fn no_sign_of_a_title_divides_it_or_quotes() {
    let titles = [
        "後漢書（百衲本）",
        "甲：乙",
        "Fed: higher",
        "后来的“干”线",
        "「全文」",
        "say \"x\" twice",
        "推算：一",
        "[@book] *b* <c> &amp; `d`",
    ];
    for (title, format) in titles
        .into_iter()
        .flat_map(|title| ["w3c", "hypothesis"].map(|format| (title, format)))
    {
        let folder = site(&["據 [@odd]「後」", "反證 [@odd]"]);
        let quoted = serde_json::to_string(title).expect("a text");
        folder.write(
            "sources.yml",
            format!("odd:\n  type: book\n  title: {{ value: {quoted}, verbatim: true }}\n"),
        );
        let text = there_and_back(&folder, format);
        assert!(text.contains("- 據 [@odd]「後」\n"), "{text}");
        assert!(text.contains("- 反證 [@odd]\n"), "{text}");
        let made = made(&folder);
        assert_eq!(evidence(&made)[0]["title"], title);
        assert_eq!(evidence(&made)[0]["quotation"], "後");
    }
}

#[test]
fn the_sources_of_an_article_beat_those_of_the_site() {
    let folder = site(&["據 [@book]", "據 [@axios]"]);
    folder.write(
        "content/articles/a/sources.yml",
        "book:\n  type: book\n  title: 史記\n",
    );
    let made = made(&folder);
    let evidence = evidence(&made);
    assert_eq!(evidence[0]["title"], "史記");
    assert_eq!(evidence[1]["title"], "Fed raises rates");
    let published = made.files.keys().any(|path| path.contains("sources.yml"));
    assert!(!published, "what an article is made of is not published");
}

#[test]
fn an_address_that_is_none_of_the_web_is_no_link() {
    let folder = site(&["據 [@book]"]);
    folder.write(
        "sources.yml",
        "book:\n  type: web\n  title: <b>&\n  url: \"javascript:alert(1)\"\n",
    );
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.report().contains("unsafe-link"), "{}", made.report());
    let html = made.text("articles/a/index.html");
    assert!(!html.contains("href=\"javascript:"), "{html}");
    assert!(html.contains("&lt;b&gt;&amp;"), "{html}");
}
