//! What holds for every site: the sample archive, the golden sites, and what proptest makes up.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use kaozheng::article::{self, Article, document};
use kaozheng::config::{self, Config};
use kaozheng::project::{Content, ContentKind};
use kaozheng::render::{self, Purpose, Shared, theme::Theme};
use kaozheng::site::{self, Drafts, PageKind, Parts, Site};
use kaozheng::{Checked, Diagnostic, diagnostic::Source};
use proptest::prelude::*;
use scraper::Html;

use crate::folder::{Folder, Made, make, tree};
use crate::page;

/// The repository, which is a site: the archive of its first article.
fn archive() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the folders of the golden sites.
pub fn golden_sites() -> Vec<PathBuf> {
    let mut sites: Vec<PathBuf> = std::fs::read_dir(archive().join("tests/sites"))
        .expect("the golden sites")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    sites.sort();
    sites
}

/// The sample archive and the golden sites, each made once.
pub static SITES: LazyLock<Vec<(String, Made)>> = LazyLock::new(|| {
    let sites = [archive().to_owned()].into_iter().chain(golden_sites());
    sites
        .map(|site| {
            let name = site.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), make(&site, Drafts::Include))
        })
        .collect()
});

/// An article's page in one edition.
struct Edition {
    /// The site and the path, for messages.
    name: String,
    tag: String,
    html: Html,
    /// Whether the text is that of the article and no conversion of it.
    is_original: bool,
}

/// Calls `check` with every article and plain page, and its page in each edition.
fn for_each_article(mut check: impl FnMut(&Site, &Article, &[Edition])) {
    let mut count = 0;
    for (name, made) in SITES.iter() {
        let site = &made.prepared.site;
        let contents = (site.articles.iter().enumerate())
            .map(|(index, article)| (article, true, index))
            .chain((site.pages.iter().enumerate()).map(|(index, page)| (page, false, index)));
        for (article, is_article, index) in contents {
            let is_it = |kind: &PageKind| match kind {
                PageKind::Article { article, .. } => is_article && *article == index,
                PageKind::Plain { page, .. } => !is_article && *page == index,
                _ => false,
            };
            let pages = made.prepared.plan.iter().filter(|page| is_it(&page.kind));
            let editions: Vec<Edition> = pages
                .map(|page| {
                    let (PageKind::Article { edition, .. } | PageKind::Plain { edition, .. }) =
                        page.kind
                    else {
                        unreachable!("filtered above")
                    };
                    let tag = site.config.editions[edition].tag.clone();
                    let conversion = site.conversion(article, edition);
                    Edition {
                        name: format!("{name}: {}", page.path),
                        tag,
                        html: page::parse(made.text(&page.path)),
                        is_original: conversion.is_identity() && article.written.is_empty(),
                    }
                })
                .collect();
            assert_eq!(editions.len(), site.config.editions.len());
            count += 1;
            check(site, article, &editions);
        }
    }
    assert!(count > 10, "there are {count} articles");
}

fn one<'a>(html: &'a Html, selector: &str) -> scraper::ElementRef<'a> {
    let found = page::all(html, selector);
    assert_eq!(found.len(), 1, "{selector}");
    found[0]
}

