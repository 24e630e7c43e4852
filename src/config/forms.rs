//! A text written for several scripts and regions, as authors write it: `zh-hans:软件;zh-hant:軟體`.
//!
//! The syntax and the order in which one region stands in for another are those of MediaWiki's
//! language converter (its manual, "Writing systems/Syntax"): what is written for the region of a
//! language tag is taken first, then what a neighbouring region has, then what the script has, then
//! what is written for all of Chinese, then what any region of the script has.

use std::ops::Range;

use super::language::{Chinese, HanScript};

/// A text with a form for each of some scripts or regions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forms {
    /// The text that alone is replaced (`甲=>zh-hans:乙`); without one each form stands for all others.
    pub from: Option<String>,
    /// The forms, in the order given.
    pub forms: Vec<Form>,
}

/// A form and for whom it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    script: Option<HanScript>,
    region: Option<String>,
    /// The text; it may be empty.
    pub text: String,
    /// Its bytes in what was parsed.
    pub range: Range<usize>,
}

/// What a text turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed {
    /// Forms.
    Forms(Forms),
    /// A text without any tag.
    Plain,
    /// Forms, of which one has a tag that means nothing: its bytes.
    BadTag(Range<usize>),
}

/// The subtags of regions that forms may name.
const REGIONS: [&str; 6] = ["cn", "sg", "my", "tw", "hk", "mo"];

/// The tags that forms are usually written with.
pub const TAGS: [&str; 9] = [
    "zh-hans", "zh-hant", "zh-cn", "zh-sg", "zh-my", "zh-tw", "zh-hk", "zh-mo", "zh",
];

/// Reads a text as forms. A `;` divides two of them only where a tag follows.
pub fn parse(text: &str) -> Parsed {
    let mut forms = Forms::default();
    let mut start = 0;
    for end in divisions(text) {
        let part = &text[start..end];
        let (from, rest) = match part.split_once("=>") {
            Some((from, rest)) => (Some(from.trim()), rest),
            None => (None, part),
        };
        let Some((tag, form)) = tagged(rest) else {
            return Parsed::Plain;
        };
        let tag_start = end - rest.trim_start().len();
        let Some((script, region)) = place(tag) else {
            return Parsed::BadTag(tag_start..tag_start + tag.len());
        };
        match from {
            // Nothing cannot be replaced.
            Some("") => return Parsed::Plain,
            Some(from) => {
                forms.from.get_or_insert_with(|| from.to_owned());
            }
            None => {}
        }
        let form_start = end - form.trim_start().len();
        let form = form.trim();
        forms.forms.push(Form {
            script,
            region,
            text: form.to_owned(),
            range: form_start.min(end)..form_start.min(end) + form.len(),
        });
        let sign = text[end..].chars().next().map_or(0, char::len_utf8);
        start = end + sign;
    }
    Parsed::Forms(forms)
}

impl Form {
    /// Returns a form for the script or region of a tag; none when the tag names neither.
    pub fn new(tag: &str, text: &str) -> Option<Form> {
        let (script, region) = place(tag)?;
        Some(Form {
            script,
            region,
            text: text.to_owned(),
            range: 0..text.len(),
        })
    }

    /// Returns whether there are readers for whom both are.
    pub fn overlaps(&self, other: &Form) -> bool {
        self.script.is_none() || other.script.is_none() || self.is_for_same(other)
    }

    /// Returns whether both are for the same script and region.
    pub fn is_for_same(&self, other: &Form) -> bool {
        self.script == other.script && self.region == other.region
    }
}

impl Forms {
    /// Returns the forms of a word that is the same for all.
    pub fn keep(word: &str) -> Forms {
        let form = Form {
            script: None,
            region: None,
            text: word.to_owned(),
            range: 0..word.len(),
        };
        Forms {
            from: None,
            forms: vec![form],
        }
    }

    /// Returns whether they say what becomes of something.
    pub fn is_rule(&self) -> bool {
        match &self.from {
            Some(from) => !from.is_empty() && !self.forms.is_empty(),
            None => self.forms.len() > 1 && self.forms.iter().any(|form| !form.text.is_empty()),
        }
    }

    /// Returns the form for a language tag, if there is one.
    pub fn of(&self, language_tag: &str) -> Option<&Form> {
        let chinese = Chinese::read(language_tag)?;
        let wanted = region(language_tag);
        let wanted = wanted.as_deref();
        let is_of_script = |form: &&Form| form.script == Some(chinese.script);
        let with_region = |region: &str| {
            let is_it = |form: &&Form| form.region.as_deref() == Some(region);
            self.forms.iter().filter(is_of_script).find(is_it)
        };
        let neighbour = wanted.and_then(neighbour);
        wanted
            .and_then(with_region)
            .or_else(|| neighbour.and_then(with_region))
            .or_else(|| {
                let mut of_script = self.forms.iter().filter(is_of_script);
                of_script.find(|form| form.region.is_none())
            })
            .or_else(|| self.forms.iter().find(|form| form.script.is_none()))
            .or_else(|| REGIONS.into_iter().find_map(with_region))
    }
}

/// Returns whether a text begins as forms do.
pub fn begins_with_tag(text: &str) -> bool {
    let rest = text.split_once("=>").map_or(text, |(_, rest)| rest);
    tagged(rest).is_some()
}

