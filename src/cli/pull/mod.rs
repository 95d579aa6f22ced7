//! `pull`: brings in new articles from the web, by feeds and sitemaps.

mod feeds;
mod gather;
mod settings;
mod state;
mod summary;
mod take;

use crate::article::Moment;
use crate::cli::add::{moment, print};
use crate::cli::ingest::{Ingest, Job, Report};
use crate::cli::lexicon::LexiconArgs;
use crate::cli::output::Output;
use crate::cli::{Exit, message};
use crate::fetch::Fetcher;
use crate::index::WriterOptions;
use feeds::Feed;
use state::State;
use std::path::{Path, PathBuf};
use std::time::Duration;
use summary::Summary;

/// Reads feeds and sitemaps, and indexes the articles they link to that are not there yet
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  fundstelle pull https://www.hafenpost.example/rss.xml\n  \
                  fundstelle pull --feeds feeds.toml --limit 200\n  \
                  fundstelle pull --since 2026-03-01 https://www.hafenpost.example/news-sitemap.xml\n\n\
                  feeds.toml:\n  [[feed]]\n  url = \"https://www.hafenpost.example/politik/rss.xml\"\n  \
                  outlet = \"Hafenpost\"   # publisher of all that it lists\n  \
                  section = \"Politik\"    # for articles that state none\n  \
                  rate = 20              # requests a minute to its host\n\n\
                  Pages are asked for as robots.txt permits. What was fetched is remembered in DIR/pull.jsonl: a run that \
                  was cut off goes on where it stopped, and failed pages are tried again later.")]
pub(crate) struct Args {
    /// Addresses of feeds (RSS, Atom, JSON Feed) and sitemaps
    #[arg(value_name = "FEED", required_unless_present = "feeds")]
    addresses: Vec<String>,
    /// Read feeds from this file as well
    #[arg(long, value_name = "FILE")]
    feeds: Option<PathBuf>,
    /// Only what was published, or changed, on this day or later; what has no date passes
    #[arg(long, value_name = "DATE", value_parser = moment)]
    since: Option<Moment>,
    /// Fetch at most so many pages; the next run goes on
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Read the feeds only and tell which pages would be fetched
    #[arg(long)]
    dry_run: bool,
    /// Do not look for actors and cited outlets
    #[arg(long)]
    no_actors: bool,
    #[command(flatten)]
    lexicon: LexiconArgs,
    /// Wait so many seconds for another program that writes into the same index
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    wait: u64,
    /// Print one JSON object an article
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    settings: settings::Settings,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let feeds = self.all_feeds()?;
        let _turn = if self.dry_run { None } else { Some(state::turn(index)?) };
        let mut state = State::load(index)?;
        let fetcher = Fetcher::new(self.settings.options());
        feeds.iter().for_each(|feed| feed.slow_down(&fetcher));
        let job = self.job(index)?;
        let mut summary = Summary::default();
        let json = self.json;
        let mut tell = |report: &Report| {
            summary.count(report);
            print(report, json, output)
        };
        let run = Run { index, args: &self, fetcher: &fetcher, feeds: &feeds, state: &mut state };
        let found = run.go(Ingest::new(index, &job, &mut tell))?;
        summary.say(&found);
        Ok(summary.exit(&found))
    }

    fn all_feeds(&self) -> anyhow::Result<Vec<Feed>> {
        let mut all = self.addresses.iter().map(|address| Feed::at(address)).collect::<Result<Vec<_>, _>>()?;
        if let Some(file) = &self.feeds {
            all.extend(feeds::read(file)?);
        }
        Ok(all)
    }

    fn job(&self, index: &Path) -> anyhow::Result<Job> {
        let (annotate, wait) = (!self.no_actors, Duration::from_secs(self.wait));
        let annotator = self.lexicon.annotator(Some(index))?;
        let options = WriterOptions { annotate, annotator, wait, ..WriterOptions::default() };
        Ok(Job { options, dry: self.dry_run, ..Job::default() })
    }
}

/// One run over all feeds.
struct Run<'r> {
    index: &'r Path,
    args: &'r Args,
    fetcher: &'r Fetcher,
    feeds: &'r [Feed],
    state: &'r mut State,
}

/// How much a run found, beyond what its reports tell.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Entries in all feeds.
    entries: usize,
    /// Feeds that are as they were.
    unchanged_feeds: usize,
    /// Pages that failed lately and are not tried again yet.
    waiting: usize,
    /// Pages beyond the limit.
    left: usize,
}

impl Run<'_> {
    fn go(mut self, mut ingest: Ingest<'_>) -> anyhow::Result<Found> {
        let mut found = Found::default();
        let gathered = gather::gather(&self, &mut ingest, &mut found)?;
        let wanted = take::choose(&mut self, &gathered, &mut ingest, &mut found)?;
        if self.args.dry_run {
            wanted.iter().for_each(|wanted| ingest.planned(wanted.entry.address.as_str(), wanted.planned()));
            ingest.finish()?;
            return Ok(found);
        }
        take::fetch(&mut self, &wanted, &mut ingest)?;
        ingest.finish()?;
        gather::remember(&mut self, &gathered);
        self.state.save(self.index)?;
        Ok(found)
    }

    /// Says something that is no article's report.
    fn say(&self, text: String) {
        message::say(text);
    }
}
