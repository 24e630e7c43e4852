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
