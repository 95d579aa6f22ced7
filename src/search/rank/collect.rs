//! One pass over all matches: the best passages, and how many passages and articles there are.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{BitSet, DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

/// Collects the best passages and counts all.
pub(crate) struct Best {
    /// How many passages are kept.
    pub(crate) depth: usize,
    /// Most passages of one article that are listed.
    pub(crate) per_article: usize,
}

/// What a pass found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The best passages, best first; equal scores in the order of the index.
    pub(crate) best: Vec<(Score, DocAddress)>,
    /// Passages that match.
    pub(crate) passages: usize,
    /// Articles that match.
    pub(crate) articles: usize,
    /// Passages that a list with no more than so many of one article holds.
    pub(crate) listed: usize,
}

pub(crate) struct SegmentBest {
    depth: usize,
    segment: SegmentOrdinal,
    heap: BinaryHeap<Reverse<(Ordered, Reverse<DocId>)>>,
    passages: usize,
    ids: Option<StrColumn>,
    /// Articles met, by their ids' ordinals in this segment; an article lies in one segment.
    articles: BitSet,
    per_article: usize,
    /// The article of the last passage, and how many of its passages were met: they are neighbours.
    run: (u64, usize),
    listed: usize,
}

/// A score with the total order of IEEE 754.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ordered(Score);

impl Eq for Ordered {}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Collector for Best {
    type Fruit = Found;
    type Child = SegmentBest;

    fn for_segment(&self, ordinal: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<SegmentBest> {
        let ids = segment.fast_fields().str("article")?;
        let articles = BitSet::with_max_value(ids.as_ref().map_or(0, |ids| ids.num_terms() as u32));
        Ok(SegmentBest {
            depth: self.depth,
            segment: ordinal,
            heap: BinaryHeap::new(),
            passages: 0,
            ids,
            articles,
            per_article: self.per_article,
            run: (u64::MAX, 0),
            listed: 0,
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Found>) -> tantivy::Result<Found> {
        let mut all = Found::default();
        for fruit in fruits {
            all.best.extend(fruit.best);
            all.passages += fruit.passages;
            all.articles += fruit.articles;
            all.listed += fruit.listed;
        }
        all.best.sort_by(|(a, x), (b, y)| b.total_cmp(a).then_with(|| x.cmp(y)));
        all.best.truncate(self.depth);
        Ok(all)
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = Found;

    fn collect(&mut self, document: DocId, score: Score) {
        self.passages += 1;
        if let Some(ordinal) = self.ids.as_ref().and_then(|ids| ids.term_ords(document).next()) {
            self.articles.insert(ordinal as u32);
            self.run = if ordinal == self.run.0 { (ordinal, self.run.1 + 1) } else { (ordinal, 1) };
        }
        self.listed += usize::from(self.run.1 <= self.per_article);
        let entry = Reverse((Ordered(score), Reverse(document)));
        if self.heap.len() < self.depth {
            self.heap.push(entry);
        } else if self.heap.peek().is_some_and(|worst| entry < *worst) {
            self.heap.pop();
            self.heap.push(entry);
        }
    }

    fn harvest(self) -> Found {
        let segment = self.segment;
        let best = self.heap.into_sorted_vec();
        let best =
            best.into_iter().map(|Reverse((Ordered(score), Reverse(doc)))| (score, DocAddress::new(segment, doc)));
        Found { best: best.collect(), passages: self.passages, articles: self.articles.len(), listed: self.listed }
    }
}
