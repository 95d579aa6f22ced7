//! What an article is: plain types that every other room passes along.
//!
//! An [`Article`] keeps its text once, as one string, and says by byte spans what stands where in it
//! ([`Block`]). Nothing here reads, analyses or stores: no function of this room does I/O.

mod mark;
mod moment;
mod path;
mod span;

pub use mark::{Actor, ActorKind, Citation, MediumKind};
pub use moment::Moment;
pub use path::{path_of_text, path_text};
pub use span::{CharIndex, Span};

use serde::{Deserialize, Serialize};

/// One article as read from its source.
///
/// `text` is the only place where its words are kept. For copied page text it is the decoded file, letter for
/// letter, so that every offset points into the file itself; for other formats it is the text the reader made
/// (the `text` value of a JSON object, the rendered body of a Markdown file).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Identity in the index: given by hand, else the input's own id, else canonical URL, else source path.
    pub id: String,
    /// Where it was read from, as a path a person can open; `None` for standard input.
    pub path: Option<String>,
    /// Headline, white space collapsed; empty when the source has none.
    pub title: String,
    /// Who published it.
    pub outlet: Option<Outlet>,
    /// Bylines, in order.
    #[serde(default)]
    pub authors: Vec<String>,
    /// When it was first published.
    pub published: Option<Moment>,
    /// When it was last changed.
    pub modified: Option<Moment>,
    /// Whether these times came without a zone, and are told as [`Moment::ZONE`]'s.
    #[serde(default)]
    pub zone_assumed: bool,
    /// The outlet's section or desk (`Politik`).
    pub section: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// BCP 47 language tag, when the source states it.
    pub language: Option<String>,
    /// Keywords the source states, in order.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Whether only subscribers may read it, when the source states it.
    #[serde(default)]
    pub paywalled: Option<bool>,
    /// The article's words; see the type's own description.
    pub text: String,
    /// What stands where in `text`, in reading order, without overlaps.
    pub blocks: Vec<Block>,
    /// Actors the source brought along; `None` when it says nothing about them.
    #[serde(default)]
    pub given_actors: Option<Vec<Actor>>,
    /// Cited outlets the source brought along; `None` when it says nothing about them.
    #[serde(default)]
    pub given_citations: Option<Vec<Citation>>,
    /// What was odd about the source, in full sentences.
    #[serde(default)]
    pub warnings: Vec<String>,
}

/// A publisher of articles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlet {
    /// Usual name (`Süddeutsche Zeitung`).
    pub name: String,
    /// Registrable domain (`sueddeutsche.de`).
    pub domain: Option<String>,
}

/// A stretch of an article's text and its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its role.
    pub kind: BlockKind,
    /// Where it stands in the article's text (bytes).
    pub span: Span,
}

/// The role of a block in its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The paragraph that sums the article up, before the body.
    Lead,
    /// Running text.
    Paragraph,
    /// A subhead within the body.
    Heading,
    /// What stands under or beside a picture, with its credit.
    Caption,
}

impl Article {
    /// The text of a block, as it stands in the source.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The blocks of one kind, in order.
    pub fn blocks_of(&self, kind: BlockKind) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| block.kind == kind)
    }

    /// The lead, when there is one: all lead blocks, joined by a space.
    #[must_use]
    pub fn lead(&self) -> Option<String> {
        let parts: Vec<String> = self.texts_of(BlockKind::Lead).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// The texts of one kind of block, white space collapsed, in order.
    pub fn texts_of(&self, kind: BlockKind) -> impl Iterator<Item = String> {
        self.blocks_of(kind).map(|block| collapse_white_space(self.slice(block.span)))
    }

    /// True when there is nothing to index: neither text blocks nor a title.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.title.is_empty() && self.blocks.iter().all(|block| self.slice(block.span).trim().is_empty())
    }
}

/// Runs of white space become one space; none is left at the ends.
#[must_use]
pub fn collapse_white_space(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
