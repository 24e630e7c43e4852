//! `kaozheng theme`: the files of the theme, copied to be changed.

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
    let original = std::fs::read(&page).expect("a page");
    // Every file, as it is, changes nothing.
    let names: Vec<&str> = run.stdout.lines().collect();
    let run = folder.run(&[&["theme", "eject"], names.as_slice()].concat());
    assert_eq!(run.exit, 0, "{}", run.stderr);
    let build = folder.run(&["build"]);
    assert_eq!(build.exit, 0, "{}", build.stderr);
    assert_eq!(std::fs::read(&page).expect("a page"), original);
    // One that is changed shows.
    let template = folder.path("templates/article.html");
    let text = std::fs::read_to_string(&template).expect("a template");
    folder.write(
        "templates/article.html",
        text.replace("<article>", "<article class=\"own\">"),
    );
    assert_eq!(folder.run(&["build"]).exit, 0);
    let changed = std::fs::read_to_string(&page).expect("a page");
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
