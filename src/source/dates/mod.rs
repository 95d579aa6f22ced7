//! Dates as German pages and exports write them: `Dienstag, 4. März 2025, 14:05 Uhr`, `04.03.25`, RFC 3339, RFC 2822.
//!
//! A time without a zone is taken as [`Moment::ZONE`]. Nothing here reads a clock: whether a date lies in the future is
//! asked with the caller's own "now" ([`doubt`]).

mod clock;
mod names;
mod relative;
mod token;

use crate::article::Moment;
use jiff::{Timestamp, civil, fmt::rfc2822, tz::TimeZone};
pub use relative::reckoned;
use token::{Kind, Token, tokens};

/// No article is older than printed newspapers.
const FIRST_YEAR: i16 = 1600;
/// Two-digit years up to this one belong to this century.
const PIVOT: i32 = 69;
/// What may lie ahead without doubt: clocks differ, and print issues carry the next day's date.
const TOLERANCE_HOURS: i64 = 48;

/// Signs and words between a time and the day that follows it, at most.
const MOST_BETWEEN: usize = 4;

/// A date within a line.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What it says.
    pub moment: Moment,
    /// First byte of the date in the line.
    pub start: usize,
    /// First byte after the date, its time and its zone.
    pub end: usize,
}

/// Reads a text that is a date and nothing else, but for words that go with dates (`Stand:`, `Uhr`, a weekday).
#[must_use]
pub fn parse(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Some(moment) = compact(text) {
        return Some(moment);
    }
    if let Ok(moment) = Moment::parse(text) {
        return Some(moment);
    }
    if let Ok(time) = rfc2822::parse(text) {
        return Some(Moment::Time(time));
    }
    let found = find(text)?;
    let rest = [text.get(..found.start)?, text.get(found.end..)?];
    rest.iter().all(|part| is_date_trimming(part)).then_some(found.moment)
}

/// `20250304`, and `20250304140500` as archives of the web number their captures.
fn compact(text: &str) -> Option<Moment> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        8 => civil::Date::strptime("%Y%m%d", text).ok().map(Moment::Day),
        14 => moment_of(civil::DateTime::strptime("%Y%m%d%H%M%S", text).ok()?, None),
        _ => None,
    }
}

/// Reads a date as scripts in browsers print it: `Tue Mar 04 2025 14:05:10 GMT+0100 (Mitteleuropäische Normalzeit)`.
#[must_use]
pub fn parse_script(text: &str) -> Option<Moment> {
    let plain = text.split('(').next().unwrap_or_default().trim();
    jiff::Zoned::strptime("%a %b %d %Y %H:%M:%S GMT%z", plain).ok().map(Moment::Time)
}

/// The first date inside `line`.
#[must_use]
pub fn find(line: &str) -> Option<Found> {
    find_all(line).next()
}

/// Every date inside `line`, from left to right, without overlaps.
pub fn find_all(line: &str) -> impl Iterator<Item = Found> {
    let tokens = tokens(line);
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < tokens.len() {
            let here = at;
            at += 1;
            if let Some((found, used)) = date_at(&tokens, here) {
                at = here + used;
                return Some(found);
            }
        }
        None
    })
}

/// Why a date cannot be an article's: a full sentence, or `None` when it is believable.
///
/// `now` is the caller's clock; without one, dates of the future pass.
#[must_use]
pub fn doubt(moment: &Moment, now: Option<Timestamp>) -> Option<String> {
    if moment.day().year() < FIRST_YEAR {
        return Some(format!("The date {moment} was dropped: it lies before the first newspapers."));
    }
    let latest = now?.as_second() + TOLERANCE_HOURS * 3600;
    (moment.seconds() > latest).then(|| format!("The date {moment} was dropped: it lies in the future."))
}

fn is_date_trimming(text: &str) -> bool {
    tokens(text).iter().all(|token| match token.kind {
        Kind::Word(word) => names::goes_with_dates(word),
        Kind::Number(_) => false,
        Kind::Sign(_) => true,
    })
}

