//! What the preview shows: the site as it was last loaded, or why it could not be.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use super::{Event, Options};
use crate::diagnostic::{Diagnostic, Failure, has_errors};
use crate::images;
use crate::project::{self, Project};
use crate::{Article, Page, Prepared};

/// A site as it was loaded.
pub struct State {
    /// The project and its plan; absent when the configuration is unusable.
    pub prepared: Option<(Project, Prepared)>,
    /// The index of each planned file, by its path.
    paths: HashMap<String, usize>,
    /// All problems of loading, parsing and planning.
    pub diagnostics: Vec<Diagnostic>,
    /// A number that is another one whenever the site has changed, and in another run of the preview.
    pub version: u64,
    /// A failure to read the site at all.
    pub failure: Option<String>,
    /// The pictures that were made smaller.
    pub images: Arc<images::Preview>,
}

impl State {
    /// Loads the site. What `before` holds is taken over where it has not changed.
    pub fn load(root: &Path, options: &Options, before: Option<&State>) -> State {
        let mut state = State {
            prepared: None,
            paths: HashMap::new(),
            diagnostics: Vec::new(),
            version: before.map_or_else(first_version, |before| before.version + 1),
            failure: None,
            images: before
                .map(|before| Arc::clone(&before.images))
                .unwrap_or_default(),
        };
        if let Err(failure) = state.try_load(root, options, before) {
            state.failure = Some(failure.to_string());
        }
        state
    }

    /// Returns whether the site could be loaded, and has no problems.
    pub fn is_good(&self) -> bool {
        self.failure.is_none() && self.diagnostics.is_empty()
    }

    /// Returns what there is to tell when it has been loaded again.
    pub fn event(&self) -> Event<'_> {
        match &self.failure {
            Some(failure) => Event::Failed(failure),
            None if self.is_good() => Event::Reloaded,
            None => Event::Problems(&self.diagnostics),
        }
    }

    fn try_load(
        &mut self,
        root: &Path,
        options: &Options,
        before: Option<&State>,
    ) -> Result<(), Failure> {
        let mut config = project::read_config(root)?.gather(&mut self.diagnostics);
        if has_errors(&self.diagnostics) {
            return Ok(());
        }
        config.base_url.clone_from(&options.base_url);
        let project = project::load(root, config)?.gather(&mut self.diagnostics);
        let previous = before.map_or_else(Vec::new, |before| before.reusable(&project));
        let prepared = crate::prepare(&project, options.drafts, &previous);
        let prepared = prepared.gather(&mut self.diagnostics);
        self.paths = prepared
            .plan
            .iter()
            .enumerate()
            .map(|(index, page)| (page.path.clone(), index))
            .collect();
        self.prepared = Some((project, prepared));
        Ok(())
    }

    /// Returns the articles that need not be parsed again for a project. One with problems is, so
    /// that they are reported again.
    fn reusable(&self, project: &Project) -> Vec<Article> {
        let Some((before, prepared)) = &self.prepared else {
            return Vec::new();
        };
        if !is_same_grammar(before, project) {
            return Vec::new();
        }
        let troubled: HashSet<&str> = self
            .diagnostics
            .iter()
            .map(|diagnostic| diagnostic.path.as_str())
            .collect();
        let site = &prepared.site;
        let articles = site.articles.iter().chain(&site.pages).chain(&site.front);
        articles
            .filter(|article| !article.files().any(|path| troubled.contains(path)))
            .cloned()
            .collect()
    }

    /// Returns the planned file at a path.
    pub fn page(&self, path: &str) -> Option<&Page> {
        let (_, prepared) = self.prepared.as_ref()?;
        prepared.plan.get(*self.paths.get(path)?)
    }
}

/// Returns the version to begin with, in milliseconds since 1970: pages that are still open show an earlier run.
fn first_version() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(0))
}

/// Returns whether articles parsed under one configuration are the same under another.
fn is_same_grammar(one: &Project, other: &Project) -> bool {
    let terms = |project: &Project| project.config.vocabulary.terms().to_vec();
    one.config.markdown == other.config.markdown
        && one.config.citations == other.config.citations
        && one.config.language == other.config.language
        && terms(one) == terms(other)
        // The glossary spells labels.
        && one.glossary == other.glossary
}
