//! A draft's body to Markdown that reads as the same text again.
//!
//! Every sign that Markdown could take for markup is escaped, and no other: the seed's `連續**`
//! becomes `連續\*\*`, and a hyphen inside a sentence stays bare. That the outcome is right is not
//! trusted but held, on every import, by parsing it again; see [`super::bundle`].

mod escape;

use super::draft::{Block, Inline};
use escape::{Place, address, escape, is_bare_backslash, line_start};

/// Whether inline markup is written or left away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// Emphasis, links and code are written.
    Full,
    /// Links and code are written, emphasis is not.
    NoEmphasis,
    /// Only their text is: where emphasis stands so that CommonMark would not read it.
    TextOnly,
}

/// Returns the Markdown of blocks and of the notes they refer to, ending in a newline.
///
/// Where the site reads formulas (`has_math`), sums of money are kept from being taken for some.
pub fn write(
    blocks: &[Block],
    notes: &[(String, Vec<Block>)],
    markup: Markup,
    has_math: bool,
) -> String {
    let mut writer = Writer {
        out: String::new(),
        indent: String::new(),
        markup,
        has_math,
    };
    writer.blocks(blocks);
    for (name, blocks) in notes {
        writer.empty_line();
        writer.inside(&format!("[^{name}]: "), "    ", blocks);
    }
    writer.out
}

/// Returns a text as Markdown that reads as just this text inside a paragraph. A line break is a hard
/// one; the lines after it begin with `indent`.
pub fn literal(text: &str, indent: &str) -> String {
    let mut literal = String::new();
    for (index, line) in text.split('\n').enumerate() {
        let mut escaped = String::new();
        escape(line, Place::Paragraph, &mut escaped);
        if index > 0 {
            literal += Place::Paragraph.line_break();
            literal += indent;
            escaped = line_start(&escaped, Place::Paragraph);
        }
        literal += &escaped;
    }
    literal
}

/// Returns a link to an address, or nothing but the text when the address is none.
pub fn link(text: &str, destination: &str) -> String {
    format!("[{}]({})", literal(text, ""), address(destination))
}

