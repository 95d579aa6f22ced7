//! The index on disk: schema, documents, vocabulary, writing, opening, manifest; whether it is sound, and what mends it.
//!
//! One document is one passage, with its article's fields copied in; the first passage of an article also stores the
//! article, once. An article's passages are written as one group of operations and so become visible together.

mod actors;
mod backup;
mod document;
mod error;
mod folder;
mod lock;
mod manifest;
mod merges;
mod open;
#[cfg(unix)]
mod paged;
mod queue;
mod record;
mod schema;
mod salvage;
mod seal;
mod sketch;
mod verify;
mod vocabulary;
mod write;

pub use actors::{ActorName, actor_name, actor_value};
pub use backup::{Backup, Restoring, backup, restore};
pub use document::PassageNames;
pub use error::Error;
pub use lock::Holder;
pub use manifest::{Counts, Manifest};
pub use open::{Snapshot, Source, StoredPassage};
pub use record::{Origin, Record, article_key};
pub use salvage::{Remains, Salvage};
pub use schema::{FACET_SEPARATOR, FORMAT, Fields, schema};
pub use sketch::{Sketch, Sketches};
pub use verify::{Fault, Verification, verify};
pub use vocabulary::{NearTerm, Nearness};
pub use write::{ALIKE, Outcome, Put, Writer, WriterOptions};
