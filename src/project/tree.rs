//! Walks the site folder and sorts what is in it. Reads names and headers, no text.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::drawing::svg_size;
use super::leftovers::{is_backup, is_leftover, is_leftover_file};
use super::{Asset, Content, ContentKind, UNANCHORED, read_text, text_reader};
use crate::config::Edition;
use crate::config::citations::SOURCES;
use crate::config::language::is_language_tag;
use crate::diagnostic::{self, Diagnostic, Failure, Source};

/// The folders of a site that are read.
pub const SITE_FOLDERS: [&str; 4] = ["content", "templates", "static", "glossary"];

const ARTICLES: &str = "content/articles/";
pub(super) const STATIC: &str = SITE_FOLDERS[2];

/// How the names of templates end.
const TEMPLATE_ENDINGS: [&str; 5] = [".html", ".xml", ".svg", ".txt", ".json"];

/// The texts of content are held in memory while together they have no more bytes than this.
const HELD_BYTES_MAX: u64 = 16 << 20;

/// The regular files of a site folder, by their path below it, with their sizes in bytes.
pub(super) struct Listing {
    files: BTreeMap<String, u64>,
}

/// Lists the files below the site's folders. A link that leaves the site, a file that is no
/// regular file, and a name that is not Unicode are diagnostics, and left out.
pub(super) fn list(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> Result<Listing, Failure> {
    let mut files = BTreeMap::new();
    for folder in &SITE_FOLDERS {
        let top = root.join(folder);
        if fs::symlink_metadata(&top).is_err() {
            continue;
        }
        if let Err(target) = inside(root, &top) {
            diagnostics.push(diagnostic::link_out_of_site(folder, &target));
            continue;
        }
        let is_read = |entry: &walkdir::DirEntry| {
            let name = entry.file_name().as_encoded_bytes();
            let is_file = !entry.file_type().is_dir();
            let is_passed_over = is_leftover(folder, name) || (is_file && is_leftover_file(name));
            entry.depth() == 0 || !is_passed_over
        };
        for entry in WalkDir::new(&top).into_iter().filter_entry(is_read) {
            let entry = entry.map_err(|error| {
                let path = error.path().unwrap_or(&top).to_path_buf();
                Failure::input_output("read the folder", &path, &error.into())
            })?;
            if !entry.file_type().is_dir() {
                add(root, &entry, &mut files, diagnostics);
            }
        }
    }
    files.retain(|path, _| is_kept(path, diagnostics));
    Ok(Listing { files })
}

/// Returns whether a file is part of the site; a backup that would be published is reported.
fn is_kept(path: &str, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let is_published = ["content/", "static/"]
        .iter()
        .any(|it| path.starts_with(it));
    let is_backup = is_published && is_backup(path);
    if is_backup {
        diagnostics.push(diagnostic::backup_file(path));
    }
    !is_backup
}

/// Adds one entry that is not a folder, if it may be read.
fn add(
    root: &Path,
    entry: &walkdir::DirEntry,
    files: &mut BTreeMap<String, u64>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    let Some(path) = parts.map(|parts| parts.join("/")) else {
        diagnostics.push(diagnostic::name_not_unicode(&below.to_string_lossy()));
        return;
    };
    if entry.path_is_symlink()
        && let Err(target) = inside(root, entry.path())
    {
        diagnostics.push(diagnostic::link_out_of_site(&path, &target));
        return;
    }
    match fs::metadata(entry.path()) {
        Ok(metadata) if metadata.is_file() => {
            files.insert(path, metadata.len());
        }
        Ok(metadata) if metadata.is_dir() => diagnostics.push(diagnostic::linked_folder(&path)),
        Ok(_) => diagnostics.push(diagnostic::not_a_regular_file(&path)),
        Err(error) => diagnostics.push(diagnostic::file_unreadable(&path, &error.to_string())),
    }
}

/// Returns `Err` with the target when a path leads out of the site folder or nowhere.
pub(super) fn inside(root: &Path, path: &Path) -> Result<(), PathBuf> {
    let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
    match fs::canonicalize(path) {
        Ok(target) if target.starts_with(&root) => Ok(()),
        Ok(target) => Err(target),
        Err(_) => Err(fs::read_link(path).unwrap_or_else(|_| path.to_path_buf())),
    }
}

/// A Markdown file that will become content.
struct Found<'a> {
    kind: ContentKind,
    slug: &'a str,
    path: &'a str,
    bytes: u64,
    assets: Assets<'a>,
    /// Its editions that are written by hand: tag, path and size in bytes.
    written: Vec<(&'a str, &'a str, u64)>,
}

