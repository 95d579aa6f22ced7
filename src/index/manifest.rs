//! The manifest: what wrote the index, so that a reader that does not fit refuses it instead of finding nothing.

use crate::german;
use crate::index::{Error, FORMAT};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

const FILE: &str = "manifest.json";

/// What an index says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Layout of the index.
    pub format: u32,
    /// Fingerprint of the German chain that made its terms.
    pub chain: String,
    /// Version of the program that created it.
    pub created_by: String,
    /// What it held after the last commit; kept for people and scripts, the engine's own counts decide.
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
    /// [`Error::Missing`] without a manifest, [`Error::Manifest`] for one that can't be read, [`Error::Format`] and
    /// [`Error::Chain`] for one of another program.
    pub fn read(dir: &Path) -> Result<Self, Error> {
        let path = Self::path(dir);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Error::Missing(dir.to_owned())),
            Err(source) => return Err(Error::Io { path, source }),
        };
        let manifest: Self =
            serde_json::from_str(&text).map_err(|error| Error::Manifest { path, reason: error.to_string() })?;
        manifest.check(dir)?;
        Ok(manifest)
    }

    /// Writes the manifest, whole or not at all: a temporary file is renamed over the old one.
    ///
    /// # Errors
    /// [`Error::Io`] when the folder can't be written.
    pub fn write(&self, dir: &Path) -> Result<(), Error> {
        let path = Self::path(dir);
        let fresh = path.with_extension("json.new");
        let written = fs::File::create(&fresh).and_then(|mut file| {
            serde_json::to_writer_pretty(&mut file, self)?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            fs::rename(&fresh, &path)
        });
        written.map_err(|source| Error::Io { path, source })
    }

    fn check(&self, dir: &Path) -> Result<(), Error> {
        let current = Self::current();
        if self.format != current.format {
            return Err(Error::Format { dir: dir.to_owned(), found: self.format, expected: current.format });
        }
        if self.chain != current.chain {
            return Err(Error::Chain { dir: dir.to_owned(), found: self.chain.clone(), expected: current.chain });
        }
        Ok(())
    }

    fn path(dir: &Path) -> PathBuf {
        dir.join(FILE)
    }
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
