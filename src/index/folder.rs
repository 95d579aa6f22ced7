//! The folder of the engine's files: the engine's own way of reading and writing them, made to notice damage.
//!
//! - Every file is summed up (BLAKE3) while it is written, and `meta.json`, the list of segments that a commit replaces
//!   at once, carries the sums of all files of its segments and one of itself. So each commit tells what its files have
//!   to be, and nothing else has to be kept in step with it.
//! - A file that is missing, cut short or emptied is refused when it is opened, a changed list when it is read.
//! - The list is written twice: the copy is for `rebuild`, where the first one is lost.
//! - What lies here is read from the folder itself, not from a further list that could be lost or outdated: what a
//!   killed writer left is collected by the next one.
//! - A writer whose index was deleted or replaced meanwhile no longer touches it.

use crate::index::Error;
use crate::index::lock::WriterLock;
#[cfg(unix)]
use crate::index::paged::Paged;
use crate::index::seal::{Object, Sealed, seal, unseal};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock, Weak};
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback, WatchHandle,
    WritePtr,
};
use tantivy::{Directory, TantivyError};

/// The list of segments.
pub(crate) const META: &str = "meta.json";
/// Its copy.
pub(crate) const META_COPY: &str = "meta.copy.json";
/// What keeps files from being deleted while a reader opens them.
pub(crate) const READERS_LOCK: &str = ".tantivy-meta.lock";
/// The engine's list of its files, which is made up anew each time.
const MANAGED: &str = ".managed.json";
/// The engine's lock for writers, in place of which there is our own.
const ENGINE_LOCK: &str = ".tantivy-writer.lock";
/// The value of `meta.json` that holds the sums.
const FILES: &str = "files";

/// What a file has to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Sum {
    /// Its length.
    pub(crate) bytes: u64,
    /// BLAKE3 of all of it, hexadecimal.
    pub(crate) blake3: String,
}

/// Files by their names.
pub(crate) type Sums = BTreeMap<String, Sum>;

/// The engine's folder; a clone is the same folder.
#[derive(Debug, Clone)]
pub(crate) struct Folder(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    files: MmapDirectory,
    root: PathBuf,
    /// A writer's, as long as that holds it.
    lock: Weak<WriterLock>,
    sums: RwLock<Sums>,
    fault: Mutex<Option<(PathBuf, io::Error)>>,
    forgiving: bool,
}

impl Folder {
    /// The folder at `root`, to be read; with the writer's lock, to be written as well.
    pub(crate) fn open(root: &Path, lock: Option<&Arc<WriterLock>>) -> Result<Self, Error> {
        Self::with(root, lock.map(Arc::downgrade).unwrap_or_default(), false)
    }

    /// The folder at `root`, of which is read what can still be read.
    pub(crate) fn forgiving(root: &Path) -> Result<Self, Error> {
        Self::with(root, Weak::new(), true)
    }

    fn with(root: &Path, lock: Weak<WriterLock>, forgiving: bool) -> Result<Self, Error> {
        let files = MmapDirectory::open(root).map_err(TantivyError::from)?;
        let (sums, fault) = (RwLock::default(), Mutex::default());
        Ok(Self(Arc::new(Inner { files, root: root.to_owned(), lock, sums, fault, forgiving })))
    }

    /// The first failure of writing since the last call: the engine itself often tells only that there was one.
    pub(crate) fn take_fault(&self) -> Option<Error> {
        let (path, source) = self.0.fault.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        Some(Error::Io { path, source })
    }

    /// A writer reads in pieces, everyone else maps the file into memory.
    #[cfg(unix)]
    fn handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if self.0.lock.strong_count() == 0 {
            return self.0.files.get_file_handle(path);
        }
        match Paged::open(&self.0.root, path, &self.0.files) {
            Ok(paged) => Ok(Arc::new(paged)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(lost(&name(path))),
            Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
        }
    }

