//! Backups: one commit of an index in one file, and back.
//!
//! ```text
//! tar, packed with zstd
//!   manifest.json        as it stood
//!   segments/NAME        the list of segments, and every file it names
//!   beside/PATH          what else lies in the index's folder: other files that people or programs keep there
//!   backup.json          sealed: length and BLAKE3 of each of them; last, so that a file cut short has none
//! ```

use crate::index::Error;
use crate::index::folder::{META, META_COPY, READERS_LOCK, Sum, Sums, is_engine_file, readers_lock, sums};
use crate::index::lock::{Holder, WriterLock};
use crate::index::manifest::{self, Counts, Manifest};
use crate::index::seal::{Object, seal, unseal};
use crate::index::write::{Unfinished, remove_old};
use serde_json::json;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};
use walkdir::WalkDir;

const LAYOUT: u32 = 1;
const LIST: &str = "backup.json";
const SEGMENTS: &str = "segments";
const BESIDE: &str = "beside";
/// The smallest files of a backup are read into memory as a whole; no real one comes near this (bytes).
const SMALL: u64 = 256 << 20;

/// What a backup holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backup {
    /// What the index held when its manifest was written.
    pub counts: Counts,
    /// Files.
    pub files: usize,
    /// Their bytes, unpacked.
    pub bytes: u64,
}

/// Writes the last commit of the index at `dir` to `out`, with all else that lies in its folder. A writer may be at work
/// meanwhile. The checksums of the index's files are compared on the way.
///
/// # Errors
/// [`Error::Missing`] without an index, [`Error::Damaged`] when a file is not what the commit left, [`Error::Io`] when
/// something can't be read, or `out` can't be written.
pub fn backup(dir: &Path, out: impl Write) -> Result<Backup, Error> {
    let pinned = Pinned::of(dir)?;
    let packed = |source| Error::Io { path: PathBuf::from("the backup"), source };
    let mut archive = Packing::new(out).map_err(packed)?;
    archive.bytes(manifest::FILE, &pinned.manifest.sealed().map_err(packed)?).map_err(packed)?;
    archive.bytes(&format!("{SEGMENTS}/{META}"), &pinned.list).map_err(packed)?;
    for (name, file, expected) in pinned.files {
        let path = pinned.home.join(&name);
        let sum = archive.file(&format!("{SEGMENTS}/{name}"), file).map_err(Error::io(&path))?;
        if sum != expected {
            return Err(Error::Damaged { path, reason: "its checksum does not fit".to_owned() });
        }
    }
    for name in beside(dir)? {
        let path = dir.join(&name);
        let stored = format!("{BESIDE}/{}", name.to_string_lossy());
        File::open(&path).and_then(|file| archive.file(&stored, file)).map_err(Error::io(&path))?;
    }
    let (files, bytes) = archive.finish().map_err(packed)?;
    Ok(Backup { counts: pinned.manifest.counts, files, bytes })
}

/// One commit, all files of it open: nothing that happens to the index can take them away.
struct Pinned {
    manifest: Manifest,
    home: PathBuf,
    list: Vec<u8>,
    files: Vec<(String, File, Sum)>,
}

impl Pinned {
    fn of(dir: &Path) -> Result<Self, Error> {
        loop {
            let manifest = Manifest::read_any(dir)?;
            match Self::with(dir, &manifest) {
                // A rebuilt index took its place just now.
                Err(_) if Manifest::read_any(dir)?.segments_name() != manifest.segments_name() => {}
                done => return done,
            }
        }
    }

    fn with(dir: &Path, manifest: &Manifest) -> Result<Self, Error> {
        let home = manifest.segments(dir);
        let lock = home.join(READERS_LOCK);
        let held = readers_lock(&lock).map_err(Error::io(&lock))?;
        let path = home.join(META);
        let list = fs::read(&path).map_err(Error::io(&path))?;
        let meta = unseal(&list).whole().map_err(|reason| Error::Damaged { path, reason })?;
        let files = sums(&meta).into_iter().map(|(name, sum)| {
            let path = home.join(&name);
            let file = File::open(&path).map_err(Error::io(&path))?;
            Ok((name, file, sum))
        });
        let files = files.collect::<Result<_, Error>>()?;
        drop(held);
        Ok(Self { manifest: manifest.clone(), home, list, files })
    }
}

/// The files in the index's folder that are not the index's, as paths from there.
fn beside(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let own = |path: &Path| {
        let name = path.to_string_lossy();
        manifest::is_segments_folder(&name)
            || name.starts_with(manifest::FILE)
            || WriterLock::path(Path::new("")) == path
    };
    let walk = WalkDir::new(dir).min_depth(1).sort_by_file_name().into_iter();
    let walk =
        walk.filter_entry(|entry| entry.path().strip_prefix(dir).is_ok_and(|path| !own(path) && !is_passing(path)));
    let mut files = Vec::new();
    for entry in walk {
        let entry = entry.map_err(|error| Error::Io { path: dir.to_owned(), source: error.into() })?;
        if entry.file_type().is_file() {
            files.extend(entry.path().strip_prefix(dir).map(Path::to_owned));
        }
    }
    Ok(files)
}

