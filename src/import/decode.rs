//! Bytes to text, whatever the encoding, or the reason why not.
//!
//! 1. A byte order mark settles it.
//! 2. Zeros in every other byte are UTF-16 without one, in three of four UTF-32.
//! 3. The signature of a binary format is refused by its name.
//! 4. What is valid UTF-8 is UTF-8, whatever the label says: pages lie.
//! 5. Else the encoding that was asked for, or the one declared, when the bytes are valid in it; a declared one
//!    that gives no Chinese where the guess does is not believed. In the one asked for, few bytes among much Chinese
//!    may be damaged: each gives a U+FFFD, which `check` points out.
//! 6. Else the guess of `chardetng`.
//!
//! Line ends become `\n`. Control characters that hide or reorder text are replaced by visible names
//! and counted; nothing else of the text changes.

mod utf_32;

use super::visible::{is_hiding, name as visible_name};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Encoding, GB18030, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

/// A text, and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text: without a byte order mark, lines ending in `\n`, control characters made visible.
    pub text: String,
    /// The name of the encoding (WHATWG Encoding Standard).
    pub encoding: &'static str,
    /// How the encoding was known.
    pub evidence: Evidence,
    /// How many control characters were made visible.
    pub controls: usize,
}

/// How an encoding was known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// A byte order mark.
    ByteOrderMark,
    /// Zeros in every other byte.
    Zeros,
    /// The bytes are valid UTF-8.
    Valid,
    /// Whoever imports named it.
    Chosen,
    /// The file names it.
    Declared,
    /// It was guessed from the bytes.
    Guessed,
}

impl Evidence {
    /// Returns the word that reports use.
    pub fn name(self) -> &'static str {
        match self {
            Evidence::ByteOrderMark => "byte-order-mark",
            Evidence::Zeros => "zeros",
            Evidence::Valid => "valid",
            Evidence::Chosen => "chosen",
            Evidence::Declared => "declared",
            Evidence::Guessed => "guessed",
        }
    }
}

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecodeError {
    /// They are another format, which is named.
    Binary(&'static str),
    /// They are not valid in the encoding, from this byte on, counted from 0.
    Invalid {
        /// The encoding.
        encoding: &'static str,
        /// The first byte that is wrong.
        offset: usize,
        /// Whether few are, so that the rest can be read by whoever asks for the encoding.
        is_damaged: bool,
    },
}

/// The first bytes of file formats that are saved under a text file's name.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1F\x8B\x08", "a gzip archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\xFD7zXZ\x00", "an XZ archive"),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive"),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "an old or encrypted Office document",
    ),
    (b"{\\rtf", "an RTF document"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
];

/// Bytes that are looked at to tell UTF-16 from others.
const SAMPLE: usize = 64 * 1024;

/// Returns the encoding of a label, as pages and people write it.
pub fn encoding(label: &str) -> Option<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes())
}

