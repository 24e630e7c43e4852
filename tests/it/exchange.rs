//! Notes as other programs take and give them.

use std::collections::HashSet;
use std::path::Path;

use kaozheng::article::{self, Article, document};
use kaozheng::config::Config;
use kaozheng::diagnostic::Source;
use kaozheng::exchange;
use kaozheng::project::{Content, ContentKind};
use kaozheng::site::{Drafts, Site};
use serde_json::{Value, json};

use crate::folder::{Folder, Made, make};
use crate::laws::golden_sites;
use crate::page;

/// Returns the sample archive and the golden sites, with an address and a ledger.
fn sites() -> Vec<Made> {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    let sites = [archive].into_iter().chain(golden_sites());
    let sites = sites.map(|site| {
        let folder = Folder::copy_of(&site);
        let spans = folder.path("content/articles/spans/index.md");
        if let Ok(text) = std::fs::read_to_string(&spans) {
            // Without the reference between them two codes would be one.
            let text = text.replace("[^code-x]`丁`", "[^code-x]和`丁`");
            folder.write("content/articles/spans/index.md", text);
        }
        made(&folder)
    });
    sites.collect()
}

fn made(folder: &Folder) -> Made {
    let path = folder.path("kaozheng.toml");
    let mut configuration = std::fs::read_to_string(&path).expect("a configuration");
    if !configuration.contains("base_url") {
        configuration = format!("base_url = \"https://archive.test/\"\n{configuration}");
    }
    if !configuration.contains("[archive]") {
        configuration += "\n[archive]\n";
    }
    if !configuration.contains("ledger =") {
        configuration = configuration.replace("[archive]\n", "[archive]\nledger = true\n");
    }
    folder.write("kaozheng.toml", configuration);
    let made = make(folder.root(), Drafts::Include);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    made
}

/// A JSON Schema, ready to be held against.
struct Schema {
    schemas: boon::Schemas,
    index: boon::SchemaIndex,
}

impl Schema {
    fn new(schema: Value) -> Schema {
        let mut schemas = boon::Schemas::new();
        let mut compiler = boon::Compiler::new();
        compiler
            .add_resource("schema.json", schema)
            .expect("a schema");
        let index = compiler
            .compile("schema.json", &mut schemas)
            .expect("a good schema");
        Schema { schemas, index }
    }

    fn of_annotations() -> Schema {
        let schema = include_str!("annotations.schema.json");
        Schema::new(serde_json::from_str(schema).expect("JSON"))
    }

    fn check(&self, value: &Value) {
        if let Err(error) = self.schemas.validate(value, self.index) {
            panic!("{error:#}");
        }
    }
}

fn json(made: &Made, path: &str) -> Value {
    serde_json::from_str(made.text(path)).expect("JSON")
}

fn items(collection: &Value) -> &[Value] {
    let items = collection["first"]["items"].as_array();
    items
        .or_else(|| collection["items"].as_array())
        .expect("items")
}

/// Holds annotations to the text that they select words of, as it is published.
fn check_selectors(made: &Made, base: &str, annotations: &Value) {
    for item in items(annotations) {
        let Some(source) = item["target"]["source"].as_str() else {
            continue;
        };
        let path = source.strip_prefix(base).expect("a file of the site");
        let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
        let text = made.text(&path);
        let selectors = &item["target"]["selector"];
        let word = |name: &str| selectors[0][name].as_str().unwrap_or_default();
        let Some(start) = selectors[1]["start"].as_u64() else {
            continue;
        };
        let end = selectors[1]["end"].as_u64().expect("an end");
        let length = usize::try_from(end - start).expect("a length");
        let start = usize::try_from(start).expect("a place");
        let found: String = text.chars().skip(start).take(length).collect();
        assert_eq!(found, word("exact"), "{item}");
        let whole = [word("prefix"), word("exact"), word("suffix")].concat();
        assert_eq!(text.matches(&whole).count(), 1, "{item}");
    }
}

#[test]
fn annotations_are_what_the_model_asks() {
    let schema = Schema::of_annotations();
    let mut count = 0;
    for made in sites() {
        let site = &made.prepared.site;
        let mut ids = HashSet::new();
        for article in &site.articles {
            let annotations = exchange::annotations(article, site).json();
            let annotations = serde_json::from_slice(&annotations).expect("JSON");
            schema.check(&annotations);
            if let Some(base) = &site.config.base_url {
                check_selectors(&made, base, &annotations);
            }
            for item in items(&annotations) {
                assert!(ids.insert(item["id"].clone()), "{item}");
            }
        }
        count += ids.len();
        if ids.is_empty() || !site.has_collection() {
            continue;
        }
        let collection = json(&made, "annotations.jsonld");
        schema.check(&collection);
        assert_eq!(collection["total"], ids.len());
        let base = site.config.base_url.as_deref().expect("an address");
        let mut next = collection["first"].clone();
        let mut last = Value::Null;
        let mut in_pages = HashSet::new();
        while let Some(url) = next.as_str() {
            let page = json(&made, url.strip_prefix(base).expect("of the site"));
            schema.check(&page);
            assert_eq!(page["id"], next);
            assert_eq!(page["partOf"], collection["id"]);
            assert_eq!(page["startIndex"], in_pages.len());
            in_pages.extend(items(&page).iter().map(|item| item["id"].clone()));
            last = next;
            next = page["next"].clone();
        }
        assert_eq!(last, collection["last"]);
        assert_eq!(in_pages, ids);
        let all: Value =
            serde_json::from_slice(&exchange::all_annotations(site).json()).expect("JSON");
        schema.check(&all);
        assert_eq!(items(&all).len(), ids.len());
    }
    assert!(count > 60, "{count} annotations");
}

