//! What the standard library lacks, wrapped: the only file that knows `rustix`.
//!
//! On Unix a [`Directory`] is held open and its files are named relative to it: shorter for the
//! kernel to look up, and no symbolic link that is put above them in the meantime leads astray.
//! Elsewhere the same functions have a plain form, and say what it does not promise.

use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::Path;

pub(super) use here::{Directory, exchange, is_mount_point, let_owner_write, open_lock_file};

/// One entry of a directory.
#[derive(Debug)]
pub(super) struct Entry {
    /// The entry's own name.
    pub(super) name: OsString,
    /// Whether it is a directory; a symbolic link to one is not.
    pub(super) is_directory: bool,
}

/// Who holds a directory.
#[derive(Debug)]
#[cfg_attr(
    not(unix),
    expect(dead_code, reason = "only Unix can lock a directory")
)]
pub(super) enum Hold {
    /// We do, for as long as the [`Directory`] that was locked is open.
    Ours,
    /// Another process, or another publication of this one, does.
    Another,
    /// This file system cannot lock directories.
    Unknown,
}

#[cfg(unix)]
mod here {
    use std::ffi::OsStr;
    use std::fs::TryLockError;
    use std::os::unix::ffi::OsStringExt;
    use std::os::unix::fs::PermissionsExt;

    use rustix::fs::{AtFlags, CWD, Dir, FileType, Mode, OFlags};

    use super::{Entry, File, Hold, OsString, Path, io};

    /// A directory held open.
    #[derive(Debug)]
    pub(in super::super) struct Directory(File);

    impl Directory {
        /// Opens a directory. A symbolic link to one is an error.
        pub(in super::super) fn open(path: &Path) -> io::Result<Directory> {
            open_directory(CWD, path.as_os_str())
        }

        /// Opens a directory in this one. A symbolic link to one is an error.
        pub(in super::super) fn open_below(&self, name: &OsStr) -> io::Result<Directory> {
            open_directory(&self.0, name)
        }

        /// Locks the directory.
        pub(in super::super) fn hold(&self) -> Hold {
            match self.0.try_lock() {
                Ok(()) => Hold::Ours,
                Err(TryLockError::WouldBlock) => Hold::Another,
                Err(TryLockError::Error(_)) => Hold::Unknown,
            }
        }

        /// Makes a file that must not exist yet.
        pub(in super::super) fn create_file(&self, path: &str) -> io::Result<File> {
            let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
            let file = rustix::fs::openat(&self.0, path, flags, Mode::from_raw_mode(0o666))?;
            Ok(File::from(file))
        }

        /// Makes a directory.
        pub(in super::super) fn create_directory(&self, path: &str) -> io::Result<()> {
            Ok(rustix::fs::mkdirat(
                &self.0,
                path,
                Mode::from_raw_mode(0o777),
            )?)
        }

        /// Lists the directory.
        pub(in super::super) fn entries(&self) -> io::Result<Vec<Entry>> {
            let mut entries = Vec::new();
            for entry in Dir::read_from(&self.0)? {
                let entry = entry?;
                let name = entry.file_name();
                if name == c"." || name == c".." {
                    continue;
                }
                let kind = match entry.file_type() {
                    // Some file systems do not keep the kind in the directory.
                    FileType::Unknown => {
                        let found = rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?;
                        FileType::from_raw_mode(found.st_mode)
                    }
                    kind => kind,
                };
                entries.push(Entry {
                    name: OsString::from_vec(name.to_bytes().to_vec()),
                    is_directory: kind == FileType::Directory,
                });
            }
            Ok(entries)
        }

