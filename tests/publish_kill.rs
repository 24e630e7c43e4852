//! Kills builds at points spread over their whole course, and holds that a visitor would have seen
//! the whole old site or the whole new one after each.
//!
//! Two versions of a site are built in turn into one output. What a whole version looks like is
//! learnt from an undisturbed build, file by file and byte by byte (same input, same bytes); after
//! each kill the output must be one of the two. Waiting for the kill point is the test itself and
//! no wait for luck: whatever the point hits, the assertion must hold.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const ARTICLES: usize = 150;
const ROUNDS: usize = 5;
/// Kills in one round.
const KILLS: usize = 5;
const SIGKILL: i32 = 9;

/// The words that tell the versions apart: Latin, so that no edition converts them.
const VERSIONS: [&str; 2] = ["alphaversion", "betaversion"];

/// Every file of an output, by its path.
type Tree = BTreeMap<PathBuf, Vec<u8>>;

#[test]
fn a_killed_build_leaves_the_whole_old_or_the_whole_new_site() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let site = directory.path();
    make_site(site);
    let whole = [0, 1].map(|version| {
        build_undisturbed(site, version);
        let tree = read_tree(&site.join("public"));
        assert_is_version(&tree, version);
        tree
    });

    let mut seed = 0x6b61_6f7a_6865_6e67;
    let mut current = 1;
    let mut killed = 0;
    let mut published = 0;
    for _ in 0..ROUNDS {
        // Measured anew in every round, for the machine may be busier or idler by now.
        current = 1 - current;
        let duration = build_undisturbed(site, current);
        assert_eq!(found_version(site, &whole), Ok(current));
        for point in kill_points(duration, &mut seed) {
            let wanted = 1 - current;
            write_articles(site, wanted);
            let status = build_killed_after(site, point);
            current = found_version(site, &whole)
                .unwrap_or_else(|found| panic!("killed after {point:?} of {duration:?}: {found}"));
            killed += usize::from(status.signal() == Some(SIGKILL));
            published += usize::from(current == wanted);
            assert!(
                !status.success() || current == wanted,
                "a build that succeeded is in place"
            );
        }
    }
    println!(
        "{killed} of {} builds killed, {published} published",
        ROUNDS * KILLS
    );
    assert!(killed > 0, "no build was alive to be killed");

    build_undisturbed(site, 1 - current);
    assert_eq!(found_version(site, &whole), Ok(1 - current));
    let names = [".kaozheng", "content", "kaozheng.toml", "public"];
    assert_eq!(names_in(site), names, "nothing is left beside the output");
}

fn make_site(site: &Path) {
    let configuration = "title = \"x\"\nbase_url = \"https://example.org/\"\n";
    fs::write(site.join("kaozheng.toml"), configuration).expect("the configuration is written");
    for number in 0..ARTICLES {
        fs::create_dir_all(article_directory(site, number)).expect("an article's folder is made");
    }
}

fn write_articles(site: &Path, version: usize) {
    let word = VERSIONS[version];
    for number in 0..ARTICLES {
        let text = format!(
            "---\ntitle: \"第{number}篇\"\ndate: 2024-01-02\nlanguage: zh-Hant-TW\n---\n\n\
             {word} 開頭。\n\n{}\n\n結尾 {word}。\n",
            "這是一段供測試之用的內文,長短與新聞相仿。".repeat(40),
        );
        fs::write(article_directory(site, number).join("index.md"), text)
            .expect("an article is written");
    }
}

fn article_directory(site: &Path, number: usize) -> PathBuf {
    site.join(format!("content/articles/a{number:03}"))
}

fn command(site: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kaozheng"));
    command
        .arg("-C")
        .arg(site)
        .arg("build")
        .stdout(Stdio::null());
    command
}

/// Builds a version, and returns how long that took.
fn build_undisturbed(site: &Path, version: usize) -> Duration {
    write_articles(site, version);
    let start = Instant::now();
    let status = command(site).status().expect("kaozheng runs");
    assert!(status.success(), "an undisturbed build succeeds");
    start.elapsed()
}

fn build_killed_after(site: &Path, point: Duration) -> ExitStatus {
    let mut child = command(site).spawn().expect("kaozheng starts");
    thread::sleep(point);
    // Killing a process that has ended, and has not been waited for, is no error.
    child.kill().expect("kaozheng is killed");
    child.wait().expect("kaozheng is waited for")
}

/// Returns the kill points of a round: one in each of as many equal parts of a build, and a little
/// beyond its end. The place within the part is drawn from a seeded generator.
fn kill_points(duration: Duration, seed: &mut u64) -> [Duration; KILLS] {
    std::array::from_fn(|number| {
        // The multiplier and increment of Knuth's MMIX; the upper bits are the good ones.
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let place = f64::from((*seed >> 32) as u32) / f64::from(u32::MAX);
        duration.mul_f64(1.1 * (number as f64 + place) / KILLS as f64)
    })
}

/// Returns which version the output is, to the last byte, or else what it is instead.
fn found_version(site: &Path, whole: &[Tree; 2]) -> Result<usize, String> {
    let tree = read_tree(&site.join("public"));
    whole
        .iter()
        .position(|version| *version == tree)
        .ok_or_else(|| difference(whole, &tree))
}

fn assert_is_version(tree: &Tree, version: usize) {
    for number in 0..ARTICLES {
        for edition in ["", "zh-hans/"] {
            let path = PathBuf::from(format!("{edition}articles/a{number:03}/index.html"));
            let bytes = tree
                .get(&path)
                .unwrap_or_else(|| panic!("{} is missing", path.display()));
            let text = String::from_utf8_lossy(bytes);
            assert!(
                text.contains(VERSIONS[version]),
                "{} is of version {version}",
                path.display()
            );
            assert!(
                !text.contains(VERSIONS[1 - version]),
                "{} is of one version",
                path.display()
            );
        }
    }
}

fn read_tree(output: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut directories = vec![output.to_path_buf()];
    while let Some(directory) = directories.pop() {
        let entries = fs::read_dir(&directory)
            .unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
        for entry in entries {
            let path = entry.expect("an entry is read").path();
            if path.is_dir() {
                directories.push(path);
            } else {
                let bytes = fs::read(&path).expect("a file of the output is read");
                let path = path.strip_prefix(output).expect("it lies in the output");
                tree.insert(path.to_path_buf(), bytes);
            }
        }
    }
    tree
}

/// Says how many files of a tree are those of either version, and names one that is of neither.
fn difference(whole: &[Tree; 2], tree: &Tree) -> String {
    let same = [0, 1].map(|version| {
        let same = |(path, bytes): &(&PathBuf, &Vec<u8>)| whole[version].get(*path) == Some(*bytes);
        tree.iter().filter(same).count()
    });
    let strange = tree
        .iter()
        .find(|(path, bytes)| {
            whole
                .iter()
                .all(|version| version.get(*path) != Some(*bytes))
        })
        .map(|(path, _)| path);
    let expected = whole[0].len();
    format!(
        "{} files, {same:?} of {expected} as in the versions, of neither: {strange:?}",
        tree.len()
    )
}

fn names_in(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory)
        .expect("the site folder is listed")
        .map(|entry| {
            entry
                .expect("an entry is read")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}
