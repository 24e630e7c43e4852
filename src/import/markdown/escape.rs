//! What of a literal text is escaped, so that Markdown takes it for text.

/// Where a text stands, which decides what is markup there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    Heading,
    Cell,
}

impl Place {
    /// Returns what breaks a line, where one can be broken.
    pub fn line_break(self) -> &'static str {
        match self {
            Place::Paragraph => "\\\n",
            Place::Heading | Place::Cell => " ",
        }
    }
}

/// Adds a text with what could be inline markup escaped (CommonMark 0.31 section 6, GFM's
/// strikethrough and tables, footnotes, and `-{…}-`).
pub(super) fn escape(text: &str, place: Place, out: &mut String) {
    let mut before = out.chars().next_back().unwrap_or(' ');
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        let is_markup = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '&' => next == '#' || next.is_ascii_alphanumeric(),
            '-' => next == '{',
            '}' => next == '-',
            '#' => place == Place::Heading,
            '|' => place == Place::Cell,
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        // A line of the source is a space: breaks are inlines of their own.
        out.push(if character == '\n' { ' ' } else { character });
        before = character;
    }
}

/// Returns a line with what could begin a block escaped (CommonMark 0.31 sections 4 and 5).
pub(super) fn line_start(line: &str, place: Place) -> String {
    if place == Place::Cell {
        return line.to_owned();
    }
    let is_end =
        |rest: &str| rest.is_empty() || rest.starts_with(char::is_whitespace) || rest == "\\";
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=9).contains(&digits) {
        let (number, rest) = line.split_at(digits);
        if let Some(after) = rest.strip_prefix(['.', ')'])
            && is_end(after)
        {
            return format!("{number}\\{rest}");
        }
        return line.to_owned();
    }
    let is_block = match line.as_bytes() {
        [b'>' | b'=' | b'|', ..] | [b':', b'-', ..] => true,
        [b'#', ..] => is_end(line.trim_start_matches('#')),
        [mark @ (b'-' | b'+'), ..] => {
            let is_mark = |it: char| it == char::from(*mark) || " |:\\".contains(it);
            is_end(&line[1..]) || line.chars().all(is_mark)
        }
        _ => false,
    };
    if is_block {
        format!("\\{line}")
    } else {
        line.to_owned()
    }
}

/// Returns whether the backslash at the end of a text is not escaped itself.
pub(super) fn is_bare_backslash(text: &str) -> bool {
    let count = text.bytes().rev().take_while(|byte| *byte == b'\\').count();
    count % 2 == 1
}

/// Returns an address as a link's destination, with what would end it percent-encoded.
pub(super) fn address(destination: &str) -> String {
    let mut address = String::with_capacity(destination.len());
    for character in destination.chars() {
        let ends = "()<>\\|`[]\"".contains(character);
        if ends || character.is_whitespace() || character.is_control() {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                address += &format!("%{byte:02X}");
            }
        } else {
            address.push(character);
        }
    }
    // An ampersand that begins what reads as an entity is not one.
    address.replace('&', "\\&")
}
