//! What the configuration says of the look of every page, for its frame.

use super::context::{ColourContext, LogoContext, ThemeContext};
use super::frame::Renderer;
use crate::article::Article;
use crate::diagnostic::Diagnostic;
use crate::site::Target;

/// The height of the picture in the bar, in pixels.
const LOGO_HEIGHT: usize = 24;

impl<'a> Renderer<'a> {
    /// Returns the look, and whether there is highlighted code in it.
    pub(super) fn look(&self, diagnostics: &mut Vec<Diagnostic>) -> (ThemeContext, bool) {
        let (header, in_header) = self.snippet(self.site.header.as_ref(), diagnostics);
        let (footer, in_footer) = self.snippet(self.site.footer.as_ref(), diagnostics);
        let paper = self.site.config.theme.colour("paper");
        let look = ThemeContext {
            paper: ColourContext {
                light: paper.light,
                dark: paper.dark,
            },
            logo: self.logo(),
            header,
            footer,
        };
        (look, in_header || in_footer)
    }

    fn logo(&self) -> Option<LogoContext> {
        let logo = self.site.config.theme.logo.as_ref()?;
        let Target::File { path, dimensions } = self.site.file(&logo.path)? else {
            return None;
        };
        let width = |(width, height): (usize, usize)| width * LOGO_HEIGHT / height.max(1);
        Some(LogoContext {
            src: self.reference(path),
            width: dimensions.map(width),
        })
    }

    /// Returns a piece of Markdown as HTML in the edition's script, and whether there is highlighted code in it.
    fn snippet(
        &self,
        snippet: Option<&'a Article>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (String, bool) {
        let Some(snippet) = snippet else {
            return (String::new(), false);
        };
        let conversion = self.conversion(snippet);
        let document = self.document(snippet, &conversion, self.shared);
        let mut writer = self.writer(snippet, &document, &conversion, self.shared);
        let html = writer.blocks(&document.blocks);
        diagnostics.append(&mut writer.diagnostics);
        (html, writer.has_code)
    }
}
