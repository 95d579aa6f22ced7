//! The articles in a scope, newest first.

use crate::index::{Record, Snapshot};
use crate::search::Error;
use crate::search::facets::ArticleKeys;
use crate::search::matches::Scope;
use std::cmp::Reverse;
use tantivy::DocAddress;

/// The articles with a passage in `scope`, newest first, undated ones last, each read when it is asked for.
///
/// # Errors
/// For a filter value that the index does not hold; otherwise when the index fails; each article for itself when it
/// can't be decoded.
pub fn listed<'s>(
    snapshot: &'s Snapshot,
    scope: &Scope,
) -> Result<impl Iterator<Item = Result<Record, Error>> + 's, Error> {
    let matches = scope.matches(snapshot)?;
    let mut articles: Vec<(Reverse<Option<i64>>, String)> = Vec::new();
    for (ordinal, segment, passages) in matches.segments(snapshot) {
        let (keys, dates) = (ArticleKeys::of(segment)?, segment.fast_fields().i64("date")?);
        let mut last = None;
        for passage in passages {
            // An article's passages are neighbours.
            if last.replace(keys.of_passage(*passage)) != Some(keys.of_passage(*passage)) {
                let id = snapshot.text_column("article", DocAddress::new(ordinal, *passage))?.unwrap_or_default();
                articles.push((Reverse(dates.first(*passage)), id));
            }
        }
    }
    articles.sort_unstable();
    let read = move |(_, id): (_, String)| snapshot.record(&id).map_err(Error::from).transpose();
    Ok(articles.into_iter().filter_map(read))
}
