//! Messages to a person, on stderr: what happened, where, and what to do next.

use crate::cli::Exit;
use crate::query::Refusal;
use crate::{alert, index, present, query, search};
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};

/// Messages that wait until the pager is left; `None` when none need wait.
static WAITING: Mutex<Option<Vec<String>>> = Mutex::new(None);

/// Says one thing on stderr. Nothing in it reaches the terminal raw; further lines of it are set in.
pub(crate) fn say(text: impl AsRef<str>) {
    let lines: Vec<String> = text.as_ref().lines().map(present::plain).collect();
    let message = lines.join("\n  ");
    match &mut *WAITING.lock().unwrap_or_else(PoisonError::into_inner) {
        Some(waiting) => waiting.push(message),
        None => print(&message),
    }
}

fn print(message: &str) {
    // When stderr is gone there is nobody left to tell.
    let _ = writeln!(io::stderr(), "fundstelle: {message}");
}

/// Keeps messages back, so that they do not get into the pager's picture.
pub(crate) fn hold_back() {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default();
}

/// Says what was kept back.
pub(crate) fn release() {
    let waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner).take();
    waiting.iter().flatten().for_each(|message| print(message));
}

/// Words a usage error (or a call for help) and says how the program ends.
pub(crate) fn usage(error: &clap::Error) -> Exit {
    let worded = error.render().to_string();
    if present::plain_lines(&worded) == worded {
        let _ = error.print();
    } else {
        // An argument would act on the terminal.
        let _ = writeln!(io::stderr(), "{}", present::plain_lines(&worded));
    }
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
    matches!(query_error(error), Some(query::Error::Unknown(_)))
}

/// True for a fault of the query itself, after which another one may do.
pub(crate) fn is_of_query(error: &anyhow::Error) -> bool {
    matches!(query_error(error), Some(query::Error::Unknown(_) | query::Error::Refused(_)))
}

fn query_error(error: &anyhow::Error) -> Option<&query::Error> {
    match error.downcast_ref() {
        Some(search::Error::Query(error)) => Some(error),
        _ => error.downcast_ref(),
    }
}

/// The index's own error, wherever it came through.
fn index_error(error: &anyhow::Error) -> Option<&index::Error> {
    match error.downcast_ref::<search::Error>() {
        Some(search::Error::Index(error) | search::Error::Query(query::Error::Index(error))) => Some(error),
        _ => error.downcast_ref(),
    }
}

/// What the engine says when a search fails in it: it rarely does on files that are as they were written.
fn is_of_engine(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(search::Error::Engine(_) | search::Error::Query(query::Error::Engine(_))))
}

fn hint(error: &anyhow::Error) -> Option<&'static str> {
    if let Some(query::Error::Refused(refusal)) = query_error(error) {
        return match refusal {
            Refusal::Expansions { .. } => Some("or allow more with --max-expansions N"),
            Refusal::Clauses { .. } => Some("allow more with --max-clauses N, or run parts of it with --batch"),
            _ => None,
        };
    }
    if is_of_engine(error) {
        return Some(DAMAGE);
    }
    match error.downcast_ref() {
        Some(alert::Error::Exists(_)) => return Some("change it with --replace, or choose another name"),
        Some(alert::Error::Unknown { .. }) => return Some("`fundstelle alert list` tells the names"),
        Some(alert::Error::Syntax { .. }) => return Some("mend the file with an editor, or delete it"),
        _ => {}
    }
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
        index::Error::Occupied(_) => {
            Some("--force puts the backup in its place; or name another place with --index DIR")
        }
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
