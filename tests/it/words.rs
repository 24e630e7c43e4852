//! Interface words: what a site says otherwise, and languages that it adds.

use std::path::Path;

use kaozheng::config::InterfaceLanguage;
use kaozheng::config::words::built_in;
use kaozheng::site::Drafts;

use crate::folder::{Folder, make, tree};

/// Returns a site with an article that has a note, in an edition for each tag.
fn site(configuration: &str) -> Folder {
    let folder = Folder::empty();
    folder.write("kaozheng.toml", format!("title = \"站\"\n{configuration}"));
    folder.write(
        "content/articles/a/index.md",
        "---\ntitle: 題\ndate: 2024-02-25\n---\n\n水是濕的[^a]。\n\n[^a]: **錯誤** 「水是濕的」：否。\n    - 據 推算\n    - 異議 甲：是。\n        - 乙：否。\n",
    );
    folder
}

#[test]
fn a_site_changes_single_words() {
    let folder = site("[words.zh-Hant]\narticles = \"文稿 <&>\"\n");
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    let page = made.text("articles/a/index.html");
    assert!(page.contains(">文稿 &lt;&amp;&gt;</a>"), "{page}");
    // The others are what they were, and so is the other edition.
    assert!(page.contains(">跳到正文</a>"), "{page}");
    assert!(
        made.text("zh-hans/articles/a/index.html")
            .contains(">文章</a>")
    );
}

#[test]
fn a_word_is_text_wherever_it_stands() {
    let names = "answer = \"<i>\"\ncolon = \"<b>\"\nlink_gone = \"<i>\"\nclose = \"\\\"><i>\"\n";
    let folder = site(&format!("[words.zh-Hant]\n{names}"));
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    let page = made.text("articles/a/index.html");
    assert!(page.contains("&lt;i&gt;"), "{page}");
    assert!(!page.contains("<i>") && !page.contains("<b><"), "{page}");
}

#[test]
fn a_region_goes_on_from_its_language() {
    let editions = "[[editions]]\ntag = \"zh-Hant\"\n[[editions]]\ntag = \"zh-Hant-HK\"\n";
    let words = "[words.zh-Hant-HK]\nhome = \"頁首\"\n[words.zh-Hant]\nskip = \"略過\"\n";
    let made = make(site(&format!("{editions}{words}")).root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    let page = made.text("zh-hant-hk/404.html");
    assert!(page.contains(">頁首</a>"), "{page}");
    assert!(page.contains(">略過</a>"), "{page}");
    assert!(made.text("404.html").contains(">首頁</a>"));
}

#[test]
fn a_site_adds_a_language() {
    let folder = site("");
    let own = folder.run(&["theme", "words", "zh-HK"]);
    assert_eq!((own.exit, own.stderr.as_str()), (0, ""));
    let run = folder.run(&["theme", "words", "fr"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(run.stderr.contains("those of `en`"), "{}", run.stderr);
    let table = run.stdout.replace("= \"Articles\"", "= \"Textes\"");
    let editions =
        "[[editions]]\ntag = \"zh-Hant\"\n[[editions]]\ntag = \"zh-Hans\"\ninterface = \"fr\"\n";
    let labels = "[verdicts.false]\nlabel = { fr = \"Faux\" }\nseal = { fr = \"F\" }\n";
    folder.write(
        "kaozheng.toml",
        format!("title = \"站\"\n{editions}{labels}{table}"),
    );
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    let page = made.text("zh-hans/articles/a/index.html");
    assert!(page.contains(">Textes</a>"), "{page}");
    assert!(
        page.contains("data-s=\"F\" aria-hidden=\"true\"></span>Faux"),
        "{page}"
    );
    // What has no label of its own is in English, and the text is that of the edition.
    assert!(page.contains("水是湿的"), "{page}");
    // A label is understood in every language.
    folder.write(
        "content/articles/b/index.md",
        "---\ntitle: 題\n---\n\n水[^a]。\n\n[^a]: **Faux** 「水」：否。\n    - 據 推算\n",
    );
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    assert!(made.text("articles/b/index.html").contains("</span>錯誤"));
}

#[test]
fn missing_words_are_warned_of_once() {
    let folder = site("[words.fr]\nhome = \"Accueil\"\n[[editions]]\ntag = \"fr\"\n");
    let run = folder.run(&["build"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert_eq!(
        run.stderr.matches("words-missing").count(),
        1,
        "{}",
        run.stderr
    );
    let page = std::fs::read_to_string(folder.path("public/404.html")).expect("a page");
    assert!(
        page.contains(">Accueil</a>") && page.contains(">Articles</a>"),
        "{page}"
    );
    assert_eq!(folder.run(&["build", "--strict"]).exit, 1);
}

#[test]
fn the_table_of_words_can_be_read_again() {
    let folder = site("[words.ko]\nhome = \"\\\"\\\\ \\u007f\\n\"\n");
    let run = folder.run(&["theme", "words", "ko"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    folder.write("kaozheng.toml", format!("title = \"站\"\n{}", run.stdout));
    let again = folder.run(&["theme", "words", "ko"]);
    assert_eq!(again.stdout, run.stdout, "{}", again.stderr);
    let check = folder.run(&["check", "--strict"]);
    assert_eq!(check.exit, 0, "{}", check.stderr);
    assert_eq!(folder.run(&["theme", "words", "../x"]).exit, 2);
    // The configuration may ask for it before it is there.
    let edition = "title = \"站\"\n[[editions]]\ntag = \"zh-Hant\"\ninterface = \"ko\"\n";
    folder.write("kaozheng.toml", edition);
    let run = folder.run(&["theme", "words", "ko"]);
    assert_eq!(
        (run.exit, run.stdout.lines().next()),
        (0, Some("[words.ko]")),
        "{}",
        run.stderr
    );
}

/// Returns the text of every file below a folder of the repository.
fn texts(folder: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = tree(&root).into_values();
    files
        .map(|bytes| String::from_utf8(bytes).expect("a text"))
        .collect()
}

#[test]
fn every_word_is_used() {
    let templates = texts("templates");
    let sources = texts("src");
    for name in built_in(InterfaceLanguage::English).all().keys() {
        let is_used = templates.contains(&format!("ui.{name}"))
            || sources.contains(&format!("\"{name}\""))
            || name.starts_with("alert_");
        assert!(is_used, "`{name}` stands nowhere");
    }
}

#[test]
fn interface_words_of_another_language_say_so() {
    let editions = "[[editions]]\ntag = \"zh-Hant\"\ninterface = \"en\"\n\
                    [[editions]]\ntag = \"zh-Hans\"\n";
    let made = make(site(editions).root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    let page = made.text("articles/a/index.html");
    for element in [
        "<a class=\"skip\" lang=\"en\"",
        "<nav class=\"menu\" lang=\"en\"",
        "role=\"doc-noteref\" lang=\"en\" aria-label=\"Note 1",
        "<p class=\"h\" lang=\"en\">",
        "<footer class=\"foot\" lang=\"en\">",
    ] {
        assert!(page.contains(element), "{element}: {page}");
    }
    assert!(page.contains("<html lang=\"zh-Hant\">"), "{page}");
    // Where it is that of the page nothing is said.
    let page = made.text("zh-hans/articles/a/index.html");
    assert!(page.contains("<footer class=\"foot\">"), "{page}");
    assert!(
        !page.contains(" lang=\"zh-Hans\" aria-label=\"註"),
        "{page}"
    );
}
