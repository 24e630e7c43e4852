//! The converter: a configuration of OpenCC by its name, and what runs it.
//!
//! That is the builtin engine. With the feature `opencc-rust` it is OpenCC's own C++ library instead, for the text; the
//! segments are the builtin engine's then, because the library gives none.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::sync::OnceLock;

use super::alignment::Segment;
use super::chain::Chain;
use super::data::{CONFIGURATION_COUNT, CONFIGURATIONS};
use super::engine::Engine;
#[cfg(feature = "opencc-rust")]
use super::library::Library;

/// A configuration of OpenCC, ready to convert.
///
/// Converting gives the same text as `opencc -c <configuration>.json` of release 1.4.2 on the same text. Two things differ:
/// that program loses what follows a NUL character, and it reads files in blocks of a mebibyte, so that it may miss a
/// word at the border of two. Here neither happens.
pub struct Converter {
    pub(super) engine: Engine,
    /// What converts in place of the engine.
    #[cfg(feature = "opencc-rust")]
    library: Option<Library>,
}

/// A converted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Converted {
    /// The text in the other script.
    pub text: String,
    /// Which part of the source became which part of the text: in order, without gaps or overlaps on either side, none
    /// of them empty. A stretch without any change is one segment, however long.
    pub segments: Vec<Segment>,
}

/// The name of a configuration that OpenCC does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownConfiguration {
    /// The name asked for.
    pub name: String,
}

/// Returns the names of all configurations, in alphabetical order.
pub fn configurations() -> impl Iterator<Item = &'static str> {
    CONFIGURATIONS.iter().map(|(name, _)| *name)
}

/// Returns the converter of a configuration, which is built at the first call and shared from then on.
///
/// # Errors
/// If no configuration has this name.
pub fn converter(configuration: &str) -> Result<&'static Converter, UnknownConfiguration> {
    static CONVERTERS: [OnceLock<Converter>; CONFIGURATION_COUNT] =
        [const { OnceLock::new() }; CONFIGURATION_COUNT];
    let index = index_of(configuration)?;
    Ok(CONVERTERS[index].get_or_init(|| Converter::at(index)))
}

impl Converter {
    /// Builds the converter of a configuration such as `tw2s`.
    ///
    /// # Errors
    /// If no configuration has this name.
    pub fn new(configuration: &str) -> Result<Converter, UnknownConfiguration> {
        Ok(Converter::at(index_of(configuration)?))
    }

    /// Builds the converter of a configuration that is run by the builtin engine, with any features.
    ///
    /// # Errors
    /// If no configuration has this name.
    pub fn builtin(configuration: &str) -> Result<Converter, UnknownConfiguration> {
        Ok(Converter::builtin_at(index_of(configuration)?))
    }

    #[cfg(not(feature = "opencc-rust"))]
    fn at(index: usize) -> Converter {
        Converter::builtin_at(index)
    }

    #[cfg(feature = "opencc-rust")]
    fn at(index: usize) -> Converter {
        Converter {
            library: Some(Library::open(CONFIGURATIONS[index].0)),
            ..Converter::builtin_at(index)
        }
    }

    fn builtin_at(index: usize) -> Converter {
        Converter {
            engine: Engine::new(&Chain::read(CONFIGURATIONS[index].1)),
            #[cfg(feature = "opencc-rust")]
            library: None,
        }
    }

    /// Converts a text.
    pub fn convert(&self, text: &str) -> Converted {
        let converted = self.engine.convert(text);
        #[cfg(feature = "opencc-rust")]
        if let Some(library) = &self.library {
            return library.convert(text, converted);
        }
        converted
    }

    /// Converts a text of which nobody asks what became of its parts. It is borrowed where nothing in it changes.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        #[cfg(feature = "opencc-rust")]
        if self.library.is_some() {
            return Cow::Owned(self.convert(text).text);
        }
        self.engine.text(text)
    }
}

impl fmt::Debug for Converter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Converter").finish_non_exhaustive()
    }
}

impl fmt::Display for UnknownConfiguration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "OpenCC has no configuration `{}`", self.name)
    }
}

impl Error for UnknownConfiguration {}

