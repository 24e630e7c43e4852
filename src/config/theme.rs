//! How the pages of a site look, as far as a template need not be changed for it: the table `[theme]`.
//!
//! What is read here is written into a style sheet, so that nothing is let through but colours in
//! hexadecimal digits, names of fonts and numbers.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use super::colour::{self, CONTRAST_MIN, Colour, contrast};
use super::fields::{Field, Node, Table, Value};
use super::language::is_language_tag;
use super::{Lints, Term, Vocabulary};
use crate::diagnostic::{self, Source};

/// The colours of the theme as its sheet has them: name, on light paper, on dark paper.
const COLOURS: [(&str, &str, &str); 6] = [
    ("paper", "#fbfaf6", "#161513"),
    ("ink", "#1d1b18", "#dcd7cd"),
    ("soft", "#5c574f", "#a39c90"),
    ("rule", "#d9d4c8", "#37342e"),
    ("link", "#1f4e79", "#8fbce6"),
    ("wash", "#f1efe9", "#211f1c"),
];

/// The colours of the verdicts that the program knows, as the theme's sheet has them: slug, name in the sheet, on
/// light paper, on dark paper.
const VERDICT_COLOURS: [(&str, &str, &str, &str); 8] = [
    ("true", "true", "#1d6b46", "#6fc99b"),
    ("mostly-true", "near", "#3d6212", "#a5c76a"),
    ("missing-context", "lean", "#9a4300", "#f0a064"),
    ("partly-false", "half", "#7a5200", "#dcb25a"),
    ("false", "false", "#a61b1b", "#f58b82"),
    ("unproven", "unk", "#545c66", "#a9b2bd"),
    ("opinion", "op", "#5b4a86", "#bcaaf0"),
    ("pending", "pend", "#43413e", "#c3beb6"),
];

/// The colours that text has, which must be told from what it stands on: paper, and that of code.
const TEXT_COLOURS: [&str; 3] = ["ink", "soft", "link"];

/// The families that every browser knows under a name that is no font's (CSS Fonts 4, section 2.1.2).
const GENERIC_FAMILIES: [&str; 12] = [
    "serif",
    "sans-serif",
    "monospace",
    "cursive",
    "fantasy",
    "system-ui",
    "ui-serif",
    "ui-sans-serif",
    "ui-monospace",
    "ui-rounded",
    "math",
    "fangsong",
];

/// How the pages of a site look.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ThemeConfig {
    /// The colours that the site chose, by name.
    pub colours: Vec<(&'static str, Colour)>,
    /// The fonts that the site chose; what is for a longer language tag comes later.
    pub fonts: Vec<Font>,
    /// The size of text, in pixels where the reader has not chosen another.
    pub size: Option<u8>,
    /// The length of lines, in characters.
    pub measure: Option<u8>,
    /// The picture in the bar.
    pub logo: Option<Logo>,
    /// What stands below the bar.
    pub header: Option<Snippet>,
    /// What stands at the foot.
    pub footer: Option<Snippet>,
    /// That pages have pictures for other programs to show beside links to them.
    pub cards: Option<Cards>,
}

/// The wish for cards.
#[derive(Debug, Clone, PartialEq)]
pub struct Cards {
    /// The configuration.
    pub source: Arc<Source>,
    /// The bytes of the wish in the configuration.
    pub range: Range<usize>,
}

/// Fonts for part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Font {
    /// What is set in them.
    pub part: FontPart,
    /// The language tag of the text that they are for; none for all that has no fonts of its own.
    pub language: Option<String>,
    /// The families as CSS has them: names in quotation marks, and a generic one at the end.
    pub families: Vec<String>,
}

/// What can have a font of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FontPart {
    /// Everything.
    Text,
    /// Headings.
    Headings,
    /// Code.
    Code,
}

