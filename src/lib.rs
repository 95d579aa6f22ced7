//! Fundstelle: full-text search for German articles.
//!
//! The rooms stand in the order in which data passes through them; each may use only the rooms that
//! `ARCHITECTURE.md` lists for it, and a test holds them to that.

pub mod article;
pub mod lexicon;
pub mod german;
pub mod source;
pub mod passage;
pub mod annotate;
pub mod index;
pub mod query;
pub mod search;
pub mod alert;
pub mod evaluate;
pub mod present;
pub mod fetch;
pub mod cli;
