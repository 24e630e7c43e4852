//! Cards: the pictures that other programs show beside links.
//!
//! The program finds one small font here, `tests/fonts/signs.otf`, whatever the machine has: fontconfig's own
//! variable names it. Where there is no fontconfig, it finds those of the machine.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use kaozheng::cards::fonts::Fonts;
use kaozheng::render;
use kaozheng::site::{Drafts, Page, PageKind};
use quick_xml::events::Event;
use sha2::{Digest as _, Sha256};

use crate::folder::{Folder, Run, Tree, make, tree};
use crate::templates::{structs, touch};

const CONFIGURATION: &str =
    "title = \"站\"\nbase_url = \"https://example.org/a/\"\n\n[theme]\ncards = true\n";

const ARTICLE: &str = "---\ntitle: 題說\ndate: 2024-02-25\nsource: { publisher: 報社 }\n---\n\n水是濕的[^a]。\n\n\
                       [^a]: **屬實** 「水是濕的」：是。\n    - 據 [甲](https://example.com/)「乙」\n";

fn site() -> Folder {
    let folder = Folder::empty();
    folder
        .write("kaozheng.toml", CONFIGURATION)
        .write("content/articles/a/index.md", ARTICLE);
    folder
}

/// Runs the program on a site where the only fonts are those of a folder.
fn run_with_fonts(folder: &Folder, arguments: &[&str], fonts: &Path, threads: &str) -> Run {
    let configuration = format!(
        "<?xml version=\"1.0\"?>\n<fontconfig><dir>{}</dir></fontconfig>\n",
        fonts.display()
    );
    let fontconfig = tempfile::tempdir().expect("a temporary folder");
    let file = fontconfig.path().join("fonts.conf");
    fs::write(&file, configuration).expect("a configuration of fonts");
    let file = file.to_str().expect("a path in Unicode");
    let variables = [("FONTCONFIG_FILE", file), ("RAYON_NUM_THREADS", threads)];
    folder.run_with(arguments, &variables)
}

fn own_fonts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fonts")
}

fn run(folder: &Folder, arguments: &[&str]) -> Run {
    run_with_fonts(folder, arguments, &own_fonts(), "2")
}

/// Builds a site that must be good, and returns what was published.
fn build(folder: &Folder) -> Tree {
    let run = run(folder, &["build", "--strict"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    tree(&folder.path("public"))
}

fn text<'t>(files: &'t Tree, path: &str) -> &'t str {
    let bytes = files
        .get(path)
        .unwrap_or_else(|| panic!("{path} in {:?}", files.keys()));
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// Returns the width and height of a PNG (its specification, section 11.2.1).
fn dimensions(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!(&png[12..16], b"IHDR");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

/// Returns what is kept of drawn cards.
fn kept(folder: &Folder) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder.path(".kaozheng/cards")) else {
        return Vec::new();
    };
    entries.map(|it| it.expect("an entry").path()).collect()
}

const CARDS: [&str; 4] = [
    "articles/a/card.png",
    "card.png",
    "zh-hans/articles/a/card.png",
    "zh-hans/card.png",
];

#[test]
fn each_article_has_a_card_in_each_edition() {
    let files = build(&site());
    let made = files.keys().filter(|path| path.ends_with(".png"));
    assert_eq!(made.collect::<Vec<_>>(), CARDS);
    let pictures: HashSet<&Vec<u8>> = CARDS.iter().map(|path| &files[*path]).collect();
    // The title of the site is the same in both scripts, and so is its card but for what it counts.
    assert_eq!(pictures.len(), 4);
    for picture in pictures {
        assert_eq!(dimensions(picture), (1200, 630));
    }
}

