//! Where a link in a text leads.
//!
//! Inside the site a page may be named by its address from the root (`/articles/a/`), or by its
//! file, relative to the file that links (`../a/index.md`, as editors complete it). Either way the
//! link stays inside the tree of the edition it is read in.

use std::collections::{HashMap, HashSet};

use percent_encoding::percent_decode_str;

use super::{Site, Target, address, plan};
use crate::article::Article;
use crate::config::LINK_SCHEMES;
use crate::project::Asset;

/// What a destination in a text turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link<'a> {
    /// An address outside the site, as written.
    External(&'a str),
    /// A place on the same page, as written, with its `#`.
    Fragment(&'a str),
    /// Something of this site, with the query and fragment that follow, as written.
    Internal(&'a Target, &'a str),
    /// Nothing of this site.
    Broken,
    /// An address of a kind that pages must not lead to, such as `javascript:`.
    Unsafe,
}

/// Returns what stands at each path: the folders and files of `content/`, and the paths of pages
/// and files below the site's root, each with a slash before it.
pub(super) fn targets(site: &Site) -> HashMap<String, Target> {
    let mut targets = HashMap::new();
    targets.insert("/".to_owned(), Target::Front);
    targets.insert("/articles".to_owned(), Target::List);
    let content = (site.articles.iter().enumerate())
        .map(|(index, article)| (article, Target::Article(index), address::ARTICLES))
        .chain(
            (site.pages.iter().enumerate()).map(|(index, page)| (page, Target::Plain(index), "")),
        );
    for (article, target, folder) in content {
        let file = &article.source.path;
        if let Some(bundle) = file.strip_suffix("/index.md") {
            targets.insert(bundle.to_owned(), target.clone());
        }
        targets.insert(format!("/{folder}{}", article.slug), target.clone());
        for path in article.paths() {
            targets.insert(path.to_owned(), target.clone());
        }
        for asset in &article.assets {
            let path = address::article_file(&site.config, article, &asset.name);
            insert_file(&mut targets, asset, path);
        }
    }
    for asset in &site.loose_assets {
        insert_file(&mut targets, asset, asset.name.clone());
    }
    for file in &site.static_files {
        match &file.asset {
            Some(asset) => insert_file(&mut targets, asset, file.name.clone()),
            None => {
                let target = Target::File {
                    path: file.name.clone(),
                    dimensions: None,
                };
                targets.insert(format!("/{}", file.name), target);
            }
        }
    }
    targets
}

/// Returns what the program makes besides the pages of texts, by its path below the site's root: lists, the search,
/// feeds, data. What every edition has is the edition's own.
fn made(site: &Site) -> HashMap<String, Target> {
    let planned = plan(site).value;
    let paths: HashSet<&str> = planned.iter().map(|page| page.path.as_str()).collect();
    let trees: Vec<String> = site.config.editions.iter().map(address::tree).collect();
    let is_elsewhere = |path: &str| {
        trees[1..]
            .iter()
            .any(|tree| path.starts_with(tree.as_str()))
    };
    let own = planned.iter().filter(|page| !is_elsewhere(&page.path));
    own.map(|page| {
        let path = page.path.as_str();
        let is_of_each = trees
            .iter()
            .all(|tree| paths.contains(format!("{tree}{path}").as_str()));
        let path = path.strip_suffix("index.html").unwrap_or(path);
        let target = match is_of_each {
            true => Target::Made(path.to_owned()),
            false => Target::File {
                path: path.to_owned(),
                dimensions: None,
            },
        };
        (format!("/{}", path.trim_end_matches('/')), target)
    })
    .collect()
}

fn insert_file(targets: &mut HashMap<String, Target>, asset: &Asset, path: String) {
    let key = format!("/{path}");
    let target = Target::File {
        path,
        dimensions: asset.dimensions,
    };
    targets.insert(key, target.clone());
    targets.insert(asset.path.clone(), target);
}

/// Returns where a destination in an article's text leads.
pub fn resolve<'a>(site: &'a Site, article: &Article, destination: &'a str) -> Link<'a> {
    if destination.starts_with('#') {
        return Link::Fragment(destination);
    }
    if destination.starts_with("//") {
        return Link::External(destination);
    }
    if let Some(scheme) = scheme(destination) {
        let is_safe = LINK_SCHEMES
            .iter()
            .any(|safe| scheme.eq_ignore_ascii_case(safe));
        return if is_safe {
            Link::External(destination)
        } else {
            Link::Unsafe
        };
    }
    let path_length = destination.find(['?', '#']).unwrap_or(destination.len());
    let (path, suffix) = destination.split_at(path_length);
    let Ok(path) = percent_decode_str(path).decode_utf8() else {
        return Link::Broken;
    };
    let key = match path.strip_prefix('/') {
        Some(rooted) => rooted_key(site, rooted),
        None => file_key(&article.source.path, &path),
    };
    match key.and_then(|key| find(site, &key)) {
        Some(target) => Link::Internal(target, suffix),
        None => Link::Broken,
    }
}

/// Returns what stands at a path from the site's root.
pub fn at<'a>(site: &'a Site, path: &str) -> Option<&'a Target> {
    find(site, &rooted_key(site, path.strip_prefix('/')?)?)
}

fn find<'a>(site: &'a Site, key: &str) -> Option<&'a Target> {
    let known = site.targets.get(key);
    known.or_else(|| site.made.get_or_init(|| made(site)).get(key))
}

/// Returns the scheme of a destination (RFC 3986, section 3.1), looked for as browsers do, which
/// skip control characters and white space.
pub(super) fn scheme(destination: &str) -> Option<String> {
    let visible: String = destination
        .chars()
        .filter(|character| !character.is_control() && !character.is_whitespace())
        .take(32)
        .collect();
    let (scheme, _) = visible.split_once(':')?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme.then(|| scheme.to_owned())
}

/// Returns the key of a path from the site's root, in whatever edition's tree it is.
fn rooted_key(site: &Site, path: &str) -> Option<String> {
    let path = path
        .strip_suffix("index.html")
        .unwrap_or(path)
        .trim_end_matches('/');
    let in_tree = site
        .config
        .editions
        .iter()
        .filter(|edition| !edition.path.is_empty())
        .find_map(|edition| match path.strip_prefix(edition.path.as_str())? {
            "" => Some(""),
            rest => rest.strip_prefix('/'),
        });
    Some(format!("/{}", in_tree.unwrap_or(path)))
}

/// Returns the key of a path relative to a file of the site; `None` when it leads out of it.
fn file_key(file: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
