//! From inputs to the index: what `add` and `search --in` do with files, folders and stdin.
//!
//! A report is handed out only after the commit that makes its article safe, so that a printed line is a promise kept.

use crate::annotate;
use crate::article::Article;
use crate::cli::message;
use crate::index::{Manifest, Outcome, Source, Writer, WriterOptions};
use crate::source::{self, Failure, Supplied};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, UNIX_EPOCH};

/// A commit costs some ten milliseconds: seldom enough not to be felt, often enough that an abort loses little.
const COMMIT_EVERY: Duration = Duration::from_secs(10);

/// What is read and how.
#[derive(Debug, Clone, Default)]
pub(crate) struct Job {
    /// Files and folders; `-` is stdin.
    pub(crate) paths: Vec<PathBuf>,
    /// What inputs lack.
    pub(crate) supplied: Supplied,
    /// How the index is written.
    pub(crate) options: WriterOptions,
    /// Whether a progress bar is shown, on a terminal.
    pub(crate) progress: bool,
}

/// What became of one article or input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Report {
    /// The input.
    pub(crate) path: String,
    /// What became of it.
    pub(crate) status: Status,
    /// Identity of the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    /// Passages indexed now.
    pub(crate) passages: usize,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
}

/// What can become of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    Added,
    Updated,
    Unchanged,
    Failed,
}

/// How many of each there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) added: usize,
    pub(crate) updated: usize,
    pub(crate) unchanged: usize,
    pub(crate) failed: usize,
}

impl Tally {
    fn count(&mut self, status: Status) {
        *match status {
            Status::Added => &mut self.added,
            Status::Updated => &mut self.updated,
            Status::Unchanged => &mut self.unchanged,
            Status::Failed => &mut self.failed,
        } += 1;
    }

    /// Articles that the index now holds because of these inputs.
    pub(crate) fn articles(self) -> usize {
        self.added + self.updated + self.unchanged
    }
}

/// Brings the inputs of `job` into the index at `dir`; `tell` gets every report, in order.
///
/// # Errors
/// When the index or `tell` fails. An input that fails is a report, and the others go on.
pub(crate) fn ingest(dir: &Path, job: &Job, tell: &mut dyn FnMut(&Report) -> io::Result<()>) -> anyhow::Result<Tally> {
    let mut ingest =
        Ingest { dir, job, writer: None, pending: Vec::new(), committed: Instant::now(), tally: Tally::default() };
    let (stdin, paths): (Vec<_>, Vec<_>) = job.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
    if !stdin.is_empty() {
        ingest.stdin()?;
    }
    let own = std::path::absolute(dir)?;
    let inputs: Vec<_> = source::find(&paths).filter(|input| !lies_below(input, &own)).collect();
    let bar = progress_bar(inputs.len(), job.progress);
    for input in inputs {
        match input {
            Ok(path) => ingest.file(&path)?,
            Err(failure) => ingest.fail(&failure),
        }
        bar.inc(1);
        ingest.commit_when_due(tell)?;
    }
    bar.finish_and_clear();
    ingest.finish(tell)
}

/// True for files of the index itself, which a folder may hold beside articles.
fn lies_below(input: &Result<PathBuf, Failure>, index: &Path) -> bool {
    let absolute = input.as_ref().ok().and_then(|path| std::path::absolute(path).ok());
    absolute.is_some_and(|path| path.starts_with(index))
}

struct Ingest<'j> {
    dir: &'j Path,
    job: &'j Job,
    /// Opened with the first article, so that inputs which all fail make no index; with the sources it knows.
    writer: Option<(Writer, HashMap<String, Source>)>,
    pending: Vec<Report>,
    committed: Instant,
    tally: Tally,
}

