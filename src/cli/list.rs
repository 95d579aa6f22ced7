//! `list`: the articles of the index.

use crate::cli::Exit;
use crate::cli::listing::ListArgs;
use crate::cli::output::Output;
use crate::cli::scope::ScopeArgs;
use crate::index::Snapshot;
use crate::{present, search};
use std::path::Path;

/// Lists the articles of the index, newest first: date, outlet, title, id
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  fundstelle list --limit 20\n  fundstelle list Polder --outlet Hafenpost --json")]
pub(crate) struct Args {
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    scope: ScopeArgs,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let snapshot = Snapshot::open(index)?;
        let style = output.style();
        let mut found = false;
        for article in search::listed(&snapshot, &self.scope.scope())?.take(self.list.limit.or_max()) {
            let article = article?;
            found = true;
            output.line(if self.list.json {
                present::entry_json(&article).to_string()
            } else {
                present::entry_line(&article, &style)
            })?;
        }
        self.scope.suggest(&snapshot)?;
        Ok(Exit::found(found))
    }
}
