//! Publish: the only writer of the output.
//!
//! A [`Publication`] is written into a staging directory beside the output and takes the output's
//! place in one step, so that a visitor, or a build killed at any moment, meets the whole old site
//! or the whole new one. This room renders nothing and knows no page: it takes paths and bytes.
//!
//! # Steps
//!
//! [`Publication::begin`]
//! 1. judges the output (`output`): a folder that is not ours to replace is refused, and nothing
//!    has been touched by then;
//! 2. takes the site's lock (`lock`): one build at a time;
//! 3. sweeps what a killed build left (`staging`), and makes a new staging directory.
//!
//! [`Publication::write`] makes one file in the staging directory (`tree`).
//!
//! [`Publication::finish`]
//! 1. judges the output once more, for a build takes long enough that somebody may have put his
//!    own files there;
//! 2. exchanges the staging directory and the output (`swap`);
//! 3. removes the old site, which now bears the staging name.
//!
//! # What the output is
//!
//! The output is replaced whole at every build: a file put there by hand is gone after the next
//! one, and belongs into the site's `static` folder. A marker file, [`MARKER`], tells our folder
//! from a foreign one. The exchange gives the output a new inode: a server that holds the old
//! directory open (a bind mount of the output itself, a shell standing in it) sees the old, removed
//! one, and should be given the folder that holds the output.
//!
//! # Killed, and cut off
//!
//! `kill -9` is covered without flushing anything, since the kernel keeps what was written. A power
//! cut is not: no file is flushed to the disk, and a site published in the last half minute may
//! have empty files after it; building again mends it. A flush would make every build wait for the
//! disk: on forty thousand files of 8 KB, `syncfs` added 0.6 s where the disk had most of them
//! already, to a build that writes them all in 1.0 s when it need not wait (ext4, two threads). It
//! would also flush what other programs wrote. The site is made from its sources at any time, so
//! we leave the moment to the file system.
//!
//! # Unchanged files
//!
//! Every file is written anew, and has a new time. A cache that knows a page to be unchanged has
//! its place beside [`Publication::write`]: a hard link from the output into the staging directory
//! keeps the file's time and is cheaper than writing it.

mod error;
mod kept;
mod lock;
mod output;
mod precompress;
mod removal;
mod staging;
mod state;
mod swap;
mod system;
mod tree;

#[cfg(test)]
mod tests;

pub use error::{PublishError, Refusal};
pub use kept::Kept;
pub use state::write_state;

use std::collections::HashSet;
use std::path::Path;

use crate::config::Compression;
use lock::SiteLock;
use output::Output;
use precompress::Precompression;
use staging::Staging;
use tree::Tree;

/// The folder of compressed files in the site's state folder.
const PRECOMPRESSED: &str = "precompressed";

/// The file that marks an output directory as written by kaozheng. Hosts will serve it.
pub const MARKER: &str = ".kaozheng-output";

/// What the marker file says, to whoever finds it.
const MARKER_TEXT: &str = "\
This folder is written by kaozheng and replaced whole at every build.
Files put here by hand are lost; put them into the site's `static` folder.
";

/// A publication being written: a staging directory beside the output, swapped in whole by
/// [`finish`](Publication::finish).
///
/// Many threads may write into one publication. Dropped without `finish`, it removes its staging
/// directory and leaves the old site as it was.
#[derive(Debug)]
pub struct Publication {
    output: Output,
    tree: Tree,
    precompression: Option<Precompression>,
    leftovers: Vec<PublishError>,
    // Fields are dropped in this order: the staging directory goes before the lock is given back.
    staging: Staging,
    _lock: SiteLock,
}

/// What a publication wrote.
#[derive(Debug)]
pub struct Report {
    /// The number of files written, without the marker.
    pub files: usize,
    /// Their size, in bytes.
    pub bytes: u64,
    /// What could not be removed beside the output. The new site is in place all the same, and the
    /// next build tries again.
    pub leftovers: Vec<PublishError>,
}

