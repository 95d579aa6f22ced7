//! `rebuild`: the index made anew from the articles it holds, and from their files where those are lost.

use crate::cli::add;
use crate::cli::ingest::{Again, COMMIT_EVERY, Job, ingest_with};
use crate::cli::lexicon::LexiconArgs;
use crate::cli::output::Output;
use crate::cli::stop::{Signal, Stop};
use crate::cli::{Exit, holder, message};
use crate::index::{self, Record, Remains, Salvage, Writer, WriterOptions};
use crate::source::Supplied;
use indicatif::{ProgressBar, ProgressStyle};
use std::path::Path;
use std::time::{Duration, Instant};

/// Makes the index anew from the articles it holds: after damage, or for another version of the program
///
/// Where stored articles can't be read, their files are read again. The old index stays in use until the new one is
/// whole, and nothing else in its folder is touched.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  fundstelle rebuild\n  fundstelle rebuild --sources\n\n\
                        Exit codes: 0 all is there again, 1 the old index held no article, 2 something is lost.")]
pub(crate) struct Args {
    /// Read the files of all articles again as well
    #[arg(long)]
    sources: bool,
    /// Do not look for actors and cited outlets
    #[arg(long)]
    no_actors: bool,
    #[command(flatten)]
    lexicon: LexiconArgs,
    /// Wait so many seconds for an `add` into this index
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    wait: u64,
    /// Print one JSON object for each article of a file that is read again
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let stop = Stop::on_signals()?;
        let options = WriterOptions {
            annotate: !self.no_actors,
            annotator: self.lexicon.annotator(Some(index))?,
            wait: Duration::from_secs(self.wait),
            holder: Some(holder::this_process()),
            ..WriterOptions::default()
        };
        let (mut writer, remains) = Writer::rebuild(index, options.clone())?;
        let salvage = match stored(&remains, self.sources, &mut writer, &stop) {
            Err(Interruption::Index(error)) => return Err(error.into()),
            Err(Interruption::Signal(signal)) => return Ok(stopped(signal)),
            Ok(salvage) => salvage,
        };
        let supplied = Supplied { now: Some(jiff::Timestamp::now()), ..Supplied::default() };
        let again = if self.sources { Again::All } else { Again::Missing };
        let paths = salvage.sources.iter().cloned().collect();
        let job = Job { paths, supplied, options, again, stop, progress: true, ..Job::default() };
        let mut tell = |report: &_| add::print(report, self.json, output);
        let (writer, tally) = ingest_with(writer, index, &job, &mut tell)?;
        if let Some(signal) = tally.stopped {
            return Ok(stopped(signal));
        }
        let Some(writer) = writer else { return Ok(Exit::Failed) };
        if writer.committed().counts()?.articles == 0 && salvage.incomplete {
            message::say(format!("no article could be read from the index at {}; it stays as it is", index.display()));
            message::say("hint: delete the folder, and index the articles again with `fundstelle add PATH…`");
            return Ok(Exit::Failed);
        }
        let counts = writer.finish()?;
        output.line(format!("rebuilt    {} articles, {} passages", counts.articles, counts.passages))?;
        output.flush()?;
        say_what_is_lost(&salvage);
        let lost = salvage.incomplete || tally.failed > 0;
        Ok(if lost { Exit::Failed } else { Exit::found(counts.articles > 0) })
    }
}

/// Why articles are no longer brought over.
enum Interruption {
    Index(index::Error),
    Signal(Signal),
}

impl From<index::Error> for Interruption {
    fn from(error: index::Error) -> Self {
        Self::Index(error)
    }
}

/// Brings the stored articles over.
fn stored(remains: &Remains, sources: bool, writer: &mut Writer, stop: &Stop) -> Result<Salvage, Interruption> {
    let bar = ProgressBar::no_length().with_style(
        ProgressStyle::with_template("{spinner} {pos} articles, {per_sec}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let mut committed = Instant::now();
    let salvage = remains.salvage(sources, |record: Record| {
        if let Some(signal) = stop.signal() {
            return Err(Interruption::Signal(signal));
        }
        writer.put_again(&record)?;
        bar.inc(1);
        if committed.elapsed() > COMMIT_EVERY {
            writer.commit()?;
            committed = Instant::now();
        }
        Ok(())
    })?;
    writer.commit()?;
    bar.finish_and_clear();
    Ok(salvage)
}

fn stopped(signal: Signal) -> Exit {
    message::say(format!("stopped by {}: the old index stays as it is", signal.name()));
    Exit::Stopped(signal.exit_code())
}

fn say_what_is_lost(salvage: &Salvage) {
    if salvage.broken > 0 {
        message::say(format!("{} damaged; what they held was read from the articles' files", segments(salvage.broken)));
    }
    if salvage.incomplete {
        message::say("some articles could not be read, and their files are gone or not known");
        message::say("hint: `fundstelle add PATH…` on the same files and folders brings back what is missing");
    }
}

fn segments(number: usize) -> String {
    if number == 1 { "1 segment was".to_owned() } else { format!("{number} segments were") }
}
