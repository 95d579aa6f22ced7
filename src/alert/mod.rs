//! Saved searches: a query with its filters under a name, and up to when its finds have been shown.
//!
//! They lie in the index's folder as one readable file ([`Alerts`]). What counts as new is decided by the index's own
//! clock, which never stands still or goes back ([`crate::index::Writer::put`]); so no article is passed over, however
//! close two runs lie together.

mod error;
mod store;

pub use error::Error;
pub use store::Alerts;

use crate::index::Snapshot;
use crate::query::{self, Filters};
use crate::search::{self, Request, Results};
use serde::{Deserialize, Serialize};

/// A saved search.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alert {
    /// The query, as typed.
    pub query: String,
    /// Whether words are found only as typed and in their inflections.
    #[serde(default)]
    pub exact_words: bool,
    /// Articles that came into the index up to this time have been shown, on the clock of the index; `None`: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_until: Option<i64>,
    /// What hits are narrowed to.
    #[serde(default)]
    pub filters: Filters,
}

/// What a saved search found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct News {
    /// Hits in articles that have not been shown yet.
    pub results: Results,
    /// What [`Alert::shown_until`] is once they have been.
    pub until: Option<i64>,
}

impl Alert {
    /// Searches for what is new; `shape` says how many hits are wanted, and how they are cut.
    ///
    /// A filter for a name that the index does not hold (yet) finds nothing.
    ///
    /// # Errors
    /// When the index fails.
    pub fn news(&self, snapshot: &Snapshot, shape: &Request) -> Result<News, search::Error> {
        let until = snapshot.newest()?.max(self.shown_until);
        let results = match search::search(snapshot, &self.request(shape)) {
            Err(search::Error::Query(query::Error::Unknown(_))) => Results::default(),
            other => other?,
        };
        Ok(News { results, until })
    }

    fn request(&self, shape: &Request) -> Request {
        let mut request =
            Request { query: query::parse(&self.query).ast, filters: self.filters.clone(), ..shape.clone() };
        request.filters.added_after = self.filters.added_after.max(self.shown_until);
        if self.exact_words {
            request.ranking.breadth.near = None;
        }
        request
    }
}
