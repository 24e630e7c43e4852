//! The text of an article as HTML: blocks, marks of notes, references.
//!
//! Text under several notes was cut into pieces by the anchors; each piece becomes one `<mark>` that
//! lists its notes. Nothing here decides a URL: links are resolved by [`crate::site`].

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::words::Words;
use super::{Shared, math, raw_html, sanitize};
use crate::article::Article;
use crate::article::document::{
    Alignment, Block, BlockKind, Document, Emended, Inline, Note, Reference, Text, leaf_text,
};
use crate::config::language::{HanScript, han_script};
use crate::config::{Edition, NoteClass};
use crate::diagnostic::{self, Diagnostic};
use crate::script::{Conversion, script_of};
use crate::site::{Link, Site, Target, address, resolve};

/// The reference to an image, with its width and height in pixels.
type ImageFile = (String, Option<(usize, usize)>);

/// What the text of an article is rendered for.
pub(super) struct Writer<'a> {
    /// The site.
    pub site: &'a Site,
    /// The article.
    pub article: &'a Article,
    /// Its tree, in the script of the edition.
    pub document: &'a Document,
    /// What this page shares with others that show the article.
    pub shared: &'a Shared,
    /// The edition.
    pub edition: &'a Edition,
    /// What turned the tree into that script.
    pub converter: &'a Conversion<'a>,
    /// Its interface words.
    pub words: &'a Words,
    /// The path of the page below the site's root.
    pub page: &'a str,
    /// Whether references show their numbers, where no style sheet draws their seals.
    pub shows_numbers: bool,
    /// Whether what is written stands inside a link.
    pub in_link: bool,
    /// Whether that link is one of raw HTML, of which parsing the text knew nothing.
    pub in_raw_link: bool,
    /// Whether highlighted code was written.
    pub has_code: bool,
    /// Problems met on the way.
    pub diagnostics: Vec<Diagnostic>,
}

