//! The tree of a page to blocks of literal text.
//!
//! An element is a block, or inline, or transparent: what is unknown gives its content and nothing
//! else. White space folds as browsers fold it. A link keeps its address only when that is one of the
//! web; a relative one is resolved, or its text stands alone.

use dom_query::NodeRef;
use url::Url;

use super::super::draft::{Block, Inline};
use super::super::vertical_align::VerticalAlign;
use super::formula;
use super::images::Images;
use super::white_space::{append, fold, following, push_text, text_with_breaks, trimmed};

/// Lists and quotes nested deeper than this are written flat.
const LEVELS_MAX: usize = 12;

/// Columns that one cell of a table may go over; none of a page that is read has more.
const COLUMNS_MAX: usize = 64;

/// Elements that begin a line of their own (HTML, section 15.3).
pub(super) const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements whose content is no text of an article.
pub(super) const NO_TEXT: &[&str] = &[
    "wbr",
    "script",
    "style",
    "template",
    "rt",
    "rp",
    "head",
    "svg",
    "iframe",
    "object",
    "embed",
    "canvas",
    "audio",
    "video",
    "select",
    "textarea",
    "button",
    "input",
    "noscript",
    "annotation",
    "annotation-xml",
];

/// Returns the blocks of a node's content.
pub(super) fn blocks(
    root: &NodeRef<'_>,
    base: Option<&Url>,
    images: &mut Images<'_>,
) -> Vec<Block> {
    let mut converter = Converter {
        base,
        images,
        level: 0,
    };
    converter.content(root)
}

struct Converter<'a, 'i> {
    base: Option<&'a Url>,
    images: &'a mut Images<'i>,
    level: usize,
}

/// The blocks so far, and the inlines that no block holds yet.
#[derive(Default)]
struct Flow {
    blocks: Vec<Block>,
    pending: Vec<Inline>,
}

impl Flow {
    /// Ends the paragraph that the pending inlines are; two breaks in a row divide it.
    fn flush(&mut self) {
        let mut paragraph = Vec::new();
        let mut pending = std::mem::take(&mut self.pending).into_iter().peekable();
        while let Some(inline) = pending.next() {
            let is_double = inline == Inline::Break && pending.next_if_eq(&Inline::Break).is_some();
            if is_double {
                while pending.next_if_eq(&Inline::Break).is_some() {}
                self.paragraph(std::mem::take(&mut paragraph));
            } else {
                paragraph.push(inline);
            }
        }
        self.paragraph(paragraph);
    }

    /// Returns the blocks so far, when there are any, and begins anew.
    fn take(&mut self) -> Option<Vec<Block>> {
        self.flush();
        let blocks = std::mem::take(&mut self.blocks);
        (!blocks.is_empty()).then_some(blocks)
    }

    fn paragraph(&mut self, content: Vec<Inline>) {
        let content = trimmed(content);
        if !content.is_empty() {
            self.blocks.push(Block::Paragraph(content));
        }
    }
}

impl Converter<'_, '_> {
    fn content(&mut self, node: &NodeRef<'_>) -> Vec<Block> {
        let mut flow = Flow::default();
        self.children(node, &mut flow);
        flow.flush();
        flow.blocks
    }

    fn children(&mut self, node: &NodeRef<'_>, flow: &mut Flow) {
        for child in node.children_it(false) {
            let name = child.node_name().unwrap_or_default();
            if NO_TEXT.contains(&&*name) {
                continue;
            }
            if child.is_element() && (is_block(&name) || holds_block(&child)) {
                flow.flush();
                self.block(&child, &name, flow);
                flow.flush();
            } else {
                self.inline(&child, &mut flow.pending);
            }
        }
    }

