//! The articles that a site has, and the place of a new one among them.
//!
//! The same bytes are recognised by their SHA-256, another version of a text by its address. An
//! article that is there is never written over: another version stands beside it, as a draft. A
//! folder is written under a hidden name and then renamed, so that it is there whole or not at all.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::bundle::Bundle;
use super::front_matter::alias_item;
use super::new_files::{NewFile, write_new};
use crate::article::front_matter;
use crate::diagnostic::Failure;
use crate::project::{Content, ContentKind, Project};

/// Where articles are.
const FOLDER: &str = "content/articles";

/// The articles of a site.
#[derive(Debug)]
pub struct Shelf {
    root: PathBuf,
    by_digest: HashMap<String, String>,
    by_url: HashMap<String, String>,
    slugs: HashSet<String>,
    /// Those of them that were there before.
    before: HashSet<String>,
    /// Those that ordinary builds leave out.
    drafts: HashSet<String>,
    /// The former addresses that lead to one, without the slashes around them.
    aliases: HashSet<String>,
    /// The articles that another version may be found of, by slug.
    with_url: HashMap<String, Content>,
}

/// Where a bundle belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// It is new.
    New(String),
    /// An article was made from the same bytes.
    Same(String),
    /// An article was made from another version of it.
    Revision {
        /// The name of that article.
        of: String,
        /// The name of this one.
        slug: String,
    },
}

impl Place {
    /// Returns the name of the article.
    pub fn slug(&self) -> &str {
        match self {
            Place::New(slug) | Place::Same(slug) | Place::Revision { slug, .. } => slug,
        }
    }
}

impl Shelf {
    /// Returns the articles of a site.
    pub fn of(project: &Project) -> Shelf {
        let mut shelf = Shelf {
            root: project.root.clone(),
            by_digest: HashMap::new(),
            by_url: HashMap::new(),
            slugs: HashSet::new(),
            before: HashSet::new(),
            drafts: HashSet::new(),
            aliases: HashSet::new(),
            with_url: HashMap::new(),
        };
        let articles = project.content.iter();
        let articles = articles.filter(|content| content.kind == ContentKind::Article);
        // Its problems are those of `check`.
        let read = |content: &Content| {
            front_matter::read(
                &content.source,
                content.kind,
                &project.config.taxonomies,
                &mut Vec::new(),
            )
            .0
        };
        let mut articles: Vec<_> = articles.map(|content| (content, read(content))).collect();
        // Versions that stand beside an article are drafts; another one is compared with the article.
        articles.sort_by_key(|(_, front_matter)| front_matter.draft);
        for (content, front_matter) in articles {
            if front_matter.draft {
                shelf.drafts.insert(content.slug.clone());
            }
            let aliases = front_matter.aliases.into_iter();
            shelf.aliases.extend(aliases.map(|alias| alias.value));
            let origin = front_matter.origin;
            let digest = origin.sha256.map(|field| field.value);
            if origin.url.is_some() || origin.canonical.is_some() {
                shelf.with_url.insert(content.slug.clone(), content.clone());
            }
            shelf.remember(&content.slug, digest, origin.url);
            shelf.remember(&content.slug, None, origin.canonical);
        }
        shelf.before = shelf.slugs.clone();
        shelf
    }

    /// Waits until no other import writes into a site, and keeps others out as long as what is returned lives.
    /// Where the system has no such locks nobody is kept out.
    pub fn lock(root: &Path) -> Option<File> {
        let folder = File::open(root).ok()?;
        folder.lock().ok().map(|()| folder)
    }

    /// Returns the article of a name, of which another version was found.
    pub fn older(&self, slug: &str) -> Option<&Content> {
        self.with_url.get(slug)
    }

    /// Returns whether an article of a name was there before anything was imported.
    pub fn had(&self, slug: &str) -> bool {
        self.before.contains(slug)
    }

    /// Returns whether the article at a place, or the one that it is a version of, is left out of ordinary builds.
    pub fn is_draft(&self, bundle: &Bundle, place: &Place) -> bool {
        match place {
            Place::New(_) => bundle.draft.is_draft,
            Place::Same(slug) if !self.had(slug) => bundle.draft.is_draft,
            Place::Same(slug) | Place::Revision { of: slug, .. } => self.drafts.contains(slug),
        }
    }

