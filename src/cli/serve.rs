//! `kaozheng serve`: preview the site on this machine.

use std::path::Path;

use super::output::{Format, Output};
use super::{Exit, SiteArguments, fail};
use crate::project;
use crate::serve::{self, Options};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Listen on this port; 0 for any that is free
    #[arg(short, long, value_name = "N")]
    port: Option<u16>,
    #[command(flatten)]
    site: SiteArguments,
}

/// Serves the site that `directory` belongs to until it is interrupted.
pub fn run(directory: &Path, arguments: &Arguments) -> Exit {
    let mut output = Output::new(Format::Text);
    let root = match project::find_root(directory) {
        Ok(root) => root,
        Err(failure) => return fail(&failure, &mut output),
    };
    let options = Options {
        port: arguments.port,
        base_url: arguments.site.base_url.clone(),
        drafts: arguments.site.drafts(),
    };
    let result = serve::run(&root, &options, |event| match event {
        serve::Event::Listening(address) => {
            output.say(&format!("serving {} at http://{address}/", root.display()));
        }
        serve::Event::Problems(diagnostics) => output.diagnostics(diagnostics),
        serve::Event::Failed(reason) => output.error(reason),
        serve::Event::Reloaded => output.say("reloaded"),
        serve::Event::NotWatching(reason) => {
            output.say(&format!("warning: not all files are watched: {reason}"));
        }
        serve::Event::Gone => output.say("warning: the folder of the site is gone; waiting for it"),
    });
    match result {
        Ok(()) => Exit::Good,
        Err(failure) => fail(&failure, &mut output),
    }
}
