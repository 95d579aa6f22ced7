//! Days, weeks, months and years, and which of them a passage was published in.

use crate::article::Moment;
use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader, TantivyError};

/// How long one bar of a time line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// A day.
    Day,
    /// A week from Monday to Sunday (ISO 8601).
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

impl Period {
    /// The word used in JSON and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The finest one that keeps the time from `first` to `last` on a page or two.
    #[must_use]
    pub fn fitting(first: Date, last: Date) -> Self {
        match days(first, last) {
            0..=62 => Self::Day,
            63..=400 => Self::Week,
            401..=4000 => Self::Month,
            _ => Self::Year,
        }
    }

    /// The first day of the period that holds `day`.
    #[must_use]
    pub fn start(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => {
                let back = i64::from(day.weekday().since(Weekday::Monday));
                day.checked_sub(back.days()).unwrap_or(day)
            }
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }

    /// The first day of the period after the one that begins with `start`; `None` where the calendar ends.
    #[must_use]
    pub fn next(self, start: Date) -> Option<Date> {
        let step = match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Year => 1.year(),
        };
        start.checked_add(step).ok()
    }

    /// The last day of the period that begins with `start`.
    #[must_use]
    pub fn end(self, start: Date) -> Date {
        self.next(start).and_then(|next| next.yesterday().ok()).unwrap_or(Date::MAX)
    }

    /// The period that begins with `start` as ISO 8601 writes it: `2025-09-04`, `2025-W36`, `2025-09`, `2025`.
    #[must_use]
    pub fn label(self, start: Date) -> String {
        match self {
            Self::Day => start.to_string(),
            Self::Week => {
                let week = start.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month => format!("{:04}-{:02}", start.year(), start.month()),
            Self::Year => format!("{:04}", start.year()),
        }
    }

    /// How many periods it takes from the one of `first` to the one of `last`, roughly.
    pub(crate) fn count(self, first: Date, last: Date) -> usize {
        let length = match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
            Self::Year => 365,
        };
        days(first, last) / length + 1
    }
}

/// Days from `first` to `last`; 0 when `last` is earlier.
fn days(first: Date, last: Date) -> usize {
    let span = last.since(first).map_or(0, |span| span.get_days());
    usize::try_from(span).unwrap_or(0)
}

/// The periods that the passages of one segment were published in, by the calendar of [`Moment::ZONE`].
pub(crate) struct Periods {
    dates: Column<i64>,
    zone: TimeZone,
    period: Period,
}

impl Periods {
    pub(crate) fn of(segment: &SegmentReader, period: Period) -> tantivy::Result<Self> {
        let zone = TimeZone::get(Moment::ZONE).map_err(|error| TantivyError::InternalError(error.to_string()))?;
        Ok(Self { dates: segment.fast_fields().i64("date")?, zone, period })
    }

    /// Each of `passages` with the first day of its period; `None` for one without a date.
    pub(crate) fn of_passages<'p>(&'p self, passages: &'p [DocId]) -> impl Iterator<Item = (DocId, Option<Date>)> + 'p {
        // The passages of an article are neighbours and share its date.
        let mut last: (Option<i64>, Option<Date>) = (None, None);
        passages.iter().map(move |passage| {
            let seconds = self.dates.first(*passage);
            if seconds != last.0 {
                last = (seconds, seconds.and_then(|seconds| self.start(seconds)));
            }
            (*passage, last.1)
        })
    }

    fn start(&self, seconds: i64) -> Option<Date> {
        let time = Timestamp::from_second(seconds).ok()?;
        Some(self.period.start(time.to_zoned(self.zone.clone()).date()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_lies_in_its_periods() {
        let day = date(2025, 1, 1);
        for (period, start, end, label) in [
            (Period::Day, date(2025, 1, 1), date(2025, 1, 1), "2025-01-01"),
            (Period::Week, date(2024, 12, 30), date(2025, 1, 5), "2025-W01"),
            (Period::Month, date(2025, 1, 1), date(2025, 1, 31), "2025-01"),
            (Period::Year, date(2025, 1, 1), date(2025, 12, 31), "2025"),
        ] {
            assert_eq!(period.start(day), start, "{period:?}");
            assert_eq!(period.end(start), end, "{period:?}");
            assert_eq!(period.label(start), label);
        }
    }

    #[test]
    fn a_longer_time_has_longer_bars() {
        let first = date(2025, 1, 1);
        for (last, period) in [
            (date(2025, 1, 1), Period::Day),
            (date(2025, 2, 20), Period::Day),
            (date(2025, 6, 1), Period::Week),
            (date(2026, 12, 31), Period::Month),
            (date(2045, 1, 1), Period::Year),
            (date(2024, 1, 1), Period::Day),
        ] {
            assert_eq!(Period::fitting(first, last), period, "{last}");
        }
    }
}