/// Returns the text of `bytes`. `chosen` is what whoever imports says, and binds; `declared` is what
/// the file says of itself, and is believed only when the bytes are valid in it.
///
/// # Errors
/// [`DecodeError`] when the bytes are a binary format, or valid in no encoding that is likely.
pub fn decode(
    bytes: &[u8],
    chosen: Option<&'static Encoding>,
    declared: Option<&'static Encoding>,
) -> Result<Decoded, DecodeError> {
    let utf_32 = utf_32::decode(bytes);
    let is_marked = |decoded: &Decoded| decoded.evidence == Evidence::ByteOrderMark;
    if let Some(decoded) = utf_32.filter(|it| chosen.is_none() || is_marked(it)) {
        return Ok(decoded);
    }
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return strict(&bytes[length..], encoding, Evidence::ByteOrderMark, length);
    }
    if let Some(format) = binary_format(bytes) {
        return Err(DecodeError::Binary(format));
    }
    if let Some(encoding) = chosen {
        let read = strict(bytes, encoding, Evidence::Chosen, 0);
        return read.or_else(|error| {
            let text = mended(bytes, encoding).ok_or(error)?;
            Ok(decoded(&text, encoding.name(), Evidence::Chosen))
        });
    }
    if let Some(encoding) = zero_pattern(bytes) {
        return strict(bytes, encoding, Evidence::Zeros, 0);
    }
    if let Some(decoded) = iso_2022_jp(bytes, declared) {
        return Ok(decoded);
    }
    let as_utf8 = strict(bytes, UTF_8, Evidence::Valid, 0);
    if let Ok(decoded) = &as_utf8
        && decoded.controls * 10 > decoded.text.len()
    {
        return Err(DecodeError::Binary("binary data"));
    }
    if as_utf8.is_ok() {
        return as_utf8;
    }
    let label = declared.filter(|encoding| *encoding != UTF_8);
    let declared = label.and_then(|it| strict(bytes, it, Evidence::Declared, 0).ok());
    let guess = guess(bytes);
    let guessed = strict(bytes, guess, Evidence::Guessed, 0);
    if let Some(declared) = declared {
        return Ok(match guessed {
            Ok(guessed) if is_more_chinese(&guessed.text, &declared.text) => guessed,
            _ => declared,
        });
    }
    match guessed {
        Ok(decoded) if is_likely(&decoded) => match damaged(bytes, &decoded.text) {
            Some(encoding) => strict(bytes, encoding, Evidence::Guessed, 0),
            None => Ok(decoded),
        },
        // A guess that failed says less than where the likeliest encoding ends.
        _ => {
            let labelled = label.filter(|it| mended(bytes, it).is_some());
            match labelled.or_else(|| damaged(bytes, "")) {
                Some(encoding) => strict(bytes, encoding, Evidence::Guessed, 0),
                None => as_utf8,
            }
        }
    }
}

/// Returns the text of bytes that are ASCII with the escapes of ISO-2022-JP (RFC 1468).
fn iso_2022_jp(bytes: &[u8], declared: Option<&'static Encoding>) -> Option<Decoded> {
    const ESCAPES: [&[u8]; 2] = [b"\x1b$B", b"\x1b$@"];
    let has_escape = || {
        ESCAPES
            .iter()
            .any(|escape| memmem::find(bytes, escape).is_some())
    };
    let evidence = match declared {
        Some(encoding) if encoding == ISO_2022_JP => Evidence::Declared,
        _ => Evidence::Guessed,
    };
    let is_meant = bytes.is_ascii() && has_escape();
    is_meant.then(|| strict(bytes, ISO_2022_JP, evidence, 0).ok())?
}

/// Returns the encoding of Chinese that bytes are in but for a few that are damaged, when what was guessed is
/// no Chinese: an encoding of single bytes reads anything.
fn damaged(bytes: &[u8], guessed: &str) -> Option<&'static Encoding> {
    let is_other = !is_common_chinese(guessed);
    let mut encodings = [UTF_8, GB18030, BIG5].into_iter();
    encodings.find(|encoding| is_other && mended(bytes, encoding).is_some())
}

/// Returns the Chinese text of bytes of which a few are not valid in an encoding, with a U+FFFD for each of those; none
/// when there are none, or too many.
fn mended(bytes: &[u8], encoding: &'static Encoding) -> Option<String> {
    /// Han characters for each sign that may be damaged.
    const SHARE: usize = 5;
    let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
    let wrong = text.chars().filter(|it| *it == '\u{fffd}').count();
    let is_han = |it: &char| matches!(it, '\u{4e00}'..='\u{9fff}');
    let han = text.chars().filter(is_han).count();
    let is_most = wrong * SHARE <= han && is_common_chinese(&text);
    (has_errors && is_most).then(|| text.into_owned())
}

/// Returns the format that bytes are, when it is none of text.
pub fn binary_format(bytes: &[u8]) -> Option<&'static str> {
    let signature = SIGNATURES
        .iter()
        .find(|(signature, _)| bytes.starts_with(signature));
    let known = signature.map(|(_, format)| *format);
    // Words begin like these, and have other words behind.
    let has = |at: usize, words: &[&[u8]]| {
        let rest = bytes.get(at..).unwrap_or_default();
        words.iter().any(|word| rest.starts_with(word))
    };
    let is_riff = has(0, &[b"RIFF"]) && has(8, &[b"WEBP", b"WAVE", b"AVI "]);
    let is_bzip2 = has(0, &[b"BZh"]) && has(4, &[b"1AY&SY", b"\x17rE8P\x90"]);
    known
        .or(is_riff.then_some("a RIFF file (WebP, WAV or AVI)"))
        .or(is_bzip2.then_some("a bzip2 archive"))
}

