//! The table `[theme]`: what it makes of every page, in each edition.

use std::path::Path;

use kaozheng::site::Drafts;

use crate::folder::{Folder, Made, make};
use crate::page;

/// A picture of 2 by 1 pixels (GIF).
const LOGO: &[u8] = b"GIF89a\x02\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x02\x84\x0a\0;";

/// Makes a site of an article and a page with a table `[theme]`.
fn made(theme: &str) -> Made {
    let folder = Folder::empty();
    let configuration =
        format!("title = \"站\"\nbase_url = \"https://example.org/sub/\"\n[theme]\n{theme}\n");
    folder.write("kaozheng.toml", configuration).article("a");
    folder.write("content/about.md", "---\ntitle: 關於\n---\n\n說明。\n");
    folder.write("static/logo.gif", LOGO);
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    made
}

/// Holds that a table `[theme]` makes just this sheet, and that all pages refer to it.
fn check_sheet(theme: &str, expected: &str) {
    let made = made(theme);
    assert_eq!(made.text("site.css"), expected);
    for (path, page) in made.pages() {
        assert_eq!(page.matches("site.css?v=").count(), 1, "{path}");
        assert!(
            !page.contains("<style") && !page.contains(" style="),
            "{path}"
        );
    }
}

#[test]
fn colours_are_for_light_and_for_dark_pages() {
    check_sheet(
        "colours = { paper = { light = \"#ffffff\", dark = \"#000000\" }, rule = \"#808080\" }",
        "@media screen{:root{--paper:light-dark(#ffffff,#000000);--rule:light-dark(#808080,#808080)}}\n",
    );
}

#[test]
fn a_verdict_of_the_site_has_its_colour_and_can_be_the_only_one_shown() {
    let only = ":root:has(#kz-only [value=\"joke\"]:checked) :is([data-v=\"joke\"],[data-u=\"joke\"]){--off:initial}\n";
    let verdict = "[verdicts.joke]\nlabel = \"戲言\"\n";
    check_sheet(verdict, only);
    check_sheet(
        &format!("{verdict}colour = {{ light = \"#123456\", dark = \"#abcdef\" }}"),
        &format!(
            "[data-v=\"joke\"]{{--v:light-dark(#123456,#abcdef)}}[data-u=\"joke\"]{{--u:light-dark(#123456,#abcdef)}}\n{only}"
        ),
    );
    check_sheet(
        "[verdicts.false]\ncolour = \"#123456\"\ncolour_dark = \"#abcdef\"",
        "[data-v=\"false\"]{--v:light-dark(#123456,#abcdef)}[data-u=\"false\"]{--u:light-dark(#123456,#abcdef)}\n",
    );
}

#[test]
fn browsers_are_told_the_colour_of_the_paper() {
    let check = |theme: &str, light: &str, dark: &str| {
        for (path, page) in made(theme).pages() {
            for (scheme, colour) in [("light", light), ("dark", dark)] {
                let meta = format!(
                    "<meta name=\"theme-color\" content=\"{colour}\" media=\"(prefers-color-scheme:{scheme})\">"
                );
                assert!(page.contains(&meta), "{path}: no {meta}");
            }
        }
    };
    check("", "#fbfaf6", "#161513");
    let colours = "colours.paper = { light = \"#fffffe\", dark = \"#000001\" }";
    check(colours, "#fffffe", "#000001");
}

#[test]
fn fonts_are_for_parts_and_languages() {
    check_sheet(
        "fonts.text = \"思源宋體\"",
        "[lang][lang]{font-family:\"思源宋體\",sans-serif}\n",
    );
    check_sheet(
        "[theme.fonts]\n\
         text = { zh-Hant-HK = [\"A\"], zh-Hant = [\"Noto Serif TC\", \"serif\"], ja = \"B\" }\n\
         headings = { zh-Hans = [\"C\", \"ui-serif\"] }\n\
         code = [\"Iosevka\"]\n",
        "[lang][lang] :is(code,pre,kbd,samp){font-family:\"Iosevka\",monospace}\n\
         [lang]:is(:lang(ja)){font-family:\"B\",sans-serif}\n\
         [lang]:is(:lang(zh-Hant),:lang(zh-TW),:lang(zh-HK),:lang(zh-MO)){font-family:\"Noto Serif TC\",serif}\n\
         [lang] :is(h1,h2,h3,h4,h5,h6):is(:lang(zh-Hans),:lang(zh-CN),:lang(zh-SG)){font-family:\"C\",ui-serif}\n\
         [lang]:is(:lang(zh-Hant-HK)){font-family:\"A\",sans-serif}\n",
    );
}

