//! Which characters are forms of one another, by the dictionaries of single characters, and which
//! words differ from region to region.

use super::data::{REGIONAL, dictionary};

/// The dictionaries whose entries pair forms of a character: between the scripts, and from one
/// region to another within a script.
const DICTIONARIES: [&str; 6] = [
    "STCharacters",
    "TSCharacters",
    "TWVariants",
    "TWVariantsRev",
    "HKVariants",
    "HKVariantsRev",
];

/// Returns every pair of a character and a form of it that is another character, with whether that
/// form is a simplified one. A character may have several forms, and all count.
pub fn variants() -> impl Iterator<Item = (char, char, bool)> {
    DICTIONARIES.into_iter().flat_map(|name| {
        let text = dictionary(name).map_or("", |file| file.text);
        let pairs = text.lines().filter_map(|line| line.split_once('\t'));
        pairs.flat_map(move |(key, forms)| {
            let forms = forms.split(' ').filter_map(single);
            let key = single(key);
            forms.filter_map(move |form| {
                let key = key.filter(|key| *key != form)?;
                Some((key, form, name == "TSCharacters"))
            })
        })
    })
}

/// Returns every word that one region says otherwise than another, in whatever script its dictionary
/// has it.
pub fn regional_words() -> impl Iterator<Item = &'static str> {
    REGIONAL.into_iter().flat_map(|name| {
        let text = dictionary(name).map_or("", |file| file.text);
        text.lines()
            .filter_map(|line| Some(line.split_once('\t')?.0))
    })
}

/// Returns the character that a word consists of.
fn single(word: &str) -> Option<char> {
    let mut characters = word.chars();
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_both_scripts_and_of_regions() {
        let all: Vec<(char, char, bool)> = variants().collect();
        for pair in [
            ('發', '发', true),
            ('发', '髮', false),
            ('裏', '裡', false),
            ('裡', '裏', false),
        ] {
            assert!(all.contains(&pair), "{pair:?}");
        }
        assert!(all.iter().all(|(key, form, _)| key != form));
    }
}
