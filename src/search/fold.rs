//! Folding: texts that a reader takes for the same become the same.
//!
//! A character becomes lower case, without accents and of the usual width; a Han character becomes
//! the one that stands for all forms of it, in whichever script and region; quotation marks become
//! straight. What is written as one character, of however many, is folded by itself, so that a place in
//! a folded text has its place in the text: が is one, か with a mark of its own is the same one. The
//! browser does the same by the same table (`pairs`), in `static/search.js`.

use std::collections::{BTreeMap, HashMap};
use std::iter::once;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::script;

/// Quotation marks of either script, each with the straight one that stands for it.
const QUOTATION_MARKS: [(char, char); 8] = [
    ('「', '"'),
    ('」', '"'),
    ('“', '"'),
    ('”', '"'),
    ('『', '\''),
    ('』', '\''),
    ('‘', '\''),
    ('’', '\''),
];

/// Han characters, of which none is made of others.
const HAN: RangeInclusive<char> = '\u{3400}'..='\u{9fff}';

/// Blocks of what else is common: Latin letters, punctuation, signs and kana, wide and narrow forms.
const COMMON: [RangeInclusive<char>; 4] = [
    '\0'..='\u{17f}',
    '\u{2000}'..='\u{206f}',
    '\u{3000}'..='\u{30ff}',
    '\u{ff00}'..='\u{ffef}',
];

/// What characters become.
struct Table {
    /// For each common character of the basic plane, if it joins no other and becomes one character, that one; or
    /// else [`OTHER`].
    basic: Vec<char>,
    /// The other forms, by what stands for them.
    forms: BTreeMap<char, Vec<char>>,
    /// What stands for characters that do not stand for themselves.
    standing: HashMap<char, char>,
}

/// Says that a character is no common one, joins the one before it, or becomes several or none.
const OTHER: char = '\0';

static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

impl Table {
    fn new() -> Table {
        let mut table = Table {
            basic: Vec::new(),
            forms: BTreeMap::new(),
            standing: QUOTATION_MARKS.into_iter().collect(),
        };
        for class in classes() {
            let Some(first) = class.iter().min_by_key(|member| rank(member)) else {
                continue;
            };
            let others = class.iter().filter(|member| member.0 != first.0);
            for (form, _) in others {
                table.forms.entry(first.0).or_default().push(*form);
                table.standing.insert(*form, first.0);
            }
        }
        table.basic = vec![OTHER; 0x1_0000];
        for character in HAN {
            table.basic[character as usize] = character;
        }
        for (form, first) in &table.standing {
            if HAN.contains(form) {
                table.basic[*form as usize] = *first;
            }
        }
        let common = COMMON.into_iter().flatten();
        for character in common.filter(|character| !joins(*character)) {
            let folded: Vec<char> = table.folded(once(character)).collect();
            if let [only] = folded[..] {
                table.basic[character as usize] = only;
            }
        }
        table
    }

    /// Returns what a character becomes, if the table has it.
    fn only(&self, character: char) -> Option<char> {
        let only = self.basic.get(character as usize).copied();
        only.filter(|only| *only != OTHER)
    }

    /// Returns what a character with those that join it becomes: one, sometimes several, or none for an accent by
    /// itself.
    fn folded(&self, part: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
        let is_accent = |part: &char| ('\u{300}'..='\u{36f}').contains(part);
        let bare = part.nfkd().filter(move |part| !is_accent(part)).nfkc();
        bare.flat_map(char::to_lowercase).map(|part| self.of(part))
    }

    /// Returns what stands for a character.
    fn of(&self, character: char) -> char {
        *self.standing.get(&character).unwrap_or(&character)
    }

    /// Adds what a character with those that join it becomes.
    fn push(&self, part: &str, folded: &mut Vec<char>) {
        let mut characters = part.chars();
        let first = characters.next();
        let alone = first.filter(|_| characters.as_str().is_empty());
        match alone.and_then(|character| self.only(character)) {
            Some(only) => folded.push(only),
            None => folded.extend(self.folded(part.chars())),
        }
    }
}

/// Returns whether a character is a part of the one before it: a mark, a vowel or an end of a Hangul syllable, a
/// half-width sign for the sound of kana, or the one vowel sign of other scripts that the standard joins and calls a
/// letter.
fn joins(character: char) -> bool {
    match character {
        // Nearly all that there is.
        ..'\u{300}' | '\u{3400}'..='\u{9fff}' => false,
        '\u{1160}'..='\u{11ff}' | '\u{ff9e}' | '\u{ff9f}' | '\u{16d67}' => true,
        _ => is_combining_mark(character),
    }
}

/// Returns the parts of a text that are folded by themselves: each a character with those that join it.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut characters = rest.chars();
        characters.next()?;
        let behind = characters.as_str().trim_start_matches(joins);
        let (part, behind) = rest.split_at(rest.len() - behind.len());
        rest = behind;
        Some(part)
    })
}

/// What stands for a class is, if there is one, a simplified character of the basic plane.
fn rank((character, is_simplified): &(char, bool)) -> (bool, bool, char) {
    (*character > '\u{ffff}', !is_simplified, *character)
}

