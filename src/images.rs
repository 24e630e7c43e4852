//! The pictures of a site in several sizes: made when they are published or looked at, and kept.
//!
//! A build makes the sizes of all pictures that its texts show, before any page is rendered ([`publish`]); what an
//! earlier build made of the same bytes is taken over. The preview makes those of the page that is asked for, and
//! has them in memory ([`Preview`]). [`check`] only reads each picture. How a picture is made smaller is the matter
//! of [`crate::raster`]; which pictures are shown where, that of [`crate::site::images`].

mod entry;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::article::fidelity;
use crate::config::ImagesConfig;
use crate::diagnostic::{self, Diagnostic};
use crate::project::Project;
use crate::publish::{Kept, Publication, PublishError};
use crate::raster::{self, MADE_BY, Sizes, Unusable};
use crate::site::Site;
use crate::site::images::{self, FOLDER, Shown};

/// The digits of a digest that stand in the name of a file: enough that no two files ever share it.
const NAME: usize = 20;

/// Makes the sizes of all pictures, publishes them and makes them known to the site, so that its pages show them.
/// Returns what could not be read, as far as it matters to the site.
///
/// # Errors
/// [`PublishError`] when something cannot be written.
pub fn publish(
    project: &Project,
    site: &Site,
    publication: &Publication,
    kept: &Kept,
) -> Result<Vec<Diagnostic>, PublishError> {
    // The same picture may lie beside two articles.
    let written: Mutex<HashSet<String>> = Mutex::default();
    let shown: Vec<&Shown> = site.images.all().collect();
    let problems: Result<Vec<Option<Diagnostic>>, PublishError> = shown
        .par_iter()
        .map(|shown| {
            let made = kept_sizes(project, site, shown, kept)?;
            let sizes = match made {
                Ok(sizes) => sizes,
                Err(reason) => return Ok(problem(site, shown, reason)),
            };
            let named = name(&sizes);
            for ((_, path), size) in named.files.iter().zip(&sizes.all) {
                if lock(&written).insert(path.clone()) {
                    publication.write(path, &size.webp)?;
                }
            }
            shown.set_sizes(|| worth(named));
            Ok(None)
        })
        .collect();
    Ok(problems?.into_iter().flatten().collect())
}

/// Reads every picture that texts show, and returns which cannot be read.
pub fn check(project: &Project, site: &Site) -> Vec<Diagnostic> {
    let shown: Vec<&Shown> = site.images.all().chain(site.images.others()).collect();
    let problems: Vec<Option<Diagnostic>> = shown
        .par_iter()
        .map(|shown| {
            let bytes = project.read_asset(&shown.asset).ok()?;
            problem(site, shown, raster::read(&bytes).err()?)
        })
        .collect();
    problems.into_iter().flatten().collect()
}

/// The pictures that a preview has made. It outlives changes of the site.
#[derive(Debug, Default)]
pub struct Preview {
    /// By what they depend on.
    made: Mutex<HashMap<String, Arc<Made>>>,
    /// The key and the index of each size, by its path.
    files: Mutex<HashMap<String, (Arc<Made>, usize)>>,
}

type Made = Result<Sizes, Unusable>;

impl Preview {
    /// Makes the sizes of the pictures that some texts show, by the paths of their sources, unless they are made.
    pub fn prepare<'a>(
        &self,
        project: &Project,
        site: &Site,
        texts: impl Iterator<Item = &'a str>,
    ) {
        let shown: Vec<&Shown> = texts.flat_map(|text| site.images.of_text(text)).collect();
        shown.par_iter().for_each(|shown| {
            shown.set_sizes(|| self.sizes(project, &site.config.images, shown));
        });
    }

    /// Returns a size as a WebP, by its path below the site's root.
    pub fn file(&self, path: &str) -> Option<Vec<u8>> {
        let (made, index) = lock(&self.files).get(path)?.clone();
        let sizes = made.as_ref().as_ref().ok()?;
        Some(sizes.all.get(index)?.webp.clone())
    }

    fn sizes(
        &self,
        project: &Project,
        config: &ImagesConfig,
        shown: &Shown,
    ) -> Option<images::Sizes> {
        let bytes = project.read_asset(&shown.asset).ok()?;
        let key = key(&bytes, config);
        let known = lock(&self.made).get(&key).cloned();
        let made = known.unwrap_or_else(|| Arc::new(make(&bytes, config)));
        lock(&self.made).insert(key, Arc::clone(&made));
        let named = name(made.as_ref().as_ref().ok()?);
        let mut files = lock(&self.files);
        for (index, (_, path)) in named.files.iter().enumerate() {
            files.insert(path.clone(), (Arc::clone(&made), index));
        }
        worth(named)
    }
}

/// Returns the sizes of a picture as an earlier build made them, or else makes them.
fn kept_sizes(
    project: &Project,
    site: &Site,
    shown: &Shown,
    kept: &Kept,
) -> Result<Made, PublishError> {
    // That it cannot be read is told where the file itself is published.
    let Ok(bytes) = project.read_asset(&shown.asset) else {
        return Ok(Err(Unusable::AsItIs));
    };
    let config = &site.config.images;
    let key = key(&bytes, config);
    if let Some(made) = kept.read(&key).and_then(|entry| entry::read(&entry)) {
        return Ok(made);
    }
    let made = make(&bytes, config);
    kept.write(&key, &entry::write(&made))?;
    Ok(made)
}

fn make(bytes: &[u8], config: &ImagesConfig) -> Made {
    let raster = raster::read(bytes)?;
    Ok(raster.sizes(&config.widths, config.quality, bytes.len()))
}

/// Returns what the sizes of a picture depend on, as hexadecimal digits.
fn key(bytes: &[u8], config: &ImagesConfig) -> String {
    let mut digest = Sha256::new();
    digest.update(entry::FORM);
    for (name, release) in MADE_BY {
        digest.update(format!("{name} {release}\n"));
    }
    digest.update(format!("{:?} {}\n", config.widths, config.quality));
    digest.update(bytes);
    let digest = digest.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns sizes by their files, each named by the digest of its bytes, so that it never changes.
fn name(sizes: &Sizes) -> images::Sizes {
    let files = sizes.all.iter().map(|size| {
        let digest = &fidelity::digest(&size.webp)[..NAME];
        (size.width, format!("{FOLDER}{digest}-{}.webp", size.width))
    });
    images::Sizes {
        width: sizes.width,
        height: sizes.height,
        files: files.collect(),
    }
}

/// Returns sizes if there are any.
fn worth(sizes: images::Sizes) -> Option<images::Sizes> {
    (!sizes.files.is_empty()).then_some(sizes)
}

fn problem(site: &Site, shown: &Shown, reason: Unusable) -> Option<Diagnostic> {
    let Unusable::Broken(reason) = reason else {
        return None;
    };
    let (source, range, path) = (&shown.source, &shown.range, &shown.asset.path);
    let problem = diagnostic::broken_picture(source, range, path, &reason);
    site.config.lints.judge("broken-picture", problem)
}

/// What is locked here is whole at every moment, so a thread that panicked cannot have spoilt it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