#[test]
fn heads_name_the_card_by_its_address() {
    let files = build(&site());
    for (page, card, alt) in [
        (
            "articles/a/index.html",
            "articles/a/card.png",
            "題說：屬實 1",
        ),
        (
            "zh-hans/articles/a/index.html",
            "zh-hans/articles/a/card.png",
            "题说：属实 1",
        ),
        ("index.html", "card.png", "站"),
        ("zh-hans/articles/index.html", "zh-hans/card.png", "站"),
    ] {
        let html = text(&files, page);
        for meta in [
            format!("property=\"og:image\" content=\"https://example.org/a/{card}\""),
            "property=\"og:image:width\" content=\"1200\"".to_owned(),
            "property=\"og:image:height\" content=\"630\"".to_owned(),
            format!("property=\"og:image:alt\" content=\"{alt}\""),
            "name=\"twitter:card\" content=\"summary_large_image\"".to_owned(),
        ] {
            assert!(
                html.contains(&format!("\n<meta {meta}>\n")),
                "{meta} in {html}"
            );
        }
    }
    let missing = text(&files, "404.html");
    assert!(!missing.contains("og:image"), "{missing}");
    assert!(missing.contains("content=\"summary\""), "{missing}");
}

#[test]
fn cards_are_asked_for_and_need_an_address() {
    for configuration in [
        CONFIGURATION.replace("cards = true", "cards = false"),
        CONFIGURATION.replace("[theme]\ncards = true\n", ""),
        CONFIGURATION.replace("base_url = \"https://example.org/a/\"\n", ""),
    ] {
        let folder = site();
        folder.write("kaozheng.toml", &configuration);
        let files = build(&folder);
        assert!(
            !files.keys().any(|path| path.ends_with(".png")),
            "{configuration}"
        );
        let page = text(&files, "articles/a/index.html");
        assert!(!page.contains("og:image"), "{page}");
        assert!(
            page.contains("\n<meta name=\"twitter:card\" content=\"summary\">\n"),
            "{page}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_font_the_site_is_built_without_cards() {
    let folder = site();
    let none = tempfile::tempdir().expect("a temporary folder");
    let built = run_with_fonts(&folder, &["build"], none.path(), "2");
    assert_eq!(built.exit, 0, "{}", built.stderr);
    assert_eq!(
        built.stderr.matches("[cards-without-font]").count(),
        1,
        "{}",
        built.stderr
    );
    assert!(built.stderr.contains("fonts-noto-cjk"), "{}", built.stderr);
    assert!(
        built.stderr.contains("kaozheng.toml:5:9"),
        "{}",
        built.stderr
    );
    let files = tree(&folder.path("public"));
    assert!(!files.keys().any(|path| path.ends_with(".png")));
    assert!(!text(&files, "articles/a/index.html").contains("og:image"));
    let strict = run_with_fonts(&folder, &["build", "--strict"], none.path(), "2");
    assert_eq!(strict.exit, 1, "{}", strict.stderr);
}

#[test]
fn cards_that_were_drawn_are_not_drawn_again() {
    let folder = site();
    let first = build(&folder);
    assert_eq!(kept(&folder).len(), 4);
    // Something else in their place shows that they are taken from there.
    for path in kept(&folder) {
        let content = format!("no picture {}", path.display());
        let entry = [&Sha256::digest(&content)[..], content.as_bytes()].concat();
        fs::write(path, entry).expect("an entry");
    }
    let second = build(&folder);
    for path in CARDS {
        assert!(second[path].starts_with(b"no picture "), "{path}");
    }
    // What is torn is not taken.
    for path in kept(&folder) {
        let entry = fs::read(&path).expect("an entry");
        fs::write(path, &entry[..entry.len() - 1]).expect("an entry");
    }
    assert_eq!(build(&folder), first);
    fs::remove_dir_all(folder.path(".kaozheng/cards")).expect("it is there");
    assert_eq!(build(&folder), first);
}

#[test]
fn what_no_card_needs_any_more_is_not_kept() {
    let folder = site();
    build(&folder);
    let before = kept(&folder);
    folder.write(
        "content/articles/a/index.md",
        ARTICLE.replace("題說", "說題"),
    );
    build(&folder);
    let after = kept(&folder);
    assert_eq!(after.len(), 4);
    let both = after.iter().filter(|path| before.contains(path));
    assert_eq!(both.count(), 2, "the cards of the site");
    folder.write("kaozheng.toml", "title = \"站\"\n");
    build(&folder);
    assert!(kept(&folder).is_empty());
}

#[test]
fn any_number_of_threads_draws_the_same() {
    let built = ["1", "4"].map(|threads| {
        let folder = site();
        for number in 0..5 {
            let path = format!("content/articles/b{number}/index.md");
            folder.write(&path, ARTICLE.replace("題說", &format!("第 {number} 篇")));
        }
        let run = run_with_fonts(&folder, &["build"], &own_fonts(), threads);
        assert_eq!(run.exit, 0, "{}", run.stderr);
        tree(&folder.path("public"))
    });
    assert!(built[0] == built[1]);
}

#[test]
fn a_picture_of_the_site_takes_the_place_of_a_card() {
    let picture =
        fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures/article-390.png"));
    let picture = picture.expect("a picture");
    let (width, height) = dimensions(&picture);
    let folder = site();
    folder
        .write("content/articles/a/card.png", &picture)
        .write("static/card.png", &picture);
    let files = build(&folder);
    let pictures = files.keys().filter(|path| path.ends_with(".png"));
    assert_eq!(
        pictures.collect::<Vec<_>>(),
        ["articles/a/card.png", "card.png"]
    );
    for (page, card) in [
        ("articles/a/index.html", "articles/a/card.png"),
        ("zh-hans/articles/a/index.html", "articles/a/card.png"),
        ("zh-hans/index.html", "card.png"),
    ] {
        let html = text(&files, page);
        for meta in [
            format!("og:image\" content=\"https://example.org/a/{card}\""),
            format!("og:image:width\" content=\"{width}\""),
            format!("og:image:height\" content=\"{height}\""),
        ] {
            assert!(html.contains(&meta), "{meta} in {page}");
        }
    }
}

/// Some that no XML may hold, or that are for no exchange of texts.
const NONCHARACTERS: [char; 5] = [
    '\u{fdd0}',
    '\u{fffe}',
    '\u{ffff}',
    '\u{1fffe}',
    '\u{10ffff}',
];

/// Returns the SVG of the card of an article with this title, and holds that it can be drawn.
fn drawn(title: &str) -> String {
    let folder = Folder::empty();
    let mut title = serde_json::to_string(title).expect("a string");
    // These stand in YAML as escapes alone (YAML 1.2.2, section 5.1).
    for forbidden in NONCHARACTERS {
        title = title.replace(forbidden, &format!("\\U{:08x}", u32::from(forbidden)));
    }
    folder.write("kaozheng.toml", CONFIGURATION).write(
        "content/articles/a/index.md",
        format!("---\ntitle: {title}\nsource: {{ publisher: {title} }}\n---\n\n正文。\n"),
    );
    let made = make(folder.root(), Drafts::Skip);
    let page = Page {
        path: "articles/a/card.png".to_owned(),
        kind: PageKind::Card {
            edition: 0,
            article: Some(0),
        },
    };
    let fonts = Fonts::of_machine();
    let (site, theme) = (&made.prepared.site, &made.prepared.theme);
    let card = render::card(site, &page, theme, fonts, (0, Some(0)));
    assert!(card.diagnostics.is_empty(), "{:?}", card.diagnostics);
    let picture = card.value.draw(fonts).expect("a picture");
    assert_eq!(dimensions(&picture), (1200, 630));
    card.value.svg
}

/// Returns the names of the elements of an XML text, and what it says.
fn parts(svg: &str) -> (Vec<String>, String) {
    let mut reader = quick_xml::Reader::from_str(svg);
    let (mut elements, mut said) = (Vec::new(), String::new());
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(element) | Event::Empty(element) => {
                elements.push(element.name().as_ref().to_owned());
            }
            Event::Text(text) => said += &text,
            Event::GeneralRef(reference) => {
                match reference.resolve_char_ref().expect("a character") {
                    Some(character) => said.push(character),
                    None => {
                        let known = quick_xml::escape::resolve_predefined_entity(&reference);
                        said += known.unwrap_or_else(|| panic!("{reference:?}"));
                    }
                }
            }
            Event::Eof => return (elements, said),
            _ => {}
        }
    }
}

