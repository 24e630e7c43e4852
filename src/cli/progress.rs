//! A bar that shows how far a long run is, on a terminal only.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Runs of fewer steps are over before a bar can be read.
const LONG: usize = 32;

/// Returns the bar of a run of so many steps; one that is never seen when that is few. Standard error
/// that is no terminal gets none either, which `indicatif` sees to.
pub fn bar(steps: usize) -> ProgressBar {
    if steps < LONG {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::stderr());
    let template = "{bar:40} {pos} of {len}, {eta} left";
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style.progress_chars("█▉▊▋▌▍▎▏ ")),
        Err(_) => bar,
    }
}
