//! Retrieval: asks the engine, ranks, groups by article, and fetches what a hit shows.

use crate::article::Article;
use crate::german;
use crate::index::{ALIKE, Snapshot};
use crate::query::{Ast, Filters, Limits, Plan};
use crate::search::Error;
use crate::search::engine::engine_query;
use crate::search::fold::Fold;
use crate::search::group::Quota;
use crate::search::hit::{ArticleInfo, Hit, PassageInfo, Results};
use crate::search::marks::Wanted;
use crate::search::matches::Matches;
use crate::search::near::near_matches;
use crate::search::rank::{Best, Explanation, Found, Ranking, rescored};
use crate::search::snippet::{Snippet, SnippetLength};
use std::collections::HashMap;
use std::rc::Rc;
use tantivy::DocAddress;
use tantivy::query::Query;

/// What is asked of the index.
#[derive(Debug, Clone)]
pub struct Request {
    /// The query.
    pub query: Ast,
    /// What hits are narrowed to.
    pub filters: Filters,
    /// Number of hits wanted; `None` for all.
    pub limit: Option<usize>,
    /// Number of hits passed over before the first one given.
    pub offset: usize,
    /// Most passages of one article.
    pub per_article: usize,
    /// From which resemblance on ([`crate::index::Sketch::resemblance`]) an article is shown only under one that ranks
    /// before it; `None` shows all.
    pub fold: Option<f32>,
    /// Order of the hits.
    pub sort: Sort,
    /// How long snippets are.
    pub snippet: SnippetLength,
    /// How scores are made.
    pub ranking: Ranking,
    /// How large the query may be.
    pub limits: Limits,
}

/// Order of hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first; undated ones last.
    Date,
    /// Oldest first; undated ones last.
    DateAscending,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            query: Ast::default(),
            filters: Filters::default(),
            limit: Some(10),
            offset: 0,
            per_article: 3,
            fold: Some(ALIKE),
            sort: Sort::default(),
            snippet: SnippetLength::default(),
            ranking: Ranking::default(),
            limits: Limits::default(),
        }
    }
}

/// Searches one commit of an index.
///
/// # Errors
/// [`crate::query::Error::Unknown`] for a name that the index does not hold, [`crate::query::Error::Refused`] for a query
/// beyond its limits; otherwise when the index fails.
pub fn search(snapshot: &Snapshot, request: &Request) -> Result<Results, Error> {
    let hits = hits(snapshot, request)?;
    let (passages, articles, listed) = (hits.passages, hits.articles, hits.listed);
    Ok(Results { hits: hits.collect::<Result<_, _>>()?, passages, articles, listed })
}

/// The hits of [`search`] one by one: whatever their number, what has been handed on is not kept.
///
/// # Errors
/// As [`search`]; each hit for itself when what it shows can't be read.
pub fn hits<'s>(snapshot: &'s Snapshot, request: &Request) -> Result<Hits<'s>, Error> {
    let (plan, query) = prepared(snapshot, request)?;
    let page = ranked(snapshot, &plan, &*query, request, request.per_article)?;
    let (passages, articles, listed) = (page.matching_passages, page.matching_articles, page.listed);
    let next = request.offset + 1;
    Ok(Hits {
        fetch: Fetch::new(snapshot, plan, request.snippet),
        ranked: page.passages.into_iter(),
        folded: page.folded,
        next,
        passages,
        articles,
        listed,
    })
}

/// Hits in their order, each fetched when it is asked for.
pub struct Hits<'s> {
    fetch: Fetch<'s>,
    ranked: std::vec::IntoIter<Ranked>,
    folded: Folded,
    next: usize,
    /// Passages that match, all together.
    pub passages: usize,
    /// Articles that match, all together.
    pub articles: usize,
    /// Hits that all pages together hold; `None` when it would take a look at all matches to tell.
    pub listed: Option<usize>,
}

impl Iterator for Hits<'_> {
    type Item = Result<Hit, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let ranked = self.ranked.next()?;
        let twins = self.folded.get(&ranked.article).map(Vec::as_slice).unwrap_or_default();
        let rank = self.next;
        self.next += 1;
        Some(self.fetch.hit(rank, &ranked, twins))
    }
}

/// Ids of the articles that [`search`] would give hits from, in the order of the hits: for measuring, without the cost of
/// fetching what a hit shows.
///
/// # Errors
/// As [`search`].
pub fn articles(snapshot: &Snapshot, request: &Request) -> Result<Vec<String>, Error> {
    let (plan, query) = prepared(snapshot, request)?;
    let found = ranked(snapshot, &plan, &*query, request, request.per_article)?;
    let id = |address| Ok(snapshot.text_column("article", address)?.unwrap_or_default());
    found.passages.into_iter().map(|passage| id(passage.address)).collect()
}

