//! Ranking: how well a passage answers the words of a query.
//!
//! Two stages. [`union`] goes over all passages that hold any of the words and scores each by BM25F over the
//! passage's fields; a word's forms (its stem, near forms) count as the best of them, never as their sum. [`rescore`]
//! looks closer at the best candidates: words side by side, words close together, the very forms typed, and the
//! article around the passage.

mod article;
mod collect;
mod parameters;
mod rescore;
mod stretches;
mod union;
mod whole_article;

pub(crate) use article::article_scores;
pub(crate) use collect::{Best, Found};
pub use parameters::Ranking;
pub use rescore::Explanation;
pub(crate) use rescore::rescored;
pub(crate) use stretches::StretchQuery;
pub(crate) use union::WordUnion;
pub(crate) use whole_article::WholeArticle;
