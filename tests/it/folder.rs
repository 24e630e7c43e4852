//! A site in a temporary folder, the real program run on it, and the pipeline run in memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kaozheng::render::{self, Purpose, Shared};
use kaozheng::site::{Drafts, PageKind};
use kaozheng::{Diagnostic, Prepared, project};
use tempfile::TempDir;

/// Every entry below a folder, by its path: the bytes of a file, what else it is otherwise.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// A temporary folder, gone when it is dropped.
pub struct Folder(TempDir);

/// What a run of the program left.
pub struct Run {
    pub exit: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Folder {
    pub fn empty() -> Folder {
        Folder(tempfile::tempdir().expect("a temporary folder"))
    }

    /// Returns a folder with a configuration, and nothing to publish.
    pub fn site() -> Folder {
        let folder = Folder::empty();
        folder.write("kaozheng.toml", "title = \"站\"\n");
        folder
    }

    /// Returns a folder with a copy of a site: its configuration and the folders that are read.
    pub fn copy_of(site: &Path) -> Folder {
        let folder = Folder::empty();
        let configuration = fs::read(site.join("kaozheng.toml")).expect("a site");
        folder.write("kaozheng.toml", configuration);
        if let Ok(sources) = fs::read(site.join("sources.yml")) {
            folder.write("sources.yml", sources);
        }
        for part in ["content", "glossary", "templates", "static"] {
            let from = site.join(part);
            let files = if from.is_dir() {
                tree(&from)
            } else {
                Tree::new()
            };
            for (path, bytes) in files {
                if !path.ends_with('/') {
                    folder.write(&format!("{part}/{path}"), bytes);
                }
            }
        }
        folder
    }

    pub fn root(&self) -> &Path {
        self.0.path()
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.root().join(below)
    }

    pub fn write(&self, below: &str, bytes: impl AsRef<[u8]>) -> &Folder {
        let path = self.path(below);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        fs::write(&path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        self
    }

    /// Writes an article of one line, and nothing else of interest.
    pub fn article(&self, slug: &str) -> &Folder {
        let path = format!("content/articles/{slug}/index.md");
        self.write(&path, format!("---\ntitle: {slug}\n---\n\n正文。\n"))
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, &[])
    }

    pub fn run_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_kaozheng"))
            .args(arguments)
            .envs(variables.iter().copied())
            .current_dir(self.root())
            .output()
            .expect("the program runs");
        let run = Run {
            exit: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        };
        assert!(
            run.exit >= 0 && !run.stderr.contains("panicked"),
            "{arguments:?} ended in a panic or by a signal:\n{}",
            run.stderr
        );
        run
    }

    /// Returns what is in the folder, the program's own notebook left out.
    pub fn tree(&self) -> Tree {
        let mut tree = tree(self.root());
        tree.retain(|path, _| !path.starts_with(".kaozheng/"));
        tree
    }
}

/// Returns everything below a folder.
pub fn tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    add(folder, folder, &mut tree);
    tree
}

fn add(root: &Path, folder: &Path, tree: &mut Tree) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}")) {
        let path = entry.expect("an entry").path();
        let name = path.strip_prefix(root).expect("below the root");
        let name = name.to_string_lossy().into_owned();
        let kind = fs::symlink_metadata(&path)
            .expect("it is there")
            .file_type();
        if kind.is_dir() {
            tree.insert(format!("{name}/"), Vec::new());
            add(root, &path, tree);
        } else if kind.is_file() {
            tree.insert(name, fs::read(&path).expect("a file can be read"));
        } else {
            tree.insert(name, format!("{kind:?}").into_bytes());
        }
    }
}

/// A site that went through the whole pipeline in memory.
pub struct Made {
    pub prepared: Prepared,
    pub diagnostics: Vec<Diagnostic>,
    /// Every output file, by its path.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Loads, parses, assembles, plans and renders a site, and publishes nothing.
pub fn make(root: &Path, drafts: Drafts) -> Made {
    let root = project::find_root(root).expect("a site");
    let mut diagnostics = Vec::new();
    let config = project::read_config(&root).expect("a configuration");
    let config = config.gather(&mut diagnostics);
    let project = project::load(&root, config).expect("a site that can be read");
    let project = project.gather(&mut diagnostics);
    let prepared = kaozheng::prepare(&project, drafts, &[]).gather(&mut diagnostics);
    diagnostics.extend(kaozheng::check(&prepared));
    let files = prepared.plan.iter().map(|page| {
        let bytes = match &page.kind {
            PageKind::File(asset) => project.read_asset(asset).expect("an asset can be read"),
            PageKind::SearchFile(file) => prepared.search_file(file),
            PageKind::Card { .. } => prepared.card(page).value,
            _ => {
                let (site, theme) = (&prepared.site, &prepared.theme);
                render::render(site, page, theme, Purpose::Publication, &Shared::default()).value
            }
        };
        (page.path.clone(), bytes)
    });
    let files = files.collect();
    Made {
        prepared,
        diagnostics,
        files,
    }
}

impl Made {
    /// Returns an output file as text.
    pub fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path);
        let bytes = bytes.unwrap_or_else(|| panic!("no {path} in {:?}", self.files.keys()));
        std::str::from_utf8(bytes).expect("UTF-8")
    }

    /// Returns the HTML pages, by path.
    pub fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_page = |path: &&String| path.ends_with(".html");
        let paths = self.files.keys().filter(is_page);
        paths.map(|path| (path.as_str(), self.text(path)))
    }

    /// Returns the diagnostics as text, for a test to show.
    pub fn report(&self) -> String {
        let style = kaozheng::report::Style::Plain;
        let texts = self.diagnostics.iter();
        texts
            .map(|diagnostic| kaozheng::report::text(diagnostic, style) + "\n")
            .collect()
    }
}