    #[cfg(not(unix))]
    fn handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.files.get_file_handle(path)
    }

    fn sum_of(&self, path: &Path) -> Option<Sum> {
        self.0.sums.read().unwrap_or_else(PoisonError::into_inner).get(&name(path)).cloned()
    }

    fn note<T>(&self, path: &Path, result: io::Result<T>) -> io::Result<T> {
        result.inspect_err(|error| {
            let mut fault = self.0.fault.lock().unwrap_or_else(PoisonError::into_inner);
            fault.get_or_insert_with(|| (self.0.root.join(path), same(error)));
        })
    }

    /// Seals the engine's list together with the sums of its files and writes it, copy first: what the copy names is
    /// there at any time at which the list itself may be lost.
    fn write_meta(&self, data: &[u8]) -> io::Result<()> {
        // A merge that outlives its writer comes too late as well.
        if !self.0.lock.upgrade().is_some_and(|lock| lock.stands()) {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the index is no longer this writer's"));
        }
        let mut meta: Object = serde_json::from_slice(data)?;
        let living = living(&meta);
        let sums = self.0.sums.read().unwrap_or_else(PoisonError::into_inner);
        let files: Sums =
            sums.iter().filter(|(name, _)| living.holds(name)).map(|(n, s)| (n.clone(), s.clone())).collect();
        drop(sums);
        meta.insert(FILES.to_owned(), serde_json::to_value(files)?);
        let sealed = seal(meta);
        self.0.files.atomic_write(Path::new(META_COPY), &sealed)?;
        self.0.files.atomic_write(Path::new(META), &sealed)?;
        // The engine makes sure of its files before, but not of the list's new name.
        self.0.files.sync_directory()
    }

    fn read_meta(&self) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.0.files.atomic_read(Path::new(META));
        let meta = match bytes.map(|bytes| unseal(&bytes)) {
            Ok(Sealed::Whole(meta)) => meta,
            read if self.0.forgiving => {
                self.copied_meta().or_else(|| read.ok()?.readable()).ok_or_else(|| lost(META))?
            }
            read => read?.whole().map_err(|reason| damaged(META, reason))?,
        };
        let sums = sums(&meta);
        self.0.sums.write().unwrap_or_else(PoisonError::into_inner).extend(sums);
        Ok(serde_json::to_vec(&meta).unwrap_or_default())
    }

    fn copied_meta(&self) -> Option<Object> {
        unseal(&self.0.files.atomic_read(Path::new(META_COPY)).ok()?).whole().ok()
    }

    /// The names of the engine's files that lie here, as the engine keeps them.
    fn managed(&self) -> io::Result<Vec<u8>> {
        let names: Vec<String> = entries(&self.0.root)?.into_iter().filter(|name| is_engine_file(name)).collect();
        Ok(serde_json::to_vec(&names)?)
    }
}

/// The names of all that lies in the folder at `root`.
pub(crate) fn entries(root: &Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(root)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
    entries.collect()
}

/// What the list of segments says of their files.
pub(crate) fn sums(meta: &Object) -> Sums {
    meta.get(FILES).and_then(|files| serde_json::from_value(files.clone()).ok()).unwrap_or_default()
}

/// A file that the engine made: one of a segment, or one on the way to replace another.
pub(crate) fn is_engine_file(name: &str) -> bool {
    let (stem, rest) = name.split_at_checked(32).unwrap_or((name, ""));
    let of_segment = rest.starts_with('.') && stem.bytes().all(|byte| byte.is_ascii_hexdigit());
    of_segment || name.starts_with(".tmp")
}

/// The segments of a list, each with the commit of its last deletions.
struct Living(BTreeMap<String, Option<u64>>);

fn living(meta: &Object) -> Living {
    let segments = meta.get("segments").and_then(Value::as_array).into_iter().flatten();
    let entry = |segment: &Value| {
        let id = segment.get("segment_id")?.as_str()?.replace('-', "");
        let deletes = segment.get("deletes").and_then(|deletes| deletes.get("opstamp")).and_then(Value::as_u64);
        Some((id, deletes))
    };
    Living(segments.filter_map(entry).collect())
}

