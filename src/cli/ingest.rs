//! From inputs to the index: what `add` and `search --in` do with files, folders and stdin.
//!
//! A report is handed out only after the commit that makes its article safe, so that a printed line is a promise kept.

use crate::annotate;
use crate::article::{Article, path_of_text, path_text};
use crate::cli::holder;
use crate::cli::message;
use crate::cli::progress::Progress;
use crate::cli::stop::{Signal, Stop};
use crate::cli::store::Store;
use crate::index::{Manifest, Outcome, Put, Source, Writer, WriterOptions};
use crate::source::{self, Failure, Supplied};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, UNIX_EPOCH};

/// A commit costs some ten milliseconds: seldom enough not to be felt, often enough that an abort loses little.
pub(crate) const COMMIT_EVERY: Duration = Duration::from_secs(10);
/// So many reports are told with a commit before that: what waits to be told takes memory.
const MOST_REPORTS: usize = 10_000;

/// What is read and how.
#[derive(Debug, Clone, Default)]
pub(crate) struct Job {
    /// Files and folders; `-` is stdin.
    pub(crate) paths: Vec<PathBuf>,
    /// What inputs lack.
    pub(crate) supplied: Supplied,
    /// How the index is written.
    pub(crate) options: WriterOptions,
    /// Whether articles are forgotten whose file is gone, or that no longer stand in it.
    pub(crate) prune: bool,
    /// Whether only to tell what would be done.
    pub(crate) dry: bool,
    /// What is read of files whose state is known.
    pub(crate) again: Again,
    /// How long what was read may wait for its commit; [`COMMIT_EVERY`] when it is not said.
    pub(crate) commit_every: Option<Duration>,
    /// What may end it early.
    pub(crate) stop: Stop,
    /// Whether a progress bar is shown, on a terminal.
    pub(crate) progress: bool,
}

/// What is read of files that the index knows in the state they are in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Again {
    /// Nothing.
    #[default]
    Nothing,
    /// Articles that the index does not hold. What it holds may have been read with an outlet or date by hand, of which
    /// the files know nothing.
    Missing,
    /// Everything.
    All,
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
    /// Another article that says nearly the same, when the status is `duplicate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) duplicate_of: Option<String>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
}

impl Report {
    fn of(path: &str, status: Status, id: String) -> Self {
        Self { path: path.to_owned(), status, id: Some(id), passages: 0, duplicate_of: None, error: None }
    }

    fn of_article(id: String, put: Put) -> Self {
        let status = match put.outcome {
            Outcome::Added if put.duplicate_of.is_some() => Status::Duplicate,
            Outcome::Added => Status::Added,
            Outcome::Updated => Status::Updated,
            Outcome::Unchanged => Status::Unchanged,
        };
        let passages = if status == Status::Unchanged { 0 } else { put.passages };
        Self { passages, duplicate_of: put.duplicate_of, ..Self::of("", status, id) }
    }
}

/// What can become of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    Added,
    Updated,
    Unchanged,
    /// Added, though another article says nearly the same.
    Duplicate,
    /// Forgotten, for its source is gone.
    Removed,
    Failed,
}

/// How many of each there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) added: usize,
    pub(crate) updated: usize,
    pub(crate) unchanged: usize,
    pub(crate) duplicate: usize,
    pub(crate) removed: usize,
    pub(crate) failed: usize,
    /// What ended it before all inputs were read.
    pub(crate) stopped: Option<Signal>,
}

impl Tally {
    pub(crate) fn count(&mut self, status: Status) {
        *match status {
            Status::Added => &mut self.added,
            Status::Updated => &mut self.updated,
            Status::Unchanged => &mut self.unchanged,
            Status::Duplicate => &mut self.duplicate,
            Status::Removed => &mut self.removed,
            Status::Failed => &mut self.failed,
        } += 1;
    }

    /// Articles that the index now holds because of these inputs.
    pub(crate) fn articles(self) -> usize {
        self.added + self.updated + self.unchanged + self.duplicate
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { added, updated, unchanged, duplicate, removed, failed, stopped: _ } = self;
        write!(f, "{added} added, {updated} updated, {unchanged} unchanged")?;
        for (number, what) in [(duplicate, "duplicate"), (removed, "removed")] {
            if *number > 0 {
                write!(f, ", {number} {what}")?;
            }
        }
        write!(f, ", {failed} failed")
    }
}

