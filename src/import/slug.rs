//! The name of an article's folder, minted once from its date and its title.

use pinyin::ToPinyin;

use crate::article::front_matter::Date;
use crate::diagnostic::portability_problem;

/// Syllables and words of a title that a name has.
const WORDS_MAX: usize = 8;

/// Bytes of a title that a name has.
const BYTES_MAX: usize = 60;

/// Signs that end the first clause of a title.
const CLAUSE_ENDS: &str = "，,：:；;。！!？?｜|—…";

/// Returns `<date>-<pinyin of the title's first clause>` in ASCII; two syllables are written as one
/// word, as most Chinese words have two. `otherwise` names what has neither date nor title.
pub fn mint(date: Option<Date>, title: &str, otherwise: &str) -> String {
    let mut clauses = title.split(|character| CLAUSE_ENDS.contains(character));
    let name = clauses.find_map(|clause| {
        let name = romanise(clause);
        (!name.is_empty()).then_some(name)
    });
    match (date, name) {
        (Some(date), Some(name)) => format!("{date}-{name}"),
        (Some(date), None) => format!("{date}-{otherwise}"),
        (None, Some(name)) => name,
        (None, None) => otherwise.to_owned(),
    }
}

/// Returns why a slug cannot be the name of a folder and a part of a URL, if so.
pub fn problem(slug: &str) -> Option<&'static str> {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if slug.is_empty() || slug.len() > 120 {
        return Some("it must have 1 to 120 characters");
    }
    if !slug.bytes().all(is_plain) || slug.starts_with('-') || slug.ends_with('-') {
        return Some("it may hold lower-case letters, digits and single hyphens between them");
    }
    portability_problem(slug)
}

fn romanise(clause: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    // Han characters of the last word, 0 when it is of another script or ended.
    let mut syllables = 0;
    let mut is_open = false;
    let mut count = 0;
    for character in clause.chars() {
        if let Some(reading) = character.to_pinyin() {
            count += 1;
            if count > WORDS_MAX {
                break;
            }
            let syllable = reading.plain().replace('ü', "v");
            match words.last_mut() {
                Some(word) if syllables == 1 => word.push_str(&syllable),
                _ => words.push(syllable),
            }
            syllables = (syllables + 1) % 2;
            is_open = false;
        } else if character.is_ascii_alphanumeric() {
            if !is_open {
                count += 1;
                if count > WORDS_MAX {
                    break;
                }
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.push(character.to_ascii_lowercase());
            }
            (syllables, is_open) = (0, true);
        } else if character != '\'' && character != '’' {
            (syllables, is_open) = (0, false);
        }
    }
    let mut name = words.join("-");
    name.truncate(BYTES_MAX);
    name.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(date: Option<&str>, title: &str, expected: &str) {
        let date = date.and_then(Date::parse);
        let slug = mint(date, title, "article-0379b0e0");
        assert_eq!(slug, expected);
        assert_eq!(problem(&slug), None);
    }

    #[test]
    fn names() {
        let title = "美股屢創歷史新高,AI熱潮背後是一場令人震驚的豪賭";
        let slug = "2024-02-25-meigu-lvchuang-lishi-xingao";
        check(Some("2024-02-25"), title, slug);
        check(None, "iPhone 15的发热问题", "iphone-15-defa-rewen-ti");
        check(None, "What’s new: a story", "whats-new");
        check(None, "！？", "article-0379b0e0");
        check(Some("2024-02-25"), "", "2024-02-25-article-0379b0e0");
        check(None, "“一二三”", "yier-san");
    }

    #[test]
    fn no_path_is_a_name() {
        for slug in ["", "..", "a/b", "A", "-a", "a.b", "名"] {
            assert!(problem(slug).is_some(), "{slug}");
        }
    }
}
