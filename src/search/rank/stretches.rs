//! Phrases with patterns or room between their words, and NEAR: passages in which words stand to one another as asked.
//!
//! The engine's own phrases know one term in a place. Here a place holds any of several terms, of several fields that
//! count positions alike: stems, parts of compounds, exact forms.

use crate::index::Fields;
use crate::query::{Arrangement, Layer, Positions, Scope, Slot};
use crate::search::rank::parameters::Ranking;
use crate::search::rank::union::columns;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Passages in one text of which an arrangement holds.
#[derive(Debug, Clone)]
pub(crate) struct StretchQuery {
    asked: Arc<Positions>,
    text: TextFields,
    /// [`Scope::All`] stands for the passage.
    scope: Scope,
    fields: Fields,
    ranking: Ranking,
}

/// The fields in which one text lies.
#[derive(Debug, Clone, Copy)]
struct TextFields {
    stems: Field,
    parts: Field,
    exact: Field,
}

impl StretchQuery {
    pub(crate) fn in_passage(asked: &Arc<Positions>, fields: &Fields, ranking: &Ranking) -> Self {
        let text = TextFields { stems: fields.body, parts: fields.body_parts, exact: fields.body_exact };
        Self { asked: Arc::clone(asked), text, scope: Scope::All, fields: *fields, ranking: ranking.clone() }
    }

    /// In the title, on the passage that carries it.
    pub(crate) fn in_title(asked: &Arc<Positions>, fields: &Fields, ranking: &Ranking) -> Self {
        let text = TextFields { stems: fields.title, parts: fields.title_parts, exact: fields.title_exact };
        Self { asked: Arc::clone(asked), text, scope: Scope::Title, fields: *fields, ranking: ranking.clone() }
    }
}

impl Query for StretchQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let columns = match scoring.searcher() {
            Some(searcher) => columns(self.scope, Layer::Stems, &self.fields, &self.ranking, searcher)?,
            None => Vec::new(),
        };
        let per_length = columns.first().map_or_else(|| Arc::new([1.0; 256]), |column| column.per_length());
        Ok(Box::new(StretchWeight { asked: Arc::clone(&self.asked), text: self.text, per_length, k1: self.ranking.k1 }))
    }
}

struct StretchWeight {
    asked: Arc<Positions>,
    text: TextFields,
    per_length: Arc<[f32; 256]>,
    k1: f32,
}

impl Weight for StretchWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let slots = self.asked.slots.iter().map(|slot| Lists::open(segment, &self.text, slot));
        let slots = slots.collect::<tantivy::Result<Vec<_>>>()?;
        let mut scorer = StretchScorer {
            positions: vec![Vec::new(); slots.len()],
            slots,
            arrangement: self.asked.arrangement.clone(),
            lengths: segment.get_fieldnorms_reader(self.text.stems)?,
            per_length: Arc::clone(&self.per_length),
            worth: boost * self.asked.idf,
            k1: self.k1,
            times: 0,
            document: 0,
        };
        if scorer.settle(0) == TERMINATED {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        let score = if scorer.seek(document) == document { scorer.score() } else { 0.0 };
        Ok(Explanation::new("words in their places, BM25", score))
    }
}

/// The postings of all terms that may stand in one place.
struct Lists {
    /// Lists by the document they stand at, the lowest first.
    order: BinaryHeap<Reverse<(DocId, usize)>>,
    lists: Vec<SegmentPostings>,
}

impl Lists {
    fn open(segment: &SegmentReader, text: &TextFields, slot: &Slot) -> tantivy::Result<Self> {
        let mut lists = Vec::new();
        let parts = slot.parts.then_some((text.parts, &slot.stems));
        for (field, terms) in [(text.stems, &slot.stems), (text.exact, &slot.exact)].into_iter().chain(parts) {
            let index = segment.inverted_index(field)?;
            for term in terms {
                let term = Term::from_field_text(field, term);
                lists.extend(index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?);
            }
        }
        let order = lists.iter().enumerate().map(|(i, list)| Reverse((list.doc(), i))).collect();
        Ok(Self { order, lists })
    }

