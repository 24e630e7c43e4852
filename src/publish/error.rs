//! What can go wrong while publishing, and what to do about it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a publication did not come about. The old site is untouched in every case.
#[derive(Debug)]
#[non_exhaustive]
pub enum PublishError {
    /// The output is not ours to replace: a matter of configuration.
    Refused {
        /// The output as it was asked for, made absolute.
        output: PathBuf,
        /// What speaks against it.
        reason: Refusal,
    },
    /// Another build of this site holds the lock.
    Busy {
        /// The lock file.
        lock: PathBuf,
    },
    /// A path within the site leads out of the output, or cannot be written on every system.
    UnsafePath {
        /// The path as it was given.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// Two files of the site want the same path, or one is a file where the other has a folder.
    Duplicate {
        /// The path that was taken.
        path: String,
    },
    /// A file could not be written before, so that the new site is not whole.
    Incomplete {
        /// The output that was left as it was.
        output: PathBuf,
    },
    /// The operating system refused an operation.
    Io {
        /// What was tried, such as "write".
        action: &'static str,
        /// The file or directory it was tried on.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
}

/// Why an output is not ours to replace.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// It is the root of the file system.
    FileSystemRoot,
    /// It is the home directory, or holds it.
    Home,
    /// It is the site folder.
    SiteFolder,
    /// It holds the site folder.
    AboveSiteFolder,
    /// It is, lies in, or holds a folder that the site is made from.
    InputFolder(PathBuf),
    /// It holds files that kaozheng did not write.
    Foreign,
    /// It holds a Git repository, whose history would be lost.
    Repository,
    /// It, or this path on the way to it, is something else than a directory.
    NotADirectory(PathBuf),
    /// It, or this path on the way to it, is a symbolic link to nothing.
    DanglingLink(PathBuf),
    /// It goes up (`..`) from a folder that does not exist.
    UpFromMissing,
    /// Something is mounted on it, so that it cannot be exchanged.
    MountPoint,
    /// The site's own state folder is a link or a file, which could lead the lock astray.
    StateFolder(PathBuf),
}

impl PublishError {
    /// Returns a function that wraps an I/O error, for use with `map_err`.
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> PublishError {
        move |source| PublishError::Io {
            action,
            path: path.to_path_buf(),
            source,
        }
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PublishError::Refused { output, reason } => {
                write!(
                    formatter,
                    "cannot publish into {}: {reason}",
                    output.display()
                )
            }
            PublishError::Busy { lock } => write!(
                formatter,
                "another build of this site is running; wait for it to end (it holds {})",
                lock.display()
            ),
            PublishError::UnsafePath { path, reason } => write!(
                formatter,
                "cannot write {path:?} into the output: {reason}; change the slug, alias or file \
                 name that it comes from"
            ),
            PublishError::Duplicate { path } => write!(
                formatter,
                "two files of the site want the path {path:?}; change the slug, alias or file \
                 name of one"
            ),
            PublishError::Incomplete { output } => write!(
                formatter,
                "some files could not be written, so {} was left as it was",
                output.display()
            ),
            PublishError::Io {
                action,
                path,
                source,
            } => {
                write!(formatter, "cannot {action} {}: {source}", path.display())?;
                match advice(source.kind()) {
                    Some(advice) => write!(formatter, "; {advice}"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl std::error::Error for PublishError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // The message above already has the words of an I/O error; a chain would say them twice.
        None
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::FileSystemRoot => {
                formatter.write_str("it is the root of the file system; choose a folder below it")
            }
            Refusal::Home => formatter
                .write_str("it is, or holds, your home directory; choose a folder of its own"),
            Refusal::SiteFolder => formatter
                .write_str("it is the site folder itself; choose a folder in it, such as `public`"),
            Refusal::AboveSiteFolder => {
                formatter.write_str("it holds the site folder; choose a folder beside or in it")
            }
            Refusal::InputFolder(input) => write!(
                formatter,
                "it overlaps {}, which the site is made from; choose a folder such as `public`",
                input.display()
            ),
            Refusal::Foreign => write!(
                formatter,
                "it holds files that kaozheng did not write (there is no {}); choose another \
                 folder, or empty this one",
                super::MARKER
            ),
            Refusal::Repository => formatter.write_str(
                "it holds a Git repository (`.git`), which would be lost with the old site; \
                 publish elsewhere and copy from there",
            ),
            Refusal::NotADirectory(path) => write!(
                formatter,
                "{} is not a directory; move it away or choose another folder",
                path.display()
            ),
            Refusal::DanglingLink(path) => write!(
                formatter,
                "{} is a symbolic link to nothing; make its target or remove the link",
                path.display()
            ),
            Refusal::UpFromMissing => formatter
                .write_str("it goes up (`..`) from a folder that does not exist; name it directly"),
            Refusal::MountPoint => formatter.write_str(
                "something is mounted on it, so it cannot be exchanged in one step; choose a \
                 folder inside it",
            ),
            Refusal::StateFolder(path) => write!(
                formatter,
                "{} must be a real folder or file of the site, for it holds the lock; remove it \
                 and build again",
                path.display()
            ),
        }
    }
}

/// Returns what to do about the I/O errors that a user meets.
fn advice(kind: io::ErrorKind) -> Option<&'static str> {
    match kind {
        io::ErrorKind::PermissionDenied => Some("see that you may write there"),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Some("make room on the disk; the old site is untouched")
        }
        io::ErrorKind::ReadOnlyFilesystem => Some("choose an output on a disk that can be written"),
        io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy => Some(
            "the output is a mount point or lies in the layer of a container image: choose a \
             folder inside it, or remove it and build again",
        ),
        io::ErrorKind::InvalidFilename => Some("shorten the name"),
        _ => None,
    }
}
