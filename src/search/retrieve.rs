//! Retrieval: asks the engine, ranks, groups by article, and fetches what a hit shows.

use crate::article::Article;
use crate::german;
use crate::index::{ALIKE, SKETCH_BEGINNING, Snapshot};
use crate::query::{Ast, Filters, Occur, Plan};
use crate::search::Error;
use crate::search::fold::Fold;
use crate::search::group::Quota;
use crate::search::hit::{ArticleInfo, Hit, PassageInfo, Results};
use crate::search::near::near_matches;
use crate::search::rank::{Best, Explanation, Found, Ranking, WordUnion, rescored};
use crate::search::snippet::{Snippet, SnippetLength, Wanted};
use std::collections::HashMap;
use std::rc::Rc;
use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, EmptyQuery, Occur as EngineOccur, Query};
use tantivy::{DocAddress, Order};

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
}

/// Order of hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first; undated ones last.
    Date,
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
        }
    }
}

/// Searches one commit of an index.
///
/// # Errors
/// [`crate::query::Error::Unknown`] for a filter value that the index does not hold; otherwise when the index fails.
pub fn search(snapshot: &Snapshot, request: &Request) -> Result<Results, Error> {
    let plan = Plan::new(&request.query, snapshot, &request.ranking.breadth)?;
    let query = engine_query(&plan, snapshot, request)?;
    let found = ranked(snapshot, &plan, &*query, request)?;
    let (wanted, length) = (Wanted::new(&plan), request.snippet);
    let mut articles =
        Articles { snapshot, plan: &plan, wanted, length, known: HashMap::new(), canonical: HashMap::new() };
    let mut hits = Vec::with_capacity(found.passages.len());
    for (i, passage) in found.passages.into_iter().enumerate() {
        let twins = found.folded.get(&passage.article).map(Vec::as_slice).unwrap_or_default();
        hits.push(articles.hit(request.offset + i + 1, passage, twins)?);
    }
    Ok(Results { hits, passages: found.matching_passages, articles: found.matching_articles })
}

/// Ids of the articles that [`search`] would give hits from, in the order of the hits: for measuring, without the cost of
/// fetching what a hit shows.
///
/// # Errors
/// As [`search`].
pub fn articles(snapshot: &Snapshot, request: &Request) -> Result<Vec<String>, Error> {
    let plan = Plan::new(&request.query, snapshot, &request.ranking.breadth)?;
    let query = engine_query(&plan, snapshot, request)?;
    let found = ranked(snapshot, &plan, &*query, request)?;
    let id = |address| Ok(snapshot.text_column("article", address)?.unwrap_or_default());
    found.passages.into_iter().map(|passage| id(passage.address)).collect()
}

/// The plan and the filters as one query of the engine.
fn engine_query(plan: &Plan, snapshot: &Snapshot, request: &Request) -> Result<Box<dyn Query>, Error> {
    let filters = request.filters.engine_queries(snapshot)?;
    if plan.is_empty() {
        return Ok(Box::new(EmptyQuery));
    }
    let fields = snapshot.fields();
    let union = |words| Box::new(WordUnion::new(words, fields, &request.ranking));
    let mut clauses: Vec<(EngineOccur, Box<dyn Query>)> = Vec::new();
    let (free, bound): (Vec<_>, Vec<_>) = plan.words.iter().cloned().partition(|word| word.occur == Occur::Should);
    if !free.is_empty() {
        clauses.push((EngineOccur::Should, union(free)));
    }
    for word in bound {
        clauses.push((engine_occur(word.occur), union(vec![word])));
    }
    for phrase in &plan.phrases {
        clauses.push((engine_occur(phrase.occur), phrase.engine_query(fields)));
    }
    let mut all = filters;
    all.push(Box::new(BooleanQuery::new(clauses)));
    Ok(Box::new(BooleanQuery::intersection(all)))
}

fn engine_occur(occur: Occur) -> EngineOccur {
    match occur {
        Occur::Should => EngineOccur::Should,
        Occur::Must => EngineOccur::Must,
        Occur::MustNot => EngineOccur::MustNot,
    }
}

/// The passages of the page asked for, and how many there are in all.
struct Page {
    passages: Vec<Ranked>,
    folded: Folded,
    matching_passages: usize,
    matching_articles: usize,
}

/// A passage in its place of the ranking.
struct Ranked {
    explanation: Explanation,
    address: DocAddress,
    /// Key of its article.
    article: u64,
}