#[test]
fn claims_are_what_their_schema_asks() {
    for made in sites() {
        let Some(schema) = made.files.get("claims.schema.json") else {
            continue;
        };
        let schema: Value = serde_json::from_slice(schema).expect("JSON");
        Schema::new(schema).check(&json(&made, "claims.json"));
    }
}

#[test]
fn a_collection_has_pages() {
    let folder = Folder::site();
    for (slug, notes) in [("a", 3), ("b", 499)] {
        let mut text = format!(
            "---\ntitle: {slug}\ndate: 2024-01-0{}\n---\n\n",
            notes % 7 + 1
        );
        for note in 0..notes {
            text += &format!("字{note}[^n{note}]。\n\n[^n{note}]: **意見** 「字{note}」：無。\n\n");
        }
        folder.write(&format!("content/articles/{slug}/index.md"), text);
    }
    let made = made(&folder);
    let first = json(&made, "annotations/1.jsonld");
    let second = json(&made, "annotations/2.jsonld");
    assert_eq!((items(&first).len(), items(&second).len()), (500, 2));
    assert_eq!(first["next"], second["id"]);
    assert_eq!(second["prev"], first["id"]);
    assert_eq!(second["startIndex"], 500);
    assert!(!made.files.contains_key("annotations/3.jsonld"));
}

#[test]
fn pages_of_the_site_named_by_their_files_are_named_by_their_addresses() {
    let folder = Folder::site();
    folder.write(
        "content/articles/b/index.md",
        "---\ntitle: 乙\n---\n\n## 節\n\n字。\n",
    );
    folder.write(
        "content/articles/a/index.md",
        "---\ntitle: 甲\n---\n\n字[^n]。\n\n[^n]: **意見** 「字」：無。\n    - 據 [乙](../b/index.md#節)\n    - 參見 [又](../b/)\n",
    );
    let made = made(&folder);
    let page = "https://archive.test/articles/b/";
    let cited = format!("{page}#%E7%AF%80");
    let claim = &json(&made, "claims.json")["claims"][0];
    assert_eq!(claim["evidence"][0]["url"], cited);
    assert_eq!(claim["see_also"][0], page);
    let annotations = json(&made, "articles/a/annotations.json");
    let bodies = &items(&annotations)[0]["body"];
    let of_purpose = |purpose: &str| {
        let mut bodies = bodies.as_array().expect("bodies").iter();
        bodies
            .find(|body| body["purpose"] == purpose)
            .expect(purpose)
    };
    assert_eq!(of_purpose("linking")["source"], cited);
    assert_eq!(of_purpose("bookmarking")["source"], page);
    let html = page::parse(made.text("articles/a/index.html"));
    let linked = page::all(&html, "script[type='application/ld+json']");
    let linked: String = linked[0].text().collect();
    assert!(
        linked.contains(&format!("\"citation\":[\"{cited}\"]")),
        "{linked}"
    );
}

#[test]
fn items_that_say_nothing_but_a_day_come_back() {
    let folder = Folder::empty();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\nbase_url = \"https://archive.test/\"\n",
    );
    let article = "content/articles/a/index.md";
    let note = "[^a]: **錯誤** 「後」：非。\n    - 據 公報，第 7 頁\n    - 異議 王 2024-03-07\n    - 更正 2024-03-05\n";
    folder.write(
        article,
        format!("---\ntitle: 題\n---\n\n後[^a]。\n\n{note}"),
    );
    for format in ["w3c", "hypothesis"] {
        let export = folder.run(&["export", format]).stdout;
        folder.write("notes.json", &export);
        folder.write(article, "---\ntitle: 題\n---\n\n後。\n");
        let run = folder.run(&["import-notes", "notes.json"]);
        assert_eq!(run.exit, 0, "{}", run.stderr);
        let text = std::fs::read_to_string(folder.path(article)).expect("an article");
        for item in ["異議 王 2024-03-07", "更正 2024-03-05", "據 公報，第 7 頁"] {
            assert!(text.contains(item), "{format}: {item} in {text}");
        }
        assert_eq!(folder.run(&["export", format]).stdout, export, "{format}");
    }
}

