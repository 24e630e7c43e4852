//! The package of a book: metadata, manifest and spine (EPUB 3.3, section 5), and what its table of
//! contents calls its parts.

use std::collections::{HashMap, HashSet};

use super::super::archive::{Archive, resolve};
use super::super::xml::Element;
use crate::diagnostic::Diagnostic;

/// What the package says.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// The elements of the metadata: name, what qualifies it, text.
    metadata: Vec<(String, String, String)>,
    /// The parts in the order of reading.
    spine: Vec<Part>,
    /// The parts that are a table of contents, whether they are read or not.
    contents: Vec<Part>,
}

/// A part of a book.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    path: String,
    media_type: String,
    is_contents: bool,
}

impl Part {
    fn is_text(&self) -> bool {
        let is_html = matches!(
            self.media_type.as_str(),
            "application/xhtml+xml" | "text/html" | "text/x-oeb1-document"
        );
        is_html && !self.is_contents
    }
}

impl Package {
    /// Returns what a package document says that is at a path.
    pub fn of(root: &Element, path: &str) -> Package {
        let mut package = Package::default();
        for element in root
            .child("metadata")
            .into_iter()
            .flat_map(Element::elements)
        {
            let qualifiers = ["role", "event", "property", "scheme", "name"];
            let qualifier = qualifiers.iter().find_map(|name| element.attribute(name));
            let content = element.attribute("content").map(str::to_owned);
            let text = content.unwrap_or_else(|| element.text());
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            if !text.is_empty() {
                let qualifier = qualifier.unwrap_or_default().to_owned();
                package
                    .metadata
                    .push((element.name.clone(), qualifier, text));
            }
        }
        let mut parts: HashMap<&str, Part> = HashMap::new();
        for item in root
            .child("manifest")
            .into_iter()
            .flat_map(Element::elements)
        {
            let href = item.attribute("href").unwrap_or_default();
            let href = percent_encoding::percent_decode_str(href).decode_utf8_lossy();
            let media_type = item.attribute("media-type").unwrap_or_default();
            let properties = item.attribute("properties").unwrap_or_default();
            let is_nav = properties.split(' ').any(|property| property == "nav");
            let (Some(id), Some(path)) = (item.attribute("id"), resolve(path, &href)) else {
                continue;
            };
            let part = Part {
                path,
                media_type: media_type.to_owned(),
                is_contents: is_nav || media_type == "application/x-dtbncx+xml",
            };
            if part.is_contents {
                package.contents.push(part.clone());
            }
            parts.insert(id, part);
        }
        let spine = root.child("spine").into_iter().flat_map(Element::elements);
        let ids = spine.filter_map(|item| item.attribute("idref"));
        // A book names a part once (section 5.7.2); what is named again is not read again.
        let mut seen = HashSet::new();
        let named = ids.filter_map(|id| parts.get(id).cloned());
        package.spine = named
            .filter(|part| seen.insert(part.path.clone()))
            .collect();
        package
    }

    /// Returns the first element of a name.
    pub fn first(&self, name: &str) -> Option<String> {
        let mut elements = self.metadata.iter();
        let found = elements.find(|(own, _, _)| own == name);
        found.map(|(_, _, text)| text.clone())
    }

    /// Returns the title; a subtitle is one more title and stays in the metadata.
    pub fn title(&self) -> String {
        self.first("title").unwrap_or_default()
    }

    /// Returns the creators that are authors, or of whom nothing else is said.
    pub fn authors(&self) -> Vec<String> {
        let is_author = |(name, qualifier, _): &&(String, String, String)| {
            name == "creator" && matches!(qualifier.as_str(), "" | "aut")
        };
        let authors = self.metadata.iter().filter(is_author);
        authors.map(|(_, _, text)| text.clone()).collect()
    }

    /// Returns the day of publication: a date that is called so, or the only kind there is.
    pub fn date(&self) -> Option<String> {
        let dates = || self.metadata.iter().filter(|(name, _, _)| name == "date");
        let of = |event: &str| dates().find(|(_, qualifier, _)| qualifier == event);
        of("publication")
            .or_else(|| of(""))
            .map(|(_, _, text)| text.clone())
    }

    /// Returns all metadata, a line for each element.
    pub fn metadata(&self) -> String {
        let lines = self.metadata.iter().map(|(name, qualifier, text)| {
            let separator = if qualifier.is_empty() { "" } else { " " };
            format!("{name}{separator}{qualifier}: {text}")
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Returns the parts that have the text, in order.
    pub fn text_parts(&self) -> Vec<String> {
        let parts = self.spine.iter().filter(|part| part.is_text());
        parts.map(|part| part.path.clone()).collect()
    }

    /// Returns the parts of the spine that are a table of contents.
    pub fn contents_parts(&self) -> Vec<String> {
        let parts = self.spine.iter().filter(|part| part.is_contents);
        parts.map(|part| part.path.clone()).collect()
    }

    /// Returns the parts of the spine that are no text.
    pub fn other_parts(&self) -> Vec<String> {
        let is_other = |part: &&Part| !part.is_text() && !part.is_contents;
        let parts = self.spine.iter().filter(is_other);
        parts.map(|part| part.path.clone()).collect()
    }

    /// Returns what the table of contents calls the parts: the first entry of each.
    ///
    /// # Errors
    /// A diagnostic when a part cannot be unpacked. One that is no XML only gives no names.
    pub fn contents(
        &self,
        archive: &mut Archive<'_>,
    ) -> Result<HashMap<String, String>, Diagnostic> {
        let mut names = HashMap::new();
        for part in &self.contents {
            let Some(text) = archive.text(&part.path)? else {
                continue;
            };
            let Ok(root) = super::super::xml::parse(&text) else {
                continue;
            };
            let mut enter = |reference: Option<&str>, name: String| {
                let reference = reference.unwrap_or_default();
                let reference = percent_encoding::percent_decode_str(reference).decode_utf8_lossy();
                let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
                if let (Some(target), false) = (resolve(&part.path, &reference), name.is_empty()) {
                    names.entry(target).or_insert(name);
                }
            };
            for link in root.descendants("a") {
                enter(link.attribute("href"), link.text());
            }
            for point in root.descendants("navPoint") {
                let place = point
                    .child("content")
                    .and_then(|content| content.attribute("src"));
                let label = point.child("navLabel").map(Element::text);
                enter(place, label.unwrap_or_default());
            }
        }
        Ok(names)
    }
}