/// Returns UTF-16 of one order or the other, when there are zeros, as ASCII characters and line ends
/// have them, and the text is one with them: 一 has a zero in the other place.
fn zero_pattern(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if !bytes.len().is_multiple_of(2) || !sample.contains(&0) {
        return None;
    }
    let is_text = |encoding: &&'static Encoding| {
        let (text, _) = encoding.decode_without_bom_handling(sample);
        let usual = text.chars().filter(|it| is_usual(*it)).count();
        usual * 20 >= text.chars().count() * 19
            && strict(bytes, encoding, Evidence::Zeros, 0).is_ok()
    };
    [UTF_16LE, UTF_16BE].into_iter().find(is_text)
}

/// Returns whether a character is one that Chinese and western texts are made of.
fn is_usual(character: char) -> bool {
    matches!(character, ' '..='~' | '\n' | '\r' | '\t' | '\u{a0}'..='\u{17f}' | '\u{2010}'..='\u{2027}'
        | '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff00}'..='\u{ffef}')
}

/// Returns whether a text is Chinese by its commonest characters and another, of the same bytes, is not: the
/// label that the other was decoded by lies.
fn is_more_chinese(text: &str, other: &str) -> bool {
    is_common_chinese(text)
        && other.contains(|it| matches!(it, '\u{4e00}'..='\u{9fff}'))
        && !is_common_chinese(other)
}

