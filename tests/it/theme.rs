//! `kaozheng theme`: the files of the theme, copied to be changed.

use std::fs;
use std::path::Path;

use kaozheng::render::theme::static_file;

use crate::folder::Folder;

#[test]
fn a_file_of_the_theme_is_copied_and_takes_its_place() {
    let folder = Folder::site();
    folder.article("a");
    let run = folder.run(&["theme", "list"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert!(
        run.stdout.contains("templates/article.html\n"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("static/kz.css\n"), "{}", run.stdout);
    let before = folder.run(&["build"]);
    assert_eq!(before.exit, 0, "{}", before.stderr);
    let page = folder.path("public/articles/a/index.html");
    let original = fs::read(&page).expect("a page");
    // Every file, as it is, changes nothing.
    let names: Vec<&str> = run.stdout.lines().collect();
    let run = folder.run(&[&["theme", "eject"], names.as_slice()].concat());
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let build = folder.run(&["build"]);
    assert_eq!(build.exit, 0, "{}", build.stderr);
    assert_eq!(fs::read(&page).expect("a page"), original);
    // One that is changed shows.
    let template = folder.path("templates/article.html");
    let text = fs::read_to_string(&template).expect("a template");
    folder.write(
        "templates/article.html",
        text.replace("<article>", "<article class=\"own\">"),
    );
    assert_eq!(folder.run(&["build"]).exit, 0);
    let changed = fs::read_to_string(&page).expect("a page");
    assert!(changed.contains("<article class=\"own\">"), "{changed}");
    let run = folder.run(&["theme", "list", "--json"]);
    assert!(
        run.stdout
            .contains("{\"own\":true,\"path\":\"static/kz.css\"}\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn nothing_is_written_over() {
    let folder = Folder::site();
    folder.write("templates/page.html", "mine");
    let before = folder.tree();
    let run = folder.run(&["theme", "eject", "kz.css", "page.html"]);
    assert_eq!(run.exit, 3, "{}", run.stderr);
    assert_eq!(folder.tree(), before);
    let run = folder.run(&["theme", "eject", "artcle.html"]);
    assert_eq!(run.exit, 2, "{}", run.stderr);
    assert!(run.stderr.contains("`article.html`"), "{}", run.stderr);
    assert_eq!(folder.tree(), before);
    for name in ["../x", "/etc/passwd", ""] {
        let run = folder.run(&["theme", "eject", name]);
        assert_eq!(run.exit, 2, "{name}: {}", run.stderr);
    }
}

#[test]
fn scripts_are_published_without_their_comments() {
    let mut read = 0;
    for name in ["kz.js", "ledger.js", "search.js"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("static")
            .join(name);
        let source = fs::read_to_string(path).expect("a script");
        let published = static_file(name, 0).expect("a file of the theme");
        let published = std::str::from_utf8(&published).expect("text");
        for line in source.lines() {
            let code = line.trim_start();
            let is_comment = code.starts_with("//");
            assert_eq!(
                published.lines().any(|it| it == code),
                !is_comment,
                "{name}: {line}"
            );
            read += 1;
        }
    }
    assert!(read > 400);
}
