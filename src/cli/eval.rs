//! `eval`: scores queries against judgements, for the ranking as it is or with parts of it changed.

use crate::cli::filters::Limit;
use crate::cli::ingest::{Job, Status, Tally, ingest};
use crate::cli::output::Output;
use crate::cli::{Exit, message};
use crate::evaluate::{self, Change, Comparison, Judgements, Query, Run, Scores, Setting};
use crate::index::{Snapshot, WriterOptions};
use crate::present::plain;
use crate::query;
use crate::search::{self, Ranking, Request};
use anyhow::Context;
use serde_json::json;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Scores queries against judgements: nDCG@10, MRR@10, S@1, S@10, R@100
#[derive(Debug, clap::Args)]
#[command(after_help = "Without --corpus the index is scored as it stands. With --corpus an index is built for this \
                        run and removed afterwards; named by --index DIR on the command line, it is kept there and \
                        only brought up to date next time.\n\nExamples:\n  \
                        fundstelle eval --queries fragen.jsonl --qrels urteile.tsv\n  \
                        fundstelle eval --corpus artikel.jsonl --queries fragen.jsonl --qrels urteile.tsv --save heute.jsonl\n  \
                        fundstelle eval --queries fragen.jsonl --qrels urteile.tsv --without window --against heute.jsonl")]
pub(crate) struct Args {
    /// Index these files and folders first
    #[arg(long, value_name = "PATH", num_args = 1..)]
    corpus: Vec<PathBuf>,
    /// Queries, JSON Lines: {"id","text"}
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// Judgements, one a line: query, article, grade (above 0: relevant), separated by tabs
    #[arg(long, value_name = "FILE")]
    qrels: PathBuf,
    /// Save each query's scores and first articles, as JSON Lines
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
    /// Show what each query gained or lost (nDCG@10) against a saved run
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// How many losses and how many gains are shown, or `all`
    #[arg(long, value_name = "N|all", default_value = "10", requires = "against")]
    limit: Limit,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: Settings,
}

/// What is changed about the ranking.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Ranking, for measurements")]
struct Settings {
    #[arg(long, value_name = "PART", value_delimiter = ',', value_parser = Setting::without, help = without_help())]
    without: Vec<Setting>,
    #[arg(long, value_name = "NAME=VALUE", value_delimiter = ',', value_parser = Setting::parse, help = set_help())]
    set: Vec<Setting>,
}

fn without_help() -> String {
    format!("Switch off parts: {}", evaluate::parts().join(", "))
}

fn set_help() -> String {
    format!("Set numbers: {}", evaluate::names().collect::<Vec<_>>().join(", "))
}

impl Settings {
    fn ranking(&self) -> Ranking {
        let mut ranking = Ranking::default();
        self.all().for_each(|setting| setting.apply(&mut ranking));
        ranking
    }

    fn all(&self) -> impl Iterator<Item = &Setting> {
        self.set.iter().chain(&self.without)
    }
}

impl Args {
    /// Scores; `named` says that the index was named on the command line, so that it may be written.
    pub(crate) fn run(self, index: &Path, named: bool, output: &mut Output) -> anyhow::Result<Exit> {
        // All that is given is read before the long work begins.
        let queries = evaluate::read_queries(open(&self.queries)?).with_context(|| in_file(&self.queries))?;
        let judgements = Judgements::read(open(&self.qrels)?).with_context(|| in_file(&self.qrels))?;
        let before = self.against.as_deref().map(saved).transpose()?;
        let home = Home::choose(index, named, !self.corpus.is_empty())?;
        let tally = self.index_corpus(&home)?;
        let run = self.score(&Snapshot::open(home.path())?, &queries, &judgements)?;
        if let Some(file) = &self.save {
            save(&run, file).with_context(|| format!("can't save the run in {}", file.display()))?;
        }
        self.print(&run, output)?;
        if let Some(before) = before {
            self.print_comparison(&Comparison::of(&before, &run), output)?;
        }
        if run.answers.is_empty() {
            message::say("no query has a relevant article in the judgements");
        }
        Ok(if tally.failed > 0 { Exit::Failed } else { Exit::found(!run.answers.is_empty()) })
    }

    fn index_corpus(&self, home: &Home) -> anyhow::Result<Tally> {
        if self.corpus.is_empty() {
            return Ok(Tally::default());
        }
        // Actors weigh nothing in the ranking: only an index that is kept has use for them.
        let options = WriterOptions { annotate: home.is_kept(), ..WriterOptions::default() };
        let job = Job { paths: self.corpus.clone(), options, progress: true, ..Job::default() };
        let tally = ingest(home.path(), &job, &mut |report| {
            if report.status == Status::Failed {
                message::say(format!("{}: {}", plain(&report.path), report.error.as_deref().unwrap_or_default()));
            }
            Ok(())
        })?;
        anyhow::ensure!(tally.articles() > 0, "the corpus holds no article");
        Ok(tally)
    }

