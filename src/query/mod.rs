//! From what a person typed to what the index is asked.
//!
//! [`parse()`] reads the text into an [`Ast`] and never fails; [`Plan`] holds its words, phrases and patterns with the
//! terms that the German chain and the index's own words make of them; [`Filters`] narrow the search to outlets, actors,
//! dates. The language itself is told in `docs/query-syntax.md`.

mod ast;
mod field;
mod day;
mod note;
mod parse;
mod print;
mod limits;
mod filter;
mod near;
mod automaton;
mod expand;
mod arrangement;
mod plan;
mod positions;

pub use arrangement::{Arrangement, Mark, Stretch};
pub use ast::{Ast, Clause, Condition, Matter, NameField, Occur, Scope, Sought, Term, Text};
pub use day::Day;
pub use filter::{Filters, UnknownValue};
pub use limits::{Limits, Refusal};
pub use near::NearForms;
pub use note::Note;
pub use parse::{Parsed, parse};
pub use plan::{Breadth, Form, Group, Layer, Phrase, Plan, Positions, Slot, Wish, Word};

/// A failure while a query is prepared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A filter names something that the index does not hold.
    #[error(transparent)]
    Unknown(#[from] UnknownValue),
    /// The query is larger than allowed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The index can't be read.
    #[error(transparent)]
    Index(#[from] crate::index::Error),
    /// The engine below failed.
    #[error(transparent)]
    Engine(#[from] tantivy::TantivyError),
}
