//! Reading an index: a snapshot of its last commit, and the articles stored in it.

use crate::article::Article;
use crate::index::Error;
use crate::index::document::PassageNames;
use crate::index::folder::{Folder, META};
use crate::index::manifest::{Counts, Manifest};
use crate::index::record::{Record, content_hash};
use crate::index::schema::{self, Fields};
use crate::index::sketch::Sketch;
use crate::index::vocabulary::{NearTerm, Nearness, Vocabulary, VocabularyPlugin};
use crate::index::write::Outcome;
use crate::lexicon::OwnActors;
use crate::passage::Passage;
use serde::de::DeserializeOwned;
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tantivy::collector::{Count, DocSetCollector, TopDocs};
use tantivy::query::{ExistsQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{
    DocAddress, DocId, DocSet as _, Index, IndexReader, ReloadPolicy, Searcher, TERMINATED, TantivyDocument,
    TantivyError, Term,
};

/// The engine over its folder: the engine never touches what lies beside that.
pub(crate) fn engine(folder: Folder) -> Result<Index, Error> {
    let mut index = Index::open(folder)?;
    index.register_plugin(Arc::new(VocabularyPlugin));
    Ok(index)
}

/// How often opening is tried when a rebuilt index takes the place of the one that is being opened.
const TRIES: usize = 3;

/// An index as of one commit. Readers never lock: any number can be open beside a writer.
///
/// The engine may panic on files that were altered behind its back; what is missing, cut short or emptied is an error.
#[derive(Clone)]
pub struct Snapshot {
    dir: PathBuf,
    /// Unknown to a writer, which looks after its snapshot itself.
    version: Option<Version>,
    reader: IndexReader,
    searcher: Searcher,
    fields: Fields,
    /// Opened when first asked for.
    vocabulary: Arc<OnceLock<Vocabulary>>,
    passages_per_article: Arc<OnceLock<f32>>,
    /// The user's own actors, read when first asked for.
    pub(crate) own: Arc<OnceLock<OwnActors>>,
}

/// What tells one commit from another without opening it: the engine's folder and its list of segments.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Version {
    segments: String,
    list: Vec<u8>,
}

impl Version {
    fn of(dir: &Path, manifest: &Manifest) -> Result<Self, Error> {
        let path = manifest.segments(dir).join(META);
        let list = match fs::read(&path) {
            Ok(list) => list,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(Error::Damaged { path, reason: "it is missing".to_owned() });
            }
            Err(source) => return Err(Error::Io { path, source }),
        };
        Ok(Self { segments: manifest.segments.clone(), list: blake3::hash(&list).as_bytes().to_vec() })
    }
}

/// Looks at the index that the manifest names, and once more when another one took its place in between.
fn settled<T>(dir: &Path, look: impl Fn(&Manifest) -> Result<T, Error>) -> Result<T, Error> {
    let mut tries = 1;
    loop {
        let manifest = Manifest::read(dir)?;
        match look(&manifest) {
            Err(_) if tries < TRIES && Manifest::read(dir)?.segments_name() != manifest.segments_name() => tries += 1,
            done => return done,
        }
    }
}

/// One passage as stored.
#[derive(Debug, Clone)]
pub struct StoredPassage {
    /// Id of its article.
    pub article: String,
    /// Where it stands.
    pub place: Passage,
    /// Who is named in it.
    pub names: PassageNames,
}

/// A file that articles were read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Fingerprint of its state when it was read, kept with its last article; 0 when it has to be read again (some of
    /// its articles failed).
    pub stamp: u64,
    /// Ids of its articles.
    pub articles: Vec<String>,
}