impl Publication {
    /// Starts a publication of the site in `site_root` into `output`.
    ///
    /// A relative `output` is taken from the current directory, as any path. The folders above a
    /// missing output are made.
    ///
    /// # Errors
    ///
    /// [`PublishError::Refused`] when the output is not ours to replace, [`PublishError::Busy`]
    /// when another build of this site is at work, [`PublishError::Io`] otherwise.
    pub fn begin(site_root: &Path, output: &Path) -> Result<Publication, PublishError> {
        let home = std::env::home_dir();
        let output = Output::judge(site_root, output, home.as_deref())?;
        let lock = SiteLock::take(output.site_root(), output.path())?;
        let leftovers = staging::sweep(&output)?;
        let staging = Staging::create(&output)?;
        let tree = Tree::start(&staging)?;
        Ok(Publication {
            output,
            tree,
            precompression: None,
            leftovers,
            staging,
            _lock: lock,
        })
    }

    /// Asks for compressed files beside those that will be written, except at paths that are `taken` by files of the
    /// site's own.
    ///
    /// # Errors
    /// Those of [`kept`](Publication::kept).
    pub fn precompress(
        &mut self,
        wanted: &[Compression],
        taken: HashSet<String>,
    ) -> Result<(), PublishError> {
        self.precompression = Some(Precompression {
            wanted: wanted.to_vec(),
            taken,
            kept: self.kept(PRECOMPRESSED)?,
        });
        Ok(())
    }

    /// Writes one file of the new site, and compressed ones beside it where they are asked for.
    ///
    /// `path` is relative to the site and separated by `/`. The planner made it, and it is checked
    /// again here, since nothing may be written outside the output.
    ///
    /// # Errors
    ///
    /// [`PublishError::UnsafePath`] for a path that leads out of the output,
    /// [`PublishError::Duplicate`] when the path is taken, [`PublishError::Io`] otherwise. After
    /// any error the publication can no longer be finished.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.tree.write(&self.staging, path, bytes)?;
        let Some(precompression) = &self.precompression else {
            return Ok(());
        };
        for (path, bytes) in precompression.beside(path, bytes)? {
            self.tree.write(&self.staging, &path, &bytes)?;
        }
        Ok(())
    }

    /// Writes one file of the new site in parts that follow one another, as [`write`](Publication::write) does a
    /// whole one; so that the file is never in memory as a whole, unless compressed ones belong beside it.
    ///
    /// # Errors
    ///
    /// Those of [`write`](Publication::write).
    pub fn write_parts(
        &self,
        path: &str,
        parts: impl Iterator<Item = Vec<u8>>,
    ) -> Result<(), PublishError> {
        let mut precompression = self.precompression.iter();
        match precompression.any(|it| it.concerns(path)) {
            true => self.write(path, &parts.flatten().collect::<Vec<u8>>()),
            false => self.tree.write_parts(&self.staging, path, parts),
        }
    }

    /// Opens a folder of files that are kept from one build to the next.
    ///
    /// # Errors
    ///
    /// [`PublishError::Refused`] when the state folder is no folder of the site, [`PublishError::Io`] otherwise.
    pub fn kept(&self, name: &str) -> Result<Kept, PublishError> {
        Kept::open(self.output.site_root(), name)
    }

    /// Puts the new site in the place of the old one.
    ///
    /// # Errors
    ///
    /// [`PublishError::Incomplete`] when a write failed before, [`PublishError::Refused`] when the
    /// output became foreign in the meantime, [`PublishError::Io`] otherwise. The old site is
    /// untouched by any of them.
    pub fn finish(mut self) -> Result<Report, PublishError> {
        let Some((files, bytes)) = self.tree.totals() else {
            return Err(PublishError::Incomplete {
                output: self.output.path().to_path_buf(),
            });
        };
        let content = self.output.judge_content()?;
        swap::swap(&self.staging, &self.output, content)?;
        self.leftovers.extend(self.staging.remove().err());
        if let Some(precompression) = self.precompression {
            self.leftovers.extend(precompression.kept.sweep());
        }
        Ok(Report {
            files,
            bytes,
            leftovers: self.leftovers,
        })
    }
}
