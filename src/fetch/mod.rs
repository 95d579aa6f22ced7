//! The polite fetcher: pages and feeds from the web, without being a burden to anyone.
//!
//! [`Fetcher::each`] takes any number of requests and hands out what became of each. Hosts are asked side by side, each
//! with one request at a time, no faster than its rate allows and only what its robots.txt (RFC 9309) permits. What
//! fails for a while is tried again, later each time; what never ends, is too large or goes round in circles is given up.
//! A host that does not answer holds nobody up: the others go on, and after a few failures it is left alone.
//!
//! This is the only room that knows the network. It measures how long it waits, but never asks what time it is, writes
//! nothing down, and reads nothing of the environment unless [`Options::proxy_from_environment`] says so.

mod address;
mod answer;
mod body;
mod client;
mod error;
mod fetcher;
mod options;
mod retry;
mod robots;
mod schedule;
mod step;

pub use address::Address;
pub use answer::{Answer, Outcome, Page, Request, Validators};
pub use error::Error;
pub use fetcher::Fetcher;
pub use options::Options;
