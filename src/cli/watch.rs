//! Watching folders: what changes in them is brought into the index as it comes.

use crate::cli::ingest::{Job, Report, Status, Tally, ingest};
use crate::cli::message;
use anyhow::Context;
use notify_debouncer_mini::notify::RecursiveMode;
use notify_debouncer_mini::{DebounceEventResult, new_debouncer};
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// A file that is being written changes many times: it is read once nothing happened to it for so long.
const QUIET: Duration = Duration::from_secs(1);
/// How soon a wish to stop is noticed.
const ATTENTION: Duration = Duration::from_millis(200);

/// Ingests `job`, then again whenever something below its paths changes, until the job is stopped.
///
/// Every round looks at all paths anew, but reads only what is new or changed; so nothing is missed when the system
/// drops notices of a busy folder. The index is locked during a round only. What is unchanged, and what failed before
/// in the same way, is told in the first round only.
///
/// # Errors
/// When a path can't be watched, or the index or `tell` fails.
pub(crate) fn watch(dir: &Path, job: &Job, tell: &mut dyn FnMut(&Report) -> io::Result<()>) -> anyhow::Result<Tally> {
    let (notices, changes) = channel();
    let mut watcher = new_debouncer(QUIET, notices).context("can't watch for changes")?;
    for path in &job.paths {
        let watched = watcher.watcher().watch(path, RecursiveMode::Recursive);
        watched.with_context(|| format!("can't watch {}", path.display()))?;
    }
    let mut failures = HashSet::new();
    let mut sum = ingest(dir, job, &mut |report| {
        failures.extend(failure(report));
        tell(report)
    })?;
    message::say(format!("{sum}; watching for changes, Ctrl-C ends it"));
    let later = Job { progress: false, ..job.clone() };
    let index = std::path::absolute(dir)?;
    while job.stop.signal().is_none() {
        match changes.recv_timeout(ATTENTION) {
            Ok(change) if concerns(&change, &index) => {
                let tally = ingest(dir, &later, &mut |report| {
                    let news = failure(report).map_or(report.status != Status::Unchanged, |f| failures.insert(f));
                    if news { tell(report) } else { Ok(()) }
                })?;
                sum.failed = tally.failed;
            }
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => anyhow::bail!("the system gives no more notice of changes"),
        }
    }
    Ok(Tally { stopped: job.stop.signal(), ..sum })
}

/// What makes one failure another than those told already.
fn failure(report: &Report) -> Option<(String, Option<String>)> {
    (report.status == Status::Failed).then(|| (report.path.clone(), report.error.clone()))
}

/// True for changes of anything but the index, which may lie in a watched folder; lost notices count as changes.
fn concerns(change: &DebounceEventResult, index: &Path) -> bool {
    let outside = |path: &PathBuf| std::path::absolute(path).is_ok_and(|path| !path.starts_with(index));
    change.as_ref().map_or(true, |events| events.iter().any(|event| outside(&event.path)))
}
