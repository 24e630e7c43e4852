//! Where pages are: paths below the site's root, relative references between them, absolute URLs.
//!
//! A path is written without a slash at its beginning; that of a page ends in a slash, because the
//! page is the `index.html` of that folder. References are relative, so that a site works in any
//! subfolder and from a disk.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::links::{self, Link};
use super::{FeedFormat, SearchFile, Target};
use crate::article::{Article, copies};
use crate::config::language::han_script;
use crate::config::{Config, Edition, Taxonomy};
use crate::site::{Site, ledger};

/// What is escaped in a path: all but the unreserved characters of RFC 3986, section 2.3, and the
/// slash.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// What is escaped in an address that is written by hand.
const EXCLUDED: &AsciiSet = &percent_encoding::CONTROLS
    .add(b' ')
    .add(b'<')
    .add(b'>')
    .add(b'"')
    .add(b'{')
    .add(b'}')
    .add(b'|')
    .add(b'\\')
    .add(b'^')
    .add(b'`');

/// The extensions of files that no browser and no host runs: texts, documents, archives, pictures, sound.
const PASSIVE: [&str; 30] = [
    "txt", "text", "md", "markdown", "csv", "tsv", "pdf", "doc", "docx", "odt", "rtf", "epub",
    "warc", "gz", "zip", "png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "tif", "tiff", "mp3",
    "m4a", "ogg", "wav", "mp4", "webm",
];

/// The folder of articles in every edition.
pub const ARTICLES: &str = "articles/";

/// Returns the path of an edition's tree: empty for the primary one, else with a slash at the end.
pub fn tree(edition: &Edition) -> String {
    in_tree(edition, &[])
}

/// Returns a path in an edition's tree, of its parts.
fn in_tree(edition: &Edition, parts: &[&str]) -> String {
    let length = parts.iter().map(|part| part.len()).sum::<usize>();
    let mut path = String::with_capacity(edition.path.len() + 1 + length);
    if !edition.path.is_empty() {
        path.push_str(&edition.path);
        path.push('/');
    }
    path.extend(parts.iter().copied());
    path
}

/// Returns the path of an article's page in an edition.
pub fn article(edition: &Edition, slug: &str) -> String {
    in_tree(edition, &[ARTICLES, slug, "/"])
}

/// Returns the path of a plain page in an edition.
pub fn plain_page(edition: &Edition, slug: &str) -> String {
    in_tree(edition, &[slug, "/"])
}

/// Returns the path of an edition's feed of all articles, or of those of a list, whose folder it is in.
pub fn feed(edition: &Edition, folder: &str, format: FeedFormat) -> String {
    in_tree(edition, &[folder, format.file_name()])
}

/// Returns the path of an edition's feed of corrections.
pub fn corrections_feed(edition: &Edition, format: FeedFormat) -> String {
    feed(edition, ledger::CORRECTIONS, format)
}

/// Returns the path of what browsers search an edition by.
pub fn open_search(edition: &Edition) -> String {
    format!("{}opensearch.xml", search(edition))
}

/// Returns the path of an edition's glossary.
pub fn glossary(edition: &Edition) -> String {
    format!("{}glossary/", tree(edition))
}

/// Returns the path of a page of a list of notes, counted from 1; `folder` is that of the list.
pub fn notes(edition: &Edition, folder: &str, number: usize) -> String {
    match number {
        1 => in_tree(edition, &[folder]),
        _ => in_tree(edition, &[folder, "page/", &number.to_string(), "/"]),
    }
}

/// Returns the path of the overview of a taxonomy.
pub fn taxonomy(edition: &Edition, taxonomy: &Taxonomy) -> String {
    in_tree(edition, &[&taxonomy.path, "/"])
}

/// Returns the path of a page of the timeline, counted from 1.
pub fn timeline(edition: &Edition, number: usize) -> String {
    notes(edition, "timeline/", number)
}

/// Returns the path of an edition's page that explains seals and terms.
pub fn legend(edition: &Edition) -> String {
    format!("{}terms/", tree(edition))
}

/// Returns the path of the list of the sites that evidence comes from.
pub fn sources(edition: &Edition) -> String {
    format!("{}sources/", tree(edition))
}

/// Returns the path of a page of the annotations of all articles, counted from 1.
pub fn annotations(number: usize) -> String {
    format!("annotations/{number}.jsonld")
}

