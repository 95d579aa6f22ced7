//! The article around a passage: how well it answers the query as a whole.
//!
//! An article's passages are neighbours in the index, so that its occurrences are summed over a range of documents and
//! scored by the same BM25F, with the article's own length.

use crate::index::Snapshot;
use crate::query::{Layer, Scope, Word};
use crate::search::rank::parameters::Ranking;
use crate::search::rank::union::{WordField, columns};
use std::collections::HashMap;
use std::ops::Range;
use tantivy::columnar::StrColumn;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, SegmentReader, Term};

/// Scores the articles of `candidates`; each candidate gets its article's score.
pub(crate) fn article_scores(
    snapshot: &Snapshot,
    words: &[&Word],
    ranking: &Ranking,
    candidates: &[DocAddress],
) -> tantivy::Result<HashMap<DocAddress, f32>> {
    let columns = columns(Scope::All, Layer::Stems, snapshot.fields(), ranking, snapshot.searcher())?;
    let average = average_length(snapshot, &columns);
    let mut scores = HashMap::with_capacity(candidates.len());
    for (ordinal, segment) in snapshot.searcher().segment_readers().iter().enumerate() {
        let inside = candidates.iter().filter(|address| address.segment_ord as usize == ordinal);
        let mut documents: Vec<DocId> = inside.map(|address| address.doc_id).collect();
        documents.sort_unstable();
        let articles = ranges(segment, &documents)?;
        let found = Articles::new(segment, snapshot, &articles, average, ranking)?.score(words, &columns)?;
        for document in documents {
            let article = articles.partition_point(|range| range.end <= document);
            let score = found.get(article).copied().unwrap_or_default();
            scores.insert(DocAddress::new(ordinal as u32, document), score);
        }
    }
    Ok(scores)
}

/// Average length of an article's text, in words.
fn average_length(snapshot: &Snapshot, columns: &[WordField]) -> f32 {
    let passage = columns.first().map_or(1.0, WordField::average);
    passage * snapshot.passages_per_article()
}

/// The documents of each article that holds one of `documents` (ascending), ascending, each once.
fn ranges(segment: &SegmentReader, documents: &[DocId]) -> tantivy::Result<Vec<Range<DocId>>> {
    let Some(ids) = segment.fast_fields().str("article")? else { return Ok(Vec::new()) };
    let mut ranges: Vec<Range<DocId>> = Vec::new();
    for document in documents {
        if ranges.last().is_none_or(|last| last.end <= *document) {
            ranges.push(range_around(&ids, *document, segment.max_doc()));
        }
    }
    Ok(ranges)
}

fn range_around(ids: &StrColumn, document: DocId, max_doc: DocId) -> Range<DocId> {
    let id = |document| ids.term_ords(document).next();
    let own = id(document);
    let start = (0..document).rev().take_while(|other| id(*other) == own).last().unwrap_or(document);
    let end = (document + 1..max_doc).find(|other| id(*other) != own).unwrap_or(max_doc);
    start..end
}

/// Some articles of one segment.
struct Articles<'a> {
    segment: &'a SegmentReader,
    ranges: &'a [Range<DocId>],
    /// What their lengths make of an occurrence.
    per_length: Vec<f32>,
    k1: f32,
    /// An occurrence in the first passage, in occurrences elsewhere: news say first what they are about.
    opening: f32,
}

impl<'a> Articles<'a> {
    fn new(
        segment: &'a SegmentReader,
        snapshot: &Snapshot,
        ranges: &'a [Range<DocId>],
        average: f32,
        ranking: &Ranking,
    ) -> tantivy::Result<Self> {
        let lengths = segment.get_fieldnorms_reader(snapshot.fields().body)?;
        let per_length = ranges.iter().map(|range| {
            let words: u32 = range.clone().map(|document| lengths.fieldnorm(document)).sum();
            1.0 / (1.0 - ranking.b_article + ranking.b_article * words as f32 / average)
        });
        Ok(Self { segment, ranges, per_length: per_length.collect(), k1: ranking.k1_article, opening: ranking.opening })
    }

    /// BM25F of each article.
    fn score(&self, words: &[&Word], columns: &[WordField]) -> tantivy::Result<Vec<f32>> {
        let mut scores = vec![0.0; self.ranges.len()];
        for word in words {
            let mut best = vec![0.0_f32; self.ranges.len()];
            for form in &word.forms {
                let mut occurrences = vec![0.0; self.ranges.len()];
                for column in columns.iter().filter(|column| column.decides()) {
                    self.gather(column, &form.term, &mut occurrences)?;
                }
                for ((best, times), per_length) in best.iter_mut().zip(&occurrences).zip(&self.per_length) {
                    let times = times * per_length;
                    *best = best.max(form.weight * times * (self.k1 + 1.0) / (times + self.k1));
                }
            }
            for (score, best) in scores.iter_mut().zip(best) {
                *score += word.weight * word.idf * best;
            }
        }
        Ok(scores)
    }

    fn gather(&self, column: &WordField, stem: &str, occurrences: &mut [f32]) -> tantivy::Result<()> {
        let term = Term::from_field_text(column.field, stem);
        let index = self.segment.inverted_index(column.field)?;
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqs)? else { return Ok(()) };
        for (range, sum) in self.ranges.iter().zip(occurrences) {
            if postings.doc() < range.start {
                postings.seek(range.start);
            }
            while postings.doc() < range.end {
                let place = if postings.doc() == range.start { self.opening } else { 1.0 };
                *sum += place * column.weight * postings.term_freq() as f32;
                postings.advance();
            }
        }
        Ok(())
    }
}
