//! Verifying: whether an index is as its last commit left it, file by file and article by article.

use crate::index::folder::{META, META_COPY, READERS_LOCK, Sum, Sums, entries, is_engine_file, sums};
use crate::index::lock::WriterLock;
use crate::index::manifest::{self, Counts, Manifest};
use crate::index::open::Snapshot;
use crate::index::record::{Record, article_key};
use crate::index::seal::{Object, Sealed, unseal};
use crate::index::{Error, FORMAT};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use tantivy::{DocAddress, SegmentReader, TantivyError};

/// How often a commit that comes in between is followed.
const TRIES: usize = 1000;

/// What is wrong with an index in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file, or the id of the article.
    pub place: String,
    /// What is wrong with it.
    pub reason: String,
}

/// What verifying found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Files whose every byte was compared with what was written.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Articles and passages that were looked at one by one; nothing when files are damaged.
    pub counts: Counts,
    /// Files that belong to no commit: left by a writer that was killed, or just being written. The next writer clears
    /// them away.
    pub leftovers: Vec<PathBuf>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

impl Verification {
    fn fault(&mut self, place: impl Into<String>, reason: impl Into<String>) {
        self.faults.push(Fault { place: place.into(), reason: reason.into() });
    }

    fn check(&mut self, file: &Path, reason: Option<String>) {
        if let Some(reason) = reason {
            self.fault(file.to_string_lossy(), reason);
        }
    }
}

/// Verifies the index at `dir`: its manifest, its lists, every byte of its files, and that every article is there once
/// and whole. A writer may be at work meanwhile.
///
/// # Errors
/// [`Error::Missing`] without an index, [`Error::Format`] for one of another format, [`Error::Io`] when the folder can't
/// be read. Damage is no error but a fault in the [`Verification`].
pub fn verify(dir: &Path) -> Result<Verification, Error> {
    loop {
        let mut found = Verification::default();
        let segments = segments_of(dir, &mut found)?;
        everything(dir, &segments, &mut found)?;
        // A rebuilt index may have taken this one's place meanwhile.
        if found.faults.is_empty() || segments_of(dir, &mut Verification::default())? == segments {
            return Ok(found);
        }
    }
}

fn everything(dir: &Path, segments: &str, found: &mut Verification) -> Result<(), Error> {
    let home = dir.join(segments);
    for lock in [WriterLock::path(Path::new("")), Path::new(segments).join(READERS_LOCK)] {
        found.check(&lock, (!dir.join(&lock).exists()).then(|| "it is missing; the next `add` makes it".to_owned()));
    }
    found.check(&Path::new(segments).join(META_COPY), list(&home, META_COPY).err());
    files(segments, &home, found)?;
    if found.faults.is_empty() { articles(dir, found) } else { Ok(()) }
}

/// The folder of the engine's files: the one that the manifest names, or the newest where the manifest is damaged.
fn segments_of(dir: &Path, found: &mut Verification) -> Result<String, Error> {
    let manifest = Manifest::read_any(dir);
    let fault = Manifest::fault(dir);
    match &manifest {
        Err(Error::Missing(_) | Error::Io { .. }) => return manifest.map(|manifest| manifest.segments),
        // Another program wrote it, and nobody changed it since: of its files nothing is known here.
        Ok(manifest) if manifest.format != FORMAT && fault.is_none() => manifest.check(dir)?,
        _ => {}
    }
    found.check(Path::new(manifest::FILE), fault);
    if let Ok(manifest) = manifest {
        if let Err(error) = manifest.check(dir) {
            found.fault(manifest::FILE, error.to_string());
        }
        return Ok(manifest.segments);
    }
    Ok(manifest::segments_folders(dir).pop().unwrap_or_else(|| Manifest::current().segments))
}

/// A list of segments, or what is wrong with it.
fn list(home: &Path, name: &str) -> Result<Object, String> {
    read(&home.join(name)).and_then(Sealed::whole)
}

