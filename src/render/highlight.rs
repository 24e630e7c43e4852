//! Highlights code with syntect: classes in the page, colours in one sheet for light and dark.

use std::fmt::Write as _;
use std::sync::LazyLock;

use syntect::highlighting::{Color, Theme, ThemeSet};
use syntect::html::{ClassStyle, ClassedHTMLGenerator, css_for_theme_with_class_style};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

use crate::config::Colour;
use crate::config::colour::{CONTRAST_MIN, contrast};

/// The prefix of all classes.
const CLASSES: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "s-" };

/// Longer code is shown plain: highlighting costs some hundred nanoseconds a byte.
const CODE_BYTES_MAX: usize = 200_000;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Returns the code as HTML with classes; `None` when the language is not known.
pub fn html(language: &str, code: &str) -> Option<String> {
    if language.is_empty() || code.len() > CODE_BYTES_MAX {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, CLASSES);
    for line in LinesWithEndings::from(code) {
        generator
            .parse_html_for_line_which_includes_newline(line)
            .ok()?;
    }
    Some(generator.finalize())
}

/// Returns the sheet for the classes, light and dark, as the system has it or the reader chose. Its colours can be
/// told from that of the ground.
pub fn sheet(ground: &Colour) -> String {
    let themes = ThemeSet::load_defaults();
    let schemes = [
        ("light", "InspiredGitHub", &ground.light),
        ("dark", "base16-ocean.dark", &ground.dark),
    ];
    let schemes = schemes.map(|(scheme, name, ground)| {
        let theme = themes.themes.get(name);
        let theme = theme.map(|theme| readable(theme, ground));
        (scheme, theme.as_ref().map(rules).unwrap_or_default())
    });
    let as_system = schemes
        .iter()
        .map(|(scheme, rules)| format!("@media (prefers-color-scheme:{scheme}){{\n{rules}}}\n"));
    let chosen = schemes.iter().map(|(scheme, rules)| {
        format!("@media screen{{:root:has(#kz-scheme [value={scheme}]:checked){{\n{rules}}}}}\n")
    });
    as_system.chain(chosen).collect()
}

/// Returns a theme whose colours of text are each as near to its own as the contrast allows.
fn readable(theme: &Theme, ground: &str) -> Theme {
    let mut theme = theme.clone();
    let items = theme.scopes.iter_mut();
    for colour in items.filter_map(|item| item.style.foreground.as_mut()) {
        *colour = told_from(ground, *colour);
    }
    theme
}

/// Returns a colour, mixed with so little black or white that it can be told from the ground.
fn told_from(ground: &str, colour: Color) -> Color {
    let written = |it: Color| format!("#{:02x}{:02x}{:02x}", it.r, it.g, it.b);
    let end = match contrast(ground, "#000000") > contrast(ground, "#ffffff") {
        true => 0,
        false => 255,
    };
    let mixed = |share: u16| {
        let mix = |part: u8| ((u16::from(part) * (100 - share) + end * share) / 100) as u8;
        Color {
            r: mix(colour.r),
            g: mix(colour.g),
            b: mix(colour.b),
            a: colour.a,
        }
    };
    let is_told = |it: &Color| contrast(&written(*it), ground) >= CONTRAST_MIN;
    // On a ground of middle lightness the end is the best there is.
    let found = (0..=100).map(mixed).find(is_told);
    found.unwrap_or_else(|| mixed(100))
}

/// Returns the rules of a theme that set colours of text; the page has a background of its own.
fn rules(theme: &Theme) -> String {
    let css = css_for_theme_with_class_style(theme, CLASSES).unwrap_or_default();
    let mut rules = String::new();
    for rule in css.split_inclusive('}') {
        let Some((selector, body)) = rule.split_once('{') else {
            continue;
        };
        let declarations: Vec<&str> = body
            .trim_end_matches('}')
            .split(';')
            .map(str::trim)
            .filter(|declaration| {
                declaration.starts_with("color")
                    || declaration.starts_with("font-")
                    || declaration.starts_with("text-")
            })
            .collect();
        let selector = selector.rsplit("*/").next().unwrap_or(selector).trim();
        if !declarations.is_empty() && !selector.contains("s-code") {
            // Writing to a string cannot fail.
            let _ = writeln!(rules, "{selector}{{{}}}", declarations.join(";"));
        }
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(light: &str, dark: &str) {
        let [light, dark] = [light, dark].map(str::to_owned);
        let sheet = sheet(&Colour {
            light: light.clone(),
            dark: dark.clone(),
        });
        let mut count = 0;
        for part in sheet.split("@media ").skip(1) {
            let is_light = part.contains(":light)") || part.contains("value=light]");
            let ground = if is_light { &light } else { &dark };
            for colour in part.split("color:").skip(1) {
                let colour = colour.trim_start().get(..7).expect("a colour");
                let found = contrast(colour, ground);
                assert!(found >= CONTRAST_MIN, "{colour} on {ground}: {found}");
                count += 1;
            }
        }
        assert!(count > 40, "{count}");
    }

    #[test]
    fn code_can_be_told_from_its_ground() {
        check("#f1efe9", "#211f1c");
        check("#d0d0d0", "#3a3a3a");
    }
}
