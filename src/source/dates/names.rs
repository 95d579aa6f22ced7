//! The words of dates: months, zones, and what stands around a date on a page.

use jiff::tz::{Offset, offset};

/// Month names and their abbreviations, German, Austrian and English, in lower case.
const MONTHS: [&[&str]; 12] = [
    &["januar", "jänner", "jan", "jän", "january"],
    &["februar", "feber", "feb", "february"],
    &["märz", "maerz", "mär", "mrz", "march", "mar"],
    &["april", "apr"],
    &["mai", "may"],
    &["juni", "jun", "june"],
    &["juli", "jul", "july"],
    &["august", "aug"],
    &["september", "sep", "sept"],
    &["oktober", "okt", "october", "oct"],
    &["november", "nov"],
    &["dezember", "dez", "december", "dec"],
];

/// Zones that are named where German is read.
const ZONES: &[(&str, Offset)] = &[
    ("mez", offset(1)),
    ("cet", offset(1)),
    ("mesz", offset(2)),
    ("cest", offset(2)),
    ("utc", offset(0)),
    ("gmt", offset(0)),
    ("z", offset(0)),
];

/// Weekdays, German and English, and the words that stand before a day.
const BEFORE_DAY: &[&str] = &[
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonnabend",
    "sonntag",
    "mo",
    "di",
    "mi",
    "do",
    "fr",
    "sa",
    "so",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "am",
    "vom",
    "den",
    "der",
];

/// Words that stand beside a date and say nothing against the text being one.
const TRIMMINGS: &[&str] = &[
    "um",
    "uhr",
    "stand",
    "datum",
    "update",
    "updated",
    "veröffentlicht",
    "publiziert",
    "erschienen",
    "erstellt",
    "aktualisiert",
    "geändert",
    "zuletzt",
    "letzte",
    "aktualisierung",
    "zuerst",
    "online",
    "seit",
    "published",
    "date",
    "ausgabe",
];

/// The month's number, 1 to 12.
pub(super) fn month(word: &str) -> Option<i32> {
    let word = word.to_lowercase();
    let index = MONTHS.iter().position(|names| names.contains(&word.as_str()))?;
    i32::try_from(index + 1).ok()
}

/// The offset that a zone's name stands for.
pub(super) fn zone(word: &str) -> Option<Offset> {
    let word = word.to_lowercase();
    ZONES.iter().find(|(name, _)| *name == word).map(|(_, offset)| *offset)
}

/// What a relative date counts in.
pub(super) enum Unit {
    /// So many minutes each.
    Minutes(i32),
    /// So many days each.
    Days(i32),
    /// So many months each.
    Months(i32),
}

/// The unit that a word names, in any case and number, in lower case.
pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "minute" | "minuten" | "min" => Unit::Minutes(1),
        "stunde" | "stunden" | "std" | "h" => Unit::Minutes(60),
        "sekunde" | "sekunden" | "sek" => Unit::Minutes(0),
        "tag" | "tage" | "tagen" => Unit::Days(1),
        "woche" | "wochen" => Unit::Days(7),
        "monat" | "monate" | "monaten" => Unit::Months(1),
        "jahr" | "jahre" | "jahren" => Unit::Months(12),
        _ => return None,
    })
}

/// The number that a small word stands for, in lower case.
pub(super) fn small_number(word: &str) -> Option<i32> {
    const WORDS: [&[&str]; 6] =
        [&["einer", "einem", "eine", "ein"], &["zwei"], &["drei"], &["vier"], &["fünf"], &["sechs"]];
    let at = WORDS.iter().position(|words| words.contains(&word))?;
    i32::try_from(at + 1).ok()
}

/// How many days before the day of fetching a word means, in lower case.
pub(super) fn days_before(word: &str) -> Option<i32> {
    ["heute", "gestern", "vorgestern"].iter().position(|known| *known == word).and_then(|at| i32::try_from(at).ok())
}

/// True for weekdays and the small words before a day.
pub(super) fn stands_before_day(word: &str) -> bool {
    BEFORE_DAY.contains(&word.to_lowercase().as_str())
}

/// True for weekdays, labels and fillers that may surround a date.
pub(super) fn goes_with_dates(word: &str) -> bool {
    TRIMMINGS.contains(&word.to_lowercase().as_str()) || stands_before_day(word)
}
