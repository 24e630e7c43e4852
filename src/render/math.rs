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

/// Bytes of a formula; a longer one is none.
const BYTES_MAX: usize = 64 * 1024;

/// Signs of a formula that may each open something; with more of them than this, it may be nested deeper than the stack
/// of a thread allows.
const OPENING_MAX: usize = 200;

/// The stack for such a formula, in bytes: two kilobytes for each byte that it may have.
const STACK: usize = 256 * 1024 * 1024;

/// Elements of a formula within one another; browsers have limits, too.
const DEPTH_MAX: usize = 256;

/// Returns a formula as MathML.
///
/// # Errors
/// What is wrong with it, and the bytes that are meant.
pub fn html(formula: &str, is_display: bool) -> Result<String, (Range<usize>, String)> {
    let refused = |reason: &str| Err((0..formula.len(), reason.to_owned()));
    if formula.len() > BYTES_MAX {
        return refused("it is too long for a formula");
    }
    let opening = |it: &u8| matches!(it, b'{' | b'\\' | b'^' | b'_');
    if formula.bytes().filter(opening).count() <= OPENING_MAX {
        return converted(formula, is_display);
    }
    // Converting recurses for each element inside another.
    let result = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let run = thread.spawn_scoped(scope, || converted(formula, is_display));
        run.ok().and_then(|run| run.join().ok())
    });
    match result {
        Some(Ok(html)) if depth(&html) > DEPTH_MAX => refused("it is nested too deep"),
        Some(result) => result,
        None => refused("it is nested too deep"),
    }
}

/// Returns a formula with its colours as attributes (MathML Core, section 2.1.7), which a policy against styles in
/// attributes lets pass.
fn with_colours(html: &str) -> String {
    const STYLE: &str = " style=\"color:";
    let mut coloured = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(STYLE) {
        let Some((colour, behind)) = after.split_once(";\"") else {
            break;
        };
        coloured += before;
        coloured += &format!(" mathcolor=\"{colour}\"");
        rest = behind;
    }
    coloured + rest
}

/// Returns how many elements of a formula stand within one another.
fn depth(html: &str) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for (at, _) in html.match_indices('<') {
        match html.as_bytes().get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            _ => depth += 1,
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn converted(formula: &str, is_display: bool) -> Result<String, (Range<usize>, String)> {
    let display = match is_display {
        true => MathDisplay::Block,
        false => MathDisplay::Inline,
    };
    match CONVERTER.convert_with_local_state(formula, display) {
        Ok(result) => Ok(with_colours(&result.mathml)),
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
        for opening in ["{", "\\sqrt ", "x^{", "\\frac", "\\left("] {
            let deep = opening.repeat(5_000);
            assert!(html(&deep, false).is_err(), "{opening}");
        }
        let (range, message) = html("\\sqrt ".repeat(5_000).as_str(), true).expect_err("no end");
        assert!(!range.is_empty() || !message.is_empty());
        let red = html("a \\color{red}{x} b", false).expect("it is right");
        assert!(
            red.contains("mathcolor=\"#") && !red.contains("style="),
            "{red}"
        );
        let long = "a_1 + b^2 + ".repeat(300) + "c";
        assert!(html(&long, true).is_ok());
        let (range, message) = html("a \\nosuch b", false).expect_err("there is no such command");
        assert_eq!(&"a \\nosuch b"[range], "\\nosuch", "{message}");
    }
}
