//! `actors`: who acts in the articles.

use crate::cli::Exit;
use crate::cli::filters::{FilterArgs, Limit};
use crate::cli::output::Output;
use crate::index::Snapshot;
use crate::{present, search};
use std::path::Path;

/// Lists the actors of the index: articles and passages that name them, kind, name, forms
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How many, or `all`
    #[arg(long, value_name = "N|all", default_value = "all")]
    limit: Limit,
    /// Print JSON Lines
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    filters: FilterArgs,
}

impl Args {
    pub(crate) fn run(self, index: &Path, output: &mut Output) -> anyhow::Result<Exit> {
        let snapshot = Snapshot::open(index)?;
        let facets = search::actors(&snapshot, &self.filters.into(), self.limit.or_max())?;
        let style = output.style();
        if !self.json && !facets.is_empty() {
            output.line(" texts  psgs  kind          name")?;
        }
        for actor in &facets {
            let line =
                if self.json { present::actor_json(actor).to_string() } else { present::actor_line(actor, &style) };
            output.line(line)?;
        }
        Ok(Exit::found(!facets.is_empty()))
    }
}
