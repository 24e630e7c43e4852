//! Converts a text of any length that arrives in parts, and holds no more of it than it must.

use super::border::border;
use super::converter::{Converted, Converter};

/// A conversion under way.
///
/// What it gives, piece after piece, is what converting the whole text at once gives. It holds little more than two blocks
/// of any text: OpenCC's dictionaries allow none that goes on without a place to cut, as a test of `border` finds.
#[derive(Debug)]
pub struct Stream<'a> {
    converter: &'a Converter,
    /// What has arrived and is not converted yet.
    held: String,
    /// The bytes to hold before a place to cut is looked for.
    block: usize,
    /// The bytes to hold before it is looked for again.
    wanted: usize,
}

/// A piece of the text, and what became of it.
#[derive(Debug)]
pub struct Piece {
    /// The piece as it arrived.
    pub source: String,
    /// The piece in the other script.
    pub converted: Converted,
}

impl Stream<'_> {
    /// Begins a conversion that converts about `block` bytes at a time.
    pub fn new(converter: &Converter, block: usize) -> Stream<'_> {
        Stream {
            converter,
            held: String::new(),
            block,
            wanted: block,
        }
    }

    /// Takes the next part of the text, and returns the next piece if there is one.
    pub fn push(&mut self, part: &str) -> Option<Piece> {
        self.held.push_str(part);
        if self.held.len() < self.wanted {
            return None;
        }
        let rest = self
            .held
            .split_off(border(&self.converter.engine, &self.held));
        let source = std::mem::replace(&mut self.held, rest);
        // Searching only what has doubled keeps the time in proportion, wherever the borders are.
        self.wanted = self.block.max(2 * self.held.len());
        (!source.is_empty()).then(|| self.piece(source))
    }

    /// Ends the text, and returns the last piece.
    pub fn finish(mut self) -> Piece {
        let source = std::mem::take(&mut self.held);
        self.piece(source)
    }

    fn piece(&self, source: String) -> Piece {
        let converted = self.converter.convert(&source);
        Piece { source, converted }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::converter::{configurations, converter};
    use super::super::data;
    use super::*;

    /// Sends a text through in parts, and holds that the outcome is that of converting it whole.
    fn check(configuration: &str, text: &str, part: usize, block: usize) -> Vec<Piece> {
        let converter = converter(configuration).expect("the tests name known configurations");
        let mut stream = Stream::new(converter, block);
        let characters: Vec<char> = text.chars().collect();
        let mut pieces: Vec<Piece> = characters
            .chunks(part)
            .filter_map(|part| stream.push(&String::from_iter(part)))
            .collect();
        pieces.push(stream.finish());
        let sources = pieces.iter().map(|piece| piece.source.as_str());
        assert_eq!(sources.collect::<String>(), text);
        let outputs = pieces.iter().map(|piece| piece.converted.text.as_str());
        let whole = converter.convert(text).text;
        assert_eq!(outputs.collect::<String>(), whole, "{configuration} {text}");
        pieces
    }

    /// Returns every word of all dictionaries, keys and values.
    fn words() -> Vec<&'static str> {
        let texts = data::DICTIONARIES.iter().map(|(_, text)| text);
        let words = texts.flat_map(|text| text.split(['\t', ' ', '\n']));
        words.filter(|word| !word.is_empty()).collect()
    }

    /// Texts that hardly ever give a place to cut: words and parts of words, side by side.
    fn texts() -> impl Strategy<Value = String> {
        let word = prop::sample::select(words());
        let part = (prop::sample::select(words()), 1..4_usize)
            .prop_map(|(word, length)| word.chars().take(length).collect::<String>());
        let sequence = ["⿰", "⿲甲", "⿱乙丙", "⿾", "⿰⿰⿰⿰⿰⿰"];
        let other = [
            "，",
            "\0",
            "\r\n",
            "a",
            "\u{E000}",
            "\u{F914}",
            "\u{10FFFD}",
            "\u{301}",
        ];
        let piece = prop_oneof![
            8 => word.prop_map(str::to_owned),
            8 => part,
            1 => prop::sample::select(sequence.to_vec()).prop_map(str::to_owned),
            1 => prop::sample::select(other.to_vec()).prop_map(str::to_owned),
        ];
        prop::collection::vec(piece, 1..400).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn streaming_comes_to_the_same_as_converting_whole(
            text in texts(),
            part in 1..60_usize,
            block in 1..1000_usize,
        ) {
            for name in configurations() {
                check(name, &text, part, block);
            }
        }
    }

    #[test]
    fn a_text_without_any_border_is_not_held_for_long() {
        for name in configurations() {
            for words in [
                "汉",
                "漢字",
                "干里后面",
                "皇后后面隱碼攻擊",
                "⿰甲⿱乙丙",
                "⿰",
            ] {
                let text: String = words.chars().cycle().take(6000).collect();
                let pieces = check(name, &text, 50, 1000);
                let longest = pieces.iter().map(|piece| piece.source.len()).max();
                assert!(longest < Some(1500), "{name} {words}: {longest:?}");
            }
        }
    }
}