    /// The first document from `target` on that any list holds.
    fn seek(&mut self, target: DocId) -> DocId {
        while let Some(Reverse((document, i))) = self.order.peek().copied() {
            if document >= target {
                return document;
            }
            self.order.pop();
            let next = self.lists[i].seek(target);
            if next != TERMINATED {
                self.order.push(Reverse((next, i)));
            }
        }
        TERMINATED
    }

    /// Positions in `document`, to which the lists were moved on, of all terms together.
    fn positions(&mut self, document: DocId, positions: &mut Vec<u32>) {
        let mut of_one = Vec::new();
        let mut there = Vec::new();
        positions.clear();
        while let Some(&Reverse((at, i))) = self.order.peek().filter(|Reverse((at, _))| *at == document) {
            self.order.pop();
            self.lists[i].positions(&mut of_one);
            positions.extend_from_slice(&of_one);
            there.push(Reverse((at, i)));
        }
        self.order.extend(there);
        positions.sort_unstable();
        positions.dedup();
    }

    fn size_hint(&self) -> u32 {
        self.lists.iter().map(DocSet::size_hint).fold(0, u32::saturating_add)
    }
}

struct StretchScorer {
    slots: Vec<Lists>,
    arrangement: Arrangement,
    positions: Vec<Vec<u32>>,
    lengths: FieldNormReader,
    per_length: Arc<[f32; 256]>,
    worth: f32,
    k1: f32,
    /// Stretches in the document.
    times: usize,
    document: DocId,
}

/// The first document from `target` on in which `arrangement` may hold, for every word of it is there.
fn candidate(arrangement: &Arrangement, slots: &mut [Lists], target: DocId) -> DocId {
    match arrangement {
        Arrangement::Slot(slot) => slots[*slot].seek(target),
        Arrangement::Ordered { of, .. } => {
            common(target, |target| of.iter().map(|(_, slot)| slots[*slot].seek(target)).max().unwrap_or(TERMINATED))
        }
        Arrangement::Near { of, .. } => {
            common(target, |target| of.iter().map(|one| candidate(one, slots, target)).max().unwrap_or(TERMINATED))
        }
        Arrangement::Any(of) => of.iter().map(|one| candidate(one, slots, target)).min().unwrap_or(TERMINATED),
    }
}

/// Moves on until all agree on a document; `furthest` gives the last of the documents that each holds from one on.
fn common(target: DocId, mut furthest: impl FnMut(DocId) -> DocId) -> DocId {
    let mut target = target;
    loop {
        let next = furthest(target);
        if next == target || next == TERMINATED {
            return next;
        }
        target = next;
    }
}

impl StretchScorer {
    /// Moves on to the first match from `target` on.
    fn settle(&mut self, target: DocId) -> DocId {
        let mut target = target;
        loop {
            self.document = candidate(&self.arrangement, &mut self.slots, target);
            if self.document == TERMINATED {
                return TERMINATED;
            }
            for (slot, positions) in self.slots.iter_mut().zip(&mut self.positions) {
                slot.seek(self.document);
                slot.positions(self.document, positions);
            }
            self.times = self.arrangement.stretches(&self.positions).len();
            if self.times > 0 {
                return self.document;
            }
            target = self.document + 1;
        }
    }
}

impl DocSet for StretchScorer {
    fn advance(&mut self) -> DocId {
        if self.document == TERMINATED { TERMINATED } else { self.settle(self.document + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.document >= target { self.document } else { self.settle(target) }
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        self.slots.iter().map(Lists::size_hint).min().unwrap_or(0)
    }
}

impl Scorer for StretchScorer {
    fn score(&mut self) -> Score {
        let code = self.lengths.fieldnorm_id(self.document);
        let times = self.times as f32 * self.per_length[usize::from(code)];
        self.worth * times * (self.k1 + 1.0) / (times + self.k1)
    }
}