/// The passages that `request` matches, as one query of the engine: for counting and collecting over them.
///
/// An empty query matches nothing, whatever the filters.
///
/// # Errors
/// As [`search`].
pub fn matching(snapshot: &Snapshot, request: &Request) -> Result<Box<dyn Query>, Error> {
    Ok(prepared(snapshot, request)?.1)
}

pub(crate) fn prepared(snapshot: &Snapshot, request: &Request) -> Result<(Plan, Box<dyn Query>), Error> {
    let plan = Plan::new(&request.query, snapshot, &request.ranking.breadth, &request.limits)?;
    let query = engine_query(&plan, &request.filters, snapshot, &request.ranking)?;
    Ok((plan, query))
}

/// The passages of the page asked for, and how many there are in all.
pub(crate) struct Page {
    pub(crate) passages: Vec<Ranked>,
    pub(crate) folded: Folded,
    pub(crate) matching_passages: usize,
    pub(crate) matching_articles: usize,
    /// How many passages all pages hold, as far as that is known.
    pub(crate) listed: Option<usize>,
}

/// A passage in its place of the ranking.
pub(crate) struct Ranked {
    pub(crate) explanation: Explanation,
    pub(crate) address: DocAddress,
    /// Key of its article.
    pub(crate) article: u64,
}

/// Ranks and groups. Fetches more from the engine as long as articles with many matching passages use up what was
/// fetched.
pub(crate) fn ranked(
    snapshot: &Snapshot,
    plan: &Plan,
    query: &dyn Query,
    request: &Request,
    per_article: usize,
) -> Result<Page, Error> {
    let wanted = request.limit.map_or(usize::MAX, |limit| limit.saturating_add(request.offset));
    // A pass that keeps more costs little, another pass as much as the first: quotas and folding may use up many.
    let mut depth = wanted.saturating_mul(3).clamp(4 * request.ranking.candidates, DEEPEST);
    loop {
        let found = snapshot.searcher().search(query, &Best { depth, per_article })?;
        let (matching_passages, matching_articles) = (found.passages, found.articles);
        let unfolded = request.fold.is_none().then_some(found.listed);
        let exhausted = found.best.len() < depth || request.sort != Sort::Relevance;
        let ordered = ordered(snapshot, plan, query, request, found)?;
        let (kept, folded) = admitted(snapshot, ordered, request.fold, per_article)?;
        if kept.len() >= wanted || exhausted {
            let listed = if exhausted { Some(kept.len()) } else { unfolded };
            let passages = kept.into_iter().take(wanted).skip(request.offset).collect();
            return Ok(Page { passages, folded, matching_passages, matching_articles, listed });
        }
        depth = depth.saturating_mul(4).min(matching_passages + 1);
    }
}

/// What one pass keeps at most before it is known how many passages match.
const DEEPEST: usize = 100_000;

fn ordered(
    snapshot: &Snapshot,
    plan: &Plan,
    query: &dyn Query,
    request: &Request,
    found: Found,
) -> Result<Vec<(Explanation, DocAddress)>, Error> {
    // What differs in nothing else comes newest first.
    let sort = if plan.is_unscored() { Sort::Date } else { request.sort };
    match sort {
        Sort::Relevance => Ok(rescored(snapshot, &plan.words, &request.ranking, found.best)?),
        Sort::Date => by_date(snapshot, query, |seconds| -seconds),
        Sort::DateAscending => by_date(snapshot, query, |seconds| seconds),
    }
}

/// All matches by date, undated ones last, and within an article in reading order.
fn by_date(
    snapshot: &Snapshot,
    query: &dyn Query,
    place: impl Fn(i64) -> i64,
) -> Result<Vec<(Explanation, DocAddress)>, Error> {
    let matches = Matches::of(snapshot, query)?;
    let mut dated = Vec::new();
    for (ordinal, segment, passages) in matches.segments(snapshot) {
        let dates = segment.fast_fields().i64("date")?;
        let place = |passage| dates.first(passage).map(&place);
        dated.extend(passages.iter().map(|passage| {
            let place = place(*passage);
            (place.is_none(), place, DocAddress::new(ordinal, *passage))
        }));
    }
    dated.sort_unstable();
    Ok(dated.into_iter().map(|(.., address)| (Explanation::default(), address)).collect())
}

/// A passage of each article folded away, by the key of the article that it is shown under.
pub(crate) type Folded = HashMap<u64, Vec<DocAddress>>;