/// Ranks and groups. Fetches more from the engine as long as articles with many matching passages use up what was
/// fetched.
fn ranked(snapshot: &Snapshot, plan: &Plan, query: &dyn Query, request: &Request) -> Result<Page, Error> {
    let wanted = request.limit.map_or(usize::MAX, |limit| limit.saturating_add(request.offset));
    let mut depth = wanted.saturating_mul(3).clamp(request.ranking.candidates, DEEPEST);
    loop {
        let found = snapshot.searcher().search(query, &Best { depth })?;
        let exhausted = found.best.len() < depth;
        let (matching_passages, matching_articles) = (found.passages, found.articles);
        let ordered = ordered(snapshot, plan, query, request, found, depth)?;
        let (kept, folded) = admitted(snapshot, ordered, request)?;
        if kept.len() >= wanted || exhausted {
            let passages = kept.into_iter().take(wanted).skip(request.offset).collect();
            return Ok(Page { passages, folded, matching_passages, matching_articles });
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
    depth: usize,
) -> Result<Vec<(Explanation, DocAddress)>, Error> {
    match request.sort {
        Sort::Relevance => Ok(rescored(snapshot, &plan.words, &request.ranking, found.best)?),
        Sort::Date => {
            let newest_first = TopDocs::with_limit(depth).order_by_fast_field::<i64>("date", Order::Desc);
            let dated = snapshot.searcher().search(query, &newest_first)?;
            Ok(dated.into_iter().map(|(_, address)| (Explanation::default(), address)).collect())
        }
    }
}

/// A passage of each article folded away, by the key of the article that it is shown under.
type Folded = HashMap<u64, Vec<DocAddress>>;

/// The passages that are shown, and the articles that are shown only under another one.
fn admitted(
    snapshot: &Snapshot,
    ordered: Vec<(Explanation, DocAddress)>,
    request: &Request,
) -> Result<(Vec<Ranked>, Folded), Error> {
    let keys = numbers(snapshot, "article_key")?;
    let beginnings = numbers(snapshot, SKETCH_BEGINNING)?;
    let at = |column: &[Column<u64>], address: DocAddress| column[address.segment_ord as usize].first(address.doc_id);
    let (mut quota, mut fold) = (Quota::new(request.per_article), Fold::new(request.fold));
    let (mut kept, mut folded) = (Vec::new(), Folded::new());
    for (explanation, address) in ordered {
        let article = at(&keys, address).unwrap_or_default();
        let beginning = at(&beginnings, address).map(u64::to_le_bytes);
        let (home, first_met) = fold.home(article, beginning, address, |address| snapshot.sketch(address))?;
        if home != article {
            folded.entry(home).or_default().extend(first_met.then_some(address));
        } else if quota.admits(article) {
            kept.push(Ranked { explanation, address, article });
        }
    }
    Ok((kept, folded))
}

/// A column of numbers, by segment.
fn numbers(snapshot: &Snapshot, column: &str) -> Result<Vec<Column<u64>>, Error> {
    let segments = snapshot.searcher().segment_readers().iter();
    Ok(segments.map(|segment| segment.fast_fields().u64(column)).collect::<Result<_, _>>()?)
}

/// The articles of the hits, each fetched once.
struct Articles<'s> {
    snapshot: &'s Snapshot,
    plan: &'s Plan,
    wanted: Wanted,
    length: SnippetLength,
    known: HashMap<String, Rc<Article>>,
    /// Names of actors under which the index lists them.
    canonical: HashMap<String, Option<String>>,
}

impl Articles<'_> {
    fn hit(&mut self, rank: usize, ranked: Ranked, twins: &[DocAddress]) -> Result<Hit, Error> {
        let explanation = ranked.explanation;
        let stored = self.snapshot.passage(ranked.address)?;
        let article = self.article(&stored.article)?;
        let text = article.slice(stored.place.span).to_owned();
        let tokens = german::analyse(&text);
        let snippet = Snippet::cut(&text, &tokens, &self.wanted, self.length);
        let near = near_matches(self.plan, &text, &tokens);
        Ok(Hit {
            rank,
            score: explanation.score(),
            explanation,
            article: ArticleInfo::of(&article),
            also_in: twins.iter().map(|twin| self.twin(*twin)).collect::<Result<_, _>>()?,
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
            let snapshot = self.snapshot;
            let canonical = match self.canonical.get(&name) {
                Some(known) => known.clone(),
                None => snapshot.canonical_name(&name)?,
            };
            self.canonical.insert(name, canonical.clone());
            listed.extend(canonical.filter(|name| !listed.contains(name)));
        }
        Ok(listed)
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
            url: article.url.clone(),
            path: article.path.clone(),
        }
    }
}
