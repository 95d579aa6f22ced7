//! The one writer: adds, replaces, removes; what belongs together becomes visible together.

use crate::annotate::{Annotations, Annotator};
use crate::article::Article;
use crate::german::PartStems;
use crate::index::Error;
use crate::index::document::documents;
use crate::index::folder::Folder;
use crate::index::lock::{Holder, WriterLock};
use crate::index::manifest::{self, Counts, Manifest};
use crate::index::merges::Merges;
use crate::index::open::{self, Snapshot};
use crate::index::queue::{Queue, Queued};
use crate::index::record::{Record, Version};
use crate::index::salvage::Remains;
use crate::index::schema::{self, Fields};
use crate::index::sketch::{Sketch, Sketches};
use crate::index::vocabulary::VocabularyPlugin;
use crate::passage::{self, Passage};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tantivy::indexer::{IndexWriterOptions, UserOperation};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

/// Resemblance from which two articles count as the same: an agency's copy under another headline, with a word here and
/// there changed, has .75 and more; two reports on one event hardly ever .3.
pub const ALIKE: f32 = 0.7;

/// How a writer works.
#[derive(Debug, Clone)]
pub struct WriterOptions {
    /// Whether actors and cited media are looked for.
    pub annotate: bool,
    /// What looks for them.
    pub annotator: Arc<Annotator>,
    /// How long to wait for another writer.
    pub wait: Duration,
    /// Who writes, for those that have to wait.
    pub holder: Option<Holder>,
    /// Memory for terms not yet on disk, in bytes.
    pub memory: usize,
    /// The clock, in seconds since 1970; see [`Writer::put`]. The default stands still, and articles are numbered.
    pub clock: fn() -> i64,
    /// From which resemblance on ([`Sketch::resemblance`]) an added article counts as a duplicate.
    pub alike: f32,
}