    fn remember(&mut self, slug: &str, digest: Option<String>, url: Option<String>) {
        self.slugs.insert(slug.to_owned());
        if let Some(digest) = digest {
            self.by_digest.entry(digest).or_insert(slug.to_owned());
        }
        if let Some(url) = url {
            self.by_url.entry(url).or_insert(slug.to_owned());
        }
    }

    /// Returns the place of a bundle, and keeps it for it.
    pub fn place(&mut self, bundle: &Bundle, again: Again) -> Place {
        if let (Some(slug), Again::Skip) = (self.by_digest.get(&bundle.sha256), again) {
            return Place::Same(slug.clone());
        }
        let canonical = bundle.draft.canonical.as_ref();
        let mut addresses = bundle.url.iter().chain(canonical);
        let older = addresses.find_map(|url| self.by_url.get(url)).cloned();
        let wanted = match &older {
            Some(of) => format!("{}-{}", shortened(of), &bundle.sha256[..8]),
            None => bundle.slug.clone(),
        };
        let slug = self.free(&wanted);
        self.remember(&slug, Some(bundle.sha256.clone()), bundle.url.clone());
        self.remember(&slug, None, bundle.draft.canonical.clone());
        match older {
            Some(of) => Place::Revision { of, slug },
            None => Place::New(slug),
        }
    }

    /// Returns a name that no article has, the wanted one or one with a number.
    fn free(&self, wanted: &str) -> String {
        let is_free = |slug: &String| {
            let path = self.root.join(FOLDER).join(slug);
            let is_there = fs::symlink_metadata(&path).is_ok()
                || fs::symlink_metadata(path.with_extension("md")).is_ok();
            !self.slugs.contains(slug) && !is_there
        };
        let numbered = (2_u32..).map(|number| format!("{wanted}-{number}"));
        let mut names = std::iter::once(wanted.to_owned()).chain(numbered);
        names.find(is_free).unwrap_or_else(|| wanted.to_owned())
    }

    /// Returns an `index.md` without the aliases that lead to another article, and keeps the others for it.
    fn with_own_aliases(&mut self, index: String, aliases: &[String]) -> String {
        let mut own = index;
        for alias in aliases {
            if !self.aliases.insert(alias.trim_matches('/').to_owned()) {
                own = own.replacen(&alias_item(alias), "", 1);
            }
        }
        own
    }

    /// Writes a bundle to its place, unless that is one it had already.
    ///
    /// # Errors
    /// [`Failure`] when it cannot be written; then nothing of it is there.
    pub fn write(&mut self, bundle: &Bundle, place: &Place) -> Result<(), Failure> {
        let index = match place {
            Place::Same(_) => return Ok(()),
            Place::New(_) => bundle.index.clone(),
            Place::Revision { .. } => as_draft(&bundle.index),
        };
        let index = self.with_own_aliases(index, &bundle.draft.aliases);
        let articles = self.root.join(FOLDER);
        let target = articles.join(place.slug());
        let staging = articles.join(format!(".{}.importing", place.slug()));
        remove(&staging)?;
        let mut files = vec![NewFile {
            path: "index.md",
            bytes: index.as_bytes(),
        }];
        files.extend(
            bundle
                .files
                .iter()
                .map(|(path, bytes)| NewFile { path, bytes }),
        );
        let written = write_new(&staging, &files).and_then(|()| {
            fs::rename(&staging, &target)
                .map_err(|error| Failure::input_output("make the folder", &target, &error))
        });
        if written.is_err() {
            // What was wrong first is what matters.
            let _ = remove(&staging);
        }
        written
    }
}

/// What becomes of bytes that an article was made from before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// They are skipped.
    Skip,
    /// They become one more article, beside the first.
    Beside,
}

/// Returns a name that others may be made of.
fn shortened(slug: &str) -> &str {
    const LENGTH: usize = 80;
    slug.get(..LENGTH).unwrap_or(slug).trim_end_matches('-')
}

/// Returns an `index.md` that ordinary builds leave out.
fn as_draft(index: &str) -> String {
    index.replacen("\ndraft: false\n", "\ndraft: true\n", 1)
}

/// Removes what an import that was interrupted left under a hidden name.
fn remove(staging: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(staging) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Failure::input_output("remove", staging, &error)),
    }
}
