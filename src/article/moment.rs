//! When something was published: a day, or a point in time with its offset.

use jiff::{Timestamp, Zoned, civil, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A publication date as exact as its source gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// A calendar day without a time.
    Day(civil::Date),
    /// A point in time, kept with the offset that the source gave (or that was assumed for it).
    Time(Zoned),
}

impl Moment {
    /// The zone assumed when a source gives a time without one.
    pub const ZONE: &'static str = "Europe/Berlin";

    /// The calendar day, in the source's own zone.
    #[must_use]
    pub fn day(&self) -> civil::Date {
        match self {
            Self::Day(day) => *day,
            Self::Time(time) => time.date(),
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z, for sorting; a bare day counts from its midnight in [`Self::ZONE`].
    #[must_use]
    pub fn seconds(&self) -> i64 {
        match self {
            Self::Day(day) => day_start(*day),
            Self::Time(time) => time.timestamp().as_second(),
        }
    }

    /// True when the source gave a time but no zone, so that [`Self::ZONE`] was taken. Only what was just read knows: a
    /// stored date comes back with its offset alone.
    #[must_use]
    pub fn zone_is_assumed(&self) -> bool {
        matches!(self, Self::Time(time) if time.time_zone().iana_name() == Some(Self::ZONE))
    }

    /// Reads RFC 3339 (`2025-09-04T14:05:00+02:00`), the same without offset (taken as [`Self::ZONE`]), or `2025-09-04`.
    ///
    /// # Errors
    /// When `text` is none of these.
    pub fn parse(text: &str) -> Result<Self, jiff::Error> {
        let text = text.trim();
        if let Ok(pieces) = jiff::fmt::temporal::DateTimeParser::new().parse_pieces(text)
            && pieces.time().is_some()
            && let Some(offset) = pieces.to_numeric_offset()
        {
            let time: Timestamp = text.parse()?;
            return Ok(Self::Time(time.to_zoned(TimeZone::fixed(offset))));
        }
        if let Ok(day) = civil::Date::strptime("%Y-%m-%d", text) {
            return Ok(Self::Day(day));
        }
        let time: civil::DateTime = text.parse()?;
        Ok(Self::Time(time.in_tz(Self::ZONE)?))
    }
}

fn day_start(day: civil::Date) -> i64 {
    day.in_tz(Moment::ZONE).map_or(0, |midnight| midnight.timestamp().as_second())
}

impl std::fmt::Display for Moment {
    /// `2025-09-04`, or RFC 3339 with a numeric offset.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Time(time) => write!(f, "{}", time.strftime("%Y-%m-%dT%H:%M:%S%:z")),
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_print_as_they_were_read() {
        for (text, printed, day) in [
            ("2025-09-04", "2025-09-04", "2025-09-04"),
            ("2025-09-04T23:30:00+02:00", "2025-09-04T23:30:00+02:00", "2025-09-04"),
            ("2025-09-04T23:30:00Z", "2025-09-04T23:30:00+00:00", "2025-09-04"),
            ("2025-01-04T14:05", "2025-01-04T14:05:00+01:00", "2025-01-04"),
            ("2025-07-04 14:05:10", "2025-07-04T14:05:10+02:00", "2025-07-04"),
        ] {
            let moment = Moment::parse(text).unwrap();
            assert_eq!(moment.to_string(), printed, "{text}");
            assert_eq!(moment.day().to_string(), day, "{text}");
            assert_eq!(Moment::parse(&moment.to_string()).unwrap().seconds(), moment.seconds());
        }
        assert!(Moment::parse("gestern").is_err());
    }
}