/// Who is told of every report.
pub(crate) type Tell<'t> = &'t mut dyn FnMut(&Report) -> io::Result<()>;

/// Brings the inputs of `job` into the index at `dir`; `tell` gets every report, in order, once it is safe.
///
/// When the job is stopped, what was read until then is committed and told.
///
/// # Errors
/// When the index or `tell` fails. An input that fails is a report, and the others go on.
pub(crate) fn ingest(dir: &Path, job: &Job, tell: Tell<'_>) -> anyhow::Result<Tally> {
    let mut ingest = Ingest::new(dir, job, tell);
    ingest.inputs()?;
    ingest.finish()
}

/// The same with a writer that is open already, and stays so.
///
/// # Errors
/// As [`ingest`].
pub(crate) fn ingest_with(
    writer: Writer,
    dir: &Path,
    job: &Job,
    tell: Tell<'_>,
) -> anyhow::Result<(Option<Writer>, Tally)> {
    let mut ingest = Ingest::new(dir, job, tell);
    let sources = writer.committed().sources()?;
    ingest.store = Some((Store::Writing(Box::new(writer)), sources));
    ingest.inputs()?;
    ingest.commit()?;
    let writer = ingest.store.and_then(|(store, _)| store.into_writer());
    Ok((writer, ingest.tally))
}

/// True for files of the index itself, which a folder may hold beside articles.
fn lies_below(input: &Result<PathBuf, Failure>, index: &Path) -> bool {
    let absolute = input.as_ref().ok().and_then(|path| std::path::absolute(path).ok());
    absolute.is_some_and(|path| path.starts_with(index))
}

/// True only when it is sure that no file stands there: a folder that can't be read proves nothing.
fn is_gone(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// The articles of the sources that `wanted` picks by their paths.
fn articles_of(sources: &HashMap<String, Source>, wanted: impl Fn(&Path) -> bool) -> HashSet<String> {
    let wanted = sources.iter().filter(|(path, _)| wanted(&path_of_text(path)));
    wanted.flat_map(|(_, source)| source.articles.iter().cloned()).collect()
}

/// Takes articles into an index; what becomes of each is told after the commit that makes it safe.
pub(crate) struct Ingest<'j> {
    dir: &'j Path,
    job: &'j Job,
    tell: Tell<'j>,
    /// Opened with the first article, so that inputs which all fail make no index; with the sources it knows.
    store: Option<(Store, HashMap<String, Source>)>,
    pending: Vec<Report>,
    /// Articles read by this run, kept only for pruning: one whose file was moved stands elsewhere now.
    seen: HashSet<String>,
    committed: Instant,
    tally: Tally,
    progress: Progress,
}

impl<'j> Ingest<'j> {
    /// Nothing is opened before the first article.
    pub(crate) fn new(dir: &'j Path, job: &'j Job, tell: Tell<'j>) -> Self {
        let (pending, seen, committed) = (Vec::new(), HashSet::new(), Instant::now());
        let progress = Progress::new(0, false);
        Self { dir, job, tell, store: None, pending, seen, committed, tally: Tally::default(), progress }
    }

    fn inputs(&mut self) -> anyhow::Result<()> {
        let (stdin, paths): (Vec<_>, Vec<_>) = self.job.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
        if !stdin.is_empty() {
            self.stdin()?;
        }
        let own = std::path::absolute(self.dir)?;
        let inputs: Vec<_> = source::find(&paths).filter(|input| !lies_below(input, &own)).collect();
        self.progress = Progress::new(inputs.len(), self.job.progress);
        for input in inputs {
            if self.is_stopped() {
                break;
            }
            match input {
                Ok(path) => self.file(&path)?,
                Err(failure) => self.fail(&failure),
            }
            self.progress.input();
            self.commit_when_due()?;
        }
        self.progress.end();
        if self.job.prune && self.tally.stopped.is_none() {
            self.prune()?;
        }
        Ok(())
    }

    /// Whether a signal came; asked only where something is left to do.
    fn is_stopped(&mut self) -> bool {
        self.tally.stopped = self.tally.stopped.or(self.job.stop.signal());
        self.tally.stopped.is_some()
    }

    fn stdin(&mut self) -> anyhow::Result<()> {
        for read in source::read_stream("-", self.job.stop.stdin(), &self.job.supplied) {
            // What a signal cut short is neither an article nor a failure.
            if read.is_err() && self.is_stopped() {
                break;
            }
            self.article("-", None, read, 0)?;
            self.commit_when_due()?;
        }
        Ok(())
    }