fn index_of(configuration: &str) -> Result<usize, UnknownConfiguration> {
    CONFIGURATIONS
        .iter()
        .position(|(name, _)| *name == configuration)
        .ok_or_else(|| UnknownConfiguration {
            name: configuration.to_owned(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Converts `input` and compares the segments, written `source>output` where they differ.
    fn check(configuration: &str, input: &str, expected: &str) {
        let converted = converter(configuration)
            .expect("the tests name known configurations")
            .convert(input);
        let shown: Vec<String> = converted
            .segments
            .iter()
            .map(|segment| {
                match (
                    &input[segment.source.clone()],
                    &converted.text[segment.output.clone()],
                ) {
                    (source, output) if source == output => source.to_owned(),
                    (source, output) => format!("{source}>{output}"),
                }
            })
            .collect();
        assert_eq!(shown.join("|"), expected, "{configuration}");
    }

    #[test]
    fn characters_and_words_go_by_their_context() {
        check("t2s", "漢字", "漢>汉|字");
        check("t2s", "乾隆與乾燥", "乾隆|與>与|乾>干|燥");
        check("s2t", "皇后在后面", "皇后在|后>後|面");
        check("tw2s", "為了著作", "為>为|了著作");
        check("s2tw", "头发和发展", "头发>頭髮|和|发>發|展");
        check("s2twp", "打印机", "打印>印表|机>機");
    }

    #[test]
    fn every_change_names_its_dictionaries() {
        fn check(configuration: &str, input: &str, expected: &[&[&str]]) {
            let converter = Converter::builtin(configuration).expect("listed below");
            let segments = converter.convert(input).segments;
            let names = segments
                .iter()
                .map(|segment| segment.dictionaries.names().collect())
                .collect::<Vec<Vec<&str>>>();
            assert_eq!(names, expected, "{configuration}");
        }
        check(
            "s2twp",
            "打印机",
            &[&["TWPhrases"], &["STPhrases_GeneratedFromRegionalPhrases"]],
        );
        check("t2s", "漢字", &[&["TSCharacters"], &[]]);
        check(
            "t2s",
            "\u{F914}",
            &[&["CJK_Compatibility_Ideographs", "TSCharacters"]],
        );
        check("t2s", "", &[]);
    }

    #[test]
    fn text_without_han_is_one_segment() {
        check("tw2s", "", "");
        check(
            "tw2s",
            "Only “Latin”, ασφαλής, кириллица.",
            "Only “Latin”, ασφαλής, кириллица.",
        );
    }

    #[test]
    fn unchanged_stretches_are_one_segment() {
        check("tw2s", "一二三，abc 四五六。", "一二三，abc 四五六。");
    }

    #[test]
    fn compatibility_ideographs_are_normalized_first() {
        check("t2s", "\u{F914}園", "\u{F914}>乐|園>园");
    }

    #[test]
    fn description_sequences_pass_unconverted() {
        check("t2s", "說⿰言說說", "說>说|⿰言說|說>说");
        check("tw2s", "說⿰言說說", "說>说|⿰言說|說>说");
        check("s2tw", "说⿰言说说", "说>說|⿰言说|说>說");
        check("t2s", "⿰說", "⿰|說>说");
    }

    #[test]
    fn rare_glyphs_without_fonts_are_not_used() {
        check("t2s", "遱", "遱");
    }

    /// The expected texts are the output of `opencc -c <configuration>.json`, release 1.4.2.
    #[test]
    fn all_configurations_agree_with_the_command_line_tool() {
        const SAMPLE: &str = "為了後面裏頭的乾隆頭髮，著作與遱\u{F914}；为了后面里头的干隆头发，打印机和台湾软件。⿰言說說｜戸沢の図書 SQL注入、SQL隱碼攻擊";
        fn check(configuration: &str, expected: &str) {
            let converter = converter(configuration).expect("listed below");
            assert_eq!(converter.convert(SAMPLE).text, expected, "{configuration}");
            assert_eq!(converter.text(SAMPLE), expected, "{configuration}");
        }
        check(
            "hk2s",
            "为了后面里头的乾隆头发，著作与遱乐；为了后面里头的干隆头发，打印机和台湾软件。⿰言說说｜戸沢の図书 SQL注入、SQL隐码攻击",
        );
        check(
            "hk2sp",
            "为了后面里头的乾隆头发，著作与遱乐；为了后面里头的干隆头发，打印机和台湾软件。⿰言說说｜戸沢の図书 SQL注入、SQL隐码攻击",
        );
        check(
            "hk2t",
            "爲了後面裏頭的乾隆頭髮，著作與遱樂；为了后面里头的干隆头发，打印机和臺湾软件。⿰言說說｜戸沢の図書 SQL注入、SQL隱碼攻擊",
        );
        check(
            "jp2t",
            "爲了後面裏頭的乾隆頭髮，著作與遱樂；为了后面里头的干隆头发，打印机和臺灣软件。⿰言說說｜戸澤の圖書 SQL注入、SQL隱碼攻擊",
        );
        check(
            "s2hk",
            "為了後面裏頭的乾隆頭髮，著作與遱樂；為了後面裏頭的幹隆頭髮，打印機和台灣軟件。⿰言說説｜戸沢の図書 SQL注入、SQL隱碼攻擊",
        );
        check(
            "s2hkp",
            "為了後面裏頭的乾隆頭髮，著作與遱樂；為了後面裏頭的幹隆頭髮，打印機和台灣軟件。⿰言說説｜戸沢の図書 SQL注入、SQL隱碼攻擊",
        );
        check(
            "s2t",
            "為了後面裏頭的乾隆頭髮，著作與遱樂；爲了後面裏頭的幹隆頭髮，打印機和臺灣軟件。⿰言說說｜戸沢の図書 SQL注入、SQL隱碼攻擊",
        );
        check(
            "s2tw",
            "為了後面裡頭的乾隆頭髮，著作與遱樂；為了後面裡頭的幹隆頭髮，打印機和臺灣軟件。⿰言說說｜戸沢の図書 SQL注入、SQL隱碼攻擊",
        );
        check(
            "s2twp",
            "為了後面裡頭的乾隆頭髮，著作與遱樂；為了後面裡頭的幹隆頭髮，印表機和臺灣軟體。⿰言說說｜戸沢の図書 SQL隱碼攻擊、SQL隱碼攻擊",
        );
        check(
            "t2hk",
            "為了後面裏頭的乾隆頭髮，著作與遱樂；为了后面里头的干隆头发，打印机和台湾软件。⿰言說説｜戸沢の図書 SQL注入、SQL隱碼攻擊",
        );
        check(
            "t2jp",
            "為了後面裏頭的乾隆頭髪，著作与遱楽；为了后面里头的干隆头发，打印机和台湾软件。⿰言說説｜戸沢の図書 SQL注入、SQL隠碼攻撃",
        );
        check(
            "t2s",
            "为了后面里头的乾隆头发，著作与遱乐；为了后面里头的干隆头发，打印机和台湾软件。⿰言說说｜戸沢の図书 SQL注入、SQL隐码攻击",
        );
        check(
            "t2tw",
            "為了後面裡頭的乾隆頭髮，著作與遱樂；为了后面里头的干隆头发，打印机和台湾软件。⿰言說說｜戸沢の図書 SQL注入、SQL隱碼攻擊",
        );
        check(
            "tw2s",
            "为了后面里头的乾隆头发，著作与遱乐；为了后面里头的干隆头发，打印机和台湾软件。⿰言說说｜戸沢の図书 SQL注入、SQL隐码攻击",
        );
        check(
            "tw2sp",
            "为了后面里头的乾隆头发，著作与遱乐；为了后面里头的干隆头发，打印机和台湾软件。⿰言說说｜戸沢の図书 SQL注入、SQL注入",
        );
        check(
            "tw2t",
            "爲了後面裏頭的乾隆頭髮，著作與遱樂；为了后面里头的干隆头发，打印机和台湾软件。⿰言說說｜戸沢の図書 SQL注入、SQL隱碼攻擊",
        );
    }

    #[test]
    fn a_converter_can_be_shared_between_threads() {
        fn check<T: Send + Sync>() {}
        check::<Converter>();
    }

    #[test]
    fn segments_cover_both_texts() {
        let sample = "這裏的「乾」字，後面有為了頭髮發展的軟體與印表機 SQL隱碼攻擊。这里的发展，头发后面打印机";
        for name in configurations() {
            let converted = converter(name).expect("listed").convert(sample);
            let mut ends = (0, 0);
            for segment in &converted.segments {
                assert_eq!((segment.source.start, segment.output.start), ends, "{name}");
                assert!(
                    !segment.source.is_empty() && !segment.output.is_empty(),
                    "{name}"
                );
                ends = (segment.source.end, segment.output.end);
            }
            assert_eq!(ends, (sample.len(), converted.text.len()), "{name}");
        }
    }

    #[test]
    fn unknown_names_are_refused() {
        let error = converter("tw2x").expect_err("there is no such configuration");
        assert_eq!(error.to_string(), "OpenCC has no configuration `tw2x`");
        assert_eq!(Converter::new("tw2x").map(|_| ()), Err(error));
        assert_eq!(configurations().count(), 16);
    }
}
