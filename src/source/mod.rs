//! From a file, folder or stream to articles: find, unpack, decode, recognise the format, read, clean.
//!
//! [`find()`] expands paths, [`read_file`] and [`read_stream`] give articles one by one. Whatever cannot be read is a
//! [`Failure`] that names it; nothing is passed over in silence, and no input gives an empty article.

mod find;
mod limits;
mod unpack;
mod archive;
mod warc;
mod decode;
mod format;
mod html;
mod page_text;
mod markdown;
mod front_matter;
mod json;
pub mod feed;
mod table;
mod mail;
mod line;
mod fields;
mod rendered;
pub mod dates;
mod error;
mod origin;
mod read;

pub use decode::{Decoded, decode, decode_labelled};
pub use error::{Error, Failure};
pub use find::find;
pub use limits::Limits;
pub use origin::Supplied;
pub use read::{Articles, read_file, read_stream};
