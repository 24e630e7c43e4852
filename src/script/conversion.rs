//! All that turns the texts of one language into those of an edition: the engine, the author's rules
//! and the site's, and the quotation marks.
//!
//! What counts first: forms fixed in the text itself, then the rules of the article, then those of
//! the site, then the engine. Each looks for its longest words in what the ones before it leave.

use std::borrow::Cow;
use std::ops::Range;

use super::alignment::Segment;
use super::data::Dictionaries;
use super::{Converted, Converter, Rules, configuration, converter, quotation};
use crate::config::forms::{self, Parsed};
use crate::config::language::{HanScript, han_script, is_of_other_region};
use crate::config::{Config, Level};

/// What two language tags say of a conversion.
#[derive(Debug, Clone, Copy)]
pub struct Direction {
    /// The configuration of the engine.
    configuration: Option<&'static str>,
    /// The script whose quotation marks the text is to have.
    quotation: Option<HanScript>,
    is_identity: bool,
}

impl Direction {
    /// Returns what texts in the language `from` go through on their way to an edition in `to`.
    ///
    /// An edition in the text's own script shows the text itself, unless both name regions and these
    /// differ: then rules count, and the engine does not.
    pub fn between(from: &str, to: &str, config: &Config) -> Direction {
        let identity = Direction {
            configuration: None,
            quotation: None,
            is_identity: true,
        };
        let (Some(own), Some(other)) = (han_script(from), han_script(to)) else {
            return identity;
        };
        if own == other && !is_of_other_region(from, to) {
            return identity;
        }
        Direction {
            configuration: configuration(from, to, config.conversion.level),
            quotation: (own != other && config.conversion.quotation_marks).then_some(other),
            is_identity: false,
        }
    }
}

/// How texts of one language become those of an edition.
#[derive(Debug, Clone)]
pub struct Conversion<'a> {
    /// The language tag of the texts.
    from: &'a str,
    /// The language tag of the edition.
    to: &'a str,
    converter: Option<&'static Converter>,
    /// The lists of rules, the first of which counts first.
    rules: Vec<Cow<'a, Rules>>,
    /// The script whose quotation marks the text is to have.
    quotation: Option<HanScript>,
    is_identity: bool,
}

