//! Sets of new files: all are written or none, and never one over a file that is there.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{Failure, Source};

/// A file to be written.
pub struct NewFile<'a> {
    /// Its path below the folder, with `/` between parts.
    pub path: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Writes files below a folder, which is made when it is missing. When any of them exists nothing
/// is written at all.
///
/// # Errors
/// [`Failure::Configuration`] when a file exists; [`Failure::InputOutput`] when writing fails, after
/// the files that were written have been removed.
pub fn write_new(folder: &Path, files: &[NewFile<'_>]) -> Result<(), Failure> {
    for file in files {
        let path = folder.join(file.path);
        if fs::symlink_metadata(&path).is_ok() {
            return Err(Failure::Configuration(format!(
                "{} exists; nothing was written",
                path.display()
            )));
        }
    }
    let mut written = Vec::new();
    for file in files {
        if let Err(failure) = write(folder, file, &mut written) {
            for path in written {
                // It is ours and new; if it cannot be removed, the first failure is what matters.
                let _ = fs::remove_file(path);
            }
            return Err(failure);
        }
    }
    Ok(())
}

/// Writes a file of a site that keeps what could not be imported, over an older one: whole or not at all.
///
/// # Errors
/// [`Failure::InputOutput`] when it cannot be written, or would lie outside the site.
pub fn write_kept(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Failure> {
    let path = root.join(path);
    let failure = |error| Failure::input_output("write", &path, &error);
    let folder = path.parent().unwrap_or(root);
    fs::create_dir_all(folder).map_err(failure)?;
    let is_link = fs::symlink_metadata(&path).is_ok_and(|metadata| !metadata.is_file());
    let is_inside = fs::canonicalize(folder)
        .and_then(|folder| Ok(folder.starts_with(fs::canonicalize(root)?)))
        .map_err(failure)?;
    if is_link || !is_inside {
        let message = format!(
            "{} leads out of the site folder; nothing was written",
            path.display()
        );
        return Err(Failure::InputOutput(message));
    }
    write_report(&path, bytes)
}

/// Returns the text of a file that notes are imported from.
///
/// # Errors
/// [`Failure::InputOutput`] when it cannot be read or is not UTF-8.
pub fn read_text(path: &Path) -> Result<Arc<Source>, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::input_output("read", path, &error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text.trim_start_matches('\u{feff}'))),
        Err(_) => Err(Failure::InputOutput(format!(
            "{} is not UTF-8",
            path.display()
        ))),
    }
}

/// Returns whether a report may be written at a path: nothing stands there, a pipe or a device, an empty file
/// or a report, which is an object of JSON a line. Anything else is somebody's file.
pub fn may_be_report(path: &Path) -> bool {
    if !fs::metadata(path).is_ok_and(|metadata| metadata.is_file()) {
        return !path.is_dir();
    }
    let text = fs::read_to_string(path).unwrap_or_else(|_| "?".to_owned());
    text.lines().all(|line| {
        let record = serde_json::from_str::<serde_json::Value>(line);
        record.is_ok_and(|record| record.get("outcome").is_some())
    })
}

/// Writes a report, over an older one: whole or not at all, unless it goes to a pipe or a device.
///
/// # Errors
/// [`Failure::InputOutput`] when it cannot be written.
pub fn write_report(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let failure = |error| Failure::input_output("write", path, &error);
    let is_special = fs::metadata(path).is_ok_and(|metadata| !metadata.is_file());
    let (Some(name), false) = (path.file_name(), is_special) else {
        return fs::write(path, bytes).map_err(failure);
    };
    let staging = path.with_file_name(format!(".{}.importing", name.to_string_lossy()));
    let written = fs::write(&staging, bytes).and_then(|()| fs::rename(&staging, path));
    if written.is_err() {
        // What was wrong first is what matters.
        let _ = fs::remove_file(&staging);
    }
    written.map_err(failure)
}

/// Writes a text file of a site over itself, whole or not at all: `after` in the place of `before`. Its
/// byte order mark and its permissions stay.
///
/// # Errors
/// [`Failure::InputOutput`] when it may not be written, was changed since `before` was read, leads out
/// of the site or cannot be written; then it is as it was.
pub fn rewrite(root: &Path, path: &str, before: &str, after: &str) -> Result<(), Failure> {
    const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
    let named = root.join(path);
    let refuse = |reason: &str| {
        let message = format!("{} {reason}; nothing was written", named.display());
        Err(Failure::InputOutput(message))
    };
    let failure = |error| Failure::input_output("write", &named, &error);
    let root = fs::canonicalize(root).map_err(failure)?;
    // A link inside the site stays one: what it leads to is written.
    let target = fs::canonicalize(&named).map_err(failure)?;
    if !target.starts_with(&root) {
        return refuse("leads out of the site folder");
    }
    let permissions = fs::metadata(&target).map_err(failure)?.permissions();
    if permissions.readonly() {
        return refuse("is read-only");
    }
    let bytes = fs::read(&target).map_err(failure)?;
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
    if text != before.as_bytes() {
        return refuse("was changed meanwhile");
    }
    let mark = &bytes[..bytes.len() - text.len()];
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let staging = target.with_file_name(format!(".{name}.{}.writing", std::process::id()));
    let write = || {
        let mut file = fs::File::create(&staging)?;
        file.write_all(mark)?;
        file.write_all(after.as_bytes())?;
        file.sync_all()?;
        fs::set_permissions(&staging, permissions)?;
        fs::rename(&staging, &target)
    };
    let written = write();
    if written.is_err() {
        // What was wrong first is what matters.
        let _ = fs::remove_file(&staging);
    }
    written.map_err(failure)
}

fn write(folder: &Path, file: &NewFile<'_>, written: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let path = folder.join(file.path);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)
            .map_err(|error| Failure::input_output("make the folder", parent, &error))?;
    }
    let create = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path);
    let mut open = create.map_err(|error| Failure::input_output("write", &path, &error))?;
    written.push(path.clone());
    open.write_all(file.bytes)
        .map_err(|error| Failure::input_output("write", &path, &error))
}
