//! The index on disk: schema, documents, vocabulary, writing, opening, manifest.
//!
//! One document is one passage, with its article's fields copied in; the first passage of an article also stores the
//! article, once. An article's passages are written as one group of operations and so become visible together.

mod actors;
mod document;
mod error;
mod manifest;
mod open;
mod record;
mod schema;
mod sketch;
mod vocabulary;
mod write;

pub use actors::{ActorName, actor_name};
pub use document::PassageNames;
pub use error::Error;
pub use manifest::{Counts, Manifest};
pub use open::{Snapshot, Source, StoredPassage};
pub use record::{Origin, Record, article_key};
pub use schema::{FACET_SEPARATOR, FORMAT, Fields, SKETCH_BEGINNING, schema};
#[cfg(test)]
pub(crate) use sketch::sketch_of;
pub use sketch::{Sketch, Sketches};
pub use vocabulary::{NearTerm, Nearness};
pub use write::{ALIKE, Outcome, Put, Writer, WriterOptions};