/// Signs that divide forms, and a tag from its form; input methods write the full-width ones.
const DIVISIONS: [char; 2] = [';', '；'];
const COLONS: [char; 2] = [':', '：'];

/// Returns the places of the signs that divide a text of forms, and its end.
fn divisions(text: &str) -> impl Iterator<Item = usize> {
    let is_division = |(at, sign): &(usize, &str)| {
        let rest = &text[at + sign.len()..];
        let rest = rest.split_once("=>").map_or(rest, |(from, after)| {
            if from.contains(DIVISIONS) {
                rest
            } else {
                after
            }
        });
        rest.trim().is_empty() || tagged(rest).is_some()
    };
    let divisions = text.match_indices(DIVISIONS).filter(is_division);
    let ends = divisions.map(|(at, _)| at).collect::<Vec<usize>>();
    let last_end = text.trim_end().trim_end_matches(DIVISIONS).len();
    let mut ends: Vec<usize> = ends.into_iter().filter(|end| *end < last_end).collect();
    ends.push(last_end);
    ends.into_iter()
}

/// Splits a part into its tag and its form.
fn tagged(part: &str) -> Option<(&str, &str)> {
    let (tag, form) = part.split_once(COLONS)?;
    let tag = tag.trim();
    let is_tag = tag.get(..2).is_some_and(|zh| zh.eq_ignore_ascii_case("zh"))
        && tag[2..].chars().next().is_none_or(|next| next == '-')
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_tag.then_some((tag, form))
}

/// Returns the script and the region that a tag names; none for a tag that names something else.
fn place(tag: &str) -> Option<(Option<HanScript>, Option<String>)> {
    if tag.eq_ignore_ascii_case("zh") {
        return Some((None, None));
    }
    let chinese = Chinese::read(tag)?;
    let region = region(tag);
    let has_script = tag.split('-').any(|subtag| subtag.len() == 4);
    let is_known = match &region {
        Some(region) => REGIONS.contains(&region.as_str()),
        None => has_script,
    };
    is_known.then_some((Some(chinese.script), region))
}

fn region(tag: &str) -> Option<String> {
    let mut subtags = tag.split('-').skip(1);
    let region = subtags.find(|subtag| subtag.len() == 2)?;
    Some(region.to_ascii_lowercase())
}

/// Returns the region whose usage is nearest.
fn neighbour(region: &str) -> Option<&'static str> {
    match region {
        "mo" => Some("hk"),
        "hk" => Some("mo"),
        "sg" => Some("my"),
        "my" => Some("sg"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the forms for some language tags, written `tag=form`.
    fn check(text: &str, expected: &str) {
        let Parsed::Forms(forms) = parse(text) else {
            panic!("{text} is {:?}", parse(text));
        };
        for form in &forms.forms {
            assert_eq!(text[form.range.clone()], form.text, "{text}");
        }
        for pair in expected.split(' ') {
            let (tag, form) = pair.split_once('=').expect("a tag and a form");
            let found = forms.of(tag).map_or("-", |form| form.text.as_str());
            assert_eq!(found, form, "{text} for {tag}");
        }
    }

    #[test]
    fn the_nearest_form_is_taken() {
        check(
            "zh-hans:软件;zh-hant:軟體",
            "zh-Hans=软件 zh-CN=软件 zh-Hant-TW=軟體 zh-HK=軟體 en=-",
        );
        check(
            "zh-cn:软件; zh-tw:軟體; zh-hk:軟件;",
            "zh-Hans=软件 zh-SG=软件 zh-Hant=軟體 zh-Hant-TW=軟體 zh-Hant-HK=軟件 zh-MO=軟件",
        );
        check("zh-my:一;zh-hans:二", "zh-SG=一 zh-CN=二 zh-Hant=-");
        check("zh:皆;zh-hk:港", "zh-Hans=皆 zh-TW=皆 zh-HK=港");
        check("zh-hant:一;二;zh-hans:三", "zh-Hant=一;二 zh-Hans=三");
        check("zh-hant:的;zh-hans:", "zh-Hans= zh-Hant=的");
        check("zh-hans：甲；zh-hant：乙；", "zh-Hans=甲 zh-Hant=乙");
        check("ZH-Hant-HK: 港 ; zh-Hans : 陆", "zh-HK=港 zh-Hans=陆");
    }

    #[test]
    fn one_text_may_be_replaced_one_way() {
        let check = |text: &str, from: &str, hans: &str| {
            let Parsed::Forms(forms) = parse(text) else {
                panic!("{text}");
            };
            assert_eq!(forms.from.as_deref(), Some(from));
            assert_eq!(
                forms.of("zh-Hans").map(|form| form.text.as_str()),
                Some(hans)
            );
        };
        check("甲=>zh-hans:乙", "甲", "乙");
        check("甲=>zh-hans:乙;甲=>zh-hk:丙", "甲", "乙");
    }

    #[test]
    fn a_text_without_tags_is_none() {
        assert_eq!(parse("原樣"), Parsed::Plain);
        assert_eq!(parse("比例:二;三"), Parsed::Plain);
        assert_eq!(parse(""), Parsed::Plain);
        assert_eq!(parse("zhou:一"), Parsed::Plain);
        assert_eq!(parse("=>zh-hans:b"), Parsed::Plain);
        assert_eq!(parse("zh-hant:一;zh-hnas:二"), Parsed::BadTag(12..19));
        assert_eq!(parse("zh-us:一"), Parsed::BadTag(0..5));
    }
}
