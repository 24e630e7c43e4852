//! Feeds importing with damaged files for as long as it is told, and stops at the first that it fails on.
//!
//! ```sh
//! cargo run --example import_fuzz -- --seconds 600            # with overflow checks
//! cargo run --release --example import_fuzz -- --seconds 600 --seed 2
//! ```
//!
//! Files of every format are made of pieces that rules look for, then cut, joined, repeated, flipped
//! and written in other encodings. Each must become articles or a diagnostic: without a panic, within
//! seconds, the same twice, and never by way of `import-unaccounted` or `import-not-literal`, which say
//! that a rule of ours is wrong. A file that fails is written beside where the program runs.

use std::error::Error;
use std::io::{Cursor, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use kaozheng::config::{self, Config};
use kaozheng::diagnostic::Source;
use kaozheng::import::{self, Input, Options};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Longer than this no file of a few kilobytes may take, even where much else runs.
const SLOW: Duration = Duration::from_secs(20);

/// Pieces that a rule, Markdown, YAML or a parser could take for more than text.
const PIECES: &[&str] = &[
    "美股屢創歷史新高",
    "這是一段正文，說了許多事情。",
    "题目",
    "\n",
    "\n\n",
    "\r\n",
    "    ",
    "\t",
    " ",
    "\u{3000}",
    "\u{a0}",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "# ",
    "> ",
    "- ",
    "1. ",
    "2. ",
    "1、",
    "---\n",
    "===",
    "+++\n",
    "|",
    "| --- |",
    "[",
    "]",
    "(",
    ")",
    "[^1]",
    "[^1]: ",
    "![",
    "&amp;",
    "&#x202e;",
    "&#0;",
    "&",
    "\\",
    "-{",
    "}-",
    "「",
    "」",
    "“”",
    ":",
    "：",
    "…",
    "2024-02-25",
    "2024年2月25日",
    "民國113年2月25日",
    "二〇二四年二月二十五日",
    "Feb. 25, 2024",
    "作者：",
    "記者王小明／台北報導",
    "更新",
    "來源：新華社",
    "延伸閱讀",
    "相關新聞",
    "免責聲明",
    "責任編輯：",
    "By Jane Doe",
    "一、",
    "（一）",
    "【",
    "】",
    "■ ",
    "• ",
    "\u{feff}",
    "\u{202e}",
    "\0",
    "\u{c}",
    "\u{fdd0}",
    "𠮷",
    "é",
    "ﬁ",
    "title: ",
    "date: ",
    "http://a.b/c",
    "'",
    "\"",
    "<!DOCTYPE html>",
    "<html>",
    "<head>",
    "<title>",
    "</title>",
    "<meta charset=big5>",
    "<meta name=author content=x>",
    "<meta property=og:site_name content=某報>",
    "<script type='application/ld+json'>",
    "{\"@type\":\"NewsArticle\",\"headline\":\"x\"}",
    "</script>",
    "<body>",
    "<article>",
    "</article>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<h1>",
    "</h1>",
    "<h2>",
    "</h2>",
    "<ul><li>",
    "</ul>",
    "<ol start=9>",
    "<table><tr><td>",
    "<td>",
    "</table>",
    "<blockquote>",
    "</blockquote>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<a href=x>",
    "<a href='javascript:x'>",
    "</a>",
    "<em>",
    "</em>",
    "<strong>",
    "</strong>",
    "<br>",
    "<hr>",
    "<img src=x alt=y>",
    "<img src='data:image/gif;base64,R0lGODdh'>",
    "<ruby>漢<rt>x",
    "</ruby>",
    "<svg>",
    "<math>",
    "<noscript>",
    "<template>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<frameset>",
    "<select>",
    "<w:p>",
    "</w:p>",
    "<w:r><w:t>",
    "</w:t></w:r>",
    "<w:del>",
    "</w:del>",
    "<w:tbl><w:tr><w:tc>",
    "</w:tc></w:tr></w:tbl>",
    "<w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr>",
    "<w:footnoteReference w:id='1'/>",
    "<w:br/>",
    "<!ENTITY x 'y'>",
    "WARC/1.0\r\n",
    "WARC-Type: response\r\n",
    "Content-Length: 9\r\n",
    "HTTP/1.1 200 OK\r\n",
    "Transfer-Encoding: chunked\r\n",
    "4\r\n",
    "Content-Encoding: gzip\r\n",
    "Content-Type: text/html\r\n",
    "boundary=b",
    "--b\r\n",
    "--b--",
];

const NAMES: &[&str] = &[
    "a.txt",
    "a.html",
    "a.md",
    "a.mht",
    "a.warc",
    "a.warc.gz",
    "a.docx",
    "a.epub",
    "a",
];

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)?.parse::<u64>().ok()
    };
    let seconds = value("--seconds").unwrap_or(60);
    let mut chance = Chance(
        value("--seed")
            .unwrap_or(1)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            | 1,
    );
    let config = config::read(&Source::new(config::FILE_NAME, "title = \"-\"")).value;
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut files, mut articles, mut slowest) = (0_u64, 0_usize, Duration::ZERO);
    while Instant::now() < end {
        let input = chance.input()?;
        let start = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| check(&input, &config)));
        let time = start.elapsed();
        slowest = slowest.max(time);
        let outcome = outcome.unwrap_or_else(|_| Err("it panicked".to_owned()));
        let outcome = outcome.and_then(|count| match time > SLOW {
            true => Err(format!("it took {time:?}")),
            false => Ok(count),
        });
        match outcome {
            Ok(count) => articles += count,
            Err(problem) => {
                let path = format!("import-fuzz-{}", input.name);
                std::fs::write(&path, &input.bytes)?;
                return Err(format!("{problem}: the file is in {path}").into());
            }
        }
        files += 1;
    }
    println!(
        "{files} files in {seconds} s, {articles} articles, none failed; the slowest took {slowest:?}"
    );
    Ok(())
}