/// The passages that are shown, and the articles that are shown only under another one.
fn admitted(
    snapshot: &Snapshot,
    ordered: Vec<(Explanation, DocAddress)>,
    fold: Option<f32>,
    per_article: usize,
) -> Result<(Vec<Ranked>, Folded), Error> {
    let segments = snapshot.searcher().segment_readers();
    let keys: Vec<_> = segments.iter().map(|s| s.fast_fields().u64("article_key")).collect::<Result<_, _>>()?;
    let (mut quota, mut fold) = (Quota::new(per_article), Fold::new(fold));
    let (mut kept, mut folded) = (Vec::new(), Folded::new());
    for (explanation, address) in ordered {
        let article = keys[address.segment_ord as usize].first(address.doc_id).unwrap_or_default();
        let (home, first_met) = fold.home(article, || snapshot.sketch(address))?;
        if home != article {
            folded.entry(home).or_default().extend(first_met.then_some(address));
        } else if quota.admits(article) {
            kept.push(Ranked { explanation, address, article });
        }
    }
    Ok((kept, folded))
}

/// Fetches what a hit shows.
pub(crate) struct Fetch<'s> {
    snapshot: &'s Snapshot,
    pub(crate) plan: Plan,
    wanted: Wanted,
    length: SnippetLength,
    /// The articles of the last hits.
    known: HashMap<String, Rc<Article>>,
    /// Names of actors with those under which the index lists them.
    canonical: HashMap<String, Option<String>>,
}

/// How many articles are kept at hand: enough for a page, and bounded when all hits are asked for.
const KEPT_ARTICLES: usize = 64;

impl<'s> Fetch<'s> {
    pub(crate) fn new(snapshot: &'s Snapshot, plan: Plan, length: SnippetLength) -> Self {
        Self { snapshot, wanted: Wanted::new(&plan), plan, length, known: HashMap::new(), canonical: HashMap::new() }
    }

    pub(crate) fn hit(&mut self, rank: usize, ranked: &Ranked, twins: &[DocAddress]) -> Result<Hit, Error> {
        let explanation = ranked.explanation;
        let stored = self.snapshot.passage(ranked.address)?;
        let article = self.article(&stored.article)?;
        let text = article.slice(stored.place.span).to_owned();
        let tokens = german::analyse(&text);
        let marks = self.wanted.marks(&text, &tokens, stored.place.kind);
        let snippet = Snippet::cut(&text, &tokens, &marks, self.length);
        let near = near_matches(&self.plan, &text, &tokens);
        Ok(Hit {
            rank,
            score: explanation.score(),
            explanation,
            article: ArticleInfo::of(&article),
            also_in: self.twins(twins)?,
            passage: PassageInfo {
                number: stored.place.number,
                kind: stored.place.kind,
                text,
                chars: stored.place.chars,
            },
            snippet,
            near,
            actors: self.listed(stored.names.actors)?,
            cites: stored.names.cites,
        })
    }

    /// Actors of a passage under the names of the index, each once.
    fn listed(&mut self, names: Vec<String>) -> Result<Vec<String>, Error> {
        let mut listed = Vec::with_capacity(names.len());
        for name in names {
            let canonical = match self.canonical.get(&name) {
                Some(known) => known.clone(),
                None => self.snapshot.canonical_name(&name)?,
            };
            self.canonical.insert(name, canonical.clone());
            listed.extend(canonical.filter(|name| !listed.contains(name)));
        }
        Ok(listed)
    }

    /// The articles that `twins` are passages of.
    pub(crate) fn twins(&mut self, twins: &[DocAddress]) -> Result<Vec<ArticleInfo>, Error> {
        twins.iter().map(|twin| self.twin(*twin)).collect()
    }

    fn twin(&mut self, address: DocAddress) -> Result<ArticleInfo, Error> {
        let id = self.snapshot.text_column("article", address)?.unwrap_or_default();
        Ok(ArticleInfo::of(&*self.article(&id)?))
    }

    fn article(&mut self, id: &str) -> Result<Rc<Article>, Error> {
        if let Some(article) = self.known.get(id) {
            return Ok(Rc::clone(article));
        }
        let record = self.snapshot.record(id)?;
        let article = Rc::new(record.map(|record| record.article).unwrap_or_default());
        if self.known.len() >= KEPT_ARTICLES {
            self.known.clear();
        }
        self.known.insert(id.to_owned(), Rc::clone(&article));
        Ok(article)
    }
}

impl ArticleInfo {
    /// What a hit tells of `article`.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        Self {
            id: article.id.clone(),
            title: article.title.clone(),
            outlet: article.outlet.clone(),
            authors: article.authors.clone(),
            published: article.published.clone(),
            section: article.section.clone(),
            url: article.url.clone(),
            path: article.path.clone(),
        }
    }
}
