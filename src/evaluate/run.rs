//! A run: what one ranking answered to each judged query, and how that scores.

use crate::evaluate::{Error, Judgements, Query, Scores};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fmt;
use std::io::BufRead;

/// Articles of a ranking that are kept with its scores.
const KEPT: usize = 10;

/// The answer to one query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The query's name.
    pub id: String,
    /// What was typed.
    pub text: String,
    /// How well it is answered.
    #[serde(flatten)]
    pub scores: Scores,
    /// Rank of the first relevant article, from 1; `None` when none was found.
    pub first: Option<usize>,
    /// Ids of the first articles, best first.
    pub ranking: Vec<String>,
}

/// The answers to all judged queries of a set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    /// One answer a query, in the queries' order.
    pub answers: Vec<Answer>,
}

impl Run {
    /// Asks `rank` for the ids of the best [`Scores::DEPTH`] articles of every query that has a relevant one, and
    /// scores them. Queries without a relevant article are left out.
    ///
    /// # Errors
    /// The first failure of `rank`.
    pub fn score<E>(
        queries: &[Query],
        judgements: &Judgements,
        mut rank: impl FnMut(&Query) -> Result<Vec<String>, E>,
    ) -> Result<Self, E> {
        let mut run = Self::default();
        let mut known = HashSet::new();
        for query in queries {
            let Some(grades) = judgements.of(&query.id).filter(|_| known.insert(&query.id)) else { continue };
            let mut ranking = rank(query)?;
            let scores = Scores::of(&ranking, grades);
            let first = ranking.iter().position(|article| grades.contains_key(article)).map(|index| index + 1);
            ranking.truncate(KEPT);
            run.answers.push(Answer { id: query.id.clone(), text: query.text.clone(), scores, first, ranking });
        }
        Ok(run)
    }

    /// Reads a saved run: one [`Answer`] as JSON a line.
    ///
    /// # Errors
    /// For the first line that is none; when the reader fails.
    pub fn read(input: impl BufRead) -> Result<Self, Error> {
        let mut run = Self::default();
        for (i, line) in input.lines().enumerate() {
            let line = line?;
            let answer = serde_json::from_str(&line).map_err(|_| Error::line(i, "a line of a saved run", &line))?;
            run.answers.push(answer);
        }
        Ok(run)
    }

    /// Its means.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let scores: Vec<Scores> = self.answers.iter().map(|answer| answer.scores).collect();
        let answered = self.answers.iter().filter(|answer| !answer.ranking.is_empty()).count();
        Summary { queries: scores.len(), answered, means: Scores::mean(&scores) }
    }
}

/// A run in one line.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Summary {
    /// Judged queries.
    pub queries: usize,
    /// Those for which anything at all was found.
    pub answered: usize,
    /// Means over the judged queries.
    #[serde(flatten)]
    pub means: Scores,
}

impl fmt::Display for Summary {
    /// `queries 24  answered 24  nDCG@10 0.6623  …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "queries {}  answered {}", self.queries, self.answered)?;
        Scores::NAMES.iter().zip(self.means.values()).try_for_each(|(name, mean)| write!(f, "  {name} {mean:.4}"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn run() -> Run {
        let query = |id: &str, text: &str| Query { id: id.into(), text: text.into() };
        let queries = [
            query("q1", "Fähre"),
            query("q2", "Kai"),
            query("q3", "ohne Urteil"),
            query("q4", "Nebel"),
            query("q1", "noch einmal"),
        ];
        let mut judgements = Judgements::default();
        for (query, article, grade) in
            [("q1", "a", 1), ("q2", "b", 2), ("q3", "c", 0), ("q4", "d", 1), ("fremd", "e", 1)]
        {
            judgements.add(query, article, grade);
        }
        let rank = |query: &Query| {
            let found: &[&str] = match query.text.as_str() {
                "Fähre" => &["a", "b"],
                "Kai" => &["a", "b"],
                "Nebel" => &[],
                other => panic!("{other} must not be asked"),
            };
            Ok::<_, Infallible>(found.iter().map(|id| (*id).to_owned()).collect())
        };
        Run::score(&queries, &judgements, rank).unwrap()
    }

    #[test]
    fn only_judged_queries_count() {
        let run = run();
        let firsts: Vec<_> = run.answers.iter().map(|answer| (answer.id.as_str(), answer.first)).collect();
        assert_eq!(firsts, [("q1", Some(1)), ("q2", Some(2)), ("q4", None)]);
        assert_eq!(
            run.summary().to_string(),
            "queries 3  answered 2  nDCG@10 0.5436  MRR@10 0.5000  S@1 0.3333  S@10 0.6667  R@100 0.6667"
        );
    }

    #[test]
    fn a_saved_run_is_read_as_it_was() {
        let run = run();
        let lines: Vec<String> = run.answers.iter().map(|answer| serde_json::to_string(answer).unwrap()).collect();
        assert_eq!(Run::read(lines.join("\n").as_bytes()).unwrap(), run);
        assert!(
            Run::read("{}".as_bytes()).unwrap_err().to_string().starts_with("line 1: expected a line of a saved run")
        );
    }
}
