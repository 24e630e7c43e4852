//! Loads a site folder: the only reader of it.
//!
//! Everything that later stages know of the disk is in a [`Project`]: text as [`Source`]s, other
//! files as [`Asset`]s, whose bytes are read only when they are published. Symbolic links that
//! leave the site folder, files that are not text, and special files are problems with a name;
//! nothing outside the folder is ever opened. This room knows no Markdown.

pub mod answers;
mod drawing;
mod leftovers;
mod text;
mod tree;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::citations::style::{STYLE_ENDING, Style, StyleFile};
use crate::config::citations::{Citations, SOURCES};
use crate::config::{self, Config};
use crate::diagnostic::{self, Checked, Diagnostic, Failure, Reader, Source};

use answers::{ANSWERS, Answers};
pub use leftovers::{is_leftover, is_leftover_file};
pub use tree::SITE_FOLDERS;

/// The folder of a site in which commands keep what they will need again.
pub const STATE_FOLDER: &str = ".kaozheng";

/// A text longer than this many bytes (16 MiB) is refused before it is read: it is no article.
pub const TEXT_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// The name of the file beside an article in which annotations without a place are kept. It is not
/// published.
pub const UNANCHORED: &str = "unanchored.md";

/// A site folder as it was found.
#[derive(Debug)]
pub struct Project {
    /// The folder, absolute.
    pub root: PathBuf,
    /// Its configuration.
    pub config: Config,
    /// Articles and plain pages, in the order of their paths.
    pub content: Vec<Content>,
    /// Files below `content/` that belong to no article, published as they are.
    pub loose_assets: Vec<Asset>,
    /// The files of the site's glossary.
    pub glossary: Vec<Arc<Source>>,
    /// The site's own templates, by name below `templates/`.
    pub templates: Vec<Arc<Source>>,
    /// Files below `static/`; their `name` is relative to that folder.
    pub static_files: Vec<Asset>,
    /// What addresses outside the site answered when they were asked last.
    pub answers: Answers,
    /// Whether some of the articles and pages cannot be used, which was reported.
    pub lacks_content: bool,
}

/// A Markdown file of the site and what lies beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// Whether it is an article or a plain page.
    pub kind: ContentKind,
    /// Its place in URLs: a path segment, after one for each folder that it lies in.
    pub slug: String,
    /// Its text.
    pub source: Arc<Source>,
    /// The other files of its folder, by name; empty unless it has a folder of its own.
    pub assets: Vec<Asset>,
    /// Its editions that are written by hand, by the edition's language tag.
    pub written: Vec<(String, Arc<Source>)>,
    /// The file of its folder with sources that it may cite.
    pub sources: Option<Arc<Source>>,
}

/// What a Markdown file becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContentKind {
    /// An annotated article, from `content/articles/`.
    Article,
    /// A plain page, from anywhere else below `content/`.
    Page,
}

/// A file that is published as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The path relative to its article, or to the folder that holds it, with `/` between parts.
    pub name: String,
    /// The path below the site folder, with `/` between parts.
    pub path: String,
    /// Its size in bytes when it was found.
    pub bytes: u64,
    /// Width and height in pixels, when it is an image whose header says so.
    pub dimensions: Option<(usize, usize)>,
}

/// Returns the site folder that `start` lies in: the nearest folder upwards that holds a
/// `kaozheng.toml`, as cargo looks for its manifest.
///
/// # Errors
/// [`Failure::Configuration`] when there is none.
pub fn find_root(start: &Path) -> Result<PathBuf, Failure> {
    let start = fs::canonicalize(start)
        .map_err(|error| Failure::input_output("open the folder", start, &error))?;
    start
        .ancestors()
        .find(|folder| folder.join(config::FILE_NAME).is_file())
        .map(Path::to_path_buf)
        .ok_or_else(|| {
            Failure::Configuration(format!(
                "no {} in {} or in any folder above it; `kaozheng init` makes a new site",
                config::FILE_NAME,
                start.display()
            ))
        })
}

/// Reads the configuration of the site at `root`.
///
/// # Errors
/// [`Failure`] when the file cannot be read; problems inside it are diagnostics.
pub fn read_config(root: &Path) -> Result<Checked<Config>, Failure> {
    let path = root.join(config::FILE_NAME);
    let is_outside = fs::symlink_metadata(&path).is_ok() && tree::inside(root, &path).is_err();
    if is_outside {
        let message = format!("{} leads out of the site folder", path.display());
        return Err(Failure::Configuration(message));
    }
    let bytes = fs::read(&path).map_err(|error| Failure::input_output("read", &path, &error))?;
    let text = match text::decode(config::FILE_NAME, bytes) {
        Ok(text) => text,
        Err(problem) => return Err(Failure::Configuration(problem.message)),
    };
    let mut checked = config::read(&Source::new(config::FILE_NAME, text));
    if let Some(file) = &checked.value.citation_style_file {
        match read_style(root, file) {
            Ok(style) => checked.value.citation_style = Arc::new(style),
            Err(problems) => checked.diagnostics.extend(problems),
        }
    }
    Ok(checked)
}

/// Reads a style that is a file at the site's root.
///
/// # Errors
/// Why it is none.
fn read_style(root: &Path, file: &StyleFile) -> Result<Style, Vec<Diagnostic>> {
    let name = file.name.as_str();
    let path = root.join(name);
    let Ok(metadata) = fs::metadata(&path) else {
        let others = style_files(root);
        let nearest = diagnostic::nearest(name, others.iter().map(String::as_str));
        let (source, range) = (&file.source, &file.range);
        return Err(vec![diagnostic::style_missing(
            source, range, name, nearest,
        )]);
    };
    if let Err(target) = tree::inside(root, &path) {
        return Err(vec![diagnostic::link_out_of_site(name, &target)]);
    }
    let source = read_text(root, name, metadata.len()).map_err(|problem| vec![problem])?;
    Style::read(&source)
}

