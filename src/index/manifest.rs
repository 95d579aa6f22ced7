//! The manifest: what wrote the index, so that a reader that does not fit refuses it instead of finding nothing, and
//! which folder holds the engine's files, so that a rebuilt index takes the old one's place by the change of one file.

use crate::german;
use crate::index::folder::{META, META_COPY, sums};
use crate::index::seal::{Object, seal, unseal};
use crate::index::{Error, FORMAT};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Name of the manifest's file.
pub(crate) const FILE: &str = "manifest.json";
/// Name of the engine's first folder; those of rebuilt indexes have a number behind it.
const SEGMENTS: &str = "segments";

/// What an index says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Layout of the index.
    pub format: u32,
    /// Fingerprint of the German chain that made its terms.
    #[serde(default)]
    pub chain: String,
    /// Version of the program that created it.
    #[serde(default)]
    pub created_by: String,
    /// Name of the folder with the engine's files.
    #[serde(default = "first_segments")]
    pub(crate) segments: String,
    /// What it held after the last commit; kept for people and scripts, the engine's own counts decide.
    #[serde(default)]
    pub counts: Counts,
}

/// How much an index holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Articles.
    pub articles: u64,
    /// Passages, all articles together.
    pub passages: u64,
}

impl Manifest {
    /// The manifest of an index that this program creates.
    #[must_use]
    pub fn current() -> Self {
        Self {
            format: FORMAT,
            chain: german::fingerprint().to_owned(),
            created_by: env!("CARGO_PKG_VERSION").to_owned(),
            segments: first_segments(),
            counts: Counts::default(),
        }
    }

    /// Whether there is an index at `dir`, of whatever program.
    #[must_use]
    pub fn stands_at(dir: &Path) -> bool {
        Self::path(dir).exists()
    }

    /// Reads the manifest of the index at `dir` and checks that this program fits it.
    ///
    /// # Errors
    /// [`Error::Missing`] without an index, [`Error::Manifest`] for a manifest that can't be read, [`Error::Damaged`]
    /// where there are articles but no manifest, [`Error::Format`] and [`Error::Chain`] for one of another program.
    pub fn read(dir: &Path) -> Result<Self, Error> {
        let manifest = Self::read_any(dir)?;
        manifest.check(dir)?;
        Ok(manifest)
    }

    /// Reads the manifest of the index at `dir`, whatever program wrote it.
    pub(crate) fn read_any(dir: &Path) -> Result<Self, Error> {
        let path = Self::path(dir);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(without_manifest(dir, path)),
            Err(source) => return Err(Error::Io { path, source }),
        };
        let unreadable = |reason| Error::Manifest { path: Self::path(dir), reason };
        let manifest: Self = serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
        if !is_segments_folder(&manifest.segments) {
            return Err(unreadable(format!("{:?} can't be the name of its folder", manifest.segments)));
        }
        Ok(manifest)
    }

    /// What is wrong with the file itself, if anything is.
    pub(crate) fn fault(dir: &Path) -> Option<String> {
        match fs::read(Self::path(dir)) {
            Ok(bytes) => unseal(&bytes).whole().err(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Some("it is missing".to_owned()),
            Err(error) => Some(error.to_string()),
        }
    }

    /// Writes the manifest, whole or not at all: a temporary file is renamed over the old one.
    ///
    /// # Errors
    /// [`Error::Io`] when the folder can't be written.
    pub fn write(&self, dir: &Path) -> Result<(), Error> {
        let path = Self::path(dir);
        let fresh = path.with_extension("json.new");
        let written = File::create(&fresh).and_then(|mut file| {
            file.write_all(&self.sealed()?)?;
            file.sync_all()?;
            fs::rename(&fresh, &path)?;
            sync(dir)
        });
        written.map_err(Error::io(&path))
    }

    /// The manifest as a file.
    pub(crate) fn sealed(&self) -> io::Result<Vec<u8>> {
        let Value::Object(object) = serde_json::to_value(self)? else { return Ok(Vec::new()) };
        Ok(seal(object))
    }

    /// Name of the folder with the engine's files.
    pub(crate) fn segments_name(&self) -> &str {
        &self.segments
    }

    /// Names another folder.
    pub(crate) fn set_segments_name(&mut self, name: String) {
        self.segments = name;
    }

    /// Where the engine's files lie.
    pub(crate) fn segments(&self, dir: &Path) -> PathBuf {
        dir.join(&self.segments)
    }

    /// Whether this program fits it.
    pub(crate) fn check(&self, dir: &Path) -> Result<(), Error> {
        let current = Self::current();
        if self.format != current.format {
            return Err(Error::Format { dir: dir.to_owned(), found: self.format, expected: current.format });
        }
        if self.chain != current.chain {
            return Err(Error::Chain { dir: dir.to_owned(), found: self.chain.clone(), expected: current.chain });
        }
        Ok(())
    }

    /// Where the manifest of the index at `dir` lies.
    pub(crate) fn path(dir: &Path) -> PathBuf {
        dir.join(FILE)
    }
}

