//! All integration tests, as one binary: each further one would link everything again.

// A test that can't go on says so by a panic.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

mod alerts;
mod around;
mod commands;
mod crashes;
mod duplicates;
mod evaluation;
mod fetch;
mod holding;
mod incremental;
mod layers;
mod loopback;
mod pages;
mod pull;
mod readme;
mod relevance;
mod terminal;
