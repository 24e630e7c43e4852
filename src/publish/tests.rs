//! What the room promises, one promise a test.
//!
//! A killed build is imitated without a process: [`kill`] leaves on the disk what `SIGKILL` would.
//! The real signal is sent in `tests/publish_kill.rs`.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// A site folder in a temporary directory, with its output in `public`.
struct Site {
    directory: tempfile::TempDir,
}

impl Site {
    fn new() -> Site {
        let directory = tempfile::tempdir().expect("a temporary directory");
        fs::create_dir(directory.path().join("site")).expect("the site folder");
        Site { directory }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.directory.path().join(path)
    }

    fn begin(&self) -> Result<Publication, PublishError> {
        self.begin_in("site/public")
    }

    fn begin_in(&self, output: &str) -> Result<Publication, PublishError> {
        Publication::begin(&self.path("site"), &self.path(output))
    }

    /// Publishes a site of one word.
    fn publish(&self, word: &str) -> Report {
        let publication = self.written(word);
        publication.finish().expect("the site is published")
    }

    /// Writes a site of one word, without publishing it.
    fn written(&self, word: &str) -> Publication {
        let publication = self.begin().expect("a publication begins");
        for path in ["index.html", "articles/a/index.html"] {
            publication
                .write(path, word.as_bytes())
                .expect("a file is written");
        }
        publication
    }

    /// Makes a file and the folders above it.
    fn put(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).expect("a file")
    }

    fn names(&self, path: &str) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.path(path))
            .expect("a directory")
            .map(|entry| entry.expect("an entry").file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    /// Asserts that the output is the whole site of one word, and that nothing lies beside it.
    fn assert_published(&self, word: &str) {
        assert_eq!(self.names("site"), [".kaozheng", "public"]);
        assert_eq!(
            self.names("site/public"),
            [MARKER, "articles", "index.html"]
        );
        assert_eq!(self.read("site/public/index.html"), word);
        assert_eq!(self.read("site/public/articles/a/index.html"), word);
    }
}

/// Ends a publication as `SIGKILL` would: the locks are gone, the staging directory stays.
fn kill(publication: Publication) {
    let path = publication.staging.path().to_path_buf();
    let aside = path.with_extension("aside");
    fs::rename(&path, &aside).expect("the staging directory is put aside");
    drop(publication);
    fs::rename(&aside, &path).expect("the staging directory is put back");
}

fn refusal(result: Result<Publication, PublishError>) -> Refusal {
    match result {
        Err(PublishError::Refused { reason, .. }) => reason,
        result => panic!("refused was expected: {result:?}"),
    }
}

#[cfg(unix)]
fn link(target: &Path, link: &Path) {
    std::os::unix::fs::symlink(target, link).expect("a symbolic link");
}

#[test]
fn a_site_is_published_and_replaced_whole() {
    let site = Site::new();
    let report = site.publish("old");
    assert_eq!((report.files, report.bytes), (2, 6));
    assert!(report.leftovers.is_empty());
    site.assert_published("old");
    site.put("site/public/by-hand.txt", "lost");
    site.publish("newer");
    site.assert_published("newer");
}

#[test]
fn folders_above_the_output_are_made() {
    let site = Site::new();
    let publication = site.begin_in("deep/below/public").expect("it begins");
    publication.write("x", b"x").expect("it is written");
    publication.finish().expect("it is published");
    assert_eq!(site.read("deep/below/public/x"), "x");
    assert_eq!(site.names("deep/below"), ["public"]);
}

#[test]
fn an_empty_directory_may_be_the_output() {
    let site = Site::new();
    fs::create_dir(site.path("site/public")).expect("a directory");
    site.publish("new");
    site.assert_published("new");
}

#[test]
fn an_output_that_is_not_ours_is_refused_before_anything_is_touched() {
    let site = Site::new();
    site.put("site/content/index.md", "words");
    site.put("foreign/thesis.txt", "years of work");
    site.put("file", "");
    site.put("repository/.git/HEAD", "");
    site.put(&format!("repository/{MARKER}"), "");
    site.put(&format!("pretender/{MARKER}/x"), "");
    let canonical = fs::canonicalize(site.directory.path()).expect("it exists");
    let input = |name: &str| Refusal::InputFolder(canonical.join("site").join(name));
    let check = |output: &str, expected: Refusal| {
        assert_eq!(refusal(site.begin_in(output)), expected, "{output}");
        assert_eq!(site.names("site"), ["content"], "{output}");
    };
    check("/", Refusal::FileSystemRoot);
    check("site", Refusal::SiteFolder);
    check("site/content/..", Refusal::SiteFolder);
    check("", Refusal::AboveSiteFolder);
    check("site/content", input("content"));
    check("site/content/public", input("content"));
    check("site/templates", input("templates"));
    check("site/static/x/y", input("static"));
    check("site/glossary", input("glossary"));
    check("site/src", input("src"));
    check("site/.git", input(".git"));
    check("site/.kaozheng/public", input(".kaozheng"));
    check("foreign", Refusal::Foreign);
    check("pretender", Refusal::Foreign);
    check("repository", Refusal::Repository);
    check("file", Refusal::NotADirectory(canonical.join("file")));
    check("file/x", Refusal::NotADirectory(site.path("file")));
    check("missing/../x", Refusal::UpFromMissing);
    assert_eq!(site.read("foreign/thesis.txt"), "years of work");
}