/// A site with one note, `- ` before each of its items.
fn noted(folder: &Folder, items: &[&str]) {
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\nbase_url = \"https://archive.test/\"\n[archive]\nledger = true\n",
    );
    folder.write(
        "sources.yml",
        "bao:\n  type: web\n  title: 報導\n  url: https://bao.test/a\n",
    );
    let items: String = items.iter().map(|it| format!("    - {it}\n")).collect();
    folder.write(
        "content/articles/a/index.md",
        format!("---\ntitle: 題\n---\n\n後[^a]。\n\n[^a]: **意見** 「後」：說。\n{items}"),
    );
}

#[test]
fn an_objection_without_a_signature_is_what_is_said() {
    let folder = Folder::empty();
    noted(
        &folder,
        &[
            "異議 沒有署名。",
            "異議：也沒有。",
            "異議 王 2024-03-07：有。",
        ],
    );
    let dissent = json(&made(&folder), "claims.json")["claims"][0]["dissent"].clone();
    let expected = json!([
        { "text": "沒有署名。" },
        { "text": "也沒有。" },
        { "text": "有。", "by": "王", "date": "2024-03-07" },
    ]);
    assert_eq!(dissent, expected);
}

#[test]
fn what_stands_beside_a_key_and_a_copy_of_what_has_no_address_are_exported() {
    let folder = Folder::empty();
    noted(
        &folder,
        &[
            "據 見[@bao] 第 3 頁「引」",
            "據 某書第 5 頁「文」",
            "存檔 [副本](https://web.test/b)",
        ],
    );
    let made = made(&folder);
    let claims = json(&made, "claims.json");
    let evidence = &claims["claims"][0]["evidence"];
    assert_eq!(evidence[0]["locator"], "第 3 頁");
    assert_eq!(evidence[1]["archived"], "https://web.test/b");
    Schema::new(json(&made, "claims.schema.json")).check(&claims);
    let annotations = json(&made, "articles/a/annotations.json");
    let bodies = &items(&annotations)[0]["body"];
    assert_eq!(bodies[2]["dcterms:title"], "報導，第 3 頁");
    assert_eq!(bodies[3]["schema:archivedAt"], "https://web.test/b");
    let text = "- 據 [報導，第 3 頁](<https://bao.test/a>)「引」\n- 據 某書第 5 頁：「文」\n- 存檔 [存檔](<https://web.test/b>)";
    let hypothesis = folder.run(&["export", "hypothesis"]).stdout;
    let hypothesis: Value = serde_json::from_str(&hypothesis).expect("JSON");
    let written = rows(&hypothesis)[0]["text"].as_str().expect("a text");
    assert!(written.contains(text), "{written}");
    for format in ["w3c", "hypothesis"] {
        let export = folder.run(&["export", format]).stdout;
        folder.write("notes.json", &export);
        folder.write(
            "content/articles/a/index.md",
            "---\ntitle: 題\n---\n\n後。\n",
        );
        assert_eq!(folder.run(&["import-notes", "notes.json"]).exit, 0);
        assert_eq!(folder.run(&["export", format]).stdout, export, "{format}");
    }
}

#[test]
fn a_note_was_there_before_it_was_corrected() {
    let folder = Folder::site();
    let check = |reviewed: &str, corrected: &str, expected: [&str; 2]| {
        folder.write(
            "content/articles/a/index.md",
            format!("---\ntitle: 題\ndate: 2024-01-01\nreview: {{ date: {reviewed} }}\n---\n\n後[^a]。\n\n[^a]: **意見** 「後」：說。\n    - 更正 {corrected} ：改。\n"),
        );
        let made = made(&folder);
        let annotations = json(&made, "articles/a/annotations.json");
        let annotation = &items(&annotations)[0];
        let day = |key: &str| {
            annotation[key]
                .as_str()
                .map(|instant| instant[..10].to_owned())
        };
        assert_eq!(
            [day("created"), day("modified")].map(Option::unwrap_or_default),
            expected
        );
    };
    check("2024-02-01", "2024-03-05", ["2024-02-01", "2024-03-05"]);
    check("2025-01-01", "2024-03-05", ["2024-03-05", "2024-03-05"]);
}

