//! What templates see is written down in `docs/templates.md`, made of the types; and it is true.
//!
//! `KAOZHENG_BLESS=1` writes the page anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::folder::Folder;
use crate::laws::golden_sites;

const PAGE: &str = "docs/templates.md";

/// The files whose structs templates see.
const SOURCES: [&str; 6] = [
    "src/render/context.rs",
    "src/render/context/article.rs",
    "src/render/context/lists.rs",
    "src/render/context/pages.rs",
    "src/render/context/feeds.rs",
    "src/render/ledger/context.rs",
];

/// The templates of whole pages, and the variables that each has beside those of the frame.
const PAGES: &[(&str, &[(&str, &str)])] = &[
    ("404.html", &[]),
    ("article.html", &[("article", "ArticleContext")]),
    ("corrections.xml", &[("feed", "CorrectionsFeedContext")]),
    ("feed.xml", &[("feed", "FeedContext")]),
    ("glossary.html", &[("glossary", "GlossaryContext")]),
    (
        "index.html",
        &[
            ("intro", "Intro"),
            ("list", "ListContext"),
            ("counts", "Counts"),
        ],
    ),
    ("ledger.html", &[("ledger", "LedgerContext")]),
    ("legend.html", &[("legend", "Vec<LegendSection>")]),
    ("page.html", &[("content", "ContentContext")]),
    ("redirect.html", &[("redirect", "String")]),
    ("search.html", &[("search", "SearchContext")]),
    ("sources.html", &[("sources", "Vec<ListLink>")]),
    ("taxonomy.html", &[("taxonomy", "TaxonomyContext")]),
    ("term.html", &[("term", "TermContext")]),
    ("timeline.html", &[("timeline", "TimelineContext")]),
];

/// The templates of parts that are rendered by themselves; of the frame they have `edition` and `ui`.
const PARTS: &[(&str, &[(&str, &str)])] = &[
    ("card.svg", &[("card", "CardContext")]),
    ("article_card.html", &[("article", "Card")]),
    ("entry.html", &[("entry", "EntryContent")]),
    ("correction.html", &[("row", "Row")]),
    ("ledger_row.html", &[("kind", "String"), ("row", "Row")]),
    ("ledger_article.html", &[("claims", "Vec<Row>")]),
];

/// The filters, tests and functions that templates have: ours, then those of Tera.
const FILTERS: &[&str] = &[
    "fill",
    "segmented",
    "safe",
    "abs",
    "capitalize",
    "default",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];
const TESTS: &[&str] = &[
    "array",
    "bool",
    "containing",
    "defined",
    "divisible_by",
    "ending_with",
    "even",
    "float",
    "integer",
    "iterable",
    "map",
    "none",
    "number",
    "odd",
    "starting_with",
    "string",
    "undefined",
];
const FUNCTIONS: &[&str] = &["range", "throw"];

pub struct Struct {
    doc: String,
    fields: Vec<Field>,
}

struct Field {
    name: String,
    kind: String,
    doc: String,
}

/// Returns the structs that templates see, by name.
pub fn structs() -> BTreeMap<String, Struct> {
    let mut structs: BTreeMap<String, Struct> = BTreeMap::new();
    for path in SOURCES {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path));
        let mut doc = String::new();
        let mut current: Option<String> = None;
        for line in text.expect("a source").lines().map(str::trim) {
            if let Some(words) = line.strip_prefix("///") {
                doc = format!("{doc} {}", words.trim());
            } else if let Some(name) = line.strip_prefix("pub struct ") {
                let name = name.trim_end_matches([' ', '{']).to_owned();
                let made = Struct {
                    doc: std::mem::take(&mut doc).trim().to_owned(),
                    fields: Vec::new(),
                };
                structs.insert(name.clone(), made);
                current = Some(name);
            } else if let Some(field) = line.strip_prefix("pub ")
                && let Some(own) = current.as_ref().and_then(|name| structs.get_mut(name))
            {
                let (name, kind) = field
                    .trim_end_matches(',')
                    .split_once(": ")
                    .expect("a field");
                own.fields.push(Field {
                    name: name.to_owned(),
                    kind: seen(kind),
                    doc: std::mem::take(&mut doc).trim().to_owned(),
                });
            } else if line == "}" {
                current = None;
            }
        }
    }
    structs
}