#[test]
fn the_home_directory_and_what_holds_it_are_refused() {
    let site = Site::new();
    site.put("homes/me/letter.txt", "");
    let home = site.path("homes/me");
    let judge = |output: &str| {
        let judged = Output::judge(&site.path("site"), &site.path(output), Some(&home));
        match judged {
            Err(PublishError::Refused { reason, .. }) => Some(reason),
            judged => judged.map(|_| None).expect("no I/O error"),
        }
    };
    assert_eq!(judge("homes/me"), Some(Refusal::Home));
    assert_eq!(judge("homes"), Some(Refusal::Home));
    assert_eq!(judge("homes/me/public"), None);
}

#[cfg(unix)]
#[test]
fn a_link_to_the_output_is_judged_by_its_target() {
    let site = Site::new();
    site.put("site/content/index.md", "words");
    fs::create_dir(site.path("empty")).expect("a directory");
    for (name, target) in [
        ("good", "empty"),
        ("dangling", "missing"),
        ("input", "site/content"),
        ("up", "site"),
    ] {
        link(&site.path(target), &site.path(name));
    }
    let dangling = Refusal::DanglingLink(site.path("dangling"));
    assert_eq!(refusal(site.begin_in("dangling")), dangling);
    assert_eq!(refusal(site.begin_in("dangling/public")), dangling);
    assert!(matches!(
        refusal(site.begin_in("input")),
        Refusal::InputFolder(_)
    ));
    assert_eq!(refusal(site.begin_in("up")), Refusal::SiteFolder);

    let publication = site.begin_in("good").expect("it begins");
    publication.write("x", b"x").expect("it is written");
    publication.finish().expect("it is published");
    assert!(site.path("good").is_symlink(), "the link stays a link");
    assert_eq!(site.read("empty/x"), "x");
}

#[cfg(unix)]
#[test]
fn an_output_in_an_input_folder_that_is_a_link_is_refused() {
    let site = Site::new();
    fs::create_dir_all(site.path("elsewhere/texts")).expect("a directory");
    link(&site.path("elsewhere/texts"), &site.path("site/content"));
    for output in ["elsewhere", "elsewhere/texts", "elsewhere/texts/public"] {
        let reason = refusal(site.begin_in(output));
        assert!(
            matches!(reason, Refusal::InputFolder(_)),
            "{output}: {reason:?}"
        );
    }
}

#[test]
fn files_that_appear_in_the_output_during_a_build_are_kept() {
    let site = Site::new();
    let publication = site.written("new");
    site.put("site/public/thesis.txt", "years of work");
    let error = publication.finish().expect_err("it is foreign by now");
    assert!(matches!(error, PublishError::Refused { .. }), "{error}");
    assert_eq!(site.names("site/public"), ["thesis.txt"]);
    assert_eq!(site.names("site"), [".kaozheng", "public"]);
}

#[test]
fn a_publication_dropped_leaves_the_old_site() {
    let site = Site::new();
    drop(site.written("given up"));
    assert_eq!(site.names("site"), [".kaozheng"]);
    site.publish("old");
    drop(site.written("given up"));
    site.assert_published("old");
}

#[test]
fn a_path_is_written_once() {
    let site = Site::new();
    for (first, second, taken) in [
        ("a/index.html", "a/index.html", "a/index.html"),
        ("a", "a/index.html", "a/index.html"),
        ("a/index.html", "a", "a"),
        ("a", "a/b/c", "a/b"),
        ("x", MARKER, MARKER),
    ] {
        let publication = site.begin().expect("it begins");
        publication.write(first, b"1").expect("the first is taken");
        let error = publication.write(second, b"2").expect_err("the second");
        assert!(
            matches!(&error, PublishError::Duplicate { path } if path == taken),
            "{error}"
        );
    }
}

#[test]
fn nothing_is_written_outside_the_output() {
    let site = Site::new();
    let publication = site.begin().expect("it begins");
    for path in [
        "",
        "/",
        "/etc/x",
        ".",
        "..",
        "../x",
        "a/../../x",
        "a/./x",
        "a//x",
        "a/",
        "a\\x",
        "..\\x",
        "a\0x",
        "C:/x",
        "c:x",
    ] {
        let error = publication.write(path, b"x").expect_err(path);
        assert!(matches!(error, PublishError::UnsafePath { .. }), "{error}");
    }
    for path in ["..x", "a/...", ".well-known/x", "考證/：.html", "ab:c"] {
        publication.write(path, b"x").expect(path);
    }
    drop(publication);
    assert_eq!(site.names(""), ["site"]);
}

