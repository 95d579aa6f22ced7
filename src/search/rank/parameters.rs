//! The ranking's parameters, each with what it was measured to be worth (`docs/german-analysis.md`).

use crate::query::Breadth;

/// Weights of everything that makes a score. One setting serves all collections.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// How soon further occurrences of a word stop counting (BM25's k1).
    pub k1: f32,
    /// How much longer fields are held against a passage (BM25's b), for running text.
    pub b: f32,
    /// The same for titles and subheads, which are all short.
    pub b_title: f32,
    /// An occurrence in the article's title, in occurrences in the passage.
    pub title: f32,
    /// An occurrence in the subhead above the passage.
    pub heading: f32,
    /// An occurrence as part of a compound.
    pub parts: f32,
    /// How far a query reaches beyond its own words.
    pub breadth: Breadth,
    /// Candidates that the second stage looks at.
    pub candidates: usize,
    /// Neighbouring query words side by side, in order.
    pub ordered: f32,
    /// Neighbouring query words near one another, in any order.
    pub unordered: f32,
    /// The stretch of text that holds most of the query.
    pub window: f32,
    /// The very forms typed.
    pub exact: f32,
    /// The article as a whole.
    pub article: f32,
    /// How much longer articles are held against them (BM25's b).
    pub b_article: f32,
    /// How soon further occurrences of a word in an article stop counting (k1).
    pub k1_article: f32,
    /// An occurrence in an article's first passage, in occurrences elsewhere.
    pub opening: f32,
}

impl Default for Ranking {
    fn default() -> Self {
        Self {
            k1: 1.2,
            b: 0.75,
            b_title: 0.4,
            title: 1.0,
            heading: 0.5,
            parts: 0.5,
            breadth: Breadth::default(),
            candidates: 50,
            ordered: 0.4,
            unordered: 0.2,
            window: 0.4,
            exact: 0.1,
            article: 1.5,
            b_article: 0.75,
            k1_article: 1.2,
            opening: 3.0,
        }
    }
}
