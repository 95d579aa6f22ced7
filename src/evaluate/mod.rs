//! How good a ranking is: judgements, measures, the comparison of two runs, the ranking's parts by name.
//!
//! A [`Run`] holds what a ranking answered to judged queries and how each answer scores; [`Comparison`] sets two runs
//! against each other. Nothing here searches or opens files: rankings come from a function, judgements from readers.

mod judgement;
mod measure;
mod run;
mod compare;
mod significance;
mod setting;

pub use compare::{Change, Comparison, Difference};
pub use judgement::{Grades, Judgements, Query, read_queries};
pub use measure::Scores;
pub use run::{Answer, Run, Summary};
pub use setting::{Setting, SettingError, names, parts};
pub use significance::p_value;

/// A failure while queries, judgements or a saved run are read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A line is not what the format asks for.
    #[error("line {number}: expected {expected}, found {found:?}")]
    Line {
        /// Number of the line, from 1.
        number: usize,
        /// What a line should look like.
        expected: &'static str,
        /// The line, cut short.
        found: String,
    },
    /// The reader failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

impl Error {
    fn line(index: usize, expected: &'static str, found: &str) -> Self {
        Self::Line { number: index + 1, expected, found: found.chars().take(80).collect() }
    }
}