struct Writer {
    out: String,
    /// What every line begins with.
    indent: String,
    markup: Markup,
    has_math: bool,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block]) {
        let mut lists = 0;
        for (index, block) in blocks.iter().filter(|block| !is_empty(block)).enumerate() {
            if index > 0 {
                self.empty_line();
            }
            // Two lists in a row would be one if their marks were the same.
            lists = match block {
                Block::List(..) => lists + 1,
                _ => 0,
            };
            self.block(block, lists % 2 == 0);
        }
    }

    fn empty_line(&mut self) {
        let indent = self.indent.trim_end().to_owned();
        self.out += &indent;
        self.out.push('\n');
    }

    fn line(&mut self, line: &str) {
        self.out += &self.indent;
        self.out += line;
        self.out.push('\n');
    }

    fn block(&mut self, block: &Block, is_second_list: bool) {
        match block {
            Block::Paragraph(content) => {
                let text = self.leaf(content, Place::Paragraph);
                for line in text.split('\n') {
                    self.line(line);
                }
            }
            Block::Heading(level, content) => {
                let text = self.leaf(content, Place::Heading);
                let marks = "#".repeat(usize::from((*level).clamp(1, 6)));
                self.line(&format!("{marks} {text}"));
            }
            Block::List(start, items) => self.list(*start, items, is_second_list),
            Block::Quote(blocks) => self.inside("> ", "> ", blocks),
            Block::Table(rows) => self.table(rows),
            Block::Code(language, code) => self.code(language, code),
            Block::Rule => self.line("---"),
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>], is_second: bool) {
        let (bullet, point) = if is_second { ("* ", ')') } else { ("- ", '.') };
        let is_said = |item: &&Vec<Block>| !item.iter().all(is_empty);
        for (index, item) in items.iter().filter(is_said).enumerate() {
            if index > 0 {
                self.empty_line();
            }
            let mark = match start {
                // CommonMark reads nine digits.
                Some(start) => format!("{}{point} ", start.min(999_999) + index as u64),
                None => bullet.to_owned(),
            };
            self.inside(&mark, &" ".repeat(mark.len()), item);
        }
    }

    /// Writes blocks whose first line begins with one text and whose other lines with another.
    fn inside(&mut self, first: &str, rest: &str, blocks: &[Block]) {
        let start = self.out.len() + self.indent.len();
        let length = self.indent.len();
        self.indent += rest;
        self.blocks(blocks);
        self.indent.truncate(length);
        if self.out.len() >= start + rest.len() {
            self.out.replace_range(start..start + rest.len(), first);
        }
    }

    fn table(&mut self, rows: &[Vec<Vec<Inline>>]) {
        let width = rows.iter().map(Vec::len).max().unwrap_or_default();
        for (index, row) in rows.iter().enumerate() {
            let mut line = String::from("|");
            for column in 0..width {
                let cell = row.get(column).map_or("", |_| " ");
                let text = row.get(column).map(|cell| self.leaf(cell, Place::Cell));
                line += cell;
                line += &text.unwrap_or_default();
                line += " |";
            }
            self.line(&line);
            if index == 0 {
                self.line(&format!("|{}", " --- |".repeat(width)));
            }
        }
    }

    fn code(&mut self, language: &str, code: &str) {
        let longest = code.split(|character| character != '`').map(str::len).max();
        let fence = "`".repeat(longest.unwrap_or_default().max(2) + 1);
        let is_word =
            |character: char| character.is_ascii_alphanumeric() || "+-#_".contains(character);
        let language: String = language.chars().filter(|it| is_word(*it)).collect();
        self.line(&format!("{fence}{language}"));
        for line in code.trim_end_matches('\n').split('\n') {
            self.line(line);
        }
        self.line(&fence);
    }

    fn leaf(&self, content: &[Inline], place: Place) -> String {
        let mut text = String::new();
        self.inlines(content, place, &mut text);
        let lines: Vec<String> = text
            .split('\n')
            .map(str::trim)
            .filter(|line| !line.is_empty() && *line != "\\")
            .map(|line| line_start(line, place))
            .collect();
        let text = lines.join("\n");
        // A line break at the end of a block is none.
        match text.strip_suffix('\\') {
            Some(rest) if is_bare_backslash(&text) => rest.to_owned(),
            _ => text,
        }
    }

    fn inlines(&self, inlines: &[Inline], place: Place, out: &mut String) {
        let mut is_after_note = false;
        for inline in inlines {
            if let (true, Inline::Text(text)) = (is_after_note, inline)
                && text.starts_with(':')
            {
                // At the beginning of a line it would define the note.
                out.push('\\');
            }
            is_after_note = matches!(inline, Inline::Note(_));
            match inline {
                Inline::Note(name) => *out += &format!("[^{name}]"),
                Inline::Text(text) => self.escape(text, place, out),
                Inline::Code(code) => self.code_span(code, place, out),
                Inline::Emphasis(content) => self.wrap("*", content, place, out),
                Inline::Strong(content) => self.wrap("**", content, place, out),
                Inline::Strikethrough(content) => self.wrap("~~", content, place, out),
                Inline::Link(destination, content) => {
                    let text = self.inner(content, place);
                    if self.markup == Markup::TextOnly || text.trim().is_empty() {
                        *out += &text;
                    } else {
                        *out += &format!("[{}]({})", text.trim(), address(destination));
                    }
                }
                Inline::Image(source, alternative) => {
                    let mut text = String::new();
                    self.escape(alternative, place, &mut text);
                    *out += &format!("![{}]({})", text.trim(), address(source));
                }
                Inline::Break => *out += place.line_break(),
            }
        }
    }

    fn escape(&self, text: &str, place: Place, out: &mut String) {
        let start = out.len();
        escape(text, place, out);
        if self.has_math && out[start..].contains('$') {
            let escaped = out.split_off(start).replace('$', "\\$");
            out.push_str(&escaped);
        }
    }

    fn inner(&self, content: &[Inline], place: Place) -> String {
        let mut text = String::new();
        self.inlines(content, place, &mut text);
        text
    }

    /// Writes emphasis around its text; the spaces at its ends go outside, where they do not keep
    /// the marks from being read.
    fn wrap(&self, mark: &str, content: &[Inline], place: Place, out: &mut String) {
        let text = self.inner(content, place);
        let inner = text.trim();
        if self.markup != Markup::Full || inner.is_empty() || inner.contains('\n') {
            *out += &text;
            return;
        }
        let (before, rest) = text.split_at(text.len() - text.trim_start().len());
        *out += before;
        *out += mark;
        *out += inner;
        *out += mark;
        *out += &rest[inner.len()..];
    }

    fn code_span(&self, code: &str, place: Place, out: &mut String) {
        let is_plain = code.trim() == code && !code.is_empty() && !code.contains(['\n', '`', '|']);
        if self.markup == Markup::TextOnly || !is_plain {
            self.escape(code, place, out);
            return;
        }
        *out += &format!("`{code}`");
    }
}

