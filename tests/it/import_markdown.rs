//! Markdown of other programs: which of their fields are read, and what is no text to be published.

use kaozheng::import::bundle::Bundle;

use crate::folder::Folder;
use crate::import_formats::import;

/// Imports a text behind the given front matter.
fn with(front_matter: &str) -> Bundle {
    let text = format!("{front_matter}\n正文第一段，說明了事情的經過。\n");
    import("a.md", text.as_bytes())
}

/// Holds that the front matter of the article has these lines.
fn check(front_matter: &str, lines: &[&str]) {
    let index = with(front_matter).index;
    for line in lines {
        let is_there = index.lines().any(|it| it == *line);
        assert!(is_there, "no {line:?}\n{front_matter}\n{index}");
    }
    assert!(
        index.ends_with("\n正文第一段，說明了事情的經過。\n"),
        "{index}"
    );
}

#[test]
fn fields_of_jekyll() {
    check(
        "---\nlayout: post\ntitle: 題\npublished: false\ndate: 2024-02-05\n---",
        &["date: 2024-02-05", "draft: true"],
    );
    check(
        "---\ntitle: 題\npublished: true\ndate: 2024-02-05\nauthor:\n  name: 王五\n---",
        &["date: 2024-02-05", "draft: false", "  author: 王五"],
    );
}

#[test]
fn spaces_divide_the_tags_of_a_post_of_jekyll() {
    let check = |name: &str, front_matter: &str, expected: &str| {
        let text = format!("---\ntitle: 題\n{front_matter}\n---\n正文第一段，說明了事情的經過。\n");
        let index = import(name, text.as_bytes()).index;
        let tags = index.lines().find(|line| line.starts_with("tags:"));
        assert_eq!(tags, Some(expected), "{name}: {front_matter}");
    };
    let divided = "tags: ['經濟', 'machine', 'learning']";
    let whole = "tags: ['經濟 machine learning']";
    let words = "tags: 經濟 machine  learning";
    check(
        "2024-02-05-a.md",
        &format!("layout: post\n{words}"),
        divided,
    );
    check("site/_posts/2024-02-05-a.md", words, divided);
    check(
        "_posts/news/2024-02-05-a.markdown",
        "tags: \"經濟 machine learning\"",
        divided,
    );
    // A list is a list, and commas divide as ever.
    check(
        "_posts/2024-02-05-a.md",
        "tags: [經濟 machine learning]",
        whole,
    );
    check(
        "_posts/2024-02-05-a.md",
        "tags: 經濟, machine learning",
        "tags: ['經濟', 'machine learning']",
    );
    // No post of Jekyll's, as far as one can tell.
    for (name, front_matter) in [
        ("a.md", "layout: post\n"),
        ("source/_posts/a.md", ""),
        ("2024-02-05-a.md", ""),
        ("2024-02-05.md", "layout: post\n"),
        ("2024-02-35-a.md", "layout: post\n"),
        ("my_posts/2024-02-05-a.md", ""),
    ] {
        check(
            name,
            &format!("{front_matter}tags: 經濟 machine learning"),
            whole,
        );
    }
}

#[test]
fn fields_of_hugo() {
    check(
        "---\ntitle: 題\ndraft: \"true\"\ncreated: 2020-01-01\ndate: 2024-02-05\nurl: /post/a/\nsource: https://example.com/a\n---",
        &[
            "date: 2024-02-05",
            "draft: true",
            "  url: https://example.com/a",
        ],
    );
    check(
        "{\n  \"title\": \"題\",\n  \"date\": \"2024-02-05\",\n  \"tags\": [\"經濟\"]\n}\n",
        &["title: 題", "date: 2024-02-05", "tags: ['經濟']"],
    );
    check("+++\n+++\n", &["date:", "tags: []"]);
}

#[test]
fn fields_of_zola() {
    check(
        "+++\ntitle = \"題\"\ndate = 2024-02-05\n[taxonomies]\ntags = [\"經濟\", \"科技\"]\n[extra]\nauthor = \"李四\"\n+++\n",
        &[
            "date: 2024-02-05",
            "tags: ['經濟', '科技']",
            "  author: 李四",
        ],
    );
}

