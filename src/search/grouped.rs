//! Hits grouped by article: one entry an article, with its best passages below it.
//!
//! Articles stand in the order of their best passages, as in a search with one passage an article; then each one's
//! further passages are looked for in it alone, so that none is missed, however deep it ranks.

use crate::index::Snapshot;
use crate::search::hit::{Group, Hit};
use crate::search::rank::{Best, Explanation, Ranking, rescored};
use crate::search::retrieve::{Fetch, Folded, Page, Ranked, Request, Sort, prepared, ranked};
use crate::search::{ArticleInfo, Error};
use tantivy::query::{BooleanQuery, ConstScoreQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

/// The articles that `request` finds, best first; its limit and offset count articles.
///
/// # Errors
/// As [`crate::search::search`]; each article for itself when what it shows can't be read.
pub fn groups<'s>(snapshot: &'s Snapshot, request: &Request) -> Result<Groups<'s>, Error> {
    let (plan, query) = prepared(snapshot, request)?;
    let page = ranked(snapshot, &plan, &*query, request, 1)?;
    let Page { passages: firsts, folded, matching_passages: passages, matching_articles: articles, .. } = page;
    let fetch = Fetch::new(snapshot, plan, request.snippet);
    let (next, request) = (request.offset + 1, request.clone());
    Ok(Groups { snapshot, request, query, fetch, firsts: firsts.into_iter(), folded, next, passages, articles })
}

/// Articles in their order, each fetched with its passages when it is asked for.
pub struct Groups<'s> {
    snapshot: &'s Snapshot,
    request: Request,
    query: Box<dyn Query>,
    fetch: Fetch<'s>,
    firsts: std::vec::IntoIter<Ranked>,
    folded: Folded,
    next: usize,
    /// Passages that match, all together.
    pub passages: usize,
    /// Articles that match, all together.
    pub articles: usize,
}

impl Iterator for Groups<'_> {
    type Item = Result<Group, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.firsts.next()?;
        let rank = self.next;
        self.next += 1;
        Some(self.group(rank, &first))
    }
}

impl Groups<'_> {
    fn group(&mut self, rank: usize, first: &Ranked) -> Result<Group, Error> {
        let mut found = self.passages_beside(first.address)?;
        let passages = found.len();
        if self.request.sort != Sort::Relevance {
            found.sort_by_key(|(_, address)| *address);
        }
        let mut hits = Vec::new();
        for (i, (explanation, address)) in found.into_iter().take(self.request.per_article).enumerate() {
            hits.push(self.fetch.hit(i + 1, &Ranked { explanation, address, article: first.article }, &[])?);
        }
        let article = hits.first().map_or_else(ArticleInfo::default, |hit: &Hit| hit.article.clone());
        let twins = self.folded.get(&first.article).map(Vec::as_slice).unwrap_or_default();
        let also_in = self.fetch.twins(twins)?;
        Ok(Group { rank, score: first.explanation.score(), article, also_in, passages, hits })
    }

    /// The matches in the article that `first` stands in, best first; all of them are looked at closely.
    fn passages_beside(&self, first: DocAddress) -> Result<Vec<(Explanation, DocAddress)>, Error> {
        let id = self.snapshot.text_column("article", first)?.unwrap_or_default();
        let inside = Term::from_field_text(self.snapshot.fields().article, &id);
        let inside = TermQuery::new(inside, IndexRecordOption::Basic);
        let inside = Box::new(ConstScoreQuery::new(Box::new(inside), 0.0));
        let query = BooleanQuery::intersection(vec![self.query.box_clone(), inside]);
        let found = self.snapshot.searcher().search(&query, &Best { depth: usize::MAX, per_article: usize::MAX })?;
        let ranking = Ranking { candidates: found.best.len(), ..self.request.ranking.clone() };
        let found = rescored(self.snapshot, &self.fetch.plan.words, &ranking, found.best)?;
        let kept =
            |explanation| if self.request.sort == Sort::Relevance { explanation } else { Explanation::default() };
        Ok(found.into_iter().map(|(explanation, address)| (kept(explanation), address)).collect())
    }
}
