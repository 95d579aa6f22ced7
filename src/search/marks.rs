//! Where whole texts match a query: for an article opened from a hit.

use crate::article::Span;
use crate::german;
use crate::index::Snapshot;
use crate::query::{Ast, Plan};
use crate::search::{Error, Ranking, Snippet, SnippetLength, Wanted};

/// The places in each of `texts` that match `query`, as a snippet marks them: in Unicode characters, in order, without
/// overlaps.
///
/// # Errors
/// When the index can't be read.
pub fn marks(snapshot: &Snapshot, query: &Ast, ranking: &Ranking, texts: &[&str]) -> Result<Vec<Vec<Span>>, Error> {
    let wanted = Wanted::new(&Plan::new(query, snapshot, &ranking.breadth)?);
    let marks = |text: &&str| Snippet::cut(text, &german::analyse(text), &wanted, SnippetLength::Whole).highlights;
    Ok(texts.iter().map(marks).collect())
}
