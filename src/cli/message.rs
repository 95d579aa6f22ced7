//! Messages to a person, on stderr: what happened, where, and what to do next.

use crate::cli::Exit;
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
            Some("delete the folder and index the sources again with `fundstelle add PATH…`")
        }
        index::Error::Busy { .. } => Some("wait until it is done, or write into another index with --index DIR"),
        _ => None,
    }
}