    fn score(&self, snapshot: &Snapshot, queries: &[Query], judgements: &Judgements) -> Result<Run, search::Error> {
        let ranking = self.settings.ranking();
        Run::score(queries, judgements, |query| {
            let request = Request {
                query: query::parse(&query.text).ast,
                limit: Some(Scores::DEPTH),
                per_article: 1,
                // Judgements name each article for itself.
                fold: None,
                ranking: ranking.clone(),
                ..Request::default()
            };
            search::articles(snapshot, &request)
        })
    }

    fn print(&self, run: &Run, output: &mut Output) -> anyhow::Result<()> {
        let summary = run.summary();
        if self.json {
            let mut value = serde_json::to_value(summary)?;
            value["settings"] = self.settings.all().map(Setting::to_string).collect();
            output.line(value.to_string())?;
        } else {
            output.line(summary.to_string())?;
        }
        Ok(())
    }

    fn print_comparison(&self, comparison: &Comparison, output: &mut Output) -> anyhow::Result<()> {
        let limit = self.limit.or_max();
        if self.json {
            output.line(json!({ "comparison": comparison }).to_string())?;
            for change in comparison.losses().take(limit).chain(comparison.gains().take(limit)) {
                output.line(json!({ "change": change, "gain": change.gain() }).to_string())?;
            }
            return Ok(());
        }
        let (worse, better) = (comparison.losses().count(), comparison.gains().count());
        let same = comparison.queries - worse - better;
        output.line(format!(
            "\n{} queries in both runs: {better} better, {worse} worse, {same} the same",
            comparison.queries
        ))?;
        if comparison.unpaired > 0 {
            output.line(format!("{} queries in one run only, left out", comparison.unpaired))?;
        }
        for difference in &comparison.differences {
            let (before, after) = (difference.before, difference.after);
            let (measure, gain, p) = (difference.measure, after - before, difference.p);
            output.line(format!("  {measure:<7}  {before:.4} -> {after:.4}  {gain:+.4}  p {p:.4}"))?;
        }
        list("worse", comparison.losses().take(limit), output)?;
        list("better", comparison.gains().take(limit), output)
    }
}

fn list<'c>(heading: &str, changes: impl Iterator<Item = &'c Change>, output: &mut Output) -> anyhow::Result<()> {
    for (i, change) in changes.enumerate() {
        if i == 0 {
            output.line(format!("\n{heading}  (nDCG@10, rank of the first relevant article, query)"))?;
        }
        let rank = |first: Option<usize>| first.map_or_else(|| "-".to_owned(), |rank| rank.to_string());
        let (before, after) = (rank(change.first_before), rank(change.first_after));
        let (id, text) = (plain(&change.id), plain(&change.text));
        output.line(format!("  {:+.4}  {before:>3} -> {after:<3}  {id}  {text}", change.gain()))?;
    }
    Ok(())
}

/// Where the index of a measurement lies.
enum Home {
    /// In a folder that goes when this value does.
    Passing(TempDir),
    /// Where the user said.
    Kept(PathBuf),
}

impl Home {
    /// A corpus never gets into the user's usual index unasked: only into one named on the command line.
    fn choose(index: &Path, named: bool, corpus: bool) -> anyhow::Result<Self> {
        if corpus && !named {
            let dir = tempfile::Builder::new().prefix("fundstelle-eval-").tempdir();
            return Ok(Self::Passing(dir.context("can't make a temporary folder for the index")?));
        }
        Ok(Self::Kept(index.to_owned()))
    }

    fn path(&self) -> &Path {
        match self {
            Self::Passing(dir) => dir.path(),
            Self::Kept(dir) => dir,
        }
    }

    fn is_kept(&self) -> bool {
        matches!(self, Self::Kept(_))
    }
}

fn open(file: &Path) -> anyhow::Result<impl BufRead> {
    Ok(BufReader::new(File::open(file).with_context(|| format!("can't open {}", file.display()))?))
}

fn in_file(file: &Path) -> String {
    file.display().to_string()
}

fn saved(file: &Path) -> anyhow::Result<Run> {
    Run::read(open(file)?).with_context(|| in_file(file))
}

fn save(run: &Run, file: &Path) -> anyhow::Result<()> {
    let mut sink = std::io::BufWriter::new(File::create(file)?);
    for answer in &run.answers {
        serde_json::to_writer(&mut sink, answer)?;
        sink.write_all(b"\n")?;
    }
    Ok(sink.flush()?)
}