    fn file(&mut self, path: &Path) -> anyhow::Result<()> {
        let shown = path_text(path).into_owned();
        let absolute = path_text(&std::path::absolute(path)?).into_owned();
        let stamp = self.stamp(path);
        if stamp != 0 && self.job.again == Again::Nothing && self.known(&absolute, stamp, &shown)? {
            return Ok(());
        }
        let failed_before = self.tally.failed;
        let mut standing = HashSet::new();
        let mut reads = source::read_file(path, &self.job.supplied).peekable();
        while let Some(read) = reads.next() {
            // The last article vouches for the whole file: that it is known, and that none of it failed. A file that is
            // left in the middle, by a signal or a crash, is read again the next time.
            let whole = reads.peek().is_none() && self.tally.failed == failed_before;
            let id = self.article(&shown, Some(&absolute), read, if whole { stamp } else { 0 })?;
            standing.extend(id.filter(|_| self.job.prune));
            self.commit_when_due()?;
            if reads.peek().is_some() && self.is_stopped() {
                return Ok(());
            }
        }
        if self.job.prune && self.tally.failed == failed_before {
            self.forget_all_but(&standing, &absolute, &shown)?;
        }
        Ok(())
    }

    /// Reports the articles of a source that is as it was when they were read.
    fn known(&mut self, absolute: &str, stamp: u64, shown: &str) -> anyhow::Result<bool> {
        if self.store.is_none() && !Manifest::stands_at(self.dir) {
            return Ok(false);
        }
        let (_, sources) = self.store()?;
        let ids = match sources.get(absolute) {
            Some(source) if source.stamp == stamp => source.articles.clone(),
            _ => return Ok(false),
        };
        for id in ids {
            self.unchanged(shown, id);
            self.commit_when_due()?;
        }
        Ok(true)
    }

    /// Forgets the articles of a file that no longer stand in it.
    fn forget_all_but(&mut self, standing: &HashSet<String>, absolute: &str, shown: &str) -> anyhow::Result<()> {
        let (_, sources) = self.store()?;
        let known = sources.get(absolute).map(|source| source.articles.clone()).unwrap_or_default();
        let own = path_of_text(absolute);
        let elsewhere = articles_of(sources, |path| path != own && !is_gone(path));
        let gone = known.iter().filter(|id| !standing.contains(*id) && !elsewhere.contains(*id));
        gone.cloned().collect::<Vec<_>>().iter().try_for_each(|id| self.forget(id, shown))
    }

    /// Forgets the articles whose file is gone, as far as the job's paths reach. A path that is gone itself is left
    /// alone: it has failed already, and a disk that is not there must not empty the index.
    fn prune(&mut self) -> anyhow::Result<()> {
        if self.store.is_none() && !Manifest::stands_at(self.dir) {
            return Ok(());
        }
        let roots = self.job.paths.iter().filter(|path| path.exists()).map(std::path::absolute);
        let roots: Vec<PathBuf> = roots.collect::<Result<_, _>>()?;
        let (_, sources) = self.store()?;
        let below = |path: &Path| roots.iter().any(|root| path.starts_with(root));
        let gone = sources.iter().filter(|(path, _)| {
            let path = path_of_text(path);
            below(&path) && is_gone(&path)
        });
        let gone: BTreeMap<String, Vec<String>> =
            gone.map(|(path, source)| (path.clone(), source.articles.clone())).collect();
        if gone.is_empty() {
            return Ok(());
        }
        let standing = articles_of(sources, |path| !is_gone(path));
        for (path, ids) in gone {
            let forgotten = ids.iter().filter(|id| !standing.contains(*id) && !self.seen.contains(*id));
            forgotten.cloned().collect::<Vec<_>>().iter().try_for_each(|id| self.forget(id, &path))?;
        }
        Ok(())
    }

    /// Removes an article, and tells so when there was one.
    pub(crate) fn forget(&mut self, id: &str, shown: &str) -> anyhow::Result<()> {
        if self.store()?.0.remove(id)? {
            self.report(Report::of(shown, Status::Removed, id.to_owned()));
        }
        Ok(())
    }

    /// Takes one article in and gives its id, or tells why it can't be read.
    fn article(
        &mut self,
        shown: &str,
        absolute: Option<&str>,
        read: Result<Article, Failure>,
        stamp: u64,
    ) -> anyhow::Result<Option<String>> {
        match read {
            Ok(article) => self.put(shown, absolute, article, stamp).map(Some),
            Err(failure) => {
                self.fail(&failure);
                Ok(None)
            }
        }
    }

