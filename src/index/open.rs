//! Reading an index: a snapshot of its last commit, and the articles stored in it.

use crate::article::Article;
use crate::index::Error;
use crate::index::document::PassageNames;
use crate::index::manifest::{Counts, Manifest};
use crate::index::record::{Record, content_hash};
use crate::index::schema::{self, Fields};
use crate::index::sketch::Sketch;
use crate::index::vocabulary::{NearTerm, Nearness, Vocabulary, VocabularyPlugin};
use crate::index::write::Outcome;
use crate::lexicon::OwnActors;
use crate::passage::Passage;
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tantivy::collector::{Count, DocSetCollector};
use tantivy::query::{ExistsQuery, TermQuery, TermSetQuery};
use tantivy::schema::{Field, IndexRecordOption, Value};
use tantivy::{DocAddress, Index, IndexReader, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};

/// The engine's files lie in a folder of their own, so that it never touches what lies beside them.
pub(crate) fn segments(dir: &Path) -> PathBuf {
    dir.join("segments")
}

pub(crate) fn engine(dir: &Path) -> Result<Index, Error> {
    let mut index = Index::open_in_dir(segments(dir))?;
    index.register_plugin(Arc::new(VocabularyPlugin));
    Ok(index)
}

/// An index as of one commit. Readers never lock: any number can be open beside a writer.
#[derive(Clone)]
pub struct Snapshot {
    dir: PathBuf,
    reader: IndexReader,
    searcher: Searcher,
    fields: Fields,
    /// Opened when first asked for.
    vocabulary: Arc<OnceLock<Vocabulary>>,
    passages_per_article: Arc<OnceLock<f32>>,
    /// The user's own actors, read when first asked for.
    pub(crate) own: Arc<OnceLock<OwnActors>>,
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
    /// [`Error::Missing`] without an index, [`Error::Format`] and [`Error::Chain`] for one of another program.
    pub fn open(dir: &Path) -> Result<Self, Error> {
        Manifest::read(dir)?;
        Self::new(dir, &engine(dir)?)
    }

    pub(crate) fn new(dir: &Path, index: &Index) -> Result<Self, Error> {
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let (_, fields) = schema::schema();
        let (vocabulary, passages_per_article) = (Arc::default(), Arc::default());
        let searcher = reader.searcher();
        Ok(Self {
            dir: dir.to_owned(),
            searcher,
            reader,
            fields,
            vocabulary,
            passages_per_article,
            own: Arc::default(),
        })
    }

    /// The same index with other own actors than those of its folder.
    #[must_use]
    pub fn with_own_actors(self, own: OwnActors) -> Self {
        Self { own: Arc::new(OnceLock::from(own)), ..self }
    }

    /// Moves on to the newest commit.
    ///
    /// # Errors
    /// When the index can't be read any more.
    pub fn reload(&mut self) -> Result<(), Error> {
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
        let terms = sketch.bands().map(|band| Term::from_field_bytes(self.fields.band, &band));
        let sharing = self.searcher.search(&TermSetQuery::new(terms), &DocSetCollector)?;
        let mut alike = Vec::new();
        for address in sharing {
            let resemblance = self.sketch(address)?.map_or(0.0, |other| sketch.resemblance(&other));
            if resemblance >= threshold {
                alike.extend(self.text_column("article", address)?.map(|id| (id, resemblance)));
            }
        }
        alike.sort_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.cmp(b)));
        Ok(alike)
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
        let Some(column) = columns.bytes("sketch")? else { return Ok(None) };
        let Some(ordinal) = column.term_ords(address.doc_id).next() else { return Ok(None) };
        let mut bytes = Vec::new();
        column.ord_to_bytes(ordinal, &mut bytes).map_err(TantivyError::from)?;
        Ok(Sketch::from_bytes(&bytes))
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

    fn record_at(&self, address: DocAddress) -> Result<Record, Error> {
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