/// Returns the path of the card of an article in an edition, or of the edition itself.
pub fn card(edition: &Edition, shown: Option<&Article>) -> String {
    let folder = shown.map_or_else(|| tree(edition), |shown| article(edition, &shown.slug));
    format!("{folder}card.png")
}

/// Returns the path of an edition's search, whose files lie below it.
pub fn search(edition: &Edition) -> String {
    format!("{}search/", tree(edition))
}

/// Returns the path of a file of the search. Shards are those of all editions, in the primary
/// edition's tree.
pub fn search_file(site: &Site, file: &SearchFile) -> String {
    let editions = &site.config.editions;
    match file {
        SearchFile::Head { edition } => format!("{}head.js", search(&editions[*edition])),
        SearchFile::Shard { number } => format!("{}{number}.js", search(&editions[0])),
        SearchFile::Text { edition, article } => {
            // By number from the oldest, so that a new article renames no file.
            let number = site.articles.len() - 1 - article;
            format!("{}text/{number}.js", search(&editions[*edition]))
        }
    }
}

/// Returns the path of a page of the list of articles, counted from 1.
pub fn list(edition: &Edition, number: usize) -> String {
    notes(edition, ARTICLES, number)
}

/// Returns the path of a file that lies beside an article: once for all editions, in the primary
/// edition's tree. The file that the article was imported from may be a page or a program of others: under the name of
/// a text, no browser and no host runs it.
pub fn article_file(config: &Config, shown: &Article, name: &str) -> String {
    let source = shown.front_matter.origin.file.as_ref();
    let notes = shown.summary.records.iter();
    let mut evidence = notes.flat_map(|note| &note.evidence);
    // So may the copy of a cited page.
    let is_foreign = source.is_some_and(|source| source.value == name)
        || evidence.any(|evidence| copies::may_be(evidence.archived.as_deref(), name));
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_passive = PASSIVE.iter().any(|it| extension.eq_ignore_ascii_case(it));
    let suffix = match is_foreign && !is_passive {
        true => ".txt",
        false => "",
    };
    format!(
        "{}{name}{suffix}",
        article(&config.editions[0], &shown.slug)
    )
}

/// Returns the edition in which an article's words stand as they are: that of its language, else of its script,
/// else the primary one.
pub fn own_edition<'a>(config: &'a Config, article: &Article) -> &'a Edition {
    let language = &article.language;
    let find = |is_meant: &dyn Fn(&str) -> bool| {
        let mut editions = config.editions.iter();
        editions.find(|edition| is_meant(&edition.tag))
    };
    find(&|tag| tag.eq_ignore_ascii_case(language))
        .or_else(|| find(&|tag| han_script(tag) == han_script(language)))
        .unwrap_or(&config.editions[0])
}

/// Returns the absolute address that a note of an article has: as it is written, with what
/// no address may hold, and all but ASCII, escaped (RFC 3986, section 2); that of a file beside the article, or of another place of the
/// site, begins where the site is, and a page of the site named by its file has its own address.
pub fn cited(site: &Site, article: &Article, written: &str) -> String {
    let config = &site.config;
    if let Some(asset) = copies::asset(&article.assets, written) {
        return url(config, &article_file(config, article, &asset.name));
    }
    let edition = own_edition(config, article);
    let page = self::article(edition, &article.slug);
    let of_site = match links::resolve(site, article, written) {
        Link::Internal(place, rest) => Some((target(site, edition, place), rest)),
        Link::Fragment(rest) => Some((page.clone(), rest)),
        _ => None,
    };
    if let Some((path, rest)) = of_site {
        return url(config, &path) + &utf8_percent_encode(rest, EXCLUDED).to_string();
    }
    let is_absolute = links::scheme(written).is_some() || written.starts_with("//");
    let address = match (is_absolute, written.strip_prefix('/')) {
        (true, _) => written.to_owned(),
        (false, Some(rooted)) => url(config, "") + rooted,
        (false, None) => {
            let (path, rest) = written.split_at(written.find(['?', '#']).unwrap_or(written.len()));
            let path = percent_decode_str(path).decode_utf8_lossy();
            url(config, &joined(&page, &path)) + rest
        }
    };
    utf8_percent_encode(&address, EXCLUDED).to_string()
}

