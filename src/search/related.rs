//! Related articles: others on the same matter as an article or a text.
//!
//! The words that tell most about a text are those that stand often in it and seldom elsewhere (tf·idf: Salton,
//! Buckley, "Term-weighting approaches in automatic text retrieval", 1988). The best of them become a weighted query, as
//! Lucene's `MoreLikeThis` does it, which the ranking's own first stage answers with passages and its article score
//! with articles.

use crate::article::{Article, BlockKind};
use crate::german::{self, PartStems, Token};
use crate::index::Snapshot;
use crate::query::{Filters, Form, Layer, Scope, Word};
use crate::search::rank::{Best, Ranking, WordUnion, article_scores};
use crate::search::{ArticleInfo, Error};
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use tantivy::DocAddress;
use tantivy::query::{BooleanQuery, Query};

/// Words that become the query. More of them add noise and time, little else.
const WORDS: usize = 40;
/// Passages that are looked at for articles.
const DEPTH: usize = 2000;
/// Occurrences in the body that one in the title is worth, and one in the lead.
const IN_TITLE: f32 = 3.0;
const IN_LEAD: f32 = 2.0;
/// Share that a word in small letters counts: nouns and names, which German writes with a capital, tell what a text is
/// about.
const SMALL: f32 = 0.5;
/// Least share of what a text with all the words in every place would score. Below it articles share little but the
/// language.
const LEAST: f32 = 0.05;
/// Least number of words shared.
const LEAST_SHARED: usize = 2;
/// Most shared words told.
const TOLD: usize = 8;

/// What others are compared with.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// Stretches of text with the worth of a word in each.
    parts: Vec<(f32, String)>,
    /// Ids of the articles that are the text itself.
    own: Vec<String>,
}

impl Text {
    /// A text of its own, all of it worth the same.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self { parts: vec![(1.0, text.to_owned())], own: Vec::new() }
    }

    /// Title, lead and body of an article, which is not related to itself.
    #[must_use]
    pub fn of(article: &Article) -> Self {
        let mut parts = vec![(IN_TITLE, article.title.clone())];
        parts.extend(article.texts_of(BlockKind::Lead).map(|lead| (IN_LEAD, lead)));
        parts.extend(article.texts_of(BlockKind::Paragraph).map(|text| (1.0, text)));
        Self { parts, own: vec![article.id.clone()] }
    }

    /// Several articles as one text, such as those of one file.
    #[must_use]
    pub fn of_all<'a>(articles: impl Iterator<Item = &'a Article>) -> Self {
        let mut all = Self::default();
        for text in articles.map(Self::of) {
            all.parts.extend(text.parts);
            all.own.extend(text.own);
        }
        all
    }
}

/// What is asked.
#[derive(Debug, Clone, Default)]
pub struct RelatedRequest {
    /// What others are compared with.
    pub text: Text,
    /// What they are narrowed to.
    pub filters: Filters,
    /// Most articles.
    pub limit: usize,
}

/// An article on the same matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Related {
    /// Its place, from 1.
    pub rank: usize,
    /// How much it is like the text: its share of the highest score possible, from 0 to 1. Comparable between texts.
    pub likeness: f32,
    /// The article.
    pub article: ArticleInfo,
    /// Words that both hold, as the text writes them, most telling first.
    pub shared: Vec<String>,
}

/// The articles that are most like a text, best first.
///
/// # Errors
/// For a filter value that the index does not hold; otherwise when the index fails.
pub fn related(snapshot: &Snapshot, request: &RelatedRequest) -> Result<Vec<Related>, Error> {
    let telling = telling(snapshot, &request.text)?;
    if telling.is_empty() {
        return Ok(Vec::new());
    }
    let ranking = Ranking::default();
    let words: Vec<Word> = telling.iter().map(|telling| telling.word.clone()).collect();
    let highest: f32 = words.iter().map(|word| word.weight * word.idf * (ranking.k1_article + 1.0)).sum();
    let scored = articles(snapshot, &words, &ranking, &request.filters)?;
    let mut related = Vec::new();
    for (score, address) in scored {
        let likeness = score / highest;
        if likeness < LEAST || related.len() >= request.limit {
            break;
        }
        let id = snapshot.text_column("article", address)?.unwrap_or_default();
        if request.text.own.contains(&id) {
            continue;
        }
        let Some(record) = snapshot.record(&id)? else { continue };
        let shared = shared(&telling, &record.article);
        if shared.len() >= LEAST_SHARED {
            let article = ArticleInfo::of(&record.article);
            let shared = shared.into_iter().take(TOLD).collect();
            related.push(Related { rank: related.len() + 1, likeness, article, shared });
        }
    }
    Ok(related)
}

