//! What an answer means for its request: done, again, or elsewhere.

use super::answer::{Answer, Outcome, Page};
use super::client::Reply;
use super::schedule::Job;
use super::{Address, Error, Options, retry};
use std::time::Duration;

/// What follows from an answer.
pub(super) enum Step {
    /// This became of the request.
    Done(Outcome),
    /// What is wanted lies there.
    Elsewhere(Address),
    /// Another try, after so long.
    Again { wait: Duration, error: Error },
}

/// Judges a reply, or why there is none.
pub(super) fn step(options: &Options, job: &Job, reply: Result<Reply, Error>) -> Step {
    match reply {
        Err(error) if error.is_passing() => again(options, job, error),
        Err(error) => Step::Done(Err(error)),
        Ok(reply) => match reply.status {
            200..=299 => Step::Done(Ok(Answer::Page(Box::new(page(job, reply))))),
            304 if !job.request.validators.is_empty() => Step::Done(Ok(Answer::Unchanged)),
            301 | 302 | 303 | 307 | 308 => elsewhere(options, job, &reply),
            status @ (429 | 500 | 502 | 503 | 504) => {
                again(options, job, Error::Overloaded { status, wait: reply.wait })
            }
            status => Step::Done(Err(Error::Status(status))),
        },
    }
}

fn again(options: &Options, job: &Job, error: Error) -> Step {
    match retry::wait_after(options, job.target().as_str(), job.failures + 1, error.wait()) {
        Some(wait) => Step::Again { wait, error },
        None => Step::Done(Err(error)),
    }
}

fn page(job: &Job, reply: Reply) -> Page {
    let Reply { body, kind, charset, validators, .. } = reply;
    Page { address: job.target().clone(), body, kind, charset, validators }
}

fn elsewhere(options: &Options, job: &Job, reply: &Reply) -> Step {
    let Some(location) = &reply.location else { return Step::Done(Err(Error::Status(reply.status))) };
    match job.target().join(location) {
        Err(error) => Step::Done(Err(error)),
        Ok(address) if job.way.contains(&address) => Step::Done(Err(Error::Circle)),
        Ok(_) if job.way.len() > options.redirects => Step::Done(Err(Error::Redirects(options.redirects))),
        Ok(address) => Step::Elsewhere(address),
    }
}