/// Returns the names of the styles at the site's root, in their order.
fn style_files(root: &Path) -> Vec<String> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(STYLE_ENDING)).collect();
    names.sort_unstable();
    names
}

/// Loads the site at `root`.
///
/// # Errors
/// [`Failure`] when the file system fails. Files that cannot be used are diagnostics.
pub fn load(root: &Path, config: Config) -> Result<Checked<Project>, Failure> {
    let mut diagnostics = Vec::new();
    let listing = tree::list(root, &mut diagnostics)?;
    let config = Config {
        citations: read_sources(root, &mut diagnostics),
        ..config
    };
    listing.report_bundles_without_text(&mut diagnostics);
    let known = diagnostics.len();
    let content = listing.content(root, &config.editions, &mut diagnostics);
    let lacks_content = diagnostics.len() > known;
    let templates = listing.templates(root, &mut diagnostics);
    let project = Project {
        root: root.to_path_buf(),
        config,
        content,
        loose_assets: listing.loose_assets(root),
        glossary: listing.glossary(root, &mut diagnostics),
        templates,
        static_files: listing.static_files(root),
        answers: read_answers(root),
        lacks_content,
    };
    Ok(Checked {
        value: project,
        diagnostics,
    })
}

impl Project {
    /// Returns the text of the site that a name means: the slug of an article or a page, the path of
    /// its file, or that of its folder. Paths are seen from `folder`.
    pub fn find(&self, folder: &Path, name: &str) -> Option<&Content> {
        let slug = name.trim_end_matches('/');
        if let Some(content) = self.content.iter().find(|content| content.slug == slug) {
            return Some(content);
        }
        let root = fs::canonicalize(&self.root).ok()?;
        let path = fs::canonicalize(folder.join(name)).ok()?;
        let below: Vec<&str> = path
            .strip_prefix(&root)
            .ok()?
            .iter()
            .map(|part| part.to_str())
            .collect::<Option<_>>()?;
        let below = below.join("/");
        let file = format!("{below}/index.md");
        self.content
            .iter()
            .find(|content| content.source.path == below || content.source.path == file)
    }

    /// Returns what a file of the site that keeps annotations holds; nothing when there is none.
    ///
    /// # Errors
    /// [`Failure::InputOutput`] when it cannot be read.
    pub fn read_kept(&self, path: &str) -> Result<String, Failure> {
        let path = self.root.join(path);
        match fs::read_to_string(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Failure::input_output("read", &path, &error))
            }
            kept => Ok(kept.unwrap_or_default()),
        }
    }

    /// Returns a failure where a text that was read again was not what it had been any more.
    pub fn changed(&self) -> Option<Failure> {
        let mut sources = self.content.iter().flat_map(|content| {
            let written = content.written.iter().map(|(_, source)| source);
            written.chain([&content.source]).chain(&content.sources)
        });
        let changed = sources.find(|source| source.has_changed())?;
        let path = &changed.path;
        Some(Failure::InputOutput(format!(
            "{path} was changed while the site was read; run this again"
        )))
    }

    /// Returns the bytes of an asset.
    ///
    /// # Errors
    /// [`Failure::InputOutput`] when it cannot be read any more.
    pub fn read_asset(&self, asset: &Asset) -> Result<Vec<u8>, Failure> {
        let path = self.root.join(&asset.path);
        // It may have become a link since it was found.
        tree::inside(&self.root, &path).map_err(|target| {
            Failure::InputOutput(format!(
                "{} leads out of the site folder, to {}",
                path.display(),
                target.display()
            ))
        })?;
        fs::read(&path).map_err(|error| Failure::input_output("read", &path, &error))
    }
}

/// Returns the sources of the site, when it has a file of them.
fn read_sources(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> Citations {
    let path = root.join(SOURCES);
    let Ok(metadata) = fs::metadata(&path) else {
        return Citations::default();
    };
    let read = match tree::inside(root, &path) {
        Ok(()) => read_text(root, SOURCES, metadata.len()),
        Err(target) => Err(diagnostic::link_out_of_site(SOURCES, &target)),
    };
    match read {
        Ok(source) => Citations::of_site(&source).gather(diagnostics),
        Err(problem) => {
            diagnostics.push(problem);
            Citations::unreadable()
        }
    }
}

/// Returns what addresses answered, as the site's state folder has it; nothing when that is missing or
/// leads elsewhere.
fn read_answers(root: &Path) -> Answers {
    let path = root.join(STATE_FOLDER).join(ANSWERS);
    let is_there = fs::symlink_metadata(&path).is_ok() && tree::inside(root, &path).is_ok();
    match fs::read(&path) {
        Ok(bytes) if is_there => Answers::read(&bytes),
        _ => Answers::default(),
    }
}

/// Returns what reads a text file of the site again.
fn text_reader(root: &Path) -> Reader {
    let root = root.to_path_buf();
    Arc::new(move |path| {
        let bytes = fs::read(root.join(path)).ok()?;
        text::decode(path, bytes).ok()
    })
}

/// Reads one text file of the site.
///
/// # Errors
/// A diagnostic that names the file: too large, not text, unreadable.
fn read_text(root: &Path, path: &str, bytes: u64) -> Result<Arc<Source>, Diagnostic> {
    if bytes > TEXT_BYTES_MAX {
        return Err(diagnostic::file_too_large(path, bytes, TEXT_BYTES_MAX));
    }
    let content = fs::read(root.join(path))
        .map_err(|error| diagnostic::file_unreadable(path, &error.to_string()))?;
    Ok(Source::new(path, text::decode(path, content)?))
}
