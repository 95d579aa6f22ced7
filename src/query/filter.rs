//! Filters: outlet, actor, author, section, date, kind; names match by folded key and by every alias known.
//!
//! Options of the command line ([`Filters`]) and fields in a query ([`Condition`]) go the same way.

use crate::german;
use crate::index::{FACET_SEPARATOR, Snapshot};
use crate::lexicon;
use crate::query::Error;
use crate::query::ast::{Condition, NameField};
use crate::query::day::Day;
use serde::{Deserialize, Serialize};
use std::ops::Bound;
use tantivy::Term;
use tantivy::query::{ConstScoreQuery, EmptyQuery, Query, RangeQuery, TermSetQuery};
use tantivy::schema::Field;

/// Similarity from which a name counts as near (Jaro–Winkler, 0 to 1).
const NEAR: f64 = 0.82;
/// How many near names are told.
const NEAR_NAMES: usize = 5;

/// What hits are narrowed to. Values of one list are alternatives, but for actors, who must all be named.
///
/// Written as a table that leaves out what narrows nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filters {
    /// Published by, or cited in the passage.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outlets: Vec<String>,
    /// Published by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub publishers: Vec<String>,
    /// Cited in the passage.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<String>,
    /// All named in the passage.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<String>,
    /// At least one named in the passage.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any_actors: Vec<String>,
    /// Written by.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Appeared in this section.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<String>,
    /// Published on this day or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<Day>,
    /// Published on this day or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Came into the index after this time ([`crate::index::Writer::put`]).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub added_after: Option<i64>,
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
        let mut queries = Vec::new();
        for (field, values) in [
            (NameField::Outlet, &self.outlets),
            (NameField::Publisher, &self.publishers),
            (NameField::Cites, &self.cites),
            (NameField::Author, &self.authors),
            (NameField::Section, &self.sections),
            (NameField::Actor, &self.any_actors),
        ] {
            if !values.is_empty() {
                queries.push(Names::of(field, snapshot).any_of(snapshot, values)?);
            }
        }
        for name in &self.actors {
            queries.push(Names::of(NameField::Actor, snapshot).any_of(snapshot, std::slice::from_ref(name))?);
        }
        queries.extend(period(snapshot.fields().date, self.since, self.until));
        queries.extend(self.added_after.map(|time| added_after(snapshot.fields().added, time)));
        Ok(queries)
    }
}

impl Condition {
    /// The passages of which it is true, as a query that adds nothing to scores.
    ///
    /// # Errors
    /// [`Error::Unknown`] for a name that the index does not hold.
    pub fn engine_query(&self, snapshot: &Snapshot) -> Result<Box<dyn Query>, Error> {
        let fields = snapshot.fields();
        match self {
            Self::Name { field, value } => Names::of(*field, snapshot).any_of(snapshot, std::slice::from_ref(value)),
            Self::Kind(kind) => Ok(any_term(vec![Term::from_field_text(fields.kind, kind.as_str())])),
            Self::Date { since, until } => {
                Ok(period(fields.date, *since, *until).unwrap_or_else(|| Box::new(EmptyQuery)))
            }
        }
    }
}

fn added_after(field: Field, time: i64) -> Box<dyn Query> {
    let range = RangeQuery::new(Bound::Excluded(Term::from_field_i64(field, time)), Bound::Unbounded);
    Box::new(ConstScoreQuery::new(Box::new(range), 0.0))
}

fn any_term(terms: Vec<Term>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(Box::new(TermSetQuery::new(terms)), 0.0))
}

fn period(date: Field, since: Option<Day>, until: Option<Day>) -> Option<Box<dyn Query>> {
    let lower = since.map(|day| Bound::Included(Term::from_field_i64(date, day.begin())));
    let upper = until.map(|day| Bound::Excluded(Term::from_field_i64(date, day.end())));
    if lower.is_none() && upper.is_none() {
        return None;
    }
    // Without a lower bound the engine would take articles without a date for matches of nothing: a range on a
    // column holds only documents that have a value.
    let range = RangeQuery::new(lower.unwrap_or(Bound::Unbounded), upper.unwrap_or(Bound::Unbounded));
    Some(Box::new(ConstScoreQuery::new(Box::new(range), 0.0)))
}

/// Names of one field: where their keys are, and where they themselves.
struct Names {
    what: &'static str,
    keys: Vec<Field>,
    names: Vec<Field>,
}

impl Names {
    fn of(field: NameField, snapshot: &Snapshot) -> Self {
        let fields = snapshot.fields();
        let (what, keys, names) = match field {
            NameField::Outlet => {
                let names = vec![fields.publisher_name, fields.cites_name];
                ("outlet", vec![fields.publisher, fields.cites], names)
            }
            NameField::Publisher => ("publisher", vec![fields.publisher], vec![fields.publisher_name]),
            NameField::Cites => ("cited outlet", vec![fields.cites], vec![fields.cites_name]),
            NameField::Actor => ("actor", vec![fields.actor], vec![fields.actor_name]),
            NameField::Author => ("author", vec![fields.author], vec![fields.author_name]),
            NameField::Section => ("section", vec![fields.section], vec![fields.section_name]),
        };
        Self { what, keys, names }
    }

    /// Matches passages that hold any of `values`.
    fn any_of(&self, snapshot: &Snapshot, values: &[String]) -> Result<Box<dyn Query>, Error> {
        let mut terms = Vec::new();
        for value in values {
            terms.extend(self.terms(snapshot, value)?);
        }
        Ok(any_term(terms))
    }

    /// The terms of the index that stand for `value`.
    fn terms(&self, snapshot: &Snapshot, value: &str) -> Result<Vec<Term>, Error> {
        let mut found = Vec::new();
        for key in keys(value) {
            for field in &self.keys {
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
        for field in &self.names {
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
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_is_near_and_another_is_not() {
        assert!(likeness("spigel", "der spiegel") >= NEAR);
        assert!(likeness("nordkora", "nordkorea") >= NEAR);
        assert!(likeness("nordkora", "frankreich") < NEAR);
    }
}