#[test]
fn the_sites_have_no_problem() {
    for (name, made) in SITES.iter() {
        assert!(made.diagnostics.is_empty(), "{name}:\n{}", made.report());
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    for site in [archive().to_owned()].into_iter().chain(golden_sites()) {
        let folder = Folder::copy_of(&site);
        let built = ["1", "4"].map(|threads| {
            let out = format!("out{threads}");
            let run = folder.run_with(
                &["build", "--drafts", "-o", &out],
                &[("RAYON_NUM_THREADS", threads)],
            );
            assert_eq!(run.exit, 0, "{}", run.stderr);
            tree(&folder.path(&out))
        });
        assert!(built[0].len() > 5);
        assert!(built[0] == built[1], "{}", site.display());
    }
}

#[test]
fn trees_that_are_made_again_give_the_same_bytes() {
    for path in [archive().to_owned()].into_iter().chain(golden_sites()) {
        let mut made = make(&path, Drafts::Include);
        let site = &mut made.prepared.site;
        let texts = site.articles.iter_mut().chain(&mut site.pages);
        let texts = texts.chain(&mut site.front);
        texts.for_each(Article::drop_tree);
        let (site, theme) = (&made.prepared.site, &made.prepared.theme);
        for page in &made.prepared.plan {
            if !matches!(page.kind, PageKind::File(_) | PageKind::SearchFile(_)) {
                let shared = Shared::default();
                let again = render::render(site, page, theme, Purpose::Publication, &shared).value;
                assert!(again == made.files[&page.path], "{}", page.path);
            }
        }
    }
}

/// Returns the article's body as plain text.
fn plain_text(article: &Article, config: &Config) -> String {
    document::plain_text(&document(article, config).blocks)
}

#[test]
fn the_body_is_the_text_of_its_source() {
    let (_, archive) = &SITES[0];
    let site = &archive.prepared.site;
    assert!(!site.articles.is_empty());
    for article in &site.articles {
        let path = Path::new(&article.source.path).with_file_name("source.txt");
        let source = std::fs::read_to_string(self::archive().join(path)).expect("the source");
        // Title and byline stand in the front matter, and what follows the article does too.
        let body = source
            .split_once("\n相關問題答案")
            .map_or(&*source, |(body, _)| body);
        let paragraphs: Vec<&str> = body.split("\n\n").skip(2).collect();
        let expected = page::folded(&paragraphs.join("\n"));
        assert!(expected.chars().count() > 1000);
        // A list's numbers are markup in the one and text in the other.
        assert_eq!(page::folded(&plain_text(article, &site.config)), expected);
    }
}

#[test]
fn all_editions_have_the_same_structure() {
    for_each_article(|_, _, editions| {
        for selector in [".t", ".notes"] {
            let structures: Vec<String> = editions
                .iter()
                .map(|edition| page::structure(&edition.html, selector))
                .collect();
            for (structure, edition) in structures.iter().zip(editions).skip(1) {
                assert_eq!(*structure, structures[0], "{}", edition.name);
            }
        }
    });
}

#[test]
fn code_addresses_and_quotations_are_verbatim() {
    let mut seen = [0; 3];
    for_each_article(|_, _, editions| {
        let verbatim = |edition: &Edition, count: &mut [usize; 3]| -> Vec<String> {
            let selectors = [".t code", "a[rel=external]", ".quote"];
            let mut found = Vec::new();
            for (index, selector) in selectors.into_iter().enumerate() {
                for element in page::all(&edition.html, selector) {
                    count[index] += 1;
                    found.push(match element.attr("href") {
                        Some(href) => href.to_owned(),
                        None => page::text(element),
                    });
                }
            }
            found
        };
        let first = verbatim(&editions[0], &mut seen);
        for edition in &editions[1..] {
            assert_eq!(verbatim(edition, &mut seen), first, "{}", edition.name);
        }
    });
    assert!(seen.iter().all(|count| *count > 0), "{seen:?}");
}

#[test]
fn an_original_shows_the_text_unchanged() {
    let mut count = 0;
    for_each_article(|site, article, editions| {
        // Raw HTML is no part of the plain text.
        if site.config.markdown.raw_html {
            return;
        }
        let mut expected = plain_text(article, &site.config);
        expected.retain(|character| !character.is_whitespace());
        for edition in editions.iter().filter(|edition| edition.is_original) {
            let body = one(&edition.html, ".t");
            // The proposed readings, captions, remote images' links, and the titles of alerts.
            let left_out = ["ins", "figcaption", ".remote", ".alert"];
            let mut shown = page::text_without(body, &left_out);
            shown.retain(|character| !character.is_whitespace());
            assert_eq!(shown, expected, "{}", edition.name);
            count += 1;
        }
    });
    assert!(count > 5);
}

#[test]
fn what_a_note_is_about_is_marked() {
    let mut count = 0;
    for_each_article(|site, article, editions| {
        let document = document(article, &site.config);
        for edition in editions {
            let marked = marked_texts(&edition.html);
            for note in &document.notes {
                let Some(lemma) = &note.lemma else {
                    assert!(!marked.contains_key(note.id.as_str()), "{}", edition.name);
                    continue;
                };
                let text = marked
                    .get(note.id.as_str())
                    .unwrap_or_else(|| panic!("{}: {} is not marked", edition.name, note.id));
                // Once for each reference that the words stand before.
                let times = places(&document)[note.id.as_str()];
                let expected = lemma.text.repeat(times);
                match lemma.text.split_once("……") {
                    _ if !edition.is_original => assert!(!text.is_empty()),
                    Some((first, last)) if *text != expected => {
                        let is_it = text.starts_with(first) && text.ends_with(last);
                        assert!(is_it, "{}: {text} for {}", edition.name, lemma.text);
                    }
                    _ => assert_eq!(*text, expected, "{}: {}", edition.name, note.id),
                }
                count += 1;
            }
        }
    });
    assert!(count > 100, "{count}");
}

/// Returns how often the words of each note stand before a reference to it; the first one they always do.
fn places(document: &document::Document) -> HashMap<&str, usize> {
    let mut places = HashMap::new();
    let mut count = |leaf: &document::Leaf| {
        let mut text = String::new();
        document::for_each_inline(leaf, &mut |inline| match inline {
            document::Inline::Text(piece)
            | document::Inline::Code(piece)
            | document::Inline::Math { text: piece, .. } => text.push_str(&piece.text),
            document::Inline::HardBreak => text.push('\n'),
            document::Inline::Reference(reference) => {
                let note = &document.notes[reference.note];
                let lemma = note.lemma.as_ref().map_or("", |lemma| &lemma.text);
                let end = lemma.rsplit("……").next().unwrap_or_default();
                if reference.occurrence == 1 || text.ends_with(end) {
                    *places.entry(note.id.as_str()).or_default() += 1;
                }
            }
            _ => {}
        });
    };
    document::for_each_leaf(&document.blocks, &mut count);
    for note in &document.notes {
        note.for_each_leaf(&mut count);
    }
    places
}

/// Returns the text that each note marks in the body, without what is proposed for it. A note's
/// own words may be the words of another note: those are not the body's.
fn marked_texts(html: &Html) -> HashMap<String, String> {
    let mut texts: HashMap<String, String> = HashMap::new();
    for element in page::all(html, ".t [data-notes], .notes [data-notes]") {
        let piece = page::text_without(element, &["ins"]);
        for id in element.attr("data-notes").expect("selected").split(' ') {
            texts.entry(id.to_owned()).or_default().push_str(&piece);
        }
    }
    texts
}

#[test]
fn every_reference_and_every_note_has_its_role_and_its_way_back() {
    for_each_article(|site, article, editions| {
        let document = document(article, &site.config);
        for edition in editions {
            let html = &edition.html;
            let references: usize = document.notes.iter().map(|note| note.references).sum();
            let points = page::all(html, "[role=doc-noteref]");
            assert_eq!(points.len(), references, "{}", edition.name);
            let back: HashSet<&str> = page::all(html, "[role=doc-backlink]")
                .iter()
                .filter_map(|link| link.attr("href"))
                .collect();
            for point in points {
                let id = point.attr("id").expect("a reference has a name");
                assert!(
                    back.contains(format!("#{id}").as_str()),
                    "{}: {id}",
                    edition.name
                );
            }
            let emendations = page::all(html, ".t ins").len();
            let places = places(&document);
            // One that leaves out its middle proposes something at both ends.
            let omits = |quoted: &Option<document::Quoted>| {
                usize::from(
                    quoted
                        .as_ref()
                        .is_some_and(|quoted| quoted.text.contains("……")),
                )
            };
            let readings = document.notes.iter().filter(|note| note.reading.is_some());
            let expected: usize = readings
                .map(|note| {
                    (1 + omits(&note.lemma) * omits(&note.reading)) * places[note.id.as_str()]
                })
                .sum();
            assert_eq!(emendations, expected, "{} {}", edition.name, edition.tag);
        }
    });
}

#[test]
fn names_are_unique_and_links_lead_somewhere() {
    for (name, made) in SITES.iter() {
        let pages: HashMap<&str, (Html, HashSet<String>)> = made
            .pages()
            .map(|(path, text)| {
                let html = page::parse(text);
                let mut ids = HashSet::new();
                for element in page::all(&html, "[id]") {
                    let id = element.attr("id").expect("selected").to_owned();
                    assert!(ids.insert(id.clone()), "{name}: {path} has {id:?} twice");
                }
                (path, (html, ids))
            })
            .collect();
        for (path, (html, _)) in &pages {
            for (attribute, element) in ["href", "src"].into_iter().flat_map(|attribute| {
                page::all(html, &format!("[{attribute}]"))
                    .into_iter()
                    .map(move |element| (attribute, element))
            }) {
                let link = element.attr(attribute).expect("selected");
                if let Some(problem) = broken(made, &pages, path, link) {
                    panic!("{name}: {path} has a link {link:?}: {problem}");
                }
            }
        }
    }
}

/// Returns why a link of a page leads nowhere.
fn broken(
    made: &Made,
    pages: &HashMap<&str, (Html, HashSet<String>)>,
    page: &str,
    link: &str,
) -> Option<String> {
    let base = made.prepared.site.config.base_url.as_deref();
    let (link, fragment) = link.split_once('#').unwrap_or((link, ""));
    let link = link.split('?').next().unwrap_or_default();
    // The page for missing pages is served for any address: its links begin at the root.
    let root = base.and_then(|base| base.splitn(4, '/').nth(3));
    let root = format!("/{}", root.unwrap_or_default());
    let rooted = match base.and_then(|base| link.strip_prefix(base)) {
        Some(rest) => Some(rest),
        None if page.ends_with("404.html") => link.strip_prefix(&root),
        None => None,
    };
    let (link, mut parts) = match rooted {
        Some(rest) => (rest, Vec::new()),
        None if link.contains(':') || link.starts_with("//") => return None,
        None if link.starts_with('/') => return Some("it begins at the root".to_owned()),
        None => (link, page.split('/').collect::<Vec<&str>>()),
    };
    if !link.is_empty() {
        parts.pop();
    }
    for part in link.split('/').filter(|part| !part.is_empty()) {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    let mut target = percent_encoding::percent_decode_str(&parts.join("/"))
        .decode_utf8_lossy()
        .into_owned();
    if link.ends_with('/') || link.ends_with("..") || target.is_empty() {
        let slash = if target.is_empty() { "" } else { "/" };
        target = format!("{target}{slash}index.html");
    }
    if !made.files.contains_key(&target) {
        return Some(format!("there is no {target}"));
    }
    let fragment = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
    let is_there = match pages.get(target.as_str()) {
        Some((_, ids)) => fragment.is_empty() || ids.contains(fragment.as_ref()),
        None => fragment.is_empty(),
    };
    (!is_there).then(|| format!("{target} has no {fragment}"))
}

#[test]
fn pages_are_balanced_and_valid_enough() {
    for (name, made) in SITES.iter() {
        for (path, text) in made.pages() {
            assert_eq!(page::unbalanced(text), None, "{name}: {path}");
            let errors = page::parse(text).errors;
            assert!(errors.is_empty(), "{name}: {path}: {errors:?}");
        }
    }
}

#[test]
fn every_page_has_its_twins() {
    for (name, made) in SITES.iter() {
        let editions = &made.prepared.site.config.editions;
        let below = |path: &str| -> (String, String) {
            let tree = editions.iter().skip(1).find_map(|edition| {
                let rest = path.strip_prefix(&format!("{}/", edition.path))?;
                Some((edition.tag.clone(), rest.to_owned()))
            });
            tree.unwrap_or((editions[0].tag.clone(), path.to_owned()))
        };
        let mut trees: HashMap<String, HashSet<String>> = HashMap::new();
        let is_redirect = |path: &str| made.text(path).contains("http-equiv=\"refresh\"");
        for (path, _) in made.pages().filter(|(path, _)| !is_redirect(path)) {
            let (tag, rest) = below(path);
            trees.entry(tag).or_default().insert(rest);
        }
        // A page of the site's own, from `content/` or `static/`, is none of an edition.
        let own: HashSet<&str> = made
            .prepared
            .plan
            .iter()
            .filter(|page| matches!(page.kind, PageKind::File(_)))
            .map(|page| page.path.as_str())
            .collect();
        let first = &editions[0].tag;
        trees
            .get_mut(first)
            .expect("the primary edition")
            .retain(|path| !own.contains(path.as_str()));
        for edition in editions {
            assert_eq!(trees[&edition.tag], trees[first], "{name}: {}", edition.tag);
        }
    }
}

// What proptest makes up.

static CONFIG: LazyLock<Config> = LazyLock::new(|| configuration("title = \"站\""));
static CONFIG_WITH_HTML: LazyLock<Config> =
    LazyLock::new(|| configuration("title = \"站\"\n[markdown]\nraw_html = true\nmath = true"));
static CONFIG_WITH_PHRASES: LazyLock<Config> =
    LazyLock::new(|| configuration("title = \"站\"\n[conversion]\nphrases = true"));
static THEME: LazyLock<Theme> = LazyLock::new(|| {
    let folder = Folder::site();
    folder.article("a");
    make(folder.root(), Drafts::Skip).prepared.theme
});

fn configuration(text: &str) -> Config {
    let checked = config::read(&Source::new("kaozheng.toml", text));
    assert!(checked.diagnostics.is_empty());
    checked.value
}

fn parsed(body: &str, config: &Config) -> Checked<Article> {
    parsed_with("language: zh-Hant", body, config)
}

fn parsed_with(front: &str, body: &str, config: &Config) -> Checked<Article> {
    let text = format!("---\ntitle: 題\n{front}\n---\n\n{body}");
    let content = Content {
        written: Vec::new(),
        sources: None,
        kind: ContentKind::Article,
        slug: "a".to_owned(),
        source: Arc::clone(&Source::new("content/articles/a/index.md", text)),
        assets: Vec::new(),
    };
    article::parse(&content, config)
}

/// Returns the pages of one article in both editions.
fn rendered(article: Article, config: &Config) -> Vec<String> {
    let parts = Parts {
        lacks_content: false,
        header: None,
        footer: None,
        glossary: Vec::new(),
        content: vec![article],
        loose_assets: Vec::new(),
        static_files: Vec::new(),
        theme_files: Vec::new(),
        has_card_fonts: false,
        answers: Default::default(),
        drafts: Drafts::Skip,
    };
    let site = site::assemble(parts, config.clone()).value;
    let plan = site::plan(&site).value;
    let is_article = |kind: &PageKind| matches!(kind, PageKind::Article { .. });
    let pages = plan.iter().filter(|page| is_article(&page.kind));
    pages
        .map(|page| {
            let bytes = render::render(
                &site,
                page,
                &THEME,
                Purpose::Publication,
                &Shared::default(),
            )
            .value;
            String::from_utf8(bytes).expect("UTF-8")
        })
        .collect()
}

/// Returns text of pieces that mean something in Markdown, in notes, in HTML, or in Chinese.
fn markup() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "[",
        "]",
        "(",
        ")",
        "[^a]",
        "[^b]",
        "\n[^a]: ",
        "\n[^b]: **校** 「",
        "\n[^c]: **錯誤** “",
        "^",
        ":",
        ">",
        "- ",
        "1. ",
        "# ",
        "|",
        "\n|-|\n",
        "\n\n",
        "\n",
        "    ",
        "\\",
        "「",
        "」",
        "……",
        "→",
        "：",
        "。",
        "，",
        "漢字",
        "後面",
        "発",
        "word",
        "5.5%",
        "&amp;",
        "&#x4e00;",
        "<b>",
        "</b>",
        "<br>",
        "<p>",
        "<!--",
        "-->",
        "<",
        "\"",
        "![",
        "](x)",
        "](/)",
        "<https://x.y/>",
        "\t",
        "é",
        "👩‍🔬",
        "\u{fdd0}",
        "\u{200b}",
        "    - 據 ",
        "    - 信心 高",
        "    - 參見 [^a]",
        "- [x] ",
        "---\n",
        "=",
        "&",
        "'",
        "\r\n",
        "-{",
        "}-",
        "[x]: /\n",
        "<script>",
        "<a href='javascript:x'>",
        "</p>",
    ];
    proptest::collection::vec(proptest::sample::select(PIECES), 0..60)
        .prop_map(|pieces| pieces.concat())
}

