//! The one writer: adds, replaces, removes; what belongs together becomes visible together.

use crate::annotate::{Annotations, Annotator};
use crate::article::Article;
use crate::german::PartStems;
use crate::index::Error;
use crate::index::document::documents;
use crate::index::manifest::{Counts, Manifest};
use crate::index::open::{self, Snapshot};
use crate::index::record::Version;
use crate::index::schema::{self, Fields};
use crate::index::sketch::{Sketch, Sketches};
use crate::index::vocabulary::VocabularyPlugin;
use crate::passage::{self, Passage};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};
use tantivy::directory::MmapDirectory;
use tantivy::directory::error::LockError;
use tantivy::indexer::{LogMergePolicy, UserOperation};
use tantivy::{Index, IndexWriter, TantivyDocument, TantivyError, Term};

/// Share of deleted documents from which a segment is rewritten. The engine's default (1.0) never does it for deletes
/// alone, and deleted documents count in document frequencies until then.
const DELETED_SHARE_BEFORE_MERGE: f32 = 0.25;
/// Resemblance from which two articles count as the same: an agency's copy under another headline, with a word here and
/// there changed, has .75 and more; two reports on one event hardly ever .3.
pub const ALIKE: f32 = 0.7;
const RETRY: Duration = Duration::from_millis(100);

/// How a writer works.
#[derive(Debug, Clone)]
pub struct WriterOptions {
    /// Whether actors and cited media are looked for.
    pub annotate: bool,
    /// What looks for them.
    pub annotator: Arc<Annotator>,
    /// How long to wait for another writer.
    pub wait: Duration,
    /// Memory for terms not yet on disk, in bytes.
    pub memory: usize,
    /// From which resemblance on ([`Sketch::resemblance`]) an added article counts as a duplicate.
    pub alike: f32,
}

impl Default for WriterOptions {
    fn default() -> Self {
        Self {
            annotate: true,
            annotator: Annotator::embedded().clone(),
            wait: Duration::from_secs(5),
            memory: 96 << 20,
            alike: ALIKE,
        }
    }
}

impl WriterOptions {
    /// Fingerprint of how articles are marked, to tell whether one has to be marked anew; empty for the embedded lists.
    #[must_use]
    pub fn marking(&self) -> String {
        match (self.annotate, self.annotator.lexicon().own_text()) {
            (false, _) => "none".to_owned(),
            (true, "") => String::new(),
            (true, own) => blake3::hash(own.as_bytes()).to_hex().as_str()[..16].to_owned(),
        }
    }
}

/// What a writer did with an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put {
    /// What became of it.
    pub outcome: Outcome,
    /// Passages written.
    pub passages: usize,
    /// Id of another article that says nearly the same, for one just added.
    pub duplicate_of: Option<String>,
}

/// What became of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Added,
    /// It replaces an older version under the same id.
    Updated,
    /// The index holds just this version.
    Unchanged,
}

/// Writes into an index; only one can be open at a time.
///
/// Nothing is visible to readers before [`Writer::commit`]; a writer dropped without it leaves the index as it was.
pub struct Writer {
    dir: PathBuf,
    engine: IndexWriter,
    fields: Fields,
    manifest: Manifest,
    before: Snapshot,
    pending: HashMap<String, Option<Version>>,
    /// Sketches of the articles not yet committed, by id.
    fresh: Sketches<String>,
    parts: PartStems,
    marking: String,
    options: WriterOptions,
}

impl Writer {
    /// Opens the index at `dir` for writing; makes the folder and the index when there is none.
    ///
    /// # Errors
    /// [`Error::Busy`] when another writer holds it for longer than `options.wait`; [`Error::Format`] and
    /// [`Error::Chain`] when it was written by another program; [`Error::Io`] when the folder can't be made.
    pub fn open(dir: &Path, options: WriterOptions) -> Result<Self, Error> {
        let (manifest, index) = match Manifest::read(dir) {
            Ok(manifest) => (manifest, open::engine(dir)?),
            Err(Error::Missing(_)) => create(dir)?,
            Err(other) => return Err(other),
        };
        let engine = locked(dir, &index, &options)?;
        let (_, fields) = schema::schema();
        let before = Snapshot::new(dir, &index)?;
        Ok(Self {
            dir: dir.to_owned(),
            engine,
            fields,
            manifest,
            before,
            pending: HashMap::new(),
            fresh: Sketches::default(),
            parts: PartStems::default(),
            marking: options.marking(),
            options,
        })
    }

    /// Adds `article` under its id, in place of an older version. `stamp` says which state of the source it was read
    /// from; 0 stands for a source that this article alone does not vouch for.
    ///
    /// An unchanged article from a source in another state
    /// (a file that was only touched) is written again, so that the source is known in its new state.
    ///
    /// # Errors
    /// When the engine or the disk fails.
    pub fn put(&mut self, article: &Article, stamp: u64) -> Result<Put, Error> {
        let known = self.known(&article.id)?;
        let version = Version::of(article, stamp, &self.marking, known.as_ref());
        if known.as_ref() == Some(&version) {
            return Ok(Put { outcome: Outcome::Unchanged, passages: 0, duplicate_of: None });
        }
        let unmoved = known.as_ref().filter(|known| known.content == version.content).and(version.origins.first());
        let article =
            &Article { path: unmoved.map(|origin| origin.path.clone()).or(article.path.clone()), ..article.clone() };
        let passages = passage::split(article);
        let annotations = self.annotations(article, &passages);
        let documents = documents(&self.fields, article, &passages, &annotations, &version, &mut self.parts)?;
        let count = documents.passages.len();
        self.replace(&article.id, documents.passages)?;
        let outcome = match known {
            None => Outcome::Added,
            Some(known) if known.is_alike(&version) => Outcome::Unchanged,
            Some(_) => Outcome::Updated,
        };
        self.pending.insert(article.id.clone(), Some(version));
        let twin = documents.sketch.map(|sketch| self.twin(&article.id, sketch)).transpose()?.flatten();
        let duplicate_of = twin.filter(|_| outcome == Outcome::Added);
        Ok(Put { outcome, passages: count, duplicate_of })
    }

