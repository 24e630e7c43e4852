//! OpenCC's own C++ library, the reference that the builtin engine is held to: the feature `opencc-rust`.
//!
//! It reads its configurations and dictionaries from the folder that `OPENCC_DATA_DIR` named when the program was built.
//! `.ci/opencc-reference` gets the library and that folder, and says how they differ from an installed OpenCC.

use opencc_rust::OpenCC;

use super::alignment::Segment;
use super::converter::Converted;
use super::data::Dictionaries;

const DATA_FOLDER: &str = env!(
    "OPENCC_DATA_DIR",
    "name the folder of OpenCC's configurations: eval \"$(.ci/opencc-reference)\""
);

/// A configuration that the library has opened.
pub(super) struct Library(OpenCC);

impl Library {
    /// Opens a configuration of the release.
    pub(super) fn open(configuration: &str) -> Library {
        let path = format!("{DATA_FOLDER}/{configuration}.json");
        Library(OpenCC::new(path).expect("OPENCC_DATA_DIR has the configurations of the release"))
    }

    /// Converts a text, of which `builtin` is the builtin engine's conversion.
    ///
    /// The text is always the library's. The segments are the engine's where the two agree, and they are held to agree
    /// on every text; if they did not, the whole text would be one segment.
    pub(super) fn convert(&self, source: &str, builtin: Converted) -> Converted {
        // The C interface ends a text at a NUL, which is no part of any word. Only a description sequence across one
        // could tell that the text was taken apart here.
        let parts: Vec<String> = (source.split('\0'))
            .map(|part| (self.0.convert(part)).expect("the library converts all that is UTF-8"))
            .collect();
        let text = parts.join("\0");
        if text == builtin.text {
            return builtin;
        }
        Converted {
            segments: vec![Segment {
                source: 0..source.len(),
                output: 0..text.len(),
                dictionaries: Dictionaries::default(),
            }],
            text,
        }
    }
}