/// Returns the characters that are forms of one another, each with whether it is a simplified one.
/// A form of a form counts, so that a class is closed: whatever the converter makes of a
/// character alone, it stays in the class.
fn classes() -> Vec<Vec<(char, bool)>> {
    let mut parents: HashMap<char, char> = HashMap::new();
    let mut simplified: HashMap<char, bool> = HashMap::new();
    fn root(parents: &HashMap<char, char>, mut character: char) -> char {
        while let Some(parent) = parents.get(&character).filter(|next| **next != character) {
            character = *parent;
        }
        character
    }
    for (character, form, is_simplified) in script::variants() {
        let (one, other) = (root(&parents, character), root(&parents, form));
        for own in [character, form] {
            parents.entry(own).or_insert(own);
        }
        parents.insert(one.max(other), one.min(other));
        *simplified.entry(form).or_default() |= is_simplified;
    }
    let mut classes: BTreeMap<char, Vec<(char, bool)>> = BTreeMap::new();
    let mut members: Vec<char> = parents.keys().copied().collect();
    members.sort_unstable();
    for character in members {
        let is_simplified = simplified.get(&character).copied().unwrap_or_default();
        let class = classes.entry(root(&parents, character)).or_default();
        class.push((character, is_simplified));
    }
    classes.into_values().collect()
}

/// Adds a text, folded, to `folded`.
pub(super) fn push(text: &str, folded: &mut Vec<char>) {
    let table = &*TABLE;
    let start = folded.len();
    for character in text.chars() {
        match table.only(character) {
            Some(only) => folded.push(only),
            // Few texts have such characters, and no other is to wait for what comes behind each of its own.
            None if joins(character) => {
                folded.truncate(start);
                return parts(text).for_each(|part| table.push(part, folded));
            }
            None => folded.extend(table.folded(once(character))),
        }
    }
}

/// Returns the place of each folded character in a text, and where that ends, in the units in which the
/// browser counts.
pub(super) fn starts(text: &str) -> Vec<usize> {
    let table = &*TABLE;
    let mut starts = Vec::with_capacity(text.len() / 2);
    let mut folded = Vec::with_capacity(text.len() / 2);
    let mut unit = 0;
    for part in parts(text) {
        table.push(part, &mut folded);
        starts.resize(folded.len(), unit);
        unit += part.chars().map(char::len_utf16).sum::<usize>();
    }
    starts.push(unit);
    starts
}

/// Returns a text as searching compares it.
pub fn fold(text: &str) -> String {
    let mut folded = Vec::new();
    push(text, &mut folded);
    folded.into_iter().collect()
}

/// Returns the characters that do not stand for themselves, each followed by what does, for those
/// of which some form is in use.
pub(super) fn pairs(is_used: impl Fn(char) -> bool) -> String {
    let marks = QUOTATION_MARKS.into_iter();
    let used = TABLE.forms.iter().filter(|(first, _)| is_used(**first));
    let forms = used.flat_map(|(first, forms)| forms.iter().map(|form| (*form, *first)));
    marks
        .chain(forms)
        .flat_map(|(form, first)| [form, first])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::converter;

    fn check(text: &str, expected: &str) {
        assert_eq!(fold(text), expected, "{text}");
    }

    #[test]
    fn forms_become_one() {
        check("頭髮發財", "头发发财");
        check("裏裡里", "里里里");
        check("乾隆幹什麼", "干隆干什么");
        check("Ａｐｐｌｅ ÉCOLE naïve", "apple ecole naive");
        check("e\u{301}", "e");
        check("５５％", "55%");
        check("「軟體」“软体”", "\"软体\"\"软体\"");
        check("が", "が");
        check("\u{2f00}", "一");
    }

    #[test]
    fn characters_of_several_parts_are_one() {
        check("ｶﾞﾊﾟｶ", "ガパカ");
        check("か\u{3099}は\u{309a}", "がぱ");
        check("ﾞカ\u{309a}", "\u{3099}カ\u{309a}");
        check("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", "한글");
        check("가\u{11a8}", "각");
        check("e\u{323}\u{302}", "e");
        check("\u{301}", "");
        check("有e\u{301}", "有e");
    }

    #[test]
    fn a_character_is_the_same_in_parts() {
        for character in '\0'..=char::MAX {
            if character.nfd().eq(once(character)) {
                continue;
            }
            let parts: String = character.nfd().collect();
            assert_eq!(fold(&parts), fold(&character.to_string()), "{character:?}");
            let among = format!("有{parts}か");
            assert_eq!(fold(&among), fold(&format!("有{character}か")), "{among:?}");
        }
    }

    #[test]
    fn a_folded_character_stands_where_its_parts_do() {
        let check = |text: &str, expected: &[usize]| assert_eq!(starts(text), expected, "{text}");
        check("有ｶﾞ𠮷か\u{3099}a", &[0, 1, 3, 5, 7, 8]);
        check("\u{1112}\u{1161}\u{11ab}글", &[0, 3, 4]);
        check("㌀e\u{301}", &[0, 0, 0, 0, 1, 3]);
        check("", &[0]);
    }

    /// The browser joins the same characters.
    #[test]
    fn the_script_joins_the_same_characters() {
        let script = include_str!("../../static/search.js");
        assert!(script.contains(r"/.[\p{M}\u1160-\u11ff\uff9e\uff9f\u{16d67}]*/gsu"));
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for (character, form, _) in script::variants() {
            for text in [character.to_string(), form.to_string()] {
                let once = fold(&text);
                assert_eq!(fold(&once), once, "{text}");
                assert_eq!(once.chars().count(), 1, "{text}");
            }
            assert_eq!(fold(&character.to_string()), fold(&form.to_string()));
        }
    }

    #[test]
    fn conversion_by_characters_changes_nothing_that_is_compared() {
        for name in ["t2s", "s2t", "tw2s", "s2tw", "hk2s", "s2hk"] {
            let converter = converter(name).expect("a configuration");
            for (character, ..) in script::variants() {
                let text = character.to_string();
                assert_eq!(fold(&converter.convert(&text).text), fold(&text), "{name}");
            }
        }
    }

    #[test]
    fn only_forms_in_use_are_listed() {
        let pairs = pairs(|character| character == '发');
        assert!(pairs.contains("發发"), "{pairs}");
        assert!(!pairs.contains("软"), "{pairs}");
    }
}
