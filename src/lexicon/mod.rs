//! The embedded word lists: media, states, organisations, given names, abbreviations.

pub mod abbreviations;
pub mod stopwords;
