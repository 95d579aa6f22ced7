//! From a query to hits: retrieve, group, cut snippets.

mod duplicates;
mod facets;
mod fold;
mod group;
mod hit;
mod near;
mod rank;
mod retrieve;
mod snippet;

pub use duplicates::{DuplicateGroup, duplicates};
pub use facets::{ActorFacet, Frequency, OutletFacet, actors, outlets};
pub use hit::{ArticleInfo, Hit, PassageInfo, Results};
pub use near::NearMatch;
pub use rank::{Explanation, Ranking};
pub use retrieve::{Request, Sort, articles, search};
pub use snippet::{Snippet, SnippetLength, Wanted};

/// A failure while searching.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The query can't be prepared.
    #[error(transparent)]
    Query(#[from] crate::query::Error),
    /// The index can't be read.
    #[error(transparent)]
    Index(#[from] crate::index::Error),
    /// The engine below failed.
    #[error(transparent)]
    Engine(#[from] tantivy::TantivyError),
}