impl Ingest<'_> {
    fn stdin(&mut self) -> anyhow::Result<()> {
        for read in source::read_stream("-", io::stdin(), &self.job.supplied) {
            self.article("-", None, read, 0)?;
        }
        Ok(())
    }

    fn file(&mut self, path: &Path) -> anyhow::Result<()> {
        let shown = path.to_string_lossy().into_owned();
        let absolute = std::path::absolute(path)?.to_string_lossy().into_owned();
        let stamp = self.stamp(path);
        if stamp != 0 && self.known(&absolute, stamp, &shown)? {
            return Ok(());
        }
        let failed_before = self.tally.failed;
        let mut reads = source::read_file(path, &self.job.supplied).peekable();
        while let Some(read) = reads.next() {
            // The last article vouches for the whole file: that it is known, and that none of it failed.
            let whole = reads.peek().is_none() && self.tally.failed == failed_before;
            self.article(&shown, Some(&absolute), read, if whole { stamp } else { 0 })?;
        }
        Ok(())
    }

    /// Reports the articles of a source that is as it was when they were read.
    fn known(&mut self, absolute: &str, stamp: u64, shown: &str) -> anyhow::Result<bool> {
        if self.writer.is_none() && !Manifest::stands_at(self.dir) {
            return Ok(false);
        }
        let (_, sources) = self.writer()?;
        let ids = match sources.get(absolute) {
            Some(source) if source.stamp == stamp => source.articles.clone(),
            _ => return Ok(false),
        };
        for id in ids {
            self.report(shown, Status::Unchanged, Some(id), 0, None);
        }
        Ok(true)
    }

    fn article(
        &mut self,
        shown: &str,
        absolute: Option<&str>,
        read: Result<Article, Failure>,
        stamp: u64,
    ) -> anyhow::Result<()> {
        let mut article = match read {
            Ok(article) => article,
            Err(failure) => {
                self.fail(&failure);
                return Ok(());
            }
        };
        article.path = absolute.map(str::to_owned);
        article.outlet = annotate::publisher(&article);
        for warning in &article.warnings {
            message::say(format!("{shown}: {warning}"));
        }
        let (writer, _) = self.writer()?;
        let (outcome, passages) = writer.put(&article, stamp)?;
        let (status, passages) = match outcome {
            Outcome::Added => (Status::Added, passages),
            Outcome::Updated => (Status::Updated, passages),
            Outcome::Unchanged => (Status::Unchanged, 0),
        };
        self.report(shown, status, Some(article.id), passages, None);
        Ok(())
    }

    fn fail(&mut self, failure: &Failure) {
        self.report(&failure.input, Status::Failed, None, 0, Some(failure.reason.to_string()));
    }

    fn report(&mut self, path: &str, status: Status, id: Option<String>, passages: usize, error: Option<String>) {
        self.tally.count(status);
        self.pending.push(Report { path: path.to_owned(), status, id, passages, error });
    }

    fn writer(&mut self) -> anyhow::Result<&mut (Writer, HashMap<String, Source>)> {
        let open = match self.writer.take() {
            Some(open) => open,
            None => {
                let writer = Writer::open(self.dir, self.job.options.clone())?;
                let sources = writer.committed().sources()?;
                (writer, sources)
            }
        };
        Ok(self.writer.insert(open))
    }

    /// Fingerprint of the state a file is in and of what is supplied with it; 0 when that can't be told.
    fn stamp(&self, path: &Path) -> u64 {
        let Ok(meta) = fs::metadata(path) else { return 0 };
        let Some(modified) = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()) else {
            return 0;
        };
        let Supplied { outlet, published, url, id, crawled, now: _, limits: _ } = &self.job.supplied;
        let state = (meta.len(), modified.as_nanos(), outlet, published, url, id, crawled, self.job.options.annotate);
        crate::index::article_key(&format!("{state:?}")).max(1)
    }

    fn commit_when_due(&mut self, tell: &mut dyn FnMut(&Report) -> io::Result<()>) -> anyhow::Result<()> {
        if self.committed.elapsed() < COMMIT_EVERY {
            return Ok(());
        }
        if let Some((writer, _)) = &mut self.writer {
            writer.commit()?;
        }
        self.committed = Instant::now();
        self.tell(tell)
    }

    fn finish(mut self, tell: &mut dyn FnMut(&Report) -> io::Result<()>) -> anyhow::Result<Tally> {
        if let Some((writer, _)) = self.writer.take() {
            writer.finish()?;
        }
        self.tell(tell)?;
        Ok(self.tally)
    }

    fn tell(&mut self, tell: &mut dyn FnMut(&Report) -> io::Result<()>) -> anyhow::Result<()> {
        for report in self.pending.drain(..) {
            tell(&report)?;
        }
        Ok(())
    }
}

/// On stderr, and only when that is a terminal.
fn progress_bar(inputs: usize, wanted: bool) -> ProgressBar {
    let target = if wanted && inputs > 1 { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(inputs as u64), target);
    let template = "{bar:30} {pos}/{len} inputs, {per_sec}, {eta} left";
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}
