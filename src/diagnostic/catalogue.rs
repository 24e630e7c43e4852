//! One constructor for every diagnostic. A message says what is wrong, the help what to do.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::{Diagnostic, Source};

type At<'a> = &'a Range<usize>;

/// Known words that are compared with an unknown one.
const CANDIDATES_MAX: usize = 500;

/// Returns the known word that is most like an unknown one, when one is like enough: at most a
/// third of its characters differ, but one may always.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let limit = (word.chars().count() / 3).max(1);
    let length = word.chars().count();
    known
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .take(CANDIDATES_MAX)
        .map(|candidate| {
            (
                strsim::damerau_levenshtein(&word, &candidate.to_lowercase()),
                candidate,
            )
        })
        .filter(|(distance, candidate)| *distance <= limit && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns why a path cannot be one below the site's root, if so.
pub fn path_problem(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("it is empty");
    }
    if path.starts_with('/') || path.contains(':') {
        return Some("it must be a path below the site's root, without a drive or scheme");
    }
    if path.contains('\\') {
        return Some("it holds a backslash");
    }
    if path
        .chars()
        .any(|character| character.is_control() || "?#%*\"<>|".contains(character))
    {
        return Some("it holds a character that file systems or URLs reserve");
    }
    if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
        return Some("it leads out of its folder or has an empty part");
    }
    if path
        .split('/')
        .any(|part| part.ends_with('.') || part.trim() != part)
    {
        return Some("a part of it begins or ends with a space or ends with a full stop");
    }
    if path.split('/').any(|part| part.len() > 200) {
        return Some("a part of it is longer than 200 bytes");
    }
    None
}

/// Returns why a path cannot be that of a published file, if so: one that other systems read
/// otherwise.
pub fn file_name_problem(path: &str) -> Option<&'static str> {
    if path.contains('\\') {
        return Some("a backslash separates folders on Windows");
    }
    if matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic()) {
        return Some("a letter and a colon name a drive on Windows");
    }
    if path.chars().any(char::is_control) {
        return Some("it holds a control character");
    }
    None
}

/// Returns why a path cannot be copied to every disk, if so: the names that Windows and its file
/// systems refuse.
pub fn portability_problem(path: &str) -> Option<&'static str> {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let is_device = |part: &str| {
        let stem = part.split('.').next().unwrap_or(part).to_ascii_lowercase();
        let is_port = (stem.starts_with("com") || stem.starts_with("lpt"))
            && stem.len() == 4
            && stem.ends_with(|digit: char| digit.is_ascii_digit());
        is_port || DEVICES.contains(&stem.as_str())
    };
    if path.contains(['<', '>', ':', '"', '|', '?', '*']) {
        return Some("it holds one of `< > : \" | ? *`");
    }
    if path.split('/').any(|part| part.ends_with(['.', ' '])) {
        return Some("a part of it ends with a space or a full stop");
    }
    if path.split('/').any(is_device) {
        return Some("a part of it is the name of a device on Windows");
    }
    None
}

fn did_you_mean(nearest: Option<&str>, otherwise: &str) -> String {
    match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => otherwise.to_owned(),
    }
}

// Files

/// A text file is larger than any article.
pub fn file_too_large(path: &str, bytes: u64, limit: u64) -> Diagnostic {
    let message = format!("{path} has {bytes} bytes; a text file may have {limit}");
    Diagnostic::error_in_file("file-too-large", path, message)
        .help("split it, or move it out of `content/`")
}

/// A file cannot be read.
pub fn file_unreadable(path: &str, reason: &str) -> Diagnostic {
    Diagnostic::error_in_file(
        "file-unreadable",
        path,
        format!("cannot read {path}: {reason}"),
    )
    .help("make it readable, or move it out of the site folder")
}

/// A file under a text file's name is something else.
pub fn file_not_text(path: &str, format: &str) -> Diagnostic {
    Diagnostic::error_in_file(
        "file-not-text",
        path,
        format!("{path} is not text but {format}"),
    )
    .help("save the text as UTF-8, or keep the file beside the article under its own extension")
}

/// A text file is not UTF-8.
pub fn file_not_utf8(path: &str, offset: usize) -> Diagnostic {
    let message =
        format!("{path} is not UTF-8: the first bad byte is number {offset}, counted from 0");
    Diagnostic::error_in_file("file-not-utf8", path, message)
        .help("save it as UTF-8; GB 18030 and Big5 files must be converted first")
}

/// A file name cannot be a URL.
pub fn name_not_unicode(path: &str) -> Diagnostic {
    Diagnostic::error_in_file(
        "name-not-unicode",
        path,
        format!("the name of {path} is not Unicode"),
    )
    .help("rename the file")
}

/// A symbolic link leads out of the site folder, or nowhere.
pub fn link_out_of_site(path: &str, target: &Path) -> Diagnostic {
    let message = format!(
        "{path} is a link out of the site folder, to {}",
        target.display()
    );
    Diagnostic::error_in_file("link-out-of-site", path, message)
        .help("copy what it leads to into the site; nothing outside the folder is ever read")
}

/// A symbolic link leads to a folder.
pub fn linked_folder(path: &str) -> Diagnostic {
    Diagnostic::error_in_file(
        "linked-folder",
        path,
        format!("{path} is a link to a folder"),
    )
    .help("links to folders are not followed; move the folder here")
}

/// A pipe, a socket or a device lies in the site.
pub fn not_a_regular_file(path: &str) -> Diagnostic {
    Diagnostic::error_in_file("not-a-file", path, format!("{path} is no regular file"))
        .help("remove it from the site folder")
}

/// A file has the name of a backup, and may hold what is not meant to be read.
pub fn backup_file(path: &str) -> Diagnostic {
    let message = format!("{path} has the name of a backup: it is not published");
    Diagnostic::error_in_file("backup-file", path, message)
        .warning()
        .help("remove it, or rename it if it is meant to be published")
}

/// An article lies too deep.
pub fn article_nested(path: &str, folder: &str) -> Diagnostic {
    let message = format!("{path} lies in {folder}, which is the folder of another article");
    Diagnostic::error_in_file("article-nested", path, message).help(
        "move one of them; a section is a folder below `content/articles/` that has no text of its own, neither in it nor \
         beside it under its name",
    )
}

/// A section has a text, as other generators want it.
pub fn section_text(path: &str) -> Diagnostic {
    let message = format!("{path} is not published: sections have no text");
    Diagnostic::error_in_file("section-text", path, message)
        .warning()
        .help("write the section's title into `kaozheng.toml`, below `[sections.NAME]`, and remove the file")
}

/// A section has a name that its list cannot have.
pub fn section_called_page(folder: &str) -> Diagnostic {
    let message = format!(
        "{folder} cannot be a section: its list would stand where the further pages of another list do"
    );
    Diagnostic::error_in_file("bad-section", folder, message).help("rename the folder")
}

/// Two sections differ only in script, letter case or width.
pub fn same_section(folder: &str, other: &str) -> Diagnostic {
    let message = format!(
        "{folder} differs from {other} only in script, case or width, and is another section"
    );
    Diagnostic::error_in_file("same-section", folder, message)
        .warning()
        .help("move the articles into one folder; editions convert its title to their script")
}

/// The configuration says something of a section that has no articles.
pub fn unknown_section(
    source: &Arc<Source>,
    at: At<'_>,
    folder: &str,
    nearest: Option<&str>,
) -> Diagnostic {
    let message = format!("no article lies in `content/articles/{folder}/`");
    Diagnostic::error_at("unknown-section", source, at, message)
        .warning()
        .help(did_you_mean(
            nearest,
            "a section is named by its folder, like `economy` or `\"economy/markets\"`; drafts are not counted",
        ))
}

/// A folder of articles has no text.
pub fn article_without_text(path: &str) -> Diagnostic {
    let message = format!("there is no {path}: nothing of this folder is published");
    Diagnostic::error_in_file("article-without-text", path, message)
        .warning()
        .help("write the article's text there, or remove the folder")
}

/// A file name cannot be a path of the site.
pub fn bad_slug(path: &str, slug: &str, reason: &str) -> Diagnostic {
    let message = format!("`{slug}` cannot be part of a URL: {reason}");
    Diagnostic::error_in_file("bad-slug", path, message).help("rename the file or its folder")
}

/// A file's name cannot be published.
pub fn bad_file_name(path: &str, reason: &str) -> Diagnostic {
    let message = format!("`{path}` cannot be published under its name: {reason}");
    Diagnostic::error_in_file("bad-file-name", path, message).help("rename the file")
}

/// Two files would be published at one path.
pub fn same_path(path: &str, first: &str, second: &str) -> Diagnostic {
    let message = format!("{second} would be published at /{path}, and so would {first}");
    Diagnostic::error_in_file("same-path", second, message).help(
        "rename one of them; names that differ only by letter case or Unicode normalisation are \
         one name on many hosts",
    )
}

/// Something would be published where the program publishes a page that the site could do without.
pub fn archive_path_taken(path: &str, page: &str, other: &str, key: &str) -> Diagnostic {
    let message = format!("{other} would be published at /{path}, where {page} stands");
    Diagnostic::error_in_file("archive-path-taken", other, message).help(format!(
        "rename it, or leave that page out: `{key} = false` below `[archive]`"
    ))
}

/// The site has nothing to publish.
pub fn nothing_to_publish(drafts: usize) -> Diagnostic {
    let message = match drafts {
        0 => "there is no article and no page in `content/`".to_owned(),
        drafts => format!("all there is are drafts, {drafts} in number"),
    };
    Diagnostic::error_in_file("nothing-to-publish", "content", message)
        .help("write `content/articles/NAME/index.md`, or build with `--drafts`")
}