#[test]
fn fields_of_obsidian() {
    // A clipping whose page had no day: the day of clipping is none of it.
    check(
        "---\ntitle: 題\nsource: \"https://example.com/a\"\nauthor:\n  - \"[[王小明]]\"\n  - \"[[people/li|李四]]\"\npublished:\ncreated: 2024-03-09\ntags:\n  - \"#clippings\"\n---",
        &[
            "date:",
            "  url: https://example.com/a",
            "  author: ['王小明', '李四']",
            "tags: ['clippings']",
        ],
    );
    check(
        "---\ntitle: 題\ncreated: 2024-03-09\ntags: \"#經濟, #AI\"\n---",
        &["date: 2024-03-09", "tags: ['經濟', 'AI']"],
    );
}

#[test]
fn pictures_that_other_programs_show() {
    let folder = Folder::site();
    let picture = b"\x89PNG\r\n\x1a\n1";
    folder
        .write("in/a.md", "# 題\n\n甲![[p.png]]乙![[b/q.png|說明]]丙\n")
        .write("in/p.png", picture)
        .write("in/b/q.png", picture)
        .write("in/b.md", "# 一\n\n![[無.png]]\n")
        .write("in/c.md", "# 二\n\n<img alt=\"\" src=\"p.png\">\n")
        .write("in/d.md", "# 三\n\n{{< figure src=\"p.png\" >}}\n");
    let run = folder.run(&["import", "in"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let index = |slug: &str| {
        let path = folder.path(&format!("content/articles/{slug}/index.md"));
        std::fs::read_to_string(path).expect("an article")
    };
    let whole = index("ti");
    let name = whole.split_once("![](").expect("a picture").1;
    let name = name.split_once(')').expect("an end").0;
    assert!(
        whole.ends_with(&format!("\n甲![]({name})乙![說明]({name})丙\n")),
        "{whole}"
    );
    assert!(whole.contains("\ndraft: false\n"), "{whole}");
    for slug in ["yi", "er", "san"] {
        let index = index(slug);
        assert!(index.contains("\ndraft: true\n"), "{index}");
    }
}

#[test]
fn fields_of_hexo() {
    check(
        "title: 沒有開頭線\ndate: 2016-03-06 19:52:25\ntags: [python, 转载]\n---",
        &[
            "title: 沒有開頭線",
            "date: 2016-03-06",
            "tags: ['python', '转载']",
        ],
    );
    // A heading is none of it, nor is a text whose first line has a colon.
    for text in [
        "前言: 一\n---\n\n正文。\n",
        "title 與 date: 兩個欄位\n\n---\n\n正文。\n",
    ] {
        let index = import("a.md", text.as_bytes()).index;
        assert!(
            index.ends_with("正文。\n") && index.contains("---\n\n"),
            "{index}"
        );
        assert!(!index.contains("rule: front-matter"), "{index}");
    }
}

#[test]
fn byte_order_marks_before_the_fields() {
    check(
        "\u{feff}\u{feff}---\ntitle: 題\ndate: 2020-01-02\n---",
        &["title: 題", "date: 2020-01-02"],
    );
}

#[test]
fn days_in_names() {
    let date = |name: &str, text: &str| {
        let draft = import(name, text.as_bytes()).draft;
        let is_of_name = draft.fired.iter().any(|it| it.rule == "date-from-name");
        let date = draft.date.map(|dated| dated.date.to_string());
        (date.unwrap_or_default(), is_of_name)
    };
    let text = "---\ntitle: 題\n---\n\n正文。\n";
    let found = |day: &str, is_of_name| (day.to_owned(), is_of_name);
    assert_eq!(
        date("_posts/2016-01-02-name.md", text),
        found("2016-01-02", true)
    );
    assert_eq!(date("2016-01-02/index.md", text), found("2016-01-02", true));
    assert_eq!(date("name.md", text), found("", false));
    let dated = "---\ntitle: 題\ndate: 2020-01-02\n---\n\n正文。\n";
    assert_eq!(date("2016-01-02-a.md", dated), found("2020-01-02", false));
    // The day that a clipping was made is none of its page.
    let clipped = "---\ntitle: 題\nsource: https://example.com/a\n---\n\n正文。\n";
    assert_eq!(date("2016-01-02-a.md", clipped), found("", false));
}

#[test]
fn former_addresses() {
    check(
        "---\ntitle: 題\npermalink: 2016/01/name.html\nurl: /old/\naliases: [/older/, 別名, //e.org/a]\n---",
        &[
            "  - '2016/01/name.html'",
            "  - '/old/'",
            "  - '/older/'",
            "tags: []",
        ],
    );
    let index = with("---\ntitle: 題\npermalink: /:year/:title/\naliases: 別名\n---").index;
    assert!(!index.contains("aliases:\n"), "{index}");
}

#[test]
fn footnotes_that_articles_cannot_have_as_they_are() {
    let body = |text: &str| {
        let index = import("a.md", text.as_bytes()).index;
        let (_, body) = index.rsplit_once("---\n\n").expect("a body");
        body.to_owned()
    };
    assert_eq!(body("# 題\n\n補集 [^5] 匹配。\n"), "補集 \\[^5] 匹配。\n");
    assert_eq!(
        body(
            "# 題\n\n據說如此[^pro_git]。另見[^哈喽]。\n\n[^pro_git]: Pro Git。\n\n[^哈喽]: 你好。\n"
        ),
        "據說如此[^pro-git]。另見[^halou]。\n\n[^pro-git]: Pro Git。\n\n[^halou]: 你好。\n"
    );
}

#[test]
fn what_cannot_be_published_is_shown_with_its_line() {
    let folder = Folder::site();
    folder.write(
        "a.md",
        "---\ntitle: 題\n---\n\n一。\n\n[^a]: 沒有人提到。\n",
    );
    let run = folder.run(&["import", "a.md"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    for words in [
        "in the line `[^a]: 沒有人提到。`",
        "put `[^a]` after the words",
    ] {
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
}

#[test]
fn titles_of_headings() {
    let check = |text: &str, title: &str, body: &str| {
        let bundle = import("a.md", text.as_bytes());
        assert_eq!(bundle.draft.title, title);
        assert_eq!(bundle.draft.markdown.as_deref(), Some(body), "{text}");
    };
    check(
        "## 什麼是所有權？\n\n所有權是一種規則。\n",
        "什麼是所有權？",
        "## 什麼是所有權？\n\n所有權是一種規則。\n",
    );
    check(
        "# 使用 `match` 的方法！\n\n內容。\n",
        "使用 match 的方法！",
        "內容。\n",
    );
    check(
        "# 科技週刊（第 283 期）：[年終感想] 沒有目的地，向前走\n\n內容。\n",
        "科技週刊（第 283 期）：[年終感想] 沒有目的地，向前走",
        "內容。\n",
    );
    check(
        "---\ntitle: 用 match\n---\n\n# **用** `match`\n\n內容。\n",
        "用 match",
        "內容。\n",
    );
    check("內容。\n\n# 後來的題\n", "內容", "內容。\n\n# 後來的題\n");
}

#[test]
fn summaries_end_without_a_sign() {
    for mark in ["<!-- more -->", "<!--more-->", "<!-- truncate -->"] {
        let text = format!("---\ntitle: 題\n---\n\n一。\n\n{mark}\n\n二。\n");
        let index = import("a.md", text.as_bytes()).index;
        assert!(index.ends_with("\n\n一。\n\n二。\n"), "{index}");
        assert!(
            index.contains(&format!("  - rule: summary-end\n    text: '{mark}'")),
            "{index}"
        );
    }
}

#[test]
fn markup_of_other_programs_makes_a_draft() {
    let folder = Folder::site();
    let texts = [
        "{{ youtube(id=\"abc\") }}",
        "{% quote(author=\"甲\") %}\n文\n{% end %}",
        "{% asset_img a.png 圖 %}",
        "{% include_code tree lang:cpp cpp/tree.h %}",
        "{{< figure src=\"p.png\" >}}",
        ":::tip\n文\n:::",
        "{/* 註 */}",
    ];
    for (number, text) in texts.iter().enumerate() {
        folder.write(
            &format!("in/{number}.md"),
            format!("# 題{number}\n\n文。\n\n{text}\n"),
        );
    }
    folder.write(
        "in/code.md",
        "# 碼\n\n`{% raw %}`與`{{ a.b }}`\n\n```\n:::tip\n```\n",
    );
    let run = folder.run(&["import", "in"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let told = run
        .stderr
        .matches("would be shown as it is written")
        .count();
    assert_eq!(told, texts.len(), "{}", run.stderr);
    let run = folder.run(&["build"]);
    let said = format!("{} drafts skipped", texts.len());
    assert!(run.stderr.contains(&said), "{}", run.stderr);
}

#[test]
fn pictures_anywhere_in_the_folder() {
    let folder = Folder::site();
    let picture = b"\x89PNG\r\n\x1a\n1";
    for (number, text) in [
        "![[圖.png|300]]",
        "![[附件/圖.png]]",
        "![說明](../附件/圖.png)",
        "![](pic.png#center)![](pic.png?width=300)",
        "![](/images/own.png)",
        "![](/pic.png)",
        "![](data:image/png;base64,iVBORw0KGgox)",
    ]
    .iter()
    .enumerate()
    {
        folder.write(
            &format!("in/筆記/{number}.md"),
            format!("# 題{number}\n\n{text}\n"),
        );
    }
    folder
        .write("in/附件/圖.png", picture)
        .write("in/筆記/pic.png", picture)
        .write("in/static/pic.png", picture)
        .write("static/images/own.png", picture);
    let run = folder.run(&["import", "in"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("import-as-draft"), "{}", run.stderr);
    for path in folder.tree().keys().filter(|it| it.ends_with("index.md")) {
        let index = std::fs::read_to_string(folder.path(path)).expect("a text");
        assert!(index.contains("\ndraft: false\n"), "{index}");
        assert!(
            !index.contains("![300]") && !index.contains("data:"),
            "{index}"
        );
    }
}

#[test]
fn a_picture_that_is_missing_is_told() {
    let folder = Folder::site();
    folder
        .write("out.png", b"\x89PNG\r\n\x1a\n1")
        .write("in/a.md", "# 一\n\n![[無.png]]\n")
        .write("in/b.md", "# 二\n\n![說明](../out.png)\n")
        .write("in/c.md", "# 三\n\n![](data:image/png;base64,AAAA)\n");
    let run = folder.run(&["import", "in"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    for words in ["`無.png` leads to nothing", "`../out.png` leads to nothing"] {
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
}

#[test]
fn links_out_of_the_site_are_no_hindrance() {
    let text = "# 題\n\n[知](//www.example.org/a)[源](ftp://example.org/a.zip)[電](tel:+1)\n";
    let bundle = import("a.md", text.as_bytes());
    assert!(!bundle.draft.is_draft, "{:?}", bundle.draft.unfinished);
}

#[test]
fn folders_without_texts_are_not_read() {
    let folder = Folder::site();
    for path in [
        "node_modules/a",
        "_layouts",
        "_includes",
        "themes/next/layouts",
        "layouts",
    ] {
        folder.write(&format!("in/{path}/a.html"), "<p>甲</p>");
    }
    folder.write("in/a.txt", "題\n\n文。\n");
    let run = folder.run(&["import", "in", "--dry-run"]);
    assert!(run.stderr.contains("2 articles would be"), "{}", run.stderr);
}

/// Returns the text of the article with this name.
fn article(folder: &Folder, slug: &str) -> String {
    let path = folder.path(&format!("content/articles/{slug}/index.md"));
    std::fs::read_to_string(path).expect("an article")
}

#[test]
fn texts_lead_to_each_other() {
    let folder = Folder::site();
    folder
        .write(
            "in/content/post/a.md",
            "---\ntitle: 甲\n---\n\n[乙](b.md)、[乙](./b.md#第二節)、[乙](@/post/b.md#無)、[丙](/book/c.html#三)、[丁][d]\n\n[d]: ../d.md \"題\"\n",
        )
        .write(
            "in/content/post/b.md",
            "---\ntitle: 乙\n---\n\n## 第二節\n\n[甲](a.md)\n",
        )
        .write("in/book/c.md", "# 丙\n\n## 三\n\n文。\n")
        .write("in/content/d.md", "# 丁\n\n文。\n");
    let run = folder.run(&["import", "in"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("import-as-draft"), "{}", run.stderr);
    let body = "\n\n[乙](/articles/yi/)、[乙](/articles/yi/#第二節)、[乙](/articles/yi/)、[丙](/articles/bing/#三)、[丁][d]\n\n[d]: /articles/ding/ \"題\"\n";
    let index = article(&folder, "jia");
    assert!(index.ends_with(body), "{index}");
    let run = folder.run(&["check", "--strict"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    // A text that is imported later leads to those that are there.
    folder.write("in/e.md", "# 戊\n\n[甲](content/post/a.md)\n");
    let run = folder.run(&["import", "in"]);
    assert!(
        run.stderr
            .contains("1 article imported, 4 files there already"),
        "{}",
        run.stderr
    );
    assert!(article(&folder, "wu").ends_with("[甲](/articles/jia/)\n"));
}

#[test]
fn what_leads_to_a_draft_is_one() {
    let folder = Folder::site();
    folder
        .write("in/a.md", "# 甲\n\n[乙](b.md)\n")
        .write("in/b.md", "# 乙\n\n[丙](c.md)\n")
        .write("in/c.md", "---\ntitle: 丙\ndraft: true\n---\n\n文。\n")
        .write("in/d.md", "# 丁\n\n[壞](e.md)\n")
        .write("in/e.md", format!("{}深\n", "> ".repeat(120)))
        .write("in/f.md", "# 己\n\n文。\n");
    let run = folder.run(&["import", "in"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    for words in [
        "`b.md` leads to one",
        "`c.md` leads to one",
        "`e.md` leads to nothing",
    ] {
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
    let run = folder.run(&["build"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(run.stderr.contains("4 drafts skipped"), "{}", run.stderr);
}

#[test]
fn an_address_leads_to_one_article() {
    let folder = Folder::site();
    for name in ["a", "b"] {
        let text =
            format!("---\ntitle: {name}\npermalink: /old/\naliases: [/{name}/]\n---\n\n文。\n");
        folder.write(&format!("in/{name}.md"), text);
    }
    let run = folder.run(&["import", "in"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(article(&folder, "a").contains("aliases:\n  - '/old/'\n  - '/a/'\n"));
    assert!(article(&folder, "b").contains("aliases:\n  - '/b/'\n"));
    let run = folder.run(&["check", "--strict"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
}

#[test]
fn raw_html_is_told_once() {
    let folder = Folder::site();
    let text = "# 題\n\n甲<br>乙<font color=red>丙</font>\n\n<!-- 註 -->\n";
    folder
        .write("in/a.md", text)
        .write("in/b.md", format!("{text}\n丁\n"));
    let run = folder.run(&["import", "in", "--dry-run"]);
    let told = "8 pieces of raw HTML in 2 of the files";
    assert_eq!(run.stderr.matches(told).count(), 1, "{}", run.stderr);
    for words in ["import-raw-html", "`raw_html = true`"] {
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
    folder.write(
        "kaozheng.toml",
        "title = \"站\"\n[markdown]\nraw_html = true\n",
    );
    let run = folder.run(&["import", "in", "--dry-run"]);
    assert!(!run.stderr.contains("raw HTML"), "{}", run.stderr);
}

#[test]
fn fields_without_a_text_are_passed_over() {
    let folder = Folder::site();
    folder
        .write("in/_index.md", "---\ntitle: 文章列表\n---\n")
        .write("in/a.md", "# 題\n\n文。\n");
    let run = folder.run(&["import", "in"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    for words in ["import-only-fields", "1 file without a text passed over"] {
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
    folder.write("in/b.md", "");
    let run = folder.run(&["import", "in"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    assert!(run.stderr.contains("import-empty"), "{}", run.stderr);
}

#[test]
fn a_text_that_was_changed_stands_beside_the_first_and_says_so() {
    let folder = Folder::site();
    folder.write("a.md", "# 題\n\n文。\n");
    assert_eq!(folder.run(&["import", "a.md"]).exit, 0);
    folder.write("a.md", "# 題\n\n改過的文。\n");
    let run = folder.run(&["import", "a.md"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    for words in [
        "import-beside",
        "a.md becomes `ti-2`, for `ti` is there already",
    ] {
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
}

#[test]
fn texts_are_no_longer_than_articles_may_be() {
    let folder = Folder::site();
    let long = "文".repeat(6 * 1024 * 1024);
    for (name, start) in [("a.md", "# 題\n\n"), ("a.txt", "題\n\n")] {
        folder.write(name, format!("{start}{long}\n"));
        let run = folder.run(&["import", name]);
        assert_eq!(run.exit, 1, "{}", run.stderr);
        assert!(run.stderr.contains("import-too-long"), "{}", run.stderr);
    }
}