impl<'a> Conversion<'a> {
    /// Returns the conversion that leaves everything as it is.
    pub fn identity(from: &'a str, to: &'a str) -> Conversion<'a> {
        Conversion {
            from,
            to,
            converter: None,
            rules: Vec::new(),
            quotation: None,
            is_identity: true,
        }
    }

    /// Returns the conversion of texts in the language `from` for an edition in `to`, with lists of
    /// rules for these languages, in the [direction](Direction) that these have.
    pub fn between(
        from: &'a str,
        to: &'a str,
        rules: Vec<Cow<'a, Rules>>,
        config: &Config,
    ) -> Conversion<'a> {
        Conversion::along(Direction::between(from, to, config), from, to, rules)
    }

    /// Returns the same where the direction is known.
    pub fn along(
        direction: Direction,
        from: &'a str,
        to: &'a str,
        mut rules: Vec<Cow<'a, Rules>>,
    ) -> Conversion<'a> {
        if direction.is_identity {
            return Conversion::identity(from, to);
        }
        rules.retain(|rules| !rules.is_empty());
        let configuration = direction.configuration;
        Conversion {
            from,
            to,
            converter: configuration.and_then(|name| converter(name).ok()),
            rules,
            quotation: direction.quotation,
            is_identity: false,
        }
    }

    /// Returns the same conversion with the engine at another level.
    pub fn at(self, level: Level) -> Conversion<'a> {
        let name = configuration(self.from, self.to, level);
        Conversion {
            converter: self
                .converter
                .and_then(|_| name.and_then(|name| converter(name).ok())),
            ..self
        }
    }

    /// Returns the conversion by an engine alone.
    #[cfg(test)]
    pub(super) fn by_engine(to: &'a str, converter: &'static Converter) -> Conversion<'a> {
        Conversion {
            converter: Some(converter),
            is_identity: false,
            ..Conversion::identity("zh", to)
        }
    }

    /// Returns whether texts come out in the other script.
    pub fn changes_script(&self) -> bool {
        self.converter.is_some()
    }

    /// Returns whether texts stay as they are.
    pub fn is_identity(&self) -> bool {
        self.is_identity
    }

    /// Returns whether texts come out as another edition than their own. Between two regions of one
    /// script they do only where there are rules.
    pub fn is_derivation(&self) -> bool {
        self.converter.is_some() || !self.rules.is_empty()
    }

    /// Returns the language tag of the edition.
    pub fn edition(&self) -> &str {
        self.to
    }

    /// Returns a text by itself, such as a title. What stands in it between `-{` and `}-` is fixed.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.is_identity && !text.contains("-{") {
            return Cow::Borrowed(text);
        }
        let mut pieces: Vec<(String, bool)> = Vec::new();
        let mut rest = text;
        while let Some((before, content, after)) = fixed(rest) {
            pieces.push((self.free(before), true));
            pieces.push((self.form(content), false));
            rest = after;
        }
        pieces.push((self.free(rest), true));
        let free = pieces.iter_mut().filter(|(_, is_free)| *is_free);
        self.localise_quotations(&mut free.map(|(piece, _)| piece).collect::<Vec<_>>());
        Cow::Owned(pieces.into_iter().map(|(piece, _)| piece).collect())
    }

    /// Returns a text by itself, owned.
    pub fn owned(&self, text: &str) -> String {
        self.text(text).into_owned()
    }

    /// Returns a text by itself, if there is one.
    pub fn optional(&self, text: Option<&String>) -> Option<String> {
        text.map(|text| self.owned(text))
    }

    /// Converts a run. What stands at the `fixed` places becomes what stands beside them: ascending,
    /// and none overlaps another. Quotation marks stay, for they go by the whole paragraph.
    pub fn convert(&self, text: &str, fixed: &[(Range<usize>, &str)]) -> Converted {
        let mut result = Converted {
            text: String::with_capacity(text.len() + text.len() / 16),
            segments: Vec::new(),
        };
        let mut start = 0;
        for (range, form) in fixed {
            self.convert_by_rules(&self.rules, text, start..range.start, &mut result);
            push(range.clone(), form, &mut result);
            start = range.end;
        }
        self.convert_by_rules(&self.rules, text, start..text.len(), &mut result);
        result
    }

    /// Converts a run of which nobody asks what became of its parts.
    pub fn run<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.converter {
            Some(converter) if self.rules.is_empty() => converter.text(text),
            None if self.rules.is_empty() => Cow::Borrowed(text),
            _ => Cow::Owned(self.convert(text, &[]).text),
        }
    }

    /// Gives the texts of one paragraph the quotation marks of the edition.
    pub fn localise_quotations(&self, texts: &mut [&mut String]) {
        if let Some(script) = self.quotation {
            quotation::localise(texts, script);
        }
    }

    fn free(&self, text: &str) -> String {
        match self.is_identity {
            true => text.to_owned(),
            false => self.run(text).into_owned(),
        }
    }

    /// Returns what a fixed text is in the edition.
    fn form(&self, content: &str) -> String {
        let Parsed::Forms(forms) = forms::parse(content) else {
            return content.to_owned();
        };
        let wanted = if self.is_identity { self.from } else { self.to };
        let form = forms.of(wanted).map(|form| form.text.as_str());
        let own = || {
            forms
                .from
                .as_deref()
                .or(forms.forms.first().map(|form| form.text.as_str()))
        };
        form.or_else(own).unwrap_or_default().to_owned()
    }

    fn convert_by_rules(
        &self,
        rules: &[Cow<'_, Rules>],
        text: &str,
        range: Range<usize>,
        result: &mut Converted,
    ) {
        let Some((first, others)) = rules.split_first() else {
            return self.convert_by_engine(text, range, result);
        };
        let mut start = range.start;
        for (found, form) in first.find(&text[range.clone()]) {
            let found = range.start + found.start..range.start + found.end;
            self.convert_by_rules(others, text, start..found.start, result);
            push(found.clone(), form, result);
            start = found.end;
        }
        self.convert_by_rules(others, text, start..range.end, result);
    }

    fn convert_by_engine(&self, text: &str, range: Range<usize>, result: &mut Converted) {
        if range.is_empty() {
            return;
        }
        let Some(converter) = self.converter else {
            return push(range.clone(), &text[range], result);
        };
        let converted = converter.convert(&text[range.clone()]);
        let offset = result.text.len();
        result.text.push_str(&converted.text);
        result
            .segments
            .extend(converted.segments.into_iter().map(|segment| Segment {
                source: shifted(&segment.source, range.start),
                output: shifted(&segment.output, offset),
                ..segment
            }));
    }
}

fn push(source: Range<usize>, form: &str, result: &mut Converted) {
    let start = result.text.len();
    result.text.push_str(form);
    result.segments.push(Segment {
        source,
        output: start..result.text.len(),
        dictionaries: Dictionaries::default(),
    });
}

fn shifted(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// Returns a text up to its first marker, what stands between that and its end, and the rest.
fn fixed(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("-{")?;
    let (content, after) = rest.split_once("}-")?;
    Some((before, content, after))
}