    /// Takes one article in, under the name `shown`, and gives its id.
    pub(crate) fn put(
        &mut self,
        shown: &str,
        absolute: Option<&str>,
        mut article: Article,
        stamp: u64,
    ) -> anyhow::Result<String> {
        article.path = absolute.map(str::to_owned);
        article.outlet = annotate::publisher(&article, &self.job.options.annotator.lexicon().outlets);
        for warning in &article.warnings {
            message::say(format!("{shown}: {warning}"));
        }
        let again = self.job.again;
        let (store, _) = self.store()?;
        if again == Again::Missing && store.holds(&article.id)? {
            self.unchanged(shown, article.id.clone());
            return Ok(article.id);
        }
        let put = store.put(&article, stamp)?;
        let id = article.id.clone();
        if self.job.prune {
            self.seen.insert(id.clone());
        }
        self.report(Report { path: shown.to_owned(), ..Report::of_article(article.id, put) });
        Ok(id)
    }

    fn fail(&mut self, failure: &Failure) {
        self.failed(&failure.input, failure.reason.to_string());
    }

    /// Tells that nothing could be read from an input.
    pub(crate) fn failed(&mut self, shown: &str, reason: String) {
        let error = Some(reason);
        self.report(Report { id: None, error, ..Report::of(shown, Status::Failed, String::new()) });
    }

    /// Tells that an article is as it was.
    pub(crate) fn unchanged(&mut self, shown: &str, id: String) {
        self.report(Report::of(shown, Status::Unchanged, id));
    }

    /// Tells that an input would be read, were this no dry run.
    pub(crate) fn planned(&mut self, shown: &str, status: Status) {
        self.report(Report { id: None, ..Report::of(shown, status, String::new()) });
    }

    fn report(&mut self, report: Report) {
        self.progress.article();
        self.tally.count(report.status);
        self.pending.push(report);
    }

    fn store(&mut self) -> anyhow::Result<&mut (Store, HashMap<String, Source>)> {
        let open = match self.store.take() {
            Some(open) => open,
            None => {
                let options =
                    WriterOptions { holder: Some(holder::this_process()), clock: seconds, ..self.job.options.clone() };
                let store = Store::open(self.dir, options, self.job.dry)?;
                let sources = store.sources()?;
                (store, sources)
            }
        };
        Ok(self.store.insert(open))
    }

    /// Fingerprint of the state a file is in and of what is supplied with it; 0 when that can't be told.
    fn stamp(&self, path: &Path) -> u64 {
        let Ok(meta) = fs::metadata(path) else { return 0 };
        let Some(modified) = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()) else {
            return 0;
        };
        let Supplied { outlet, published, url, id, crawled, charset: _, now: _, limits: _ } = &self.job.supplied;
        let state = (meta.len(), modified.as_nanos(), outlet, published, url, id, crawled, self.job.options.marking());
        crate::index::article_key(&format!("{state:?}")).max(1)
    }

    /// Makes what was taken in safe, from time to time; true when it was now.
    pub(crate) fn commit_when_due(&mut self) -> anyhow::Result<bool> {
        let every = self.job.commit_every.unwrap_or(COMMIT_EVERY);
        let due = self.committed.elapsed() >= every || self.pending.len() >= MOST_REPORTS;
        if due {
            self.commit()?;
        }
        Ok(due)
    }

    fn commit(&mut self) -> anyhow::Result<()> {
        if let Some((store, _)) = &mut self.store {
            store.commit()?;
        }
        self.committed = Instant::now();
        self.tell()
    }

    /// Makes all that was taken in safe, and tells what is not told yet.
    pub(crate) fn finish(mut self) -> anyhow::Result<Tally> {
        if self.tally.stopped.is_some() {
            // Merges are left to the next writer: whoever sent the signal waits.
            self.commit()?;
        } else if let Some((store, _)) = self.store.take() {
            store.finish()?;
        }
        self.tell()?;
        Ok(self.tally)
    }

    fn tell(&mut self) -> anyhow::Result<()> {
        for report in self.pending.drain(..) {
            (self.tell)(&report)?;
        }
        Ok(())
    }
}

/// Seconds since 1970.
fn seconds() -> i64 {
    jiff::Timestamp::now().as_second()
}
