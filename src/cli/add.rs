//! `add`: brings files, folders and stdin into the index.

use crate::article::Moment;
use crate::cli::ingest::{Job, Report, Status, Tally, ingest};
use crate::cli::limits::LimitArgs;
use crate::cli::output::Output;
use crate::cli::{Exit, message};
use crate::index::WriterOptions;
use crate::present;
use crate::source::Supplied;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Indexes files, folders (with all below them) and stdin (`-`); only new and changed ones are read
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  fundstelle add artikel/\n  fundstelle add --outlet Hafenpost seite.txt\n  \
                        cat export.jsonl | fundstelle add -")]
pub(crate) struct Args {
    /// Files, folders, or `-` for stdin
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    supplied: SuppliedArgs,
    /// Do not look for actors and cited outlets
    #[arg(long)]
    no_actors: bool,
    /// Wait so many seconds for another `add` into the same index
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    wait: u64,
    /// Print one JSON object an article
    #[arg(long)]
    json: bool,
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
        Self { outlet, published: date, url, id, crawled, now: Some(jiff::Timestamp::now()), limits: limits.into() }
    }
}

fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text).map_err(|_| "expected a date like 2025-09-04 or 2025-09-04T14:05:00+02:00".to_owned())
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let options = WriterOptions {
            annotate: !self.no_actors,
            wait: Duration::from_secs(self.wait),
            ..WriterOptions::default()
        };
        let job = Job { paths: self.paths, supplied: self.supplied.into(), options, progress: true };
        let json = self.json;
        let tally = ingest(index, &job, &mut |report| print(report, json, output))?;
        summary(tally, &job.paths);
        Ok(exit(tally))
    }
}

fn print(report: &Report, json: bool, output: &mut Output) -> io::Result<()> {
    if json {
        output.line(serde_json::to_string(report)?)?;
        return output.flush();
    }
    let path = present::plain(&report.path);
    match report.status {
        Status::Added => output.line(format!("added      {path} ({})", passages(report.passages))),
        Status::Updated => output.line(format!("updated    {path} ({})", passages(report.passages))),
        Status::Unchanged => output.line(format!("unchanged  {path}")),
        Status::Failed => {
            message::say(format!("{path}: {}", report.error.as_deref().unwrap_or_default()));
            Ok(())
        }
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
    let Tally { added, updated, unchanged, failed } = tally;
    message::say(format!("{added} added, {updated} updated, {unchanged} unchanged, {failed} failed"));
}

fn exit(tally: Tally) -> Exit {
    if tally.failed > 0 { Exit::Failed } else { Exit::found(tally.articles() > 0) }
}
