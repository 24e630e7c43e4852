//! The fonts of the machine: which there are, what they have signs for, and how wide those are.
//!
//! On Linux they are those of fontconfig, so that `FONTCONFIG_FILE` names others; nothing is ever fetched.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use resvg::usvg::FontSelectionFn;
use resvg::usvg::fontdb::{Database, Family as FamilyName, ID, Query, Stretch, Style, Weight};
use sha2::{Digest as _, Sha256};
use skrifa::instance::{LocationRef, Size};
use skrifa::raw::TableProvider as _;
use skrifa::{FontRef, MetadataProvider as _};

static MACHINE: LazyLock<Fonts> = LazyLock::new(Fonts::load);

/// What a script is written in, the best first: the free fonts under their various names, then those of
/// systems. Any other family that has the signs comes after these.
const FAMILIES: [(&str, &[&str]); 3] = [
    (
        "HK",
        &[
            "Noto Sans CJK HK",
            "Noto Sans HK",
            "Source Han Sans HC",
            "PingFang HK",
        ],
    ),
    (
        "Hans",
        &[
            "Noto Sans CJK SC",
            "Noto Sans SC",
            "Source Han Sans SC",
            "Source Han Sans CN",
            "PingFang SC",
            "Microsoft YaHei",
            "Hiragino Sans GB",
            "Heiti SC",
            "WenQuanYi Micro Hei",
            "WenQuanYi Zen Hei",
        ],
    ),
    (
        "Hant",
        &[
            "Noto Sans CJK TC",
            "Noto Sans TC",
            "Source Han Sans TC",
            "Source Han Sans TW",
            "PingFang TC",
            "Microsoft JhengHei",
            "Heiti TC",
        ],
    ),
];

/// Signs that a family has which is made for a script: common ones that the other script writes otherwise.
const SIGNS: [(&str, &str); 2] = [("Hans", "这说国门会东"), ("Hant", "這說國門會東")];
/// Signs of both scripts.
const HAN: &str = "文字一人";

/// The fonts of a machine.
#[derive(Debug)]
pub struct Fonts {
    database: Arc<Database>,
    digest: String,
}

/// A family of fonts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// Its name.
    pub name: String,
}

/// How thick the strokes of a text are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// As in running text.
    Regular,
    /// As in headings.
    Bold,
}

impl Fonts {
    /// Returns the fonts of this machine, which are looked for once.
    pub fn of_machine() -> &'static Fonts {
        &MACHINE
    }

    fn load() -> Fonts {
        let mut found = Database::new();
        found.load_system_fonts();
        // The order of a folder's entries is not that of the next machine.
        let mut faces: Vec<_> = found.faces().cloned().collect();
        faces.sort_by(|one, other| {
            let key = |face: &resvg::usvg::fontdb::FaceInfo| {
                (
                    face.post_script_name.clone(),
                    face.index,
                    face.weight,
                    format!("{:?}", face.source),
                )
            };
            key(one).cmp(&key(other))
        });
        let mut database = Database::new();
        for face in faces {
            database.push_face_info(face);
        }
        Fonts {
            digest: digest(&database),
            database: Arc::new(database),
        }
    }

    pub(super) fn database(&self) -> &Arc<Database> {
        &self.database
    }

    /// Returns what tells these fonts from others: names, revisions and the sums that fonts have of themselves.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Returns whether a family has the common signs of the script of a language tag; of any other language
    /// those that both scripts have.
    pub fn cover(&self, language: &str) -> bool {
        let script = script(language);
        let signs = SIGNS.iter().find(|(it, _)| *it == script);
        let signs = signs.map_or(HAN, |(_, signs)| signs);
        let mut faces = self.database.faces();
        faces.any(|face| self.count(face.id, &signs.chars().collect()) == signs.chars().count())
    }

    /// Returns the family to set a text in: the first of those that are wanted, or else of those that the
    /// language is usually written in, that has a sign for every Han character of it; where none has all, the one
    /// that has the most.
    pub fn family(&self, wanted: &[&str], language: &str, text: &str) -> Family {
        let is_han = |it: &char| matches!(it, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
        let signs: BTreeSet<char> = text.chars().chain(HAN.chars()).filter(is_han).collect();
        let script = script(language);
        // A region's own fonts first, then those of its script, then those of the other one.
        let usual = FAMILIES.iter().filter(|(it, _)| *it == script);
        let own = usual.clone().flat_map(|(_, names)| *names);
        let others = FAMILIES.iter().rev().flat_map(|(_, names)| *names);
        let named = wanted.iter().chain(own).chain(others).copied();
        let mut best: Option<(usize, String)> = None;
        let mut consider = |name: &str| {
            let id = self.face(name, Stroke::Bold);
            let count = id.map_or(0, |id| self.count(id, &signs));
            if count > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((count, name.to_owned()));
            }
            count == signs.len()
        };
        if named.into_iter().any(&mut consider) {
            return Family::of(best);
        }
        let all = self.database.faces().flat_map(|face| &face.families);
        let all: BTreeSet<&str> = all.map(|(name, _)| name.as_str()).collect();
        all.into_iter().any(consider);
        Family::of(best)
    }

    /// Returns how wide each character of a text is, in parts of the size of the font. Neither kerning nor
    /// ligatures count, and a character that the family lacks is as wide as most of its kind.
    pub fn widths(&self, family: &Family, stroke: Stroke, text: &str) -> Vec<f32> {
        let usual = |it: char| match unicode_width::UnicodeWidthChar::width(it) {
            Some(0) | None => 0.0,
            Some(1) => 0.6,
            Some(_) => 1.0,
        };
        let measured = self
            .face(&family.name, stroke)
            .and_then(|id| self.with_font(id, |font| measure(font, text, usual)));
        measured.unwrap_or_else(|| text.chars().map(usual).collect())
    }

    fn face(&self, name: &str, stroke: Stroke) -> Option<ID> {
        let weight = match stroke {
            Stroke::Regular => Weight::NORMAL,
            Stroke::Bold => Weight::BOLD,
        };
        let query = Query {
            families: &[FamilyName::Name(name)],
            weight,
            stretch: Stretch::Normal,
            style: Style::Normal,
        };
        self.database.query(&query)
    }

    /// Returns how many of the characters a face has signs for.
    fn count(&self, id: ID, signs: &BTreeSet<char>) -> usize {
        let count = self.with_font(id, |font| {
            let charmap = font.charmap();
            let has = |sign: &&char| charmap.map(**sign).is_some();
            signs.iter().filter(has).count()
        });
        count.unwrap_or_default()
    }

    fn with_font<T>(&self, id: ID, use_font: impl FnOnce(&FontRef<'_>) -> T) -> Option<T> {
        with_font(&self.database, id, use_font)
    }
}