fn first_segments() -> String {
    SEGMENTS.to_owned()
}

/// A name that this program gives to a folder of segments: nothing that leads elsewhere.
pub(crate) fn is_segments_folder(name: &str) -> bool {
    segments_number(name).is_some()
}

fn segments_number(name: &str) -> Option<u64> {
    match name.strip_prefix(SEGMENTS)? {
        "" => Some(1),
        rest => rest.strip_prefix('-').filter(|digits| digits.len() < 19)?.parse().ok(),
    }
}

/// The folders of segments in the index at `dir`, the newest last.
pub(crate) fn segments_folders(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok);
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut folders: Vec<String> = names.filter(|name| is_segments_folder(name) && dir.join(name).is_dir()).collect();
    folders.sort_by_key(|name| segments_number(name));
    folders
}

/// The name of a further folder of segments in the index at `dir`.
pub(crate) fn next_segments_folder(dir: &Path) -> String {
    match segments_folders(dir).last().and_then(|name| segments_number(name)) {
        Some(last) => format!("{SEGMENTS}-{}", last + 1),
        None => first_segments(),
    }
}

/// A folder without a manifest is no index, unless there are articles in it. A creation cut short left none.
fn without_manifest(dir: &Path, manifest: PathBuf) -> Error {
    let lists =
        segments_folders(dir).into_iter().flat_map(|name| [META, META_COPY].map(|list| dir.join(&name).join(list)));
    let holds_some = |list: PathBuf| {
        let object: Option<Object> = fs::read(list).ok().and_then(|bytes| unseal(&bytes).readable());
        object.is_some_and(|list| !sums(&list).is_empty())
    };
    if lists.into_iter().any(holds_some) {
        Error::Damaged { path: manifest, reason: "it is missing".to_owned() }
    } else {
        Error::Missing(dir.to_owned())
    }
}

/// Makes sure that new names in `dir` are on disk.
fn sync(dir: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_of_another_program_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let ours = Manifest::current();
        ours.write(dir.path()).unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap(), ours);

        Manifest { format: FORMAT + 1, ..ours.clone() }.write(dir.path()).unwrap();
        assert!(matches!(Manifest::read(dir.path()), Err(Error::Format { .. })));

        Manifest { chain: "anders".into(), ..ours }.write(dir.path()).unwrap();
        assert!(matches!(Manifest::read(dir.path()), Err(Error::Chain { .. })));

        fs::write(Manifest::path(dir.path()), "{").unwrap();
        assert!(matches!(Manifest::read(dir.path()), Err(Error::Manifest { .. })));
    }

    #[test]
    fn an_empty_folder_has_no_index() {
        let dir = tempfile::tempdir().unwrap();
        assert!(matches!(Manifest::read(dir.path()), Err(Error::Missing(_))));
    }
}
