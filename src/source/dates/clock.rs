//! The time of day that follows a date: `, 14:05 Uhr`, `| 14.05 Uhr`, `T14:05:00+02:00`, `um 9 Uhr`.

use super::{names, token::Token};
use jiff::{civil, tz::Offset};

/// Signs and words between a date and its time, at most.
const MOST_BETWEEN: usize = 3;

/// A time of day, the offset it names, and how many tokens they take.
pub(super) fn time_after(rest: &[Token<'_>]) -> Option<(civil::Time, Option<Offset>, usize)> {
    let between = rest.iter().take(MOST_BETWEEN).take_while(|token| is_between(token)).count();
    let (time, used) = time_at(&rest[between..])?;
    let at = between + used;
    let (offset, more) = offset_at(&rest[at..]).map_or((None, 0), |(offset, more)| (Some(offset), more));
    Some((time, offset, at + more))
}

/// A time of day that says so (`14:05 Uhr`), and how many tokens it takes.
pub(super) fn said_time(rest: &[Token<'_>]) -> Option<(civil::Time, usize)> {
    let (time, used) = time_at(rest)?;
    is_hour_word(rest.get(used - 1)).then_some((time, used))
}

fn is_between(token: &Token<'_>) -> bool {
    [',', '-', '–', '—', '|', '•', '·', '/', ';'].iter().any(|sign| token.is(*sign))
        || token.word().is_some_and(|word| ["um", "T", "t", "at", "gegen"].contains(&word))
}

fn time_at(rest: &[Token<'_>]) -> Option<(civil::Time, usize)> {
    let hour = rest.first()?.number(1..=2)?;
    if is_hour_word(rest.get(1)) {
        return Some((time(hour, 0, 0)?, 2));
    }
    let minute = rest.get(2)?.number(2..=2)?;
    let (second, mut used) = seconds(rest);
    let dotted = rest.get(1)?.is('.');
    // Sloppy templates print a colon before the word: `7:21: Uhr`.
    let colon = usize::from(rest.get(used).is_some_and(|token| token.is(':')));
    let said = is_hour_word(rest.get(used + colon));
    if said {
        used += colon + 1;
    }
    let reads_as_time = rest.get(1)?.is(':') || (dotted && said);
    reads_as_time.then(|| time(hour, minute, second)).flatten().map(|time| (time, used))
}

/// The seconds of `14:05:10.25`, and the tokens up to there.
fn seconds(rest: &[Token<'_>]) -> (i32, usize) {
    let second = rest.get(4).and_then(|token| token.number(2..=2)).filter(|_| rest[3].is(':'));
    let Some(second) = second else { return (0, 3) };
    let fraction =
        rest.get(5).is_some_and(|token| token.is('.')) && rest.get(6).is_some_and(|t| t.number(1..=9).is_some());
    (second, if fraction { 7 } else { 5 })
}

fn is_hour_word(token: Option<&Token<'_>>) -> bool {
    token.and_then(Token::word).is_some_and(|word| word == "Uhr" || word == "uhr" || word == "h")
}

fn time(hour: i32, minute: i32, second: i32) -> Option<civil::Time> {
    let [hour, minute, second] = [hour, minute, second].map(|part| i8::try_from(part).unwrap_or(-1));
    civil::Time::new(if hour == 24 { 0 } else { hour }, minute, second.min(59), 0).ok()
}

/// A named zone, or `+02:00`, `+0200`, `+02` right after the time.
fn offset_at(rest: &[Token<'_>]) -> Option<(Offset, usize)> {
    let first = rest.first()?;
    if let Some(word) = first.word() {
        return names::zone(word).map(|offset| (offset, 1));
    }
    let sign = if first.is('+') {
        1
    } else if first.is('-') {
        -1
    } else {
        return None;
    };
    let (hours, minutes, used) = match (rest.get(1)?.number(2..=2), rest.get(1)?.number(4..=4)) {
        (_, Some(both)) => (both / 100, both % 100, 2),
        (Some(hours), _) if rest.get(2).is_some_and(|token| token.is(':')) => (hours, rest.get(3)?.number(2..=2)?, 4),
        _ => return None,
    };
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok().map(|offset| (offset, used))
}
