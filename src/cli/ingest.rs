//! From inputs to the index: what `add` and `search --in` do with files, folders and stdin.
//!
//! A report is handed out only after the commit that makes its article safe, so that a printed line is a promise kept.

use crate::annotate;
use crate::article::Article;
use crate::cli::message;
use crate::cli::progress::Progress;
use crate::cli::store::Store;
use crate::index::{Manifest, Outcome, Put, Source, WriterOptions};
use crate::source::{self, Failure, Supplied};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
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
    /// Whether articles are forgotten whose file is gone, or that no longer stand in it.
    pub(crate) prune: bool,
    /// Whether only to tell what would be done.
    pub(crate) dry: bool,
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
}

impl Tally {
    fn count(&mut self, status: Status) {
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
        let Self { added, updated, unchanged, duplicate, removed, failed } = self;
        write!(f, "{added} added, {updated} updated, {unchanged} unchanged")?;
        for (number, what) in [(duplicate, "duplicate"), (removed, "removed")] {
            if *number > 0 {
                write!(f, ", {number} {what}")?;
            }
        }
        write!(f, ", {failed} failed")
    }
}

/// Brings the inputs of `job` into the index at `dir`; `tell` gets every report, in order.
///
/// # Errors
/// When the index or `tell` fails. An input that fails is a report, and the others go on.
pub(crate) fn ingest(dir: &Path, job: &Job, tell: &mut dyn FnMut(&Report) -> io::Result<()>) -> anyhow::Result<Tally> {
    let mut ingest = Ingest {
        dir,
        job,
        store: None,
        pending: Vec::new(),
        seen: HashSet::new(),
        committed: Instant::now(),
        tally: Tally::default(),
        progress: Progress::new(0, false),
    };
    let (stdin, paths): (Vec<_>, Vec<_>) = job.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
    if !stdin.is_empty() {
        ingest.stdin()?;
    }
    let own = std::path::absolute(dir)?;
    let inputs: Vec<_> = source::find(&paths).filter(|input| !lies_below(input, &own)).collect();
    ingest.progress = Progress::new(inputs.len(), job.progress);
    for input in inputs {
        match input {
            Ok(path) => ingest.file(&path)?,
            Err(failure) => ingest.fail(&failure),
        }
        ingest.progress.input();
        ingest.commit_when_due(tell)?;
    }
    ingest.progress.end();
    if job.prune {
        ingest.prune()?;
    }
    ingest.finish(tell)
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
    let wanted = sources.iter().filter(|(path, _)| wanted(Path::new(path)));
    wanted.flat_map(|(_, source)| source.articles.iter().cloned()).collect()
}

struct Ingest<'j> {
    dir: &'j Path,
    job: &'j Job,
    /// Opened with the first article, so that inputs which all fail make no index; with the sources it knows.
    store: Option<(Store, HashMap<String, Source>)>,
    pending: Vec<Report>,
    /// Articles read by this run, kept only for pruning: one whose file was moved stands elsewhere now.
    seen: HashSet<String>,
    committed: Instant,
    tally: Tally,
    progress: Progress,
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
        let mut standing = HashSet::new();
        let mut reads = source::read_file(path, &self.job.supplied).peekable();
        while let Some(read) = reads.next() {
            // The last article vouches for the whole file: that it is known, and that none of it failed.
            let whole = reads.peek().is_none() && self.tally.failed == failed_before;
            standing.extend(self.article(&shown, Some(&absolute), read, if whole { stamp } else { 0 })?);
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
            self.report(Report::of(shown, Status::Unchanged, id));
        }
        Ok(true)
    }

    /// Forgets the articles of a file that no longer stand in it.
    fn forget_all_but(&mut self, standing: &HashSet<String>, absolute: &str, shown: &str) -> anyhow::Result<()> {
        let (_, sources) = self.store()?;
        let known = sources.get(absolute).map(|source| source.articles.clone()).unwrap_or_default();
        let elsewhere = articles_of(sources, |path| path != Path::new(absolute) && !is_gone(path));
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
        let gone = sources.iter().filter(|(path, _)| below(Path::new(path)) && is_gone(Path::new(path)));
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

    fn forget(&mut self, id: &str, shown: &str) -> anyhow::Result<()> {
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
        let mut article = match read {
            Ok(article) => article,
            Err(failure) => {
                self.fail(&failure);
                return Ok(None);
            }
        };
        article.path = absolute.map(str::to_owned);
        article.outlet = annotate::publisher(&article, &self.job.options.annotator.lexicon().outlets);
        for warning in &article.warnings {
            message::say(format!("{shown}: {warning}"));
        }
        let (store, _) = self.store()?;
        let put = store.put(&article, stamp)?;
        let id = article.id.clone();
        if self.job.prune {
            self.seen.insert(id.clone());
        }
        self.report(Report { path: shown.to_owned(), ..Report::of_article(article.id, put) });
        Ok(Some(id))
    }

    fn fail(&mut self, failure: &Failure) {
        let error = Some(failure.reason.to_string());
        self.report(Report { id: None, error, ..Report::of(&failure.input, Status::Failed, String::new()) });
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
                let store = Store::open(self.dir, self.job.options.clone(), self.job.dry)?;
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
        let Supplied { outlet, published, url, id, now: _ } = &self.job.supplied;
        let state = (meta.len(), modified.as_nanos(), outlet, published, url, id, self.job.options.marking());
        crate::index::article_key(&format!("{state:?}")).max(1)
    }

    fn commit_when_due(&mut self, tell: &mut dyn FnMut(&Report) -> io::Result<()>) -> anyhow::Result<()> {
        if self.committed.elapsed() < COMMIT_EVERY {
            return Ok(());
        }
        if let Some((store, _)) = &mut self.store {
            store.commit()?;
        }
        self.committed = Instant::now();
        self.tell(tell)
    }

    fn finish(mut self, tell: &mut dyn FnMut(&Report) -> io::Result<()>) -> anyhow::Result<Tally> {
        if let Some((store, _)) = self.store.take() {
            store.finish()?;
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
