//! Results as a person or a program reads them: terminal, JSON, CSV, TREC.
//!
//! Every function makes text from results and does nothing else; writing it out is the caller's.

mod article;
mod csv;
mod duplicates;
mod explain;
mod json;
mod list;
mod terminal;
mod trec;

pub use article::{article_json, article_text};
pub use csv::{csv_header, csv_row};
pub use duplicates::{duplicates_json, duplicates_text};
pub use explain::{explanation_json, explanation_text};
pub use json::hit_json;
pub use list::{actor_json, actor_line, entry_json, entry_line, outlet_json, outlet_line};
pub use terminal::{Style, hit_block, plain};
pub use trec::trec_line;
