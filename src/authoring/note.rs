//! Writes notes as DESIGN section 4 has them.

use super::annotate::{Citation, Request};
use crate::article::document::ItemKey;
use crate::article::marks_around;
use crate::config::{Config, InterfaceLanguage, NoteClass, Term};
use crate::import::markdown;

/// Writes notes in the script of an article.
pub(super) struct NoteWriter<'a> {
    pub(super) config: &'a Config,
    pub(super) language: InterfaceLanguage,
}

impl NoteWriter<'_> {
    /// Returns a note, without a line break at its end; none when its words cannot be quoted.
    pub(super) fn note(&self, id: &str, request: &Request<'_>) -> Option<String> {
        let term = self.config.vocabulary.term(request.term);
        let lemma = self.quoted(request.quote)?;
        let reading = match request.reading {
            Some(reading) => format!("→{}", self.quoted(reading)?),
            None => String::new(),
        };
        // A line break at the beginning is meant: items follow.
        let gist = request.gist.trim_end().trim_start_matches([' ', '\t']);
        let gist = gist.replace("\r\n", "\n");
        let indented = |line: &str| match line.trim().is_empty() {
            true => String::new(),
            false => format!("{INDENT}{line}"),
        };
        let lines: Vec<String> = gist.split('\n').map(indented).collect();
        let gist = lines.join("\n");
        let gist = gist.strip_prefix(INDENT).unwrap_or(&gist);
        let colon = self.colon();
        let head = format!(
            "[^{id}]: **{}** {lemma}{reading}{colon}{gist}",
            label(term, self.config, self.language)
        );
        let mut note = head.trim_end().to_owned();
        let mut item = |key: ItemKey, text: &str| {
            note += &format!("\n{INDENT}- {} {text}", key.name(self.language));
        };
        if let Some(citation) = &request.evidence {
            item(ItemKey::Evidence, &self.citation(citation)?);
        }
        if let Some(confidence) = request.confidence {
            item(ItemKey::Confidence, &self.literal(confidence));
        }
        if let Some(reviewer) = request.reviewer {
            item(ItemKey::Reviewer, &self.literal(reviewer));
        }
        Some(note)
    }

    fn citation(&self, citation: &Citation<'_>) -> Option<String> {
        let title = citation.name();
        let quotation = match citation.quotation {
            Some(quotation) => self.quoted(quotation)?,
            None => String::new(),
        };
        Some(match citation.url {
            Some(url) => markdown::link(title, url) + &quotation,
            None if quotation.is_empty() => self.literal(title),
            None => self.literal(title) + self.colon() + &quotation,
        })
    }

    fn colon(&self) -> &'static str {
        match self.language {
            InterfaceLanguage::English => ": ",
            _ => "：",
        }
    }

    /// Returns a text in quotation marks.
    fn quoted(&self, text: &str) -> Option<String> {
        let (open, close) = marks_around(text, self.language)?;
        Some(format!("{open}{}{close}", self.literal(text)))
    }

    /// Returns a text as Markdown that reads as just this text.
    fn literal(&self, text: &str) -> String {
        let literal = markdown::literal(text, INDENT);
        match self.config.markdown.math {
            true => literal.replace('$', "\\$"),
            false => literal,
        }
    }
}

/// What the lines of a note begin with, but for the first.
const INDENT: &str = "    ";

/// Returns the label of a term as notes have it: that of an emendation is 校, as long as no site gives it
/// another meaning.
pub(super) fn label<'a>(term: &'a Term, config: &Config, language: InterfaceLanguage) -> &'a str {
    let seal = term.seals.in_language(language);
    let is_short = term.class == NoteClass::Emendation
        && language != InterfaceLanguage::English
        && config
            .vocabulary
            .find(seal)
            .map(|index| &config.vocabulary.term(index).slug)
            == Some(&term.slug);
    if is_short { seal } else { term.label(language) }
}
