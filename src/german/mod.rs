//! The German chain: from text to terms, each with its place in the original.
//!
//! [`analyse`] is the whole chain and reads as the list of its steps; every step has a file of its own. The same
//! chain runs over texts and over queries, so that both meet in the same terms. [`fingerprint()`] tells whether an
//! index was written by the chain that now reads it.
//!
//! Compounds are split apart from the chain ([`parts`], [`PartStems`]): their parts go to a field of their own. So do the
//! dictionary forms of irregular words ([`lemma_stem`]).
//!
//! Deliberately absent: dropping of stop words (they are marked; phrases and titles need them), synonyms and spelling
//! correction (a matter of the query), and any type of the search library.

mod chain;
mod normalise;
mod tokenise;
mod lower_case;
mod fold;
mod spelling;
mod stem;
mod compound;
mod lemma;
mod key;
mod fingerprint;

pub use chain::{Token, analyse};
pub use compound::{Part, PartStems, parts};
pub use fingerprint::fingerprint;
pub use fold::fold;
pub use key::key;
pub use lemma::lemma_stem;
pub use lower_case::lower_case;
pub use spelling::{Spelling, exact_letters, has_umlaut};
pub use stem::Stemmer;
