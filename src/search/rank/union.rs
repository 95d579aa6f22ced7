//! The first stage: a union over the words of a query, scored by BM25F.
//!
//! The engine's own unions add up what their clauses score. Here a word's forms must count as their maximum, and a
//! form's occurrences in several fields as one saturated sum (Robertson, Zaragoza: "The Probabilistic Relevance
//! Framework", 2009, section 3.6), so the union is our own. It works through windows of document numbers, list by list,
//! which touches every posting once and needs no heap.

use crate::index::Fields;
use crate::query::{Layer, Scope, Word};
use crate::search::rank::parameters::Ranking;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, Searcher, SegmentReader, TERMINATED, Term};

/// Documents a window holds. Its accumulators (20 bytes a document) fit a core's first two caches.
const WINDOW: usize = 4096;

/// Passages that hold any of some words, scored by all of them.
#[derive(Debug, Clone)]
pub(crate) struct WordUnion {
    words: Arc<Vec<Word>>,
    scope: Scope,
    layer: Layer,
    fields: Fields,
    ranking: Ranking,
}

impl WordUnion {
    /// The union of `words`, whose forms are terms of `layer`, where `scope` says; in titles, on the passages that carry
    /// them.
    pub(crate) fn new(words: Vec<Word>, scope: Scope, layer: Layer, fields: &Fields, ranking: &Ranking) -> Self {
        Self { words: Arc::new(words), scope, layer, fields: *fields, ranking: ranking.clone() }
    }
}

impl Query for WordUnion {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let columns = match scoring.searcher() {
            Some(searcher) => columns(self.scope, self.layer, &self.fields, &self.ranking, searcher)?,
            None => Vec::new(),
        };
        let columns = columns.into_iter().map(|column| (column.clone(), column.per_length())).collect();
        Ok(Box::new(UnionWeight { words: Arc::clone(&self.words), columns, k1: self.ranking.k1 }))
    }
}

/// A field that words are looked for in, with what an occurrence there is worth.
#[derive(Debug, Clone)]
pub(crate) struct WordField {
    pub(crate) field: Field,
    pub(crate) weight: f32,
    b: f32,
    /// The field whose length counts: parts lie in a field of their own but stand in the same text.
    length: Field,
    average: f32,
    /// Whether a match here makes a passage a hit, or only adds to the score of one that is.
    decides: bool,
}

impl WordField {
    /// Average length of the field, in words.
    pub(crate) fn average(&self) -> f32 {
        self.average
    }

    /// Whether a match here makes a passage a hit.
    pub(crate) fn decides(&self) -> bool {
        self.decides
    }

    /// Weight of one occurrence by length code of the field in a document.
    pub(crate) fn per_length(&self) -> Arc<[f32; 256]> {
        let mut table = [0.0; 256];
        for (code, weight) in (0..=u8::MAX).zip(table.iter_mut()) {
            let length = FieldNormReader::id_to_fieldnorm(code) as f32;
            *weight = self.weight / (1.0 - self.b + self.b * length / self.average);
        }
        Arc::new(table)
    }
}

/// The fields of `scope` that hold terms of `layer`, with their average lengths over the whole index. The passage's own
/// words come first, where they belong to the scope.
pub(crate) fn columns(
    scope: Scope,
    layer: Layer,
    fields: &Fields,
    ranking: &Ranking,
    searcher: &Searcher,
) -> tantivy::Result<Vec<WordField>> {
    let body = average_length(searcher, &[fields.body])?;
    // Subheads are about as long as titles; how many passages have one is not kept.
    let title = average_length(searcher, &[fields.title, fields.title_above])?;
    let (text, line) = (ranking.b, ranking.b_title);
    let parts = ranking.parts;
    let of_body = match layer {
        Layer::Stems => vec![
            (fields.body, 1.0, text, fields.body, body, true),
            (fields.body_parts, parts, text, fields.body, body, true),
        ],
        Layer::Exact => vec![(fields.body_exact, 1.0, text, fields.body, body, true)],
    };
    let of_title = match layer {
        Layer::Stems => vec![
            (fields.title, ranking.title, line, fields.title, title, true),
            (fields.title_parts, ranking.title * parts, line, fields.title, title, true),
        ],
        Layer::Exact => vec![(fields.title_exact, ranking.title, line, fields.title, title, true)],
    };
    let around = match layer {
        Layer::Stems => vec![
            (fields.title_above, ranking.title, line, fields.title_above, title, false),
            (fields.heading, ranking.heading, line, fields.heading, title, true),
        ],
        Layer::Exact => vec![(fields.heading_exact, ranking.heading, line, fields.heading, title, true)],
    };
    let columns = match scope {
        Scope::All => [of_body, of_title, around].concat(),
        Scope::Title => of_title,
        Scope::Lead | Scope::Caption => of_body,
    };
    let weighed = columns.into_iter().filter(|(_, weight, ..)| *weight > 0.0);
    Ok(weighed
        .map(|(field, weight, b, length, average, decides)| WordField { field, weight, b, length, average, decides })
        .collect())
}

