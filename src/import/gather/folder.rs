//! A folder that was named, and where in it a text finds the files that it shows.
//!
//! Nothing outside of it is found but what the site publishes itself, and nothing that a link leads to.

use std::collections::HashMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::super::Linked;
use super::super::directory::Directory;
use super::super::markdown_file::Wanted;

/// Folders of other programs whose files are at the root of their sites.
const PUBLISHED: [&str; 5] = ["", "static", "source", "public", "docs/.vuepress/public"];

/// Folders of other programs whose texts are at the root of their sites.
const TEXTS: [&str; 5] = ["content", "source", "docs", "src", "pages"];

/// What a link may leave away of a text's name, in this order.
const ENDINGS: [&str; 5] = ["", ".md", "/index.md", "/_index.md", "/README.md"];

/// A folder that was named, or that of a file that was.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    /// The folder of what the site publishes as it is.
    own: Option<PathBuf>,
    /// The files of the folder, by their names; paths are seen from its root.
    files: HashMap<String, Vec<PathBuf>>,
}

impl Folder {
    /// Returns a folder whose files are not known yet, for an import into the site at `site`.
    pub(super) fn new(root: &Path, site: Option<&Path>) -> Folder {
        Folder {
            root: root.to_owned(),
            own: site.map(|site| site.join("static")),
            files: HashMap::new(),
        }
    }

    /// Adds a file that lies in it.
    pub(super) fn add(&mut self, name: &str, path: &Path) {
        if let Ok(below) = path.strip_prefix(&self.root) {
            let named = self.files.entry(name.to_owned()).or_default();
            named.push(below.to_owned());
        }
    }

    /// Returns the file of a picture that a text at `text` shows.
    pub(super) fn picture(&self, text: &Path, wanted: &Wanted) -> Option<PathBuf> {
        let path = wanted.path.as_str();
        if let Some(rooted) = path.strip_prefix('/') {
            return self.published(rooted);
        }
        let below = text.strip_prefix(&self.root).ok()?;
        let near = resolved(below.parent()?, path);
        let near = near.and_then(|near| file(&self.root, &near));
        match wanted.is_embed {
            true => near.or_else(|| self.anywhere(path)),
            false => near,
        }
    }

    /// Returns the file at a path from the root of a site, the other program's or this one.
    fn published(&self, path: &str) -> Option<PathBuf> {
        let theirs = PUBLISHED.iter().map(|folder| self.root.join(folder));
        let path = resolved(Path::new(""), path)?;
        let mut folders = theirs.chain(self.own.clone());
        folders.find_map(|folder| file(&folder, &path))
    }

    /// Returns the file at a path from the folder's root, or else the first one whose path ends so.
    fn anywhere(&self, path: &str) -> Option<PathBuf> {
        let path = resolved(Path::new(""), path)?;
        let named = self.files.get(path.file_name()?.to_str()?);
        let ending = named.into_iter().flatten().find(|it| it.ends_with(&path));
        file(&self.root, &path).or_else(|| file(&self.root, ending?))
    }

    /// Returns the article of the run to which a text at `text` leads by a path.
    pub(super) fn article(&self, text: &Path, path: &str, directory: &Directory) -> Option<Linked> {
        let rooted = path.strip_prefix('@').unwrap_or(path).trim_matches('/');
        self.bases(text, path).into_iter().find_map(|base| {
            file_names(rooted).find_map(|name| {
                let file = self.root.join(resolved(&base, &name)?);
                directory.linked(&file, path)
            })
        })
    }

    /// Returns the folders from which a path is seen, themselves seen from the root: that of the text, or those at the
    /// root of a site.
    fn bases(&self, text: &Path, path: &str) -> Vec<PathBuf> {
        let Ok(below) = text.strip_prefix(&self.root) else {
            return Vec::new();
        };
        if !path.starts_with('/') && !path.starts_with("@/") {
            return below.parent().map(Path::to_owned).into_iter().collect();
        }
        let folders = below.ancestors().skip(1);
        let is_root = |folder: &&Path| {
            let name = folder.file_name().and_then(|name| name.to_str());
            name.is_none_or(|name| TEXTS.contains(&name))
        };
        folders.filter(is_root).map(Path::to_owned).collect()
    }
}

/// Returns the names that the file of a text may have to which a link leads.
fn file_names(path: &str) -> impl Iterator<Item = String> + '_ {
    let page = path.strip_suffix(".html").unwrap_or(path);
    ENDINGS.iter().map(move |ending| format!("{page}{ending}"))
}

/// Returns a path that is seen from a folder, without steps back; none when it leads out of where the folder is.
pub(super) fn resolved(folder: &Path, path: &str) -> Option<PathBuf> {
    let mut resolved = PathBuf::new();
    for part in folder.join(path).components() {
        match part {
            Component::Normal(name) => resolved.push(name),
            Component::CurDir => {}
            Component::ParentDir => {
                let has_parent = resolved.pop();
                has_parent.then_some(())?;
            }
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(resolved)
}

/// Returns the file at a path below a folder; none when there is none or a link leads to it.
fn file(folder: &Path, path: &Path) -> Option<PathBuf> {
    let mut file = folder.to_owned();
    for name in path {
        file.push(name);
        let is_link = fs::symlink_metadata(&file).ok()?.is_symlink();
        if is_link {
            return None;
        }
    }
    file.is_file().then_some(file)
}
