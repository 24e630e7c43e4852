//! `kaozheng convert`: convert standard input to standard output, of any size.

use std::io::{self, ErrorKind, Read, Write};

use clap::builder::PossibleValuesParser;
use serde_json::json;

use super::Exit;
use super::output::{Format, Output};
use crate::script::{self, Piece, Segment, Stream};

/// The bytes that are read and converted at once.
const BLOCK: usize = 64 * 1024;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Convert as this configuration of OpenCC does: s simplified, t traditional, tw Taiwan,
    /// hk Hong Kong, jp Japan, p with the region's own words
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(script::configurations()))]
    config: String,
    /// Instead of the text, write what was changed: the source, what it became, and the
    /// dictionaries that say so, with tabs between, one change a line
    #[arg(long)]
    explain: bool,
    /// With --explain, write each change as a JSON object, with its place in bytes
    #[arg(long, requires = "explain")]
    json: bool,
}

/// Converts standard input, whatever the folder.
pub fn run(arguments: &Arguments) -> Exit {
    let format = if arguments.json {
        Format::Json
    } else {
        Format::Text
    };
    let mut output = Output::new(format);
    let error = match convert(arguments, io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => return Exit::Good,
        Err(error) => error,
    };
    match error {
        // Whoever reads has enough.
        ConvertError::Write(error) if error.kind() == ErrorKind::BrokenPipe => Exit::Good,
        ConvertError::Write(error) => {
            output.error(&format!("cannot write to standard output: {error}"));
            Exit::InputOutput
        }
        ConvertError::Read(error) => {
            output.error(&format!("cannot read standard input: {error}"));
            Exit::InputOutput
        }
        ConvertError::NotUtf8(offset) => {
            output.error(&format!(
                "standard input is not UTF-8 at byte {offset}, counted from 0; what comes before was converted"
            ));
            Exit::Content
        }
    }
}

enum ConvertError {
    Read(io::Error),
    Write(io::Error),
    /// With the place of the first byte that is not text.
    NotUtf8(usize),
}

fn convert(
    arguments: &Arguments,
    mut input: impl Read,
    output: impl Write,
) -> Result<(), ConvertError> {
    let converter =
        script::converter(&arguments.config).expect("clap lets pass known configurations only");
    let mut stream = Stream::new(converter, BLOCK);
    let mut writer = Writer {
        arguments,
        output,
        offset: 0,
    };
    let mut bytes = Vec::with_capacity(2 * BLOCK);
    let mut offset = 0;
    let failure = loop {
        let read = (&mut input).take(BLOCK as u64).read_to_end(&mut bytes);
        if let Err(error) = read {
            break Some(ConvertError::Read(error));
        }
        let is_end = matches!(read, Ok(0));
        let (text, is_text) = valid_start(&bytes);
        let length = text.len();
        if let Some(piece) = stream.push(text) {
            writer.write(&piece).map_err(ConvertError::Write)?;
        }
        bytes.drain(..length);
        offset += length;
        if !is_text || (is_end && !bytes.is_empty()) {
            break Some(ConvertError::NotUtf8(offset));
        }
        if is_end {
            break None;
        }
    };
    let written = writer.write(&stream.finish()).and_then(|()| writer.flush());
    written.map_err(ConvertError::Write)?;
    failure.map_or(Ok(()), Err)
}

/// Returns the text that some bytes begin with, and whether what follows it could become text with more bytes.
fn valid_start(bytes: &[u8]) -> (&str, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(error) => {
            let start = std::str::from_utf8(&bytes[..error.valid_up_to()]);
            let text = start.expect("the error says that this much is valid");
            (text, error.error_len().is_none())
        }
    }
}

/// Writes converted pieces in the form that was asked for.
struct Writer<'a, Stream> {
    arguments: &'a Arguments,
    output: Stream,
    /// The bytes of the source so far.
    offset: usize,
}

impl<Stream: Write> Writer<'_, Stream> {
    fn write(&mut self, piece: &Piece) -> io::Result<()> {
        if !self.arguments.explain {
            return self.output.write_all(piece.converted.text.as_bytes());
        }
        let mut lines = String::new();
        for segment in &piece.converted.segments {
            let source = &piece.source[segment.source.clone()];
            let output = &piece.converted.text[segment.output.clone()];
            if source != output {
                lines += &self.explain(segment, source, output);
                lines.push('\n');
            }
        }
        self.offset += piece.source.len();
        self.output.write_all(lines.as_bytes())
    }

    fn explain(&self, segment: &Segment, source: &str, output: &str) -> String {
        let names: Vec<&str> = segment.dictionaries.names().collect();
        if self.arguments.json {
            let offset = self.offset + segment.source.start;
            json!({ "offset": offset, "source": source, "output": output, "dictionaries": names })
                .to_string()
        } else {
            format!("{source}\t{output}\t{}", names.join(", "))
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}
