//! Which configuration leads from one language tag to another.

use crate::config::Level;
use crate::config::language::{Chinese, HanScript};

/// Returns the configuration that turns text in `from` into text for `to`.
///
/// None when both are in the same script (a region is no reason to touch a text) or one is not Chinese: `hk2s` and `s2hk`
/// for Hong Kong and Macau, `tw2s` and `s2tw` for the rest, each with a `p` at the end at the level of phrases.
pub fn configuration(from: &str, to: &str, level: Level) -> Option<&'static str> {
    let from = Chinese::read(from)?;
    let to = Chinese::read(to)?;
    let (characters, phrases) = match (from.script, to.script) {
        (HanScript::Traditional, HanScript::Simplified) if from.in_hong_kong => ("hk2s", "hk2sp"),
        (HanScript::Traditional, HanScript::Simplified) => ("tw2s", "tw2sp"),
        (HanScript::Simplified, HanScript::Traditional) if to.in_hong_kong => ("s2hk", "s2hkp"),
        (HanScript::Simplified, HanScript::Traditional) => ("s2tw", "s2twp"),
        _ => return None,
    };
    Some(match level {
        Level::Character => characters,
        Level::Phrase => phrases,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_between_two_tags() {
        fn check(from: &str, to: &str, expected: Option<&str>) {
            assert_eq!(
                configuration(from, to, Level::Character),
                expected,
                "{from} {to}"
            );
            let phrases = expected.map(|name| format!("{name}p"));
            assert_eq!(
                configuration(from, to, Level::Phrase).map(str::to_owned),
                phrases,
                "{from} {to}"
            );
        }
        check("zh-Hant", "zh-Hans", Some("tw2s"));
        check("zh-Hant-TW", "zh-CN", Some("tw2s"));
        check("zh-Hant-HK", "zh-Hans", Some("hk2s"));
        check("zh-MO", "zh", Some("hk2s"));
        check("yue", "zh-Hans", Some("hk2s"));
        check("zh-Hans", "zh-Hant", Some("s2tw"));
        check("zh-Hans-HK", "zh-Hant", Some("s2tw"));
        check("zh-Hans", "zh-TW", Some("s2tw"));
        check("zh-Hans", "zh-Hant-MO", Some("s2hk"));
        check("zh-Hant-TW", "zh-Hant-HK", None);
        check("zh-Hans", "zh-Hans", None);
        check("en", "zh-Hans", None);
        check("zh-Hant", "ja", None);
    }
}