impl Family {
    fn of(best: Option<(usize, String)>) -> Family {
        let name = best.map_or_else(String::new, |(_, name)| name);
        Family { name }
    }

    /// Returns what finds the font of a text: one that the picture names, or else one of this family.
    pub(super) fn selector(&self) -> FontSelectionFn<'_> {
        Box::new(|font, database| {
            let named = font.families().iter().filter_map(|family| match family {
                resvg::usvg::FontFamily::Named(name) => Some(FamilyName::Name(name)),
                _ => None,
            });
            let families: Vec<FamilyName> = named.chain([FamilyName::Name(&self.name)]).collect();
            database.query(&Query {
                families: &families,
                weight: Weight(font.weight()),
                stretch: Stretch::Normal,
                style: match font.style() {
                    resvg::usvg::FontStyle::Normal => Style::Normal,
                    resvg::usvg::FontStyle::Italic => Style::Italic,
                    resvg::usvg::FontStyle::Oblique => Style::Oblique,
                },
            })
        })
    }
}

/// Returns the name of the fonts for a language tag: of its region, where that has its own, or of its script.
fn script(language: &str) -> &'static str {
    let parts: Vec<String> = language.split('-').map(str::to_ascii_lowercase).collect();
    let has = |names: &[&str]| parts.iter().any(|part| names.contains(&part.as_str()));
    if parts.first().is_none_or(|language| language != "zh") {
        return "";
    }
    if has(&["hans"]) {
        return "Hans";
    }
    if has(&["hk", "mo"]) {
        return "HK";
    }
    if has(&["hant", "tw"]) {
        return "Hant";
    }
    "Hans"
}

fn measure(font: &FontRef<'_>, text: &str, usual: impl Fn(char) -> f32) -> Vec<f32> {
    let charmap = font.charmap();
    let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
    let width = |it: char| match charmap.map(it) {
        Some(sign) => metrics.advance_width(sign),
        None => None,
    };
    let characters = text.chars();
    characters
        .map(|it| width(it).unwrap_or_else(|| usual(it)))
        .collect()
}

fn with_font<T>(
    database: &Database,
    id: ID,
    use_font: impl FnOnce(&FontRef<'_>) -> T,
) -> Option<T> {
    let used = database.with_face_data(id, |bytes, index| {
        let font = FontRef::from_index(bytes, index).ok()?;
        Some(use_font(&font))
    });
    used.flatten()
}

fn digest(database: &Database) -> String {
    let mut digest = Sha256::new();
    for face in database.faces() {
        let revision = with_font(database, face.id, |font| {
            let head = font.head().ok()?;
            Some((head.font_revision().to_bits(), head.checksum_adjustment()))
        });
        digest.update(format!(
            "{} {} {:?} {:?}\n",
            face.post_script_name, face.index, face.weight, revision
        ));
    }
    let digest = digest.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::script;

    #[test]
    fn scripts() {
        let tags = [
            "zh-Hant",
            "zh-Hant-HK",
            "zh-TW",
            "zh-Hans-HK",
            "zh-MO",
            "zh",
            "en",
            "",
        ];
        let scripts = ["Hant", "HK", "Hant", "Hans", "HK", "Hans", "", ""];
        assert_eq!(tags.map(script), scripts);
    }
}
