//! Styles of the Citation Style Language (CSL 1.0.2): one of those that Hayagriva keeps, or a file of the site.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{self, IndependentStyle, Locale, LocaleCode, LocaleFile};
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest};

use super::Citation;
use super::csl::Outline;
use super::references::{References, references};
use crate::config::InterfaceLanguage;
use crate::config::fields::Table;
use crate::diagnostic::{self, Diagnostic, Source};

/// The style of a site that names none: the national standard GB/T 7714-2015.
const DEFAULT_STYLE: &str = "gb-7714-2015-numeric";

/// What a file with a style ends with.
pub const STYLE_ENDING: &str = ".csl";

/// A style.
#[derive(Debug)]
pub struct Style {
    source: StyleSource,
    /// It is decoded when something is cited first: most sites cite nothing.
    ready: OnceLock<Ready>,
}

#[derive(Debug)]
enum StyleSource {
    Archived(ArchivedStyle),
    File(Box<IndependentStyle>),
}

#[derive(Debug)]
struct Ready {
    style: IndependentStyle,
    locales: [Locale; 3],
}

/// A style's file that the configuration names.
#[derive(Debug, Clone)]
pub struct StyleFile {
    /// Its name at the site's root.
    pub name: String,
    /// The configuration.
    pub source: Arc<Source>,
    /// The bytes of the name in the configuration.
    pub range: Range<usize>,
}

impl Style {
    /// Returns the style of a name.
    pub fn named(name: &str) -> Option<Style> {
        ArchivedStyle::by_name(name).map(|style| Style::of(StyleSource::Archived(style)))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Why it is no style that can be used.
    pub fn read(source: &Arc<Source>) -> Result<Style, Vec<Diagnostic>> {
        let outline = Outline::of(source)?;
        let refuse = |place: &Range<usize>, reason: &str| {
            vec![diagnostic::style_syntax(source, place, reason)]
        };
        let style = citationberg::Style::from_xml(source.text()).map_err(|error| {
            let reason = error.source.to_string();
            refuse(culprit(source, &outline, &reason), &reason)
        })?;
        match style {
            citationberg::Style::Independent(style) => {
                Ok(Style::of(StyleSource::File(Box::new(style))))
            }
            citationberg::Style::Dependent(style) => {
                let parent = &style.parent_link.href;
                let archived = ArchivedStyle::by_id(parent).ok_or_else(|| {
                    let reason =
                        format!("it depends on the style {parent}, which is not known here");
                    refuse(outline.place(|name, _| name == "link"), &reason)
                })?;
                Ok(Style::of(StyleSource::Archived(archived)))
            }
        }
    }

    fn of(source: StyleSource) -> Style {
        Style {
            source,
            ready: OnceLock::new(),
        }
    }

    fn ready(&self) -> &Ready {
        self.ready.get_or_init(|| {
            let style = match &self.source {
                StyleSource::File(style) => style.as_ref().clone(),
                StyleSource::Archived(style) => independent(*style),
            };
            Ready {
                style,
                locales: InterfaceLanguage::ALL.map(locale),
            }
        })
    }

    /// Returns what is cited, in the order in which it is cited, as references in a language.
    pub fn format(&self, cited: &[&Citation], language: InterfaceLanguage) -> References {
        if cited.is_empty() {
            return References::default();
        }
        let Ready { style, locales } = self.ready();
        let locale = Some(LocaleCode(terms(language).0.to_owned()));
        let mut driver = BibliographyDriver::new();
        for (index, citation) in cited.iter().enumerate() {
            let items = vec![CitationItem::with_entry(&citation.entry)];
            let note = Some(index + 1);
            driver.citation(CitationRequest::new(
                items,
                style,
                locale.clone(),
                locales,
                note,
            ));
        }
        let rendered = driver.finish(BibliographyRequest::new(style, locale, locales));
        references(rendered, cited, style.settings.class)
    }
}

/// Reads which style references have. One that is a file of the site is read later, and that of a site
/// which names none is used until then.
pub(in crate::config) fn read_table(table: &mut Table<'_>) -> (Style, Option<StyleFile>) {
    let default = || Style::named(DEFAULT_STYLE).expect("Hayagriva keeps this style");
    let Some(field) = table.text("style") else {
        return (default(), None);
    };
    if field.value.ends_with(STYLE_ENDING) {
        if field.value.contains(['/', '\\', ':']) {
            let problem = diagnostic::style_elsewhere(table.source(), &field.range);
            table.report(problem);
            return (default(), None);
        }
        let file = StyleFile {
            name: field.value,
            source: Arc::clone(table.source()),
            range: field.range,
        };
        return (default(), Some(file));
    }
    let style = Style::named(&field.value);
    if style.is_none() {
        let nearest = nearest(&field.value);
        let (source, range) = (table.source(), &field.range);
        let problem = diagnostic::citation_style(source, range, &field.value, nearest);
        table.report(problem);
    }
    (style.unwrap_or_else(default), None)
}

/// Returns the element that makes a file unreadable: one of the name that the reader gives as its reason, or one
/// that cannot be read alone either, or else the root.
fn culprit<'o>(source: &Source, outline: &'o Outline, reason: &str) -> &'o Range<usize> {
    let named = reason.split('`').nth(1).unwrap_or_default();
    outline.place(|name, range| {
        let tag = &source.text()[range.clone()];
        let is_leaf = ["text", "number"].contains(&name) && tag.ends_with("/>");
        name == named || is_leaf && IndependentStyle::from_xml(&style_of(tag)).is_err()
    })
}