impl Default for WriterOptions {
    fn default() -> Self {
        let wait = Duration::from_secs(5);
        let annotator = Annotator::embedded().clone();
        Self { annotate: true, annotator, wait, holder: None, memory: 96 << 20, clock: || 0, alike: ALIKE }
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
///
/// What a process that was killed left behind is cleared away by the next writer.
pub struct Writer {
    dir: PathBuf,
    engine: IndexWriter<Queued>,
    queue: Queue,
    folder: Folder,
    fields: Fields,
    manifest: Manifest,
    before: Snapshot,
    pending: HashMap<String, Option<Version>>,
    /// Sketches of the articles not yet committed, by id.
    fresh: Sketches<String>,
    parts: PartStems,
    marking: String,
    options: WriterOptions,
    unfinished: Option<Unfinished>,
    /// The time that articles are given until the next commit.
    now: i64,
    /// Let go of last.
    lock: Arc<WriterLock>,
}

/// The folder of an index that is still to take the old one's place; deleted when it does not come to that.
#[derive(Debug)]
pub(crate) struct Unfinished(Option<PathBuf>);

impl Unfinished {
    pub(crate) fn new(folder: &Path) -> Self {
        Self(Some(folder.to_owned()))
    }

    /// It took its place.
    pub(crate) fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(folder) = &self.0 {
            // What can't be deleted now is by the next writer.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

impl Writer {
    /// Opens the index at `dir` for writing; makes the folder and the index when there is none.
    ///
    /// # Errors
    /// [`Error::Busy`] when another writer holds it for longer than `options.wait`; [`Error::Format`] and
    /// [`Error::Chain`] when it was written by another program; [`Error::Damaged`] when files are not what the last
    /// commit left; [`Error::Io`] when the folder can't be made or written.
    pub fn open(dir: &Path, options: WriterOptions) -> Result<Self, Error> {
        // An index that does not fit is refused without waiting for it.
        Manifest::read(dir).map(drop).or_else(Error::unless_missing)?;
        let lock = locked(dir, &options)?;
        let (manifest, folder, index) = match Manifest::read(dir) {
            Ok(manifest) => {
                let folder = Folder::open(&manifest.segments(dir), Some(&lock))?;
                let index = open::engine(folder.clone())?;
                remove_old(dir, &manifest);
                (manifest, folder, index)
            }
            Err(error) => {
                Error::unless_missing(error)?;
                let manifest = Manifest::current();
                let (folder, index) = create(dir, &manifest, &lock)?;
                // The manifest comes last: a creation cut short leaves a folder that the next one completes.
                manifest.write(dir)?;
                (manifest, folder, index)
            }
        };
        Self::over(dir, manifest, folder, &index, options, lock)
    }

    /// Begins an index that takes the place of the one at `dir` when it is [finished](Self::finish): readers keep the
    /// old one until then, and nothing else in the folder is touched. Dropped before, it leaves the old one as it is.
    ///
    /// With it comes what is left of the old one.
    ///
    /// # Errors
    /// [`Error::Missing`] without an index, else as [`Writer::open`].
    pub fn rebuild(dir: &Path, options: WriterOptions) -> Result<(Self, Remains), Error> {
        if let Err(Error::Missing(dir)) = Manifest::read_any(dir) {
            return Err(Error::Missing(dir));
        }
        let lock = locked(dir, &options)?;
        let remains = Remains::of(dir);
        let manifest = Manifest { segments: manifest::next_segments_folder(dir), ..Manifest::current() };
        let unfinished = Some(Unfinished::new(&manifest.segments(dir)));
        let (folder, index) = create(dir, &manifest, &lock)?;
        let writer = Self::over(dir, manifest, folder, &index, options, lock)?;
        Ok((Self { unfinished, ..writer }, remains))
    }

    fn over(
        dir: &Path,
        manifest: Manifest,
        folder: Folder,
        index: &Index,
        options: WriterOptions,
        lock: Arc<WriterLock>,
    ) -> Result<Self, Error> {
        let (_, fields) = schema::schema();
        let before = Snapshot::new(dir, index)?;
        let last = last_commit(index)?.max(before.newest()?.unwrap_or_default());
        let now = (options.clock)().max(last + 1);
        Ok(Self {
            dir: dir.to_owned(),
            engine: engine_writer(index, options.memory)?,
            queue: Queue::default(),
            folder,
            fields,
            manifest,
            before,
            pending: HashMap::new(),
            fresh: Sketches::default(),
            parts: PartStems::default(),
            marking: options.marking(),
            options,
            unfinished: None,
            lock,
            now,
        })
    }

    /// Adds `article` under its id, in place of an older version. `stamp` says which state of the source it was read
    /// from; 0 stands for a source that this article alone does not vouch for.
    ///
    /// An unchanged article from a source in another state
    /// (a file that was only touched) is written again, so that the source is known in its new state.
    ///
    /// An article is kept with the time at which its words came: seconds since 1970 on the clock of the options, but in
    /// any case more than that of every commit before, so that *added since* loses nothing when two commits fall into
    /// one second or the clock is set back (Kulkarni et al. 2014, "Logical Physical Clocks"). An article that comes again
    /// with the same title and blocks keeps its time, whatever else about it changed.
    ///
    /// # Errors
    /// When the engine or the disk fails.
    pub fn put(&mut self, article: &Article, stamp: u64) -> Result<Put, Error> {
        let known = self.known(&article.id)?;
        let version = Version::of(article, stamp, &self.marking, known.as_ref(), self.now);
        if known.as_ref() == Some(&version) {
            return Ok(Put { outcome: Outcome::Unchanged, passages: 0, duplicate_of: None });
        }
        let unmoved = known.as_ref().filter(|known| known.content == version.content).and(version.origins.first());
        let article =
            &Article { path: unmoved.map(|origin| origin.path.clone()).or(article.path.clone()), ..article.clone() };
        self.write(article, version, known)
    }

    /// Adds an article that another index held, with all that is known of its files; false when there is one under its
    /// id already.
    ///
    /// # Errors
    /// When the engine or the disk fails.
    pub fn put_again(&mut self, record: &Record) -> Result<bool, Error> {
        if self.known(&record.article.id)?.is_some() {
            return Ok(false);
        }
        self.write(&record.article, Version::again(record, &self.marking), None)?;
        Ok(true)
    }

    fn write(&mut self, article: &Article, version: Version, known: Option<Version>) -> Result<Put, Error> {
        let passages = passage::split(article);
        let annotations = self.annotations(article, &passages);
        let documents = documents(&self.fields, article, &passages, &annotations, &version, &mut self.parts)?;
        let count = documents.passages.len();
        self.replace(&article.id, known.is_some(), article.text.len(), documents.passages)?;
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
        self.replace(id, true, 0, Vec::new())?;
        self.pending.insert(id.to_owned(), None);
        Ok(true)
    }

    /// Whether there is an article with this id, counting changes not yet committed.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn holds(&self, id: &str) -> Result<bool, Error> {
        Ok(self.known(id)?.is_some())
    }

    /// Articles put or removed since the last commit.
    #[must_use]
    pub fn uncommitted(&self) -> usize {
        self.pending.len()
    }

    /// Makes all changes since the last commit visible, at once, and safe on disk.
    ///
    /// # Errors
    /// When the engine or the disk fails; the index then stands as at the last commit.
    pub fn commit(&mut self) -> Result<Counts, Error> {
        if !self.lock.stands() {
            return Err(Error::Replaced(self.dir.clone()));
        }
        if self.pending.is_empty() {
            return self.leave_as_is();
        }
        self.commit_engine().map_err(|error| self.cause(error))?;
        self.now = (self.options.clock)().max(self.now + 1);
        self.before.reload()?;
        self.pending.clear();
        self.fresh.clear();
        self.manifest.counts = self.before.counts()?;
        if self.unfinished.is_none() {
            self.manifest.write(&self.dir)?;
        }
        Ok(self.manifest.counts)
    }

    /// The time goes with the commit: the articles that had it may be removed.
    fn commit_engine(&mut self) -> tantivy::Result<()> {
        let mut commit = self.engine.prepare_commit()?;
        commit.set_payload(&self.now.to_string());
        commit.commit().map(drop)
    }

    /// Nothing was changed: readers need not look again. Only what a killed writer left is cleared away.
    fn leave_as_is(&self) -> Result<Counts, Error> {
        let cleared = self.engine.garbage_collect_files().wait();
        cleared.map_err(|error| self.cause(error))?;
        self.before.counts()
    }

    /// Commits and waits for running merges, so that no work is left behind. A rebuilt index takes the old one's place.
    ///
    /// # Errors
    /// When the engine or the disk fails.
    pub fn finish(mut self) -> Result<Counts, Error> {
        let counts = self.commit()?;
        let Self { dir, engine, before, manifest, unfinished, lock, .. } = self;
        // What it still has open, the engine does not clear away.
        drop(before);
        engine.wait_merging_threads()?;
        if let Some(unfinished) = unfinished {
            manifest.write(&dir)?;
            unfinished.keep();
            remove_old(&dir, &manifest);
        }
        drop(lock);
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
    fn replace(&mut self, id: &str, known: bool, size: usize, documents: Vec<TantivyDocument>) -> Result<(), Error> {
        let documents = self.queue.admit(size, documents);
        let old = known.then(|| UserOperation::Delete(Term::from_field_text(self.fields.article, id)));
        let operations: Vec<_> = old.into_iter().chain(documents.into_iter().map(UserOperation::Add)).collect();
        match self.engine.run(operations) {
            Ok(_) => Ok(()),
            Err(error) => Err(self.cause(error)),
        }
    }

    /// What stands behind an error of the engine, which often tells only that a thread of it failed.
    fn cause(&self, error: tantivy::TantivyError) -> Error {
        if !self.lock.stands() {
            return Error::Replaced(self.dir.clone());
        }
        self.folder.take_fault().unwrap_or_else(|| error.into())
    }
}

/// The time of the last commit, which the engine keeps with it: the articles that had it may be gone.
fn last_commit(index: &Index) -> Result<i64, Error> {
    let payload = index.load_metas()?.payload;
    Ok(payload.and_then(|time| time.parse().ok()).unwrap_or_default())
}

/// The lock of the index at `dir`, in a folder that is made when there is none.
fn locked(dir: &Path, options: &WriterOptions) -> Result<Arc<WriterLock>, Error> {
    fs::create_dir_all(dir).map_err(Error::io(dir))?;
    WriterLock::acquire(dir, options.wait, options.holder.as_ref()).map(Arc::new)
}

fn create(dir: &Path, manifest: &Manifest, lock: &Arc<WriterLock>) -> Result<(Folder, Index), Error> {
    let segments = manifest.segments(dir);
    fs::create_dir_all(&segments).map_err(Error::io(&segments))?;
    let folder = Folder::open(&segments, Some(lock))?;
    let (schema, _) = schema::schema();
    let index = Index::builder().schema(schema).register_plugin(Arc::new(VocabularyPlugin));
    match index.open_or_create(folder.clone()) {
        Ok(index) => Ok((folder, index)),
        Err(error) => Err(folder.take_fault().unwrap_or_else(|| error.into())),
    }
}

/// Deletes the engine's folders that `manifest` does not name: readers that have them open keep what they see.
pub(crate) fn remove_old(dir: &Path, manifest: &Manifest) {
    for name in manifest::segments_folders(dir).into_iter().filter(|name| *name != manifest.segments) {
        // Nobody looks at what stays; the next writer tries again.
        let _ = fs::remove_dir_all(dir.join(name));
    }
}

fn engine_writer(index: &Index, memory: usize) -> Result<IndexWriter<Queued>, Error> {
    // One indexing thread: the analysis before it costs more than the indexing itself, and runs beside it. One thread
    // for merges as well, since each of them holds the dictionaries of all its segments.
    let options =
        IndexWriterOptions::builder().num_worker_threads(1).num_merge_threads(1).memory_budget_per_thread(memory);
    let writer = index.writer_with_options(options.build())?;
    writer.set_merge_policy(Box::new(Merges::default()));
    Ok(writer)
}
