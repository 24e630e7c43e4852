//! Files that took long to make, kept in the site's state folder from one build to the next.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::error::PublishError;
use super::lock;

/// The bytes of the digest that a kept file begins with.
const DIGEST: usize = 32;

/// A folder of kept files, each under a key of what it was made of.
///
/// An entry begins with the digest of what follows it: one that a power cut has torn is none, and is made again.
/// Only the build that holds the site's lock has one.
#[derive(Debug)]
pub struct Kept {
    folder: PathBuf,
    used: Mutex<HashSet<String>>,
}

impl Kept {
    /// Opens the folder of that name in the state folder of the site, which need not be there.
    pub(super) fn open(site_root: &Path, name: &str) -> Result<Kept, PublishError> {
        let folder = lock::state_folder(site_root, &site_root.join(name))?.join(name);
        // What is no folder of ours is not looked into.
        match fs::symlink_metadata(&folder) {
            Ok(metadata) if !metadata.is_dir() => {
                fs::remove_file(&folder).map_err(PublishError::io("remove", &folder))?;
            }
            _ => {}
        }
        Ok(Kept {
            folder,
            used: Mutex::default(),
        })
    }

    /// Returns what is kept under a key of letters and digits.
    pub fn read(&self, key: &str) -> Option<Vec<u8>> {
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.insert(key.to_owned());
        drop(used);
        let mut bytes = fs::read(self.folder.join(key)).ok()?;
        let content = bytes.get(DIGEST..)?;
        if Sha256::digest(content)[..] != bytes[..DIGEST] {
            return None;
        }
        bytes.drain(..DIGEST);
        Some(bytes)
    }

    /// Keeps something under a key of letters and digits.
    ///
    /// # Errors
    /// [`PublishError::Io`] when it cannot be written.
    pub fn write(&self, key: &str, bytes: &[u8]) -> Result<(), PublishError> {
        fs::create_dir_all(&self.folder).map_err(PublishError::io("create", &self.folder))?;
        let path = self.folder.join(key);
        let entry = [&Sha256::digest(bytes)[..], bytes].concat();
        // Two threads may make the same: whichever writes last, the entry is whole or is none.
        fs::write(&path, entry).map_err(PublishError::io("write", &path))
    }

    /// Removes what nobody asked for since the folder was opened, and returns what could not be removed.
    pub fn sweep(self) -> Vec<PublishError> {
        let used = self.used.into_inner();
        let used = used.unwrap_or_else(PoisonError::into_inner);
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
            Err(error) => return vec![PublishError::io("list", &self.folder)(error)],
        };
        let names = entries.flatten().map(|entry| entry.file_name());
        let stale = names.filter(|name| !name.to_str().is_some_and(|name| used.contains(name)));
        let removed = stale.map(|name| {
            let path = self.folder.join(name);
            fs::remove_file(&path).map_err(PublishError::io("remove", &path))
        });
        removed.filter_map(Result::err).collect()
    }
}