/// Returns a style that sets one element.
fn style_of(element: &str) -> String {
    format!(
        "<style class=\"in-text\" version=\"1.0\"><info><title/><id/><updated>2024-01-01T00:00:00Z</updated>\
         </info><citation><layout>{element}</layout></citation></style>"
    )
}

/// Returns a style of the archive; none of it depends on one outside.
fn independent(style: ArchivedStyle) -> IndependentStyle {
    match style.get() {
        citationberg::Style::Independent(style) => style,
        citationberg::Style::Dependent(style) => {
            let parent = ArchivedStyle::by_id(&style.parent_link.href);
            independent(parent.expect("Hayagriva keeps what its own styles depend on"))
        }
    }
}

/// Returns the code and the terms of a language, which Hayagriva keeps together with those of sixty others.
fn terms(language: InterfaceLanguage) -> (&'static str, &'static str) {
    match language {
        InterfaceLanguage::TraditionalChinese => ("zh-TW", include_str!("locales/zh-TW.xml")),
        InterfaceLanguage::SimplifiedChinese => ("zh-CN", include_str!("locales/zh-CN.xml")),
        InterfaceLanguage::English => ("en-US", include_str!("locales/en-US.xml")),
    }
}

fn locale(language: InterfaceLanguage) -> Locale {
    let file = LocaleFile::from_xml(terms(language).1);
    file.expect("the files of terms are of the program").into()
}

/// Returns the style's name that is most like another.
fn nearest(name: &str) -> Option<&'static str> {
    let names = ArchivedStyle::all().iter().flat_map(|style| style.names());
    diagnostic::nearest(name, names.copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::citations::Citations;

    /// A source of each sort, with what styles ask for.
    const SOURCES: &str = include_str!("../../../tests/sites/citations/sources.yml");

    #[test]
    fn every_style_has_something_to_say_in_every_language() {
        let source = Source::new("sources.yml", SOURCES);
        let citations = Citations::of_site(&source).value;
        let cited: Vec<&Citation> = citations
            .keys()
            .chain(citations.keys())
            .filter_map(|key| citations.get(key))
            .map(AsRef::as_ref)
            .collect();
        for archived in ArchivedStyle::all() {
            let xml = archived.get().to_xml().expect("a style can be written");
            assert!(
                Style::read(&Source::new("house.csl", xml)).is_ok(),
                "{archived:?}"
            );
            let style = Style::of(StyleSource::Archived(*archived));
            for language in InterfaceLanguage::ALL {
                let references = style.format(&cited, language);
                assert_eq!(references.citations.len(), cited.len(), "{archived:?}");
                assert_eq!(references.list.len(), cited.len() / 2, "{archived:?}");
            }
        }
    }
}
