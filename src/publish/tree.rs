//! The files of the new site, written by many threads at once.
//!
//! Creating files is most of what a build costs, so each takes three system calls (open, write,
//! close), and each directory one: those already made are remembered. A file is only ever created,
//! never replaced, so two files that want one path are found by the file system itself.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::error::PublishError;
use super::staging::Staging;
use super::{MARKER, MARKER_TEXT};

/// How much of a file that comes in parts is written at once, in bytes.
const PART: usize = 256 * 1024;

/// The tree of files below a staging directory.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// The directories that exist, by their path within the site.
    directories: Mutex<HashSet<String>>,
    files: AtomicUsize,
    bytes: AtomicU64,
    failed: AtomicBool,
}

impl Tree {
    /// Starts a tree in an empty directory, with the marker as its first file.
    pub(super) fn start(staging: &Staging) -> Result<Tree, PublishError> {
        let tree = Tree::default();
        tree.create(staging, MARKER, MARKER_TEXT.as_bytes())?;
        Ok(tree)
    }

    /// Writes one file and counts it; remembers a failure for [`totals`](Tree::totals).
    pub(super) fn write(
        &self,
        staging: &Staging,
        path: &str,
        bytes: &[u8],
    ) -> Result<(), PublishError> {
        let written = self.create(staging, path, bytes);
        self.count(written.map(|()| bytes.len() as u64))
    }

    /// Writes one file in parts, as [`write`](Tree::write) does a whole one.
    pub(super) fn write_parts(
        &self,
        staging: &Staging,
        path: &str,
        parts: impl Iterator<Item = Vec<u8>>,
    ) -> Result<(), PublishError> {
        self.count(self.create_in_parts(staging, path, parts))
    }

    /// Counts a file by its length, or remembers that it failed.
    fn count(&self, written: Result<u64, PublishError>) -> Result<(), PublishError> {
        match written {
            Ok(bytes) => {
                self.files.fetch_add(1, Ordering::Relaxed);
                self.bytes.fetch_add(bytes, Ordering::Relaxed);
                Ok(())
            }
            Err(error) => {
                self.failed.store(true, Ordering::Relaxed);
                Err(error)
            }
        }
    }

    /// Returns the numbers of files and bytes written, or none if any write failed.
    pub(super) fn totals(self) -> Option<(usize, u64)> {
        if self.failed.into_inner() {
            return None;
        }
        Some((self.files.into_inner(), self.bytes.into_inner()))
    }

    fn create(&self, staging: &Staging, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.create_empty(staging, path)?
            .write_all(bytes)
            .map_err(|error| PublishError::io("write", &staging.path().join(path))(error))
    }

    /// Creates a file of parts and returns its length.
    fn create_in_parts(
        &self,
        staging: &Staging,
        path: &str,
        parts: impl Iterator<Item = Vec<u8>>,
    ) -> Result<u64, PublishError> {
        let mut file = BufWriter::with_capacity(PART, self.create_empty(staging, path)?);
        let write = || {
            let mut bytes = 0;
            for part in parts {
                file.write_all(&part)?;
                bytes += part.len() as u64;
            }
            file.flush()?;
            Ok(bytes)
        };
        write().map_err(|error| PublishError::io("write", &staging.path().join(path))(error))
    }

    fn create_empty(&self, staging: &Staging, path: &str) -> Result<File, PublishError> {
        check_path(path)?;
        if let Some((directory, _)) = path.rsplit_once('/') {
            self.make_directory(staging, directory)?;
        }
        let created = staging.directory().create_file(path);
        created.map_err(|error| creation_error(staging, path, error))
    }

    /// Makes a directory of the site and those above it.
    ///
    /// Two threads may both find it missing and both make it, which is harmless; holding the set
    /// during the system call would let every thread wait for the disk.
    fn make_directory(&self, staging: &Staging, directory: &str) -> Result<(), PublishError> {
        if self.directories().contains(directory) {
            return Ok(());
        }
        if let Some((above, _)) = directory.rsplit_once('/') {
            self.make_directory(staging, above)?;
        }
        match staging.directory().create_directory(directory) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(creation_error(staging, directory, error));
            }
            _ => {}
        }
        self.directories().insert(directory.to_owned());
        Ok(())
    }

    /// A set of names is whole at every moment, so a thread that panicked cannot have spoilt it.
    fn directories(&self) -> MutexGuard<'_, HashSet<String>> {
        self.directories
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn creation_error(staging: &Staging, path: &str, error: io::Error) -> PublishError {
    match error.kind() {
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => PublishError::Duplicate {
            path: path.to_owned(),
        },
        _ => PublishError::io("create", &staging.path().join(path))(error),
    }
}

/// Refuses a path that would lead out of the site, here or on another system.
fn check_path(path: &str) -> Result<(), PublishError> {
    match path_fault(path) {
        None => Ok(()),
        Some(reason) => Err(PublishError::UnsafePath {
            path: path.to_owned(),
            reason,
        }),
    }
}

/// Returns what is wrong with a site-relative path.
fn path_fault(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("it is empty");
    }
    if path.starts_with('/') {
        return Some("it is absolute");
    }
    if path.contains('\0') {
        return Some("it holds a NUL");
    }
    if path.contains('\\') {
        return Some("it holds a backslash, which separates folders on Windows");
    }
    if matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic()) {
        return Some("it begins with a drive of Windows");
    }
    path.split('/').find_map(|part| match part {
        "" => Some("a part of it is empty"),
        "." | ".." => Some("it holds `.` or `..`"),
        _ => None,
    })
}
