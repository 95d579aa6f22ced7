//! When to try again: later each time, never all at once, and as the host asks.

use super::Options;
use jiff::Timestamp;
use std::time::Duration;

/// How long to wait after failure number `failures` (from 1) of an address; `None` when it is not tried again, because that
/// was the last try or because the host has `asked` for more patience than there is.
pub(super) fn wait_after(options: &Options, address: &str, failures: u32, asked: Option<Duration>) -> Option<Duration> {
    let wait = asked.unwrap_or_else(|| backoff(address, failures, options.backoff, options.longest_wait));
    (failures <= options.retries && wait <= options.longest_wait).then_some(wait)
}

/// The wait before try number `attempt` (from 1): `first`, doubled every time, up to half as much again by chance, at
/// most `longest`.
///
/// The chance is a hash of the address, so that runs can be repeated while many requests still spread.
fn backoff(address: &str, attempt: u32, first: Duration, longest: Duration) -> Duration {
    let doubled = first.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
    let hash = blake3::hash(format!("{attempt} {address}").as_bytes());
    let chance = f64::from(hash.as_bytes()[0]) / 255.0;
    doubled.min(longest).mul_f64(1.0 + chance / 2.0).min(longest)
}

/// What `Retry-After` asks for: seconds, or a date, which counts from the answer's own `Date`.
pub(super) fn asked(retry_after: Option<&str>, date: Option<&str>) -> Option<Duration> {
    let stated = retry_after?.trim();
    if let Ok(seconds) = stated.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = http_date(stated)?.as_second() - http_date(date?)?.as_second();
    Some(Duration::from_secs(u64::try_from(until).unwrap_or(0)))
}

fn http_date(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(text.trim()).ok().map(|time| time.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_spread_and_end() {
        let (first, longest) = (Duration::from_secs(2), Duration::from_secs(20));
        let waits: Vec<Duration> =
            (1..=6).map(|attempt| backoff("https://a.example/", attempt, first, longest)).collect();
        for (wait, least) in waits.iter().zip([2, 4, 8, 16, 20, 20]) {
            let least = Duration::from_secs(least);
            assert!(*wait >= least.min(longest) && *wait <= least.mul_f64(1.5).min(longest), "{waits:?}");
        }
        let others: std::collections::HashSet<Duration> =
            (0..50).map(|n| backoff(&format!("https://a.example/{n}"), 1, first, longest)).collect();
        assert!(others.len() > 30);
        assert_eq!(backoff("x", u32::MAX, first, longest), longest);
    }

    #[test]
    fn hosts_ask_in_seconds_or_by_date() {
        let date = "Tue, 04 Mar 2025 12:00:00 GMT";
        for (stated, date, expected) in [
            (Some("7"), None, Some(7)),
            (Some("Tue, 04 Mar 2025 12:01:30 GMT"), Some(date), Some(90)),
            (Some("Tue, 04 Mar 2025 11:00:00 GMT"), Some(date), Some(0)),
            (Some("Tue, 04 Mar 2025 12:01:30 GMT"), None, None),
            (Some("bald"), Some(date), None),
            (Some("-3"), Some(date), None),
            (None, Some(date), None),
        ] {
            assert_eq!(asked(stated, date), expected.map(Duration::from_secs), "{stated:?}");
        }
    }
}
