//! What asks for an output file, and what is wrong with the paths that are asked for.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::super::page::{Page, PageKind};
use crate::article::Article;
use crate::config::Taxonomy;
use crate::diagnostic::{self, Diagnostic};

/// What asks for an output file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin<'a> {
    /// A file of the site, by its path.
    File(&'a str),
    /// A former path of a page, by the page's text and the place of the alias.
    Alias(&'a Article, &'a Range<usize>),
    /// A taxonomy, whose lists it is one of.
    Lists(&'a Taxonomy),
    /// A section, by its folder.
    Section(&'a str),
    /// The program, in words.
    Program(&'static str),
    /// The program, in words, unless the key below `[archive]` says otherwise.
    Optional(&'static str, &'static str),
}

impl<'a> Origin<'a> {
    fn name(self) -> Cow<'a, str> {
        match self {
            Origin::File(name) | Origin::Program(name) | Origin::Optional(name, _) => name.into(),
            Origin::Alias(article, _) => article.source.path.as_str().into(),
            Origin::Lists(taxonomy) => format!("a list of `{}`", taxonomy.name).into(),
            Origin::Section(section) => format!("content/articles/{section}").into(),
        }
    }

    /// Returns how likely it is what is to be mended when two ask for one path.
    fn rank(self) -> u8 {
        match self {
            Origin::Alias(..) => 3,
            Origin::Lists(taxonomy) if taxonomy.asked.is_some() => 2,
            Origin::File(_) | Origin::Section(_) => 1,
            Origin::Lists(_) | Origin::Program(_) | Origin::Optional(..) => 0,
        }
    }
}

/// Reports files whose names are none on another system.
pub(super) fn bad_names(pages: &[Page]) -> Vec<Diagnostic> {
    let assets = pages.iter().filter_map(|page| match &page.kind {
        PageKind::File(asset) => Some(asset),
        _ => None,
    });
    assets
        .filter_map(|asset| {
            if let Some(reason) = diagnostic::file_name_problem(&asset.name) {
                return Some(diagnostic::bad_file_name(&asset.path, reason));
            }
            let reason = diagnostic::portability_problem(&asset.name)?;
            Some(diagnostic::unportable_name(&asset.path, reason))
        })
        .collect()
}

/// Reports files that would stand at one path.
pub(super) fn clashes(pages: &[Page], origins: &[Origin<'_>]) -> Vec<Diagnostic> {
    let paths: Vec<String> = pages.iter().map(|page| folded(&page.path)).collect();
    let mut seen: HashMap<&str, usize> = HashMap::with_capacity(paths.len());
    let mut problems = Vec::new();
    let mut told = HashSet::new();
    // Every edition has the clashes of the first one: each pair is told once, and each alias of an article.
    let mut clash = |path: &str, first: usize, second: usize| {
        let (mut first, mut second) = (origins[first], origins[second]);
        if first.rank() > second.rank() {
            std::mem::swap(&mut first, &mut second);
        }
        let (one, other) = (first.name(), second.name());
        let alias = match second {
            Origin::Alias(_, range) => Some(range.start),
            _ => None,
        };
        if !told.insert((one.clone(), other.clone(), alias)) {
            return;
        }
        problems.push(match (first, second) {
            (_, Origin::Alias(article, range)) => {
                diagnostic::alias_taken(&article.source, range, path, &one)
            }
            (
                _,
                Origin::Lists(Taxonomy {
                    asked: Some((source, range)),
                    ..
                }),
            ) => diagnostic::taxonomy_path_taken(source, range, &other, path, &one),
            (Origin::Optional(_, key), _) => {
                diagnostic::archive_path_taken(path, &one, &other, key)
            }
            _ => diagnostic::same_path(path, &one, &other),
        });
    };
    for (index, path) in paths.iter().enumerate() {
        match seen.get(path.as_str()) {
            Some(first) => clash(&pages[index].path, *first, index),
            None => {
                seen.insert(path, index);
            }
        }
    }
    // A file cannot stand where another file needs a folder.
    for (index, path) in paths.iter().enumerate() {
        for (slash, _) in path.match_indices('/') {
            if let Some(file) = seen.get(&path[..slash]) {
                clash(&pages[*file].path, *file, index);
            }
        }
    }
    problems
}

/// Returns a path as the least careful file systems compare it.
fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfkc()
        .collect::<String>()
        .to_lowercase()
        .nfc()
        .collect()
}
