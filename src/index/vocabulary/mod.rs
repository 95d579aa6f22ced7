//! The vocabulary: finds the words of an index that look like another word, for typing errors and kindred forms.
//!
//! Every segment carries a [`table`] of 3-grams, written by a [`plugin`] of the engine. A look-up [`scan`]s the tables
//! for terms that share enough [`grams`] with the word, then compares texts. Nothing of it touches postings, so it
//! costs a few milliseconds in a vocabulary of a million words.

mod plugin;
mod table;
mod scan;
mod grams;

use crate::index::Error;
use crate::index::vocabulary::grams::Gram;
use crate::index::vocabulary::scan::{WeighedGrams, candidates};
use crate::index::vocabulary::table::Table;
pub(crate) use plugin::VocabularyPlugin;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use tantivy::directory::OwnedBytes;
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, Searcher, SegmentReader, TantivyError};

/// How near a term has to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearness {
    /// Least similarity, from 0 to 1.
    pub similarity: f32,
    /// Editing steps that are enough as well, whatever the similarity: 0, 1 or 2.
    pub edits: usize,
}

/// A term of the index that is near a word.
#[derive(Debug, Clone, PartialEq)]
pub struct NearTerm {
    /// The term, a stem.
    pub stem: String,
    /// Similarity to the word: the share of their 3-grams that they have in common, rare ones counting more (Dice's
    /// coefficient, weighed by inverse frequency in the vocabulary), from 0 to 1.
    pub similarity: f32,
    /// Editing steps between them: letters put in, left out, changed, or swapped with their neighbour.
    pub edits: usize,
}

impl Nearness {
    /// How many grams these edits can cost. One swap of neighbours costs 4, any other step 3; that both of two steps
    /// are swaps in the middle of a word is rare enough not to look for.
    fn grams_lost(&self) -> usize {
        [0, 4, 6].get(self.edits).copied().unwrap_or(3 * self.edits)
    }

    fn admits(&self, term: &NearTerm) -> bool {
        term.similarity >= self.similarity || term.edits <= self.edits
    }
}

/// The vocabularies of all segments of an index.
pub(crate) struct Vocabulary {
    segments: Vec<SegmentVocabulary>,
    words: u64,
    largest_frequency: u64,
}

struct SegmentVocabulary {
    table: Table,
    index: Arc<InvertedIndexReader>,
}

impl Vocabulary {
    /// Opens the tables of all segments. One that is missing or damaged is made anew, in memory: found is the same,
    /// only later.
    pub(crate) fn open(searcher: &Searcher, body: Field) -> Result<Self, Error> {
        let segments = searcher.segment_readers().iter().map(|segment| SegmentVocabulary::open(segment, body));
        let segments = segments.collect::<tantivy::Result<Vec<_>>>()?;
        let words = segments.iter().map(|segment| segment.table.words()).sum();
        let largest_frequency = segments.iter().map(|segment| segment.table.largest_frequency()).sum();
        Ok(Self { segments, words, largest_frequency })
    }

    /// The terms near `stem`, without itself, in alphabetic order.
    pub(crate) fn near(&self, stem: &str, nearness: &Nearness) -> Result<Vec<NearTerm>, Error> {
        if !grams::takes_part(stem) {
            return Ok(Vec::new());
        }
        let mut comparison = Comparison::new(self, stem);
        let mut stems = BTreeSet::new();
        for segment in &self.segments {
            for ordinal in candidates(&segment.table, &comparison.word, nearness) {
                stems.extend(segment.term(ordinal)?);
            }
        }
        let terms = stems.into_iter().filter(|other| other != stem).map(|other| comparison.with(other));
        Ok(terms.filter(|term| nearness.admits(term)).collect())
    }

    fn inverse_frequency(&self, gram: Gram) -> f32 {
        self.inverse(self.segments.iter().map(|segment| segment.table.frequency(gram)).sum())
    }

    fn inverse(&self, frequency: u64) -> f32 {
        (1.0 + self.words as f32 / (frequency + 1) as f32).ln()
    }
}

impl SegmentVocabulary {
    fn open(segment: &SegmentReader, body: Field) -> tantivy::Result<Self> {
        let index = segment.inverted_index(body)?;
        let terms = index.terms().num_terms();
        let file = segment.open_read(plugin::component()).ok().and_then(|file| file.read_bytes().ok());
        let table = match file.and_then(|bytes| Table::open(bytes, terms)) {
            Some(table) => table,
            None => Table::open(OwnedBytes::new(plugin::table_of(index.terms())?), terms)
                .ok_or_else(|| TantivyError::InternalError("a vocabulary does not fit its own dictionary".into()))?,
        };
        Ok(Self { table, index })
    }

    fn term(&self, ordinal: u32) -> Result<Option<String>, Error> {
        let mut term = Vec::new();
        let known = self.index.terms().ord_to_term(u64::from(ordinal), &mut term).map_err(TantivyError::from)?;
        Ok(String::from_utf8(term).ok().filter(|term| known && grams::takes_part(term)))
    }
}

/// Compares one word with others.
struct Comparison<'v> {
    vocabulary: &'v Vocabulary,
    stem: &'v str,
    word: WeighedGrams,
    known: HashMap<Gram, f32>,
    grams: Vec<Gram>,
}

impl<'v> Comparison<'v> {
    fn new(vocabulary: &'v Vocabulary, stem: &'v str) -> Self {
        let mut grams = Vec::new();
        grams::collect(stem, &mut grams);
        let grams: Vec<_> = grams.into_iter().map(|gram| (gram, vocabulary.inverse_frequency(gram))).collect();
        let total = grams.iter().map(|(_, worth)| worth).sum();
        let known = grams.iter().copied().collect();
        let word = WeighedGrams { grams, total, least: vocabulary.inverse(vocabulary.largest_frequency) };
        Self { vocabulary, stem, word, known, grams: Vec::new() }
    }

    fn with(&mut self, other: String) -> NearTerm {
        grams::collect(&other, &mut self.grams);
        let (mut total, mut shared) = (0.0, 0.0);
        for gram in &self.grams {
            let worth = *self.known.entry(*gram).or_insert_with(|| self.vocabulary.inverse_frequency(*gram));
            total += worth;
            if self.word.grams.binary_search_by_key(gram, |(gram, _)| *gram).is_ok() {
                shared += worth;
            }
        }
        let similarity = 2.0 * shared / (total + self.word.total);
        NearTerm { similarity, edits: strsim::osa_distance(self.stem, &other), stem: other }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