/// Imports a file twice, and returns how many articles it became.
fn check(input: &Input, config: &Config) -> Result<usize, String> {
    let outcome = || -> Result<Vec<String>, String> {
        let mut indexes = Vec::new();
        for split in [false, true] {
            let options = Options {
                split,
                ..Options::default()
            };
            for bundle in import::read_all(input, &options, config) {
                match bundle {
                    Ok(bundle) => indexes.push(bundle.index),
                    Err(problem)
                        if matches!(problem.code, "import-unaccounted" | "import-not-literal") =>
                    {
                        return Err(format!("{}: {}", problem.code, problem.message));
                    }
                    Err(_) => {}
                }
            }
        }
        Ok(indexes)
    };
    let indexes = outcome()?;
    if outcome()? != indexes {
        return Err("it is not the same twice".to_owned());
    }
    Ok(indexes.len())
}

/// A generator of numbers that only depend on where it began (Marsaglia's xorshift64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Returns a number below a limit.
    fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 16) as usize % limit.max(1)
    }

    fn text(&mut self, pieces: usize) -> String {
        let count = self.below(pieces) + 1;
        let mut text = String::new();
        for _ in 0..count {
            let piece = PIECES[self.below(PIECES.len())];
            let times = if self.below(40) == 0 {
                self.below(300)
            } else {
                1
            };
            text += &piece.repeat(times);
        }
        text
    }

    fn input(&mut self) -> Result<Input, Box<dyn Error>> {
        let name = NAMES[self.below(NAMES.len())];
        let mut bytes = match name {
            "a.docx" => self.document()?,
            "a.epub" => self.book()?,
            "a.warc" | "a.warc.gz" => self.web_archive()?,
            "a.html" => format!("<html><body><article>{}", self.text(80)).into_bytes(),
            _ => self.text(80).into_bytes(),
        };
        if self.below(3) == 0 {
            bytes = self.encoded(bytes);
        }
        // Most archives would only be broken.
        let is_packed = matches!(name, "a.docx" | "a.epub" | "a.warc.gz");
        if self.below(if is_packed { 8 } else { 2 }) == 0 {
            self.damage(&mut bytes);
        }
        Ok(Input {
            name: name.to_owned(),
            bytes,
            companions: Vec::new(),
            articles: Vec::new(),
        })
    }

    fn encoded(&mut self, bytes: Vec<u8>) -> Vec<u8> {
        let Ok(text) = std::str::from_utf8(&bytes) else {
            return bytes;
        };
        match self.below(4) {
            0 => encoding_rs::BIG5.encode(text).0.into_owned(),
            1 => encoding_rs::GB18030.encode(text).0.into_owned(),
            2 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            _ => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }

    fn damage(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len());
            match self.below(5) {
                0 => bytes.truncate(at),
                1 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                2 => bytes.insert(at, self.next() as u8),
                3 if at < bytes.len() => {
                    let end = (at + self.below(40)).min(bytes.len());
                    let piece = bytes[at..end].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => {
                    let piece = PIECES[self.below(PIECES.len())];
                    bytes.splice(at..at, piece.bytes());
                }
            }
        }
    }

    /// Returns pieces that are well-formed XML as often as not.
    fn markup(&mut self) -> String {
        const BLOCKS: &[&str] = &[
            "<w:p><w:r><w:t>文字。</w:t></w:r></w:p>",
            "<w:p><w:pPr><w:pStyle w:val='1'/></w:pPr><w:r><w:t>章</w:t></w:r></w:p>",
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>項</w:t></w:r></w:p>",
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>- 項</w:t></w:r></w:p>",
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>「粗」</w:t></w:r><w:r><w:t>:後*</w:t></w:r></w:p>",
            "<w:p><w:r><w:footnoteReference w:id='1'/></w:r><w:r><w:t>: 註</w:t></w:r></w:p>",
            "<w:p><w:del><w:r><w:delText>刪</w:delText></w:r></w:del><w:r><w:br/><w:t>#題</w:t><w:br/></w:r></w:p>",
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲|</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
            "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:t>x</w:t><w:fldChar w:fldCharType='end'/></w:r></w:p>",
        ];
        let count = self.below(20) + 1;
        let mut markup = String::new();
        for _ in 0..count {
            markup += match self.below(12) {
                0 => PIECES[self.below(PIECES.len())],
                _ => BLOCKS[self.below(BLOCKS.len())],
            };
        }
        markup
    }

    fn document(&mut self) -> Result<Vec<u8>, Box<dyn Error>> {
        let body = format!(
            "<w:document><w:body>{}</w:body></w:document>",
            self.markup()
        );
        let notes = format!(
            "<w:footnotes><w:footnote w:id='1'>{}</w:footnote></w:footnotes>",
            self.markup()
        );
        archive(&[
            ("word/document.xml", &body),
            ("word/footnotes.xml", &notes),
            (
                "word/styles.xml",
                "<w:styles><w:style w:styleId='1'><w:name w:val='heading 1'/></w:style></w:styles>",
            ),
            (
                "word/numbering.xml",
                "<w:numbering><w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>",
            ),
            (
                "word/_rels/document.xml.rels",
                "<R><R Id='a' Type='x/footnotes' Target='footnotes.xml'/><R Id='b' Type='x/styles' Target='styles.xml'/><R Id='c' Type='x/numbering' Target='numbering.xml'/></R>",
            ),
        ])
    }

    fn book(&mut self) -> Result<Vec<u8>, Box<dyn Error>> {
        let chapters = [self.text(60), self.text(60)];
        archive(&[
            (
                "META-INF/container.xml",
                "<c><rootfile full-path='b.opf'/></c>",
            ),
            (
                "b.opf",
                "<package><metadata><title>書</title></metadata><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/><item id='b' href='b.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/><itemref idref='b'/></spine></package>",
            ),
            ("a.xhtml", &chapters[0]),
            ("b.xhtml", &chapters[1]),
        ])
    }

    fn web_archive(&mut self) -> Result<Vec<u8>, Box<dyn Error>> {
        let mut bytes = Vec::new();
        for _ in 0..=self.below(3) {
            let body = format!("<html><body><article><p>{}", self.text(40));
            let message = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
            let record = format!(
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-03-01T00:00:00Z\r\nWARC-Target-URI: https://a.b/\r\nContent-Length: {}\r\n\r\n{message}\r\n\r\n",
                message.len()
            );
            if self.below(2) == 0 {
                bytes.extend(record.into_bytes());
            } else {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
                encoder.write_all(record.as_bytes())?;
                bytes.extend(encoder.finish()?);
            }
        }
        Ok(bytes)
    }
}

fn archive(parts: &[(&str, &str)]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default())?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}
