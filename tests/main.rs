//! All integration tests, as one binary: each further one would link everything again.

// A test that can't go on says so by a panic.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

mod actors;
mod archives;
mod alerts;
mod around;
mod backups;
mod commands;
mod crashes;
mod damage;
mod duplicates;
mod evaluation;
mod exports;
mod formats;
mod fetch;
mod holding;
mod incremental;
mod layers;
mod loopback;
mod memory;
mod pages;
mod pull;
mod queries;
mod readme;
mod relevance;
mod special_files;
mod together;
mod terminal;