/// Average length of a text that lies in one of `fields` in every document.
fn average_length(searcher: &Searcher, fields: &[Field]) -> tantivy::Result<f32> {
    let (mut tokens, mut documents) = (0, 0);
    for segment in searcher.segment_readers() {
        for field in fields {
            tokens += segment.inverted_index(*field)?.total_num_tokens();
        }
        documents += u64::from(segment.max_doc());
    }
    Ok((tokens as f32 / documents.max(1) as f32).max(1.0))
}

struct UnionWeight {
    words: Arc<Vec<Word>>,
    columns: Vec<(WordField, Arc<[f32; 256]>)>,
    k1: f32,
}

impl Weight for UnionWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut words = Vec::new();
        for word in self.words.iter() {
            words.extend(self.word(segment, word, boost)?);
        }
        if words.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        Ok(Box::new(UnionScorer::new(words, self.k1, segment.max_doc())))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        let score = if scorer.seek(document) == document { scorer.score() } else { 0.0 };
        Ok(Explanation::new("words, BM25F", score))
    }
}

impl UnionWeight {
    fn word(&self, segment: &SegmentReader, word: &Word, boost: Score) -> tantivy::Result<Option<WordLists>> {
        let mut forms = Vec::new();
        for form in &word.forms {
            let mut lists = Vec::new();
            for (column, per_length) in &self.columns {
                lists.extend(List::open(segment, column, per_length, &form.term)?);
            }
            if !lists.is_empty() {
                forms.push(FormLists { worth: boost * word.weight * word.idf * form.weight * (self.k1 + 1.0), lists });
            }
        }
        Ok((!forms.is_empty()).then_some(WordLists { forms }))
    }
}

/// The postings of one word in one segment.
struct WordLists {
    forms: Vec<FormLists>,
}

/// The postings of one form in all fields.
struct FormLists {
    /// What the form scores when its occurrences are fully saturated.
    worth: f32,
    lists: Vec<List>,
}

/// The postings of one form in one field.
struct List {
    postings: SegmentPostings,
    lengths: FieldNormReader,
    per_length: Arc<[f32; 256]>,
    decides: bool,
}

impl List {
    fn open(
        segment: &SegmentReader,
        column: &WordField,
        per_length: &Arc<[f32; 256]>,
        stem: &str,
    ) -> tantivy::Result<Option<Self>> {
        let term = Term::from_field_text(column.field, stem);
        let index = segment.inverted_index(column.field)?;
        let Some(postings) = index.read_postings(&term, IndexRecordOption::WithFreqs)? else { return Ok(None) };
        let lengths = segment.get_fieldnorms_reader(column.length)?;
        Ok(Some(Self { postings, lengths, per_length: Arc::clone(per_length), decides: column.decides }))
    }

    /// Adds this list's occurrences in documents of `base..base + WINDOW` to `occurrences`, and those it decides to
    /// `hits`.
    fn gather(&mut self, base: DocId, occurrences: &mut Occurrences, hits: &mut Bits) {
        let end = base.saturating_add(WINDOW as DocId);
        let mut document = self.postings.doc();
        while document < end {
            let code = self.lengths.fieldnorm_id(document);
            let weight = self.per_length[usize::from(code)];
            let at = (document - base) as usize;
            occurrences.add(at, self.postings.term_freq() as f32 * weight);
            hits[at / 64] |= u64::from(self.decides) << (at % 64);
            document = self.postings.advance();
        }
    }
}

/// One bit a document of a window.
type Bits = [u64; WINDOW / 64];

/// Values by document of a window, and which documents have one.
struct Occurrences {
    values: Box<[f32; WINDOW]>,
    touched: Vec<u16>,
}

impl Occurrences {
    fn new() -> Self {
        Self { values: Box::new([0.0; WINDOW]), touched: Vec::with_capacity(WINDOW) }
    }

