//! Notebooks of other commands in the site's state folder.

use std::fs;
use std::path::Path;

use super::error::PublishError;
use super::lock;

/// Writes a file of the state folder of the site in `site_root`, over an older one: whole or not at
/// all.
///
/// # Errors
/// [`PublishError::Refused`] when the state folder is no folder of the site, [`PublishError::Io`] when
/// the file cannot be written.
pub fn write_state(site_root: &Path, name: &str, bytes: &[u8]) -> Result<(), PublishError> {
    let state = lock::state_folder(site_root, &site_root.join(name))?;
    let path = state.join(name);
    let staging = state.join(format!("{name}.{}", std::process::id()));
    fs::write(&staging, bytes).map_err(PublishError::io("write", &staging))?;
    fs::rename(&staging, &path).map_err(PublishError::io("write", &path))
}
