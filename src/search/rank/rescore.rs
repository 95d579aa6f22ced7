//! The second stage: a closer look at the best candidates.
//!
//! Pairs of neighbouring query words, the densest stretch and exact forms follow the sequential dependence model
//! (Metzler, Croft: "A Markov random field model for term dependencies", 2005), computed on candidates only.

use crate::index::{Fields, Snapshot};
use crate::query::Word;
use crate::search::rank::article::article_scores;
use crate::search::rank::parameters::Ranking;
use std::collections::HashMap;
use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, DocSet, Score, SegmentReader, Term};

/// Largest gap between two words side by side, in positions: one word may stand between them. A gap of 0 is a compound
/// that holds both.
const SIDE_BY_SIDE: i64 = 2;
/// Words nearer than this are near one another.
const NEAR: i64 = 8;
/// Positions of the stretch in which most of the query is looked for.
const STRETCH: u32 = 30;

/// What a score is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Explanation {
    /// The query's words in the passage, its title and subhead (BM25F).
    pub words: f32,
    /// Neighbouring query words side by side.
    pub ordered: f32,
    /// Neighbouring query words near one another.
    pub unordered: f32,
    /// The stretch that holds most of the query.
    pub window: f32,
    /// The very forms typed.
    pub exact: f32,
    /// The article as a whole (BM25F).
    pub article: f32,
}

impl Explanation {
    /// The parts by name.
    #[must_use]
    pub fn parts(&self) -> [(&'static str, f32); 6] {
        [
            ("words", self.words),
            ("ordered", self.ordered),
            ("unordered", self.unordered),
            ("window", self.window),
            ("exact", self.exact),
            ("article", self.article),
        ]
    }

    /// Their sum: the score.
    #[must_use]
    pub fn score(&self) -> f32 {
        self.parts().iter().map(|(_, part)| part).sum()
    }
}

/// Scores the first `ranking.candidates` of `best` anew and puts all in their final order.
pub(crate) fn rescored(
    snapshot: &Snapshot,
    words: &[Word],
    ranking: &Ranking,
    best: Vec<(Score, DocAddress)>,
) -> tantivy::Result<Vec<(Explanation, DocAddress)>> {
    let words: Vec<&Word> = words.iter().collect();
    let closer = best.len().min(ranking.candidates);
    let candidates: Vec<DocAddress> = best[..closer].iter().map(|(_, address)| *address).collect();
    let places = places(snapshot, &words, candidates.iter().copied())?;
    let articles = article_scores(snapshot, &words, ranking, &candidates)?;
    let mut scored: Vec<(Explanation, DocAddress)> = Vec::with_capacity(best.len());
    for (score, address) in best {
        let mut explanation = Explanation { words: score, ..Explanation::default() };
        if let Some(places) = places.get(&address) {
            places.weigh(&words, ranking, &mut explanation);
            explanation.article = ranking.article * articles.get(&address).copied().unwrap_or_default();
        }
        scored.push((explanation, address));
    }
    scored.sort_by(|(a, x), (b, y)| b.score().total_cmp(&a.score()).then_with(|| x.cmp(y)));
    Ok(scored)
}

/// Where the words of a query stand in one passage.
#[derive(Debug, Clone, Default)]
struct Places {
    /// Positions by word, ascending.
    positions: Vec<Vec<u32>>,
    /// Occurrences of the very form typed, by word.
    exact: Vec<u32>,
}

fn places(
    snapshot: &Snapshot,
    words: &[&Word],
    candidates: impl Iterator<Item = DocAddress>,
) -> tantivy::Result<HashMap<DocAddress, Places>> {
    let mut by_segment: HashMap<u32, Vec<DocId>> = HashMap::new();
    for address in candidates {
        by_segment.entry(address.segment_ord).or_default().push(address.doc_id);
    }
    let mut all = HashMap::new();
    for (ordinal, mut documents) in by_segment {
        documents.sort_unstable();
        let segment = snapshot.searcher().segment_reader(ordinal);
        let places = places_in_segment(segment, snapshot.fields(), words, &documents)?;
        all.extend(documents.into_iter().map(|document| DocAddress::new(ordinal, document)).zip(places));
    }
    Ok(all)
}

fn places_in_segment(
    segment: &SegmentReader,
    fields: &Fields,
    words: &[&Word],
    documents: &[DocId],
) -> tantivy::Result<Vec<Places>> {
    let empty = Places { positions: vec![Vec::new(); words.len()], exact: vec![0; words.len()] };
    let mut places = vec![empty; documents.len()];
    for (w, word) in words.iter().enumerate() {
        for form in &word.forms {
            for field in [fields.body, fields.body_parts] {
                occurrences(segment, field, &form.term, documents, |d, positions| {
                    places[d].positions[w].extend_from_slice(positions);
                })?;
            }
        }
        occurrences(segment, fields.body_exact, &word.exact, documents, |d, positions| {
            places[d].exact[w] = positions.len() as u32;
        })?;
    }
    for positions in places.iter_mut().flat_map(|places| &mut places.positions) {
        positions.sort_unstable();
        positions.dedup();
    }
    Ok(places)
}

/// Hands on the positions of `term` in each of `documents` (ascending) that holds it.
fn occurrences(
    segment: &SegmentReader,
    field: Field,
    term: &str,
    documents: &[DocId],
    mut take: impl FnMut(usize, &[u32]),
) -> tantivy::Result<()> {
    let term = Term::from_field_text(field, term);
    let index = segment.inverted_index(field)?;
    let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)? else {
        return Ok(());
    };
    let mut positions = Vec::new();
    for (d, document) in documents.iter().enumerate() {
        if postings.doc() < *document {
            postings.seek(*document);
        }
        if postings.doc() == *document {
            postings.positions(&mut positions);
            take(d, &positions);
        }
    }
    Ok(())
}