    fn add(&mut self, at: usize, value: f32) {
        if self.values[at] == 0.0 {
            self.touched.push(at as u16);
        }
        self.values[at] += value;
    }

    fn raise(&mut self, at: usize, value: f32) {
        if self.values[at] == 0.0 {
            self.touched.push(at as u16);
        }
        self.values[at] = self.values[at].max(value);
    }

    /// Hands every value on and forgets it.
    fn drain(&mut self, mut take: impl FnMut(usize, f32)) {
        for at in self.touched.drain(..) {
            let at = usize::from(at);
            take(at, std::mem::take(&mut self.values[at]));
        }
    }
}

struct UnionScorer {
    words: Vec<WordLists>,
    k1: f32,
    max_doc: DocId,
    base: DocId,
    form: Occurrences,
    word: Occurrences,
    scores: Box<[f32; WINDOW]>,
    /// The hits of the window that lie ahead.
    ahead: Box<Bits>,
    /// The first block of `ahead` that may hold any.
    block: usize,
    document: DocId,
}

impl UnionScorer {
    fn new(words: Vec<WordLists>, k1: f32, max_doc: DocId) -> Self {
        let mut scorer = Self {
            words,
            k1,
            max_doc,
            base: 0,
            form: Occurrences::new(),
            word: Occurrences::new(),
            scores: Box::new([0.0; WINDOW]),
            ahead: Box::new([0; WINDOW / 64]),
            block: 0,
            document: 0,
        };
        scorer.enter_window_of(scorer.nearest());
        scorer.advance();
        scorer
    }

    /// The first document that any list still holds.
    fn nearest(&self) -> DocId {
        let lists = self.words.iter().flat_map(|word| &word.forms).flat_map(|form| &form.lists);
        lists.map(|list| list.postings.doc()).min().unwrap_or(TERMINATED)
    }

    /// Scores the window that begins with `first`.
    fn enter_window_of(&mut self, first: DocId) {
        self.base = first;
        self.block = 0;
        self.ahead.fill(0);
        self.scores.fill(0.0);
        if first >= self.max_doc {
            return;
        }
        for word in &mut self.words {
            for form in &mut word.forms {
                for list in &mut form.lists {
                    list.gather(first, &mut self.form, &mut self.ahead);
                }
                let (k1, worth, word) = (self.k1, form.worth, &mut self.word);
                self.form.drain(|at, tf| word.raise(at, worth * tf / (tf + k1)));
            }
            let scores = &mut self.scores;
            self.word.drain(|at, score| scores[at] += score);
        }
    }

    /// Takes the next scored document of the window.
    fn take_next(&mut self) -> Option<DocId> {
        self.block += self.ahead[self.block..].iter().position(|bits| *bits != 0)?;
        let bits = &mut self.ahead[self.block];
        let at = self.block * 64 + bits.trailing_zeros() as usize;
        *bits &= *bits - 1;
        Some(self.base + at as DocId)
    }

    fn drop_before(&mut self, target: DocId) {
        let at = (target - self.base) as usize;
        self.ahead[..at / 64].fill(0);
        self.ahead[at / 64] &= u64::MAX << (at % 64);
    }
}

impl DocSet for UnionScorer {
    fn advance(&mut self) -> DocId {
        loop {
            if let Some(document) = self.take_next() {
                self.document = document;
                return document;
            }
            let nearest = self.nearest();
            if nearest == TERMINATED {
                self.document = TERMINATED;
                return TERMINATED;
            }
            self.enter_window_of(nearest);
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.document >= target {
            return self.document;
        }
        if target >= self.max_doc {
            self.ahead.fill(0);
            self.document = TERMINATED;
            return TERMINATED;
        }
        if (target - self.base) as usize >= WINDOW {
            let lists = self.words.iter_mut().flat_map(|word| &mut word.forms).flat_map(|form| &mut form.lists);
            lists.filter(|list| list.postings.doc() < target).for_each(|list| {
                list.postings.seek(target);
            });
            self.enter_window_of(self.nearest());
        } else {
            self.drop_before(target);
        }
        self.advance()
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        let lists = self.words.iter().flat_map(|word| &word.forms).flat_map(|form| &form.lists);
        lists.map(|list| list.postings.size_hint()).fold(0, u32::saturating_add).min(self.max_doc)
    }
}

impl Scorer for UnionScorer {
    fn score(&mut self) -> Score {
        self.scores[(self.document - self.base) as usize]
    }
}