impl Writer<'_> {
    /// Returns blocks as HTML.
    pub fn blocks(&mut self, blocks: &[Block]) -> String {
        let mut out = String::new();
        self.push_blocks(blocks, &mut out);
        out
    }

    /// Returns a leaf as HTML.
    pub fn inlines(&mut self, inlines: &[Inline]) -> String {
        let mut out = String::new();
        self.push_inlines(inlines, &mut out);
        out
    }

    fn push_blocks(&mut self, blocks: &[Block], out: &mut String) {
        let mut rest = blocks;
        while let Some(block) = rest.first() {
            let length = raw_html::group_length(rest);
            match &block.kind {
                BlockKind::Html(_) => self.push_html_group(&rest[..length], out),
                _ => self.push_block(block, out),
            }
            rest = &rest[length..];
            if !rest.is_empty() {
                out.push('\n');
            }
        }
    }

    pub(super) fn push_block(&mut self, block: &Block, out: &mut String) {
        let id = id_attribute(&block.id);
        match &block.kind {
            BlockKind::Paragraph { content, tight } => {
                self.push_paragraph(content, *tight, &id, out)
            }
            BlockKind::Heading { level, content } => {
                let level = self.heading_level(*level);
                push(out, format_args!("<h{level}{id}>"));
                self.push_inlines(content, out);
                push(out, format_args!("</h{level}>"));
            }
            BlockKind::Code { language, text } => self.push_code(language, text, &id, out),
            BlockKind::List { start, items } => self.push_list(*start, items, &id, out),
            BlockKind::Quote { alert, blocks } => {
                match alert {
                    Some(alert) => {
                        let label = text(self.words.get(&format!("alert_{alert}")));
                        push(
                            out,
                            format_args!(
                                "<blockquote{id} class=\"{alert}\"><p class=\"alert\">{label}</p>"
                            ),
                        );
                    }
                    None => push(out, format_args!("<blockquote{id}>")),
                }
                self.push_blocks(blocks, out);
                out.push_str("</blockquote>");
            }
            BlockKind::Table {
                alignments,
                head,
                rows,
            } => self.push_table(alignments, head, rows, &id, out),
            BlockKind::Rule => push(out, format_args!("<hr{id}>")),
            BlockKind::Html(_) => self.push_html_group(std::slice::from_ref(block), out),
        }
    }

    /// Returns the level of a heading on the page, whose title is the only one of the first level:
    /// where the text has such headings too, all of its headings go down by one.
    fn heading_level(&self, level: u8) -> u8 {
        let is_first = |block: &Block| matches!(block.kind, BlockKind::Heading { level: 1, .. });
        match self.document.blocks.iter().any(is_first) {
            true => (level + 1).min(6),
            false => level.max(2),
        }
    }

    fn push_paragraph(&mut self, content: &[Inline], tight: bool, id: &str, out: &mut String) {
        if let (
            [
                Inline::Image {
                    destination,
                    title,
                    alternative,
                    range,
                },
            ],
            false,
        ) = (content, tight)
        {
            push(out, format_args!("<figure{id}>"));
            self.push_image(destination, "", alternative, range, out);
            if !title.is_empty() {
                let caption = text(&self.converter.text(title));
                push(out, format_args!("<figcaption>{caption}</figcaption>"));
            }
            out.push_str("</figure>");
        } else if tight && id.is_empty() {
            self.push_inlines(content, out);
        } else {
            push(out, format_args!("<p{id}>"));
            self.push_inlines(content, out);
            out.push_str("</p>");
        }
    }

    fn push_code(&mut self, language: &str, code: &str, id: &str, out: &mut String) {
        push(out, format_args!("<pre{id}><code"));
        if !language.is_empty() {
            push(
                out,
                format_args!(" class=\"language-{}\"", attribute(language)),
            );
        }
        out.push('>');
        match self.shared.highlighted(language, code) {
            Some(html) => {
                self.has_code = true;
                out.push_str(&html);
            }
            None => out.push_str(&text(code)),
        }
        out.push_str("</code></pre>");
    }

    fn push_list(&mut self, start: Option<u64>, items: &[Vec<Block>], id: &str, out: &mut String) {
        let name = if start.is_some() { "ol" } else { "ul" };
        push(out, format_args!("<{name}{id}"));
        if let Some(start) = start.filter(|start| *start != 1) {
            push(out, format_args!(" start=\"{start}\""));
        }
        out.push('>');
        for item in items {
            let is_task = matches!(
                item.first().map(|block| &block.kind),
                Some(BlockKind::Paragraph { content, .. }) if matches!(content.first(), Some(Inline::Task(_)))
            );
            out.push_str(if is_task {
                "<li class=\"task\">"
            } else {
                "<li>"
            });
            self.push_blocks(item, out);
            out.push_str("</li>");
        }
        push(out, format_args!("</{name}>"));
    }

    fn push_table(
        &mut self,
        alignments: &[Alignment],
        head: &[Vec<Inline>],
        rows: &[Vec<Vec<Inline>>],
        id: &str,
        out: &mut String,
    ) {
        let label = attribute(self.words.get("table_region"));
        push(
            out,
            format_args!(
                "<section class=\"scroll\" tabindex=\"0\" aria-label=\"{label}\"><table{id}><thead>"
            ),
        );
        self.push_row("th scope=\"col\"", head, alignments, out);
        out.push_str("</thead><tbody>");
        for row in rows {
            self.push_row("td", row, alignments, out);
        }
        out.push_str("</tbody></table></section>");
    }

    fn push_row(
        &mut self,
        tag: &str,
        cells: &[Vec<Inline>],
        alignments: &[Alignment],
        out: &mut String,
    ) {
        out.push_str("<tr>");
        for (index, cell) in cells.iter().enumerate() {
            let class = match alignments.get(index) {
                Some(Alignment::Center) => " class=\"center\"",
                Some(Alignment::End) => " class=\"end\"",
                _ => "",
            };
            push(out, format_args!("<{tag}{class}>"));
            self.push_inlines(cell, out);
            push(out, format_args!("</{}>", &tag[..2]));
        }
        out.push_str("</tr>");
    }

    fn push_inlines(&mut self, inlines: &[Inline], out: &mut String) {
        let mut raw = sanitize::Inlines::new(self.in_link);
        let was_in_link = (self.in_link, self.in_raw_link);
        for inline in inlines {
            match inline {
                Inline::Html { html, range } => {
                    let clean = raw.clean(html);
                    self.push_html_tag(&clean, range, out);
                }
                _ if raw.is_hidden() => {}
                _ => self.push_inline(inline, out),
            }
        }
        raw.finish(out);
        (self.in_link, self.in_raw_link) = was_in_link;
    }

    fn push_inline(&mut self, inline: &Inline, out: &mut String) {
        match inline {
            Inline::Text(piece) => self.push_piece(piece, "", out),
            Inline::Code(piece) => self.push_piece(piece, "code", out),
            Inline::Math { text, is_display } => self.push_math(text, *is_display, out),
            Inline::Emphasis(content) => self.push_element("em", content, out),
            Inline::Strong(content) => self.push_element("strong", content, out),
            Inline::Strikethrough(content) => self.push_element("s", content, out),
            Inline::Fixed { content, .. } => self.push_inlines(content, out),
            Inline::Link {
                destination,
                title,
                content,
                range,
            } => self.push_link(destination, title, content, range, out),
            Inline::Image {
                destination,
                title,
                alternative,
                range,
            } => self.push_image(destination, title, alternative, range, out),
            Inline::Quotation(content) => {
                let lang = self.quotation_lang(&leaf_text(content));
                push(out, format_args!("<span class=\"quote\"{lang}>"));
                self.push_inlines(content, out);
                out.push_str("</span>");
            }
            Inline::HardBreak => out.push_str("<br>"),
            Inline::Task(done) => {
                let word = if *done { "task_done" } else { "task_open" };
                let checked = if *done { " checked" } else { "" };
                let label = attribute(self.words.get(word));
                push(
                    out,
                    format_args!(
                        "<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "
                    ),
                );
            }
            Inline::Html { .. } => {}
            Inline::Reference(reference) => self.push_reference(reference, out),
        }
    }

    /// Returns the attribute for the language of a quotation where it is not that of the page: the
    /// other script when the characters show it, and unknown when there are none of Han.
    fn quotation_lang(&self, quotation: &str) -> &'static str {
        let is_han = |character: char| ('\u{3400}'..='\u{9fff}').contains(&character);
        if !quotation.contains(is_han) {
            return " lang=\"\"";
        }
        let own = han_script(&self.edition.tag);
        match script_of(quotation).filter(|script| Some(*script) != own) {
            Some(HanScript::Traditional) => " lang=\"zh-Hant\"",
            Some(HanScript::Simplified) => " lang=\"zh-Hans\"",
            None => "",
        }
    }

    fn push_element(&mut self, name: &str, content: &[Inline], out: &mut String) {
        push(out, format_args!("<{name}>"));
        self.push_inlines(content, out);
        push(out, format_args!("</{name}>"));
    }

    /// Writes a piece of text inside the mark of the notes it belongs to.
    fn push_piece(&self, piece: &Text, element: &str, out: &mut String) {
        let mut content = String::new();
        push_wrapped(element, &piece.text, &mut content);
        self.push_marked(piece, &content, element, out);
    }

    /// Writes a formula, or after a diagnostic its source.
    fn push_math(&mut self, formula: &Text, is_display: bool, out: &mut String) {
        let content = match math::html(&formula.text, is_display) {
            Ok(content) => content,
            Err((at, reason)) => {
                let source = &self.article.source;
                // The dollar signs stand before the formula, as many as behind it.
                let signs = (formula.range.len().saturating_sub(formula.text.len())) / 2;
                let start = formula.range.start + signs;
                let range = start + at.start..start + at.end;
                self.diagnostics
                    .push(diagnostic::math(source, &range, &reason));
                format!("<code>{}</code>", text(&formula.text))
            }
        };
        self.push_marked(formula, &content, "code", out);
    }

    /// Writes the HTML of a piece inside the mark of the notes it belongs to.
    fn push_marked(&self, piece: &Text, content: &str, element: &str, out: &mut String) {
        let Some(marks) = &piece.marks else {
            return out.push_str(content);
        };
        let document = self.document;
        let notes: Vec<&Note> = marks
            .notes
            .iter()
            .map(|index| &document.notes[*index])
            .collect();
        out.push_str("<mark");
        let mut begins = marks
            .begins
            .iter()
            .map(|index| document.notes[*index].id.as_str());
        if let Some(id) = begins.next() {
            push(out, format_args!(" id=\"c-{id}\""));
        }
        let ids: Vec<&str> = notes.iter().map(|note| note.id.as_str()).collect();
        push(out, format_args!(" data-notes=\"{}\"", ids.join(" ")));
        self.push_colours(&notes, out);
        out.push('>');
        let inner: Vec<&str> = begins.collect();
        for id in &inner {
            push(out, format_args!("<span id=\"c-{id}\">"));
        }
        match &marks.emendation {
            Some(emended) => {
                push(out, format_args!("<del>{content}</del>"));
                self.push_reading(emended, element, out);
            }
            None => out.push_str(content),
        }
        out.push_str(&"</span>".repeat(inner.len()));
        out.push_str("</mark>");
    }

    /// Writes which terms colour a piece: the band is the outermost verdict's, the line the
    /// innermost other note's.
    fn push_colours(&self, notes: &[&Note], out: &mut String) {
        let is_verdict = |note: &&&Note| matches!(self.class(note), NoteClass::Verdict(_));
        let band = notes.iter().position(|note| is_verdict(&note));
        if let Some(band) = band {
            push(out, format_args!(" data-v=\"{}\"", self.slug(notes[band])));
        }
        let line = (0..notes.len()).rev().find(|index| Some(*index) != band);
        if let Some(line) = line {
            push(out, format_args!(" data-u=\"{}\"", self.slug(notes[line])));
        }
    }

    /// Writes what is proposed in place of the words that end here.
    fn push_reading(&self, emended: &Emended, element: &str, out: &mut String) {
        let reading = self.document.notes[emended.note].reading.as_ref();
        if let (Some(part), Some(reading)) = (emended.reading, reading) {
            out.push_str("<ins>");
            push_wrapped(element, part.of(&reading.text), out);
            out.push_str("</ins>");
        }
    }

    fn class(&self, note: &Note) -> NoteClass {
        self.site.config.vocabulary.term(note.term).class
    }

    fn slug(&self, note: &Note) -> &str {
        &self.site.config.vocabulary.term(note.term).slug
    }

    fn push_reference(&mut self, reference: &Reference, out: &mut String) {
        if self.in_raw_link {
            let source = &self.article.source;
            self.diagnostics
                .push(diagnostic::reference_inside_link(source, &reference.range));
        }
        let note = &self.document.notes[reference.note];
        let term = self.site.config.vocabulary.term(note.term);
        let number = (reference.note + 1).to_string();
        let label = term.label(self.edition.interface);
        let values = [("n", number.as_str()), ("label", label)];
        let (id, place, word) = match reference.occurrence {
            0 | 1 => (
                format!("r-{}", note.id),
                format!(" data-r=\"{number}\""),
                "note_reference",
            ),
            again => (
                format!("r-{}.{again}", note.id),
                String::new(),
                "note_reference_again",
            ),
        };
        push(
            out,
            format_args!(
                "<sup class=\"r\"><a class=\"seal\" id=\"{id}\"{place} data-v=\"{}\" data-s=\"{}\" \
                 href=\"#n-{}\" role=\"doc-noteref\" aria-label=\"{}\">{}</a></sup>",
                term.slug,
                attribute(term.seal(self.edition.interface)),
                note.id,
                attribute(&self.words.fill(word, &values)),
                if self.shows_numbers { &number } else { "" },
            ),
        );
    }

    fn push_link(
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
    }

    /// Returns where a link leads and its relation as an attribute; nothing after a diagnostic.
    pub(super) fn link(
        &mut self,
        destination: &str,
        range: &Range<usize>,
    ) -> Option<(String, &'static str)> {
        let source = &self.article.source;
        let problem = match resolve(self.site, self.article, destination) {
            Link::External(url) => return Some((url.to_owned(), " rel=\"external\"")),
            Link::Fragment(fragment) => return Some((fragment.to_owned(), "")),
            Link::Internal(target, suffix) => {
                return Some((self.reference_to(target) + suffix, ""));
            }
            Link::Broken => diagnostic::broken_link(source, range, destination),
            Link::Unsafe => diagnostic::unsafe_link(source, range, destination),
        };
        self.diagnostics.push(problem);
        None
    }

    fn reference_to(&self, target: &Target) -> String {
        let path = address::target(self.site, self.edition, target);
        address::relative(self.page, &path)
    }

    fn push_image(
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
        push(
            out,
            format_args!(
                "<img src=\"{}\" alt=\"{}\"",
                attribute(&url),
                attribute(&alternative)
            ),
        );
        if let Some((width, height)) = dimensions {
            push(out, format_args!(" width=\"{width}\" height=\"{height}\""));
        }
        if !title.is_empty() {
            let title = attribute(&self.converter.text(title));
            push(out, format_args!(" title=\"{title}\""));
        }
        out.push_str(" loading=\"lazy\" decoding=\"async\">");
    }

    /// Returns the reference to an image of the site, and its dimensions.
    ///
    /// # Errors
    /// What is to be shown instead: an image elsewhere was not captured, so it is a link and nobody
    /// else is asked for it; of one that is missing there is the description, after a diagnostic.
    pub(super) fn image_file(
        &mut self,
        destination: &str,
        description: &str,
        range: &Range<usize>,
    ) -> Result<ImageFile, String> {
        match resolve(self.site, self.article, destination) {
            Link::Internal(Target::File { path, dimensions }, _) => {
                Ok((address::relative(self.page, path), *dimensions))
            }
            Link::External(_) if self.in_link => Err(text(description)),
            Link::External(url) => {
                let shown = if description.is_empty() {
                    url
                } else {
                    description
                };
                let (url, shown) = (attribute(url), text(shown));
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

/// Returns the attribute that gives a block its name, with a space before it; nothing for none.
pub(super) fn id_attribute(id: &str) -> String {
    if id.is_empty() {
        return String::new();
    }
    format!(" id=\"{}\"", attribute(id))
}

fn push_wrapped(element: &str, content: &str, out: &mut String) {
    if element.is_empty() {
        push_text(content, out);
        return;
    }
    push(
        out,
        format_args!("<{element}>{}</{element}>", text(content)),
    );
}

/// Writes text. An address may be broken after its delimiters: left whole, it would tear the line
/// before it apart.
fn push_text(content: &str, out: &mut String) {
    if !content.contains("://") {
        // Writing to a string cannot fail.
        let _ = escape_html_body_text(&mut *out, content);
        return;
    }
    for (index, part) in content.split_inclusive(['/', '?', '&', '=']).enumerate() {
        if index > 0 && part.len() > 1 {
            out.push_str("<wbr>");
        }
        out.push_str(&text(part));
    }
}

fn push(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(arguments);
}

/// Returns text, escaped for the content of an element.
pub fn text(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    // Writing to a string cannot fail.
    let _ = escape_html_body_text(&mut out, content);
    out
}

/// Returns text, escaped for an attribute in double quotation marks.
pub fn attribute(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    // Writing to a string cannot fail.
    let _ = escape_html(&mut out, content);
    out
}
