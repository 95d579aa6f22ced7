//! The stored article: what an index keeps of it beside its terms, once an article.

use crate::annotate::Annotations;
use crate::article::{Actor, Article, Citation};
use crate::index::Error;
use serde::{Deserialize, Serialize};

/// An article as the index gives it back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The article as it was read.
    pub article: Article,
    /// Who acts in it.
    pub actors: Vec<Actor>,
    /// Which media it cites.
    pub citations: Vec<Citation>,
    /// Number of its passages.
    pub passages: usize,
    /// Hash of the article as it was read, to tell a changed one from an unchanged one.
    pub content: String,
    /// Fingerprint of how it was marked; see [`crate::index::WriterOptions::marking`].
    pub marking: String,
    /// The files it was read from, the first one first; empty for standard input.
    #[serde(default)]
    pub origins: Vec<Origin>,
    /// Hash of its words, to tell a version that says something else from one that only states other things about it.
    pub words: String,
    /// When these words came into the index; see [`crate::index::Writer::put`].
    pub added: i64,
}

/// A file that an article was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Its path.
    pub path: String,
    /// Which state of it was read; see [`crate::index::Writer::put`].
    pub stamp: u64,
}

impl Record {
    /// The record of `article` with its `annotations`, one entry a passage.
    pub(crate) fn new(article: Article, annotations: &Annotations, version: Version) -> Self {
        Self {
            article,
            actors: annotations.actors.clone(),
            citations: annotations.citations.clone(),
            passages: annotations.passages.len(),
            content: version.content,
            marking: version.marking,
            origins: version.origins,
            words: version.words,
            added: version.added,
        }
    }

    /// The record as JSON, and its article's text apart: escaping and reading it as JSON would cost more than all the
    /// rest.
    pub(crate) fn into_stored(mut self) -> Result<(String, String), Error> {
        let text = std::mem::take(&mut self.article.text);
        let json = serde_json::to_string(&self)
            .map_err(|error| Error::Record { id: self.article.id.clone(), reason: error.to_string() })?;
        Ok((json, text))
    }

    pub(crate) fn version(&self) -> Version {
        Version {
            content: self.content.clone(),
            marking: self.marking.clone(),
            origins: self.origins.clone(),
            words: self.words.clone(),
            added: self.added,
        }
    }

    pub(crate) fn from_json(json: &str, text: &str) -> Result<Self, Error> {
        let mut record: Self = serde_json::from_str(json)
            .map_err(|error| Error::Record { id: String::new(), reason: error.to_string() })?;
        text.clone_into(&mut record.article.text);
        Ok(record)
    }
}

/// What tells one version of an article from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Version {
    /// Hash of the article as it was read.
    pub(crate) content: String,
    /// Fingerprint of how it was marked.
    pub(crate) marking: String,
    /// The files it was read from.
    pub(crate) origins: Vec<Origin>,
    /// Hash of its words.
    pub(crate) words: String,
    /// When these words came into the index.
    pub(crate) added: i64,
}

impl Version {
    /// True when the other version says the same and is marked alike, wherever it was read from.
    pub(crate) fn is_alike(&self, other: &Self) -> bool {
        self.content == other.content && self.marking == other.marking
    }

    /// The version that `article`, read from its path in the state `stamp`, makes at `now` of the one known.
    ///
    /// An article may stand in several files (a page saved twice). All of them are remembered, so that none is read
    /// again and again, each time in place of the other. Words that stay the same keep the time at which they came.
    pub(crate) fn of(article: &Article, stamp: u64, marking: &str, known: Option<&Self>, now: i64) -> Self {
        let mut origins = known.map(|known| known.origins.clone()).unwrap_or_default();
        if let Some(path) = &article.path {
            match origins.iter_mut().find(|origin| origin.path == *path) {
                Some(origin) => origin.stamp = stamp,
                None => origins.push(Origin { path: path.clone(), stamp }),
            }
        }
        let words = word_hash(article);
        let added = known.filter(|known| known.words == words).map_or(now, |known| known.added);
        Self { content: content_hash(article), marking: marking.to_owned(), origins, words, added }
    }

    /// The version of an article that another index held.
    pub(crate) fn again(record: &Record, marking: &str) -> Self {
        let mut origins = record.origins.clone();
        if let (true, Some(path)) = (origins.is_empty(), &record.article.path) {
            origins.push(Origin { path: path.clone(), stamp: 0 });
        }
        let (content, words) = (content_hash(&record.article), record.words.clone());
        Self { content, marking: marking.to_owned(), origins, words, added: record.added }
    }
}

/// Hash of all that was read of an article, wherever it was read (BLAKE3, 32 hexadecimal digits).
pub(crate) fn content_hash(article: &Article) -> String {
    let bytes = serde_json::to_vec(&Article { path: None, ..article.clone() }).unwrap_or_default();
    blake3::hash(&bytes).to_hex().as_str()[..32].to_owned()
}

/// Hash of what an article says: title and blocks, white space apart. A page copied again with another advertisement
/// between its paragraphs says the same.
fn word_hash(article: &Article) -> String {
    let mut hasher = blake3::Hasher::new();
    let blocks = article.blocks.iter().map(|block| article.slice(block.span));
    for text in [article.title.as_str()].into_iter().chain(blocks) {
        for word in text.split_whitespace() {
            hasher.update(word.as_bytes());
            hasher.update(b" ");
        }
        hasher.update(b"\n");
    }
    hasher.finalize().to_hex().as_str()[..32].to_owned()
}

/// Hash of an id for grouping its passages (the first 64 bits of BLAKE3).
#[must_use]
pub fn article_key(id: &str) -> u64 {
    let hash = blake3::hash(id.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first)
}
