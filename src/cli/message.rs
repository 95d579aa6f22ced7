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
fn unknown_value(error: &anyhow::Error) -> bool {
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
            Some("`fundstelle rebuild` makes it anew from the articles it holds")
        }
        index::Error::Busy { .. } => {
            Some("wait longer with --wait SECONDS, or write into another index with --index DIR")
        }
        index::Error::Damaged { .. }
        | index::Error::Manifest { .. }
        | index::Error::Record { .. }
        | index::Error::Engine(_) => Some(DAMAGE),
        index::Error::Replaced(_) => Some("run the same command again to index into what stands there now"),
        index::Error::Occupied(_) => Some("--force puts the backup in its place; or name another place with --index DIR"),
        index::Error::Io { source, .. } => hint_at(source.kind()),
        _ => None,
    }
}

const DAMAGE: &str = "`fundstelle verify` names every damaged file, `fundstelle rebuild` makes the index anew";

fn hint_at(kind: io::ErrorKind) -> Option<&'static str> {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            Some("make room and run the same command again; all that was reported is safe")
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            Some("nothing can be written there: check who owns the folder, or name another with --index DIR")
        }
        io::ErrorKind::NotFound => Some("it was there before: check the disk, or that nobody deleted the folder"),
        _ => None,
    }
}

/// Words a panic and says how the program ends. The engine panics on some files that were changed behind its back.
pub(crate) fn panicked(what: Option<String>) -> Exit {
    say(format!("the command broke off on an inner fault ({})", what.unwrap_or_else(|| "unknown".to_owned())));
    say(format!("hint: the index may be damaged: {DAMAGE}; if `verify` finds nothing, please report this"));
    Exit::Failed
}
