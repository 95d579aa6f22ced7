//! `alert run`: what has come into the index since the last run.
//!
//! For cron: without news not a line is printed. What was shown is noted only after all of it has been handed on, so
//! that a run cut short shows it again.

use crate::alert::{Alerts, News};
use crate::cli::Exit;
use crate::cli::completions::of_alerts;
use crate::cli::export::print_block;
use crate::cli::filters::Limit;
use crate::cli::output::Output;
use crate::cli::search::counted;
use crate::index::{ALIKE, Snapshot};
use crate::present;
use crate::search::{Request, SnippetLength};
use std::path::Path;

/// Prints hits in articles that have come since the last run; exit code 0 with news, 1 without
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Names of saved searches; all when there is none
    #[arg(value_name = "NAME", add = of_alerts())]
    names: Vec<String>,
    /// How many hits of each, or `all`; what is left out counts as shown
    #[arg(long, value_name = "N|all", default_value = "all")]
    limit: Limit,
    /// At most so many passages of one article
    #[arg(long, value_name = "N", default_value_t = 3)]
    per_article: usize,
    /// Show every article, also those that say nearly the same as one before
    #[arg(long)]
    show_duplicates: bool,
    /// Length of snippets in characters; 0 shows whole passages
    #[arg(long, value_name = "N", default_value_t = 320)]
    snippet: usize,
    /// Print JSON Lines: hits as `search --json` prints them, each with the name of its `alert`
    #[arg(long)]
    json: bool,
    /// Show the same again next time
    #[arg(long)]
    dry_run: bool,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let snapshot = Snapshot::open(index)?;
        let alerts = Alerts::read(index)?;
        let mut shown = Vec::new();
        let mut any = false;
        for (name, alert) in alerts.named(&self.names)? {
            let news = alert.news(&snapshot, &self.shape())?;
            any |= !news.results.hits.is_empty();
            self.print(name, &alert.query, &news, output)?;
            shown.push((name, news.until));
        }
        output.flush()?;
        if !self.dry_run && !shown.is_empty() {
            Alerts::change(index, |alerts| {
                shown.iter().for_each(|(name, until)| alerts.shown(name, *until));
                Ok(())
            })?;
        }
        Ok(Exit::found(any))
    }

    fn shape(&self) -> Request {
        let snippet = if self.snippet == 0 { SnippetLength::Whole } else { SnippetLength::Chars(self.snippet) };
        let fold = (!self.show_duplicates).then_some(ALIKE);
        Request { limit: self.limit.0, per_article: self.per_article, fold, snippet, ..Request::default() }
    }

    fn print(&self, name: &str, query: &str, news: &News, output: &mut Output) -> anyhow::Result<()> {
        let results = &news.results;
        if !self.json && !results.hits.is_empty() {
            let (passages, articles) = (counted(results.passages, "new passage"), counted(results.articles, "article"));
            let counts = format!("{passages} in {articles}");
            output.line(format!("# {}: {} ({counts})\n", present::plain(name), present::plain(query)))?;
        }
        for hit in &results.hits {
            if self.json {
                let mut value = present::hit_json(hit);
                value["alert"] = name.into();
                output.line(value.to_string())?;
            } else {
                print_block(hit, false, output)?;
            }
        }
        Ok(())
    }
}
