//! A file read in small pieces: how a writer reads its segments.
//!
//! A merge goes through all of them from beginning to end. Mapped into memory, what it has read stays there until it is
//! done, and the writer's memory grows with the index. Dictionaries are looked up here and there, and stay mapped.

use std::fmt;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tantivy::HasLen;
use tantivy::directory::{Directory as _, FileHandle, MmapDirectory, OwnedBytes};

/// Read at a time: the postings of some dozens of terms.
const PIECE: usize = 64 << 10;
/// What is asked for in one is mapped from this length on, for as long as it is used.
const LONG: usize = 1 << 20;

/// A file of a segment.
pub(crate) struct Paged {
    file: File,
    length: usize,
    files: MmapDirectory,
    path: PathBuf,
    /// Where the last piece read begins, and what it holds.
    last: Mutex<(usize, OwnedBytes)>,
}

impl Paged {
    /// Opens the file at `path` in the folder `root`, the same that `files` reads.
    pub(crate) fn open(root: &Path, path: &Path, files: &MmapDirectory) -> io::Result<Self> {
        let file = File::open(root.join(path))?;
        let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        let last = Mutex::new((0, OwnedBytes::empty()));
        Ok(Self { file, length, files: files.clone(), path: path.to_owned(), last })
    }

    fn piece(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (start, bytes) = &*last;
        if range.start < *start || range.end > start + bytes.len() {
            let mut piece = vec![0; (self.length - range.start).min(PIECE.max(range.len()))];
            self.file.read_exact_at(&mut piece, range.start as u64)?;
            *last = (range.start, OwnedBytes::new(piece));
        }
        let (start, bytes) = &*last;
        Ok(bytes.slice(range.start - start..range.end - start))
    }
}

impl FileHandle for Paged {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start > range.end || range.end > self.length {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it is shorter than what refers to it"));
        }
        if range.len() < LONG {
            return self.piece(range);
        }
        let mapped = self.files.get_file_handle(&self.path).map_err(io::Error::other)?;
        mapped.read_bytes(range)
    }
}

impl HasLen for Paged {
    fn len(&self) -> usize {
        self.length
    }
}

impl fmt::Debug for Paged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Paged({})", self.path.display())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn every_range_is_read_as_it_stands(ranges in prop::collection::vec((0_usize..3_000_000, 0_usize..2_000_000), 1..20)) {
            let dir = tempfile::tempdir().unwrap();
            let content: Vec<u8> = (0..3_000_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
            std::fs::write(dir.path().join("a"), &content).unwrap();
            let paged = Paged::open(dir.path(), Path::new("a"), &MmapDirectory::open(dir.path()).unwrap()).unwrap();
            for (start, length) in ranges {
                let range = start..(start + length % if length % 3 == 0 { 2_000_000 } else { 5000 }).min(content.len());
                let read = paged.read_bytes(range.clone()).unwrap();
                prop_assert_eq!(read.as_slice(), &content[range]);
            }
            prop_assert!(paged.read_bytes(0..content.len() + 1).is_err());
        }
    }
}