#[test]
fn a_publication_with_a_failed_write_is_never_finished() {
    let site = Site::new();
    site.publish("old");
    let publication = site.written("new");
    publication
        .write("index.html", b"again")
        .expect_err("it is taken");
    let error = publication.finish().expect_err("it is not whole");
    assert!(matches!(error, PublishError::Incomplete { .. }), "{error}");
    site.assert_published("old");
}

#[test]
fn many_threads_write_at_once() {
    use rayon::prelude::*;

    let site = Site::new();
    let publication = site.begin().expect("it begins");
    (0..2000_usize).into_par_iter().for_each(|number| {
        let path = format!("{}/{}/{number}.html", number % 7, number % 31);
        publication
            .write(&path, path.as_bytes())
            .expect("it is written");
    });
    let report = publication.finish().expect("it is published");
    assert_eq!(report.files, 2000);
    for number in 0..2000 {
        let path = format!("{}/{}/{number}.html", number % 7, number % 31);
        assert_eq!(site.read(&format!("site/public/{path}")), path);
    }
}

#[test]
fn one_build_at_a_time() {
    let site = Site::new();
    let first = site.written("first");
    let error = site.begin().expect_err("the first holds the lock");
    let lock = fs::canonicalize(site.path("site/.kaozheng/lock")).expect("it exists");
    assert!(
        matches!(&error, PublishError::Busy { lock: held } if *held == lock),
        "{error}"
    );
    first.finish().expect("the first is undisturbed");
    site.publish("second");
    site.assert_published("second");
    assert_eq!(site.read("site/.kaozheng/.gitignore"), "*\n");
}

#[cfg(unix)]
#[test]
fn two_sites_with_one_output_do_not_sweep_each_other() {
    let site = Site::new();
    fs::create_dir(site.path("other")).expect("a directory");
    let first = site.written("first");
    let second = Publication::begin(&site.path("other"), &site.path("site/public"));
    let second = second.expect("another site has another lock");
    second.write("x", b"x").expect("it is written");
    second.finish().expect("the second is published");
    first.finish().expect("the first is still there");
    site.assert_published("first");
}

#[cfg(unix)]
#[test]
fn a_state_folder_that_is_a_link_is_refused() {
    let site = Site::new();
    fs::create_dir(site.path("elsewhere")).expect("a directory");
    link(&site.path("elsewhere"), &site.path("site/.kaozheng"));
    assert!(matches!(refusal(site.begin()), Refusal::StateFolder(_)));
    assert!(site.names("elsewhere").is_empty());
    fs::remove_file(site.path("site/.kaozheng")).expect("the link is removed");

    fs::create_dir(site.path("site/.kaozheng")).expect("a directory");
    link(&site.path("elsewhere/x"), &site.path("site/.kaozheng/lock"));
    site.begin().expect_err("the lock is a link");
    assert!(site.names("elsewhere").is_empty());
}

#[test]
fn a_build_killed_while_writing_is_swept() {
    let site = Site::new();
    site.publish("old");
    kill(site.written("killed"));
    assert_eq!(site.names("site").len(), 3);
    assert_eq!(site.read("site/public/index.html"), "old");
    site.publish("new");
    site.assert_published("new");
}

#[test]
fn leftovers_of_every_moment_are_swept() {
    let site = Site::new();
    site.publish("old");
    // Killed between the making of the directory and its marker.
    fs::create_dir(site.path("site/.public.kaozheng-staging-1")).expect("a directory");
    // Killed while removing the old site: the marker is still there.
    site.put(&format!("site/.public.kaozheng-staging-22-3/{MARKER}"), "");
    site.put("site/.public.kaozheng-staging-22-3/articles/a", "");
    // Killed after the second of two renames: the old site still bears its waiting name.
    site.put(&format!("site/.public.kaozheng-previous/{MARKER}"), "");
    site.publish("new");
    site.assert_published("new");
}

#[test]
fn an_old_site_caught_between_two_renames_is_restored() {
    let site = Site::new();
    site.publish("old");
    kill(site.written("killed"));
    fs::rename(
        site.path("site/public"),
        site.path("site/.public.kaozheng-previous"),
    )
    .expect("the first rename");
    drop(site.begin().expect("the next build begins"));
    site.assert_published("old");
}

#[test]
fn two_renames_do_what_the_exchange_does() {
    let site = Site::new();
    site.publish("old");
    let publication = site.written("new");
    swap::swap_by_renames(&publication.staging, &publication.output).expect("it is renamed");
    drop(publication);
    site.assert_published("new");
}

