//! The formats that can be imported.

/// A format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// A saved page.
    Html,
    /// A page saved as one file of many parts.
    Mhtml,
    /// Markdown, with front matter or without.
    Markdown,
    /// A Word document.
    Docx,
    /// A book.
    Epub,
    /// Pages as they were sent, in a web archive.
    Warc,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 7] = [
        Format::Text,
        Format::Html,
        Format::Mhtml,
        Format::Markdown,
        Format::Docx,
        Format::Epub,
        Format::Warc,
    ];

    /// Returns the word for it on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Html => "html",
            Format::Mhtml => "mhtml",
            Format::Markdown => "markdown",
            Format::Docx => "docx",
            Format::Epub => "epub",
            Format::Warc => "warc",
        }
    }

    /// Returns the media type (RFC 6838).
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Text => "text/plain",
            Format::Html => "text/html",
            Format::Mhtml => "multipart/related",
            Format::Markdown => "text/markdown",
            Format::Docx => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            Format::Epub => "application/epub+zip",
            Format::Warc => "application/warc",
        }
    }

    /// Returns the extension of a file of it.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Html => "html",
            Format::Mhtml => "mhtml",
            Format::Markdown => "md",
            Format::Docx => "docx",
            Format::Epub => "epub",
            Format::Warc => "warc",
        }
    }

    /// Returns the format of a file's name.
    pub fn of_name(name: &str) -> Option<Format> {
        let lower = name.to_ascii_lowercase();
        let bare = lower.strip_suffix(".warc.gz").map(|_| "warc");
        match bare.or_else(|| Some(lower.rsplit_once('.')?.1))? {
            "txt" | "text" => Some(Format::Text),
            "html" | "htm" | "xhtml" | "xht" | "shtml" => Some(Format::Html),
            "mhtml" | "mht" => Some(Format::Mhtml),
            "md" | "markdown" | "mdown" | "mkd" => Some(Format::Markdown),
            "docx" | "docm" | "dotx" => Some(Format::Docx),
            "epub" => Some(Format::Epub),
            "warc" => Some(Format::Warc),
            _ => None,
        }
    }
}
