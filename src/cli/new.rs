//! `kaozheng new`: begin an article that is written by hand.

use std::path::Path;

use super::output::{Format, Output};
use super::{Exit, fail};
use crate::article::front_matter::Date;
use crate::diagnostic::Failure;
use crate::import::{self, NewFile, slug, write_new};
use crate::project;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The title
    title: String,
    /// The date of the source
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
    /// The name of the article's folder, instead of one made from date and title
    #[arg(long, value_name = "NAME")]
    slug: Option<String>,
}

/// Writes the beginning of an article into the site that `directory` belongs to.
pub fn run(directory: &Path, arguments: &Arguments) -> Exit {
    let mut output = Output::new(Format::Text);
    match write(directory, arguments) {
        Ok(path) => {
            output.say(&format!("made {path}"));
            Exit::Good
        }
        Err(NewError::Usage(message)) => {
            output.error(&message);
            Exit::Usage
        }
        Err(NewError::Failure(failure)) => fail(&failure, &mut output),
    }
}

enum NewError {
    Usage(String),
    Failure(Failure),
}

impl From<Failure> for NewError {
    fn from(failure: Failure) -> NewError {
        NewError::Failure(failure)
    }
}

fn write(directory: &Path, arguments: &Arguments) -> Result<String, NewError> {
    let usage = |message: &str| NewError::Usage(message.to_owned());
    if arguments.title.trim().is_empty() {
        return Err(usage("the title is empty"));
    }
    let date = match arguments.date.as_deref().map(Date::parse) {
        Some(None) => return Err(usage("--date is not a day, like 2024-02-25")),
        date => date.flatten(),
    };
    let minted = slug::mint(date, &arguments.title, "article");
    let slug = arguments.slug.clone().unwrap_or(minted);
    if let Some(problem) = slug::problem(&slug) {
        return Err(usage(&format!("--slug: {problem}")));
    }
    let root = project::find_root(directory)?;
    let path = format!("content/articles/{slug}/index.md");
    let text = import::blank(&arguments.title, date);
    write_new(
        &root,
        &[NewFile {
            path: &path,
            bytes: text.as_bytes(),
        }],
    )?;
    Ok(path)
}
