//! Converts the text of one language for one edition.

use std::borrow::Cow;

use crate::config::Edition;
use crate::script::{self, Converter};

/// Converts text of one language for one edition, or leaves it as it is.
#[derive(Clone, Copy)]
pub(super) struct TextConverter(pub(super) Option<&'static Converter>);

impl TextConverter {
    pub(super) fn new(language: &str, edition: &Edition) -> TextConverter {
        let configuration = script::configuration(language, &edition.tag);
        TextConverter(configuration.and_then(|name| script::converter(name).ok()))
    }

    pub(super) fn is_identity(self) -> bool {
        self.0.is_none()
    }

    pub(super) fn text<'t>(self, text: &'t str) -> Cow<'t, str> {
        match self.0 {
            Some(converter) => Cow::Owned(converter.convert(text).text),
            None => Cow::Borrowed(text),
        }
    }

    pub(super) fn owned(self, text: &str) -> String {
        self.text(text).into_owned()
    }

    pub(super) fn optional(self, text: Option<&String>) -> Option<String> {
        text.map(|text| self.owned(text))
    }
}
