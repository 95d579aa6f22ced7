//! What is true of an article's title is true of all its passages: matches on its first passage, widened to the article.

use tantivy::columnar::StrColumn;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

/// All passages of the articles whose first passage matches a query.
#[derive(Debug)]
pub(crate) struct WholeArticle(pub(crate) Box<dyn Query>);

impl Clone for WholeArticle {
    fn clone(&self) -> Self {
        Self(self.0.box_clone())
    }
}

impl Query for WholeArticle {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(WholeWeight(self.0.weight(scoring)?)))
    }
}

struct WholeWeight(Box<dyn Weight>);

impl Weight for WholeWeight {
    fn scorer(&self, segment: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let firsts = self.0.scorer(segment, boost)?;
        let ids = segment.fast_fields().str("article")?;
        let mut scorer = WholeScorer { firsts, ids, max_doc: segment.max_doc(), document: 0, end: 0, score: 0.0 };
        scorer.enter();
        Ok(Box::new(scorer))
    }

    fn explain(&self, segment: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(segment, 1.0)?;
        let score = if scorer.seek(document) == document { scorer.score() } else { 0.0 };
        Ok(Explanation::new("the article's title", score))
    }
}

/// An article's passages are neighbours in the index; the first of them carries what is looked for.
struct WholeScorer {
    firsts: Box<dyn Scorer>,
    ids: Option<StrColumn>,
    max_doc: DocId,
    document: DocId,
    /// The document after the article.
    end: DocId,
    score: Score,
}

impl WholeScorer {
    /// Enters the article whose first passage the inner matches stand at, and moves them on.
    fn enter(&mut self) {
        self.document = self.firsts.doc();
        if self.document == TERMINATED {
            return;
        }
        self.score = self.firsts.score();
        self.end = self.end_of_article();
        self.firsts.advance();
    }

    fn end_of_article(&self) -> DocId {
        let id = |document| self.ids.as_ref().and_then(|ids| ids.term_ords(document).next());
        let own = id(self.document);
        (self.document + 1..self.max_doc).find(|other| id(*other) != own).unwrap_or(self.max_doc)
    }
}

impl DocSet for WholeScorer {
    fn advance(&mut self) -> DocId {
        if self.document == TERMINATED {
            return TERMINATED;
        }
        self.document += 1;
        if self.document >= self.end {
            self.enter();
        }
        self.document
    }

    fn seek(&mut self, target: DocId) -> DocId {
        while self.document < target && self.document != TERMINATED {
            if target < self.end {
                self.document = target;
            } else {
                self.enter();
            }
        }
        self.document
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        self.firsts.size_hint().saturating_mul(8).min(self.max_doc)
    }
}

impl Scorer for WholeScorer {
    fn score(&mut self) -> Score {
        self.score
    }
}
