//! The text that an article was imported with, made again of the file that lies beside it.
//!
//! An article has only the digest of that text; the text itself is needed to show how the body differs
//! from it. What is made again counts only when it has this digest.

use super::{Format, Input, Options, decode, read_all};
use crate::article::document::plain_text;
use crate::article::{self, Article, document, fidelity};
use crate::config::Config;
use crate::diagnostic::Source;
use crate::project::{Content, ContentKind};

/// Returns the plain text that an article was imported with, from the bytes of its source's file; none
/// when these do not become a text with the digest that the article records.
pub fn text(article: &Article, bytes: &[u8], config: &Config) -> Option<String> {
    let origin = &article.front_matter.origin;
    let recorded = &origin.text.as_ref()?.value;
    let input = Input {
        name: origin.file.as_ref()?.value.clone(),
        bytes: bytes.to_vec(),
        companions: Vec::new(),
        articles: Vec::new(),
    };
    let encoding = origin.encoding.as_deref().and_then(decode::encoding);
    let formats = Format::ALL.into_iter().map(Some);
    let mut attempts = [None]
        .into_iter()
        .chain(formats)
        .flat_map(|format| [None, encoding].map(|encoding| (format, encoding)));
    attempts.find_map(|(format, encoding)| {
        let options = Options {
            format,
            encoding,
            url: origin.url.clone(),
            ..Options::default()
        };
        let mut texts = read_all(&input, &options, config)
            .into_iter()
            .filter_map(Result::ok)
            .map(|bundle| body(&bundle.index, config));
        texts.find(|text| fidelity::text_digest(text) == *recorded)
    })
}

/// Returns the plain text of an `index.md`.
fn body(index: &str, config: &Config) -> String {
    let content = Content {
        kind: ContentKind::Article,
        slug: String::new(),
        source: Source::new("index.md", index),
        assets: Vec::new(),
        written: Vec::new(),
        sources: None,
    };
    let article = article::parse(&content, config).value;
    plain_text(&document(&article, config).blocks)
}