        /// Removes a file, or a link, in this directory.
        pub(in super::super) fn remove_file(&self, name: &OsStr) -> io::Result<()> {
            Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::empty())?)
        }

        /// Removes an empty directory in this one.
        pub(in super::super) fn remove_directory(&self, name: &OsStr) -> io::Result<()> {
            Ok(rustix::fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
        }
    }

    fn open_directory(above: impl rustix::fd::AsFd, name: &OsStr) -> io::Result<Directory> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let directory = rustix::fs::openat(above, name, flags, Mode::empty())?;
        Ok(Directory(File::from(directory)))
    }

    /// Exchanges two directories in one step. `false`: this system, or this file system, cannot.
    #[cfg(any(target_vendor = "apple", target_os = "linux", target_os = "android"))]
    pub(in super::super) fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
        use rustix::fs::{RenameFlags, renameat_with};
        use rustix::io::Errno;

        match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(true),
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Never exchanges: this system has no such call.
    #[cfg(not(any(target_vendor = "apple", target_os = "linux", target_os = "android")))]
    pub(in super::super) fn exchange(_one: &Path, _other: &Path) -> io::Result<bool> {
        Ok(false)
    }

    /// Tells whether a file system is mounted on a directory; `false` where that is not known.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub(in super::super) fn is_mount_point(directory: &Path) -> bool {
        use rustix::fs::{StatxAttributes, StatxFlags, statx};

        let flags = AtFlags::SYMLINK_NOFOLLOW;
        statx(CWD, directory, flags, StatxFlags::empty())
            .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
    }

    /// Never knows: the exchange itself will fail.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    pub(in super::super) fn is_mount_point(_directory: &Path) -> bool {
        false
    }

    /// Opens the lock file, making it if it is missing. A symbolic link is not followed.
    pub(in super::super) fn open_lock_file(path: &Path) -> io::Result<File> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = rustix::fs::open(path, flags, Mode::from_raw_mode(0o666))?;
        Ok(File::from(file))
    }

    /// Lets the owner of a directory write into it, as far as that can be done.
    pub(in super::super) fn let_owner_write(path: &Path) {
        let Ok(metadata) = std::fs::metadata(path) else {
            return;
        };
        let mut permissions = metadata.permissions();
        permissions.set_mode(permissions.mode() | 0o700);
        // Removing tells what comes of it.
        let _ = std::fs::set_permissions(path, permissions);
    }
}

#[cfg(not(unix))]
mod here {
    use std::ffi::OsStr;
    use std::fs;
    use std::path::PathBuf;

    use super::{Entry, File, Hold, Path, io};

    /// A directory, known by its path.
    #[derive(Debug)]
    pub(in super::super) struct Directory(PathBuf);

    impl Directory {
        /// Names a directory. A symbolic link to one is an error.
        pub(in super::super) fn open(path: &Path) -> io::Result<Directory> {
            if fs::symlink_metadata(path)?.is_dir() {
                Ok(Directory(path.to_path_buf()))
            } else {
                Err(io::ErrorKind::NotADirectory.into())
            }
        }

        /// Names a directory in this one. A symbolic link to one is an error.
        pub(in super::super) fn open_below(&self, name: &OsStr) -> io::Result<Directory> {
            Directory::open(&self.0.join(name))
        }

        /// Locks nothing: a directory cannot be opened here.
        pub(in super::super) fn hold(&self) -> Hold {
            Hold::Unknown
        }

        /// Makes a file that must not exist yet.
        pub(in super::super) fn create_file(&self, path: &str) -> io::Result<File> {
            File::create_new(self.0.join(path))
        }

        /// Makes a directory.
        pub(in super::super) fn create_directory(&self, path: &str) -> io::Result<()> {
            fs::create_dir(self.0.join(path))
        }

        /// Lists the directory.
        pub(in super::super) fn entries(&self) -> io::Result<Vec<Entry>> {
            fs::read_dir(&self.0)?
                .map(|entry| {
                    let entry = entry?;
                    Ok(Entry {
                        name: entry.file_name(),
                        is_directory: entry.file_type()?.is_dir(),
                    })
                })
                .collect()
        }

        /// Removes a file, or a link, in this directory.
        pub(in super::super) fn remove_file(&self, name: &OsStr) -> io::Result<()> {
            fs::remove_file(self.0.join(name))
        }

        /// Removes an empty directory in this one.
        pub(in super::super) fn remove_directory(&self, name: &OsStr) -> io::Result<()> {
            fs::remove_dir(self.0.join(name))
        }
    }

    /// Never exchanges: this system has no such call.
    pub(in super::super) fn exchange(_one: &Path, _other: &Path) -> io::Result<bool> {
        Ok(false)
    }

    /// Never knows: the renames themselves will fail.
    pub(in super::super) fn is_mount_point(_directory: &Path) -> bool {
        false
    }

    /// Opens the lock file, making it if it is missing.
    pub(in super::super) fn open_lock_file(path: &Path) -> io::Result<File> {
        File::options()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
    }

    /// Lets the owner of a directory write into it: here a directory always allows that.
    pub(in super::super) fn let_owner_write(_path: &Path) {}
}
