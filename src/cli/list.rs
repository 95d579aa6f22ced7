//! `list`: the articles of the index.

use crate::cli::Exit;
use crate::cli::filters::Limit;
use crate::cli::output::Output;
use crate::index::Snapshot;
use crate::present;
use std::path::Path;

/// Lists the articles of the index, newest first: date, outlet, title, id
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How many, or `all`
    #[arg(long, value_name = "N|all", default_value = "all")]
    limit: Limit,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let snapshot = Snapshot::open(index)?;
        let mut records = snapshot.records()?.collect::<Result<Vec<_>, _>>()?;
        records.sort_by_cached_key(|record| {
            let seconds = record.article.published.as_ref().map(crate::article::Moment::seconds);
            (std::cmp::Reverse(seconds), record.article.id.clone())
        });
        let style = output.style();
        for record in records.iter().take(self.limit.or_max()) {
            let line =
                if self.json { present::entry_json(record).to_string() } else { present::entry_line(record, &style) };
            output.line(line)?;
        }
        Ok(Exit::found(!records.is_empty()))
    }
}
