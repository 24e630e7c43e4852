//! The exchange of the old site and the new one.
//!
//! Where the operating system exchanges two directories in one call, there is no moment between.
//! Elsewhere it takes two renames, and a build killed between them leaves the old site whole under
//! its waiting name, from which the next build restores it (`staging::sweep`).

use std::fs;

use super::error::PublishError;
use super::output::{Content, Output};
use super::staging::{Staging, previous_path};
use super::system;

/// Puts the staging directory in the output's place; the old site, if any, gets the staging name.
pub(super) fn swap(
    staging: &Staging,
    output: &Output,
    content: Content,
) -> Result<(), PublishError> {
    match content {
        Content::Missing => move_in(staging, output),
        Content::Ours => {
            keep_permissions(staging, output)?;
            let exchanged = system::exchange(staging.path(), output.path())
                .map_err(PublishError::io("exchange", output.path()))?;
            if exchanged {
                Ok(())
            } else {
                swap_by_renames(staging, output)
            }
        }
    }
}

/// Exchanges by renames. The old site ends under the staging name, never half removed under the
/// waiting one, so that what waits there is always whole.
pub(super) fn swap_by_renames(staging: &Staging, output: &Output) -> Result<(), PublishError> {
    let previous = previous_path(output);
    fs::rename(output.path(), &previous).map_err(PublishError::io("move", output.path()))?;
    if let Err(error) = move_in(staging, output) {
        fs::rename(&previous, output.path()).map_err(PublishError::io("restore", &previous))?;
        return Err(error);
    }
    fs::rename(&previous, staging.path()).map_err(PublishError::io("move", &previous))
}

fn move_in(staging: &Staging, output: &Output) -> Result<(), PublishError> {
    fs::rename(staging.path(), output.path())
        .map_err(PublishError::io("move the new site to", output.path()))
}

/// Gives the new site's directory the permissions that somebody chose for the old one.
fn keep_permissions(staging: &Staging, output: &Output) -> Result<(), PublishError> {
    let permissions = fs::metadata(output.path())
        .map_err(PublishError::io("look at", output.path()))?
        .permissions();
    fs::set_permissions(staging.path(), permissions)
        .map_err(PublishError::io("set the permissions of", staging.path()))
}
