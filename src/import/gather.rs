//! Finds and reads the files that are to be imported.
//!
//! Folders are walked in the order of names. Links inside them are not followed, hidden files and
//! the companions of saved pages (`page_files/`) are passed over. Nothing that is no file is opened:
//! a pipe would wait for ever.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::{Companion, Format, Input, decode, markdown_file};
use crate::diagnostic::{self, Diagnostic};

/// The name of standard input.
pub const STANDARD_INPUT: &str = "-";

/// How the folders end that browsers save beside a page.
const COMPANIONS: [&str; 4] = ["_files", ".files", "_檔案", "_文件"];

/// Bytes of the pictures beside a page, all together.
const COMPANIONS_MAX: u64 = 64 * 1024 * 1024;

/// What was found at the paths that were named.
#[derive(Debug, Default)]
pub struct Found {
    /// The files, in order.
    pub files: Vec<PathBuf>,
    /// Files of folders that are of no format known.
    pub passed_over: usize,
    /// Paths that lead to no file.
    pub problems: Vec<Diagnostic>,
}

/// Finds the files at the paths, folders walked.
pub fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        if path.as_os_str() == STANDARD_INPUT || !path.is_dir() {
            found.files.push(path.clone());
        } else {
            walk(path, &mut found);
        }
    }
    found
}

fn walk(folder: &Path, found: &mut Found) {
    let entries = WalkDir::new(folder).sort_by_file_name().follow_links(false);
    let is_wanted = |entry: &walkdir::DirEntry| entry.depth() == 0 || !is_passed_over(entry);
    for entry in entries.into_iter().filter_entry(is_wanted) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let name = entry.file_name().to_string_lossy();
                match Format::of_name(&name) {
                    Some(_) => found.files.push(entry.into_path()),
                    None => found.passed_over += 1,
                }
            }
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let name = entry.path().display().to_string();
                found.problems.push(diagnostic::import_not_a_file(&name));
            }
            Err(error) => {
                let name = error.path().unwrap_or(folder).display().to_string();
                let problem = diagnostic::import_unreadable(&name, &error.to_string());
                found.problems.push(problem);
            }
        }
    }
}

/// Returns whether an entry is hidden, or holds the files of a page that was saved beside it.
fn is_passed_over(entry: &walkdir::DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_companion = COMPANIONS.iter().any(|ending| name.ends_with(ending));
    name.starts_with('.') || (entry.file_type().is_dir() && is_companion)
}

/// Reads a file, or standard input when the path is `-`, of at most so many bytes.
///
/// # Errors
/// A diagnostic that names the file: missing, no file, too large, unreadable.
pub fn read(path: &Path, bytes_max: u64) -> Result<Input, Diagnostic> {
    let name = path.display().to_string();
    let unreadable = |error: io::Error| diagnostic::import_unreadable(&name, &error.to_string());
    let bytes = if name == STANDARD_INPUT {
        limited(io::stdin().lock(), bytes_max).map_err(unreadable)?
    } else {
        let metadata = fs::metadata(path).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(diagnostic::import_not_a_file(&name));
        }
        if metadata.len() > bytes_max {
            return Err(diagnostic::import_too_large(&name, bytes_max));
        }
        let file = File::open(path).map_err(unreadable)?;
        limited(file, bytes_max).map_err(unreadable)?
    };
    if bytes.len() as u64 > bytes_max {
        return Err(diagnostic::import_too_large(&name, bytes_max));
    }
    let companions = match Format::of_name(&name) {
        Some(Format::Html) => companions(path),
        Some(Format::Markdown) => pictures(path, &bytes),
        _ => Vec::new(),
    };
    Ok(Input {
        name,
        bytes,
        companions,
    })
}

/// Reads one byte more than is allowed, so that more is noticed and not read.
fn limited(reader: impl Read, bytes_max: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader
        .take(bytes_max.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads the files that were saved beside a page, up to a limit. Links among them are not followed.
fn companions(page: &Path) -> Vec<Companion> {
    let Some(stem) = page.file_stem() else {
        return Vec::new();
    };
    let mut companions = Vec::new();
    let mut left = COMPANIONS_MAX;
    for ending in COMPANIONS {
        let name = format!("{}{ending}", stem.to_string_lossy());
        let folder = page.with_file_name(&name);
        let is_folder = fs::symlink_metadata(&folder).is_ok_and(|metadata| metadata.is_dir());
        if !is_folder {
            continue;
        }
        let files = WalkDir::new(&folder)
            .sort_by_file_name()
            .follow_links(false);
        for entry in files
            .into_iter()
            .flatten()
            .filter(|entry| entry.file_type().is_file())
        {
            let length = entry.metadata().map_or(u64::MAX, |metadata| metadata.len());
            let below = entry
                .path()
                .strip_prefix(&folder)
                .ok()
                .and_then(Path::to_str);
            if let (Some(below), true) = (below, length <= left)
                && let Ok(bytes) = fs::read(entry.path())
            {
                left -= length;
                companions.push(Companion {
                    path: format!("{name}/{below}"),
                    bytes,
                });
            }
        }
    }
    companions
}

/// Reads the pictures beside a Markdown text that it shows, up to a limit. Links are not followed.
fn pictures(text: &Path, bytes: &[u8]) -> Vec<Companion> {
    let folder = text.parent().unwrap_or(Path::new(""));
    let mut left = COMPANIONS_MAX;
    let mut read = |path: String| {
        let file = beside(folder, &path)?;
        let length = fs::metadata(&file).ok()?.len();
        left = left.checked_sub(length)?;
        let bytes = fs::read(&file).ok()?;
        Some(Companion { path, bytes })
    };
    let decoded = decode::decode(bytes, None, None).map(|decoded| decoded.text);
    let words = decoded.unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned());
    let mut paths = markdown_file::picture_paths(&words);
    paths.sort_unstable();
    paths.dedup();
    paths.into_iter().filter_map(&mut read).collect()
}

/// Returns the file at a path below a folder; none when there is none or a link leads to it.
fn beside(folder: &Path, path: &str) -> Option<PathBuf> {
    let mut file = folder.to_owned();
    for name in path.split('/') {
        file.push(name);
        let is_link = fs::symlink_metadata(&file).ok()?.is_symlink();
        if is_link {
            return None;
        }
    }
    file.is_file().then_some(file)
}