/// Returns paragraphs of plain characters; none of them is markup where it stands.
fn paragraphs() -> impl Strategy<Value = Vec<String>> {
    let characters =
        "一丁七萬丈三上下不與丑專且世丘丙業發髮臺台里裡乾干後后面麵，。「」、0129aZ%é\u{20bb7}";
    let characters: Vec<char> = characters.chars().collect();
    let paragraph = proptest::collection::vec(proptest::sample::select(characters), 1..40);
    let paragraph = paragraph.prop_map(|paragraph| format!("文{}", String::from_iter(paragraph)));
    proptest::collection::vec(paragraph, 1..5)
}

/// Returns paragraphs with words that become others as a whole.
fn paragraphs_with_words() -> impl Strategy<Value = Vec<String>> {
    const WORDS: &[&str] = &["滑鼠", "網際網路", "軟體", "程式", "後面", "甲", "乙", "。"];
    let paragraph = proptest::collection::vec(proptest::sample::select(WORDS), 1..8);
    let paragraph = paragraph.prop_map(|words| format!("文{}", words.concat()));
    proptest::collection::vec(paragraph, 1..3)
}

/// A note on a stretch of a paragraph, which is chosen by fractions of its length.
#[derive(Debug, Clone)]
struct Mark {
    paragraph: usize,
    start: usize,
    length: usize,
    is_emendation: bool,
}