    /// The other article most like the one with this sketch, which is then known for those that follow.
    fn twin(&mut self, id: &str, sketch: Sketch) -> Result<Option<String>, Error> {
        let fresh = self.fresh.nearest(&sketch, self.options.alike);
        let fresh = fresh.map(|(id, _)| id.clone()).filter(|twin| twin != id);
        self.fresh.insert(sketch, id.to_owned());
        if fresh.is_some() {
            return Ok(fresh);
        }
        let committed = self.before.alike(&sketch, self.options.alike)?;
        Ok(committed.into_iter().map(|(twin, _)| twin).find(|twin| twin != id && !self.pending.contains_key(twin)))
    }

    /// Removes the article with this id; false when there is none.
    ///
    /// # Errors
    /// When the engine or the disk fails.
    pub fn remove(&mut self, id: &str) -> Result<bool, Error> {
        if self.known(id)?.is_none() {
            return Ok(false);
        }
        self.replace(id, Vec::new())?;
        self.pending.insert(id.to_owned(), None);
        Ok(true)
    }

    /// Makes all changes since the last commit visible, at once, and safe on disk.
    ///
    /// # Errors
    /// When the engine or the disk fails; the index then stands as at the last commit.
    pub fn commit(&mut self) -> Result<Counts, Error> {
        self.engine.commit()?;
        self.before.reload()?;
        self.pending.clear();
        self.fresh.clear();
        let counts = self.before.counts()?;
        self.manifest.counts = counts;
        self.manifest.write(&self.dir)?;
        Ok(counts)
    }

    /// Commits and waits for running merges, so that no work is left behind.
    ///
    /// # Errors
    /// When the engine or the disk fails.
    pub fn finish(mut self) -> Result<Counts, Error> {
        let counts = self.commit()?;
        self.engine.wait_merging_threads()?;
        Ok(counts)
    }

    /// The index as of the last commit.
    #[must_use]
    pub fn committed(&self) -> &Snapshot {
        &self.before
    }

    /// The version now held under `id`, counting changes not yet committed.
    fn known(&self, id: &str) -> Result<Option<Version>, Error> {
        if let Some(pending) = self.pending.get(id) {
            return Ok(pending.clone());
        }
        Ok(self.before.record(id)?.map(|record| record.version()))
    }

    fn annotations(&self, article: &Article, passages: &[Passage]) -> Annotations {
        if self.options.annotate {
            self.options.annotator.annotate(article, passages)
        } else {
            Annotations::none(passages.len())
        }
    }

    /// One group of operations: the engine keeps it in one segment and shows it in one commit.
    fn replace(&self, id: &str, documents: Vec<TantivyDocument>) -> Result<(), Error> {
        let mut operations = vec![UserOperation::Delete(Term::from_field_text(self.fields.article, id))];
        operations.extend(documents.into_iter().map(UserOperation::Add));
        self.engine.run(operations)?;
        Ok(())
    }
}

fn create(dir: &Path) -> Result<(Manifest, Index), Error> {
    let segments = open::segments(dir);
    fs::create_dir_all(&segments).map_err(|source| Error::Io { path: segments.clone(), source })?;
    let (schema, _) = schema::schema();
    let directory = MmapDirectory::open(&segments).map_err(TantivyError::from)?;
    let index =
        Index::builder().schema(schema).register_plugin(Arc::new(VocabularyPlugin)).open_or_create(directory)?;
    // The manifest comes last: a creation cut short leaves a folder that the next one completes.
    let manifest = Manifest::current();
    manifest.write(dir)?;
    Ok((manifest, index))
}

/// The engine's writer, once its lock is free; waits no longer than the options say.
fn locked(dir: &Path, index: &Index, options: &WriterOptions) -> Result<IndexWriter, Error> {
    let start = Instant::now();
    loop {
        // One indexing thread: the analysis before it costs more than the indexing itself, and runs beside it.
        match index.writer_with_num_threads(1, options.memory) {
            Ok(writer) => {
                let mut policy = LogMergePolicy::default();
                policy.set_del_docs_ratio_before_merge(DELETED_SHARE_BEFORE_MERGE);
                writer.set_merge_policy(Box::new(policy));
                return Ok(writer);
            }
            Err(TantivyError::LockFailure(LockError::LockBusy, _)) if start.elapsed() < options.wait => {
                thread::sleep(RETRY);
            }
            Err(TantivyError::LockFailure(LockError::LockBusy, _)) => {
                return Err(Error::Busy { dir: dir.to_owned(), waited: start.elapsed().as_secs() });
            }
            Err(other) => return Err(other.into()),
        }
    }
}
