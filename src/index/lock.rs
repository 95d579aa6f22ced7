//! The writer's lock: one process writes, and the others learn who it is.
//!
//! The lock is the operating system's (`flock` and its like), so that a process that dies lets go of it. What the file
//! holds is only read while the lock is held: it says who holds it, and a line left by a killed process misleads nobody.

use crate::index::Error;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

const FILE: &str = "writer.lock";
const RETRY: Duration = Duration::from_millis(50);

/// Who writes into an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Number of the process.
    pub pid: u32,
    /// Since when, as the process itself tells it (RFC 3339).
    pub since: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {} since {}", self.pid, self.since)
    }
}

/// The right to write into one index; given back when dropped.
#[derive(Debug)]
pub(crate) struct WriterLock {
    dir: PathBuf,
    file: File,
}

impl WriterLock {
    /// Where the lock of the index at `dir` lies.
    pub(crate) fn path(dir: &Path) -> PathBuf {
        dir.join(FILE)
    }

    /// Takes the lock of the index at `dir`, which has to be there, and waits for it no longer than `wait`.
    pub(crate) fn acquire(dir: &Path, wait: Duration, holder: Option<&Holder>) -> Result<Self, Error> {
        let start = Instant::now();
        loop {
            let failed = |source| Error::Io { path: Self::path(dir), source };
            let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(Self::path(dir));
            let mut lock = Self { dir: dir.to_owned(), file: file.map_err(failed)? };
            match lock.file.try_lock() {
                // A lock on a file that was replaced in between would shut out nobody.
                Ok(()) if !lock.stands() => {}
                Ok(()) => {
                    lock.write(holder).map_err(failed)?;
                    return Ok(lock);
                }
                Err(TryLockError::Error(source)) => return Err(failed(source)),
                Err(TryLockError::WouldBlock) if start.elapsed() < wait => {}
                Err(TryLockError::WouldBlock) => {
                    let waited = start.elapsed().as_secs();
                    return Err(Error::Busy { dir: dir.to_owned(), waited, holder: Self::holder(dir) });
                }
            }
            thread::sleep(RETRY.min(wait.saturating_sub(start.elapsed())));
        }
    }

    /// Whether the file at the lock's place is still the one that is held: not so when the index was deleted or
    /// replaced meanwhile.
    pub(crate) fn stands(&self) -> bool {
        match (self.file.metadata(), Self::path(&self.dir).metadata()) {
            (Ok(held), Ok(found)) => is_same(&held, &found),
            _ => false,
        }
    }

    fn holder(dir: &Path) -> Option<Holder> {
        serde_json::from_slice(&std::fs::read(Self::path(dir)).ok()?).ok()
    }

    fn write(&mut self, holder: Option<&Holder>) -> std::io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        if let Some(holder) = holder {
            serde_json::to_writer(&self.file, holder)?;
            self.file.write_all(b"\n")?;
        }
        Ok(())
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // A line that stays misleads nobody; see above.
        let _ = self.write(None);
    }
}

#[cfg(unix)]
fn is_same(held: &std::fs::Metadata, found: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (held.dev(), held.ino()) == (found.dev(), found.ino())
}

/// Elsewhere the system does not let go of a file that is open.
#[cfg(not(unix))]
fn is_same(_: &std::fs::Metadata, _: &std::fs::Metadata) -> bool {
    true
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn holder() -> Holder {
        Holder { pid: 4711, since: "2025-09-04T14:05:00Z".into() }
    }

    fn acquire(dir: &Path) -> Result<WriterLock, Error> {
        WriterLock::acquire(dir, Duration::ZERO, Some(&holder()))
    }

    #[test]
    fn the_second_learns_who_holds_it() {
        let dir = tempfile::tempdir().unwrap();
        let held = acquire(dir.path()).unwrap();
        let busy = acquire(dir.path()).unwrap_err();
        assert!(matches!(&busy, Error::Busy { holder: Some(found), .. } if *found == holder()), "{busy:?}");
        assert!(busy.to_string().contains("process 4711 since 2025-09-04T14:05:00Z"), "{busy}");
        drop(held);
        assert_eq!(std::fs::read(WriterLock::path(dir.path())).unwrap(), b"");
        acquire(dir.path()).unwrap();
    }

    #[test]
    fn what_a_killed_process_left_holds_nobody_up() {
        let dir = tempfile::tempdir().unwrap();
        for left in ["{\"pid\":1,\"since\":\"x\"}\n", "{\"pid", "\u{0}"] {
            std::fs::write(WriterLock::path(dir.path()), left).unwrap();
            let held = acquire(dir.path()).unwrap();
            assert_eq!(WriterLock::holder(dir.path()), Some(holder()));
            drop(held);
        }
    }

    #[test]
    #[cfg(unix)]
    fn a_lock_on_a_deleted_file_no_longer_stands() {
        let dir = tempfile::tempdir().unwrap();
        let held = acquire(dir.path()).unwrap();
        assert!(held.stands());
        std::fs::remove_file(WriterLock::path(dir.path())).unwrap();
        assert!(!held.stands());
        let _other = acquire(dir.path()).unwrap();
        assert!(!held.stands());
    }
}
