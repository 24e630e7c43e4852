//! `kaozheng init`: make a new site, small and complete.

use std::path::{Path, PathBuf};

use super::output::{Format, Output};
use super::{Exit, fail};
use crate::article::fidelity;
use crate::import::{NewFile, write_new};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder of the site, made when it is missing
    #[arg(default_value = ".")]
    folder: PathBuf,
}

const SOURCE: &str = include_str!("init/source.txt");
const ARTICLE: &str = include_str!("init/article.md");

/// Writes a site with one annotated article and one page. A file that exists is left alone, and
/// then nothing is written.
pub fn run(directory: &Path, arguments: &Arguments) -> Exit {
    let mut output = Output::new(Format::Text);
    let folder = directory.join(&arguments.folder);
    let article = ARTICLE
        .replace("{sha256}", &fidelity::digest(SOURCE.as_bytes()))
        .replace("{text}", &fidelity::text_digest(&body_of(SOURCE)));
    let files = [
        ("kaozheng.toml", include_str!("init/kaozheng.toml")),
        ("content/about.md", include_str!("init/about.md")),
        (
            "content/articles/2024-01-15-xintiao/index.md",
            article.as_str(),
        ),
        ("content/articles/2024-01-15-xintiao/source.txt", SOURCE),
        (".gitignore", include_str!("init/gitignore")),
    ]
    .map(|(path, text)| NewFile {
        path,
        bytes: text.as_bytes(),
    });
    if let Err(failure) = write_new(&folder, &files) {
        return fail(&failure, &mut output);
    }
    output.say(&format!("made a site in {}", folder.display()));
    output.say("next: `kaozheng serve` there, and open the address that it prints");
    Exit::Good
}

/// Returns the paragraphs of the sample source that are the article's body: all but title and date.
fn body_of(source: &str) -> String {
    let paragraphs: Vec<&str> = source.split("\n\n").skip(2).collect();
    paragraphs.join("\n")
}