#[test]
fn hostile_titles_are_text() {
    // How many lines there are is the title's business.
    let others = |mut elements: Vec<String>| {
        elements.retain(|name| name != "text");
        elements
    };
    let elements = others(parts(&drawn("題")).0);
    for title in [
        "</text><script>alert(1)</script>",
        "甲 & 乙 &lt; \"丙\" 'x' ]]>",
        "<image href=\"/etc/passwd\"/>{{ card.svg }}{% include 'x' %}",
        "😀👩‍👩‍👧‍👦🇹🇼",
        "\u{202e}倒過來\u{2066}甲",
        "שלום עולם 你好 مرحبا",
        "e\u{301}\u{323}\u{301}\u{301}\u{301}\u{301}字\u{fe00}\u{e0100}",
        "\u{8}\u{1b}[31m甲",
        "\u{20000}\u{2a6df}\u{30000}",
    ] {
        let (found, said) = parts(&drawn(title));
        assert_eq!(others(found), elements, "{title}");
        // The title as such, in lines, and as the outlet.
        let first: String = letters(title).chars().take(5).collect();
        let count = letters(&said).matches(&first).count();
        assert!(first.is_empty() || count >= 3, "{title}: {said}");
    }
}

#[test]
fn what_no_xml_may_hold_is_no_part_of_a_card() {
    for forbidden in NONCHARACTERS {
        let svg = drawn(&format!("甲{forbidden}乙"));
        roxmltree::Document::parse(&svg).expect("XML");
        assert!(!svg.contains(forbidden), "{forbidden:?}: {svg}");
        assert!(
            parts(&svg).1.contains("甲\u{fffd}乙"),
            "{forbidden:?}: {svg}"
        );
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric()).collect()
}