#[test]
fn the_sweep_leaves_what_is_not_ours() {
    let site = Site::new();
    let foreign = [
        // Our names, but nothing of ours in them.
        "site/.public.kaozheng-staging-1/thesis.txt",
        "site/.public.kaozheng-previous/thesis.txt",
        "site/.public.kaozheng-staging-2",
    ];
    for path in foreign {
        site.put(path, "years of work");
    }
    let others = [
        "site/.public.kaozheng-staging-",
        "site/.public.kaozheng-staging-1x",
        "site/.public.kaozheng-staging-1-",
        "site/.public2.kaozheng-staging-1",
        "site/public.kaozheng-staging-1",
        "site/.public.kaozheng-previous-1",
    ];
    for path in others {
        // Our marker, but another name.
        site.put(&format!("{path}/{MARKER}"), "");
    }
    site.publish("new");
    for path in foreign.iter().chain(&others) {
        assert!(site.path(path).exists(), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_named_as_a_leftover_is_unlinked_and_not_followed() {
    let site = Site::new();
    site.put(&format!("precious/{MARKER}"), "");
    site.put("precious/thesis.txt", "years of work");
    for name in ["staging-1", "previous"] {
        let name = format!("site/.public.kaozheng-{name}");
        link(&site.path("precious"), &site.path(&name));
    }
    site.publish("old");
    site.assert_published("old");
    link(&site.path("precious"), &site.path("site/public/articles/b"));
    site.publish("new");
    site.assert_published("new");
    assert_eq!(site.read("precious/thesis.txt"), "years of work");
}

#[cfg(target_os = "linux")]
#[test]
fn a_visitor_never_meets_a_gap() {
    use std::sync::atomic::{AtomicBool, Ordering};

    let site = Site::new();
    site.publish("one");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let visitor = scope.spawn(|| {
            let mut visits = 0;
            while !done.load(Ordering::Relaxed) {
                let text = site.read("site/public/index.html");
                assert!(["one", "two"].contains(&text.as_str()), "{text:?}");
                visits += 1;
            }
            visits
        });
        for _ in 0..100 {
            site.publish("two");
            site.publish("one");
        }
        done.store(true, Ordering::Relaxed);
        let visits: usize = visitor.join().expect("the visitor met no gap");
        assert!(visits > 0);
    });
}

#[cfg(unix)]
#[test]
fn modes_follow_the_umask_and_the_old_output() {
    use std::os::unix::fs::PermissionsExt;

    let mode = |path: &Path| {
        let metadata = fs::metadata(path).expect("it exists");
        metadata.permissions().mode() & 0o777
    };
    let site = Site::new();
    site.put("reference", "");
    site.publish("old");
    assert_eq!(
        mode(&site.path("site/public/index.html")),
        mode(&site.path("reference"))
    );
    assert_eq!(
        mode(&site.path("site/public/articles")),
        mode(&site.path("site"))
    );
    let public = site.path("site/public");
    fs::set_permissions(&public, fs::Permissions::from_mode(0o710)).expect("a mode");
    site.publish("new");
    assert_eq!(mode(&public), 0o710);
    // One that its owner cannot write into either is replaced, and nothing stays beside it.
    let articles = site.path("site/public/articles");
    for path in [&articles, &public] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o555)).expect("a mode");
    }
    for word in ["read-only", "again"] {
        assert!(site.publish(word).leftovers.is_empty(), "{word}");
        assert_eq!(site.read("site/public/index.html"), word);
        let entries = fs::read_dir(site.path("site")).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        assert!(
            !names
                .into_iter()
                .any(|name| name.to_string_lossy().contains("staging"))
        );
    }
    fs::set_permissions(&public, fs::Permissions::from_mode(0o755)).expect("a mode");
}

#[test]
fn every_message_names_its_path_and_says_what_to_do() {
    let site = Site::new();
    site.put("foreign/thesis.txt", "");
    let message = |error: PublishError| error.to_string();
    let root = site.directory.path().display().to_string();
    let check = |error: PublishError, parts: &[&str]| {
        let text = message(error);
        for part in parts {
            assert!(text.contains(part), "{part:?} in {text:?}");
        }
    };
    let foreign = site.begin_in("foreign").expect_err("it is foreign");
    check(
        foreign,
        &[&root, "foreign", MARKER, "choose another folder"],
    );
    let missing = Publication::begin(&site.path("missing"), &site.path("x"));
    check(missing.expect_err("no site"), &[&root, "missing"]);
    let publication = site.begin().expect("it begins");
    let long = "x".repeat(300);
    let error = publication.write(&long, b"").expect_err("it is too long");
    check(error, &[&root, &long, "shorten"]);
}
