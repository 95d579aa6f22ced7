//! What can be wrong with a word list.

use std::path::{Path, PathBuf};

/// A word list that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is not TOML of the expected shape.
    #[error("the list of {list} is malformed: {source}")]
    Malformed {
        /// What the list holds (`outlets`).
        list: &'static str,
        /// What the TOML reader found.
        source: toml::de::Error,
    },
    /// An entry contradicts itself or another one.
    #[error("the entry {entry:?} of the list of {list}: {reason}")]
    Entry {
        /// What the list holds (`outlets`).
        list: &'static str,
        /// The entry's name.
        entry: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Something is wrong in a file.
    #[error("{}: {source}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: Box<Error>,
    },
    /// A file can't be read.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// A folder of own lists holds none.
    #[error("there is neither outlets.toml nor actors.toml in {}", .dir.display())]
    NoLists {
        /// The folder.
        dir: PathBuf,
    },
}

impl Error {
    /// The same with the file in which it stands.
    pub(super) fn in_file(self, path: &Path) -> Self {
        Self::File { path: path.to_owned(), source: Box::new(self) }
    }
}
