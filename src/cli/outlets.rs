//! `outlets`: which media published and are cited.

use crate::cli::Exit;
use crate::cli::filters::{FilterArgs, Limit};
use crate::cli::output::Output;
use crate::index::Snapshot;
use crate::{present, search};
use std::path::Path;

/// Lists the outlets of the index: articles published, articles that cite it, kind, name
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
        let facets = search::outlets(&snapshot, &self.filters.into(), self.limit.or_max())?;
        let style = output.style();
        if !self.json && !facets.is_empty() {
            output.line("published  cited  kind         name")?;
        }
        for outlet in &facets {
            let line =
                if self.json { present::outlet_json(outlet).to_string() } else { present::outlet_line(outlet, &style) };
            output.line(line)?;
        }
        Ok(Exit::found(!facets.is_empty()))
    }
}
