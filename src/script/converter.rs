//! The converter: a configuration, built and run.
//!
//! A text passes the normalization whole; then it is cut, if the configuration says so; then each piece passes all
//! conversions. Pieces are kept as a list of places in one text, so that a stage is one pass over one string.

use std::error::Error;
use std::fmt;
use std::sync::OnceLock;

use super::alignment::{Segment, compose, segments};
use super::chain::{Chain, Conversion, Segmentation};
use super::data::{CONFIGURATION_COUNT, CONFIGURATIONS};
use super::description;
use super::stage::{Passage, Stage};

/// A configuration of OpenCC, ready to convert.
///
/// Converting gives the same text as `opencc -c <configuration>.json` of release 1.4.2 on the same text. Two things differ:
/// that program loses what follows a NUL character, and it reads files in blocks of a mebibyte, so that it may miss a
/// word at the border of two. Here neither happens.
pub struct Converter {
    normalization: Vec<Stage>,
    cutting: Cutting,
    conversions: Vec<Stage>,
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
    Ok(CONVERTERS[index].get_or_init(|| Converter::build(&Chain::read(CONFIGURATIONS[index].1))))
}

impl Converter {
    /// Builds the converter of a configuration such as `tw2s`.
    ///
    /// # Errors
    /// If no configuration has this name.
    pub fn new(configuration: &str) -> Result<Converter, UnknownConfiguration> {
        let (_, json) = CONFIGURATIONS[index_of(configuration)?];
        Ok(Converter::build(&Chain::read(json)))
    }

    /// Converts a text.
    pub fn convert(&self, text: &str) -> Converted {
        if !has_han(text) {
            return Converted {
                text: text.to_owned(),
                segments: segments(Vec::new(), text.len()),
            };
        }
        let mut run = Run::new(text);
        for stage in &self.normalization {
            run.replace(stage);
        }
        match &self.cutting {
            Cutting::None => {}
            Cutting::Before(stage) => run.cut(stage),
            Cutting::During(stage) => run.cut_and_replace(stage),
        }
        for stage in &self.conversions {
            run.replace(stage);
        }
        run.finish()
    }

    fn build(chain: &Chain) -> Converter {
        let (cutting, conversions) = match (&chain.segmentation, chain.conversions.as_slice()) {
            (Some(Segmentation::MaximumMatching { dict: words }), [first, others @ ..])
                if Stage::can_cut_at(&first.dict, words) =>
            {
                (
                    Cutting::During(Stage::cutting_at(&first.dict, words)),
                    others,
                )
            }
            (Some(Segmentation::MaximumMatching { dict: words }), all) => {
                (Cutting::Before(Stage::new(words)), all)
            }
            (None, all) => (Cutting::None, all),
        };
        Converter {
            normalization: stages(&chain.normalization),
            cutting,
            conversions: stages(conversions),
        }
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

/// How a text is cut into the pieces that pass the conversions one by one.
enum Cutting {
    /// Not at all.
    None,
    /// By a dictionary of its own.
    Before(Stage),
    /// By the first conversion, which goes by the same words: one automaton and one pass less.
    During(Stage),
}

fn index_of(configuration: &str) -> Result<usize, UnknownConfiguration> {
    CONFIGURATIONS
        .iter()
        .position(|(name, _)| *name == configuration)
        .ok_or_else(|| UnknownConfiguration {
            name: configuration.to_owned(),
        })
}

fn stages(conversions: &[Conversion]) -> Vec<Stage> {
    conversions
        .iter()
        .map(|conversion| Stage::new(&conversion.dict))
        .collect()
}

/// Returns whether a text may have anything to convert: every key of the release has a character from U+2E80 on.
fn has_han(text: &str) -> bool {
    text.chars().any(|character| character >= '\u{2E80}')
}

/// One text's way through the stages.
struct Run<'a> {
    source: &'a str,
    has_operator: bool,
    /// The text after the stages so far, once it is not the source any more.
    text: Option<String>,
    piece_ends: Vec<usize>,
    replacements: Vec<Segment>,
}

impl<'a> Run<'a> {
    fn new(source: &'a str) -> Run<'a> {
        Run {
            source,
            has_operator: description::has_operator(source),
            text: None,
            piece_ends: vec![source.len()],
            replacements: Vec::new(),
        }
    }

    fn text(&self) -> &str {
        self.text.as_deref().unwrap_or(self.source)
    }

    fn cut(&mut self, stage: &Stage) {
        self.piece_ends = stage.cut(self.text(), self.has_operator);
    }

    fn cut_and_replace(&mut self, stage: &Stage) {
        let passage = stage.cut_and_replace(self.text(), self.has_operator);
        self.take(passage);
    }

    fn replace(&mut self, stage: &Stage) {
        if let Some(passage) = stage.replace(self.text(), &self.piece_ends, self.has_operator) {
            self.take(passage);
        }
    }

    fn take(&mut self, passage: Passage) {
        self.text = Some(passage.text);
        self.piece_ends = passage.piece_ends;
        self.replacements = compose(std::mem::take(&mut self.replacements), passage.replacements);
    }

    fn finish(mut self) -> Converted {
        let text = self.text.take().unwrap_or_else(|| self.source.to_owned());
        // A later stage may undo what an earlier one did.
        self.replacements.retain(|replacement| {
            self.source[replacement.source.clone()] != text[replacement.output.clone()]
        });
        Converted {
            text,
            segments: segments(self.replacements, self.source.len()),
        }
    }
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
    fn cutting_during_the_first_conversion_comes_to_the_same_as_cutting_before() {
        fn check(configuration: &str, input: &str) {
            let (_, json) = CONFIGURATIONS[index_of(configuration).expect("listed below")];
            let chain = Chain::read(json);
            let Some(Segmentation::MaximumMatching { dict }) = &chain.segmentation else {
                panic!("{configuration} has no segmentation");
            };
            let during = Converter::build(&chain);
            assert!(matches!(during.cutting, Cutting::During(_)));
            let before = Converter {
                normalization: stages(&chain.normalization),
                cutting: Cutting::Before(Stage::new(dict)),
                conversions: stages(&chain.conversions),
            };
            assert_eq!(during.convert(input), before.convert(input));
        }
        check(
            "s2twp",
            "为了后面里头的干隆头发，打印机和台湾软件。⿰言說说⿰一个里面，借不出个干灯盏来⿰",
        );
        check(
            "s2hkp",
            "大白日里借不出个干灯盏来，亚历杭德罗·冈萨雷斯·伊纳里图的书",
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