/// Returns the type that templates see: what is made once for many pages is seen as what it is made of.
fn seen(kind: &str) -> String {
    match kind.split_once("Made<") {
        Some((before, rest)) => format!("{before}{}", rest.replacen('>', "", 1)),
        None => kind.to_owned(),
    }
}

/// Returns what stands between a generic type's brackets.
fn inside<'a>(kind: &'a str, outer: &str) -> Option<&'a str> {
    kind.strip_prefix(outer)?
        .strip_prefix('<')?
        .strip_suffix('>')
}

/// Returns the first type of an array.
fn element(kind: &str) -> Option<&str> {
    inside(kind, "Vec").or_else(|| Some(kind.strip_prefix('[')?.split_once(';')?.0))
}

/// Returns a type in words.
fn words(kind: &str) -> String {
    if let Some(inner) = inside(kind, "Option") {
        return format!("{} or none", words(inner));
    }
    if let Some(inner) = element(kind) {
        return format!("list: {}", words(inner));
    }
    match kind {
        "String" | "&'static str" => "text".to_owned(),
        "usize" | "u64" | "u8" => "number".to_owned(),
        "bool" => "true or false".to_owned(),
        "serde_json::Value" => "as it is written".to_owned(),
        name => format!("[{name}](#{})", name.to_lowercase()),
    }
}

fn rows(out: &mut String, rows: impl Iterator<Item = (String, String, String)>) {
    *out += "| name | what | |\n|---|---|---|\n";
    for (name, kind, doc) in rows {
        let _ = writeln!(out, "| `{name}` | {kind} | {} |", doc.replace('|', "\\|"));
    }
}

/// Returns names as a list in a sentence.
fn listed(names: &[&str]) -> String {
    let names = names.iter().map(|name| format!("`{name}`"));
    names.collect::<Vec<_>>().join(", ")
}

/// Returns the names of the blocks of a template of the theme.
fn blocks(template: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("templates")
        .join(template);
    let text = fs::read_to_string(path).expect("a template");
    let names = text.split(" block ").skip(1);
    let names = names.filter_map(|rest| rest.split([' ', '%', '-']).next());
    names.map(str::to_owned).collect()
}

fn page(structs: &BTreeMap<String, Struct>) -> String {
    let mut out = String::from(
        "# Templates\n\n\
         Templates are [Tera](https://keats.github.io/tera/)'s. `kaozheng theme list` names those of the theme, \
         `kaozheng theme eject NAME` copies one into `templates/`, where it takes the place of the theme's; the same \
         goes for `static/`. What a template refers to and does not exist is an error with its place.\n\n\
         Addresses are ready to print, relative to the page. Text is in the script of the edition, and escaped where it \
         is printed; what is said to be HTML is printed with `| safe`. `ui` has the interface's words, and \
         `{{ ui.minutes | fill(n=3) }}` fills their places. \
         `{{ article.title | segmented | safe }}` is a title that breaks between words. [Theming](theming.md) shows a whole \
         example.\n\n\
         What is said to be \"or none\" is always there: `{% if article.date %}` asks for it, none is printed as nothing, and \
         `default` never applies to it.\n\n\
         This page is made of the types by a test, which also holds that every name below can be used.\n\n\
         ## Every page\n\n",
    );
    let fields = |name: &str| {
        let fields = structs[name].fields.iter();
        fields.map(|it| (it.name.clone(), words(&it.kind), it.doc.clone()))
    };
    rows(&mut out, fields("Frame"));
    out += "\n## The pages\n\n| template | variable | what |\n|---|---|---|\n";
    for (template, variables) in PAGES.iter().chain(PARTS) {
        for (name, kind) in *variables {
            let _ = writeln!(out, "| `{template}` | `{name}` | {} |", words(kind));
        }
    }
    out += "\n`card.svg` is drawn where a site asks for [cards](theming.md#cards), `entry.html` and \
            `correction.html` are rendered for feeds, `ledger_row.html` and `ledger_article.html` for \
            the rows of lists, where `kind` is that of the list; they see `edition` and `ui` besides. Other templates \
            are included by these, or extended.\n";
    let base = blocks("base.html");
    let base: Vec<&str> = base.iter().map(String::as_str).collect();
    let _ = write!(
        out,
        "\n## What templates can do\n\n\
         - Blocks of `base.html`: {}. A `base.html` of the site's own needs those \
         that other templates fill.\n\
         - Filters: of this program `fill` and `segmented`; of Tera {}.\n\
         - Tests, after `is`: {}.\n\
         - Functions: {}.\n\n\
         Only files of `templates/` whose names end in `.html`, `.xml`, `.svg`, `.txt` or `.json` are templates.\n",
        listed(&base),
        listed(&FILTERS[2..]),
        listed(TESTS),
        listed(FUNCTIONS),
    );
    for (name, own) in structs.iter().filter(|(name, _)| *name != "Frame") {
        let _ = write!(out, "\n## {name}\n\n{}\n\n", own.doc);
        rows(&mut out, fields(name));
    }
    out
}

