//! The article that a command is given.

use std::path::Path;

use super::output::Output;
use super::{Exit, open_site};
use crate::diagnostic::{self, Checked, Severity};
use crate::project::{Content, Project};

/// Loads the site that a folder belongs to, or says why that cannot be. Files of it that cannot be read are
/// told; they are the errors that are returned with it.
pub fn open(directory: &Path, output: &mut Output) -> Result<Checked<Project>, Exit> {
    let mut site = open_site(directory).map_err(|error| error.report(output))?;
    site.diagnostics.retain(|it| it.severity == Severity::Error);
    output.diagnostics(&site.diagnostics);
    Ok(site)
}

/// Returns the article that a name means: a slug, a folder or a path, or says that there is none.
pub fn find<'a>(
    project: &'a Project,
    directory: &Path,
    name: &str,
    output: &mut Output,
) -> Result<&'a Content, Exit> {
    project.find(directory, name).ok_or_else(|| {
        let slugs = project.content.iter().map(|content| content.slug.as_str());
        let nearest = diagnostic::nearest(name, slugs);
        output.diagnostics(&[diagnostic::article_unknown(name, nearest)]);
        Exit::Usage
    })
}
