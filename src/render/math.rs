//! Formulas: TeX to MathML, which browsers set by themselves.

use std::ops::Range;
use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

static CONVERTER: LazyLock<LatexToMathML> = LazyLock::new(|| {
    // The source stays in the page, for readers who copy it and for programs.
    let config = MathCoreConfig {
        annotation: true,
        ..MathCoreConfig::default()
    };
    LatexToMathML::new(config).expect("there are no macros that could be wrong")
});

/// Returns a formula as MathML.
///
/// # Errors
/// What is wrong with it, and the bytes that are meant.
pub fn html(formula: &str, is_display: bool) -> Result<String, (Range<usize>, String)> {
    let display = match is_display {
        true => MathDisplay::Block,
        false => MathDisplay::Inline,
    };
    match CONVERTER.convert_with_local_state(formula, display) {
        Ok(result) => Ok(result.mathml),
        Err(error) => Err((error.0.clone(), error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml() {
        let formula = html("E = mc^2 < \\text{<b>}", false).expect("it is right");
        assert!(formula.starts_with("<math>"), "{formula}");
        assert!(!formula.contains("<b>"), "{formula}");
        assert!(
            html("x", true)
                .expect("it is right")
                .contains("display=\"block\"")
        );
        let (range, message) = html("a \\nosuch b", false).expect_err("there is no such command");
        assert_eq!(&"a \\nosuch b"[range], "\\nosuch", "{message}");
    }
}
