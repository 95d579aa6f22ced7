//! What can go wrong with saved searches.

use std::path::PathBuf;

/// A failure of the file that keeps the saved searches, or a name that does not fit.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is one under this name already.
    #[error("there is already a saved search {0:?}")]
    Exists(String),
    /// There is none under this name.
    #[error("no saved search {name:?}{}", near_names(.near))]
    Unknown {
        /// The name asked for.
        name: String,
        /// Names that come near, nearest first.
        near: Vec<String>,
    },
    /// The name is empty or holds control characters.
    #[error("{0:?} can't name a saved search: a name has at least one visible character and no control characters")]
    Name(String),
    /// The file holds something else than saved searches.
    #[error("the saved searches in {} can't be read: {reason}", .path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        reason: String,
    },
    /// The file can't be read or written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
}

fn near_names(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!("; near: {}", near.join(", ")) }
}
