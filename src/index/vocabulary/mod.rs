//! The vocabulary: finds the words of an index that look like another word, for typing errors and kindred forms.
//!
//! Every segment carries a [`table`] of 3-grams, written by a [`plugin`] of the engine. A look-up [`scan`]s the tables
//! for terms that share enough [`grams`] with the word, by what these [`weights`] are, or [`letters`], then compares
//! texts. Nothing of it touches the dictionary or postings.

mod plugin;
mod table;
mod weights;
mod scan;
mod grams;
mod letters;

use crate::index::Error;
use crate::index::vocabulary::grams::Gram;
use crate::index::vocabulary::letters::Letters;
use crate::index::vocabulary::scan::{Scan, Sought};
use crate::index::vocabulary::table::Table;
use crate::index::vocabulary::weights::Weights;
pub(crate) use plugin::VocabularyPlugin;
use tantivy::directory::OwnedBytes;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader, TantivyError};

/// How near a term has to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Nearness {
    /// Least similarity, from 0 to 1.
    pub similarity: f32,
    /// Editing steps that are enough as well, whatever the similarity: 0, 1 or 2.
    pub edits: usize,
    /// Letters at the beginning that both share. With any, only these few terms are looked at.
    pub beginning: usize,
}

/// A term of the index that is near a word.
#[derive(Debug, Clone, PartialEq)]
pub struct NearTerm {
    /// The term, a stem.
    pub stem: String,
    /// Similarity to the word: the share of their 3-grams that they have in common, rare ones counting more (Dice's
    /// coefficient, weighed by inverse frequency in the vocabulary), from 0 to 1.
    pub similarity: f32,
    /// Editing steps between them, when they are no more than asked for: letters put in, left out, changed, or swapped
    /// with their neighbour.
    pub edits: Option<usize>,
}

impl Nearness {
    /// How many grams these edits can cost. One swap of neighbours costs 4, any other step 3; that both of two steps
    /// are swaps in the middle of a word is rare enough not to look for.
    fn grams_lost(&self) -> usize {
        [0, 4, 6].get(self.edits).copied().unwrap_or(3 * self.edits)
    }
}

/// The vocabularies of all segments of an index.
pub(crate) struct Vocabulary {
    tables: Vec<Table>,
    weights: Weights,
}

impl Vocabulary {
    /// Opens the tables of all segments. One that is missing or damaged is made anew, in memory: found is the same,
    /// only later.
    pub(crate) fn open(searcher: &Searcher, body: Field) -> Result<Self, Error> {
        let tables = searcher.segment_readers().iter().map(|segment| table_of(segment, body));
        let tables = tables.collect::<tantivy::Result<Vec<_>>>()?;
        Ok(Self { weights: Weights::of(&tables), tables })
    }

    /// The terms near `stem`, without itself, in alphabetic order.
    pub(crate) fn near(&self, stem: &str, nearness: &Nearness) -> Vec<NearTerm> {
        if !grams::takes_part(stem) {
            return Vec::new();
        }
        let mut comparison = Comparison::new(&self.weights, stem);
        let mut terms = match beginning(stem, nearness.beginning) {
            Some("") => self.by_scan(&mut comparison, nearness),
            Some(beginning) => self.by_beginning(beginning, &mut comparison, nearness),
            None => Vec::new(),
        };
        terms.sort_unstable_by(|a: &NearTerm, b| a.stem.cmp(&b.stem));
        terms.dedup_by(|a, b| a.stem == b.stem);
        terms
    }

    /// Goes through all terms by their grams.
    fn by_scan(&self, comparison: &mut Comparison<'_>, nearness: &Nearness) -> Vec<NearTerm> {
        let (mut scan, mut terms) = (Scan::new(), Vec::new());
        for table in &self.tables {
            let candidates = scan.candidates(table, &comparison.word, nearness).into_iter();
            let others = candidates.filter_map(|ordinal| table.term(ordinal));
            terms.extend(others.filter_map(|other| comparison.near(other, nearness)));
        }
        terms
    }

    /// Goes through the terms with the same beginning, which stand together.
    fn by_beginning(&self, beginning: &str, comparison: &mut Comparison<'_>, nearness: &Nearness) -> Vec<NearTerm> {
        let mut terms = Vec::new();
        for table in &self.tables {
            let others = table.beginning_with(beginning).filter(|(card, _)| comparison.word.may_admit(nearness, *card));
            let others: Vec<&str> = others.map(|(_, other)| other).filter(|o| o.starts_with(beginning)).collect();
            terms.extend(others.into_iter().filter_map(|other| comparison.near(other, nearness)));
        }
        terms
    }
}

/// The first letters of `stem`; `None` when it has fewer.
fn beginning(stem: &str, letters: usize) -> Option<&str> {
    let ends = stem.char_indices().map(|(at, _)| at).chain([stem.len()]);
    ends.skip(letters).map(|end| &stem[..end]).next()
}

fn table_of(segment: &SegmentReader, body: Field) -> tantivy::Result<Table> {
    let index = segment.inverted_index(body)?;
    let terms = index.terms().num_terms();
    let file = segment.open_read(plugin::component()).ok().and_then(|file| file.read_bytes().ok());
    match file.and_then(|bytes| Table::open(bytes, terms)) {
        Some(table) => Ok(table),
        None => Table::open(OwnedBytes::new(plugin::table_of(index.terms())?), terms)
            .ok_or_else(|| TantivyError::InternalError("a vocabulary does not fit its own dictionary".into())),
    }
}

/// Compares one word with others.
struct Comparison<'v> {
    weights: &'v Weights,
    stem: &'v str,
    word: Sought,
    grams: Vec<Gram>,
}

impl<'v> Comparison<'v> {
    fn new(weights: &'v Weights, stem: &'v str) -> Self {
        let mut collected = Vec::new();
        grams::collect(stem, &mut collected);
        let grams: Vec<_> = collected.iter().map(|gram| (*gram, weights.worth(*gram))).collect();
        let total = grams.iter().map(|(_, worth)| worth).sum();
        let word = Sought { grams, total, least: weights.least(), letters: Letters::of(stem) };
        Self { weights, stem, word, grams: collected }
    }

    /// `other` if it is near.
    fn near(&mut self, other: &str, nearness: &Nearness) -> Option<NearTerm> {
        if other == self.stem {
            return None;
        }
        let (similarity, edits) = (self.similarity(other), self.edits(other, nearness.edits));
        let near = similarity >= nearness.similarity || edits.is_some();
        near.then(|| NearTerm { stem: other.to_owned(), similarity, edits })
    }

    /// Editing steps to `other` if they are at most `most`; to count them takes longer than all the rest.
    fn edits(&self, other: &str, most: usize) -> Option<usize> {
        let lengths = self.stem.chars().count().abs_diff(other.chars().count());
        let hopeful = lengths <= most && self.word.letters.within(Letters::of(other), most);
        hopeful.then(|| strsim::osa_distance(self.stem, other)).filter(|edits| *edits <= most)
    }

    fn similarity(&mut self, other: &str) -> f32 {
        grams::collect(other, &mut self.grams);
        let (mut total, mut shared) = (0.0, 0.0);
        for gram in &self.grams {
            let worth = self.weights.worth(*gram);
            total += worth;
            if self.word.grams.binary_search_by_key(gram, |(gram, _)| *gram).is_ok() {
                shared += worth;
            }
        }
        2.0 * shared / (total + self.word.total)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
