//! What can go wrong with an index on disk.

use crate::index::lock::Holder;
use std::io;
use std::path::{Path, PathBuf};
use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError};

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
    #[error(
        "{} is writing into the index at {} (waited {waited} s)",
        .holder.as_ref().map_or_else(|| "another process".to_owned(), ToString::to_string), .dir.display()
    )]
    Busy {
        /// Home of the index.
        dir: PathBuf,
        /// Seconds waited.
        waited: u64,
        /// Who writes, where that is known.
        holder: Option<Holder>,
    },
    /// A file of the index is not as it was written.
    #[error("the index is damaged: {}: {reason}", .path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The index was deleted, or another put in its place, while it was written.
    #[error("the index at {} was deleted or replaced meanwhile", .0.display())]
    Replaced(PathBuf),
    /// A backup can't be read back.
    #[error("the backup can't be restored: {0}")]
    Backup(String),
    /// There is something already where a backup should be restored.
    #[error("there is an index at {} already", .0.display())]
    Occupied(PathBuf),
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
    Engine(TantivyError),
}

impl Error {
    /// Any other error than that there is no index.
    pub(crate) fn unless_missing(self) -> Result<(), Self> {
        if matches!(self, Self::Missing(_)) { Ok(()) } else { Err(self) }
    }

    /// Wraps what the operating system said of `path`.
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}

/// What the engine says of a file's state is told as that, naming the file.
impl From<TantivyError> for Error {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::OpenReadError(error) => of_reading(error),
            TantivyError::OpenDirectoryError(OpenDirectoryError::DoesNotExist(path)) => {
                Self::Damaged { path, reason: "the folder is missing".to_owned() }
            }
            TantivyError::OpenDirectoryError(OpenDirectoryError::NotADirectory(path)) => {
                Self::Damaged { path, reason: "it is no folder".to_owned() }
            }
            TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, filepath }) => {
                Self::Io { path: filepath, source: copy(&io_error) }
            }
            other => Self::Engine(other),
        }
    }
}

fn of_reading(error: OpenReadError) -> Error {
    match error {
        OpenReadError::FileDoesNotExist(path) => Error::Damaged { path, reason: "it is missing".to_owned() },
        OpenReadError::IoError { io_error, filepath } if io_error.raw_os_error().is_none() => {
            Error::Damaged { path: filepath, reason: io_error.to_string() }
        }
        OpenReadError::IoError { io_error, filepath } => Error::Io { path: filepath, source: copy(&io_error) },
        other => Error::Engine(other.into()),
    }
}

fn copy(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| io::Error::new(error.kind(), error.to_string()), io::Error::from_raw_os_error)
}
