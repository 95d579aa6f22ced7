//! Salvaging: the articles that an index still holds, whatever is left of it, for one that is made anew.
//!
//! An article is stored whole with its first passage, so that neither the terms nor the chain that made them are needed.
//! What is read from a damaged file counts only when the article's own hash fits.

use crate::article::path_of_text;
use crate::index::Error;
use crate::index::folder::{Folder, META, sums};
use crate::index::manifest::{self, Manifest};
use crate::index::record::{Record, content_hash};
use crate::index::seal::Object;
use crate::index::verify::compare;
use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use tantivy::columnar::{ColumnarReader, DynamicColumn};
use tantivy::directory::Directory as _;
use tantivy::fastfield::AliveBitSet;
use tantivy::index::{Segment, SegmentComponent};
use tantivy::schema::{Field, Value as _};
use tantivy::store::StoreReader;
use tantivy::{Index, TantivyDocument};

/// What was left of an index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Salvage {
    /// Articles given.
    pub articles: u64,
    /// Files whose articles, or some of them, have to be read again.
    pub sources: BTreeSet<PathBuf>,
    /// Segments of which something could not be read.
    pub broken: usize,
    /// Whether it may be that articles are lost that none of the `sources` holds.
    pub incomplete: bool,
}

/// What is left of an index, found before a new one takes its place.
pub struct Remains(Option<Opened>);

impl Remains {
    /// Looks for what is left of the index at `dir`.
    pub(crate) fn of(dir: &Path) -> Self {
        Self(homes(dir).iter().find_map(|home| Opened::open(home).ok()))
    }

    /// Gives every article that is left to `take`, and tells which files have to be read again: those of articles that
    /// are lost, and all of them with `from_sources`.
    ///
    /// Where something is broken, the articles come without the state of their files, so that these are read again by
    /// the next `add` in any case. The same article may come twice then, the right version first.
    ///
    /// # Errors
    /// Those of `take`, and of the engine.
    pub fn salvage<E: From<Error>>(
        &self,
        from_sources: bool,
        mut take: impl FnMut(Record) -> Result<(), E>,
    ) -> Result<Salvage, E> {
        let mut salvage = Salvage::default();
        let Some(opened) = &self.0 else { return Ok(Salvage { incomplete: true, ..salvage }) };
        // Segments with nothing wrong come first: they have the newest version of an article that is in two.
        let segments = opened.segments()?.into_iter();
        let (sound, broken): (Vec<_>, Vec<_>) = segments.partition(|segment| opened.is_sound(segment));
        salvage.broken = broken.len();
        let vouched = broken.is_empty();
        let sound_ones = sound.iter().map(|segment| (segment, true));
        for (segment, sound) in sound_ones.chain(broken.iter().map(|segment| (segment, false))) {
            let mut lost = !sound;
            let complete = opened.articles(segment, &mut |read| {
                let good = |record: &Record| sound || content_hash(&record.article) == record.content;
                let Some(mut record) = read.filter(good) else {
                    lost = true;
                    return Ok(());
                };
                if from_sources {
                    salvage.sources.extend(sources_of(&record));
                }
                if !vouched {
                    record.origins.iter_mut().for_each(|origin| origin.stamp = 0);
                }
                salvage.articles += 1;
                take(record)
            })?;
            if lost || !complete {
                salvage.incomplete |= !opened.add_sources(segment, &mut salvage.sources);
            }
        }
        Ok(salvage)
    }
}

/// Where the engine's files may lie: the folder that the manifest names, else any there is, the newest first.
fn homes(dir: &Path) -> Vec<PathBuf> {
    match Manifest::read_any(dir) {
        Ok(manifest) => vec![manifest.segments(dir)],
        Err(_) => manifest::segments_folders(dir).into_iter().rev().map(|name| dir.join(name)).collect(),
    }
}

/// The files of an article that are still there.
fn sources_of(record: &Record) -> impl Iterator<Item = PathBuf> {
    let origins = record.origins.iter().map(|origin| &origin.path).chain(&record.article.path);
    origins.map(|path| path_of_text(path)).filter(|path| path.is_file())
}

/// An index as far as it can be opened.
struct Opened {
    home: PathBuf,
    index: Index,
    list: Object,
    record: Option<Field>,
    text: Option<Field>,
}

impl Opened {
    fn open(home: &Path) -> Result<Self, Error> {
        let folder = Folder::forgiving(home)?;
        let list =
            folder.atomic_read(Path::new(META)).map_err(|error| Error::from(tantivy::TantivyError::from(error)))?;
        let index = guarded(|| Index::open(folder).map_err(Error::from)).unwrap_or_else(|| Err(unreadable(home)))?;
        let field = |name: &str| index.schema().get_field(name).ok();
        let (record, text) = (field("record"), field("text"));
        let list = serde_json::from_slice(&list).unwrap_or_default();
        Ok(Self { home: home.to_owned(), index, list, record, text })
    }

