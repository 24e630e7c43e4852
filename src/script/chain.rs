//! A configuration file of OpenCC, read into what the converter runs.
//!
//! The format is OpenCC's own (`data/config/*.json` of the release): an optional normalization, an optional segmentation and a
//! chain of conversions, each over a tree of dictionaries. What only other people's configurations use (inline
//! dictionaries, segmentation by plug-in) is not read: this module meets no configuration but the release's.

use serde::Deserialize;

use super::data::{self, Dictionaries};

/// What a configuration asks for.
#[derive(Debug, Deserialize)]
pub(super) struct Chain {
    /// Conversions of the whole text, before it is cut.
    #[serde(default)]
    pub(super) normalization: Vec<Conversion>,
    /// How the text is cut before the conversions proper.
    pub(super) segmentation: Option<Segmentation>,
    /// The conversions that each piece passes, one after the other.
    #[serde(rename = "conversion_chain")]
    pub(super) conversions: Vec<Conversion>,
}

/// Maximum matching: the pieces are the longest words of the dictionary, and the stretches between them.
#[derive(Debug, Deserialize)]
#[serde(tag = "type")]
pub(super) enum Segmentation {
    /// The only kind that the release uses.
    #[serde(rename = "mmseg")]
    MaximumMatching {
        /// The words.
        dict: Dictionary,
    },
}

/// One stage of a chain.
#[derive(Debug, Deserialize)]
pub(super) struct Conversion {
    /// What it replaces.
    pub(super) dict: Dictionary,
}

/// One dictionary, or a group of them.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "type")]
pub(super) enum Dictionary {
    /// A file of the release.
    #[serde(rename = "ocd2")]
    File {
        /// The file's name, with the ending that it has in the release.
        file: String,
        /// Whether it gives glyphs that few fonts have.
        #[serde(default)]
        may_output_tofu: bool,
    },
    /// Several dictionaries asked in order.
    #[serde(rename = "group")]
    Group {
        /// Which of them answers.
        #[serde(default)]
        match_policy: MatchPolicy,
        /// The members.
        dicts: Vec<Dictionary>,
    },
}

/// Which member of a group answers at a place of the text (OpenCC's `DictGroupMatchPolicy`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum MatchPolicy {
    /// The first one with any match, even where a later one has a longer match.
    #[default]
    ShortCircuit,
    /// The one with the longest match; the first of equals.
    Union,
}

impl Chain {
    /// Reads a configuration of the release.
    pub(super) fn read(json: &str) -> Chain {
        let mut chain: Chain =
            serde_json::from_str(json).expect("the release's configurations are read by the tests");
        for conversion in chain.normalization.iter_mut().chain(&mut chain.conversions) {
            conversion.dict.leave_out_tofu();
        }
        chain
    }
}

impl Dictionary {
    /// Returns the files of the tree.
    pub(super) fn files(&self) -> Dictionaries {
        match self {
            Dictionary::File { file, .. } => {
                data::dictionary(file.trim_end_matches(".ocd2"))
                    .expect("a configuration names dictionaries of its own release")
                    .itself
            }
            Dictionary::Group { dicts, .. } => (dicts.iter().map(Dictionary::files))
                .fold(Dictionaries::default(), Dictionaries::and),
        }
    }

    /// Takes out the members that may give glyphs without a font, as OpenCC's command-line tool does.
    fn leave_out_tofu(&mut self) {
        let Dictionary::Group { dicts, .. } = self else {
            return;
        };
        dicts.retain(|member| {
            !matches!(
                member,
                Dictionary::File {
                    may_output_tofu: true,
                    ..
                }
            )
        });
        for member in dicts {
            member.leave_out_tofu();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &[&str]) {
        let chain = Chain::read(json);
        let mut files = Vec::new();
        for conversion in chain.normalization.iter().chain(&chain.conversions) {
            collect(&conversion.dict, &mut files);
        }
        assert_eq!(files, expected);
    }

    fn collect<'a>(dictionary: &'a Dictionary, files: &mut Vec<&'a str>) {
        match dictionary {
            Dictionary::File { file, .. } => files.push(file),
            Dictionary::Group { dicts, .. } => {
                dicts.iter().for_each(|member| collect(member, files))
            }
        }
    }

    #[test]
    fn dictionaries_that_may_output_tofu_are_left_out() {
        let group = r#"{"type": "group", "dicts": [
            {"type": "ocd2", "file": "A.ocd2"},
            {"type": "ocd2", "file": "B.ocd2", "may_output_tofu": true},
            {"type": "group", "match_policy": "union", "dicts": [{"type": "ocd2", "file": "C.ocd2", "may_output_tofu": true}]}
        ]}"#;
        check(
            &format!(r#"{{"conversion_chain": [{{"dict": {group}}}]}}"#),
            &["A.ocd2"],
        );
    }

    #[test]
    fn normalization_comes_first() {
        check(
            r#"{"normalization": [{"dict": {"type": "ocd2", "file": "N.ocd2"}}],
                "conversion_chain": [{"dict": {"type": "ocd2", "file": "C.ocd2"}}]}"#,
            &["N.ocd2", "C.ocd2"],
        );
    }
}
