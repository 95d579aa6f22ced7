//! Filters: outlet, actor, author, section, date; values match by folded key and by every alias known.

use crate::german;
use crate::index::{FACET_SEPARATOR, Snapshot};
use crate::lexicon;
use crate::query::Error;
use jiff::ToSpan;
use jiff::civil;
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{ConstScoreQuery, Query, RangeQuery, TermSetQuery};
use tantivy::schema::Field;

/// Similarity from which a name counts as near (Jaro–Winkler, 0 to 1).
const NEAR: f64 = 0.82;
/// How many near names are told.
const NEAR_NAMES: usize = 5;

/// What hits are narrowed to. Values of one list are alternatives, but for actors, who must all be named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// Published by, or cited in the passage.
    pub outlets: Vec<String>,
    /// Published by.
    pub publishers: Vec<String>,
    /// Cited in the passage.
    pub cites: Vec<String>,
    /// All named in the passage.
    pub actors: Vec<String>,
    /// At least one named in the passage.
    pub any_actors: Vec<String>,
    /// Written by.
    pub authors: Vec<String>,
    /// Appeared in this section.
    pub sections: Vec<String>,
    /// Published on this day or later.
    pub since: Option<Day>,
    /// Published on this day or earlier.
    pub until: Option<Day>,
}

/// A day, month or year as the border of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    first: civil::Date,
    last: civil::Date,
}

impl Day {
    /// Reads `2025`, `2025-09` or `2025-09-04`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.trim().split('-');
        let year: i16 = numbers.next().filter(|digits| digits.len() == 4)?.parse().ok()?;
        let month: Option<i8> = numbers.next().map(str::parse).transpose().ok()?;
        let day: Option<i8> = numbers.next().map(str::parse).transpose().ok()?;
        if numbers.next().is_some() {
            return None;
        }
        let first = civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        let last = match (month, day) {
            (_, Some(_)) => first,
            (Some(_), None) => first.last_of_month(),
            (None, None) => first.last_of_year(),
        };
        Some(Self { first, last })
    }

    /// Seconds since 1970 at which the period begins.
    fn begin(self) -> i64 {
        crate::article::Moment::Day(self.first).seconds()
    }

    /// Seconds since 1970 at which the day after the period begins.
    fn end(self) -> i64 {
        let after = self.last.checked_add(1.day()).unwrap_or(self.last);
        crate::article::Moment::Day(after).seconds()
    }
}

/// A filter value that the index does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no {what} {value:?} in this index{}", hint(.near))]
pub struct UnknownValue {
    /// `outlet`, `actor`, `author` or `section`.
    pub what: &'static str,
    /// What was asked for.
    pub value: String,
    /// Names in the index that come near, nearest first.
    pub near: Vec<String>,
}

fn hint(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!("; near: {}", near.join(", ")) }
}

impl Filters {
    /// The filters as queries that must all match.
    ///
    /// # Errors
    /// [`Error::Unknown`] for a value that the index does not hold.
    pub fn engine_queries(&self, snapshot: &Snapshot) -> Result<Vec<Box<dyn Query>>, Error> {
        let fields = snapshot.fields();
        let outlet = Kind {
            what: "outlet",
            fields: &[fields.publisher, fields.cites],
            names: &[fields.publisher_name, fields.cites_name],
        };
        let publisher = Kind { what: "publisher", fields: &[fields.publisher], names: &[fields.publisher_name] };
        let cited = Kind { what: "cited outlet", fields: &[fields.cites], names: &[fields.cites_name] };
        let actor = Kind { what: "actor", fields: &[fields.actor], names: &[fields.actor_name] };
        let author = Kind { what: "author", fields: &[fields.author], names: &[fields.author] };
        let section = Kind { what: "section", fields: &[fields.section], names: &[fields.section] };
        let mut queries = Vec::new();
        for (kind, values) in [
            (outlet, &self.outlets),
            (publisher, &self.publishers),
            (cited, &self.cites),
            (author, &self.authors),
            (section, &self.sections),
        ] {
            if !values.is_empty() {
                queries.push(kind.any_of(snapshot, values)?);
            }
        }
        if !self.any_actors.is_empty() {
            queries.push(actor.any_of(snapshot, &self.any_actors)?);
        }
        for name in &self.actors {
            queries.push(actor.any_of(snapshot, std::slice::from_ref(name))?);
        }
        queries.extend(self.period(fields.date));
        Ok(queries)
    }

