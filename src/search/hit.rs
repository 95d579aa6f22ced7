//! What a search gives back.

use crate::article::{Moment, Outlet, Span};
use crate::passage::PassageKind;
use crate::search::{Explanation, NearMatch, Snippet};

/// The hits of one search and what they stand for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// The hits asked for, best first.
    pub hits: Vec<Hit>,
    /// Passages that match, all together.
    pub passages: usize,
    /// Articles that match, all together.
    pub articles: usize,
    /// Hits that all pages together hold: the passages that match, without those beyond an article's share and those of
    /// articles shown under another one; `None` when it would take a look at all matches to tell.
    pub listed: Option<usize>,
}

/// One article found, with its best passages.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Its place in the ranking, from 1.
    pub rank: usize,
    /// Its best passage's score in the ranking of all; within the article, all passages are looked at closely.
    pub score: f32,
    /// The article.
    pub article: ArticleInfo,
    /// Other articles that match and say nearly the same; they are shown here only.
    pub also_in: Vec<ArticleInfo>,
    /// Its passages that match.
    pub passages: usize,
    /// The best of them, as many as were asked for; in reading order when articles are sorted by date. Their ranks count
    /// within the article.
    pub hits: Vec<Hit>,
}

/// One passage found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its place in the ranking, from 1.
    pub rank: usize,
    /// Its score; comparable within one search only.
    pub score: f32,
    /// What the score is made of.
    pub explanation: Explanation,
    /// The article it stands in.
    pub article: ArticleInfo,
    /// Other articles that match and say nearly the same; they are shown here only.
    pub also_in: Vec<ArticleInfo>,
    /// The passage.
    pub passage: PassageInfo,
    /// Its best sentences, with what matched.
    pub snippet: Snippet,
    /// Words of the query that the passage holds only in a near form: what looks like them.
    pub near: Vec<NearMatch>,
    /// Canonical names of the actors in the passage.
    pub actors: Vec<String>,
    /// Canonical names of the media cited in the passage.
    pub cites: Vec<String>,
}

/// The article of a hit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArticleInfo {
    /// Identity in the index.
    pub id: String,
    /// Headline.
    pub title: String,
    /// Publisher.
    pub outlet: Option<Outlet>,
    /// Bylines.
    pub authors: Vec<String>,
    /// Date of publication.
    pub published: Option<Moment>,
    /// The section it appeared in.
    pub section: Option<String>,
    /// Canonical address.
    pub url: Option<String>,
    /// Path of the source.
    pub path: Option<String>,
}

/// The passage of a hit.
#[derive(Debug, Clone, PartialEq)]
pub struct PassageInfo {
    /// Number of its paragraph (lead, caption) in the article, from 0.
    pub number: usize,
    /// What it is.
    pub kind: PassageKind,
    /// Its text, letter for letter as in the article.
    pub text: String,
    /// Where it stands in the article's text, in Unicode characters.
    pub chars: Span,
}