fn marks() -> impl Strategy<Value = Vec<Mark>> {
    let mark = (0..100_usize, 0..100_usize, 1..30_usize, any::<bool>());
    let mark = mark.prop_map(|(paragraph, start, length, is_emendation)| Mark {
        paragraph,
        start,
        length,
        is_emendation,
    });
    proptest::collection::vec(mark, 0..8)
}

/// Returns the paragraphs with notes on them, and the lemma of each note.
fn annotated(paragraphs: &[String], marks: &[Mark]) -> (String, Vec<String>) {
    // References by the paragraph and the character they stand before, in the order of the text.
    let mut references: Vec<(usize, usize, usize)> = Vec::new();
    let mut notes = String::new();
    let mut lemmas = Vec::new();
    for (number, mark) in marks.iter().enumerate() {
        let paragraph = mark.paragraph % paragraphs.len();
        let characters: Vec<char> = paragraphs[paragraph].chars().collect();
        let start = mark.start % characters.len();
        let end = (start + mark.length).min(characters.len());
        let lemma: String = characters[start..end].iter().collect();
        references.push((paragraph, end, number));
        // The text may have odd marks of any kind but the western ones.
        notes += &match mark.is_emendation {
            true => format!("\n[^n{number}]: **校** “{lemma}”→“擬讀{number}”：理由。\n"),
            false => format!("\n[^n{number}]: **意見** “{lemma}”：理由。\n"),
        };
        lemmas.push(lemma);
    }
    references.sort_unstable();
    let mut text = String::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        for (offset, character) in paragraph.chars().chain(['\n']).enumerate() {
            for (_, _, number) in references
                .iter()
                .filter(|(paragraph, end, _)| (*paragraph, *end) == (index, offset))
            {
                text += &format!("[^n{number}]");
            }
            text.push(character);
        }
        text.push('\n');
    }
    (text + &notes, lemmas)
}