impl Living {
    /// Whether `name` is a file of one of them: not a list of deletions that a newer one replaces.
    fn holds(&self, name: &str) -> bool {
        let Some((segment, rest)) = name.split_once('.') else { return false };
        match (self.0.get(segment), rest.strip_suffix(".del")) {
            (Some(deletes), Some(stamp)) => deletes.is_some_and(|found| found.to_string() == stamp),
            (Some(_), None) => !rest.ends_with("temp"),
            (None, _) => false,
        }
    }
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let handle = self.handle(path)?;
        match self.sum_of(path) {
            Some(sum) if sum.bytes != handle.len() as u64 => {
                let reason = format!("it has {} bytes in place of {}", handle.len(), sum.bytes);
                Err(damaged(&name(path), reason))
            }
            _ => Ok(handle),
        }
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.0.sums.write().unwrap_or_else(PoisonError::into_inner).remove(&name(path));
        self.0.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let wrapped = |error: io::Error| OpenWriteError::wrap_io_error(error, path.to_owned());
        let file = self.0.files.open_write(path).inspect_err(|error| {
            if let OpenWriteError::IoError { io_error, .. } = error {
                let _ = self.note::<()>(path, Err(same(io_error)));
            }
        })?;
        let file = file.into_inner().map_err(|error| wrapped(error.into_error()))?;
        let summing =
            Summing { file, path: path.to_owned(), folder: self.clone(), hasher: blake3::Hasher::new(), bytes: 0 };
        Ok(BufWriter::new(Box::new(summing)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        match name(path).as_str() {
            META => self.read_meta(),
            MANAGED => self.managed().map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned())),
            _ => self.0.files.atomic_read(path),
        }
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        match name(path).as_str() {
            META => self.note(path, self.write_meta(data)),
            MANAGED => Ok(()),
            _ => self.note(path, self.0.files.atomic_write(path, data)),
        }
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.note(Path::new(""), self.0.files.sync_directory())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        if lock.filepath == Path::new(ENGINE_LOCK) {
            return self.0.lock.upgrade().map(|lock| DirectoryLock::from(Box::new(lock))).ok_or(LockError::LockBusy);
        }
        let file = readers_lock(&self.0.root.join(&lock.filepath)).map_err(LockError::wrap_io_error)?;
        Ok(DirectoryLock::from(Box::new(file)))
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.0.files.watch(callback)
    }
}

/// Takes the readers' lock, for the moment in which files are opened. Where nothing can be written, the file is opened
/// for reading, which is enough for the lock; where it is not there either, nobody here can be writing.
pub(crate) fn readers_lock(path: &Path) -> io::Result<Option<File>> {
    let written = OpenOptions::new().write(true).create(true).truncate(false).open(path);
    let Ok(file) = written.or_else(|error| File::open(path).map_err(|_| error)) else { return Ok(None) };
    file.lock()?;
    Ok(Some(file))
}

/// Sums up a file while it is written.
struct Summing {
    file: Box<dyn TerminatingWrite + Send + Sync>,
    path: PathBuf,
    folder: Folder,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl Write for Summing {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.file.write(buffer);
        let written = self.folder.note(&self.path, written)?;
        self.hasher.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl TerminatingWrite for Summing {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        let ended = self.file.terminate_ref(token);
        self.folder.note(&self.path, ended)?;
        let sum = Sum { bytes: self.bytes, blake3: self.hasher.finalize().to_hex().to_string() };
        self.folder.0.sums.write().unwrap_or_else(PoisonError::into_inner).insert(name(&self.path), sum);
        Ok(())
    }
}

fn name(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// The same error once more; the system's errors can't be cloned.
fn same(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

fn damaged(name: &str, reason: String) -> OpenReadError {
    OpenReadError::wrap_io_error(io::Error::new(io::ErrorKind::InvalidData, reason), PathBuf::from(name))
}

fn lost(name: &str) -> OpenReadError {
    OpenReadError::FileDoesNotExist(PathBuf::from(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_names_the_files_of_its_segments_only() {
        let meta = json!({ "segments": [
            { "segment_id": "0123456789ab-cdef0123456789abcdef", "deletes": { "opstamp": 7 } },
            { "segment_id": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "deletes": null },
        ]});
        let living = living(meta.as_object().unwrap_or(&Object::new()));
        for (name, expected) in [
            ("0123456789abcdef0123456789abcdef.store", true),
            ("0123456789abcdef0123456789abcdef.7.del", true),
            ("0123456789abcdef0123456789abcdef.6.del", false),
            ("0123456789abcdef0123456789abcdef.store.temp", false),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.7.del", false),
            ("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.store", false),
            ("meta.json", false),
        ] {
            assert_eq!(living.holds(name), expected, "{name}");
        }
    }

    #[test]
    fn only_files_of_the_engine_are_its_own() {
        for (name, expected) in [
            ("0123456789abcdef0123456789abcdef.store", true),
            ("0123456789abcdef0123456789abcdef", false),
            (".tmpA1b2C3", true),
            ("notizen.txt", false),
            ("Übersicht über alles, was hier liegt und bleibt.txt", false),
            ("meta.json", false),
        ] {
            assert_eq!(is_engine_file(name), expected, "{name}");
        }
    }
}