/// Files that are on the way to another name.
fn is_passing(path: &Path) -> bool {
    path.to_string_lossy().starts_with(".tmp") || path.starts_with(RESTORING)
}

/// An archive that is being written.
struct Packing<W: Write> {
    tar: tar::Builder<zstd::Encoder<'static, W>>,
    sums: Sums,
}

impl<W: Write> Packing<W> {
    fn new(out: W) -> io::Result<Self> {
        Ok(Self { tar: tar::Builder::new(zstd::Encoder::new(out, 0)?), sums: Sums::new() })
    }

    fn bytes(&mut self, name: &str, bytes: &[u8]) -> io::Result<Sum> {
        self.entry(name, bytes.len() as u64, 0, bytes)
    }

    fn file(&mut self, name: &str, file: File) -> io::Result<Sum> {
        let meta = file.metadata()?;
        let modified = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        self.entry(name, meta.len(), modified.map_or(0, |time| time.as_secs()), file)
    }

    fn entry(&mut self, name: &str, length: u64, modified: u64, content: impl Read) -> io::Result<Sum> {
        let mut header = tar::Header::new_gnu();
        header.set_size(length);
        header.set_mtime(modified);
        header.set_mode(0o644);
        let mut content = Summed::new(content.take(length));
        self.tar.append_data(&mut header, name, &mut content)?;
        let sum = content.sum();
        if sum.bytes != length {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "it became shorter while it was read"));
        }
        self.sums.insert(name.to_owned(), sum.clone());
        Ok(sum)
    }

    fn finish(mut self) -> io::Result<(usize, u64)> {
        let (files, bytes) = (self.sums.len(), self.sums.values().map(|sum| sum.bytes).sum());
        let mut list = Object::new();
        list.insert("layout".to_owned(), LAYOUT.into());
        list.insert("files".to_owned(), json!(self.sums));
        self.bytes(LIST, &seal(list))?;
        self.tar.into_inner()?.finish()?.flush()?;
        Ok((files, bytes))
    }
}

/// Sums up what is read.
struct Summed<R> {
    inner: R,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl<R: Read> Summed<R> {
    fn new(inner: R) -> Self {
        Self { inner, hasher: blake3::Hasher::new(), bytes: 0 }
    }

    fn sum(&self) -> Sum {
        Sum { bytes: self.bytes, blake3: self.hasher.finalize().to_hex().to_string() }
    }
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..read]);
        self.bytes += read as u64;
        Ok(read)
    }
}

/// Where files lie that are to stand beside the index, until all is unpacked.
const RESTORING: &str = ".restoring";

/// How a backup is restored.
#[derive(Debug, Clone, Default)]
pub struct Restoring {
    /// Whether it takes the place of an index, and of other files, that are there.
    pub replace: bool,
    /// How long to wait for a writer.
    pub wait: Duration,
    /// Who restores, for those that have to wait.
    pub holder: Option<Holder>,
}

/// Restores a backup as the index at `dir`. Everything is unpacked and compared with its checksum before any of it takes
/// its place; what was there stays as it is when something is wrong.
///
/// # Errors
/// [`Error::Backup`] when it is no backup, cut short or altered; [`Error::Occupied`] when something is there already and
/// is not to be replaced; [`Error::Busy`] when a writer is at work; [`Error::Io`] when the folder can't be written.
pub fn restore(dir: &Path, backup: impl Read, options: &Restoring) -> Result<Backup, Error> {
    if !options.replace && !matches!(Manifest::read_any(dir), Err(Error::Missing(_))) {
        return Err(Error::Occupied(dir.to_owned()));
    }
    fs::create_dir_all(dir).map_err(Error::io(dir))?;
    let lock = WriterLock::acquire(dir, options.wait, options.holder.as_ref())?;
    let folder = manifest::next_segments_folder(dir);
    let mut unpacking = Unpacking::into(dir, &folder)?;
    unpacking.all(backup)?;
    unpacking.check()?;
    let mut manifest: Manifest = serde_json::from_slice(&unpacking.manifest)
        .map_err(|error| Error::Backup(format!("its {} can't be read: {error}", manifest::FILE)))?;
    manifest.set_segments_name(folder);
    let restored = Backup {
        counts: manifest.counts,
        files: unpacking.sums.len(),
        bytes: unpacking.sums.values().map(|sum| sum.bytes).sum(),
    };
    unpacking.place_others(dir, options.replace)?;
    manifest.write(dir)?;
    unpacking.segments.keep();
    remove_old(dir, &manifest);
    drop(lock);
    Ok(restored)
}

