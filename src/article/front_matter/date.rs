//! The days of front matter and of notes.

use std::fmt;

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// Returns the day that `YYYY-MM-DD` names (ISO 8601 calendar date, extended format, years
    /// 0001 to 9999). A year and month without a day is no date.
    pub fn parse(text: &str) -> Option<Date> {
        let is_extended = text.len() == 10
            && text.bytes().enumerate().all(|(index, byte)| match index {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let date = is_extended.then(|| text.parse().ok()).flatten();
        date.filter(|date: &jiff::civil::Date| date.year() > 0)
            .map(Date)
    }

    /// Returns the beginning of the day (RFC 3339, `xsd:dateTime`); the day is all that is known.
    pub fn instant(self) -> String {
        format!("{self}T00:00:00Z")
    }

    /// Returns the day after; none after the last day of the year 9999.
    pub fn next(self) -> Option<Date> {
        self.0.tomorrow().ok().map(Date)
    }

    /// Returns the year, 1 to 9999.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// Returns the month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
