//! Turns Chinese text from one script into the other, and knows which language tags need it.
//!
//! The engine reads [OpenCC](https://github.com/BYVoid/OpenCC)'s own configurations and dictionaries (release 1.4.2, kept in
//! `script/opencc/`) and gives the same text, byte for byte, as its command-line tool. Besides the text it says which part of
//! the source became which part of the output, so that a caller can convert a sentence whole and cut it up again.
//!
//! The engine knows no article, no block and no site: strings in, strings out. It never decides *whether* a text is
//! to be converted. What an author or a site has decided, a [`Conversion`] knows.
//!
//! - `language`: the configuration between two language tags.
//! - `detection`: the script of a text, by its characters.
//! - `conversion`: the engine, the rules of author and site, and the quotation marks, as one.
//! - `runs`: the pass over a document's tree, which alone knows one.
//! - `rules`, `glossary`: words to be converted otherwise, and the files of a site that list them.
//! - `own_words`: the words of a configuration in the script of each edition.
//! - `quotation`: quotation marks by script.
//! - `lint`: what a conversion may get wrong.
//! - `mismatch`: a language that the characters of a text contradict.
//! - `converter`: a configuration by its name.
//! - `engine`: a configuration, built and run.
//! - `stream`: a text that arrives in parts.
//! - `border`: where a text can be cut without any change to its conversion.
//! - `library`: OpenCC's own library in place of the engine, with the feature `opencc-rust`.
//! - `data`: the files of the release.
//! - `chain`: a configuration file, read into stages over dictionaries.
//! - `entries`: what is in a tree of dictionaries.
//! - `matcher`: the longest word at each place of a text.
//! - `stage`: one pass over a text, which replaces or cuts.
//! - `description`: ideographic description sequences, which pass unconverted.
//! - `variants`: characters that are forms of one another.
//! - `alignment`: replacements through several stages, composed into one list of segments.

mod alignment;
mod border;
mod chain;
mod conversion;
mod converter;
mod data;
mod description;
mod detection;
mod engine;
mod entries;
pub mod glossary;
mod language;
#[cfg(feature = "opencc-rust")]
mod library;
mod lint;
mod matcher;
mod mismatch;
mod own_words;
mod quotation;
mod rules;
pub mod runs;
mod stage;
mod stream;
mod variants;

pub use alignment::Segment;
pub use conversion::{Conversion, Direction};
pub use converter::{Converted, Converter, UnknownConfiguration, configurations, converter};
pub use data::Dictionaries;
pub use detection::script_of;
pub use language::configuration;
pub use lint::lint;
pub use mismatch::language_mismatch;
pub use own_words::spelled;
pub use rules::Rules;
pub use stream::{Piece, Stream};
pub use variants::{regional_words, variants};
