//! From what a person typed to what the index is asked.
//!
//! [`parse()`] reads the text into an [`Ast`] and never fails; [`Plan`] holds the words and phrases with the terms that
//! the German chain makes of them; [`Filters`] narrow the search to outlets, actors, dates.

mod ast;
mod filter;
mod near;
mod parse;
mod plan;

pub use ast::{Ast, Clause, Matter, Occur};
pub use filter::{Day, Filters, UnknownValue};
pub use near::NearForms;
pub use parse::{Parsed, parse};
pub use plan::{Breadth, Form, Phrase, Plan, Word};

/// A failure while a query is prepared.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A filter names something that the index does not hold.
    #[error(transparent)]
    Unknown(#[from] UnknownValue),
    /// The index can't be read.
    #[error(transparent)]
    Index(#[from] crate::index::Error),
    /// The engine below failed.
    #[error(transparent)]
    Engine(#[from] tantivy::TantivyError),
}
