//! The staging directory: made beside the output, swept when a killed build left it.
//!
//! Its name is the output's with a dot before, a fixed word and the process behind, such as
//! `.public.kaozheng-staging-4711`. After the exchange the old site bears this name, so one way of
//! removing serves both. Two things keep a sweep from removing what is not ours: the name must
//! match to the last character, and the directory must hold our marker or nothing, for the marker
//! is the first file written into a directory and the last one removed from it.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::PublishError;
use super::output::{Content, Output, is_ours};
use super::removal::remove_if_ours;
use super::system::{Directory, Hold};

/// How many names are tried: more than one is needed only where processes share a number, as
/// containers do, or one process publishes two sites at once.
const NAMES_TRIED: u32 = 1000;

/// A staging directory, removed when it is dropped.
#[derive(Debug)]
pub(super) struct Staging {
    path: PathBuf,
    /// Held open and locked, which tells other sites with the same output that it is in use.
    directory: Directory,
}

impl Staging {
    /// Makes an empty staging directory beside the output, and the folders above it.
    pub(super) fn create(output: &Output) -> Result<Staging, PublishError> {
        fs::create_dir_all(output.parent()).map_err(PublishError::io("create", output.parent()))?;
        let mut number = 0;
        loop {
            let path = output.parent().join(staging_name(output.name(), number));
            match fs::create_dir(&path) {
                Ok(()) => return Staging::open(path),
                Err(error)
                    if error.kind() == io::ErrorKind::AlreadyExists && number < NAMES_TRIED =>
                {
                    number += 1;
                }
                Err(error) => return Err(PublishError::io("create", &path)(error)),
            }
        }
    }

    fn open(path: PathBuf) -> Result<Staging, PublishError> {
        let directory = Directory::open(&path).map_err(PublishError::io("open", &path))?;
        directory.hold();
        Ok(Staging { path, directory })
    }

    /// The directory, open: the one that was made, whatever bears its name by now.
    pub(super) fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Its path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Removes what bears the staging name: the new site given up, or the old one replaced.
    pub(super) fn remove(&self) -> Result<(), PublishError> {
        remove_if_ours(&self.path)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // Nobody is left to be told; the next build sweeps.
        let _ = self.remove();
    }
}

/// Puts right what a killed build left beside the output, and returns what could not be removed.
///
/// # Steps
/// 1. An output that is missing while its predecessor stands aside was caught between two renames
///    (`swap`): the predecessor is put back.
/// 2. Every staging directory of this output is removed, unless a running build holds it.
pub(super) fn sweep(output: &Output) -> Result<Vec<PublishError>, PublishError> {
    restore_previous(output)?;
    let parent = output.parent();
    let entries = match fs::read_dir(parent) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(PublishError::io("list", parent)(error)),
    };
    let mut failures = Vec::new();
    for entry in entries {
        let entry = entry.map_err(PublishError::io("list", parent))?;
        if is_leftover_name(output.name(), &entry.file_name()) {
            failures.extend(remove_leftover(&entry.path()).err());
        }
    }
    Ok(failures)
}

/// The name under which the old site waits while the new one is renamed into its place.
pub(super) fn previous_path(output: &Output) -> PathBuf {
    let mut name = hidden_name(output.name());
    name.push(PREVIOUS);
    output.parent().join(name)
}

const STAGING: &str = ".kaozheng-staging-";
const PREVIOUS: &str = ".kaozheng-previous";

fn restore_previous(output: &Output) -> Result<(), PublishError> {
    let previous = previous_path(output);
    let waits = fs::symlink_metadata(&previous).is_ok_and(|metadata| metadata.is_dir());
    if !waits || output.judge_content()? != Content::Missing || !is_ours(&previous)? {
        return Ok(());
    }
    fs::rename(&previous, output.path()).map_err(PublishError::io("restore", output.path()))
}

fn remove_leftover(path: &Path) -> Result<(), PublishError> {
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        // Another site with this output was quicker.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(PublishError::io("look at", path)(error)),
    };
    if metadata.is_symlink() {
        return fs::remove_file(path).map_err(PublishError::io("remove", path));
    }
    if !metadata.is_dir() {
        return Ok(());
    }
    let directory = Directory::open(path).map_err(PublishError::io("open", path))?;
    match directory.hold() {
        Hold::Another => Ok(()),
        // Where directories cannot be locked, the lock of the site is all there is.
        Hold::Ours | Hold::Unknown => remove_if_ours(path),
    }
}

fn hidden_name(output_name: &OsStr) -> OsString {
    let mut name = OsString::from(".");
    name.push(output_name);
    name
}

fn staging_name(output_name: &OsStr, number: u32) -> OsString {
    let mut name = hidden_name(output_name);
    name.push(STAGING);
    name.push(std::process::id().to_string());
    if number > 0 {
        name.push(format!("-{number}"));
    }
    name
}

/// Tells whether a directory entry is named as a leftover of this output is.
fn is_leftover_name(output_name: &OsStr, entry_name: &OsStr) -> bool {
    let hidden = hidden_name(output_name);
    let Some(rest) = entry_name
        .as_encoded_bytes()
        .strip_prefix(hidden.as_encoded_bytes())
    else {
        return false;
    };
    if rest == PREVIOUS.as_bytes() {
        return true;
    }
    rest.strip_prefix(STAGING.as_bytes()).is_some_and(|suffix| {
        suffix
            .split(|byte| *byte == b'-')
            .all(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit))
    })
}
