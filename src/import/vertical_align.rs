//! Figures above and below the line, which plain text has characters for.

/// Where a run of text stands (ECMA-376, part 1, section 17.18.94).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum VerticalAlign {
    #[default]
    Baseline,
    Superscript,
    Subscript,
}

impl VerticalAlign {
    /// Returns figures as superscript or subscript characters, so that 10 to the power of 8 does not read as
    /// 108; none for other text, which has no such characters.
    pub(super) fn figures(self, text: &str) -> Option<String> {
        const PLAIN: &str = "0123456789+-=()n";
        let forms = match self {
            VerticalAlign::Baseline => return None,
            VerticalAlign::Superscript => "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ",
            VerticalAlign::Subscript => "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ",
        };
        let form = |character: char| {
            let at = PLAIN.find(if character == '−' { '-' } else { character })?;
            forms.chars().nth(at)
        };
        text.trim().chars().map(form).collect()
    }
}