impl FontPart {
    const ALL: [(&'static str, FontPart); 3] = [
        ("text", FontPart::Text),
        ("headings", FontPart::Headings),
        ("code", FontPart::Code),
    ];
}

/// The picture in the bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Logo {
    /// Its path below the site's root.
    pub path: String,
    /// The configuration.
    pub source: Arc<Source>,
    /// The bytes of the path in the configuration.
    pub range: Range<usize>,
}

/// A piece of Markdown in the configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Snippet {
    /// The configuration up to the end of the piece: what is said of the piece points into the
    /// configuration.
    pub source: Arc<Source>,
    /// Where the piece begins, in bytes.
    pub start: usize,
}

impl ThemeConfig {
    /// Returns a colour of the theme: the site's, or else the one that the sheet has.
    pub fn colour(&self, name: &str) -> Colour {
        let own = self.colours.iter().find(|(own, _)| *own == name);
        own.map_or_else(|| default_colour(name), |(_, colour)| colour.clone())
    }

    /// Returns the colour of a term on light paper: the site's, or else the one that the sheet has.
    pub fn term_colour(&self, term: &Term) -> String {
        own_colour(term).map_or_else(|| self.colour("soft").light, |colour| colour.light)
    }

    /// Returns whether there is anything to be said in a style sheet.
    pub fn has_styles(&self) -> bool {
        !self.colours.is_empty()
            || !self.fonts.is_empty()
            || self.size.is_some()
            || self.measure.is_some()
            || self.header.is_some()
    }
}

/// Returns the colour of a term: that of the site, or else of the theme's sheet; none for one without.
fn own_colour(term: &Term) -> Option<Colour> {
    if let Some(colour) = &term.colour {
        return Some(colour.value.clone());
    }
    let mut known = VERDICT_COLOURS.iter();
    let (.., light, dark) = known.find(|(slug, ..)| *slug == term.slug)?;
    Some(Colour {
        light: (*light).to_owned(),
        dark: (*dark).to_owned(),
    })
}

fn default_colour(name: &str) -> Colour {
    let row = COLOURS.iter().find(|(known, ..)| *known == name);
    let (_, light, dark) = row.unwrap_or(&COLOURS[0]);
    Colour {
        light: (*light).to_owned(),
        dark: (*dark).to_owned(),
    }
}

pub(super) fn read(table: &mut Table<'_>, lints: &Lints, vocabulary: &Vocabulary) -> ThemeConfig {
    let colours = table.table("colours", |table| {
        let colours = read_colours(table);
        check_contrasts(table, &colours, lints, vocabulary);
        let colours = colours.into_iter();
        colours.map(|(name, field)| (name, field.value)).collect()
    });
    let fonts = table.table("fonts", read_fonts);
    let mut number = |name, from, to| {
        let field = table.integer(name, from, to)?;
        u8::try_from(field.value).ok()
    };
    let (size, measure) = (number("size", 12, 32), number("measure", 20, 60));
    let logo = table.text("logo").map(|field| Logo {
        path: field.value.trim_start_matches('/').to_owned(),
        source: Arc::clone(table.source()),
        range: field.range,
    });
    let header = read_snippet(table, "header");
    let footer = read_snippet(table, "footer");
    let cards = table.boolean("cards").filter(|field| field.value);
    let cards = cards.map(|field| Cards {
        source: Arc::clone(table.source()),
        range: field.range,
    });
    ThemeConfig {
        colours,
        fonts,
        size,
        measure,
        logo,
        header,
        footer,
        cards,
    }
}

fn read_colours(table: &mut Table<'_>) -> Vec<(&'static str, Field<Colour>)> {
    let mut colours = Vec::new();
    for (name, ..) in COLOURS {
        if let Some(colour) = colour::read(table, name) {
            colours.push((name, colour));
        }
    }
    colours
}

