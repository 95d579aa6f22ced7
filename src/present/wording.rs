//! Words of the files that are made for others to read: in English or in German.

use crate::present::Measure;
use crate::search::Period;
use jiff::civil::Date;

/// The language of a picture's labels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const GERMAN_MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

impl Language {
    /// Its tag (BCP 47).
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// `3 articles`, `1 Absatz`.
    #[must_use]
    pub fn counted(self, number: usize, what: Measure) -> String {
        let word = match (self, what, number) {
            (Self::English, Measure::Articles, 1) => "article",
            (Self::English, Measure::Articles, _) => "articles",
            (Self::English, Measure::Passages, 1) => "passage",
            (Self::English, Measure::Passages, _) => "passages",
            (Self::German, Measure::Articles, _) => "Artikel",
            (Self::German, Measure::Passages, 1) => "Absatz",
            (Self::German, Measure::Passages, _) => "Absätze",
        };
        format!("{number} {word}")
    }

    /// What a time line counts: `articles a month`, `Artikel je Monat`.
    #[must_use]
    pub fn rate(self, what: Measure, per: Period) -> String {
        let (what, per) = match (self, what) {
            (Self::English, what) => (what.as_str(), format!("a {}", per.as_str())),
            (Self::German, Measure::Articles) => ("Artikel", format!("je {}", german_period(per))),
            (Self::German, Measure::Passages) => ("Absätze", format!("je {}", german_period(per))),
        };
        format!("{what} {per}")
    }

    /// A period as people write it: `4 September 2025`, `week 36 of 2025`, `September 2025`, `2025`.
    #[must_use]
    pub fn period(self, per: Period, start: Date) -> String {
        let (month, year) = (self.month(start), start.year());
        match per {
            Period::Day => self.day(start),
            Period::Week => {
                let week = start.iso_week_date();
                match self {
                    Self::English => format!("week {} of {}", week.week(), week.year()),
                    Self::German => format!("{}. Kalenderwoche {}", week.week(), week.year()),
                }
            }
            Period::Month => format!("{month} {year}"),
            Period::Year => year.to_string(),
        }
    }

    /// `4 September 2025`, `4. September 2025`.
    #[must_use]
    pub fn day(self, day: Date) -> String {
        let dot = if self == Self::German { "." } else { "" };
        format!("{}{dot} {} {}", day.day(), self.month(day), day.year())
    }

    /// `without a date`.
    #[must_use]
    pub fn undated(self) -> &'static str {
        match self {
            Self::English => "without a date",
            Self::German => "ohne Datum",
        }
    }

    /// Where most is: `most in September 2025`.
    #[must_use]
    pub fn peak(self, period: &str) -> String {
        match self {
            Self::English => format!("most in {period}"),
            Self::German => format!("am meisten: {period}"),
        }
    }

    fn month(self, day: Date) -> &'static str {
        let names = if self == Self::German { GERMAN_MONTHS } else { ENGLISH_MONTHS };
        names[usize::from(day.month().unsigned_abs()) - 1]
    }
}

fn german_period(per: Period) -> &'static str {
    match per {
        Period::Day => "Tag",
        Period::Week => "Woche",
        Period::Month => "Monat",
        Period::Year => "Jahr",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn periods_and_counts_are_worded() {
        let day = date(2025, 9, 1);
        for (language, per, worded) in [
            (Language::German, Period::Day, "1. September 2025"),
            (Language::German, Period::Week, "36. Kalenderwoche 2025"),
            (Language::English, Period::Week, "week 36 of 2025"),
            (Language::English, Period::Month, "September 2025"),
            (Language::German, Period::Year, "2025"),
        ] {
            assert_eq!(language.period(per, day), worded);
        }
        assert_eq!(Language::German.counted(1, Measure::Passages), "1 Absatz");
        assert_eq!(Language::German.rate(Measure::Articles, Period::Month), "Artikel je Monat");
    }
}