/// Returns an address with what none may hold escaped (RFC 3987, section 2.2); letters stay, and so does a
/// backslash, which browsers take for a slash.
pub fn escaped(address: &str) -> String {
    let is_excluded = |byte: u8| byte.is_ascii_control() || b" <>\"{}|^`".contains(&byte);
    let mut escaped = String::with_capacity(address.len());
    for character in address.chars() {
        match u8::try_from(character) {
            Ok(byte) if is_excluded(byte) => escaped += &format!("%{byte:02X}"),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Returns the path that a relative one is, seen from a folder (RFC 3986, section 5.2.4).
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.trim_end_matches('/').split('/').collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let path_ends = path.is_empty() || path.ends_with(['/', '.']);
    let slash = if path_ends && !parts.is_empty() {
        "/"
    } else {
        ""
    };
    parts.join("/") + slash
}

/// Returns the absolute URL of a path, or the path from the root for a site that does not know where
/// it will be.
pub fn url(config: &Config, path: &str) -> String {
    absolute(config, path).unwrap_or_else(|| format!("/{}", utf8_percent_encode(path, PATH)))
}

/// Returns the path of a target in an edition.
pub fn target(site: &Site, edition: &Edition, target: &Target) -> String {
    match target {
        Target::Front => tree(edition),
        Target::List => list(edition, 1),
        Target::Article(index) => article(edition, &site.articles[*index].slug),
        Target::Plain(index) => plain_page(edition, &site.pages[*index].slug),
        Target::Made(path) => tree(edition) + path,
        Target::File { path, .. } => path.clone(),
    }
}

/// Returns the reference from one page to a path, escaped; to a page it names the file where no server does.
pub fn reference(config: &Config, from: &str, to: &str) -> String {
    let mut reference = relative(from, to);
    if config.is_offline && reference.ends_with('/') {
        reference.push_str("index.html");
    }
    reference
}

/// Returns how many bytes of two paths are the folders that they are both in.
pub fn shared(from: &str, to: &str) -> usize {
    let folders = to.split_inclusive('/').filter(|part| part.ends_with('/'));
    let mut shared = 0;
    for folder in folders {
        if !from[shared..].starts_with(folder) {
            break;
        }
        shared += folder.len();
    }
    shared
}

/// Returns the reference from one page to a path, escaped.
pub fn relative(from: &str, to: &str) -> String {
    let shared = shared(from, to);
    let (from, to) = (&from[shared..], &to[shared..]);
    let mut reference = String::with_capacity(3 * from.len() + to.len());
    for _ in from.matches('/') {
        reference.push_str("../");
    }
    reference.extend(utf8_percent_encode(to, PATH));
    if reference.is_empty() {
        reference.push_str("./");
    }
    reference
}

/// Returns the absolute URL of a path, when the site knows where it will be.
pub fn absolute(config: &Config, path: &str) -> Option<String> {
    let base = config.base_url.as_ref()?;
    let mut url = String::with_capacity(base.len() + path.len());
    url.push_str(base);
    url.extend(utf8_percent_encode(path, PATH));
    Some(url)
}

/// Returns the reference to a path from a page that is served for any address, which is the path
/// of the base URL and the path itself.
pub fn rooted(config: &Config, path: &str) -> String {
    let base = config.base_url.as_deref().unwrap_or("https://localhost/");
    let root = base
        .split_once("://")
        .and_then(|(_, rest)| rest.split_once('/'))
        .map_or("", |(_, path)| path);
    format!("/{root}{}", utf8_percent_encode(path, PATH))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: &str, to: &str, expected: &str) {
        assert_eq!(relative(from, to), expected, "from {from:?} to {to:?}");
    }

    #[test]
    fn references_are_relative() {
        check("", "", "./");
        check("", "articles/a/", "articles/a/");
        check("articles/a/", "", "../../");
        check("articles/a/", "articles/a/", "./");
        check("articles/a/", "articles/b/", "../b/");
        check(
            "articles/a/",
            "zh-hans/articles/a/",
            "../../zh-hans/articles/a/",
        );
        check(
            "zh-hans/articles/a/",
            "articles/a/圖 1.png",
            "../../../articles/a/%E5%9C%96%201.png",
        );
        check("404.html", "kz.css", "kz.css");
    }
}
