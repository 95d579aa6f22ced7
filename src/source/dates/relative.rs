//! Dates that count from when a page was fetched: `vor 3 Stunden`, `gestern, 18:30 Uhr`, `heute`.

use super::{clock, moment_of, names, token::Token, token::tokens};
use crate::article::Moment;
use jiff::{Span, Zoned, civil, tz::TimeZone};

/// More names and fillers than this beside a relative date make a line a sentence.
const MOST_OTHER_WORDS: usize = 5;

/// Reads a line that is a relative date and little else (`Von Ada Lindner, vor 3 Stunden`).
///
/// Gives the date, reckoned from `crawled`, and a sentence that says so; without `crawled`, no date and a sentence that
/// says what is missing. `None` when the line is no such thing.
#[must_use]
pub fn reckoned(line: &str, crawled: Option<&Moment>) -> Option<(Option<Moment>, String)> {
    let tokens = tokens(line);
    let (at, expression, used) = (0..tokens.len()).find_map(|at| {
        let (expression, used) = expression_at(&tokens[at..])?;
        Some((at, expression, used))
    })?;
    if !tokens[..at].iter().chain(&tokens[at + used..]).all(is_beside) || other_words(&tokens, used) > MOST_OTHER_WORDS
    {
        return None;
    }
    let said = &line[tokens[at].start..tokens[at + used - 1].end];
    let Some(crawled) = crawled else {
        let told =
            format!("The date \"{said}\" was left out: it counts from when the page was fetched, which is not known.");
        return Some((None, told));
    };
    let moment = expression.from(crawled)?;
    let told = format!("The date {moment} was reckoned from \"{said}\" and the time of fetching, {crawled}.");
    Some((Some(moment), told))
}

/// Names, numbers of reading time, signs and words that go with dates: anything but a sentence's small words.
fn is_beside(token: &Token<'_>) -> bool {
    let Some(word) = token.word() else { return true };
    names::goes_with_dates(word) || word == "von" || word.starts_with(char::is_uppercase)
}

fn other_words(tokens: &[Token<'_>], used: usize) -> usize {
    tokens.iter().filter(|token| token.word().is_some()).count().saturating_sub(used)
}

enum Expression {
    /// So much earlier than the fetching, to the minute.
    Earlier(Span),
    /// So many days before the day of fetching, perhaps at a time.
    Day(i32, Option<(civil::Time, Option<jiff::tz::Offset>)>),
    /// So many months before the day of fetching.
    Months(i32),
}

fn expression_at(rest: &[Token<'_>]) -> Option<(Expression, usize)> {
    let first = rest.first()?.word()?.to_lowercase();
    if let Some(days) = names::days_before(&first) {
        let time = clock::time_after(&rest[1..]);
        let used = 1 + time.as_ref().map_or(0, |(_, _, used)| *used);
        return Some((Expression::Day(days, time.map(|(time, offset, _)| (time, offset))), used));
    }
    match first.as_str() {
        "soeben" => return Some((Expression::Earlier(Span::new()), 1)),
        "gerade" if rest.get(1)?.word()? == "eben" => return Some((Expression::Earlier(Span::new()), 2)),
        "vor" => {}
        _ => return None,
    }
    let number = count(rest.get(1)?)?;
    let unit = rest.get(2)?.word()?.to_lowercase();
    let dotted = usize::from(rest.get(3).is_some_and(|token| token.is('.')));
    Some((earlier(number, &unit)?, 3 + dotted))
}

fn count(token: &Token<'_>) -> Option<i32> {
    token.number(1..=3).or_else(|| names::small_number(&token.word()?.to_lowercase()))
}

fn earlier(number: i32, unit: &str) -> Option<Expression> {
    Some(match names::unit(unit)? {
        names::Unit::Minutes(each) => Expression::Earlier(Span::new().try_minutes(number * each).ok()?),
        names::Unit::Days(each) => Expression::Day(number * each, None),
        names::Unit::Months(each) => Expression::Months(number * each),
    })
}

impl Expression {
    fn from(self, crawled: &Moment) -> Option<Moment> {
        match self {
            Self::Earlier(span) => {
                let time = fetched_at(crawled)?.checked_sub(span).ok()?;
                let minute = time.with().second(0).subsec_nanosecond(0).build().ok()?;
                Some(Moment::Time(minute))
            }
            Self::Day(days, time) => {
                let day = local_day(crawled)?.checked_sub(Span::new().try_days(days).ok()?).ok()?;
                match time {
                    Some((time, offset)) => moment_of(day.to_datetime(time), offset),
                    None => Some(Moment::Day(day)),
                }
            }
            Self::Months(months) => {
                local_day(crawled)?.checked_sub(Span::new().try_months(months).ok()?).ok().map(Moment::Day)
            }
        }
    }
}

/// The point in time in the readers' zone; a bare day does not tell the hour.
fn fetched_at(crawled: &Moment) -> Option<Zoned> {
    let Moment::Time(time) = crawled else { return None };
    let local = time.timestamp().in_tz(Moment::ZONE).ok()?;
    // What is reckoned has a zone: it is not one of those that were assumed.
    let fixed = TimeZone::fixed(local.offset());
    Some(local.with_time_zone(fixed))
}

/// The day it was for readers when the page was fetched.
fn local_day(crawled: &Moment) -> Option<civil::Date> {
    match crawled {
        Moment::Day(day) => Some(*day),
        Moment::Time(time) => time.timestamp().in_tz(Moment::ZONE).ok().map(|local| local.date()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(line: &str, crawled: &str) -> Option<String> {
        let crawled = Moment::parse(crawled).unwrap();
        reckoned(line, Some(&crawled))?.0.map(|moment| moment.to_string())
    }

    #[test]
    fn relative_dates_count_from_the_fetching() {
        let fetched = "2025-03-04T23:30:20Z";
        for (line, expected) in [
            ("vor 3 Stunden", "2025-03-04T21:30:00+01:00"),
            ("Vor 20 Min.", "2025-03-05T00:10:00+01:00"),
            ("vor einer Stunde", "2025-03-04T23:30:00+01:00"),
            ("Von Ada Lindner | vor 2 Std.", "2025-03-04T22:30:00+01:00"),
            ("soeben", "2025-03-05T00:30:00+01:00"),
            ("gestern, 18:30 Uhr", "2025-03-04T18:30:00+01:00"),
            ("Stand: gestern um 18.30 Uhr", "2025-03-04T18:30:00+01:00"),
            ("heute", "2025-03-05"),
            ("Veröffentlicht heute, 00:05", "2025-03-05T00:05:00+01:00"),
            ("vorgestern", "2025-03-03"),
            ("vor 2 Tagen", "2025-03-03"),
            ("vor drei Wochen", "2025-02-12"),
            ("vor einem Monat", "2025-02-05"),
            ("vor 1 Jahr", "2024-03-05"),
        ] {
            assert_eq!(read(line, fetched).as_deref(), Some(expected), "{line}");
        }
        assert_eq!(read("gestern", "2025-03-04").as_deref(), Some("2025-03-03"));
        assert_eq!(read("vor 3 Stunden", "2025-03-04"), None);
    }

    #[test]
    fn sentences_and_unknown_fetchings_give_no_date() {
        for line in
            ["Vor 3 Jahren starb der Maler in Kiel an einer Grippe", "heute ist alles anders", "vor Ort", "gerade"]
        {
            assert_eq!(reckoned(line, None), None, "{line}");
        }
        let (date, told) = reckoned("vor 3 Stunden", None).unwrap();
        assert!(date.is_none() && told.contains("\"vor 3 Stunden\""));
    }
}