    fn block(&mut self, node: &NodeRef<'_>, name: &str, flow: &mut Flow) {
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !holds_block(node) => {
                let content = trimmed(self.inlines(node));
                let level = name.as_bytes()[1] - b'0';
                if !content.is_empty() {
                    // The first level is the title's.
                    flow.blocks.push(Block::Heading(level.max(2), content));
                }
            }
            "ul" | "ol" | "menu" if self.level < LEVELS_MAX => self.list(node, name, flow),
            "blockquote" if self.level < LEVELS_MAX => {
                self.level += 1;
                let blocks = self.content(node);
                self.level -= 1;
                if !blocks.is_empty() {
                    flow.blocks.push(Block::Quote(blocks));
                }
            }
            "pre" => {
                let code = text_with_breaks(node);
                let code = code.trim_matches('\n');
                if !code.trim().is_empty() {
                    flow.blocks
                        .push(Block::Code(String::new(), code.to_owned()));
                }
            }
            "table" => self.table(node, flow),
            "hr" => flow.blocks.push(Block::Rule),
            _ => self.children(node, flow),
        }
    }

    /// Makes a list, and of numbers that jump (`value`) a list of its own.
    fn list(&mut self, node: &NodeRef<'_>, name: &str, flow: &mut Flow) {
        self.level += 1;
        let start = attribute(node, "start").unwrap_or(1);
        let mut lists: Vec<(u64, Vec<Vec<Block>>)> = vec![(start, Vec::new())];
        // What stands between items, where no page should have it, is an item too.
        let mut between = Flow::default();
        for child in node.children_it(false) {
            let name = child.node_name().unwrap_or_default();
            if child.has_name("li") {
                push_item(&mut lists, between.take(), None);
                let item = Some(self.content(&child)).filter(|item| !item.is_empty());
                push_item(&mut lists, item, attribute(&child, "value"));
            } else if child.is_element() && (is_block(&name) || holds_block(&child)) {
                push_item(&mut lists, between.take(), None);
                self.block(&child, &name, &mut between);
                push_item(&mut lists, between.take(), None);
            } else {
                self.inline(&child, &mut between.pending);
            }
        }
        push_item(&mut lists, between.take(), None);
        self.level -= 1;
        let is_ordered = name == "ol";
        if !is_ordered {
            lists = vec![(1, lists.into_iter().flat_map(|(_, items)| items).collect())];
        }
        for (start, items) in lists {
            if !items.is_empty() {
                let start = is_ordered.then_some(start);
                flow.blocks.push(Block::List(start, items));
            }
        }
    }

    /// Makes a table of one that holds data; what holds blocks or a single column is layout.
    fn table(&mut self, node: &NodeRef<'_>, flow: &mut Flow) {
        let rows: Vec<NodeRef<'_>> = descendants(node, &["tr"]);
        let width = rows
            .iter()
            .map(|row| cells(row).len())
            .max()
            .unwrap_or_default();
        let has_blocks = rows.iter().any(|row| cells(row).iter().any(holds_several));
        if width < 2 || has_blocks {
            self.children(node, flow);
            return;
        }
        let caption = descendants(node, &["caption"]);
        if let Some(caption) = caption.first() {
            self.children(caption, flow);
            flow.flush();
        }
        let mut table: Vec<Vec<Vec<Inline>>> = Vec::new();
        // For each column the rows below that a cell above reaches into.
        let mut reached: Vec<u64> = Vec::new();
        for row in &rows {
            let mut line: Vec<Vec<Inline>> = Vec::new();
            for cell in cells(row) {
                fill(&mut line, &mut reached);
                let rows = span(&cell, "rowspan", rows.len());
                for column in 0..span(&cell, "colspan", COLUMNS_MAX) {
                    line.push(match column {
                        0 => trimmed(self.inlines(&cell)),
                        _ => Vec::new(),
                    });
                    reached.resize(reached.len().max(line.len()), 0);
                    reached[line.len() - 1] = rows - 1;
                }
            }
            fill(&mut line, &mut reached);
            table.push(line);
        }
        flow.blocks.push(Block::Table(table));
    }

    fn inlines(&mut self, node: &NodeRef<'_>) -> Vec<Inline> {
        let mut inlines = Vec::new();
        for child in node.children_it(false) {
            self.inline(&child, &mut inlines);
        }
        inlines
    }

    fn inline(&mut self, node: &NodeRef<'_>, out: &mut Vec<Inline>) {
        if node.is_text() {
            push_text(out, &node.text());
            return;
        }
        if !node.is_element() {
            return;
        }
        let name = node.node_name().unwrap_or_default();
        match &*name {
            "br" => out.push(Inline::Break),
            _ if NO_TEXT.contains(&&*name) => {}
            "img" => self.images.take(node, out),
            "math" => push_text(out, &formula::line(node)),
            "em" | "i" => self.wrapped(node, Inline::Emphasis, out),
            "strong" | "b" => self.wrapped(node, Inline::Strong, out),
            "del" | "s" | "strike" => self.wrapped(node, Inline::Strikethrough, out),
            "code" | "kbd" | "samp" | "tt" => out.push(Inline::Code(fold(&node.text()))),
            "sup" => append(out, raised(self.inlines(node), VerticalAlign::Superscript)),
            "sub" => append(out, raised(self.inlines(node), VerticalAlign::Subscript)),
            "a" => {
                let content = following(out, self.inlines(node));
                let has_text = !super::super::draft::text(&content).trim().is_empty();
                match node.attr("href").and_then(|href| self.address(&href)) {
                    Some(address) if has_text => out.push(Inline::Link(address, content)),
                    _ => out.extend(content),
                }
            }
            _ => {
                let content = self.inlines(node);
                append(out, content);
            }
        }
    }

    fn wrapped(
        &mut self,
        node: &NodeRef<'_>,
        wrap: fn(Vec<Inline>) -> Inline,
        out: &mut Vec<Inline>,
    ) {
        let content = following(out, self.inlines(node));
        let has_text = !super::super::draft::text(&content).trim().is_empty();
        let is_simple = content
            .iter()
            .all(|inline| matches!(inline, Inline::Text(_) | Inline::Link(..)));
        if has_text && is_simple {
            out.push(wrap(content));
        } else {
            out.extend(content);
        }
    }

    /// Returns the address of a link, when it leads to the web; a place on the page itself does not.
    fn address(&self, href: &str) -> Option<String> {
        resolve(href, self.base)
    }
}

