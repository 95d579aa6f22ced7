//! From an article to its passages: sentences, joins and splits, places.

mod split;
mod cut;
mod sentence;

pub use sentence::sentences;
pub use split::{Limits, split, split_with};

use crate::article::Span;
use serde::{Deserialize, Serialize};

/// A stretch of an article that is searched and shown as one.
///
/// Its text is always `article.text[span]`, letter for letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// Index of the (first) block it holds among the blocks of its kind: the body paragraph, lead or caption number,
    /// counted from 0. Passages split from one paragraph share it.
    pub number: usize,
    /// Where it stands in the article's text, in bytes.
    pub span: Span,
    /// The same in Unicode characters.
    pub chars: Span,
    /// Index into `article.blocks` of the subhead it stands under.
    pub heading: Option<usize>,
}

/// The kinds of passages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PassageKind {
    /// From the lead.
    Lead,
    /// From the running text.
    Body,
    /// A picture's caption.
    Caption,
}

impl PassageKind {
    /// The word used in JSON, in the index and on the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Body => "body",
            Self::Caption => "caption",
        }
    }
}
