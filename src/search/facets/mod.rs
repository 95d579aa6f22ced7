//! Facets: what the passages that match have in common, with counts over all of them.

mod count;
mod names;

use crate::index::{FACET_SEPARATOR, Snapshot};
use crate::search::Error;
use crate::search::matches::{Matches, Scope};
use crate::search::period::{Period, Periods};
use count::Counted;
pub use count::Frequency;
pub(crate) use count::{ArticleKeys, Tally, totals};
pub use names::{ActorFacet, OutletFacet, actors, outlets};

/// What matches are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FacetKind {
    /// The publisher.
    Outlet,
    /// Media cited in the passage.
    Cited,
    /// Actors named in the passage.
    Actor,
    /// Bylines of the article.
    Author,
    /// The section it appeared in.
    Section,
    /// The month of publication.
    Month,
    /// Lead, body or caption.
    Kind,
}

impl FacetKind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 7] =
        [Self::Outlet, Self::Cited, Self::Actor, Self::Author, Self::Section, Self::Month, Self::Kind];

    /// The word used in JSON and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Cited => "cited",
            Self::Actor => "actor",
            Self::Author => "author",
            Self::Section => "section",
            Self::Month => "month",
            Self::Kind => "kind",
        }
    }

    /// The column that holds its values; `None` for those made of the date.
    fn column(self) -> Option<&'static str> {
        match self {
            Self::Outlet => Some("publisher_name"),
            Self::Cited => Some("cites_name"),
            Self::Actor => Some("actor_name"),
            Self::Author => Some("author_name"),
            Self::Section => Some("section_name"),
            Self::Month => None,
            Self::Kind => Some("kind"),
        }
    }
}

/// One way to tell matches apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// By what.
    pub kind: FacetKind,
    /// The most frequent values; months in the order of time, all others most frequent first.
    pub values: Vec<FacetValue>,
    /// How many different values there are.
    pub distinct: usize,
    /// Matches that have none.
    pub without: Frequency,
}

/// One value and how many matches have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// As written: a name, `2025-09`, `lead`.
    pub name: String,
    /// How many.
    pub frequency: Frequency,
}

/// Facets of everything in a scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// In the order asked for.
    pub facets: Vec<Facet>,
    /// Everything that was counted.
    pub total: Frequency,
}

/// Counts what is in `scope` by each of `kinds`, at most `limit` values of each.
///
/// # Errors
/// For a filter value that the index does not hold; otherwise when the index fails.
pub fn facets(snapshot: &Snapshot, scope: &Scope, kinds: &[FacetKind], limit: usize) -> Result<Facets, Error> {
    let matches = scope.matches(snapshot)?;
    let facets = kinds.iter().map(|kind| facet(snapshot, &matches, *kind, limit));
    Ok(Facets { facets: facets.collect::<Result<_, _>>()?, total: totals(snapshot, &matches)? })
}

fn facet(snapshot: &Snapshot, matches: &Matches, kind: FacetKind, limit: usize) -> Result<Facet, Error> {
    let counted = match kind.column() {
        Some(_) if kind == FacetKind::Actor => count::count_actors(snapshot, matches)?,
        Some(column) => count::count(snapshot, matches, column)?,
        None => months(snapshot, matches)?,
    };
    let (distinct, without) = (counted.values.len(), counted.without);
    let mut values = most_frequent(counted, limit);
    if kind == FacetKind::Month {
        values.sort_by(|a, b| a.name.cmp(&b.name));
    }
    Ok(Facet { kind, values, distinct, without })
}

fn months(snapshot: &Snapshot, matches: &Matches) -> Result<Counted<String>, Error> {
    let mut all = Counted::default();
    for (_, segment, passages) in matches.segments(snapshot) {
        let (articles, periods) = (ArticleKeys::of(segment)?, Periods::of(segment, Period::Month)?);
        let mut months = std::collections::HashMap::<_, Tally>::new();
        for (passage, month) in periods.of_passages(passages) {
            months.entry(month).or_default().add(articles.of_passage(passage), passage);
        }
        for (month, tally) in months {
            match month {
                Some(month) => *all.values.entry(Period::Month.label(month)).or_default() += tally.frequency(),
                None => all.without += tally.frequency(),
            }
        }
    }
    Ok(all)
}

/// The values in most articles, by name where they are equal; of an actor its name without its kind.
fn most_frequent(counted: Counted<String>, limit: usize) -> Vec<FacetValue> {
    let value = |(name, frequency): (String, _)| FacetValue {
        name: name.split(FACET_SEPARATOR).next().unwrap_or_default().to_owned(),
        frequency,
    };
    let mut values: Vec<FacetValue> = counted.values.into_iter().map(value).collect();
    values.sort_by(|a, b| b.frequency.cmp(&a.frequency).then_with(|| a.name.cmp(&b.name)));
    values.truncate(limit);
    values
}