#[test]
fn notes_of_a_note_are_those_of_its_page() {
    let folder = Folder::empty();
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\nbase_url = \"https://archive.test/\"\n[[editions]]\ntag = \"zh-Hans\"\n[[editions]]\ntag = \"zh-Hant\"\n",
    );
    let article = "content/articles/a/index.md";
    let text = "---\ntitle: 題\nlanguage: zh-Hant\n---\n\n後[^a]來[^b]。\n\n[^a]: **意見** 「後」：說。\n    - 參見 [^b]\n\n[^b]: **意見** 「來」：說。\n";
    folder.write(article, text);
    folder.write(
        "content/articles/a/index.zh-hans.md",
        text.replace("題", "题")
            .replace("後", "后")
            .replace("來", "来")
            .replace("zh-Hant", "zh-Hans")
            .replace("意見", "意见")
            .replace("說", "说")
            .replace("參見", "参见"),
    );
    let export = folder.run(&["export", "hypothesis"]);
    assert_eq!(export.exit, 0, "{}", export.stderr);
    let rows: Value = serde_json::from_str(&export.stdout).expect("JSON");
    let uri = rows["rows"][0]["uri"].as_str().expect("an address");
    let said = rows["rows"][0]["text"].as_str().expect("a text");
    assert!(said.contains(&format!("(<{uri}#n-b>)")), "{said}");
    folder.write("notes.json", &export.stdout);
    folder.write(
        article,
        "---\ntitle: 題\nlanguage: zh-Hant\n---\n\n後來。\n",
    );
    let run = folder.run(&["import-notes", "notes.json"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(
        run.stderr
            .contains("index.zh-hans.md, written by hand, needs the notes as well"),
        "{}",
        run.stderr
    );
    let imported = std::fs::read_to_string(folder.path(article)).expect("an article");
    assert!(imported.contains("(<#n-b>)"), "{imported}");
}

/// A note of which every field is written to be taken for something else.
const HOSTILE: &str = "前=HYPERLINK(\"x\")</script>[^bad]後。\n\n[^bad]: **錯誤** 『=HYPERLINK(\"x\")</script>』：=cmd() </script> <!-- %}{\\\n    - 據 [=1 </script>](https://example.org/%3Cscript%3E?a=1&b={2})「</script>&#60;!--」\n    - 信心 =高\n    - 查核 @人\n";

fn hostile() -> Folder {
    let folder = Folder::site();
    let front = "---\ntitle: \"=題</script>\"\nsource: { publisher: \"{x}\", author: [\"A and {B}\"] }\n---\n\n";
    folder.write("content/articles/a/index.md", format!("{front}{HOSTILE}"));
    folder
}

#[test]
fn every_form_is_written_to_standard_output_or_a_file() {
    let folder = hostile();
    let run = |arguments: &[&str]| {
        let run = folder.run(&[&["export"], arguments].concat());
        assert_eq!(run.exit, 0, "{}", run.stderr);
        run
    };
    let parse = |text: &str| -> Value { serde_json::from_str(text).expect("JSON") };
    let base = ["--base-url", "https://archive.test/"];
    let w3c = run(&[&["w3c"], &base[..]].concat());
    assert_eq!(w3c.stderr, "");
    let w3c = parse(&w3c.stdout);
    Schema::of_annotations().check(&w3c);
    assert_eq!(
        items(&w3c)[0]["target"]["selector"][0]["exact"],
        "=HYPERLINK(\"x\")</script>"
    );
    let one = parse(&run(&[&["w3c", "a"], &base[..]].concat()).stdout);
    assert_eq!(items(&one), items(&w3c));
    for form in ["w3c", "hypothesis"] {
        let refused = folder.run(&["export", form]);
        assert_eq!((refused.exit, refused.stdout.as_str()), (2, ""), "{form}");
        assert!(refused.stderr.contains("base_url"), "{}", refused.stderr);
    }
    let hypothesis = [&["hypothesis", "content/articles/a/"], &base[..]].concat();
    let hypothesis = parse(&run(&hypothesis).stdout);
    let row = &hypothesis["rows"][0];
    assert_eq!(row["tags"][0], "false");
    assert_eq!(
        row["target"][0]["selector"][0]["exact"],
        "=HYPERLINK(\"x\")</script>"
    );
    assert!(
        row["text"]
            .as_str()
            .expect("a text")
            .contains("=cmd() \\</script>")
    );
    let claims = parse(&run(&["json"]).stdout);
    assert_eq!(claims["total"], 1);
    let table = run(&["csv"]).stdout;
    let mut rows = table.lines();
    assert!(
        rows.next().is_some_and(|head| head.starts_with("id,kind")),
        "{table}"
    );
    assert!(
        rows.next()
            .is_some_and(|row| row.contains("\"'=HYPERLINK(\"\"x\"\")")),
        "{table}"
    );
    assert_eq!(run(&["csv", "-o", "notes.csv"]).stdout, "");
    let written = std::fs::read_to_string(folder.path("notes.csv")).expect("a file");
    assert_eq!(written, table);
    let unknown = folder.run(&["export", "csv", "b"]);
    assert_eq!(unknown.exit, 2);
    assert!(
        unknown.stderr.contains("no article `b`"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn a_bibliography_reads_as_what_was_cited() {
    let folder = hostile();
    let run = folder.run(&["export", "bibtex"]);
    let read = biblatex::Bibliography::parse(&run.stdout).expect("a bibliography");
    let keys: Vec<&str> = read.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["a", "example-org"], "{}", run.stdout);
    let field = |key: &str, name: &str| {
        use biblatex::ChunksExt as _;
        let entry = read.get(key).expect("an entry");
        entry
            .get(name)
            .map(|chunks| chunks.format_verbatim())
            .unwrap_or_default()
    };
    assert_eq!(field("a", "title"), "=題</script>");
    assert_eq!(field("a", "organization"), "{x}");
    assert_eq!(field("example-org", "title"), "=1 </script>");
    let url = "https://example.org/%3Cscript%3E?a=1&b=%7B2%7D";
    assert_eq!(field("example-org", "url"), url);
    let authors = read
        .get("a")
        .and_then(|entry| entry.author().ok())
        .expect("authors");
    assert_eq!(authors.len(), 1, "{authors:?}");
}

#[test]
fn keys_of_a_bibliography_are_distinct_and_none_ends_an_entry() {
    let folder = Folder::site();
    folder.write("sources.yml", "Example-Com:\n  type: web\n  title: 甲\n  url: https://cited.test/\n心跳:2024:\n  type: book\n  title: 乙\n");
    let pages = [
        "https://example.com/1",
        "https://example.com/2",
        "https://例子.test/,}",
        "https://source.test/",
        "https://a.test/",
    ];
    let items: String = pages
        .iter()
        .map(|page| format!("    - 據 [{page}](<{page}>)\n"))
        .collect();
    for slug in [
        "a",
        "a-test",
        "a,b (c)",
        "心跳",
        "脈搏",
        "source",
        "source-test",
    ] {
        let text = format!(
            "---\ntitle: 題\n---\n\n水是濕的[^a]。\n\n[^a]: **屬實** 「水是濕的」：是。\n{items}    - 據 [@Example-Com]\n    - 據 [@心跳:2024]\n"
        );
        folder.write(&format!("content/articles/{slug}/index.md"), text);
    }
    let run = folder.run(&["export", "bibtex"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let written: Vec<&str> = run
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix('@')?.split_once('{')?.1.strip_suffix(','))
        .collect();
    let distinct: HashSet<String> = written.iter().map(|key| key.to_lowercase()).collect();
    assert_eq!(distinct.len(), written.len(), "{written:?}");
    assert_eq!(written.len(), 7 + pages.len() + 2, "{written:?}");
    for key in &written {
        // What a citation may have, and no sign that BibLaTeX divides by (biber 2.20, section 3.1).
        let is_sign = |it: char| it.is_alphanumeric() || "-_.:/+".contains(it);
        assert!(!key.is_empty() && key.chars().all(is_sign), "{key}");
    }
    for own in ["Example-Com", "心跳:2024", "a", "source"] {
        assert!(written.contains(&own), "{own}: {written:?}");
    }
    let read = biblatex::Bibliography::parse(&run.stdout).expect("a bibliography");
    assert_eq!(read.len(), written.len());
}

/// Returns the source of an article without its notes.
fn stripped(article: &Article, config: &Config) -> String {
    let tree = document(article, config);
    let mut references = Vec::new();
    document::for_each_leaf(&tree.blocks, &mut |leaf| {
        document::for_each_inline(leaf, &mut |inline| {
            if let document::Inline::Reference(reference) = inline {
                references.push(reference.range.clone());
            }
        });
    });
    let mut text = article.source.text().to_owned();
    for range in references.into_iter().rev() {
        text.replace_range(range, "");
    }
    let mut kept = String::new();
    let mut in_note = false;
    for line in text.split_inclusive('\n') {
        let is_definition = tree
            .notes
            .iter()
            .any(|note| line.trim_start().starts_with(&format!("[^{}]:", note.id)));
        in_note = is_definition || (in_note && (line.trim().is_empty() || line.starts_with("  ")));
        if !in_note {
            kept += line;
        }
    }
    kept
}

/// Returns the article that a text is.
fn content(article: &Article, text: String) -> Content {
    Content {
        kind: ContentKind::Article,
        slug: article.slug.clone(),
        source: Source::new(article.source.path.clone(), text),
        assets: article.assets.clone(),
        written: Vec::new(),
        sources: article.citations.own_source().cloned(),
    }
}

/// Returns the annotations of an export.
fn rows(export: &Value) -> &[Value] {
    match export["rows"].as_array() {
        Some(rows) => rows,
        None => items(export),
    }
}

type Export = fn(&Article, &Site) -> Value;

#[test]
fn exports_are_imported_and_exported_the_same() {
    let forms: [Export; 2] = [
        |article, site| json!(exchange::annotations(article, site)),
        |article, site| exchange::hypothesis([article].into_iter(), site),
    ];
    let mut count = 0;
    for made in sites() {
        let site = &made.prepared.site;
        let config = &site.config;
        for (article, export) in site
            .articles
            .iter()
            .flat_map(|article| forms.map(|form| (article, form)))
        {
            let first = export(article, site);
            if rows(&first).is_empty() {
                continue;
            }
            let name = &article.source.path;
            let read = exchange::read(&first, config);
            let read: Vec<&exchange::Incoming> = read.iter().collect();
            assert_eq!(read.len(), rows(&first).len());
            let bare = content(article, stripped(article, config));
            assert!(read.iter().all(|annotation| exchange::is_page_of(
                &bare,
                config,
                &annotation.page
            )));
            let parsed = article::parse(&bare, config).value;
            assert!(
                parsed.summary.records.is_empty(),
                "{name}: {}",
                bare.source.text()
            );
            let placed = exchange::place(&bare, config, &read);
            let with_place = |row: &&Value| match &row["target"] {
                Value::Array(targets) => targets[0].get("selector").is_some(),
                target => target.get("selector").is_some(),
            };
            let expected: Vec<&Value> = rows(&first).iter().filter(with_place).collect();
            assert!(
                placed
                    .unplaced
                    .iter()
                    .all(|(_, reason)| reason == "it selects no words"),
                "{name}: {:#?}",
                placed.unplaced
            );
            let again = content(article, placed.text);
            let noted = article::parse(&again, config);
            assert!(
                noted.diagnostics.is_empty(),
                "{name}: {:#?}\n{}",
                noted.diagnostics,
                again.source.text()
            );
            let second = export(&noted.value, site);
            let found: Vec<&Value> = rows(&second).iter().collect();
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(found, expected, "{name}");
            }
            assert_eq!(found.len(), expected.len(), "{name}");
            count += found.len();
            let third = exchange::place(&again, config, &read);
            assert_eq!((third.added.len(), third.known), (0, found.len()), "{name}");
            assert_eq!(third.text, again.source.text());
        }
    }
    assert!(count > 120, "{count} annotations");
}

#[test]
fn a_sign_that_is_written_as_an_entity_is_text_alone() {
    let folder = Folder::empty();
    folder.write("kaozheng.toml", "title = \"站\"\n");
    let titles = ["後漢書&#65288;百衲本）", "&#12300;全文」", "甲&#65306;乙"];
    let items: String = titles
        .iter()
        .map(|title| format!("    - 據 {title}：「文」\n    - 反證 {title}\n"))
        .collect();
    let article = "content/articles/a/index.md";
    let head = "---\ntitle: 題\nlanguage: zh-Hant\n---\n\n";
    folder.write(
        article,
        format!("{head}後[^a]。\n\n[^a]: **錯誤** 「後」：非。\n{items}"),
    );
    let made = made(&folder);
    let evidence = &made.prepared.site.articles[0].summary.records[0].evidence;
    let found = evidence
        .iter()
        .map(|one| (one.title.as_str(), one.quotation.as_deref()));
    let expected = ["後漢書（百衲本）", "「全文」", "甲：乙"];
    let expected = expected
        .iter()
        .flat_map(|title| [(*title, Some("文")), (*title, None)]);
    assert!(found.eq(expected), "{evidence:#?}");
    for format in ["w3c", "hypothesis"] {
        let export = folder.run(&["export", format]).stdout;
        folder.write("notes.json", &export);
        folder.write(article, format!("{head}後。\n"));
        let run = folder.run(&["import-notes", "notes.json"]);
        assert_eq!(run.exit, 0, "{}", run.stderr);
        assert_eq!(folder.run(&["export", format]).stdout, export, "{format}");
    }
}

/// Annotations of others on a page of two paragraphs.
const OTHERS: &str = r##"{ "rows": [
  { "id": "Aa1", "uri": "https://else.where/articles/a/", "text": "見 [這](http://x) **重** </script>\n\n1. [^a]: =1", "tags": ["意見", "經濟"],
    "user_info": { "display_name": "讀者 `甲`" },
    "target": [{ "selector": [{ "type": "TextQuoteSelector", "exact": "再漲", "prefix": "後來\n ", "suffix": "了" }] }] },
  { "id": "Aa2", "uri": "https://archive.test/zh-hans/articles/a/#p1", "text": "", "tags": [],
    "target": [{ "selector": [{ "type": "TextQuoteSelector", "exact": "漲" }, { "type": "TextPositionSelector", "start": 2, "end": 3 }] }] },
  { "id": "Aa3", "uri": "https://archive.test/articles/a/", "text": "多處", "tags": [],
    "target": [{ "selector": [{ "type": "TextQuoteSelector", "exact": "漲" }] }] },
  { "id": "Aa4", "uri": "https://archive.test/articles/a/", "text": "無", "tags": [],
    "target": [{ "selector": [{ "type": "TextQuoteSelector", "exact": "跌```" }] }] },
  { "id": "Aa5", "uri": "https://archive.test/articles/none/", "text": "無", "tags": [], "target": [{}] }
] }"##;

#[test]
fn annotations_of_others_stand_exactly_or_are_kept() {
    let folder = Folder::site();
    let front = "---\ntitle: 題\nlanguage: zh-Hant\n---\n\n";
    let article = "content/articles/a/index.md";
    folder.write(article, format!("{front}當日漲了。後來再漲了。\n"));
    folder.write("others.json", OTHERS);
    let dry = folder.run(&["import-notes", "others.json", "--dry-run"]);
    assert_eq!(dry.exit, 1);
    assert!(!folder.path("content/articles/a/unanchored.md").exists());
    let run = folder.run(&["import-notes", "others.json"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    assert!(
        run.stderr
            .contains("5 annotations read: 2 added, 0 known, 3 without a place"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("error[note-unanchored]"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("others.json:7:11"), "{}", run.stderr);
    let text = std::fs::read_to_string(folder.path(article)).expect("a text");
    assert!(text.contains("後來再漲[^"), "{text}");
    let made = make(folder.root(), Drafts::Skip);
    assert!(
        made.diagnostics
            .iter()
            .all(|problem| problem.code != "broken-fragment"),
        "{}",
        made.report()
    );
    let kept = |path: &str| std::fs::read_to_string(folder.path(path)).unwrap_or_default();
    let beside = kept("content/articles/a/unanchored.md");
    assert_eq!(beside.matches("\n## ").count(), 2, "{beside}");
    assert!(beside.contains("````json"), "{beside}");
    assert_eq!(kept("unanchored.md").matches("\n## ").count(), 1);
    assert!(!made.files.keys().any(|path| path.contains("unanchored")));
    let again = folder.run(&["import-notes", "others.json"]);
    assert!(
        again.stderr.contains("0 added, 2 known"),
        "{}",
        again.stderr
    );
    assert_eq!(kept("content/articles/a/unanchored.md"), beside);
    assert_eq!(kept(article), text);
}

#[test]
fn what_refines_a_selector_narrows_it_or_refuses_it() {
    let folder = Folder::site();
    let front = "---\ntitle: 題\nlanguage: zh-Hant\n---\n\n";
    let article = "content/articles/a/index.md";
    let plain = format!("{front}當日漲了，後來再漲了又漲了。隔日跌了。\n");
    let import = |selector: &Value| {
        folder.write(article, &plain);
        let page = "https://archive.test/articles/a/";
        let target = json!({ "source": page, "selector": selector });
        let body = json!({ "type": "SpecificResource", "purpose": "linking", "source": "https://e.test/", "selector": selector });
        let annotation = json!({ "type": "Annotation", "id": "https://e.test/1", "body": [body], "target": target });
        folder.write("others.json", annotation.to_string());
        let run = folder.run(&["import-notes", "others.json"]);
        let text = std::fs::read_to_string(folder.path(article)).expect("a text");
        (run, text)
    };
    let quote = |exact: &str| json!({ "type": "TextQuoteSelector", "exact": exact });
    let refined = |mut selector: Value, refinement: Value| {
        selector["refinedBy"] = refinement;
        selector
    };
    let outer = || quote("後來再漲了又漲了");
    let among = |exact: &str, prefix: &str| json!({ "type": "TextQuoteSelector", "exact": exact, "prefix": prefix });
    let element = || json!({ "type": "FragmentSelector", "value": "p1" });
    let place =
        |start: usize| json!({ "type": "TextPositionSelector", "start": start, "end": start + 1 });
    for (selector, before, words) in [
        (refined(outer(), among("漲了", "再")), "後來再", "漲了"),
        (
            refined(outer(), refined(quote("又漲了"), quote("漲"))),
            "了又",
            "漲",
        ),
        (
            refined(outer(), json!([quote("漲"), place(6)])),
            "了又",
            "漲",
        ),
        (refined(element(), quote("跌了")), "隔日", "跌了"),
        (
            refined(place(5), json!([quote("漲"), place(6)])),
            "了又",
            "漲",
        ),
        // Of two ways to say the same one is understood.
        (
            json!([refined(outer(), element()), quote("跌")]),
            "隔日",
            "跌",
        ),
    ] {
        let (run, text) = import(&selector);
        assert_eq!(run.exit, 0, "{selector}: {}", run.stderr);
        assert!(
            text.contains(&format!("{before}{words}[^")),
            "{selector}: {text}"
        );
        // So are the words of a page that is cited.
        assert!(
            text.contains(&format!("「{words}」\n")),
            "{selector}: {text}"
        );
    }
    for (selector, reason) in [
        (
            refined(outer(), element()),
            "what refines its selector is not understood",
        ),
        (
            refined(outer(), place(2)),
            "what refines its selector is not understood",
        ),
        (
            refined(outer(), json!("漲")),
            "what refines its selector is not understood",
        ),
        (
            refined(outer(), quote("漲")),
            "is no one place among the words",
        ),
        (
            refined(outer(), quote("跌")),
            "is no one place among the words",
        ),
        (
            refined(outer(), among("漲", "日")),
            "is no one place among the words",
        ),
        (
            refined(element(), quote("漲")),
            "the words stand at 3 places",
        ),
        (element(), "it selects no words"),
    ] {
        let (run, text) = import(&selector);
        assert_eq!(run.exit, 1, "{selector}");
        assert!(run.stderr.contains(reason), "{selector}: {}", run.stderr);
        assert_eq!(text, plain, "{selector}");
    }
}

#[test]
fn objections_are_told_with_their_answers() {
    let made = &sites()[..]
        .iter()
        .find(|made| made.files.contains_key("articles/items/index.html"))
        .map(|made| json(made, "claims.json"));
    let claims = made.as_ref().expect("the site of notes");
    let all = claims["claims"].as_array().expect("claims");
    let claim = all
        .iter()
        .find(|claim| {
            claim["id"]
                .as_str()
                .is_some_and(|id| id.ends_with("items/#n-all"))
        })
        .expect("the note");
    let expected = json!([{
        "by": "李大華",
        "text": "不同意見。",
        "answers": [
            {
                "by": "編輯部",
                "date": "2024-03-04",
                "text": "已經回應。",
                "answers": [{ "by": "李大華", "date": "2024-03-05", "text": "仍然「不同意」：見前。" }],
            },
            { "text": "沒有署名的回應" },
        ],
    }]);
    assert_eq!(claim["dissent"], expected);
    let seen = claim["see_also"].as_array().expect("references");
    let is_other = |seen: &Value| {
        seen.as_str()
            .is_some_and(|url| url.ends_with("/articles/kinds/"))
    };
    assert!(seen.iter().any(is_other), "{seen:?}");
    let evidence = claim["evidence"].as_array().expect("evidence");
    let book = evidence.iter().find(|it| it["title"] == "某書，第 3 頁");
    assert_eq!(
        book.expect("the book")["quotation"],
        "書裡的話",
        "{evidence:#?}"
    );
    assert!(
        claim["gist"]
            .as_str()
            .is_some_and(|gist| gist.contains("第二段：")),
        "{claim:#}"
    );
}

#[test]
fn what_is_no_annotation_is_kept_and_breaks_nothing() {
    let folder = Folder::site();
    let front = "---\ntitle: 題\nlanguage: zh-Hant\n---\n\n";
    folder.write(
        "content/articles/a/index.md",
        format!("{front}當日漲了。\n"),
    );
    let others = r#"{ "type": "AnnotationPage", "items": [
        { "type": "Annotation", "id": "https://e.test/1", "body": "just text",
          "target": { "source": "https://archive.test/articles/a/",
            "selector": { "type": "TextQuoteSelector", "exact": "當日" } } },
        { "type": "Annotation" }, 42, null ] }"#;
    folder.write("others.json", others);
    let run = folder.run(&["import-notes", "others.json"]);
    assert!(
        run.stderr
            .contains("4 annotations read: 1 added, 0 known, 3 without a place"),
        "{}",
        run.stderr
    );
    let text = std::fs::read_to_string(folder.path("content/articles/a/index.md")).expect("a text");
    assert!(text.contains("just text"), "{text}");
    let run = folder.run(&["check"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
}

#[test]
fn a_file_with_nul_bytes_is_refused_and_a_note_has_none() {
    let folder = Folder::site();
    folder.article("a");
    folder.write("notes.json", "{ \"rows\": [\0] }");
    let run = folder.run(&["import-notes", "notes.json"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    for words in ["error[notes-syntax]", "notes.json:1:12", "␀"] {
        assert!(run.stderr.contains(words), "no {words}: {}", run.stderr);
    }
    assert!(!run.stderr.contains('\0'), "{}", run.stderr);
    // As a character that JSON may have, it is told as every sign that no page may hold.
    folder.write(
        "content/articles/a/index.md",
        "---\ntitle: 題\n---\n\n當日漲了。\n",
    );
    let annotation = json!({ "type": "Annotation", "id": "https://e.test/1", "body": "甲\0乙",
        "target": { "source": "https://archive.test/articles/a/", "selector": { "type": "TextQuoteSelector", "exact": "當日" } } });
    folder.write("notes.json", annotation.to_string());
    let run = folder.run(&["import-notes", "notes.json"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let text = std::fs::read_to_string(folder.path("content/articles/a/index.md")).expect("a text");
    assert!(text.contains('甲') && !text.contains('\0'), "{text:?}");
    let run = folder.run(&["check"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
}

#[test]
fn a_file_that_is_no_json_is_refused_with_its_place() {
    let folder = Folder::site();
    folder.article("a");
    folder.write("notes.json", "{ \"rows\": [\n  oh ] }");
    let run = folder.run(&["import-notes", "notes.json"]);
    assert_eq!(run.exit, 1);
    assert!(run.stderr.contains("error[notes-syntax]"), "{}", run.stderr);
    assert!(run.stderr.contains("notes.json:2:"), "{}", run.stderr);
    assert_eq!(folder.run(&["import-notes", "none.json"]).exit, 4);
}
