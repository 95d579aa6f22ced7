//! Results as a person or a program reads them: terminal, JSON, CSV, TREC, Markdown, BibLaTeX, SVG.
//!
//! Every function makes text from results and does nothing else; writing it out is the caller's.

mod article;
mod bibtex;
mod csv;
mod duplicates;
mod explain;
mod facets;
mod json;
mod list;
mod link;
mod markdown;
mod plain;
mod terminal;
mod timeline;
mod timeline_svg;
mod trec;
mod wording;

pub use article::{article_json, article_text};
pub use bibtex::bib_entry;
pub use csv::{csv_header, csv_row};
pub use duplicates::{duplicates_json, duplicates_text};
pub use explain::{explanation_json, explanation_text, reading_text};
pub use facets::{facets_json, facets_text};
pub use json::{group_json, hit_json, related_json};
pub use list::{actor_json, actor_line, entry_json, entry_line, outlet_json, outlet_line};
pub use markdown::{citation, escaped as markdown};
pub use plain::{harmless, plain, plain_lines};
pub use terminal::{Style, group_block, hit_block, related_block, wrapped};
pub use timeline::{Measure, timeline_header, timeline_json, timeline_rows, timeline_text};
pub use timeline_svg::{Picture, timeline_svg};
pub use trec::trec_line;
pub use wording::Language;
