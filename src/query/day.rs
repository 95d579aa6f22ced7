//! Days, months and years as borders of a period.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A day, month or year as the border of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    first: Date,
    last: Date,
}

impl Day {
    /// Reads `2025`, `2025-09` or `2025-09-04`, also as `9/2025`, `09.2025` and `4.9.2025`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.trim().split(['-', '.', '/']).collect();
        let year_first = parts.first()?.len() == 4;
        if !year_first && text.contains('-') {
            return None;
        }
        let mut parts: Box<dyn Iterator<Item = &str>> =
            if year_first { Box::new(parts.into_iter()) } else { Box::new(parts.into_iter().rev()) };
        let year: i16 = number(parts.next().filter(|digits| digits.len() == 4)?)?;
        let month: Option<i8> = match parts.next() {
            Some(digits) => Some(number(digits)?),
            None => None,
        };
        let day: Option<i8> = match parts.next() {
            Some(digits) => Some(number(digits)?),
            None => None,
        };
        if parts.next().is_some() {
            return None;
        }
        let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        let last = match (month, day) {
            (_, Some(_)) => first,
            (Some(_), None) => first.last_of_month(),
            (None, None) => first.last_of_year(),
        };
        Some(Self { first, last })
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> Date {
        self.first
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> Date {
        self.last
    }

    /// The day after the period.
    pub(crate) fn next(self) -> Option<Self> {
        self.last.checked_add(1.day()).ok().map(|day| Self { first: day, last: day })
    }

    /// The day before the period.
    pub(crate) fn previous(self) -> Option<Self> {
        self.first.checked_sub(1.day()).ok().map(|day| Self { first: day, last: day })
    }

    /// Seconds since 1970 at which the period begins, in [`crate::article::Moment::ZONE`].
    #[must_use]
    pub fn begin(self) -> i64 {
        crate::article::Moment::Day(self.first).seconds()
    }

    /// Seconds since 1970 at which the day after the period begins.
    pub(crate) fn end(self) -> i64 {
        let after = self.last.checked_add(1.day()).unwrap_or(self.last);
        crate::article::Moment::Day(after).seconds()
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("{text:?} is no day, month or year")))
    }
}

fn number<N: std::str::FromStr>(digits: &str) -> Option<N> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

impl fmt::Display for Day {
    /// As short as it can be said: a whole year as `2025`, a whole month as `2025-09`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.first, self.last);
        if first == last {
            write!(f, "{first}")
        } else if first.month() == last.month() {
            write!(f, "{}", first.strftime("%Y-%m"))
        } else {
            write!(f, "{}", first.strftime("%Y"))
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_as_day_month_or_year() {
        for (text, first, last) in [
            ("2025", "2025-01-01", "2025-12-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2025-09-04", "2025-09-04", "2025-09-04"),
            ("4.9.2025", "2025-09-04", "2025-09-04"),
            ("09/2025", "2025-09-01", "2025-09-30"),
        ] {
            let day = Day::parse(text).unwrap();
            assert_eq!((day.first.to_string().as_str(), day.last.to_string().as_str()), (first, last));
        }
        for text in ["", "gestern", "25", "2025-13", "2025-02-30", "2025-01-01-01", "04-09-2025", "2025-+1", "1.2025.3"]
        {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn periods_are_printed_as_they_are_read() {
        for text in ["2025", "2024-02", "2025-09-04"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Day::parse("2025").unwrap().next().unwrap().to_string(), "2026-01-01");
        assert_eq!(Day::parse("2025-03").unwrap().previous().unwrap().to_string(), "2025-02-28");
    }
}
