//! The site's sheet: the look that its configuration asks for, over the theme's sheet.
//!
//! All that comes in here is made safe for a sheet when the configuration is read: colours are digits,
//! names of fonts have no quotation marks, slugs and language tags are words.

use std::fmt::Write as _;

use crate::config::theme::{Font, FontPart};
use crate::config::{Colour, Config, Term, ThemeConfig};

/// The line below the bar, which only sites have that say what stands in it.
const HEADER: &str = ".top{padding:.4rem var(--pad);font-size:.875rem;line-height:1.6;\
    border-block-end:1px solid var(--rule)}@media print{.top{display:none}}\n";

/// Returns the sheet; empty when the configuration asks for nothing.
pub(super) fn sheet(config: &Config) -> String {
    let mut sheet = lengths(&config.theme);
    for font in &config.theme.fonts {
        sheet += &font_rule(font);
    }
    if config.theme.header.is_some() {
        sheet += HEADER;
    }
    sheet += &colours(&config.theme);
    let terms = config.vocabulary.terms();
    sheet.extend(terms.iter().map(verdict));
    sheet
}

fn lengths(theme: &ThemeConfig) -> String {
    let mut declarations = String::new();
    // Writing to a string cannot fail.
    if let Some(size) = theme.size {
        let _ = write!(declarations, "--fs:{}rem;", f32::from(size) / 16.0);
    }
    if let Some(measure) = theme.measure {
        let _ = write!(declarations, "--measure:calc({measure}*var(--fs));");
    }
    match declarations.trim_end_matches(';') {
        "" => String::new(),
        declarations => format!("@media screen{{:root{{{declarations}}}}}\n"),
    }
}

/// Returns the rule of a font. Its selectors count as much as those of the theme's sheet, which comes before.
fn font_rule(font: &Font) -> String {
    let elements = match font.part {
        FontPart::Text => "",
        FontPart::Headings => " :is(h1,h2,h3,h4,h5,h6)",
        FontPart::Code => " :is(code,pre,kbd,samp)",
    };
    let root = if elements.is_empty() { "" } else { "[lang]" };
    let selector = match (&font.language, elements) {
        (None, "") => "[lang][lang]".to_owned(),
        (None, elements) => format!("{root}[lang]{elements}"),
        (Some(tag), "") => format!("[lang]{}", language(tag)),
        (Some(tag), elements) => format!("{root}{elements}{}", language(tag)),
    };
    format!("{selector}{{font-family:{}}}\n", font.families.join(","))
}

/// Returns the selector of text in a language. Regions stand for the script that is written there, as
/// selectors cannot know.
fn language(tag: &str) -> String {
    let regions: &[&str] = match tag.to_ascii_lowercase().as_str() {
        "zh-hant" => &["zh-TW", "zh-HK", "zh-MO"],
        "zh-hans" => &["zh-CN", "zh-SG"],
        _ => &[],
    };
    let tags = [tag].into_iter().chain(regions.iter().copied());
    let tags: Vec<String> = tags.map(|tag| format!(":lang({tag})")).collect();
    format!(":is({})", tags.join(","))
}

/// Returns the rules of colours, which follow the page's `color-scheme` as those of the theme do. What is printed
/// keeps the paper and the ink of the theme.
fn colours(theme: &ThemeConfig) -> String {
    let colours = theme.colours.iter();
    let declarations = colours.map(|(name, colour)| format!("--{name}:{}", value(colour)));
    let declarations: Vec<String> = declarations.collect();
    match declarations.is_empty() {
        true => String::new(),
        false => format!("@media screen{{:root{{{}}}}}\n", declarations.join(";")),
    }
}

/// Returns the rules of a verdict: its colour, and for one that the theme's sheet does not know, that it can be
/// the only kind of notes that is shown.
fn verdict(term: &Term) -> String {
    let slug = &term.slug;
    let mut rules = String::new();
    if let Some(colour) = &term.colour {
        let value = value(&colour.value);
        rules += &format!("[data-v=\"{slug}\"]{{--v:{value}}}[data-u=\"{slug}\"]{{--u:{value}}}\n");
    }
    if !term.is_built_in() {
        rules += &format!(
            ":root:has(#kz-only [value=\"{slug}\"]:checked) :is([data-v=\"{slug}\"],[data-u=\"{slug}\"]){{--off:initial}}\n"
        );
    }
    rules
}

fn value(colour: &Colour) -> String {
    format!("light-dark({},{})", colour.light, colour.dark)
}
