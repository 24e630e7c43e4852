//! The day that the name of a Markdown file begins with.

use std::path::Path;

use crate::article::front_matter::Date;

/// Names of files that say nothing, for the folder that they lie in has the name.
const OF_FOLDERS: &[&str] = &["index", "_index", "readme"];

/// Returns the day that a file's name begins with, and the words that are it: Jekyll's posts are named so, and the
/// notes of a day.
pub(super) fn date(path: &str) -> Option<(Date, &str)> {
    let path = Path::new(path);
    let stem = path.file_stem()?.to_str()?;
    let is_of_folder = OF_FOLDERS.iter().any(|it| stem.eq_ignore_ascii_case(it));
    let name = match is_of_folder {
        true => path.parent()?.file_name()?.to_str()?,
        false => stem,
    };
    at_start(name)
}

/// Returns the day that a name begins with, figures of month and day with a zero before them or not.
fn at_start(name: &str) -> Option<(Date, &str)> {
    let figures = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let year = figures(name);
    let after_year = name[year..].strip_prefix('-')?;
    let month = figures(after_year);
    let after_month = after_year[month..].strip_prefix('-')?;
    let day = figures(after_month);
    let written = &name[..year + month + day + 2];
    let padded = format!(
        "{}-{:0>2}-{:0>2}",
        &name[..year],
        &after_year[..month],
        &after_month[..day]
    );
    Date::parse(&padded).map(|date| (date, written))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_names() {
        let check = |path: &str, expected: Option<&str>| {
            let found = date(path).map(|(date, _)| date.to_string());
            assert_eq!(found.as_deref(), expected, "{path}");
        };
        check("_posts/2016-01-02-name.md", Some("2016-01-02"));
        check("2016-1-2-name.md", Some("2016-01-02"));
        check("2016-01-02.md", Some("2016-01-02"));
        check("2016-01-02 日記.md", Some("2016-01-02"));
        check("post/2016-01-02-name/index.md", Some("2016-01-02"));
        for none in [
            "2016-01-name.md",
            "2016-13-02-a.md",
            "2016.md",
            "16-01-02.md",
            "a-2016-01-02.md",
            "2016-01-023.md",
            "2016--02-a.md",
        ] {
            check(none, None);
        }
    }
}
