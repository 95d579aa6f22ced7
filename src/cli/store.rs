//! Where ingested articles go: into the index, or, for a dry run, nowhere.

use crate::article::Article;
use crate::index::{Manifest, Outcome, Put, Snapshot, Source, Writer, WriterOptions};
use std::collections::HashMap;
use std::path::Path;

/// The index as inputs meet it.
pub(crate) enum Store {
    /// Articles are written.
    Writing(Box<Writer>),
    /// Articles are only compared with what stands and how it was marked; `None` where no index stands yet.
    Comparing(Option<Box<Snapshot>>, String),
}

impl Store {
    /// Opens the index at `dir`, for writing unless the run is `dry`.
    pub(crate) fn open(dir: &Path, options: WriterOptions, dry: bool) -> anyhow::Result<Self> {
        if !dry {
            return Ok(Self::Writing(Box::new(Writer::open(dir, options)?)));
        }
        let stands = Manifest::stands_at(dir);
        Ok(Self::Comparing(stands.then(|| Snapshot::open(dir).map(Box::new)).transpose()?, options.marking()))
    }

    /// The files that the articles of the last commit were read from, by path.
    pub(crate) fn sources(&self) -> anyhow::Result<HashMap<String, Source>> {
        Ok(match self {
            Self::Writing(writer) => writer.committed().sources()?,
            Self::Comparing(Some(snapshot), _) => snapshot.sources()?,
            Self::Comparing(None, _) => HashMap::new(),
        })
    }

    /// Adds `article`, or tells what adding it would do. `stamp` as for [`Writer::put`].
    pub(crate) fn put(&mut self, article: &Article, stamp: u64) -> anyhow::Result<Put> {
        let outcome = match self {
            Self::Writing(writer) => return Ok(writer.put(article, stamp)?),
            Self::Comparing(Some(snapshot), marking) => snapshot.outcome(article, marking)?,
            Self::Comparing(None, _) => Outcome::Added,
        };
        let passages = if outcome == Outcome::Unchanged { 0 } else { crate::passage::split(article).len().max(1) };
        Ok(Put { outcome, passages, duplicate_of: None })
    }

    /// Whether there is an article with this id.
    pub(crate) fn holds(&self, id: &str) -> anyhow::Result<bool> {
        Ok(match self {
            Self::Writing(writer) => writer.holds(id)?,
            Self::Comparing(Some(snapshot), _) => snapshot.record(id)?.is_some(),
            Self::Comparing(None, _) => false,
        })
    }

    /// Removes the article with this id, or tells whether there is one.
    pub(crate) fn remove(&mut self, id: &str) -> anyhow::Result<bool> {
        Ok(match self {
            Self::Writing(writer) => writer.remove(id)?,
            Self::Comparing(Some(snapshot), _) => snapshot.record(id)?.is_some(),
            Self::Comparing(None, _) => false,
        })
    }

    /// The writer behind it.
    pub(crate) fn into_writer(self) -> Option<Writer> {
        match self {
            Self::Writing(writer) => Some(*writer),
            Self::Comparing(..) => None,
        }
    }

    /// Makes what was written visible and safe.
    pub(crate) fn commit(&mut self) -> anyhow::Result<()> {
        if let Self::Writing(writer) = self {
            writer.commit()?;
        }
        Ok(())
    }

    /// Commits and closes.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        if let Self::Writing(writer) = self {
            writer.finish()?;
        }
        Ok(())
    }
}
