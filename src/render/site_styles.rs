//! The site's sheet: the look that its configuration asks for, over the theme's sheet.
//!
//! All that comes in here is made safe for a sheet when the configuration is read: colours are digits,
//! names of fonts have no quotation marks, slugs and language tags are words.

use std::fmt::Write as _;

use crate::config::theme::{Font, FontPart};
use crate::config::{Colour, Config, ThemeConfig};

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
    sheet + &colours(config)
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

/// Returns the rules of colours: for light pages, for dark ones as the system has them, and, where a browser can
/// tell, for either as the page's `color-scheme` is. The site's colours count whatever the theme does to change
/// between the two.
fn colours(config: &Config) -> String {
    let all = |shown: &dyn Fn(&Colour) -> String| {
        let mut rules = String::new();
        for (name, colour) in &config.theme.colours {
            let _ = write!(rules, "--{name}:{}!important;", shown(colour));
        }
        if !rules.is_empty() {
            rules = format!("@media screen{{:root{{{}}}}}", rules.trim_end_matches(';'));
        }
        for term in config.vocabulary.terms() {
            if let Some(colour) = &term.colour {
                let (slug, value) = (&term.slug, shown(colour));
                let _ = write!(
                    rules,
                    "[data-v={slug}]{{--v:{value}}}[data-u={slug}]{{--u:{value}}}"
                );
            }
        }
        rules
    };
    let light = all(&|colour| colour.light.clone());
    if light.is_empty() {
        return light;
    }
    let dark = all(&|colour| colour.dark.clone());
    let both = all(&|colour| format!("light-dark({},{})", colour.light, colour.dark));
    format!(
        "{light}\n@media screen and (prefers-color-scheme:dark){{{dark}}}\n\
         @supports (color:light-dark(red,red)){{{both}}}\n"
    )
}
