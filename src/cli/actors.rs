//! `actors`: who acts in the articles.

use crate::cli::Exit;
use crate::cli::listing::ListArgs;
use crate::cli::output::Output;
use crate::cli::scope::ScopeArgs;
use crate::index::Snapshot;
use crate::{present, search};
use std::path::Path;

/// Lists the actors of the index: articles and passages that name them, kind, name, forms
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  fundstelle actors\n  fundstelle actors Hochwasserschutz --since 2025 --limit 20 --json"
)]
pub(crate) struct Args {
    #[command(flatten)]
    list: ListArgs,
    #[command(flatten)]
    scope: ScopeArgs,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let snapshot = Snapshot::open(index)?;
        let actors = search::actors(&snapshot, &self.scope.scope(), self.list.limit.or_max())?;
        let heading = " texts  psgs  kind          name";
        let exit = self.list.print(&actors, Some(heading), present::actor_json, present::actor_line, output)?;
        self.scope.suggest(&snapshot)?;
        Ok(exit)
    }
}
