//! One build at a time: the lock in the site's state folder, `.kaozheng/lock`.
//!
//! The operating system holds the lock for the open file and gives it back when the process ends,
//! however it ends. So the file itself says nothing, stays where it is, and is never removed.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::error::{PublishError, Refusal};
use super::system;
use crate::project;

/// The lock of one site, held until it is dropped.
#[derive(Debug)]
pub(super) struct SiteLock {
    _file: File,
}

impl SiteLock {
    /// Takes the lock of the site in `site_root`, for a publication into `output`.
    pub(super) fn take(site_root: &Path, output: &Path) -> Result<SiteLock, PublishError> {
        let state = state_folder(site_root, output)?;
        let lock = state.join("lock");
        let file = system::open_lock_file(&lock).map_err(PublishError::io("open", &lock))?;
        if !is_real(&lock, fs::Metadata::is_file)? {
            return Err(refused(output, &lock));
        }
        match file.try_lock() {
            Ok(()) => Ok(SiteLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(PublishError::Busy { lock }),
            Err(TryLockError::Error(error)) => Err(PublishError::io("lock", &lock)(error)),
        }
    }
}

/// Returns the state folder of a site, which is made when it is missing.
pub(super) fn state_folder(site_root: &Path, output: &Path) -> Result<PathBuf, PublishError> {
    let state = site_root.join(project::STATE_FOLDER);
    make_state_folder(&state)?;
    if !is_real(&state, fs::Metadata::is_dir)? {
        return Err(refused(output, &state));
    }
    make_gitignore(&state.join(".gitignore"))?;
    Ok(state)
}

fn refused(output: &Path, path: &Path) -> PublishError {
    PublishError::Refused {
        output: output.to_path_buf(),
        reason: Refusal::StateFolder(path.to_path_buf()),
    }
}

/// Tells whether a path itself, and not what it may be a link to, is of a kind.
fn is_real(path: &Path, kind: fn(&fs::Metadata) -> bool) -> Result<bool, PublishError> {
    let metadata = fs::symlink_metadata(path).map_err(PublishError::io("look at", path))?;
    Ok(kind(&metadata))
}

fn make_state_folder(state: &Path) -> Result<(), PublishError> {
    match fs::create_dir(state) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            Err(PublishError::io("create", state)(error))
        }
        _ => Ok(()),
    }
}

/// Keeps the state folder out of the site's repository, unless the user has said otherwise there.
fn make_gitignore(path: &Path) -> Result<(), PublishError> {
    match File::create_new(path) {
        Ok(mut file) => file
            .write_all(b"*\n")
            .map_err(PublishError::io("write", path)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(PublishError::io("create", path)(error)),
    }
}