/// Returns figures in their raised or lowered form; what has no such form stays as it is.
fn raised(content: Vec<Inline>, align: VerticalAlign) -> Vec<Inline> {
    let form = match content.as_slice() {
        [Inline::Text(text)] => align.figures(text),
        _ => None,
    };
    form.map_or(content, |raised| vec![Inline::Text(raised)])
}

/// Returns an absolute address of the web or a mailbox, when that is what a reference leads to.
pub(super) fn resolve(href: &str, base: Option<&Url>) -> Option<String> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') {
        return None;
    }
    let url = match base {
        Some(base) => base.join(href).ok()?,
        None => Url::parse(href).ok()?,
    };
    matches!(url.scheme(), "http" | "https" | "mailto").then(|| url.to_string())
}

fn attribute(node: &NodeRef<'_>, name: &str) -> Option<u64> {
    node.attr(name)?.trim().parse().ok()
}

/// Adds an item to the last of lists, or begins another with it where its number does not follow.
fn push_item(
    lists: &mut Vec<(u64, Vec<Vec<Block>>)>,
    item: Option<Vec<Block>>,
    number: Option<u64>,
) {
    let Some(item) = item else { return };
    let follows = |(start, items): &&mut (u64, Vec<Vec<Block>>)| {
        number.is_none_or(|number| number == start.saturating_add(items.len() as u64))
    };
    match lists.last_mut().filter(follows) {
        Some((_, items)) => items.push(item),
        None => lists.push((number.unwrap_or(1), vec![item])),
    }
}

/// Returns how many rows or columns a cell goes over, no more than `most`. One of no rows goes to the end (HTML, section
/// 4.9.11).
fn span(cell: &NodeRef<'_>, name: &str, most: usize) -> u64 {
    let most = most as u64;
    match attribute(cell, name) {
        Some(0) if name == "rowspan" => most,
        given => given.unwrap_or(1).clamp(1, most.max(1)),
    }
}

/// Adds empty cells to a row where cells above reach into its next columns.
fn fill(row: &mut Vec<Vec<Inline>>, reached: &mut [u64]) {
    while let Some(rows) = reached.get_mut(row.len()).filter(|rows| **rows > 0) {
        *rows -= 1;
        row.push(Vec::new());
    }
}

fn cells<'a>(row: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    let is_cell = |cell: &NodeRef<'_>| cell.has_name("td") || cell.has_name("th");
    row.children_it(false).filter(is_cell).collect()
}

fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Returns whether an element has one that begins a line somewhere inside.
fn holds_block(node: &NodeRef<'_>) -> bool {
    node.descendants_it()
        .any(|inner| inner.is_element() && inner.node_name().is_some_and(|name| is_block(&name)))
}

/// Returns whether a cell holds more than one paragraph.
fn holds_several(cell: &NodeRef<'_>) -> bool {
    let is_inner = |inner: &NodeRef<'_>| {
        inner.is_element() && inner.node_name().is_some_and(|name| is_block(&name))
    };
    let inner: Vec<NodeRef<'_>> = cell.descendants_it().filter(is_inner).collect();
    let is_plain = |node: &NodeRef<'_>| node.has_name("p") || node.has_name("div");
    inner.len() > 1 || !inner.iter().all(is_plain)
}

/// Returns the descendants of these names that stand in this table, and not in one inside it.
fn descendants<'a>(node: &NodeRef<'a>, names: &[&str]) -> Vec<NodeRef<'a>> {
    let mut found = Vec::new();
    let mut open: Vec<NodeRef<'a>> = node.children_it(true).collect();
    while let Some(next) = open.pop() {
        if names.iter().any(|name| next.has_name(name)) {
            found.push(next);
        } else if !next.has_name("table") {
            open.extend(next.children_it(true));
        }
    }
    found
}