    fn period(&self, date: Field) -> Option<Box<dyn Query>> {
        let lower = self.since.map(|day| Bound::Included(Term::from_field_i64(date, day.begin())));
        let upper = self.until.map(|day| Bound::Excluded(Term::from_field_i64(date, day.end())));
        if lower.is_none() && upper.is_none() {
            return None;
        }
        // Without a lower bound the engine would take articles without a date for matches of nothing: a range on a
        // column holds only documents that have a value.
        let range = RangeQuery::new(lower.unwrap_or(Bound::Unbounded), upper.unwrap_or(Bound::Unbounded));
        Some(Box::new(ConstScoreQuery::new(Box::new(range), 0.0)))
    }
}

/// One kind of filter: which fields hold its keys, and which its names.
struct Kind<'f> {
    what: &'static str,
    fields: &'f [Field],
    names: &'f [Field],
}

impl Kind<'_> {
    /// Matches passages that hold any of `values`.
    fn any_of(&self, snapshot: &Snapshot, values: &[String]) -> Result<Box<dyn Query>, Error> {
        let mut terms = Vec::new();
        for value in values {
            terms.extend(self.terms(snapshot, value)?);
        }
        Ok(Box::new(ConstScoreQuery::new(Box::new(TermSetQuery::new(terms)), 0.0)))
    }

    /// The terms of the index that stand for `value`.
    fn terms(&self, snapshot: &Snapshot, value: &str) -> Result<Vec<Term>, Error> {
        let mut found = Vec::new();
        for key in keys(value) {
            for field in self.fields {
                let term = Term::from_field_text(*field, &key);
                if snapshot.searcher().doc_freq(&term)? > 0 {
                    found.push(term);
                }
            }
        }
        if self.what == "actor" {
            let names = snapshot.actors_called(value)?;
            found.extend(names.iter().map(|name| Term::from_field_text(snapshot.fields().actor_name, name)));
        }
        if found.is_empty() {
            let near = self.near(snapshot, value)?;
            return Err(UnknownValue { what: self.what, value: value.to_owned(), near }.into());
        }
        Ok(found)
    }

    /// Names in the index like `value`, most alike first.
    fn near(&self, snapshot: &Snapshot, value: &str) -> Result<Vec<String>, Error> {
        let wanted = german::key(value);
        let mut near: Vec<(f64, String)> = Vec::new();
        for field in self.names {
            for segment in snapshot.searcher().segment_readers() {
                let index = segment.inverted_index(*field)?;
                let mut terms = index.terms().stream().map_err(tantivy::TantivyError::from)?;
                while let Some((bytes, _)) = terms.next() {
                    let name = String::from_utf8_lossy(bytes);
                    let name = name.split(FACET_SEPARATOR).next().unwrap_or_default();
                    let likeness = likeness(&wanted, &german::key(name));
                    if likeness >= NEAR && near.iter().all(|(_, known)| known != name) {
                        near.push((likeness, name.to_owned()));
                    }
                }
            }
        }
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        Ok(near.into_iter().take(NEAR_NAMES).map(|(_, name)| name).collect())
    }
}

/// How alike two keys are (0 to 1); one word of a longer name counts like the whole.
fn likeness(wanted: &str, name: &str) -> f64 {
    let words = name.split(' ').filter(|word| word.chars().count() > 3);
    words.chain([name]).map(|part| strsim::jaro_winkler(wanted, part)).fold(0.0, f64::max)
}

/// The keys that stand for `value`: its own, and those of the names under which the lexicon knows it.
fn keys(value: &str) -> Vec<String> {
    let mut keys = vec![german::key(value)];
    keys.extend(lexicon::canonical_names(value).iter().map(|name| german::key(name)));
    keys.sort_unstable();
    keys.dedup();
    keys
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
        ] {
            let day = Day::parse(text).unwrap();
            assert_eq!((day.first.to_string().as_str(), day.last.to_string().as_str()), (first, last));
        }
        for text in ["", "gestern", "25", "2025-13", "2025-02-30", "2025-01-01-01"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_misspelt_name_is_near_and_another_is_not() {
        assert!(likeness("spigel", "der spiegel") >= NEAR);
        assert!(likeness("nordkora", "nordkorea") >= NEAR);
        assert!(likeness("nordkora", "frankreich") < NEAR);
    }
}