// Configuration and front matter

/// The configuration is not TOML.
pub fn configuration_syntax(source: &Arc<Source>, at: At<'_>, reason: &str) -> Diagnostic {
    Diagnostic::error_at(
        "configuration-syntax",
        source,
        at,
        format!("this is not TOML: {reason}"),
    )
    .help("put text in quotation marks; `https://toml.io` has the whole of the language on a page")
}

/// A setting that has no default is missing.
pub fn missing_setting(source: &Arc<Source>, name: &str) -> Diagnostic {
    Diagnostic::error_at(
        "missing-setting",
        source,
        &(0..0),
        format!("`{name}` is missing"),
    )
    .help(format!("add a line `{name} = \"…\"`"))
}

/// A setting that has no default is empty.
pub fn empty_setting(source: &Arc<Source>, at: At<'_>, name: &str) -> Diagnostic {
    Diagnostic::error_at("wrong-type", source, at, format!("`{name}` must be a word"))
        .label("this is empty text")
        .help("write a word; there is no default")
}

/// The base URL is none.
pub fn bad_base_url(source: &Arc<Source>, at: At<'_>, url: &str) -> Diagnostic {
    let is_web = |scheme: &str| {
        ["https", "http"]
            .iter()
            .any(|it| scheme.eq_ignore_ascii_case(it))
    };
    let message = match url.split_once("://").filter(|(scheme, _)| is_web(scheme)) {
        None => "the base URL is not an absolute one",
        Some((_, rest)) if rest.contains(['?', '#']) => "the base URL has a query or a fragment",
        Some((_, rest)) if rest.contains('@') => {
            "the base URL has a user or a password, which would be published"
        }
        Some((_, rest)) if rest.contains("//") => {
            "the base URL has two slashes one after the other"
        }
        Some(_) => "the base URL is no address",
    };
    Diagnostic::error_at("bad-base-url", source, at, message.to_owned())
        .help("write it like \"https://example.org/\" or \"https://example.org/archive/\"")
}

/// A language tag is malformed.
pub fn bad_language_tag(source: &Arc<Source>, at: At<'_>, tag: &str) -> Diagnostic {
    Diagnostic::error_at(
        "bad-language-tag",
        source,
        at,
        format!("`{tag}` is no language tag"),
    )
    .help("write a BCP 47 tag, like `zh-Hant-TW`, `zh-Hans-CN` or `en`")
}

/// An edition has no tag.
pub fn edition_without_tag(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    Diagnostic::error_at(
        "edition-without-tag",
        source,
        at,
        "this edition has no tag".to_owned(),
    )
    .help("add a line like `tag = \"zh-Hans\"`")
}

/// Two editions are one.
pub fn edition_twice(source: &Arc<Source>, at: At<'_>, tag: &str) -> Diagnostic {
    let message = format!("the edition `{tag}` has the tag or the path of another one");
    Diagnostic::error_at("edition-twice", source, at, message)
        .help("every edition needs a tag and a `path` of its own")
}

/// An edition's path is no path segment.
pub fn bad_edition_path(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message =
        "an edition's path is one word of a–z, 0–9 and hyphens, and no folder of the site"
            .to_owned();
    Diagnostic::error_at("bad-edition-path", source, at, message)
        .help("leave `path` out, and it is the edition's tag in small letters")
}

/// An edition's interface language is none that the site has words of.
pub fn unknown_interface(
    source: &Arc<Source>,
    at: At<'_>,
    tag: &str,
    known: &[&str],
) -> Diagnostic {
    let message = format!("there are no interface words in `{tag}`");
    let known = known.join(", ");
    Diagnostic::error_at("unknown-interface", source, at, message).help(format!(
        "there are some in {known}; `[words.TAG]` adds a language"
    ))
}

/// An interface word has a name that no word has.
pub fn unknown_word(
    source: &Arc<Source>,
    at: At<'_>,
    name: &str,
    nearest: Option<&str>,
) -> Diagnostic {
    let message = format!("there is no interface word `{name}`");
    Diagnostic::error_at("unknown-word", source, at, message).help(did_you_mean(
        nearest,
        "`kaozheng theme words en` lists all of them",
    ))
}

/// An interface word has other places than it must have.
pub fn word_places(source: &Arc<Source>, at: At<'_>, name: &str, expected: &[&str]) -> Diagnostic {
    let expected = match expected {
        [] => "no places in braces".to_owned(),
        places => format!("the places {}", places.join(" and ")),
    };
    let message = format!("the word `{name}` must have {expected}");
    Diagnostic::error_at("word-places", source, at, message)
        .help("numbers and names are put into them; `kaozheng theme words en` shows how")
}

/// Interface words that are named when some are missing; the rest is counted.
const MISSING_SHOWN: usize = 10;

