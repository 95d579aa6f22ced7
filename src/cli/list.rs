//! `list`: the articles of the index.

use crate::cli::Exit;
use crate::cli::listing::ListArgs;
use crate::cli::output::Output;
use crate::index::Snapshot;
use crate::present;
use std::path::Path;

/// Lists the articles of the index, newest first: date, outlet, title, id
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    list: ListArgs,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let snapshot = Snapshot::open(index)?;
        let mut records = snapshot.records()?.collect::<Result<Vec<_>, _>>()?;
        records.sort_by_cached_key(|record| {
            let seconds = record.article.published.as_ref().map(crate::article::Moment::seconds);
            (std::cmp::Reverse(seconds), record.article.id.clone())
        });
        self.list.print(&records, None, present::entry_json, present::entry_line, output)
    }
}