/// The date that starts at token `at`, and how many tokens it takes.
fn date_at(tokens: &[Token<'_>], at: usize) -> Option<(Found, usize)> {
    if at > 0 && tokens[at - 1].is_number_dot_before(&tokens[at]) {
        return None;
    }
    let rest = &tokens[at..];
    if let Some((moment, used)) = time_first(rest) {
        return Some((Found { moment, start: rest[0].start, end: rest[used - 1].end }, used));
    }
    let (day, used) = day_at(rest)?;
    if rest.get(used - 1)?.touches_number(rest.get(used)) {
        return None;
    }
    let (moment, more) = match clock::time_after(&rest[used..]) {
        Some((time, offset, more)) => (moment_of(day.to_datetime(time), offset)?, more),
        None => (Moment::Day(day), 0),
    };
    let end = rest.get(used + more - 1)?.end;
    Some((Found { moment, start: rest[0].start, end }, used + more))
}

/// `14:05 Uhr, Dienstag, 4. März 2025`: the time, and the day after it.
fn time_first(rest: &[Token<'_>]) -> Option<(Moment, usize)> {
    let (time, used) = clock::said_time(rest)?;
    let between = rest[used..].iter().take(MOST_BETWEEN).take_while(|token| match token.kind {
        Kind::Word(word) => names::stands_before_day(word),
        Kind::Sign(_) => true,
        Kind::Number(_) => false,
    });
    let at = used + between.count();
    let (day, more) = day_at(&rest[at..])?;
    let whole = !rest[at + more - 1].touches_number(rest.get(at + more));
    whole.then(|| moment_of(day.to_datetime(time), None)).flatten().map(|moment| (moment, at + more))
}

fn moment_of(time: civil::DateTime, offset: Option<jiff::tz::Offset>) -> Option<Moment> {
    let zoned = match offset {
        Some(offset) => time.to_zoned(TimeZone::fixed(offset)),
        None => time.in_tz(Moment::ZONE),
    };
    zoned.ok().map(Moment::Time)
}

/// The calendar day that starts here: by its form, then by its parts.
fn day_at(rest: &[Token<'_>]) -> Option<(civil::Date, usize)> {
    dotted(rest).or_else(|| named(rest)).or_else(|| month_first(rest)).or_else(|| separated(rest))
}

/// `04.03.25`, `4. 3. 2025`.
fn dotted(rest: &[Token<'_>]) -> Option<(civil::Date, usize)> {
    let [day, dot, month, second_dot, year, ..] = rest else { return None };
    if !dot.is('.') || !second_dot.is('.') {
        return None;
    }
    Some((date(day.number(1..=2)?, month.number(1..=2)?, full_year(year)?)?, 5))
}

/// `4. März 2025`, `04 Mär 2025`, `4. Jänner 2025`.
fn named(rest: &[Token<'_>]) -> Option<(civil::Date, usize)> {
    let day = rest.first()?.number(1..=2)?;
    let mut at = 1;
    at += usize::from(rest.get(at)?.is('.'));
    let month = names::month(rest.get(at)?.word()?)?;
    at += 1;
    at += usize::from(rest.get(at)?.is('.'));
    Some((date(day, month, rest.get(at)?.number(4..=4)?)?, at + 1))
}

/// `March 4, 2025`, as pages with an untranslated template have it.
fn month_first(rest: &[Token<'_>]) -> Option<(civil::Date, usize)> {
    let month = names::month(rest.first()?.word()?)?;
    let day = rest.get(1)?.number(1..=2)?;
    let at = 2 + usize::from(rest.get(2)?.is(','));
    Some((date(day, month, rest.get(at)?.number(4..=4)?)?, at + 1))
}

/// `2025-03-04`, `2025/03/04`, and `04/03/2025` with the day first, as Europe writes it.
fn separated(rest: &[Token<'_>]) -> Option<(civil::Date, usize)> {
    let [first, sign, second, other, third, ..] = rest else { return None };
    let same = (sign.is('-') && other.is('-')) || (sign.is('/') && other.is('/'));
    if !same {
        return None;
    }
    if let Some(year) = first.number(4..=4) {
        return Some((date(third.number(1..=2)?, second.number(1..=2)?, year)?, 5));
    }
    let (day, month, year) = (first.number(1..=2)?, second.number(1..=2)?, third.number(4..=4)?);
    let (day, month) = if month > 12 { (month, day) } else { (day, month) };
    sign.is('/').then(|| date(day, month, year)).flatten().map(|date| (date, 5))
}

fn full_year(token: &Token<'_>) -> Option<i32> {
    match token.number(2..=2) {
        Some(short) if short <= PIVOT => Some(2000 + short),
        Some(short) => Some(1900 + short),
        None => token.number(4..=4),
    }
}

fn date(day: i32, month: i32, year: i32) -> Option<civil::Date> {
    civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn german_and_standard_forms_are_read() {
        for (text, expected) in [
            ("Dienstag, 4. März 2025, 14:05 Uhr", "2025-03-04T14:05:00+01:00"),
            ("04.03.25", "2025-03-04"),
            ("4.3.2025 14.05 Uhr", "2025-03-04T14:05:00+01:00"),
            ("Di, 04 Mär 2025", "2025-03-04"),
            ("6. Jänner 2025", "2025-01-06"),
            ("Stand: 01.07.2025 06:30 Uhr", "2025-07-01T06:30:00+02:00"),
            ("Aktualisiert am 1. Juli 2025 um 9 Uhr", "2025-07-01T09:00:00+02:00"),
            ("Veröffentlicht am 19.06.23 um 06:12 Uhr", "2023-06-19T06:12:00+02:00"),
            ("07.09.2022 - 11:08 Uhr", "2022-09-07T11:08:00+02:00"),
            ("Mi 19.07.23 | 10:31 Uhr", "2023-07-19T10:31:00+02:00"),
            ("9. 6. 2022 , 17:26 Uhr", "2022-06-09T17:26:00+02:00"),
            ("21/08/2023 - 12:44 MESZ", "2023-08-21T12:44:00+02:00"),
            ("February 08, 2024, 7:21: Uhr", "2024-02-08T07:21:00+01:00"),
            ("2025-09-04T14:05:00+02:00", "2025-09-04T14:05:00+02:00"),
            ("2025-09-04 14:05 UTC", "2025-09-04T14:05:00+00:00"),
            ("Tue, 4 Mar 2025 14:05:00 +0100", "2025-03-04T14:05:00+01:00"),
            ("24.12.1998", "1998-12-24"),
            ("20250304", "2025-03-04"),
            ("20250304140500", "2025-03-04T14:05:00+01:00"),
            ("20250304T130500Z", "2025-03-04T13:05:00+00:00"),
            ("2025-03-04T14:05:00.123+0100", "2025-03-04T14:05:00+01:00"),
            ("2025-03-04 14:05:00+01:00", "2025-03-04T14:05:00+01:00"),
            ("14:05 Uhr, 4. März 2025", "2025-03-04T14:05:00+01:00"),
            ("Tue, 04 Mar 2025 14:05:00 GMT", "2025-03-04T14:05:00+00:00"),
            ("Dienstag, den 4. März 2025", "2025-03-04"),
            ("Dienstag, 04.03.2025, 14:05 Uhr", "2025-03-04T14:05:00+01:00"),
            ("4.3.25", "2025-03-04"),
            ("04.03.2025 14:05", "2025-03-04T14:05:00+01:00"),
            ("4. Mrz. 2025", "2025-03-04"),
            ("2025-03-04T14:05:00+01:00[Europe/Berlin]", "2025-03-04T14:05:00+01:00"),
        ] {
            assert_eq!(parse(text).map(|moment| moment.to_string()), Some(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "gestern",
            "32.01.2025",
            "1.2.3",
            "10.0.0.12",
            "3:1 gegen Köln",
            "20:15 Uhr",
            "Am 4. März 2025 fiel Schnee",
            "",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(find("Version 1.4.3.2025 ist da"), None);
    }

    #[test]
    fn a_date_is_found_within_a_line() {
        let line = "Von Ada Lindner, Kiel 12.02.2023, 19:47 Uhr – Lesezeit 3 Minuten";
        let found = find(line).unwrap();
        assert_eq!(&line[found.start..found.end], "12.02.2023, 19:47 Uhr");
        assert_eq!(find_all("vom 1.2.2024 bis zum 3.2.2024").count(), 2);
    }

    #[test]
    fn the_future_and_the_far_past_are_doubted() {
        let now: Timestamp = "2025-03-04T12:00:00Z".parse().unwrap();
        for (text, doubted) in [("4.3.2025", false), ("5.3.2025", false), ("4.3.2031", true), ("1.1.1066", true)] {
            assert_eq!(doubt(&parse(text).unwrap(), Some(now)).is_some(), doubted, "{text}");
        }
        assert_eq!(doubt(&parse("4.3.2031").unwrap(), None), None);
    }

    proptest! {
        #[test]
        fn any_line_is_searched_without_panic(line in "[0-9./:\\-, A-Za-zäUhrMärz年]{0,60}") {
            for found in find_all(&line) {
                prop_assert!(line.get(found.start..found.end).is_some());
            }
        }
    }
}