/// A backup on its way into an index's folder.
struct Unpacking {
    home: PathBuf,
    segments: Unfinished,
    passing: PathBuf,
    /// Deleted in any case.
    _others: Unfinished,
    manifest: Vec<u8>,
    list: Vec<u8>,
    sums: Sums,
}

impl Unpacking {
    fn into(dir: &Path, folder: &str) -> Result<Self, Error> {
        let (home, passing) = (dir.join(folder), dir.join(RESTORING));
        if passing.exists() {
            fs::remove_dir_all(&passing).map_err(Error::io(&passing))?;
        }
        for folder in [&home, &passing] {
            fs::create_dir_all(folder).map_err(Error::io(folder))?;
        }
        let (segments, others) = (Unfinished::new(&home), Unfinished::new(&passing));
        Ok(Self { home, segments, passing, _others: others, manifest: Vec::new(), list: Vec::new(), sums: Sums::new() })
    }

    fn all(&mut self, backup: impl Read) -> Result<(), Error> {
        let unreadable =
            |error: io::Error| Error::Backup(format!("it is no backup, or cut short, or altered ({error})"));
        let mut archive = tar::Archive::new(zstd::Decoder::new(backup).map_err(unreadable)?);
        for entry in archive.entries().map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            let mut content = Summed::new(entry);
            self.entry(&name, &mut content)?;
            if name != LIST {
                self.sums.insert(name, content.sum());
            }
        }
        Ok(())
    }

    fn entry(&mut self, name: &str, content: &mut impl Read) -> Result<(), Error> {
        let target = match name.split_once('/') {
            None if name == manifest::FILE => return small(content, &mut self.manifest),
            None if name == LIST => return small(content, &mut self.list),
            Some((SEGMENTS, file)) if file == META || is_engine_file(file) && !file.contains(['/', '\\']) => {
                self.home.join(file)
            }
            Some((BESIDE, path)) if stays_below(Path::new(path)) => self.passing.join(path),
            _ => return Err(Error::Backup(format!("{name:?} does not belong into a backup"))),
        };
        write(&target, content)
    }

    /// Whether all is there, and as it was.
    fn check(&self) -> Result<(), Error> {
        let cut = |reason| Error::Backup(format!("its list of files is missing or altered: {reason}"));
        let list = unseal(&self.list).whole().map_err(cut)?;
        let listed = sums(&list);
        for (name, expected) in &listed {
            match self.sums.get(name) {
                Some(sum) if sum == expected => {}
                Some(_) => return Err(Error::Backup(format!("{name} is not as it was: its checksum does not fit"))),
                None => return Err(Error::Backup(format!("{name} is missing in it"))),
            }
        }
        let meta = self.home.join(META);
        let bytes = fs::read(&meta).map_err(|_| cut(format!("{SEGMENTS}/{META} is missing")))?;
        fs::write(self.home.join(META_COPY), bytes).map_err(Error::io(&meta))?;
        File::create(self.home.join(READERS_LOCK)).map(drop).map_err(Error::io(&self.home))
    }

    /// Moves the other files to their places.
    fn place_others(&self, dir: &Path, replace: bool) -> Result<(), Error> {
        let names: Vec<PathBuf> = self
            .sums
            .keys()
            .filter_map(|name| name.strip_prefix(BESIDE)?.strip_prefix('/'))
            .map(PathBuf::from)
            .collect();
        for name in names.iter().filter(|_| !replace) {
            let (there, ours) = (fs::read(dir.join(name)), fs::read(self.passing.join(name)));
            if there.is_ok_and(|there| ours.is_ok_and(|ours| ours != there)) {
                return Err(Error::Occupied(dir.join(name)));
            }
        }
        for name in names {
            let target = dir.join(&name);
            let parent = target.parent().unwrap_or(dir);
            let moved = fs::create_dir_all(parent).and_then(|()| fs::rename(self.passing.join(&name), &target));
            moved.map_err(Error::io(&target))?;
        }
        Ok(())
    }
}

fn small(content: &mut impl Read, into: &mut Vec<u8>) -> Result<(), Error> {
    let read = content.take(SMALL).read_to_end(into);
    read.map(drop).map_err(|error| Error::Backup(format!("it is cut short or altered ({error})")))
}

fn write(target: &Path, content: &mut impl Read) -> Result<(), Error> {
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent).map_err(Error::io(parent))?;
    }
    let mut file = File::create_new(target).map_err(Error::io(target))?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let length = content
            .read(&mut buffer)
            .map_err(|error| Error::Backup(format!("it is cut short or altered ({error})")))?;
        if length == 0 {
            return file.sync_data().map_err(Error::io(target));
        }
        file.write_all(&buffer[..length]).map_err(Error::io(target))?;
    }
}

/// A path that leads nowhere else.
fn stays_below(path: &Path) -> bool {
    path.components().next().is_some() && path.components().all(|part| matches!(part, Component::Normal(_)))
}
