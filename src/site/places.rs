//! The places on the pages of texts that the fragments of links lead to: blocks, notes, the words of
//! notes and the references to them.
//!
//! They are looked for when a link asks for them first, in the tree of the text that it leads to, so
//! that a site without such links does no more work. Names that begin with `kz-` belong to the theme,
//! which a site may replace, and are not looked for.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use percent_encoding::percent_decode_str;

use super::{Site, Target};
use crate::article::document::{
    Block, BlockKind, Document, Inline, Leaf, for_each_inline, for_each_leaf,
};
use crate::article::{self, Article};
use crate::config::Config;
use crate::diagnostic;

/// The beginning of the names that the theme gives.
const THEME: &str = "kz-";

/// The names of the places in one text.
#[derive(Debug, Default)]
pub struct Names(HashSet<String>);

impl Names {
    /// Returns the names in a tree.
    pub fn of(document: &Document) -> Names {
        let mut names = Names::default();
        names.add_blocks(&document.blocks);
        let mut add = |leaf: &Leaf| names.add_leaf(leaf, document);
        for_each_leaf(&document.blocks, &mut add);
        for note in &document.notes {
            note.for_each_leaf(&mut add);
        }
        let notes = document.notes.iter();
        names.0.extend(notes.map(|note| format!("n-{}", note.id)));
        names
    }

    /// Returns whether a link with this fragment, without its `#`, leads somewhere.
    pub fn has(&self, fragment: &str) -> bool {
        let name = decoded(fragment);
        // Without a name it is the beginning of the page (HTML, section 7.4.6.4).
        name.is_empty()
            || name.eq_ignore_ascii_case("top")
            || name.starts_with(THEME)
            || self.0.contains(&name)
    }

    /// Returns the name that is most like a fragment.
    pub fn nearest(&self, fragment: &str) -> Option<&str> {
        let mut names: Vec<&str> = self.0.iter().map(String::as_str).collect();
        names.sort_unstable();
        diagnostic::nearest(&decoded(fragment), names.into_iter())
    }

    fn add_blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            if !block.id.is_empty() {
                self.0.insert(block.id.clone());
            }
            match &block.kind {
                BlockKind::Quote { blocks, .. } => self.add_blocks(blocks),
                BlockKind::List { items, .. } => {
                    items.iter().for_each(|item| self.add_blocks(item));
                }
                _ => {}
            }
        }
    }

    fn add_leaf(&mut self, leaf: &[Inline], document: &Document) {
        for_each_inline(leaf, &mut |inline| match inline {
            Inline::Text(piece) | Inline::Code(piece) | Inline::Math { text: piece, .. } => {
                let begins = piece.marks.iter().flat_map(|marks| &marks.begins);
                let notes = begins.map(|note| &document.notes[*note]);
                self.0.extend(notes.map(|note| format!("c-{}", note.id)));
            }
            Inline::Reference(reference) => {
                let id = &document.notes[reference.note].id;
                self.0.insert(match reference.occurrence {
                    0 | 1 => format!("r-{id}"),
                    again => format!("r-{id}.{again}"),
                });
            }
            _ => {}
        });
    }
}

/// Returns the name that a fragment stands for: without escapes, and without the directive that only
/// a browser reads (`:~:text=`).
fn decoded(fragment: &str) -> String {
    let name = fragment.split(":~:").next().unwrap_or_default();
    percent_decode_str(name).decode_utf8_lossy().into_owned()
}

/// The places of a text and of its editions that are written by hand.
#[derive(Debug)]
struct Places {
    own: Names,
    written: Vec<Written>,
}

/// The places of a written edition.
#[derive(Debug)]
struct Written {
    tag: String,
    names: Names,
    /// The names of the article's blocks, by those that the blocks of the edition would have.
    renamed: HashMap<String, String>,
}

impl Places {
    fn of(article: &Article, config: &Config) -> Places {
        let own = article::document(article, config);
        let written = article.written.iter().map(|(tag, text)| {
            let (document, renamed) = article::written_document(&own, text, config);
            Written {
                tag: tag.clone(),
                names: Names::of(&document),
                renamed,
            }
        });
        Places {
            written: written.collect(),
            own: Names::of(&own),
        }
    }

    /// Returns the places of the text that an edition shows.
    fn shown(&self, edition: &str) -> &Names {
        let written = self.written.iter().find(|written| written.tag == edition);
        written.map_or(&self.own, |written| &written.names)
    }
}

/// The places of all texts, each found when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct AllPlaces {
    articles: Vec<OnceLock<Box<Places>>>,
    pages: Vec<OnceLock<Box<Places>>>,
    front: OnceLock<Box<Places>>,
}

impl AllPlaces {
    pub(super) fn of(articles: usize, pages: usize) -> AllPlaces {
        let locks = |count| std::iter::repeat_with(OnceLock::new).take(count).collect();
        AllPlaces {
            articles: locks(articles),
            pages: locks(pages),
            front: OnceLock::new(),
        }
    }
}

/// Where the fragment of a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fragment {
    /// To the place that has this name, or to one that only its reader knows.
    AsWritten,
    /// To the block that another edition calls so, by its name on the page.
    Renamed(String),
    /// Nowhere; with the name that is most like it.
    Missing(Option<String>),
}

/// Returns where a fragment leads, given without its `#`, on the page of a target in an edition. A
/// heading may be named as the article's own text has it or as an edition that is written by hand
/// does; on the pages of both it has the name of the article's own.
pub fn fragment(site: &Site, target: &Target, edition: &str, fragment: &str) -> Fragment {
    let (lock, article) = match target {
        Target::Article(index) => (&site.places.articles[*index], &site.articles[*index]),
        Target::Plain(index) => (&site.places.pages[*index], &site.pages[*index]),
        Target::Front => match &site.front {
            Some(front) => (&site.places.front, front),
            None => return in_list(fragment),
        },
        Target::List => return in_list(fragment),
        // What places a file has is known to the programs that show it.
        Target::Made(_) | Target::File { .. } => return Fragment::AsWritten,
    };
    let places = lock.get_or_init(|| Box::new(Places::of(article, &site.config)));
    let names = places.shown(edition);
    if names.has(fragment) {
        return Fragment::AsWritten;
    }
    let name = decoded(fragment);
    let is_shown = |written: &&Written| written.tag == edition;
    let written = places.written.iter().filter(is_shown);
    let mut written = written.chain(&places.written);
    match written.find_map(|written| written.renamed.get(&name)) {
        Some(name) => Fragment::Renamed(name.clone()),
        None => Fragment::Missing(names.nearest(fragment).map(str::to_owned)),
    }
}

/// Returns where a fragment leads on a page that has only the theme's names.
fn in_list(fragment: &str) -> Fragment {
    match Names::default().has(fragment) {
        true => Fragment::AsWritten,
        false => Fragment::Missing(None),
    }
}
