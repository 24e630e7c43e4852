//! Watches the site folder for changes.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use crate::config;
use crate::config::citations::SOURCES;
use crate::config::citations::style::STYLE_ENDING;
use crate::project::{self, SITE_FOLDERS};

/// Editors write a file in several steps; changes that follow one another this fast are one.
const QUIET: Duration = Duration::from_millis(30);

/// How often a folder that is gone is looked for.
const LOST: Duration = Duration::from_millis(500);

/// A watch on a site folder.
pub struct Watch {
    watcher: RecommendedWatcher,
    root: PathBuf,
}

/// Starts watching. Each change of a file that the site is made of is sent once or more.
///
/// # Errors
/// The reason, in words, when the operating system does not let us watch.
pub fn watch(root: &Path, changes: UnboundedSender<()>) -> Result<Watch, String> {
    let base: PathBuf = root.to_path_buf();
    let handler = move |event: notify::Result<notify::Event>| {
        let Ok(event) = event else { return };
        let is_change = !matches!(event.kind, EventKind::Access(_));
        if is_change && event.paths.iter().any(|path| is_of_site(&base, path)) {
            // The receiver is gone only when the preview ends.
            let _ = changes.send(());
        }
    };
    let mut watcher = notify::recommended_watcher(handler).map_err(|error| error.to_string())?;
    watcher
        .watch(root, RecursiveMode::NonRecursive)
        .map_err(|error| error.to_string())?;
    Ok(Watch {
        watcher,
        root: root.to_path_buf(),
    })
}

impl Watch {
    /// Watches the folders that there are now, that of the site too: one may have been made, or have taken the
    /// place of another, since the last time.
    ///
    /// # Errors
    /// The reason, in words, when the operating system does not let us watch all of them.
    pub fn renew(&mut self) -> Result<(), String> {
        let root = self.root.clone();
        self.renew_one(&root, RecursiveMode::NonRecursive)?;
        let folders = SITE_FOLDERS.map(|folder| root.join(folder));
        let renewed = folders.map(|it| self.renew_one(&it, RecursiveMode::Recursive));
        renewed.into_iter().collect()
    }

    fn renew_one(&mut self, path: &Path, mode: RecursiveMode) -> Result<(), String> {
        // What was never watched cannot be let go, and what is missing cannot be watched.
        let _ = self.watcher.unwatch(path);
        match self.watcher.watch(path, mode) {
            // One that goes while it is watched has changed once more.
            Err(error) if path.is_dir() => Err(error.to_string()),
            _ => Ok(()),
        }
    }

    /// Returns whether the site's folder is gone, so that nothing is told of one that takes its place.
    pub fn is_lost(&self) -> bool {
        !self.root.is_dir()
    }

    /// Waits until the site's folder is there again.
    pub async fn found(&self) {
        while self.is_lost() {
            tokio::time::sleep(LOST).await;
        }
    }
}

/// Waits until no change has come for a moment.
pub async fn settle(changed: &mut UnboundedReceiver<()>) {
    while let Ok(Some(())) = tokio::time::timeout(QUIET, changed.recv()).await {}
}

fn is_of_site(root: &Path, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(root) else {
        return false;
    };
    // The site's folder itself has gone, or come.
    let Some(first) = below.iter().next() else {
        return true;
    };
    let is_style = first.to_string_lossy().ends_with(STYLE_ENDING);
    let is_setting = first == config::FILE_NAME || first == SOURCES || is_style;
    let mut folders = SITE_FOLDERS.iter();
    is_setting || folders.any(|folder| first == *folder && is_read(folder, below))
}

/// Returns whether a path below a folder of the site is one that is read.
fn is_read(folder: &str, below: &Path) -> bool {
    let is_leftover = |name: &OsStr| project::is_leftover(folder, name.as_encoded_bytes());
    let is_leftover_file = |name: &OsStr| project::is_leftover_file(name.as_encoded_bytes());
    !below.iter().skip(1).any(is_leftover) && !below.file_name().is_some_and(is_leftover_file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_leave_is_no_change() {
        let check = |path: &str, expected: bool| {
            let root = Path::new("/site");
            assert_eq!(is_of_site(root, &root.join(path)), expected, "{path}");
        };
        check("kaozheng.toml", true);
        check("content/articles/a/index.md", true);
        check("content/articles/4913/index.md", true);
        check("static/.well-known/security.txt", true);
        check("content", true);
        check("", true);
        check("content/articles/a/index.md~", false);
        check("content/articles/a/.index.md.swp", false);
        check("content/articles/a/4913", false);
        check("templates/#page.html#", false);
        check("static/.#own.css", false);
        check("public/index.html", false);
    }
}