fn is_empty(block: &Block) -> bool {
    match block {
        Block::Paragraph(content) | Block::Heading(_, content) => is_blank(content),
        Block::List(_, items) => items.iter().flatten().all(is_empty),
        Block::Quote(blocks) => blocks.iter().all(is_empty),
        Block::Table(rows) => rows.iter().flatten().all(|cell| is_blank(cell)),
        Block::Code(_, code) => code.trim().is_empty(),
        Block::Rule => false,
    }
}

fn is_blank(content: &[Inline]) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.trim().is_empty(),
        Inline::Emphasis(content)
        | Inline::Strong(content)
        | Inline::Strikethrough(content)
        | Inline::Link(_, content) => is_blank(content),
        Inline::Image(..) | Inline::Note(_) => false,
        Inline::Break => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(
            write(&[Block::paragraph(text)], &[], Markup::Full, false).trim_end(),
            expected
        );
    }

    #[test]
    fn escapes_what_is_markup_and_nothing_else() {
        check("美股的連續**,還是", "美股的連續\\*\\*,還是");
        check("金融泡沫的破滅- 哪件事", "金融泡沫的破滅- 哪件事");
        check("- 項", "\\- 項");
        check("-5%", "-5%");
        check("---", "\\---");
        check("1. 項", "1\\. 項");
        check("1.5 倍", "1.5 倍");
        check("# 題", "\\# 題");
        check("#題", "#題");
        check("snake_case 與 _強調_", "snake_case 與 \\_強調\\_");
        check("<b>粗</b> & &amp;", "\\<b>粗\\</b> & \\&amp;");
        check(
            "[^1] [連結](x) ![圖](y)",
            "\\[^1\\] \\[連結\\](x) !\\[圖\\](y)",
        );
        check("-{原樣}-", "\\-{原樣\\}-");
        check("甲|乙", "甲|乙");
        check("> 引", "\\> 引");
    }

    #[test]
    fn sums_are_no_formulas() {
        let text = [Block::paragraph("售價$5至$6")];
        assert_eq!(write(&text, &[], Markup::Full, false), "售價$5至$6\n");
        assert_eq!(write(&text, &[], Markup::Full, true), "售價\\$5至\\$6\n");
    }

    #[test]
    fn lists_are_apart() {
        let item = |text: &str| vec![Block::paragraph(text)];
        let list = |text: &str| Block::List(None, vec![item(text)]);
        let nested = Block::List(
            Some(3),
            vec![vec![Block::paragraph("甲"), list("乙")], item("丙")],
        );
        let written = write(&[list("一"), list("二"), nested], &[], Markup::Full, false);
        assert_eq!(written, "- 一\n\n* 二\n\n3. 甲\n\n   - 乙\n\n4. 丙\n");
    }

    #[test]
    fn quotes_and_tables() {
        let cell = |text: &str| vec![Inline::Text(text.to_owned())];
        let table = Block::Table(vec![vec![cell("甲"), cell("乙")], vec![cell("a|b")]]);
        let quote = Block::Quote(vec![Block::paragraph("甲"), Block::paragraph("乙")]);
        let written = write(&[quote, table], &[], Markup::Full, false);
        assert_eq!(
            written,
            "> 甲\n>\n> 乙\n\n| 甲 | 乙 |\n| --- | --- |\n| a\\|b | |\n"
        );
    }
}
