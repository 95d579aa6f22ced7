//! All integration tests, as one binary: each further one would link everything again.

// A test that can't go on says so by a panic.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

mod actors;
mod commands;
mod duplicates;
mod evaluation;
mod incremental;
mod layers;
mod pages;
mod readme;
mod relevance;
