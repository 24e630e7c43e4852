//! The text files of a site, which articles and diagnostics share.

use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// Reads the text of a file again, by its path below the site folder; none where that is impossible.
pub type Reader = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// A text file of the site: its name and its decoded text.
///
/// The texts of a large site are not held in memory: such a source [remembers](Source::remembered) what it was,
/// and reads it again when it is asked.
pub struct Source {
    /// The path below the site folder, with `/` between parts.
    pub path: String,
    text: OnceLock<String>,
    remembered: Option<Remembered>,
}

/// What a source knows of a text that it does not hold.
struct Remembered {
    bytes: usize,
    digest: u64,
    read: Reader,
    has_changed: AtomicBool,
}

impl Source {
    /// Returns a source that can be shared between an article and its diagnostics.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Source> {
        Arc::new(Source {
            path: path.into(),
            text: OnceLock::from(text.into()),
            remembered: None,
        })
    }

    /// Returns the same source without its text, which is read again when somebody asks for it.
    pub fn remembered(&self, read: &Reader) -> Arc<Source> {
        Arc::new(Source {
            path: self.path.clone(),
            text: OnceLock::new(),
            remembered: Some(Remembered {
                bytes: self.text().len(),
                digest: digest(self.text()),
                read: Arc::clone(read),
                has_changed: AtomicBool::new(false),
            }),
        })
    }

    /// Returns the whole text, without a byte order mark. One that had to be read again is held from then on.
    pub fn text(&self) -> &str {
        self.text.get_or_init(|| self.read_again())
    }

    /// Returns the length of the text, in bytes.
    pub fn bytes(&self) -> usize {
        match &self.remembered {
            Some(remembered) => remembered.bytes,
            None => self.text().len(),
        }
    }

    /// Returns a source that holds its text, for as long as somebody works with it.
    pub fn held(self: &Arc<Source>) -> Arc<Source> {
        match self.text.get() {
            Some(_) => Arc::clone(self),
            None => Source::new(self.path.clone(), self.read_again()),
        }
    }

    /// Returns whether the text is held for good.
    pub fn is_held(&self) -> bool {
        self.remembered.is_none()
    }

    /// Returns whether the file was found to have another text than it had, or none. What stands in its place is
    /// blank and as long.
    pub fn has_changed(&self) -> bool {
        let remembered = self.remembered.as_ref();
        remembered.is_some_and(|remembered| remembered.has_changed.load(Ordering::Relaxed))
    }

    /// Returns the nearest character boundary at or before a byte offset.
    pub(super) fn floor(&self, offset: usize) -> usize {
        let text = self.text();
        text.floor_char_boundary(offset.min(text.len()))
    }

    fn read_again(&self) -> String {
        let Some(remembered) = &self.remembered else {
            return String::new();
        };
        let text = (remembered.read)(&self.path);
        let is_same =
            |text: &String| text.len() == remembered.bytes && digest(text) == remembered.digest;
        text.filter(is_same).unwrap_or_else(|| {
            remembered.has_changed.store(true, Ordering::Relaxed);
            " ".repeat(remembered.bytes)
        })
    }

    /// Returns what tells the text from others: its length in bytes and a digest.
    fn state(&self) -> (usize, u64) {
        match &self.remembered {
            Some(remembered) => (self.bytes(), remembered.digest),
            None => (self.bytes(), digest(self.text())),
        }
    }

    /// Returns the line and the column of a byte offset, both counted from 1; a column is a
    /// character (code point), whatever its width.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = &self.text()[..self.floor(offset)];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line_number = before.matches('\n').count() + 1;
        (line_number, before[line_start..].chars().count() + 1)
    }
}

/// The same path, and the same text.
impl PartialEq for Source {
    fn eq(&self, other: &Source) -> bool {
        let is_same_text = || match (&self.remembered, &other.remembered) {
            (None, None) => self.text() == other.text(),
            _ => self.state() == other.state(),
        };
        self.path == other.path && is_same_text()
    }
}

impl Eq for Source {}

impl fmt::Debug for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Source");
        shown.field("path", &self.path).field("text", &self.text);
        shown.finish()
    }
}

fn digest(text: &str) -> u64 {
    // Its keys are always the same.
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn a_text_is_read_again() {
        let file: Arc<Mutex<Option<&str>>> = Arc::new(Mutex::new(Some("甲乙\n丙")));
        let shared = Arc::clone(&file);
        let read: Reader = Arc::new(move |path| {
            assert_eq!(path, "a.md");
            shared.lock().expect("nobody fails").map(str::to_owned)
        });
        let source = Source::new("a.md", "甲乙\n丙");
        let remembered = || source.remembered(&read);
        assert_eq!(remembered(), source);
        assert_ne!(remembered(), Source::new("a.md", "甲乙\n丁"));
        assert_ne!(remembered(), Source::new("b.md", "甲乙\n丙"));
        assert_eq!(remembered().line_column(7), (2, 1));
        let good = remembered();
        let (held, again) = (good.held(), good.held());
        assert_eq!(held.text(), "甲乙\n丙");
        assert!(!Arc::ptr_eq(&held, &again) && Arc::ptr_eq(&held, &held.held()));
        assert!(!good.has_changed());
        for other in [Some("甲乙\n丁"), Some("甲乙\n丙 "), None] {
            *file.lock().expect("nobody fails") = other;
            let changed = remembered();
            assert_eq!(changed.held().text(), " ".repeat(10));
            assert_eq!(changed.text(), " ".repeat(10));
            assert!(changed.has_changed());
            assert_eq!(good.held().text().trim(), "");
        }
        assert!(good.has_changed());
    }
}
