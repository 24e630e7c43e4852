//! Kills imports at points spread over their whole course, and holds that every article that is there
//! is there whole, and that the next import ends as if nothing had happened.
//!
//! What a whole import looks like is learnt from an undisturbed one, file by file and byte by byte
//! (same input, same bytes). Waiting for the kill point is the test itself and no wait for luck:
//! whatever the point hits, the assertion must hold.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Files to be imported.
const FILES: usize = 60;
const KILLS: usize = 12;
const SIGKILL: i32 = 9;

/// A picture of one pixel.
const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// Every file below a folder, by its path.
type Tree = BTreeMap<PathBuf, Vec<u8>>;

#[test]
fn a_killed_import_leaves_whole_articles_and_nothing_else() {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let site = directory.path();
    write_site(site);
    let start = Instant::now();
    assert!(command(site).status().expect("kaozheng runs").success());
    let duration = start.elapsed();
    let whole = read_tree(&articles(site));
    assert_eq!(
        whole.len(),
        3 * FILES,
        "an article, its source and its picture"
    );

    let mut seed = 0x6b61_6f7a_6865_6e67;
    let mut killed = 0;
    let mut partial = 0;
    for number in 0..KILLS {
        let point = kill_point(duration, number, &mut seed);
        fs::remove_dir_all(articles(site)).expect("the articles are removed");
        let _ = fs::remove_file(site.join("report.jsonl"));
        let mut child = command(site).spawn().expect("kaozheng starts");
        thread::sleep(point);
        // Killing a process that has ended, and has not been waited for, is no error.
        child.kill().expect("kaozheng is killed");
        let status = child.wait().expect("kaozheng is waited for");
        killed += usize::from(status.signal() == Some(SIGKILL));

        let there = read_tree(&articles(site));
        let shown = there.iter().filter(|(path, _)| !is_hidden(path));
        for (path, bytes) in shown {
            assert_eq!(
                whole.get(path),
                Some(bytes),
                "killed after {point:?}: {}",
                path.display()
            );
        }
        let folders = folders_shown(site);
        partial += usize::from(!folders.is_empty() && folders.len() < FILES);
        for folder in &folders {
            let count = |tree: &Tree| tree.keys().filter(|path| path.starts_with(folder)).count();
            assert_eq!(
                count(&there),
                count(&whole),
                "{} is whole",
                folder.display()
            );
        }
        assert_report_is_whole(site);

        assert!(command(site).status().expect("kaozheng runs").success());
        assert_eq!(read_tree(&articles(site)), whole, "killed after {point:?}");
    }
    println!("{killed} of {KILLS} imports killed, {partial} with some articles written");
    assert!(killed > 0, "no import was alive to be killed");
}

fn write_site(site: &Path) {
    fs::write(site.join("kaozheng.toml"), "title = \"x\"\n").expect("the configuration is written");
    for number in 0..FILES {
        let folder = site.join(format!("saved/{number}_files"));
        fs::create_dir_all(&folder).expect("a folder is made");
        fs::write(folder.join("a.gif"), GIF).expect("a picture is written");
        let text = "<p>這是供測試之用的內文，長短與新聞相仿，也有一些標點符號。</p>".repeat(20);
        let page = format!(
            "<html><head><title>Page {number}</title></head><body><article><h1>Page {number}</h1>{text}\
             <img src='{number}_files/a.gif'>{text}</article></body></html>"
        );
        fs::write(site.join(format!("saved/{number}.html")), page).expect("a page is written");
    }
}

fn articles(site: &Path) -> PathBuf {
    site.join("content/articles")
}

fn command(site: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kaozheng"));
    command
        .current_dir(site)
        .args(["import", "saved", "--report", "report.jsonl"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Returns a kill point: one in each of as many equal parts of an import. The place within the part
/// is drawn from a seeded generator.
fn kill_point(duration: Duration, number: usize, seed: &mut u64) -> Duration {
    // The multiplier and increment of Knuth's MMIX; the upper bits are the good ones.
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    let place = f64::from((*seed >> 32) as u32) / f64::from(u32::MAX);
    duration.mul_f64((number as f64 + place) / KILLS as f64)
}

fn is_hidden(path: &Path) -> bool {
    path.iter()
        .any(|part| part.to_string_lossy().starts_with('.'))
}

/// Returns the folders of the articles, but those under a hidden name.
fn folders_shown(site: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(articles(site)) else {
        return Vec::new();
    };
    let names = entries.map(|entry| PathBuf::from(entry.expect("an entry").file_name()));
    names.filter(|name| !is_hidden(name)).collect()
}

fn assert_report_is_whole(site: &Path) {
    if let Ok(report) = fs::read_to_string(site.join("report.jsonl")) {
        assert_eq!(report.lines().count(), FILES);
    }
}

fn read_tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let Ok(entries) = fs::read_dir(&next) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("an entry is read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).expect("a file is read");
                let path = path.strip_prefix(folder).expect("it lies in the folder");
                tree.insert(path.to_path_buf(), bytes);
            }
        }
    }
    tree
}
