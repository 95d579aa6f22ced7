//! Where whole texts match a query: for an article opened from a hit.

use crate::article::{CharIndex, Span};
use crate::german;
use crate::index::Snapshot;
use crate::passage::PassageKind;
use crate::query::{Ast, Limits, Plan};
use crate::search::{Error, Ranking, Wanted};

/// The places in each of `texts`, of such kinds, that match `query`, as a snippet marks them: in Unicode characters, in
/// order, without overlaps.
///
/// # Errors
/// When the query is beyond its limits or the index can't be read.
pub fn marks(
    snapshot: &Snapshot,
    query: &Ast,
    ranking: &Ranking,
    texts: &[(&str, PassageKind)],
) -> Result<Vec<Vec<Span>>, Error> {
    let wanted = Wanted::new(&Plan::new(query, snapshot, &ranking.breadth, &Limits::default())?);
    let marks = |(text, kind): &(&str, PassageKind)| {
        let (index, marks) = (CharIndex::new(text), wanted.marks(text, &german::analyse(text), *kind));
        marks.iter().map(|mark| index.chars(mark.span)).collect()
    };
    Ok(texts.iter().map(marks).collect())
}