impl Places {
    fn weigh(&self, words: &[&Word], ranking: &Ranking, explanation: &mut Explanation) {
        let typed: Vec<usize> = (0..words.len()).filter(|w| !words[*w].part).collect();
        for pair in typed.windows(2) {
            let worth = (words[pair[0]].idf + words[pair[1]].idf) / 2.0;
            let (ordered, unordered) = self.pairs(pair[0], pair[1]);
            explanation.ordered += ranking.ordered * worth * saturated(ordered, ranking.k1);
            explanation.unordered += ranking.unordered * worth * saturated(unordered, ranking.k1);
        }
        if words.len() > 1 {
            explanation.window = ranking.window * self.densest(words);
        }
        for (word, times) in words.iter().zip(&self.exact) {
            explanation.exact += ranking.exact * word.weight * word.idf * saturated(*times, ranking.k1);
        }
    }

    /// How often two words stand side by side in order, and near one another in any order.
    fn pairs(&self, first: usize, second: usize) -> (u32, u32) {
        let (mut ordered, mut unordered) = (0, 0);
        for a in &self.positions[first] {
            for b in &self.positions[second] {
                let gap = i64::from(*b) - i64::from(*a);
                ordered += u32::from((0..=SIDE_BY_SIDE).contains(&gap));
                unordered += u32::from(gap.abs() < NEAR);
            }
        }
        (ordered, unordered)
    }

    /// The largest sum of inverse document frequencies of the words that stand within one stretch.
    fn densest(&self, words: &[&Word]) -> f32 {
        let mut places: Vec<(u32, usize)> = Vec::new();
        for (w, positions) in self.positions.iter().enumerate() {
            places.extend(positions.iter().map(|position| (*position, w)));
        }
        places.sort_unstable();
        let (mut inside, mut from, mut sum, mut best) = (vec![0_u32; words.len()], 0, 0.0, 0.0_f32);
        for &(position, w) in &places {
            while places[from].0 + STRETCH < position {
                let leaving = places[from].1;
                inside[leaving] -= 1;
                sum -= if inside[leaving] == 0 { words[leaving].idf * words[leaving].weight } else { 0.0 };
                from += 1;
            }
            sum += if inside[w] == 0 { words[w].idf * words[w].weight } else { 0.0 };
            inside[w] += 1;
            best = best.max(sum);
        }
        best
    }
}

fn saturated(times: u32, k1: f32) -> f32 {
    let times = times as f32;
    times * (k1 + 1.0) / (times + k1)
}
