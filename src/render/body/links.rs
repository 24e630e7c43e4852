//! Links and images, and where they lead.

use std::borrow::Cow;
use std::ops::Range;

use super::{Standpoint, Writer, attribute, push, text};
use crate::article::document::Inline;
use crate::diagnostic;
use crate::site::{Fragment, Link, Names, Target, address, fragment, resolve};

/// The reference to an image, with its width and height in pixels.
type ImageFile = (String, Option<(usize, usize)>);

impl Writer<'_> {
    pub(super) fn push_link(
        &mut self,
        destination: &str,
        title: &str,
        content: &[Inline],
        range: &Range<usize>,
        out: &mut String,
    ) {
        if self.in_link {
            // One that raw HTML has opened cannot hold another.
            return self.push_inlines(content, out);
        }
        let Some((href, relation)) = self.link(destination, range) else {
            return self.push_inlines(content, out);
        };
        push(
            out,
            format_args!("<a href=\"{}\"{relation}", attribute(&href)),
        );
        if !title.is_empty() {
            let title = attribute(&self.converter.text(title));
            push(out, format_args!(" title=\"{title}\""));
        }
        out.push('>');
        self.in_link = true;
        self.push_inlines(content, out);
        self.in_link = false;
        out.push_str("</a>");
        self.push_answer(destination, out);
    }

    /// Writes a link whose text is HTML; the text alone after a diagnostic.
    pub(in crate::render) fn push_address(
        &mut self,
        destination: &str,
        attributes: &str,
        html: &str,
        range: &Range<usize>,
        out: &mut String,
    ) {
        if self.in_link {
            // One that raw HTML has opened cannot hold another.
            return out.push_str(html);
        }
        let Some((href, relation)) = self.link(destination, range) else {
            return out.push_str(html);
        };
        let href = attribute(&href);
        push(
            out,
            format_args!("<a href=\"{href}\"{relation}{attributes}>{html}</a>"),
        );
        self.push_answer(destination, out);
    }

    /// Says behind a link that nothing is there any more, where that is known.
    fn push_answer(&self, destination: &str, out: &mut String) {
        if self.site.answers.is_dead(destination) {
            let words = text(self.words.get("link_gone"));
            push(out, format_args!("<small class=\"gone\">{words}</small>"));
        }
    }

    /// Returns where a link leads and its relation as an attribute; nothing after a diagnostic.
    pub(in crate::render) fn link(
        &mut self,
        destination: &str,
        range: &Range<usize>,
    ) -> Option<(String, &'static str)> {
        let source = &self.article.source;
        let problem = match resolve(self.site, self.article, destination) {
            Link::External(url) => return Some((address::escaped(url), " rel=\"external\"")),
            Link::Fragment(written) => {
                let names = self.names.get_or_init(|| Names::of(self.document));
                let name = &written[1..];
                if names.has(name) {
                    return Some((written.to_owned(), ""));
                }
                diagnostic::broken_fragment(source, range, name, names.nearest(name))
            }
            Link::Internal(target, suffix) => {
                let suffix = self.suffix_of(target, suffix, range);
                return Some((self.reference_to(target) + &suffix, ""));
            }
            Link::Broken => diagnostic::broken_link(source, range, destination),
            Link::Unsafe => diagnostic::unsafe_link(source, range, destination),
        };
        self.diagnostics.push(problem);
        None
    }

    /// Returns the query and the fragment of a link as they are on the page of its target, after a
    /// diagnostic without the fragment.
    fn suffix_of<'s>(
        &mut self,
        target: &Target,
        suffix: &'s str,
        range: &Range<usize>,
    ) -> Cow<'s, str> {
        let Some((query, name)) = suffix.split_once('#') else {
            return suffix.into();
        };
        match fragment(self.site, target, &self.edition.tag, name) {
            Fragment::AsWritten => suffix.into(),
            Fragment::Renamed(name) => format!("{query}#{name}").into(),
            Fragment::Missing(nearest) => {
                let source = &self.article.source;
                let nearest = nearest.as_deref();
                self.diagnostics
                    .push(diagnostic::broken_fragment(source, range, name, nearest));
                query.into()
            }
        }
    }

    fn reference_to(&self, target: &Target) -> String {
        let path = address::target(self.site, self.edition, target);
        self.reference(&path)
    }

    pub(super) fn reference(&self, path: &str) -> String {
        match self.standpoint {
            Standpoint::Page => address::reference(&self.site.config, self.page, path),
            Standpoint::Root => address::rooted(&self.site.config, path),
            Standpoint::Nowhere => address::url(&self.site.config, path),
        }
    }

    pub(super) fn push_image(
        &mut self,
        destination: &str,
        title: &str,
        alternative: &str,
        range: &Range<usize>,
        out: &mut String,
    ) {
        let alternative = self.converter.owned(alternative);
        let (url, dimensions) = match self.image_file(destination, &alternative, range) {
            Ok(file) => file,
            Err(instead) => return out.push_str(&instead),
        };
        let sizes = self.sizes(destination);
        let is_link = sizes.is_some() && !self.in_link;
        if is_link {
            self.push_original(&url, &alternative, out);
        }
        push(
            out,
            format_args!(
                "<img src=\"{}\" alt=\"{}\"",
                attribute(&url),
                attribute(&alternative)
            ),
        );
        match sizes {
            Some(sizes) => self.push_sizes(sizes, &url, out),
            None => {
                if let Some((width, height)) = dimensions {
                    push(out, format_args!(" width=\"{width}\" height=\"{height}\""));
                }
            }
        }
        if !title.is_empty() {
            let title = attribute(&self.converter.text(title));
            push(out, format_args!(" title=\"{title}\""));
        }
        out.push_str(" loading=\"lazy\" decoding=\"async\">");
        if is_link {
            out.push_str("</a>");
        }
    }

    /// Returns the reference to an image of the site, and its dimensions.
    ///
    /// # Errors
    /// What is to be shown instead: an image elsewhere was not captured, so it is a link and nobody
    /// else is asked for it; of one that is missing there is the description, after a diagnostic.
    pub(in crate::render) fn image_file(
        &mut self,
        destination: &str,
        description: &str,
        range: &Range<usize>,
    ) -> Result<ImageFile, String> {
        match resolve(self.site, self.article, destination) {
            Link::Internal(Target::File { path, dimensions }, _) => {
                Ok((self.reference(path), *dimensions))
            }
            Link::External(_) if self.in_link => Err(text(description)),
            Link::External(url) => {
                let shown = if description.is_empty() {
                    url
                } else {
                    description
                };
                let (url, shown) = (attribute(&address::escaped(url)), text(shown));
                Err(format!(
                    "<a class=\"remote\" href=\"{url}\" rel=\"external\">{shown}</a>"
                ))
            }
            _ => {
                let source = &self.article.source;
                self.diagnostics
                    .push(diagnostic::image_missing(source, range, destination));
                Err(text(description))
            }
        }
    }
}