fn read(path: &Path) -> Result<Sealed, String> {
    match fs::read(path) {
        Ok(bytes) => Ok(unseal(&bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err("it is missing".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// Compares every file with the sum in the list. Files never change, so that one which fits needs no second look when a
/// commit comes in between; one that does not may just have been replaced.
fn files(segments: &str, home: &Path, found: &mut Verification) -> Result<(), Error> {
    let mut sound = Sums::new();
    for _ in 0..TRIES {
        let meta = list(home, META);
        let listed = listed(home, &meta);
        let mut faults = Vec::new();
        for (name, sum) in &listed {
            if sound.get(name) == Some(sum) {
                continue;
            }
            match compare(&home.join(name), sum) {
                None => drop(sound.insert(name.clone(), sum.clone())),
                Some(reason) => faults.push((name.clone(), reason)),
            }
        }
        if !faults.is_empty() && list(home, META) != meta {
            continue;
        }
        let at = |name: &str| Path::new(segments).join(name);
        found.check(&at(META), meta.err());
        faults.into_iter().for_each(|(name, reason)| found.check(&at(&name), Some(reason)));
        found.files = sound.len();
        found.bytes = sound.values().map(|sum| sum.bytes).sum();
        found.leftovers = leftovers(home, &listed)?.into_iter().map(|name| at(&name)).collect();
        return Ok(());
    }
    Err(Error::Io { path: home.to_owned(), source: io::Error::other("it changes all the time") })
}

/// The sums of a list; where that is damaged those of its copy, so that the other files can be looked at all the same.
fn listed(home: &Path, meta: &Result<Object, String>) -> Sums {
    let readable = || list(home, META_COPY).ok().or_else(|| read(&home.join(META)).ok()?.readable());
    meta.as_ref().ok().cloned().or_else(readable).map(|meta| sums(&meta)).unwrap_or_default()
}

/// What is wrong with a file, if anything is.
pub(crate) fn compare(path: &Path, expected: &Sum) -> Option<String> {
    let summed = File::open(path).and_then(|file| {
        let mut hasher = blake3::Hasher::new();
        let bytes = io::copy(&mut io::BufReader::with_capacity(1 << 20, file), &mut hasher)?;
        Ok(Sum { bytes, blake3: hasher.finalize().to_hex().to_string() })
    });
    match summed {
        Ok(sum) if sum == *expected => None,
        Ok(sum) if sum.bytes != expected.bytes => {
            Some(format!("it has {} bytes in place of {}", sum.bytes, expected.bytes))
        }
        Ok(_) => Some("it was changed: its checksum does not fit".to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some("it is missing".to_owned()),
        Err(error) => Some(error.to_string()),
    }
}

fn leftovers(home: &Path, listed: &Sums) -> Result<Vec<String>, Error> {
    let mut names = match entries(home) {
        Ok(names) => names,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(source) => return Err(Error::Io { path: home.to_owned(), source }),
    };
    names.retain(|name| is_engine_file(name) && !listed.contains_key(name));
    names.sort_unstable();
    Ok(names)
}

/// Looks at every passage of every article.
fn articles(dir: &Path, found: &mut Verification) -> Result<(), Error> {
    let snapshot = Snapshot::open(dir)?;
    let mut seen = HashSet::new();
    for (ordinal, segment) in (0..).zip(snapshot.searcher().segment_readers()) {
        let keys = segment.fast_fields().u64("article_key")?;
        let mut article: Vec<DocAddress> = Vec::new();
        let mut current = None;
        for doc in segment.doc_ids_alive() {
            let key = keys.first(doc);
            if key != current && !article.is_empty() {
                whole(&snapshot, segment, &article, &mut seen, found)?;
                article.clear();
            }
            current = key;
            article.push(DocAddress::new(ordinal, doc));
        }
        if !article.is_empty() {
            whole(&snapshot, segment, &article, &mut seen, found)?;
        }
    }
    Ok(())
}

/// Looks at one article: the passages that stand one after the other under one key.
fn whole(
    snapshot: &Snapshot,
    segment: &SegmentReader,
    passages: &[DocAddress],
    seen: &mut HashSet<u64>,
    found: &mut Verification,
) -> Result<(), Error> {
    let Some(&first) = passages.first() else { return Ok(()) };
    let id = snapshot.text_column("article", first)?.unwrap_or_default();
    let key = article_key(&id);
    if !seen.insert(key) {
        found.fault(&id, "the article is there more than once, or in pieces");
    }
    if segment.fast_fields().u64("article_key")?.first(first.doc_id) != Some(key) {
        found.fault(&id, "its passages are grouped under another article's key");
    }
    found.counts.articles += 1;
    found.counts.passages += passages.len() as u64;
    if let Err(reason) = passages_fit(snapshot, segment, passages, &id) {
        found.fault(&id, reason);
    }
    Ok(())
}

fn passages_fit(snapshot: &Snapshot, segment: &SegmentReader, passages: &[DocAddress], id: &str) -> Result<(), String> {
    let broken = |error: Error| error.to_string();
    let heads = segment.fast_fields().u64("stamp").map_err(|error: TantivyError| error.to_string())?;
    let heads: Vec<bool> = passages.iter().map(|passage| heads.first(passage.doc_id).is_some()).collect();
    if heads.first() != Some(&true) || heads.iter().filter(|head| **head).count() != 1 {
        return Err("its first passage, which holds the article, is not where it should be".to_owned());
    }
    let record = snapshot.record_at(passages[0]).map_err(broken)?;
    if record.article.id != id {
        return Err(format!("the article {:?} is stored with it", record.article.id));
    }
    if record.passages.max(1) != passages.len() {
        return Err(format!("it has {} passages in place of {}", passages.len(), record.passages.max(1)));
    }
    let mut end = 0;
    for (number, address) in passages.iter().enumerate() {
        let place = snapshot.passage(*address).map_err(broken)?.place;
        if place.span.start < end || !lies_within(&record, place.span.start, place.span.end) {
            return Err(format!("passage {} does not lie where it should", number + 1));
        }
        end = place.span.end;
    }
    Ok(())
}

fn lies_within(record: &Record, start: usize, end: usize) -> bool {
    record.article.text.get(start..end).is_some()
}
