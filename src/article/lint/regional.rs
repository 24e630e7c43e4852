//! Words of two regions in one text, as careless conversion and pasting leave them: 軟體 here, 网络 there.
//!
//! Only words count that one region writes and the other does not; what Hong Kong shares with Taiwan, as
//! 伺服器, or with the mainland, as 資訊, tells nothing. The words of the region that has fewer of them
//! are pointed out, each at its first place.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::matcher;

/// The name of the rule.
pub(super) const NAME: &str = "regional-word";

/// Words of Taiwan and, beside each, those of the mainland and Hong Kong for the same, in both scripts.
const PAIRS: &[(&[&str], &[&str])] = &[
    (&["軟體", "软体"], &["軟件", "软件"]),
    (&["硬體", "硬体"], &["硬件"]),
    (&["網路", "网路"], &["網絡", "网络"]),
    (&["網際網路", "网际网路"], &["互聯網", "互联网"]),
    (&["人工智慧"], &["人工智能"]),
    (&["智慧型手機", "智慧型手机"], &["智能手機", "智能手机"]),
    (&["簡訊", "简讯"], &["短信"]),
    (&["部落格"], &["博客"]),
    (&["雷射"], &["激光"]),
    (&["奈米"], &["納米", "纳米"]),
    (&["計程車", "计程车"], &["出租車", "出租车"]),
    (
        &["聯準會", "联准会"],
        &["美聯儲", "美联储", "聯儲局", "联储局"],
    ),
    (&["川普"], &["特朗普"]),
    (&["普丁"], &["普京"]),
    (&["馬克宏", "马克宏"], &["馬克龍", "马克龙"]),
];

/// A word of one region in a text of another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Stranger {
    /// The text that it stands in.
    pub leaf: usize,
    /// Its bytes there.
    pub range: Range<usize>,
    /// What is said of it.
    pub says: String,
}

/// Finds the words of [`PAIRS`], in the order of [`words`].
static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words: Vec<&str> = words().map(|(word, _)| word).collect();
    matcher(&words)
});

/// Returns the words of [`PAIRS`], and whether each is one of Taiwan.
fn words() -> impl Iterator<Item = (&'static str, bool)> {
    PAIRS.iter().flat_map(|(taiwan, other)| {
        let of = |is_of_taiwan| move |word: &&'static str| (*word, is_of_taiwan);
        taiwan
            .iter()
            .map(of(true))
            .chain(other.iter().map(of(false)))
    })
}

/// Returns the words of the region that has fewer of them, when the texts have words of both.
pub(super) fn strangers(leaves: &[&str]) -> Vec<Stranger> {
    let (taiwan, other): (Vec<Place>, Vec<Place>) =
        places(leaves).partition(|place| place.is_of_taiwan);
    let (Some(of_taiwan), Some(of_other)) = (taiwan.first(), other.first()) else {
        return Vec::new();
    };
    let (few, says) = if taiwan.len() < other.len() {
        let of_other = of_other.word;
        let says =
            format!("a word of Taiwan among words of the mainland or Hong Kong, as {of_other}");
        (&taiwan, says)
    } else {
        let of_taiwan = of_taiwan.word;
        let says =
            format!("a word of the mainland or Hong Kong among words of Taiwan, as {of_taiwan}");
        (&other, says)
    };
    let mut strangers: Vec<Stranger> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for place in few {
        if !seen.contains(&place.word) {
            seen.push(place.word);
            strangers.push(Stranger {
                leaf: place.leaf,
                range: place.start..place.start + place.word.len(),
                says: says.clone(),
            });
        }
    }
    strangers
}

/// Where a word of a region stands.
struct Place {
    word: &'static str,
    is_of_taiwan: bool,
    leaf: usize,
    /// Bytes in the leaf's text.
    start: usize,
}

/// Returns every place of the words, in order.
fn places(leaves: &[&str]) -> impl Iterator<Item = Place> {
    let known: Vec<(&str, bool)> = words().collect();
    leaves.iter().enumerate().flat_map(move |(leaf, text)| {
        let found: Vec<Place> = WORDS
            .find_iter(text)
            .map(|found| {
                let (word, is_of_taiwan) = known[found.pattern().as_usize()];
                Place {
                    word,
                    is_of_taiwan,
                    leaf,
                    start: found.start(),
                }
            })
            .collect();
        found
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(leaves: &[&str], expected: &[&str]) {
        let strangers = strangers(leaves);
        let found: Vec<&str> = strangers
            .iter()
            .map(|stranger| &leaves[stranger.leaf][stranger.range.clone()])
            .collect();
        assert_eq!(found, expected, "{leaves:?}");
    }

    #[test]
    fn words_of_two_regions() {
        check(&["這個軟體很好", "網路上的軟件與軟件"], &["軟件"]);
        check(&["这个软件的网络", "川普说"], &["川普"]);
        check(&["川普與特朗普"], &["特朗普"]);
    }

    #[test]
    fn words_of_one() {
        check(&["這個軟體的使用者說網路很慢"], &[]);
        check(&["香港的軟件、資訊、伺服器與人工智能"], &[]);
        check(&["这个软件的网络"], &[]);
        check(&[], &[]);
    }
}
