//! Messages to a person, on stderr: what happened, where, and what to do next.

use crate::cli::Exit;
use crate::{index, query, search};
use std::io::{self, Write};

/// Says one thing on stderr.
pub(crate) fn say(text: impl AsRef<str>) {
    // When stderr is gone there is nobody left to tell.
    let _ = writeln!(io::stderr(), "fundstelle: {}", text.as_ref());
}

/// Words a usage error (or a call for help) and says how the program ends.
pub(crate) fn usage(error: &clap::Error) -> Exit {
    let _ = error.print();
    if error.use_stderr() { Exit::Failed } else { Exit::Found }
}

/// Words an error and says how the program ends. A reader that closed the pipe is no error.
pub(crate) fn failure(error: &anyhow::Error) -> Exit {
    if is_broken_pipe(error) {
        return Exit::Found;
    }
    say(format!("{error:#}"));
    if let Some(hint) = hint(error) {
        say(format!("hint: {hint}"));
    }
    if unknown_value(error) { Exit::Nothing } else { Exit::Failed }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// A filter for something that the index does not hold finds nothing; that is no failure.
pub(crate) fn unknown_value(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(search::Error::Query(query::Error::Unknown(_))))
}

/// The index's own error, wherever it came through.
fn index_error(error: &anyhow::Error) -> Option<&index::Error> {
    match error.downcast_ref::<search::Error>() {
        Some(search::Error::Index(error) | search::Error::Query(query::Error::Index(error))) => Some(error),
        _ => error.downcast_ref(),
    }
}

fn hint(error: &anyhow::Error) -> Option<&'static str> {
    match index_error(error)? {
        index::Error::Missing(_) => {
            Some("make one with `fundstelle add PATH…`, or name another with --index DIR or FUNDSTELLE_INDEX")
        }
        index::Error::Format { .. } | index::Error::Chain { .. } => {
            Some("delete the folder and index the sources again with `fundstelle add PATH…`")
        }
        index::Error::Busy { .. } => Some("wait until it is done, or write into another index with --index DIR"),
        _ => None,
    }
}
