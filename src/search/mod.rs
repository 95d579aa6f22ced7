//! From a query to hits: retrieve, group, cut snippets.

mod retrieve;
mod engine;
mod rank;
mod reading;
mod group;
mod grouped;
mod marks;
mod marked;
mod snippet;
mod near;
mod hit;
mod matches;
mod fold;
mod duplicates;
mod names;
mod facets;
mod listed;
mod period;
mod timeline;
mod related;
mod suggest;

pub use duplicates::{DuplicateGroup, duplicates};
pub use facets::{ActorFacet, Facet, FacetKind, FacetValue, Facets, Frequency, OutletFacet, actors, facets, outlets};
pub use grouped::{Groups, groups};
pub use hit::{ArticleInfo, Group, Hit, PassageInfo, Results};
pub use listed::listed;
pub use marked::marks;
pub use marks::{Mark, Wanted};
pub use matches::Scope;
pub use names::{NamesOf, names};
pub use near::NearMatch;
pub use period::Period;
pub use rank::{Explanation, Ranking};
pub use reading::{ReadWord, Reading, reading};
pub use related::{Related, RelatedRequest, Text, related};
pub use retrieve::{Hits, Request, Sort, articles, hits, matching, search};
pub use snippet::{Snippet, SnippetLength};
pub use suggest::suggestion;
pub use timeline::{Bar, By, Series, Timeline, TimelineRequest, timeline};

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
    /// A time line would have more bars than anyone can look at.
    #[error("a bar for each {} from {first} to {last} would make more than {most} bars", .per.as_str())]
    TooFine {
        /// How long a bar was to be.
        per: Period,
        /// First day.
        first: jiff::civil::Date,
        /// Last day.
        last: jiff::civil::Date,
        /// Most bars that are made.
        most: usize,
    },
    /// The engine below failed.
    #[error(transparent)]
    Engine(#[from] tantivy::TantivyError),
}
