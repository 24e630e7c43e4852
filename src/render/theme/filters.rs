//! The filters that templates have beside those of Tera.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::config::words::{filled, places};
use crate::render::titles;

/// Gives templates the filters.
pub(super) fn register(tera: &mut Tera) {
    tera.register_filter("fill", fill);
    tera.register_filter("segmented", segmented);
    tera.register_filter("safe", safe);
}

/// The filter `segmented`: a title as HTML that breaks between words.
fn segmented(title: &str, _: Kwargs, _: &State<'_>) -> String {
    titles::segmented(title)
}

/// The filter `safe`, as Tera has it, without a copy of a text.
fn safe(value: Value, _: Kwargs, _: &State<'_>) -> Value {
    match value.as_str() {
        Some(_) => value.mark_safe(),
        None => Value::safe_string(&value.to_string()),
    }
}

/// The filter `fill`: puts its arguments into the places of a word, `{n}` by `n`; figures are grouped
/// by thousands.
///
/// # Errors
/// A place that no argument is for, or an argument that no place is for.
fn fill(word: &str, arguments: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let bare = |place: &str| place.trim_matches(['{', '}']).to_owned();
    let places: Vec<String> = places(word).into_iter().map(bare).collect();
    let names = arguments.iter().filter_map(|(name, _)| name.as_str());
    let names: Vec<&str> = names.collect();
    if let Some(name) = names
        .iter()
        .find(|name| !places.iter().any(|it| it == *name))
    {
        let message = format!(
            "the word has no place `{name}`; it has: {}",
            places.join(", ")
        );
        return Err(Error::message(message));
    }
    if let Some(place) = places.iter().find(|place| !names.contains(&place.as_str())) {
        return Err(Error::message(format!(
            "nothing is given for the place `{place}` of the word"
        )));
    }
    Ok(filled(word, |place| {
        let (_, value) = arguments
            .iter()
            .find(|(name, _)| name.as_str() == Some(place))?;
        Some(match (value.as_u64(), value.as_str()) {
            (Some(number), _) => grouped(number).into(),
            (None, Some(text)) => text.to_owned().into(),
            (None, None) => value.to_string().into(),
        })
    }))
}

/// Returns a number with commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
