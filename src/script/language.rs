//! Which configuration leads from one language tag to another.

use crate::config::language::{Chinese, HanScript};

/// Returns the configuration that turns text in `from` into text for `to`.
///
/// None when both are in the same script (a region is no reason to touch a text) or one is not Chinese. The configurations
/// are those at character level, which never change the wording: `hk2s` and `s2hk` for Hong Kong and Macau, `tw2s`
/// and `s2tw` for the rest.
pub fn configuration(from: &str, to: &str) -> Option<&'static str> {
    let from = Chinese::read(from)?;
    let to = Chinese::read(to)?;
    match (from.script, to.script) {
        (HanScript::Traditional, HanScript::Simplified) if from.in_hong_kong => Some("hk2s"),
        (HanScript::Traditional, HanScript::Simplified) => Some("tw2s"),
        (HanScript::Simplified, HanScript::Traditional) if to.in_hong_kong => Some("s2hk"),
        (HanScript::Simplified, HanScript::Traditional) => Some("s2tw"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_between_two_tags() {
        fn check(from: &str, to: &str, expected: Option<&str>) {
            assert_eq!(configuration(from, to), expected, "{from} {to}");
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