/// Adds what uses every name below a variable.
pub fn touch(out: &mut String, path: &str, kind: &str, structs: &BTreeMap<String, Struct>) {
    if let Some(inner) = inside(kind, "Option") {
        let _ = write!(out, "{{% if {path} is not none %}}");
        touch(out, path, inner, structs);
        *out += "{% endif %}";
    } else if let Some(inner) = element(kind) {
        let item = format!("x{}", out.len());
        let _ = write!(out, "{{% for {item} in {path} %}}");
        touch(out, &item, inner, structs);
        *out += "{% endfor %}";
    } else if let Some(own) = structs.get(kind) {
        for field in &own.fields {
            touch(out, &format!("{path}.{}", field.name), &field.kind, structs);
        }
    } else if kind == "serde_json::Value" {
        let _ = write!(out, "{{% if {path} %}}{{% endif %}}");
    } else {
        let _ = write!(out, "{{{{ {path} }}}}");
    }
}

#[test]
fn the_page_about_templates_is_made_of_the_types() {
    let made = page(&structs());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if std::env::var_os("KAOZHENG_BLESS").is_some() {
        fs::write(&path, &made).expect("it is written");
    }
    let found = fs::read_to_string(&path).expect("the page");
    assert!(found == made, "KAOZHENG_BLESS=1 writes {PAGE} anew");
}

#[test]
fn every_filter_test_and_function_of_the_page_is_there() {
    let mut text = String::from("{% if false %}");
    for name in FILTERS {
        let _ = write!(text, "{{{{ 1 | {name} }}}}");
    }
    for name in TESTS {
        let _ = write!(text, "{{% if 1 is {name} %}}{{% endif %}}");
    }
    for name in FUNCTIONS {
        let _ = write!(text, "{{{{ {name}() }}}}");
    }
    text += "{% endif %}";
    let folder = Folder::site();
    folder.article("a").write("templates/article.html", text);
    let run = folder.run(&["build"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
}

#[test]
fn every_name_of_the_page_can_be_used() {
    let structs = structs();
    let mut frame = String::new();
    for field in &structs["Frame"].fields {
        touch(&mut frame, &field.name, &field.kind, &structs);
    }
    let mut sites = golden_sites();
    sites.push(Path::new(env!("CARGO_MANIFEST_DIR")).to_owned());
    for site in sites {
        let folder = Folder::copy_of(&site);
        for (template, variables) in PAGES.iter().chain(PARTS) {
            let is_page = PAGES.iter().any(|(page, _)| page == template);
            let mut text = if is_page {
                frame.clone()
            } else {
                "{{ edition.tag }}".to_owned()
            };
            for (name, kind) in *variables {
                touch(&mut text, name, kind, &structs);
            }
            folder.write(&format!("templates/{template}"), text);
        }
        let run = folder.run(&["build", "--drafts"]);
        assert_eq!(run.exit, 0, "{}: {}", site.display(), run.stderr);
    }
}
