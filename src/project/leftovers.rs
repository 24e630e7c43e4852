//! Which files of a site folder are leftovers of a program and no part of the site. Judges names, and opens nothing.
//!
//! A name that only an editor, a desktop or version control gives is passed over without a word. A name that an author
//! may have given is a warning, for what is missing from a site must not be missed in silence.

use super::tree::STATIC;

/// How hidden names start that are no author's. Other hidden files of `static/` are meant, as `.well-known/` and
/// `.nojekyll` are.
const HIDDEN_STARTS: [&str; 8] = [
    ".git",
    ".hg",
    ".svn",
    ".DS_Store",
    "._",
    ".#",
    ".~",
    ".Trash",
];

/// The file that Vim makes to see whether it may write into a folder.
const VIM_TRIAL: &[u8] = b"4913";

/// The endings of names that programs give to what they replace (`patch`, `git merge`, many editors).
const BACKUP_ENDINGS: [&str; 3] = [".bak", ".orig", ".rej"];

/// Returns whether a folder or a file of that name, somewhere below one of the site's folders, is passed over.
pub fn is_leftover(site_folder: &str, name: &[u8]) -> bool {
    let is_hidden = name.starts_with(b".");
    let is_litter = is_hidden && (site_folder != STATIC || is_hidden_litter(name));
    let is_autosave = name.len() > 1 && name.starts_with(b"#") && name.ends_with(b"#");
    is_litter || is_autosave || name.ends_with(b"~")
}

/// Returns whether a file of that name is passed over; a folder of that name is not.
pub fn is_leftover_file(name: &[u8]) -> bool {
    name == VIM_TRIAL
}

/// Returns whether a path has a name that a backup of a text or of another file has.
pub(super) fn is_backup(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let is_of_text = name.contains(".md.") && !name.ends_with(".md");
    is_of_text || BACKUP_ENDINGS.iter().any(|ending| name.ends_with(ending))
}

fn is_hidden_litter(name: &[u8]) -> bool {
    let is_swap = name.len() > 4 && name[name.len() - 4..].starts_with(b".sw");
    let mut starts = HIDDEN_STARTS.iter();
    is_swap || starts.any(|start| name.starts_with(start.as_bytes()))
}