/// The articles that hold any of `words`, best first, each by the address of one of its passages.
fn articles(
    snapshot: &Snapshot,
    words: &[Word],
    ranking: &Ranking,
    filters: &Filters,
) -> Result<Vec<(f32, DocAddress)>, Error> {
    let mut queries = filters.engine_queries(snapshot)?;
    queries.push(Box::new(WordUnion::new(words.to_vec(), Scope::All, Layer::Stems, snapshot.fields(), ranking)));
    let query: Box<dyn Query> = Box::new(BooleanQuery::intersection(queries));
    let found = snapshot.searcher().search(&*query, &Best { depth: DEPTH, per_article: 1 })?;
    let firsts = first_of_articles(snapshot, found.best.into_iter().map(|(_, address)| address))?;
    let words: Vec<&Word> = words.iter().collect();
    let scores = article_scores(snapshot, &words, ranking, &firsts)?;
    let mut scored: Vec<_> =
        firsts.into_iter().map(|address| (scores.get(&address).copied().unwrap_or_default(), address)).collect();
    scored.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
    Ok(scored)
}

fn first_of_articles(
    snapshot: &Snapshot,
    addresses: impl Iterator<Item = DocAddress>,
) -> Result<Vec<DocAddress>, Error> {
    let segments = snapshot.searcher().segment_readers();
    let keys: Vec<_> =
        segments.iter().map(|segment| segment.fast_fields().u64("article_key")).collect::<Result<_, _>>()?;
    let mut seen = HashSet::new();
    let key = |address: &DocAddress| keys[address.segment_ord as usize].first(address.doc_id);
    Ok(addresses.filter(|address| seen.insert(key(address))).collect())
}

/// A word that tells what a text is about.
#[derive(Debug, Clone)]
struct Telling {
    word: Word,
    /// As the text writes it, where it first does.
    written: String,
}

/// The words of `text` that tell most about it, most telling first.
fn telling(snapshot: &Snapshot, text: &Text) -> Result<Vec<Telling>, Error> {
    let passages = snapshot.searcher().num_docs() as f32;
    let mut weighed = Vec::new();
    for (stem, (times, written)) in occurrences(text) {
        let frequency = snapshot.frequency(&stem)? as f32;
        // What stands nowhere else finds nothing else.
        let own = if text.own.is_empty() { 0.0 } else { 1.0 };
        if frequency <= own || frequency >= passages / 2.0 {
            continue;
        }
        let idf = (1.0 + (passages - frequency + 0.5) / (frequency + 0.5)).ln();
        weighed.push((idf * times.ln_1p(), idf, stem, written));
    }
    weighed.sort_by(|(a, _, x, _), (b, _, y, _)| b.total_cmp(a).then_with(|| x.cmp(y)));
    let most = weighed.first().map_or(1.0, |(weight, ..)| *weight);
    Ok(weighed
        .into_iter()
        .take(WORDS)
        .map(|(weight, idf, stem, written)| {
            let forms = vec![Form { term: stem, weight: 1.0, near: false }];
            let word = Word { exact: String::new(), weight: weight / most, part: false, idf, forms };
            Telling { word, written }
        })
        .collect())
}

/// How often each word stands in a text, by its stem; words of grammar, numbers and single letters left out.
fn occurrences(text: &Text) -> HashMap<String, (f32, String)> {
    let mut all: HashMap<String, (f32, String)> = HashMap::new();
    for (worth, part) in &text.parts {
        for token in german::analyse(part).into_iter().filter(says_something) {
            let written = part.get(token.span.start..token.span.end).unwrap_or_default();
            let entry = all.entry(token.stem).or_insert_with(|| (0.0, written.to_owned()));
            let capital = written.chars().next().is_some_and(char::is_uppercase);
            entry.0 += if capital { *worth } else { worth * SMALL };
        }
    }
    all
}

fn says_something(token: &Token) -> bool {
    let letters = token.exact.chars().filter(|c| c.is_alphabetic()).count();
    !token.stop && letters > 1
}

/// The words of `telling` that `article` holds, whole or within compounds.
fn shared(telling: &[Telling], article: &Article) -> Vec<String> {
    let mut stems = HashSet::new();
    let mut parts = PartStems::default();
    for text in [article.title.as_str()].into_iter().chain(article.blocks.iter().map(|block| article.slice(block.span)))
    {
        for token in german::analyse(text) {
            stems.extend(parts.of(&token.exact).iter().cloned());
            stems.extend(token.lemma());
            stems.insert(token.stem);
        }
    }
    let held = |telling: &&Telling| telling.word.forms.iter().any(|form| stems.contains(&form.term));
    let mut shared: Vec<&Telling> = telling.iter().filter(held).collect();
    shared.sort_by_key(|telling| Reverse((telling.word.weight * telling.word.idf * 1e6) as u64));
    let names: Vec<&str> = shared.iter().map(|telling| telling.written.as_str()).collect();
    names
        .iter()
        .filter(|name| !names.iter().any(|other| is_piece(name, other)))
        .map(|name| (*name).to_owned())
        .collect()
}

/// Whether `name` says nothing beside `whole`, as *Kai* beside *Kai-Umbau*.
fn is_piece(name: &str, whole: &str) -> bool {
    name.len() < whole.len() && name.split('-').all(|piece| whole.split('-').any(|other| other == piece))
}