/// Returns whether the commonest characters are as common in a text as they are in Chinese, where one in five or
/// so is among them; of what a wrong encoding gives hardly any is.
fn is_common_chinese(text: &str) -> bool {
    const COMMON: &str = "的一是不了在有人我他這这個个們们中來来上大為为和國国地到以說说時时要就出會会可也你對对生能而子那得於于着下自之年過过發发後后作裡里";
    const SHARE: usize = 25;
    let is_han = |it: &char| matches!(it, '\u{4e00}'..='\u{9fff}');
    let han = text.chars().filter(is_han).count();
    let common = text.chars().filter(|it| COMMON.contains(*it)).count();
    common > 0 && common * SHARE > han
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Returns whether a guess gave what may be a text: single-byte encodings decode anything, and most
/// of what they then give is no text.
fn is_likely(decoded: &Decoded) -> bool {
    let is_odd = |character: &char| matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{fffd}');
    let odd = decoded.text.chars().filter(is_odd).count() + decoded.controls;
    odd * 50 <= decoded.text.chars().count()
}

/// Decodes bytes that must be valid; `start` is where they stand in the file.
fn strict(
    bytes: &[u8],
    encoding: &'static Encoding,
    evidence: Evidence,
    start: usize,
) -> Result<Decoded, DecodeError> {
    let invalid = |offset: usize| DecodeError::Invalid {
        encoding: encoding.name(),
        offset: start + offset,
        is_damaged: mended(bytes, encoding).is_some(),
    };
    let text = encoding
        .decode_without_bom_handling_and_without_replacement(bytes)
        .ok_or_else(|| invalid(first_invalid(bytes, encoding)))?;
    Ok(decoded(&text, encoding.name(), evidence))
}

fn decoded(text: &str, encoding: &'static str, evidence: Evidence) -> Decoded {
    let (text, controls) = make_visible(text);
    Decoded {
        text,
        encoding,
        evidence,
        controls,
    }
}

/// Returns the offset of the first byte that is not valid.
fn first_invalid(bytes: &[u8], encoding: &'static Encoding) -> usize {
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(4096);
    let mut read = 0;
    loop {
        text.clear();
        let (result, count) =
            decoder.decode_to_string_without_replacement(&bytes[read..], &mut text, true);
        read += count;
        match result {
            encoding_rs::DecoderResult::OutputFull if count > 0 => {}
            encoding_rs::DecoderResult::Malformed(bad, after) => {
                return read.saturating_sub(usize::from(bad) + usize::from(after));
            }
            _ => return read,
        }
    }
}

/// Returns a text with `\n` for every line end and with names for characters that hide or reorder
/// others, and the number of those.
fn make_visible(text: &str) -> (String, usize) {
    let mut visible = String::with_capacity(text.len());
    let mut controls = 0;
    let mut rest = text;
    while let Some(at) = next_special(rest.as_bytes()) {
        visible.push_str(&rest[..at]);
        let mut characters = rest[at..].chars();
        match characters.next().unwrap_or_default() {
            '\r' => {
                let after = characters.as_str();
                characters = after.strip_prefix('\n').unwrap_or(after).chars();
                visible.push('\n');
            }
            '\u{2028}' | '\u{2029}' | '\u{85}' => visible.push('\n'),
            character if is_hiding(character) => {
                controls += 1;
                visible += &visible_name(character);
            }
            character => visible.push(character),
        }
        rest = characters.as_str();
    }
    visible.push_str(rest);
    (visible, controls)
}

/// Returns the first byte that a character which is no plain text may begin with. Most pieces of most texts
/// have none, and are looked at whole.
fn next_special(bytes: &[u8]) -> Option<usize> {
    const PIECE: usize = 32;
    let has_any = |piece: &[u8]| {
        piece
            .iter()
            .fold(false, |has, byte| has | may_be_special(*byte))
    };
    let piece = bytes.chunks(PIECE).position(has_any)?;
    let start = piece * PIECE;
    let at = bytes[start..]
        .iter()
        .position(|byte| may_be_special(*byte))?;
    Some(start + at)
}

/// Returns whether a character that is no plain text may begin with a byte: an ASCII control, or what the
/// C1 controls and the marks in U+2000 to U+2FFF begin with in UTF-8.
fn may_be_special(byte: u8) -> bool {
    byte < b' ' && !matches!(byte, b'\t' | b'\n') || matches!(byte, 0x7f | 0xc2 | 0xd8 | 0xe2)
}

/// Encodings that a Chinese file is most likely in, for the help of an error.
pub fn likely_labels() -> [&'static str; 3] {
    [UTF_8.name(), BIG5.name(), GB18030.name()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "美股屢創歷史新高，標題之後是正文。\n第二段的文字也在這裡，為的是讓猜測有所依據。\n";
    const SIMPLIFIED: &str =
        "美股屡创历史新高，标题之后是正文。\n第二段的文字也在这里，为的是让猜测有所依据。\n";

    fn check(bytes: &[u8], label: Option<&str>, expected: (&str, &'static str, Evidence)) {
        let decoded = decode(bytes, None, label.and_then(encoding));
        let decoded = decoded.unwrap_or_else(|error| panic!("{error:?}"));
        let found = (decoded.text.as_str(), decoded.encoding, decoded.evidence);
        assert_eq!(found, expected);
    }

    fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn encodings() {
        let big5 = BIG5.encode(TEXT).0;
        let gb = GB18030.encode(SIMPLIFIED).0;
        check(TEXT.as_bytes(), None, (TEXT, "UTF-8", Evidence::Valid));
        let marked = format!("\u{feff}{TEXT}");
        check(
            marked.as_bytes(),
            None,
            (TEXT, "UTF-8", Evidence::ByteOrderMark),
        );
        let little = utf_16(&marked, u16::to_le_bytes);
        check(&little, None, (TEXT, "UTF-16LE", Evidence::ByteOrderMark));
        check(&little[2..], None, (TEXT, "UTF-16LE", Evidence::Zeros));
        let big = utf_16(TEXT, u16::to_be_bytes);
        check(&big, None, (TEXT, "UTF-16BE", Evidence::Zeros));
        check(&big5, Some("big5"), (TEXT, "Big5", Evidence::Declared));
        check(&big5, None, (TEXT, "Big5", Evidence::Guessed));
        check(&gb, Some("gb2312"), (SIMPLIFIED, "GBK", Evidence::Declared));
        check(&gb, None, (SIMPLIFIED, "GBK", Evidence::Guessed));
    }

    #[test]
    fn utf_32() {
        let marked = format!("\u{feff}{TEXT}");
        let little: Vec<u8> = marked
            .chars()
            .flat_map(|it| u32::from(it).to_le_bytes())
            .collect();
        let big: Vec<u8> = marked
            .chars()
            .flat_map(|it| u32::from(it).to_be_bytes())
            .collect();
        check(&little, None, (TEXT, "UTF-32LE", Evidence::ByteOrderMark));
        check(&big, None, (TEXT, "UTF-32BE", Evidence::ByteOrderMark));
        check(&little[4..], None, (TEXT, "UTF-32LE", Evidence::Zeros));
        check(&big[4..], None, (TEXT, "UTF-32BE", Evidence::Zeros));
        // UTF-16 that begins with a zero is no UTF-32.
        let text = utf_16("\u{feff}\0甲乙丙丁", u16::to_le_bytes);
        check(
            &text,
            None,
            ("␀甲乙丙丁", "UTF-16LE", Evidence::ByteOrderMark),
        );
    }

    #[test]
    fn a_label_that_lies() {
        let bytes = TEXT.as_bytes();
        check(bytes, Some("gb2312"), (TEXT, "UTF-8", Evidence::Valid));
        let big5 = BIG5.encode(TEXT).0;
        check(&big5, Some("utf-8"), (TEXT, "Big5", Evidence::Guessed));
    }

    #[test]
    fn binaries_have_a_name() {
        let format = |bytes: &[u8]| match decode(bytes, None, None) {
            Err(DecodeError::Binary(format)) => format,
            other => panic!("{other:?}"),
        };
        assert_eq!(format(b"\x89PNG\r\n\x1a\n\0\0"), "a PNG image");
        assert_eq!(format(b"%PDF-1.7"), "a PDF document");
        assert_eq!(format(b"PK\x03\x04...."), "a ZIP archive");
        assert_eq!(format(&[1, 2, 3, 0, 4, 5, 0, 0, 6, 7]), "binary data");
        assert_eq!(format(&[1, 2, 3, 0, 4, 5, 0, 0]), "binary data");
        assert_eq!(format(&[0; 64]), "binary data");
    }

    #[test]
    fn the_offset_of_what_cannot_be_decoded() {
        let check = |bytes: &[u8], label: &str, expected: (&'static str, usize, bool)| {
            let (encoding, offset, is_damaged) = expected;
            let expected = DecodeError::Invalid {
                encoding,
                offset,
                is_damaged,
            };
            assert_eq!(decode(bytes, None, super::encoding(label)), Err(expected));
        };
        let text = TEXT.repeat(3);
        let mut bytes = text.as_bytes().to_vec();
        bytes[30] = 0xff;
        check(&bytes, "utf-8", ("UTF-8", 30, true));
        let mut bytes = BIG5.encode(&text).0.into_owned();
        bytes[10] = 0xff;
        check(&bytes, "big5", ("Big5", 10, true));
        let expected = DecodeError::Invalid {
            encoding: "UTF-8",
            offset: 3,
            is_damaged: false,
        };
        assert_eq!(decode(b"abc\xff", Some(UTF_8), None), Err(expected));
    }

    #[test]
    fn a_few_damaged_bytes_are_replaced_where_the_encoding_is_named() {
        for label in ["utf-8", "big5", "gbk"] {
            let encoding = encoding(label).expect("a label");
            let (bytes, _, _) = encoding.encode(TEXT);
            let damaged = [&bytes, b"\xff".as_slice()].concat();
            let read = decode(&damaged, Some(encoding), None).expect("a text");
            assert_eq!(read.text, format!("{TEXT}\u{fffd}"), "{label}");
            assert_eq!(read.evidence, Evidence::Chosen);
        }
        // A short text too; where no encoding is named, it is none that reads anything.
        let text = "标题\n\n这是一段简体中文的文字内容很多。";
        let (bytes, _, _) = GB18030.encode(text);
        let damaged = [&bytes, b"\xff\xff".as_slice()].concat();
        let read = decode(&damaged, Some(GB18030), None).expect("a text");
        assert_eq!(read.text, format!("{text}\u{fffd}\u{fffd}"));
        assert!(decode(&damaged, None, None).is_err());
        // What is another encoding is not damaged.
        let big5 = BIG5.encode(TEXT).0;
        assert!(decode(&big5, Some(UTF_8), None).is_err());
    }

    #[test]
    fn hidden_characters_are_shown() {
        let decoded = decode(
            "甲\0乙\u{202e}丙\r\n丁\u{7f}戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥".as_bytes(),
            None,
            None,
        );
        let decoded = decoded.expect("a text");
        assert!(
            decoded.text.starts_with("甲␀乙<U+202E>丙\n丁␡"),
            "{}",
            decoded.text
        );
        assert_eq!(decoded.controls, 3);
    }
}
