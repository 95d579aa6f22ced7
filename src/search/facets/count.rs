//! Counting: in how many articles and passages each value of a column is met.

use crate::index::Snapshot;
use crate::search::Error;
use crate::search::matches::Matches;
use rustc_hash::FxHashMap;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader, TantivyError};

/// How often something is met.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Frequency {
    /// In so many articles.
    pub articles: usize,
    /// In so many passages.
    pub passages: usize,
}

impl std::ops::AddAssign for Frequency {
    fn add_assign(&mut self, other: Self) {
        self.articles += other.articles;
        self.passages += other.passages;
    }
}

/// Values with how often each is met, and how often none is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted<V: Eq + Hash> {
    /// By value.
    pub(crate) values: HashMap<V, Frequency>,
    /// What has no value.
    pub(crate) without: Frequency,
}

impl<V: Eq + Hash> Default for Counted<V> {
    fn default() -> Self {
        Self { values: HashMap::new(), without: Frequency::default() }
    }
}

/// Counts one thing over passages that come in the order of the index.
///
/// An article's passages are neighbours, so that the last article met is all that has to be remembered.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    frequency: Frequency,
    last: Option<(u64, DocId)>,
}

impl Tally {
    /// Counts `passage` of `article`, once however often it comes.
    pub(crate) fn add(&mut self, article: u64, passage: DocId) {
        if self.last == Some((article, passage)) {
            return;
        }
        self.frequency.articles += usize::from(self.last.is_none_or(|(last, _)| last != article));
        self.frequency.passages += 1;
        self.last = Some((article, passage));
    }

    pub(crate) fn frequency(self) -> Frequency {
        self.frequency
    }
}

/// The articles of a segment's passages.
pub(crate) struct ArticleKeys(Column<u64>);

impl ArticleKeys {
    pub(crate) fn of(segment: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Self(segment.fast_fields().u64("article_key")?))
    }

    /// The key of the article that `passage` stands in.
    pub(crate) fn of_passage(&self, passage: DocId) -> u64 {
        self.0.first(passage).unwrap_or_default()
    }
}

/// How many articles and passages match.
pub(crate) fn totals(snapshot: &Snapshot, matches: &Matches) -> Result<Frequency, Error> {
    let mut all = Frequency::default();
    for (_, segment, passages) in matches.segments(snapshot) {
        let articles = ArticleKeys::of(segment)?;
        let mut tally = Tally::default();
        passages.iter().for_each(|passage| tally.add(articles.of_passage(*passage), *passage));
        all += tally.frequency();
    }
    Ok(all)
}

/// Counts the values of a text column over `matches`.
pub(crate) fn count(snapshot: &Snapshot, matches: &Matches, column: &str) -> Result<Counted<String>, Error> {
    count_as(snapshot, matches, column, |value| Ok(Some(value)))
}

/// Counts the actors over `matches`, each under the name by which the index lists it.
pub(crate) fn count_actors(snapshot: &Snapshot, matches: &Matches) -> Result<Counted<String>, Error> {
    count_as(snapshot, matches, "actor_name", |value| Ok(snapshot.listed_actor(&value)?))
}

/// Counts values as what `listed` makes of them; those of which it makes nothing are as if they were not there.
fn count_as(
    snapshot: &Snapshot,
    matches: &Matches,
    column: &str,
    listed: impl Fn(String) -> Result<Option<String>, Error>,
) -> Result<Counted<String>, Error> {
    let mut all = Counted::default();
    for (_, segment, passages) in matches.segments(snapshot) {
        let articles = ArticleKeys::of(segment)?;
        let names = segment.fast_fields().str(column)?;
        let (mut tallies, mut without) = (HashMap::<String, Tally>::new(), Tally::default());
        let mut values = FxHashMap::<u64, Option<String>>::default();
        for passage in passages {
            let article = articles.of_passage(*passage);
            let mut any = false;
            for ordinal in names.iter().flat_map(|names| names.term_ords(*passage)) {
                let value = match values.entry(ordinal) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => new.insert(listed(text_of(names.as_ref(), ordinal)?)?),
                };
                let Some(value) = value else { continue };
                any = true;
                if let Some(tally) = tallies.get_mut(value) {
                    tally.add(article, *passage);
                } else {
                    tallies.entry(value.clone()).or_default().add(article, *passage);
                }
            }
            if !any {
                without.add(article, *passage);
            }
        }
        all.without += without.frequency();
        for (value, tally) in tallies {
            *all.values.entry(value).or_default() += tally.frequency();
        }
    }
    Ok(all)
}

fn text_of(names: Option<&StrColumn>, ordinal: u64) -> Result<String, Error> {
    let mut text = String::new();
    if let Some(names) = names {
        names.ord_to_str(ordinal, &mut text).map_err(TantivyError::from)?;
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_article_count_once_as_an_article() {
        let mut tally = Tally::default();
        for (article, passage) in [(7, 0), (7, 1), (7, 1), (9, 2), (7, 3)] {
            tally.add(article, passage);
        }
        assert_eq!(tally.frequency(), Frequency { articles: 3, passages: 4 });
    }
}