/// A language that the site adds has no form of some words.
pub fn words_missing(source: &Arc<Source>, at: At<'_>, tag: &str, missing: &[&str]) -> Diagnostic {
    let shown = missing.len().min(MISSING_SHOWN);
    let rest = match missing.len() - shown {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    let message = format!(
        "`{tag}` lacks {} interface words: {}{rest}",
        missing.len(),
        missing[..shown].join(", ")
    );
    Diagnostic::error_at("words-missing", source, at, message)
        .warning()
        .help(format!(
            "they stand in English; `kaozheng theme words {tag}` writes the whole table"
        ))
}

/// A verdict's slug is none.
pub fn bad_verdict_slug(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "a verdict's name is one word of a–z, 0–9 and hyphens".to_owned();
    Diagnostic::error_at("bad-verdict-name", source, at, message).help(
        "its labels may be anything: `label = { zh-Hant = \"…\", zh-Hans = \"…\", en = \"…\" }`",
    )
}

/// A new verdict has no label.
pub fn verdict_without_label(source: &Arc<Source>, at: At<'_>, slug: &str) -> Diagnostic {
    let message = format!("the verdict `{slug}` has no label");
    Diagnostic::error_at("verdict-without-label", source, at, message)
        .help("add a line like `label = { zh-Hant = \"…\", zh-Hans = \"…\", en = \"…\" }`")
}

/// Two terms have one label.
pub fn label_taken(source: &Arc<Source>, at: At<'_>, label: &str, holder: &str) -> Diagnostic {
    let message = format!("`{label}` is the label of `{holder}` already");
    Diagnostic::error_at("label-taken", source, at, message)
        .help(format!("choose another label, or rename `{holder}` before"))
}

/// How much a lint matters is not one of the three.
pub fn bad_lint_level(source: &Arc<Source>, at: At<'_>, level: &str) -> Diagnostic {
    let message = format!("`{level}` is not how much a lint can matter");
    Diagnostic::error_at("bad-lint-level", source, at, message)
        .help("write \"error\", \"warning\" or \"off\"")
}

/// A way to compress files is none that the program knows.
pub fn bad_compression(source: &Arc<Source>, at: At<'_>, name: &str) -> Diagnostic {
    let message = format!("files cannot be compressed ahead as `{name}`");
    Diagnostic::error_at("bad-compression", source, at, message)
        .help("write \"gz\" for gzip or \"br\" for Brotli")
}

/// A picture that a text shows cannot be read, so that it has no smaller sizes.
pub fn broken_picture(source: &Arc<Source>, at: At<'_>, path: &str, reason: &str) -> Diagnostic {
    let message = format!("{path} cannot be read as a picture: {reason}");
    Diagnostic::error_at("broken-picture", source, at, message)
        .warning()
        .help("replace the file; it is published as it is, in this one size")
}

/// A picture that a text shows has more pixels than are read.
pub fn large_picture(
    source: &Arc<Source>,
    at: At<'_>,
    path: &str,
    (width, height): (usize, usize),
    pixels_max: u64,
) -> Diagnostic {
    let millions = pixels_max / 1_000_000;
    let message =
        format!("{path} has {width} × {height} pixels, and only {millions} million are read");
    Diagnostic::error_at("large-picture", source, at, message)
        .warning()
        .help("make it smaller; it is published as it is, in this one size")
}

/// A colour is none.
pub fn bad_colour(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    Diagnostic::error_at("bad-colour", source, at, "this is no colour".to_owned())
        .help("write `#` and six hexadecimal digits, like \"#a61b1b\"")
}

/// Text of a colour that the site chose can hardly be read.
pub fn low_contrast(
    source: &Arc<Source>,
    at: At<'_>,
    [text, paper]: [&str; 2],
    page: &str,
    contrast: f64,
) -> Diagnostic {
    // Rounded down, for what is too little must not look like enough.
    let contrast = (contrast * 10.0).floor() / 10.0;
    let message = format!(
        "`{text}` on `{paper}` has a contrast of {contrast:.1}:1 on {page} pages, and text needs 4.5:1"
    );
    Diagnostic::error_at("low-contrast", source, at, message)
        .warning()
        .help("choose colours that are further apart; `{ light = \"#…\", dark = \"#…\" }` has one for each")
}

/// A taxonomy of the site's own has a name that no key of front matter can have.
pub fn bad_taxonomy(source: &Arc<Source>, at: At<'_>, name: &str) -> Diagnostic {
    let message = format!("`{name}` cannot be a list of the front matter");
    Diagnostic::error_at("bad-taxonomy", source, at, message).help(
        "use small letters, digits, `-` and `_`, and no key that front matter has already; `tags`, `outlets` and \
         `years` are there to be changed, and so are `sections`",
    )
}

/// The pages of a taxonomy cannot stand at this path.
pub fn bad_taxonomy_path(source: &Arc<Source>, at: At<'_>, reason: &str) -> Diagnostic {
    let message = format!("this cannot be the path of pages: {reason}");
    Diagnostic::error_at("bad-taxonomy-path", source, at, message)
        .help("write a path below the tree of an edition, like \"topics\"")
}

/// The pages of a taxonomy would stand where something else does.
pub fn taxonomy_path_taken(
    source: &Arc<Source>,
    at: At<'_>,
    name: &str,
    path: &str,
    other: &str,
) -> Diagnostic {
    let message = format!("{name} would stand at /{path}, where {other} is published");
    Diagnostic::error_at("taxonomy-path-taken", source, at, message)
        .help("give it another `path`, or rename what is published there")
}

/// Two names differ only in script, letter case or width, and share a list.
pub fn same_term(source: &Arc<Source>, at: At<'_>, name: &str, first: &str) -> Diagnostic {
    let message = format!(
        "`{name}` is listed as `{first}`, from which it differs only in script, case or width"
    );
    Diagnostic::error_at("same-term", source, at, message)
        .warning()
        .help("write it one way everywhere; editions convert it to their script")
}

/// The name of a font is none.
pub fn bad_font(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "this is no name of a font".to_owned();
    Diagnostic::error_at("bad-font", source, at, message)
        .help("write names one by one, like [\"Noto Serif TC\", \"serif\"]")
}

/// The picture in the bar is no file of the site.
pub fn logo_missing(source: &Arc<Source>, at: At<'_>, path: &str) -> Diagnostic {
    let message = format!("there is no file `{path}`");
    Diagnostic::error_at("logo-missing", source, at, message)
        .help("put it into `static/`, and write its path below that folder")
}

/// An entry of the menu leads nowhere that can be named.
pub fn bad_menu(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "this is no entry of a menu".to_owned();
    Diagnostic::error_at("bad-menu", source, at, message).help(
        "write a path from the site's root, like \"/timeline/\", or \
         { to = \"https://example.org/\", title = \"…\" }",
    )
}

/// An entry of the menu leads to no page of the site.
pub fn broken_menu(source: &Arc<Source>, at: At<'_>, path: &str) -> Diagnostic {
    let message = format!("there is no page `{path}`");
    Diagnostic::error_at("broken-menu", source, at, message)
        .help("write the path that it has in the primary edition; lists exist where the archive has something for them")
}

/// An entry of the menu leads to a page that has no name of its own.
pub fn menu_without_title(source: &Arc<Source>, at: At<'_>, path: &str) -> Diagnostic {
    let message = format!("`{path}` has no name of its own");
    Diagnostic::error_at("menu-without-title", source, at, message)
        .help("write { to = \"…\", title = \"…\" }")
}

/// Cards are asked for, and no font of the machine has the signs to set them in.
pub fn cards_without_font(source: &Arc<Source>, at: At<'_>, language: &str) -> Diagnostic {
    let message = format!("no font of this machine has the signs of {language}: no cards are made");
    Diagnostic::error_at("cards-without-font", source, at, message)
        .warning()
        .help(
            "install Noto Sans CJK (on Debian and Ubuntu `fonts-noto-cjk`, on Fedora \
             `google-noto-sans-cjk-fonts`, on Arch `noto-fonts-cjk`), or leave out `cards`",
        )
}

/// A template of cards makes what is no picture.
pub fn bad_card(template: &str, reason: &str) -> Diagnostic {
    let path = format!("templates/{template}");
    let message = format!("{path} does not make a picture: {reason}");
    Diagnostic::error_in_file("bad-card", &path, message)
        .help("write SVG with a `width` and a `height`; text is escaped where it is printed")
}

/// A piece of Markdown is written in other characters than its own.
pub fn escaped_markdown(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "Markdown must stand here as it is, without escapes".to_owned();
    Diagnostic::error_at("escaped-markdown", source, at, message).help(
        "write it between three apostrophes, in which a line's end and a backslash are themselves",
    )
}

/// A note stands where there is no place for notes.
pub fn note_in_snippet(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "header and footer have no notes".to_owned();
    Diagnostic::error_at("note-in-theme", source, at, message)
        .help("write it into a page, and link to the page")
}

/// A file has no front matter.
pub fn front_matter_missing(source: &Arc<Source>) -> Diagnostic {
    Diagnostic::error_at(
        "front-matter-missing",
        source,
        &(0..0),
        "this file has no front matter".to_owned(),
    )
    .help("begin it with a line `---`, a line `title: …` and another line `---`")
}

/// Front matter has no end.
pub fn front_matter_unclosed(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "the front matter that begins here has no end".to_owned();
    Diagnostic::error_at("front-matter-unclosed", source, at, message)
        .help("close it with a line `---`")
}

/// Front matter is not YAML.
pub fn front_matter_syntax(source: &Arc<Source>, at: At<'_>, reason: &str) -> Diagnostic {
    Diagnostic::error_at(
        "front-matter-syntax",
        source,
        at,
        format!("this is not YAML: {reason}"),
    )
    .help("put text that holds `: ` or ` #`, or begins with a sign, in quotation marks")
}

/// Front matter uses a YAML alias.
pub fn front_matter_alias(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "front matter may not refer to another place of itself".to_owned();
    Diagnostic::error_at("front-matter-alias", source, at, message)
        .help("write the value out; if it is text that begins with `*`, put it in quotation marks")
}

/// Front matter goes on after its end.
pub fn front_matter_goes_on(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "front matter is one YAML document, and another begins here".to_owned();
    Diagnostic::error_at("front-matter-goes-on", source, at, message)
        .help("remove the line `...` or `---` above, so that all keys stand in one document")
}

/// Front matter is nested too deep.
pub fn front_matter_depth(source: &Arc<Source>, at: At<'_>, limit: usize) -> Diagnostic {
    let message = format!("front matter is nested more than {limit} deep");
    Diagnostic::error_at("front-matter-depth", source, at, message)
        .help("put text that begins with `[` or `{` in quotation marks")
}

/// A key is not known.
pub fn unknown_key(
    source: &Arc<Source>,
    at: At<'_>,
    key: &str,
    nearest: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let all = format!("known keys here: {}", known.join(", "));
    Diagnostic::error_at("unknown-key", source, at, format!("unknown key `{key}`"))
        .help(did_you_mean(nearest, &all))
}

/// So many keys are not known that naming each helps nobody.
pub fn more_unknown_keys(source: &Arc<Source>, at: At<'_>, count: usize) -> Diagnostic {
    let message = format!("{count} more unknown keys from here on");
    Diagnostic::error_at("unknown-key", source, at, message)
        .help("values of your own go below `extra:`")
}

/// A key is given twice.
pub fn key_twice(source: &Arc<Source>, at: At<'_>, first: At<'_>, key: &str) -> Diagnostic {
    Diagnostic::error_at("key-twice", source, at, format!("`{key}` is given twice"))
        .also(source, first, "first here")
        .help("keep one of them")
}

/// A value has the wrong type.
pub fn wrong_type(
    source: &Arc<Source>,
    at: At<'_>,
    name: &str,
    expected: &str,
    found: &str,
) -> Diagnostic {
    let message = format!("`{name}` must be {expected}");
    Diagnostic::error_at("wrong-type", source, at, message)
        .label(format!("this is {found}"))
        .help(format!("write {expected}, or leave the key out"))
}

/// There is no title.
pub fn title_missing(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let start = at.start..at.start;
    Diagnostic::error_at(
        "title-missing",
        source,
        &start,
        "there is no title".to_owned(),
    )
    .help("add a line `title: …`")
}

/// A date is none.
pub fn bad_date(source: &Arc<Source>, at: At<'_>, text: &str) -> Diagnostic {
    Diagnostic::error_at("bad-date", source, at, format!("`{text}` is no date"))
        .help("write it as year-month-day, like 2024-02-25; leave an unknown date out")
}

/// An event has no day.
pub fn event_without_date(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "this event has no day".to_owned();
    Diagnostic::error_at("event-without-date", source, at, message)
        .help("write { date: 2024-02-25, title: … }")
}

/// The source's address is none.
pub fn source_url(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "the source's address is not one of the web".to_owned();
    Diagnostic::error_at("source-url", source, at, message)
        .help("write it with `https://`; leave an unknown address out")
}

/// A digest is none.
pub fn bad_digest(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "a SHA-256 has 64 hexadecimal digits".to_owned();
    Diagnostic::error_at("bad-digest", source, at, message)
        .help("`sha256sum` prints one for a file; leave an unknown digest out")
}

/// An alias leads out of the site.
pub fn bad_alias(source: &Arc<Source>, at: At<'_>, reason: &str) -> Diagnostic {
    Diagnostic::error_at(
        "bad-alias",
        source,
        at,
        format!("this cannot be an alias: {reason}"),
    )
    .help("write a path below the site's root, like `/old/path/`")
}

// Body and notes

/// Markup is nested too deep.
pub fn nested_too_deep(source: &Arc<Source>, at: At<'_>, limit: usize) -> Diagnostic {
    let message = format!("markup is nested more than {limit} deep");
    Diagnostic::error_at("nested-too-deep", source, at, message)
        .help("escape characters that are not meant as markup, like `\\>`")
}

/// A reference has no definition.
pub fn note_undefined(
    source: &Arc<Source>,
    at: At<'_>,
    label: &str,
    nearest: Option<&str>,
) -> Diagnostic {
    let define = format!(
        "define it with a line `[^{label}]: …`, or write `\\[^{label}]` for the text itself"
    );
    Diagnostic::error_at(
        "note-undefined",
        source,
        at,
        format!("there is no note `{label}`"),
    )
    .help(did_you_mean(nearest, &define))
}

/// A definition has no reference.
pub fn note_unused(source: &Arc<Source>, at: At<'_>, id: &str) -> Diagnostic {
    Diagnostic::error_at(
        "note-unused",
        source,
        at,
        format!("nothing refers to the note `{id}`"),
    )
    .help(format!(
        "put `[^{id}]` after the words it is about, or remove the note"
    ))
}

/// Two definitions have one name.
pub fn note_twice(source: &Arc<Source>, at: At<'_>, first: At<'_>, id: &str) -> Diagnostic {
    Diagnostic::error_at(
        "note-twice",
        source,
        at,
        format!("the note `{id}` is defined twice"),
    )
    .also(source, first, "first here")
    .help("give one of them another name")
}

/// A definition stands inside another.
pub fn note_inside_note(source: &Arc<Source>, at: At<'_>, id: &str) -> Diagnostic {
    let message = format!("the note `{id}` is defined inside another note");
    Diagnostic::error_at("note-inside-note", source, at, message)
        .help("move its definition to the beginning of a line")
}

/// A note's name is none.
pub fn note_id(source: &Arc<Source>, at: At<'_>, id: &str) -> Diagnostic {
    let message = format!("`{id}` cannot be the name of a note");
    Diagnostic::error_at("note-id", source, at, message)
        .help("use a–z, 0–9 and hyphens; the name becomes part of the page's address")
}

/// A reference stands in a link's text.
pub fn reference_inside_link(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "a note is referred to inside a link's text".to_owned();
    Diagnostic::error_at("reference-inside-link", source, at, message)
        .help("a link cannot hold another link; put the reference after the link")
}

/// A reference stands in an image's description.
pub fn reference_inside_image(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "a note is referred to inside an image's description".to_owned();
    Diagnostic::error_at("reference-inside-image", source, at, message)
        .help("a description holds nothing but text; put the reference after the image")
}

/// Notes refer to one another in a ring.
pub fn note_cycle(source: &Arc<Source>, at: At<'_>, ring: &[&str]) -> Diagnostic {
    let message = format!("notes refer to one another in a ring: {}", ring.join(" → "));
    Diagnostic::error_at("note-cycle", source, at, message).help("remove one of the references")
}

/// A footnote has no text.
pub fn note_empty(source: &Arc<Source>, at: At<'_>, id: &str) -> Diagnostic {
    let message = format!("the note `{id}` says nothing");
    Diagnostic::error_at("note-empty", source, at, message)
        .help("write `**label** 「…」：finding` after the colon; a claim to be looked at is 待查")
}

/// A form is for no known script or region.
pub fn bad_form_tag(
    source: &Arc<Source>,
    at: At<'_>,
    tag: &str,
    nearest: Option<&str>,
) -> Diagnostic {
    let known = "known here: zh-hans zh-hant zh-cn zh-sg zh-my zh-tw zh-hk zh-mo zh";
    let message = format!("`{tag}` names no script or region of Chinese");
    Diagnostic::error_at("bad-form-tag", source, at, message).help(did_you_mean(nearest, known))
}

/// Forms hold more than text.
pub fn forms_with_markup(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "forms for several scripts hold text, and nothing else".to_owned();
    Diagnostic::error_at("forms-with-markup", source, at, message).help(
        "put emphasis, links and references around `-{` and `}-`, as in `*-{zh-hans:…;zh-hant:…}-*[^a]`",
    )
}

/// Raw HTML hides what follows it.
pub fn html_unclosed(source: &Arc<Source>, at: At<'_>, what: &str) -> Diagnostic {
    let message = format!("this {what} is not closed, and hides all that follows");
    Diagnostic::error_at("html-unclosed", source, at, message)
        .help("close it, or remove it; `&lt;` is the sign itself")
}

/// A rule of conversion is none.
pub fn bad_rule(source: &Arc<Source>, at: At<'_>, rule: &str) -> Diagnostic {
    let message = format!("`{rule}` is no rule of conversion");
    Diagnostic::error_at("bad-rule", source, at, message).help(
        "write forms as in \"zh-hans:软件;zh-hant:軟體\", or \"甲=>zh-hans:乙\" for one way; words to \
         be left alone go below `keep:`",
    )
}

/// A term of the glossary converts nothing.
pub fn term_without_forms(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "this term converts nothing".to_owned();
    Diagnostic::error_at("term-without-forms", source, at, message).help(
        "give it forms, like `zh-hant = \"軟體\"` and `zh-hans = \"软件\"`, or `from` and one form",
    )
}

/// A word is converted to what is probably another.
pub fn doubtful_conversion(
    source: &Arc<Source>,
    at: At<'_>,
    word: &str,
    [actual, right]: [&str; 2],
    tag: &str,
) -> Diagnostic {
    let message = format!("「{word}」 is converted to 「{actual}」, and is probably 「{right}」");
    let help = match word == right {
        true => format!(
            "add `{word}` to `conversion: {{ keep: [ … ] }}` in the front matter, or to a glossary"
        ),
        false => format!(
            "add \"{word}=>{tag}:{right}\" to `conversion: {{ rules: [ … ] }}` in the front matter, or \
             write the forms in a glossary; if it is right, write `-{{{word}=>{tag}:{actual}}}-`"
        ),
    };
    Diagnostic::error_at("doubtful-conversion", source, at, message)
        .warning()
        .help(help)
}

/// The characters of a text say that it is in another language than the one it is taken for. `tag` is that of the
/// language that it is in, when that is known.
pub fn language_mismatch(
    source: &Arc<Source>,
    range: &Range<usize>,
    language: &str,
    found: &str,
    tag: Option<&str>,
) -> Diagnostic {
    let message =
        format!("the text is taken to be in `{language}`, but is {found} by its characters");
    let tag = match tag {
        Some(tag) => format!("`language: {tag}`"),
        None => "`language: …` with the tag of its language".to_owned(),
    };
    let help = format!(
        "write {tag} in the front matter; a text that names none is in the `language` of kaozheng.toml"
    );
    Diagnostic::error_at("language-mismatch", source, range, message)
        .warning()
        .help(help)
}

/// The edge of a link divides a word.
pub fn border_changes_reading(
    source: &Arc<Source>,
    at: At<'_>,
    apart: &str,
    together: &str,
) -> Diagnostic {
    let message = format!(
        "the edge of a link divides a word: it is converted to 「{apart}」, without the link to 「{together}」"
    );
    Diagnostic::error_at("border-changes-reading", source, at, message)
        .warning()
        .help("move the edge of the link, or fix the word's form with `-{ … }-`")
}

/// A label is not known.
pub fn note_label(
    source: &Arc<Source>,
    at: At<'_>,
    label: &str,
    nearest: Option<&str>,
) -> Diagnostic {
    let all = "known labels: 校 註 屬實 大致屬實 缺乏脈絡 部分錯誤 錯誤 證據不足 意見 待查, and those of kaozheng.toml";
    Diagnostic::error_at(
        "note-label",
        source,
        at,
        format!("`{label}` is no label of a note"),
    )
    .help(did_you_mean(nearest, all))
}

/// A verdict or an emendation is about no words.
pub fn note_without_lemma(source: &Arc<Source>, label: At<'_>) -> Diagnostic {
    let message = "this note does not say which words it is about".to_owned();
    Diagnostic::error_at("note-without-lemma", source, label, message)
        .help("put the words of the text in 「」 after the label: `**錯誤** 「…」：…`")
}

/// The head has no colon.
pub fn note_without_colon(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "a colon is missing after the words the note is about".to_owned();
    Diagnostic::error_at("note-without-colon", source, at, message)
        .help("write `**label** 「…」：finding`")
}

/// An arrow is followed by no quotation mark.
pub fn note_reading_unquoted(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "the proposed reading is not in quotation marks".to_owned();
    Diagnostic::error_at("note-reading-unquoted", source, at, message)
        .help("write `「…」→「…」：…`")
}

/// A quotation mark is not closed.
pub fn quotation_unclosed(source: &Arc<Source>, at: At<'_>, close: char) -> Diagnostic {
    let message = "this quotation mark is not closed".to_owned();
    Diagnostic::error_at("quotation-unclosed", source, at, message).help(format!(
        "add `{close}`; where the text itself has an odd mark, quote with another pair"
    ))
}

/// A quotation is empty.
pub fn quotation_empty(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    Diagnostic::error_at(
        "quotation-empty",
        source,
        at,
        "nothing is quoted here".to_owned(),
    )
    .help("for words to be left out, quote the words around them in both readings")
}

/// An emendation proposes nothing.
pub fn emendation_without_reading(source: &Arc<Source>, label: At<'_>) -> Diagnostic {
    let message = "this emendation proposes no reading".to_owned();
    Diagnostic::error_at("emendation-without-reading", source, label, message)
        .help("write `**校** 「printed」→「proposed」：reason`")
}

/// A note that is no emendation proposes a reading.
pub fn reading_without_emendation(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "only an emendation proposes a reading".to_owned();
    Diagnostic::error_at("reading-without-emendation", source, at, message)
        .help("make a note with the label `**校**` of it")
}

/// Two emendations replace the same words.
pub fn emendations_overlap(
    source: &Arc<Source>,
    at: At<'_>,
    first: At<'_>,
    [id, first_id]: [&str; 2],
) -> Diagnostic {
    let message =
        format!("the emendation `{id}` is about words that `{first_id}` replaces already");
    Diagnostic::error_at("emendations-overlap", source, at, message)
        .warning()
        .also(source, first, "the emended text shows this one")
        .help(format!(
            "quote other words, or tell of both readings in `{first_id}`; two cannot stand in one place"
        ))
}

/// The lemma does not stand before its reference.
pub fn lemma_not_found(
    source: &Arc<Source>,
    lemma: At<'_>,
    nearest: At<'_>,
    id: &str,
    text: &str,
) -> Diagnostic {
    let message = format!("the words of the note `{id}` do not stand before its reference");
    let label = if text.is_empty() {
        "nothing stands before the reference".to_owned()
    } else {
        format!("what stands there is 「{text}」")
    };
    Diagnostic::error_at("lemma-not-found", source, lemma, message)
        .label("these words, to the letter")
        .also(source, nearest, label)
        .help("quote the text as it is printed; to correct it, add a note with the label `**校**`")
}

/// The lemma stands elsewhere in the block.
pub fn lemma_elsewhere(source: &Arc<Source>, lemma: At<'_>, place: At<'_>, id: &str) -> Diagnostic {
    let message = format!("the words of the note `{id}` do not stand before its reference");
    Diagnostic::error_at("lemma-not-found", source, lemma, message)
        .label("these words, to the letter")
        .also(source, place, "they stand here")
        .help(format!("move `[^{id}]` directly after them"))
}

/// An item's key is not known.
pub fn item_key(source: &Arc<Source>, at: At<'_>, word: &str, nearest: Option<&str>) -> Diagnostic {
    let all = "known keys: 據 反證 存檔 信心 查核 異議 更正 參見";
    let message = match word {
        "" => "an item of this note has no key".to_owned(),
        _ => format!("`{word}` is no key of a note's item"),
    };
    Diagnostic::error_at("item-key", source, at, message).help(did_you_mean(nearest, all))
}

/// An item has a key and nothing else.
pub fn item_empty(source: &Arc<Source>, at: At<'_>, key: &str) -> Diagnostic {
    let message = format!("nothing stands behind `{key}`");
    Diagnostic::error_at("item-empty", source, at, message)
        .help("say it there, or take the item away")
}

/// A list of items stands behind a note, and not in it.
pub fn item_outside(source: &Arc<Source>, at: At<'_>, note: &str) -> Diagnostic {
    let message = format!("this list stands behind the note `{note}`, as text of the article");
    Diagnostic::error_at("item-outside-note", source, at, message).help(
        "begin its lines with four spaces, and it belongs to the note; where it is text, put a heading or a \
         paragraph before it",
    )
}

/// A link by reference leads to a label that nothing defines.
pub fn link_undefined(source: &Arc<Source>, at: At<'_>, label: &str) -> Diagnostic {
    let message = format!("no address is given for `[{label}]`");
    Diagnostic::error_at("link-undefined", source, at, message).help(format!(
        "add a line `[{label}]: https://…`, or write `[title](https://…)`; `\\[` makes text of it"
    ))
}

/// A signature ends in what looks like a day and is none.
pub fn signature_date(source: &Arc<Source>, at: At<'_>, date: &str) -> Diagnostic {
    let message = format!("`{date}` is no date");
    Diagnostic::error_at("signature-date", source, at, message)
        .help("write the day as `2024-03-05`, behind the name and before the colon")
}

/// An item holds a block that is no paragraph.
pub fn item_content(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "an item of a note holds text, and nothing else".to_owned();
    Diagnostic::error_at("item-content", source, at, message)
        .help("move this out of the list, in front of it; the note itself may hold any block")
}

/// A claim is called wrong without evidence.
pub fn verdict_without_evidence(source: &Arc<Source>, label: At<'_>, id: &str) -> Diagnostic {
    let message = format!("the note `{id}` calls a claim wrong without evidence");
    Diagnostic::error_at("verdict-without-evidence", source, label, message).help(
        "add an item `- 據 [title](url)`; for plain arithmetic, `- 據 推算`; without evidence the \
         verdict is 待查",
    )
}

/// An item that a note has once is there again.
pub fn item_twice(source: &Arc<Source>, at: At<'_>, first: At<'_>) -> Diagnostic {
    let message = "this note has said so already".to_owned();
    Diagnostic::error_at("item-twice", source, at, message)
        .also(source, first, "here")
        .help("keep one of the two")
}

/// A correction has no date, or `word` in its place.
pub fn correction_date(source: &Arc<Source>, at: At<'_>, word: &str) -> Diagnostic {
    let message = match word.starts_with(|first: char| first.is_ascii_digit()) {
        true => format!("`{word}` is no date"),
        false => "this correction has no date".to_owned(),
    };
    Diagnostic::error_at("correction-date", source, at, message)
        .help("write `- 更正 2024-03-05 由 … 改為 …：reason`")
}

/// What stands between the day of a correction and its colon is no change of verdicts.
pub fn correction_change(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "behind the day of this correction stands no change of verdicts".to_owned();
    Diagnostic::error_at("correction-change", source, at, message).help(
        "write `- 更正 2024-03-05 由 … 改為 …：reason`, or the reason alone: `- 更正 2024-03-05：reason`",
    )
}

/// Corrections are not in the order of time.
pub fn corrections_out_of_order(source: &Arc<Source>, at: At<'_>, earlier: At<'_>) -> Diagnostic {
    let message = "this correction is older than the one above it".to_owned();
    Diagnostic::error_at("corrections-out-of-order", source, at, message)
        .also(source, earlier, "this one is later")
        .help("put corrections in the order of their dates")
}

/// A note has another verdict than its last correction gave it.
pub fn correction_verdict(source: &Arc<Source>, at: At<'_>, now: &str, then: &str) -> Diagnostic {
    let message = format!("this correction made the verdict {then}, and the note says {now}");
    Diagnostic::error_at("correction-verdict", source, at, message)
        .warning()
        .help("tell the correction that made it what it is, or change the label")
}

/// The body is not the text that was imported, or that was accepted last.
pub fn text_changed(source: &Arc<Source>, at: At<'_>, actual: &str) -> Diagnostic {
    let message = "the words of the body are not the words that were imported".to_owned();
    Diagnostic::error_at("text-changed", source, at, message).help(format!(
        "restore the text: corrections belong in notes; a change that must be is recorded by `kaozheng \
         check --accept ARTICLE --reason \"…\"`; the digest of the body as it stands is {actual}"
    ))
}

/// An accepted change has no reason.
pub fn accepted_without_reason(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "this change was accepted without a reason".to_owned();
    Diagnostic::error_at("accepted-without-reason", source, at, message)
        .help("add a line `reason: …`, which the article's page shows")
}

/// An accepted change has no date.
pub fn accepted_without_date(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "this change was accepted on no day".to_owned();
    Diagnostic::error_at("accepted-without-date", source, at, message)
        .help("add a line like `date: 2024-03-05`")
}

/// An accepted change has no digest.
pub fn accepted_without_text(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "this accepted change does not say which text came of it".to_owned();
    Diagnostic::error_at("accepted-without-text", source, at, message).help(
        "remove it, and accept the change with `kaozheng check --accept ARTICLE --reason \"…\"`",
    )
}

/// Accepted changes are not in the order of time.
pub fn accepted_out_of_order(source: &Arc<Source>, at: At<'_>, earlier: At<'_>) -> Diagnostic {
    let message = "this change was accepted before the one above it".to_owned();
    Diagnostic::error_at("accepted-out-of-order", source, at, message)
        .also(source, earlier, "this one is later")
        .help("put accepted changes in the order of their dates")
}

/// The original file is missing.
pub fn source_file_missing(source: &Arc<Source>, at: At<'_>, file: &str) -> Diagnostic {
    let message = format!("there is no file `{file}` beside this article");
    Diagnostic::error_at("source-file-missing", source, at, message)
        .help("restore the original file, or remove the key if there never was one")
}

/// The original file is not what was imported.
pub fn source_file_changed(
    source: &Arc<Source>,
    at: At<'_>,
    file: &str,
    actual: &str,
) -> Diagnostic {
    let message = format!("`{file}` is not the file that was imported");
    Diagnostic::error_at("source-file-changed", source, at, message).help(format!(
        "restore the original file; the digest of this one is {actual}"
    ))
}

/// The copy of a cited page is not the file that the note knows.
pub fn copy_changed(source: &Arc<Source>, at: At<'_>, file: &str, actual: &str) -> Diagnostic {
    let message = format!("`{file}` is not the copy that the note knows");
    Diagnostic::error_at("copy-changed", source, at, message).help(format!(
        "restore the copy; the digest of this one is {actual}"
    ))
}

/// A link inside the site leads nowhere.
pub fn broken_link(source: &Arc<Source>, at: At<'_>, destination: &str) -> Diagnostic {
    let message = format!("nothing of this site is at `{destination}`");
    Diagnostic::error_at("broken-link", source, at, message).help(
        "link to a page by its address (`/articles/NAME/`) or by its file (`../NAME/index.md`)",
    )
}

/// A link leads to a place that its page has not.
pub fn broken_fragment(
    source: &Arc<Source>,
    at: At<'_>,
    name: &str,
    nearest: Option<&str>,
) -> Diagnostic {
    let message = format!("no heading, note or block of that page is called `{name}`");
    let otherwise =
        "a heading is called by its words, a note `n-NAME`, the words it is about `c-NAME`";
    Diagnostic::error_at("broken-fragment", source, at, message)
        .help(did_you_mean(nearest, otherwise))
}

/// A page of others is gone.
pub fn dead_link(
    source: &Arc<Source>,
    at: At<'_>,
    url: &str,
    answer: &str,
    archived: Option<&str>,
) -> Diagnostic {
    let message = format!("`{url}` is gone: {answer}");
    Diagnostic::error_at("dead-link", source, at, message)
        .warning()
        .help(match archived {
            Some(archived) => format!("its copy, which the page names, is {archived}"),
            None => {
                "find a copy in an archive and put it behind the link: `（[存檔](URL)）`".to_owned()
            }
        })
}

/// Whether a page of others is there cannot be said.
pub fn unsure_link(source: &Arc<Source>, at: At<'_>, url: &str, answer: &str) -> Diagnostic {
    let message = format!("`{url}` may be gone: {answer}");
    Diagnostic::error_at("unsure-link", source, at, message)
        .warning()
        .help("open it in a browser; hosts that are busy or ask who you are answer so too")
}

/// A file of annotations is not JSON.
pub fn notes_syntax(source: &Arc<Source>, at: At<'_>, reason: &str) -> Diagnostic {
    let message = format!("this is not JSON: {reason}");
    Diagnostic::error_at("notes-syntax", source, at, message)
        .help("give a W3C annotation collection (JSON-LD), or an export of Hypothesis (JSON)")
}

/// An annotation has no place in the site.
pub fn note_unanchored(source: &Arc<Source>, at: At<'_>, reason: &str) -> Diagnostic {
    let message = format!("this annotation became no note: {reason}");
    Diagnostic::error_at("note-unanchored", source, at, message)
        .help("it is kept in `unanchored.md`; write the note by hand, or with `annotate`")
}

/// The file of sources is not in Hayagriva's format.
pub fn sources_syntax(source: &Arc<Source>, at: At<'_>, reason: &str) -> Diagnostic {
    let (reason, nearest) = without_choice(reason);
    let message = format!("this is not in Hayagriva's format: {reason}");
    Diagnostic::error_at("sources-syntax", source, at, message).help(did_you_mean(
        nearest,
        "each source is a key with its `type`, `title`, `date`, `url` … below",
    ))
}

/// Returns what serde says of a word without all those that could stand there, and the nearest of them.
fn without_choice(reason: &str) -> (&str, Option<&str>) {
    let Some((before, choice)) = reason.split_once(", expected one of ") else {
        return (reason, None);
    };
    let quoted = |text| str::split(text, '`').skip(1).step_by(2);
    let word = quoted(before).next().unwrap_or_default();
    // Some are told twice, with a capital and without one.
    let is_lower = |known: &&str| !known.contains(char::is_uppercase);
    (before, nearest(word, quoted(choice).filter(is_lower)))
}

/// A source has a field that is not known.
pub fn sources_field(
    source: &Arc<Source>,
    at: At<'_>,
    field: &str,
    nearest: Option<&str>,
) -> Diagnostic {
    let message = format!("Hayagriva's format has no field `{field}`, and nothing is made of it");
    let diagnostic = Diagnostic::error_at("sources-field", source, at, message).warning();
    diagnostic.help(did_you_mean(
        nearest,
        "write it below `note`; a DOI, an ISBN and the like stand below `serial-number`",
    ))
}

/// A note cites a source that is not known.
pub fn citation_unknown(
    source: &Arc<Source>,
    at: At<'_>,
    key: &str,
    nearest: Option<&str>,
) -> Diagnostic {
    let message = format!("there is no source `{key}` in `sources.yml`");
    Diagnostic::error_at("citation-unknown", source, at, message).help(did_you_mean(
        nearest,
        "add it there, or write `\\[@…]` for the text itself",
    ))
}

/// A style of citations is not known.
pub fn citation_style(
    source: &Arc<Source>,
    at: At<'_>,
    style: &str,
    nearest: Option<&str>,
) -> Diagnostic {
    let message = format!("there is no citation style `{style}`");
    Diagnostic::error_at("citation-style", source, at, message).help(did_you_mean(
        nearest,
        "`gb-7714-2015-numeric`, `gb-7714-2015-author-date`, `apa`, `chicago-notes`, `mla` … are known; \
         a file of your own ends with `.csl`",
    ))
}

/// A style's file does not stand at the site's root.
pub fn style_elsewhere(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "a style's file stands at the site's root";
    Diagnostic::error_at("style-elsewhere", source, at, message.to_owned())
        .help("move it there, and write its name alone")
}

/// A style's file is missing.
pub fn style_missing(
    source: &Arc<Source>,
    at: At<'_>,
    name: &str,
    nearest: Option<&str>,
) -> Diagnostic {
    let message = format!("there is no file `{name}` at the site's root");
    Diagnostic::error_at("style-missing", source, at, message).help(did_you_mean(
        nearest,
        "add it, or name a style that is known: `apa`, `gb-7714-2015-numeric` …",
    ))
}

/// A style's file is no style.
pub fn style_syntax(source: &Arc<Source>, at: At<'_>, reason: &str) -> Diagnostic {
    let (reason, nearest) = without_choice(reason);
    let message = format!("this is no style that can be used: {reason}");
    Diagnostic::error_at("style-syntax", source, at, message).help(did_you_mean(
        nearest,
        "it must be a style in CSL 1.0.2, such as those of the CSL project",
    ))
}

/// A style's file uses a macro that is missing.
pub fn style_macro(
    source: &Arc<Source>,
    at: At<'_>,
    name: &str,
    nearest: Option<&str>,
) -> Diagnostic {
    let message = format!("there is no macro `{name}` in this style");
    Diagnostic::error_at("style-macro", source, at, message)
        .help(did_you_mean(nearest, "write it, or leave its use out"))
}

/// A style's file uses a macro that leads to itself, or to too many others.
pub fn style_endless(source: &Arc<Source>, at: At<'_>, name: &str) -> Diagnostic {
    let message =
        format!("the macro `{name}` leads to itself, or to more macros than can be followed");
    Diagnostic::error_at("style-endless", source, at, message)
        .help("leave out the use here, or that which leads back to it")
}

/// An image is missing.
pub fn image_missing(source: &Arc<Source>, at: At<'_>, destination: &str) -> Diagnostic {
    let message = format!("there is no image `{destination}` beside this article");
    Diagnostic::error_at("image-missing", source, at, message).help(
        "put the file beside the article, or in `static/` and write its path with a slash first",
    )
}

/// A block of a written edition has no counterpart.
pub fn edition_block_differs(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "from here on this edition has other blocks than the article".to_owned();
    Diagnostic::error_at("edition-block-differs", source, at, message).help(
        "write the same paragraphs, headings, lists and tables in the same order, for readers change \
         editions at any place",
    )
}

/// A written edition has a note that the article has not.
pub fn edition_note_added(source: &Arc<Source>, at: At<'_>, id: &str) -> Diagnostic {
    let message = format!("the article has no note `{id}`");
    Diagnostic::error_at("edition-note-added", source, at, message)
        .help("write the note in the article as well, or remove it here")
}

/// A written edition lacks a note of the article.
pub fn edition_note_missing(source: &Arc<Source>, id: &str) -> Diagnostic {
    let message = format!("this edition lacks the note `{id}` of the article");
    Diagnostic::error_in_file("edition-note-missing", &source.path, message)
        .help(format!("write it here as well: `[^{id}]: …`"))
}

/// A note has other evidence in a written edition.
pub fn edition_evidence_differs(source: &Arc<Source>, at: At<'_>, id: &str) -> Diagnostic {
    let message = format!("the note `{id}` has other evidence in the article");
    Diagnostic::error_at("edition-evidence-differs", source, at, message)
        .help("give it the same items in all editions, with the same pages in the same order")
}

/// A note has other corrections in a written edition.
pub fn edition_corrections_differ(source: &Arc<Source>, at: At<'_>, id: &str) -> Diagnostic {
    let message = format!("the note `{id}` has other corrections in the article");
    Diagnostic::error_at("edition-corrections-differ", source, at, message)
        .help("give it the same corrections in all editions, with the same dates in the same order")
}

/// A note has another label in a written edition.
pub fn edition_verdict_differs(source: &Arc<Source>, at: At<'_>, id: &str) -> Diagnostic {
    let message = format!("the note `{id}` has another label in the article");
    Diagnostic::error_at("edition-verdict-differs", source, at, message)
        .help("give it the same label in all editions")
}

/// A written edition would take the place of the source's own words.
pub fn edition_of_own_script(path: &str, tag: &str) -> Diagnostic {
    let message =
        format!("the edition `{tag}` shows the article's own words, and nothing in their place");
    Diagnostic::error_in_file("edition-of-own-script", path, message)
        .help("remove the file; what is wrong with the words is said in notes")
}

/// An edition's text lies alone.
pub fn edition_without_text(path: &str, text: &str) -> Diagnostic {
    let message = format!("there is no {text} that this could be an edition of");
    Diagnostic::error_in_file("edition-without-text", path, message)
        .warning()
        .help("write that file, or rename this one; as it is, it is a page of its own")
}

/// A file's name is none on some systems.
pub fn unportable_name(path: &str, reason: &str) -> Diagnostic {
    let message = format!("`{path}` cannot be copied everywhere: {reason}");
    Diagnostic::error_in_file("unportable-name", path, message)
        .warning()
        .help("rename the file, so that the site can be kept on any disk")
}

/// The primary edition has a folder.
pub fn primary_edition_path(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "the first edition is the one at the root, and has no path".to_owned();
    Diagnostic::error_at("primary-edition-path", source, at, message)
        .help("remove the line, or put another edition first")
}

/// An emendation proposes what is printed.
pub fn emendation_changes_nothing(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "this emendation proposes what is printed".to_owned();
    Diagnostic::error_at("emendation-changes-nothing", source, at, message).help(
        "write the proposed words behind the arrow; a remark is a note with the label `**註**`",
    )
}

/// A term stands in the glossary already.
pub fn term_twice(source: &Arc<Source>, at: At<'_>, word: &str) -> Diagnostic {
    let message = format!("「{word}」 is in this glossary already, and the first counts");
    Diagnostic::error_at("term-twice", source, at, message)
        .warning()
        .help("keep one of them")
}

/// An alias is the place of something else.
pub fn alias_taken(source: &Arc<Source>, at: At<'_>, path: &str, other: &str) -> Diagnostic {
    let message = format!("this alias leads from /{path}, where {other} is published");
    Diagnostic::error_at("alias-taken", source, at, message)
        .help("remove the alias, or rename what is published there")
}

/// A file is named as an edition that the site does not have.
pub fn unknown_edition(path: &str, tag: &str, known: &str) -> Diagnostic {
    let message = format!("the site has no edition `{tag}`");
    Diagnostic::error_in_file("unknown-edition", path, message)
        .help(format!("rename the file; the editions are {known}"))
}

/// A formula is none.
pub fn math(source: &Arc<Source>, at: At<'_>, reason: &str) -> Diagnostic {
    let message = format!("this formula cannot be read: {reason}");
    Diagnostic::error_at("math", source, at, message)
        .help("mend the formula; a dollar sign that is none of a formula's is written `\\$`")
}

// Templates

const TEMPLATE_HELP: &str = "mend the template; without one of the site's own, the theme's is used";

/// A template cannot be used, or failed.
pub fn template(source: &Arc<Source>, at: At<'_>, message: &str) -> Diagnostic {
    let Some((message, known)) = message.split_once(FIELDS) else {
        let message = format!("template: {message}");
        return Diagnostic::error_at("template", source, at, message).help(TEMPLATE_HELP);
    };
    // `ui` has two hundred fields.
    let name = message.split('`').nth(1).unwrap_or_default();
    let known: Vec<&str> = known.split(", ").collect();
    let help = match nearest(name, known.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`? docs/templates.md lists what there is"),
        None if known.len() <= FIELDS_SHOWN => format!("there are {}", known.join(", ")),
        None => {
            "docs/templates.md lists what there is; `kaozheng theme words` has the interface words"
                .to_owned()
        }
    };
    Diagnostic::error_at("template", source, at, format!("template: {message}")).help(help)
}

/// What Tera says before the names that there are.
const FIELDS: &str = ". Available fields: ";

/// So many names are listed.
const FIELDS_SHOWN: usize = 40;

/// A template of the site takes the place of one of the theme's and lacks a block that others fill.
pub fn template_without_block(source: &Arc<Source>, block: &str) -> Diagnostic {
    let message =
        format!("template: the block `{block}` is missing, which templates of the theme fill");
    let help = format!(
        "write `{{% block {block} %}}{{% endblock %}}` where it belongs, even if nothing stands in it"
    );
    Diagnostic::error_at("template", source, &(0..0), message).help(help)
}

/// A template failed, at no place in particular.
pub fn template_in_file(path: &str, message: &str) -> Diagnostic {
    Diagnostic::error_in_file("template", path, format!("template: {message}")).help(TEMPLATE_HELP)
}

/// An asset disappeared or cannot be read while the site is built.
pub fn asset_unreadable(path: &str, reason: &str) -> Diagnostic {
    Diagnostic::error_in_file("file-unreadable", path, reason.to_owned())
        .help("make it readable, or move it out of the site folder")
}

/// A footnote looks like a note whose label was not made strong.
pub fn label_not_strong(source: &Arc<Source>, at: At<'_>, label: &str) -> Diagnostic {
    let message = format!("this footnote begins with the label `{label}`, but is no note");
    Diagnostic::error_at("label-not-strong", source, at, message)
        .warning()
        .help(format!(
            "write `**{label}**`; if it is no label, begin with another word"
        ))
}

/// A link has a scheme that pages must not lead to.
pub fn unsafe_link(source: &Arc<Source>, at: At<'_>, destination: &str) -> Diagnostic {
    let message = format!("a page must not link to `{destination}`");
    Diagnostic::error_at("unsafe-link", source, at, message)
        .help("links may be http, https, mailto, tel, doi or ftp, or lead inside the site")
}

/// Words look as if scraping or conversion had damaged them.
pub fn suspected_damage(
    source: &Arc<Source>,
    at: At<'_>,
    words: &str,
    says: &str,
    rule: &str,
) -> Diagnostic {
    let message = format!("「{words}」: {says}");
    Diagnostic::error_at("suspected-damage", source, at, message)
        .warning()
        .help(format!(
            "the text stays as it was printed; a note with the label `**校**` or `**註**` says what is meant \
             (`{rule}` in `[lints]`)"
        ))
}

// Authoring

/// A name means no text of the site.
pub fn article_unknown(name: &str, nearest: Option<&str>) -> Diagnostic {
    let message = format!("the site has no article `{name}`");
    let otherwise = "name an article's folder below `content/articles/`, or a path to its text";
    Diagnostic::error_in_file("article-unknown", name, message)
        .help(did_you_mean(nearest, otherwise))
}

/// Words that were quoted do not stand in the article; these are most like them.
pub fn annotate_quote_missing(source: &Arc<Source>, at: At<'_>, text: &str) -> Diagnostic {
    let message = "the quoted words do not stand in this article".to_owned();
    Diagnostic::error_at("annotate-quote-missing", source, at, message)
        .label(format!("most like them is 「{text}」"))
        .help("quote the text as it is printed, to the letter and in its script")
}

/// Words that were quoted do not stand in the article, nor any like them.
pub fn annotate_quote_unlike(path: &str) -> Diagnostic {
    let message = "the quoted words do not stand in this article, nor any like them".to_owned();
    Diagnostic::error_in_file("annotate-quote-missing", path, message)
        .help("quote words of one paragraph of the text, without its markup")
}

/// Words that were quoted stand in the article more than once.
pub fn annotate_quote_ambiguous(
    source: &Arc<Source>,
    places: &[(Range<usize>, String)],
    count: usize,
) -> Diagnostic {
    let first = places.first().map_or(0..0, |(range, _)| range.clone());
    let label = |index: usize, context: &str| format!("{}: {context}", index + 1);
    let message = format!("the quoted words stand in this article {count} times");
    let mut problem = Diagnostic::error_at("annotate-quote-ambiguous", source, &first, message)
        .help("quote more words, or choose one of the places with `--occurrence N`");
    for (index, (range, context)) in places.iter().enumerate() {
        problem = match index {
            0 => problem.label(label(0, context)),
            _ => problem.also(source, range, label(index, context)),
        };
    }
    problem
}

/// A place was chosen that there is not.
pub fn annotate_no_occurrence(path: &str, wanted: usize, count: usize) -> Diagnostic {
    let message = format!("the quoted words stand in this article {count} times, not {wanted}");
    Diagnostic::error_in_file("annotate-no-occurrence", path, message)
        .help("`--occurrence` counts from 1, in the order of the text")
}

/// No reference can stand behind the quoted words.
pub fn annotate_no_place(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "no reference can stand directly behind these words".to_owned();
    Diagnostic::error_at("annotate-no-place", source, at, message).help(
        "they end inside a link, code, a formula or fixed forms, or beside a sign that would be \
         read with it: quote on to the end of these",
    )
}

/// No note can stand at the end of a file.
pub fn annotate_no_end(source: &Arc<Source>) -> Diagnostic {
    let end = source.text().len();
    let message = "no note can stand at the end of this file".to_owned();
    Diagnostic::error_at("annotate-no-end", source, &(end..end), message)
        .help("close the code block, or the HTML, that goes on to the end")
}

/// The quoted words have odd quotation marks of every kind.
pub fn annotate_unquotable(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "these words have unpaired quotation marks of every kind".to_owned();
    Diagnostic::error_at("annotate-unquotable", source, at, message)
        .help("quote fewer words, so that the marks of one kind are paired")
}

/// A note was given a name that another has.
pub fn annotate_id_taken(source: &Arc<Source>, at: At<'_>, id: &str) -> Diagnostic {
    let message = format!("the article has a note `{id}` already");
    Diagnostic::error_at("annotate-id-taken", source, at, message)
        .help("choose another name with `--id`, or leave it out and one is made")
}

/// What was given cannot be written so that the note says it.
pub fn annotate_not_literal(path: &str, what: &str) -> Diagnostic {
    let message = format!("{what} would not be read as it was given");
    Diagnostic::error_in_file("annotate-not-literal", path, message)
        .help("write it as one line of text without unpaired quotation marks or colons")
}

/// There is no text to compare a body with.
pub fn accept_nothing_recorded(path: &str) -> Diagnostic {
    let message = "this article does not record the text that it was imported with".to_owned();
    Diagnostic::error_in_file("accept-nothing-recorded", path, message)
        .help("only what has `text` under `source` in its front matter, as `import` writes it, can differ")
}

/// A body is the text that was imported.
pub fn accept_no_change(path: &str) -> Diagnostic {
    let message = "the words of this article are those that are recorded".to_owned();
    Diagnostic::error_in_file("accept-no-change", path, message)
        .help("there is no change to accept; markup and notes may be changed freely")
}

/// An accepted change cannot be written into front matter as it stands.
pub fn accept_no_place(source: &Arc<Source>, at: At<'_>) -> Diagnostic {
    let message = "an accepted change cannot be written into this front matter".to_owned();
    Diagnostic::error_at("accept-no-place", source, at, message)
        .help("write `source:` on a line of its own, and its keys indented below it")
}

// Import

/// A file has no text.
pub fn import_empty(path: &str) -> Diagnostic {
    Diagnostic::error_in_file("import-empty", path, format!("{path} has no text"))
        .help("look whether it is the file that is meant; save a page again, with its text")
}

/// A file has front matter and nothing else.
pub fn import_only_fields(path: &str) -> Diagnostic {
    let message = format!("{path} has front matter and no text, and is passed over");
    Diagnostic::error_in_file("import-only-fields", path, message)
        .warning()
        .help("nothing is to be done; other programs set up their lists in such files")
}

/// A text is longer than the text of an article may be.
pub fn import_too_long(path: &str, limit: u64) -> Diagnostic {
    let message = format!("the text of {path} has more than {limit} bytes, and no article may");
    Diagnostic::error_in_file("import-too-long", path, message)
        .help("divide it, and import the parts")
}

/// Texts in Markdown have raw HTML, which the site shows as it is written.
pub fn import_raw_html(path: &str, pieces: usize, files: usize) -> Diagnostic {
    let message = format!(
        "{pieces} pieces of raw HTML in {files} of the files will be shown as they are written"
    );
    Diagnostic::error_in_file("import-raw-html", path, message)
        .warning()
        .help("write `raw_html = true` under `[markdown]`, and they are elements, made safe")
}

/// A new article has the day and the title of another, which was there before.
pub fn import_beside(path: &str, slug: &str, other: &str) -> Diagnostic {
    let message = format!(
        "{path} becomes `{slug}`, for `{other}` is there already and was made of other bytes"
    );
    Diagnostic::error_in_file("import-beside", path, message)
        .warning()
        .help("compare the two, and remove one of them if they are one article")
}

/// A file under a text's name is something else.
pub fn import_binary(path: &str, format: &str) -> Diagnostic {
    Diagnostic::error_in_file(
        "import-binary",
        path,
        format!("{path} is not text but {format}"),
    )
    .help("save its text, or name the format with `--from`")
}

/// A file is valid in no encoding that is likely.
pub fn import_undecodable(
    path: &str,
    encoding: &str,
    offset: usize,
    likely: &[&str],
) -> Diagnostic {
    let message =
        format!("{path} is not {encoding}: the first bad byte is number {offset}, counted from 0");
    Diagnostic::error_in_file("import-undecodable", path, message).help(format!(
        "name its encoding with `--encoding`, as {}",
        likely.join(" or ")
    ))
}

/// A few bytes of a file that is to be imported are damaged.
pub fn import_damaged(path: &str, encoding: &str, offset: usize) -> Diagnostic {
    let message =
        format!("{path} is not {encoding}: the first bad byte is number {offset}, counted from 0");
    Diagnostic::error_in_file("import-undecodable", path, message).help(format!(
        "`--encoding {encoding}` imports it all the same, with a \u{fffd} for each byte that is bad"
    ))
}

/// A text in Markdown was imported as a draft, for it refers to what was not imported with it.
pub fn import_as_draft(path: &str, destination: &str) -> Diagnostic {
    let destination = beginning(destination);
    let message = format!("it is a draft, for `{destination}` leads to nothing beside it");
    Diagnostic::error_in_file("import-as-draft", path, message)
        .warning()
        .help("mend the text, and take `draft: true` out of its front matter")
}

/// A text in Markdown was imported as a draft, for it has markup of the program that it was written for.
pub fn import_with_markup(path: &str, markup: &str) -> Diagnostic {
    let markup = beginning(markup);
    let message = format!("it is a draft, for `{markup}` would be shown as it is written");
    Diagnostic::error_in_file("import-as-draft", path, message)
        .warning()
        .help("write it in Markdown, and take `draft: true` out of the front matter")
}

/// A text in Markdown was imported as a draft, for it leads to one.
pub fn import_to_draft(path: &str, destination: &str) -> Diagnostic {
    let destination = beginning(destination);
    let message = format!("it is a draft, for `{destination}` leads to one");
    Diagnostic::error_in_file("import-as-draft", path, message)
        .warning()
        .help("when that is published, take `draft: true` out of the front matter of both")
}

/// A text in Markdown is written so that it cannot be published; `line` is where, when that is known, and `remedy` what
/// is done about it.
pub fn import_bad_markdown(path: &str, problem: &str, line: &str, remedy: &str) -> Diagnostic {
    let place = match line.trim() {
        "" => String::new(),
        line => format!(", in the line `{}`", beginning(line)),
    };
    let remedy = match remedy {
        "" => "mend it",
        remedy => remedy,
    };
    let message = format!("{path} cannot be an article as it is written: {problem}{place}");
    Diagnostic::error_in_file("import-bad-markdown", path, message).help(format!(
        "{remedy}; or take it for plain text with `--from text`, which keeps every sign"
    ))
}

/// Returns the beginning of what a message quotes: an address may be a picture as a whole.
fn beginning(text: &str) -> String {
    const SHOWN: usize = 80;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// A file is larger than may be imported.
pub fn import_too_large(path: &str, limit: u64) -> Diagnostic {
    let message = format!("{path} has more than {limit} bytes");
    Diagnostic::error_in_file("import-too-large", path, message)
        .help("allow more with `--max-bytes`")
}

/// A file cannot be read.
pub fn import_unreadable(path: &str, reason: &str) -> Diagnostic {
    Diagnostic::error_in_file(
        "import-unreadable",
        path,
        format!("cannot read {path}: {reason}"),
    )
    .help("look whether the file is there and may be read")
}

/// A path leads to a pipe, a device or a link.
pub fn import_not_a_file(path: &str) -> Diagnostic {
    Diagnostic::error_in_file(
        "import-not-a-file",
        path,
        format!("{path} is neither a file nor a folder"),
    )
    .help("name the file itself; links in folders are not followed")
}

/// Characters of a file would be lost or doubled: a rule of ours is wrong.
pub fn import_unaccounted(
    path: &str,
    counts: &std::collections::BTreeMap<char, i64>,
) -> Diagnostic {
    let counts: Vec<String> = counts
        .iter()
        .take(10)
        .map(|(character, count)| format!("{character} {count:+}"))
        .collect();
    let message = format!(
        "characters of {path} would be lost or doubled: {}",
        counts.join(", ")
    );
    Diagnostic::error_in_file("import-unaccounted", path, message)
        .help("this is a mistake in kaozheng: please report it, with the file")
}

/// What was written does not read as the text it was made from: a rule of ours is wrong.
pub fn import_not_literal(path: &str, reason: &str) -> Diagnostic {
    let message = format!("the Markdown of {path} would not be its text: {reason}");
    Diagnostic::error_in_file("import-not-literal", path, message)
        .help("this is a mistake in kaozheng: please report it, with the file")
}

/// A file of many parts holds no page.
pub fn import_without_page(path: &str) -> Diagnostic {
    let message = format!("no part of {path} is a page");
    Diagnostic::error_in_file("import-without-page", path, message)
        .help("save the page again, as one file or as HTML")
}

/// The elements of a page are nested too deep.
pub fn import_too_deep(path: &str, limit: usize) -> Diagnostic {
    let message = format!("the elements of {path} are nested more than {limit} deep");
    Diagnostic::error_in_file("import-too-deep", path, message)
        .help("save the page's text instead, and import that")
}

/// An address that was given is none.
pub fn import_bad_url(url: &str) -> Diagnostic {
    let message = format!("`{url}` is not a web address, and is left away");
    Diagnostic::error_in_file("import-bad-url", "--url", message)
        .warning()
        .help("an address begins with https:// or http://")
}

/// A document is protected by a password or by rights management.
pub fn import_encrypted(path: &str, format: &str) -> Diagnostic {
    let message = format!("{path} is encrypted, and cannot be read as {format}");
    Diagnostic::error_in_file("import-encrypted", path, message)
        .help("save it without protection in the program that opens it, and import that")
}

/// A document is damaged, or not of the format that its name says.
pub fn import_broken(path: &str, format: &str, reason: &str) -> Diagnostic {
    let message = format!("{path} cannot be read as {format}: {reason}");
    Diagnostic::error_in_file("import-broken", path, message)
        .help("save it again, or name its format with `--from`")
}

/// An entry of an archive would be unpacked outside of it, or is a link.
pub fn import_leads_out(path: &str, entry: &str) -> Diagnostic {
    let message = format!("the entry `{entry}` of {path} leads out of it");
    Diagnostic::error_in_file("import-leads-out", path, message)
        .help("no document has such entries: do not unpack it, and ask whoever made it")
}

/// A part of an archive unpacks to more than may be read.
pub fn import_inflates(path: &str, part: &str, limit: u64) -> Diagnostic {
    let message = format!("unpacked, `{part}` of {path} has more than {limit} bytes");
    Diagnostic::error_in_file("import-inflates", path, message)
        .help("divide the document, or save its text and import that")
}

/// A part of a document declares entities, which can be made to grow without end.
pub fn import_entities(path: &str, part: &str) -> Diagnostic {
    let message = format!("`{part}` of {path} declares entities");
    Diagnostic::error_in_file("import-entities", path, message)
        .help("no program that writes such documents does: save it again with one that does not")
}

/// A record of a web archive cannot be read.
pub fn import_bad_record(path: &str, offset: usize, reason: &str) -> Diagnostic {
    let message = format!("the record at byte {offset} of {path} cannot be read: {reason}");
    Diagnostic::error_in_file("import-bad-record", path, message)
        .help("the other records are imported; fetch the archive again for this one")
}
