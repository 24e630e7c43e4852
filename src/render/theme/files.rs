//! The static files of the theme: as they are published, their versions, and the mark that cards show.

use std::borrow::Cow;
use std::collections::BTreeMap;

use base64::Engine as _;

use crate::article::fidelity;
use crate::diagnostic::{self, Diagnostic};
use crate::project::{Asset, Project};
use crate::render::{highlight, site_styles};
use crate::site::{HIGHLIGHT_STYLES, SITE_STYLES};

/// The static files, by name.
pub(super) const STATIC_FILES: &[(&str, &[u8])] = &[
    ("favicon.svg", include_bytes!("../../../static/favicon.svg")),
    ("kz.css", include_bytes!("../../../static/kz.css")),
    ("ledger.css", include_bytes!("../../../static/ledger.css")),
    ("lists.css", include_bytes!("../../../static/lists.css")),
    ("ledger.js", include_bytes!("../../../static/ledger.js")),
    ("kz.js", include_bytes!("../../../static/kz.js")),
    ("search.css", include_bytes!("../../../static/search.css")),
    ("search.js", include_bytes!("../../../static/search.js")),
];

/// Returns the names of the theme's static files.
pub fn static_file_names() -> impl Iterator<Item = &'static str> {
    STATIC_FILES.iter().map(|(name, _)| *name)
}

/// Returns a static file of the theme as it is published: a script without its comments and indentation; a sheet without
/// its comments and line ends, and with the rules for no more notes than the fullest text has.
pub fn static_file(name: &str, notes: usize) -> Option<Cow<'static, [u8]>> {
    let (_, bytes) = STATIC_FILES.iter().find(|(known, _)| *known == name)?;
    Some(published(name, bytes, notes))
}

fn published(name: &str, bytes: &'static [u8], notes: usize) -> Cow<'static, [u8]> {
    match std::str::from_utf8(bytes) {
        Ok(sheet) if name.ends_with(".css") => {
            let mut sheet = compact(sheet);
            // The rules of notes stand at the end.
            let beyond = format!("[data-r=\"{}\"]{{--r:", notes + 1);
            sheet.truncate(sheet.find(&beyond).unwrap_or(sheet.len()));
            sheet.into_bytes().into()
        }
        Ok(script) if name.ends_with(".js") => {
            let lines = script.lines().map(str::trim_start);
            let code = lines.filter(|line| !line.starts_with("//"));
            code.flat_map(|line| [line, "\n"])
                .collect::<String>()
                .into_bytes()
                .into()
        }
        _ => bytes.into(),
    }
}

/// Returns a sheet of the theme without comments and line ends; no string of it holds either.
fn compact(sheet: &str) -> String {
    let mut parts = sheet.split("/*");
    let before = parts.next().unwrap_or_default().to_owned();
    let rest = parts.filter_map(|part| Some(part.split_once("*/")?.1));
    let sheet = rest.fold(before, |sheet, part| sheet + part);
    sheet.replace('\n', "")
}

/// Returns the static files of a site but for those that are copies of the theme's, which it publishes itself.
pub fn own_static_files(project: &Project) -> Vec<Asset> {
    let is_copy = |asset: &Asset| {
        let known = STATIC_FILES.iter().find(|(name, _)| *name == asset.name);
        known.is_some_and(|(_, bytes)| project.read_asset(asset).is_ok_and(|own| own == *bytes))
    };
    let files = project.static_files.iter();
    files.filter(|asset| !is_copy(asset)).cloned().collect()
}

/// Returns a short digest of each static file of the theme, or of the site's own in its place.
pub(super) fn versions(
    project: &Project,
    notes: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let mut versions = BTreeMap::new();
    let sheet = site_styles::sheet(&project.config);
    let of_code = highlight::sheet(&project.config.theme.colour("wash"));
    let made = [
        (SITE_STYLES, sheet.as_bytes()),
        (HIGHLIGHT_STYLES, of_code.as_bytes()),
    ];
    for (name, bytes) in STATIC_FILES.iter().copied().chain(made) {
        let own = project.static_files.iter().find(|asset| asset.name == name);
        let own = own.map(|asset| project.read_asset(asset));
        // A copy of the theme's file is published as the theme's.
        let own = own.filter(|own| !own.as_ref().is_ok_and(|own| own == bytes));
        let digest = match own {
            None => match static_file(name, notes) {
                Some(published) => fidelity::digest(&published),
                None => fidelity::digest(bytes),
            },
            Some(Ok(bytes)) => fidelity::digest(&bytes),
            Some(Err(failure)) => {
                let path = format!("static/{name}");
                diagnostics.push(diagnostic::asset_unreadable(&path, &failure.to_string()));
                continue;
            }
        };
        versions.insert(name.to_owned(), digest[..8].to_owned());
    }
    versions
}

/// Returns the mark of a site as a `data:` address: the logo of its bar where that is SVG, or else its icon.
pub(super) fn mark(project: &Project) -> String {
    let logo = project.config.theme.logo.as_ref();
    let logo = logo.map(|logo| logo.path.as_str());
    let logo = logo.filter(|path| path.ends_with(".svg"));
    let own = logo.into_iter().chain(["favicon.svg"]).find_map(|name| {
        let mut files = project.static_files.iter();
        let asset = files.find(|asset| asset.name == name)?;
        project.read_asset(asset).ok()
    });
    let icon = || {
        static_file("favicon.svg", 0)
            .unwrap_or_default()
            .into_owned()
    };
    let mark = base64::engine::general_purpose::STANDARD.encode(own.unwrap_or_else(icon));
    format!("data:image/svg+xml;base64,{mark}")
}
