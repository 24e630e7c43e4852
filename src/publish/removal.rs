//! Removing what is ours, and nothing else.
//!
//! A directory is removed only if it holds our marker or nothing at all. The marker goes last, so
//! that what is left of a removal that was killed is still known as ours. Links are unlinked, never
//! followed.
//!
//! Removing an old site takes longer than writing the new one: a directory is listed, emptied and
//! removed, where it was only made. So the directories are shared out over the threads.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::MARKER;
use super::error::PublishError;
use super::output::is_ours;
use super::system::{self, Directory, Entry};

/// Removes a directory that holds our marker or nothing; leaves any other, and a missing one, alone.
pub(super) fn remove_if_ours(path: &Path) -> Result<(), PublishError> {
    let directory = match Directory::open(path) {
        Ok(directory) => directory,
        Err(error) if is_missing(&error) => return Ok(()),
        Err(error) => return Err(PublishError::io("open", path)(error)),
    };
    if !is_ours(path)? {
        return Ok(());
    }
    remove_all(&directory, path).or_else(|_| {
        // Somebody may have made directories of it read-only; who has published it owns them.
        make_writable(path);
        remove_all(&directory, path)
    })
}

fn remove_all(directory: &Directory, path: &Path) -> Result<(), PublishError> {
    let mut entries = list(directory, path)?;
    entries.retain(|entry| entry.name != MARKER);
    remove_entries(directory, path, &entries)?;
    let marker = directory.remove_file(OsStr::new(MARKER));
    unless_missing(marker, &path.join(MARKER))?;
    unless_missing(std::fs::remove_dir(path), path)
}

/// Lets the owner write into a directory and those below it. What this cannot change, removing tells.
fn make_writable(path: &Path) {
    system::let_owner_write(path);
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        // A link is no directory here.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            make_writable(&entry.path());
        }
    }
}

fn list(directory: &Directory, path: &Path) -> Result<Vec<Entry>, PublishError> {
    directory.entries().map_err(PublishError::io("list", path))
}

fn remove_entries(
    directory: &Directory,
    path: &Path,
    entries: &[Entry],
) -> Result<(), PublishError> {
    entries
        .par_iter()
        .try_for_each(|entry| remove_entry(directory, path, entry))
}

fn remove_entry(directory: &Directory, path: &Path, entry: &Entry) -> Result<(), PublishError> {
    if !entry.is_directory {
        let removed = directory.remove_file(&entry.name);
        return removed.or_else(|error| unless_missing(Err(error), &path.join(&entry.name)));
    }
    let path_below = path.join(&entry.name);
    let below = match directory.open_below(&entry.name) {
        Ok(below) => below,
        Err(error) => return unless_missing(Err(error), &path_below),
    };
    let entries = list(&below, &path_below)?;
    remove_entries(&below, &path_below, &entries)?;
    unless_missing(directory.remove_directory(&entry.name), &path_below)
}

/// Names the path of a failed removal. What is missing is removed: another build may be sweeping.
fn unless_missing(removed: io::Result<()>, path: &Path) -> Result<(), PublishError> {
    match removed {
        Err(error) if !is_missing(&error) => Err(PublishError::io("remove", path)(error)),
        _ => Ok(()),
    }
}

fn is_missing(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound
}
