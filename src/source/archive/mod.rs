//! Archives: the files in a `.zip` or `.tar`, one after another, without writing any of them to the disk.
//!
//! Of an archive's files those are read that would be read of a folder. What one of them lacks is its own fault
//! (encrypted, damaged, a path that leads out): it is told under its name, and the others go on.

mod names;
mod part;
mod tar;
mod zip;

pub(super) use part::Parts;
pub(super) use tar::Tar;
pub(super) use zip::{Bytes as ZipBytes, Zip};

use super::Error;
use crate::article::Moment;
use encoding_rs::Encoding;
use std::io::BufRead;

/// One of several inputs that lie in another.
pub(super) struct Member {
    /// Its path within the other, or its address.
    pub name: String,
    pub about: About,
    pub content: Result<Box<dyn BufRead>, Error>,
}

impl Member {
    /// A file that may hold articles, as it lies in an archive.
    fn file(name: String, content: Result<Box<dyn BufRead>, Error>) -> Self {
        Self { name, about: About::default(), content }
    }
}

/// What is known of an input from what it lay in.
#[derive(Debug, Clone, Default)]
pub(super) struct About {
    /// Where it was fetched from.
    pub url: Option<String>,
    /// When it was fetched.
    pub crawled: Option<Moment>,
    /// The encoding it came with.
    pub encoding: Option<&'static Encoding>,
    /// What was odd about it, in full sentences.
    pub warnings: Vec<String>,
}

/// The archives that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Zip,
    Tar,
}

impl Kind {
    /// Tells an archive from its first bytes (at least 512, if there are as many).
    pub fn of(head: &[u8]) -> Option<Self> {
        match () {
            () if zip::SIGNATURES.iter().any(|signature| head.starts_with(signature)) => Some(Self::Zip),
            () if tar::is_header(head) => Some(Self::Tar),
            () => None,
        }
    }
}
