//! What is asked for, and what comes back.

use super::{Address, Error};
use serde::{Deserialize, Serialize};

/// One address to fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Where.
    pub address: Address,
    /// What is known of an earlier answer: the same one is not sent again.
    pub validators: Validators,
}

/// What an answer calls its version (RFC 9110, `ETag` and `Last-Modified`), word for word.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The entity tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The date of the last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

impl Validators {
    /// True when there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }
}

/// What became of a request.
pub type Outcome = Result<Answer, Error>;

/// A host's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// What lies there.
    Page(Box<Page>),
    /// It is what the request's validators name.
    Unchanged,
}

/// What lies at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it was found in the end, after redirects.
    pub address: Address,
    /// Its bytes, unpacked.
    pub body: Vec<u8>,
    /// The media type, without parameters, in lower case.
    pub kind: Option<String>,
    /// The encoding that the host names.
    pub charset: Option<String>,
    /// Its version.
    pub validators: Validators,
}
