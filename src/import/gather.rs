//! Finds and reads the files that are to be imported.
//!
//! Folders are walked in the order of names. Links inside them are not followed; hidden files, the
//! companions of saved pages (`page_files/`) and what programs keep beside texts, as templates, are
//! passed over. Nothing that is no file is opened: a pipe would wait for ever.

mod beside;
mod folder;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use super::directory::Directory;
use super::{Format, Input};
use crate::diagnostic::{self, Diagnostic};
use folder::Folder;

/// The name of standard input.
pub const STANDARD_INPUT: &str = "-";

/// How the folders end that browsers save beside a page.
const COMPANIONS: [&str; 4] = ["_files", ".files", "_檔案", "_文件"];

/// Folders of other programs that hold no texts: what they are made with, and how they are shown.
const NO_TEXTS: [&str; 3] = ["node_modules", "_layouts", "_includes"];

/// What was found at the paths that were named.
#[derive(Debug, Default)]
pub struct Found {
    /// The files, in order.
    pub files: Vec<FoundFile>,
    /// Files of folders that are of no format known.
    pub passed_over: Vec<PathBuf>,
    /// Paths that lead to no file.
    pub problems: Vec<Diagnostic>,
}

/// A file that was found, and the folder that it was found in.
#[derive(Debug, Clone)]
pub struct FoundFile {
    /// Its path.
    pub path: PathBuf,
    folder: Arc<Folder>,
}

/// Finds the files at the paths, folders walked, to be imported into the site at `site`.
pub fn find(paths: &[PathBuf], site: Option<&Path>) -> Found {
    let mut found = Found::default();
    for path in paths {
        if path.as_os_str() != STANDARD_INPUT && path.is_dir() {
            walk(path, site, &mut found);
            continue;
        }
        let parent = path.parent().unwrap_or(Path::new(""));
        found.files.push(FoundFile {
            path: path.clone(),
            folder: Arc::new(Folder::new(parent, site)),
        });
    }
    found
}

fn walk(root: &Path, site: Option<&Path>, found: &mut Found) {
    let mut folder = Folder::new(root, site);
    let mut files = Vec::new();
    let entries = WalkDir::new(root).sort_by_file_name().follow_links(false);
    let is_wanted = |entry: &walkdir::DirEntry| entry.depth() == 0 || !is_passed_over(entry);
    for entry in entries.into_iter().filter_entry(is_wanted) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let name = entry.file_name().to_string_lossy();
                folder.add(&name, entry.path());
                match Format::of_name(&name) {
                    Some(_) => files.push(entry.into_path()),
                    None => found.passed_over.push(entry.into_path()),
                }
            }
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let name = entry.path().display().to_string();
                found.problems.push(diagnostic::import_not_a_file(&name));
            }
            Err(error) => {
                let name = error.path().unwrap_or(root).display().to_string();
                let problem = diagnostic::import_unreadable(&name, &error.to_string());
                found.problems.push(problem);
            }
        }
    }
    let folder = Arc::new(folder);
    let files = files.into_iter().map(|path| FoundFile {
        path,
        folder: Arc::clone(&folder),
    });
    found.files.extend(files);
}

/// Returns whether an entry is hidden, or a folder that holds no texts.
fn is_passed_over(entry: &walkdir::DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_companion = COMPANIONS.iter().any(|ending| name.ends_with(ending));
    let has_no_texts = is_companion || NO_TEXTS.contains(&&*name) || is_of_theme(entry.path());
    name.starts_with('.') || (entry.file_type().is_dir() && has_no_texts)
}

/// Returns whether a folder is the templates of a theme, `themes/NAME/layouts`.
fn is_of_theme(folder: &Path) -> bool {
    let names: Vec<_> = folder.iter().rev().take(3).collect();
    matches!(names.as_slice(), [last, _, first] if *last == "layouts" && *first == "themes")
}

/// Reads a file, or standard input when the path is `-`, of at most so many bytes; and what lies beside it and belongs to
/// it, with the articles in a directory that it leads to.
///
/// # Errors
/// A diagnostic that names the file: missing, no file, too large, unreadable.
pub fn read(found: &FoundFile, directory: &Directory, bytes_max: u64) -> Result<Input, Diagnostic> {
    let path = found.path.as_path();
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
    let (companions, articles) = match Format::of_name(&name) {
        Some(Format::Html) => (beside::companions(path), Vec::new()),
        Some(Format::Markdown) => {
            let text = beside::text(&bytes);
            let articles = beside::articles(found, &text, directory);
            (beside::pictures(found, &text), articles)
        }
        _ => (Vec::new(), Vec::new()),
    };
    Ok(Input {
        name,
        bytes,
        companions,
        articles,
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
