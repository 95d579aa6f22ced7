//! `add`: brings files, folders and stdin into the index.

use crate::article::Moment;
use crate::cli::ingest::{Again, COMMIT_EVERY, Job, Report, Status, Tally, ingest};
use crate::cli::lexicon::LexiconArgs;
use crate::cli::limits::LimitArgs;
use crate::cli::output::Output;
use crate::cli::path_list;
use crate::cli::stop::Stop;
use crate::cli::{Exit, message, watch};
use crate::index::WriterOptions;
use crate::present;
use crate::source::Supplied;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Indexes files, folders (with all below them) and stdin (`-`); only new and changed ones are read
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  fundstelle add artikel/\n  fundstelle add --outlet Hafenpost seite.txt\n  fundstelle add nacht.warc.gz archiv.zip export.csv\n  \
                        cat export.jsonl | fundstelle add -"
)]
pub(crate) struct Args {
    /// Files, folders, or `-` for stdin
    #[arg(required_unless_present = "files_from", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read more paths from this file, one a line; `-` reads stdin
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// The paths of --files-from end with a NUL byte, as `find -print0` writes them
    #[arg(short = '0', long, requires = "files_from")]
    null: bool,
    /// Forget articles below the paths whose file is gone, or that no longer stand in their file
    #[arg(long)]
    prune: bool,
    /// Tell what would be done, and write nothing
    #[arg(long, conflicts_with = "watch")]
    dry_run: bool,
    /// Go on, and bring in what changes in the folders, until Ctrl-C
    #[arg(long, conflicts_with = "id")]
    watch: bool,
    /// Do not look for actors and cited outlets
    #[arg(long)]
    no_actors: bool,
    #[command(flatten)]
    lexicon: LexiconArgs,
    /// Wait so many seconds for another `add` into the same index
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    wait: u64,
    /// Make what was read safe and searchable at least every so many seconds; its lines are printed then
    #[arg(long, value_name = "SECONDS", default_value_t = COMMIT_EVERY.as_secs_f64(), value_parser = seconds)]
    commit_every: f64,
    /// Print one JSON object an article
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    supplied: SuppliedArgs,
}

/// What an input may lack.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "For inputs that do not say it themselves")]
pub(crate) struct SuppliedArgs {
    /// Publisher
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// Date of publication, like 2025-09-04 or 2025-09-04T14:05:00+02:00
    #[arg(long, value_name = "DATE", value_parser = moment)]
    date: Option<Moment>,
    /// Canonical address
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Identity in the index; only for a single article
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// When the inputs were fetched: what "vor 3 Stunden" counts from
    #[arg(long, value_name = "DATE", value_parser = moment)]
    crawled: Option<Moment>,
    #[command(flatten)]
    limits: LimitArgs,
}

impl From<SuppliedArgs> for Supplied {
    fn from(args: SuppliedArgs) -> Self {
        let SuppliedArgs { outlet, date, url, id, crawled, limits } = args;
        let (now, limits) = (Some(jiff::Timestamp::now()), limits.into());
        Self { outlet, published: date, url, id, crawled, charset: None, now, limits }
    }
}

/// Reads the value of an option that is a date.
pub(crate) fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text).map_err(|_| "expected a date like 2025-09-04 or 2025-09-04T14:05:00+02:00".to_owned())
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds = text.parse().ok().filter(|seconds| Duration::try_from_secs_f64(*seconds).is_ok());
    seconds.ok_or_else(|| "expected a number of seconds like 10 or 0.5".to_owned())
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        // First of all: to load the lists takes a while, in which a signal is to be heeded.
        let stop = Stop::on_signals()?;
        let options = WriterOptions {
            annotate: !self.no_actors,
            annotator: self.lexicon.annotator(Some(index))?,
            wait: Duration::from_secs(self.wait),
            ..WriterOptions::default()
        };
        let mut paths = self.paths;
        if let Some(file) = &self.files_from {
            paths.extend(path_list::read(file, self.null)?);
        }
        let job = Job {
            paths,
            supplied: self.supplied.into(),
            options,
            prune: self.prune,
            dry: self.dry_run,
            again: Again::Nothing,
            commit_every: Some(Duration::from_secs_f64(self.commit_every)),
            stop,
            progress: true,
        };
        let json = self.json;
        let mut tell = |report: &Report| print(report, json, output);
        if self.watch {
            anyhow::ensure!(job.paths.iter().all(|path| path.as_os_str() != "-"), "stdin can't be watched");
            let tally = watch::watch(index, &job, &mut tell)?;
            say_what_stopped(tally);
            return Ok(exit(tally));
        }
        let tally = ingest(index, &job, &mut tell)?;
        summary(tally, &job.paths);
        Ok(exit(tally))
    }
}

/// Tells what became of one input.
pub(crate) fn print(report: &Report, json: bool, output: &mut Output) -> io::Result<()> {
    if json {
        output.line(serde_json::to_string(report)?)?;
    } else if report.status == Status::Failed {
        message::say(format!("{}: {}", present::plain(&report.path), report.error.as_deref().unwrap_or_default()));
    } else {
        output.line(line(report))?;
    }
    output.flush()
}

fn line(report: &Report) -> String {
    let path = present::plain(&report.path);
    match report.status {
        Status::Added => format!("added      {path} ({})", passages(report.passages)),
        Status::Updated => format!("updated    {path} ({})", passages(report.passages)),
        Status::Unchanged => format!("unchanged  {path}"),
        Status::Duplicate => {
            let twin = present::plain(report.duplicate_of.as_deref().unwrap_or_default());
            format!("duplicate  {path} ({}; nearly the same as {twin})", passages(report.passages))
        }
        Status::Removed => format!("removed    {path}"),
        Status::Failed => format!("failed     {path}"),
    }
}

fn passages(number: usize) -> String {
    if number == 1 { "1 passage".to_owned() } else { format!("{number} passages") }
}

fn summary(tally: Tally, paths: &[PathBuf]) {
    if tally == Tally::default() {
        let names: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
        message::say(format!("no articles found in {}", names.join(", ")));
        message::say(
            "hint: folders are searched for articles by the endings of names; a file named by itself is always read",
        );
        return;
    }
    message::say(tally.to_string());
    say_what_stopped(tally);
}

fn say_what_stopped(tally: Tally) {
    if let Some(signal) = tally.stopped {
        message::say(format!(
            "stopped by {}: what was told is safe; the same command goes on from here",
            signal.name()
        ));
    }
}

fn exit(tally: Tally) -> Exit {
    if let Some(signal) = tally.stopped {
        return Exit::Stopped(signal.exit_code());
    }
    if tally.failed > 0 { Exit::Failed } else { Exit::found(tally.articles() > 0) }
}
