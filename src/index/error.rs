//! What can go wrong with an index on disk.

use std::path::PathBuf;

/// A failure of the index; each names the place and what came instead of what was expected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no index at this place.
    #[error("there is no index at {}", .0.display())]
    Missing(PathBuf),
    /// The folder holds an index written with another layout.
    #[error("the index at {} has format {found}, this program reads format {expected}", .dir.display())]
    Format {
        /// Home of the index.
        dir: PathBuf,
        /// Format of the index.
        found: u32,
        /// Format of this program.
        expected: u32,
    },
    /// The folder holds an index written by another German chain: its terms would not meet this program's.
    #[error("the index at {} was written by German chain {found}, this program has {expected}", .dir.display())]
    Chain {
        /// Home of the index.
        dir: PathBuf,
        /// Fingerprint in the index.
        found: String,
        /// Fingerprint of this program.
        expected: String,
    },
    /// The manifest can't be read.
    #[error("the manifest {} can't be read: {reason}", .path.display())]
    Manifest {
        /// The manifest file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// Another process writes into this index.
    #[error("another process is writing into the index at {} (waited {waited} s)", .dir.display())]
    Busy {
        /// Home of the index.
        dir: PathBuf,
        /// Seconds waited.
        waited: u64,
    },
    /// A file of the index can't be read or written.
    #[error("{}: {source}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// A stored article can't be decoded.
    #[error("the stored article {id:?} can't be decoded: {reason}")]
    Record {
        /// Identity of the article, as far as it is known.
        id: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The user's own list of actors can't be used.
    #[error(transparent)]
    Lexicon(#[from] crate::lexicon::Error),
    /// The engine below failed.
    #[error(transparent)]
    Engine(#[from] tantivy::TantivyError),
}