    fn segments(&self) -> Result<Vec<Segment>, Error> {
        let metas = guarded(|| self.index.searchable_segment_metas()).ok_or_else(|| unreadable(&self.home))??;
        Ok(metas.into_iter().map(|meta| self.index.segment(meta)).collect())
    }

    /// Whether the files that hold a segment's articles are as they were written. Those of a format without sums count
    /// as such.
    fn is_sound(&self, segment: &Segment) -> bool {
        let sums = sums(&self.list);
        let holding =
            [SegmentComponent::Store, SegmentComponent::Delete].map(|component| segment.relative_path(component));
        let names = holding.map(|path| path.to_string_lossy().into_owned());
        names.iter().all(|name| sums.get(name).is_none_or(|sum| compare(&self.home.join(name), sum).is_none()))
    }

    /// Gives the articles of one segment, `None` for one that can't be read. False when not all of its documents could
    /// be looked at.
    fn articles<E>(&self, segment: &Segment, take: &mut dyn FnMut(Option<Record>) -> Result<(), E>) -> Result<bool, E> {
        let opened = guarded(|| {
            let store = StoreReader::open(segment.open_read(SegmentComponent::Store).ok()?, 1).ok()?;
            Some((store, alive(segment)))
        });
        let Some((store, alive)) = opened.flatten() else { return Ok(false) };
        let mut complete = true;
        for doc in 0..segment.meta().max_doc() {
            if alive.as_ref().is_some_and(|alive| guarded(|| alive.is_deleted(doc)).unwrap_or(false)) {
                continue;
            }
            match guarded(|| store.get::<TantivyDocument>(doc).ok()).flatten() {
                Some(document) => self.record(&document).map_or(Ok(()), &mut *take)?,
                None => complete = false,
            }
        }
        Ok(complete)
    }

    /// The article in a document: nothing where it is another passage, `None` within where it can't be read.
    fn record(&self, document: &TantivyDocument) -> Option<Option<Record>> {
        let stored = |field: Option<Field>| document.get_first(field?)?.as_str().map(str::to_owned);
        let json = stored(self.record)?;
        Some(Record::from_json(&json, &stored(self.text).unwrap_or_default()).ok())
    }

    /// Adds the paths of all articles of a segment; false when they can't be told, or an article has none that is still
    /// there.
    fn add_sources(&self, segment: &Segment, sources: &mut BTreeSet<PathBuf>) -> bool {
        let Some(articles) = guarded(|| paths(segment)).flatten() else { return false };
        let mut all = true;
        for paths in articles {
            let there: Vec<PathBuf> = paths.into_iter().filter(|path| path.is_file()).collect();
            all &= !there.is_empty();
            sources.extend(there);
        }
        all
    }
}

/// Which documents of a segment are not deleted; `None` where all are, or where that can't be read.
fn alive(segment: &Segment) -> Option<AliveBitSet> {
    segment.meta().has_deletes().then_some(())?;
    let bytes = segment.open_read(SegmentComponent::Delete).ok()?.read_bytes().ok()?;
    Some(AliveBitSet::open(bytes))
}

/// The paths of every article in a segment's column of them. Its file is opened alone: a reader of the segment would
/// need all of them.
fn paths(segment: &Segment) -> Option<Vec<Vec<PathBuf>>> {
    let columns = ColumnarReader::open(segment.open_read(SegmentComponent::FastFields).ok()?).ok()?;
    let open = |name: &str| columns.read_columns(name).ok()?.first()?.open().ok();
    let DynamicColumn::U64(stamps) = open("stamp")? else { return None };
    let Some(DynamicColumn::Str(paths)) = open("path") else { return Some(vec![Vec::new()]) };
    let mut articles = Vec::new();
    for doc in (0..columns.num_docs()).filter(|doc| stamps.first(*doc).is_some()) {
        let mut of_article = Vec::new();
        for ordinal in paths.term_ords(doc) {
            let mut path = String::new();
            paths.ord_to_str(ordinal, &mut path).ok()?;
            of_article.push(path_of_text(&path));
        }
        articles.push(of_article);
    }
    Some(articles)
}

/// The engine panics on some damaged files; nothing of it is used again after that.
fn guarded<T>(read: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(read)).ok()
}

fn unreadable(home: &Path) -> Error {
    Error::Damaged { path: home.join(META), reason: "it can't be read".to_owned() }
}
