//! All integration tests, as one binary: each further one would link everything again.

mod commands;
mod layers;
mod pages;
