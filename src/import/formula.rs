//! A formula on one line, as people type it where there are no formulas: `10⁶`, `1/2`, `√(x+1)`. Written one after
//! another, its numbers would be others.

use super::vertical_align::VerticalAlign;

/// Returns a fraction.
pub(super) fn fraction(over: &str, under: &str) -> String {
    format!("{}/{}", grouped(over), grouped(under))
}

/// Returns a root; its degree is empty for a square root.
pub(super) fn root(degree: &str, base: &str) -> String {
    let degree = VerticalAlign::Superscript.figures(degree);
    format!("{}√{}", degree.unwrap_or_default(), grouped(base))
}

/// Returns what is raised: figures where there are such, else a sign before it.
pub(super) fn raised(script: &str) -> String {
    scripted(script, VerticalAlign::Superscript, '^')
}

/// Returns what is lowered: figures where there are such, else a sign before it.
pub(super) fn lowered(script: &str) -> String {
    scripted(script, VerticalAlign::Subscript, '_')
}

fn scripted(script: &str, align: VerticalAlign, sign: char) -> String {
    match align.figures(script) {
        Some(figures) => figures,
        None => format!("{sign}{}", grouped(script)),
    }
}

/// Returns a text in parentheses, unless it is one number, one word or one sign.
fn grouped(text: &str) -> String {
    let is_one = text.chars().count() <= 1;
    match is_one || text.chars().all(|it| it.is_alphanumeric() || it == '.') {
        true => text.to_owned(),
        false => format!("({text})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_on_one_line() {
        assert_eq!(fraction("1", "2"), "1/2");
        assert_eq!(fraction("a+b", "2a"), "(a+b)/2a");
        assert_eq!(format!("10{}", raised("6")), "10⁶");
        assert_eq!(format!("x{}{}", lowered("i"), raised("n+1")), "x_iⁿ⁺¹");
        assert_eq!(format!("e{}", raised("x+y")), "e^(x+y)");
        assert_eq!(root("", "2"), "√2");
        assert_eq!(root("3", "x-1"), "³√(x-1)");
        assert_eq!(raised(""), "");
    }
}
