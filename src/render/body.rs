//! The text of an article as HTML: blocks, marks of notes, references.
//!
//! Text under several notes was cut into pieces by the anchors; each piece becomes one `<mark>` that
//! lists its notes. Nothing here decides a URL: links are resolved by [`crate::site`].

mod images;
mod links;
mod marks;

use std::cell::OnceCell;
use std::fmt::Write as _;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::references::References;
use super::{Shared, figures, raw_html, sanitize};
use crate::article::Article;
use crate::article::document::{Alignment, Block, BlockKind, Document, Inline, leaf_text};
use crate::config::language::{HanScript, han_script};
use crate::config::{Edition, Words};
use crate::diagnostic::Diagnostic;
use crate::script::{Conversion, script_of};
use crate::site::{Names, Site};

/// Where references begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standpoint {
    /// At the page, which stands at one place of the site.
    Page,
    /// At the root of the host, as the page is served for any address.
    Root,
    /// Nowhere: they are absolute, as the text is shown by others.
    Nowhere,
}

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
    /// What an element of interface words says of their language.
    pub attributes: String,
    /// The path of the page below the site's root.
    pub page: &'a str,
    /// Where references begin.
    pub standpoint: Standpoint,
    /// Whether references show their numbers, where no style sheet draws their seals.
    pub shows_numbers: bool,
    /// Whether what is written stands inside a link.
    pub in_link: bool,
    /// Whether that link is one of raw HTML, of which parsing the text knew nothing.
    pub in_raw_link: bool,
    /// The places of the tree that links lead to, once one does.
    pub names: OnceCell<Names>,
    /// What the text cites, as the site's style has it.
    pub references: References,
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
                self.push_heading_link(&block.id, out);
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
    pub(super) fn heading_level(&self, level: u8) -> u8 {
        let is_first = |block: &Block| matches!(block.kind, BlockKind::Heading { level: 1, .. });
        match self.document.blocks.iter().any(is_first) {
            true => (level + 1).min(6),
            false => level.max(2),
        }
    }

    /// Writes the link of a heading to itself, whose sign the sheet draws, so that no copy has it. A reader who
    /// hears the page knows where they are, and is spared a second name of each heading.
    fn push_heading_link(&self, id: &str, out: &mut String) {
        if id.is_empty() || self.shows_numbers {
            return;
        }
        push(
            out,
            format_args!(
                "<a class=\"ha\" href=\"#{}\" aria-hidden=\"true\" tabindex=\"-1\"></a>",
                attribute(id)
            ),
        );
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
        let highlighted = match self.standpoint {
            // Its classes mean nothing to others than our pages.
            Standpoint::Nowhere => None,
            _ => self.shared.highlighted(language, code),
        };
        match highlighted {
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
                "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{label}\"><table{id}><thead>"
            ),
        );
        self.push_row("th scope=\"col\"", head, alignments, out);
        out.push_str("</thead><tbody>");
        for row in rows {
            self.push_row("td", row, alignments, out);
        }
        out.push_str("</tbody></table></div>");
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
            Inline::Citation {
                citation,
                shows_copy,
                range,
                ..
            } => self.push_citation(citation, *shows_copy, range, out),
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
                let lang = quotation_lang(&leaf_text(content), self.edition);
                let lang = lang.map(|lang| format!(" lang=\"{lang}\""));
                let lang = lang.unwrap_or_default();
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
                        "<input type=\"checkbox\" disabled{checked}{} aria-label=\"{label}\"> ",
                        self.attributes
                    ),
                );
            }
            Inline::Html { .. } => {}
            Inline::Reference(reference) => self.push_reference(reference, out),
        }
    }

    fn push_element(&mut self, name: &str, content: &[Inline], out: &mut String) {
        push(out, format_args!("<{name}>"));
        self.push_inlines(content, out);
        push(out, format_args!("</{name}>"));
    }
}

/// Returns the language tag of a quotation where it is not that of the page: the other script when the
/// characters show it, and an empty one, for unknown, when there are none of Han.
pub(super) fn quotation_lang(quotation: &str, edition: &Edition) -> Option<&'static str> {
    let is_han = |character: char| ('\u{3400}'..='\u{9fff}').contains(&character);
    if !quotation.contains(is_han) {
        return Some("");
    }
    let own = han_script(&edition.tag);
    let script = script_of(quotation).filter(|script| Some(*script) != own);
    script.map(HanScript::tag)
}

/// Returns the attribute that gives a block its name, with a space before it; nothing for none.
pub(super) fn id_attribute(id: &str) -> String {
    if id.is_empty() {
        return String::new();
    }
    format!(" id=\"{}\"", attribute(id))
}

/// Writes text. A figure stays on a line with what it counts. An address may be broken after its
/// delimiters: left whole, it would tear the line before it apart.
pub(super) fn push_text(content: &str, out: &mut String) {
    if content.contains("://") {
        for (index, part) in content.split_inclusive(['/', '?', '&', '=']).enumerate() {
            if index > 0 && part.len() > 1 {
                out.push_str("<wbr>");
            }
            out.push_str(&text(part));
        }
        return;
    }
    let mut start = 0;
    for figure in figures::with_units(content) {
        push_escaped(&content[start..figure.start], out);
        out.push_str("<span class=\"nb\">");
        push_escaped(&content[figure.start..figure.end], out);
        out.push_str("</span>");
        start = figure.end;
    }
    push_escaped(&content[start..], out);
}

fn push_escaped(content: &str, out: &mut String) {
    // Writing to a string cannot fail.
    let _ = escape_html_body_text(out, content);
}

fn push(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = out.write_fmt(arguments);
}

/// Returns text, escaped for the content of an element.
pub fn text(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    push_escaped(content, &mut out);
    out
}

/// Returns text, escaped for an attribute in double quotation marks.
pub fn attribute(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    // Writing to a string cannot fail.
    let _ = escape_html(&mut out, content);
    out
}
