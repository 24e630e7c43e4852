//! The output directory, judged: is it ours to replace?
//!
//! Judging reads the file system and changes nothing. It happens in two parts: where the output
//! lies, once, at the beginning; and what it holds, at the beginning and again before the exchange.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::error::{PublishError, Refusal};
use super::{MARKER, system};

/// The folders of a site that are read, or that hold what cannot be made again.
const INPUT_FOLDERS: [&str; 7] = [
    "content",
    "templates",
    "static",
    "glossary",
    "src",
    ".git",
    ".kaozheng",
];

/// An output that lies where a site may be published: resolved, with a name and a folder above it.
#[derive(Debug)]
pub(super) struct Output {
    site_root: PathBuf,
    path: PathBuf,
    parent: PathBuf,
    name: OsString,
}

/// What stands at the place of an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Nothing.
    Missing,
    /// A directory that we may replace.
    Ours,
}

impl Output {
    /// Resolves `output` and refuses it unless it may be replaced by the site in `site_root`.
    pub(super) fn judge(
        site_root: &Path,
        output: &Path,
        home: Option<&Path>,
    ) -> Result<Output, PublishError> {
        let site_root = canonicalize(site_root)?;
        let asked =
            std::path::absolute(output).map_err(PublishError::io("resolve the output", output))?;
        let refused = |reason| PublishError::Refused {
            output: asked.clone(),
            reason,
        };
        let path = resolve(&asked)?.map_err(refused)?;
        judge_place(&path, &site_root, home).map_err(refused)?;
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(refused(Refusal::FileSystemRoot));
        };
        let output = Output {
            site_root,
            parent: parent.to_path_buf(),
            name: name.to_os_string(),
            path,
        };
        output.judge_content()?;
        Ok(output)
    }

    /// Tells what stands at the output's place, and refuses what is not ours.
    pub(super) fn judge_content(&self) -> Result<Content, PublishError> {
        let refused = |reason| {
            Err(PublishError::Refused {
                output: self.path.clone(),
                reason,
            })
        };
        match fs::symlink_metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Content::Missing),
            Err(error) => return Err(PublishError::io("look at", &self.path)(error)),
            Ok(metadata) if !metadata.is_dir() => {
                return refused(Refusal::NotADirectory(self.path.clone()));
            }
            Ok(_) => {}
        }
        if system::is_mount_point(&self.path) {
            return refused(Refusal::MountPoint);
        }
        if fs::symlink_metadata(self.path.join(".git")).is_ok() {
            return refused(Refusal::Repository);
        }
        if !is_ours(&self.path)? {
            return refused(Refusal::Foreign);
        }
        Ok(Content::Ours)
    }

    /// The folder of the site, resolved.
    pub(super) fn site_root(&self) -> &Path {
        &self.site_root
    }

    /// The output, resolved: it is no symbolic link, nor is anything above it.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The folder that holds the output.
    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    /// The output's own name.
    pub(super) fn name(&self) -> &OsStr {
        &self.name
    }
}

/// Tells whether a directory was written by us: it holds our marker, or nothing at all.
///
/// The marker must be a plain file; a link to one proves nothing.
pub(super) fn is_ours(directory: &Path) -> Result<bool, PublishError> {
    if fs::symlink_metadata(directory.join(MARKER)).is_ok_and(|metadata| metadata.is_file()) {
        return Ok(true);
    }
    let mut entries = fs::read_dir(directory).map_err(PublishError::io("list", directory))?;
    Ok(entries.next().is_none())
}

/// Resolves every symbolic link of an absolute path, of which the last parts may be missing.
fn resolve(asked: &Path) -> Result<Result<PathBuf, Refusal>, PublishError> {
    let mut existing = asked;
    loop {
        match fs::canonicalize(existing) {
            Ok(resolved) if existing != asked && !resolved.is_dir() => {
                return Ok(Err(Refusal::NotADirectory(existing.to_path_buf())));
            }
            Ok(resolved) => return Ok(append_missing(resolved, asked, existing)),
            Err(error) if is_missing(&error) => {
                if fs::symlink_metadata(existing).is_ok() {
                    return Ok(Err(Refusal::DanglingLink(existing.to_path_buf())));
                }
            }
            Err(error) => return Err(PublishError::io("resolve the output", existing)(error)),
        }
        match existing.parent() {
            Some(parent) => existing = parent,
            None => return Ok(Err(Refusal::FileSystemRoot)),
        }
    }
}

/// Adds the parts of `asked` below `existing` to `resolved`.
fn append_missing(resolved: PathBuf, asked: &Path, existing: &Path) -> Result<PathBuf, Refusal> {
    let missing = asked
        .components()
        .skip(existing.components().count())
        .collect::<Vec<_>>();
    if missing.contains(&Component::ParentDir) {
        return Err(Refusal::UpFromMissing);
    }
    Ok(missing
        .into_iter()
        .fold(resolved, |path, part| path.join(part)))
}

/// Refuses a place where replacing the output would destroy something else.
fn judge_place(path: &Path, site_root: &Path, home: Option<&Path>) -> Result<(), Refusal> {
    if path.parent().is_none() {
        return Err(Refusal::FileSystemRoot);
    }
    if path == site_root {
        return Err(Refusal::SiteFolder);
    }
    if site_root.starts_with(path) {
        return Err(Refusal::AboveSiteFolder);
    }
    if home.is_some_and(|home| resolved_or_same(home).starts_with(path)) {
        return Err(Refusal::Home);
    }
    let overlapping = INPUT_FOLDERS
        .iter()
        .map(|name| site_root.join(name))
        .find(|input| overlaps(path, input) || overlaps(path, &resolved_or_same(input)));
    match overlapping {
        Some(input) => Err(Refusal::InputFolder(input)),
        None => Ok(()),
    }
}

/// Tells whether one path lies in the other, or both are the same.
fn overlaps(one: &Path, other: &Path) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

fn resolved_or_same(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

fn canonicalize(site_root: &Path) -> Result<PathBuf, PublishError> {
    fs::canonicalize(site_root).map_err(PublishError::io("resolve the site folder", site_root))
}

/// Tells whether a path is missing, which includes a path that goes on below a file.
fn is_missing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
