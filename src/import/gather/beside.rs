//! What lies beside a file that is imported and belongs to it.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use super::super::directory::Directory;
use super::super::{Companion, Linked, decode, markdown_file};
use super::{COMPANIONS, FoundFile};

/// Bytes of the pictures beside a page, all together.
const COMPANIONS_MAX: u64 = 64 * 1024 * 1024;

/// Reads the files that were saved beside a page, up to a limit. Links among them are not followed.
pub(super) fn companions(page: &Path) -> Vec<Companion> {
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

/// Reads the pictures that a Markdown text shows, up to a limit. Links are not followed.
pub(super) fn pictures(found: &FoundFile, text: &str) -> Vec<Companion> {
    let mut left = COMPANIONS_MAX;
    let mut read = |wanted: markdown_file::Wanted| {
        let file = found.folder.picture(&found.path, &wanted)?;
        let length = fs::metadata(&file).ok()?.len();
        left = left.checked_sub(length)?;
        let bytes = fs::read(&file).ok()?;
        let path = wanted.path;
        Some(Companion { path, bytes })
    };
    let mut wanted = markdown_file::wanted_pictures(text);
    wanted.sort_unstable();
    wanted.dedup();
    wanted.into_iter().filter_map(&mut read).collect()
}

/// Returns the articles of a run that a Markdown text leads to.
pub(super) fn articles(found: &FoundFile, text: &str, directory: &Directory) -> Vec<Linked> {
    let paths = markdown_file::linked_paths(text).into_iter();
    let articles = paths.filter_map(|path| found.folder.article(&found.path, &path, directory));
    articles.collect()
}

/// Returns bytes as the text that they will be read as, or nearly so.
pub(super) fn text(bytes: &[u8]) -> String {
    let decoded = decode::decode(bytes, None, None).map(|decoded| decoded.text);
    decoded.unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned())
}
