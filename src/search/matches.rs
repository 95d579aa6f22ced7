//! All matches of a query, whatever is shown of them: what facets, time lines and lists count over.

use crate::index::Snapshot;
use crate::query::{Ast, Filters};
use crate::search::retrieve::{self, Request};
use crate::search::{Error, Ranking};
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::{AllQuery, BooleanQuery, Query};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

/// What is counted: the passages that a query finds and filters let through.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// The query; `None` for all passages, while a query without a word to look for finds none.
    pub query: Option<Ast>,
    /// What they are narrowed to.
    pub filters: Filters,
    /// How far the query reaches; scores don't matter here.
    pub ranking: Ranking,
}

impl From<Filters> for Scope {
    fn from(filters: Filters) -> Self {
        Self { filters, ..Self::default() }
    }
}

impl From<&Request> for Scope {
    /// What a search finds before it is cut into pages.
    fn from(request: &Request) -> Self {
        Self { query: Some(request.query.clone()), filters: request.filters.clone(), ranking: request.ranking.clone() }
    }
}

impl Scope {
    fn engine_query(&self, snapshot: &Snapshot) -> Result<Box<dyn Query>, Error> {
        if let Some(query) = &self.query {
            let (filters, ranking) = (self.filters.clone(), self.ranking.clone());
            return retrieve::matching(
                snapshot,
                &Request { query: query.clone(), filters, ranking, ..Request::default() },
            );
        }
        let queries = self.filters.engine_queries(snapshot)?;
        Ok(if queries.is_empty() { Box::new(AllQuery) } else { Box::new(BooleanQuery::intersection(queries)) })
    }

    /// Everything in this scope.
    pub(crate) fn matches(&self, snapshot: &Snapshot) -> Result<Matches, Error> {
        Matches::of(snapshot, &*self.engine_query(snapshot)?)
    }
}

/// The passages that match, by segment and in the order of the index, in which an article's passages are neighbours.
#[derive(Debug, Default)]
pub(crate) struct Matches {
    segments: Vec<(SegmentOrdinal, Vec<DocId>)>,
}

impl Matches {
    /// Everything that `query` matches.
    pub(crate) fn of(snapshot: &Snapshot, query: &dyn Query) -> Result<Self, Error> {
        Ok(Self { segments: snapshot.searcher().search(query, &All)? })
    }

    /// The segments with the passages that match in each, ascending.
    pub(crate) fn segments<'s>(
        &'s self,
        snapshot: &'s Snapshot,
    ) -> impl Iterator<Item = (SegmentOrdinal, &'s SegmentReader, &'s [DocId])> {
        let reader = |ordinal| snapshot.searcher().segment_reader(ordinal);
        self.segments.iter().map(move |(ordinal, documents)| (*ordinal, reader(*ordinal), documents.as_slice()))
    }
}

struct All;

struct AllOfSegment {
    ordinal: SegmentOrdinal,
    documents: Vec<DocId>,
}

impl Collector for All {
    type Fruit = Vec<(SegmentOrdinal, Vec<DocId>)>;
    type Child = AllOfSegment;

    fn for_segment(&self, ordinal: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<AllOfSegment> {
        Ok(AllOfSegment { ordinal, documents: Vec::new() })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, mut fruits: Vec<(SegmentOrdinal, Vec<DocId>)>) -> tantivy::Result<Self::Fruit> {
        fruits.sort_unstable_by_key(|(ordinal, _)| *ordinal);
        Ok(fruits)
    }
}

impl SegmentCollector for AllOfSegment {
    type Fruit = (SegmentOrdinal, Vec<DocId>);

    fn collect(&mut self, document: DocId, _: Score) {
        self.documents.push(document);
    }

    fn harvest(self) -> Self::Fruit {
        (self.ordinal, self.documents)
    }
}