#[test]
fn size_and_measure_are_for_the_screen() {
    check_sheet(
        "size = 20\nmeasure = 38",
        "@media screen{:root{--fs:1.25rem;--measure:calc(38*var(--fs))}}\n",
    );
}

#[test]
fn a_site_that_asks_for_nothing_has_no_sheet() {
    let made = made("footer = '頁尾'");
    assert!(!made.files.contains_key("site.css"));
    assert!(made.pages().all(|(_, page)| !page.contains("site.css")));
}

#[test]
fn header_and_footer_are_markdown_in_the_script_of_the_edition() {
    let made = made(
        "header = '**試營運**中'\nfooter = '''\n- [關於](/about/)\n- [這篇](content/articles/a/index.md)\n\n> 內容依 <b>CC</b> 授權，「軟體」與-{軟體}-。\n'''\n",
    );
    let check = |path: &str, expected: &[&str]| {
        let page = made.text(path);
        for part in expected {
            assert!(page.contains(part), "{path}: no {part} in {page}");
        }
        let html = page.trim_start_matches("<!doctype html>");
        assert_eq!(page::unbalanced(html), None, "{path}");
    };
    check(
        "articles/a/index.html",
        &[
            "<aside class=\"top\" aria-label=\"站\"><p><strong>試營運</strong>中</p></aside>",
            "<a href=\"../../about/\">關於</a>",
            "<a href=\"./\">這篇</a>",
            "<blockquote><p>內容依 &lt;b&gt;CC&lt;/b&gt; 授權，「軟體」與軟體。</p></blockquote>",
        ],
    );
    check(
        "zh-hans/articles/a/index.html",
        &[
            "<strong>试营运</strong>中",
            "<a href=\"../../about/\">关于</a>",
            "“软体”与軟體。",
        ],
    );
    check(
        "zh-hans/404.html",
        &["<a href=\"/sub/zh-hans/about/\">关于</a>"],
    );
    assert!(made.text("site.css").contains(".top{"));
}

#[test]
fn a_header_may_be_written_with_any_line_ends() {
    for lines in ["'''\n甲[無](/none/)\n'''", "'''\r\n甲[無](/none/)\r\n'''"] {
        let folder = Folder::site();
        folder.article("a");
        let theme = format!("title = \"站\"\r\n[theme]\r\nheader = {lines}\r\n");
        folder.write("kaozheng.toml", theme);
        let run = folder.run(&["check"]);
        assert_eq!(run.exit, 1, "{}", run.stderr);
        assert!(run.stderr.contains("kaozheng.toml:4:2\n"), "{}", run.stderr);
    }
}

#[test]
fn a_logo_keeps_its_room() {
    let made = made("logo = \"logo.gif\"");
    let logo = "<img src=\"../../logo.gif\" width=\"48\" height=\"24\" alt=\"\">站</a>";
    assert!(made.text("articles/a/index.html").contains(logo));
    let logo = "<img src=\"/sub/logo.gif\" width=\"48\" height=\"24\" alt=\"\">站</a>";
    assert!(made.text("404.html").contains(logo));
}

#[test]
fn a_sheet_of_the_site_is_linked() {
    let folder = Folder::site();
    folder
        .article("a")
        .write("static/site.css", "h1{color:red}");
    let made = make(folder.root(), Drafts::Skip);
    assert!(made.diagnostics.is_empty(), "{}", made.report());
    assert_eq!(made.text("site.css"), "h1{color:red}");
    assert!(made.text("index.html").contains("href=\"site.css?v="));
}

/// The page about theming is true: its configuration is one, and its words are.
#[test]
fn the_examples_of_the_page_about_theming_can_be_used() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/theming.md");
    let page = std::fs::read_to_string(page).expect("the page");
    let parts: Vec<&str> = page.split("```toml\n").skip(1).collect();
    assert_eq!(parts.len(), 4);
    let example = |index: usize| parts[index].split("```").next().expect("an example");
    let folder = Folder::empty();
    let run = folder
        .write("kaozheng.toml", "title = \"站\"\n")
        .run(&["theme", "words", "fr"]);
    folder
        .article("a")
        .write(
            "static/logo.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        )
        .write("content/about.md", "---\ntitle: 關於\n---\n\n說明。\n");
    for configuration in [
        example(0).to_owned(),
        format!("title = \"站\"\n{}", example(1)),
        format!("title = \"站\"\n{}", example(2)),
        format!("title = \"站\"\n{}\n{}", example(3), run.stdout),
    ] {
        folder.write("kaozheng.toml", &configuration);
        let mut made = make(folder.root(), Drafts::Skip);
        // Whether there are fonts for cards is a matter of the machine.
        made.diagnostics
            .retain(|it| it.code != "cards-without-font");
        assert!(made.diagnostics.is_empty(), "{}", made.report());
    }
}