/// Two colours of which one stands on the other, and where the site chose one of them.
#[derive(Clone)]
struct Pair<'a> {
    text: (&'a str, Colour),
    paper: (&'a str, Colour),
    range: &'a Range<usize>,
}

/// Reports what the site chose and can hardly be read: text on paper and on the colour of code, and verdicts on paper, as
/// paper on a verdict is a seal.
fn check_contrasts(
    table: &mut Table<'_>,
    colours: &[(&'static str, Field<Colour>)],
    lints: &Lints,
    vocabulary: &Vocabulary,
) {
    let find = |name: &str| colours.iter().find(|(own, _)| *own == name);
    let shown = |name| find(name).map_or_else(|| default_colour(name), |(_, it)| it.value.clone());
    let texts = ["paper", "wash"].into_iter().flat_map(|paper| {
        TEXT_COLOURS.into_iter().filter_map(move |text| {
            let (_, chosen) = find(text).or_else(|| find(paper))?;
            Some(Pair {
                text: (text, shown(text)),
                paper: (paper, shown(paper)),
                range: &chosen.range,
            })
        })
    });
    for pair in texts {
        for (page, contrast) in contrasts(&pair) {
            report(table, lints, &pair, page, contrast);
        }
    }
    let verdicts = vocabulary.terms().iter().filter_map(|term| {
        let chosen = term.colour.as_ref().map(|colour| &colour.range);
        let range = chosen.or_else(|| Some(&find("paper")?.1.range))?;
        Some(Pair {
            text: (&term.slug, own_colour(term)?),
            paper: ("paper", shown("paper")),
            range,
        })
    });
    let mut found: Vec<(Pair<'_>, &str, f64)> = verdicts
        .flat_map(|pair| {
            contrasts(&pair).map(move |(page, contrast)| (pair.clone(), page, contrast))
        })
        .collect();
    found.sort_by(|one, other| one.2.total_cmp(&other.2));
    // Of all verdicts on paper that was chosen for all of them, the worst is told.
    let mut told = HashSet::new();
    for (pair, page, contrast) in &found {
        if told.insert((pair.range.start, *page)) {
            report(table, lints, pair, page, *contrast);
        }
    }
}

/// Returns on which pages a pair of colours is too close, and its contrast there.
fn contrasts(pair: &Pair<'_>) -> impl Iterator<Item = (&'static str, f64)> + use<> {
    let (text, paper) = (&pair.text.1, &pair.paper.1);
    let contrasts = [
        ("light", contrast(&text.light, &paper.light)),
        ("dark", contrast(&text.dark, &paper.dark)),
    ];
    let contrasts = contrasts.into_iter();
    contrasts.filter(|(_, contrast)| *contrast < CONTRAST_MIN)
}

fn report(table: &mut Table<'_>, lints: &Lints, pair: &Pair<'_>, page: &str, contrast: f64) {
    let (text, paper) = (pair.text.0, pair.paper.0);
    let problem =
        diagnostic::low_contrast(table.source(), pair.range, [text, paper], page, contrast);
    if let Some(problem) = lints.judge("low-contrast", problem) {
        table.report(problem);
    }
}

fn read_fonts(table: &mut Table<'_>) -> Vec<Font> {
    let mut fonts = Vec::new();
    for (name, part) in FontPart::ALL {
        let Some(node) = table.node(name) else {
            continue;
        };
        if !matches!(node.value, Value::Table(_)) {
            fonts.extend(read_font(table, node, name, part, None));
            continue;
        }
        table.table_of(node, name, |table| {
            for (key, node) in table.rest() {
                if is_language_tag(&key.name) {
                    fonts.extend(read_font(table, node, name, part, Some(key.name)));
                } else {
                    let (source, range) = (table.source(), &key.range);
                    table.report(diagnostic::bad_language_tag(source, range, &key.name));
                }
            }
        });
    }
    fonts.sort_by_key(|font: &Font| font.language.as_ref().map(String::len));
    fonts
}

fn read_font(
    table: &mut Table<'_>,
    node: Node,
    name: &str,
    part: FontPart,
    language: Option<String>,
) -> Option<Font> {
    let range = node.range.clone();
    let nodes = match node.value {
        Value::List(nodes) => nodes,
        _ => vec![node],
    };
    let has_any = !nodes.is_empty();
    let mut families = Vec::new();
    let mut ends_generic = false;
    for node in nodes {
        let Some(field) = table.text_of(node, name) else {
            continue;
        };
        let family = field.value.trim();
        ends_generic = GENERIC_FAMILIES.contains(&family);
        if ends_generic {
            families.push(family.to_owned());
        } else if is_family_name(family) {
            families.push(format!("\"{family}\""));
        } else {
            table.report(diagnostic::bad_font(table.source(), &field.range));
        }
    }
    if families.is_empty() {
        if !has_any {
            table.report(diagnostic::bad_font(table.source(), &range));
        }
        return None;
    }
    if !ends_generic {
        let generic = match part {
            FontPart::Code => "monospace",
            FontPart::Text | FontPart::Headings => "sans-serif",
        };
        families.push(generic.to_owned());
    }
    Some(Font {
        part,
        language,
        families,
    })
}

/// Returns whether a text can be the name of a font, and stand between quotation marks in CSS.
fn is_family_name(name: &str) -> bool {
    let is_of_name = |it: char| it.is_alphanumeric() || " -_.&+".contains(it);
    !name.is_empty() && name.len() <= 100 && name.chars().all(is_of_name)
}

/// Takes a piece of Markdown; none when there is nothing in it.
fn read_snippet(table: &mut Table<'_>, name: &'static str) -> Option<Snippet> {
    let field = table.text(name)?;
    let source = table.source();
    let start = field.range.start + content_start(&source.text()[field.range.clone()]);
    if field.value.trim().is_empty() {
        return None;
    }
    if !source.text()[start..].starts_with(&field.value) {
        // What is said of the Markdown could not point into what stands there.
        table.report(diagnostic::escaped_markdown(source, &field.range));
        return None;
    }
    let text = &source.text()[..start + field.value.len()];
    Some(Snippet {
        source: Source::new(source.path.clone(), text),
        start,
    })
}

/// Returns where the content of a string begins, as TOML writes it: behind the quotation marks, and behind
/// a line's end directly after three of them.
fn content_start(written: &str) -> usize {
    let Some(mark) = written.chars().next().filter(|mark| "\"'".contains(*mark)) else {
        return 0;
    };
    let marks = [mark; 3].iter().collect::<String>();
    let Some(rest) = written.strip_prefix(&marks) else {
        return 1;
    };
    let line_end = ["\r\n", "\n"].into_iter().find(|end| rest.starts_with(end));
    marks.len() + line_end.map_or(0, str::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_are_those_of_the_sheet() {
        let sheet = include_str!("../../static/kz.css");
        for (name, light, dark) in COLOURS {
            let declaration = format!("--{name}:light-dark({light},{dark})");
            assert!(sheet.contains(&declaration), "{declaration}");
        }
        for (slug, name, light, dark) in VERDICT_COLOURS {
            for declaration in [
                format!("--{name}:light-dark({light},{dark})"),
                format!("[data-v={slug}]{{--v:var(--{name})}}"),
            ] {
                assert!(sheet.contains(&declaration), "{declaration}");
            }
        }
        let verdicts = Vocabulary::default();
        let verdicts = verdicts.terms().iter().filter(|it| it.class.is_verdict());
        assert!(verdicts.map(|it| &it.slug).all(|slug| {
            let mut known = VERDICT_COLOURS.iter();
            known.any(|(known, ..)| known == slug)
        }));
    }

    #[test]
    fn strings_begin_behind_their_marks() {
        let check = |written: &str, expected: &str| {
            let start = content_start(written);
            assert!(written[start..].starts_with(expected), "{written}: {start}");
        };
        check("\"甲\"", "甲");
        check("'甲'", "甲");
        check("\"\"\"甲\"\"\"", "甲");
        check("'''\n甲'''", "甲");
        check("\"\"\"\r\n\n甲\"\"\"", "\n甲");
        check("\"\"", "\"");
        check("12", "12");
    }
}