/// Where the files of a text lie.
enum Assets<'a> {
    /// It has none of its own.
    None,
    /// In a folder, named with a slash at the end, together with the text.
    Bundle(&'a str),
    /// Beside the text, under its name with another extension, and in a folder of that name. The
    /// path of the text is given without its extension.
    Beside(&'a str),
}

impl Listing {
    /// Reads articles and plain pages, in parallel, in the order of their paths.
    pub(super) fn content(
        &self,
        root: &Path,
        editions: &[Edition],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Content> {
        let found = self.found(editions, diagnostics);
        let bytes: u64 = found.iter().map(|found| found.bytes).sum();
        let reader = text_reader(root);
        let read_text = |path: &str, size: u64| {
            let source = read_text(root, path, size)?;
            Ok(match bytes > HELD_BYTES_MAX {
                true => source.remembered(&reader),
                false => source,
            })
        };
        let read: Vec<Result<Content, Diagnostic>> = found
            .par_iter()
            .map(|found| {
                let written = found
                    .written
                    .iter()
                    .map(|(tag, path, bytes)| Ok(((*tag).to_owned(), read_text(path, *bytes)?)));
                Ok(Content {
                    written: written.collect::<Result<_, Diagnostic>>()?,
                    kind: found.kind,
                    slug: found.slug.to_owned(),
                    source: read_text(found.path, found.bytes)?,
                    sources: match self.sources(&found.assets) {
                        Some((path, bytes)) => Some(read_text(path, bytes)?),
                        None => None,
                    },
                    assets: self.assets(root, &found.assets),
                })
            })
            .collect();
        keep_good(read, diagnostics)
    }

    /// Reports folders below `content/articles/` whose files nobody will see.
    pub(super) fn report_bundles_without_text(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut reported = None;
        for (path, _) in self.below(ARTICLES) {
            if self.folder_of_article(path).is_some() {
                continue;
            }
            let bare = folders(path).find(|folder| !self.has_text_below(folder));
            if let Some(folder) = bare
                && reported != Some(folder)
            {
                let text = format!("{folder}index.md");
                diagnostics.push(diagnostic::article_without_text(&text));
                reported = Some(folder);
            }
        }
    }

    fn found<'a>(
        &'a self,
        editions: &'a [Edition],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Found<'a>> {
        let mut found = Vec::new();
        for (path, bytes) in self.below("content/") {
            let Some(stem) = path.strip_suffix(".md") else {
                continue;
            };
            if let Some((_, tag)) = self.written_edition(path) {
                if !editions
                    .iter()
                    .any(|edition| edition.tag.eq_ignore_ascii_case(tag))
                {
                    let tags: Vec<&str> = editions
                        .iter()
                        .map(|edition| edition.tag.as_str())
                        .collect();
                    diagnostics.push(diagnostic::unknown_edition(path, tag, &tags.join(", ")));
                }
                continue;
            }
            let written = self.written(stem, editions);
            if let Some((own, tag)) = stem.rsplit_once('.')
                && editions
                    .iter()
                    .any(|edition| edition.tag.eq_ignore_ascii_case(tag))
            {
                diagnostics.push(diagnostic::edition_without_text(path, &format!("{own}.md")));
            }
            let Some(below) = stem.strip_prefix(ARTICLES) else {
                let below = &stem["content/".len()..];
                found.push(Found {
                    kind: ContentKind::Page,
                    slug: below.strip_suffix("/index").unwrap_or(below),
                    path,
                    bytes,
                    assets: Assets::None,
                    written,
                });
                continue;
            };
            let (slug, assets) = match self.folder_of_article(path) {
                Some(folder) if path[folder.len()..] == *"index.md" => (
                    &below[..below.len() - "/index".len()],
                    Assets::Bundle(folder),
                ),
                Some(folder) => {
                    if below.ends_with("/index") {
                        diagnostics.push(diagnostic::article_nested(path, folder));
                    }
                    continue;
                }
                None if below.ends_with("/_index") => {
                    diagnostics.push(diagnostic::section_text(path));
                    continue;
                }
                None => (below, Assets::Beside(stem)),
            };
            found.push(Found {
                kind: ContentKind::Article,
                slug,
                path,
                bytes,
                assets,
                written,
            });
        }
        found
    }

    /// Returns the folder, with a slash at its end, of the article that a path below [`ARTICLES`] belongs to: the
    /// outermost one with a text in it, or beside it under its name. What lies in no such folder lies in a section.
    fn folder_of_article<'a>(&self, path: &'a str) -> Option<&'a str> {
        folders(path).find(|folder| {
            let name = &folder[..folder.len() - 1];
            self.files.contains_key(&format!("{folder}index.md"))
                || self.files.contains_key(&format!("{name}.md"))
        })
    }

    fn has_text_below(&self, folder: &str) -> bool {
        self.below(folder).any(|(path, _)| path.ends_with(".md"))
    }

    /// Returns the text that a Markdown file is an edition of, and the language tag that its name
    /// gives it: `index.zh-hans.md` beside `index.md`.
    fn written_edition<'a>(&self, path: &'a str) -> Option<(String, &'a str)> {
        let (own, tag) = path.strip_suffix(".md")?.rsplit_once('.')?;
        let own = format!("{own}.md");
        let is_edition = is_language_tag(tag) && self.files.contains_key(&own);
        is_edition.then_some((own, tag))
    }

    /// Returns the hand-written editions of the text at a path, given without its extension.
    fn written<'a>(&'a self, stem: &str, editions: &'a [Edition]) -> Vec<(&'a str, &'a str, u64)> {
        let beside = format!("{stem}.");
        let files = self.below(&beside).filter_map(|(path, bytes)| {
            let tag = path[beside.len()..].strip_suffix(".md")?;
            let edition = editions
                .iter()
                .find(|edition| edition.tag.eq_ignore_ascii_case(tag))?;
            let (path, _) = self.files.get_key_value(path)?;
            Some((edition.tag.as_str(), path.as_str(), bytes))
        });
        files.collect()
    }

    /// Returns the files of an article, its text excepted.
    fn assets(&self, root: &Path, assets: &Assets<'_>) -> Vec<Asset> {
        match assets {
            Assets::None => Vec::new(),
            Assets::Bundle(folder) => self
                .below(folder)
                .filter(|(path, _)| {
                    !["index.md", UNANCHORED, SOURCES].contains(&&path[folder.len()..])
                        && self.written_edition(path).is_none()
                })
                .map(|(path, bytes)| asset(root, path, folder.len(), bytes))
                .collect(),
            Assets::Beside(stem) => {
                let beside = format!("{stem}.");
                let folder = format!("{stem}/");
                let is_beside = |path: &str| {
                    let rest = &path[beside.len()..];
                    !rest.contains('/') && !rest.ends_with(".md") && rest != "md"
                };
                let beside = self.below(&beside).filter(|(path, _)| is_beside(path));
                let section = stem.rfind('/').map_or(0, |slash| slash + 1);
                let inside = self
                    .below(&folder)
                    .filter(|(path, _)| ![UNANCHORED, SOURCES].contains(&&path[folder.len()..]))
                    .filter(|_| !self.files.contains_key(&format!("{folder}index.md")));
                beside
                    .map(|(path, bytes)| asset(root, path, section, bytes))
                    .chain(inside.map(|(path, bytes)| asset(root, path, folder.len(), bytes)))
                    .collect()
            }
        }
    }

    /// Returns the file with sources in the folder of an article.
    fn sources(&self, assets: &Assets<'_>) -> Option<(&str, u64)> {
        let path = match assets {
            Assets::None => return None,
            Assets::Bundle(folder) => format!("{folder}{SOURCES}"),
            Assets::Beside(stem) => format!("{stem}/{SOURCES}"),
        };
        let (path, bytes) = self.files.get_key_value(&path)?;
        Some((path, *bytes))
    }

    /// Returns the files below `content/` that are neither Markdown nor part of an article.
    pub(super) fn loose_assets(&self, root: &Path) -> Vec<Asset> {
        let is_loose = |path: &str| match path.strip_prefix(ARTICLES) {
            Some(_) => {
                !path.ends_with(".md")
                    && self.folder_of_article(path).is_none()
                    && !self.has_text_beside(path)
                    && folders(path).all(|folder| self.has_text_below(folder))
            }
            None => !path.ends_with(".md"),
        };
        self.below("content/")
            .filter(|(path, _)| is_loose(path))
            .map(|(path, bytes)| asset(root, path, "content/".len(), bytes))
            .collect()
    }

    /// Returns whether an article has the name of a file that lies beside it, up to some full stop.
    fn has_text_beside(&self, path: &str) -> bool {
        let name = path.rfind('/').unwrap_or_default();
        path.match_indices('.')
            .filter(|(dot, _)| *dot > name)
            .any(|(dot, _)| self.files.contains_key(&format!("{}.md", &path[..dot])))
    }

    /// Returns the files below `static/`.
    pub(super) fn static_files(&self, root: &Path) -> Vec<Asset> {
        self.below("static/")
            .map(|(path, bytes)| asset(root, path, "static/".len(), bytes))
            .collect()
    }

    /// Reads the site's own templates. Other files that lie among them are nobody's business.
    pub(super) fn templates(
        &self,
        root: &Path,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Arc<Source>> {
        self.texts(root, "templates/", &TEMPLATE_ENDINGS, diagnostics)
    }

    /// Reads the files of the site's glossary.
    pub(super) fn glossary(
        &self,
        root: &Path,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Arc<Source>> {
        self.texts(root, "glossary/", &[".toml"], diagnostics)
    }

    /// Reads the text files of a folder, named with a slash at the end, whose names have one of the endings.
    fn texts(
        &self,
        root: &Path,
        folder: &str,
        endings: &[&str],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Arc<Source>> {
        let read = self
            .below(folder)
            .filter(|(path, _)| endings.iter().any(|ending| path.ends_with(ending)))
            .map(|(path, bytes)| read_text(root, path, bytes))
            .collect();
        keep_good(read, diagnostics)
    }

    fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, u64)> {
        self.files
            .range(folder.to_owned()..)
            .take_while(move |(path, _)| path.starts_with(folder))
            .map(|(path, bytes)| (path.as_str(), *bytes))
    }
}

/// Returns the folders below [`ARTICLES`] that a file there lies in, the outermost first, each with a slash at its end.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    let slashes = path.match_indices('/');
    slashes
        .map(|(slash, _)| &path[..=slash])
        .filter(|folder| folder.len() > ARTICLES.len())
}

fn keep_good<T>(results: Vec<Result<T, Diagnostic>>, diagnostics: &mut Vec<Diagnostic>) -> Vec<T> {
    let mut good = Vec::with_capacity(results.len());
    for result in results {
        match result {
            Ok(value) => good.push(value),
            Err(problem) => diagnostics.push(problem),
        }
    }
    good
}

fn asset(root: &Path, path: &str, prefix: usize, bytes: u64) -> Asset {
    let extension = path.rsplit('.').next().unwrap_or_default().to_lowercase();
    let is_image = matches!(
        extension.as_str(),
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp" | "ico" | "tiff" | "heic"
    );
    let dimensions = match extension.as_str() {
        "svg" => svg_size(&root.join(path)),
        _ if is_image => imagesize::size(root.join(path))
            .ok()
            .map(|size| (size.width, size.height)),
        _ => None,
    };
    Asset {
        name: path[prefix..].to_owned(),
        path: path.to_owned(),
        bytes,
        dimensions,
    }
}