fn show(diagnostics: &[Diagnostic]) -> String {
    let style = kaozheng::report::Style::Plain;
    let texts = diagnostics.iter();
    texts
        .map(|one| kaozheng::report::text(one, style) + "\n")
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn notes_do_not_change_the_text(paragraphs in paragraphs(), marks in marks()) {
        let (text, lemmas) = annotated(&paragraphs, &marks);
        let bare = parsed(&annotated(&paragraphs, &[]).0, &CONFIG);
        let article = parsed(&text, &CONFIG);
        // Emendations may be of the same words.
        let is_overlap = |diagnostic: &Diagnostic| diagnostic.code == "emendations-overlap";
        prop_assert!(
            article.diagnostics.iter().all(is_overlap), "{text}\n{}", show(&article.diagnostics)
        );
        let plain = plain_text(&article.value, &CONFIG);
        prop_assert_eq!(&plain, &plain_text(&bare.value, &CONFIG));
        prop_assert_eq!(plain.lines().collect::<Vec<_>>(), paragraphs);
        let document = document(&article.value, &CONFIG);
        let (plain, spans) = document::plain_text_and_spans(&document);
        for (note, span) in document.notes.iter().zip(&spans) {
            let lemma = &lemmas[note.id[1..].parse::<usize>().expect("a number")];
            prop_assert_eq!(span.clone().map(|span| &plain[span]), Some(lemma.as_str()));
        }
        let pages = rendered(article.value, &CONFIG);
        let [original, derived] = [0, 1].map(|index| page::parse(&pages[index]));
        let marked = marked_texts(&original);
        for (number, lemma) in lemmas.iter().enumerate() {
            prop_assert_eq!(marked.get(&format!("n{number}")), Some(lemma), "{}", text);
        }
        for selector in [".t", ".notes"] {
            prop_assert_eq!(
                page::structure(&original, selector),
                page::structure(&derived, selector)
            );
        }
        // A text converted with its notes is the text converted without them.
        let bare = rendered(bare.value, &CONFIG);
        let shown = |html: &str| {
            let html = page::parse(html);
            page::text_without(one(&html, ".t"), &["ins"])
        };
        prop_assert_eq!(shown(&pages[1]), shown(&bare[1]));
    }

    #[test]
    fn notes_on_parts_of_words_do_not_change_the_text(
        paragraphs in paragraphs_with_words(), marks in marks()
    ) {
        let front = "language: zh-Hant-TW\nconversion: { rules: [\"zh-hant:網際網路;zh-hans:互联网\"] }";
        let [with, without] = [&marks[..], &[]].map(|marks| {
            let (text, _) = annotated(&paragraphs, marks);
            let article = parsed_with(front, &text, &CONFIG_WITH_PHRASES);
            rendered(article.value, &CONFIG_WITH_PHRASES).swap_remove(1)
        });
        let [with, without] = [with, without].map(|html| page::parse(&html));
        let shown = |html: &Html| page::text_without(one(html, ".t"), &["ins"]);
        prop_assert_eq!(shown(&with), shown(&without));
        for mark in page::all(&with, ".t mark") {
            prop_assert!(!page::text_without(mark, &["ins"]).is_empty(), "{}", mark.html());
        }
        let marked = marked_texts(&with);
        for number in 0..marks.len() {
            let text = marked.get(&format!("n{number}"));
            prop_assert!(text.is_some_and(|text| !text.is_empty()), "n{}", number);
        }
    }

    #[test]
    fn any_markdown_is_read_and_written(body in markup()) {
        for config in [&*CONFIG, &*CONFIG_WITH_HTML] {
            let article = parsed(&body, config);
            for diagnostic in &article.diagnostics {
                kaozheng::report::text(diagnostic, kaozheng::report::Style::Plain);
                for place in &diagnostic.places {
                    prop_assert!(place.source.text().get(place.range.clone()).is_some());
                }
            }
            for html in rendered(article.value, config) {
                prop_assert_eq!(page::unbalanced(&html), None);
                prop_assert!(!html.contains("<script>"), "{}", html);
                let parsed = page::parse(&html);
                for link in page::all(&parsed, "[href^='javascript:'], [onclick], .t script") {
                    prop_assert!(false, "{} in {}", link.html(), html);
                }
                prop_assert!(!html.contains('\u{fdd1}'), "a pad is left: {}", html);
            }
        }
    }

    #[test]
    fn any_front_matter_is_read(yaml in "[-a-z:#&*!|>'\"%@`{}\\[\\], \n0-9題~.]{0,60}") {
        let text = format!("---\n{yaml}\n---\n\n正文。\n");
        let source = Source::new("content/articles/a/index.md", text);
        let content = Content {
            written: Vec::new(),
            sources: None,
            kind: ContentKind::Article,
            slug: "a".to_owned(),
            source,
            assets: Vec::new(),
        };
        let article = article::parse(&content, &CONFIG);
        let has_title = !article.value.front_matter.title.is_empty();
        prop_assert!(has_title || !article.diagnostics.is_empty());
        for diagnostic in &article.diagnostics {
            kaozheng::report::text(diagnostic, kaozheng::report::Style::Plain);
        }
    }

    #[test]
    fn any_configuration_is_read(toml in "[-a-z=#'\"{}\\[\\], \n0-9題.]{0,60}") {
        for diagnostic in config::read(&Source::new("kaozheng.toml", toml)).diagnostics {
            kaozheng::report::text(&diagnostic, kaozheng::report::Style::Plain);
        }
    }
}
