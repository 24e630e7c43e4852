//! The articles that the Markdown files of a run become, so that they can lead to each other.
//!
//! 1. Files are known by their paths ([`Directory::of`]); as long as they have not been read, links to them are good.
//! 2. Each is read, and what it becomes is added ([`Directory::add`]).
//! 3. What leads to a draft becomes one ([`Directory::settle`]), for a published page cannot lead to what is not there.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::bundle::Bundle;
use super::shelf::Place;
use super::{Input, Linked};

/// The articles of a run by their files.
#[derive(Debug, Default)]
pub struct Directory {
    files: HashMap<PathBuf, Option<Listed>>,
}

/// What a file became.
#[derive(Debug)]
struct Listed {
    place: Place,
    /// The name of the article that others lead to.
    slug: String,
    headings: Vec<String>,
    leads_to: Vec<PathBuf>,
    is_draft: bool,
}

impl Directory {
    /// Returns the files of a run, none of which has been read.
    pub fn of<'a>(files: impl Iterator<Item = &'a Path>) -> Directory {
        Directory {
            files: files.map(|path| (path.to_owned(), None)).collect(),
        }
    }

    /// Adds what a file became, and whether the article is a draft that others lead to then.
    pub fn add(
        &mut self,
        file: &Path,
        input: &Input,
        bundle: &Bundle,
        place: Place,
        is_draft: bool,
    ) {
        // To another version of an article nobody leads, for it is a draft beside that.
        let slug = match &place {
            Place::Revision { of, .. } => of,
            place => place.slug(),
        };
        // What is there already is what its authors have made of it.
        let leads_to = match &place {
            Place::New(_) => input.articles.iter().map(|it| it.file.clone()).collect(),
            _ => Vec::new(),
        };
        let listed = Listed {
            slug: slug.to_owned(),
            place,
            headings: bundle.headings.clone(),
            leads_to,
            is_draft,
        };
        self.files.insert(file.to_owned(), Some(listed));
    }

    /// Forgets the files that became nothing, and makes drafts of what leads to them or to drafts.
    pub fn settle(&mut self) {
        self.files.retain(|_, listed| listed.is_some());
        loop {
            let is_loose = |listed: &&Listed| {
                !listed.is_draft && listed.leads_to.iter().any(|it| self.is_draft(it))
            };
            let listed = self.files.iter();
            let listed = listed.filter_map(|(path, listed)| Some((path, listed.as_ref()?)));
            let loose: Vec<PathBuf> = listed
                .filter(|(_, listed)| is_loose(listed))
                .map(|(path, _)| path.clone())
                .collect();
            if loose.is_empty() {
                return;
            }
            for path in loose {
                if let Some(Some(listed)) = self.files.get_mut(&path) {
                    listed.is_draft = true;
                }
            }
        }
    }

    /// Returns whether a file became a draft, or nothing.
    fn is_draft(&self, file: &Path) -> bool {
        let listed = self.files.get(file).and_then(Option::as_ref);
        listed.is_none_or(|listed| listed.is_draft)
    }

    /// Returns the place that is kept for what a file becomes.
    pub fn place(&self, file: &Path) -> Option<&Place> {
        let listed = self.files.get(file)?.as_ref();
        listed.map(|listed| &listed.place)
    }

    /// Returns the article of a file of the run, to which a text leads by a path.
    pub(super) fn linked(&self, file: &Path, path: &str) -> Option<Linked> {
        let listed = self.files.get(file)?.as_ref();
        Some(Linked {
            path: path.to_owned(),
            file: file.to_owned(),
            slug: listed.map(|it| it.slug.clone()).unwrap_or_default(),
            headings: listed.map(|it| it.headings.clone()).unwrap_or_default(),
            is_draft: listed.is_some_and(|it| it.is_draft),
        })
    }
}
