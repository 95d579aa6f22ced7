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
    /// Which state of its source it was read from; see [`crate::index::Writer::put`].
    pub stamp: u64,
}

impl Record {
    /// The record of `article` with its `annotations`, one entry a passage.
    #[must_use]
    pub fn new(article: Article, annotations: &Annotations, stamp: u64) -> Self {
        let content = content_hash(&article);
        Self {
            article,
            actors: annotations.actors.clone(),
            citations: annotations.citations.clone(),
            passages: annotations.passages.len(),
            content,
            stamp,
        }
    }

    /// The record without its article's text, which is stored beside it: escaping and reading it as JSON would cost
    /// more than all the rest.
    pub(crate) fn to_json(&self) -> Result<String, Error> {
        let mut bare = self.clone();
        bare.article.text.clear();
        serde_json::to_string(&bare)
            .map_err(|error| Error::Record { id: self.article.id.clone(), reason: error.to_string() })
    }

    pub(crate) fn from_json(json: &str, text: &str) -> Result<Self, Error> {
        let mut record: Self = serde_json::from_str(json)
            .map_err(|error| Error::Record { id: String::new(), reason: error.to_string() })?;
        text.clone_into(&mut record.article.text);
        Ok(record)
    }
}

/// Hash of all that was read of an article (BLAKE3, 32 hexadecimal digits).
#[must_use]
pub fn content_hash(article: &Article) -> String {
    let bytes = serde_json::to_vec(article).unwrap_or_default();
    blake3::hash(&bytes).to_hex().as_str()[..32].to_owned()
}

/// Hash of an id for grouping its passages (the first 64 bits of BLAKE3).
#[must_use]
pub fn article_key(id: &str) -> u64 {
    let hash = blake3::hash(id.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first)
}
