//! The measures of one ranking: how high it puts what is relevant.

use crate::evaluate::Grades;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// How well one ranking answers its query, or the mean over many; each measure lies between 0 and 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Normalised discounted cumulative gain of the first ten (Järvelin, Kekäläinen: "Cumulated gain-based evaluation
    /// of IR techniques", 2002), with the grades themselves as gains and log₂(rank + 1) as discount.
    #[serde(rename = "nDCG@10")]
    pub ndcg_10: f64,
    /// 1 / rank of the first relevant one among the first ten.
    #[serde(rename = "MRR@10")]
    pub mrr_10: f64,
    /// 1 when the first one is relevant.
    #[serde(rename = "S@1")]
    pub success_1: f64,
    /// 1 when one of the first ten is relevant.
    #[serde(rename = "S@10")]
    pub success_10: f64,
    /// Share of all relevant ones among the first hundred.
    #[serde(rename = "R@100")]
    pub recall_100: f64,
}

impl Scores {
    /// Ranks that the deepest measure looks at: no ranking need be longer.
    pub const DEPTH: usize = 100;
    /// The measures' names, in the order of [`Self::values`].
    pub const NAMES: [&str; 5] = ["nDCG@10", "MRR@10", "S@1", "S@10", "R@100"];

    /// Scores a ranking, best first; an article named again counts where it was named first.
    #[must_use]
    pub fn of(ranking: &[String], grades: &Grades) -> Self {
        let mut seen = HashSet::new();
        let ranking = ranking.iter().filter(|article| seen.insert(article.as_str()));
        let gains: Vec<u32> = ranking.map(|article| grades.get(article).copied().unwrap_or_default()).collect();
        let top = &gains[..gains.len().min(10)];
        let first = top.iter().position(|gain| *gain > 0);
        let found = gains.iter().take(Self::DEPTH).filter(|gain| **gain > 0).count();
        Self {
            ndcg_10: ratio(discounted(top), ideal(grades)),
            mrr_10: first.map_or(0.0, |index| 1.0 / (index + 1) as f64),
            success_1: f64::from(first == Some(0)),
            success_10: f64::from(first.is_some()),
            recall_100: ratio(found as f64, grades.len() as f64),
        }
    }

    /// The mean of each measure; all are 0 when there is nothing to average.
    #[must_use]
    pub fn mean(all: &[Self]) -> Self {
        let mean = |measure: fn(&Self) -> f64| ratio(all.iter().map(measure).sum(), all.len() as f64);
        Self {
            ndcg_10: mean(|scores| scores.ndcg_10),
            mrr_10: mean(|scores| scores.mrr_10),
            success_1: mean(|scores| scores.success_1),
            success_10: mean(|scores| scores.success_10),
            recall_100: mean(|scores| scores.recall_100),
        }
    }

    /// The measures in the order of [`Self::NAMES`].
    #[must_use]
    pub fn values(&self) -> [f64; 5] {
        [self.ndcg_10, self.mrr_10, self.success_1, self.success_10, self.recall_100]
    }
}

/// What the first ten could gain at best.
fn ideal(grades: &Grades) -> f64 {
    let mut gains: Vec<u32> = grades.values().copied().collect();
    gains.sort_unstable_by(|a, b| b.cmp(a));
    gains.truncate(10);
    discounted(&gains)
}

fn discounted(gains: &[u32]) -> f64 {
    gains.iter().zip(2_u32..).map(|(gain, place)| f64::from(*gain) / f64::from(place).log2()).sum()
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn grades(pairs: &[(&str, u32)]) -> Grades {
        pairs.iter().map(|(article, grade)| ((*article).to_owned(), *grade)).collect()
    }

    #[test]
    fn scores_are_as_computed_by_hand() {
        // Discounts of the ranks 1 to 3: 1, 1/log₂3 = 0.6309298, 1/2.
        for (ranking, relevant, expected) in [
            ("a b", &[("a", 1)][..], [1.0, 1.0, 1.0, 1.0, 1.0]),
            ("b a", &[("a", 1)], [0.630_929_8, 0.5, 0.0, 1.0, 1.0]),
            ("b b a", &[("a", 1)], [0.630_929_8, 0.5, 0.0, 1.0, 1.0]),
            ("c b a", &[("a", 2), ("b", 1)], [0.619_906_2, 0.5, 0.0, 1.0, 1.0]),
            ("a", &[("a", 1), ("b", 1)], [0.613_147_2, 1.0, 1.0, 1.0, 0.5]),
            ("", &[("a", 1)], [0.0; 5]),
            ("1 2 3 4 5 6 7 8 9 10 a", &[("a", 1)], [0.0, 0.0, 0.0, 0.0, 1.0]),
        ] {
            let scores = Scores::of(&names(ranking), &grades(relevant)).values();
            for (score, expected) in scores.iter().zip(expected) {
                assert!((score - expected).abs() < 1e-6, "{ranking}: {scores:?}");
            }
        }
    }

    #[test]
    fn the_mean_of_nothing_is_nothing() {
        assert_eq!(Scores::mean(&[]), Scores::default());
    }

    proptest! {
        #[test]
        fn every_measure_lies_between_0_and_1(
            ranking in prop::collection::vec("[a-f]", 0..130),
            relevant in prop::collection::hash_map("[a-h]", 1_u32..4, 1..8),
        ) {
            let scores = Scores::of(&ranking, &relevant);
            prop_assert!(scores.values().iter().all(|value| (0.0..=1.0 + 1e-9).contains(value)), "{:?}", scores);
        }
    }
}
