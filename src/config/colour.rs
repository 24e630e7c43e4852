//! Colours for light and for dark pages, and how well one is told from another.

use super::fields::{Field, Table, Value};
use crate::diagnostic;

/// A colour for light and for dark pages, each as `#` and six hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colour {
    /// On light paper.
    pub light: String,
    /// On dark paper.
    pub dark: String,
}

/// The least contrast of text (WCAG 2.2, success criterion 1.4.3).
pub(crate) const CONTRAST_MIN: f64 = 4.5;

/// Takes a colour: one for all pages, or a table with `light` and `dark`.
pub(super) fn read(table: &mut Table<'_>, name: &'static str) -> Option<Field<Colour>> {
    let node = table.node(name)?;
    let range = node.range.clone();
    let colours = match node.value {
        Value::Table(_) => table.table_of(node, name, |table| {
            ["light", "dark"].map(|page| read_one(table, page))
        }),
        _ => {
            let field = table.text_of(node, name)?;
            [checked(table, field), None]
        }
    };
    let [light, dark] = colours;
    let value = Colour {
        light: light.clone().or_else(|| dark.clone())?,
        dark: dark.or(light)?,
    };
    Some(Field { value, range })
}

/// Takes one colour.
pub(super) fn read_one(table: &mut Table<'_>, name: &'static str) -> Option<String> {
    let field = table.text(name)?;
    checked(table, field)
}

fn checked(table: &mut Table<'_>, field: Field<String>) -> Option<String> {
    let digits = field.value.strip_prefix('#').unwrap_or_default();
    let is_colour = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_colour {
        return Some(field.value);
    }
    table.report(diagnostic::bad_colour(table.source(), &field.range));
    None
}

/// Returns the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio").
pub(crate) fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Returns how light a colour is, from 0 to 1 (WCAG 2.2, "relative luminance").
fn luminance(colour: &str) -> f64 {
    let part = |start: usize| {
        let digits = colour.get(start..start + 2).unwrap_or_default();
        let value = f64::from(u8::from_str_radix(digits, 16).unwrap_or_default()) / 255.0;
        match value <= 0.04045 {
            true => value / 12.92,
            false => ((value + 0.055) / 1.055).powf(2.4),
        }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[cfg(test)]
mod tests {
    use super::contrast;

    #[test]
    fn contrasts() {
        let check = |one: &str, other: &str, expected: f64| {
            let found = contrast(one, other);
            assert!((found - expected).abs() < 0.005, "{one} {other}: {found}");
            assert!((contrast(other, one) - found).abs() < 1e-9);
        };
        check("#000000", "#ffffff", 21.0);
        check("#777777", "#ffffff", 4.48);
        check("#767676", "#FFFFFF", 4.54);
        check("#ff0000", "#ffffff", 4.0);
        check("#123456", "#123456", 1.0);
    }
}