impl Snapshot {
    /// Opens the index at `dir`.
    ///
    /// # Errors
    /// [`Error::Missing`] without an index, [`Error::Format`] and [`Error::Chain`] for one of another program,
    /// [`Error::Damaged`] when one of its files is not what its last commit left.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        settled(dir, |manifest| Self::open_with(dir, manifest))
    }

    fn open_with(dir: &Path, manifest: &Manifest) -> Result<Self, Error> {
        // Looked at first: a commit in between is then noticed later, and not passed over.
        let version = Version::of(dir, manifest)?;
        let index = engine(Folder::open(&manifest.segments(dir), None)?)?;
        Ok(Self { version: Some(version), ..Self::new(dir, &index)? })
    }

    pub(crate) fn new(dir: &Path, index: &Index) -> Result<Self, Error> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (_, fields) = schema::schema();
        let (vocabulary, passages_per_article) = (Arc::default(), Arc::default());
        let searcher = reader.searcher();
        let (dir, version, own) = (dir.to_owned(), None, Arc::default());
        Ok(Self { dir, version, searcher, reader, fields, vocabulary, passages_per_article, own })
    }

    /// The same index with other own actors than those of its folder.
    #[must_use]
    pub fn with_own_actors(self, own: OwnActors) -> Self {
        Self { own: Arc::new(OnceLock::from(own)), ..self }
    }

    /// Moves on to the newest commit, of a rebuilt index too; true when there was a newer one. Costs two small reads
    /// when there is none, so that a server can ask before every search.
    ///
    /// # Errors
    /// As [`Snapshot::open`]; the snapshot then stays at its commit.
    pub fn refresh(&mut self) -> Result<bool, Error> {
        let version = Some(settled(&self.dir, |manifest| Version::of(&self.dir, manifest))?);
        if version == self.version {
            return Ok(false);
        }
        let segments = |version: &Option<Version>| version.as_ref().map(|version| version.segments.clone());
        if segments(&version) == segments(&self.version) {
            self.reload()?;
            self.version = version;
        } else {
            *self = Self::open(&self.dir)?;
        }
        Ok(true)
    }

    /// Moves on to the newest commit of the same engine.
    pub(crate) fn reload(&mut self) -> Result<(), Error> {
        self.reader.reload()?;
        self.searcher = self.reader.searcher();
        self.vocabulary = Arc::default();
        self.passages_per_article = Arc::default();
        Ok(())
    }

    /// Home of the index.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Its fields.
    #[must_use]
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The engine's view of this commit.
    #[must_use]
    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// Articles and passages, without deleted ones.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn counts(&self) -> Result<Counts, Error> {
        let articles = self.searcher.search(&heads(), &Count)? as u64;
        Ok(Counts { articles, passages: self.searcher.num_docs() })
    }

    /// How many passages an article has on average, at least 1; counted once a snapshot.
    #[must_use]
    pub fn passages_per_article(&self) -> f32 {
        *self.passages_per_article.get_or_init(|| {
            let counts = self.counts().unwrap_or_default();
            (counts.passages as f32 / counts.articles.max(1) as f32).max(1.0)
        })
    }

    /// When the newest article came into the index, on the clock of [`crate::index::Writer::put`]; `None` for an empty
    /// index. All that is added later has a later time.
    ///
    /// # Errors
    /// When the columns can't be read.
    pub fn newest(&self) -> Result<Option<i64>, Error> {
        let mut newest = None;
        for segment in self.searcher.segment_readers() {
            // The column's own maximum is a bound only.
            newest = newest.max(segment.fast_fields().i64("added")?.values.iter().max());
        }
        Ok(newest)
    }

    /// The stored article with this id.
    ///
    /// # Errors
    /// When it can't be decoded.
    pub fn record(&self, id: &str) -> Result<Option<Record>, Error> {
        self.head(id)?.map(|address| self.record_at(address)).transpose()
    }

    /// The first passage of the article with this id.
    fn head(&self, id: &str) -> Result<Option<DocAddress>, Error> {
        let query = TermQuery::new(Term::from_field_text(self.fields.head, id), IndexRecordOption::Basic);
        Ok(self.searcher.search(&query, &DocSetCollector)?.into_iter().next())
    }

    /// The articles read from one path.
    ///
    /// # Errors
    /// When one can't be decoded.
    pub fn records_from(&self, path: &str) -> Result<Vec<Record>, Error> {
        let query = TermQuery::new(Term::from_field_text(self.fields.path, path), IndexRecordOption::Basic);
        let mut addresses: Vec<_> = self.searcher.search(&query, &DocSetCollector)?.into_iter().collect();
        addresses.sort_unstable();
        addresses.into_iter().map(|address| self.record_at(address)).collect()
    }

    /// Every stored article, in the order of the index, decoded one by one.
    ///
    /// # Errors
    /// When the engine fails; each article for itself when it can't be decoded.
    pub fn records(&self) -> Result<impl Iterator<Item = Result<Record, Error>> + '_, Error> {
        let mut addresses: Vec<_> = self.searcher.search(&heads(), &DocSetCollector)?.into_iter().collect();
        addresses.sort_unstable();
        Ok(addresses.into_iter().map(|address| self.record_at(address)))
    }

    /// What adding `article` would make of it: whether its id is held, and with the same content.
    ///
    /// # Errors
    /// When the version held can't be decoded.
    pub fn outcome(&self, article: &Article, marking: &str) -> Result<Outcome, Error> {
        Ok(match self.record(&article.id)? {
            None => Outcome::Added,
            Some(held) if held.content == content_hash(article) && held.marking == marking => Outcome::Unchanged,
            Some(_) => Outcome::Updated,
        })
    }

    /// The passage at an address that a search gave.
    ///
    /// # Errors
    /// When it can't be decoded.
    pub fn passage(&self, address: DocAddress) -> Result<StoredPassage, Error> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let article = self.text_column("article", address)?.unwrap_or_default();
        let place = decode(&document, self.fields.place, &article)?
            .ok_or_else(|| Error::Record { id: article.clone(), reason: "a passage without a place".into() })?;
        let names = decode(&document, self.fields.marks, &article)?.unwrap_or_default();
        Ok(StoredPassage { article, place, names })
    }

    /// The stems of passages that are near `stem`, without itself, in alphabetic order.
    ///
    /// Words of letters take part, from 4 to 40 of them; any other has no near ones.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn near_terms(&self, stem: &str, nearness: &Nearness) -> Result<Vec<NearTerm>, Error> {
        Ok(self.vocabulary()?.near(stem, nearness))
    }

    /// Number of passages with this stem; those that hold it as part of a compound count too. Deleted passages count
    /// until the engine has merged them away, and one that holds it both ways counts twice.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn frequency(&self, stem: &str) -> Result<u64, Error> {
        let whole = self.searcher.doc_freq(&Term::from_field_text(self.fields.body, stem))?;
        let part = self.searcher.doc_freq(&Term::from_field_text(self.fields.body_parts, stem))?;
        Ok(whole + part)
    }

    /// The texts of some passages with this stem, at most `most`: those that hold it most often first.
    ///
    /// # Errors
    /// When one can't be read.
    pub fn texts_with(&self, stem: &str, most: usize) -> Result<Vec<String>, Error> {
        let query = TermQuery::new(Term::from_field_text(self.fields.body, stem), IndexRecordOption::Basic);
        let mut texts = Vec::new();
        for (_, address) in self.searcher.search(&query, &TopDocs::with_limit(most.max(1)).order_by_score())? {
            let passage = self.passage(address)?;
            let record = self.record(&passage.article)?;
            texts.extend(record.map(|record| record.article.slice(passage.place.span).to_owned()));
        }
        Ok(texts)
    }

    /// Every source in the index by its path.
    ///
    /// # Errors
    /// When the columns can't be read.
    pub fn sources(&self) -> Result<HashMap<String, Source>, Error> {
        let mut sources: HashMap<String, Source> = HashMap::new();
        for address in self.searcher.search(&heads(), &DocSetCollector)? {
            let columns = self.searcher.segment_reader(address.segment_ord).fast_fields();
            let stamps = columns.u64("stamp")?;
            let article = self.text_column("article", address)?.unwrap_or_default();
            for (path, stamp) in
                self.text_columns("path", address)?.into_iter().zip(stamps.values_for_doc(address.doc_id))
            {
                let source = sources.entry(path).or_insert_with(|| Source { stamp, articles: Vec::new() });
                source.stamp = source.stamp.max(stamp);
                source.articles.push(article.clone());
            }
        }
        Ok(sources)
    }

    /// The articles whose words resemble `sketch` by `threshold` or more, by id with their resemblance, the most alike
    /// first. Thresholds under .6 miss some ([`Sketch`]).
    ///
    /// # Errors
    /// When the engine fails.
    pub fn alike(&self, sketch: &Sketch, threshold: f32) -> Result<Vec<(String, f32)>, Error> {
        let mut alike = Vec::new();
        for address in self.sharing(sketch)? {
            let resemblance = self.sketch(address)?.map_or(0.0, |other| sketch.resemblance(&other));
            if resemblance >= threshold {
                alike.extend(self.text_column("article", address)?.map(|id| (id, resemblance)));
            }
        }
        alike.sort_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.cmp(b)));
        Ok(alike)
    }

    /// The articles that share a band with `sketch`, each band looked up by itself: the engine's query for a set of terms
    /// walks through their whole dictionary.
    fn sharing(&self, sketch: &Sketch) -> Result<BTreeSet<DocAddress>, Error> {
        let mut sharing = BTreeSet::new();
        for (ordinal, segment) in (0..).zip(self.searcher.segment_readers()) {
            let index = segment.inverted_index(self.fields.band)?;
            for band in sketch.bands() {
                let term = Term::from_field_bytes(self.fields.band, &band);
                let found = index.read_postings(&term, IndexRecordOption::Basic).map_err(TantivyError::from)?;
                let Some(mut postings) = found else { continue };
                while postings.doc() != TERMINATED {
                    if !segment.is_deleted(postings.doc()) {
                        sharing.insert(DocAddress::new(ordinal, postings.doc()));
                    }
                    postings.advance();
                }
            }
        }
        Ok(sharing)
    }

    /// Sketch of the article with this id; `None` for one of hardly any words, or none at all.
    ///
    /// # Errors
    /// When the column can't be read.
    pub fn sketch_of(&self, id: &str) -> Result<Option<Sketch>, Error> {
        self.head(id)?.map_or(Ok(None), |address| self.sketch(address))
    }

    /// Sketch of the article whose passage stands at `address`; `None` for one of hardly any words.
    ///
    /// # Errors
    /// When the column can't be read.
    pub fn sketch(&self, address: DocAddress) -> Result<Option<Sketch>, Error> {
        let columns = self.searcher.segment_reader(address.segment_ord).fast_fields();
        let nth = columns.u64("nth")?.first(address.doc_id).unwrap_or_default();
        let Some(head) = u64::from(address.doc_id).checked_sub(nth) else { return Ok(None) };
        Ok(Sketch::from_numbers(columns.u64("sketch")?.values_for_doc(head as DocId)))
    }

    pub(crate) fn vocabulary(&self) -> Result<&Vocabulary, Error> {
        if let Some(vocabulary) = self.vocabulary.get() {
            return Ok(vocabulary);
        }
        let vocabulary = Vocabulary::open(&self.searcher, self.fields.body)?;
        Ok(self.vocabulary.get_or_init(|| vocabulary))
    }

    /// The first value of a text column at `address`.
    pub(crate) fn text_column(&self, field: &str, address: DocAddress) -> Result<Option<String>, Error> {
        Ok(self.text_columns(field, address)?.into_iter().next())
    }

    /// All values of a text column at `address`, in the order written.
    fn text_columns(&self, field: &str, address: DocAddress) -> Result<Vec<String>, Error> {
        let columns = self.searcher.segment_reader(address.segment_ord).fast_fields();
        let Some(column) = columns.str(field)? else { return Ok(Vec::new()) };
        let texts = column.term_ords(address.doc_id).map(|ordinal| {
            let mut text = String::new();
            column.ord_to_str(ordinal, &mut text).map(|_| text)
        });
        Ok(texts.collect::<Result<_, _>>().map_err(TantivyError::from)?)
    }

    pub(crate) fn record_at(&self, address: DocAddress) -> Result<Record, Error> {
        let document: TantivyDocument = self.searcher.doc(address)?;
        let stored = |field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
        Record::from_json(stored(self.fields.record), stored(self.fields.text))
    }
}

/// Matches the first passage of every article.
fn heads() -> ExistsQuery {
    ExistsQuery::new("stamp".to_owned(), false)
}

fn decode<T: DeserializeOwned>(document: &TantivyDocument, field: Field, id: &str) -> Result<Option<T>, Error> {
    let Some(bytes) = document.get_first(field).and_then(|value| value.as_bytes()) else { return Ok(None) };
    serde_json::from_slice(bytes)
        .map(Some)
        .map_err(|error| Error::Record { id: id.to_owned(), reason: error.to_string() })
}
