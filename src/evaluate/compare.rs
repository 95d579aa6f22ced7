//! Two runs over the same queries, set against each other.

use crate::evaluate::significance::p_value;
use crate::evaluate::{Answer, Run, Scores};
use serde::Serialize;
use std::collections::HashMap;

/// What changed from one run to another, over the queries that both answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Queries in both runs.
    pub queries: usize,
    /// Queries in one of the runs only; they count nowhere.
    pub unpaired: usize,
    /// Each measure's means, in the order of [`Scores::NAMES`].
    pub differences: Vec<Difference>,
    /// Queries whose nDCG@10 changed, greatest loss first, greatest gain last.
    #[serde(skip)]
    pub changes: Vec<Change>,
}

/// One measure's means before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// Name of the measure.
    pub measure: &'static str,
    /// Mean of the earlier run.
    pub before: f64,
    /// Mean of the later run.
    pub after: f64,
    /// How likely so great a difference is by mere chance: see [`crate::evaluate::p_value`].
    pub p: f64,
}

/// One query before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The query's name.
    pub id: String,
    /// What was typed.
    pub text: String,
    /// nDCG@10 of the earlier run.
    pub before: f64,
    /// nDCG@10 of the later run.
    pub after: f64,
    /// Rank of the first relevant article in the earlier run.
    pub first_before: Option<usize>,
    /// The same in the later run.
    pub first_after: Option<usize>,
}

impl Change {
    /// What was gained; below 0 what was lost.
    #[must_use]
    pub fn gain(&self) -> f64 {
        self.after - self.before
    }
}

impl Comparison {
    /// Sets `after` against `before`.
    #[must_use]
    pub fn of(before: &Run, after: &Run) -> Self {
        let earlier: HashMap<&str, &Answer> =
            before.answers.iter().map(|answer| (answer.id.as_str(), answer)).collect();
        let later = after.answers.iter();
        let pairs: Vec<(&Answer, &Answer)> =
            later.filter_map(|answer| Some((*earlier.get(answer.id.as_str())?, answer))).collect();
        Self {
            queries: pairs.len(),
            unpaired: before.answers.len() + after.answers.len() - 2 * pairs.len(),
            differences: differences(&pairs),
            changes: changes(&pairs),
        }
    }

    /// Queries that lost, greatest loss first.
    pub fn losses(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| change.gain() < 0.0)
    }

    /// Queries that gained, greatest gain first.
    pub fn gains(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().rev().filter(|change| change.gain() > 0.0)
    }
}

fn differences(pairs: &[(&Answer, &Answer)]) -> Vec<Difference> {
    let (before, after): (Vec<Scores>, Vec<Scores>) = pairs.iter().map(|(b, a)| (b.scores, a.scores)).unzip();
    let (means_before, means_after) = (Scores::mean(&before).values(), Scores::mean(&after).values());
    let p_of = |m: usize| {
        let gains: Vec<f64> = before.iter().zip(&after).map(|(b, a)| a.values()[m] - b.values()[m]).collect();
        p_value(&gains)
    };
    let measures = Scores::NAMES.iter().enumerate();
    measures
        .map(|(m, measure)| Difference { measure, before: means_before[m], after: means_after[m], p: p_of(m) })
        .collect()
}

fn changes(pairs: &[(&Answer, &Answer)]) -> Vec<Change> {
    let change = |(before, after): &(&Answer, &Answer)| Change {
        id: after.id.clone(),
        text: after.text.clone(),
        before: before.scores.ndcg_10,
        after: after.scores.ndcg_10,
        first_before: before.first,
        first_after: after.first,
    };
    let mut changes: Vec<Change> = pairs.iter().map(change).filter(|change| change.gain() != 0.0).collect();
    changes.sort_by(|a, b| a.gain().total_cmp(&b.gain()).then_with(|| a.id.cmp(&b.id)));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(answers: &[(&str, f64)]) -> Run {
        let answer = |(id, ndcg): &(&str, f64)| Answer {
            id: (*id).to_owned(),
            text: format!("Frage {id}"),
            scores: Scores { ndcg_10: *ndcg, ..Scores::default() },
            first: (*ndcg > 0.0).then_some(1),
            ranking: Vec::new(),
        };
        Run { answers: answers.iter().map(answer).collect() }
    }

    #[test]
    fn losses_and_gains_come_greatest_first() {
        let before = run(&[("a", 0.5), ("b", 0.5), ("c", 0.5), ("d", 1.0), ("alt", 1.0)]);
        let after = run(&[("d", 0.0), ("neu", 0.2), ("c", 0.5), ("b", 0.75), ("a", 1.0)]);
        let comparison = Comparison::of(&before, &after);
        assert_eq!((comparison.queries, comparison.unpaired), (4, 2));
        let ids = |changes: Vec<&Change>| changes.iter().map(|change| change.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(comparison.losses().collect()), ["d"]);
        assert_eq!(ids(comparison.gains().collect()), ["a", "b"]);
        let ndcg = &comparison.differences[0];
        assert_eq!((ndcg.measure, ndcg.before, ndcg.after), ("nDCG@10", 0.625, 0.5625));
    }

    #[test]
    fn a_run_does_not_differ_from_itself() {
        let run = run(&[("a", 0.5), ("b", 0.0)]);
        let comparison = Comparison::of(&run, &run);
        assert!(comparison.changes.is_empty());
        assert!(comparison.differences.iter().all(|difference| difference.p == 1.0));
    }
}