#[test]
fn long_titles_are_cut() {
    let long = [
        "長".repeat(500),
        "W".repeat(500),
        "e\u{301}".repeat(500),
        "long words ".repeat(99),
    ];
    for title in long {
        let (elements, said) = parts(&drawn(&title));
        let texts = elements.iter().filter(|name| *name == "text").count();
        // The site, four lines of the title, the facts.
        assert_eq!(texts, 6, "{title}");
        assert_eq!(said.matches('…').count(), 2, "{said}");
    }
}

#[test]
fn a_template_of_the_site_sees_what_is_written_down() {
    let structs = structs();
    let mut used = String::new();
    touch(&mut used, "card", "CardContext", &structs);
    let folder = site();
    folder.write(
        "templates/card.svg",
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"1\"><text>{used}</text></svg>"),
    );
    for path in CARDS {
        assert_eq!(dimensions(&build(&folder)[path]), (1200, 630));
    }
}

#[test]
fn a_template_that_makes_no_picture_is_a_problem() {
    let folder = site();
    folder.write("templates/card.svg", "<svg>{{ card.title }}");
    for command in ["build", "check"] {
        let run = run(&folder, &[command]);
        assert_eq!(run.exit, 1, "{}", run.stderr);
        assert_eq!(
            run.stderr.matches("[bad-card]").count(),
            1,
            "{}",
            run.stderr
        );
    }
    folder.write("templates/card.svg", "{{ card.nothing }}");
    let run = run(&folder, &["check"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    assert!(
        run.stderr.contains("templates/card.svg:1:"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_card_reads_no_file() {
    let folder = site();
    let red = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\" fill=\"red\"/></svg>";
    folder.write("red.svg", red);
    let path = folder.path("red.svg");
    let card = |image: &str| {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"120\" height=\"63\">{image}</svg>"
        );
        folder.write("templates/card.svg", svg);
        build(&folder)["card.png"].clone()
    };
    let blank = card("");
    let image = |href: &str| format!("<image width=\"9\" height=\"9\" href=\"{href}\"/>");
    assert!(card(&image(&path.display().to_string())) == blank);
    assert!(card(&image("red.svg")) == blank);
    let data = format!(
        "data:image/svg+xml,{}",
        red.replace('"', "%22")
            .replace('<', "%3C")
            .replace('>', "%3E")
    );
    assert!(
        card(&image(&data)) != blank,
        "what is part of the picture is drawn"
    );
}
